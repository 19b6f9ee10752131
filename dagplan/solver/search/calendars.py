"""The state of a plan while it is made: who is placed where, and what time is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from dagplan.solver.instance.bits import (
    MINUTES_A_DAY,
    WHOLE_DAY,
    first_minute,
    grid_mask,
    span_mask,
    starts_of_free,
    union_of,
)
from dagplan.solver.instance.evenness import Load
from dagplan.solver.instance.instance import (
    Domains,
    Instance,
    Placement,
    Request,
    Segment,
    Slot,
    Stock,
    Visit,
    keep_in_sequence,
)

from .gaps import Gaps


class Calendars:
    """Placements, the free minutes of each segment, and the busy minutes of patients with several requests.

    Attributes
    ----------
    placed
        The placement of each booked request, by request index.
    free
        Free minutes of each segment, as sets.
    stocks
        Of each stock of equipment, the minutes in which an item is left, as sets.
    load
        The minutes booked at each unit on each date; None where it costs nothing how evenly they are spread.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.placed: dict[int, Placement] = {}
        self.free: list[int] = [segment.mask for segment in instance.segments]
        self.stocks: list[int] = [stock.minutes for stock in instance.stocks]
        self._drawn: list[list[int]] = [[0] * stock.count for stock in instance.stocks]
        self._equipped: dict[tuple[int, int, int, int], tuple[int, int]] = {}
        self._patients: dict[tuple[int, int], int] = {}
        self._rooms: dict[tuple[int, int, int], Gaps] = {}
        self._versions: dict[tuple[int, int], int] = {}
        self.load = None if instance.evenness is None else Load(instance.evenness)

    def book(self, request: Request, placement: Placement) -> None:
        """Put a request in its place; the place must be free."""
        self.placed[request.index] = placement
        self._take(request, placement, taking=True)

    def unbook(self, request: Request) -> Placement:
        """Take a request out, and give back where it stood."""
        placement = self.placed.pop(request.index)
        self._take(request, placement, taking=False)
        return placement

    def put(self, placements: Mapping[int, Placement]) -> None:
        """Book these requests where they are given, and no others."""
        for index in list(self.placed):
            self.unbook(self.instance.requests[index])
        for index, placement in placements.items():
            self.book(self.instance.requests[index], placement)

    @contextmanager
    def without(self, request: Request, position: int) -> Iterator[None]:
        """While the block runs, the minutes of one visit of a booked request are free."""
        placement = self.placed[request.index]
        place, minutes = (placement.unit, placement.day), request.visits[position].duration
        self._turn(request, placement, position, taking=False)
        if self.load is not None:
            self.load.book(*place, -minutes)
        try:
            yield
        finally:
            self._turn(request, placement, position, taking=True)
            if self.load is not None:
                self.load.book(*place, minutes)

    def _take(self, request: Request, placement: Placement, *, taking: bool) -> None:
        for visit in request.visits:
            if visit.fixed is None:
                self._turn(request, placement, visit.position, taking=taking)
        if self.load is not None:
            self.load.book(placement.unit, placement.day, request.minutes if taking else -request.minutes)

    def _turn(self, request: Request, placement: Placement, position: int, *, taking: bool) -> None:
        """Take one visit's minutes, or give them back."""
        slot = placement.slots[position]
        minutes = span_mask(slot.start, slot.start + request.visits[position].duration)
        # Taking and giving back are the same: the minutes were all free, or all taken.
        self.free[slot.segment] ^= minutes
        for stock in slot.stocks:
            self._draw(stock, minutes, taking=taking)
        # So that gaps and equipment are looked at again only where something has changed.
        self._changed(placement.unit, placement.day)
        # A patient with one request has nothing to be in the way of but locked visits, which stand in the instance.
        if request.patient in self.instance.shared_patients:
            key = request.patient, placement.day
            self._patients[key] = self._patients.get(key, 0) ^ minutes

    def open(self, segment: Segment) -> None:
        """Take in a segment that the instance has got since: the last of its list, with nothing free in it yet."""
        self.free.append(0)
        for key in [key for key in self._rooms if key[1:] == (segment.unit, segment.day)]:
            del self._rooms[key]

    def set_free(self, segment: Segment, minutes: int) -> None:
        """Say which minutes of a segment are free, whatever is booked here."""
        self.free[segment.index] = minutes
        self._changed(segment.unit, segment.day)

    def set_stock(self, stock: Stock, minutes: int) -> None:
        """Say in which minutes an item of a stock is left, whatever is booked here."""
        self.stocks[stock.index] = minutes
        self._changed(stock.unit, stock.day)

    def _changed(self, unit: int, day: int) -> None:
        """Have gaps and equipment at a unit on a date looked at again."""
        self._versions[unit, day] = self._versions.get((unit, day), 0) + 1

    def patient_busy(self, patient: int, day: int) -> int:
        """Minutes in which a patient has another visit, locked facts not counted."""
        return self._patients.get((patient, day), 0)

    def patient_is_busy(self, patient: int, day: int) -> bool:
        """Whether a patient has anything else on a date, locked facts counted."""
        return bool(self.instance.patient_busy.get((patient, day)) or self._patients.get((patient, day)))

    def gaps(self, kind: int, unit: int, day: int) -> Gaps:
        """Where visits of a kind still fit at one unit on one date."""
        key = kind, unit, day
        found = self._rooms.get(key)
        if found is None:
            candidates = self.instance.candidates(kind, unit, day)
            found = self._rooms[key] = Gaps(candidates, self.instance.kinds[kind].duration)
        version = self._versions.get((unit, day), 0)
        if found.version != version:
            found.look(self.free, version)
        return found

    def _draw(self, stock: int, minutes: int, *, taking: bool) -> None:
        """Take an item of a stock for some minutes, or give one back.

        ``_drawn[stock][n]`` are the minutes in which more than n items are taken: a counter of one bit a minute, in
        which one visit more moves its minutes up by one, and one less down.
        """
        drawn = self._drawn[stock]
        last = len(drawn) - 1
        if taking:
            for n in range(last, 0, -1):
                drawn[n] |= drawn[n - 1] & minutes
            drawn[0] |= minutes
        else:
            for n in range(last):
                drawn[n] = (drawn[n] & ~minutes) | (drawn[n + 1] & minutes)
            drawn[last] &= ~minutes
        self.stocks[stock] = self.instance.stocks[stock].minutes & ~drawn[last]

    def drawn(self, stock: int) -> list[int]:
        """The minutes in which more than 0, 1, … items of a stock are taken, as sets."""
        return self._drawn[stock]

    def equipped_starts(self, visit: Visit, unit: int, day: int) -> int:
        """The minutes from which a visit finds a free item of each kind that it needs."""
        starts = WHOLE_DAY
        version = self._versions.get((unit, day), 0)
        for kind in visit.needs:
            key = kind, visit.duration, unit, day
            known = self._equipped.get(key)
            if known is None or known[0] != version:
                stocks = self.instance.stocks_at.get((unit, day, kind), ())
                union = union_of([starts_of_free(self.stocks[stock.index], visit.duration) for stock in stocks])
                known = self._equipped[key] = version, union
            starts &= known[1]
        return starts

    def equipped(self, request: Request, placement: Placement) -> Placement:
        """A placement with equipment for each visit: from the stock of what it has already, or else the tightest fit.

        There must be some: the placement lies where ``openings`` has room.
        """
        if not request.visits.equipped:
            return placement
        slots = []
        for visit, slot in zip(request.visits, placement.slots, strict=True):
            needs = () if visit.fixed is not None else visit.needs
            stocks = tuple([self._stock(visit, kind, placement, slot.start) for kind in needs])
            slots.append(Slot(slot.segment, slot.start, stocks))
        return replace(placement, slots=tuple(slots))

    def _stock(self, visit: Visit, kind: int, placement: Placement, start: int) -> int:
        """The stock of one kind for a visit: that of an item it has, or whose free time around it is the shortest."""
        minutes = span_mask(start, start + visit.duration)
        grid = self.instance.grid
        end = start + -(-visit.duration // grid) * grid
        midnight = -(-MINUTES_A_DAY // grid) * grid
        best, shortest = -1, 2 * midnight
        for stock in self.instance.stocks_at[placement.unit, placement.day, kind]:
            taken = ~self.stocks[stock.index]
            if taken & minutes:
                continue
            if visit.held and not set(visit.held).isdisjoint(stock.equipment):
                return stock.index
            # A long visit later needs a long gap: so the longest ones are kept for it. In whole steps of the grid,
            # since no visit begins between two.
            taken &= grid_mask(grid)
            begins = -(-(taken & span_mask(0, start)).bit_length() // grid) * grid
            room = end + first_minute(taken >> end | 1 << midnight - end) - begins
            if room < shortest:
                best, shortest = stock.index, room
        if best < 0:
            raise LookupError(kind)
        return best

    def openings(self, request: Request, unit: int, day: int) -> list[int] | None:
        """The minutes from which each visit may start, one at a time looked at; None if the sequence has no room.

        Each belongs to a sequence that can be kept whole but for the patient's other visits.
        """
        locked = self.instance.patient_busy.get((request.patient, day), 0)
        unions = [0] * len(request.visits)
        for visit in request.visits.scarce_first(self.instance.kinds):
            if visit.fixed is not None:
                unions[visit.position] = 1 << visit.fixed
                continue
            union = self.gaps(visit.kind, unit, day).union
            if locked:
                union &= starts_of_free(WHOLE_DAY & ~locked, visit.duration)
            if visit.needs:
                union &= self.equipped_starts(visit, unit, day)
            if not union:
                return None
            unions[visit.position] = union
        alive = keep_in_sequence(request, unions) if len(unions) > 1 else unions
        busy = self._patients.get((request.patient, day), 0)
        if alive is None or not busy:
            return alive
        for visit in request.free:
            alive[visit.position] &= starts_of_free(WHOLE_DAY & ~busy, visit.duration)
            if not alive[visit.position]:
                return None
        return alive

    def domains(self, request: Request, unit: int, day: int) -> Domains | None:
        """The candidates of each visit with the minutes from which it may start beside what is booked.

        None if the sequence has no room (see ``Instance.domains``).
        """
        openings = self.openings(request, unit, day)
        if openings is None:
            return None
        return [
            [] if visit.fixed is not None else self.gaps(visit.kind, unit, day).among(keep)
            for visit, keep in zip(request.visits, openings, strict=True)
        ]

    def apart_cost(self, request: Request, day: int, same_day: tuple[int, ...]) -> int:
        """Cost of being on this date while requests it is joined with are booked on others."""
        apart = self.instance.weights.apart
        return sum(apart for other in same_day if other in self.placed and self.placed[other].day != day)

    def uneven_cost(self, request: Request, unit: int, day: int) -> int:
        """What booking a request here changes the cost by of how unevenly dates are filled; it may fall."""
        return 0 if self.load is None else self.load.delta(unit, day, request.minutes)

    def cost_of(self, requests: Iterable[int], same_day: Mapping[int, tuple[int, ...]]) -> int:
        """What some requests cost as they stand, with every wish for the same date that they are part of.

        How unevenly dates are filled is counted whole, since whatever stands has part in it.
        """
        cost = cost_of(self.instance, self.placed, requests, same_day)
        return cost if self.load is None else cost + self.load.cost

    def cost(self) -> int:
        """The plan's whole cost."""
        total = self.instance.nothing_booked
        for index, placement in self.placed.items():
            request = self.instance.requests[index]
            total += placement.cost - request.unbooked_cost
            total += self.apart_cost(request, placement.day, request.partners)
        if self.load is not None:
            total += self.load.cost - self.load.evenness.cost_of_locked
        return total


def cost_of(
    instance: Instance,
    placed: Mapping[int, Placement],
    requests: Iterable[int],
    same_day: Mapping[int, tuple[int, ...]],
) -> int:
    """What some requests cost where they are placed, with every wish for the same date that they are part of.

    All but how unevenly dates are filled, in which others have part too.
    """
    members = set(requests)
    total = 0
    for index in members:
        placement = placed.get(index)
        if placement is None:
            total += instance.requests[index].unbooked_cost
            continue
        total += placement.cost
        for other in same_day.get(index, ()):
            beside = placed.get(other)
            if beside is not None and beside.day != placement.day and (index < other or other not in members):
                total += instance.weights.apart
    return total


def cost_of_all(instance: Instance, placed: Mapping[int, Placement], same_day: Mapping[int, tuple[int, ...]]) -> int:
    """What all requests of an instance cost where they are placed, as ``Calendars.cost_of`` counts it."""
    cost = cost_of(instance, placed, instance.requests, same_day)
    return cost if instance.evenness is None else cost + instance.evenness.cost(minutes_of(instance, placed))


def minutes_of(instance: Instance, placed: Mapping[int, Placement]) -> dict[tuple[int, int], int]:
    """The minutes of some placements, by unit and date."""
    minutes: dict[tuple[int, int], int] = defaultdict(int)
    for index, placement in placed.items():
        minutes[placement.unit, placement.day] += instance.requests[index].minutes
    return minutes
