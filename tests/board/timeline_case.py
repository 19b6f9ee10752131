"""A small plan for the timeline, made by hand: two dates, two units, four people, a chain and three single visits."""

from __future__ import annotations

from typing import Any


def _hours(person: str, unit: str, date: str) -> list[dict[str, str]]:
    spans = (("08:00", "12:00"), ("13:00", "16:00"))
    return [
        {"practitioner": person, "unit": unit, "start": f"{date}T{start}", "end": f"{date}T{end}"}
        for start, end in spans
    ]


def _booked(visit: str, person: str, start: str, **more: Any) -> dict[str, Any]:
    return {"visit": visit, "practitioner": person, "unit": "vc-1", "start": f"2026-12-07T{start}", **more}


REQUEST: dict[str, Any] = {
    "schema": "dagplan.request/1",
    "first_date": "2026-12-07",
    "last_date": "2026-12-08",
    "units": [{"id": "vc-1", "name": "Björkens vårdcentral"}, {"id": "vc-2"}],
    "practitioners": [
        {"id": "lena", "name": "Lena", "competences": ["physician"]},
        {"id": "sara", "name": "Sara", "competences": ["spirometry", "nurse"]},
        {"id": "omar", "name": "Omar", "competences": ["physician"]},
        {"id": "ines", "name": "Ines", "competences": ["nurse"]},
    ],
    "availability": [
        *(
            one
            for date in ("2026-12-07", "2026-12-08")
            for person in ("lena", "sara", "omar")
            for one in _hours(person, "vc-1", date)
        ),
        *_hours("ines", "vc-2", "2026-12-07"),
    ],
    "busy": [{"practitioner": "omar", "start": "2026-12-07T08:00", "end": "2026-12-07T09:00"}],
    "equipment": [{"id": "s-1", "unit": "vc-1", "kind": "spirometer"}],
    "requests": [
        {
            "id": "r-1",
            "patient": "p-001",
            "visits": [
                {
                    "id": "r-1-a",
                    "duration": 30,
                    "competence": "spirometry",
                    "role": "secondary",
                    "equipment": ["spirometer"],
                },
                {"id": "r-1-b", "duration": 20, "competence": "physician", "role": "primary"},
            ],
        },
        {"id": "r-2", "patient": "p-002", "visits": [{"id": "r-2-a", "duration": 20, "competence": "physician"}]},
        {"id": "r-3", "patient": "p-003", "visits": [{"id": "r-3-a", "duration": 15, "competence": "nurse"}]},
        {"id": "r-4", "patient": "p-004", "visits": [{"id": "r-4-a", "duration": 20, "competence": "physician"}]},
    ],
    "bookings": [
        _booked("r-1-a", "sara", "09:30", equipment=["s-1"]),
        _booked("r-1-b", "lena", "10:00"),
        _booked("r-2-a", "lena", "10:40", locked=True),
        _booked("r-3-a", "sara", "13:00"),
    ],
}
"""The chain r-1 is spirometry with Sara 9.30, then Lena 10; r-2 with Lena 10.40 is locked; r-4 is not booked."""


def many(people: int, dates: int, each: int) -> dict[str, Any]:
    """A plan of so many people, each with so many visits of 15 minutes on each of so many dates."""
    days = [f"2026-12-{7 + at:02}" for at in range(dates)]
    ids = [f"person-{at:02}" for at in range(people)]
    requests, bookings = [], []
    for day in days:
        for person in ids:
            for at in range(each):
                visit = f"v-{person}-{day}-{at}"
                one = {"id": visit, "duration": 15, "competence": "physician"}
                requests.append({"id": f"r-{visit}", "patient": f"p-{len(requests):05}", "visits": [one]})
                start = f"{day}T{8 + at // 4:02}:{15 * (at % 4):02}"
                bookings.append({"visit": visit, "practitioner": person, "unit": "vc-1", "start": start})
    return {
        **REQUEST,
        "practitioners": [{"id": one, "competences": ["physician"]} for one in ids],
        "availability": [one for day in days for person in ids for one in _hours(person, "vc-1", day)],
        **{"busy": [], "equipment": [], "requests": requests, "bookings": bookings},
    }
