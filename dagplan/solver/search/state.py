"""What ruin and recreate works on: a part of a plan as it stands, the best so far, and what guides the search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dagplan.solver.instance.bits import span_mask
from dagplan.solver.instance.instance import Placement

from .calendars import Calendars
from .draws import Draws
from .greedy import SameDay
from .move_budget import disturbed_by
from .params import SearchParams
from .random_set import Pool


class Account(NamedTuple):
    """What some requests amount to: their cost, the same as the search sees it, and how many visits are moved."""

    cost: int
    guided: float
    moved: int


class State:
    """One part of a plan, with all that is kept up to date from step to step.

    Parameters
    ----------
    calendars, part
        The plan, and the requests (indices) that may be moved.
    same_day
        For each request, those it is wished on the same date with.
    seed
        Of all random draws.
    days
        Dates to work on; None for all.
    penalty
        How much dearer some requests are to leave out by now; kept up to date in place.
    max_moved
        So many visits of the part may leave their existing booking; None for as many as pay.
    params
        What steers the search.

    Attributes
    ----------
    cost, moved
        Cost of the part as it stands, and visits that count as moved (0 where nothing is limited).
    best, best_cost
        Where its booked requests stood at best so far, and what that cost.
    waiting
        Its requests that are not booked.
    holders
        For each segment, the requests that have a visit in it; for each stock of equipment, those that draw on
        it: by ``-1 - stock``, since both are numbers from 0.
    pace
        How much of the whole search a step is.
    value
        Mean cost of leaving a visit out: the scale of the heat.
    """

    def __init__(
        self,
        calendars: Calendars,
        part: list[int],
        same_day: SameDay,
        seed: int,
        *,
        days: frozenset[int] | None = None,
        penalty: dict[int, float] | None = None,
        max_moved: int | None = None,
        params: SearchParams = SearchParams(),
    ) -> None:
        self.calendars = calendars
        self.placed = calendars.placed
        self.instance = calendars.instance
        self.requests = calendars.instance.requests
        self.part = part
        self.same_day = same_day
        self.random = Draws(seed)
        self.days = days
        self.penalty = penalty if penalty is not None else {}
        self.max_moved = max_moved
        self.params = params
        self.holders: dict[int, set[int]] = defaultdict(set)
        self.waiting = Pool(index for index in part if index not in self.placed)
        for index in part:
            if index in self.placed:
                self._note(index, self.placed[index], held=True)
        self.pace = 0.0
        self.moved = self._moved(part)
        self.cost = calendars.cost_of(part, same_day)
        self.best = self.placements()
        self.best_cost = self.cost
        # Requests that may stand elsewhere than in the best plan: over several worse steps they add up.
        self._changed: set[int] = set()
        visits = sum(len(self.requests[index].free) for index in part)
        self.value = sum(self.requests[index].unbooked_cost for index in part) / max(1, visits)

    def take_out(self, index: int) -> Placement:
        """Unbook a request, and give back where it stood."""
        placement = self.calendars.unbook(self.requests[index])
        self._note(index, placement, held=False)
        return placement

    def put_in(self, index: int, placement: Placement) -> None:
        """Book a request."""
        self.calendars.book(self.requests[index], placement)
        self._note(index, placement, held=True)

    def _note(self, index: int, placement: Placement, *, held: bool) -> None:
        holders = self.holders
        for slot in placement.slots:
            segment = slot.segment
            if segment < 0:  # a locked fact
                continue
            if held:
                holders[segment].add(index)
            else:
                holders[segment].discard(index)
            for stock in slot.stocks:
                (holders[-1 - stock].add if held else holders[-1 - stock].discard)(index)

    def drawing(self, stock: int, first: int, end: int) -> Iterator[tuple[int, int]]:
        """Requests with a visit that draws on a stock between these minutes, and its minutes as a set."""
        for index in self.holders[-1 - stock]:
            for visit, slot in zip(self.requests[index].visits, self.placed[index].slots, strict=True):
                if stock in slot.stocks and slot.start < end and slot.start + visit.duration > first:
                    yield index, span_mask(slot.start, slot.start + visit.duration)

    def holding(self, segment: int, first: int, end: int) -> Iterator[int]:
        """Requests with a visit in this segment between these minutes."""
        placed, requests = self.placed, self.requests
        for index in self.holders[segment]:
            for visit, slot in zip(requests[index].visits, placed[index].slots, strict=True):
                if slot.segment == segment and slot.start < end and slot.start + visit.duration > first:
                    yield index
                    break

    def account(self, pool: list[int]) -> Account:
        """What some requests amount to as they stand, with every wish for the same date that they are part of."""
        placed, penalty = self.placed, self.penalty
        # Only what is left out is dearer: where a request stands it costs the same however often it was in vain.
        cost = self.calendars.cost_of(pool, self.same_day)
        beyond = 0.0
        for index in pool:
            if index not in placed:
                beyond += penalty.get(index, 0.0)
        return Account(cost, cost + beyond, self._moved(pool))

    def _moved(self, pool: Iterable[int]) -> int:
        return 0 if self.max_moved is None else disturbed_by(self.instance, self.placed, pool)

    def keep(self, pool: list[int], before: Account, after: Account) -> None:
        """Go on from how some requests stand now, and note it where it is the best so far."""
        self.cost += after.cost - before.cost
        self.moved += after.moved - before.moved
        for index in pool:
            (self.waiting.discard if index in self.placed else self.waiting.add)(index)
        # A part has thousands of requests and a step moves a dozen: the best is brought up to date, not copied.
        self._changed.update(pool)
        if self.cost < self.best_cost:
            self.best_cost = self.cost
            for index in self._changed:
                placement = self.placed.get(index)
                if placement is None:
                    self.best.pop(index, None)
                else:
                    self.best[index] = placement
            self._changed.clear()

    def discourage(self, index: int) -> None:
        """Make a request that was tried in vain a little dearer to leave out, for the search only."""
        params, waiting = self.params, len(self.waiting)
        unbooked_cost = self.requests[index].unbooked_cost
        height = params.penalty_height * len(self.part) / max(1, waiting)
        height = max(min(height, params.most_penalty), params.least_penalty)
        # Of those that wait each is tried in so many steps; so fast that they are as dear as may be in good time.
        ramp = height * waiting * self.pace / (params.waiting_first * params.ramp) if params.waiting_first else 0.0
        dearer = self.penalty.get(index, 0.0) + max(ramp, params.penalty_step) * unbooked_cost
        # Never less dear than it is: fewer wait at one time than at another.
        self.penalty[index] = max(self.penalty.get(index, 0.0), min(height * unbooked_cost, dearer))

    def placements(self) -> dict[int, Placement]:
        """Where the part's booked requests stand."""
        return {index: self.placed[index] for index in self.part if index in self.placed}

    def leave_best(self) -> None:
        """Put the part's requests where they stood at best."""
        for index in self.part:
            if index in self.placed:
                self.take_out(index)
        for index, placement in self.best.items():
            self.put_in(index, placement)
        self.waiting = Pool(index for index in self.part if index not in self.best)
        self.cost = self.best_cost
        self.moved = self._moved(self.part)
        self._changed.clear()
