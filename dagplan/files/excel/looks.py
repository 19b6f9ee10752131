"""How a cell looks, as a value, and a workbook that reckons each look once.

openpyxl looks up every font, fill and border anew for every cell; a plan's workbook took five times as long so.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

INK, FAINT, LINE, EDGE = "1B2A3A", "6B7A8A", "C9D3DD", "5F6F7F"
DATE, CLOCK, MOMENT, ORDINARY = "yyyy-mm-dd", "hh:mm", "yyyy-mm-dd hh:mm", "General"

Edges = Literal["none", "under", "heading", "box", "moved", "hour", "half"]

_EDGE = Side(style="thin", color=EDGE)
_MOVED = Side(style="medium", color="C2410C")
_BORDERS = {
    "none": Border(),
    "under": Border(bottom=Side(style="thin", color=LINE)),
    "heading": Border(bottom=Side(style="thin", color=LINE), right=Side(style="thin", color=LINE)),
    "hour": Border(top=Side(style="thin", color="9AA7B4")),
    "half": Border(top=Side(style="thin", color="E3E8ED")),
    "box": Border(_EDGE, _EDGE, _EDGE, _EDGE),
    "moved": Border(_MOVED, _MOVED, _MOVED, _MOVED),
}


@dataclass(frozen=True)
class Look:
    """Font, paper, edges and place of what stands in a cell; ``form`` is its number format."""

    size: float = 11
    bold: bool = False
    ink: str = INK
    paper: str | None = None
    edges: Edges = "none"
    across: Literal["left", "center", "right", "general"] = "general"
    down: Literal["top", "center", "bottom"] = "bottom"
    wrap: bool = False
    form: str = ORDINARY


PLAIN = Look()
BOLD = Look(bold=True)
TITLE = Look(size=16, bold=True)
SMALL = Look(size=9, ink=FAINT)
ENTRY = Look(edges="under", across="left", down="top")
FIGURE = Look(edges="under", form="#,##0")


class StyledWorkbook(Workbook):
    """A workbook that remembers its looks."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: dict[Look, Any] = {}


def dress(cell: Cell, look: Look) -> None:
    """Give a cell a look."""
    book = cell.parent.parent
    known = book.looks if isinstance(book, StyledWorkbook) else {}
    if look in known:
        cell._style = copy(known[look])  # type: ignore[attr-defined]
        return
    cell.font = Font(name="Calibri", size=look.size, bold=look.bold, color=look.ink)
    if look.paper:
        cell.fill = PatternFill("solid", start_color=look.paper, end_color=look.paper)
    cell.border = _BORDERS[look.edges]
    cell.alignment = Alignment(horizontal=look.across, vertical=look.down, wrap_text=look.wrap)
    cell.number_format = look.form
    known[look] = copy(cell._style)  # type: ignore[attr-defined]
