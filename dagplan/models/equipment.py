"""Things and rooms of which a unit has few: which items a booking that names none is given, and when each is free."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import datetime

from .clock import length_of
from .competences import competence_key
from .entries import Equipment, ExistingBooking
from .request import PlanRequest, Visit


def items_by_kind(request: PlanRequest) -> dict[tuple[str, str], list[Equipment]]:
    """The items of each unit and kind (as it is compared), in the order of the request."""
    found: dict[tuple[str, str], list[Equipment]] = defaultdict(list)
    for item in request.equipment:
        found[item.unit, competence_key(item.kind)].append(item)
    return found


def with_items(request: PlanRequest) -> tuple[ExistingBooking, ...]:
    """The existing bookings, each with an item of every kind that its visit needs, as far as items are free.

    What a booking names it has. Of the kinds it names none of it is given the first item of its unit, in the order
    of the request, that is free for the whole visit. Locked bookings come first, then the others; each in order
    of start, and of the request where they start together.
    """
    needs = _needs(request)
    if not needs:
        return request.bookings
    kind_of = {item.id: competence_key(item.kind) for item in request.equipment}
    lacking: list[tuple[ExistingBooking, list[str]]] = []
    for one in request.bookings:
        visit = needs.get(one.visit)
        if visit is not None:
            named = {kind_of[item] for item in one.equipment}
            kinds = [key for kind in visit.equipment if (key := competence_key(kind)) not in named]
            if kinds:
                lacking.append((one, kinds))
    if not lacking:
        return request.bookings
    taken = _Taken(request)
    stock = items_by_kind(request)
    given: dict[str, tuple[str, ...]] = {}
    for one, kinds in sorted(lacking, key=lambda pair: (not pair[0].locked, pair[0].start)):
        end = one.start + length_of(needs[one.visit].duration)
        items = list(one.equipment)
        for kind in kinds:
            free = (item.id for item in stock.get((one.unit, kind), ()) if taken.is_free(item.id, one.start, end))
            item = next(free, None)
            if item is not None:
                taken.take(item, one.start, end)
                items.append(item)
        given[one.visit] = tuple(items)
    return tuple(
        one.model_copy(update={"equipment": given[one.visit]}) if one.visit in given else one
        for one in request.bookings
    )


def _needs(request: PlanRequest) -> dict[str, Visit]:
    """The booked visits that need anything."""
    if not request.equipment or not request.bookings:
        return {}
    booked = {one.visit for one in request.bookings}
    return {
        visit.id: visit
        for case in request.requests
        for visit in case.visits
        if visit.equipment and visit.id in booked
    }


class _Taken:
    """When items are not to be had, or are named by a booking."""

    def __init__(self, request: PlanRequest) -> None:
        self._spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for busy in request.equipment_busy:
            self.take(busy.equipment, busy.start, busy.end)
        if any(one.equipment for one in request.bookings):
            minutes = {visit.id: visit.duration for case in request.requests for visit in case.visits}
            for one in request.bookings:
                for item in one.equipment:
                    self.take(item, one.start, one.start + length_of(minutes[one.visit]))

    def take(self, item: str, start: datetime, end: datetime) -> None:
        """Note that an item is not to be had; spans that overlap grow into one, so that all are in order."""
        spans = self._spans[item]
        low = bisect_left(spans, start, key=lambda span: span[1])
        high = low
        while high < len(spans) and spans[high][0] <= end:
            start, end = min(start, spans[high][0]), max(end, spans[high][1])
            high += 1
        spans[low:high] = [(start, end)]

    def is_free(self, item: str, start: datetime, end: datetime) -> bool:
        """Whether an item is free for a whole span."""
        spans = self._spans.get(item, [])
        # The first span that ends after the start; the ends are in order, as the starts are.
        at = bisect_left(spans, start, key=lambda span: span[1])
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        return at == len(spans) or spans[at][0] >= end
