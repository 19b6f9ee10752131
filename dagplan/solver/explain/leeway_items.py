"""When the items of equipment are to be had beside what is locked, with all limits or only some of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.competences import competence_key
from dagplan.models.equipment import items_by_kind
from dagplan.models.request import Visit
from dagplan.models.windows import Span, equipment_busy_spans
from dagplan.solver.instance.bits import WHOLE_DAY, span_mask, starts_of_free

Place = tuple[str, date]
"""Unit and date."""


class LockedItems:
    """The items of a request, and when each is to be had.

    Parameters
    ----------
    asked
        The request.
    dates
        Those that are looked at.
    """

    def __init__(self, asked: PlanRequest, dates: Collection[date]) -> None:
        self.stock = items_by_kind(asked) if asked.equipment else {}
        self._busy: dict[tuple[str, date], list[Span]] = equipment_busy_spans(asked, dates) if self.stock else {}

    def items_for(self, visits: Iterable[Visit]) -> set[str]:
        """All items of the kinds that some visits need, at any unit."""
        keys = {competence_key(kind) for visit in visits for kind in visit.equipment}
        return {item.id for (_, key), items in self.stock.items() if key in keys for item in items}

    def unknown(self, visit: Visit) -> list[str]:
        """The kinds that a visit needs and of which there is no item anywhere."""
        there = {key for _, key in self.stock}
        return [kind for kind in visit.equipment if competence_key(kind) not in there]

    def starts(self, visit: Visit, place: Place, held: Callable[[str, date], int]) -> int:
        """The minutes from which there is an item of each kind that a visit needs.

        Parameters
        ----------
        held
            The minutes in which an item is taken by locked visits that count.
        """
        found = WHOLE_DAY
        unit, day = place
        for kind in visit.equipment:
            some = 0
            for item in self.stock.get((unit, competence_key(kind)), ()):
                minutes = WHOLE_DAY & ~held(item.id, day)
                for span in self._busy.get((item.id, day), ()):
                    minutes &= ~span_mask(*span)
                some |= starts_of_free(minutes, visit.duration)
            found &= some
        return found
