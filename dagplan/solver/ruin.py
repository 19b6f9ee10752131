"""Ruin and recreate: take a handful of requests out around one place, put them and waiting ones back differently.

One step costs a few milliseconds, since finding room is a handful of shifts (``placing``). Worse plans are
accepted now and then, ever less as time goes (simulated annealing); the best one is kept by the caller.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable

from .calendars import Calendars
from .construct import Joined
from .placing import cheapest_place
from .problem import Placement, Request

_MOST_RUINED = 30
_MOST_WAITING = 10
_HOTTEST = 0.2
_COLDEST = 0.002


class RuinAndRecreate:
    """Steps on one part of a plan.

    Attributes
    ----------
    cost
        Cost of the part as it stands, requests held elsewhere counted as they were.
    """

    def __init__(self, calendars: Calendars, part: list[int], joined: Joined, seed: int) -> None:
        self.calendars = calendars
        self.requests = calendars.problem.requests
        self.part = part
        self.joined = joined
        self.random = random.Random(seed)
        self.cost = calendars.cost_of(part, joined)
        self.holders: dict[int, set[int]] = defaultdict(set)
        self.waiting = {index for index in part if index not in calendars.placed}
        for index in part:
            if index in calendars.placed:
                self._note(index, calendars.placed[index], held=True)
        visits = sum(len(self.requests[index].free) for index in part)
        self.value = sum(self.requests[index].loss for index in part) / max(1, visits)
        self.at: dict[tuple[int, int], list[int]] = defaultdict(list)
        for segment in calendars.problem.segments:
            self.at[segment.unit, segment.day].append(segment.index)

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
        for spot in placement.spots:
            if spot.segment >= 0:
                (self.holders[spot.segment].add if held else self.holders[spot.segment].discard)(index)

    def step(self, progress: float, barred: set[int], closed: set[int]) -> None:
        """One ruin and one recreation.

        Parameters
        ----------
        progress
            How much of the time is spent, 0 to 1.
        barred
            Patients whose requests are being planned elsewhere.
        closed
            Segments being planned elsewhere.
        """
        held, waiting = self._choose(barred, closed)
        pool = held + waiting
        if not pool:
            return
        cost_before = self.calendars.cost_of(pool, self.joined)
        before = {index: self.take_out(index) for index in held}
        heat = self.value * _HOTTEST * (_COLDEST / _HOTTEST) ** progress
        accepted = cost_before - heat * math.log(max(1e-12, self.random.random()))
        booked = self._recreate(pool)
        cost_after = self.calendars.cost_of(pool, self.joined)
        if cost_after < accepted:
            self.cost += cost_after - cost_before
            for index in pool:
                (self.waiting.discard if index in self.calendars.placed else self.waiting.add)(index)
            return
        for index in booked:
            self.take_out(index)
        for index, placement in before.items():
            self.put_in(index, placement)

    def _choose(self, barred: set[int], closed: set[int]) -> tuple[list[int], list[int]]:
        """Booked requests around one place to take out, and waiting ones that might come in."""
        draw = self.random
        centre = self._centre(barred)
        if not centre.days or not centre.units:
            return [], []
        day = draw.choice(centre.days[: max(1, min(5, len(centre.days)))])[0]
        unit = draw.choice(centre.units)
        segments: set[int] = set()
        for visit in centre.free:
            able = [index for index, _ in self.calendars.problem.candidates(visit.kind, unit, day)]
            segments.update(draw.sample(able, min(len(able), draw.choice((1, 2, 2, 3)))))
        others = self.at.get((unit, day), [])
        if draw.random() < 0.5:
            segments.update(draw.sample(others, min(2, len(others))))
        held = sorted({index for segment in segments - closed for index in self.holders[segment]})
        held = [
            index
            for index in held
            if self.requests[index].patient not in barred
            and not any(spot.segment in closed for spot in self.calendars.placed[index].spots)
        ]
        if len(held) > _MOST_RUINED:
            held = draw.sample(held, _MOST_RUINED)
        near = [
            index
            for index in sorted(self.waiting)
            if self.requests[index].patient not in barred
            and unit in self.requests[index].units
            and any(number == day for number, _ in self.requests[index].days)
        ]
        return held, draw.sample(near, min(len(near), _MOST_WAITING))

    def _centre(self, barred: set[int]) -> Request:
        waiting = [index for index in sorted(self.waiting) if self.requests[index].patient not in barred]
        index = (
            self.random.choice(waiting) if waiting and self.random.random() < 0.7 else self.random.choice(self.part)
        )
        return self.requests[index]

    def _recreate(self, pool: list[int]) -> list[int]:
        booked = []
        for index in sorted(pool, key=self._order(pool)):
            request = self.requests[index]
            placement = cheapest_place(self.calendars, request, self.joined.get(index, ()))
            if placement is not None:
                self.put_in(index, placement)
                booked.append(index)
        return booked

    def _order(self, pool: list[int]) -> Callable[[int], tuple[float, ...]]:
        """One of four orders, with noise: value a minute (twice as often), length, value, sequences first."""
        requests = self.requests
        noise = {index: self.random.uniform(0.7, 1.3) for index in pool}

        def by_density(index: int) -> tuple[float, ...]:
            return (-requests[index].loss / requests[index].minutes * noise[index],)

        def by_length(index: int) -> tuple[float, ...]:
            return (-requests[index].minutes * noise[index],)

        def by_value(index: int) -> tuple[float, ...]:
            return (-requests[index].loss * noise[index],)

        def sequences_first(index: int) -> tuple[float, ...]:
            return -len(requests[index].visits), -requests[index].minutes * noise[index]

        return self.random.choice((by_density, by_density, by_length, by_value, sequences_first))
