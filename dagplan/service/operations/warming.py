"""What a process does before anybody waits for it: all that is asked of it, once, of a small example.

The program brings in what is large (OR-Tools, tables, templates) when it is first used. That took the first plan of a
process a second of its time limit, and the first who asked a second of waiting.
"""

from __future__ import annotations

from dagplan.models.plan import to_json
from dagplan.solver import Run

from .catalogue import example
from .document import Document, opened
from .judging import explain
from .offering import suggest
from .writing import plan_as_file

_EXAMPLE = "too-many"


def ready_to_plan() -> None:
    """Make a plan."""
    Run(opened(Document(example(_EXAMPLE))).request).make()


def ready_to_answer() -> None:
    """Ask everything of a plan."""
    asked = Document(example(_EXAMPLE))
    plan = Document(to_json(Run(opened(asked).request).make()).encode())
    explain(asked, plan, 0.1)
    suggest(asked, plan)
    plan_as_file(asked, plan, "html")
