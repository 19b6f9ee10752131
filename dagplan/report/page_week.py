"""The drawings of a plan: its week at a glance, each of its days, and a long period as a map of load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dagplan.models.clock import minute_of_day
from dagplan.models.dates_in_words import long_date, short_date
from dagplan.models.plan import Booking

from .page_charts import GAP_MINUTES, Drawing, Shape
from .page_facts import Facts
from .page_words import say

HUES = 6
"""Linked requests take turns with so many colours."""
STEPS = 5
"""Shades of the map of load."""
MOST_COLUMNS = 62
"""A longer period is mapped week by week."""


def timetable(facts: Facts, unit: str, days: Sequence[date]) -> str:
    """One unit's people against the clock of one date, or of several side by side."""
    people = facts.view.people_at(unit, days)
    low, high = _clock_span(facts, unit, days)
    span = high - low
    alone = len(days) == 1
    drawing = Drawing(
        rows=[(person, facts.person(person)) for person in people],
        length=len(days) * (span + GAP_MINUTES) - GAP_MINUTES,
        row_height=28 if alone else 20,
    )
    for number, day in enumerate(days):
        start = number * (span + GAP_MINUTES) - low
        step = 60 if alone else max(60, 60 * round(span * len(days) / 1500))
        for minute in range(low, high + 1, 60):
            if alone or (minute < high and (minute - low) % step == 0):
                drawing.ticks.append((start + minute, f"{minute // 60:02}" + (":00" if alone else ""), False))
        if not alone:
            drawing.ticks.append((start + low, short_date(facts.language, day), True))
        for person in people:
            for first, end in facts.view.hours.free.get((person, unit, day), ()):
                drawing.free.append(Shape(person, start + first, start + end, "var(--free)"))
            for first, end in facts.view.hours.busy_within(person, unit, day):
                drawing.busy.append(Shape(person, start + first, start + end, ""))
        for booking in facts.view.booked_at(unit, day):
            drawing.shapes.append(_visit(facts, booking, start, labelled=alone, scale=900 / drawing.length))
    place = facts.unit(unit)
    if alone:
        return drawing.svg(say(facts.language, "chart_day", place=place, date=long_date(facts.language, days[0])))
    return drawing.svg(say(facts.language, "chart_glance", place=place))


def load_map(facts: Facts, unit: str, days: Sequence[date]) -> str:
    """One unit's people against dates, or weeks: the darker, the more of their time is booked."""
    weekly = len(days) > MOST_COLUMNS
    columns: dict[tuple[int, ...], list[date]] = defaultdict(list)
    for day in days:
        columns[tuple(day.isocalendar()[:2]) if weekly else (day.toordinal(),)].append(day)
    people = facts.view.people_at(unit, days)
    drawing = Drawing([(person, facts.person(person)) for person in people], len(columns), 20)
    month = 0
    for number, members in enumerate(columns.values()):
        first = members[0]
        if first.month != month or (not weekly and first.day == 1):
            month = first.month
            drawing.ticks.append((number, short_date(facts.language, first).split(" ", 1)[1], True))
        for person in people:
            used = sum(facts.view.minutes_booked(person, unit, day) for day in members)
            available = sum(facts.view.minutes_free(person, unit, day) for day in members)
            if used or available:
                shade = min(STEPS, round(STEPS * used / max(available, used, 1)))
                when = (
                    say(facts.language, "week", week=first.isocalendar().week)
                    if weekly
                    else short_date(facts.language, first)
                )
                words = say(facts.language, "used", used=used, available=available)
                tip = f"{facts.person(person)}\n{when}: {words}"
                drawing.shapes.append(Shape(person, number, number + 1, f"var(--q{shade})", tip))
    return drawing.svg(say(facts.language, "chart_heat", place=facts.unit(unit)))


def _clock_span(facts: Facts, unit: str, days: Sequence[date]) -> tuple[int, int]:
    """The hours anyone works or is booked, whole hours in minutes."""
    ends = []
    for day in days:
        for person in facts.view.people_at(unit, [day]):
            ends += [minute for span in facts.view.hours.windows.get((person, unit, day), ()) for minute in span]
        for booking in facts.view.booked_at(unit, day):
            first = minute_of_day(booking.start)
            ends += [first, first + booking.minutes]
    low, high = min(ends, default=8 * 60), max(ends, default=17 * 60)
    return low // 60 * 60, max(-(-high // 60) * 60, low // 60 * 60 + 60)


def _visit(facts: Facts, booking: Booking, start: int, *, labelled: bool, scale: float) -> Shape:
    first = minute_of_day(booking.start) + start
    minutes = booking.minutes
    hue = facts.hue.get(booking.request)
    colour = "plain" if hue is None else f"{'h' if booking.role == 'primary' else 's'}{hue % HUES}"
    place = facts.place(booking)
    texts = [f"{place[0]}/{place[1]} {booking.patient}", f"{place[0]}/{place[1]}"] if place else [booking.patient]
    fitting = [text for text in texts if len(text) * 5.8 + 7 <= minutes * scale]
    return Shape(
        row=booking.practitioner,
        start=first,
        end=first + minutes,
        fill=f"var(--{colour})",
        ink=f"var(--on-{colour[0]})",
        label=fitting[0] if labelled and fitting else "",
        tip="\n".join(facts.told(booking)),
        group=booking.request if hue is not None else "",
        mark="moved" if booking.visit in facts.view.moved_from else "",
    )
