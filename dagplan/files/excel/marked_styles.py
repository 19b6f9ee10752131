"""The styles of a marked workbook: each style that a marked cell has, once more in red."""

from __future__ import annotations

import re

from .xml_edit import Edits, Tag, tag_text, walk

RED = "00F8B4B4"
_HEADING = "FF1F4E79"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></styleSheet>'
)
_LEAST = {
    "numFmts": "",
    "fonts": '<font><sz val="11"/><name val="Calibri"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
}
"""What a workbook's styles begin with, in this order, and the least that stands in each."""


class MarkedStyles:
    """The styles part of a workbook, and the styles that are added to it.

    Attributes
    ----------
    red
        The numbers of the styles that are red already, since the workbook was marked before.
    """

    def __init__(self, xml: bytes) -> None:
        self.xml = _completed(xml or _EMPTY)
        self._tags: dict[str, Tag] = {}
        self._ends: dict[str, int] = {}
        self._forms: list[tuple[Tag, bytes]] = []
        self._fills: list[str] = []
        self._fonts = 0
        self._path: list[str] = []
        self._open: Tag | None = None
        walk(self.xml, start=self._start, end=self._end)
        self._new_forms: list[str] = []
        self._made: dict[tuple[int, bool], int] = {}
        fill = next((number for number, rgb in enumerate(self._fills) if rgb[-6:] == RED[-6:]), None)
        self._red_fill = len(self._fills) if fill is None else fill
        self._new_fills = [self._fill(RED)] if fill is None else []
        self.red = frozenset(
            number for number, (form, _xml) in enumerate(self._forms) if form.attributes.get("fillId") == str(fill)
        )

    def marked(self, style: int) -> int:
        """The number of a style's red likeness."""
        return self._with_fill(style, self._red_fill, red=True)

    def unmarked(self, style: int) -> int:
        """The number of a red style's likeness without colour."""
        return self._with_fill(style, 0, red=False)

    def list_styles(self) -> tuple[int, int]:
        """The numbers of two more styles: of a heading, and of a text that is wrapped."""
        self._new_fills.append(self._fill(_HEADING))
        fill = len(self._fills) + len(self._new_fills) - 1
        common = {"numFmtId": "0", "borderId": "0", "xfId": "0", "applyAlignment": "1"}
        forms = (
            {**common, "fontId": str(self._fonts), "fillId": str(fill), "applyFont": "1", "applyFill": "1"},
            {**common, "fontId": "0", "fillId": "0"},
        )
        first = len(self._forms) + len(self._new_forms)
        name = self._tags["cellXfs"].like
        for form in forms:
            alignment = tag_text(name("alignment"), {"vertical": "top", "wrapText": "1"}, empty=True)
            self._new_forms.append(f"{tag_text(name('xf'), form)}{alignment}</{name('xf')}>")
        return first, first + 1

    def done(self) -> bytes:
        """The part with all that was added."""
        edits = Edits(self.xml)
        name = self._tags["cellXfs"].like
        font = f'<{name("font")}><{name("b")}/><{name("sz")} val="11"/><{name("color")} rgb="FFFFFFFF"/>'
        font += f'<{name("name")} val="Calibri"/></{name("font")}>'
        for holder, count, new in (
            ("fonts", self._fonts, [font]),
            ("fills", len(self._fills), self._new_fills),
            ("cellXfs", len(self._forms), self._new_forms),
        ):
            if new:
                tag = self._tags[holder]
                attributes = {**tag.attributes, "count": str(count + len(new))}
                edits.replace(tag.start, tag.end, tag_text(tag.full_name, attributes))
                edits.insert(self._ends[holder], "".join(new))
        return edits.done()

    def _fill(self, rgb: str) -> str:
        fill, pattern, *colours = map(self._tags["cellXfs"].like, ("fill", "patternFill", "fgColor", "bgColor"))
        inside = "".join(f'<{colour} rgb="{rgb}"/>' for colour in colours)
        return f'<{fill}><{pattern} patternType="solid">{inside}</{pattern}></{fill}>'

    def _with_fill(self, style: int, fill: int, *, red: bool) -> int:
        if (style, red) not in self._made:
            tag, xml = self._forms[style if style < len(self._forms) else 0]
            attributes = {**tag.attributes, "fillId": str(fill), "applyFill": "1"}
            inside = xml[tag.end - tag.start :].decode()
            self._made[style, red] = len(self._forms) + len(self._new_forms)
            self._new_forms.append(tag_text(tag.full_name, attributes, empty=tag.empty) + inside)
        return self._made[style, red]

    def _start(self, tag: Tag) -> None:
        parent = self._path[-1] if self._path else ""
        if tag.name in ("fonts", "fills", "cellXfs") and len(self._path) == 1:
            self._tags[tag.name] = tag
        elif parent == "fonts" and tag.name == "font":
            self._fonts += 1
        elif parent == "fills" and tag.name == "fill":
            self._fills.append("")
        elif tag.name == "fgColor" and "fills" in self._path and "dxfs" not in self._path:
            self._fills[-1] = tag.attributes.get("rgb", "").upper()
        elif parent == "cellXfs" and tag.name == "xf":
            self._open = tag
        self._path.append(tag.name)

    def _end(self, name: str, at: int) -> None:
        self._path.pop()
        parent = self._path[-1] if self._path else ""
        if parent == "cellXfs" and name == "xf" and self._open is not None:
            tag = self._open
            end = tag.end if tag.empty else self.xml.index(b">", at) + 1
            self._forms.append((tag, self.xml[tag.start : end]))
        elif name in self._tags and len(self._path) == 1:
            self._ends[name] = at


def _completed(xml: bytes) -> bytes:
    """Styles in which no group is lacking that others build on."""
    open_tags: list[Tag] = []
    groups: list[Tag] = []
    ends: list[int] = []

    def start(tag: Tag) -> None:
        open_tags.append(tag)
        if len(open_tags) == 2:
            groups.append(tag)

    def end(_name: str, at: int) -> None:
        ends.append(at)
        root = open_tags.pop()
        if not open_tags:
            groups.insert(0, root)

    walk(xml, start=start, end=end)
    root, *groups = groups
    if root.empty:
        return _completed(_EMPTY)
    edits, order = Edits(xml), list(_LEAST)
    for number, (name, inside) in enumerate(_LEAST.items()):
        given = next((tag for tag in groups if tag.name == name), None)
        if not inside or (given and not given.empty):
            continue
        group = f"<{name}>{inside}</{name}>"
        prefixed = re.sub(r"<(/?)(?=\w)", rf"<\1{root.like('')}", group)
        if given:
            edits.replace(given.start, given.end, prefixed)
        else:
            later = (tag.start for tag in groups if tag.name not in order[: number + 1])
            edits.insert(next(later, ends[-1]), prefixed)
    return edits.done()
