"""A mistyped word is mended by a fix, and never taught to anybody."""

from __future__ import annotations

from typing import Any

import pytest

from dagplan.models import PlanRequest, apply
from dagplan.solver import explain_plan, plan

DAY = "2026-12-08"


def asked(**changes: Any) -> PlanRequest:
    visits = [
        {"id": "v1", "role": "secondary", "duration": 30, "competence": "spirometri", "equipment": ["spirometer"]},
        {"id": "v2", "role": "primary", "duration": 30, "competence": "läkare"},
    ]
    visits[0] |= changes
    people = {"anna": "spirometri", "bo": "läkare"}
    return PlanRequest.model_validate(
        {
            "first_date": DAY,
            "last_date": DAY,
            "units": [{"id": "vc-1"}],
            "practitioners": [{"id": who, "competences": [word]} for who, word in people.items()],
            "availability": [
                {"practitioner": who, "unit": "vc-1", "start": f"{DAY}T08:00", "end": f"{DAY}T12:00"}
                for who in people
            ],
            "equipment": [{"id": "sp-1", "unit": "vc-1", "kind": "spirometer"}],
            "requests": [{"id": "r1", "patient": "p1", "visits": visits}],
            "settings": {"time_limit": 1, "workers": 1},
        }
    )


@pytest.mark.parametrize(
    ("changes", "change", "says"),
    [
        (
            {"competence": "spirometrri"},
            {"kind": "set_visit", "visit": "v1", "competence": "spirometri"},
            "v1 needs spirometri, not spirometrri; then",
        ),
        (
            {"equipment": ["spirometerr"]},
            {"kind": "set_visit", "visit": "v1", "equipment": ["spirometer"]},
            "v1 needs the equipment spirometer, not spirometerr; then",
        ),
        (
            {"competence": "spirometrri", "equipment": ["spirometr"]},
            {"kind": "set_visit", "visit": "v1", "competence": "spirometri", "equipment": ["spirometer"]},
            "v1 needs spirometri, not spirometrri, and v1 needs the equipment spirometer, not spirometr; then",
        ),
    ],
)
def test_the_only_fix_mends_the_word(changes: dict[str, Any], change: dict[str, Any], says: str) -> None:
    request = asked(**changes)
    made = plan(request)
    (found,) = explain_plan(request, made).unbooked
    (fix,) = found.fixes
    assert [one if isinstance(one, dict) else one.model_dump(exclude_unset=True) for one in fix.changes] == [change]
    assert fix.message.startswith(says)
    assert not plan(apply(request, fix.changes).request).unbooked


def test_the_reason_names_the_nearest_word() -> None:
    request = asked(competence="spirometrri")
    (reason,) = plan(request).unbooked[0].reasons
    assert reason.message == "r1: nobody has the competence spirometrri, which v1 needs; did you mean spirometri?"


def test_a_word_like_no_other_may_be_learnt() -> None:
    request = asked(competence="dietist", equipment=[])
    (found,) = explain_plan(request, plan(request)).unbooked
    assert [one.message.partition(";")[0] for one in found.fixes] == ["anna may also take dietist"]


def test_where_the_one_who_has_it_may_be_mistyped_no_fix_is_told() -> None:
    """Two visits ask for spirometri and nobody for spirometrri, which anna has."""
    request = asked(equipment=[])
    people = [
        one.model_copy(update={"competences": ("spirometrri",)}) if one.id == "anna" else one
        for one in request.practitioners
    ]
    again = request.requests[0].visits[0].model_copy(update={"id": "v3", "role": None})
    other = request.requests[0].model_copy(update={"id": "r2", "patient": "p2", "visits": (again,)})
    request = request.model_copy(update={"practitioners": tuple(people), "requests": (*request.requests, other)})
    for found in explain_plan(request, plan(request)).unbooked:
        assert not found.fixes
        assert found.reasons[0].message.endswith("did you mean spirometrri?")
