"""Ruin and recreate: make room around one moment of one date, and fill it again differently.

A step draws a whole sequence for one request on an empty calendar, takes out what stands in its way and a few
neighbours in time (ruin), and puts them and some waiting requests back, each at its cheapest place (recreate). Few
visits close together in time are taken out, since those are the ones that can change places: "slack induction" of
Christiaens and Vanden Berghe (Transportation Science 54, 2020). Worse plans are accepted now and then, ever less as
time goes (simulated annealing). A request that was tried in vain becomes a little dearer to leave out, for the search
only (guided local search, Voudouris and Tsang, EJOR 113, 1999): so the search leaves plans in which the same few
sequences never fit. The plan of least true cost is kept. A step costs about a quarter of a millisecond, since finding
room is a handful of shifts (``placing``).
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from dagplan.solver.instance.bits import each_minute, later
from dagplan.solver.instance.instance import Placement, Request

from .calendars import Calendars
from .greedy import SameDay
from .move_budget import disturbed_by, insertion_within
from .random_set import Pool

HOTTEST, COLDEST = 0.2, 0.002
"""Heat at the beginning and end of a search, as shares of the mean cost of an unbooked visit."""

_PENALTY_STEP = 0.003
_MOST_PENALTY = 2.0
"""How much dearer a request becomes each time it is tried in vain, and in all, as shares of its unbooked cost."""

_WAITING_FIRST = 0.6
_FORCED = 0.5
_TRIES = 3
_SLACKS = (0, 30, 60)
_MOST_NEIGHBOURS = 8
_MOST_WAITING = 5
_WAITS = (0, 5, 15, 30, 60, 2000)
_NEAR_DAYS = 5

Span = tuple[int, int, int]
"""Segment, first minute, end."""


class RuinAndRecreate:
    """Steps on one part of a plan.

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
        How much dearer some requests are to leave out by now.
    max_moved
        So many visits of the part may leave their existing booking; None for as many as pay.

    Attributes
    ----------
    cost
        Cost of the part as it stands.
    best, best_cost
        Where its booked requests stood at best so far, and what that cost.
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
    ) -> None:
        self.calendars = calendars
        self.instance = calendars.instance
        self.requests = calendars.instance.requests
        self.part = part
        self.same_day = same_day
        self.random = random.Random(seed)
        self.days = days
        self.penalty = penalty if penalty is not None else {}
        self.max_moved = max_moved
        self.moved = self._moved(part)
        self.cost = calendars.cost_of(part, same_day)
        self.holders: dict[int, set[int]] = defaultdict(set)
        self.waiting = Pool(index for index in part if index not in calendars.placed)
        for index in part:
            if index in calendars.placed:
                self._note(index, calendars.placed[index], held=True)
        self.best = self.placements()
        self.best_cost = self.cost
        self._changed: set[int] = set()
        visits = sum(len(self.requests[index].free) for index in part)
        self.value = sum(self.requests[index].unbooked_cost for index in part) / max(1, visits)

    def take_out(self, index: int) -> Placement:
        """Unbook a request."""
        placement = self.calendars.unbook(self.requests[index])
        self._note(index, placement, held=False)
        return placement

    def put_in(self, index: int, placement: Placement) -> None:
        """Book a request."""
        self.calendars.book(self.requests[index], placement)
        self._note(index, placement, held=True)

    def _note(self, index: int, placement: Placement, *, held: bool) -> None:
        for slot in placement.slots:
            if slot.segment >= 0:
                (self.holders[slot.segment].add if held else self.holders[slot.segment].discard)(index)

    def placements(self) -> dict[int, Placement]:
        """Where the part's booked requests stand."""
        placed = self.calendars.placed
        return {index: placed[index] for index in self.part if index in placed}

    def leave_best(self) -> None:
        """Put the part's requests where they stood at best."""
        for index in self.part:
            if index in self.calendars.placed:
                self.take_out(index)
        for index, placement in self.best.items():
            self.put_in(index, placement)
        self.waiting = Pool(index for index in self.part if index not in self.best)
        self.cost = self.best_cost
        self.moved = self._moved(self.part)

    def _keep_best(self, changed: Iterable[int]) -> None:
        self._changed.update(changed)
        if self.cost < self.best_cost:
            self.best_cost = self.cost
            for index in self._changed:
                placement = self.calendars.placed.get(index)
                if placement is None:
                    self.best.pop(index, None)
                else:
                    self.best[index] = placement
            self._changed.clear()

    def step(self, progress: float) -> None:
        """One ruin and one recreation.

        Parameters
        ----------
        progress
            How much of the search is done, 0 to 1: the further, the colder.
        """
        chosen = self._choose()
        if chosen is None:
            return
        centre, day, held, waiting = chosen
        pool = [*held, *waiting]
        placed = self.calendars.placed
        cost_before = self.calendars.cost_of(pool, self.same_day)
        seen_before = cost_before + self._beyond_cost(pool)
        before = {index: self.take_out(index) for index in held}
        moved_before = self._moved(pool, before)
        left = None if self.max_moved is None else self.max_moved - self.moved + moved_before
        heat = self.value * HOTTEST * (COLDEST / HOTTEST) ** progress
        accepted = seen_before - heat * math.log(max(1e-12, self.random.random()))
        booked = self._recreate(pool, centre, day, waiting, left)
        cost_after = self.calendars.cost_of(pool, self.same_day)
        moved_after = self._moved(pool)
        within = left is None or moved_after <= left
        if within and cost_after + self._beyond_cost(pool) < accepted:
            self.cost += cost_after - cost_before
            self.moved += moved_after - moved_before
            for index in pool:
                (self.waiting.discard if index in placed else self.waiting.add)(index)
            self._keep_best(pool)
            return
        for index in booked:
            self.take_out(index)
        for index, placement in before.items():
            self.put_in(index, placement)
        if centre not in placed:
            unbooked_cost = self.requests[centre].unbooked_cost
            self.penalty[centre] = min(
                _MOST_PENALTY * unbooked_cost, self.penalty.get(centre, 0.0) + _PENALTY_STEP * unbooked_cost
            )

    def _moved(self, pool: Iterable[int], placed: Mapping[int, Placement] | None = None) -> int:
        """Visits that count as moved; 0 where nothing is limited."""
        if self.max_moved is None:
            return 0
        return disturbed_by(self.instance, self.calendars.placed if placed is None else placed, pool)

    def _beyond_cost(self, pool: list[int]) -> float:
        """By how much those that are left out have become dearer."""
        placed, penalty = self.calendars.placed, self.penalty
        return sum(penalty.get(index, 0.0) for index in pool if index not in placed)

    def _choose(self) -> tuple[int, int, list[int], list[int]] | None:
        """A centre, its date, booked requests to take out, and waiting ones that might come in (with the centre)."""
        draw, placed = self.random, self.calendars.placed
        from_waiting = bool(self.waiting) and draw.random() < _WAITING_FIRST
        centre = self.waiting.choice(draw) if from_waiting else draw.choice(self.part)
        found = self._where(self.requests[centre], _TRIES if from_waiting else 1)
        if found is None:
            return None
        unit, day, spans, held = found
        if centre in placed:
            held.add(centre)
        neighbours = sorted(self._around(unit, day, spans) - held)
        held.update(draw.sample(neighbours, min(len(neighbours), draw.randint(0, _MOST_NEIGHBOURS))))
        waiting = [
            index
            for index in self.waiting.sample(draw, _MOST_WAITING * 2)
            if index != centre and unit in self.requests[index].units and day in self.requests[index].day_cost
        ][:_MOST_WAITING]
        if centre not in placed:
            waiting.append(centre)
        return centre, day, sorted(held), waiting

    def _where(self, request: Request, tries: int) -> tuple[int, int, list[Span], set[int]] | None:
        """Of some random sequences for a request, the one in whose way the least stands."""
        draw = self.random
        days = [day for day, _ in request.days if self.days is None or day in self.days]
        if not days or not request.units:
            return None
        best: tuple[float, int, int, list[Span], set[int]] | None = None
        for _ in range(tries):
            day, unit = draw.choice(days[:_NEAR_DAYS]), draw.choice(request.units)
            spans = self._random_sequence(request, unit, day)
            if spans is None:
                continue
            held = {index for segment, start, end in spans for index in self._holding(segment, start, end)}
            placed = self.calendars.placed
            unbooked_cost = sum(
                self.requests[index].unbooked_cost - placed[index].cost for index in held
            ) * draw.uniform(0.7, 1.3)
            if best is None or unbooked_cost < best[0]:
                best = unbooked_cost, unit, day, spans, held
        return best[1:] if best is not None else None

    def _random_sequence(self, request: Request, unit: int, day: int) -> list[Span] | None:
        """A sequence on an empty calendar, rather with short waits than long."""
        draw = self.random
        domains = self.instance.domains(request, unit, day)
        if domains is None:
            return None
        spans: list[Span] = []
        for position, (visit, options) in enumerate(zip(request.visits, domains, strict=True)):
            if visit.fixed is not None:
                spans.append((-1, visit.fixed, visit.fixed + visit.duration))
                continue
            if position:
                _, began, end = spans[-1]
                duration = end - began
                soon = min(visit.most, visit.least + draw.choice(_WAITS))
                follows = _after(options, began, duration + visit.least, duration + soon)
                follows = follows or _after(options, began, duration + visit.least, duration + visit.most)
            else:
                follows = options
            if not follows:
                return None
            segment, starts = draw.choice(follows)
            start = draw.choice(list(each_minute(starts)))
            spans.append((segment, start, start + visit.duration))
        return spans

    def _around(self, unit: int, day: int, spans: list[Span]) -> set[int]:
        """Booked requests close in time to a sequence: with the same people, and with two others."""
        draw = self.random
        slack = draw.choice(_SLACKS)
        first, end = min(start for _, start, _ in spans) - slack, max(end for *_, end in spans) + slack
        others = self.instance.segments_at.get((unit, day), [])
        segments = {segment for segment, *_ in spans if segment >= 0}
        segments.update(other.index for other in draw.sample(others, min(2, len(others))))
        return {index for segment in segments for index in self._holding(segment, first, end)}

    def _holding(self, segment: int, first: int, end: int) -> Iterable[int]:
        """Requests with a visit in this segment between these minutes."""
        placed, requests = self.calendars.placed, self.requests
        for index in self.holders[segment]:
            for visit, slot in zip(requests[index].visits, placed[index].slots, strict=True):
                if slot.segment == segment and slot.start < end and slot.start + visit.duration > first:
                    yield index
                    break

    def _recreate(self, pool: list[int], centre: int, day: int, waiting: list[int], left: int | None) -> list[int]:
        booked = []
        order = sorted(pool, key=self._order(pool))
        if centre in waiting and self.random.random() < _FORCED:
            order.remove(centre)
            order.insert(0, centre)
        here = frozenset((day,))
        patient = frozenset(waiting)
        for index in order:
            # What waits had no place on the other dates before, and these have not changed.
            days = here if index in patient else self.days
            request = self.requests[index]
            placement = insertion_within(self.calendars, request, self.same_day.get(index, ()), left, days=days)
            if left is not None:
                left -= self.instance.disturbed(request, placement)
            if placement is not None:
                self.put_in(index, placement)
                booked.append(index)
        return booked

    def _order(self, pool: list[int]) -> Callable[[int], tuple[float, ...]]:
        """One of four orders, with noise: value a minute (twice as often), length, value, sequences first."""
        requests = self.requests
        noise = {index: self.random.uniform(0.7, 1.3) for index in pool}

        def by_density(index: int) -> tuple[float, ...]:
            return (-requests[index].unbooked_cost / requests[index].minutes * noise[index],)

        def by_length(index: int) -> tuple[float, ...]:
            return (-requests[index].minutes * noise[index],)

        def by_value(index: int) -> tuple[float, ...]:
            return (-requests[index].unbooked_cost * noise[index],)

        def sequences_first(index: int) -> tuple[float, ...]:
            return -len(requests[index].visits), -requests[index].minutes * noise[index]

        return self.random.choice((by_density, by_density, by_length, by_value, sequences_first))


def _after(options: list[tuple[int, int]], began: int, least: int, most: int) -> list[tuple[int, int]]:
    """Those of some (segment, starts) that lie so many minutes after a start."""
    allowed = later(1 << began, least, most)
    return [(segment, starts & allowed) for segment, starts in options if starts & allowed]
