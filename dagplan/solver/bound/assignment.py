"""A bound of a small part in whole numbers: who takes which visit, in which stretch of the day, without clock times.

The relaxation of ``lower_bound`` shares the minutes of each window, and may split a request over several ways. Here
nothing is split: a request is at one place or at none, each visit in one window and one stretch of the day. And more
is shared: of each window, of a kind of equipment and of a patient not only all minutes, but those from any time to
any other, which must be taken by what can't lie before or after (``crowding``). CP-SAT reckons in integers: what it
proves needs no care for rounding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from dagplan.solver.instance.bits import MINUTES_A_DAY, WHOLE_DAY, first_minute, later, span_mask, union_of
from dagplan.solver.instance.instance import Domains, Instance, Request, Visit, keep_in_sequence
from dagplan.solver.running.cpsat_bindings import cp_model

from .crowding import Taker, crowded

_Literal = cp_model.IntVar


class Assignment:
    """The model of some requests.

    Parameters
    ----------
    instance, requests
        What may be booked.
    stretch
        Minutes that a stretch of the day has at the most in which a linked visit may begin: the shorter, the more is
        known of its sequence and the larger the model.
    most_paths
        Where a sequence can pass through more stretches than this at one place it is not looked at in stretches.

    Attributes
    ----------
    model
        The model, without what is known of its cost (``beside``).
    """

    def __init__(self, instance: Instance, requests: Iterable[Request], *, stretch: int, most_paths: int) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.stretch = stretch
        self.most_paths = most_paths
        self._cost: list[tuple[_Literal, int]] = []
        self._places: list[list[_Literal]] = []
        self._takers: dict[int, list[Taker]] = defaultdict(list)
        self._holders: dict[tuple[int, int, int], list[Taker]] = defaultdict(list)
        self._patients: dict[tuple[int, int], list[Taker]] = defaultdict(list)
        self._there: dict[tuple[int, int, int], int] = defaultdict(int)
        self._stretches: dict[tuple[int, int], list[int]] = {}
        self._waits: dict[tuple[int, int, int, int], int] = {}
        constant = 0
        for request in requests:
            constant += request.unbooked_cost
            self._add_request(request)
        for segment, takers in self._takers.items():
            self._share(takers, [(instance.segments[segment].mask, 1)])
        for place, holders in self._holders.items():
            there = self._there[place]
            self._share(holders, [(stock.minutes & there, stock.count) for stock in instance.stocks_at[place]])
        for patient, takers in self._patients.items():
            self._share(takers, [(WHOLE_DAY & ~instance.patient_busy.get(patient, 0), 1)])
        self._unbooked = constant

    def beside(self, known: int) -> None:
        """Ask what the requests cost at the least, where a plan of them costs so much.

        That plan is one way more, for all requests together: a solution to begin with, so that nothing hangs on the
        solver's word that there is none.
        """
        in_hand = self.model.new_bool_var("in_hand")
        for places in self._places:
            self.model.add_at_most_one([*places, in_hand])
        literals, costs = [one for one, _ in self._cost], [cost for _, cost in self._cost]
        cost = cp_model.LinearExpr.weighted_sum(literals, costs) + self._unbooked
        cost += (known - self._unbooked) * in_hand
        self.model.minimize(cost)
        for number in range(in_hand.index):
            self.model.add_hint(self.model.get_bool_var_from_proto_index(number), False)
        self.model.add_hint(in_hand, True)

    def _share(self, takers: list[Taker], free: list[tuple[int, int]]) -> None:
        for minutes, literals, capacity in crowded(takers, free, self.instance.grid):
            self.model.add(cp_model.LinearExpr.weighted_sum(literals, minutes) <= capacity)

    def _add_request(self, request: Request) -> None:
        places: list[_Literal] = []
        for day, cost in request.days:
            # Dates come cheapest first: on this one and all later ones leaving it out costs no more.
            if cost >= request.unbooked_cost:
                break
            for unit in request.units:
                if (unit, day) in self.instance.segments_at:
                    domains = self.instance.domains(request, unit, day)
                    if domains is not None:
                        at = self.model.new_bool_var("")
                        self._cost.append((at, cost - request.unbooked_cost))
                        self._add_place(request, unit, day, domains, at)
                        places.append(at)
        if places:
            self._places.append(places)

    def _add_place(self, request: Request, unit: int, day: int, domains: Domains, at: _Literal) -> None:
        """A request at one place: the paths through the day that its sequence can take, and who takes each visit."""
        paths = self._paths(request, unit, day, domains)
        least = min([wait for _, wait in paths])
        literals = [at] if len(paths) == 1 else [self.model.new_bool_var("") for _ in paths]
        if len(paths) > 1:
            self.model.add(sum(literals) == at)
        if least:
            self._cost.append((at, least))
        self._cost += [(one, wait - least) for one, (_, wait) in zip(literals, paths, strict=True) if wait > least]
        whose: list[dict[int, list[_Literal]]] = []
        for visit, options in zip(request.visits, domains, strict=True):
            # Paths on which a visit has the same starts are one to it.
            by_starts: dict[int, list[_Literal]] = defaultdict(list)
            for literal, (path, _) in zip(literals, paths, strict=True):
                by_starts[path[visit.position]].append(literal)
            people: dict[int, list[_Literal]] = defaultdict(list)
            whose.append(people)
            if visit.fixed is None:
                for starts, some in by_starts.items():
                    left = [(segment, both) for segment, own in options if (both := own & starts)]
                    self._add_visit(request, visit, (unit, day), left, some, people)
        if request.visits.asks_of_people:
            self._agree(request, whose)

    def _add_visit(
        self,
        request: Request,
        visit: Visit,
        place: tuple[int, int],
        options: list[tuple[int, int]],
        when: list[_Literal],
        people: dict[int, list[_Literal]],
    ) -> None:
        """One visit with some starts: one window takes it if its sequence takes one of the paths ``when``."""
        single = len(options) == 1 and len(when) == 1
        taken = when if single else [self.model.new_bool_var("") for _ in options]
        if not single:
            self.model.add(sum(taken) == sum(when))
        minutes = -(-visit.duration // self.instance.grid) * self.instance.grid
        for literal, (index, starts) in zip(taken, options, strict=True):
            segment = self.instance.segments[index]
            least = min([cost for cost, _ in self.instance.costs(visit, segment, starts)])
            if least:
                self._cost.append((literal, least))
            taker = Taker(literal, first_minute(starts), starts.bit_length() - 1, minutes)
            self._takers[index].append(taker)
            people[segment.person].append(literal)
            for kind in visit.needs:
                self._holders[*place, kind].append(taker)
                self._there[*place, kind] |= segment.mask
            if request.patient in self.instance.shared_patients:
                self._patients[request.patient, place[1]].append(taker)

    def _agree(self, request: Request, whose: list[dict[int, list[_Literal]]]) -> None:
        """Visits that ask for the same person, or another, of one another have that."""
        pairs = [(visit.position, other, True) for visit in request.free for other in visit.same]
        pairs += [(visit.position, other, False) for visit in request.free for other in visit.different]
        for one, other, same in pairs:
            if one > other:
                continue  # each pair once
            for person in sorted(whose[one].keys() | whose[other].keys()):
                first, second = sum(whose[one].get(person, [])), sum(whose[other].get(person, []))
                if same:
                    self.model.add(first == second)
                elif person in whose[one] and person in whose[other]:
                    self.model.add(first + second <= 1)

    def _paths(self, request: Request, unit: int, day: int, domains: Domains) -> list[tuple[tuple[int, ...], int]]:
        """The starts of each visit on every path through the stretches of a day, with the least its waits cost.

        Every whole sequence lies on one of them.
        """
        unions = [
            1 << visit.fixed if visit.fixed is not None else union_of([starts for _, starts in options])
            for visit, options in zip(request.visits, domains, strict=True)
        ]
        whole = (tuple(unions), self._least_wait(request, unions))
        if len(request.visits) == 1:
            return [whole]
        stretches = self._stretches_of(unit, day)
        begun: list[tuple[int, ...]] = [()]
        for visit, union in zip(request.visits, unions, strict=True):
            parts = [part for stretch in stretches if (part := union & stretch)]
            begun = [
                (*path, reached)
                for path in begun
                for part in parts
                if (reached := self._after(request, visit, path, part))
            ]
            if len(begun) > self.most_paths:
                return [whole]
        found: dict[tuple[int, ...], int] = {}
        for path in begun:
            alive = keep_in_sequence(request, list(path))
            if alive is not None:
                found[tuple(alive)] = self._least_wait(request, alive)
        return list(found.items())

    @staticmethod
    def _after(request: Request, visit: Visit, path: tuple[int, ...], part: int) -> int:
        """The starts of a visit in one stretch that follow some start of the visit before."""
        if not path:
            return part
        before = request.visits[visit.position - 1]
        if before.fixed is not None and visit.fixed is not None:
            return part
        return later(path[-1], before.duration + visit.least, before.duration + visit.most) & part

    def _stretches_of(self, unit: int, day: int) -> list[int]:
        """The day in stretches: where people come and go, and nowhere longer than asked for."""
        found = self._stretches.get((unit, day))
        if found is None:
            segments = self.instance.segments_at[unit, day]
            bounds = [0]
            for time in sorted({one.start for one in segments} | {one.end for one in segments}):
                if time - bounds[-1] > self.stretch // 2:
                    count = -(-(time - bounds[-1]) // self.stretch)
                    bounds += [bounds[-1] + (time - bounds[-1]) * n // count for n in range(1, count + 1)]
            found = [span_mask(*span) for span in pairwise([*bounds, MINUTES_A_DAY])]
            self._stretches[unit, day] = found
        return found

    def _least_wait(self, request: Request, starts: list[int]) -> int:
        """What the waits of a sequence cost at the least: of each two visits the least by themselves."""
        total = 0
        for before, after in pairwise(request.visits) if self.instance.weights.wait else ():
            if before.fixed is not None and after.fixed is not None:
                total += max(0, after.fixed - before.fixed - before.duration)
                continue
            length = before.duration
            key = starts[before.position], starts[after.position], length + after.least, length + after.most
            if key not in self._waits:
                self._waits[key] = _least_gap(*key)
            total += self._waits[key] - length
        return total * self.instance.weights.wait


def _least_gap(first: int, second: int, least: int, most: int) -> int:
    """The least time, of those allowed, from a minute of one set to a minute of another; there must be one."""
    low, high = least, min(most, MINUTES_A_DAY)
    while low < high:
        middle = (low + high) // 2
        if later(first, least, middle) & second:
            high = middle
        else:
            low = middle + 1
    return low
