"""The smallest changes that would let one request in, each tried before it is told."""

from __future__ import annotations

from dagplan.models.bookings import stays
from dagplan.models.changes.words import shown, shown_span
from dagplan.models.plan import Booking, Fix
from dagplan.models.request import Request as AskedRequest
from dagplan.solver.conflicts import fewest_that_leave_room
from dagplan.solver.progress import Deadline

from . import asks
from .asks import ONE_BY_ONE, Kind
from .changes import Change, changes_for, move_of, placement_of
from .diary import Diary
from .least_change import LeastChange, Loosened
from .one_move import one_move
from .standing import Standing
from .verify import Verifier
from .worth import worth_it

MOST_FIXES = 5


class Fixer:
    """Finds fixes beside one plan.

    Parameters
    ----------
    standing, diary, least, verifier
        The plan, loaded.
    """

    def __init__(self, standing: Standing, diary: Diary, least: LeastChange, verifier: Verifier) -> None:
        self.standing = standing
        self.asked = standing.asked
        self.diary = diary
        self.least = least
        self.verifier = verifier

    def fits_as_it_is(self, case: AskedRequest) -> Loosened | None:
        """A place beside the plan that needs no change at all."""
        return self.least.find(case, ())

    def quick(self, case: AskedRequest) -> list[tuple[float, Fix]]:
        """Fixes of one kind each; where there is none, of several kinds; a new competence as the last resort."""
        found: list[tuple[float, Fix]] = []
        fits = self.fits_as_it_is(case)
        if fits is not None:
            return self._worth_it(case, fits)
        for kind in ONE_BY_ONE[:-1]:
            self._take(found, case, self.least.find(case, [kind]))
        for together in (ONE_BY_ONE[:-1], (Kind.COMPETENCE,), ONE_BY_ONE):
            if not found:
                self._take(found, case, self.least.find(case, together))
        return found or self._unlocking(case)

    def _worth_it(self, case: AskedRequest, fits: Loosened) -> list[tuple[float, Fix]]:
        """There is room: nothing needs to change, or what makes the place worth its cost."""
        found: list[tuple[float, Fix]] = []
        request = self.standing.problem.requests[self.standing.numbers[case.id]]
        placement = placement_of(self.asked, case, fits)
        cost = self.standing.placement(request, list(placement)).cost
        if cost < request.loss:
            self._take(found, case, fits)
            return found
        dearer = worth_it(self.asked, case, placement, cost, request.loss)
        if dearer is not None:
            fix = self._verified(asks.FIXED, [dearer[0]], placement, f"{dearer[1]}; then {_booked(placement)}.")
            found += [fix] if fix is not None else []
        return found

    def _unlocking(self, case: AskedRequest) -> list[tuple[float, Fix]]:
        """Own locked visits unlocked, as few as leave room, and moved to where the rest can join them."""
        locked = {one.visit: one for one in self.asked.bookings if one.locked}
        own = tuple(visit.id for visit in case.visits if visit.id in locked)
        if not own:
            return []
        loose = fewest_that_leave_room(self.asked, self.standing.numbers[case.id], own) or own
        asked = self.asked.model_copy(
            update={"bookings": tuple(one for one in self.asked.bookings if one.visit not in loose)}
        )
        diary = Diary(asked, [one for one in self.verifier.bookings if one.visit not in loose])
        least = LeastChange(asked, diary, {})
        for kinds in ((), ONE_BY_ONE):
            found = least.find(case, kinds)
            if found is None:
                continue
            changes, words = changes_for(asked, diary, case, found)
            placement = placement_of(asked, case, found)
            moved = [one for one in placement if one.visit in loose and not stays(one, locked[one.visit])]
            changes += [{**move_of(one), "locked": False} for one in moved]
            words += [f"unlock {one.visit} and move it to {_at(one)}" for one in moved]
            ask = found.asks + (asks.FIXED + asks.MOVE) * len(moved)
            fix = self._verified(ask, changes, placement, f"{'; '.join(words)}; then {_booked(placement)}.")
            if fix is not None:
                return [fix]
        return []

    def moving(self, case: AskedRequest, deadline: Deadline) -> list[tuple[float, Fix]]:
        """The fix that moves one booking."""
        request = self.standing.problem.requests.get(self.standing.numbers[case.id])
        found = one_move(self.standing, request, deadline) if request is not None else None
        if found is None or request is None:
            return []
        placement = tuple(self.standing.bookings(request, found.placement))
        new = self.standing.bookings(found.request, found.to)[found.position]
        old = self.standing.bookings(found.request, self.standing.calendars.placed[found.request.index])[
            found.position
        ]
        message = f"Move {new.visit} from {_at(old)} to {_at(new)}; then {_booked(placement)}."
        fix = self._verified(found.asks, [move_of(new)], placement, message, (new,))
        return [fix] if fix is not None else []

    def _take(self, found: list[tuple[float, Fix]], case: AskedRequest, loosened: Loosened | None) -> None:
        if loosened is None:
            return
        changes, words = changes_for(self.asked, self.diary, case, loosened)
        placement = placement_of(self.asked, case, loosened)
        said = f"{'; '.join(words)}; then" if words else "There is room as the plan stands:"
        fix = self._verified(loosened.asks, changes, placement, f"{said} {_booked(placement)}.")
        if fix is not None and all(fix[1].changes != other.changes for _, other in found):
            found.append(fix)

    def _verified(
        self,
        ask: float,
        changes: list[Change],
        placement: tuple[Booking, ...],
        message: str,
        moved: tuple[Booking, ...] = (),
    ) -> tuple[float, Fix] | None:
        if not self.verifier.holds(changes, placement, moved):
            return None
        return ask, Fix(changes=tuple(changes), placement=placement, message=message[0].upper() + message[1:])

    def none_exists(self, case: AskedRequest) -> bool:
        """Whether no change of any of these kinds would let it in, even with every other request put out."""
        return self.least.find(case, (*ONE_BY_ONE, Kind.PUT_OUT)) is None


def _at(booking: Booking) -> str:
    return f"{shown(booking.start)} with {booking.practitioner}"


def _booked(placement: tuple[Booking, ...]) -> str:
    visits = ", ".join(f"{shown_span(one.start, one.end)[11:]} {one.practitioner}" for one in placement)
    return f"it is booked {placement[0].start:%Y-%m-%d} at {placement[0].unit}: {visits}"
