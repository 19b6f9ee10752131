"""The columns of a date's sheet: people, and the equipment that they share, each with visits, hours and absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dagplan.models.plan import Booking
from dagplan.models.view import PlanView
from dagplan.models.windows import Span, equipment_busy_spans

COLOURS = (
    "F9D9A8,BFE3C8,C5D8F7,F6C5CB,D9CDF0,F3E79B,B8E4E6,F4CBE4,D3E5A6,CFD8DC,E8C9AE,A9D3F0".split(",")  # noqa: SIM905
)
"""Light enough for black text, and apart from one another."""
_WHOLE_DAY = ((0, 1440),)


@dataclass(frozen=True)
class Column:
    """One person at one unit on the date, or an item; visits at the same time stand side by side in lanes."""

    unit: str
    who: str
    lanes: tuple[tuple[Booking, ...], ...]
    windows: Sequence[Span]
    busy: Sequence[Span]
    item: bool = False


def columns_of(day: date, view: PlanView) -> list[Column]:
    """The people of a date, and then the equipment that they share, unit by unit, in the order of the request."""
    visits: dict[tuple[str, str], list[Booking]] = defaultdict(list)
    for booking in view.by_day.get(day, ()):
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


def _lanes(visits: Iterable[Booking]) -> tuple[tuple[Booking, ...], ...]:
    lanes: list[list[Booking]] = []
    for one in sorted(visits, key=lambda booking: (booking.start, booking.end)):
        lane = next((lane for lane in lanes if lane[-1].end <= one.start), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(one)
    return tuple(map(tuple, lanes)) or ((),)
