"""Synthetic inputs with equipment: as few items as it takes, and all else as it was."""

import pytest

from dagplan.cli import main
from dagplan.files import load
from dagplan.models import PlanRequest
from dagplan.scenarios import generate

NEW = {"equipment", "equipment_busy"}
OF_VISITS = {"equipment", "same_practitioner_as", "different_practitioner_from"}


def without_the_new(request):
    fields = request.model_dump(mode="json", exclude=NEW)
    for visit in (visit for case in fields["requests"] for visit in case["visits"]):
        for name in OF_VISITS:
            visit.pop(name, None)
    return fields


@pytest.mark.parametrize(("kind", "days"), [("unit-day", 1), ("unit-week", 5), ("clinic-month", 2)])
def test_all_else_is_the_same_and_it_is_a_request(kind, days):
    plain, made = generate(kind, 3, days=days), generate(kind, 3, days=days, equipment=True)
    assert without_the_new(made) == without_the_new(plain)
    assert PlanRequest.model_validate_json(made.model_dump_json(by_alias=True)) == made
    assert made == generate(kind, 3, days=days, equipment=True)


@pytest.mark.parametrize("seed", range(4))
def test_there_are_items_of_all_that_is_needed_and_hardly_more(seed):
    made = generate("unit-week", seed, equipment=True)
    asked = {}
    for visit in (visit for case in made.requests for visit in case.visits):
        for kind in visit.equipment:
            asked[kind] = asked.get(kind, 0) + visit.duration
    items = [item.kind for item in made.equipment]
    assert set(items) == set(asked) == {"treatment_room", "spirometer", "ecg_device"}
    for kind, minutes in asked.items():
        assert (
            items.count(kind) - 1
        ) * 5 * 8 * 60 < minutes  # with one fewer, even eight hours a day were too little
    together = [visit for case in made.requests for visit in case.visits if visit.same_practitioner_as]
    assert together


def test_the_command_writes_it(tmp_path):
    path = tmp_path / "week.json"
    assert main(["generate", "unit-day", "--seed", "2", "--equipment", "--out", str(path)]) == 0
    assert load(str(path)).request == generate("unit-day", 2, equipment=True)


def test_units_have_items_of_their_own():
    made = generate("region-week", 1, units=2, equipment=True)
    assert {item.unit for item in made.equipment} == {"vc-001", "vc-002"}
    assert all(item.id.startswith(f"{item.unit}-") for item in made.equipment)


def test_visits_of_one_competence_are_often_with_the_same_person():
    twice = together = 0
    for seed in range(5):
        for case in generate("unit-week", seed, equipment=True).requests:
            first = {visit.competence: visit.id for visit in reversed(case.visits)}
            twice += len(first) < len(case.visits)
            together += any(visit.same_practitioner_as for visit in case.visits)
            assert all(one.same_practitioner_as in {(), (first[one.competence],)} for one in case.visits)
    assert 0.5 < together / twice < 0.9
