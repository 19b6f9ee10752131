"""One date as a planner's day: people across, time down, linked visits in one colour with their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dagplan.models.plan import Booking
from dagplan.models.view import PlanView
from dagplan.models.windows import Span, equipment_busy_spans, subtract

from .looks import CLOCK, FAINT, SMALL, TITLE, Look
from .plan_names import person_title, unit_title
from .plan_words import Words
from .style import heading, join, print_on_a4, put

COLOURS = (
    "F9D9A8,BFE3C8,C5D8F7,F6C5CB,D9CDF0,F3E79B,B8E4E6,F4CBE4,D3E5A6,CFD8DC,E8C9AE,A9D3F0".split(",")  # noqa: SIM905
)
"""Light enough for black text, and apart from one another."""

SINGLE, AWAY, BUSY = "F0F3F7", "DCE1E6", "C3CBD3"
WIDTH = 21
"""Of a person's column, in characters of five to six points."""
HEAD = 4
"""Rows above the first minute: the date, the unit, the person, the figures."""

_VISIT = Look(size=8, edges="box", down="top", wrap=True)
_GREY = Look(size=8, ink=FAINT, down="top")
_CENTRED = replace(SMALL, across="center")
_HOUR = Look(size=9, bold=True, across="right", down="top", form=CLOCK)
_HOUR_LINE, _HALF_LINE = Look(edges="hour"), Look(edges="half")
_HALF = replace(_HOUR, size=8, bold=False, ink=FAINT)
_WHOLE_DAY = ((0, 1440),)
_ROW_POINTS = {5: 11.0, 10: 16.0, 15: 22.0, 1: 6.0}


@dataclass(frozen=True)
class Column:
    """One person at one unit on the date, or an item; visits at the same time stand side by side in lanes."""

    unit: str
    who: str
    lanes: tuple[tuple[Booking, ...], ...]
    windows: Sequence[Span]
    busy: Sequence[Span]
    item: bool = False


def add_day(workbook: Workbook, day: date, view: PlanView, words: Words) -> None:
    """Add the sheet of one date with bookings."""
    bookings = view.by_day[day]
    columns = columns_of(day, view)
    hours = (one.windows for one in columns if not one.item)
    spans = list(chain.from_iterable(((_span(one, day) for one in bookings), *hours)))
    first = min(start for start, _end in spans) // 60 * 60
    last = -(-max(end for _start, end in spans) // 60) * 60
    step = _step(_span(one, day) for one in bookings)
    sheet = workbook.create_sheet(day.isoformat())
    grid = _Grid(sheet, day, first, last, step)
    put(sheet, 1, 1, words.day(day), TITLE)
    _times(grid)
    colours = colours_of(bookings, view)
    position = 2
    for column in columns:
        _column(grid, position, column, view, words, colours)
        position += len(column.lanes)
    _units(sheet, columns, view)
    put(sheet, grid.row(last), 2, words["legend"], SMALL)
    _finish(grid, position - 1)


def columns_of(day: date, view: PlanView) -> list[Column]:
    """The people of a date, and then the equipment that they share, unit by unit, in the order of the request."""
    visits: dict[tuple[str, str], list[Booking]] = defaultdict(list)
    for booking in view.by_day[day]:
        visits[booking.unit, booking.practitioner].append(booking)
    windows, busy = view.hours.windows, view.hours.busy
    away = equipment_busy_spans(view.request, [day]) if view.request and view.request.equipment_busy else {}
    columns = []
    for unit in view.units_on([day]):
        for who in view.people_at(unit, [day]):
            hours = windows.get((who, unit, day), ()), busy.get((who, day), ())
            columns.append(Column(unit, who, _lanes(visits.get((unit, who), ())), *hours))
        for item in view.items_at(unit, day):
            held = [one for one in view.booked_at(unit, day) if item in one.equipment]
            columns.append(Column(unit, item, _lanes(held), _WHOLE_DAY, away.get((item, day), ()), item=True))
    return columns


def colours_of(bookings: Iterable[Booking], view: PlanView) -> Mapping[str, str]:
    """A colour for each linked request, those next to one another in time apart."""
    found: dict[str, str] = {}
    for booking in sorted(bookings, key=lambda one: (one.start, one.practitioner)):
        if view.place(booking).size > 1:
            found.setdefault(booking.request, COLOURS[len(found) % len(COLOURS)])
    return found


@dataclass(frozen=True)
class _Grid:
    """A sheet whose rows are minutes from ``first`` to ``last``, ``step`` minutes each."""

    sheet: Worksheet
    day: date
    first: int
    last: int
    step: int

    def row(self, minute: int) -> int:
        return HEAD + 1 + (min(max(minute, self.first), self.last) - self.first) // self.step

    def block(self, column: int, span: Span, text: str, look: Look) -> None:
        """Cells merged over a span of minutes."""
        top, bottom = self.row(span[0]), self.row(span[1] + self.step - 1) - 1
        for row in range(top, bottom + 1):
            put(self.sheet, row, column, text if row == top and text else None, look)
        if bottom > top:
            join(self.sheet, top, column, bottom, column)

    def lines(self, column: int, taken: Iterable[Span]) -> None:
        """A line at each hour, and a fainter one at each half, where the time is free."""
        for start, end in subtract([(self.first, self.last)], taken):
            for minute in range(-(-start // 30) * 30, end, 30):
                put(self.sheet, self.row(minute), column, None, _HALF_LINE if minute % 60 else _HOUR_LINE)


def _column(
    grid: _Grid, position: int, column: Column, view: PlanView, words: Words, colours: Mapping[str, str]
) -> None:
    sheet, end = grid.sheet, position + len(column.lanes) - 1
    where = column.who, column.unit, grid.day
    minutes, hours = view.minutes_booked(*where), view.minutes_free(*where)
    title = person_title(view, column.who)
    if column.item:
        title = view.item_name(column.who)
        minutes, hours = sum(one.minutes for lane in column.lanes for one in lane), 0
    heading(sheet, 3, position, title, needed=not column.item, centred=True)
    put(sheet, 4, position, f"{minutes} / {hours} min" if hours else f"{minutes} min", _CENTRED)
    for row in (3, 4):
        join(sheet, row, position, row, end)
    for lane, visits in enumerate(column.lanes):
        taken = sorted(_span(one, one.start.date()) for one in visits)
        for one in visits:
            place, size, _asked = view.place(one)
            text = f"{one.start:%H:%M}–{one.end:%H:%M}  {one.patient}" + (f"  {place}/{size}" if size > 1 else "")
            text += f"\n{', '.join(filter(None, _told(one, column, view)))}"
            paper, bold = colours.get(one.request, SINGLE), one.role == "primary" and size > 1
            look = replace(_VISIT, paper=paper, bold=bold)
            grid.block(position + lane, _span(one, one.start.date()), text, look)
        away = subtract([(grid.first, grid.last)], [*column.windows, *taken])
        busy = subtract(column.windows, [*subtract(column.windows, column.busy), *taken])
        for span in away:
            grid.block(position + lane, span, "", replace(_GREY, paper=AWAY))
        for span in busy:
            grid.block(position + lane, span, words["busy"], replace(_GREY, paper=BUSY))
        grid.lines(position + lane, [*taken, *away, *busy])


def _told(booking: Booking, column: Column, view: PlanView) -> list[str | None]:
    """What stands in a visit's second line: of a person what it is and what it needs, of an item with whom."""
    if column.item:
        return [person_title(view, booking.practitioner), booking.request]
    return [view.competence(booking), *map(view.item_name, booking.equipment), booking.request]


def _times(grid: _Grid) -> None:
    """Clock times down the left side, on the hour and the half hour."""
    for minute in range(grid.first, grid.last, 30):
        look = _HALF if minute % 60 else _HOUR
        put(grid.sheet, grid.row(minute), 1, time(minute // 60 % 24, minute % 60), look)
        join(grid.sheet, grid.row(minute), 1, grid.row(minute + 30) - 1, 1)


def _units(sheet: Worksheet, columns: Sequence[Column], view: PlanView) -> None:
    """The unit's name above its people."""
    start = position = 2
    for number, column in enumerate(columns):
        position += len(column.lanes)
        if number + 1 == len(columns) or columns[number + 1].unit != column.unit:
            heading(sheet, 2, start, unit_title(view, column.unit), needed=False, centred=True)
            join(sheet, 2, start, 2, position - 1)
            start = position


def _finish(grid: _Grid, last_column: int) -> None:
    sheet, last_row = grid.sheet, grid.row(grid.last) - 1
    sheet.column_dimensions["A"].width = 7
    for column in range(2, last_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    for row in range(HEAD + 1, last_row + 1):
        sheet.row_dimensions[row].height = _ROW_POINTS[grid.step]
    sheet.row_dimensions[3].height = 30
    sheet.freeze_panes = f"B{HEAD + 1}"
    sheet.sheet_view.showGridLines = False
    print_on_a4(sheet, f"1:{HEAD}")
    sheet.page_setup.fitToHeight = 1
    tall = (last_row - HEAD) * _ROW_POINTS[grid.step] > last_column * WIDTH * 5.5
    sheet.page_setup.orientation = "portrait" if tall else "landscape"


def _span(booking: Booking, day: date) -> Span:
    midnight = datetime.combine(day, time())
    start, end = ((moment - midnight) // timedelta(minutes=1) for moment in (booking.start, booking.end))
    return start, min(end, 1440)


def _step(spans: Iterable[Span]) -> int:
    """The longest step on which every visit begins and ends."""
    minutes = list(chain.from_iterable(spans))
    return next((step for step in (15, 10, 5) if all(minute % step == 0 for minute in minutes)), 1)


def _lanes(visits: Iterable[Booking]) -> tuple[tuple[Booking, ...], ...]:
    lanes: list[list[Booking]] = []
    for one in sorted(visits, key=lambda booking: (booking.start, booking.end)):
        lane = next((lane for lane in lanes if lane[-1].end <= one.start), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(one)
    return tuple(map(tuple, lanes)) or ((),)
