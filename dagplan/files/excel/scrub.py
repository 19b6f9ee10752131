"""Identity numbers taken out of a workbook's XML, wherever they stand: cells, notes, charts, properties, names."""

from __future__ import annotations

import re
from contextlib import suppress
from html import unescape

from dagplan.models.privacy import looks_like_identity_number
from dagplan.words.messages.places import Places

from .xml_edit import text_in_xml

_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_WHOLE = re.compile(r"<(?P<tag>(?:\w+:)?(?:si|is|text|p))(?=[\s>])[^>]*(?<!/)>.*?</(?P=tag)>", re.DOTALL)
"""What holds one text in pieces, each with a look of its own."""
_TEXT = re.compile(r"(<[^<>]*>)([^<>]*\d[^<>]*)(?=<)")
_FORMULA = re.compile(r"<(?:\w+:)?(?:f|formula\d?|definedName|calculatedColumnFormula)[\s>]")
_FIGURE = re.compile(r"\s*-?[\d.]+(?:[eE][-+]?\d+)?\s*", re.ASCII)
_SHORTEST, _LONGEST = 10, 24
"""Characters of an identity number, with what people put between its parts."""
_SHARED = re.compile(r"<(?:\w+:)?si(?:\s*/>|(?=[\s>])[^>]*>.*?</(?:\w+:)?si>)", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"(\s(?:v|name|val|title|descr|caption|displayName|tooltip|display|prompt|promptTitle|error|errorTitle|uniqueName|"
    r'u|userName|location|Target)=)"([^"]*\d[^"]*)"'
)
_DIGITS = re.compile(rb"\d{6}|&#|[^\x00-\x7f]")


def hidden() -> str:
    """What stands where an identity number stood, in the language of this run."""
    return Places.HIDDEN().shown


def hidden_name() -> str:
    """The same for names, which hold no brackets."""
    return hidden().strip("()")


def scrubbed(xml: bytes) -> bytes:
    """A part of XML without identity numbers in its texts, and in those attributes that hold people's words."""
    if not _DIGITS.search(xml):
        return xml
    try:
        text = without_cdata(xml).decode("utf-8")
    except UnicodeDecodeError:
        return xml
    text = _WHOLE.sub(_in_pieces, text)
    text = _TEXT.sub(lambda match: match[1] + _without(match[2], formula=bool(_FORMULA.match(match[1]))), text)
    text = _ATTRIBUTE.sub(lambda match: f'{match[1]}"{_without(match[2])}"', text)
    return text.encode()


def without_cdata(xml: bytes) -> bytes:
    """XML with its marked sections written as plain text."""
    if b"<![CDATA[" not in xml:
        return xml
    return _CDATA.sub(lambda match: text_in_xml(match[1]), xml.decode("utf-8")).encode()


def private_texts(shared: bytes) -> frozenset[int]:
    """The numbers of the shared texts that hold identity numbers."""
    if not _DIGITS.search(shared):
        return frozenset()
    texts = _SHARED.finditer(without_cdata(shared).decode("utf-8"))
    return frozenset(number for number, match in enumerate(texts) if is_private(_without_tags(match[0])))


def is_private(text: str) -> bool:
    """Whether a text of XML, or a number, looks like somebody's identity number."""
    text = unescape(text)
    if _FIGURE.fullmatch(text):
        with suppress(ValueError):  # a version such as 1.2.3
            text = f"{float(text):.0f}"
    return looks_like_identity_number(text)


def _in_pieces(match: re.Match[str]) -> str:
    """A text in pieces that together hold a number: the first says so, the others are empty."""
    whole = match[0]
    if not is_private(_without_tags(whole)):
        return whole
    pieces = iter([hidden()])
    return re.sub(r">([^<>]*[^<>\s][^<>]*)<", lambda _text: f">{next(pieces, '')}<", whole)


def _without_tags(xml: str) -> str:
    return re.sub(r"<[^>]*>", "", xml)


def _without(text: str, *, formula: bool = False) -> str:
    """A text of XML without the identity numbers in it; a figure is 0, also within a formula."""
    if is_private(text) and _FIGURE.fullmatch(text):
        return "0"
    while is_private(text):
        found = (
            (start, start + length)
            for length in range(_SHORTEST, _LONGEST)
            for start in range(len(text) - length + 1)
            if looks_like_identity_number(text[start : start + length])
        )
        start, end = next(found, (0, len(text)))
        quotes = text[:start].count('"') + text[:start].count("&quot;")
        put = "0" if formula and quotes % 2 == 0 else hidden_name()
        text = text[:start] + put + text[end:]
    return text
