"""From what stands to what is planned: which bookings are made, moved and cancelled, and in which order.

A booking can only be made once its person's and its patient's time is free, so what leaves that time goes first.
Requests that wait for each other are one group, done whole or not at all; where nobody in a group can begin, one
booking is given up first and made anew later. What is only cancelled, and in nobody's way, comes last: a cancellation
can't be taken back, since another may have got the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heapify, heappop, heappush

from dagplan.models.booked import Booking, FormerBooking
from dagplan.models.history import place_of, stood_before
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest


@dataclass(frozen=True)
class Change:
    """One visit's booking: made (no ``old``), moved, or cancelled (no ``new``).

    One that is given up for a moment is cancelled, and made ``later``.
    """

    old: FormerBooking | None
    new: Booking | None
    later: Booking | None = None

    @property
    def one(self) -> Booking:
        """Whichever there is: what it is a booking of."""
        return self.new or self.old  # type: ignore[return-value]

    @property
    def do(self) -> str:
        """What is done: book, move or cancel."""
        return "book" if self.old is None else "move" if self.new else "cancel"


def changes_of(request: PlanRequest, plan: Plan) -> list[Change]:
    """What a plan with history changes, the earliest chain first.

    What is booked already as planned is left out, also where it was booked for another visit of the patient. Where a
    visit stood in several places, the one with a known Appointment moves, and the others are cancelled.
    """
    locked = {(one.visit, one.practitioner, one.unit, one.start) for one in request.bookings if one.locked}
    number = len(plan.run.made) - 1
    stands = set(map(place_of, plan.bookings))  # with other equipment it is no other booking
    ended = [one for one in plan.former if one.until == number and place_of(one) not in stands]
    wanted = [
        one
        for one in plan.bookings
        if not stood_before(plan, one) and (one.visit, one.practitioner, one.unit, one.start) not in locked
    ]
    ended, wanted = _without_taken_over(ended, wanted, request)
    before: dict[str, list[FormerBooking]] = defaultdict(list)
    for gone in sorted(ended, key=lambda one: one.source is None):
        before[gone.visit].append(gone)
    changes = [Change(before[one.visit].pop(0) if before[one.visit] else None, one) for one in wanted]
    changes += [Change(gone, None) for left in before.values() for gone in left]
    firsts: dict[str, datetime] = {}
    for one in wanted:
        firsts[one.request] = min(one.start, firsts.get(one.request, one.start))
    return sorted(
        changes, key=lambda one: (firsts.get(one.one.request, datetime.max), one.one.request, one.one.start)
    )


def _without_taken_over(
    ended: list[FormerBooking], wanted: list[Booking], request: PlanRequest
) -> tuple[list[FormerBooking], list[Booking]]:
    """Without what is wanted where the same patient's time with the same person stands already, for another visit."""
    competences = {visit.id: visit.competence for case in request.requests for visit in case.visits}
    there: dict[tuple[object, ...], list[FormerBooking]] = defaultdict(list)
    for gone in ended:
        there[_time_of(gone)].append(gone)
    left, taken = [], set()
    for one in wanted:
        same = [
            gone
            for gone in there.get(_time_of(one), ())
            if id(gone) not in taken and gone.competence in (None, competences[one.visit])
        ]
        if same:
            taken.add(id(same[0]))
        else:
            left.append(one)
    return [gone for gone in ended if id(gone) not in taken], left


def _time_of(one: Booking) -> tuple[object, ...]:
    return one.patient, one.practitioner, one.unit, one.start, one.end


def in_order(changes: list[Change]) -> list[list[Change]]:
    """The changes by groups: each group after those whose time it takes, each change after those in its way."""
    in_the_way = _in_the_way(changes)
    owners = [change.one.request for change in changes]
    waits: dict[str, dict[str, None]] = {owner: {} for owner in owners}
    for index, others in in_the_way.items():
        waits[owners[index]].update(dict.fromkeys(owners[other] for other in others))
    members = defaultdict(list)
    for index, owner in enumerate(owners):
        members[owner].append(index)
    return [
        list(_one_by_one(changes, sorted(index for owner in group for index in members[owner]), in_the_way))
        for group in _groups(waits)
    ]


def _in_the_way(changes: list[Change]) -> dict[int, set[int]]:
    """For each change that takes time, those that leave it: of the same person or patient, and at that time."""
    leaving: dict[tuple[str, str, object], list[int]] = defaultdict(list)
    for index, change in enumerate(changes):
        if change.old:
            for key in _keys(change.old):
                leaving[key].append(index)
    return {
        index: {
            other
            for key in _keys(change.new)
            for other in leaving.get(key, ())
            if _crosses(change, changes[other], itself=other == index)
        }
        for index, change in enumerate(changes)
        if change.new
    }


def _crosses(change: Change, other: Change, *, itself: bool) -> bool:
    """Whether a change takes time that another leaves; one that changes hands is not in its own way."""
    new, old = change.new, other.old
    if new is None or old is None or (itself and new.practitioner != old.practitioner):
        return False
    return old.start < new.end and new.start < old.end


def _keys(booking: Booking) -> tuple[tuple[str, str, object], ...]:
    day = booking.start.date()
    return ("practitioner", booking.practitioner, day), ("patient", booking.patient, day)


def _one_by_one(changes: list[Change], group: list[int], in_the_way: Mapping[int, set[int]]) -> Iterator[Change]:
    """The changes of a group; one is given up first where each waits for another, or for itself."""
    members = set(group)
    waits = {index: in_the_way.get(index, set()) & members for index in group}
    waited_for: dict[int, list[int]] = defaultdict(list)
    for index, others in waits.items():
        for other in others:
            waited_for[other].append(index)
    ready = [(changes[index].new is None, index) for index in group if not waits[index]]
    heapify(ready)  # what is only cancelled last
    given_up: set[int] = set()
    position = 0

    def leave(gone: int) -> None:
        for index in waited_for.pop(gone, ()):
            waits[index].discard(gone)
            if not waits[index]:
                heappush(ready, (changes[index].new is None, index))

    for _ in range(len(group)):
        while not ready:
            while not waits[group[position]]:
                position += 1
            other = min(waits[group[position]])
            yield replace(changes[other], new=None, later=changes[other].new)
            given_up.add(other)
            leave(other)
        _, index = heappop(ready)
        yield replace(changes[index], old=None) if index in given_up else changes[index]
        if index not in given_up:
            leave(index)


def _groups(waits: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Tarjan's strongly connected components, without recursion: what others wait for comes first."""
    found: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in waits:
        if root in found:
            continue
        todo: list[tuple[str, Iterator[str]]] = [(root, iter(waits[root]))]
        found[root] = low[root] = len(found)
        stack.append(root)
        on_stack.add(root)
        while todo:
            node, others = todo[-1]
            other = next(others, None)
            if other is None:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[node])
                if low[node] == found[node]:
                    yield _popped(stack, on_stack, node)
            elif other not in found:
                found[other] = low[other] = len(found)
                stack.append(other)
                on_stack.add(other)
                todo.append((other, iter(waits[other])))
            elif other in on_stack:
                low[node] = min(low[node], found[other])


def _popped(stack: list[str], on_stack: set[str], root: str) -> list[str]:
    group = []
    while True:
        group.append(stack.pop())
        on_stack.discard(group[-1])
        if group[-1] == root:
            return group
