"""What is asked in passing: bytes in, bytes out, and what is wrong stands where it was sent."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagplan import InputError, Plan, PlanRequest, apply, check
from dagplan.documents import MEDIA_TYPES, to_bytes
from dagplan.models.offer import Offer, Offers
from dagplan.service.figures import Figures
from dagplan.service.limits import Limits
from dagplan.service.operations import catalogue, comparing, judging, offering, replanning, writing
from dagplan.service.operations.answers import Judged, SaidChanges, ToldDifference, Valid, in_words, told
from dagplan.service.operations.bodies import CheckBody
from dagplan.service.operations.document import Document, json_body
from dagplan.service.operations.growth import most_requests
from dagplan.solver import Helpers
from tests.build import DAY, asked, at, linked, plan_with, read, single, window

REQUEST = read(asked(linked(), single()))
BEFORE = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "10:00"))
AFTER = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "10:30"))
FIRST_ONLY = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
SAME_TIME = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "08:45"))


def document(value, place="$"):
    if isinstance(value, PlanRequest | Plan | Offer):
        value = value.model_dump(mode="json", by_alias=True)
    return Document(json.dumps(value).encode(), place=place)


def refused(function, *args, **kwargs):
    """The problems as they come from another process: place, code, and the message in Swedish."""
    with pytest.raises(InputError) as caught:
        function(*args, **kwargs)
    error = pickle.loads(pickle.dumps(caught.value))
    return [(one.place, one.code, one.message_in("sv")) for one in error.told]


ROOM = Limits(10, 10, 60.0)


def replanned(body, limits=ROOM, request=REQUEST):
    return replanning.replan(document(request), document(BEFORE), body, limits)


def places(function, *args, **kwargs):
    return [(place, code) for place, code, _ in refused(function, *args, **kwargs)]


def test_a_request_is_valid_and_as_large_as_it_is():
    found = Valid.model_validate_json(judging.validate(document(REQUEST)))
    assert (found.ok, found.requests, found.visits, found.dates) == (True, 2, 3, 1)
    assert (found.units, found.practitioners, found.time_limit) == (1, 2, 10.0)
    assert str(found.first_date) == str(found.last_date) == DAY
    assert found.passed_over == ()
    assert found.warnings == ()


def test_a_warning_is_told_in_the_language_asked_for():
    late = read(asked(first_date="2027-01-04", last_date="2027-01-05"))
    english, swedish = (json.loads(judging.validate(document(late), language)) for language in ("en", "sv"))
    assert english["warnings"][0]["message"].startswith("The planned dates")
    assert swedish["warnings"][0]["message"].startswith("Planens dagar")
    assert english["warnings"][0]["params"] == swedish["warnings"][0]["params"]


def test_what_a_bundle_holds_and_no_request_has_is_told():
    bundle = json.loads(to_bytes(REQUEST, "fhir"))
    bundle["entry"].append({"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Observation", "id": "o1"}})
    form = MEDIA_TYPES["fhir"]
    found = Valid.model_validate_json(judging.validate(Document(json.dumps(bundle).encode(), form), "sv"))
    assert [one.count for one in found.passed_over] == [1]
    assert found.passed_over[0].first.startswith("$.entry[")


def test_everything_wrong_with_a_request_stands_at_its_json_path():
    wrong = asked() | {"units": [{"id": "u1"}, {"id": "u1"}], "first_date": "5 October", "more": 1}
    found = refused(judging.validate, document(wrong))
    assert {(place, code) for place, code, _ in found} >= {
        ("$.first_date", "local_date"),
        ("$.units[1].id", "duplicate_id"),
        ("$.more", "extra_forbidden"),
    }
    (again,) = [message for _, code, message in found if code == "duplicate_id"]
    assert "$.units[0].id" in again
    assert "body" not in again


@pytest.mark.parametrize(
    ("body", "form", "place", "code"),
    [
        (b'{"units": [', "json", "body: line 1, column 12", "broken_json"),
        (b"[]", "json", "$", "not_an_object"),
        (b"PK", "xlsx", "body", "not_a_workbook"),
        (b"\xff\xfe{", "json", None, None),
    ],
)
def test_what_is_no_document_is_refused_with_its_place(body, form, place, code):
    ((where, what),) = places(judging.validate, Document(body, MEDIA_TYPES[form]))
    assert place is None or (where, what) == (place, code)


def test_a_plan_that_keeps_the_rules_conforms():
    found = Judged.model_validate_json(judging.check(document(REQUEST), document(BEFORE)))
    assert (found.conforms, found.count, found.violations) == (True, 0, ())


def test_a_person_has_one_visit_at_a_time():
    english, swedish = (
        json.loads(judging.check(document(REQUEST), document(SAME_TIME), language)) for language in ("en", "sv")
    )
    assert (english["conforms"], english["count"]) == (False, 1)
    assert english["violations"][0]["ids"] == ["b", "r2-v", "doctor"]
    assert english["violations"][0]["rule"] == swedish["violations"][0]["rule"]
    assert english["violations"][0]["message"] != swedish["violations"][0]["message"]


def test_violations_are_all_counted_and_the_first_are_told():
    booking = BEFORE.bookings[0].model_dump(mode="json")
    others = [booking | {"visit": f"x{number}", "patient": f"q{number}"} for number in range(250)]
    plan = {"bookings": [one.model_dump(mode="json") for one in BEFORE.bookings] + others}
    found = Judged.model_validate_json(judging.check(document(REQUEST), document(plan)))
    assert found.count >= 250
    assert len(found.violations) == 200
    assert found.more == found.count - 200


def test_both_documents_are_judged_each_at_its_place():
    sent = {"request": asked() | {"more": 1}, "plan": {"bookings": [{"visit": "a"}]}}
    found = places(judging.check_both, json.dumps(sent).encode())
    assert found[0] == ("$.request.more", "extra_forbidden")
    assert ("$.plan.bookings[0].start", "missing") in found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"request": 3, "z": 1}', {("$.request", "dict_type"), ("$.plan", "missing"), ("$.z", "extra_forbidden")}),
        (b'{"request": {}, "plan": {}, "plan": {}}', {("$.plan", "repeated_key")}),
        (b"[1]", {("$", "not_an_object")}),
        (b"", {("body", "empty")}),
    ],
)
def test_a_body_holds_what_it_has_to(body, expected):
    found = set(places(json_body, CheckBody, body))
    assert {place for place, _ in found} == {place for place, _ in expected}


def test_who_is_not_booked_is_explained():
    whole_day = read(asked(single(duration=240), single("r3", "p3", duration=240)))
    plan = plan_with(whole_day, ("r2-v", "doctor", "08:00"))
    english, swedish = (
        json.loads(judging.explain(document(whole_day), document(plan), 2.0, language)) for language in ("en", "sv")
    )
    assert [one["request"] for one in english["unbooked"]] == ["r3"]
    assert english["schema"] == "dagplan.explanation/1"
    (one,), (other,) = (
        [reason["message"] for reason in found["unbooked"][0]["reasons"][:1]] for found in (english, swedish)
    )
    assert one != other


def test_a_plan_that_breaks_a_rule_is_not_explained():
    ((place, _),) = places(judging.explain, document(REQUEST), document(SAME_TIME, "$.plan"), 1.0)
    assert place == "$.plan"


def test_who_waits_gets_offers_beside_what_is_booked():
    found = Offers.model_validate_json(offering.suggest(document(REQUEST), document(FIRST_ONLY), count=3))
    assert {one.request for one in found.offers} == {"r2"}
    assert len(found.offers) == 3
    assert found.offers[0].cost == 0
    for one in found.offers:  # the doctor has b from 08:30 to 09:00
        (booking,) = one.bookings
        assert booking.end <= datetime.fromisoformat(at("08:30")) or booking.start >= datetime.fromisoformat(
            at("09:00")
        )


def test_without_a_plan_the_bookings_of_the_request_stand():
    booked = [{"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00")}]
    request = read(asked(single(), linked(), bookings=booked))
    found = Offers.model_validate_json(offering.suggest(document(request), None, count=1))
    assert [one.request for one in found.offers] == ["r1"]


def test_a_free_time_gets_who_fits_it():
    free = ("doctor", datetime.fromisoformat(at("09:00")), datetime.fromisoformat(at("09:30")))
    found = Offers.model_validate_json(offering.suggest(document(REQUEST), document(FIRST_ONLY), free=free))
    assert [(one.request, one.bookings[0].start) for one in found.offers] == [("r2", free[1])]


def test_what_is_asked_of_offers_stands_at_the_parameters():
    found = places(offering.suggest, document(REQUEST), document(BEFORE), wanted=["r9"], count=0, allow_moves=-1)
    assert found == [("?request", "unknown_id"), ("?count", "out_of_range"), ("?allow_moves", "out_of_range")]


def test_a_plan_with_an_offer_in_it():
    (offer, *_) = Offers.model_validate_json(offering.suggest(document(REQUEST), document(FIRST_ONLY))).offers
    found = offering.take(document(REQUEST), document(FIRST_ONLY), document(offer).body)
    figures = Figures.model_validate_json(found.figures)
    assert (figures.requests, figures.booked, figures.unbooked, figures.cost) == (2, 2, 0, 0)
    made = Plan.model_validate_json(found.plan)
    assert check(REQUEST, made) == []
    assert made.unbooked == ()
    assert {(one.visit, one.start) for one in made.bookings} == {
        *((one.visit, one.start) for one in (*FIRST_ONLY.bookings, *offer.bookings))
    }


def test_an_offer_that_is_none_or_fits_no_more_is_refused_where_it_stands():
    assert ("$.request", "missing") in places(offering.take, document(REQUEST), document(BEFORE), b"{}")
    (offer, *_) = Offers.model_validate_json(offering.suggest(document(REQUEST), document(FIRST_ONLY))).offers
    at_b = offer.bookings[0].model_copy(update={"start": datetime.fromisoformat(at("08:30"))})
    stale = document(offer.model_copy(update={"bookings": (at_b,)}))
    found = places(offering.take, document(REQUEST), document(FIRST_ONLY), stale.body)
    assert {place for place, _ in found} == {"$"}


def test_what_moved_is_told_as_a_form_and_in_words():
    found = ToldDifference.model_validate_json(comparing.diff(document(BEFORE), document(AFTER), language="sv"))
    assert [one.visit for one in found.moved] == ["r2-v"]
    assert (found.unchanged, found.added, found.dropped) == (2, (), ())
    assert "10:00 doctor → 10:30" in "\n".join(found.lines)
    assert "flytta" in found.message
    assert not any(line.startswith(found.message) for line in found.lines)


def test_the_same_plan_has_no_difference():
    found = ToldDifference.model_validate_json(comparing.diff(document(BEFORE), document(BEFORE)))
    assert found.same_bookings
    assert found.lines == ()


def test_costs_are_reckoned_for_a_request_where_one_is_given():
    dear = REQUEST.model_copy(deep=True)
    found = ToldDifference.model_validate_json(comparing.diff(document(FIRST_ONLY), document(BEFORE), document(dear)))
    assert (found.cost.before, found.cost.after) == (1000, 0)  # r2 is one routine visit
    assert found.booked_requests == ("r2",)


def test_all_three_documents_of_a_difference_are_judged():
    found = refused(comparing.diff, Document(b"{"), Document(b"[]"), Document(b"{}"))
    assert {"missing", "broken_json", "not_an_object"} == {code for _, code, _ in found}


@pytest.mark.parametrize("form", sorted(MEDIA_TYPES))
def test_a_plan_in_every_form(form):
    found = writing.plan_as_file(document(REQUEST), document(BEFORE), form, "sv")
    assert found == to_bytes(BEFORE, form, request=REQUEST, language="sv") or form in ("xlsx", "html", "fhir", "ics")
    assert writing.FILE_ENDINGS[form].startswith(".")
    if writing.FILE_ENDINGS[form].endswith(".zip"):
        assert zipfile.ZipFile(io.BytesIO(found)).namelist()


def test_a_page_is_in_the_language_asked_for():
    for language in ("sv", "en"):
        page = writing.plan_as_file(document(REQUEST), document(BEFORE), "html", language).decode()
        assert f'<html lang="{language}"' in page


def test_a_plan_is_planned_anew_from_where_it_stands():
    absence = {"kind": "remove_availability", "practitioner": "doctor", "start": at("10:00"), "end": at("10:30")}
    sent = {"changes": [absence], "max_moved": 1}
    found = replanned(json.dumps(sent).encode())
    request = PlanRequest.model_validate_json(found.request)
    assert {(one.visit, one.start, one.locked) for one in request.bookings} == {
        (one.visit, one.start, False) for one in BEFORE.bookings
    }
    assert request.settings.max_moved == 1
    hours = [(one.start, one.end) for one in request.availability if one.practitioner == "doctor"]
    assert hours == [
        (datetime.fromisoformat(at(start)), datetime.fromisoformat(at(end)))
        for start, end in (("08:00", "10:00"), ("10:30", "12:00"))
    ]
    assert request.earlier is not None
    assert {one.visit for one in request.earlier.stood} == {"a", "b", "r2-v"}
    (said,) = SaidChanges.model_validate_json(in_words(found.said, "sv")).changes
    assert said.message.startswith("doctor är borta")


def test_a_lock_and_a_new_request_are_changes_too():
    changes = [
        {"kind": "set_booking", "visit": "r2-v", "locked": True},
        {"kind": "add_request", "value": single("r3", "p3")},
        {"kind": "drop_request", "request": "r1"},
    ]
    found = replanned(json.dumps(changes).encode())
    request = PlanRequest.model_validate_json(found.request)
    assert [one.id for one in request.requests] == ["r2", "r3"]
    assert [(one.visit, one.locked) for one in request.bookings] == [("r2-v", True)]
    assert request.settings.max_moved is None
    assert {one.visit for one in request.earlier.stood} == {"a", "b", "r2-v"}  # whoever had r1 is to be told


def test_no_change_at_all_is_to_plan_again():
    found = replanned(b"[]")
    assert len(PlanRequest.model_validate_json(found.request).bookings) == 3
    assert SaidChanges.model_validate_json(found.said).changes == ()


def test_what_is_wrong_with_changes_stands_in_their_list():
    changes = [{"kind": "drop_request", "request": "r9"}, {"kind": "nothing"}, {"kind": "set_settings", "grid": 5}]
    assert places(replanned, json.dumps(changes).encode()) == [
        ("$[0].request", "unknown_id"),
        ("$[1].kind", "unknown_kind"),
        ("$[2].grid", "no_change"),
    ]
    sent = json.dumps({"changes": changes[:1]}).encode()
    found = places(replanned, sent)
    assert found == [("$.changes[0].request", "unknown_id")]


@pytest.mark.parametrize(
    ("body", "place"), [(b"[1,", "body: line 1, column 4"), (b'{"changes": 1}', "$.changes"), (b"7", "$")]
)
def test_what_is_no_list_of_changes_is_refused(body, place):
    assert [where for where, _ in places(replanned, body)] == [place]


def test_an_entry_that_is_no_change_is_told_at_its_place():
    found = places(replanned, b"[3]")
    assert [where for where, _ in found] == ["$[0]"]


def test_what_is_wrong_with_the_outcome_is_told_as_of_the_request():
    changes = [{"kind": "set_visit", "visit": "b", "min_wait": 90, "max_wait": 60}]
    found = places(replanned, json.dumps(changes).encode())
    assert found
    assert all(place.startswith(("request: $.requests[0]", "$[0]")) for place, _ in found)


def test_a_plan_of_another_request_does_not_stand_in_this_one():
    stranger = read(
        asked(
            linked(),
            single(),
            practitioners=[{"id": "nurse", "competences": ["spirometry", "physician"]}],
            availability=[window("nurse", "08:00", "12:00")],
        )
    )
    found = places(replanned, b"[]", request=stranger)
    assert ("$.bookings[1].practitioner", "unknown_id") in found


def test_examples_are_bodies_that_can_be_planned():
    for one in catalogue.examples("sv"):
        body = catalogue.example(one.name)
        assert body == catalogue.example(one.name)
        if one.kind == "plan":
            assert Valid.model_validate_json(judging.validate(Document(body))).ok
            assert one.post_to == "/v1/plans"
    assert len({one.text for one in (*catalogue.examples("sv"), *catalogue.examples("en"))}) == 14


def test_schemas_are_those_of_the_contract():
    from tests.places import ROOT

    for name in ("request", "plan", "explanation", "offers", "difference", "changes", "study"):
        kept = (ROOT / "schemas" / f"dagplan.{name}-1.schema.json").read_text(encoding="utf-8")
        assert catalogue.schema(name).decode() == kept


def test_every_function_can_be_sent_to_a_process():
    with Helpers(1) as helpers:
        found = helpers.submit(judging.check, document(REQUEST), document(BEFORE), "sv").result()
        assert json.loads(found)["conforms"]
        with pytest.raises(InputError) as caught:
            helpers.submit(judging.validate, Document(b"{}")).result()
        assert ("$.first_date", "missing") in [(one.place, one.code) for one in caught.value.told]


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["message", "params", "text", "a"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(JSONS)
def test_words_that_are_not_ours_stay_as_they_are(value):
    assert told(value, "sv") == value


@given(st.binary(max_size=60) | JSONS.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_sent_is_refused_with_places_in_the_body(body):
    for place, _, message in refused(judging.validate, Document(body)):
        assert place.startswith(("$", "body"))
        assert "body: $" not in message


def test_how_much_may_move_is_a_whole_number():
    for wrong in (-1, 1.5, "1", True):
        sent = json.dumps({"max_moved": wrong}).encode()
        ((place, _),) = places(replanned, sent)
        assert place == "$.max_moved"


def test_a_plan_does_not_grow_beyond_the_limits_however_it_is_asked_to():
    doubled = {"kind": "scale_demand", "factor": 100.0, "seed": 1}
    sent = json.dumps([doubled] * 6).encode()  # of two requests 2 000 000 000 000
    assert places(replanned, sent) == [("$", "too_many")]
    assert places(replanned, b'{"changes": %b}' % sent) == [("$.changes", "too_many")]
    longer = json.dumps([{"kind": "set_settings", "time_limit": 61.0}]).encode()
    assert places(replanned, longer) == [("request: $.settings.time_limit", "too_long")]


@given(
    st.integers(0, 20),
    st.lists(
        st.one_of(
            st.builds(lambda factor: {"kind": "scale_demand", "factor": factor, "seed": 3}, st.floats(0.1, 3)),
            st.builds(lambda n: {"kind": "add_request", "value": single(f"n{n}", f"q{n}")}, st.integers(0, 10**6)),
        ),
        max_size=4,
        unique_by=lambda one: one.get("value", {}).get("id", one.get("factor")),
    ),
)
def test_no_changes_lead_to_more_requests_than_is_reckoned(count, changes):
    request = read(asked(*(single(f"r{number}", f"p{number}") for number in range(max(count, 1)))))
    try:
        came = len(apply(request, changes).request.requests)
    except InputError:  # a factor that changes nothing
        return
    assert came <= most_requests(len(request.requests), changes)


def test_a_list_has_not_any_number_of_changes():
    assert places(replanned, json.dumps([1] * 10_001).encode()) == [("$", "too_long")]
