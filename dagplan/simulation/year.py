"""All days of a policy and a seed: a row of figures a week, and who is through; goes on where it was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from dagplan.files.arrivals_table import ArrivalRow
from dagplan.models import PlanRequest
from dagplan.models.request import Busy, ExistingBooking
from dagplan.models.windows import free_windows

from .behaviour import Behaviour
from .days import Unit
from .demand import Arrivals, ListedArrivals
from .ledger import Case, Over
from .moments import Moments
from .policies import PoliciesFile, Policy
from .roster import Roster
from .streams import Streams


@dataclass(frozen=True)
class World:
    """What a year is made of.

    Attributes
    ----------
    file
        The file of policies.
    base
        The request that it names.
    versions
        By policy, from which date on which request is the pattern of the weeks.
    arrivals
        Who asks, as a file has it; empty: drawn.
    """

    file: PoliciesFile
    base: PlanRequest
    versions: Mapping[str, tuple[tuple[date, PlanRequest], ...]]
    arrivals: tuple[ArrivalRow, ...] = ()

    @property
    def first(self) -> date:
        """The first date, a Monday."""
        first = self.file.first_date or self.base.first_date
        return first - timedelta(days=first.weekday())

    @property
    def weeks(self) -> int:
        """All weeks, those before anything is counted too."""
        return self.file.warm_up + self.file.weeks


@dataclass(frozen=True)
class Week:
    """A week that is over.

    Attributes
    ----------
    number
        From 0; the first of ``warm_up`` are not counted.
    monday
        Its first date.
    figures
        By name: what happened, and how it stands on Sunday evening.
    over
        Those who were through in it.
    """

    number: int
    monday: date
    figures: Mapping[str, float]
    over: tuple[Over, ...] = field(repr=False)

    @property
    def plain(self) -> dict[str, Any]:
        """The same in plain objects."""
        return {
            "number": self.number,
            "monday": self.monday.isoformat(),
            "figures": dict(self.figures),
            "over": [one.plain for one in self.over],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Week:
        """A week from plain objects."""
        over = tuple(Over.of(one) for one in plain["over"])
        return cls(plain["number"], date.fromisoformat(plain["monday"]), plain["figures"], over)


class Year:
    """The weeks of a policy and a seed.

    Parameters
    ----------
    world, policy, seed
        What is lived through.
    """

    def __init__(self, world: World, policy: Policy, seed: int) -> None:
        self._world = world
        self._streams = Streams(seed)
        self._roster = Roster(world.versions[policy.name], world.first, world.file.holidays)
        self._arrivals = (
            ListedArrivals(world.base, world.arrivals)
            if world.arrivals
            else Arrivals(world.base, world.file.demand, self._streams, world.first)
        )
        self._behaviour = Behaviour(world.file.patients, self._streams)
        self.unit = Unit(
            policy,
            self._roster,
            self._arrivals,
            self._behaviour,
            world.file.illness,
            Moments(self._roster, policy, world.file.settings),
            self._streams,
        )
        self.ended: Counter[str] = Counter()
        self.done = 0

    def weeks(self) -> Iterator[Week]:
        """Every week that is not over yet, as it ends."""
        while self.done < self._world.weeks:
            yield self._week()

    def _week(self) -> Week:
        unit, monday = self.unit, self._world.first + timedelta(days=7 * self.done)
        unit.begin_week()
        over = [one for step in range(7) for one in unit.live(monday + timedelta(days=step))]
        self.ended.update(one.end for one in over)
        figures: dict[str, float] = dict(unit.counts)
        figures |= {end: sum(one.end == end for one in over) for end in ("served", "missed", "withdrawn")}
        figures["waiting"] = sum(1 for _ in unit.ledger.waiting())
        figures["booked"] = sum(1 for _ in unit.ledger.booked())
        sunday = monday + timedelta(days=6)
        waits = [(sunday - one.arrival.moment.date()).days for one in unit.ledger.cases.values()]
        limits = (self._world.file.demand.within(one.arrival.priority) for one in unit.ledger.cases.values())
        figures["overdue"] = sum(days > limit for days, limit in zip(waits, limits, strict=True))
        figures["longest"] = max(waits, default=0)
        figures["journeys"] = sum(one.journeys for one in over)
        figures |= self._use(monday)
        found = Week(self.done, monday, figures, tuple(over))
        self.done += 1
        return found

    def _use(self, monday: date) -> dict[str, float]:
        """Minutes that people had and that visits took, by person."""
        dates = [monday + timedelta(days=step) for step in range(7)]
        pattern = self._roster.pattern(monday)
        hours = PlanRequest(
            time_zone=pattern.time_zone,
            first_date=dates[0],
            last_date=dates[-1],
            units=pattern.units,
            practitioners=pattern.practitioners,
            availability=tuple(window for day in dates for window in self._roster.hours(day)),
            busy=tuple(busy for day in dates for busy in self._roster.busy(day)),
            requests=(),
        )
        found: Counter[str] = Counter()
        for (person, _unit, _day), spans in free_windows(hours).items():
            found[f"there.{person}"] += sum(end - start for start, end in spans)
        found.update({f"used.{person}": minutes for person, minutes in self.unit.used.items()})
        return dict(found)

    @property
    def state(self) -> dict[str, Any]:
        """All that is needed to go on after the last week that is over, as plain objects."""
        unit = self.unit
        return {
            "done": self.done,
            "arrived": unit.ledger.arrived,
            "ended": dict(self.ended),
            "ill": [one.model_dump(mode="json") for one in unit.ill],
            "cases": [_plain(case) for case in unit.ledger.cases.values()],
        }

    def go_on(self, state: Mapping[str, Any]) -> None:
        """Begin after the weeks of a state that was kept."""
        self.done = state["done"]
        self.ended = Counter(state["ended"])
        self.unit.ill = [Busy.model_validate(one) for one in state["ill"]]
        for one in state["cases"]:
            self.unit.ledger.admit(self._case(one))
        self.unit.ledger.arrived = state["arrived"]

    def _case(self, plain: Mapping[str, Any]) -> Case:
        moment = datetime.fromisoformat(plain["moment"])
        arrival = self._arrivals.again(moment.date(), plain["at"], plain["number"])
        visits, (start, end) = self.unit.visits_of(arrival), plain["ahead"]
        return Case(
            arrival,
            visits[start:end],
            visits[end:],
            self._behaviour.gives_up_on(arrival.number, moment.date()),
            bookings={one["visit"]: ExistingBooking.model_validate(one) for one in plain["bookings"]},
            booked_on=_date(plain["booked_on"]),
            not_before=_date(plain["not_before"]),
            not_on=tuple(date.fromisoformat(one) for one in plain["not_on"]),
            moves=plain["moves"],
            journeys=plain["journeys"],
            asked_again=plain["asked_again"],
        )


def _plain(case: Case) -> dict[str, Any]:
    end = len(case.arrival.visits) - len(case.later)
    return {
        "number": case.arrival.number,
        "moment": case.arrival.moment.isoformat(),
        "at": case.arrival.at,
        "ahead": [end - len(case.ahead), end],
        "bookings": [one.model_dump(mode="json") for one in case.bookings.values()],
        "booked_on": _text(case.booked_on),
        "not_before": _text(case.not_before),
        "not_on": [one.isoformat() for one in case.not_on],
        "moves": case.moves,
        "journeys": case.journeys,
        "asked_again": case.asked_again,
    }


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
