"""The XML of one sheet with cells in red: styles changed where cells stand, and cells made where there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .cell_notes import Place, reference
from .cell_places import column_number
from .marked_styles import MarkedStyles
from .scrub import hidden, is_private
from .xml_edit import Edits, Tag, tag_text, walk

_AFTER_NOTES = frozenset(
    (
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts"),
        *("extLst", "AlternateContent"),
    )
)
"""What stands below the pointer to the notes' boxes in a sheet (ECMA-376, 18.3.1.99)."""
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class _Cell:
    """The cell that is being read."""

    tag: Tag
    column: int
    value: str = ""
    formula: str = ""
    value_at: tuple[int, int] | None = None
    formula_at: tuple[int, int] | None = None


class SheetMarks:
    """A sheet that is marked.

    Parameters
    ----------
    xml
        The sheet, each cell with its place.
    cells
        What to mark.
    styles
        Where the red likenesses of styles are made.
    private_texts
        The numbers of the shared texts that hold identity numbers.
    again
        Whether the workbook was marked before: then what is red and not to be marked loses its colour.

    Attributes
    ----------
    private
        The cells in which an identity number was found: it is taken out, and they are red.
    boxes
        The relationship of the part with the boxes of the sheet's notes; None if it has none.
    """

    def __init__(
        self, xml: bytes, cells: Iterable[Place], styles: MarkedStyles, private_texts: frozenset[int], *, again: bool
    ) -> None:
        self.private: set[Place] = set()
        self.boxes: str | None = None
        self._xml, self._edits, self._styles = xml, Edits(xml), styles
        self._hidden, self._again = private_texts, again
        self._left: dict[int, list[int]] = {}
        for row, column in sorted(set(cells)):
            self._left.setdefault(row, []).append(column)
        self._open: list[Tag] = []
        self._column_styles: list[tuple[int, int, int]] = []
        self._row, self._row_style, self._pending = 0, 0, list[int]()
        self._cell: _Cell | None = None
        self._below_data, self._notes_at = False, 0
        walk(xml, start=self._start, end=self._end, text=self._text)

    def done(self, boxes: str | None = None) -> bytes:
        """The sheet; ``boxes`` is the relationship of a new part with boxes for its notes."""
        if boxes:
            attributes = {"xmlns:r": _LINKS, "r:id": boxes}
            self._edits.insert(self._notes_at, tag_text(self._root.like("legacyDrawing"), attributes, empty=True))
        return self._edits.done()

    def _start(self, tag: Tag) -> None:
        if not self._open:
            self._root = tag
        parent = self._open[-1].name if self._open else ""
        self._open.append(tag)
        if tag.name == "col" and parent == "cols":
            first, last, style = (_number(tag.attributes.get(name)) for name in ("min", "max", "style"))
            self._column_styles.append((first, last, style))
        elif tag.name == "sheetData" and tag.empty:
            self._edits.replace(tag.start, tag.end, self._opened(tag, self._rows_before(None), f"</{tag.full_name}>"))
        elif tag.name == "row" and parent == "sheetData":
            self._start_row(tag)
        elif tag.name == "c" and parent == "row":
            self._start_cell(tag)
        elif tag.name == "f" and self._cell:
            self._cell.formula_at = tag.end, tag.end
        elif tag.name == "v" and self._cell:
            self._cell.value_at = tag.end, tag.end
        elif parent == self._root.name and len(self._open) == 2 and self._below_data:
            if tag.name == "legacyDrawing":
                self.boxes = next((value for key, value in tag.attributes.items() if key.endswith(":id")), None)
            if tag.name in _AFTER_NOTES and not self._notes_at:
                self._notes_at = tag.start

    def _end(self, name: str, at: int) -> None:
        tag = self._open.pop()
        if name == "sheetData":
            self._below_data = True
        if not self._open:
            self._notes_at = self._notes_at or at
        if tag.empty:
            return
        if name == "c" and self._cell:
            self._end_cell(self._cell, self._xml.index(b">", at) + 1)
            self._cell = None
        elif name == "f" and self._cell and self._cell.formula_at:
            self._cell.formula_at = self._cell.formula_at[0], at
        elif name == "v" and self._cell and self._cell.value_at:
            self._cell.value_at = self._cell.value_at[0], at
        elif name == "row":
            self._edits.insert(at, self._cells_before(tag, None))
        elif name == "sheetData":
            self._edits.insert(at, self._rows_before(None))

    def _text(self, piece: str, _at: int) -> None:
        if self._cell:
            name = self._open[-1].name
            if name == "f":
                self._cell.formula += piece
            elif name in ("v", "t"):
                self._cell.value += piece

    def _start_row(self, tag: Tag) -> None:
        self._row = _number(tag.attributes.get("r")) or self._row + 1
        own_style = tag.attributes.get("customFormat") in ("1", "true")
        self._row_style = _number(tag.attributes.get("s")) if own_style else 0
        self._edits.insert(tag.start, self._rows_before(self._row))
        self._pending = self._left.pop(self._row, [])
        if self._pending:
            # Where cells are added, the hint of the columns that the row spans may no longer be right.
            attributes = {key: value for key, value in tag.attributes.items() if key != "spans"}
            opened = tag_text(tag.full_name, attributes)
            if tag.empty:
                opened += self._cells_before(tag, None) + f"</{tag.full_name}>"
            self._edits.replace(tag.start, tag.end, opened)

    def _start_cell(self, tag: Tag) -> None:
        letters = tag.attributes["r"].rstrip("0123456789")
        cell = _Cell(tag, column_number(letters))
        self._edits.insert(tag.start, self._cells_before(tag, cell.column))
        if tag.empty:
            self._end_cell(cell, tag.end)
        else:
            self._cell = cell

    def _end_cell(self, cell: _Cell, end: int) -> None:
        tag = cell.tag
        private = self._is_private(cell)
        if private:
            self.private.add((self._row, cell.column))
        marked = cell.column in self._pending
        if marked:
            self._pending.remove(cell.column)
        style = _number(tag.attributes.get("s"))
        attributes = dict(tag.attributes)
        if marked or private:
            attributes["s"] = str(self._styles.marked(style))
        elif self._again and style in self._styles.red:
            attributes["s"] = str(self._styles.unmarked(style))
        if private and cell.formula_at and cell.value_at:
            attributes["t"] = "str"
            self._edits.replace(*cell.value_at, hidden())
            if is_private(cell.formula):
                self._edits.replace(*cell.formula_at, f'"{hidden()}"')
        elif private:
            attributes["t"] = "inlineStr"
            text, holder, name = tag.like("t"), tag.like("is"), tag.full_name
            whole = f"{tag_text(name, attributes)}<{holder}><{text}>{hidden()}</{text}></{holder}></{name}>"
            self._edits.replace(tag.start, end, whole)
            return
        if attributes != tag.attributes:
            self._edits.replace(tag.start, tag.end, tag_text(tag.full_name, attributes, empty=tag.empty))

    def _is_private(self, cell: _Cell) -> bool:
        if cell.tag.attributes.get("t") == "s":
            return cell.value.strip().isdecimal() and int(cell.value) in self._hidden
        return is_private(cell.value) or is_private(cell.formula)

    def _cells_before(self, like: Tag, column: int | None) -> str:
        """New cells for those to be marked that the row lacks, up to before a column."""
        made = ""
        while self._pending and (column is None or self._pending[0] < column):
            made += self._new_cell(like, self._row, self._pending.pop(0))
        return made

    def _rows_before(self, row: int | None) -> str:
        """New rows for those to be marked that the sheet lacks, up to before a row."""
        made = ""
        name = self._root.like("row")
        for number in [one for one in self._left if row is None or one < row]:
            cells = "".join(self._new_cell(self._root, number, column) for column in self._left.pop(number))
            made += f'<{name} r="{number}">{cells}</{name}>'
        return made

    def _new_cell(self, like: Tag, row: int, column: int) -> str:
        style = self._row_style if row == self._row else 0
        style = style or next((style for first, last, style in self._column_styles if first <= column <= last), 0)
        return f'<{like.like("c")} r="{reference((row, column))}" s="{self._styles.marked(style)}"/>'

    @staticmethod
    def _opened(tag: Tag, *inside: str) -> str:
        return tag_text(tag.full_name, tag.attributes) + "".join(inside)


def _number(value: str | None) -> int:
    """A number as an attribute holds it; what is none counts as 0."""
    return int(value) if value and value.isdecimal() else 0
