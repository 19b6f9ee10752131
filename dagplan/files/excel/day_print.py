"""How the sheet of a date is printed: whole columns of people on each page, so large as their height allows.

Fitting all people on one page made letters of a point or two, and more pages would cut through people. So the scale
is that at which the whole day is as high as one page, and as many people stand on a page as fit beside one another;
the times are repeated on each. Spreadsheet programs heed page breaks only where a scale is given, not "fit to pages".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.worksheet import Worksheet

from .style import print_on_a4

_PORTRAIT, _LANDSCAPE = (537.0, 745.0), (784.0, 498.0)
"""Points across and down within the margins of A4."""
_SAFE = 0.98
"""Of it, since programs round."""
POINTS_A_WIDTH = 7.0
"""Of a character of a column's width where the workbook's typeface is replaced by a broad one; in Calibri 5.25."""
_LEAST_PERCENT = 10
_FIVE_POINTS, _WORTH_A_PAGE = 65, 0.8


@dataclass(frozen=True)
class Pages:
    """The scale of a printout, and how many columns stand on each of its pages."""

    percent: int
    portrait: bool
    columns: Sequence[int]


def pages_for(height: float, times: float, people: Sequence[float]) -> Pages:
    """The pages of a date.

    Parameters
    ----------
    height
        Of the whole sheet, in points.
    times
        Width of the column of times, which each page has, in points.
    people
        Widths of what is not to be parted, in points.
    """
    possible = []
    for (across, down), portrait in ((_LANDSCAPE, False), (_PORTRAIT, True)):
        largest = min(1.0, down * _SAFE / height, across * _SAFE / (times + max(people, default=0.0)))
        percent = max(int(largest * 100), _LEAST_PERCENT)
        least = max(_still_legible(percent), _LEAST_PERCENT)
        possible += [_pages(size, times, people, across, portrait) for size in range(percent, least - 1, -1)]
    legible = _still_legible(max(pages.percent for pages in possible))
    wanted = [pages for pages in possible if pages.percent >= legible]
    return min(wanted, key=lambda pages: (len(pages.columns), -pages.percent))


def _still_legible(largest: int) -> int:
    """How small letters may be where that spares a page: five points, or a fifth smaller than they could be."""
    return min(_FIVE_POINTS, int(largest * _WORTH_A_PAGE))


def _pages(percent: int, times: float, people: Sequence[float], across: float, portrait: bool) -> Pages:
    room = across * _SAFE * 100 / percent - times
    columns: list[int] = []
    left = 0.0
    for width in people:
        if columns and width <= left:
            columns[-1] += 1
        else:
            columns.append(1)
            left = room
        left -= width
    return Pages(percent, portrait, columns)


def print_in_pages(sheet: Worksheet, pages: Pages, first_columns: Sequence[int], header_rows: str) -> None:
    """Set a sheet's printing; ``first_columns`` are those with which its pages begin."""
    print_on_a4(sheet, header_rows)
    sheet.print_title_cols = "A:A"
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale = pages.percent
    sheet.page_setup.orientation = "portrait" if pages.portrait else "landscape"
    breaks = ColBreak()
    for column in first_columns[1:]:
        breaks.append(Break(id=column - 1))
    sheet.col_breaks = breaks
