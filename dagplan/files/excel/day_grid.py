"""The grid of a date's sheet: rows are minutes, and what takes time stands in cells merged over its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain

from openpyxl.worksheet.worksheet import Worksheet

from dagplan.models.plan import Booking
from dagplan.models.windows import Span, subtract

from .looks import CLOCK, FAINT, Look
from .style import join, put

HEAD_POINTS = (21.0, 16.0, 30.0, 16.0)
"""Heights of the rows above the first minute: the date, the unit, the person, the figures."""
HEAD = len(HEAD_POINTS)
POINTS_A_LINE = 10.0
"""Height of a line of eight points."""

_LINES_APART = 10.5
_LEAST_A_MINUTE, _MOST_A_MINUTE, _MOST_FOR_ALL_LINES = 1.05, 2.2, 1.4
"""Points: higher minutes are printed smaller, since a date is as high as a page."""
_HOUR = Look(size=9, bold=True, across="right", down="top", form=CLOCK)
_HALF = replace(_HOUR, size=8, bold=False, ink=FAINT)
_HOUR_LINE, _HALF_LINE = Look(edges="hour"), Look(edges="half")


@dataclass(frozen=True)
class Grid:
    """A sheet whose rows are minutes from ``first`` to ``last``, ``step`` minutes each.

    Attributes
    ----------
    row_points
        Height of such a row.
    width
        Of a person's column, in characters of five to six points.
    """

    sheet: Worksheet
    first: int
    last: int
    step: int
    row_points: float
    width: int

    @property
    def end(self) -> int:
        """The first row below."""
        return self.row(self.last)

    def row(self, minute: int) -> int:
        """The row of a minute; of one before or after the grid the nearest."""
        return HEAD + 1 + (min(max(minute, self.first), self.last) - self.first) // self.step

    def block(self, column: int, span: Span, text: str, look: Look) -> None:
        """Cells merged over a span of minutes."""
        top, bottom = self._rows(span)
        for row in range(top, bottom + 1):
            put(self.sheet, row, column, text if row == top and text else None, look)
        if bottom > top:
            join(self.sheet, top, column, bottom, column)

    def room(self, span: Span) -> int:
        """Lines of text that a span of minutes has room for, one at least."""
        top, bottom = self._rows(span)
        return max(1, int((bottom + 1 - top) * self.row_points / POINTS_A_LINE))

    def lines(self, column: int, taken: Iterable[Span]) -> None:
        """A line at each hour, and a fainter one at each half, where the time is free."""
        for start, end in subtract([(self.first, self.last)], taken):
            for minute in range(-(-start // 30) * 30, end, 30):
                put(self.sheet, self.row(minute), column, None, _HALF_LINE if minute % 60 else _HOUR_LINE)

    def times(self) -> None:
        """Clock times down the left side, on the hour and the half hour."""
        for minute in range(self.first, self.last, 30):
            look = _HALF if minute % 60 else _HOUR
            put(self.sheet, self.row(minute), 1, time(minute // 60 % 24, minute % 60), look)
            join(self.sheet, self.row(minute), 1, self.row(minute + 30) - 1, 1)

    def _rows(self, span: Span) -> Span:
        return self.row(span[0]), self.row(span[1] + self.step - 1) - 1


def grid_over(sheet: Worksheet, hours: Iterable[Span], lines: Sequence[tuple[Span, int]], width: int) -> Grid | None:
    """A grid with room for all working hours and visits of a date; None if there are none.

    Parameters
    ----------
    hours
        When somebody works.
    lines
        Each visit with the lines of text that it has.
    width
        Of a person's column.
    """
    visits = [span for span, _lines in lines]
    spans = [*visits, *hours]
    if not spans:
        return None
    first = min(start for start, _end in spans) // 60 * 60
    last = -(-max(end for _start, end in spans) // 60) * 60
    step = _step(visits)
    return Grid(sheet, first, last, step, step * _points_a_minute(lines), width)


def span_of(booking: Booking, day: date) -> Span:
    """A booking in minutes of a date."""
    midnight = datetime.combine(day, time())
    start, end = ((moment - midnight) // timedelta(minutes=1) for moment in (booking.start, booking.end))
    return start, min(end, 1440)


def _points_a_minute(lines: Sequence[tuple[Span, int]]) -> float:
    """How high a minute is: the shortest visit has two lines, and others all of theirs where that is not too high."""
    minutes = [(end - start, number) for (start, end), number in lines if end > start]
    two = max((_LINES_APART * min(number, 2) / length for length, number in minutes), default=0.0)
    every = max((_LINES_APART * number / length for length, number in minutes), default=0.0)
    return max(min(two, _MOST_A_MINUTE), min(every, _MOST_FOR_ALL_LINES), _LEAST_A_MINUTE)


def _step(spans: Iterable[Span]) -> int:
    """The longest step on which every visit begins and ends."""
    minutes = list(chain.from_iterable(spans))
    return next((step for step in (15, 10, 5) if all(minute % step == 0 for minute in minutes)), 1)
