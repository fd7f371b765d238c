"""Ways in which one slip changes a table, by class.

A class takes the rows of a table (the header first) and a generator of random numbers, and returns
where it struck and the new bytes of the file, or None if the table does not lend itself to it.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

LOOK_ALIKE = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")


@dataclass(frozen=True)
class Struck:
    """What was changed: the new bytes, and the lines and the column where a problem is exact."""

    raw: bytes
    lines: frozenset
    column: str | None


def written(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def cells(change, fits=lambda column, value: bool(value)):
    """Make a class that changes one cell."""

    def strike(rows, schema, rng):
        columns = list(schema.columns)
        places = [
            (row, number)
            for row in range(1, len(rows))
            for number, column in enumerate(columns)
            if fits(column, rows[row][number])
        ]
        for place in rng.sample(places, min(20, len(places))):
            row, number = place
            new = change(rows[row][number], columns[number], rng, [r[number] for r in rows[1:]])
            if new is not None and new != rows[row][number]:
                changed = [list(r) for r in rows]
                changed[row][number] = new
                return Struck(written(changed), frozenset({row + 1}), columns[number].name)
        return None

    return strike


def is_id(column, value):
    return bool(value) and column.name.endswith("_id")


def is_choice(column, value):
    return bool(value) and bool(column.labels)


def is_key_or_choice(column, value):
    return is_id(column, value) or is_choice(column, value)


def is_text(column, value):
    plain = column.type == "string" and not column.labels and not column.name.endswith("_id")
    return bool(value) and plain and column.name not in ("url", "derived_from")


def of_type(*types):
    return lambda column, value: bool(value) and column.type in types


def named(*names):
    return lambda column, value: bool(value) and column.name in names


def typo(value, column, rng, others):
    i = rng.randrange(len(value))
    return value[:i] + rng.choice("abcdefghijklmnoprstuvwyz") + value[i + 1 :]


def other(value, column, rng, others):
    found = sorted(set(others) - {value, ""})
    return rng.choice(found) if found else None


def other_of_meeting(value, column, rng, others):
    same = [each for each in others if each.split("-")[0] == value.split("-")[0]]
    return other(value, column, rng, same)


def other_form(value, column, rng, others):
    """Another way to write an address that may lead to the same page."""
    turned = (
        value.replace("http:", "https:") if value[4] == ":" else value.replace("https:", "http:")
    )
    return rng.choice([turned, value.replace("://", "://www."), value + "/", value + "#top"])


def other_marks(value, column, rng, others):
    plain = "\"'"
    if any(mark in value for mark in plain):
        return value.translate(str.maketrans(plain, "”’"))
    return f"“{value}”"


def other_choice(value, column, rng, others):
    return rng.choice([choice for choice in column.labels if choice != value])


def inserted(letters):
    def change(value, column, rng, others):
        i = rng.randrange(1, len(value)) if len(value) > 1 else 1
        return value[:i] + rng.choice(letters) + value[i:]

    return change


def look_alike(value, column, rng, others):
    places = [i for i, letter in enumerate(value) if letter.translate(LOOK_ALIKE) != letter]
    if not places:
        return None
    i = rng.choice(places)
    return value[:i] + value[i].translate(LOOK_ALIKE) + value[i + 1 :]


def moved_day(value, column, rng, others):
    return (
        date.fromisoformat(value) + timedelta(rng.choice([-365, -31, -1, 1, 31, 365]))
    ).isoformat()


def swapped_day(value, column, rng, others):
    year, month, day = value.split("-")
    return f"{year}-{day}-{month}"


def misread(encoding):
    def change(value, column, rng, others):
        return None if value.isascii() else value.encode().decode(encoding, "replace")

    return change


def lost(value, column, rng, others):
    return value.encode("ascii", "replace").decode()


def decomposed(value, column, rng, others):
    import unicodedata

    return unicodedata.normalize("NFD", value)


def cut(value, column, rng, others):
    return value[: rng.randrange(1, len(value))].rstrip() if len(value) > 3 else None


def other_case(value, column, rng, others):
    return value.swapcase()


def plus(step):
    return lambda value, column, rng, others: str(int(value) + step)


def as_form(*forms):
    return lambda value, column, rng, others: rng.choice(forms).format(value)


def truth(value, column, rng, others):
    return rng.choice(["TRUE", "Yes", "1"] if value == "true" else ["FALSE", "No", "0"])


def flipped(value, column, rng, others):
    return {"true": "false", "false": "true"}[value]


def date_form(form):
    return lambda value, column, rng, others: date.fromisoformat(value).strftime(form)


def serial(value, column, rng, others):
    return str(date.fromisoformat(value).toordinal() - date(1899, 12, 30).toordinal())


def put(*values):
    return lambda value, column, rng, others: rng.choice(values)


# Whole rows, columns and files.


def struck(rows, lines=(), column=None):
    return Struck(rows if isinstance(rows, bytes) else written(rows), frozenset(lines), column)


def row_twice(rows, schema, rng):
    i = rng.randrange(1, len(rows))
    return struck([*rows[: i + 1], rows[i], *rows[i + 1 :]], [i + 1, i + 2])


def row_gone(rows, schema, rng):
    i = rng.randrange(1, len(rows))
    return struck([*rows[:i], *rows[i + 1 :]])


def row_moved(rows, schema, rng):
    i, j = rng.sample(range(1, len(rows)), 2)
    rest = [*rows[:i], *rows[i + 1 :]]
    return struck([*rest[:j], rows[i], *rest[j:]])


def column_sorted(rows, schema, rng):
    number = rng.randrange(len(rows[0]))
    values = sorted(row[number] for row in rows[1:])
    new = [list(row) for row in rows]
    for row, value in zip(new[1:], values, strict=True):
        row[number] = value
    wrong = [i + 1 for i in range(1, len(rows)) if new[i] != list(rows[i])]
    return struck(new, wrong, rows[0][number]) if wrong else None


def cells_swapped(rows, schema, rng):
    number = rng.randrange(len(rows[0]))
    i, j = rng.sample(range(1, len(rows)), 2)
    if rows[i][number] == rows[j][number]:
        return None
    new = [list(row) for row in rows]
    new[i][number], new[j][number] = rows[j][number], rows[i][number]
    return struck(new, [i + 1, j + 1], rows[0][number])


def neighbours_swapped(rows, schema, rng):
    i, number = rng.randrange(1, len(rows)), rng.randrange(len(rows[0]) - 1)
    if rows[i][number] == rows[i][number + 1]:
        return None
    new = [list(row) for row in rows]
    new[i][number : number + 2] = reversed(new[i][number : number + 2])
    return struck(new, [i + 1])


def filled_down(rows, schema, rng):
    i, number = rng.randrange(2, len(rows)), rng.randrange(len(rows[0]))
    if rows[i][number] == rows[i - 1][number]:
        return None
    new = [list(row) for row in rows]
    new[i][number] = rows[i - 1][number]
    return struck(new, [i + 1], rows[0][number])


def column_shifted(rows, schema, rng):
    number, begin = rng.randrange(len(rows[0])), rng.randrange(1, len(rows) - 1)
    values = [row[number] for row in rows]
    new = [list(row) for row in rows]
    for i in range(begin, len(rows)):
        new[i][number] = values[i - 1] if i > begin else ""
    return struck(new, range(begin + 1, len(rows) + 1), rows[0][number])


def in_header(change):
    def strike(rows, schema, rng):
        return struck(change([list(row) for row in rows], rng), [1])

    return strike


def dropped(rows, rng):
    number = rng.randrange(len(rows[0]))
    return [row[:number] + row[number + 1 :] for row in rows]


def doubled(rows, rng):
    number = rng.randrange(len(rows[0]))
    return [[*row, row[number]] for row in rows]


def added(rows, rng):
    return [[*row, "note" if i == 0 else ""] for i, row in enumerate(rows)]


def renamed(rows, rng):
    number = rng.randrange(len(rows[0]))
    rows[0][number] += "s"
    return rows


def overwritten(rows, rng):
    number, source = rng.sample(range(len(rows[0])), 2)
    rows[0][number] = rows[0][source]
    return rows


def turned(rows, rng):
    return [row[::-1] for row in rows]


def whole(change):
    """Make a class that changes the file's bytes: any problem of the file is exact."""

    def strike(rows, schema, rng):
        raw = change(written(rows), rng)
        return None if raw is None else Struck(raw, frozenset(), None)

    return strike


def at_a_line(change):
    """Make a class that changes the file's bytes at a line: the problem stands there."""

    def strike(rows, schema, rng):
        lines = written(rows).split(b"\n")[:-1]
        i = rng.randrange(1, len(lines))
        new = change(lines[i], rng)
        if new is None or new == lines[i]:
            return None
        lines[i] = new
        return Struck(b"\n".join(lines) + b"\n", frozenset({i, i + 1, i + 2}), None)

    return strike


def raw_quote(line, rng):
    i = rng.randrange(len(line))
    return line[:i] + b'"' + line[i:]


def comma_gone(line, rng):
    places = [i for i, letter in enumerate(line) if letter == ord(",")]
    i = rng.choice(places)
    return line[:i] + line[i + 1 :] if b'"' not in line else None


def comma_put(line, rng):
    i = rng.randrange(len(line))
    return line[:i] + b"," + line[i:] if b'"' not in line else None


def encoded(encoding):
    def change(raw, rng):
        return None if raw.isascii() else raw.decode().encode(encoding, "ignore")

    return change


def bit_flipped(line, rng):
    i = rng.randrange(len(line))
    return line[:i] + bytes([line[i] ^ 1 << rng.randrange(8)]) + line[i + 1 :]


def cut_at_row(raw, rng):
    lines = raw.split(b"\n")[:-1]
    return b"\n".join(lines[: rng.randrange(1, len(lines))]) + b"\n"


INVISIBLE = "\u200b\u200d\u2060\ufeff\xad\u202e\u2066"
BLANK = "\u3164\u2800\u034f\ufe0f\u115f\u17b4"

# ruff: noqa: E501
#: Classes in which the table itself shows the slip: each is named where it is.
STRUCTURAL = {
    "id: a letter in capitals": cells(other_case, is_id),
    "id or choice: a letter of another script": cells(look_alike, is_key_or_choice),
    "choice: misspelt": cells(inserted("qz"), is_choice),
    "choice: in capitals": cells(other_case, is_choice),
    "date as 13/06/2013": cells(date_form("%d/%m/%Y"), of_type("date")),
    "date as 6/13/13": cells(date_form("%m/%d/%y"), of_type("date")),
    "date as a day number": cells(serial, of_type("date")),
    "date that does not exist": cells(put("2013-02-30", "2015-13-01"), of_type("date")),
    "date of 4,301 digits": cells(put("9" * 4301), of_type("date")),
    "date far away": cells(put("2105-06-14", "1013-06-13", "9999-01-01"), of_type("date")),
    "truth as 1, Yes, TRUE": cells(truth, of_type("boolean")),
    "number as 1.0, 1e3, 01, +1": cells(as_form("{}.0", "{}e3", "0{}", "+{}"), of_type("integer")),
    "number in other digits": cells(put("٣", "１", "1_0"), of_type("integer")),
    "number below its least": cells(put("-1", "-40"), of_type("integer")),
    "number far too large": cells(put("500", "10000", "9" * 25), of_type("integer")),
    "required cell emptied": cells(put(""), lambda column, value: bool(value) and column.required),
    "space before": cells(as_form(" {}"), lambda c, v: bool(v)),
    "space behind": cells(as_form("{} "), lambda c, v: bool(v)),
    "no-break space": cells(inserted("\xa0"), lambda c, v: bool(v)),
    "two spaces": cells(lambda v, *_: v.replace(" ", "  ", 1), is_text),
    "invisible letter": cells(inserted(INVISIBLE), lambda c, v: bool(v)),
    "non-joiner in a word without Arabic letters": cells(inserted("\u200c"), lambda c, v: v.isascii() and len(v) > 1),
    "blank letter": cells(inserted(BLANK), lambda c, v: bool(v)),
    "line break or tab": cells(inserted("\n\t\x0b\x0c\x85\u2028"), lambda c, v: bool(v)),
    "accents apart": cells(decomposed, is_text),
    "letter of another script in a word": cells(
        lambda v, c, r, o: look_alike(v, c, r, o) if v.isascii() and len(v.split()[0]) > 3 else None,
        named("name", "publisher", "city", "label", "institution"),
    ),
    "UTF-8 read as cp1252": cells(
        lambda v, c, r, o: misread("cp1252")(v, c, r, o) if "ü" in v or "–" in v or "’" in v else None,
        is_text,
    ),
    "UTF-8 read as latin-1": cells(misread("latin-1"), is_text),
    "letters lost to ??": cells(
        lambda v, *_: lost(v, *_) if any(c > "\u0370" for c in v) and "??" in lost(v, *_) else None,
        is_text,
    ),
    "formula": cells(put("=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3"), is_text),
    "spreadsheet error or stand-in": cells(put("#NAME?", "#REF!", "N/A", "NULL", "nan"), is_text),
    "markup": cells(as_form("{}<script>alert(1)</script>", "[{}](x)", "{{{{{}}}}}"), is_text),
    "address with a password": cells(put("https://user:pw@x.example/"), named("url")),
    "row twice": row_twice,
    "column dropped": in_header(dropped),
    "column doubled": in_header(doubled),
    "column added": in_header(added),
    "columns turned round": in_header(turned),
    "header renamed": in_header(renamed),
    "header overwritten": in_header(overwritten),
    "header gone": whole(lambda raw, rng: raw.split(b"\n", 1)[1]),
    "header twice": whole(lambda raw, rng: raw.split(b"\n", 1)[0] + b"\n" + raw),
    "blank line": at_a_line(lambda line, rng: line + b"\n"),
    "marks of a merge conflict": at_a_line(lambda line, rng: b"<<<<<<< HEAD\n" + line),
    "two rows on a line": whole(lambda raw, rng: raw.rstrip(b"\n") + raw.split(b"\n")[1] + b"\n"),
    "semicolons": whole(lambda raw, rng: raw.replace(b",", b";")),
    "tabs": whole(lambda raw, rng: raw.replace(b",", b"\t")),
    "UTF-16": whole(lambda raw, rng: raw.decode().encode("utf-16")),
    "UTF-16 without mark": whole(lambda raw, rng: raw.decode().encode("utf-16-le")),
    "NUL": at_a_line(lambda line, rng: line[:3] + b"\0" + line[3:]),
    "not UTF-8": at_a_line(lambda line, rng: line[:3] + b"\xff" + line[3:]),
    "two byte-order marks": whole(lambda raw, rng: b"\xef\xbb\xbf" * 2 + raw),
    "empty file": whole(lambda raw, rng: b""),
    "only spaces": whole(lambda raw, rng: b"  \n \n"),
}  # fmt: skip

#: Classes that leave the contents as they are: they load.
HARMLESS = {
    "CRLF": whole(lambda raw, rng: raw.replace(b"\n", b"\r\n")),
    "byte-order mark": whole(lambda raw, rng: b"\xef\xbb\xbf" + raw),
    "CR only": whole(lambda raw, rng: raw.replace(b"\n", b"\r")),
    "no last line break": whole(lambda raw, rng: raw.rstrip(b"\n")),
    "all cells quoted": lambda rows, schema, rng: struck(
        "".join(
            ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
        ).encode()
    ),
}

#: Classes that put one honest value in the place of another, with the reason why some stay unseen.
VALUES = {
    "id: misspelt": (cells(typo, is_id), "an event's key stands nowhere else"),
    "id: another that exists": (cells(other, is_id), "who was where may be so"),
    "document: another of the meeting": (
        cells(other_of_meeting, named("document_id")),
        "two accounts of a meeting may say the same",
    ),
    "choice: another": (cells(other_choice, is_choice), "kinds, extents and ranks stand once"),
    "term: misspelt": (cells(typo, named("term")), "what one coder read stands once"),
    "text: misspelt": (cells(typo, is_text), "prose stands once"),
    "text: cut off": (cells(cut, is_text), "prose stands once"),
    "text: other capitals": (cells(other_case, is_text), "prose stands once"),
    "text: letter of another script": (cells(look_alike, is_text), "a word of one letter may be of either"),
    "text: other quotation marks": (cells(other_marks, is_text), "a document may print either"),
    "letters lost to ?": (cells(lost, is_text), "a question mark may end a word"),
    "address: another document's": (cells(other, named("url")), "an address without a day in it"),
    "address: in another form": (cells(other_form, named("url")), "live pages are not visited"),
    "address: letter of another script": (cells(look_alike, named("url")), "a path may hold any letter"),
    "address: misspelt": (cells(typo, named("url")), "live pages are not visited"),
    "day: some other": (cells(moved_day, of_type("date")), "a day later or earlier is as likely"),
    "day: day and month swapped": (cells(swapped_day, of_type("date")), "the other day may be as likely"),
    "truth: flipped": (cells(flipped, of_type("boolean")), "flags of titles and founding texts stand once"),
    "number: one more": (cells(plus(1), of_type("integer")), "the paragraph of one coder stands once"),
    "number: one less": (cells(plus(-1), of_type("integer")), "the paragraph of one coder stands once"),
    "optional cell emptied": (
        cells(put(""), lambda column, value: bool(value) and not column.required),
        "an empty cell says that it is not known",
    ),
    "optional cell filled": (
        cells(other, lambda column, value: not value and not column.required),
        "what fills it may be so",
    ),
    "value of the row above": (filled_down, "it may be so"),
    "two rows swap a cell": (cells_swapped, "it may be so"),
    "neighbours swap": (neighbours_swapped, "both may be so"),
    "column shifted": (column_shifted, "notes and addresses stand once"),
    "column sorted alone": (column_sorted, "families and notes stand once"),
    "row gone": (row_gone, "what a document says once is missed by nothing"),
    "row moved": (row_moved, "the order of rows says nothing"),
    "cut off at a row": (whole(cut_at_row), "nothing points to the last rows"),
    "header alone": (whole(lambda raw, rng: raw.split(b"\n", 1)[0] + b"\n"), "some tables may be empty"),
    "cut off anywhere": (
        whole(lambda raw, rng: raw[: rng.randrange(len(raw) // 2, len(raw))]),
        "within its last cell a file may end",
    ),
    "quotation mark put in": (at_a_line(raw_quote), "a cell may hold one"),
    "comma gone": (at_a_line(comma_gone), "within a quoted cell it is text"),
    "carriage return put in": (cells(inserted("\r"), lambda c, v: bool(v)), "it ends a line"),
    "bit flipped": (at_a_line(bit_flipped), "another letter may be meant"),
    "comma put in": (at_a_line(comma_put), "within a quoted cell it is text"),
    "saved as cp1252": (whole(encoded("cp1252")), "letters may be lost without a trace"),
    "saved as latin-1": (whole(encoded("latin-1")), "letters may be lost without a trace"),
    "saved as cp1251": (whole(encoded("cp1251")), "letters may be lost without a trace"),
}  # fmt: skip

CLASSES = {
    **STRUCTURAL,
    **HARMLESS,
    **{name: strike for name, (strike, _) in VALUES.items()},
}
