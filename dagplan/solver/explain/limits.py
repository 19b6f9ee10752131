"""The limits of a request, and which of them leave it no room.

Limits bind where they leave no room together and would leave some if any one of them were gone: such a set is what a
reason names, so that it says neither less nor more than is so. One limit that is enough by itself is preferred to
several.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

from dagplan.models import PlanRequest
from dagplan.models.limits import OF_ONE, OF_REQUEST, PEOPLE, Limit, within
from dagplan.models.plan import LimitName
from dagplan.models.request import Request, Visit

from .leeway import Leeway, Limits
from .pairs import pairs_of

Whose = TypeVar("Whose", Request, Visit)
Value = TypeVar("Value")

IN_ORDER: tuple[LimitName, ...] = (
    "own_locked",
    *(limit.name for limit in OF_ONE),
    "same_practitioner_as",
    "different_practitioner_from",
    "equipment",
    "min_wait",
    "max_wait",
    "patient_busy",
    "patient_visits",
    "locked",
    "grid",
    "clock_change",
)
"""Where several would do, the first is named: what the request asks for before what everybody has to keep."""


LOOSENED: frozenset[LimitName] = frozenset(
    {
        *("units", "practitioners", "excluded_dates", "earliest", "latest", "not_before", "not_after"),
        *("same_practitioner_as", "different_practitioner_from", "equipment"),
    }
)
"""Limits of one visit by itself that a fix may loosen, at what ``change_costs`` says; it keeps all others."""


def kept(
    limits: tuple[Limit[Whose, Any, Value], ...], asked: PlanRequest, whose: Whose
) -> list[tuple[Limit[Whose, Any, Value], Any]]:
    """The limits that a request (or visit) sets and that no fix loosens, each with what it comes to."""
    return [(limit, of) for limit, of in within(limits, asked, whose) if limit.name not in LOOSENED]


def limits_of(leeway: Leeway, case: Request) -> tuple[LimitName, ...]:
    """The limits that a request has at all."""
    asked, free = leeway.asked, [visit for visit in case.visits if visit.id not in leeway.facts]
    pairs = pairs_of(case, leeway.facts)
    waits = [case.waits_before(position) for position in range(1, len(case.visits))]
    given: dict[LimitName, bool] = {
        **{limit.name: True for limit, _ in within(OF_REQUEST, asked, case)},
        **{limit.name: True for visit in free for limit, _ in within(PEOPLE, asked, visit)},
        # Where it limits nothing that would be left without it, it is none.
        "own_locked": len(free) < len(case.visits),
        "practitioners": any(visit.practitioners and not leeway.anyone_with_it(visit) for visit in free),
        "earliest": case.earliest is not None and case.earliest > asked.first_date,
        "latest": case.latest is not None and case.latest < asked.last_date,
        "same_practitioner_as": bool(pairs.same),
        "different_practitioner_from": bool(pairs.different),
        "equipment": any(visit.equipment for visit in free),
        "min_wait": any(least for least, _ in waits),
        "max_wait": any(most is not None for _, most in waits),
        "patient_busy": case.patient in leeway.patients_with_others,
        "patient_visits": not leeway.locked_of.get(case.patient, set()) <= {case.id},
        "locked": not leeway.locked_of.keys() <= {case.patient},
        "grid": asked.settings.grid > 1,
        "clock_change": bool(leeway.odd_dates),
    }
    return tuple(limit for limit in IN_ORDER if given.get(limit))


def binding(leeway: Leeway, case: Request, has_room: Callable[[Limits], bool]) -> tuple[LimitName, ...]:
    """Limits that leave no room together, each needed for that; none where even without any there is no room.

    Parameters
    ----------
    has_room
        Whether there is room under some limits; with all of the request's there is none.
    """
    own = limits_of(leeway, case)
    if not has_room(()):
        return ()
    for limit in own:
        if not has_room((limit,)):
            return (limit,)
    kept = list(own)
    for limit in reversed(own):
        fewer = [one for one in kept if one != limit]
        if not has_room(fewer):
            kept = fewer
    return tuple(kept)


assert set(IN_ORDER) == set(get_args(LimitName)) - {"max_moved"}
