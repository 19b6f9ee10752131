"""Locked facts in conflict: which, with which rule, in words, and the fewest to unlock so that none is left.

Two kinds. What locked bookings break among themselves is read off the rule book; each breach is mended only if one of
its bookings is unlocked, so the fewest to unlock are a smallest set that meets every breach (CP-SAT on a set cover).
And a request of which some visits are locked may have no room for the rest; there the subsets of its own locked
visits are tried, the smallest first, on otherwise empty calendars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from dagplan.models import PlanRequest
from dagplan.models.bookings import locked_bookings, locked_in
from dagplan.models.case import Case
from dagplan.models.checker import RULES
from dagplan.models.entries import EquipmentBusy
from dagplan.models.plan import PlanWarning
from dagplan.models.request import Busy
from dagplan.solver.instance.instance import Instance, Request
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.insertion import fits
from dagplan.words import Said
from dagplan.words.messages.conflicts import ConflictWords
from dagplan.words.messages.plan_warnings import PlanWarnings

_SECONDS = 1.0
_MOST_REQUESTS = 20
"""So many requests that can't be completed are looked into."""
_MOST_NAMED = 10
"""So many visits to unlock are named in a warning."""


@dataclass(frozen=True)
class Conflict:
    """Locked visits that can't all stand if every rule is to hold.

    Attributes
    ----------
    rule
        Name in the rule book; ``whole`` where they keep a request from being booked whole.
    visits
        The locked visits in it.
    request
        The request that can't be whole; None for a broken rule.
    said
        The conflict in words.
    unlock
        The fewest of ``visits`` to unlock so that this conflict by itself is gone; empty if none would do.
    """

    rule: str
    visits: tuple[str, ...]
    request: str | None
    said: Said
    unlock: tuple[str, ...]

    @property
    def message(self) -> str:
        """The conflict in English."""
        return str(self.said)


@dataclass(frozen=True)
class LockedConflicts:
    """All conflicts of locked bookings.

    Attributes
    ----------
    conflicts
        Broken rules first, then requests that can't be whole.
    unlock
        Locked visits, as few as possible: with these unlocked no conflict is left that unlocking can end.
    proven_fewest
        Whether no smaller set does.
    """

    conflicts: tuple[Conflict, ...]
    unlock: tuple[str, ...]
    proven_fewest: bool


def conflicts_of(asked: PlanRequest, instance: Instance | None = None) -> LockedConflicts:
    """Which locked bookings are in conflict, and the fewest to unlock.

    Parameters
    ----------
    asked
        The request; frozen bookings count as locked.
    instance
        The same in integers, if it is at hand.
    """
    found = [*_broken(asked), *_incomplete(asked, instance or translate(asked)[0])] if locked_in(asked) else []
    demands = [set(one.visits) for one in found if one.request is None]
    demands += [{visit} for one in found if one.request is not None for visit in one.unlock]
    unlock, proven = fewest_to_meet(demands)
    return LockedConflicts(tuple(found), unlock, proven)


def warning_of(conflicts: LockedConflicts) -> tuple[PlanWarning, ...]:
    """The fewest to unlock as a warning of the plan; none where nothing is in conflict."""
    if not conflicts.unlock:
        return ()
    named = conflicts.unlock[:_MOST_NAMED]
    words = (
        PlanWarnings.LOCKED_IN_CONFLICT
        if len(named) == len(conflicts.unlock)
        else PlanWarnings.LOCKED_IN_CONFLICT_AND_MORE
    )
    said = words(
        conflicts=len(conflicts.conflicts),
        count=len(conflicts.unlock),
        visits=named,
        proof=PlanWarnings.NO_FEWER() if conflicts.proven_fewest else PlanWarnings.MAYBE_FEWER(),
    )
    return (PlanWarning(code="locked_in_conflict", ids=conflicts.unlock, **said.fields),)


def fewest_to_meet(sets: Iterable[set[str]]) -> tuple[tuple[str, ...], bool]:
    """A smallest set that has something of each of these, in order, and whether that is proven."""
    demands = [sorted(one) for one in sets if one]
    if not demands:
        return (), True
    # It takes a quarter of a second, and hardly any request has conflicts.
    from dagplan.solver.running.cpsat_bindings import cp_model

    model = cp_model.CpModel()
    chosen = {name: model.new_bool_var(name) for name in sorted({name for one in demands for name in one})}
    for one in demands:
        model.add_bool_or(chosen[name] for name in one)
    model.minimize(sum(chosen.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = _SECONDS
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return tuple(chosen), False
    return tuple(name for name, literal in chosen.items() if solver.value(literal)), status == cp_model.OPTIMAL


def _broken(asked: PlanRequest) -> Iterator[Conflict]:
    """The rules that locked bookings break among themselves."""
    case = Case(asked, locked_bookings(asked))
    for rule in RULES:
        for breach in rule.find(case):
            if breach.visits:
                said = ConflictWords.BROKEN_RULE(breach=breach.message, rule=rule.id)
                yield Conflict(rule.id, breach.visits, None, said, breach.visits[:1])


def _incomplete(asked: PlanRequest, instance: Instance) -> Iterator[Conflict]:
    """Requests whose locked visits leave no room for the rest."""
    looked_into = 0
    for index, request in instance.requests.items():
        own = [visit.position for visit in request.visits if visit.fixed is not None]
        if not own or looked_into == _MOST_REQUESTS or has_room(instance, request):
            continue
        looked_into += 1
        words = asked.requests[index]
        locked = tuple(words.visits[position].id for position in own)
        rest = [visit.id for visit in words.visits if visit.id not in locked]
        unlock = fewest_that_leave_room(asked, index, locked)
        said = (
            ConflictWords.NOT_WHOLE_UNLESS(request=words.id, rest=rest, locked=locked, unlock=unlock)
            if unlock
            else ConflictWords.NOT_WHOLE(request=words.id, rest=rest, locked=locked)
        )
        yield Conflict("whole", locked, words.id, said, unlock)


def fewest_that_leave_room(asked: PlanRequest, index: int, locked: tuple[str, ...]) -> tuple[str, ...]:
    """The fewest of a request's own locked visits to unlock so that it could be whole; empty if none would do."""
    case = asked.requests[index]
    cases = tuple(one for one in asked.requests if one.patient == case.patient)
    own = {visit.id for one in cases for visit in one.visits}
    # What is locked of other patients only takes time of people and equipment: a small request is soon translated.
    others = tuple(
        Busy(practitioner=fact.practitioner, start=fact.start, end=fact.end)
        for fact in locked_bookings(asked)
        if fact.visit not in own
    )
    held = tuple(
        EquipmentBusy(equipment=item, start=fact.start, end=fact.end)
        for fact in locked_bookings(asked)
        if fact.visit not in own
        for item in fact.equipment
    )
    facts = [fact for visit, fact in locked_in(asked).items() if visit in own]
    small = asked.model_copy(
        update={
            "requests": cases,
            "busy": asked.busy + others,
            "equipment_busy": asked.equipment_busy + held,
            "settings": asked.settings.model_copy(update={"freeze_before": None, "max_moved": None}),
        }
    )
    for size in range(1, len(locked) + 1):
        for chosen in combinations(locked, size):
            kept = tuple(fact for fact in facts if fact.visit not in chosen)
            instance, _ = translate(small.model_copy(update={"bookings": kept}))
            if has_room(instance, instance.requests[cases.index(case)]):
                return chosen
    return ()


def has_room(instance: Instance, request: Request) -> bool:
    """Whether a request could be whole beside the locked bookings, were nothing else booked."""
    return any(
        fits(instance, request, unit, day)
        for day, _ in request.days
        for unit in request.units
        if (unit, day) in instance.segments_at
    )
