"""Small inputs to begin with, the same on every machine: each can be planned as it stands, in seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dagplan.models import PlanRequest
from dagplan.words.messages.examples import ExampleTexts

from .generate import generate
from .study import StudyFile

_DATE = "2026-11-10"
"""A Tuesday, within the routine's validity."""


@dataclass(frozen=True)
class Example:
    """One input.

    Attributes
    ----------
    text
        What it shows.
    make
        The request; of a study, its base.
    study
        Scenarios of it, which name the base as ``base``; None: it is a request alone.
    """

    text: ExampleTexts
    make: Callable[[], PlanRequest]
    study: Callable[[], StudyFile] | None = None


def spirometry_first() -> PlanRequest:
    """The routine's own case: spirometry at 9.30, the physician at 10."""
    return _clinic([_linked(1)])


def one_away() -> PlanRequest:
    """Two patients are booked, and the nurse is away when the first of them should come."""
    away = {"practitioner": "asthma-nurse", "start": f"{_DATE}T09:30", "end": f"{_DATE}T10:00"}
    booked = [
        _booked("vb-1-spirometry", "asthma-nurse", "09:30"),
        _booked("vb-1-physician", "physician-1", "10:00"),
        _booked("vb-2-spirometry", "asthma-nurse", "10:00"),
        _booked("vb-2-physician", "physician-1", "10:30"),
    ]
    return _clinic([_linked(1), _linked(2)], busy=[away], bookings=booked)


def too_many() -> PlanRequest:
    """More want spirometry than the nurse has time for: somebody is left, with the reasons and what would help."""
    return _clinic([_linked(number) for number in range(1, 8)])


def unit_day() -> PlanRequest:
    """A small care unit, one day, as generated."""
    return _quick(generate("unit-day", 1, staff=6))


def unit_week() -> PlanRequest:
    """The same, a week."""
    return _quick(generate("unit-week", 1, staff=5))


def few_things() -> PlanRequest:
    """A day with equipment and rooms of which there are few."""
    return _quick(generate("unit-day", 2, staff=6, equipment=True))


def nurse_away() -> StudyFile:
    """What an absence costs, and whether a competence more makes up for it."""
    absence = {"kind": "absence", "with_competence": "spirometry", "dates": [_DATE]}
    learns = {"kind": "give_competence", "practitioners": ["physician-1"], "competence": "spirometry"}
    return StudyFile.model_validate(
        {
            "name": "The asthma nurse is away",
            "question": "How many are left without the asthma nurse, and does it help if the physician steps in?",
            "base": "base",
            "seeds": [1, 2],
            "settings": {"time_limit": 1.0},
            "scenario": [
                {"name": "away", "text": "The nurse is away.", "changes": [absence]},
                {"name": "steps-in", "text": "And the physician does it.", "changes": [absence, learns]},
            ],
        }
    )


EXAMPLES: Mapping[str, Example] = {
    "spirometry-first": Example(ExampleTexts.SPIROMETRY_FIRST, spirometry_first),
    "one-away": Example(ExampleTexts.ONE_AWAY, one_away),
    "too-many": Example(ExampleTexts.TOO_MANY, too_many),
    "unit-day": Example(ExampleTexts.UNIT_DAY, unit_day),
    "unit-week": Example(ExampleTexts.UNIT_WEEK, unit_week),
    "few-things": Example(ExampleTexts.FEW_THINGS, few_things),
    "nurse-away": Example(ExampleTexts.NURSE_AWAY, too_many, nurse_away),
}
"""All of them by name, the simplest first."""


def _clinic(requests: list[dict[str, Any]], **more: Any) -> PlanRequest:
    """A care unit with an asthma nurse and a physician, one morning."""
    return PlanRequest.model_validate(
        {
            "first_date": _DATE,
            "last_date": _DATE,
            "units": [{"id": "vc-1", "name": "Vårdcentral 1", "kind": "primary_care_centre"}],
            "practitioners": [
                {"id": "asthma-nurse", "competences": ["spirometry"]},
                {"id": "physician-1", "competences": ["physician"]},
            ],
            "availability": [
                {"practitioner": "asthma-nurse", "unit": "vc-1", "start": f"{_DATE}T09:30", "end": f"{_DATE}T12:00"},
                {"practitioner": "physician-1", "unit": "vc-1", "start": f"{_DATE}T08:00", "end": f"{_DATE}T12:00"},
            ],
            "requests": requests,
            "settings": {"time_limit": 2.0},
            **more,
        }
    )


def _linked(number: int) -> dict[str, Any]:
    """Spirometry with the nurse, then the physician."""
    case = f"vb-{number}"
    return {
        "id": case,
        "patient": f"p-{number}",
        "max_wait": 60,
        "visits": [
            {"id": f"{case}-spirometry", "role": "secondary", "duration": 30, "competence": "spirometry"},
            {"id": f"{case}-physician", "role": "primary", "duration": 30, "competence": "physician"},
        ],
    }


def _booked(visit: str, practitioner: str, clock: str) -> dict[str, Any]:
    return {"visit": visit, "practitioner": practitioner, "unit": "vc-1", "start": f"{_DATE}T{clock}"}


def _quick(request: PlanRequest) -> PlanRequest:
    """The request with a short limit."""
    return request.model_copy(update={"settings": request.settings.model_copy(update={"time_limit": 5.0})})
