"""What a plan says of itself is believed only where this program said it of this very request."""

from __future__ import annotations

from collections.abc import Callable

from dagplan.models import PlanRequest
from dagplan.models.fingerprint import request_hash
from dagplan.models.plan import Plan
from dagplan.solver.running.deadlines import Deadline

Planner = Callable[[PlanRequest], Plan]

_LEAST_SECONDS = 0.3
_MOST_REQUESTS = 3_000
"""A larger request is not planned again to see whether what is said is so."""


def is_proven_best(asked: PlanRequest, plan: Plan, deadline: Deadline, planner: Planner) -> bool:
    """Whether no plan of the request costs less than this one, as far as is known by the deadline.

    A plan that says so of another request, such as one with a smaller budget of moves, is put to the proof: the
    request is planned again.
    """
    if plan.status != "optimal":
        return False
    if plan.run.request_hash == request_hash(asked):
        return True
    seconds = deadline.left
    if seconds < _LEAST_SECONDS or len(asked.requests) > _MOST_REQUESTS:
        return False
    settings = asked.settings.model_copy(
        update={"time_limit": min(seconds, 1e6), "workers": 1, "deterministic": False}
    )
    again = planner(asked.model_copy(update={"settings": settings}))
    return again.objective.lower_bound >= plan.objective.cost
