"""The five documents the project began with, fact by fact.

Each list below was written from a reading of the documents, not from the tables: who met when,
who is named in which seat, which topics and programmes stand in which paragraph. One line is one
fact and one test. The tests at the end go the other way: what the tables hold of these documents
must be named here, so that a row added or lost turns red.

Paragraphs count from 1, the headline is 0, headings and captions are not counted. Where a
document leaves a cell open to two readings, the expectation names both: "discussed or priority".
An empty expectation means that the document does not state it.
"""

import pandas as pd
import pytest

EU_2015 = "hlsd2015-eudel-tj"
TM_2016 = "hlsd2016-tmembassy-be-ru"
RFERL_2021 = "fmm2021-rferl"
NCA_2024 = "hlsd2024-nca"
EI_2025 = "hlsd2025-europeaninterest"
FOUNDING = (EU_2015, TM_2016, RFERL_2021, NCA_2024, EI_2025)

# meeting_id, column, value
MEETINGS = (
    ("hlsd2015", "series", "hlsd"),
    ("hlsd2015", "round", 2),
    ("hlsd2015", "date_start", "2015-03-11"),
    ("hlsd2015", "date_end", "2015-03-11"),
    ("hlsd2015", "city", "Dushanbe"),
    ("hlsd2015", "country", "TJ"),
    ("hlsd2015", "mode", "in_person"),
    ("hlsd2015", "level", "deputy_ministers"),
    ("hlsd2015", "status", "held"),
    ("hlsd2016", "series", "hlsd"),
    ("hlsd2016", "round", 3),
    ("hlsd2016", "date_start", "2016-05-18"),
    ("hlsd2016", "date_end", "2016-05-18"),
    ("hlsd2016", "city", "Brussels"),
    ("hlsd2016", "country", "BE"),
    ("hlsd2016", "mode", "in_person"),
    ("hlsd2016", "level", "deputy_ministers"),
    ("hlsd2016", "status", "held"),
    ("fmm2021", "series", "fmm"),
    ("fmm2021", "round", 17),
    ("fmm2021", "date_start", "2021-11-22"),
    ("fmm2021", "date_end", "2021-11-22"),
    ("fmm2021", "city", "Dushanbe"),
    ("fmm2021", "country", "TJ"),
    ("fmm2021", "mode", "in_person"),
    ("fmm2021", "level", "ministers"),
    ("fmm2021", "status", "held"),
    ("hlsd2024", "series", "hlsd"),
    ("hlsd2024", "round", 11),  # printed in other documents only
    ("hlsd2024", "date_start", "2024-06-05"),
    ("hlsd2024", "date_end", "2024-06-05"),
    ("hlsd2024", "city", "Brussels"),
    ("hlsd2024", "country", "BE"),
    ("hlsd2024", "mode", "in_person"),
    ("hlsd2024", "level", "deputy_ministers"),  # printed in other documents only
    ("hlsd2024", "status", "held"),
    ("hlsd2025", "series", "hlsd"),
    ("hlsd2025", "round", 12),
    ("hlsd2025", "date_start", "2025-07-11"),
    ("hlsd2025", "date_end", "2025-07-11"),
    ("hlsd2025", "city", "Dushanbe"),
    ("hlsd2025", "country", "TJ"),
    ("hlsd2025", "mode", "in_person"),
    ("hlsd2025", "level", "deputy_ministers"),  # printed in another document only
    ("hlsd2025", "status", "held"),
    # other meetings that the five documents mention
    ("hlsd2013", "series", "hlsd"),
    ("hlsd2013", "round", 1),
    ("hlsd2013", "city", "Brussels"),
    ("hlsd2013", "country", "BE"),
    ("hlsd2013", "status", "held"),
    ("fmm2025", "series", "fmm"),
    ("fmm2025", "round", 20),
    ("fmm2025", "date_start", "2025-03-27"),
    ("fmm2025", "city", "Ashgabat"),
    ("fmm2025", "country", "TM"),
    ("fmm2025", "level", "ministers"),
    ("summit2025", "series", "summit"),
    ("summit2025", "round", 1),
    ("summit2025", "date_start", "2025-04-04"),
    ("summit2025", "city", "Samarkand"),
    ("summit2025", "country", "UZ"),
    ("summit2025", "level", "leaders"),
    ("ctd2025", "series", "ctd"),
    ("ctd2025", "round", 1),
    ("ctd2025", "date_start", "2025-07-10"),
    ("ctd2025", "date_end", "2025-07-10"),
    ("ctd2025", "city", "Dushanbe"),
    ("ctd2025", "country", "TJ"),
    ("ctd2025", "mode", "in_person"),
    ("ctd2025", "status", "held"),
    # no round in 2014: the meeting of 2015 is the second, the first was in 2013
    ("hlsd2014", "status", "none_found"),
    ("hlsd2014", "round", ""),
    ("hlsd2014", "date_start", ""),
    ("hlsd2014", "city", ""),
    ("hlsd2014", "country", ""),
)

# document_id, column, value
DOCUMENTS = (
    (EU_2015, "meeting_id", "hlsd2015"),
    (EU_2015, "publisher", "EU Delegation to Tajikistan"),
    (EU_2015, "publisher_type", "eu_institution"),
    (EU_2015, "publisher_country", "EU"),
    (EU_2015, "language", "en"),
    (EU_2015, "published", "2015-03-11"),
    (EU_2015, "document_type", "readout or press_release"),
    (TM_2016, "meeting_id", "hlsd2016"),
    (TM_2016, "publisher", "Embassy of Turkmenistan in Belgium"),
    (TM_2016, "publisher_type", "ca_government"),
    (TM_2016, "publisher_country", "TM"),
    (TM_2016, "language", "ru"),
    (TM_2016, "published", ""),
    (TM_2016, "document_type", "readout"),
    (RFERL_2021, "meeting_id", "fmm2021"),
    (RFERL_2021, "publisher", "Radio Free Europe/Radio Liberty"),
    (RFERL_2021, "publisher_type", "international_media"),
    (RFERL_2021, "publisher_country", "US"),
    (RFERL_2021, "language", "en"),
    (RFERL_2021, "document_type", "news_report"),
    (NCA_2024, "meeting_id", "hlsd2024"),
    (NCA_2024, "publisher", "News Central Asia (nCa)"),
    (NCA_2024, "publisher_type", "ca_media"),
    (NCA_2024, "publisher_country", "TM"),
    (NCA_2024, "language", "en"),
    (NCA_2024, "published", "2024-06-06"),  # from the page's address
    (NCA_2024, "document_type", "news_report"),
    (EI_2025, "meeting_id", "hlsd2025"),
    (EI_2025, "publisher", "European Interest"),
    (EI_2025, "publisher_type", "eu_media"),
    (EI_2025, "publisher_country", "EU"),
    (EI_2025, "language", "en"),
    (EI_2025, "published", ""),
    (EI_2025, "document_type", "news_report"),
)

# what holds of each of the five: column, value
EVERY_DOCUMENT = (
    ("extent", "full"),
    ("about", "meeting"),
    ("founding", True),
    ("title_is_reconstructed", False),
)

# document_id, whose account it is
VOICES = (
    (EU_2015, "eu"),
    (TM_2016, "tm"),
    (RFERL_2021, "newsroom"),
    (NCA_2024, "tm"),
    (EI_2025, "eu"),
)

# document_id, meeting_id, person_id, name as printed, the role's first words, rank, capacity,
# certainty, paragraph
OFFICIALS = (
    (EU_2015, "hlsd2015", "schmid-helga", "Helga Schmid", "Deputy Secretary General",
     "senior_official", "chair", "stated", 2),
    (EU_2015, "hlsd2015", "volkov-alexey", "Alexei Volkov", "Deputy Foreign Minister",
     "deputy_minister", "participant", "stated", 2),
    (EU_2015, "hlsd2015", "otorbaev-erines", "Erimest Otorbaev", "Deputy Foreign Minister",
     "deputy_minister", "participant", "stated", 2),
    (EU_2015, "hlsd2015", "zohidi-nizomiddin", "Zohidi Nizomiddin Shamsiddinzoda",
     "Deputy Foreign Minister", "deputy_minister", "participant", "stated", 2),
    (EU_2015, "hlsd2015", "karzai-hekmat", "Hekmat Karzai", "Deputy Foreign Minister",
     "deputy_minister", "special_guest", "stated", 2),
    (TM_2016, "hlsd2016", "schmid-helga", "Хельги Шмид", "заместителя Генерального секретаря",
     "senior_official", "chair", "stated", 2),
    (RFERL_2021, "fmm2021", "borrell-josep", "Josep Borrell", "EU foreign policy chief",
     "eu_high_representative", "head_of_delegation", "stated", 2),
    (NCA_2024, "hlsd2024", "gurbanov-ahmet", "A. Gurbanov", "Deputy Minister of Foreign Affairs",
     "deputy_minister", "head_of_delegation", "stated", 1),
    (NCA_2024, "hlsd2024", "mora-enrique", "Enrique Mora",
     "Deputy Secretary-General for Political Affairs",
     "senior_official", "participant", "stated", 7),
    (NCA_2024, "hlsd2024", "hakala-terhi", "Terhi Hakala",
     "EU Special Representative for Central Asia",
     "special_envoy", "participant", "stated", 7),
    (NCA_2024, "hlsd2024", "costantini-nadia", "Nadia Costantini",
     "EU Special Envoy for Counter-Terrorism", "special_envoy", "participant", "stated", 7),
    (NCA_2024, "hlsd2024", "wegter-bartjan", "Bartjan Wegter",
     "EU Counter-Terrorism Coordinator", "special_envoy", "participant", "stated", 7),
    (NCA_2024, "hlsd2024", "niklasson-tomas", "Tomas Niklasson",
     "EU Special Envoy for Afghanistan", "special_envoy", "participant", "stated", 7),
    # 2025: the paragraph can mean the dialogue of 11 July, the counter-terrorism dialogue of
    # 10 July, or both
    (EI_2025, "hlsd2025", "skoog-olof", "Olof Skoog",
     "Deputy Secretary-General for Political Affairs",
     "senior_official", "chair", "ambiguous", 5),
    (EI_2025, "hlsd2025", "abakirov-meder", "Meder Abakirov", "Deputy Foreign Minister",
     "deputy_minister", "participant", "ambiguous", 5),
    (EI_2025, "hlsd2025", "nasredin-ismatullo", "Ismatullo Nasredin", "Deputy Foreign Minister",
     "deputy_minister", "participant", "ambiguous", 5),
    (EI_2025, "hlsd2025", "madrakhimov-muzaffarbek", "Muzaffar Madrakhimov",
     "Deputy Foreign Minister", "deputy_minister", "participant", "ambiguous", 5),
    (EI_2025, "hlsd2025", "vassilenko-stanislav", "Stanislav Vassilenko", "Ambassador-at-Large",
     "ambassador", "participant", "ambiguous", 5),
    (EI_2025, "hlsd2025", "gochmyradov-aymyrat", "Aymyrat Gochmyradov",
     "Ambassador of Turkmenistan", "ambassador", "participant", "ambiguous", 5),
    (EI_2025, "ctd2025", "skoog-olof", "Olof Skoog",
     "Deputy Secretary-General for Political Affairs",
     "senior_official", "chair", "ambiguous", 5),
    (EI_2025, "ctd2025", "abakirov-meder", "Meder Abakirov", "Deputy Foreign Minister",
     "deputy_minister", "participant", "ambiguous", 5),
    (EI_2025, "ctd2025", "nasredin-ismatullo", "Ismatullo Nasredin", "Deputy Foreign Minister",
     "deputy_minister", "participant", "ambiguous", 5),
    (EI_2025, "ctd2025", "madrakhimov-muzaffarbek", "Muzaffar Madrakhimov",
     "Deputy Foreign Minister", "deputy_minister", "participant", "ambiguous", 5),
    (EI_2025, "ctd2025", "vassilenko-stanislav", "Stanislav Vassilenko", "Ambassador-at-Large",
     "ambassador", "participant", "ambiguous", 5),
    (EI_2025, "ctd2025", "gochmyradov-aymyrat", "Aymyrat Gochmyradov",
     "Ambassador of Turkmenistan", "ambassador", "participant", "ambiguous", 5),
)  # fmt: skip

# person_id, delegation, words of the institution
PEOPLE = (
    ("schmid-helga", "EU", "EEAS"),
    ("volkov-alexey", "KZ", "MFA"),
    ("otorbaev-erines", "KG", "MFA"),
    ("zohidi-nizomiddin", "TJ", "MFA"),
    ("karzai-hekmat", "AF", "MFA"),
    ("borrell-josep", "EU", "EEAS"),
    ("gurbanov-ahmet", "TM", "MFA"),
    ("mora-enrique", "EU", "EEAS"),
    ("hakala-terhi", "EU", "EUSR for Central Asia"),
    ("costantini-nadia", "EU", "EU"),
    ("wegter-bartjan", "EU", "EU"),
    ("niklasson-tomas", "EU", "EU"),
    ("skoog-olof", "EU", "EEAS"),
    ("abakirov-meder", "KG", "MFA"),
    ("nasredin-ismatullo", "TJ", "MFA"),
    ("madrakhimov-muzaffarbek", "UZ", "MFA"),
    ("vassilenko-stanislav", "KZ", "MFA"),
    ("gochmyradov-aymyrat", "TM", "Embassy of Turkmenistan"),
)

# document_id, meeting_id, delegation, rank, mention, head_named, status
DELEGATIONS = (
    (EU_2015, "hlsd2015", "EU", "senior_official", "individual", True, "member"),
    (EU_2015, "hlsd2015", "KZ", "deputy_minister", "individual", True, "member"),
    (EU_2015, "hlsd2015", "KG", "deputy_minister", "individual", True, "member"),
    (EU_2015, "hlsd2015", "TJ", "deputy_minister", "individual", True, "member"),
    (EU_2015, "hlsd2015", "TM", "not_stated", "individual", False, "member"),
    (EU_2015, "hlsd2015", "UZ", "not_stated", "individual", False, "member"),
    (EU_2015, "hlsd2015", "AF", "deputy_minister", "individual", True, "special_guest"),
    (TM_2016, "hlsd2016", "EU", "senior_official", "individual", True, "member"),
    # the level of the meeting is printed, the rank of the Turkmen delegation is not
    (TM_2016, "hlsd2016", "TM", "deputy_minister or not_stated", "individual", False, "member"),
    (TM_2016, "hlsd2016", "AF", "not_stated", "individual", False, "invited"),
    (RFERL_2021, "fmm2021", "EU", "eu_high_representative", "individual", True, "member"),
    # foreign ministers in the plural, none of these four countries singled out
    (RFERL_2021, "fmm2021", "KZ", "minister", "collective", False, "member"),
    (RFERL_2021, "fmm2021", "KG", "minister", "collective", False, "member"),
    (RFERL_2021, "fmm2021", "TJ", "minister", "collective", False, "member"),
    (RFERL_2021, "fmm2021", "UZ", "minister", "collective", False, "member"),
    (RFERL_2021, "fmm2021", "TM", "deputy_minister", "individual", False, "member"),
    (NCA_2024, "hlsd2024", "EU", "senior_official", "individual", False, "member"),
    (NCA_2024, "hlsd2024", "TM", "deputy_minister", "individual", True, "member"),
    (EI_2025, "hlsd2025", "EU", "senior_official", "individual", True, "member"),
    (EI_2025, "hlsd2025", "KZ", "ambassador", "individual", True, "member"),
    (EI_2025, "hlsd2025", "KG", "deputy_minister", "individual", True, "member"),
    (EI_2025, "hlsd2025", "TJ", "deputy_minister", "individual", True, "member"),
    (EI_2025, "hlsd2025", "TM", "ambassador", "individual", True, "member"),
    (EI_2025, "hlsd2025", "UZ", "deputy_minister", "individual", True, "member"),
)

# document_id, topic_id, paragraph, stance, raised_by
TOPICS = (
    (EU_2015, "afghanistan", 3, "agreed", ""),
    (EU_2015, "drug_trafficking", 3, "agreed", ""),
    (EU_2015, "extremism", 3, "agreed", ""),
    (EU_2015, "foreign_fighters", 3, "agreed", ""),
    (EU_2015, "migration", 3, "agreed", ""),
    (EU_2015, "organised_crime", 3, "agreed", ""),
    (EU_2015, "regional_cooperation", 3, "agreed", ""),
    (EU_2015, "regional_security", 3, "agreed", ""),
    (EU_2015, "cbrn", 4, "agreed", ""),
    (EU_2015, "terrorism", 4, "agreed", ""),
    (EU_2015, "border_management", 8, "agreed", ""),
    (EU_2015, "eu_strategy", 10, "background", ""),
    (TM_2016, "afghanistan", 3, "agreed", ""),
    (TM_2016, "drug_trafficking", 3, "agreed", ""),
    (TM_2016, "extremism", 3, "agreed", ""),
    (TM_2016, "foreign_fighters", 3, "agreed", ""),
    (TM_2016, "migration", 3, "agreed", ""),
    (TM_2016, "organised_crime", 3, "agreed", ""),
    (TM_2016, "regional_cooperation", 3, "agreed", ""),
    (TM_2016, "regional_security", 3, "agreed", ""),
    (TM_2016, "cbrn", 4, "discussed", ""),
    (TM_2016, "terrorism", 4, "discussed", ""),
    (TM_2016, "border_management", 5, "agreed", ""),
    (RFERL_2021, "afghanistan", 0, "agreed", ""),
    (RFERL_2021, "rule_of_law_rights", 1, "agreed", ""),
    (RFERL_2021, "regional_security", 2, "unilateral", "EU"),
    (RFERL_2021, "development_aid", 4, "unilateral", "EU"),
    (RFERL_2021, "energy", "4 or 5", "discussed", ""),  # the caption between the two
    (RFERL_2021, "eu_strategy", 4, "unilateral", "EU"),
    (RFERL_2021, "health", 4, "discussed", ""),
    (RFERL_2021, "gender", 5, "agreed", ""),
    (RFERL_2021, "human_trafficking", 6, "agreed", ""),
    (RFERL_2021, "organised_crime", 6, "agreed", ""),
    (RFERL_2021, "terrorism", 6, "agreed", ""),
    (RFERL_2021, "terrorist_financing", 7, "agreed", ""),
    (RFERL_2021, "migration", 10, "background", ""),
    (NCA_2024, "cyber", 2, "unilateral", "TM"),
    (NCA_2024, "regional_security", 2, "discussed", ""),
    # raised by Turkmenistan in 2, the theme of the last session in 6
    (NCA_2024, "terrorism", "2 or 6", "discussed", ""),
    (NCA_2024, "extremism", 3, "unilateral", "TM"),
    (NCA_2024, "regional_cooperation", 3, "unilateral", "TM"),
    (NCA_2024, "border_management", 4, "programme", ""),
    (NCA_2024, "drug_trafficking", 4, "programme", ""),
    (NCA_2024, "digitalisation", 5, "unilateral", "TM"),
    (NCA_2024, "afghanistan", 6, "discussed", ""),
    (NCA_2024, "connectivity", 6, "unilateral", "TM"),
    (NCA_2024, "energy", 6, "unilateral", "TM"),
    (NCA_2024, "climate_environment", 8, "background", ""),
    (NCA_2024, "migration", 8, "background", ""),
    (NCA_2024, "water", 8, "background", ""),
    # the partnership in 1, the review of the Joint Roadmap in 2
    (EI_2025, "eu_strategy", "1 or 2", "discussed", ""),
    (EI_2025, "afghanistan", 2, "discussed", ""),
    (EI_2025, "middle_east", 2, "discussed", ""),
    (EI_2025, "regional_security", 2, "agreed", ""),
    (EI_2025, "ukraine_war", 2, "discussed", ""),
    (EI_2025, "cyber", 3, "discussed or priority", ""),
    (EI_2025, "disinformation", 3, "discussed or priority", ""),
    (EI_2025, "hybrid", 3, "discussed or priority", ""),
    (EI_2025, "border_management", 4, "priority", ""),
    (EI_2025, "connectivity", 4, "priority", ""),
    (EI_2025, "drug_trafficking", 4, "priority", ""),
    (EI_2025, "extremism", 4, "priority", ""),
    (EI_2025, "terrorism", 4, "priority", ""),
    (EI_2025, "water", 4, "priority", ""),
)

# document_id, topic_id: what a hasty reader would expect and the document does not have
ABSENT_TOPICS = (
    (EU_2015, "cyber"),
    (EU_2015, "hybrid"),
    (EU_2015, "disinformation"),
    (EU_2015, "online_radicalisation"),
    (EU_2015, "human_trafficking"),
    (TM_2016, "cyber"),
    (TM_2016, "hybrid"),
    (TM_2016, "disinformation"),
    (TM_2016, "online_radicalisation"),
    (TM_2016, "eu_strategy"),
    (RFERL_2021, "drug_trafficking"),
    (RFERL_2021, "cbrn"),
    (RFERL_2021, "cyber"),
    (RFERL_2021, "hybrid"),
    (RFERL_2021, "disinformation"),
    (RFERL_2021, "extremism"),
    (RFERL_2021, "border_management"),
    (NCA_2024, "cbrn"),
    (NCA_2024, "hybrid"),
    (NCA_2024, "disinformation"),
    (NCA_2024, "ukraine_war"),
    (NCA_2024, "organised_crime"),
    (EI_2025, "cbrn"),
    (EI_2025, "migration"),
    (EI_2025, "organised_crime"),
    (EI_2025, "online_radicalisation"),
    (EI_2025, "regional_cooperation"),  # printed without saying among whom
)

# document_id, topic_id, kept: where the two coders disagreed
ADJUDICATED = (
    (EU_2015, "regional_cooperation", True),
    (TM_2016, "regional_cooperation", True),
    (RFERL_2021, "energy", True),
    # printed twice, and neither time says among whom
    (RFERL_2021, "regional_cooperation", False),
    (EI_2025, "regional_cooperation", False),
)

# document_id, programme_id, paragraph, term
PROGRAMMES = (
    (EU_2015, "CBRN-COE", 5, "Centre of Excellence in Tashkent"),
    (EU_2015, "HEDAYAH", 7, "Hedayah Centre of Excellence"),
    (EU_2015, "BOMCA", 8, "BOMCA"),
    (EU_2015, "CADAP", 8, "CADAP"),
    (EU_2015, "BOMNAF", 8, "BOMNAF"),
    (EU_2015, "MIEUX", 9, "MIEUX"),
    (EU_2015, "PRAGUE-PROCESS", 9, "Prague Process"),
    (TM_2016, "BOMCA", 5, "БОМКА"),
    (TM_2016, "CADAP", 5, "КАДАП"),
    (TM_2016, "PRAGUE-PROCESS", 5, "Пражского процесса"),
    (NCA_2024, "BOMCA", 4, "BOMCA"),
    (NCA_2024, "CADAP", 4, "CADAP"),
    (NCA_2024, "LEICA", 4, "LEICA"),
)

# programme_id, the topic it works on
PROGRAMME_TOPICS = (
    ("BOMCA", "border_management"),
    ("BOMNAF", "border_management"),
    ("CADAP", "drug_trafficking"),
    ("LEICA", "terrorism"),
    ("MIEUX", "migration"),
    ("PRAGUE-PROCESS", "migration"),
    ("CBRN-COE", "cbrn"),
    ("HEDAYAH", "extremism"),
)

# document_id, programme_id
ABSENT_PROGRAMMES = (
    (TM_2016, "BOMNAF"),
    (TM_2016, "CBRN-COE"),
    (TM_2016, "HEDAYAH"),
    (TM_2016, "LEICA"),
    (EU_2015, "LEICA"),
    (NCA_2024, "BOMNAF"),
)

# document_id, delegation: nobody of it is named
UNNAMED = (
    (EU_2015, "TM"),
    (EU_2015, "UZ"),
    (TM_2016, "TM"),
    (TM_2016, "AF"),
    (RFERL_2021, "KZ"),
    (RFERL_2021, "KG"),
    (RFERL_2021, "TJ"),
    (RFERL_2021, "TM"),
    (RFERL_2021, "UZ"),
    (NCA_2024, "KZ"),
    (NCA_2024, "KG"),
    (NCA_2024, "TJ"),
    (NCA_2024, "UZ"),
    (NCA_2024, "AF"),
    (EI_2025, "AF"),
)

# document_id, person_id: named in another capacity, or mistaken for somebody named
NOT_PRESENT = (
    (RFERL_2021, "von-der-leyen-ursula"),
    (EI_2025, "vassilenko-roman"),
)


def plain(value):
    """A cell as text: dates in ISO form, empty cells as ""."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def rows(table, **where):
    """The rows of a table whose columns hold the given values."""
    for column, value in where.items():
        table = table[table[column] == value]
    return table


def the_row(table, **where):
    """The one row of a table whose columns hold the given values."""
    found = rows(table, **where)
    assert len(found) == 1, f"{len(found)} rows with {where}"
    return found.iloc[0]


def assert_cells(row, **expected):
    """Each named cell holds the expected value, or one of those between the "or"s."""
    actual = {column: plain(row[column]) for column in expected}
    wrong = {
        column: f"{actual[column]!r}, expected {value!r}"
        for column, value in expected.items()
        if actual[column] not in plain(value).split(" or ")
    }
    assert not wrong


def named(facts, *positions, document_id):
    """What a list of facts names of one document, in the given positions."""
    return sorted(tuple(f[p] for p in positions) for f in facts if f[0] == document_id)


def held(table, *columns, document_id):
    """What a table holds of one document, in the given columns."""
    found = rows(table, document_id=document_id)
    return sorted(tuple(plain(row[c]) for c in columns) for _, row in found.iterrows())


def each(names, facts, *positions):
    """Parametrise a test over a list of facts, with the facts' own words as test ids."""
    shown = positions or range(len(names.split(",")))
    ids = [" ".join(plain(fact[p]) or "-" for p in shown) for fact in facts]
    return pytest.mark.parametrize(names, facts, ids=ids)


# What the documents state


@each("meeting_id, column, value", MEETINGS)
def test_meeting(dataset, meeting_id, column, value):
    assert_cells(the_row(dataset.meetings, meeting_id=meeting_id), **{column: value})


def test_first_dialogue_was_in_2013(dataset):
    assert the_row(dataset.meetings, meeting_id="hlsd2013")["date_start"].year == 2013


@each("document_id, column, value", DOCUMENTS)
def test_document(dataset, document_id, column, value):
    assert_cells(the_row(dataset.documents, document_id=document_id), **{column: value})


@pytest.mark.parametrize("document_id", FOUNDING)
@each("column, value", EVERY_DOCUMENT)
def test_every_document(dataset, document_id, column, value):
    assert_cells(the_row(dataset.documents, document_id=document_id), **{column: value})


@each("document_id, voice", VOICES)
def test_voice(dataset, document_id, voice):
    document = the_row(dataset.documents, document_id=document_id)
    assert_cells(the_row(dataset.lineages, lineage_id=document["lineage_id"]), voice=voice)


def test_text_of_2016_borrows_the_wording_of_2015(dataset):
    lineage_2015 = the_row(dataset.documents, document_id=EU_2015)["lineage_id"]
    lineage_2016 = the_row(dataset.documents, document_id=TM_2016)["lineage_id"]
    pair = {"lineage_id": lineage_2016, "template_lineage_id": lineage_2015}
    assert_cells(the_row(dataset.borrowings, **pair), amount="whole_text", certainty="firm")
    raised = {topic_id for document_id, topic_id, *_ in TOPICS if document_id == TM_2016}
    topics = rows(dataset.borrowing_topics, **pair)
    assert set(topics["topic_id"]) == raised
    assert set(topics["wording"]) == {"only"}


@each(
    "document_id, meeting_id, person_id, name, role, rank, capacity, certainty, paragraph",
    OFFICIALS,
    *(0, 1, 2, 6),
)
def test_official(
    dataset, document_id, meeting_id, person_id, name, role, rank, capacity, certainty, paragraph
):
    row = the_row(
        dataset.participation,
        document_id=document_id,
        meeting_id=meeting_id,
        person_id=person_id,
    )
    assert_cells(
        row,
        name_printed=name,
        rank=rank,
        capacity=capacity,
        certainty=certainty,
        paragraph=paragraph,
    )
    assert row["role_printed"].startswith(role)


@each("person_id, delegation, institution", PEOPLE)
def test_person(dataset, person_id, delegation, institution):
    person = the_row(dataset.people, person_id=person_id)
    assert_cells(person, delegation=delegation)
    seats = rows(dataset.participation, person_id=person_id)
    for _, seat in seats[seats["document_id"].isin(FOUNDING)].iterrows():
        assert institution in seat["institution"]
        assert seat["name_printed"] in f"{person['name']} | {person['aliases']}"


@each(
    "document_id, meeting_id, delegation, rank, mention, head_named, status",
    DELEGATIONS,
    *(0, 2, 6),
)
def test_delegation(
    dataset, document_id, meeting_id, delegation, rank, mention, head_named, status
):
    row = the_row(dataset.delegations, document_id=document_id, delegation=delegation)
    assert_cells(
        row,
        meeting_id=meeting_id,
        rank=rank,
        mention=mention,
        head_named=head_named,
        status=status,
    )


@each("document_id, topic_id, paragraph, stance, raised_by", TOPICS, 0, 1, 3)
def test_topic(dataset, document_id, topic_id, paragraph, stance, raised_by):
    row = the_row(dataset.codings_final, document_id=document_id, topic_id=topic_id)
    assert_cells(row, paragraph=paragraph, stance=stance, raised_by=raised_by, scope="dialogue")


@each("document_id, topic_id, kept", ADJUDICATED)
def test_disagreement_decided(dataset, document_id, topic_id, kept):
    row = the_row(dataset.adjudications, document_id=document_id, topic_id=topic_id)
    assert_cells(row, kept=kept)


@each("document_id, programme_id, paragraph, term", PROGRAMMES, 0, 1)
def test_programme(dataset, document_id, programme_id, paragraph, term):
    row = the_row(dataset.programme_mentions, document_id=document_id, programme_id=programme_id)
    assert_cells(row, paragraph=paragraph, term=term)


@each("programme_id, topic_id", PROGRAMME_TOPICS)
def test_programme_topic(dataset, programme_id, topic_id):
    assert_cells(the_row(dataset.programmes, programme_id=programme_id), topic_id=topic_id)


# What they do not state


@pytest.mark.parametrize("table", ["documents", "participation", "delegations"])
def test_no_round_in_2014(dataset, table):
    assert rows(getattr(dataset, table), meeting_id="hlsd2014").empty


@each("document_id, topic_id", ABSENT_TOPICS)
def test_topic_absent(dataset, document_id, topic_id):
    assert topic_id in set(dataset.topics["topic_id"])
    assert rows(dataset.codings_final, document_id=document_id, topic_id=topic_id).empty


@each("document_id, programme_id", ABSENT_PROGRAMMES)
def test_programme_absent(dataset, document_id, programme_id):
    assert programme_id in set(dataset.programmes["programme_id"])
    mentions = dataset.programme_mentions
    assert rows(mentions, document_id=document_id, programme_id=programme_id).empty


@pytest.mark.parametrize("document_id", [RFERL_2021, EI_2025])
def test_no_programme_named(dataset, document_id):
    assert rows(dataset.programme_mentions, document_id=document_id).empty


@each("document_id, delegation", UNNAMED)
def test_nobody_of_the_delegation_is_named(dataset, document_id, delegation):
    members = set(rows(dataset.people, delegation=delegation)["person_id"])
    assert members
    seated = set(rows(dataset.participation, document_id=document_id)["person_id"])
    assert not members & seated


@each("document_id, person_id", NOT_PRESENT)
def test_person_not_placed_there(dataset, document_id, person_id):
    assert not rows(dataset.people, person_id=person_id).empty
    assert rows(dataset.participation, document_id=document_id, person_id=person_id).empty


def test_press_officer_of_2015_is_no_participant(dataset):
    assert not dataset.people["name"].str.contains("Abdullaeva").any()


@pytest.mark.parametrize("document_id", [RFERL_2021, NCA_2024])
def test_nobody_is_named_in_the_chair(dataset, document_id):
    capacities = set(rows(dataset.participation, document_id=document_id)["capacity"])
    assert not capacities & {"chair", "co_chair", "host"}


@pytest.mark.parametrize("document_id", [RFERL_2021, NCA_2024, EI_2025])
def test_no_seat_for_afghanistan(dataset, document_id):
    assert rows(dataset.delegations, document_id=document_id, delegation="AF").empty


@pytest.mark.parametrize("document_id", FOUNDING)
def test_nobody_of_a_sideline(dataset, document_id):
    seats = rows(dataset.participation, document_id=document_id)
    assert not (seats["capacity"] == "sideline_only").any()


@pytest.mark.parametrize("document_id", [EU_2015, TM_2016, RFERL_2021, NCA_2024])
def test_only_2025_is_ambiguous(dataset, document_id):
    seats = rows(dataset.participation, document_id=document_id)
    assert set(seats["certainty"]) == {"stated"}


# Nothing of these documents stands in the tables without being named above


def test_the_founding_documents_are_these_five(dataset):
    founding = dataset.documents[dataset.documents["founding"]]
    assert sorted(founding["document_id"]) == sorted(FOUNDING)


@pytest.mark.parametrize("document_id", FOUNDING)
def test_every_official_is_named(dataset, document_id):
    columns = ("meeting_id", "person_id")
    assert held(dataset.participation, *columns, document_id=document_id) == named(
        OFFICIALS, 1, 2, document_id=document_id
    )


def test_every_person_is_named(dataset):
    assert sorted(p[0] for p in PEOPLE) == sorted({o[2] for o in OFFICIALS})


@pytest.mark.parametrize("document_id", FOUNDING)
def test_every_delegation_is_named(dataset, document_id):
    columns = ("meeting_id", "delegation")
    assert held(dataset.delegations, *columns, document_id=document_id) == named(
        DELEGATIONS, 1, 2, document_id=document_id
    )


@pytest.mark.parametrize("document_id", FOUNDING)
def test_every_topic_is_named(dataset, document_id):
    assert held(dataset.codings_final, "topic_id", document_id=document_id) == named(
        TOPICS, 1, document_id=document_id
    )


@pytest.mark.parametrize("document_id", FOUNDING)
def test_every_topic_of_either_coder_is_named_or_rejected(dataset, document_id):
    coded = set(rows(dataset.codings, document_id=document_id)["topic_id"])
    kept = {topic_id for doc, topic_id, *_ in TOPICS if doc == document_id}
    rejected = {t for doc, t, keep in ADJUDICATED if doc == document_id and not keep}
    assert coded == kept | rejected


@pytest.mark.parametrize("document_id", FOUNDING)
def test_every_disagreement_is_named(dataset, document_id):
    assert held(dataset.adjudications, "topic_id", document_id=document_id) == named(
        ADJUDICATED, 1, document_id=document_id
    )


@pytest.mark.parametrize("document_id", FOUNDING)
def test_every_programme_is_named(dataset, document_id):
    assert held(dataset.programme_mentions, "programme_id", document_id=document_id) == named(
        PROGRAMMES, 1, document_id=document_id
    )
