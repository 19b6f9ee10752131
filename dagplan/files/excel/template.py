"""The workbook to begin with: a week of a small vårdcentral, to overwrite."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dagplan.models.dates_in_words import Language
from dagplan.models.request import PlanRequest
from dagplan.words.messages.template_words import ExampleWords

from .request_book import request_bytes

_UNIT = "vc-1"


def template_bytes(language: Language, monday: date) -> bytes:
    """A workbook to fill in, with an example that can be planned as it is.

    Parameters
    ----------
    language
        Of titles, headings, notes and words.
    monday
        First date of the example's week.
    """
    return request_bytes(example(language, monday), language, aim="soonest")


def example(language: Language, monday: date) -> PlanRequest:
    """The example: five people, five days, six requests of which four are linked."""
    physician, spirometry, ecg, pressure, physio, name, meter = (one().told(language) for one in ExampleWords)
    days = [(monday + timedelta(days=number)).isoformat() for number in range(5)]
    people = {
        "asthma-nurse": [spirometry, ecg],
        "nurse-1": [ecg, pressure],
        "physician-1": [physician],
        "physician-2": [physician],
        "physio-1": [physio],
    }
    hours = [
        {"practitioner": who, "unit": _UNIT, "start": f"{day}T{start}", "end": f"{day}T{end}"}
        for day in days
        for who in people
        for start, end in (("08:00", "12:00"), ("13:00", "16:30"))
        if (who != "physio-1" or day in days[1:4]) and (who != "physician-2" or start == "08:00")
    ]
    return PlanRequest.model_validate(
        {
            "first_date": days[0],
            "last_date": days[-1],
            "units": [{"id": _UNIT, "name": name, "kind": "primary_care_centre"}],
            "practitioners": [{"id": who, "competences": words} for who, words in people.items()],
            "availability": hours,
            "busy": [{"practitioner": "physician-1", "start": f"{days[1]}T08:00", "end": f"{days[1]}T10:00"}],
            "patient_busy": [{"patient": "p3", "start": f"{days[2]}T08:00", "end": f"{days[2]}T10:00"}],
            "equipment": [{"id": "spirometer-1", "unit": _UNIT, "kind": meter}],
            "equipment_busy": [{"equipment": "spirometer-1", "start": f"{days[3]}T13:00", "end": f"{days[3]}T16:30"}],
            "requests": [
                _case("r1", "p1", ((spirometry, 30, meter), (physician, 30)), primary=1, max_wait=60),
                _case("r2", "p2", ((ecg, 15), (physician, 20)), primary=1, max_wait=45, priority="urgent"),
                _case("r3", "p3", ((physician, 30), (physio, 45)), primary=0, max_wait=90, not_before="09:00"),
                _case("r4", "p4", ((spirometry, 30, meter), (physician, 30), (physio, 45)), primary=1, max_wait=60),
                _case("r5", "p5", ((pressure, 15),), target=days[2], latest=days[3]),
                _case("r6", "p5", ((physician, 20),), same_day_as=["r5"], excluded_dates=[days[0]]),
            ],
            "bookings": [
                {
                    "visit": "r6-1",
                    "practitioner": "physician-1",
                    "unit": _UNIT,
                    "start": f"{days[2]}T13:00",
                    "locked": True,
                }
            ],
            "settings": {"grid": 5, "time_limit": 10},
        }
    )


def _case(
    name: str, patient: str, visits: tuple[tuple[Any, ...], ...], *, primary: int = 0, **fields: Any
) -> dict[str, Any]:
    found = []
    for number, (competence, minutes, *equipment) in enumerate(visits):
        visit: dict[str, Any] = {"id": f"{name}-{number + 1}", "duration": minutes, "competence": competence}
        visit["equipment"] = equipment
        if len(visits) > 1:
            visit["role"] = "primary" if number == primary else "secondary"
        found.append(visit)
    return {"id": name, "patient": patient, "visits": found, **fields}
