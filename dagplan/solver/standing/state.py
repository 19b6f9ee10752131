"""The parts of what stands, kept in step with one another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from dagplan.models import PlanRequest
from dagplan.models.checker import Charge
from dagplan.models.plan import Terms
from dagplan.models.request import Request
from dagplan.solver.offers.desk import Desk
from dagplan.solver.offers.placing import Placing
from dagplan.words import Said

from .judgement import Judgement, in_order
from .register import Delta, Moved, Register
from .times import Times
from .update import Update


class State:
    """Everything laid out from a request: what stands, what it breaks and costs, what time is free.

    Attributes
    ----------
    register, judgement, times
        The parts.
    lacking
        The requests that lack a visit or more.
    """

    def __init__(self, request: PlanRequest) -> None:
        self.register = Register(request)
        self.judgement = Judgement(self.register)
        self.times = Times(self.register, self.judgement.fill)
        self.lacking = {one for one, case in self.register.cases.items() if self._lacks(case)}
        self._request: PlanRequest | None = request
        self._desk: Desk | None = None

    @property
    def request(self) -> PlanRequest:
        """The request as it is now."""
        if self._request is None:
            self._request = self.register.request
        return self._request

    @property
    def desk(self) -> Desk:
        """A desk with what stands: laid out when first asked for after a change."""
        if self._desk is None:
            self._desk = Desk(self.request)
        return self._desk

    def put(self, delta: Delta, said: tuple[Said, ...]) -> Update:
        """Take in what changes make different."""
        register, judgement = self.register, self.judgement
        touched = {*delta.cases, *(register.owners[one] for one in delta.bookings if one in register.owners)}
        for _, after in delta.cases.values():
            touched.update(after.same_day_as if after is not None else ())
        touched.update(other for one in list(touched) for other in register.joined(one))
        before = judgement.terms
        costs = judgement.cost_of(touched)
        moved = register.put(delta)
        judgement.cost_anew(touched, costs)
        # A booking may be given another item where others change; that costs nothing.
        touched.update(register.owners[one] for one in moved if one in register.owners)
        broken, mended = judgement.after(moved, touched, delta.people)
        self.times.refresh(moved, delta.people)
        self._request = self._desk = None
        for one in touched:
            case = register.cases.get(one)
            if case is not None and self._lacks(case):
                self.lacking.add(one)
            else:
                self.lacking.discard(one)
        return told(said, moved, (broken, mended), (before, judgement.terms))

    def _lacks(self, case: Request) -> bool:
        return any(visit.id not in self.register.full for visit in case.visits)

    @contextmanager
    def asked_about(self, which: str) -> Iterator[Placing | None]:
        """What can be asked of a request, or else of the visit of this id."""
        with self.of_request(which) if which in self.register.cases else self.of_visit(which) as placing:
            yield placing

    @contextmanager
    def of_request(self, request_id: str) -> Iterator[Placing | None]:
        """A request, of which what is not locked may move; None where nothing may."""
        case = self.register.cases[request_id]
        booked = self.register.booked(case)
        locked = [one for one in booked if self.register.is_locked(one)]
        loose = [one for one in booked if not self.register.is_locked(one)]
        if len(locked) == len(case.visits):
            yield None
            return
        with self.times.asked(case, locked, loose, loose) as placing:
            yield placing

    @contextmanager
    def of_visit(self, visit: str) -> Iterator[Placing | None]:
        """A visit, with those of its request that are not booked; None where it is locked."""
        if self.register.is_locked(visit):
            yield None
            return
        case, _ = self.register.visit(visit)
        booked = self.register.booked(case)
        own = [one for one in booked if one == visit]
        with self.times.asked(case, [one for one in booked if one != visit], own, own) as placing:
            yield placing

    @contextmanager
    def completed(self, case: Request) -> Iterator[Placing]:
        """A request of which all that is booked stays."""
        with self.times.asked(case, list(self.register.booked(case)), (), ()) as placing:
            yield placing


def laid_out_anew(before: State, after: State, said: tuple[Said, ...]) -> Update:
    """What became of what stands where all was laid out anew."""
    known, now = set(before.judgement.charges), set(after.judgement.charges)
    was, is_now = before.register.full, after.register.full
    moved = {
        visit: (was.get(visit), is_now.get(visit))
        for visit in dict.fromkeys((*was, *is_now))
        if was.get(visit) != is_now.get(visit) or before.register.is_locked(visit) != after.register.is_locked(visit)
    }
    terms = before.judgement.terms, after.judgement.terms
    return told(said, moved, (now - known, known - now), terms, rebuilt=True)


def told(
    said: tuple[Said, ...],
    moved: Moved,
    charges: tuple[Collection[Charge], Collection[Charge]],
    terms: tuple[Terms, Terms],
    *,
    rebuilt: bool = False,
) -> Update:
    """An update, with new charges and those that are gone in words; terms before and now."""
    broken, mended = (tuple(one.in_words() for one in sorted(some, key=in_order)) for some in charges)
    return Update(said, moved, broken, mended, *terms, rebuilt)
