"""What the patients of a house wish (see `rota`): dates, hours, waits, persons, and how urgent it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any


def make_request(
    number: int,
    shape: Sequence[tuple[str, int]],
    able: Mapping[str, Sequence[str]],
    dates: Sequence[date],
    units: Sequence[str],
    rng: Random,
) -> dict[str, Any]:
    """A patient's need: when, how urgent, with whom rather."""
    request: dict[str, Any] = {"id": f"need-{number}", "patient": f"someone-{number}"}
    request["priority"] = rng.choices(("routine", "urgent", "asap", "stat"), (70, 20, 7, 3))[0]
    request |= _when(request["priority"], dates, rng)
    if len(units) > 1 and rng.randrange(100) < 40:
        request["units"] = [rng.choice(units)]
    primary = rng.randrange(len(shape))
    if len(shape) > 1:
        if rng.randrange(100) < 92:
            request["max_wait"] = rng.choice((30, 40, 60, 75, 90, 120))
        if rng.randrange(100) < 25:
            request["min_wait"] = rng.choice((5, 10, 15, 20))
    request["visits"] = visits = []
    for at, (competence, minutes) in enumerate(shape):
        visit: dict[str, Any] = {"id": f"need-{number}.{at}", "competence": competence, "duration": minutes}
        if len(shape) > 1:
            visit["role"] = "primary" if at == primary else "secondary"
        if at and rng.randrange(100) < 8:
            visit |= {"min_wait": rng.choice((0, 15, 30)), "max_wait": rng.choice((45, 60, 100))}
        if rng.randrange(100) < 30:
            visit["preferred"] = rng.choice(able[competence])
        visits.append(visit)
    return request


def _when(priority: str, dates: Sequence[date], rng: Random) -> dict[str, Any]:
    """The wished date, the dates and the hours that are possible."""
    at = rng.randrange(len(dates))
    before, after = rng.randint(0, 4), {"stat": 0, "asap": 2}.get(priority, rng.randint(1, 5))
    when: dict[str, Any] = {"target": dates[at]}
    if rng.randrange(100) < 5:
        when["target"] = dates[0] - timedelta(days=rng.randint(1, 30))
    elif after < 3 or rng.randrange(100) < 50:
        when |= {"earliest": dates[max(at - before, 0)], "latest": dates[min(at + after, len(dates) - 1)]}
    away = rng.choice(dates)
    if away != dates[at] and rng.randrange(100) < 8:
        when["excluded_dates"] = [away]
    if rng.randrange(100) < 12:
        when |= rng.choice(
            ({"not_before": "09:30"}, {"not_before": "12:30"}, {"not_after": "11:30"}, {"not_after": "15:15"})
        )
    return when


def same_patient(requests: Sequence[dict[str, Any]], rng: Random) -> None:
    """The last request is now and then of somebody who has another one, perhaps rather on the same date."""
    if len(requests) > 1 and rng.randrange(100) < 4:
        other, last = rng.choice(requests[:-1]), requests[-1]
        last["patient"] = other["patient"]
        if rng.randrange(100) < 40:
            last["same_day_as"] = [other["id"]]
