"""Synthetic inputs: sizes, repeatability, and that each option does what it says."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from dagplan.models import PlanRequest, warnings_of
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.windows import free_windows
from dagplan.scenarios import KINDS, generate

SMALL_KINDS = ("unit-day", "unit-week", "unit-month", "clinic-month")
VISITS = {"unit-day": 150, "unit-week": 770, "unit-month": 2950, "clinic-month": 9000}

generated = cache(generate)


def minutes_free(request: PlanRequest) -> int:
    return sum(end - start for spans in free_windows(request).values() for start, end in spans)


def minutes_asked(request: PlanRequest) -> int:
    return sum(visit.duration for case in request.requests for visit in case.visits)


def load_of(request: PlanRequest) -> float:
    return minutes_asked(request) / minutes_free(request)


def linked_share(request: PlanRequest) -> float:
    return sum(case.linked for case in request.requests) / len(request.requests)


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_sizes_are_near_the_kind(kind: str) -> None:
    request = generated(kind, 1)
    assert len(request.requests) == pytest.approx(KINDS[kind].requests, rel=0.2)
    assert sum(len(case.visits) for case in request.requests) == pytest.approx(VISITS[kind], rel=0.2)
    assert len(request.practitioners) == KINDS[kind].staff
    assert len({window.start.date() for window in request.availability}) == KINDS[kind].dates
    assert request.settings.time_limit == KINDS[kind].time_limit


@pytest.mark.parametrize("seed", range(6))
def test_a_unit_week_is_near_its_size_with_any_seed(seed: int) -> None:
    assert len(generated("unit-week", seed).requests) == pytest.approx(530, rel=0.2)


def test_a_small_region_has_independent_units() -> None:
    request = generate("region-week", 1, units=3)
    assert [unit.id for unit in request.units] == ["vc-001", "vc-002", "vc-003"]
    assert len(request.practitioners) == 33
    assert len(request.requests) == pytest.approx(3 * 500, rel=0.2)
    for case in request.requests:
        (unit,) = case.units
        assert all(name.startswith(f"{unit}-") for name in (case.id, case.patient))
    assert all(window.practitioner.startswith(window.unit) for window in request.availability)


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_the_same_seed_gives_the_same_json(kind: str) -> None:
    first = generate(kind, 7).model_dump_json(by_alias=True)
    assert first == generate(kind, 7).model_dump_json(by_alias=True)
    assert first != generate(kind, 8).model_dump_json(by_alias=True)


def test_the_same_seed_gives_the_same_json_in_another_process() -> None:
    program = (
        "import hashlib; from dagplan.scenarios import generate;"
        "print(hashlib.sha256(generate('unit-week', 3).model_dump_json().encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_the_json_is_read_back_the_same(kind: str) -> None:
    request = generated(kind, 1)
    text = request.model_dump_json(by_alias=True, exclude_none=True)
    assert PlanRequest.model_validate_json(text) == request


@pytest.mark.parametrize("load", [0.5, 0.95, 1.3])
def test_load_is_the_share_of_minutes_asked(load: float) -> None:
    assert load_of(generate("unit-week", 2, load=load)) == pytest.approx(load, rel=0.02)


@pytest.mark.parametrize("linked", [0.0, 0.15, 0.3, 0.5])
def test_linked_is_the_share_of_linked_requests(linked: float) -> None:
    request = generate("unit-week", 2, linked=linked)
    assert linked_share(request) == pytest.approx(linked, abs=0.04)
    assert load_of(request) == pytest.approx(0.95, rel=0.02)


def test_all_requests_can_be_linked() -> None:
    request = generate("unit-week", 2, linked=1.0)
    assert linked_share(request) == 1.0
    assert load_of(request) > 0.85


def test_staff_and_days_take_effect() -> None:
    request = generate("unit-day", 1, staff=20, days=3)
    assert len(request.practitioners) == 20
    assert str(request.last_date) == "2026-10-07"


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_any_profession_is_primary_anywhere_in_the_sequence(kind: str) -> None:
    chains = [case for case in generated(kind, 1).requests if case.linked]
    primaries = [
        (i, len(c.visits), v.competence) for c in chains for i, v in enumerate(c.visits) if v.role == "primary"
    ]
    assert len(primaries) == len(chains)
    assert any(word not in ("physician", "eye_specialist", "ear_specialist") for _, _, word in primaries)
    assert {"first" if at == 0 else "last" if at == n - 1 else "middle" for at, n, _ in primaries} == {
        "first",
        "middle",
        "last",
    }
    assert {len(case.visits) for case in chains} | ({4} if kind == "unit-day" else set()) == {2, 3, 4}


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_someone_at_work_has_each_visits_competence(kind: str) -> None:
    request = generated(kind, 1)
    at_work = {person for (person, _unit, _day), spans in free_windows(request).items() if spans}
    competences = {person.id: person.competences for person in request.practitioners}
    held = {word for person in at_work for word in competences[person]}
    for case in request.requests:
        for visit in case.visits:
            assert visit.competence in held
            assert visit.preferred is None or visit.competence in competences[visit.preferred]
            assert visit.duration % 5 == 0


def test_wishes_come_in_the_shares_of_the_field() -> None:
    cases = generated("unit-month", 1).requests
    visits = [visit for case in cases for visit in case.visits]
    physicians = [visit.duration for visit in visits if visit.competence == "physician"]
    assert len(physicians) / len(visits) == pytest.approx(42 / 90, abs=0.06)
    assert sum(physicians) / len(physicians) == pytest.approx(22.5, abs=1)
    assert sum(visit.preferred is not None for visit in visits) / len(visits) == pytest.approx(0.3, abs=0.04)
    for priority, share in {"routine": 0.75, "urgent": 0.18, "asap": 0.05, "stat": 0.02}.items():
        assert sum(case.priority == priority for case in cases) / len(cases) == pytest.approx(share, abs=0.03)
    assert sum(case.latest is not None for case in cases) > len(cases) / 2
    assert any(case.excluded_dates for case in cases)
    assert any(case.not_before for case in cases)
    assert any(case.same_day_as for case in cases)


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_dates_are_weekdays_within_the_routines_validity(kind: str) -> None:
    request = generated(kind, 1)
    assert request.first_date.weekday() == 0
    assert all(window.start.weekday() < 5 for window in request.availability)
    assert not warnings_of(request)


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_no_id_looks_like_an_identity_number(kind: str) -> None:
    assert not looks_like_identity_number(generated(kind, 1).model_dump_json(by_alias=True))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "unit-year"}, "there is no kind 'unit-year'; the kinds are unit-day"),
        ({"seed": -1}, "seed must be from 0"),
        ({"seed": 1.5}, "seed must be a whole number"),
        ({"load": 0}, "load must be over 0"),
        ({"load": 3.1}, "load must be over 0 to 3, not 3.1"),
        ({"load": float("nan")}, "load must be"),
        ({"linked": 1.01}, "linked must be from 0 to 1, not 1.01"),
        ({"units": 0}, "units must be from 1 to 999, not 0"),
        ({"staff": 1}, "staff must be from 2 to 200, not 1"),
        ({"days": 61}, "days must be from 1 to 60, not 61"),
        ({"days": True}, "days must be a whole number"),
    ],
)
def test_bad_options_are_refused(options: dict[str, Any], said: str) -> None:
    asked: dict[str, Any] = {"kind": "unit-day", "seed": 1} | options
    with pytest.raises(ValueError, match=said):
        generate(**asked)


@pytest.mark.parametrize("options", [{"staff": 2}, {"load": 0.001}, {"load": 3.0}, {"units": 2, "linked": 1.0}])
def test_odd_sizes_still_give_a_valid_request(options: dict[str, Any]) -> None:
    generate("unit-day", 1, **options)
