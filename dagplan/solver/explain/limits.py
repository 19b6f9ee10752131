"""The limits of a request, and which of them leave it no room.

Limits bind where they leave no room together and would leave some if any one of them were gone: such a set is what a
reason names, so that it says neither less nor more than is so. One limit that is enough by itself is preferred to
several.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from dagplan.models.plan import LimitName
from dagplan.models.request import Request

from .leeway import Leeway, Limits

IN_ORDER: tuple[LimitName, ...] = (
    "own_locked",
    "units",
    "practitioners",
    "excluded_dates",
    "earliest",
    "latest",
    "not_before",
    "not_after",
    "min_wait",
    "max_wait",
    "patient_busy",
    "patient_visits",
    "locked",
    "grid",
    "clock_change",
)
"""Where several would do, the first is named: what the request asks for before what everybody has to keep."""


def limits_of(leeway: Leeway, case: Request) -> tuple[LimitName, ...]:
    """The limits that a request has at all."""
    asked, free = leeway.asked, [visit for visit in case.visits if visit.id not in leeway.facts]
    waits = [case.waits_before(position) for position in range(1, len(case.visits))]
    given = {
        "own_locked": len(free) < len(case.visits),
        "units": bool(case.units),
        "practitioners": any(visit.practitioners and not leeway.anyone_with_it(visit) for visit in free),
        "excluded_dates": bool(case.excluded_dates),
        "earliest": case.earliest is not None and case.earliest > asked.first_date,
        "latest": case.latest is not None and case.latest < asked.last_date,
        "not_before": case.not_before is not None,
        "not_after": case.not_after is not None,
        "min_wait": any(least for least, _ in waits),
        "max_wait": any(most is not None for _, most in waits),
        "patient_busy": case.patient in leeway.patients_with_others,
        "patient_visits": not leeway.locked_of.get(case.patient, set()) <= {case.id},
        "locked": not leeway.locked_of.keys() <= {case.patient},
        "grid": asked.settings.grid > 1,
        "clock_change": bool(leeway.odd_dates),
    }
    return tuple(limit for limit in IN_ORDER if given[limit])


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
