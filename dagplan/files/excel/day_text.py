"""What stands in a visit's cells on the sheet of a date: lines that fit, so that no program breaks an id in two."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from dagplan.models.plan import Booking
from dagplan.models.view import PlanView, moved_from

from .day_columns import Column
from .plan_names import person_title
from .plan_words import Words

MOVED_SIGN = "↔ "
"""Before the time of a visit that moved."""
LEAST_WIDTH, MOST_WIDTH = 21, 32
"""Of a person's column, in characters of five to six points."""
_SIGNS_A_WIDTH = 1.2
"""Signs of eight points for each character of a column's width: in a broad typeface both are broader."""
_BOLD = 0.92
"""So much fewer are they in bold."""


class VisitTexts:
    """What is said of the visits of a plan on the sheets of its dates."""

    def __init__(self, view: PlanView, words: Words) -> None:
        self.view = view
        self.words = words

    def first(self, one: Booking) -> str:
        """When it is and whose, and its place among linked ones."""
        place, size, _asked = self.view.place(one)
        sign = MOVED_SIGN if self.has_moved(one) else ""
        order = f"  {place}/{size}" if size > 1 else ""
        return f"{sign}{one.start:%H:%M}–{one.end:%H:%M}  {one.patient}{order}"

    def more(self, one: Booking, column: Column) -> list[str]:
        """Where it moved from; then of a person what it is and what it needs, of an item with whom it is."""
        if column.item:
            return [*self._moved(one), person_title(self.view, one.practitioner), one.request]
        what = [competence] if (competence := self.view.competence(one)) else []
        return [*self._moved(one), *what, *map(self.view.item_name, one.equipment), one.request]

    def _moved(self, one: Booking) -> list[str]:
        before = self.view.moved_from.get(one.visit)
        if before is None:
            return []
        said = moved_from(before, one, self.view.called, self.view.unit_called, self.words.language)
        return [said.told(self.words.language)]

    def is_bold(self, one: Booking) -> bool:
        """Whether it is the primary of linked visits."""
        return one.role == "primary" and self.view.place(one).size > 1

    def has_moved(self, one: Booking) -> bool:
        """Whether it was booked elsewhere before."""
        return one.visit in self.view.moved_from

    def text(self, one: Booking, column: Column, width: float, lines: int = 99) -> str:
        """All that stands in a visit's cells, as far as there is room."""
        return in_lines(self.first(one), self.more(one, column), signs_in(width, bold=self.is_bold(one)), lines)

    def width(self, bookings: Iterable[Booking], columns: Iterable[Column]) -> int:
        """The width of columns in which no id has to be broken, nor where a visit was."""
        pieces = [
            (text, self.is_bold(one))
            for one in bookings
            for text in (self.first(one), *self._moved(one), one.request)
        ]
        pieces += [(self.view.item_name(one.who) if one.item else one.who, False) for one in columns]
        return width_for(pieces)


def signs_in(width: float, *, bold: bool = False) -> int:
    """How many signs a line of a column has room for."""
    return int(width * _SIGNS_A_WIDTH * (_BOLD if bold else 1.0))


def width_for(pieces: Iterable[tuple[str, bool]]) -> int:
    """The width of columns in which these pieces need not be broken, each with whether it is bold."""
    longest = max((len(text) / (_BOLD if bold else 1.0) for text, bold in pieces), default=0)
    return min(max(math.ceil(longest / _SIGNS_A_WIDTH), LEAST_WIDTH), MOST_WIDTH)


def in_lines(first: str, told: Sequence[str], signs: int, lines: int) -> str:
    r"""A visit in so many lines.

    Parameters
    ----------
    first
        The first line: when and who; it always stands.
    told
        More, the most needed first; what comes last goes first where there is no room.
    signs
        In a line. Several pieces share one, with a comma, where they fit.
    lines
        In the visit's cells.

    Examples
    --------
    >>> in_lines("08:00–08:30  p1", ["physician", "r1"], 23, 2)
    '08:00–08:30  p1\nphysician, r1'
    >>> in_lines("08:00–08:10  p1", ["wound_care", "vc-001-treatment_room-1", "r1"], 23, 3)
    '08:00–08:10  p1\nwound_care\nvc-001-treatment_room-1'
    """
    found = [first]
    for number, piece in enumerate(told):
        joined = f"{found[-1]}, {piece}"
        if number and len(joined) <= signs:
            found[-1] = joined
        elif sum(_lines_of(one, signs) for one in (*found, piece)) <= lines:
            found.append(piece)
        else:
            break
    return "\n".join(found)


def _lines_of(text: str, signs: int) -> int:
    return -(-len(text) // signs)
