"""Which part of a plan to open up next: a few people on a date or two, and who might come in."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from .bound import Bound
from .calendars import Calendars


@dataclass(frozen=True)
class Neighbourhood:
    """Segments to plan anew, the booked requests that lie wholly in them, and unbooked ones that may enter."""

    segments: frozenset[int]
    booked: tuple[int, ...]
    waiting: tuple[int, ...]

    @property
    def requests(self) -> tuple[int, ...]:
        """All its requests."""
        return self.booked + self.waiting


class Neighbourhoods:
    """Draws neighbourhoods of one part of the problem, sized by how well they are solved."""

    def __init__(self, calendars: Calendars, part: list[int], bound: Bound, seed: int) -> None:
        self.calendars = calendars
        self.problem = calendars.problem
        self.part = part
        self.bound = bound
        self.random = random.Random(seed)
        self.target = 24.0
        self.at: dict[tuple[int, int], list[int]] = defaultdict(list)
        able = {
            person
            for r in part
            for v in self.problem.requests[r].free
            for person in self.problem.kinds[v.kind].people
        }
        for segment in self.problem.segments:
            if segment.person in able:
                self.at[segment.day, segment.person].append(segment.index)
        self.days = sorted({day for day, _ in self.at})

    def draw(self, busy_segments: set[int], busy_patients: set[int]) -> Neighbourhood | None:
        """A neighbourhood apart from those being solved now; None if this draw gave nothing."""
        if not self.days:
            return None
        holders = self._holders()
        days = self._days()
        chosen: set[int] = set()
        inside: set[int] = set()
        candidates = [key for key in self.at if key[0] in days and not busy_segments.intersection(self.at[key])]
        self.random.shuffle(candidates)
        for key in candidates:
            held = {r for segment in self.at[key] for r in holders[segment]}
            if chosen and len(inside | held) > self.target * 1.3:
                continue
            chosen.update(self.at[key])
            inside |= held
            if len(inside) >= self.target:
                break
        booked = [r for r in sorted(inside) if self._within(r, chosen) and self._patient(r) not in busy_patients]
        waiting = self._waiting(chosen, busy_patients)
        if not booked and not waiting:
            return None
        return Neighbourhood(frozenset(chosen), tuple(booked), tuple(waiting))

    def learn(self, solved: bool) -> None:
        """Grow when neighbourhoods are solved to the end, shrink when they aren't."""
        self.target = min(80.0, self.target * 1.04) if solved else max(8.0, self.target * 0.92)

    def _patient(self, request: int) -> int:
        return self.problem.requests[request].patient

    def _days(self) -> set[int]:
        count = self.random.choice((1, 1, 2, 2, 3))
        first = self.random.choice(self.days)
        near = sorted(self.days, key=lambda day: (abs(day - first), self.random.random()))
        return (
            set(near[:count])
            if self.random.random() < 0.7
            else {first, *self.random.sample(self.days, min(count, len(self.days)))}
        )

    def _holders(self) -> dict[int, list[int]]:
        holders: dict[int, list[int]] = defaultdict(list)
        for index in self.part:
            placement = self.calendars.placed.get(index)
            if placement is not None:
                for spot in placement.spots:
                    if spot.segment >= 0:
                        holders[spot.segment].append(index)
        return holders

    def _within(self, request: int, segments: set[int]) -> bool:
        spots = self.calendars.placed[request].spots
        return all(spot.segment < 0 or spot.segment in segments for spot in spots)

    def _waiting(self, segments: set[int], busy_patients: set[int]) -> list[int]:
        places = {(self.problem.segments[index].unit, self.problem.segments[index].day) for index in segments}
        days = {day for _, day in places}
        able = []
        for index in self.part:
            request = self.problem.requests[index]
            if index in self.calendars.placed or request.patient in busy_patients:
                continue
            if any(day in days for day, _ in request.days) and self._reaches(index, places, segments):
                able.append(index)
        worth = self.bound.worth
        able.sort(key=lambda index: -worth.get(index, 0.0) - self.random.random() * 200)
        return able[: max(4, int(self.target * 0.5))]

    def _reaches(self, index: int, places: set[tuple[int, int]], segments: set[int]) -> bool:
        request = self.problem.requests[index]
        days = {day for day, _ in request.days}
        for unit, day in places:
            if (
                unit in request.units
                and day in days
                and all(
                    any(segment in segments for segment, _ in self.problem.candidates(visit.kind, unit, day))
                    for visit in request.free
                )
            ):
                return True
        return False
