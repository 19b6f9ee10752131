"""What stands on a board as a plan that says no more than differences are told from: the bookings and the cost.

The whole plan of a board (``board_plans``) has reasons, warnings and a bound, which take seconds.
"""

from __future__ import annotations

from dagplan.models import applicable_routine
from dagplan.models.fields import judged
from dagplan.models.plan import AppliedRule, Objective, Plan, Run, Unbooked, to_json

from .boarding import At, found


def bare_plan(at: At) -> bytes | None:
    """What stands on a board as a plan (JSON); None where the board is not laid out here (``boarding``)."""
    one = found(at)
    if one is None:
        return None
    standing = one.standing
    terms, routine = standing.terms, applicable_routine(standing.request.first_date)
    made = judged(
        Plan,
        {
            "status": "feasible",
            "bookings": standing.bookings,
            "day_plans": (),
            "unbooked": tuple(Unbooked(request=each, reasons=()) for each in standing.unbooked),
            "objective": Objective(cost=terms.total, lower_bound=0, gap=0.0, terms=terms),
            "rule": AppliedRule(
                document=routine.document,
                version=routine.version,
                valid_from=routine.valid_from,
                valid_to=routine.valid_to,
            ),
            "warnings": (),
            "run": Run(seed=0, workers=1, wall_seconds=0.0, versions={}, request_hash=""),
        },
    )
    return to_json(made).encode()
