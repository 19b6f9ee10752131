"""A workbook's archive with marks: the parts that change, the parts that are new, and all others as they were."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Mapping, Sequence

from .cell_notes import Notes, Place
from .cell_places import placed
from .marked_styles import MarkedStyles
from .note_boxes import with_boxes
from .package import Package, is_xml, links_part, packed
from .problem_sheet import is_problem_sheet, problem_sheet, unselected, with_first_sheet
from .scrub import hidden_name, is_private, private_texts, scrubbed
from .sheet_marks import SheetMarks
from .transitional import transitional
from .xml_edit import appended, text_in_xml

_TYPES = "[Content_Types].xml"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORM = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NEW_LINKS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_DATA = re.compile(rb"<(?:\w+:)?sheetData(?=[\s>]).*</(?:\w+:)?sheetData>", re.DOTALL)


class MarkedBook:
    """A workbook that gets marks.

    Parameters
    ----------
    package, book
        Its archive, and the part with the list of its sheets.

    Raises
    ------
    UnfitError
        If it is too large.
    """

    def __init__(self, package: Package, book: str) -> None:
        self._package, self._book = package, book
        self._sheets = [(title, link) for title, link in package.sheets(book) if link.kind == "worksheet"]
        self._parts = {name: self._loaded(name) for name in package.entries}
        texts = self._part_of("sharedStrings")
        self._list = next(
            (link for title, link in self._sheets if is_problem_sheet(title, self._parts[link.part], texts)), None
        )
        self._styles = MarkedStyles(self._part_of("styles"))

    @property
    def list_title(self) -> str | None:
        """The name of the sheet that an earlier marking wrote; None if there was none."""
        return next((title for title, link in self._sheets if link == self._list), None)

    def mark(self, marks: Mapping[str, Mapping[Place, str]], earlier: Collection[str] = ()) -> None:
        """Make cells red, each with its message as a note; take identity numbers out of all.

        Parameters
        ----------
        marks
            The messages by sheet and cell.
        earlier
            What an earlier marking said: its notes and colours go.
        """
        private = private_texts(self._part_of("sharedStrings"))
        done = set()
        for title, link in self._sheets:
            if link == self._list or link.part in done:
                continue
            done.add(link.part)
            cells = marks.get(title, {})
            sheet = SheetMarks(
                placed(self._parts[link.part]), cells, self._styles, private, again=self._list is not None
            )
            boxes = self._note(link.part, sheet, cells, earlier)
            xml = unselected(sheet.done(boxes))
            data = _DATA.search(xml)
            head, inside, tail = (xml[: data.start()], data[0], xml[data.end() :]) if data else (xml, b"", b"")
            self._parts[link.part] = scrubbed(head) + inside + scrubbed(tail)

    def list(self, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Put the list of problems first; where an earlier marking wrote one, in its place."""
        xml = problem_sheet(headings, rows, self._styles.list_styles())
        if self._list is not None:
            self._parts[self._list.part] = xml
            self._parts.pop(self._package.name_of(links_part(self._list.part)) or "", None)
            return
        part = self._new_part("xl/worksheets/sheet{}.xml", xml, f"{_FORM}.worksheet+xml")
        link = self._link(self._book, "worksheet", part)
        titles = {title.lower() for title, _link in self._sheets}
        free = next(
            name for name in (title, *(f"{title} ({n})" for n in range(2, 999))) if name.lower() not in titles
        )
        self._parts[self._book] = with_first_sheet(self._parts[self._book], free, link)

    def done(self) -> bytes:
        """The archive."""
        styles = next((link.part for link in self._package.links(self._book) if link.kind == "styles"), None)
        if styles is None:
            styles = self._new_part("xl/styles{}.xml", b"", f"{_FORM}.styles+xml", first="")
            self._link(self._book, "styles", styles)
        self._parts[styles] = self._styles.done()
        sheets = {link.part for _title, link in self._sheets}
        # Some programs look for parts just as the list of types spells them.
        spelled = re.findall(r'PartName="/([^"]*)"', self._parts[self._package.name_of(_TYPES) or _TYPES].decode())
        names = {part.lower(): part for one in spelled for part in (one, links_part(one))}
        parts = {}
        for name, data in self._parts.items():
            whole = unselected(data) if "/chartsheets/" in name.lower() else data
            parts[names.get(name.lower(), name)] = whole if name in sheets or not is_xml(name) else scrubbed(whole)
        return packed(parts, zipfile.ZIP_DEFLATED)

    def _loaded(self, name: str) -> bytes:
        """A part in Transitional words; sheets named after a person have other names in it, also in formulas."""
        data = self._package.read_any(name)
        if not is_xml(name):
            return data
        for number, title in enumerate((title for title, _link in self._sheets if is_private(title)), 1):
            new = hidden_name() if number == 1 else f"{hidden_name()} {number}"
            data = data.replace(text_in_xml(title).encode(), new.encode())
        return transitional(data)

    def _part_of(self, kind: str) -> bytes:
        part = next((link.part for link in self._package.links(self._book) if link.kind == kind), None)
        return self._parts[part] if part else b""

    def _note(self, part: str, sheet: SheetMarks, cells: Mapping[Place, str], earlier: Collection[str]) -> str | None:
        """Write a sheet's notes and their boxes; the relationship of new boxes."""
        links = self._package.links(part)
        texts = next((link.part for link in links if link.kind == "comments"), None)
        if not cells and (texts is None or not earlier):
            return None
        notes = Notes(self._parts[texts] if texts else None, earlier)
        xml, new, gone = notes.with_messages(cells)
        if texts:
            self._parts[texts] = xml
        elif new:
            made = self._new_part("xl/comments{}.xml", xml, f"{_FORM}.comments+xml")
            self._link(part, "comments", made)
        old = next((link.part for link in links if link.id == sheet.boxes), None) if sheet.boxes else None
        if old:
            self._parts[old] = with_boxes(self._parts[old], new, gone)
            return None
        if not new:
            return None
        made = self._new_part("xl/drawings/vmlDrawing{}.vml", with_boxes(None, new, ()))
        self._type("Default", "Extension", "vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        return self._link(part, "vmlDrawing", made)

    def _new_part(self, form: str, data: bytes, kind: str = "", first: str = "1") -> str:
        """Add a part under the first name of this form that is free."""
        taken = {name.lower() for name in self._parts}
        names = (form.format(number) for number in (first, *range(2, 99_999)))
        name = next(one for one in names if one.lower() not in taken)
        self._parts[name] = data
        if kind:
            self._type("Override", "PartName", f"/{name}", kind)
        return name

    def _type(self, tag: str, key: str, what: str, kind: str) -> None:
        name = self._package.name_of(_TYPES) or _TYPES
        types = self._parts[name]
        if f'{key}="{what}"'.lower() not in types.decode().lower():
            self._parts[name] = appended(types, tag, {key: what, "ContentType": kind})

    def _link(self, part: str, kind: str, goal: str) -> str:
        """Make a part lead to another; the id of the relationship."""
        holder = links_part(part)
        name = self._package.name_of(holder) or holder
        links = self._parts.get(name, _NEW_LINKS)
        link = next(one for number in range(1, 99_999) if f'"{(one := f"rIdDagplan{number}")}"'.encode() not in links)
        attributes = {"Id": link, "Type": f"{_KINDS}/{kind}", "Target": f"/{goal}"}
        self._parts[name] = appended(links, "Relationship", attributes)
        return link
