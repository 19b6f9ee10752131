"""XML changed where it stands: what is not changed stays as it was, byte for byte.

A parser that builds the whole anew would lose what it doesn't know, and rename the prefixes that other parts of a
workbook's XML speak of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_QUOTES = {'"': "&quot;"}
_TAG = re.compile(rb"<[^\s/>\"']+(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


@dataclass(frozen=True)
class Tag:
    """A start tag: its name without and with prefix, its attributes, and where it stands."""

    name: str
    full_name: str
    attributes: Mapping[str, str]
    start: int
    end: int
    empty: bool
    """Whether it is its own end, as ``<a/>``."""

    def like(self, name: str) -> str:
        """Another name with this one's prefix."""
        prefix, colon, _name = self.full_name.rpartition(":")
        return f"{prefix}{colon}{name}"


@dataclass
class Edits:
    """Changes to a text by place; several at one place stand in the order in which they were made."""

    text: bytes
    _made: list[tuple[int, int, int, bytes]] = field(default_factory=list)

    def replace(self, start: int, end: int, new: bytes | str) -> None:
        """Put something in the place of what stands from ``start`` to before ``end``."""
        self._made.append((start, end, len(self._made), new.encode() if isinstance(new, str) else new))

    def insert(self, at: int, new: bytes | str) -> None:
        """Put something in front of what stands at ``at``."""
        if new:
            self.replace(at, at, new)

    def done(self) -> bytes:
        """The text with all changes made."""
        pieces, at = [], 0
        for start, end, _order, new in sorted(self._made, key=lambda one: (one[0], one[2])):
            pieces += [self.text[at:start], new]
            at = max(at, end)
        return b"".join((*pieces, self.text[at:]))


def walk(
    xml: bytes,
    *,
    start: Callable[[Tag], None] | None = None,
    end: Callable[[str, int], None] | None = None,
    text: Callable[[str, int], None] | None = None,
) -> None:
    """Call back for each start tag, for each end with the place where its tag begins, and for each piece of text.

    Raises
    ------
    xml.parsers.expat.ExpatError
        If this is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = False
    last: list[Tag] = []

    def on_start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        match = _TAG.match(xml, at)
        assert match is not None, "expat has read this tag"
        empty = xml[match.end() - 2 : match.end()] == b"/>"
        last[:] = [Tag(name.rpartition(":")[2], name, attributes, at, match.end(), empty)]
        if start:
            start(last[0])

    def on_end(name: str) -> None:
        if end:
            end(name.rpartition(":")[2], parser.CurrentByteIndex)

    parser.StartElementHandler = on_start
    if end:
        parser.EndElementHandler = on_end
    if text:
        told = text
        parser.CharacterDataHandler = lambda piece: told(piece, parser.CurrentByteIndex)
    parser.Parse(xml, True)


def appended(xml: bytes, name: str, attributes: Mapping[str, str]) -> bytes:
    """XML with one more empty element at the end of its outermost."""
    edits = Edits(xml)
    roots: list[Tag] = []
    ends = [0]

    def start(tag: Tag) -> None:
        if not roots:
            roots.append(tag)

    walk(xml, start=start, end=lambda _name, at: ends.append(at))
    element = tag_text(roots[0].like(name), attributes, empty=True)
    if roots[0].empty:
        edits.replace(roots[0].start, roots[0].end, tag_text(roots[0].full_name, roots[0].attributes))
        edits.insert(roots[0].end, f"{element}</{roots[0].full_name}>")
    else:
        edits.insert(ends[-1], element)
    return edits.done()


def tag_text(name: str, attributes: Mapping[str, str], *, empty: bool = False) -> str:
    """A start tag."""
    listed = "".join(f" {key}={quoteattr(value, _QUOTES)}" for key, value in attributes.items())
    return f"<{name}{listed}{'/' if empty else ''}>"


def text_in_xml(text: str) -> str:
    """A text as XML writes it; what XML can't write becomes the replacement character."""
    return escape(re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text))
