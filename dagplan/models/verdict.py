"""Whether a plan conforms, and in what it does not: all that is wrong counted, the first of it told."""

from __future__ import annotations

from itertools import islice

from pydantic import Field

from .arguments import PLAN, REQUEST, takes
from .case import Case
from .checker import Violation, each_charge
from .collector import collector_paused
from .errors import MOST_TOLD
from .fields import StrictModel
from .plan import Plan
from .request import PlanRequest


class Verdict(StrictModel):
    """What the checker says of a plan."""

    conforms: bool = Field(description="Whether the plan breaks no rule and says nothing false of itself.")
    count: int = Field(ge=0, description="Number of violations.")
    violations: tuple[Violation, ...] = Field(description=f"The first {MOST_TOLD} of them.")

    @property
    def more(self) -> int:
        """Violations that are only counted."""
        return self.count - len(self.violations)


@takes(request=REQUEST, plan=PLAN)
def verdict(request: PlanRequest, plan: Plan) -> Verdict:
    """Hold a plan against every rule, however many it breaks.

    Raises
    ------
    TypeError
        If an argument is not what is wanted.
    """
    charges = each_charge(Case(request, plan.bookings), plan)
    with collector_paused():
        told = tuple(charge.in_words() for charge in islice(charges, MOST_TOLD))
        count = len(told) + sum(1 for _ in charges)
    return Verdict(conforms=not count, count=count, violations=told)
