"""Synthetic care units by another hand than ``dagplan.scenarios``: own people, hours, visits, chains and wishes.

What is tuned on the inputs of one generator may be worth little on those of another, so nothing here is taken from
the package's own. A *house* says what kind of unit it is; `draw` makes a request of it by seed. Whole numbers only
decide what is drawn, so that a seed gives the same request with every version of Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from dagplan import PlanRequest

from .wishes import make_request, same_patient

MONDAY = date(2026, 8, 31)
"""The first date of every input; four weeks on are without a change of the clock."""

WORKWEEK = 5
Span = tuple[int, int]
"""Minutes from midnight: start and end."""


@dataclass(frozen=True)
class Trade:
    """People of one kind.

    Parameters
    ----------
    people
        How many there are.
    competences
        What each of them can take.
    shifts
        Working hours, one drawn a person and weekday: the windows of a day, without lunch.
    days_off
        Weekdays a week on which each of them is away.
    """

    people: int
    competences: tuple[str, ...]
    shifts: tuple[tuple[Span, ...], ...]
    days_off: int = 0


@dataclass(frozen=True)
class House:
    """A kind of care unit, and what is asked of it.

    Parameters
    ----------
    trades
        Who works there, by name.
    minutes
        Lengths of the visits of each competence, one drawn a visit.
    chains
        Weight of each sequence of linked visits.
    load
        Per cent of all minutes at work that is asked for.
    linked
        Per cent of the requests that should have two or more visits.
    pressure
        Per cent of its even share that is asked of a competence, 100 where none is given.
    units
        Care units that share the people: 1, or 2, where one of three people works at both.
    """

    trades: Mapping[str, Trade]
    minutes: Mapping[str, Sequence[int]]
    chains: Mapping[tuple[str, ...], int]
    load: int
    linked: int
    pressure: Mapping[str, int]
    units: int = 1


def draw(house: House, weekday: int, days: int, seed: str) -> PlanRequest:
    """A request for so many working days.

    Parameters
    ----------
    house
        The kind of unit.
    weekday
        Which day of the first week it is, 0 to 4, where only one is planned.
    days
        Working days planned; from Monday on where there are more than one.
    seed
        Decides everything that is drawn.
    """
    rng = Random(seed)
    first = MONDAY + timedelta(days=weekday if days == 1 else 0)
    dates = [first + timedelta(days=at // WORKWEEK * 7 + at % WORKWEEK) for at in range(days)]
    units = [f"house-{number}" for number in range(1, house.units + 1)]
    people = {f"{name}-{at}": trade for name, trade in house.trades.items() for at in range(1, trade.people + 1)}
    windows = [
        window
        for at, (person, trade) in enumerate(people.items())
        for window in _hours(at, person, trade, units, dates, rng)
    ]
    meetings = list(_meetings(windows, rng))
    shapes = _shapes(house, _asked(house, people, windows, meetings), rng)
    able = {c: [person for person, trade in people.items() if c in trade.competences] for c in house.minutes}
    requests: list[dict[str, Any]] = []
    for number, shape in enumerate(shapes, start=1):
        requests.append(make_request(number, shape, able, dates, units, rng))
        same_patient(requests, rng)
    return PlanRequest.model_validate(
        {
            "first_date": dates[0],
            "last_date": dates[-1],
            "units": [{"id": unit} for unit in units],
            "practitioners": [{"id": person, "competences": trade.competences} for person, trade in people.items()],
            "availability": windows,
            "busy": meetings,
            "requests": requests,
        }
    )


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60))


def _hours(
    number: int, person: str, trade: Trade, units: Sequence[str], dates: Sequence[date], rng: Random
) -> Iterator[dict[str, Any]]:
    """A person's windows: the same week after week; who is shared is at one unit before and at another after noon."""
    shifts = [rng.choice(trade.shifts) for _ in range(WORKWEEK)]
    away = rng.sample(range(WORKWEEK), trade.days_off)
    shared = len(units) > 1 and number % 3 == 0
    for day in dates:
        if day.weekday() in away:
            continue
        for at, (start, end) in enumerate(shifts[day.weekday()]):
            unit = units[(number + (at + day.weekday() if shared else 0)) % len(units)]
            yield {"practitioner": person, "unit": unit, "start": _at(day, start), "end": _at(day, end)}


def _meetings(windows: Sequence[Mapping[str, Any]], rng: Random) -> Iterator[dict[str, Any]]:
    """Rounds, calls and meetings of 15 to 60 minutes, in about one of four windows."""
    for window in windows:
        length = timedelta(minutes=rng.choice((15, 30, 45, 60)))
        room = window["end"] - window["start"] - length
        start = window["start"] + timedelta(minutes=15 * rng.randint(0, max(room // timedelta(minutes=15), 0)))
        if rng.randrange(100) < 25 and room > timedelta(0):
            yield {"practitioner": window["practitioner"], "start": start, "end": start + length}


def _asked(
    house: House,
    people: Mapping[str, Trade],
    windows: Sequence[Mapping[str, Any]],
    meetings: Sequence[Mapping[str, Any]],
) -> dict[str, int]:
    """Minutes to ask of each competence: an even share of everybody's time, by the house's pressure and load."""
    even = dict.fromkeys(house.minutes, 0)
    for sign, spans in ((1, windows), (-1, meetings)):
        for one in spans:
            competences = people[one["practitioner"]].competences
            for c in competences:
                even[c] += sign * ((one["end"] - one["start"]) // timedelta(minutes=1)) // len(competences)
    pressed = {c: minutes * house.pressure.get(c, 100) for c, minutes in even.items() if minutes > 0}
    return {
        c: minutes * house.load * sum(even.values()) // (100 * sum(pressed.values()))
        for c, minutes in pressed.items()
    }


def _shapes(house: House, asked: Mapping[str, int], rng: Random) -> list[tuple[tuple[str, int], ...]]:
    """Competence and minutes of the visits of each request, until what is asked for is reached."""
    left = dict(asked)
    shapes: list[tuple[tuple[str, int], ...]] = []
    linked = 0
    while sum(left.values()) > 0:
        # Thousandths of its share that each still lacks: what lags is drawn more, so that all fill up together.
        lacks = {c: max(-(-1000 * left[c] // asked[c]), 0) for c in asked}
        chains = {
            chain: weight * min(lacks[c] for c in chain) ** 4
            for chain, weight in house.chains.items()
            if all(lacks.get(c) for c in chain)
        }
        if 100 * linked < house.linked * (len(shapes) + 1) and chains:
            competences = rng.choices(list(chains), list(chains.values()))[0]
            linked += 1
        else:
            competences = (rng.choices(list(lacks), [asked[c] * lacks[c] ** 4 for c in lacks])[0],)
        shape = tuple((c, rng.choice(house.minutes[c])) for c in competences)
        for c, minutes in shape:
            left[c] -= minutes
        shapes.append(shape)
    rng.shuffle(shapes)
    return shapes
