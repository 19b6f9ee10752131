"""From a request to a plan, its explanation and offers: the public face of the solver, each name on demand.

```
planning   the recipe: first plan, parts, rounds, assembly
standing   what stands, kept while it changes, for a planner's board
offers     whole placements beside what is booked, and who fits a freed time
explain    why a request is unbooked, what would let it in, where time is short
cpsat      the CP-SAT model, and small parts solved whole
bound      what no plan can cost less than: prices, column generation
search     calendars, insertion, the greedy plan, ruin and recreate
running    deadlines and budgets of work; helper processes
instance   the request in integers
```

Each room uses only rooms below it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .explain.engine import why
    from .offers.desk import Desk, suggest
    from .planning.accepting import accept
    from .planning.as_it_stands import plan_as_it_stands
    from .planning.engine import plan
    from .planning.explained import explain_plan
    from .planning.rehearsal import Afterwards
    from .planning.run import Run
    from .running.deadlines import Progress
    from .running.helpers import Helpers
    from .running.workers import capacity_of
    from .standing.standing import Standing

__all__ = [
    "Afterwards",
    "Desk",
    "Helpers",
    "Progress",
    "Run",
    "Standing",
    "accept",
    "capacity_of",
    "explain_plan",
    "plan",
    "plan_as_it_stands",
    "suggest",
    "why",
]
_ON_DEMAND = {
    "Afterwards": ".planning.rehearsal",
    "Desk": ".offers.desk",
    "Helpers": ".running.helpers",
    "Progress": ".running.deadlines",
    "Run": ".planning.run",
    "Standing": ".standing.standing",
    "accept": ".planning.accepting",
    "capacity_of": ".running.workers",
    "explain_plan": ".planning.explained",
    "plan": ".planning.engine",
    "plan_as_it_stands": ".planning.as_it_stands",
    "suggest": ".offers.desk",
    "why": ".explain.engine",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _ON_DEMAND:
        raise AttributeError(f"module 'dagplan.solver' has no attribute {name!r}")
    return getattr(import_module(_ON_DEMAND[name], __name__), name)
