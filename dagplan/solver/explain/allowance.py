"""How many visits leave their existing booking (``settings.max_moved``): in the plan, and with a fix in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dagplan.models import PlanRequest
from dagplan.models.bookings import movable_in, stays
from dagplan.models.moves import disturbance
from dagplan.models.plan import Booking
from dagplan.models.request import ExistingBooking, Request


class Allowance:
    """What a plan leaves of the visits that may move.

    Parameters
    ----------
    asked
        The request.
    bookings
        The plan's.
    """

    def __init__(self, asked: PlanRequest, bookings: Sequence[Booking]) -> None:
        self.asked = asked
        self.bookings = bookings
        self.most = asked.settings.max_moved
        self.wishes = movable_in(asked) if self.most is not None else {}
        done = disturbance(asked, bookings) if self.wishes else None
        self.counted = frozenset(done.counted if done else ())
        self.dropped = [self.wishes[visit] for visit in done.dropped] if done else []
        self.minutes = {visit.id: visit.duration for case in asked.requests for visit in case.visits}

    def left(self, case: Request) -> int | None:
        """So many visits of a request that is not booked may leave their booking; None for as many as there are."""
        if self.most is None or not self.wishes:
            return None
        return max(0, self.most - len(self.counted - {visit.id for visit in case.visits}))

    def used_with(self, placement: Iterable[Booking]) -> int:
        """So many visits leave their booking when a request is booked so, if what could stand is the same."""
        own = {one.visit: one for one in placement}
        moved = [one for one in own.values() if one.visit in self.wishes and not stays(one, self.wishes[one.visit])]
        return len(self.counted - own.keys()) + len(moved)

    def holds(self, changes: Sequence[Mapping[str, Any]], changed: PlanRequest, new: Mapping[str, Booking]) -> bool:
        """Whether with a fix no more visits leave their booking than may.

        Parameters
        ----------
        changes
            The fix's.
        changed
            The part of the request that the fix could change, with the changes in it.
        new
            The bookings that the fix brings, by visit.
        """
        most = changed.settings.max_moved
        if most is None or not (self.wishes or changed.bookings):
            return True
        if not self._may_let_others_stand(changes, new):
            return self.used_with(new.values()) <= most
        after = [one for one in self.bookings if one.visit not in new] + list(new.values())
        whole = self._whole(changed)
        # A booking that a fix moves has left the place it had before, whatever the changed request says.
        as_it_was = whole.model_copy(update={"bookings": self.asked.bookings})
        return all(len(disturbance(one, after).counted) <= most for one in (whole, as_it_was))

    def _may_let_others_stand(self, changes: Sequence[Mapping[str, Any]], new: Mapping[str, Booking]) -> bool:
        """Whether changes could let a booking stand that can't today: then its absence counts."""
        others = [one for one in self.dropped if one.visit not in new]
        return any(change["kind"] == "set_booking" or self._helps(change, others) for change in changes)

    def _helps(self, change: Mapping[str, Any], dropped: Iterable[ExistingBooking]) -> bool:
        """Whether a change could let one of these bookings stand; what loosens another request's limits does not."""
        match change["kind"]:
            case "add_availability":
                where = change["practitioner"], change["unit"]
                start, end = (datetime.fromisoformat(change[name]) for name in ("start", "end"))
                return any(
                    (one.practitioner, one.unit) == where
                    and one.start < end
                    and start < one.start + timedelta(minutes=self.minutes[one.visit])
                    for one in dropped
                )
            case "add_competence":
                return any(one.practitioner == change["practitioner"] for one in dropped)
            case "add_equipment":
                return any(True for _ in dropped)
            case "set_settings":
                return "grid" in change and any(True for _ in dropped)
        return False

    def _whole(self, changed: PlanRequest) -> PlanRequest:
        """The whole request with a changed part of it."""
        asked = self.asked
        cases = {case.id: case for case in changed.requests}
        people = {person.id: person for person in changed.practitioners}
        visits = {visit.id for case in changed.requests for visit in case.visits}
        kept = tuple(one for one in asked.bookings if one.visit not in visits)
        return asked.model_copy(
            update={
                "practitioners": tuple(people.get(one.id, one) for one in asked.practitioners),
                "availability": asked.availability + changed.availability,
                "equipment": changed.equipment,
                "requests": tuple(cases.get(case.id, case) for case in asked.requests),
                "bookings": kept + changed.bookings,
                "settings": changed.settings,
            }
        )
