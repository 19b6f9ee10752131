"""The variables of the model, in the words of the domain."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagplan.solver.instance.bits import MINUTES_A_DAY, runs
from dagplan.solver.instance.instance import Request, Visit
from dagplan.solver.running.cpsat_bindings import cp_model

from .options import Options

Linear = cp_model.LinearExpr | int
"""A linear expression of the model, or a constant."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A literal that books a visit in one segment, with the minutes it may start there."""

    literal: cp_model.IntVar
    segment: int
    starts: int


@dataclass(frozen=True, slots=True)
class Holding:
    """A literal that gives a visit an item of a stock, of one kind that it needs at one place."""

    literal: cp_model.IntVar
    stock: int


@dataclass
class Variables:
    """All variables of one model.

    ``booked[r]`` books request r; ``at[r]`` one literal a place, in the order of its places;
    ``choices[r, position, place]`` who takes a visit; ``holdings[r, position, place, kind]`` from which stock of a
    kind it has an item; ``start[r, position]`` its first minute (a constant when locked), which is
    ``steps[r, position]`` grid steps from midnight.
    """

    model: cp_model.CpModel
    options: Options
    booked: dict[int, cp_model.IntVar] = field(default_factory=dict)
    at: dict[int, list[cp_model.IntVar]] = field(default_factory=dict)
    choices: dict[tuple[int, int, int], list[Choice]] = field(default_factory=dict)
    holdings: dict[tuple[int, int, int, int], list[Holding]] = field(default_factory=dict)
    start: dict[tuple[int, int], Linear] = field(default_factory=dict)
    steps: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    _moved: list[tuple[int, Linear]] | None = None

    def requests(self) -> list[Request]:
        """The requests of the model, in order."""
        everything = self.options.calendars.instance.requests
        return [everything[index] for index in self.options.places]

    def choices_of(self, request: Request, visit: Visit) -> list[Choice]:
        """Who may take a visit, over all places."""
        return [
            choice
            for place in range(len(self.at[request.index]))
            for choice in self.choices[request.index, visit.position, place]
        ]

    def moved_visits(self) -> list[tuple[int, Linear]]:
        """For each visit with an existing booking its request, and 1 where it is booked elsewhere.

        Made when first asked for.
        """
        if self._moved is None:
            self._moved = [
                (request.index, self.booked[request.index] - sum(self._kept(request, visit)))
                for request in self.requests()
                for visit in request.free
                if visit.existing is not None
            ]
        return self._moved

    def _kept(self, request: Request, visit: Visit) -> list[cp_model.IntVar]:
        """Literals of which one holds where a visit stays where it is booked already."""
        assert visit.existing is not None
        *where, start = visit.existing
        kept = []
        for choice in self.choices_of(request, visit):
            segment = self.options.calendars.instance.segments[choice.segment]
            if [segment.person, segment.unit, segment.day] == where and choice.starts >> start & 1:
                stays = self.model.new_bool_var(f"kept_{request.index}_{visit.position}_{choice.segment}")
                self.model.add_implication(stays, choice.literal)
                self.model.add(self.start[request.index, visit.position] == start).only_enforce_if(stays)
                kept.append(stays)
        return kept

    def make(self) -> None:
        """Make the variables of every request."""
        for request in self.requests():
            self._make(request)

    def _make(self, request: Request) -> None:
        model, r, places = self.model, request.index, self.options.places[request.index]
        self.booked[r] = model.new_bool_var(f"booked_{r}")
        self.at[r] = [model.new_bool_var(f"at_{r}_{place.unit}_{place.day}") for place in places]
        # One start for all places: at most one place is taken, and the choice of a person narrows it.
        for visit in request.visits:
            union = 0
            for number, place in enumerate(places):
                choices = []
                for segment, starts in place.domains[visit.position]:
                    literal = model.new_bool_var(f"with_{r}_{visit.position}_{segment}")
                    choices.append(Choice(literal, segment, starts))
                    union |= starts
                self.choices[r, visit.position, number] = choices
                for kind in visit.needs if visit.fixed is None else ():
                    self.holdings[r, visit.position, number, kind] = [
                        Holding(model.new_bool_var(f"item_{r}_{visit.position}_{stock.index}"), stock.index)
                        for stock in self.options.calendars.instance.stocks_at.get((place.unit, place.day, kind), ())
                    ]
            self.start[r, visit.position] = self._start(request, visit, union)

    def _start(self, request: Request, visit: Visit, starts: int) -> Linear:
        if visit.fixed is not None:
            return visit.fixed
        if not starts:
            return 0
        grid = self.options.calendars.instance.grid
        where = request.index, visit.position
        self.steps[where] = self.model.new_int_var_from_domain(
            steps_domain(starts, grid), f"start_{request.index}_{visit.position}"
        )
        return self.steps[where] * grid


def steps_domain(starts: int, grid: int) -> cp_model.Domain:
    """A set of minutes, all multiples of ``grid``, as a domain of grid steps."""
    # On a grid of 5 minutes a domain has a fifth of the values, and all numbers in the solver are smaller by as much.
    steps = 0
    for minute in range(0, MINUTES_A_DAY, grid):
        if starts >> minute & 1:
            steps |= 1 << (minute // grid)
    return cp_model.Domain.from_intervals([[first, end - 1] for first, end in runs(steps)])
