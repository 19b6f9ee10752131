"""The assignment of a small part solved in whole numbers, coarsely first: a bound that is soon close to the optimum.

First a sequence may be in any order within the day; then it passes through stretches of it (``Assignment``), shorter
and shorter. Each level proves at least what the one before does, at more cost, and begins with what that has proven.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

from dagplan.solver.instance.instance import Instance, Request
from dagplan.solver.running.cpsat_bindings import cp_model
from dagplan.solver.running.deadlines import Deadline

from .assignment import Assignment
from .params import BoundParams

log = logging.getLogger(__name__)


def assignment_bound(
    instance: Instance,
    requests: list[Request],
    deadline: Deadline,
    *,
    lower_bound: int,
    cost: Callable[[], int],
    seed: int = 0,
    params: BoundParams = BoundParams(),
) -> int:
    """What these requests cost at the least; at worst what is known already.

    One thread of CP-SAT, without Python's lock: a search may go on beside it.

    Parameters
    ----------
    instance, requests
        As of ``lower_bound``.
    deadline
        When to stop. Where work is counted the same comes of the same.
    lower_bound
        What is proven already.
    cost
        What the best known plan of these requests costs: asked again and again, since it may fall. Once so much is
        proven, that plan is the best there is, and nothing more is done.
    seed
        As in the settings.
    params
        What steers it.
    """
    proven = lower_bound

    def tell(bound: int) -> None:
        nonlocal proven
        proven = max(proven, bound)

    for number, stretch in enumerate(params.stretches):
        if deadline.over() or proven >= cost():
            break
        left = len(params.stretches) - number
        share = deadline if left == 1 else deadline.within(deadline.left * params.share_of_a_level)
        assignment = Assignment(instance, requests, stretch=stretch, most_paths=params.most_paths)
        finished = _solve(assignment, share, proven, cost, seed, tell, params)
        log.debug(
            "assignment in stretches of %d min: proven %d, %s", stretch, proven, "all" if finished else "cut off"
        )
        # What could not be solved coarsely is not solved finely.
        if not finished:
            break
    return proven


class _NoMoreToProve(cp_model.CpSolverSolutionCallback):
    """Stops where an assignment costs no more than is proven already: here less is looked at in some respects."""

    def __init__(self, proven: int) -> None:
        super().__init__()
        self.proven = proven

    def on_solution_callback(self) -> None:
        """Look at a solution."""
        if self.objective_value <= self.proven:
            self.stop_search()


def _solve(
    assignment: Assignment,
    deadline: Deadline,
    proven: int,
    cost: Callable[[], int],
    seed: int,
    tell: Callable[[int], None],
    params: BoundParams,
) -> bool:
    """Solve the model, and tell what is proven; whether it was solved to the end."""
    known = cost()
    assignment.beside(known)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.use_objective_lb_search = True
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.linearization_level = 2
    solver.parameters.symmetry_level = 0
    solver.parameters.catch_sigint_signal = False
    seconds = max(0.001, deadline.left)
    if deadline.counted:
        solver.parameters.max_deterministic_time = seconds
    else:
        solver.parameters.max_time_in_seconds = seconds
    bounds = [proven]
    # From the solver's thread.
    solver.best_bound_callback = lambda bound: bounds.append(_whole(bound)) if math.isfinite(bound) else None
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(solver.solve, assignment.model, _NoMoreToProve(proven))
        while not future.done():
            wait([future], timeout=params.poll_seconds)
            tell(min(known, max(bounds)))
            if deadline.over() or max(bounds) >= cost():
                solver.stop_search()
        status = future.result()
    deadline.work(solver.response_proto.deterministic_time)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"the model is broken: {assignment.model.validate()}")
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bounds.append(_whole(solver.best_objective_bound))
    tell(min(known, max(bounds)))
    return status == cp_model.OPTIMAL


def _whole(bound: float) -> int:
    """Costs are whole numbers: what is proven to be above 17.2 costs 18."""
    return math.ceil(bound - 1e-6)
