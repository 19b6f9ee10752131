"""One rival on one request: ``python -m benchmarks.rivals NAME SECONDS REQUEST.json RESULT.json``.

The result is a JSON object: ``seconds`` of wall clock of the call, and ``bookings`` in the contract's form or null.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from dagplan import PlanRequest

from . import RIVALS


def main(name: str, seconds: str, source: str, result: str) -> None:
    """Read, solve, write."""
    request = PlanRequest.model_validate_json(Path(source).read_text(encoding="utf-8"))
    RIVALS[name].prepare()
    began = time.perf_counter()
    bookings = RIVALS[name].solve(request, float(seconds))
    given = {
        "seconds": time.perf_counter() - began,
        "bookings": None if bookings is None else [one.model_dump(mode="json") for one in bookings],
    }
    Path(result).write_text(json.dumps(given), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
