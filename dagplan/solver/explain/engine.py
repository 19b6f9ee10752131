"""From a request and a plan to its explanation: the recipe."""

from __future__ import annotations

import math

from dagplan.models import PlanRequest
from dagplan.models.explanation import Explanation
from dagplan.models.plan import Fix, Plan, Reason, Unbooked
from dagplan.models.request import Request as AskedRequest
from dagplan.solver.bound import Bound, lower_bound
from dagplan.solver.progress import Deadline
from dagplan.solver.reasons import reasons_for

from .diary import Diary
from .fixes import MOST_FIXES, Fixer
from .hours import bottlenecks_with_hours
from .least_change import LeastChange, Loosened
from .price import Price, least_price, price_of
from .standing import Standing
from .verify import Verifier

_SHARE_OF_BOUND, _SHARE_OF_HOURS = 0.35, 0.15


def explain(request: PlanRequest, plan: Plan, *, seconds: float = 20.0) -> Explanation:
    """Why each unbooked request is unbooked, what would let it in, and where time is short.

    Parameters
    ----------
    request, plan
        A plan of the request that keeps every rule (``check`` says so).
    seconds
        Of wall clock, about. The certain reasons and the first fixes come first: when time runs out, prices,
        moves and bottlenecks are left out.

    Returns
    -------
    Explanation
        Reasons never say more than is known. Every fix has been tried: with its changes the request can be booked
        as in its placement while every other booking stands, but for those that it moves.
    """
    return _Explaining(request, plan, Deadline(seconds)).run()


def why(request: PlanRequest, plan: Plan) -> tuple[Unbooked, ...]:
    """The reasons alone, each with whom booking it would put out and at what price: milliseconds a request."""
    return _Explaining(request, plan, Deadline(math.inf)).reasons_alone()


class _Explaining:
    def __init__(self, asked: PlanRequest, plan: Plan, deadline: Deadline) -> None:
        self.asked = asked
        self.plan = plan
        self.deadline = deadline
        self.standing = Standing(asked, plan)
        self.diary = Diary(asked, plan.bookings)
        self.least = LeastChange(asked, self.diary, self.standing.worth())
        self.fixer = Fixer(self.standing, self.diary, self.least, Verifier(asked, plan.bookings))
        cases = {case.id: case for case in asked.requests}
        self.waiting = [cases[entry.request] for entry in plan.unbooked]
        self.reasons: dict[str, tuple[Reason, ...]] = {}
        self.fixes: dict[str, list[tuple[float, Fix]]] = {}

    def run(self) -> Explanation:
        if not self.waiting:
            return Explanation(unbooked=())
        for case in self.waiting:
            self.fixes[case.id] = self.fixer.quick(case) if not self.deadline.over() else []
        bound = self._bound()
        self.reasons = {case.id: self._reasons(case, bound) for case in self.waiting}
        for case in self.waiting:
            if not self.fixes[case.id] and not self.deadline.over() and self.fixer.none_exists(case):
                self.reasons[case.id] += (_no_fix(case),)
        short = bottlenecks_with_hours(
            self.standing, self.plan, self.deadline.within(self.deadline.left * _SHARE_OF_HOURS)
        )
        for number, case in enumerate(self.waiting):
            share = self.deadline.left / (len(self.waiting) - number)
            self.fixes[case.id] += self.fixer.moving(case, self.deadline.within(share))
        return Explanation(
            bottlenecks=short,
            unbooked=tuple(
                Unbooked(request=case.id, reasons=self.reasons[case.id], fixes=self._least(case))
                for case in self.waiting
            ),
        )

    def reasons_alone(self) -> tuple[Unbooked, ...]:
        """Every reason with its price, without a bound's proof and without fixes."""
        bound = None if self.plan.status == "optimal" else Bound(0, [], {})
        return tuple(Unbooked(request=case.id, reasons=self._reasons(case, bound)) for case in self.waiting)

    def _bound(self) -> Bound | None:
        if self.plan.status == "optimal":
            return None
        requests = list(self.standing.problem.requests.values())
        return lower_bound(
            self.standing.problem, requests, self.deadline.within(self.deadline.left * _SHARE_OF_BOUND)
        )

    def _least(self, case: AskedRequest) -> tuple[Fix, ...]:
        found = sorted(self.fixes[case.id], key=lambda one: one[0])
        return tuple(fix for _, fix in found[:MOST_FIXES])

    def _reasons(self, case: AskedRequest, bound: Bound | None) -> tuple[Reason, ...]:
        """The ladder: certain arithmetic, else that it was lost to others and at what price."""
        standing = self.standing
        index = standing.numbers[case.id]
        request = standing.problem.requests[index]
        found = reasons_for(
            self.asked, standing.problem, standing.names, index, optimal=self.plan.status == "optimal"
        )
        if found[0].code == "lost_to_others":
            at_least = least_price(standing, bound, request, self.plan.objective.cost) if bound is not None else 0
            fits = self.fixer.fits_as_it_is(case)
            price = None if self.deadline.over() else price_of(standing, self.least, case, request)
            found = (_lost(case, found[0], price, at_least, proven=bound is None or at_least >= 0, fits=fits),)
        return found


def _lost(
    case: AskedRequest, known: Reason, price: Price | None, at_least: int, *, proven: bool, fits: Loosened | None
) -> Reason:
    """It would fit by itself, but not beside the others at a lower cost."""
    if price is None:
        return known.model_copy(update={"proof": "proven"}) if proven else known
    people = ", ".join(dict.fromkeys(price.people))
    ids = (case.id, *price.put_out, *price.rebooked)
    where = f"{price.day} at {_clock(price.starts[0])} with {people}"
    if price.cost < 0:
        room = "there is room for it beside the plan" if fits is not None else "room could be made for it"
        message = (
            f"{case.id}: {room} on {where}, and the plan would cost {-price.cost} less{_displaced(price)}. "
            "It was not found in time: plan again, from this plan."
        )
        return Reason(
            code="better_plan_exists",
            message=message,
            ids=ids,
            dates=(price.day,),
            proof=known.proof,
            costs_more=price.cost,
        )
    why = "others need the time. Booked" if price.put_out or price.rebooked else "there is room, but booked"
    sure = "No plan that books it costs less than this one" if proven else "No better plan was found in time"
    if at_least > 0:
        sure = f"No plan that books it costs less than {at_least} more than this one"
    message = f"{case.id}: {why} on {where} it would {_dearer(price)}{_displaced(price)}. {sure}."
    return Reason(
        code=known.code,
        message=message,
        ids=ids,
        dates=(price.day,),
        proof="proven" if proven else "not_found_in_time",
        costs_more=price.cost,
    )


def _dearer(price: Price) -> str:
    return f"make the plan cost {price.cost} more" if price.cost else "leave the plan's cost as it is"


def _displaced(price: Price) -> str:
    if not price.put_out and not price.rebooked:
        return ""
    parts = []
    if price.put_out:
        parts.append(f"put out {', '.join(price.put_out)}")
    if price.rebooked:
        parts.append(f"move {', '.join(price.rebooked)}")
    return f" and {' and '.join(parts)}"


def _no_fix(case: AskedRequest) -> Reason:
    message = (
        f"{case.id}: no other wait, clock time, date, care unit or person, no more time of anybody and no move of "
        "other bookings would let it in."
    )
    return Reason(code="no_fix_exists", message=message, ids=(case.id,), proof="proven")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
