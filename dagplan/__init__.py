"""Dagplan: day plans for linked outpatient visits, proven and explained.

The names below are the stable Python interface. ``plan`` brings in the solver when it is first asked for, so
that importing ``dagplan`` stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import InputError, Plan, PlanRequest, Violation, apply, check

if TYPE_CHECKING:
    from .solver.engine import plan
    from .solver.explain import explain
    from .solver.offers import suggest

__version__ = "0.1.0"
__all__ = ["InputError", "Plan", "PlanRequest", "Violation", "apply", "check", "explain", "plan", "suggest"]


def __getattr__(name: str) -> Any:
    if name == "plan":
        from .solver.engine import plan

        return plan
    if name == "explain":
        from .solver.explain import explain

        return explain
    if name == "suggest":
        from .solver.offers import suggest

        return suggest
    raise AttributeError(f"module 'dagplan' has no attribute {name!r}")
