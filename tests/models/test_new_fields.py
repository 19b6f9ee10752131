"""Ids of any alphabet, ends at midnight, competences as they are read, time of patients, texts in one line."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dagplan import PlanRequest, apply, check, plan
from dagplan.models.competences import competence_key
from dagplan.models.fields import is_id
from dagplan.models.validation import as_input_error
from tests.build import plan_of

DAY = "2026-12-08"


def asked(**fields):
    return {
        "first_date": DAY,
        "last_date": DAY,
        "units": [{"id": "vc"}],
        "practitioners": [{"id": "anna", "competences": ["Spirometri"]}],
        "availability": [{"practitioner": "anna", "unit": "vc", "start": f"{DAY}T09:00", "end": f"{DAY}T10:00"}],
        "requests": [
            {"id": "r", "patient": "p", "visits": [{"id": "v", "duration": 30, "competence": "spirometri"}]}
        ],
        **fields,
    }


def problems(data):
    with pytest.raises(ValidationError) as caught:
        PlanRequest.model_validate(data)
    return [str(one) for one in as_input_error(caught.value).problems]


def booked(data):
    request = PlanRequest.model_validate({"settings": {"workers": 1, "time_limit": 5}, **data})
    made = plan(request)
    assert check(request, made) == []
    return [(one.visit, f"{one.start:%H:%M}", f"{one.end:%m-%d %H:%M}") for one in made.bookings]


@pytest.mark.parametrize("name", ["a", "läk-1", "Ж2", "病院.1", "क्षि", "A_b.c-d", "é", "x" * 64])
def test_ids_of_any_alphabet(name):
    assert is_id(unicodedata.normalize("NFC", name))
    assert PlanRequest.model_validate(asked(units=[{"id": name}], availability=[])).units[0].id == name


@pytest.mark.parametrize(
    "name", ["", "1a", "-a", "a b", "a/b", "a\u200b", "a\n", "̈a", "a²", "a٣", "x" * 65, "a\ud800"]
)
def test_what_is_no_id(name):
    assert len(problems(asked(units=[{"id": name}], availability=[]))) == 1


def test_one_name_typed_on_two_machines_is_one_id():
    whole, in_parts = unicodedata.normalize("NFC", "läk"), unicodedata.normalize("NFD", "läk")
    request = PlanRequest.model_validate(
        asked(
            practitioners=[{"id": in_parts, "competences": []}],
            availability=[
                {"practitioner": whole, "unit": "vc", "start": f"{DAY}T09:00", "end": f"{DAY}T10:00"},
            ],
        )
    )
    assert request.practitioners[0].id == request.availability[0].practitioner == whole


@pytest.mark.parametrize("end", [f"{DAY}T24:00", "2026-12-09T00:00", f"{DAY}T24:00:00", f"{DAY}T24:00+01:00"])
def test_a_window_until_midnight(end):
    night = [{"practitioner": "anna", "unit": "vc", "start": f"{DAY}T23:30", "end": end}]
    request = PlanRequest.model_validate(asked(availability=night))
    assert request.availability[0].end == datetime(2026, 12, 9)
    assert PlanRequest.model_validate_json(request.model_dump_json(by_alias=True)) == request
    assert booked(asked(availability=night)) == [("v", "23:30", "12-09 00:00")]


def test_only_an_end_is_written_as_24_00():
    night = [{"practitioner": "anna", "unit": "vc", "start": f"{DAY}T24:00", "end": "2026-12-09T01:00"}]
    assert problems(asked(availability=night)) == [
        "$.availability[0].start: 24:00 is the end of a date; only an end may be written so"
    ]
    over = [{"practitioner": "anna", "unit": "vc", "start": f"{DAY}T23:00", "end": "2026-12-09T00:01"}]
    assert problems(asked(availability=over)) == [
        "$.availability[0].end: a window lies on one date: write one for each date"
    ]
    late = [{"practitioner": "anna", "unit": "vc", "start": f"{DAY}T23:00", "end": f"{DAY}T24:01"}]
    assert len(problems(asked(availability=late))) == 1


def test_a_busy_time_until_midnight_and_a_change_until_midnight():
    night = [{"practitioner": "anna", "unit": "vc", "start": f"{DAY}T22:00", "end": f"{DAY}T24:00"}]
    busy = [{"practitioner": "anna", "start": f"{DAY}T22:20", "end": f"{DAY}T24:00"}]
    assert booked(asked(availability=night, busy=busy)) == []
    request = PlanRequest.model_validate(asked(availability=night))
    changes = [
        {"kind": "remove_availability", "practitioner": "anna", "start": f"{DAY}T23:00", "end": f"{DAY}T24:00"}
    ]
    applied = apply(request, changes)
    assert applied.request.availability[0].end == datetime(2026, 12, 8, 23)
    assert applied.words[0].endswith("(60 minutes of availability less).")
    back = [{**changes[0], "kind": "add_availability", "unit": "vc"}]
    assert apply(applied.request, back).words[0].endswith("(60 minutes of availability more).")


def test_a_window_until_the_clocks_change():
    night, word = "2026-10-25", {"practitioner": "anna", "unit": "vc"}
    data = asked(
        first_date=night,
        last_date=night,
        availability=[{**word, "start": f"{night}T01:00", "end": f"{night}T02:00"}],
    )
    assert booked(data) == [("v", "01:00", "10-25 01:30")]
    data["availability"][0]["start"] = f"{night}T02:30"
    data["availability"][0]["end"] = f"{night}T04:00"
    assert len(problems(data)) == 1


@pytest.mark.parametrize("word", ["SPIROMETRI", " spirometri ", "spirometri\u00a0", "\ufeffSpiro\u200bmetri"])
def test_competences_that_read_the_same_are_one(word):
    people = [{"id": "anna", "competences": [word]}]
    assert booked(asked(practitioners=people)) == [("v", "09:00", "12-08 09:30")]
    assert PlanRequest.model_validate(asked(practitioners=people)).practitioners[0].competences == (word,)


@given(st.text(min_size=1, max_size=20))
def test_the_key_of_a_competence_forgets_how_it_was_typed(word):
    key = competence_key(word)
    assert competence_key(key) == key
    for other in (f"  {word}\t", unicodedata.normalize("NFD", word), word.replace(" ", "\u2009 ")):
        assert competence_key(other) == key


def test_a_competence_that_nobody_has_is_a_warning_with_the_nearest_words():
    wanted = {"id": "r2", "patient": "p2", "visits": [{"id": "v2", "duration": 30, "competence": "spirometr"}]}
    request = PlanRequest.model_validate(asked(requests=[wanted]))
    warnings = [one for one in plan(request).warnings if one.code == "unknown_competence"]
    assert [(one.message, one.ids) for one in warnings] == [
        ("Nobody has the competence spirometr, which v2 needs; did you mean Spirometri?", ("v2",))
    ]


def test_no_visit_while_the_patient_has_something_else():
    away = [{"patient": "p", "start": f"{DAY}T09:10", "end": f"{DAY}T09:25"}]
    assert booked(asked(patient_busy=away))[0][1] in ("09:25", "09:30")
    assert booked(asked(patient_busy=[{**away[0], "patient": "somebody-else"}])) == [("v", "09:00", "12-08 09:30")]
    days_away = [{"patient": "p", "start": "2026-12-01T00:00", "end": "2027-12-01T24:00"}]
    assert booked(asked(patient_busy=days_away)) == []


def test_the_checker_finds_a_visit_while_the_patient_has_something_else():
    free = PlanRequest.model_validate(asked())
    made = plan(free).bookings
    for span, wrong in (("09:29", True), ("09:30", False)):
        away = [{"patient": "p", "start": f"{DAY}T{span}", "end": f"{DAY}T09:45"}]
        request = PlanRequest.model_validate(asked(patient_busy=away))
        found = [one.rule for one in check(request, plan_of(request, made))]
        assert found == (["patient_free"] if wrong else [])


def test_a_locked_visit_while_the_patient_has_something_else_stands_with_a_warning():
    away = [{"patient": "p", "start": f"{DAY}T09:00", "end": f"{DAY}T10:00"}]
    fact = [{"visit": "v", "practitioner": "anna", "unit": "vc", "start": f"{DAY}T09:00", "locked": True}]
    request = PlanRequest.model_validate(asked(patient_busy=away, bookings=fact))
    made = plan(request)
    assert check(request, made) == []
    assert "locked_breaks_patient_free" in [one.code for one in made.warnings]


@pytest.mark.parametrize("text", ["Anna\nBerg", "Anna\r\n", "An\tna", "Anna\x00", "Anna\x85", "Anna\u2028"])
def test_texts_hold_no_control_characters(text):
    people = [{"id": "anna", "name": text, "competences": ["spirometri"]}]
    assert problems(asked(practitioners=people)) == [
        "$.practitioners[0].name: may hold no line ends, tabs or other control characters"
    ]


@pytest.mark.parametrize("number", ["151224\u200b2643", "19151224\u00ad-2643", "1512\ufeff24-2643"])
def test_no_identity_number_hides_behind_characters_that_take_no_room(number):
    people = [{"id": "anna", "name": number, "competences": ["spirometri"]}]
    (told,) = problems(asked(practitioners=people))
    assert "looks like a personal identity number" in told
    assert number not in told
