"""Which rules the standing bookings break and what they cost, each judged anew only where something has changed.

A rule of the rule book looks at one request by itself, or at all that one person, patient or item has. So it is held
against the small case of just these, and a change is followed by the few cases that it concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal

from dagplan.models import PlanRequest
from dagplan.models.breach import Rule
from dagplan.models.case import Case
from dagplan.models.checker import RULES, Charge, breaches, broken_rules, charge_of
from dagplan.models.cost import terms_by_visit
from dagplan.models.plan import Booking, Terms
from dagplan.models.request import ExistingBooking, Request

from .fill import Fill
from .register import Moved, Register

OfWhat = Literal["request", "person", "patient", "item", "nothing"]
Scope = tuple[OfWhat, str]
"""One request, person, patient or item that rules are held against: of what kind it is, and its id."""

LOOKS_AT: dict[str, OfWhat] = {
    "locked_stand": "nothing",
    "whole": "request",
    "same_date": "request",
    "same_unit": "request",
    "sequence": "request",
    "right_length": "request",
    "competence": "request",
    "inside_window": "person",
    "same_practitioner": "request",
    "different_practitioner": "request",
    "on_grid": "request",
    "practitioner_once": "person",
    "patient_once": "patient",
    "patient_free": "patient",
    "equipment": "request",
    "equipment_free": "item",
    "equipment_once": "item",
    "patient_limits": "request",
    "few_moved": "nothing",
}
"""What each rule has to see whole; nothing: what stands can't break it, since it says what becomes of what stood."""

_ORDER = {rule.id: number for number, rule in enumerate(RULES)}


def _rules_of(what: OfWhat) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if LOOKS_AT[rule.id] == what)


_RULES = {what: _rules_of(what) for what in ("request", "person", "patient", "item")}


class Judgement:
    """The charges against what stands, by scope, and its cost by term."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._charges: dict[Scope, tuple[Charge, ...]] = {}
        self._items = {item.id: item for item in register.base.equipment}
        self._people = {person.id: person for person in register.base.practitioners}
        weights = register.base.settings.weights
        self._weight = weights.uneven
        alone = weights.model_copy(update={"uneven": 0})
        self._settings = register.base.settings.model_copy(update={"weights": alone, "freeze_before": None})
        self.fill = Fill(register) if self._weight else None
        self._all_at_once()

    def _all_at_once(self) -> None:
        """Where the whole request breaks no rule of a kind, none of its parts does: so it is looked at first."""
        register = self._register
        whole = Case(register.request, tuple(register.full.values()))
        named = {one for charge in broken_rules(whole) for one in charge.ids}
        self._hold(
            {
                *(("request", register.owners.get(one, one)) for one in named),
                *(("person", one) for one in named & self._people.keys()),
                *(("patient", register.full[one].patient) for one in named & register.full.keys()),
                *(("patient", one) for one in named & register.of_patient.keys()),
                *(("item", one) for one in named & self._items.keys()),
                *(("person", register.full[one].practitioner) for one in named & register.full.keys()),
            }
        )
        self._of_requests = self._cost_of(register.cases)

    @property
    def charges(self) -> list[Charge]:
        """All charges, in the order of the rule book and then of the ids they speak of."""
        return sorted((one for some in self._charges.values() for one in some), key=in_order)

    @property
    def terms(self) -> Terms:
        """The cost of each term."""
        uneven = 0 if self.fill is None else self._weight * self.fill.points
        return self._of_requests.model_copy(update={"uneven": uneven})

    def cost_of(self, requests: Collection[str]) -> Terms:
        """What some requests cost as they stand, all but how evenly dates are filled."""
        return self._cost_of(one for one in requests if one in self._register.cases)

    def cost_anew(self, requests: Collection[str], before: Terms) -> None:
        """Take in what some requests cost now, which cost so much before (``cost_of``)."""
        after = self.cost_of(requests)
        self._of_requests = Terms(
            **{name: cost + getattr(after, name) - getattr(before, name) for name, cost in self._of_requests}
        )

    def after(self, moved: Moved, requests: Collection[str], people: Iterable[str]) -> list[set[Charge]]:
        """Judge anew what a change concerns.

        Parameters
        ----------
        moved
            The bookings that are others now.
        requests
            Those that are others themselves, or whose bookings are.
        people
            Whose time is another.

        Returns
        -------
        list of set of Charge
            What is broken now and was not, and what was broken and no longer is.
        """
        both = [one for pair in moved.values() for one in pair if one is not None]
        scopes: set[Scope] = {
            *(("request", one) for one in requests),
            *(("person", one.practitioner) for one in both),
            *(("person", one) for one in people),
            *(("patient", one.patient) for one in both),
            *(("item", item) for one in both for item in one.equipment),
        }
        known = {charge for scope in scopes for charge in self._charges.get(scope, ())}
        self._hold(scopes)
        now = {charge for scope in scopes for charge in self._charges.get(scope, ())}
        if self.fill is not None:
            for person in people:
                self.fill.refresh(person)
            for was, is_now in moved.values():
                if was is not None:
                    self.fill.count(was, -1)
                if is_now is not None:
                    self.fill.count(is_now, 1)
        return [now - known, known - now]

    def against(self, trial: Booking) -> list[Charge]:
        """What a visit would be charged with were it booked so, all else as it stands; that it is alone is no charge.

        What locked bookings alone break is none, and here the visit's own is not locked.
        """
        register, visit = self._register, trial.visit
        scopes: list[Scope] = [
            ("request", trial.request),
            ("person", trial.practitioner),
            ("patient", trial.patient),
            *(("item", item) for item in dict.fromkeys(trial.equipment)),
        ]
        found = []
        for scope in scopes:
            bookings = {one: booking for one, booking in register_bookings(register, scope) if one != visit}
            case = self._case(scope, {**bookings, visit: trial}, unlocked=visit)
            rules = [rule for rule in _RULES[scope[0]] if rule.id != "whole"]
            found += [charge_of(rule, breach) for rule, breach in breaches(case, rules) if visit in breach.visits]
        return sorted(found, key=in_order)

    def _hold(self, scopes: Iterable[Scope]) -> None:
        for scope in scopes:
            self._charges.pop(scope, None)
            bookings = dict(register_bookings(self._register, scope))
            if bookings:
                found = tuple(broken_rules(self._case(scope, bookings), _RULES[scope[0]]))
                if found:
                    self._charges[scope] = found

    def _case(self, scope: Scope, bookings: dict[str, Booking], *, unlocked: str | None = None) -> Case:
        """A small case of some bookings, with all that the rules of a scope look up."""
        register, (what, whose) = self._register, scope
        some = sorted(bookings.values(), key=_as_in_a_plan)
        stands = [
            register.stands[one.visit] for one in some if one.visit in register.stands and one.visit != unlocked
        ]
        more: dict[str, Any] = {}
        cases: Iterable[Request] = ()
        if what == "request":
            cases = [register.cases[whose]]
            held = [self._items[item] for item in dict.fromkeys(i for one in some for i in one.equipment)]
            people = [self._people[person] for person in dict.fromkeys(one.practitioner for one in some)]
            more = {"equipment": tuple(held), "practitioners": tuple(people)}
        elif what == "person":
            more = {"availability": register.windows.get(whose, ()), "busy": register.busy.get(whose, ())}
        elif what == "patient":
            owners = dict.fromkeys(register.owners[one.visit] for one in some)
            cases = [register.cases[one] for one in owners]
            more = {"patient_busy": register.patient_busy.get(whose, ())}
        else:
            more = {"equipment_busy": register.equipment_busy.get(whose, ())}
            some = [one.model_copy(update={"equipment": (whose,)}) for one in some]
        return Case(self._small(cases, stands, **more), tuple(some))

    def _small(self, cases: Iterable[Request], stands: Iterable[ExistingBooking], **more: Any) -> PlanRequest:
        empty: dict[str, Any] = dict.fromkeys(
            ("practitioners", "availability", "busy", "patient_busy", "equipment", "equipment_busy"), ()
        )
        parts = {"requests": tuple(cases), "bookings": tuple(stands), "settings": self._settings, "earlier": None}
        return self._register.with_parts(**(empty | parts | more))

    def _cost_of(self, requests: Iterable[str]) -> Terms:
        register = self._register
        cases = [register.cases[one] for one in requests]
        booked = {visit: one for case in cases for visit, one in register.booked(case).items()}
        stands = [register.stands[visit] for visit in booked]
        return terms_by_visit(self._small(cases, stands), booked)


def register_bookings(register: Register, scope: Scope) -> Iterator[tuple[str, Booking]]:
    """The bookings of a request, a person, a patient or an item, by visit."""
    what, whose = scope
    if what == "request":
        if whose in register.cases:
            yield from register.booked(register.cases[whose]).items()
        return
    index = {"person": register.of_person, "patient": register.of_patient, "item": register.of_item}[what]
    yield from ((visit, register.full[visit]) for visit in index.get(whose, ()))


def in_order(charge: Charge) -> tuple[int, tuple[str, ...], str]:
    """Where a charge stands among others."""
    return _ORDER[charge.rule], charge.ids, str(charge.said)


def _as_in_a_plan(one: Booking) -> tuple[object, ...]:
    return one.start, one.practitioner, one.end, one.visit
