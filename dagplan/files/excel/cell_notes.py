"""The texts of the notes on a sheet's cells: those it has, and ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from .cell_places import column_letters, column_number
from .xml_edit import Edits, Tag, tag_text, text_in_xml, walk

AUTHOR = "dagplan: problem"
Place = tuple[int, int]
"""Row and column, from 1."""

NEW_NOTES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors>'
    b"<commentList></commentList></comments>"
)
_BELOW = "\ndagplan: "
"""How a message begins below a note that was there before."""
_EARLIER = re.compile(rb"(?:\r?\n|&#10;|&#x[aA];)dagplan: [^<]*")


class Notes:
    """The notes of one sheet.

    Parameters
    ----------
    xml
        The part with their texts; None if there is none.
    earlier
        What an earlier marking said, in this workbook: notes that say only that are ours, and are written anew.
    """

    def __init__(self, xml: bytes | None, earlier: Collection[str] = ()) -> None:
        self.xml = _EARLIER.sub(b"", xml or NEW_NOTES) if earlier else xml or NEW_NOTES
        self._tags: dict[str, Tag] = {}
        self._ends: dict[str, int] = {}
        self._authors: list[str] = []
        self._texts: dict[Place, tuple[Tag, int, int]] = {}
        self._said: dict[Place, str] = {}
        self._path: list[Tag] = []
        walk(self.xml, start=self._start, end=self._end, text=self._text)
        self._ours = {
            place
            for place, said in self._said.items()
            if earlier and (self._author(place) == AUTHOR or set(said.strip().split("\n")) <= set(earlier))
        }

    def with_messages(self, messages: Mapping[Place, str]) -> tuple[bytes, set[Place], set[Place]]:
        """The notes with these messages by cell, and without those of an earlier marking.

        A note that is there keeps its text, and gets the message below it; a conversation is left as it is.

        Returns
        -------
        tuple
            The part, the cells that need a new box, and those whose box goes.
        """
        edits, new, gone = Edits(self.xml), set[Place](), set[Place]()
        author = self._authors.index(AUTHOR) if AUTHOR in self._authors else len(self._authors)
        for place, (tag, _end, last) in self._texts.items():
            if place in self._ours:
                edits.replace(tag.start, last, "")
                if place not in messages:
                    gone.add(place)
        pieces = []
        for place, message in messages.items():
            if place in self._texts and self._author(place).startswith("tc="):
                continue
            if place in self._texts and place not in self._ours:
                tag, end, _last = self._texts[place]
                run, text = tag.like("r"), tag.like("t")
                words = text_in_xml(_BELOW + message)
                edits.insert(end, f'<{run}><{text} xml:space="preserve">{words}</{text}></{run}>')
                continue
            name = self._tags["commentList"].like
            start = tag_text(name("comment"), {"ref": reference(place), "authorId": str(author)})
            holder, text = name("text"), name("t")
            words = f'<{holder}><{text} xml:space="preserve">{text_in_xml(message)}</{text}></{holder}>'
            pieces.append(f"{start}{words}</{name('comment')}>")
            if place not in self._ours:
                new.add(place)
        if author == len(self._authors):
            tag_name = self._tags["authors"].like("author")
            edits.insert(self._ends["authors"], f"<{tag_name}>{AUTHOR}</{tag_name}>")
        edits.insert(self._ends["commentList"], "".join(pieces))
        return edits.done(), new, gone

    def _author(self, place: Place) -> str:
        number = self._texts[place][0].attributes.get("authorId", "")
        return self._authors[int(number)] if number.isdecimal() and int(number) < len(self._authors) else ""

    def _start(self, tag: Tag) -> None:
        if tag.name in ("authors", "commentList"):
            self._tags[tag.name] = tag
        elif tag.name == "author":
            self._authors.append("")
        self._path.append(tag)

    def _end(self, name: str, at: int) -> None:
        tag = self._path.pop()
        if name in ("authors", "commentList"):
            self._ends[name] = at
        elif name == "text" and self._path and self._path[-1].name == "comment":
            self._texts[_place(self._path[-1])] = (self._path[-1], at, at)
        elif name == "comment":
            place = _place(tag)
            if place in self._texts:
                _tag, end, _last = self._texts[place]
                self._texts[place] = tag, end, self.xml.index(b">", at) + 1

    def _text(self, piece: str, _at: int) -> None:
        names = [tag.name for tag in self._path]
        if names[-1] == "author":
            self._authors[-1] += piece
        elif names[-1] == "t" and "comment" in names:
            place = _place(self._path[names.index("comment")])
            self._said[place] = self._said.get(place, "") + piece


def _place(tag: Tag) -> Place:
    letters = tag.attributes.get("ref", "").rstrip("0123456789")
    digits = tag.attributes.get("ref", "")[len(letters) :]
    return (int(digits), column_number(letters)) if digits and letters.isalpha() else (0, 0)


def reference(place: Place) -> str:
    """A cell's name: row 2, column 4 is ``D2``."""
    return f"{column_letters(place[1])}{place[0]}"
