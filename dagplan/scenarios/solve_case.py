"""What a worker does: one request in, one plan and its figures out. Works in a process here or on a cluster."""

from __future__ import annotations

import time
from typing import Any

from dagplan.models import PlanRequest
from dagplan.models.plan import to_json


def solve_case(request_json: bytes) -> dict[str, Any]:
    """Plan one case.

    Parameters
    ----------
    request_json
        The request as JSON; its settings say with which seed and for how long.

    Returns
    -------
    dict
        ``plan`` (JSON text), ``figures`` and ``seconds`` of wall clock; or ``error``, in one line.
    """
    from dagplan.solver import plan, why

    from .case_figures import figures_of

    began = time.monotonic()
    try:
        request = PlanRequest.model_validate_json(request_json)
        made = plan(request)
        made = made.model_copy(update={"unbooked": why(request, made)})
        figures = figures_of(request, made)
    except MemoryError:
        return {"error": "not enough memory for this case"}
    except Exception as error:  # recorded with the case: the others go on
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    return {"plan": to_json(made), "figures": figures, "seconds": round(time.monotonic() - began, 3)}
