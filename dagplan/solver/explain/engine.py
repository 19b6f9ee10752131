"""From a request and a plan to its explanation: the recipe."""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from dagplan.models import InputError, PlanRequest, Problem, check
from dagplan.models.arguments import PLAN, REQUEST, takes
from dagplan.models.checker import Violation
from dagplan.models.explanation import Explanation
from dagplan.models.people import asks_of_people
from dagplan.models.plan import Fix, LimitName, Plan, Reason, Unbooked
from dagplan.models.request import Request as AskedRequest
from dagplan.solver.bound.lower_bound import Bound, lower_bound
from dagplan.solver.instance.instance import Request
from dagplan.solver.running.deadlines import Deadline
from dagplan.words.message import Said
from dagplan.words.messages.reasons import ReasonWords
from dagplan.words.registry import said_of

from .allowance import Allowance
from .change_costs import Kind
from .changes import placement_of
from .claims import Planner, is_proven_best
from .fixes import MOST_FIXES, Fixer
from .hours import bottlenecks_with_hours
from .least_change import LeastChange, Loosened, OutOfTimeError
from .limits import limits_of
from .lost import Beside, lost
from .price import Price, least_price, price_of
from .reasons import Reasons
from .standing import Standing
from .verify import Verifier

log = logging.getLogger(__name__)

_OF_THE_TIME = 0.98
_SHARE_OF_PROOF, _SHARE_OF_FIXES, _SHARE_OF_PRICES, _SHARE_OF_HOURS = 0.35, 0.65, 0.5, 0.15


def explanation_of(
    request: PlanRequest, plan: Plan, planner: Planner, seconds: float, only: Collection[str] | None = None
) -> Explanation:
    """The explanation of a plan (see ``planning.explained``); ``planner`` proves what a plan claims."""
    deadline = Deadline(_OF_THE_TIME * seconds)
    violations = check(request, plan)
    if violations:
        raise InputError(
            Problem.of("plan", ReasonWords.PLAN_BREAKS_RULES(violation=_violation(one)), "violation")
            for one in violations
        )
    if not plan.unbooked:
        return Explanation(unbooked=())
    return _Explaining(request, plan, deadline, only).run(planner)


@takes(request=REQUEST, plan=PLAN)
def why(request: PlanRequest, plan: Plan) -> tuple[Unbooked, ...]:
    """The reasons alone, each with whom booking it would put out and at what price: milliseconds a request.

    Parameters
    ----------
    request, plan
        A plan that this program made of this request: its word is taken for it.
    """
    return _Explaining(request, plan, Deadline(math.inf)).reasons_alone() if plan.unbooked else ()


class _Explaining:
    def __init__(
        self, asked: PlanRequest, plan: Plan, deadline: Deadline, only: Collection[str] | None = None
    ) -> None:
        self.asked = asked
        self.plan = plan
        self.deadline = deadline
        self.standing = Standing(asked, plan)
        self.allowance = Allowance(asked, plan.bookings)
        self.least = LeastChange(asked, self.standing.minute_counts, self.standing.worth(), self.allowance.left)
        self.fixer = Fixer(self.standing, self.least, Verifier(asked, plan.bookings, self.allowance))
        self.ladder = Reasons(asked, self.standing.instance, self.standing.names)
        cases = {case.id: case for case in asked.requests}
        self.waiting = [cases[one.request] for one in plan.unbooked if only is None or one.request in only]
        self.reasons: dict[str, tuple[Reason, ...]] = {}
        self.fits: dict[str, Loosened | None] = {}
        self.fixes: dict[str, list[tuple[float, Fix]]] = {case.id: [] for case in self.waiting}
        self.no_fix: dict[str, Reason] = {}

    def run(self, planner: Planner) -> Explanation:
        log.info("explanation: %d requests unbooked", len(self.waiting))
        self._know(optimal=False)
        for case, deadline in self._each(_SHARE_OF_FIXES):
            with suppress(OutOfTimeError):
                self._quick(case, deadline)
        best = is_proven_best(self.asked, self.plan, self._share(_SHARE_OF_PROOF), planner)
        prices = self._prices(_SHARE_OF_PRICES)
        # A plan that is called the cheapest, and is not, was not proven so for this request.
        best = best and all(price.cost >= 0 for price in prices.values())
        bound = None if best else self._bound()
        log.info("plan %s the cheapest; %d prices found", "proven" if best else "not proven", len(prices))
        self._tell(prices, bound)
        short = bottlenecks_with_hours(
            self.standing, self.plan, self.allowance, self._without_room(), self._share(_SHARE_OF_HOURS)
        )
        for case, deadline in self._each(1.0):
            if self.fits.get(case.id) is None:
                self.fixes[case.id] += self.fixer.moving(case, deadline)
        return Explanation(
            bottlenecks=short,
            unbooked=tuple(
                Unbooked(request=case.id, reasons=self._reasons(case), fixes=self._least(case))
                for case in self.waiting
            ),
        )

    def reasons_alone(self) -> tuple[Unbooked, ...]:
        """Every reason with its price, without a bound's proof and without fixes."""
        best = self.plan.status == "optimal"
        self._know(optimal=best)
        for case in self.waiting:
            if self.reasons[case.id][0].code == "lost_to_others":
                self.fits[case.id] = self.least.find(case, ())
        self._tell(self._prices(1.0), None if best else Bound(0, [], {}))
        return tuple(Unbooked(request=case.id, reasons=self.reasons[case.id]) for case in self.waiting)

    def _share(self, share: float) -> Deadline:
        return self.deadline.within(self.deadline.left * share)

    def _each(self, share: float) -> Iterator[tuple[AskedRequest, Deadline]]:
        """Each waiting request with its part of a share of the time that is left; what one leaves the others get."""
        whole = self._share(share)
        for number, case in enumerate(self.waiting):
            yield case, whole.within(whole.left / (len(self.waiting) - number))

    def _know(self, *, optimal: bool) -> None:
        """The certain reasons of all."""
        for case in self.waiting:
            self.reasons[case.id] = self.ladder.of(self.standing.numbers[case.id], optimal=optimal)

    def _quick(self, case: AskedRequest, deadline: Deadline) -> None:
        """The fixes that are found at once; where there are none at all, the proof of that."""
        fits = self.fits[case.id] = self.least.find(case, (), deadline)
        limits = {limit for reason in self.reasons[case.id] for limit in reason.limits}
        self.fixes[case.id] = self.fixer.quick(case, fits, limits, deadline)
        if not self.fixes[case.id] and self.fixer.none_exists(case, deadline):
            self.no_fix[case.id] = _no_fix(case, locked="own_locked" in limits_of(self.ladder.leeway, case))

    def _bound(self) -> Bound:
        requests = list(self.standing.instance.requests.values())
        return lower_bound(self.standing.instance, requests, self._share(_SHARE_OF_PROOF))

    def _prices(self, share: float) -> dict[str, Price]:
        """What it would cost to book each request that others came before."""
        found = {}
        for case, deadline in self._each(share):
            if self.reasons[case.id][0].code == "lost_to_others":
                request = self.standing.instance.requests[self.standing.numbers[case.id]]
                with suppress(OutOfTimeError):
                    price = price_of(self.standing, self.least, case, request, self.fits.get(case.id), deadline)
                    if price is not None:
                        found[case.id] = price
        return found

    def _tell(self, prices: Mapping[str, Price], bound: Bound | None) -> None:
        """Say of each request that others came before at what price, and what is proven of that.

        Parameters
        ----------
        bound
            None where the plan is proven to be the cheapest.
        """
        for case in self.waiting:
            if self.reasons[case.id][0].code != "lost_to_others":
                continue
            index = self.standing.numbers[case.id]
            at_least = 0
            if bound is not None:
                request = self.standing.instance.requests[index]
                at_least = least_price(self.standing, bound, request, self.plan.objective.cost)
            proven = at_least >= 0
            price = prices.get(case.id)
            if price is not None:
                self.reasons[case.id] = (lost(case, price, self._beside(case), at_least, proven=proven),)
            elif proven:
                self.reasons[case.id] = self.ladder.of(index, optimal=True)

    def _without_room(self) -> list[Request]:
        """Waiting requests that are known to have no room worth its cost beside the others as they stand."""
        found = []
        for case in self.waiting:
            request = self.standing.instance.requests[self.standing.numbers[case.id]]
            fits = self.fits.get(case.id)
            if fits is not None:
                placement = self.standing.placement(request, list(placement_of(self.asked, case, fits)))
                if self.standing.cost(request, placement) < request.unbooked_cost:
                    continue
            if case.id in self.fits:
                found.append(request)
        return found

    def _beside(self, case: AskedRequest) -> Beside:
        """What room a request has beside the others as they stand."""
        if case.id not in self.fits:
            return "unknown"
        if self.fits[case.id] is not None:
            return "some"
        if self.allowance.left(case) is None:
            return "none"
        try:
            more = self.least.find(case, (Kind.MOVES_ALLOWED,), self.deadline)
        except OutOfTimeError:
            return "unknown"
        return "none" if more is None else "with_more_moves"

    def _reasons(self, case: AskedRequest) -> tuple[Reason, ...]:
        last = self.no_fix.get(case.id)
        return self.reasons[case.id] if last is None else (*self.reasons[case.id], last)

    def _least(self, case: AskedRequest) -> tuple[Fix, ...]:
        found = sorted(self.fixes[case.id], key=lambda one: one[0])
        return tuple(fix for _, fix in found[:MOST_FIXES])


def _violation(found: Violation) -> Said:
    message = said_of(found.params) or found.message
    if not found.routine:
        return ReasonWords.VIOLATION(rule=found.rule, message=message)
    return ReasonWords.VIOLATION_OF_ROUTINE(rule=found.rule, routine=found.routine, message=message)


def _no_fix(case: AskedRequest, *, locked: bool) -> Reason:
    words = ReasonWords.NO_FIX_WHILE_LOCKED if locked else ReasonWords.NO_FIX
    if any(visit.equipment for visit in case.visits) or asks_of_people(case):
        words = ReasonWords.NO_FIX_AT_ALL_WHILE_LOCKED if locked else ReasonWords.NO_FIX_AT_ALL
    said = words(request=case.id)
    limits: tuple[LimitName, ...] = ("own_locked",) if locked else ()
    return Reason(code="no_fix_exists", **said.fields, ids=(case.id,), proof="proven", limits=limits)
