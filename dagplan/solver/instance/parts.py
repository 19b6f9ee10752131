"""The instance falls apart: requests that share no person, equipment, patient or wish are planned apart."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from .disjoint_sets import DisjointSets
from .instance import Instance, Placement, Request, Slot

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """Some requests as a instance of their own, with only the segments they can use.

    Requests keep their index; ``segments`` gives for each segment of the part its index in the whole, ``stocks`` the
    same of equipment.
    """

    instance: Instance
    segments: tuple[int, ...]
    stocks: tuple[int, ...] = ()

    def inward(self, placement: Placement) -> Placement:
        """A placement of the whole, as one of the part."""
        return _renumbered(placement, *self._numbers)

    def outward(self, placement: Placement) -> Placement:
        """A placement of the part, as one of the whole."""
        return _renumbered(placement, self.segments, self.stocks)

    @cached_property
    def _numbers(self) -> tuple[dict[int, int], dict[int, int]]:
        return (
            {whole: index for index, whole in enumerate(self.segments)},
            {whole: index for index, whole in enumerate(self.stocks)},
        )


_Numbers = Mapping[int, int] | Sequence[int]


def _renumbered(placement: Placement, segments: _Numbers, stocks: _Numbers) -> Placement:
    slots = tuple(
        slot
        if slot.segment < 0
        else Slot(segments[slot.segment], slot.start, tuple([stocks[one] for one in slot.stocks]))
        for slot in placement.slots
    )
    return replace(placement, slots=slots)


def cut_out(instance: Instance, indices: list[int]) -> Part:
    """Some requests that share nothing with the others, as a instance of their own."""
    requests = {index: instance.requests[index] for index in indices}
    kept, kept_stocks = _used(instance, requests.values())
    patients = {request.patient for request in requests.values()}
    part = replace(
        instance,
        segments=[replace(instance.segments[whole], index=index) for index, whole in enumerate(kept)],
        requests=requests,
        constant=0,
        patient_busy={
            (patient, day): instance.patient_busy[patient, day]
            for patient in patients
            for day in instance.busy_days.get(patient, ())
        },
        shared_patients=instance.shared_patients & patients,
        stocks=tuple(replace(instance.stocks[whole], index=index) for index, whole in enumerate(kept_stocks)),
    )
    if instance.evenness is not None:
        part = replace(part, evenness=instance.evenness.of_units({segment.unit for segment in part.segments}))
    return Part(part, tuple(kept), tuple(kept_stocks))


def units_of(instance: Instance, indices: list[int]) -> frozenset[int]:
    """The units at which some requests can be."""
    segments, _ = _used(instance, [instance.requests[index] for index in indices])
    return frozenset(instance.segments[segment].unit for segment in segments)


def _used(instance: Instance, requests: Iterable[Request]) -> tuple[list[int], list[int]]:
    """The segments (indices) that some requests can use, and the equipment."""
    kinds_at: dict[tuple[int, int], set[int]] = defaultdict(set)
    stocks: set[int] = set()
    for units, days, kinds, needs in _alike(requests):
        for day in days:
            for unit in units:
                if (unit, day) in instance.segments_at:
                    kinds_at[unit, day].update(kinds)
                    for need in needs:
                        stocks.update(one.index for one in instance.stocks_at.get((unit, day, need), ()))
    segments = [
        segment.index
        for place, kinds in kinds_at.items()
        for segment in instance.segments_at[place]
        if any(segment.person in instance.kinds[kind].people for kind in kinds)
    ]
    return sorted(segments), sorted(stocks)


def independent_parts(instance: Instance) -> list[list[int]]:
    """Requests (indices) in groups that share nothing, each in order, the largest first.

    Two requests belong together if one person on one date could take visits of both, or one item of equipment serve
    them, or if they have a patient or a ``same_day_as`` wish in common, or existing bookings of which only so many
    may move; and, where it costs anything how evenly its dates are filled, a unit.
    """
    same_day = DisjointSets()
    for index, request in instance.requests.items():
        own = same_day.node(index)
        if request.patient in instance.shared_patients:
            same_day.join(own, same_day.node(("patient", request.patient)))
        for partner in request.partners:
            same_day.join(own, same_day.node(partner))
        if request.existing and instance.max_moved is not None:
            same_day.join(own, same_day.node("budget of moves"))
    _join_where_people_meet(instance, same_day)
    if instance.evenness is not None:
        _join_at_units(instance, same_day)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in instance.requests:
        groups[same_day.root(index)].append(index)
    parts = sorted(groups.values(), key=lambda group: (-len(group), group))
    log.info("parts: %d, the largest of %d requests", len(parts), len(parts[0]) if parts else 0)
    return parts


def _join_where_people_meet(instance: Instance, same_day: DisjointSets) -> None:
    """Join the requests of which one person on one date could take visits.

    Step by step, each looked at once: requests that ask for the same; what these ask for of one kind of visit; that
    on one date; that at one unit; and its people.
    """
    people_at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for segment in instance.segments:
        people_at[segment.unit, segment.day].append(segment.person)
    # Requests that ask for the same are joined at once: a region's hundred thousand are some thousand questions.
    for (units, days, kinds, needs), requests in _alike(instance.requests.values()).items():
        if not units or not days:
            continue
        first, *others = [same_day.node(request.index) for request in requests]
        for other in others:
            same_day.join(first, other)
        for place in product(needs, units, days):
            same_day.join(first, same_day.node(("equipment", place)))
        for kind in set(kinds):
            if same_day.meets(first, (kind, units, days)):
                continue
            for day in days:
                if same_day.meets(first, (kind, units, day)):
                    continue
                for unit in units:
                    if same_day.meets(first, (kind, unit, day)):
                        continue
                    for person in people_at.get((unit, day), ()):
                        if person in instance.kinds[kind].people:
                            same_day.join(first, same_day.node(("person", person, day)))


def _join_at_units(instance: Instance, same_day: DisjointSets) -> None:
    """Join the requests that can be at one unit: all that is booked there decides how evenly it is filled."""
    for requests in _alike(instance.requests.values()).values():
        first = requests[0].index  # those that ask for the same are joined already
        for unit in sorted(units_of(instance, [first])):
            same_day.join(same_day.node(first), same_day.node(("unit", unit)))


def _alike(
    requests: Iterable[Request],
) -> dict[tuple[tuple[int, ...], frozenset[int], tuple[int, ...], frozenset[int]], list[Request]]:
    """Requests by what they ask for: units, dates, kinds of visits, kinds of equipment."""
    dates: dict[int, frozenset[int]] = {}
    groups = defaultdict(list)
    for request in requests:
        days = dates.get(id(request.days))  # shared by many
        if days is None:
            days = dates[id(request.days)] = frozenset(request.days.cost)
        kinds = tuple([visit.kind for visit in request.free])
        groups[request.units, days, kinds, request.visits.needs].append(request)
    return groups
