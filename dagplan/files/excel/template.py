"""The workbook to begin with: a week of a small vårdcentral, to overwrite."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dagplan.models.dates_in_words import Language
from dagplan.models.request import PlanRequest
from dagplan.words.messages.template_words import ExamplePeople, ExampleWords, WeekdayWords

from .request_book import request_bytes

_UNIT = "vc-1"
_LUNCH = "12:00", "13:00"
_DAY = "08:00", "16:30"


def template_bytes(language: Language, monday: date) -> bytes:
    """A workbook to fill in, with an example that can be planned as it is.

    Parameters
    ----------
    language
        Of titles, headings, notes, words and the example's ids.
    monday
        First date of the example's week.
    """
    weekly = {"weekly": _weekly(language), "exceptions": _exceptions(language, monday)}
    return request_bytes(example(language, monday), language, aim="soonest", weekly=weekly)


def example(language: Language, monday: date) -> PlanRequest:
    """The example: five people, five days, six requests of which four are linked."""
    physician, spirometry, ecg, pressure, physio, name, meter = (one().told(language) for one in ExampleWords)
    asthma_nurse, nurse, doctor, other_doctor, therapist = _ids(language)
    days = [(monday + timedelta(days=number)).isoformat() for number in range(5)]
    competences = ([spirometry, ecg], [ecg, pressure], [physician], [physician], [physio])
    hours = [
        {"practitioner": who, "unit": _UNIT, "start": f"{day}T{start}", "end": f"{day}T{end}"}
        for number, day in enumerate(days)
        for who in (asthma_nurse, nurse, doctor, other_doctor, therapist)
        for start, end in ((_DAY[0], _LUNCH[0]), (_LUNCH[1], _DAY[1]))
        if (who != therapist or number in (1, 2, 3))
        and (who != other_doctor or start == _DAY[0])
        and (who != nurse or number != 4)  # who ends early on Friday
    ]
    hours += [
        {"practitioner": nurse, "unit": _UNIT, "start": f"{days[4]}T{_DAY[0]}", "end": f"{days[4]}T{_LUNCH[0]}"}
    ]
    return PlanRequest.model_validate(
        {
            "first_date": days[0],
            "last_date": days[-1],
            "units": [{"id": _UNIT, "name": name, "kind": "primary_care_centre"}],
            "practitioners": [
                {"id": who, "name": called, "competences": words}
                for who, called, words in zip(_ids(language), _names(language), competences, strict=True)
            ],
            "availability": hours,
            "busy": [{"practitioner": doctor, "start": f"{days[1]}T08:00", "end": f"{days[1]}T10:00"}],
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
                    "practitioner": doctor,
                    "unit": _UNIT,
                    "start": f"{days[2]}T13:00",
                    "locked": True,
                }
            ],
            "settings": {"grid": 5, "time_limit": 10},
        }
    )


def _ids(language: Language) -> list[str]:
    return [one().told(language) for one in ExamplePeople][::2]


def _names(language: Language) -> list[str]:
    return [one().told(language) for one in ExamplePeople][1::2]


def _weekly(language: Language) -> list[tuple[Any, ...]]:
    """The hours of a week: a row each, where five days of five people would be forty."""
    asthma_nurse, nurse, doctor, other_doctor, therapist = _ids(language)
    all_week = WeekdayWords.ALL_WEEK().told(language)
    some = (WeekdayWords.TUESDAY, WeekdayWords.WEDNESDAY, WeekdayWords.THURSDAY)
    lunch = ["-".join(_LUNCH)]
    return [
        *((who, _UNIT, all_week, *_DAY, lunch) for who in (asthma_nurse, nurse, doctor)),
        (other_doctor, _UNIT, all_week, _DAY[0], _LUNCH[0], []),
        (therapist, _UNIT, [one().told(language) for one in some], *_DAY, lunch),
    ]


def _exceptions(language: Language, monday: date) -> list[tuple[Any, ...]]:
    friday = (monday + timedelta(days=4)).isoformat()
    return [([friday], _ids(language)[1], _UNIT, _DAY[0], _LUNCH[0], [])]


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
