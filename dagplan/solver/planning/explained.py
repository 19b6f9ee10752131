"""An explanation with a planner at hand, which proves what a plan of another hand says of itself."""

from __future__ import annotations

from collections.abc import Collection

from dagplan.models import PlanRequest
from dagplan.models.arguments import NUMBER, PLAN, REQUEST, TEXTS, takes
from dagplan.models.explanation import Explanation
from dagplan.models.plan import Plan
from dagplan.solver.explain.engine import explanation_of

from .engine import plan as make_plan


@takes(request=REQUEST, plan=PLAN, seconds=NUMBER, only=TEXTS.or_none())
def explain_plan(
    request: PlanRequest, plan: Plan, *, seconds: float = 20.0, only: Collection[str] | None = None
) -> Explanation:
    """Why each unbooked request is unbooked, what would let it in, and where time is short.

    Parameters
    ----------
    request, plan
        A plan of the request that keeps every rule (``check`` says so).
    seconds
        Of wall clock. The certain reasons and the first fixes come first: when time runs out, prices, moves and
        bottlenecks are left out.
    only
        Ids of unbooked requests: the others are left out, and all the time is for these.

    Returns
    -------
    Explanation
        Reasons never say more than is known. Every fix has been tried: with its changes the request can be booked
        as in its placement while every other booking stands, but for those that it moves.

    Raises
    ------
    InputError
        If the plan breaks a rule: every violation, in the place ``plan``.
    TypeError
        If an argument is not what is wanted.
    """
    return explanation_of(request, plan, make_plan, seconds, only)
