"""Dagplan: day plans for linked outpatient visits, proven and explained.

The names below are the stable Python interface. Each is brought in when it is first asked for: importing ``dagplan``
costs nothing, and a command hears Ctrl-C from its first moment.
"""

from __future__ import annotations

from .version import __version__

TYPE_CHECKING = False  # as in ``typing``, which takes longer to import than all that is here
if TYPE_CHECKING:
    from . import files, models, report, scenarios, solver, words
    from .documents import MEDIA_TYPES, read, read_plan, to_bytes, write
    from .models import (
        Applied,
        Change,
        InputError,
        Plan,
        PlanRequest,
        Problem,
        Violation,
        apply,
        check,
        with_bookings,
    )
    from .models.difference import Difference, difference
    from .models.explanation import Explanation
    from .models.faults import OutputError
    from .models.offer import Offer, Offers
    from .models.plan import Booking, Fix, PlanWarning, Reason, Unbooked
    from .models.request import Request, Settings, Visit
    from .scenarios import Study, StudyProgress, read_study, run_study
    from .scenarios.comparison import StudyResult
    from .solver import Desk, Progress, accept, plan, suggest
    from .solver import explain_plan as explain

_BY_MODULE = {
    ".documents": ("MEDIA_TYPES", "read", "read_plan", "to_bytes", "write"),
    ".models": (
        "Applied",
        "Change",
        "InputError",
        "Plan",
        "PlanRequest",
        "Problem",
        "Violation",
        "apply",
        "check",
        "with_bookings",
    ),
    ".models.difference": ("Difference", "difference"),
    ".models.explanation": ("Explanation",),
    ".models.faults": ("OutputError",),
    ".models.offer": ("Offer", "Offers"),
    ".models.plan": ("Booking", "Fix", "PlanWarning", "Reason", "Unbooked"),
    ".models.request": ("Request", "Settings", "Visit"),
    ".scenarios.batch": ("StudyProgress", "run_study"),
    ".scenarios.comparison": ("StudyResult",),
    ".scenarios.study": ("Study",),
    ".scenarios.study_file": ("read_study",),
    ".solver": ("Desk", "Progress", "accept", "plan", "suggest"),
}
_ON_DEMAND = {name: module for module, names in _BY_MODULE.items() for name in names} | {
    "explain": ".solver:explain_plan"
}
_PACKAGES = ("files", "models", "report", "scenarios", "solver", "words")

__all__ = [
    "MEDIA_TYPES",
    "Applied",
    "Booking",
    "Change",
    "Desk",
    "Difference",
    "Explanation",
    "Fix",
    "InputError",
    "Offer",
    "Offers",
    "OutputError",
    "Plan",
    "PlanRequest",
    "PlanWarning",
    "Problem",
    "Progress",
    "Reason",
    "Request",
    "Settings",
    "Study",
    "StudyProgress",
    "StudyResult",
    "Unbooked",
    "Violation",
    "Visit",
    "__version__",
    "accept",
    "apply",
    "check",
    "difference",
    "explain",
    "files",
    "models",
    "plan",
    "read",
    "read_plan",
    "read_study",
    "report",
    "run_study",
    "scenarios",
    "solver",
    "suggest",
    "to_bytes",
    "with_bookings",
    "words",
    "write",
]


if not TYPE_CHECKING:  # a name that is not there is an error to type checkers too

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _PACKAGES:
            return import_module(f".{name}", __name__)
        if name not in _ON_DEMAND:
            raise AttributeError(f"module 'dagplan' has no attribute {name!r}")
        module, _, own_name = _ON_DEMAND[name].partition(":")
        return getattr(import_module(module, __name__), own_name or name)


def __dir__() -> list[str]:
    return sorted({*(name for name in globals() if name.startswith("__")), *__all__})
