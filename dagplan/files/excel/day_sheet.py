"""One date as a planner's day: people across, time down, linked visits in one colour with their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate, chain, pairwise

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from dagplan.models.view import PlanView
from dagplan.models.windows import Span, subtract

from .day_columns import Column, colours_of, columns_of
from .day_grid import HEAD, HEAD_POINTS, Grid, grid_over, span_of
from .day_print import POINTS_A_WIDTH, pages_for, print_in_pages
from .day_text import VisitTexts, signs_in
from .looks import FAINT, SMALL, TITLE, Edges, Look
from .plan_names import person_title, unit_title
from .plan_words import Words
from .style import heading, join, print_on_a4, put

SINGLE, AWAY, BUSY = "F0F3F7", "DCE1E6", "C3CBD3"
TIMES_WIDTH = 7
"""Of the column of times, in characters of five to six points."""
_LEGEND_POINTS, _LEGEND_LINE_POINTS = 48.0, 12.0
"""Height that is kept free for the legend, and of each of its lines."""
_HEADING_SIGNS = 0.85
"""Signs of a heading for each character of a column's width."""

_VISIT = Look(size=8, edges="box", down="top", wrap=True)
_GREY = Look(size=8, ink=FAINT, down="top")
_CENTRED = replace(SMALL, across="center")


def add_day(workbook: Workbook, day: date, view: PlanView, words: Words) -> None:
    """Add the sheet of one date, also of one on which nothing is booked, or nobody works."""
    bookings = view.by_day.get(day, ())
    columns = columns_of(day, view)
    texts = VisitTexts(view, words)
    sheet = workbook.create_sheet(day.isoformat())
    hours = chain.from_iterable(one.windows for one in columns if not one.item)
    width = texts.width(bookings, columns)
    lines = [
        (span_of(one, day), 1 + texts.text(one, column, width).count("\n"))
        for column in columns
        for one in chain.from_iterable(column.lanes)
    ]
    grid = grid_over(sheet, hours, lines, width)
    if grid is None:
        put(sheet, 1, 2, words.day(day), TITLE)
        put(sheet, 3, 2, words["nobody_works"])
        print_on_a4(sheet)
        return
    grid.times()
    colours = colours_of(bookings, view)
    positions = list(accumulate((len(one.lanes) for one in columns), initial=2))
    for position, column in zip(positions, columns, strict=False):
        _column(grid, day, position, column, texts, colours)
    if bookings:
        told = [words["legend"], *([words["legend_moved"]] if any(map(texts.has_moved, bookings)) else [])]
    else:
        told = [words["no_visits"]]
    _finish(grid, positions[-1] - 1)
    _print(grid, columns, positions, (words.day(day), " ".join(told)), view)


def _column(
    grid: Grid, day: date, position: int, column: Column, texts: VisitTexts, colours: Mapping[str, str]
) -> None:
    sheet, end, view = grid.sheet, position + len(column.lanes) - 1, texts.view
    where = column.who, column.unit, day
    minutes, hours = view.minutes_booked(*where), view.minutes_free(*where)
    title = person_title(view, column.who)
    if column.item:
        title = view.item_name(column.who)
        minutes, hours = sum(one.minutes for lane in column.lanes for one in lane), 0
    heading(sheet, 3, position, title, needed=not column.item, centred=True)
    put(sheet, 4, position, f"{minutes} / {hours} min" if hours else f"{minutes} min", _CENTRED)
    for row in (3, 4):
        join(sheet, row, position, row, end)
    for lane, visits in enumerate(column.lanes, position):
        taken = sorted(span_of(one, one.start.date()) for one in visits)
        for one in visits:
            span, bold = span_of(one, one.start.date()), texts.is_bold(one)
            text = texts.text(one, column, grid.width, grid.room(span))
            edges: Edges = "moved" if texts.has_moved(one) else "box"
            look = replace(_VISIT, paper=colours.get(one.request, SINGLE), bold=bold, edges=edges)
            grid.block(lane, span, text, look)
        away = subtract([(grid.first, grid.last)], [*column.windows, *taken])
        busy = subtract(column.windows, [*subtract(column.windows, column.busy), *taken])
        for span in away:
            grid.block(lane, span, "", replace(_GREY, paper=AWAY))
        for span in busy:
            grid.block(lane, span, f"{_times_of(span)}  {texts.words['busy']}", replace(_GREY, paper=BUSY))
        grid.lines(lane, [*taken, *away, *busy])


def _times_of(span: Span) -> str:
    """Two clock times: 10:00–11:30."""
    return "–".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)


def _finish(grid: Grid, last_column: int) -> None:
    sheet = grid.sheet
    sheet.column_dimensions["A"].width = TIMES_WIDTH
    for column in range(2, last_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = grid.width
    for row, points in enumerate(HEAD_POINTS, 1):
        sheet.row_dimensions[row].height = points
    for row in range(HEAD + 1, grid.end):
        sheet.row_dimensions[row].height = grid.row_points
    sheet.freeze_panes = f"B{HEAD + 1}"
    sheet.sheet_view.showGridLines = False


def _print(
    grid: Grid, columns: Sequence[Column], positions: Sequence[int], said: tuple[str, str], view: PlanView
) -> None:
    """Whole columns of people on each page; above each the date and the unit, below the first the legend."""
    title, legend = said
    height = sum(HEAD_POINTS) + (grid.end - HEAD - 1) * grid.row_points + _LEGEND_POINTS
    widths = [len(one.lanes) * grid.width * POINTS_A_WIDTH for one in columns]
    pages = pages_for(height, TIMES_WIDTH * POINTS_A_WIDTH, widths)
    ends = list(accumulate(pages.columns, initial=0))
    for start, end in pairwise(ends):
        put(grid.sheet, 1, positions[start], title, TITLE)
        _units(grid, positions[start], columns[start:end], view)
    last = positions[pages.columns[0]] - 1
    put(grid.sheet, grid.end, 2, legend, replace(SMALL, wrap=True, down="top"))
    join(grid.sheet, grid.end, 2, grid.end, last)
    lines = -(-len(legend) // signs_in(grid.width * (last - 1)))
    grid.sheet.row_dimensions[grid.end].height = _LEGEND_LINE_POINTS * lines
    print_in_pages(grid.sheet, pages, [positions[start] for start in ends[:-1]], f"1:{HEAD}")


def _units(grid: Grid, first: int, columns: Sequence[Column], view: PlanView) -> None:
    """The unit's name above its people on one page; the row is higher where a name has not the room of a line."""
    sheet = grid.sheet
    start = position = first
    for number, column in enumerate(columns):
        position += len(column.lanes)
        if number + 1 == len(columns) or columns[number + 1].unit != column.unit:
            title = unit_title(view, column.unit)
            heading(sheet, 2, start, title, needed=False, centred=True)
            join(sheet, 2, start, 2, position - 1)
            if len(title) > grid.width * (position - start) * _HEADING_SIGNS:
                sheet.row_dimensions[2].height = HEAD_POINTS[2]
            start = position
