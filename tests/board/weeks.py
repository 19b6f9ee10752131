"""Two days of a care centre, by hand: little enough to be planned at once, with something to do of every kind."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

DAY, NEXT = "2026-12-07", "2026-12-08"


def request() -> dict[str, Any]:
    """Siv and Eva are nurses, Bo and Karin physicians; on the second day Siv works before noon and Bo after one.

    r1 (spirometry, then physician) and r2 are booked. r3 has to be on the second day within half an hour's wait, but
    an hour is the least there is. r4 could be booked wherever Bo or Karin are free.
    """
    hours = [
        *((who, DAY, "08:00", "12:00") for who in ("siv", "eva", "bo", "karin")),
        ("siv", NEXT, "08:00", "12:00"),
        ("bo", NEXT, "13:00", "16:00"),
    ]
    chain = [
        {"role": "secondary", "duration": 30, "competence": "spirometri"},
        {"role": "primary", "duration": 20, "competence": "läkare"},
    ]
    return {
        "first_date": DAY,
        "last_date": NEXT,
        "units": [{"id": "vc", "name": "Vårdcentralen"}],
        "practitioners": [
            {"id": "siv", "name": "Siv", "competences": ["spirometri"]},
            {"id": "eva", "name": "Eva", "competences": ["spirometri"]},
            {"id": "bo", "name": "Bo", "competences": ["läkare"]},
            {"id": "karin", "name": "Karin", "competences": ["läkare"]},
        ],
        "availability": [
            {"practitioner": who, "unit": "vc", "start": f"{day}T{start}", "end": f"{day}T{end}"}
            for who, day, start, end in hours
        ],
        "requests": [
            {"id": "r1", "patient": "p1", "target": DAY, "visits": with_ids("r1", chain)},
            {"id": "r2", "patient": "p2", "visits": [{"id": "r2-1", "duration": 20, "competence": "läkare"}]},
            {
                "id": "r3",
                "patient": "p3",
                "priority": "urgent",
                "earliest": NEXT,
                "max_wait": 30,
                "visits": with_ids("r3", chain),
            },
            {"id": "r4", "patient": "p4", "visits": [{"id": "r4-1", "duration": 20, "competence": "läkare"}]},
        ],
        "bookings": [
            {"visit": "r1-1", "practitioner": "siv", "unit": "vc", "start": f"{DAY}T08:00"},
            {"visit": "r1-2", "practitioner": "bo", "unit": "vc", "start": f"{DAY}T08:30"},
            {"visit": "r2-1", "practitioner": "bo", "unit": "vc", "start": f"{DAY}T09:00"},
        ],
    }


def with_ids(of: str, visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The visits of a request."""
    return [{"id": f"{of}-{at}", **one} for at, one in enumerate(visits, 1)]


def begun(service: str, given: dict[str, Any]) -> str:
    """The address of a board's page, of a request."""
    return f"/boards/{asked(service, 'POST', '/v1/boards?name=Veckan', given)['id']}"


def asked(service: str, method: str, path: str, body: object = None, **headers: str) -> Any:
    """What the service answers, as JSON."""
    order = urllib.request.Request(
        service + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **headers},
        method=method,
    )
    with urllib.request.urlopen(order, timeout=60) as answer:
        return json.load(answer)
