"""What a process does before anybody waits for it: all that is asked of it, once, of a small example.

The program brings in what is large (OR-Tools, tables, templates) when it is first used. That took the first plan of a
process a second of its time limit, and the first who asked a second of waiting. Each brings in what it asks, no more.
"""

from __future__ import annotations

import math

from dagplan.models.plan import to_json
from dagplan.scenarios.examples import EXAMPLES
from dagplan.service.limits import Limits
from dagplan.solver import Run

from .document import Document, opened


def _asked() -> Document:
    """Planned in a moment; on a machine under load that takes longer, and nothing of it may be left out."""
    request = EXAMPLES["too-many"].make()
    settings = request.settings.model_copy(update={"time_limit": 30.0})
    return Document(to_json(request.model_copy(update={"settings": settings})).encode())


def ready_to_plan() -> None:
    """Make a plan."""
    Run(opened(_asked()).request).make()


def ready_to_answer() -> None:
    """Ask everything of a plan."""
    from .judging import explain
    from .offering import suggest
    from .writing import plan_as_file

    asked = _asked()
    plan = Document(to_json(Run(opened(asked).request).make()).encode())
    explain(asked, plan, 0.1)
    suggest(asked, plan)
    plan_as_file(asked, plan, "html")


def ready_for_boards() -> None:
    """Lay out a board, ask about it and change it."""
    from .board_questions import offers
    from .board_steps import step
    from .boarding import At, begin, forget, to_begin_with

    asked = _asked()
    request = opened(asked).request
    limits = Limits(len(request.requests), (request.last_date - request.first_date).days + 1, math.inf)
    at = At("", "")
    begin(at, to_begin_with(asked, None, limits))
    offers(at, request.requests[0].id, 1, 0)
    step(at, "", b'[{"kind": "set_settings", "seed": 1}]', limits)
    forget(at.board)
