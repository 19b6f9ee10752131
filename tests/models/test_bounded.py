"""Bad input of any size: at most 200 problems are told, in the order of the input, and the rest are counted."""

from __future__ import annotations

import gc
import json
import pickle
import resource
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ConfigDict, ValidationError, create_model

from dagplan import InputError, PlanRequest
from dagplan.files import read_plan, read_request
from dagplan.models import check, piecewise
from dagplan.models.collector import collector_paused
from dagplan.models.error_words import findings_in
from dagplan.models.errors import MOST_TOLD, Problem, json_path
from dagplan.models.fields import StrictModel, is_id, zone_for_reading
from dagplan.models.findings import Finding, Findings
from dagplan.models.piecewise import read_piecewise
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.request import Request
from dagplan.models.validation import _zone_of, as_input_error
from tests.bad_inputs import BREAKING, PLANS, REQUESTS
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.strategies import small_requests
from tests.thorough import some

N = 500
FAULTS = {
    "bad requests": 3 * N,  # no patient, no visits, and a field too many
    "requests that are numbers": N,
    "requests that are lists": N,
    "bad visits": 3 * N,
    "bad durations": N,
    "unknown fields on top": N,
    "unknown fields in a request": N,
    "unknown weights": N,
    "bad bookings": 4 * N,  # each of its four fields
    "bookings of unknown visits": N,
    "units of a request unknown": N,
    "units of a request no ids": N,
    "excluded dates that are none": N,
    "competences that are empty": N + 1,  # and the doctor, whose windows there are, is lacking
    "same ids of requests": 2 * N - 2,  # of the visits too
    "same ids of visits": N,  # all but the first; and all are primary
    "windows at two units": N // 2,  # each at the second is told with one at the first
    "windows at many units": 2 * N - 1,  # unknown units; all but the first in each other's way
    "nested lists": 1,
    "nested objects": 1,
    "open lists": 1,
    "numbers past all bounds": N,
    "a number of many digits": 1,
    "numbers that are none": N,
    "fields that stand twice": N,  # what else is wrong comes when a file has no more of these than can be told
    "one field again and again": 6,  # which is unknown too: that is not told twice; five fields are lacking
    "half characters": N,
    "a long id": 1,
    "a long text": 1,
    "a long date": 1,
    "a long name of a field": 1,
    "NUL bytes": 1,
    "UTF-16 without a mark": N,
    "not UTF-8": 1,
    "a file cut off": 1,
    "nothing": 1,
    "null": 1,
    "a list": 1,
    "bad bookings of a plan": 7 * N,
    "bookings without an end": 2 * N,
    "reasons that are none": 3 * N,
}


@pytest.mark.parametrize("kind", [*REQUESTS, *PLANS])
def test_each_kind_is_told_and_counted(kind, tmp_path):
    path = tmp_path / "in.json"
    path.write_bytes({**REQUESTS, **PLANS}[kind](5000 if FAULTS[kind] == 1 else N))
    with pytest.raises(InputError) as caught:
        read_request(path) if kind in REQUESTS else read_plan(path, read(asked(single())))
    error = caught.value
    assert len(error.problems) + error.more == FAULTS[kind]
    assert len(error.problems) == min(FAULTS[kind], MOST_TOLD)
    assert len(set(error.problems)) == len(error.problems)
    assert all(str(path) in problem.place and len(str(problem)) < 500 for problem in error.problems)
    assert str(error).count("\n") == len(error.told) - 1


@pytest.mark.parametrize("kind", [*BREAKING])
def test_violations_are_told_and_counted(kind, tmp_path, command_line):
    (tmp_path / "in.json").write_text(json.dumps(asked(single())))
    (tmp_path / "plan.json").write_bytes(BREAKING[kind](N))
    status, out, _ = command_line("check", tmp_path / "in.json", tmp_path / "plan.json")
    more = kind == "requests listed as unbooked that there are not"  # and the one that is unbooked is not listed
    assert status == 1
    assert out.splitlines()[-2:] == [f"… and {N + more - 200} more violations", f"{N + more} violations"]
    assert len(out.splitlines()) == 202


@pytest.fixture
def command_line(capsys):
    from dagplan.cli import main

    def run(*arguments):
        status = main([str(one) for one in arguments])
        return status, *capsys.readouterr()

    return run


def test_the_command_line_tells_two_hundred_and_counts_the_rest_of_both_inputs(tmp_path, command_line):
    (tmp_path / "in.json").write_bytes(REQUESTS["bad requests"](1000))
    (tmp_path / "plan.json").write_bytes(PLANS["bad bookings of a plan"](1000))
    status, out, told = command_line("check", tmp_path / "in.json", tmp_path / "plan.json")
    assert (status, out) == (2, "")
    assert len(told.splitlines()) == 201
    assert told.splitlines()[-1] == "… and 9,800 more problems"
    assert "$.requests[0].y: no such field" in told.splitlines()[0]
    assert "$.requests[0].patient: this field is required" in told.splitlines()[1]


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))


def test_faults_without_number_take_no_memory_without_bound(tmp_path):
    """Two hundred thousand bad requests, three faults each, in half a gigabyte, all of Python in it."""
    (tmp_path / "in.json").write_bytes(REQUESTS["bad requests"](200_000))
    call = [sys.executable, "-m", "dagplan.cli", "plan", str(tmp_path / "in.json")]
    done = subprocess.run(call, capture_output=True, text=True, preexec_fn=limited, check=False, timeout=120)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "… and 599,800 more problems"
    assert len(done.stderr.splitlines()) == 201


def places(data):
    with pytest.raises(ValidationError) as caught:
        PlanRequest.model_validate(data)
    return [problem.place for problem in as_input_error(caught.value).problems]


def test_problems_stand_in_the_order_of_the_input():
    data = {"colour": 1, "bookings": [{}], "requests": [single(latest="soon", colour=1)], **asked()}
    data["requests"] = [single(latest="soon", colour=1), {"colour": 2, **single("r3"), "units": ["u9", "u1", "u8"]}]
    data["bookings"] = [{"unit": "u7", "visit": "v", "practitioner": "doctor", "start": "2026-10-25T02:30"}]
    data["availability"].insert(0, window("nurse", "10:00", "09:00", "u6"))
    del data["first_date"]
    assert places(data) == [
        "$.colour",
        "$.bookings[0].unit",
        "$.bookings[0].visit",
        "$.bookings[0].start",
        "$.requests[0].latest",
        "$.requests[0].colour",
        "$.requests[1].colour",
        "$.availability[0].unit",
        "$.availability[0].end",
        "$.first_date",
    ]


def test_what_a_large_entry_names_stays_known():
    """A request with a hundred visits and one fault: bookings of its visits are no strangers."""
    visits = [{"id": f"v{i}", "role": "secondary", "duration": 1, "competence": "physician"} for i in range(150)]
    visits[0]["role"], visits[99]["duration"] = "primary", 0
    booking = {"visit": "v120", "practitioner": "doctor", "unit": "u1", "start": at("09:00")}
    data = asked({"id": "r1", "patient": "p1", "visits": visits}, bookings=[booking])
    assert places(data) == ["$.requests[0].visits[99].duration"]
    visits[99]["duration"] = 1
    assert len(read(asked({"id": "r1", "patient": "p1", "visits": visits})).requests[0].visits) == 150


numbers = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.sampled_from("xyz")), max_size=150)


@given(numbers, st.integers(1, 9), st.randoms(use_true_random=False))
@settings(max_examples=some(60))
def test_the_first_findings_whatever_order_they_come_in(locations, most, chance):
    data = {name: [dict.fromkeys("xyz", 1)] * 41 for name in "ba"}
    wanted = sorted(locations, key=lambda one: ("ba".index(one[0]), *one[1:]))[:most]
    chance.shuffle(locations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dagplan.models.findings.MOST_TOLD", most)
        found = Findings(data)
        for location in locations:
            if found.full_before(location):
                found.skip(1)
            else:
                found.add(Finding(location, "", ""))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dagplan.models.findings.MOST_TOLD", most)
        assert [one.location for one in found.told()] == wanted
    assert found.count == len(locations)


NASTY = [
    *(None, True, -1, 1.5, float("inf"), "", "\x00", "x" * 300, [], {}, [[]], {"id": {}}, b"x", 10**20),
    *("läk-1", "la\u0308k", "19121212-1212", "r-20261005-0001", "a\nb"),
    *("2026-10-05T24:00", "2026-10-05T08:00Z", "2026-10-25T02:30"),
]
Bare = create_model(
    "Bare",
    __config__=ConfigDict(**StrictModel.model_config),
    **{name: (field.annotation, field) for name, field in PlanRequest.model_fields.items()},  # type: ignore[call-overload]
)


@st.composite
def broken_requests(draw):
    """A small request in which some values, anywhere, are others, are gone, or stand under another name."""
    data = draw(small_requests())
    for _ in range(draw(st.integers(0, 4))):
        inner, way = data, data
        while isinstance(inner, dict | list) and inner:
            way = inner
            step = draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
            inner = inner[step]
            if draw(st.integers(0, 3)) == 0:
                break
        if not way:
            continue
        change = draw(st.sampled_from(["set", "drop", "rename", "twice"]))
        if change == "set" or isinstance(way, list):
            way[step] = draw(st.sampled_from(NASTY))
        elif change == "drop":
            del way[step]
        elif change == "rename":
            way[f"{step}x"] = way.pop(step)
        else:
            way[f"{step}2"] = way[step]
    return data


def as_pydantic_says(data):
    """What is wrong with the fields, read all at once."""
    with zone_for_reading(_zone_of(data)):
        try:
            return Bare.model_validate(data), []
        except ValidationError as error:
            return None, [(one.location, one.message, one.code) for one in findings_in(error)]


@given(broken_requests(), st.sampled_from([1, 2, 100]))
@settings(max_examples=some(100), deadline=None)
def test_read_in_pieces_of_any_size_is_judged_as_read_at_once(data, size):
    whole, wrong = as_pydantic_says(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(piecewise, "_LARGE", size)
        patch.setattr(piecewise, "_CHUNK", size)
        made = read_piecewise(Bare, data)
    assert sorted(map(repr, wrong)) == sorted(
        repr((one.location, one.message, one.code)) for one in made.found.told()
    )
    assert made.model == whole
    assert made.found.count == len(wrong)


@given(broken_requests())
@settings(max_examples=some(100), deadline=None)
def test_what_can_be_read_is_the_same_from_json_from_objects_and_from_models(data):
    try:
        text = json.dumps(data)
        made = PlanRequest.model_validate(data)
    except (ValidationError, TypeError):
        return
    assert PlanRequest.model_validate_json(text) == made
    assert PlanRequest(**data) == made
    assert PlanRequest.model_validate(made) is made
    fields = {field.alias or name: getattr(made, name) for name, field in PlanRequest.model_fields.items()}
    assert PlanRequest.model_validate(fields) == made


def test_a_copy_that_does_not_fit_is_still_refused():
    made = read(asked(single()))
    with pytest.raises(ValidationError, match="there is no practitioner"):
        PlanRequest.model_validate(made.model_copy(update={"practitioners": ()}))


shapes = st.one_of(
    st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,70}", fullmatch=True),
    st.from_regex(r"[ -~À-ÿ]{0,30}[0-9]{6,8}[-+: ]{0,2}[0-9KMX]{3,4}[ -~]{0,5}", fullmatch=True),
    st.text(max_size=70),
)


@given(shapes)
@settings(max_examples=some(300))
def test_ids_and_texts_of_common_shapes_are_judged_as_all_are(text):
    """One look at a common shape says what the whole judgement says."""
    try:
        made = Request.model_validate(single(text)).id
    except ValidationError:
        made = None
    normal = unicodedata.normalize("NFC", text)
    assert made == (normal if is_id(normal) and not looks_like_identity_number(text) else None)
    try:
        word = Request.model_validate(single(competence=text)).visits[0].competence
    except ValidationError:
        word = None
    bad = (
        not 1 <= len(text) <= 200
        or looks_like_identity_number(text)
        or any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in text)
    )
    assert word == (None if bad else text)


@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32), st.integers(0, 25), st.integers(0, 61))
def test_times_of_the_common_shape_are_judged_as_all_are(year, month, day, hour, minute):
    text = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"
    try:
        wanted = datetime(year, month, day, hour, minute)
    except ValueError:
        wanted = None
    try:
        made = read(asked(single(), settings={"freeze_before": text})).settings.freeze_before
    except ValidationError:
        made = None
    assert made == wanted


def test_windows_in_each_others_way_are_told_one_by_one():
    """Three units at once: each window but the first is told, with the one that is open longest elsewhere."""
    ends = {"u1": "10:00", "u2": "12:00", "u3": "11:00"}
    hours = [window("doctor", "08:00", end, unit) for unit, end in ends.items()]
    hours.append(window("doctor", "11:30", "12:30", "u2"))
    hours.append(window("doctor", "11:45", "12:00", "u3"))
    data = asked(single(), units=[{"id": unit} for unit in ends], availability=hours)
    assert places(data) == ["$.availability[1]", "$.availability[2]", "$.availability[4]"]


def test_a_crowd_of_bookings_at_once_is_no_crowd_of_pairs():
    """Sixty visits at eight with one doctor: each is told with at most fifty others, and none is left out."""
    count = 60
    request = read(asked(*(single(f"r{i}", f"p{i}") for i in range(count))))
    plan = plan_with(request, *((f"r{i}-v", "doctor", "08:00") for i in range(count)))
    pairs = [one.ids[:2] for one in check(request, plan) if one.rule == "practitioner_once"]
    assert {visit for pair in pairs for visit in pair} == {f"r{i}-v" for i in range(count)}
    assert len(pairs) == sum(min(i, 50) for i in range(count))


def test_an_error_that_tells_a_part_keeps_its_count_wherever_it_goes():
    error = InputError(Problem(f"$.a[{i}]", "wrong") for i in range(1000))
    assert (len(error.problems), error.more) == (200, 800)
    moved = error.elsewhere(lambda one: replace(one, place=f"x: {one.place}"))
    assert (moved.problems[0].place, moved.more) == ("x: $.a[0]", 800)
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, again.more, str(again)) == (error.problems, 800, str(error))
    joined = InputError([*error.told, *error.told])
    assert (len(joined.problems), joined.more) == (200, 1800)
    assert str(error).splitlines()[-1] == "… and 800 more problems"
    assert InputError([Problem("a", "b")] * 201).told[-1].message == "… and 1 more problem"


def test_the_error_of_the_model_has_a_line_that_counts():
    with pytest.raises(ValidationError) as caught:
        PlanRequest.model_validate(json.loads(REQUESTS["bad requests"](1000)))
    assert caught.value.error_count() == 201
    last = caught.value.errors()[-1]
    assert (last["type"], last["msg"], last["loc"]) == ("more_problems", "… and 2,800 more problems", ())
    assert as_input_error(caught.value).more == 2800


def test_the_collector_runs_again_after_reading_and_only_if_it_ran():
    assert gc.isenabled()
    with pytest.raises(ValidationError), collector_paused():
        PlanRequest.model_validate({"requests": [{}]})
    assert gc.isenabled()
    gc.disable()
    try:
        read(asked(linked()))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_long_names_of_fields_are_cut_and_hold_no_identity_number():
    names = ["x" * 70, "y" * 55 + "19121212-1212" + "y" * 9]
    found = places(asked(single(**dict.fromkeys(names, 1))))
    assert found == [f"$.requests[0].{'x' * 63}…", "$.requests[0].(a field not repeated here)"]
    assert json_path(("a" * 64,)) == f"$.{'a' * 64}"
