"""Broken input: every problem at once, each with its place, and no refused value repeated."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from pydantic import ValidationError

from dagplan import PlanRequest
from dagplan.models.errors import json_path
from dagplan.models.validation import as_input_error
from tests.build import asked, at, linked, single, window


def problems(data):
    try:
        PlanRequest.model_validate(data)
    except ValidationError as error:
        return [(problem.place, problem.message) for problem in as_input_error(error).problems]
    return []


def changed(path, value, data=None):
    """A valid request with one thing set (or taken out, for ``...``)."""
    data = deepcopy(data or asked(linked(), single()))
    *way, last = path
    inner = data
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return data


BOOKED = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("09:00")}
BROKEN = [
    (("schema",), "dagplan.request/2", "$.schema", "must be 'dagplan.request/1'"),
    (("shcema",), "x", "$.shcema", "no such field"),
    (("time_zone",), "Europe/Stokholm", "$.time_zone", "no such time zone"),
    (("first_date",), ..., "$.first_date", "required"),
    (("first_date",), "2026-13-01", "$.first_date", "no such date"),
    (("first_date",), "5/10/2026", "$.first_date", "YYYY-MM-DD"),
    (("last_date",), "2026-10-04", "$.last_date", "before the first date"),
    (("units",), "u1", "$.units", "write a list"),
    (("units", 0, "id"), "1u", "$.units[0].id", "an id is a letter"),
    (("units", 0, "id"), "u" * 65, "$.units[0].id", "an id is a letter"),
    (("units", 0, "kind"), "hospital", "$.units[0].kind", "must be"),
    (("practitioners", 1, "id"), "nurse", "$.practitioners[1].id", "used twice"),
    (("practitioners", 0, "competences"), ..., "$.practitioners[0].competences", "required"),
    (("practitioners", 0, "competences"), [""], "$.practitioners[0].competences[0]", "empty"),
    (
        ("availability", 0, "practitioner"),
        "nobody",
        "$.availability[0].practitioner",
        "no practitioner nobody",
    ),
    (("availability", 0, "unit"), "u9", "$.availability[0].unit", "no care unit u9"),
    (("availability", 0, "end"), at("08:00"), "$.availability[0].end", "is empty"),
    (("availability", 0, "end"), at("07:00"), "$.availability[0].end", "is reversed"),
    (("availability", 0, "end"), "2026-10-06T09:00", "$.availability[0].end", "on one date"),
    (("availability", 0, "start"), "2026-10-05 08:00", "$.availability[0].start", "YYYY-MM-DDTHH:MM"),
    (("availability", 0, "start"), "2026-10-05T08:00:30", "$.availability[0].start", "to the minute"),
    (("availability", 0, "start"), "2026-10-05T25:00", "$.availability[0].start", "no such"),
    (("availability", 0, "start"), 480, "$.availability[0].start", "YYYY-MM-DDTHH:MM"),
    (
        ("busy",),
        [{"practitioner": "x1", "start": at("09:00"), "end": at("10:00")}],
        "$.busy[0].practitioner",
        "no practitioner",
    ),
    (
        ("busy",),
        [{"practitioner": "nurse", "start": at("10:00"), "end": at("09:00")}],
        "$.busy[0].end",
        "reversed",
    ),
    (("requests", 1, "id"), "r1", "$.requests[1].id", "used twice"),
    (("requests", 1, "visits", 0, "id"), "a", "$.requests[1].visits[0].id", "used twice"),
    (("requests", 0, "patient"), ..., "$.requests[0].patient", "required"),
    (("requests", 0, "visits"), [], "$.requests[0].visits", "at least one"),
    (("requests", 0, "priority"), "soon", "$.requests[0].priority", "must be"),
    (("requests", 0, "units"), ["u9"], "$.requests[0].units[0]", "no care unit"),
    (("requests", 0, "visits", 0, "role"), "primary", "$.requests[0].visits", "exactly one primary"),
    (("requests", 0, "visits", 1, "role"), "secondary", "$.requests[0].visits", "exactly one primary"),
    (("requests", 0, "visits", 0, "role"), ..., "$.requests[0].visits[0].role", "say primary or secondary"),
    (("requests", 1, "visits", 0, "role"), "secondary", "$.requests[1].visits[0].role", "needs a primary"),
    (
        ("requests", 0, "visits", 0, "booking_mode"),
        "drop_in",
        "$.requests[0].visits[0].booking_mode",
        "drop-in",
    ),
    (("requests", 0, "visits", 0, "duration"), 0, "$.requests[0].visits[0].duration", "at least 1"),
    (("requests", 0, "visits", 0, "duration"), "30", "$.requests[0].visits[0].duration", "whole number"),
    (("requests", 0, "visits", 0, "duration"), True, "$.requests[0].visits[0].duration", "whole number"),
    (("requests", 0, "visits", 0, "duration"), 22.5, "$.requests[0].visits[0].duration", "whole number"),
    (
        ("requests", 0, "visits", 0, "practitioners"),
        ["doctor"],
        "$.requests[0].visits[0].practitioners[0]",
        "does not have",
    ),
    (
        ("requests", 0, "visits", 0, "preferred"),
        "who",
        "$.requests[0].visits[0].preferred",
        "no practitioner who",
    ),
    (("requests", 0, "min_wait"), -5, "$.requests[0].min_wait", "at least 0"),
    (("requests", 0, "max_wait"), 10, "$.requests[0].visits[1]", "more than max_wait"),
    (("requests", 0, "not_before"), "9:00", "$.requests[0].not_before", "HH:MM"),
    (("requests", 0, "not_after"), "07:00", "$.requests[0].not_after", "not later than"),
    (("requests", 0, "latest"), "2026-10-01", "$.requests[0].latest", "before earliest"),
    (("requests", 0, "same_day_as"), ["r9"], "$.requests[0].same_day_as[0]", "no request r9"),
    (("requests", 0, "same_day_as"), ["r1"], "$.requests[0].same_day_as[0]", "to itself"),
    (("requests", 0, "same_day_as"), ["r2"], "$.requests[0].same_day_as[0]", "another patient"),
    (("bookings",), [{**BOOKED, "visit": "zz"}], "$.bookings[0].visit", "no visit zz"),
    (("bookings",), [BOOKED, BOOKED], "$.bookings[1].visit", "booked twice"),
    (("bookings",), [{**BOOKED, "locked": "yes"}], "$.bookings[0].locked", "true or false"),
    (("settings", "grid"), 0, "$.settings.grid", "at least 1"),
    (("settings", "time_limit"), 0, "$.settings.time_limit", "more than 0"),
    (("settings", "time_limit"), float("nan"), "$.settings.time_limit", "number"),
    (("settings", "weights"), {"wait": 1.5}, "$.settings.weights.wait", "whole number"),
    (("settings", "weights"), {"unbooked": {"soon": 1}}, "$.settings.weights.unbooked.soon", "no such field"),
]
RICH = asked(
    linked(not_before="08:00", earliest="2026-10-05"),
    single(),
)
RICH["requests"][0]["visits"][1]["min_wait"] = 20


@pytest.mark.parametrize(("path", "value", "place", "words"), BROKEN, ids=[f"{e[2]} {e[3]}" for e in BROKEN])
def test_each_kind_of_broken_input(path, value, place, words):
    found = problems(changed(path, value, RICH))
    assert any(where == place and words in message for where, message in found), found
    assert all(where.startswith("$") and message for where, message in found)


def test_the_base_of_the_table_is_valid():
    assert problems(RICH) == []


def test_every_problem_at_once_fields_and_fit_together():
    data = deepcopy(RICH)
    data["extra"] = 1
    data["availability"][0]["unit"] = "u9"
    data["requests"][0]["visits"][0]["duration"] = "long"
    data["requests"][1]["visits"][0]["role"] = "secondary"
    data["requests"].append(single("r3", visits=[{"id": "r3-v", "duration": 10, "competence": "x", "when": 1}]))
    data["bookings"] = [BOOKED, {**BOOKED, "visit": "r3-v", "unit": "u8"}]
    assert {where for where, _ in problems(data)} == {
        "$.extra",
        "$.availability[0].unit",
        "$.requests[0].visits[0].duration",
        "$.requests[1].visits[0].role",
        "$.requests[2].visits[0].when",
        "$.bookings[1].unit",
    }


def test_windows_at_two_units_may_touch_but_not_overlap():
    def both(start):
        return asked(
            single(),
            units=[{"id": "u1"}, {"id": "u2"}],
            availability=[window("doctor", "08:00", "10:00"), window("doctor", start, "12:00", "u2")],
        )

    assert problems(both("10:00")) == []
    ((place, message),) = problems(both("09:59"))
    assert place == "$.availability[1]"
    assert "u1" in message
    assert "u2" in message


@pytest.mark.parametrize(
    ("day", "clock", "fine"),
    [
        ("2027-03-28", "02:30", False),
        ("2027-03-28", "03:00", True),
        ("2026-10-25", "02:00", False),
        ("2026-10-25", "02:59", False),
        ("2026-10-25", "03:00", True),
        ("2026-10-25", "01:59", True),
    ],
)
def test_local_times_on_clock_change_days(day, clock, fine):
    found = problems(asked(single(), availability=[window("doctor", clock, "12:00", day=day)]))
    assert (found == []) is fine
    assert fine or (found[0][0] == "$.availability[0].start" and "clocks change" in found[0][1])


def test_a_time_with_an_offset_is_converted_to_the_requests_zone():
    stockholm = asked(single(), availability=[{**window("doctor", "08:00", "12:00"), "start": "2026-10-05T06:00Z"}])
    assert f"{PlanRequest.model_validate(stockholm).availability[0].start:%H:%M}" == "08:00"
    helsinki = PlanRequest.model_validate({**stockholm, "time_zone": "Europe/Helsinki"})
    assert f"{helsinki.availability[0].start:%H:%M}" == "09:00"


IDENTITY_NUMBERS = [
    "191212121212",
    "19121212-1212",
    "121212-1212",
    "121212+1212",
    "1212121212",
    "p191212121212",
    "p-121212-1213",
    "197010632391",
    "701063-2391",
    "19700123K019",
    "19700123M019",
    "19700123-X019",
    "x.20000101-0000",
]


@pytest.mark.parametrize("number", IDENTITY_NUMBERS)
@pytest.mark.parametrize(
    "path",
    [
        ("requests", 0, "patient"),
        ("requests", 0, "id"),
        ("requests", 0, "visits", 0, "id"),
        ("units", 0, "name"),
        ("requests", 0, "visits", 0, "competence"),
        ("requests", 0, "visits", 0, "visit_type"),
        ("practitioners", 0, "id"),
        ("requests", 0, "same_day_as"),
    ],
)
def test_identity_numbers_are_refused_and_not_repeated(number, path):
    data = changed(path, [number] if path[-1] == "same_day_as" else number, RICH)
    with pytest.raises(ValidationError) as caught:
        PlanRequest.model_validate(data)
    texts = [
        str(caught.value),
        repr(caught.value),
        json.dumps(caught.value.errors(), default=str),
        str(as_input_error(caught.value)),
    ]
    assert not any(number in text for text in texts)
    assert "identity number" in texts[0]


def test_an_identity_number_as_a_field_name_or_a_number_is_not_repeated():
    for data in (
        changed(("191212121212",), 1, RICH),
        changed(("requests", 0, "patient"), 191212121212, RICH),
    ):
        with pytest.raises(ValidationError) as caught:
            PlanRequest.model_validate(data)
        texts = [
            str(caught.value),
            repr(caught.value),
            repr(caught.value.errors()),
            str(as_input_error(caught.value)),
        ]
        assert not any("191212121212" in text for text in texts)


@pytest.mark.parametrize("harmless", ["p-0001", "r-2026-17", "visit-123456789", "A1B2C3", "p.99887766554433"])
def test_ordinary_ids_are_accepted(harmless):
    assert problems(changed(("requests", 0, "patient"), harmless, RICH)) == []


def test_nothing_but_an_object_is_a_request():
    for data in ([], "x", None, 3):
        assert problems(data)


def test_models_are_frozen():
    request = PlanRequest.model_validate(RICH)
    with pytest.raises(ValidationError):
        request.first_date = request.last_date


FULL = asked(
    linked(not_before="08:00", units=["u1"], excluded_dates=["2026-10-07"]),
    single(),
    units=[{"id": "u1", "name": "Unit"}],
    busy=[{"practitioner": "nurse", "start": at("11:00"), "end": at("11:30")}],
    bookings=[BOOKED],
    settings={"grid": 5, "weights": {"unbooked": {"routine": 5}}},
)
FULL["practitioners"][0]["name"] = "Nurse"
FULL["requests"][0]["visits"][0] |= {
    "practitioners": ["nurse"],
    "preferred": "nurse",
    "visit_type": "new",
    "visit_form": "here",
}


def ways_to(value, wanted, way=()):
    """The path of everything inside of a kind."""
    if isinstance(value, wanted):
        yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from ways_to(one, wanted, (*way, step))


@pytest.mark.parametrize("way", list(ways_to(FULL, dict)), ids=json_path)
def test_an_unknown_field_is_refused_at_every_level(way):
    found = problems(changed((*way, "colour"), "blue", FULL))
    assert found == [(json_path((*way, "colour")), "no such field; unknown fields are refused, never ignored")]


@pytest.mark.parametrize("way", list(ways_to(FULL, str)), ids=json_path)
def test_an_identity_number_is_refused_and_not_repeated_in_any_text(way):
    for number in ("p191212121212", "19121212-1212", "700101-2391", "19700123K019"):
        with pytest.raises(ValidationError) as caught:
            PlanRequest.model_validate(changed(way, number, FULL))
        error = caught.value
        texts = [str(error), repr(error), repr(error.errors()), error.json(), str(as_input_error(error))]
        assert not any(number in text for text in texts)
        assert any(problem.place == json_path(way) for problem in as_input_error(error).problems)


@pytest.mark.parametrize("way", list(ways_to(FULL, (str, int, dict, list))), ids=json_path)
def test_any_value_of_the_wrong_kind_is_a_problem_with_its_place_and_not_a_crash(way):
    for wrong in (
        None,
        True,
        -1,
        1.5,
        float("inf"),
        float("nan"),
        "",
        "\x00",
        "x" * 10_000,
        [],
        {},
        [[]],
        {"id": {}},
        b"x",
    ):
        try:
            PlanRequest.model_validate(changed(way, wrong, FULL) if way else wrong)
        except ValidationError as error:
            found = as_input_error(error).problems
            assert found
            assert all(problem.place.startswith("$") and problem.message and problem.code for problem in found)


def test_no_problem_comes_twice_and_all_come_in_one_go():
    data = deepcopy(FULL)
    data["first_date"] = "soon"
    data["availability"][0]["end"] = at("07:00")
    data["availability"][1]["practitioner"] = "nobody"
    data["requests"][0]["visits"][1]["role"] = "secondary"
    data["requests"][1] |= {"patient": "19121212-1212", "min_wait": 5, "max_wait": 4}
    data["bookings"].append({**BOOKED, "start": "2026-10-25T02:30"})
    data["settings"]["weights"]["unbooked"]["routine"] = "1000"
    found = [place for place, _ in problems(data)]
    assert len(found) == len(set(found))
    assert set(found) >= {
        "$.first_date",
        "$.availability[0].end",
        "$.availability[1].practitioner",
        "$.requests[0].visits",
        "$.requests[1].patient",
        "$.bookings[1].visit",
        "$.bookings[1].start",
        "$.settings.weights.unbooked.routine",
    }


@pytest.mark.parametrize("text", ["", "{", "[1,]", '{"a": "\\ud800"}', "\ufeff{}", '{"units": ' + "9" * 5000 + "}"])
def test_a_broken_json_text_is_a_validation_error(text):
    with pytest.raises(ValidationError) as caught:
        PlanRequest.model_validate_json(text)
    assert caught.value.errors()[0]["type"] in ("json_invalid", "missing")


def test_json_text_with_options_is_read_as_pydantic_does():
    text = json.dumps(RICH)
    assert PlanRequest.model_validate_json(text, context={}) == PlanRequest.model_validate_json(text.encode())
