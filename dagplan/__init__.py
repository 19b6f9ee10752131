"""Dagplan: day plans for linked outpatient visits, proven and explained.

The names below are the stable Python interface. Each is brought in when it is first asked for: importing ``dagplan``
costs nothing, and a command hears Ctrl-C from its first moment.
"""

from __future__ import annotations

from .version import __version__

TYPE_CHECKING = False  # as in ``typing``, which takes longer to import than all that is here
if TYPE_CHECKING:
    from typing import Any

    from .models import InputError, Plan, PlanRequest, Violation, apply, check
    from .scenarios.batch import run_study
    from .scenarios.study_file import read_study
    from .solver import accept, plan, suggest
    from .solver import explain_plan as explain

__all__ = [
    "InputError",
    "Plan",
    "PlanRequest",
    "Violation",
    "__version__",
    "accept",
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
    **dict.fromkeys(("accept", "plan", "suggest"), ".solver"),
    "explain": ".solver:explain_plan",
    "read_study": ".scenarios.study_file",
    "run_study": ".scenarios.batch",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "models":
        return import_module(".models", __name__)
    if name not in _ON_DEMAND:
        raise AttributeError(f"module 'dagplan' has no attribute {name!r}")
    module, _, own_name = _ON_DEMAND[name].partition(":")
    return getattr(import_module(module, __name__), own_name or name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_ON_DEMAND})
