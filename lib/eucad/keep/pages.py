"""From a local text to numbered paragraphs, as the coders count them.

Paragraphs count from 1, the headline is 0. Headings and captions bear no number
of their own: what stands there is given to the paragraph before. Menus, lists of
other stories, contacts and notices are left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from eucad.dataset.problems import CONTROL

#: Largest file that is read, in bytes: some hundred times a read-out.
LARGEST = 300_000

_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or office file",
    b"\xd0\xcf\x11\xe0": "an old office file",
    b"{\\rtf": "an RTF file",
}
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BREAK_TAG = re.compile(r"</?(?:p|div|li|h[1-6]|br)\b[^<>]{0,200}>", re.IGNORECASE)
_URL = re.compile(r"<?(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_INVISIBLE = dict.fromkeys(
    map(ord, {*"\u00ad\u200b\u200e\u200f\u2060\ufeff"} | CONTROL - {*"\t\n\r\v\f\x85"})
)
_LOOSE_JOINER = re.compile(r"(?<![\u0600-\u06ff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u06ff])")
_ITEM = re.compile(r"^(?:[-–—•·*▪●■]\s+|\(?\d{1,3}[.)]\s+|\(?[a-zа-я]\)\s+)")
_HEADING = re.compile(r"^#{1,6}\s+|^\*\*[^*]+\*\*$|^__[^_]+__$")
_CLOSED = re.compile(r"[.!?…;:。؟۔][\"'”’»“)\]]*$")
_CAPTION = re.compile(r"\((?:right|left|cent(?:er|re)|file photo|справа|слева|в центре)\)", re.I)

#: What stands on a page beside the story, in whole sentences too.
_NOTICE = re.compile(
    r"undesirable organi[sz]ation|нежелательн\w+ организаци|click here|cookie|newsletter|"
    r"all rights reserved|все права защищены|this content has been archived|"
    r"\bsubscribe\b|подпи(?:сывайтесь|шитесь)|please wait|media source|копирование материалов",
    re.IGNORECASE,
)
#: The first word of a short line that is not part of the story.
_FURNITURE = re.compile(
    r"^\W*(?:share|print|tags?|keywords?|contacts?|follow us|source|photo|image|tel|fax|website|"
    r"e-?mail|address details|last update|views?|advertis\w+|copyright|©|by|"
    r"поделиться|печать|теги|ключевые слова|контакты|источник|фото|просмотров|реклама|автор|тел|"
    r"меню)(?:\W|$)",
    re.IGNORECASE,
)
#: A line that announces another story.
_OTHERS = re.compile(
    r"^\W*(?:read (?:also|more|next)|see also|also read|related(?: \w+)?|"
    r"you (?:may|might) also like|don.t miss|читайте также|читать также|"
    r"смотрите также|по теме|ещ[её] по теме|"
    r"lesen sie auch|mehr zum thema|(?:à )?lire aussi)\s*(?:[:—–-]|$)",
    re.IGNORECASE,
)
#: A line that opens a list of other stories, with which a page ends or begins.
_LIST_OF_OTHERS = re.compile(
    r"^\W*(?:related (?:news|stories|articles|posts|topics)|latest(?: news| stories)?|"
    r"more (?:on|from|news)\b.*|most (?:read|popular)|recommended(?: for you)?|"
    r"other news|trending(?: now)?|top stories|"
    r"похожие\b.*|другие новости|последние новости|популярное|рекомендуем\b.*|новости по теме|"
    r"сегодня на сайте|главные новости|лента новостей|самое читаемое)\W*$",
    re.IGNORECASE,
)
#: A line that begins with a date, or is one behind a place.
_DATE = re.compile(
    r"^\W*\d{1,2}(?:[./-]\d{1,2}[./-]|\s+\w+\s+)\d{4}\b|^\W*\d{4}-\d{2}-\d{2}\b|"
    r"^[^\d,]{1,40},\s*\d{1,2}(?:[./-]\d{1,2}[./-]|\s+\w+\s+)\d{4}(?:\s\w{1,5})?\W*$"
)
#: The signs between the entries of a menu.
_MENU = re.compile(r"(?:\s[|•·»›/]\s.*){2}")


class TextError(ValueError):
    """A file cannot be read as a text; the message says what it is and what to do."""


@dataclass(frozen=True)
class Paragraph:
    """A piece of a text with the number that the coders give it."""

    #: 0 for the headline, then from 1. A heading or caption has the number of the paragraph before
    #: it.
    number: int
    text: str  #: The words as printed, without mark-up, soft hyphens and doubled blanks.


def read_text(path: str | Path) -> str:
    """Read a local text in UTF-8."""
    path = Path(path)
    try:
        if path.is_dir():
            raise TextError(f"{path}: a folder. Give the path of one text file in UTF-8.")
        size = path.stat().st_size
        if size > LARGEST:
            raise TextError(
                f"{path}: {size:,} bytes; the largest text read is {LARGEST:,}. "
                "Save the one document alone as text."
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise TextError(f"{path}: not found. Give the path of a text file in UTF-8.") from None
    except OSError as error:
        raise TextError(f"{path}: cannot be read ({error.strerror}).") from None
    text = _decode(path, content)
    if not any(character.isalnum() for character in text):
        raise TextError(f"{path}: no words in it. Save the text of the document there.")
    return text


def _decode(path: Path, content: bytes) -> str:
    """Decode UTF-8, or say what the bytes are instead."""
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise TextError(f"{path}: {kind}, not a text. Save it as plain text in UTF-8.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TextError(f"{path}: in UTF-16. Save it again as UTF-8.")
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", content, re.IGNORECASE):
        raise TextError(f"{path}: an HTML page. Save the text of the document, not the page.")
    if b"\0" in content:
        if max(content[::2].count(0), content[1::2].count(0)) > 0.7 * len(content) / 2:
            raise TextError(f"{path}: probably in UTF-16 without a mark. Save it again as UTF-8.")
        raise TextError(f"{path}: binary, not a text. Save it as plain text in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TextError(
            f"{path}, line {line}: not UTF-8{_likely(content)}. Save it again as UTF-8."
        ) from None


def _likely(content: bytes) -> str:
    """Name the likeliest encoding of bytes that are no UTF-8, as an aside."""
    high = [byte for byte in content if byte >= 0x80]
    if len(high) > 0.25 * len(content):
        # Small letters are common: they lie high in windows-1251 and low in KOI8-R.
        small = sum(byte >= 0xE0 for byte in high) / len(high)
        name = "windows-1251" if small > 0.6 else "KOI8-R"
        return f", probably Cyrillic in {name}"
    return ", probably windows-1252 (Latin letters with accents)"


@dataclass
class _Block:
    """A line or paragraph of the page, before it is numbered."""

    text: str
    prose: bool
    item: bool


def paragraphs(text: str) -> list[Paragraph]:
    r"""Find the paragraphs of a text and number them as the coders do.

    Examples
    --------
    >>> text = "Ministers meet in Osh again\n\nThey met on Monday.\n\nThey left on Tuesday."
    >>> for paragraph in paragraphs(text):
    ...     print(paragraph.number, paragraph.text)
    0 Ministers meet in Osh again
    1 They met on Monday.
    2 They left on Tuesday.
    """
    blocks = _without_captions([block for block in _blocks(_clean(text)) if not _beside(block)])
    prose = [index for index, block in enumerate(blocks) if block.prose]
    first, last = (prose[0], prose[-1]) if prose else (len(blocks), len(blocks))
    found = [Paragraph(0, line) for line in _headlines(blocks[:first], bool(prose))]
    seen = {paragraph.text for paragraph in found}
    number, current, others = 0, None, False
    for block in blocks[first : last + 1]:
        if _LIST_OF_OTHERS.match(block.text) and number > 1:
            break
        if not block.prose:
            others = others or _announces_others(block)
            if not others and block.text not in seen:
                found.append(Paragraph(number, block.text))
        elif current is not None and _continues(block, found[current].text):
            found[current] = Paragraph(number, f"{found[current].text} {block.text}")
        else:
            number, others, current = number + 1, False, len(found)
            found.append(Paragraph(number, block.text))
        seen.add(block.text)
    return found


def _clean(text: str) -> str:
    """Take mark-up, addresses and invisible characters out of a text."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    text = re.sub(r"\r\n?|[\u2028\x85]", "\n", text)
    text = re.sub(r"[\x0b\x0c\u2029]", "\n\n", text).translate(_INVISIBLE)
    text = _LOOSE_JOINER.sub("", text)
    text = _LINK.sub(r"\1", _BREAK_TAG.sub("\n", text))
    text = _URL.sub(" ", _TAG.sub("", text))
    text = re.sub(r"\\([_*#\[\]()])", r"\1", text)
    return re.sub(r"[^\S\n]+", " ", text)


def _blocks(text: str) -> list[_Block]:
    """Part a clean text into its lines or, where lines are wrapped, its paragraphs."""
    found: list[_Block] = []
    for chunk in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        for position, line in enumerate(_unwrap(lines)):
            before = found[-1] if found else _Block("", prose=False, item=False)
            announced = before.prose and before.text.endswith(":")
            goes_on = position > 0 and before.item and not _ITEM.match(before.text)
            found.append(_block(line, announced or goes_on))
    return [block for block in found if any(map(str.isalpha, block.text))]


def _unwrap(lines: list[str]) -> list[str]:
    """Join the lines of a paragraph that was broken at a fixed width."""
    longest = max(map(len, lines), default=0)
    inner = lines[:-1]
    open_ended = sum(not _CLOSED.search(line) for line in inner)
    wide = sum(len(line) > 0.6 * longest for line in inner)
    wrapped = bool(inner) and 45 <= longest <= 110 and open_ended + wide >= 1.4 * len(inner)
    if not wrapped or (len(lines) == 2 and not _CLOSED.search(lines[1])):
        return lines
    joined, ended = [], True
    for line in lines:
        if ended or _ITEM.match(line) or _HEADING.match(line):
            joined.append(line)
        else:
            joined[-1] += line if joined[-1].endswith("-") else f" {line}"
        ended = len(line) < 0.75 * longest and bool(_CLOSED.search(line))
        ended = ended or bool(_HEADING.match(line))
    return joined


def _block(line: str, after_colon: bool) -> _Block:
    heading, item = bool(_HEADING.match(line)), bool(_ITEM.match(line))
    text = re.sub(r"^#{1,6}\s+|\*\*|__|^\*\s+", "", line).strip()
    words = len(text.split())
    beside = _FURNITURE.match(text) or _OTHERS.match(text) or _LIST_OF_OTHERS.match(text)
    item = not heading and not beside and (after_colon or (item and words > 2))
    prose = item or words >= 20 or (words >= 3 and bool(_CLOSED.search(text)))
    # One short question is a headline.
    question = words < 20 and text.endswith("?") and not re.search(r"[.!?]\s", text)
    prose = prose and not heading and not question and not _CAPTION.search(text)
    return _Block(text, prose, item)


def _beside(block: _Block) -> bool:
    """Whether a block stands beside the story: a notice, a button, another story."""
    if _NOTICE.search(block.text):
        return True
    others = _OTHERS.match(block.text)
    if others and (block.prose or len(block.text) > others.end()):
        return True  # "Read also:" with the other headline on the same line
    return not block.prose and bool(_FURNITURE.match(block.text) or _MENU.search(block.text))


def _announces_others(block: _Block) -> bool:
    return bool(_OTHERS.match(block.text) or _LIST_OF_OTHERS.match(block.text))


def _without_captions(blocks: list[_Block]) -> list[_Block]:
    """Take what is printed twice for a headline or caption."""
    printed = Counter(block.text for block in blocks)
    return [
        _Block(block.text, block.prose and printed[block.text] == 1, block.item) for block in blocks
    ]


def _headlines(before: list[_Block], whole_story_follows: bool) -> list[str]:
    """Return the lines before the first paragraph that are no menu, the last three at most."""
    least = 4 if whole_story_follows else 1
    lines = [
        block.text
        for block in before
        if len(block.text.split()) >= least
        and not _DATE.match(block.text)
        and not _announces_others(block)
        and not _CAPTION.search(block.text)
    ]
    return list(dict.fromkeys(lines))[-3:]


def _continues(block: _Block, before: str) -> bool:
    """Whether a block goes on with a sentence that a caption has cut in two."""
    return not block.item and block.text[0].islower() and not _CLOSED.search(before)
