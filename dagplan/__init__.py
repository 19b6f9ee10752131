"""Dagplan: day plans for linked outpatient visits, proven and explained.

The names below are the stable Python interface. ``plan`` brings in the solver when it is first asked for, so
that importing ``dagplan`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .models import InputError, Plan, PlanRequest, Violation, apply, check

if TYPE_CHECKING:
    from .scenarios.batch import run_study
    from .scenarios.study import read_study
    from .solver.engine import plan
    from .solver.explain import explain
    from .solver.offers import suggest

__version__ = "0.1.0"
__all__ = [
    "InputError",
    "Plan",
    "PlanRequest",
    "Violation",
    "apply",
    "check",
    "explain",
    "plan",
    "read_study",
    "run_study",
    "suggest",
]
_ON_DEMAND = {
    "plan": ".solver.engine",
    "explain": ".solver.explain",
    "suggest": ".solver.offers",
    "read_study": ".scenarios.study",
    "run_study": ".scenarios.batch",
}


def __getattr__(name: str) -> Any:
    if name not in _ON_DEMAND:
        raise AttributeError(f"module 'dagplan' has no attribute {name!r}")
    return getattr(import_module(_ON_DEMAND[name], "dagplan"), name)
