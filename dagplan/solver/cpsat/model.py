"""Variables, constraints and objective wired together, and the solve."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from dagplan.solver.instance.instance import Placement, Request, Slot, Visit
from dagplan.solver.running.cpsat_bindings import cp_model

from .constraints import RULES
from .objective import TERMS
from .options import Options
from .params import CpSatParams
from .variables import Linear, Variables


@dataclass(frozen=True)
class Outcome:
    """What a solve gave.

    ``placements`` is None where nothing was found; ``cost`` counts the requests of the model only, and
    ``bound`` is a proven lower bound of it (minus infinity where none is known); ``work`` is in CP-SAT's
    deterministic time, about seconds.
    """

    placements: dict[int, Placement] | None
    cost: float
    bound: float
    work: float

    @property
    def optimal(self) -> bool:
        """Whether cost and bound meet."""
        return self.placements is not None and self.bound >= self.cost


class Formulation:
    """The CP-SAT model of some requests and their possible places."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.model = cp_model.CpModel()
        self.variables = Variables(self.model, options)
        self.variables.make()
        for rule in RULES:
            rule(self.variables)
        self.objective = sum(term(self.variables) for term in TERMS)
        self.model.minimize(self.objective)

    def hint(self, placements: dict[int, Placement]) -> None:
        """Say which plan is known already."""
        variables, model = self.variables, self.model
        grid = self.options.calendars.instance.grid
        for request in variables.requests():
            placement = placements.get(request.index)
            model.add_hint(variables.booked[request.index], placement is not None)
            places = self.options.places[request.index]
            for number, (place, literal) in enumerate(zip(places, variables.at[request.index], strict=True)):
                here = placement is not None and (place.unit, place.day) == (placement.unit, placement.day)
                model.add_hint(literal, here)
                for visit in request.free:
                    for choice in variables.choices[request.index, visit.position, number]:
                        slot = placement.slots[visit.position] if here and placement else None
                        model.add_hint(choice.literal, slot is not None and slot.segment == choice.segment)
                    for kind in visit.needs:
                        for one in variables.holdings[request.index, visit.position, number, kind]:
                            held = (
                                here and placement is not None and one.stock in placement.slots[visit.position].stocks
                            )
                            model.add_hint(one.literal, held)
            if placement is not None:
                for visit in request.free:
                    steps = variables.steps.get((request.index, visit.position))
                    if steps is None:  # what costs as much as it is worth has no place in the model
                        continue
                    model.add_hint(steps, placement.slots[visit.position].start // grid)

    def placements(self, value: Callable[[Linear], int]) -> dict[int, Placement]:
        """Read a solution: the placement of each booked request."""
        instance, variables = self.options.calendars.instance, self.variables
        found = {}
        for request in variables.requests():
            for number, literal in enumerate(variables.at[request.index]):
                if not value(literal):
                    continue
                slots = []
                for visit in request.visits:
                    start = value(variables.start[request.index, visit.position])
                    taken = [
                        choice.segment
                        for choice in variables.choices[request.index, visit.position, number]
                        if value(choice.literal)
                    ]
                    slots.append(Slot(taken[0] if taken else -1, start, self._stocks(request, visit, number, value)))
                place = self.options.places[request.index][number]
                found[request.index] = instance.placement(request, place.unit, place.day, slots)
        return found

    def _stocks(self, request: Request, visit: Visit, place: int, value: Callable[[Linear], int]) -> tuple[int, ...]:
        """The stocks from which a solution gives a visit its equipment."""
        if visit.fixed is not None:
            return ()
        holdings = self.variables.holdings
        return tuple(
            one.stock
            for kind in visit.needs
            for one in holdings[request.index, visit.position, place, kind]
            if value(one.literal)
        )


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, formulation: Formulation, tell: Callable[[int, int, int], None]) -> None:
        super().__init__()
        self.booked = list(formulation.variables.booked.values())
        self.tell = tell

    def on_solution_callback(self) -> None:
        """Tell of a solution."""
        booked = sum(self.boolean_value(literal) for literal in self.booked)
        self.tell(round(self.objective_value), math.ceil(self.best_objective_bound - 1e-6), booked)


def solve_exactly(  # noqa: PLR0913
    options: Options,
    *,
    seconds: float,
    workers: int = 1,
    seed: int = 0,
    hint: dict[int, Placement] | None = None,
    lower_bound: int | None = None,
    below: int | None = None,
    counted: bool = False,
    proving: bool = False,
    on_solver: Callable[[cp_model.CpSolver], None] | None = None,
    on_better: Callable[[int, int, int], None] | None = None,
    on_bound: Callable[[int], None] | None = None,
    params: CpSatParams = CpSatParams(),
) -> Outcome:
    """Solve the model of some requests.

    Parameters
    ----------
    options
        The requests and their possible places.
    seconds
        Limit of wall clock, or of CP-SAT's deterministic time where work is ``counted``.
    workers, seed
        As in the settings; where work is counted, the number of workers makes no difference.
    hint
        A known plan of these requests.
    lower_bound
        Proven elsewhere: the solve may stop when it gets there.
    below
        Only what costs less is asked for.
    proving
        Whether a good plan is known and a proof is wanted: one worker then tries the lowest costs first.
    on_solver
        Called with the solver before it starts, so that it can be stopped from another thread.
    on_better
        Called with cost, proven bound and number of booked requests of each solution, from a solver's thread.
    on_bound
        Called with each better proven bound, from a solver's thread.
    params
        What steers it.
    """
    formulation = Formulation(options)
    if hint is not None:
        formulation.hint(hint)
    if lower_bound is not None:
        # Proven elsewhere; a solution that meets it ends the solve, which CP-SAT's own bound might not do for long.
        formulation.model.add(formulation.objective >= lower_bound)
    if below is not None:
        formulation.model.add(formulation.objective < below)
    solver = cp_model.CpSolver()
    if counted:
        # Subsolvers take turns in batches of fixed work, whatever the number of threads.
        solver.parameters.max_deterministic_time = max(params.least_seconds, seconds / params.subsolvers)
        solver.parameters.interleave_search = True
        solver.parameters.interleave_batch_size = params.batch
        workers = params.subsolvers
    else:
        solver.parameters.max_time_in_seconds = max(params.least_seconds, seconds)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.cp_model_probing_level = params.probing_level
    solver.parameters.linearization_level = params.linearization_level
    solver.parameters.catch_sigint_signal = False  # the signal handler would take Ctrl-C from the caller
    # With one worker the time that looking for symmetry takes is missed in the search.
    if workers == 1:
        solver.parameters.symmetry_level = 0
        solver.parameters.use_objective_lb_search = proving
    if on_bound is not None:
        solver.best_bound_callback = lambda bound: on_bound(math.ceil(bound - 1e-6)) if math.isfinite(bound) else None
    if on_solver is not None:
        on_solver(solver)
    status = solver.solve(formulation.model, None if on_better is None else _Watch(formulation, on_better))
    work = solver.response_proto.deterministic_time * (params.subsolvers if counted else 1)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"the model is broken: {formulation.model.validate()}")
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Outcome(None, math.inf, -math.inf, work)
    # Costs are whole numbers, and the bound is not: what is proven to be above 17.2 costs 18.
    bound = math.ceil(solver.best_objective_bound - 1e-6)
    return Outcome(formulation.placements(solver.value), round(solver.objective_value), bound, work)
