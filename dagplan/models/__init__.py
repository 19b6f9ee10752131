"""What goes in and what comes out, the routine as a dated object, the checker and the cost.

Nothing here needs a solver or pandas: importing this package is quick.
"""

import logging

from .changes import Applied, Change, apply, read_changes
from .checker import Violation, check, warnings_of
from .cost import gap, terms_of
from .errors import InputError, Problem
from .plan import Plan
from .replanning import with_bookings
from .request import PlanRequest
from .routine import VERSIONS, Routine, RoutineRule, applicable_routine

__all__ = [
    "VERSIONS",
    "Applied",
    "Change",
    "InputError",
    "Plan",
    "PlanRequest",
    "Problem",
    "Routine",
    "RoutineRule",
    "Violation",
    "applicable_routine",
    "apply",
    "check",
    "gap",
    "read_changes",
    "terms_of",
    "warnings_of",
    "with_bookings",
]

# Here, since everything that could log brings this in, and ``dagplan`` itself brings in nothing.
logging.getLogger("dagplan").addHandler(logging.NullHandler())
