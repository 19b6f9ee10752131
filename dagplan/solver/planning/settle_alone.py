"""Requests that share nothing with any other: the cheapest place of each is found exactly, at once."""

from __future__ import annotations

from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.insertion import cheapest_of_all

from .draft import Draft


def settle_alone(draft: Draft, deadline: Deadline) -> None:
    """Book each request that is a part by itself at its cheapest place, and say how the draft stands then.

    One whose existing booking counts against a budget of moves is left to the search.
    """
    instance, calendars = draft.instance, draft.calendars
    for number, indices in enumerate(draft.parts):
        if len(indices) > 1 or deadline.over():
            continue
        request = instance.requests[indices[0]]
        if request.existing and instance.max_moved is not None:
            continue
        # Nothing stands in its way but itself: once it is out, the cheapest place there is is the best plan of it.
        if request.index in calendars.placed:
            calendars.unbook(request)
        best = cheapest_of_all(calendars, request)
        if best is not None:
            calendars.book(request, best)
        cost = request.unbooked_cost if best is None else best.cost
        draft.costs[number] = draft.bounds[number] = cost + draft.uneven_cost(number)
        draft.booked[number] = int(best is not None)
    draft.on_news(draft)
