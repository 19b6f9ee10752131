"""Small worlds to live through."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dagplan.files.arrivals_table import ArrivalRow
from dagplan.models import PlanRequest
from dagplan.models.request import Availability, Practitioner, Request, Unit, Visit
from dagplan.simulation.policies import PoliciesFile, Policy
from dagplan.simulation.year import World, Year

MONDAY = date(2026, 10, 5)


def one_room(slots: int = 1, minutes: int = 30, people: int = 1, days: int = 7) -> PlanRequest:
    """People who take so many visits a day each, and one kind of visit."""
    names = [f"n{number}" for number in range(1, people + 1)]
    windows = [
        Availability(
            practitioner=name,
            unit="u",
            start=datetime.combine(MONDAY + timedelta(days=day), time(17)),
            end=datetime.combine(MONDAY + timedelta(days=day), time(17)) + timedelta(minutes=slots * minutes),
        )
        for name in names
        for day in range(days)
    ]
    return PlanRequest(
        first_date=MONDAY,
        last_date=MONDAY + timedelta(days=6),
        units=(Unit(id="u"),),
        practitioners=tuple(Practitioner(id=name, competences=("nurse",)) for name in names),
        availability=tuple(windows),
        requests=(Request(id="r", patient="p", visits=(Visit(id="v", duration=minutes, competence="nurse"),)),),
    )


def two_people() -> PlanRequest:
    """A nurse and a physician, three kinds of request: of one visit, of two, and an urgent one."""
    hours = (("nurse", time(9), time(11)), ("physician", time(10), time(12)))
    windows = [
        Availability(practitioner=name, unit="u", start=datetime.combine(day, start), end=datetime.combine(day, end))
        for day in (MONDAY + timedelta(days=step) for step in range(5))
        for name, start, end in hours
    ]
    nurse = Visit(id="v1", duration=20, competence="nurse")
    physician = Visit(id="v2", duration=30, competence="physician")
    linked = (
        nurse.model_copy(update={"id": "v3", "role": "secondary"}),
        physician.model_copy(update={"id": "v4", "role": "primary"}),
    )
    return PlanRequest(
        first_date=MONDAY,
        last_date=MONDAY + timedelta(days=6),
        units=(Unit(id="u"),),
        practitioners=tuple(Practitioner(id=name, competences=(name,)) for name, _, _ in hours),
        availability=tuple(windows),
        requests=(
            Request(id="r1", patient="p1", visits=(nurse,)),
            Request(id="r2", patient="p2", visits=linked, max_wait=60),
            Request(id="r3", patient="p3", visits=(physician,), priority="urgent"),
        ),
    )


def world_of(base: PlanRequest, *policies: Policy, arrivals: tuple[ArrivalRow, ...] = (), **fields) -> World:
    """A world in which nothing changes."""
    made = PoliciesFile(name="a world", base="base.json", policy=policies or (Policy(name="as-today"),), **fields)
    return World(made, base, {one.name: ((base.first_date, base),) for one in made.policy}, arrivals)


def asked_on(*asked: tuple[str, str] | tuple[str, str, str]) -> tuple[ArrivalRow, ...]:
    """Arrivals of one's own: each a moment, what it is like, and its priority if it is another."""
    return tuple(
        ArrivalRow(moment=datetime.fromisoformat(moment), like=like, priority=(*more, None)[0])
        for moment, like, *more in asked
    )


def lived(world: World, *, policy: int = 0, seed: int = 1) -> Year:
    """A year that is over, with its weeks in ``Year.kept``."""
    year = Year(world, world.file.policy[policy], seed)
    year.kept = list(year.weeks())  # type: ignore[attr-defined]
    return year


def ends(world: World, **which: int) -> list[tuple[int, str, str, int, int, int]]:
    """Of everybody who is through: number, how, the date, days waited, visits moved, journeys."""
    return sorted(
        (one.number, one.end, f"{one.date:%a %d}", one.waited, one.moves, one.journeys)
        for week in lived(world, **which).kept  # type: ignore[attr-defined]
        for one in week.over
    )
