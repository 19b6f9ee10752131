"""Things for a helper process to be at for long."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

from dagplan.solver.running.helpers import Helpers

SECONDS = 60.0


def asleep() -> None:
    """In the standard library."""
    _here()
    time.sleep(SECONDS)


def in_python() -> None:
    """In Python alone, which has the lock."""
    _here()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        sum(range(1000))


def in_numpy() -> None:
    """In NumPy's own code."""
    import numpy as np

    table = np.random.default_rng(1).random((3000, 3000))
    _here()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        np.linalg.svd(table)


def in_cp_sat() -> None:
    """In CP-SAT, on two threads of its own."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    holes, pigeons = 14, 15
    at = [[model.new_bool_var("") for _ in range(holes)] for _ in range(pigeons)]
    for row in at:
        model.add(sum(row) == 1)
    for hole in range(holes):
        for one in range(pigeons):
            for other in range(one):
                model.add_bool_or(at[one][hole].negated(), at[other][hole].negated())
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.cp_model_presolve = False
    solver.parameters.symmetry_level = 0
    _here()
    solver.solve(model)


def in_glop() -> None:
    """In a linear program."""
    from ortools.linear_solver import pywraplp

    solver, draw = pywraplp.Solver.CreateSolver("GLOP"), random.Random(1)
    shares = [solver.NumVar(0, 1, "") for _ in range(4000)]
    for _ in range(4000):
        row = solver.Constraint(0, 10)
        for share in draw.sample(shares, 40):
            row.SetCoefficient(share, draw.random())
    goal = solver.Objective()
    goal.SetMaximization()
    for share in shares:
        goal.SetCoefficient(share, draw.random())
    _here()
    solver.Solve()


def with_a_helper() -> None:
    """Waiting for a helper of its own."""
    Helpers(1).submit(asleep).result()


def _here() -> None:
    """Leave this process's id where the test looks for it."""
    Path(os.environ["BUSY_IN"], str(os.getpid())).touch()


if __name__ == "__main__":
    from tests import busy  # by its name, under which a helper finds it

    helpers = Helpers(1)
    done = helpers.submit(getattr(busy, sys.argv[1]))
    if "forked" in sys.argv:  # as a server does: the copy has all of this process's pipes
        while not list(Path(os.environ["BUSY_IN"]).iterdir()):
            time.sleep(0.01)
        if os.fork() == 0:
            _here()
            time.sleep(SECONDS)
            os._exit(0)
    done.result()
