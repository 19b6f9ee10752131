"""Who asks for what, and when: drawn day by day or read from a file, the same for every policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np

from dagplan.files.arrivals_table import ArrivalRow
from dagplan.models import PlanRequest
from dagplan.models.request import Priority, Request, Visit

from .policies import NEXT_HIGHER, Inflow, Lower
from .sources import sources_of
from .streams import Streams

_OPENS, _CLOSES = 8 * 60, 16 * 60
"""Patients ask between these minutes of the day."""


@dataclass(frozen=True)
class Arrival:
    """Somebody who asks.

    Attributes
    ----------
    number
        From 0, in the order of arriving.
    moment
        When they asked.
    at
        Which one of that date.
    kind
        What they ask for: the competences in sequence.
    priority
        How soon it should be.
    visits
        In sequence, with ids of their own.
    like
        The request of the base that they are like.
    """

    number: int
    moment: datetime
    at: int
    kind: str
    priority: Priority
    visits: tuple[Visit, ...]
    like: Request

    @property
    def id(self) -> str:
        """Of the request."""
        return f"a{self.number:06}"

    @property
    def patient(self) -> str:
        """Whose it is: everybody comes once."""
        return f"p{self.number:06}"


class Arrivals:
    """All who ask in the years of a seed.

    Parameters
    ----------
    base
        Its requests are what is asked for.
    demand
        How often.
    first
        The first date.
    """

    def __init__(self, base: PlanRequest, demand: Inflow, streams: Streams, first: date) -> None:
        self._sources = list(sources_of(base, demand))
        self._streams = streams
        self._first = first
        whole = sum(demand.weekdays)
        self._shares = [one / whole if whole else 0.0 for one in demand.weekdays]

    def rate(self, day: date) -> float:
        """How many ask on a date, on average."""
        return sum(self._rates(day))

    def _rates(self, day: date) -> list[float]:
        """The same of each kind that comes by itself."""
        years = (day - self._first).days / 365.25
        return [self._shares[day.weekday()] * one.a_week(day, years) for one in self._sources]

    def on(self, day: date, number: int) -> Iterator[Arrival]:
        """Who asks on a date, in the order of the clock.

        Parameters
        ----------
        number
            Of the first of them.
        """
        for at, moment in enumerate(self._moments(day)):
            yield self._one(day, at, moment, number + at)

    def again(self, day: date, at: int, number: int) -> Arrival:
        """One who asked before."""
        return self._one(day, at, self._moments(day)[at], number)

    def _moments(self, day: date) -> list[datetime]:
        draw = self._streams.of("arrivals", day.toordinal())
        count = int(draw.poisson(self.rate(day)))
        minutes = np.sort(draw.integers(_OPENS, _CLOSES, count))
        return [datetime.combine(day, time(int(one) // 60, int(one) % 60)) for one in minutes]

    def _one(self, day: date, at: int, moment: datetime, number: int) -> Arrival:
        draw = self._streams.of("asked for", day.toordinal(), at)
        source = self._sources[0]
        if len(self._sources) > 1:
            # All kinds together are one Poisson stream, of which each takes its part.
            rates = np.array(self._rates(day))
            source = self._sources[int(draw.choice(len(rates), p=rates / rates.sum()))]
        like = source.likes[int(draw.integers(len(source.likes)))]
        weights = source.priorities
        priority: Priority = like.priority
        if weights:
            names = sorted(weights)
            total = sum(weights.values())
            priority = names[int(draw.choice(len(names), p=[weights[name] / total for name in names]))]
        return arrival_of(number, moment, at, priority, like)


class ListedArrivals:
    """All who asked, as a file has it: the same in the years of every seed.

    Parameters
    ----------
    base
        Its requests are what is asked for.
    rows
        In the order of their moments.
    """

    def __init__(self, base: PlanRequest, rows: Iterable[ArrivalRow]) -> None:
        self._likes = {one.id: one for one in base.requests}
        self._on: dict[date, list[ArrivalRow]] = defaultdict(list)
        for row in rows:
            self._on[row.moment.date()].append(row)

    def on(self, day: date, number: int) -> Iterator[Arrival]:
        """Who asks on a date, as ``Arrivals.on``."""
        for at in range(len(self._on.get(day, ()))):
            yield self.again(day, at, number + at)

    def again(self, day: date, at: int, number: int) -> Arrival:
        """One who asked before."""
        row = self._on[day][at]
        like = self._likes[row.like]
        return arrival_of(number, row.moment, at, row.priority or like.priority, like)


def arrival_of(number: int, moment: datetime, at: int, priority: Priority, like: Request) -> Arrival:
    """Somebody who asks for the same as a request of the base."""
    kind = " → ".join(one.competence for one in like.visits)
    made = Arrival(number, moment, at, kind, priority, (), like)
    return replace(made, visits=_visits_of(like, made.id))


def _visits_of(like: Request, own: str) -> tuple[Visit, ...]:
    """The visits of a request under ids of another."""
    ids = {visit.id: f"{own}-{position}" for position, visit in enumerate(like.visits, 1)}
    return tuple(
        visit.model_copy(
            update={
                "id": ids[visit.id],
                "same_practitioner_as": tuple(ids[one] for one in visit.same_practitioner_as if one in ids),
                "different_practitioner_from": tuple(
                    ids[one] for one in visit.different_practitioner_from if one in ids
                ),
            }
        )
        for visit in like.visits
    )


def each_by_itself(visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """The same visits, where each is booked without the others."""
    alone = {
        "role": None,
        "min_wait": None,
        "max_wait": None,
        "same_practitioner_as": (),
        "different_practitioner_from": (),
    }
    return tuple(visit.model_copy(update=alone) for visit in visits)


def id_of(arrival: Arrival, visits: tuple[Visit, ...]) -> str:
    """What some visits that are booked together are called."""
    return f"{arrival.id}-of-{visits[0].id.rpartition('-')[2]}"


def escalated(priority: Priority, after: Mapping[Lower, int], waited: int) -> Priority:
    """The priority that somebody who has waited so many days is planned for with.

    Examples
    --------
    >>> [escalated("routine", {"routine": 30, "urgent": 60}, days) for days in (29, 30, 60)]
    ['routine', 'urgent', 'asap']
    """
    for lower, higher in NEXT_HIGHER.items():
        if priority == lower and lower in after and waited >= after[lower]:
            priority = higher
    return priority


def request_of(arrival: Arrival, *, earliest: date, target: date, latest: date, visits: tuple[Visit, ...]) -> Request:
    """What the planner is asked for, of somebody who asked."""
    return arrival.like.model_copy(
        update={
            "id": id_of(arrival, visits),
            "patient": arrival.patient,
            "priority": arrival.priority,
            "earliest": earliest,
            "target": max(target, earliest),
            "latest": max(latest, earliest),
            "excluded_dates": (),
            "same_day_as": (),
            "visits": visits,
        }
    )


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from the first to the last."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)
