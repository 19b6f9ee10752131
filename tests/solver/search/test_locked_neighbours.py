"""A wait asked for between two locked visits is a fact of life: it is no part of the least wait of the rest."""

from __future__ import annotations

from dagplan import PlanRequest, plan, suggest

DAY = "2026-12-08"


def asked():
    """One visit to place before two that are locked back to back, an hour too close to one another."""
    hours = {"unit": "u", "start": f"{DAY}T08:00", "end": f"{DAY}T12:00"}
    return PlanRequest.model_validate(
        {
            "first_date": DAY,
            "last_date": DAY,
            "units": [{"id": "u"}],
            "practitioners": [{"id": "d", "competences": ["x"]}, {"id": "e", "competences": ["y"]}],
            "availability": [{"practitioner": who, **hours} for who in ("d", "e")],
            "requests": [
                {
                    "id": "r",
                    "patient": "p",
                    "visits": [
                        {"id": "a", "role": "primary", "duration": 30, "competence": "x"},
                        {"id": "b", "role": "secondary", "duration": 30, "competence": "y"},
                        {"id": "c", "role": "secondary", "duration": 30, "competence": "y", "min_wait": 60},
                    ],
                }
            ],
            "bookings": [
                {"visit": "b", "practitioner": "e", "unit": "u", "start": f"{DAY}T09:30", "locked": True},
                {"visit": "c", "practitioner": "e", "unit": "u", "start": f"{DAY}T10:00", "locked": True},
            ],
        }
    )


def test_the_plan_waits_no_minute():
    made = plan(asked())
    assert (made.status, made.objective.cost) == ("optimal", 0)
    assert next(one for one in made.bookings if one.visit == "a").start.isoformat() == f"{DAY}T09:00:00"


def test_the_first_offer_waits_no_minute():
    assert [one.cost for one in suggest(asked(), "r")][:1] == [0]
