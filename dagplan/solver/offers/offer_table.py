"""The standing bookings laid out once, for offers beside them."""

from __future__ import annotations

from dagplan.models import PlanRequest
from dagplan.models.bookings import frozen, locked_in, movable_in
from dagplan.solver.instance.instance import Placement, Request
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import same_day_requests
from dagplan.solver.search.move_budget import existing_placement

from .placing import Placing


class Table(Placing):
    """The instance with what stands in its calendars; the request asked about must be out of them.

    Parameters
    ----------
    asked
        Bookings that are not locked are put where they stand, as far as they can.

    Attributes
    ----------
    standing
        Where each request stands whose bookings are not locked, by index.
    """

    def __init__(self, asked: PlanRequest) -> None:
        instance, names = translate(asked, one_by_one=True)
        calendars, same_day = Calendars(instance), same_day_requests(instance)
        super().__init__(asked, instance, names, calendars, same_day, locked_in(asked), movable_in(asked))
        self._named = {one.visit: one.equipment for one in frozen(asked).bookings}
        for request in self.instance.requests.values():
            placement = existing_placement(self.calendars, request) if request.existing else None
            if placement is not None and self._has_its_items(request, placement):
                self.calendars.book(request, placement)
        self.standing: dict[int, Placement] = dict(self.calendars.placed)

    def _has_its_items(self, request: Request, placement: Placement) -> bool:
        """Whether visits have just the items that their bookings name: others would be a change."""
        if not self.instance.stocks and not self.asked.equipment:
            return True
        visits = self.asked.requests[request.index].visits
        return all(
            set(self.names.items_of(self.instance, placement.slots[visit.position]))
            == set(self._named.get(visits[visit.position].id, ()))
            for visit in request.free
        )
