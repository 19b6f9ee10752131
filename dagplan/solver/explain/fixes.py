"""The smallest changes that would let one request in, each tried before it is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from dagplan.models.bookings import stays
from dagplan.models.clock import end_clock
from dagplan.models.plan import Booking, Fix, LimitName
from dagplan.models.request import Request as AskedRequest
from dagplan.solver.running.deadlines import Deadline
from dagplan.words import Said, Value
from dagplan.words.messages.fixes import FixChanges, Fixes

from . import change_costs
from .change_costs import EVERY, ONE_BY_ONE, Kind
from .changes import Change, changes_for, move_of, placement_of
from .conflicts import fewest_that_leave_room
from .least_change import LeastChange, Loosened, OutOfTimeError
from .meant import Meant, Told
from .minute_counts import MinuteCounts
from .one_move import one_move
from .pairs import pairs_of
from .standing import Standing
from .verify import Verifier
from .worth import worth_it

MOST_FIXES = 5


class Fixer:
    """Finds fixes beside one plan.

    Parameters
    ----------
    standing, least, verifier
        The plan, loaded.
    """

    def __init__(self, standing: Standing, least: LeastChange, verifier: Verifier) -> None:
        self.standing = standing
        self.asked = standing.asked
        self.minute_counts = standing.minute_counts
        self.least = least
        self.verifier = verifier
        self.meant = Meant(standing.asked)

    def quick(
        self, case: AskedRequest, fits: Loosened | None, limits: Collection[LimitName], deadline: Deadline
    ) -> list[tuple[float, Fix]]:
        """Fixes of one kind each; where there is none, of several kinds; a new competence as the last resort.

        Parameters
        ----------
        fits
            A place beside the plan that needs no change at all, if there is one.
        limits
            Those that leave it no room: only where the grid is one of them, or nothing else helps, is the grid made
            finer.
        """
        found: list[tuple[float, Fix]] = []
        if fits is not None:
            return self._worth_it(case, fits)
        if self.meant.touches(case):
            return self._as_meant(case, deadline)
        try:
            for kind in ONE_BY_ONE:
                if self._has(case, kind):
                    self._take(found, case, self.least.find(case, [kind], deadline))
            if "grid" in limits or not found:
                self._take(found, case, self._on_finer_grid(case, deadline))
            for together in (ONE_BY_ONE, (*ONE_BY_ONE, Kind.GRID), (Kind.COMPETENCE,), EVERY):
                if not found:
                    self._take(found, case, self.least.find(case, together, deadline))
        except OutOfTimeError:
            return found
        return found or self._unlocking(case, deadline)

    def _as_meant(self, case: AskedRequest, deadline: Deadline) -> list[tuple[float, Fix]]:
        """Mistyped words mended, and what else it takes then."""
        found: list[tuple[float, Fix]] = []
        case, mended = self.meant.mended(case)
        if not mended:
            return found
        one_by_one = [(kind,) for kind in ONE_BY_ONE if self._has(case, kind)]
        try:
            for kinds in ((), *one_by_one, ONE_BY_ONE, EVERY):
                if not found:
                    self._take(found, case, self.least.find(case, kinds, deadline), mended=mended)
        except OutOfTimeError:
            return found
        return found

    def _has(self, case: AskedRequest, kind: Kind) -> bool:
        """Whether there is anything of a kind to loosen; more of somebody's time there always is."""
        limited = {
            Kind.WAIT: len(case.visits) > 1,
            Kind.CLOCK: case.not_before is not None or case.not_after is not None,
            Kind.DATE: case.earliest is not None or case.latest is not None or bool(case.excluded_dates),
            Kind.PERSON: any(visit.practitioners for visit in case.visits),
            Kind.UNIT: bool(case.units),
            Kind.AGREEMENT: bool(pairs_of(case, self.least.facts)),
            Kind.EQUIPMENT: any(visit.equipment for visit in case.visits),
            Kind.MOVES_ALLOWED: self.least.moves_left(case) is not None,
        }
        return limited.get(kind, True)

    def _on_finer_grid(self, case: AskedRequest, deadline: Deadline) -> Loosened | None:
        """The place on the coarsest finer grid: one that every start of today is on too."""
        own = self.asked.settings.grid
        for grid in (step for step in range(own // 2, 0, -1) if not own % step):
            found = self.least.find(case, (), deadline, grid=grid)
            if found is not None:
                return replace(found, asks=found.asks + change_costs.FIXED + change_costs.GRID)
        return None

    def _worth_it(self, case: AskedRequest, fits: Loosened) -> list[tuple[float, Fix]]:
        """There is room: nothing needs to change, or what makes the place worth its cost."""
        found: list[tuple[float, Fix]] = []
        request = self.standing.instance.requests[self.standing.numbers[case.id]]
        placement = placement_of(self.asked, case, fits)
        cost = self.standing.cost(request, self.standing.placement(request, list(placement)))
        if cost >= request.unbooked_cost:
            dearer = worth_it(self.asked, case, placement, cost, request.unbooked_cost)
            if dearer is not None:
                change, words = dearer
                said = Fixes.CHANGES(changes=[words], **_booked(placement))
                fix = self._verified(change_costs.FIXED, [change], placement, said)
                found += [fix] if fix is not None else []
        if not found:
            self._take(found, case, fits, (cost, request.unbooked_cost))
        return found

    def _unlocking(self, case: AskedRequest, deadline: Deadline) -> list[tuple[float, Fix]]:
        """Own locked visits unlocked, as few as leave room, and moved to where the rest can join them."""
        locked = {one.visit: one for one in self.asked.bookings if one.locked}
        own = tuple(visit.id for visit in case.visits if visit.id in locked)
        if not own:
            return []
        loose = fewest_that_leave_room(self.asked, self.standing.numbers[case.id], own) or own
        asked = self.asked.model_copy(
            update={"bookings": tuple(one for one in self.asked.bookings if one.visit not in loose)}
        )
        minute_counts = MinuteCounts(asked, [one for one in self.verifier.bookings if one.visit not in loose])
        least = LeastChange(asked, minute_counts, {}, self.least.moves_left)
        for kinds in ((), ONE_BY_ONE):
            try:
                found = least.find(case, kinds, deadline)
            except OutOfTimeError:
                break
            if found is None:
                continue
            placement = placement_of(asked, case, found)
            changes, words = changes_for(
                asked, minute_counts, case, found, self.verifier.allowance.used_with(placement)
            )
            moved = [one for one in placement if one.visit in loose and not stays(one, locked[one.visit])]
            changes += [{**move_of(one), "locked": False} for one in moved]
            words += [FixChanges.UNLOCKED(visit=one.visit, place=_at(one)) for one in moved]
            ask = found.asks + (change_costs.FIXED + change_costs.MOVE) * len(moved)
            fix = self._verified(ask, changes, placement, Fixes.CHANGES(changes=words, **_booked(placement)))
            if fix is not None:
                return [fix]
        return []

    def moving(self, case: AskedRequest, deadline: Deadline) -> list[tuple[float, Fix]]:
        """The fix that moves one booking."""
        request = self.standing.instance.requests.get(self.standing.numbers[case.id])
        found = one_move(self.standing, request, deadline) if request is not None else None
        if found is None or request is None:
            return []
        placement = tuple(self.standing.bookings(request, found.placement))
        new = self.standing.bookings(found.request, found.to)[found.position]
        old = self.standing.bookings(found.request, self.standing.calendars.placed[found.request.index])[
            found.position
        ]
        said = Fixes.MOVE(visit=new.visit, before=_at(old), after=_at(new), **_booked(placement))
        fix = self._verified(found.asks, [move_of(new)], placement, said, (new,))
        return [fix] if fix is not None else []

    def _take(
        self,
        found: list[tuple[float, Fix]],
        case: AskedRequest,
        loosened: Loosened | None,
        costs: tuple[int, int] = (0, 1),
        mended: Sequence[Told] = (),
    ) -> None:
        """Take a place, if what it needs holds.

        ``costs`` are those of booking it, and of leaving it out; ``mended`` comes before the other changes.
        """
        if loosened is None:
            return
        placement = placement_of(self.asked, case, loosened)
        used = self.verifier.allowance.used_with(placement)
        changes, words = changes_for(self.asked, self.minute_counts, case, loosened, used)
        changes = [*(change for change, _said in mended), *changes]
        words = [*(said for _change, said in mended), *words]
        cost, unbooked_cost = costs
        if words:
            said = Fixes.CHANGES(changes=words, **_booked(placement))
        elif cost >= unbooked_cost:
            said = Fixes.ROOM_NOT_WORTH_IT(cost=cost, unbooked_cost=unbooked_cost, **_booked(placement))
        else:
            said = Fixes.ROOM(**_booked(placement))
        fix = self._verified(loosened.asks, changes, placement, said)
        if fix is not None and all(fix[1].changes != other.changes for _, other in found):
            found.append(fix)

    def _verified(
        self,
        ask: float,
        changes: list[Change],
        placement: tuple[Booking, ...],
        said: Said,
        moved: tuple[Booking, ...] = (),
    ) -> tuple[float, Fix] | None:
        if not self.verifier.holds(changes, placement, moved):
            return None
        return ask, Fix(changes=tuple(changes), placement=placement, **said.fields)

    def none_exists(self, case: AskedRequest, deadline: Deadline) -> bool:
        """Whether no change of any of these kinds would let it in, even with every other request put out."""
        if self.meant.touches(case):
            return False
        try:
            return self.least.find(case, (*EVERY, Kind.PUT_OUT), deadline) is None
        except OutOfTimeError:
            return False


def _at(booking: Booking) -> Said:
    return Fixes.PLACE(start=booking.start, practitioner=booking.practitioner, unit=booking.unit)


def _booked(placement: tuple[Booking, ...]) -> dict[str, Value]:
    """Where and when it is booked then, as every fix tells it."""
    first = placement[0]
    visits = [
        Fixes.VISIT(start=one.start.time(), end=end_clock(one.end), practitioner=one.practitioner)
        for one in placement
    ]
    return {"day": first.start.date(), "unit": first.unit, "visits": visits}
