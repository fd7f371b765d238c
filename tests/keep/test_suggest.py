"""Proposals for texts that nobody has coded yet, on invented ones."""

import importlib.util
import json
import os
import re
import sys
import time
import tomllib
from pathlib import Path

import pytest
from tried_on import tried_on

import eucad
from eucad.__main__ import main
from eucad.dataset.schema import read_schema
from eucad.keep.drafts import MEANT, STANCE, draft
from eucad.keep.filing import meeting_of
from eucad.keep.lexicon import (
    COLUMNS,
    Lexicon,
    LexiconError,
    Row,
    language_of,
    read_lexicon,
)
from eucad.keep.offices import Offices, what_is_said, whose
from eucad.keep.pages import LARGEST, TextError, paragraphs, read_text
from eucad.keep.people import People
from eucad.keep.seats import together
from eucad.keep.suggest import WORDS, suggest

ROOT = Path(__file__).resolve().parents[2]

# Invented texts, and the topics that a coder finds in each


READOUT = (
    """Home

News

Economy and trade

Thirteenth round of talks brings deputies to Bishkek

Photo: press service

14 October 2031

The European Union and the five Central Asian states sat down in Bishkek on Tuesday for their
thirteenth High-Level Political and Security Dialogue. Olof Skoog led the EU side; Kazakhstan sent
R. Vassilenko, and an observer delegation came from Afghanistan.

Delegates took stock of the trouble spilling over from Afghanistan, of Moscow's war on Ukraine and
of the fighting in Gaza. They warned that weapons and narcotics find the same routes.

Cyber-attacks on ministries, hybrid campaigns and the spread of false narratives known as FIMI were
taken up in a session of their own.

The meeting agreed to:

- train customs officers and guards along the southern borders under BOMCA;
- bring home women and children of foreign terrorist fighters;
- track the money behind terrorist groups, and stop money laundering;
- make laboratories that handle dangerous pathogens safer (biosafety).

Several speakers asked for a fairer sharing of the Amu Darya's water and for help with melting
glaciers. The Middle Corridor and a railway to the Caspian were mentioned in passing.

Read also: Gas prices climb in Europe

Related stories

Copper and rare earths draw new miners

Vaccination campaign starts in schools
""",
    {
        "afghanistan",
        "ukraine_war",
        "middle_east",
        "drug_trafficking",
        "cyber",
        "hybrid",
        "disinformation",
        "border_management",
        "foreign_fighters",
        "terrorist_financing",
        "terrorism",
        "cbrn",
        "water",
        "climate_environment",
        "connectivity",
    },
)

NEGATIVES = (
    """EU envoy pays a courtesy call in Ashgabat

The EU Special Representative for Central Asia met the Minister of Energy and Water Resources on
Monday. The talks were held in a hybrid format and in a warm climate of trust.

The envoy, who had secured the invitation last year, praised the energetic young hosts and the
borderless hospitality of the city. The High-Level Political and Security Dialogue will be the next
occasion to meet, and the conversation went on with renewed energy.

Deputy Foreign Minister Begench Durdyev thanked the guest and said that chemistry between the two
sides was good, in a favourable political environment. A delegation of Afghanistan was invited.
""",
    set(),
)

READOUT_RU = (
    """В Душанбе прошёл тринадцатый раунд консультаций

Фото: пресс-служба

10 июня 2031 года в столице Таджикистана состоялось заседание Диалога высокого уровня по вопросам
политики и безопасности между ЕС и странами Центральной Азии. Европейскую делегацию возглавил Олоф
Скоог, от Узбекистана участвовал Бахтиёр
Саидов.

Собеседники поговорили о положении дел в Афганистане и об угрозах, которые исходят с его
территории: о наркотрафике, вербовке молодых людей террористами в интернете и контрабанде оружия.

Отдельно обсуждались кибератаки, гибридные угрозы и распространение дезинформации. Узбекская сторона
предложила создать единую базу данных о возвращающихся боевиках.

Участники отметили пользу программ БОМКА и КАДАП, а также проектов по рекультивации урановых
хвостохранилищ. Речь шла и о рациональном использовании водных ресурсов, о «зелёной» энергетике и
о транспортных коридорах.

В завершение стороны подтвердили приверженность Уставу ООН и нормам международного права.

Читайте также: Вакцинация в регионе идёт по плану
""",
    {
        "afghanistan",
        "drug_trafficking",
        "online_radicalisation",
        "terrorism",
        "organised_crime",
        "cyber",
        "hybrid",
        "disinformation",
        "foreign_fighters",
        "border_management",
        "nuclear_legacy",
        "water",
        "climate_environment",
        "energy",
        "connectivity",
        "multilateralism",
    },
)

NEGATIVES_RU = (
    """Посол ЕС встретился с министром

Посол Европейского союза нанёс визит министру энергетики. Встреча прошла в энергичной и тёплой
обстановке, в благоприятном политическом климате.

Стороны обменялись мнениями о графике встреч, в том числе о подготовке Диалога высокого уровня по
вопросам политики и безопасности. На него в качестве гостя приглашена делегация Афганистана.

В связи с этим посол поблагодарил хозяев за безграничное гостеприимство и правильный выбор места.
""",
    set(),
)

MINISTERS = (
    """# EU and Central Asian foreign ministers close ranks in Samarkand

Foreign ministers from both regions promised on Friday to lift trade and to court private investors,
and to bring the Enhanced Partnership and Cooperation Agreements into force soon.

**Digital and transport**

Under Global Gateway the EU will finance fibre-optic links, satellites and e-government services.
Ministers welcomed a memorandum on critical raw materials and closer work on renewables.

They condemned attempts to dodge sanctions, and recalled that the rule of law, an independent press
and the rights of women and girls belong to the partnership. Erasmus+ grants will help students.

"We want our societies to recover together after COVID-19," Kaja Kallas told reporters. She praised
the latest consultative meeting of the five presidents and the border treaty between Kyrgyzstan and
Tajikistan.

The EU also set aside humanitarian assistance for families hit by floods, and ministers spoke
about labour migration and easier visas.
""",
    {
        "trade_investment",
        "eu_strategy",
        "digitalisation",
        "connectivity",
        "raw_materials",
        "energy",
        "sanctions",
        "rule_of_law_rights",
        "gender",
        "education_youth",
        "health",
        "regional_cooperation",
        "development_aid",
        "climate_environment",
        "migration",
    },
)

MINISTERS_RU = (
    """Главы МИД стран Центральной Азии и ЕС встретились в Люксембурге

Министры рассмотрели выполнение Стратегии ЕС по Центральной Азии и договорились расширять торговлю
и привлекать инвестиции.

Кая Каллас напомнила о последствиях агрессии России против Украины и призвала не допускать обхода
ограничительных мер. Обсуждена и обстановка на Ближнем Востоке.

Стороны высказались за права человека, гендерное равенство и свободу прессы, за обмены студентами и
сотрудничество вузов, за цифровую трансформацию и совместную добычу редкоземельных металлов.

ЕС выделит гуманитарную помощь и поддержит восстановление экономики после пандемии. Министры также
отметили итоги Консультативной встречи глав государств региона, трудовую миграцию и борьбу с
торговлей людьми и отмыванием денег.
""",
    {
        "eu_strategy",
        "trade_investment",
        "ukraine_war",
        "sanctions",
        "middle_east",
        "rule_of_law_rights",
        "gender",
        "education_youth",
        "digitalisation",
        "raw_materials",
        "development_aid",
        "health",
        "regional_cooperation",
        "migration",
        "human_trafficking",
        "terrorist_financing",
    },
)

AGENCY = (
    """Central Asia security talks end in Ashgabat

ASHGABAT, July 4 (Agency) - European and Central Asian envoys ended two days of talks in the
Turkmen capital on Friday with a call for closer police work against gangs that move heroin,
people and stolen antiquities across the Amu Darya.

Officials said they also talked about jihadist cells, hacking of power stations, deepfakes ahead
of elections, and the fate of fighters' wives and children held in Syrian camps.

Kazakhstan pushed for a joint early-warning system on floods and mudslides. Turkmenistan, which is
neutral, offered to host a hub for logistics.

No date was set for the next round.
""",
    {
        "drug_trafficking",
        "organised_crime",
        "cyber",
        "disinformation",
        "terrorism",
        "foreign_fighters",
        "middle_east",
        "regional_cooperation",
        "climate_environment",
        "connectivity",
    },
)

AGENCY_RU = (
    """Узбекистан и ЕС провели раунд диалога

ТАШКЕНТ, 5 сен — Dunyo. Делегация Узбекистана приняла участие в заседании Диалога «ЕС —
Центральная Азия» в Ашхабаде.

Обсуждены меры по борьбе с «тремя силами зла», торговлей оружием и наркотиками, а также вопросы
предупреждения вербовки молодежи радикальными группировками через социальные сети.

Представитель Узбекистана рассказал об операциях «Мехр» по возвращению женщин и детей из зон
вооруженных конфликтов и призвал международное сообщество не допустить изоляции Афганистана,
поддержать строительство Трансафганской железной дороги.

Европейская сторона сообщила о программах по укреплению потенциала пограничных ведомств и о
проекте в области химической и биологической защиты.

Кроме того, стороны обменялись мнениями о последствиях высыхания Аральского моря, о переходе к
зеленой энергетике, о поставках урана и критических минералов, о доступе узбекских товаров на
рынок ЕС в рамках ВСП+.

Достигнута договоренность о проведении следующей встречи в 2027 году.
""",
    {
        "drug_trafficking",
        "cbrn",
        "organised_crime",
        "online_radicalisation",
        "extremism",
        "foreign_fighters",
        "border_management",
        "afghanistan",
        "water",
        "climate_environment",
        "energy",
        "connectivity",
        "trade_investment",
        "raw_materials",
        "education_youth",
    },
)

CONCERT = (
    """An evening in the hall by the river

The orchestra of the capital gave a concert on Sunday in the hall by the river. The conductor, a
native of Lyon, secured a standing ovation, and the audience asked for more.

The programme began at seven and ended at ten. The hall, which was rebuilt last year, holds nine
hundred people and was almost full.

The ambassador of the European Union thanked the musicians for their energy and for the warm
climate in the hall. Tickets for the next concert go on sale on Monday.
""",
    set(),
)

ALL = {
    "readout": READOUT,
    "negatives": NEGATIVES,
    "readout in Russian": READOUT_RU,
    "negatives in Russian": NEGATIVES_RU,
    "ministers": MINISTERS,
    "ministers in Russian": MINISTERS_RU,
    "agency": AGENCY,
    "agency in Russian": AGENCY_RU,
    "concert": CONCERT,
}

#: What a human would forgive: recruits who happen to be young, a river as a border, power stations
#: as a target of hackers, the name of the talks in a headline.
FORGIVEN = {
    ("readout in Russian", "education_youth"),
    ("agency", "water"),
    ("agency", "energy"),
    ("agency", "regional_security"),
}


def topics(text, **choices):
    return {coding["topic_id"] for coding in suggest(text, **choices).codings}


def proposed(text, **choices):
    return [(c["topic_id"], c["paragraph"], c["term"]) for c in suggest(text, **choices).codings]


def row(pattern, topic="water", kind="propose", language="en", must="", must_not=""):
    return Row(kind, topic, "", language, pattern, must, must_not, 0, 0)


def found(pattern, text, **choices):
    lexicon = Lexicon([row(pattern, **choices)])
    return [text[hit.start : hit.end] for hit in lexicon.find(text, choices.get("language", "en"))]


# --- whole texts ---------------------------------------------------------------------------------


@tried_on("name", ALL)
def test_every_topic_of_an_invented_text_is_proposed_and_no_other(name):
    text, coded = ALL[name]
    forgiven = {topic for where, topic in FORGIVEN if where == name}
    assert topics(text) - forgiven == coded


@tried_on("name", ALL)
def test_terms_are_printed_in_the_text_and_short(name):
    text, _ = ALL[name]
    flat = " ".join(text.split())
    result = suggest(text)
    terms = [e["term"] for e in (*result.codings, *result.programmes)]
    assert all(term in flat and 0 < len(term.split()) <= WORDS for term in terms)
    assert all(person["name_printed"] in flat for person in result.people)


def test_other_stories_on_the_page_are_not_coded():
    text, _ = READOUT
    assert not topics(text) & {"energy", "raw_materials", "health", "education_youth"}


def test_how_sure_and_why_stands_beside_each_proposal():
    (coding,) = suggest("They discussed narcotics.").codings
    assert 0.5 <= coding["sure"] <= 1
    assert coding["pattern"] == "narcotic*"


def test_a_topic_that_stands_only_in_a_programmes_name_is_marked():
    text = "Delegates praised BOMCA. They spoke of narcotics and of CADAP."
    marked = {coding["topic_id"]: coding["programme_only"] for coding in suggest(text).codings}
    assert marked == {"border_management": True, "drug_trafficking": False}


def test_the_earliest_place_is_given():
    text = "They met on Monday in the hall.\n\nWater was discussed.\n\nWater came up again later."
    assert proposed(text) == [("water", 2, "Water")]


@tried_on(
    ("text", "expected"),
    [
        (
            "Sie sprachen über die Lage in Afghanistan und den Drogenhandel.",
            {"afghanistan", "drug_trafficking"},
        ),
        (
            "Les participants ont évoqué l’énergie et la gestion des frontières.",
            {"energy", "border_management"},
        ),
        ("Ikki tomon suv resurslari va terrorizm haqida gaplashdi.", {"water", "terrorism"}),
        (
            "Томонлар сув ресурслари ва терроризмга қарши кураш ҳақида гаплашди.",
            {"water", "terrorism"},
        ),
        (
            "Taraplar Owganystandaky ýagdaý we kiberhowpsuzlyk barada gürleşdiler.",
            {"afghanistan", "cyber"},
        ),
        (
            "Тараптар Ауғанстандағы жағдай және терроризм туралы сөйлесті.",
            {"afghanistan", "terrorism"},
        ),
        ("Тараптар миграция жана экстремизм жөнүндө сүйлөшүштү.", {"migration", "extremism"}),
        (
            "Ҷонибҳо оид ба терроризм ва тағйирёбии иқлим сӯҳбат карданд.",
            {"terrorism", "climate_environment"},
        ),
    ],
)
def test_other_languages_as_far_as_the_coded_terms_teach_them(text, expected):
    assert expected <= topics(text)


def test_a_language_may_be_given_and_is_otherwise_told():
    text = "Обсуждена борьба с терроризмом и незаконный оборот наркотиков в регионе."
    assert suggest(text).language == language_of(text) == "ru"
    assert "terrorism" not in topics(text, language="en")


def test_an_unknown_language_is_refused_with_those_that_are_known():
    with pytest.raises(LexiconError, match=r"language 'xx'.*\ben\b"):
        suggest("They met.", language="xx")


@tried_on(
    "text",
    [
        "The chair praised a favourable investment climate of trust between the sides.",
        "The meeting was held in a hybrid format, partly by video.",
        "The ministry secured the building and energetic volunteers helped.",
        "The Minister of Trade and Investment attended, as did the Minister of Energy.",
        "A borderless friendship, he said, has grown between the two cities.",
        "Trade unions were represented by an observer in the hall.",
        "Next year the High-Level Political and Security Dialogue meets again.",
        "Talks went on with renewed energy after the break in the afternoon.",
        "Afghanistan was invited as a special guest to the meeting.",
        "Встреча прошла в гибридном формате, в энергичной обстановке и добром климате доверия.",
        "В мероприятии участвовали министр торговли и министр энергетики республики.",
        "В качестве гостя была приглашена делегация Афганистана.",
        "Состоялось заседание Диалога высокого уровня по вопросам политики и безопасности.",
    ],
)
def test_words_in_another_sense_propose_nothing(text):
    assert topics(text) - {"trade_investment"} == set() or topics(text) == set()


@tried_on(
    ("text", "topic", "coded"),
    [
        (
            "They agreed to strengthen regional cooperation on pressing issues.",
            "regional_cooperation",
            False,
        ),
        (
            "They praised regional cooperation among the Central Asian states.",
            "regional_cooperation",
            True,
        ),
        ("They praised the neutrality of Turkmenistan and its role.", "regional_cooperation", True),
        ("They spoke of economic cooperation between the two sides.", "trade_investment", False),
        ("They spoke of trade-economic cooperation between the sides.", "trade_investment", True),
        (
            "They asked for sound management of natural resources everywhere.",
            "climate_environment",
            False,
        ),
        ("They asked for a green transition of the economy.", "climate_environment", True),
        ("They recalled the nuclear deal with Iran and its future.", "cbrn", False),
        ("They recalled the nuclear deal with Iran and its future.", "middle_east", True),
        ("They compared national legislation in this field.", "rule_of_law_rights", False),
        ("They spoke of post-COVID recovery in the region.", "health", True),
        ("They spoke of post-COVID recovery in the region.", "development_aid", True),
        ("They spoke of multilateral formats of cooperation.", "multilateralism", False),
        ("They spoke of easier border crossing for lorries.", "border_management", False),
        ("They spoke of easier border crossing for lorries.", "connectivity", True),
        (
            "They spoke of women who returned from zones of armed conflict.",
            "foreign_fighters",
            True,
        ),
        ("They spoke of students who returned from a tour.", "foreign_fighters", False),
        ("Речь шла о вернувшихся из зон боевых действий.", "foreign_fighters", True),
        ("They spoke of the rehabilitation of roads.", "foreign_fighters", False),
        ("They spoke of assistance to its people.", "development_aid", True),
        ("They spoke of assistance in general.", "development_aid", False),
        (
            "They recalled the membership of the International Atomic Energy Agency.",
            "energy",
            False,
        ),
    ],
)
def test_borderline_rules_of_the_codebook(text, topic, coded):
    assert (topic in topics(text)) == coded


# --- paragraphs ----------------------------------------------------------------------------------


def numbered(text):
    return [(p.number, p.text) for p in paragraphs(text)]


def test_the_headline_is_0_and_paragraphs_count_from_1():
    text = (
        "\nHome\n\n# Ministers meet in Osh again\n\nThey met there.\n\n- They ate lunch together."
    )
    assert numbered(text) == [
        (0, "Ministers meet in Osh again"),
        (1, "They met there."),
        (2, "- They ate lunch together."),
    ]


def test_one_line_is_one_paragraph_unless_lines_are_wrapped():
    long = f"The two delegations met in the morning and spoke of {'many things and ' * 8}left."
    assert [n for n, _ in numbered(f"{long}\n{long} Then more.")] == [1, 2]
    wrapped = (
        "The two delegations met on Monday morning in the great hall of\n"
        "the palace and spoke about the future of their cooperation in\n"
        "many fields.\n"
        "They will meet again next year in the other capital, on a date\n"
        "that is to be agreed."
    )
    assert [text.split()[0] for _, text in numbered(wrapped)] == ["The", "They"]


def test_a_heading_or_caption_has_the_number_of_the_paragraph_before():
    text = "They met on Monday.\n\nWater and borders on the agenda\n\nThey left on Tuesday."
    assert [n for n, _ in numbered(text)] == [1, 1, 2]


@tried_on("label", ["Related stories", "Другие новости", "Most read"])
def test_a_list_of_other_stories_ends_the_page(label):
    text = (
        f"They met.\n\nThey spoke there.\n\nThey left again.\n\n{label}\n\nOil is dear.\n\nGas too."
    )
    assert numbered(text)[-1] == (2, "They left again.")


def test_a_line_that_announces_one_story_does_not_end_the_page():
    text = "They met at noon.\n\nSee also: Oil\n\nSee also:\n\nGas is dear\n\nThey left again."
    assert numbered(text) == [(1, "They met at noon."), (2, "They left again.")]


def test_a_menu_is_no_headline_and_the_name_of_the_site_does_not_make_one():
    text = "Home | Energy | Water | Trade\n\nDeputies meet in Osh | The Site\n\nThey met at noon."
    assert numbered(text) == [(0, "Deputies meet in Osh | The Site"), (1, "They met at noon.")]


def test_a_sentence_that_a_caption_cuts_is_one_paragraph():
    start = f"They hope that the platform will go on to serve both {'and both ' * 10}in fields of"
    text = f"{start}\n\nTurkmenistan took part in the talks\n\nwater, ecology and the like."
    assert numbered(text)[0] == (1, f"{start} water, ecology and the like.")


def test_mark_up_addresses_and_invisible_letters_are_left_out():
    text = (
        "The 2<sup>nd</sup> [round](https://example.org/drugs) was\u00a0held in co\u00adoperation."
    )
    assert numbered(text) == [(1, "The 2nd round was held in cooperation.")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no words in it"),
        (b" \n\t\n", "no words in it"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04rest", "a ZIP or office file"),
        (b"<!DOCTYPE html><p>Water.</p>", "an HTML page"),
        ("Вода".encode("utf-16"), "UTF-16"),
        ("Water and borders".encode("utf-16-le"), "UTF-16"),
        (b"water\0\0\0\1\2", "binary"),
        ("Обсуждены вопросы безопасности".encode("windows-1251"), "windows-1251"),
        ("Обсуждены вопросы безопасности".encode("koi8-r"), "KOI8-R"),
        ("The énergie of tomorrow is discussed here".encode("latin-1"), "windows-1252"),
        (b"a" * (LARGEST + 1), "largest text read"),
    ],
)
def test_what_is_no_text_in_utf_8_is_refused_by_name(tmp_path, content, message):
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(TextError, match=message):
        read_text(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(TextError, match="not found"):
        read_text(tmp_path / "no.txt")
    with pytest.raises(TextError, match="a folder"):
        read_text(tmp_path)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes(b"\xef\xbb\xbfWater.")
    assert read_text(path) == "Water."


# --- patterns ------------------------------------------------------------------------------------


@tried_on(
    ("pattern", "text", "expected"),
    [
        ("threat", "new threats", ["threats"]),
        ("=threat", "new threats", []),
        ("traffick*", "drug traffickers", ["traffickers"]),
        ("drug|opium trade", "the opium trade", ["opium trade"]),
        (
            "traffick* .. drug",
            "trafficking in weapons and drugs",
            ["trafficking in weapons and drugs"],
        ),
        ("traffick* .. drug", "trafficking in a great many of the drugs", []),
        ("traffick* .. drug", "trafficking. Drugs too", []),
        ("energy security", "energy, security", []),
        ("energy ... security", "energy, security", ["energy, security"]),
        ("minister of *", "the Minister of Energy", ["Minister of Energy"]),
        ("counter terrorism", "counter-terrorism", ["counter-terrorism"]),
        ("cooperation", "co-operation", ["co-operation"]),
        ("women", "women’s rights", ["women’s"]),
        ("connectivity", "Сonnectivity", ["Сonnectivity"]),
    ],
)
def test_a_pattern_stands_where_it_says(pattern, text, expected):
    assert found(pattern, text) == expected


@tried_on("apostrophe", ["'", "’", "ʻ", "ʼ", "‘"])
def test_the_kind_of_apostrophe_does_not_matter(apostrophe):
    assert found("o'zaro bog'liq*", f"o{apostrophe}zaro bog{apostrophe}liqlik", language="uz")


def test_case_accents_and_yo_do_not_matter():
    assert found("зелен*", "ЗЕЛЁНАЯ", language="ru")
    assert found("énergie", "ENERGIE", language="fr")
    assert found("energie", "l’Énergie", language="fr")


def test_a_sentence_must_hold_one_pattern_and_not_another():
    assert found("regional cooperation", "regional cooperation in Asia", must="asia")
    assert not found("regional cooperation", "regional cooperation. Asia", must="asia")
    assert not found("regional cooperation", "regional cooperation in Asia", must_not="asia;africa")


def test_a_place_that_is_passed_over_is_passed_over_for_its_topic_alone():
    rows = [
        row("security", "regional_security"),
        row("security", "cyber"),
        row("security dialogue", "regional_security", "pass_over"),
    ]
    hits = Lexicon(rows).find("the security dialogue", "en")
    assert [hit.row.topic_id for hit in hits] == ["cyber"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("guess,water,,en,water,,,,", "kind 'guess'"),
        ("propose,,,en,water,,,,", "either topic_id or programme_id"),
        ("propose,water,BOMCA,en,water,,,,", "either topic_id or programme_id"),
        ("propose,water,,en,,,,,", "begins with a word"),
        ("propose,water,,en,.. water,,,,", "begins with a word"),
        ("propose,water,,en,water,,,1,2", "coded is not above hits"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(tmp_path, line, message):
    path = tmp_path / "lexicon.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=f"line 2: .*{message}"):
        read_lexicon(path)


def test_the_lexicon_names_topics_programmes_and_languages_of_the_dataset(dataset):
    rows = read_lexicon(eucad.DATA / "lexicon.csv").rows
    assert {row.topic_id for row in rows} - {""} == set(dataset.topics.topic_id)
    assert {row.programme_id for row in rows} - {""} == set(dataset.programmes.programme_id)
    known = {*dataset.languages, "ky", ""}
    assert {row.language for row in rows} <= known


@tried_on("language", ["en", "ru"])
def test_every_topic_has_patterns_in_english_and_russian(dataset, language):
    rows = read_lexicon(eucad.DATA / "lexicon.csv").rows
    proposing = {r.topic_id for r in rows if r.language == language and r.kind == "propose"}
    assert proposing >= set(dataset.topics.topic_id)


def test_no_pattern_stands_twice():
    rows = read_lexicon(eucad.DATA / "lexicon.csv").rows
    keys = [(r.kind, r.topic_id, r.programme_id, r.language, r.pattern) for r in rows]
    assert len(keys) == len(set(keys))


# --- officials -----------------------------------------------------------------------------------

OFFICIALS = People(
    [
        {"person_id": "doe-anna", "name": "Anna Doe", "aliases": "Doe | Анна До"},
        {"person_id": "sadykov-murat", "name": "Murat Sadykov", "aliases": ""},
        {"person_id": "ivanov-igor", "name": "Igor Ivanov", "aliases": "Игорь Иванов"},
        {"person_id": "ivanov-ilya", "name": "Ilya Ivanov", "aliases": ""},
    ]
)


@tried_on(
    ("text", "expected"),
    [
        ("Anna Doe spoke.", ["doe-anna"]),
        ("DOE Anna spoke.", ["doe-anna"]),
        ("President Doe spoke.", ["doe-anna"]),
        ("John Doe spoke.", []),
        ("Doeman spoke, and so did anna doe.", []),
        ("M. Sadykov spoke.", ["sadykov-murat"]),
        ("С Муратом Садыковым говорили.", ["sadykov-murat"]),
        ("Игоря Иванова не было.", ["ivanov-igor"]),
        ("I. Ivanov spoke.", []),
        ("Ivanov spoke.", []),
        ("Aida Nurlanova spoke.", []),
    ],
)
def test_officials_are_found_by_their_names_and_nobody_else_is(text, expected):
    assert [named.person_id for named in OFFICIALS.find(text, language_of(text))] == expected


# --- the meeting ---------------------------------------------------------------------------------

ROUNDS = [
    {"meeting_id": key, "series": series, "round": nth, "date_start": day, "date_end": day}
    for key, series, nth, day in [
        ("hlsd2030", "hlsd", "1", "2030-05-20"),
        ("ctd2031", "ctd", "1", "2031-07-10"),
        ("hlsd2031", "hlsd", "2", "2031-07-11"),
        ("fmm2031", "fmm", "7", "2031-11-02"),
        ("hlsd2032", "hlsd", "", ""),
    ]
]


@tried_on(
    ("text", "fits"),
    [
        ("They met in Osh on 11 July 2031.", ["hlsd2031"]),
        ("They met in Osh on July 11th, 2031.", ["hlsd2031"]),
        ("Они встретились в Оше 11 июля 2031 года.", ["hlsd2031"]),
        ("Ош, 11.07.2031. Прошла встреча.", ["hlsd2031"]),
        ("The talks of 10 and 11 July 2031 ended.", ["ctd2031", "hlsd2031"]),
        ("The security dialogue of 10-11 July 2031 ended.", ["hlsd2031"]),
        ("Osh hosted the 2nd High-Level Security Dialogue.", ["hlsd2031"]),
        ("Ош принял второй Диалог по вопросам безопасности.", ["hlsd2031"]),
        ("The seventh ministerial meeting was held. The second security dialogue.", ["fmm2031"]),
        ("First Deputy Minister Doe came to the second security dialogue.", ["hlsd2031"]),
        ("The second security dialogue met on 20 May 2030.", ["hlsd2030", "hlsd2031"]),
        ("A third security dialogue met. The first security dialogue was in 2030.", []),
        ("The security dialogue met on 3 June 2032. On 11 July 2031 it met in Osh.", []),
        ("They met in Osh on 11 July.", []),
        ("They met on 4 August 2032. The second security dialogue was in Osh.", []),
        ("Osh, 12 July 2031. Yesterday the second security dialogue met.", ["hlsd2031"]),
        ("They met on 31.02.2031.", []),
    ],
)
def test_the_meeting_is_told_by_its_day_or_by_number_and_series(text, fits):
    assert [*meeting_of([(text, language_of(text))], ROUNDS).meetings] == fits


@pytest.fixture
def last(dataset):
    """The last held round of the dialogue."""
    held = dataset.meetings[dataset.meetings["date_start"].notna()]
    return held[held["series"] == "hlsd"].iloc[-1]


def test_a_meeting_that_is_there_is_filled_in_with_its_accounts_beside(dataset, last):
    text = draft(suggest(f"The security dialogue met on {last['date_start']:%-d %B %Y}."))
    key = last["meeting_id"]
    assert tomllib.loads(text)["document"]["meeting_id"] == key
    assert re.search(rf'^meeting_id = "{key}"  # hlsd \d+, 20.+, {last["city"]}$', text, re.M)
    assert "[meeting]" not in text
    accounts = dataset.lineages[dataset.lineages["meeting_id"] == key]
    for account in accounts.itertuples():
        assert f"{account.lineage_id} ({account.voice})" in text


def test_a_meeting_that_is_not_there_or_not_plain_is_left_empty(last):
    (empty,) = re.findall(r"^meeting_id = .*", draft(suggest("They met in Osh.")), re.M)
    assert empty.startswith('meeting_id = ""  # such as ')
    day, round_ = last["date_start"], int(last["round"])
    text = draft(suggest(f"On {day:%-d %B %Y} the {round_ - 1}th security dialogue met."))
    (empty,) = re.findall(r"^meeting_id = .*", text, re.M)
    assert empty.startswith('meeting_id = ""  # ') and f"; {last['meeting_id']}: hlsd" in empty
    text = draft(suggest("On 3 May 2099 the 88th security dialogue met."))
    (empty,) = re.findall(r"^meeting_id = .*", text, re.M)
    assert empty.endswith("# 3 May 2099, 88th (hlsd): not in meetings.csv")
    assert "# [meeting]\n" in text


def test_the_publisher_is_filled_in_where_a_line_above_the_text_is_its_name():
    text = "{}\n\nTalks on water begin in Osh\n\nThey met there on Monday."
    known = "Ministry of Foreign Affairs of Uzbekistan"
    found = draft(suggest(text.format("Ministry of Foreign Affairs of the Republic of Uzbekistan")))
    document = tomllib.loads(found)["document"]
    assert document["publisher"] == known
    other = draft(suggest(text.format(f"{known} opens a house")))
    assert tomllib.loads(other)["document"]["publisher"] == ""


ROLES = [
    {"role_printed": role, "institution": institution, "rank": rank}
    for role, institution, rank in [
        ("Deputy Minister of Foreign Affairs", "MFA", "deputy_minister"),
        ("Ambassador of Kazakhstan to Osh", "Embassy in Osh", "ambassador"),
        ("Ambassador to Osh", "MFA", "ambassador"),
        ("Director of the European External Action Service", "EEAS", "senior_official"),
        ("Председатель Республики", "Presidency", "head_of_state"),
    ]
]


@tried_on(
    ("text", "role"),
    [
        ("Yesterday Deputy Minister of Foreign Affairs Anna Doe spoke.", "Deputy Minister of {}"),
        ("It was led by Deputy Minister of Foreign Affairs Ms. Anna Doe.", "Deputy Minister of {}"),
        ("Anna Doe, the Deputy Minister of Foreign Affairs, spoke.", "Deputy Minister of {}"),
        (
            "Anna Doe, Deputy Minister of Foreign Affairs of Osh, and Igor",
            "Deputy Minister of {} of Osh",
        ),
        ("Deputy Prime Minister – Minister of Foreign Affairs Anna Doe spoke.", ""),
        ("Anna Doe, Deputy Minister Igor Ivanov and others spoke.", ""),
        (
            "The Director of the European External Action Service and the Deputy Minister Anna Doe",
            "",
        ),
        ("The Deputy Minister of Foreign Affairs, Anna Doe, spoke.", "Deputy Minister of {}"),
        ("Anna Doe spoke of Deputy Minister Igor Ivanov.", ""),
        ("The deputy Anna Doe spoke.", ""),
        ("Выступила заместитель министра иностранных дел Anna Doe.", "заместитель министра {ru}"),
        ("Anna Doe, посол Казахстана в Оше, выступила.", "посол Казахстана в Оше"),
    ],
)
def test_an_office_is_taken_as_printed_directly_before_or_after_a_name(text, role):
    start = text.index("Anna Doe")
    expected = role.format("Foreign Affairs", ru="иностранных дел")
    assert Offices(ROLES).beside(text, start, start + 8) == expected


@tried_on(
    ("text", "names"),
    [
        ("Deputy Minister of Foreign Affairs Aida Nurlanova spoke.", ["Aida Nurlanova"]),
        ("It was Aida Nurlanova, Deputy Minister of Foreign Affairs.", ["Aida Nurlanova"]),
        (
            "Ambassador Aida Maria Nurlanova and Director Jean-Luc Picard",
            ["Aida Maria Nurlanova", "Jean-Luc Picard"],
        ),
        ("Министр иностранных дел Казахстана Аида Нурланова выступила.", ["Аида Нурланова"]),
        ("The Deputy Minister of Foreign Affairs, Aida Nurlanova, spoke.", ["Aida Nurlanova"]),
        ("The Deputy Minister of Foreign Affairs of Uzbekistan spoke.", []),
        ("A Director of the European External Action Service spoke.", []),
        ("Aida Nurlanova, deputy minister of Osh, spoke.", ["Aida Nurlanova"]),
        ("Minister of Transport Infrastructure spoke.", []),
        ("Aida Nurlanova spoke.", []),
        ("Minister Nurlanova spoke.", []),
    ],
)
def test_a_name_beside_an_office_is_found_though_no_table_has_it(text, names):
    assert [text[start:end] for start, end in Offices(ROLES).unknown(text)] == names


def test_institution_and_rank_are_those_that_all_rows_of_an_office_have():
    offices = Offices(ROLES)
    known = {"institution": "MFA", "rank": "deputy_minister"}
    assert (
        offices.known("deputy minister of foreign affairs of the Republic of Kazakhstan") == known
    )
    assert offices.known("Ambassador to Osh") == offices.known("Envoy") == offices.known("") == {}


@tried_on(
    ("sentence", "capacity", "certainty"),
    [
        ("The delegation was headed by Anna Doe", "head_of_delegation", "stated"),
        ("Делегацию возглавила Anna Doe", "head_of_delegation", "stated"),
        ("The meeting was chaired by Anna Doe", "chair", "stated"),
        ("The meeting was chaired by Anna Doe who led the delegation", None, None),
        ("Anna Doe took part", None, "stated"),
        ("Anna Doe will attend", None, None),
        ("It was led by the envoy Anna Doe; others spoke", "head_of_delegation", None),
        ("It was led by Igor Ivanov, and Anna Doe; others spoke", None, None),
    ],
)
def test_who_leads_and_who_came_is_who_is_said_to(sentence, capacity, certainty):
    alone = "" if "others" in sentence else sentence
    said = what_is_said(sentence.partition("Anna Doe")[0], alone)
    assert (said.get("capacity"), said.get("certainty")) == (capacity, certainty)


@tried_on(
    ("role", "after", "sentence", "side"),
    [
        ("Ambassador of Turkmenistan to Tajikistan", "", "", "TM"),
        ("Deputy Minister", " from Kazakhstan", "", "KZ"),
        ("Deputy Minister", " met Kazakhstan", "", ""),
        ("Deputy Minister", "", "The delegation of Uzbekistan was headed by", "UZ"),
        ("Deputy Minister", "", "Kazakhstan was represented by", "KZ"),
        ("Deputy Minister", "", "The delegations of Uzbekistan and Kazakhstan", ""),
        ("Deputy Minister", "", "He thanked Kazakhstan", ""),
    ],
)
def test_the_delegation_of_somebody_new_is_the_one_that_is_named(role, after, sentence, side):
    assert whose(role, after, sentence, "en") == side


@tried_on(
    ("text", "stance", "side"),
    [
        ("They agreed to fight terrorism.", "agreed", ""),
        ("Стороны подтвердили приверженность борьбе с терроризмом.", "agreed", ""),
        ("Terrorism was named as a priority.", "priority", ""),
        ("The agenda included terrorism.", "discussed", ""),
        ("Special attention was paid to terrorism.", "discussed", ""),
        ("Обсуждена борьба с терроризмом.", "discussed", ""),
        ("The EU side proposed talks on terrorism.", "unilateral", "EU"),
        ("The EU side reaffirmed its fight against terrorism.", "unilateral", "EU"),
        ("Kazakhstan and the EU side discussed terrorism.", "discussed", ""),
        ("They discussed water, and expressed concern about terrorism.", "agreed", ""),
        ("They addressed terrorism, and expressed concern about water.", "discussed", ""),
        ("European and Central Asian envoys spoke of terrorism.", "", ""),
        ("Talks between the EU and Central Asia were on terrorism.", "", ""),
        ("Terrorism and agreements came up.", "", ""),
        ("Terrorism was discussed. It was agreed to meet on these issues.", "agreed", ""),
        ("They agreed to meet. Terrorism was discussed.", "discussed", ""),
        ("Terrorism was discussed.\n\nThey agreed to fight terrorism.", "agreed", ""),
    ],
)
def test_the_stance_that_a_sentence_suggests_stands_beside_the_empty_cell(text, stance, side):
    (coding,) = (each for each in suggest(text).codings if each["topic_id"] == "terrorism")
    assert (coding["cue"][0], coding["cue"][2]) == (stance, side)
    drafted = draft(suggest(text))
    assert f'stance = ""  # {stance}: "' in drafted or not stance
    assert {each["stance"] for each in tomllib.loads(drafted)["codings"]} == {""}
    assert (f'raised_by = ""  # {side}\n' in drafted) == bool(side)


def test_the_draft_fills_in_what_is_printed_of_a_person():
    text = (
        "The delegation of Uzbekistan was headed by Deputy Minister of Foreign Affairs Aida "
        "Nurlanova. Ms Doe came; Roman Vassilenko and Director Igor Ivanovich spoke."
    )
    new, known, other = tomllib.loads(draft(suggest(text)))["people"]
    assert new == {
        **{"person_id": "nurlanova-aida", "name_printed": "Aida Nurlanova", "paragraph": 1},
        **{"role_printed": "Deputy Minister of Foreign Affairs", "institution": "MFA"},
        **{"rank": "deputy_minister", "capacity": "head_of_delegation", "certainty": "stated"},
        **{"name": "Aida Nurlanova", "delegation": "UZ"},
    }
    assert known["person_id"] == "vassilenko-roman" and "name" not in known
    assert known["capacity"] == known["rank"] == ""
    assert (other["name"], other["role_printed"], other["delegation"]) == (
        "Igor Ivanovich",
        "Director",
        "",
    )


# --- what is printed -----------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(READOUT[0], encoding="utf-8")
    return path


def test_json_has_the_agreed_keys(page, capsys):
    assert main(["suggest", str(page), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert {"codings", "programmes", "people"} <= result.keys()
    assert all({"topic_id", "paragraph", "term", "pattern"} <= c.keys() for c in result["codings"])
    assert {p["person_id"] for p in result["people"]} == {"skoog-olof", "vassilenko-roman"}
    assert [p["programme_id"] for p in result["programmes"]] == ["BOMCA"]


def test_the_draft_leaves_empty_what_only_a_person_can_tell(page):
    schema = read_schema(eucad.DATA)
    result = tomllib.loads(draft(suggest(read_text(page))))
    assert result["coder"] == "a"
    assert {coding["stance"] for coding in result["codings"]} <= {"", "programme"}
    assert {*result["document"]} <= {column.name for column in schema["documents"].columns}
    assert result["document"]["title"] == "Thirteenth round of talks brings deputies to Bishkek"
    assert [(d["delegation"], d["status"]) for d in result["delegations"]] == [
        *(("EU", "member"), ("KZ", "member"), (["KG", "TJ", "TM", "UZ"], "member"), ("AF", ""))
    ]
    assert [p["person_id"] for p in result["people"]] == ["skoog-olof", "vassilenko-roman"]


def test_the_draft_has_a_form_for_who_was_not_found():
    text = draft(suggest("They discussed drug trafficking."))
    assert "people" not in tomllib.loads(text)
    filled = tomllib.loads(re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE))
    assert {"person_id", "capacity", "name", "delegation"} <= filled["people"][0].keys()
    assert [(d["delegation"], d["mention"]) for d in filled["delegations"]] == [("", "")]


def test_the_draft_is_read_along_the_text():
    text = draft(
        suggest(
            "Five meet again on old matters\n\nKazakhstan, Узбекистан and Turkmenistan met.\n\n"
            "They praised CADAP, the CBRN Centres of Excellence and the water talks.\n\n"
            "Terrorism and drug trafficking were discussed, and water again."
        )
    )
    places = re.findall(
        r"^(?:# --- paragraph ([\d–]+: no topic|\d+)|topic_id = \"(.+)\")", text, re.M
    )
    assert [number or topic for number, topic in places] == [
        *("0–1: no topic", "2", "drug_trafficking", "cbrn", "water", "3", "terrorism")
    ]
    assert "[[codings]]  # also 3: drug trafficking\n" in text
    assert "[[codings]]  # also 3: water\n" in text
    assert "The Iranian nuclear deal is `middle_east`.\n[[codings]]" in text
    assert text.count("# What is printed counts") == text.count("# Stance: ") == 1
    missed = text.partition("missed?")[2]
    assert re.findall(r"^# (\w+): ", missed, re.M)[:3] == [
        *("organised_crime", "human_trafficking", "cyber")
    ]
    entries = tomllib.loads(text)
    (seats,) = entries["delegations"]
    assert (seats["delegation"], seats["rank"]) == (["KZ", "TM", "UZ"], "")
    stances = {coding["topic_id"]: coding["stance"] for coding in entries["codings"]}
    assert {topic for topic, stance in stances.items() if stance == "programme"} == {"cbrn"}


@tried_on(
    ("text", "seated"),
    [
        ("The EU–Central Asia talks at the Kyrgyz-Tajik and the Uzbek border, in Astana.", []),
        (
            "Kazakhstan hosted the Dialogue between the EU and the countries of Central Asia.",
            ["KZ"],
        ),
        ("The European Union – Central Asia High-Level Security Dialogue was held.", []),
        ("Диалог высокого уровня между Европейским Союзом и странами Центральной Азии.", []),
        (
            "The capital of Kazakhstan hosted it; they met in Osh, Kyrgyzstan, and in Uzbekistan.",
            [],
        ),
        ("The talks in Kazakhstan were led by Tajikistan.", ["TJ"]),
        ("They support the EU Strategy for Central Asia and EU programmes.", []),
        ("The EU side and Tajikistan spoke.", ["EU", "TJ"]),
        ("Afghanistan was invited as a special guest.", ["AF"]),
        ("Приглашена делегация Афганистана.", ["AF"]),
        ("They spoke of Afghanistan.", []),
    ],
)
def test_the_name_of_the_dialogue_seats_nobody_nor_does_what_is_a_sides(text, seated):
    assert [seat["delegation"] for seat in suggest(text).delegations] == seated


@tried_on(
    ("text", "came"),
    [
        ("It brought together the foreign ministries of the five Central Asian states.", True),
        ("The deputy foreign ministers of Central Asia took part.", True),
        ("Talks with foreign ministers from Central Asia were held.", True),
        ("Officials of the EU and of five Central Asian states spoke.", True),
        ("Участвовали министры иностранных дел стран Центральной Азии.", True),
        ("The EU will support the five Central Asian states.", False),
        ("Representatives of Central Asia attended.", False),
        (
            "They took part in the dialogue between the EU and the five countries of Central Asia.",
            False,
        ),
    ],
)
def test_those_who_came_without_their_names_are_seated_together(text, came):
    assert bool([*together(text, language_of(text))]) == came


def test_states_that_a_paragraph_seats_in_one_way_are_drafted_once():
    text = (
        "Deputy Minister Roman Vassilenko of Kazakhstan and the EU took part.\n\n"
        "Deputy ministers of Tajikistan, Turkmenistan and Uzbekistan attended."
    )
    seats = tomllib.loads(draft(suggest(text)))["delegations"]
    assert [seat["delegation"] for seat in seats] == ["EU", "KZ", ["TJ", "TM", "UZ"]]
    assert ["rank" in seat for seat in seats] == [True, False, True]


def test_who_came_as_one_of_a_group_is_drafted_once_without_those_who_are_named():
    words = "Kazakhstan and the EU met {} of the five Central Asian states."
    text = draft(suggest(words.format("representatives")))
    (*named, group) = tomllib.loads(text)["delegations"]
    assert [seat["delegation"] for seat in named] == ["EU", "KZ"]
    assert group["delegation"] == ["KG", "TJ", "TM", "UZ"]
    assert (group["mention"], group["rank"]) == ("collective", "")


@tried_on(
    ("text", "term"),
    [
        ("They discussed cyber threats.", "cyber threats"),
        ("They fight terrorism and the financing of terrorism.", "financing of terrorism"),
        ("They spoke of chemical and biological safety.", "chemical and biological safety"),
        ("They recalled the principles of the UN Charter.", "UN Charter"),
        ("They welcomed the Trans-Caspian transport corridor.", "Trans-Caspian transport corridor"),
        ("Use of the Internet for terrorist propaganda.", "Internet for terrorist propaganda"),
        ("Human trafficking, and migrant smuggling.", "Human trafficking"),
    ],
)
def test_the_term_is_all_of_the_words_and_no_more(text, term):
    assert term in {coding["term"] for coding in suggest(text).codings}


def test_the_rule_of_a_topic_is_told_where_its_words_are_not_proven():
    text = draft(suggest("They discussed drug trafficking and assistance to its people."))
    assert "generic" not in text.partition("Not proposed")[0]
    assert re.search(r"^# Development aid: development .*\n(#   .+\n)+\[\[codings\]\]", text, re.M)


def test_values_with_a_meaning_are_those_of_the_vocabulary():
    schema = read_schema(eucad.DATA)
    columns = {column.name: column for t in schema.tables.values() for column in t.columns}
    for name, told in {**MEANT, "stance": STANCE}.items():
        assert set(columns[name].labels) <= set(re.findall(r"matched wording|\w+", told)), name
    codebook = (eucad.DATA / "README.md").read_text("utf-8")
    assert STANCE in " ".join(codebook.split()), "the codebook says the same"


def test_the_draft_shows_what_was_known_of_a_person(page):
    text = draft(suggest(read_text(page)))
    assert re.search(r'^institution = ""  # EEAS in hlsd2025$', text, re.M)
    assert re.search(r'^rank = ""  # senior_official in hlsd2025$', text, re.M)


def test_a_gloss_that_is_there_is_not_asked_for():
    drafted = tomllib.loads(draft(suggest("Стороны обсудили изменение климата и киберугрозы.")))
    terms = [coding["term"] for coding in drafted["codings"]]
    assert terms == ["изменение климата", "киберугрозы"]
    assert [gloss["printed"] for gloss in drafted["glosses"]] == ["киберугрозы"]


def test_coder_b_drafts_codings_alone(page, capsys):
    assert main(["suggest", str(page), "--toml", "--coder", "b"]) == 0
    result = tomllib.loads(capsys.readouterr().out)
    assert result.keys() == {"coder", "document", "codings"}
    assert result["coder"] == "b" and result["document"] == {"document_id": ""}
    assert {coding["scope"] for coding in result["codings"]} == {""}


@tried_on("dateline", ["Osh, 14 October 2031", "г. Ош, 14 октября 2031 года"])
def test_place_and_date_are_no_headline(dateline):
    text = f"Talks on water begin in Osh\n\n{dateline}\n\nThey met there on Monday."
    assert [(p.number, p.text) for p in paragraphs(text)] == [
        (0, "Talks on water begin in Osh"),
        (1, "They met there on Monday."),
    ]
    assert paragraphs(text.replace(dateline, "Osh, 14 October 2031: five ministers meet"))[1].text


def test_quotation_marks_and_backslashes_survive_the_draft():
    text = 'He praised the "green" economy and a \\ backslash.'
    result = tomllib.loads(draft(suggest(text)))
    assert "climate_environment" in {coding["topic_id"] for coding in result["codings"]}


def test_the_table_names_topic_place_term_and_pattern(page, capsys):
    assert main(["suggest", str(page)]) == 0
    printed = capsys.readouterr().out
    assert "drug_trafficking" in printed and "narcotic*" in printed
    assert "1 programme " in printed and "patterns for 'en'" in printed


def test_the_paragraphs_are_shown_with_their_numbers(page, capsys):
    assert main(["suggest", str(page), "--paragraphs"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "  0  Thirteenth round of talks brings deputies to Bishkek"
    assert printed[1].startswith("  1  The European Union")


def test_an_unreadable_text_is_one_line_and_an_exit_status(tmp_path, capsys):
    assert main(["suggest", str(tmp_path / "no.txt")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_nothing_of_a_text_is_stored(page, tmp_path, monkeypatch):
    before = {path: path.stat().st_mtime_ns for path in eucad.DATA.iterdir()}
    monkeypatch.chdir(tmp_path)
    assert main(["suggest", str(page)]) == 0
    assert [*tmp_path.iterdir()] == [page]
    assert {path: path.stat().st_mtime_ns for path in eucad.DATA.iterdir()} == before


# --- measured ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def evaluate():
    path = ROOT / "benchmarks" / "suggest" / "evaluate.py"
    spec = importlib.util.spec_from_file_location("evaluate_suggest", path)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_terms_of_documents_that_the_lexicon_was_not_built_on_are_found(evaluate):
    score, _ = evaluate.score_terms(read_lexicon(evaluate.LEXICON), first_half=False)
    assert score.recall > 0.8
    assert score.precision > 0.9


@pytest.mark.skipif(not os.environ.get("EUCAD_TEXTS"), reason="EUCAD_TEXTS is not set")
def test_founding_documents_are_coded_as_by_the_coders(evaluate):
    folder = Path(os.environ["EUCAD_TEXTS"])
    scores, cases = evaluate.score_texts(folder)
    assert all(s.recall >= 0.9 and s.precision >= 0.9 for s in scores.values()), cases
    assert evaluate.score_stances(folder).precision > 0.8


def test_a_page_takes_less_than_half_a_second():
    text = READOUT[0] + READOUT_RU[0]
    suggest(text)
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.5


@pytest.mark.parametrize("text", ["AB" * 60 + "1 minister", "Aaa Bbb " * 200, "A-" * 300])
def test_no_text_takes_long(text):
    assert _seconds(text) < 0.5


def _seconds(text):
    start = time.process_time()
    suggest(text)
    return time.process_time() - start
