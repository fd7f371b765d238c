"""Colours: one meaning a colour in the whole collection."""

# Okabe and Ito (2008), Color Universal Design: distinct for every colour vision.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"

# Greys that no colour vision takes for one of these, or for one another.
INK, DARK, GREY, LIGHT, FAINT = "#222222", "#484848", "#6E6E6E", "#BDBDBD", "#EDEDED"

#: One colour a topic family, in the whole collection.
FAMILY_COLOURS = {
    "drugs_cbrn": VERMILION,
    "crime": PURPLE,
    "cyber_hybrid": BLUE,
    "cyber_hybrid_adjacent": SKY,
    "terrorism_extremism": ORANGE,
    "borders_migration": YELLOW,
    "regional_conflict": BLACK,
    "politics": GREY,
    "environment": GREEN,
    "economy": DARK,
    "society": LIGHT,
}

#: One colour a delegation, in the whole collection.
DELEGATION_COLOURS = {
    "EU": BLUE,
    "EU-MS": BLUE,
    "KZ": SKY,
    "KG": VERMILION,
    "TJ": PURPLE,
    "TM": GREEN,
    "UZ": ORANGE,
    "AF": BLACK,
    "EIB": GREY,
    "EBRD": GREY,
}

#: The colour of a voice is that of its delegation; other voices are grey.
VOICE_COLOURS = {
    **{code.lower(): DELEGATION_COLOURS[code] for code in ("EU", "KZ", "KG", "TJ", "TM", "UZ")},
    "joint": INK,
    "newsroom": GREY,
    "ngo": LIGHT,
}
