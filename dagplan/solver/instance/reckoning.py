"""What requests are limited to and what their dates, people and clock times cost, in integers: each thing once.

Reads the limits and terms from where they are declared (``dagplan.models.limits``, ``dagplan.models.cost``), and
knows none of them by name. Many requests ask for the same: what is reckoned is kept by all that it depends on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from dagplan.models import PlanRequest
from dagplan.models.cost import OF_CLOCK, OF_DATES, OF_PEOPLE
from dagplan.models.limits import CLOCK, DATES, PEOPLE, UNITS, Limit
from dagplan.models.request import Request, Visit
from dagplan.models.term_kinds import OfClock, OfDate, OfPeople, People, Steps

from .bits import MINUTES_A_DAY, WHOLE_DAY, each_minute, span_mask
from .demand import Preference

Term = TypeVar("Term", OfDate[Any], OfPeople, OfClock)
Whose = TypeVar("Whose", Request, Visit)
Value = TypeVar("Value", str, date)
Ofs = tuple[Hashable, ...]
"""What each limit (or term) of a list comes to for one request or visit: all that is asked for of that kind."""


class Limits:
    """Which units, dates, people and minutes of the day are within the limits of requests and visits.

    Parameters
    ----------
    units, people
        The index of each id.
    dates
        The date of each index.
    """

    def __init__(
        self, asked: PlanRequest, units: Mapping[str, int], people: Mapping[str, int], dates: Sequence[date]
    ) -> None:
        self.asked = asked
        self._units = list(units)
        self._people = list(people)
        self._dates = dates
        self._within: dict[tuple[str, Hashable], int] = {}

    def of_units(self, case: Request) -> Ofs:
        """What a request's limits of units come to."""
        return tuple([limit.of(self.asked, case) for limit in UNITS])

    def of_dates(self, case: Request) -> Ofs:
        """What its limits of dates come to."""
        return tuple([limit.of(self.asked, case) for limit in DATES])

    def of_clock(self, case: Request) -> Ofs:
        """What its limits of clock times come to."""
        return tuple([limit.of(self.asked, case) for limit in CLOCK])

    def of_visit(self, visit: Visit) -> Ofs:
        """What a visit's limits of people come to."""
        return tuple([limit.of(self.asked, visit) for limit in PEOPLE])

    def units(self, ofs: Ofs) -> Iterable[int]:
        """The units within limits, in order."""
        return each_minute(self._all(UNITS, ofs, self._units))

    def dates(self, ofs: Ofs) -> Iterable[int]:
        """The dates within limits, in order."""
        return each_minute(self._all(DATES, ofs, self._dates))

    def people(self, ofs: Ofs, able: frozenset[int]) -> frozenset[int]:
        """Of those who are able, the people within limits."""
        given = [(limit, of) for limit, of in zip(PEOPLE, ofs, strict=True) if of is not None]
        if not given:
            return able
        return frozenset(one for one in able if all(limit.holds(of, self._people[one]) for limit, of in given))

    @staticmethod
    def hours(ofs: Ofs) -> int:
        """The minutes of the day within limits of clock times, as a set."""
        minutes = WHOLE_DAY
        for span in ofs:
            if isinstance(span, tuple):
                minutes &= span_mask(*span)
        return minutes

    def _all(self, limits: Sequence[Limit[Any, Any, Value]], ofs: Ofs, values: Sequence[Value]) -> int:
        """The indices of values within all limits, as a set: found once for what a limit comes to."""
        # Sets of indices as whole numbers: what several limits leave is one & of what each of them leaves.
        found = (1 << len(values)) - 1
        for limit, of in zip(limits, ofs, strict=True):
            if of is None:
                continue
            some = self._within.get((limit.name, of))
            if some is None:
                some = sum(1 << index for index, value in enumerate(values) if limit.holds(of, value))
                self._within[limit.name, of] = some
            found &= some
        return found


class Costs:
    """What dates cost a request, and people and clock times a visit, over all terms of these kinds.

    Parameters
    ----------
    people
        The index of each id.
    """

    def __init__(self, asked: PlanRequest, people: Mapping[str, int]) -> None:
        self.asked = asked
        self._index = people
        self._of_dates = self._weighed(OF_DATES)
        self._of_people = self._weighed(OF_PEOPLE)
        self._of_clock = self._weighed(OF_CLOCK)
        self._preferences: dict[tuple[object, ...], Preference] = {}

    def _weighed(self, terms: Sequence[Term]) -> list[tuple[Term, int]]:
        """The terms that cost anything, each with its weight."""
        weights = self.asked.settings.weights
        return [(term, weight) for term in terms if (weight := getattr(weights, term.name))]

    def of_dates(self, case: Request) -> Ofs:
        """All of a request that the cost of its date depends on."""
        return tuple([term.of(self.asked, case) for term, _ in self._of_dates])

    def of_date(self, ofs: Ofs, day: date) -> int:
        """What a date costs."""
        return sum([weight * term.amount(of, day) for (term, weight), of in zip(self._of_dates, ofs, strict=True)])

    def preference(self, case: Request, visit: Visit) -> Preference | None:
        """What people and clock times cost a visit; None where all are the same to it."""
        people = [term.of(case, visit) for term, _ in self._of_people]
        clock = [term.of(case, visit) for term, _ in self._of_clock] if self._of_clock else ()
        if not (any(people) or any(clock)):
            return None
        key = (*people, *clock)
        found = self._preferences.get(key)
        if found is None:
            found = self._preferences[key] = Preference(*self._by_person(people), self._by_start(clock))
        return found

    def _by_person(self, people: Sequence[People | None]) -> tuple[dict[int, int], int]:
        """The cost of each person who is named, and of all others."""
        weighed = [(one, weight) for one, (_, weight) in zip(people, self._of_people, strict=True) if one is not None]
        named = {
            self._index[person]: sum(weight * one.of(person) for one, weight in weighed)
            for person in dict.fromkeys(person for one, _ in weighed for person, _ in one.named)
            if person in self._index
        }
        return named, sum(weight * one.others for one, weight in weighed)

    def _by_start(self, clock: Sequence[Steps]) -> tuple[tuple[int, int], ...]:
        """Sets of minutes, each with the cost of a start at any of them."""
        if not any(clock):
            return ()
        # Terms may have steps at different minutes: added up minute by minute, then those of one cost together.
        at_minute = [0] * MINUTES_A_DAY
        for steps, (_, weight) in zip(clock, self._of_clock, strict=True):
            for (first, amount), (end, _) in pairwise((*steps, (MINUTES_A_DAY, 0))):
                for minute in range(first, end):
                    at_minute[minute] += weight * amount
        starts: dict[int, int] = defaultdict(int)
        for minute, cost in enumerate(at_minute):
            starts[cost] |= 1 << minute
        return tuple((cost, starts[cost]) for cost in sorted(starts) if cost)
