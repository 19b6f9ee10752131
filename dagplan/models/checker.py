"""The independent checker: any plan, from any source, against every rule and every claim it makes.

No solver has a part in this. Every plan that leaves the program goes through ``check`` first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from pydantic import Field

from dagplan.words import Params, Said
from dagplan.words.messages.plan_warnings import PlanWarnings
from dagplan.words.messages.violations import FalseClaims, Violations
from dagplan.words.registry import in_language

from .arguments import PLAN, REQUEST, takes
from .bookings import locked_bookings, movable_in, visits_by_day
from .breach import Breach, Rule
from .case import Case
from .competences import competence_key
from .cost import gap, terms_of
from .fields import PARAMS, StrictModel
from .history import history_warnings
from .moves import disturbance, few_moved
from .plan import Booking, Plan, PlanWarning
from .request import PlanRequest
from .routine import Routine, applicable_routine
from .rulebook import RULES as OF_PLACES
from .unknown_words import unknown_competences, unknown_kinds

RULES = (*OF_PLACES, Rule("few_moved", 6, (), few_moved))
"""The whole rule book, in the order of the contract."""


class Violation(StrictModel):
    """One way in which a plan does not conform."""

    rule: str = Field(description="The rule that is broken: its name in the rule book, or the claim that is false.")
    routine: tuple[str, ...] = Field((), description="The rules of the routine behind it (R1 to R12).")
    message: str = Field(description="What is wrong, in a sentence.")
    params: Params | None = Field(None, description=PARAMS)
    ids: tuple[str, ...] = Field((), description="The visits first, then the other ids it speaks of.")

    def __str__(self) -> str:
        return self._told(self.message)

    @property
    def shown(self) -> str:
        """The same in the language of this run."""
        return self._told(in_language(self.params, self.message))

    def _told(self, message: str) -> str:
        source = f" ({', '.join(self.routine)})" if self.routine else ""
        return f"{self.rule}{source}: {message}"


@dataclass(frozen=True)
class Charge:
    """A violation before it is put in words: a plan may break the rules a million times, and few of them are told."""

    rule: str
    said: Said
    ids: tuple[str, ...] = ()
    routine: tuple[str, ...] = ()

    def in_words(self) -> Violation:
        """The violation."""
        return Violation(rule=self.rule, routine=self.routine, **self.said.fields, ids=self.ids)


@takes(request=REQUEST, plan=PLAN)
def check(request: PlanRequest, plan: Plan) -> list[Violation]:
    """Every violation of a plan: of the rules, and of the plan's own account of itself.

    Parameters
    ----------
    request
        What was to be planned.
    plan
        Any plan, whoever made it.

    Returns
    -------
    list of Violation
        Empty if the plan conforms.

    Raises
    ------
    TypeError
        If an argument is not what is wanted.
    """
    return violations_of(Case(request, plan.bookings), plan)


def violations_of(case: Case, plan: Plan) -> list[Violation]:
    """The same, with what has been looked up for these bookings already."""
    return [charge.in_words() for charge in each_charge(case, plan)]


def each_charge(case: Case, plan: Plan) -> Iterator[Charge]:
    """The same, one at a time, to be put in words or counted."""
    request = case.request
    if case.bookings != plan.bookings:
        case = Case(request, plan.bookings)
    if sum(len(booked) for _, booked in case.begun) != len(plan.bookings):
        known = {visit.id for asked in request.requests for visit in asked.visits}
        yield from _unusable(plan.bookings, known)
        usable = {booking.visit: booking for booking in plan.bookings if booking.visit in known}
        case = Case(request, tuple(usable.values()))
    yield from broken_rules(case)
    yield from _false_claims(case, plan)


def broken_rules(case: Case, rules: Iterable[Rule] = RULES) -> Iterator[Charge]:
    """Each way in which bookings break some rules, but for what locked ones alone break."""
    return (charge_of(rule, breach) for rule, breach in breaches(case, rules))


def breaches(case: Case, rules: Iterable[Rule] = RULES) -> Iterator[tuple[Rule, Breach]]:
    """The same before it is a charge: each rule with a breach of it."""
    return (
        (rule, breach)
        for rule in rules
        for breach in rule.find(case)
        if not breach.visits or not all(visit in case.locked for visit in breach.visits)
    )


def charge_of(rule: Rule, breach: Breach) -> Charge:
    """A breach of a rule as a charge."""
    return Charge(rule.id, breach.message, tuple(dict.fromkeys(breach.visits + breach.ids)), rule.routine)


def warnings_of(request: PlanRequest, routine: Routine | None = None) -> tuple[PlanWarning, ...]:
    """What a planner should know: the routine's validity, broken locked facts, wishes that can't come true."""
    routine = routine or applicable_routine(request.first_date)
    warnings = []
    if not routine.covers(request.first_date, request.last_date):
        said = PlanWarnings.ROUTINE_NOT_VALID(
            first=request.first_date,
            last=request.last_date,
            document=routine.document,
            version=routine.version,
            valid_from=routine.valid_from,
            valid_to=routine.valid_to,
        )
        warnings.append(PlanWarning(code="routine_not_valid", **said.fields, ids=(routine.document,)))
    warnings.extend(history_warnings(request))
    case = Case(request, locked_bookings(request))
    warnings.extend(unknown_word_warnings(request))
    for rule in RULES:
        for breach in rule.find(case):
            if breach.visits:
                said = PlanWarnings.LOCKED_BREAKS(breach=breach.message)
                ids = tuple(dict.fromkeys(breach.visits + breach.ids))
                warnings.append(PlanWarning(code=f"locked_breaks_{rule.id}", **said.fields, ids=ids))
    for asked in request.requests:
        for visit in asked.visits:
            preferred = visit.preferred
            if preferred is None:
                continue
            barred = visit.practitioners and preferred not in visit.practitioners
            if barred or competence_key(visit.competence) not in case.competences[preferred]:
                said = PlanWarnings.PREFERRED_NOT_ELIGIBLE(
                    visit=visit.id, preferred=preferred, competence=visit.competence
                )
                warnings.append(PlanWarning(code="preferred_not_eligible", **said.fields, ids=(visit.id, preferred)))
    return tuple(warnings)


def unknown_word_warnings(request: PlanRequest) -> Iterator[PlanWarning]:
    """Each competence that visits ask for and nobody has, and each kind of equipment that is likely mistyped."""
    for one in unknown_competences(request).values():
        more = {"n": len(one.visits) - 1} if len(one.visits) > 1 else {}
        near = {"near": one.near} if one.near else {}
        said = _UNKNOWN[bool(more), bool(near)](competence=one.word, visit=one.visits[0], **more, **near)
        yield PlanWarning(code="unknown_competence", **said.fields, ids=one.visits)
    for one in unknown_kinds(request).values():
        if one.near:
            said = PlanWarnings.UNKNOWN_EQUIPMENT_NEAR(kind=one.word, visit=one.visits[0], near=one.near)
            yield PlanWarning(code="unknown_equipment", **said.fields, ids=one.visits)


_UNKNOWN = {
    (False, False): PlanWarnings.UNKNOWN_COMPETENCE,
    (True, False): PlanWarnings.UNKNOWN_COMPETENCE_OF_MORE,
    (False, True): PlanWarnings.UNKNOWN_COMPETENCE_NEAR,
    (True, True): PlanWarnings.UNKNOWN_COMPETENCE_OF_MORE_NEAR,
}
"""What is said where more than one visit needs it, and where there are near words."""


def _unusable(bookings: tuple[Booking, ...], known: set[str]) -> Iterator[Charge]:
    for visit, times in Counter(booking.visit for booking in bookings).items():
        if visit not in known:
            yield Charge("known_visit", Violations.NO_SUCH_VISIT(visit=visit), (visit,))
        elif times > 1:
            yield Charge("booked_once", Violations.BOOKED_AGAIN(visit=visit, times=times), (visit,))


def _false_claims(case: Case, plan: Plan) -> Iterator[Charge]:
    """What the plan says of itself, against what its bookings say."""
    request, lacking = case.request, set(case.lacking)
    stated = [entry.request for entry in plan.unbooked]
    for one in sorted(lacking.symmetric_difference(stated)):
        claim = FalseClaims.NOT_LISTED if one in lacking else FalseClaims.LISTED_WRONGLY
        yield Charge("unbooked_listed", claim(request=one), (one,))
    for one, times in Counter(stated).items():
        if times > 1:
            yield Charge("unbooked_listed", FalseClaims.LISTED_AGAIN(request=one, times=times), (one,))
    shown = sorted(((one.date, one.unit, one.practitioner), one.visits) for one in plan.day_plans)
    if shown != sorted((case.days if case.bookings == plan.bookings else visits_by_day(plan.bookings)).items()):
        yield Charge("day_plans_match", FalseClaims.OTHER_DAY_PLANS())
    order = list(map(attrgetter("start", "practitioner"), plan.bookings))
    if order != sorted(order):
        yield Charge("bookings_ordered", FalseClaims.NOT_ORDERED())
    if plan.moves is not None:
        done, said = disturbance(request, case.bookings), plan.moves
        true = (len(movable_in(request)), len(done.moved), len(done.dropped))
        if (said.booked_before, said.moved, said.dropped) != true:
            claim = FalseClaims.OTHER_MOVES
            yield Charge("moves_true", claim(before=true[0], moved=true[1], dropped=true[2]))
        elif said.at_least > true[1] + true[2] or said.proven_least != (said.at_least == true[1] + true[2]):
            yield Charge("moves_true", FalseClaims.OTHER_LEAST(n=true[1] + true[2], stated=said.at_least))
    yield from _false_figures(case, plan)


def _false_figures(case: Case, plan: Plan) -> Iterator[Charge]:
    request, terms, said = case.request, case.terms, plan.objective
    for name, cost in terms.model_dump().items():
        if (claimed := getattr(said.terms, name)) != cost:
            yield Charge("cost_true", FalseClaims.OTHER_TERM(term=name, true=cost, stated=claimed))
    if said.cost != terms.total:
        yield Charge("cost_true", FalseClaims.OTHER_COST(true=terms.total, stated=said.cost))
    if said.lower_bound > terms.total:
        yield Charge("bound_true", FalseClaims.BOUND_TOO_HIGH(true=terms.total, stated=said.lower_bound))
    elif (plan.status == "optimal") != (said.lower_bound == said.cost):
        claim = FalseClaims.OTHER_STATUS(status=plan.status, cost=said.cost, bound=said.lower_bound)
        yield Charge("status_true", claim)
    locked_only = terms_of(request, locked_bookings(request)).total
    true_gap = gap(terms.total, said.lower_bound, locked_only)
    if abs(said.gap - true_gap) > 1e-6:
        yield Charge("gap_true", FalseClaims.OTHER_GAP(true=f"{true_gap:.6f}", stated=f"{said.gap:.6f}"))
