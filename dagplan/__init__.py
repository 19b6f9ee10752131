"""Dagplan: day plans for linked outpatient visits, proven and explained.

The names below are the stable Python interface. Each is brought in when it is first asked for: importing ``dagplan``
costs nothing, and a command hears Ctrl-C from its first moment.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in ``typing``, which takes longer to import than all that is here
if TYPE_CHECKING:
    from typing import Any

    from .models import InputError, Plan, PlanRequest, Violation, apply, check
    from .scenarios.batch import run_study
    from .scenarios.study import read_study
    from .solver.engine import plan
    from .solver.explain import explain
    from .solver.offers import suggest

__version__ = "0.2.0"
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
    **dict.fromkeys(("InputError", "Plan", "PlanRequest", "Violation", "apply", "check"), ".models"),
    "plan": ".solver.engine",
    "explain": ".solver.explain",
    "suggest": ".solver.offers",
    "read_study": ".scenarios.study",
    "run_study": ".scenarios.batch",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "models":
        return import_module(".models", __name__)
    if name not in _ON_DEMAND:
        raise AttributeError(f"module 'dagplan' has no attribute {name!r}")
    return getattr(import_module(_ON_DEMAND[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_ON_DEMAND})
