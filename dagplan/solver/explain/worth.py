"""A request that has room but costs more than it is worth: what would make it worth its cost."""

from __future__ import annotations

from typing import get_args

from dagplan.models import PlanRequest
from dagplan.models.cost import target_date
from dagplan.models.plan import Booking
from dagplan.models.request import Priority
from dagplan.models.request import Request as AskedRequest
from dagplan.words.messages.fixes import FixChanges

from .changes import Change, Told


def worth_it(
    asked: PlanRequest, case: AskedRequest, placement: tuple[Booking, ...], cost: int, unbooked_cost: int
) -> Told | None:
    """The change of target or priority that makes a placement cost less than leaving the request out.

    Parameters
    ----------
    cost, unbooked_cost
        Of the placement, and of leaving the request out.
    """
    day = placement[0].start.date()
    deviation = asked.settings.weights.day_deviation * abs((day - target_date(asked, case)).days)
    if deviation and cost - deviation < unbooked_cost:
        change: Change = {"kind": "set_request", "request": case.id, "target": day.isoformat()}
        return change, FixChanges.TARGET(request=case.id, day=day)
    priorities: tuple[Priority, ...] = get_args(Priority)
    weights = asked.settings.weights.unbooked
    own = getattr(weights, case.priority)
    for priority in priorities[priorities.index(case.priority) + 1 :]:
        weight = getattr(weights, priority)
        if own and unbooked_cost // own * weight > cost:
            said = FixChanges[f"PRIORITY_{priority.upper()}"](request=case.id)
            return {"kind": "set_request", "request": case.id, "priority": priority}, said
    return None
