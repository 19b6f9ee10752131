"""CP-SAT without pandas, until somebody asks for what it has of pandas."""

from __future__ import annotations

import subprocess
import sys

import pytest

PLAN = """
import sys
from dagplan.scenarios.examples import EXAMPLES
from dagplan.solver import plan
made = plan(EXAMPLES["too-many"].make())
print(made.status, "ortools.sat.python.cp_model" in sys.modules, "pandas" in sys.modules)
"""
COLUMNS = """
import sys
%s
from dagplan.solver.running.cpsat_bindings import cp_model
from ortools.sat.python import cp_model as theirs
assert theirs is cp_model
model = cp_model.CpModel()
print("pandas" in sys.modules)
import pandas as pd
column = model.new_int_var_series("x", pd.Index(["a", "b"]), 2, 5)
model.minimize(column.sum())
solver = cp_model.CpSolver()
assert solver.solve(model) == cp_model.OPTIMAL
print(type(column) is pd.Series, solver.objective_value, list(solver.values(column)))
try:
    model.new_bool_var_series("y", ["a"])
except TypeError:
    print("refused")
"""


def said_by(script):
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )


def test_a_plan_is_made_without_pandas():
    status, with_solver, with_pandas, *_ = said_by(PLAN)[0].split()
    assert (status, with_solver, with_pandas) == ("optimal", "True", "False")


@pytest.mark.parametrize(("first", "there"), [("", "False"), ("import pandas", "True")])
def test_columns_of_variables_are_pandas_own_whichever_comes_first(first, there):
    assert said_by(COLUMNS % first) == [there, "True 4.0 [2, 2]", "refused", ""]


def test_nobody_elses_imports_are_touched():
    said = said_by(
        "import builtins, sys; before = builtins.__import__, list(sys.meta_path)\n"
        "from dagplan.solver.running.cpsat_bindings import cp_model\n"
        "print(before == (builtins.__import__, sys.meta_path))\n"
        "import inspect; print(cp_model.copy is sys.modules['copy'], 'class CpModel' in inspect.getsource(cp_model))"
    )
    assert said == ["True", "True True", ""]
