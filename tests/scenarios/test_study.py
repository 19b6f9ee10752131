"""Study files: every form spelled out into changes, grids multiplied out, every problem in its place."""

from __future__ import annotations

import json
import tomllib
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dagplan import InputError, apply
from dagplan.models.windows import free_windows
from dagplan.scenarios.cases import cases_by_seed, cases_of, study_hash, variants_of
from dagplan.scenarios.short_forms import spelled_out
from dagplan.scenarios.short_vocabulary import ScenarioChange, ShortForm
from dagplan.scenarios.study import Scenario, Study, StudyFile, size_of
from dagplan.scenarios.study_file import read_study, study_schema
from tests.build import DAY, asked, linked, read, single, window
from tests.places import ROOT
from tests.strategies import small_requests
from tests.studies import BASE, CASES, STUDY, written
from tests.thorough import some

FORM = TypeAdapter(ScenarioChange)


def spelled(base=BASE, others=None, **form):
    """The request after a form, and the kinds of the changes it stands for."""
    changes = spelled_out(FORM.validate_python(form), base, others or {})
    kinds = [change["kind"] if isinstance(change, dict) else change.kind for change in changes]
    return (apply(base, changes).request if changes else base), kinds


def minutes(request, person, unit="u1"):
    return sum(
        high - low
        for (who, where, _), spans in free_windows(request).items()
        for low, high in spans
        if (who, where) == (person, unit)
    )


def one(request, name):
    return next(case for case in request.requests if case.id == name)


ALL = {"practitioners": ["nurse", "doctor"]}
FORMS: list[tuple[dict[str, Any], Any, Any]] = [
    ({"kind": "absence", **ALL}, lambda r: (minutes(r, "nurse"), minutes(r, "doctor")), (0, 0)),
    (
        {"kind": "absence", "with_competence": "physician"},
        lambda r: (minutes(r, "nurse"), minutes(r, "doctor")),
        (240, 0),
    ),
    ({"kind": "absence", **ALL, "start": "11:00"}, lambda r: minutes(r, "nurse"), 180),
    ({"kind": "absence", **ALL, "weekdays": ["monday"], "end": "09:30"}, lambda r: minutes(r, "nurse"), 150),
    ({"kind": "extra_hours", **ALL, "hours": 1.5}, lambda r: minutes(r, "nurse"), 330),
    (
        {"kind": "hours", "practitioners": ["locum"], "unit": "u2", "start": "08:00", "end": "09:00"},
        lambda r: minutes(r, "locum", "u2"),
        60,
    ),
    (
        {"kind": "new_person", "id": "nurse-2", "like": "nurse"},
        lambda r: (minutes(r, "nurse-2"), r.practitioners[-1].competences),
        (240, ("spirometry",)),
    ),
    (
        {"kind": "new_person", "id": "n", "competences": ["x"], "unit": "u2", "start": "08:00", "end": "09:00"},
        lambda r: minutes(r, "n", "u2"),
        60,
    ),
    (
        {"kind": "move_person", "practitioners": ["doctor"], "to_unit": "u2"},
        lambda r: (minutes(r, "doctor"), minutes(r, "doctor", "u2")),
        (0, 240),
    ),
    (
        {"kind": "duration", "competence": "spirometry", "minutes": 45},
        lambda r: [v.duration for c in r.requests for v in c.visits if v.competence == "spirometry"],
        [45, 45],
    ),
    (
        {"kind": "duration", "competence": "spirometry", "factor": 1.5},
        lambda r: [v.duration for c in r.requests for v in c.visits if v.competence == "spirometry"],
        [45, 90],
    ),
    (
        {"kind": "duration", "competence": "spirometry", "more": -10},
        lambda r: [v.duration for c in r.requests for v in c.visits if v.competence == "spirometry"],
        [20, 50],
    ),
    ({"kind": "demand", "factor": 1.5}, lambda r: len(r.requests), 6),
    ({"kind": "demand", "factor": 3, "linked": True}, lambda r: [c.linked for c in r.requests].count(True), 3),
    ({"kind": "demand", "factor": 0.5, "competence": "spirometry"}, lambda r: len(r.requests), 3),
    ({"kind": "waits", "longer": 60}, lambda r: one(r, "r1").max_wait, 120),
    (
        {"kind": "waits", "min_wait": 10, "max_wait": 20},
        lambda r: (one(r, "r1").min_wait, one(r, "r1").max_wait),
        (10, 20),
    ),
    ({"kind": "priority", "with_priority": "urgent", "priority": "stat"}, lambda r: one(r, "r3").priority, "stat"),
    (
        {"kind": "window", "requests": ["r2"], "not_before": "10:00"},
        lambda r: str(one(r, "r2").not_before),
        "10:00:00",
    ),
    ({"kind": "units", "units": ["u2"], "linked": False}, lambda r: one(r, "r2").units, ("u2",)),
    (
        {"kind": "weights", "weights": {"wait": 3}},
        lambda r: (r.settings.weights.wait, r.settings.weights.moved),
        (3, 50),
    ),
    (
        {"kind": "give_competence", "practitioners": ["locum"], "competence": "spirometry"},
        lambda r: r.practitioners[2].competences,
        ("leader", "spirometry"),
    ),
    (
        {"kind": "take_competence", "with_competence": "leader", "competence": "leader"},
        lambda r: r.practitioners[2].competences,
        (),
    ),
    (
        {"kind": "more_equipment", "of_kind": "Spirometer", "unit": "u1", "number": 2},
        lambda r: [(item.id, item.unit, item.kind) for item in r.equipment[3:]],
        [("spiro-2-copy-2", "u1", "spirometer"), ("spiro-2-copy-3", "u1", "spirometer")],
    ),
    (
        {"kind": "more_equipment", "of_kind": "spirometer", "unit": "u2"},
        lambda r: [(item.id, item.unit, item.kind) for item in r.equipment[3:]],
        [("spiro-1-copy-2", "u2", "spirometer")],
    ),
    (
        {"kind": "fewer_equipment", "of_kind": "spirometer", "unit": "u1"},
        lambda r: ([item.id for item in r.equipment], r.equipment_busy),
        (["spiro-1", "room-1"], ()),
    ),
    (
        {"kind": "fewer_equipment", "of_kind": "spirometer", "unit": "u1", "number": 2},
        lambda r: [item.id for item in r.equipment],
        ["room-1"],
    ),
    (
        {"kind": "equipment_away", "of_kind": "spirometer", "start": "09:00"},
        lambda r: [(one.equipment, f"{one.start:%H:%M}", f"{one.end:%d %H:%M}") for one in r.equipment_busy[1:]],
        [("spiro-1", "09:00", "06 00:00")],  # the other is away all day as it is
    ),
    (
        {"kind": "equipment_away", "items": ["room-1"], "of_kind": "spirometer", "unit": "u1", "end": "10:00"},
        lambda r: [(one.equipment, f"{one.start:%H:%M}", f"{one.end:%d %H:%M}") for one in r.equipment_busy[1:]],
        [("room-1", "00:00", "05 10:00"), ("spiro-1", "00:00", "05 10:00")],
    ),
    ({"kind": "drop_request", "request": "r2"}, lambda r: len(r.requests), 3),
]


@pytest.mark.parametrize(("form", "seen", "wanted"), FORMS, ids=[f"{f[0]['kind']} {i}" for i, f in enumerate(FORMS)])
def test_each_form_does_what_it_says(form, seen, wanted):
    assert seen(spelled(**form)[0]) == wanted


def test_the_table_above_has_every_form():
    kinds = {model.model_fields["kind"].annotation for model in get_args(ShortForm)}
    assert {form["kind"] for form, _, _ in FORMS} - {"drop_request"} == {get_args(kind)[0] for kind in kinds}


def test_demand_from_another_input_comes_under_new_ids():
    request, kinds = spelled(kind="demand", others={"x": BASE}, **{"from": "x"})
    assert kinds == ["add_request"] * 4
    assert len({case.patient for case in request.requests}) == 8


def test_copies_name_copies():
    pair = [{**each, "competence": "physician"} for each in linked()["visits"]]
    pair[1] = {**pair[1], "same_practitioner_as": ["a"]}
    request = read(asked(linked(visits=pair), single("r5", "p5")))
    for form in ({"factor": 2, "linked": True}, {"from": "x"}):
        after, _ = spelled(request, kind="demand", others={"x": request}, **form)
        copy = one(after, "r1-copy-2").visits
        assert [each.id for each in copy] == ["a-copy-2", "b-copy-2"]
        assert copy[1].same_practitioner_as == ("a-copy-2",)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "absence", "practitioners": ["nobody"]}, "there is no practitioner nobody"),
        ({"kind": "absence", **ALL, "dates": ["2027-01-01"]}, "not among the planned dates"),
        ({"kind": "absence"}, "say who"),
        ({"kind": "absence", "practitioners": ["locum"]}, "this changes nothing"),
        ({"kind": "extra_hours", **ALL, "hours": 9}, "don't fit"),
        ({"kind": "duration", "competence": "x", "minutes": 5}, "no visit needs"),
        ({"kind": "duration", "competence": "spirometry"}, "one of minutes"),
        ({"kind": "demand"}, "either factor or from"),
        ({"kind": "waits"}, "give min_wait"),
        ({"kind": "priority", "requests": ["r9"], "priority": "stat"}, "there is no request r9"),
        ({"kind": "priority", "with_priority": "asap", "priority": "stat"}, "no request is like that"),
        ({"kind": "units", "units": ["u9"]}, "there is no care unit u9"),
        ({"kind": "new_person", "id": "n"}, "give either like"),
        ({"kind": "new_person", "id": "nurse", "like": "nurse"}, "already"),
        ({"kind": "more_equipment", "of_kind": "x", "unit": "u1"}, "there is no equipment of the kind x"),
        ({"kind": "more_equipment", "of_kind": "room", "unit": "u9"}, "there is no care unit u9"),
        ({"kind": "fewer_equipment", "of_kind": "room", "unit": "u1"}, "not so many: u1 has 0 of room"),
        (
            {"kind": "fewer_equipment", "of_kind": "spirometer", "unit": "u1", "number": 3},
            "not so many: u1 has 2 of spirometer",
        ),
        ({"kind": "fewer_equipment", "of_kind": "spirometer", "unit": "u1", "number": 0}, "this changes nothing"),
        ({"kind": "equipment_away"}, "say which: items, or of_kind"),
        ({"kind": "equipment_away", "items": ["x"]}, "there is no item of equipment x"),
        ({"kind": "equipment_away", "items": ["room-1"], "unit": "u2"}, "a unit goes with of_kind"),
        ({"kind": "equipment_away", "items": ["spiro-2"]}, "this changes nothing"),
        ({"kind": "sabbatical"}, ""),
        ({"kind": "extra_hours", "practitioners": ["locum"], "hours": 1}, "locum works on none of these dates"),
        ({"kind": "absence", **ALL, "holiday": True}, "no such field"),
        ({"kind": "drop_request", "request": "r9"}, "there is no request r9"),
    ],
)
def test_what_can_not_be_spelled_out_is_refused_with_its_place(form, words):
    fine = Scenario(name="fine", changes=({"kind": "absence", **ALL},))
    wrong = Scenario(name="wrong", changes=(form,))
    study = Study(StudyFile(name="x", base="x", scenario=(fine, wrong)), BASE)
    with pytest.raises(InputError) as caught:
        list(variants_of(study))
    assert all(one.place.startswith("$.scenario[1].changes[0]") for one in caught.value.problems)
    assert words in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        ({"kind": "absence", "practitioners": ["nurs"]}, "nurse"),
        ({"kind": "absence", "with_competence": "spirometri"}, "spirometry"),
        ({"kind": "new_person", "id": "n", "like": "nurs"}, "nurse"),
        ({"kind": "duration", "competence": "spirometri", "minutes": 5}, "spirometry"),
        ({"kind": "priority", "requests": ["r-asthma1"], "priority": "stat"}, "r-asthma"),
        ({"kind": "priority", "unit": "vc-north1", "priority": "stat"}, "vc-north"),
        ({"kind": "more_equipment", "of_kind": "spirometre", "unit": "vc-north"}, "spirometer"),
        ({"kind": "more_equipment", "of_kind": "spirometer", "unit": "vc-nort"}, "vc-north"),
        ({"kind": "equipment_away", "items": ["spirometer-one"]}, "spirometer-1"),
    ],
)
def test_a_word_that_is_none_is_told_with_the_nearest(form, meant):
    unit, item = {"id": "vc-north"}, {"id": "spirometer-1", "unit": "vc-north", "kind": "spirometer"}
    windows = [{**window(person, "08:00", "12:00"), "unit": "vc-north"} for person in ("nurse", "doctor")]
    base = read(asked(linked(id="r-asthma"), units=[unit], equipment=[item], availability=windows))
    study = Study(StudyFile(name="x", base="x", scenario=(Scenario(name="wrong", changes=(form,)),)), base)
    with pytest.raises(InputError) as caught:
        list(variants_of(study))
    (problem,) = caught.value.problems
    assert problem.message.endswith(f"; did you mean {meant}? (scenario wrong)"), problem.message


def test_a_study_is_read_with_its_cases(tmp_path):
    study = read_study(written(tmp_path))
    cases = list(cases_of(study))
    assert len(cases) == size_of(study.file) == CASES
    assert len({case.key for case in cases}) == CASES
    assert [case.key for case in cases[:3]] == ["base.seed-1", "base.seed-2", "doctor-away.seed-1"]
    assert cases[4].variant.values == {"duration": 30, "extra_hours": 0}
    assert all(case.request.settings.workers == 1 for case in cases)


def test_cases_are_run_seed_by_seed_and_the_scenarios_of_each_in_another_order(tmp_path):
    study = read_study(written(tmp_path, STUDY.replace("[1, 2]", "[1, 2, 7]")))
    run = [(case.variant.name, case.seed) for case in cases_by_seed(study)]
    assert sorted(run) == sorted((case.variant.name, case.seed) for case in cases_of(study))
    assert [seed for _, seed in run] == [1] * 6 + [2] * 6 + [7] * 6
    orders = [tuple(name for name, of in run if of == seed) for seed in (1, 2, 7)]
    assert len(set(orders)) == 3
    assert run == [(case.variant.name, case.seed) for case in cases_by_seed(study)]


def test_every_problem_of_a_study_file_has_its_place(tmp_path):
    broken = STUDY.replace('"doctor-away"', '"base"').replace("[1, 2]", "[1, 1]").replace("base.json", "none.json")
    with pytest.raises(InputError) as caught:
        read_study(written(tmp_path, broken))
    said = str(caught.value)
    assert all(words in said for words in ("$.scenario[0].name", "$.seeds[1]", "none.json"))
    for text, words in (
        ("a = ", "broken TOML"),
        (STUDY + "more = 1", "no such field"),
        (STUDY.replace("$dur", "$x"), "$xation"),
    ):
        with pytest.raises(InputError, match=words.replace("$", r"\$")) as caught:
            read_study(written(tmp_path, text))
        assert words in str(caught.value)


def test_the_hash_minds_what_decides_the_results_and_nothing_else(tmp_path):
    def hash_of(text=STUDY, base=BASE):
        return study_hash(read_study(written(tmp_path, text, base)))

    plain = hash_of()
    assert hash_of(STUDY.replace("A small study", "Another").replace("until noon", "till 12")) == plain
    assert hash_of(STUDY.replace("[30, 200]", "[30, 210]")) != plain
    assert hash_of(STUDY.replace("seeds = [1, 2]", "seeds = [1, 3]")) != plain
    assert hash_of(base=apply(BASE, [{"kind": "drop_request", "request": "r2"}]).request) != plain


@settings(max_examples=some(30), deadline=None)
@given(small_requests(), st.sampled_from([0.4, 1.0, 1.6]), st.booleans())
def test_demand_has_the_number_asked_for_and_whole_requests(fields, factor, linked):
    request = read(fields)
    chosen = [case for case in request.requests if case.linked == linked]
    if not chosen or any(booking.locked for booking in request.bookings):
        return
    after, _ = spelled(request, kind="demand", factor=factor, linked=linked)
    kept = [case for case in after.requests if case.linked == linked]
    assert len(kept) == int(len(chosen) * factor + 0.5)
    assert len(after.requests) - len(kept) == len(request.requests) - len(chosen)


def test_the_committed_schema_is_the_models_and_takes_the_shipped_studies():
    committed = json.loads((ROOT / "schemas" / "dagplan.study-1.schema.json").read_text("utf-8"))
    assert committed == study_schema(), "write it anew with `dagplan schema study`"
    validator = jsonschema.Draft202012Validator(committed)
    validator.check_schema(committed)
    studies = sorted((ROOT / "examples").glob("*.study.toml"))
    assert len(studies) == 2
    for path in studies:
        validator.validate(tomllib.loads(path.read_text("utf-8")))
        assert read_study(path).file.scenario or read_study(path).file.grid
    assert list(validator.iter_errors({"name": "x", "base": "x", "scenario": [{"name": "y", "changes": [{}]}]}))


def test_dates_may_be_written_as_toml_dates():
    assert spelled(kind="absence", **ALL, dates=[tomllib.loads(f"d = {DAY}")["d"]])[1] == ["remove_availability"] * 2
