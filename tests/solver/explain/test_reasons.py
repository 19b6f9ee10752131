"""The limit that binds is named: small cases, each with what is right for it written down from the case itself."""

from __future__ import annotations

import json

import pytest

from dagplan import InputError, PlanRequest, apply, check, explain, plan
from dagplan.report.page_words import reason_text
from dagplan.solver.explain.claims import is_proven_best
from dagplan.solver.running.deadlines import Deadline
from dagplan.words.messages.plan_warnings import PlanWarnings
from dagplan.words.registry import in_language
from tests.build import DAY, asked, at, linked, plan_of, plan_with, read, single, window
from tests.claims import after_fix
from tests.places import CASES
from tests.sentences import false_words


def case(name):
    """A case's request as a dict, planned with one worker."""
    fields = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return {**fields, "settings": {**fields.get("settings", {}), "time_limit": 5, "workers": 1}}


def explained(fields):
    request = PlanRequest.model_validate(fields)
    made = plan(request)
    return request, made, explain(request, made).unbooked


BINDING = {
    "a/A1-grid5": [("grid",)],
    "a/A1-grid60": [("grid",)],
    "a/A1-chainmw": [("max_wait", "grid")],
    "a/A14-minwait": [("min_wait",)],
    "g/G23a-units": [("units",)],
    "g/G23b-pract": [("practitioners",)],
    "g/G23c-excl": [("excluded_dates",)],
    "g/G23d-locked": [("locked",)],
    "g/G23f-twounits": [()],
    "g/G23g-chainunits": [("units",), ("units",)],
    "h/seed8": [("max_moved",), ("practitioners",)],
    "h/seed24": [("max_moved",), ("own_locked",)],
}
"""In ``seed8`` the people that r3 names leave it no room, nor would its longest waits: one of both is named."""


@pytest.mark.parametrize("name", BINDING)
def test_the_limit_that_binds_is_named(name):
    fields = case(name)
    _, made, unbooked = explained(fields)
    reasons = [reason for entry in unbooked for reason in entry.reasons]
    assert [reason.limits for reason in reasons if reason.code != "no_fix_exists"][: len(BINDING[name])] == BINDING[
        name
    ]
    assert all(reason.proof == "proven" for reason in reasons)
    for reason in reasons:
        assert not false_words(fields, made, reason)
        assert "in a row" not in reason.message
        text, language = reason_text("sv", reason.ids[0], reason)
        assert language == "sv"
        assert "{" not in text


@pytest.mark.parametrize("name", [f"a/A1-{kind}" for kind in ("grid5", "grid60", "chainmw")])
def test_off_the_grid_another_grid_or_some_minutes_more_let_it_in(name):
    request, made, (entry,) = explained(case(name))
    kinds = {change["kind"] for fix in entry.fixes for change in fix.changes}
    assert "set_settings" in kinds
    assert kinds & {"add_availability", "set_visit"}
    for fix in entry.fixes:
        changed = apply(request, fix.changes).request
        assert check(changed, plan_of(changed, after_fix(made, entry.request, fix))) == []


@pytest.mark.parametrize("name", ["h/seed8", "h/seed24", "h/seed37"])
def test_nothing_is_said_beyond_the_visits_that_may_move(name):
    fields = case(name)
    request, made, unbooked = explained(fields)
    assert made.status == "optimal"
    for entry in unbooked:
        assert not any(reason.code == "better_plan_exists" for reason in entry.reasons)
        for reason in entry.reasons:
            assert not false_words(fields, made, reason)
        for fix in entry.fixes:
            changed = apply(request, fix.changes).request
            assert check(changed, plan_of(changed, after_fix(made, entry.request, fix))) == []


def test_a_longest_wait_of_an_hour_and_a_least_of_ten_weeks_are_told_as_they_are():
    _, _, (entry,) = explained(case("a/A14-minwait"))
    assert entry.reasons[0].message == (
        "r1: on 2026-12-08 r1-a and r1-b each find somebody, but not one after the other: r1-b comes at least "
        "100000 minutes after r1-a. On 2026-12-08 at most 60 minutes lie between the end of r1-a (nurse-1) and the "
        "start of r1-b (doc-1), and at least 100000 are asked for."
    )


def one_reason(*requests, **fields):
    fields = asked(*requests, **fields)
    _, made, (entry,) = explained(fields)
    assert not any(false_words(fields, made, reason) for reason in entry.reasons)
    return entry.reasons[0]


def test_the_patients_own_time_is_named():
    busy = [{"patient": "p1", "start": at("08:00"), "end": at("12:00")}]
    said = one_reason(single("r1", "p1"), patient_busy=busy)
    assert (said.code, said.limits) == ("nobody_within_limits", ("patient_busy",))
    assert said.message == (
        "r1: nobody can take r1-v (physician, 30 minutes): the patient has something else 2026-10-05 08:00–12:00."
    )
    locked = [{"visit": "r2-v", "practitioner": "nurse", "unit": "u1", "start": at("08:00"), "locked": True}]
    other = single("r2", "p1", competence="spirometry", duration=240)
    said = one_reason(other, single("r1", "p1"), bookings=locked)
    assert (said.code, said.limits) == ("nobody_within_limits", ("patient_visits",))
    assert "r2-v 2026-10-05 08:00–12:00" in said.message


@pytest.mark.parametrize(
    ("limits", "fields", "clause"),
    [
        (("not_before",), {"not_before": "11:45"}, "r1 may not begin before 11:45"),
        (("not_after",), {"not_after": "08:20"}, "r1 may not end after 08:20"),
    ],
)
def test_clock_times_are_named(limits, fields, clause):
    said = one_reason(single("r1", "p1", **fields))
    assert (said.code, said.limits) == ("nobody_within_limits", limits)
    assert said.message == f"r1: nobody can take r1-v (physician, 30 minutes): {clause}."


@pytest.mark.parametrize(
    ("limits", "fields", "dates"),
    [
        (("earliest",), {"earliest": "2026-10-06"}, "from 2026-10-06 to 2026-10-07"),
        (("latest",), {"latest": "2026-10-03"}, "on 2026-10-03"),
        (("latest",), {"earliest": "2026-10-04", "latest": "2026-10-04"}, "from 2026-10-03 to 2026-10-04"),
    ],
)
def test_dates_are_told_as_the_request_has_them(limits, fields, dates):
    """On the 5th alone somebody works; who may be on the 4th only is kept from it by its last date, not its first."""
    said = one_reason(single("r1", "p1", **fields), first_date="2026-10-03", last_date="2026-10-07")
    assert (said.code, said.limits) == ("no_one_available", limits)
    assert said.message == f"r1: nobody with physician has 30 minutes in a row for r1-v {dates}."


def test_two_limits_that_bind_only_together_are_both_named():
    """Before nine only at u1, at u2 only after nine: either alone would leave room."""
    people = [window("doctor", "08:00", "09:00"), window("doctor", "09:00", "12:00", unit="u2")]
    said = one_reason(
        single("r1", "p1", units=["u2"], not_after="09:20"), units=[{"id": "u1"}, {"id": "u2"}], availability=people
    )
    assert said.limits == ("units", "not_after")


def test_so_long_in_a_row_is_said_only_where_it_is_so():
    said = one_reason(single("r1", "p1", duration=300))
    assert said.message == "r1: nobody with physician has 300 minutes in a row for r1-v on 2026-10-05."
    assert (said.code, said.limits) == ("no_one_available", ())
    two = [window("doctor", "08:00", "10:00"), window("doctor", "10:00", "12:00", unit="u2")]
    said = one_reason(single("r1", "p1", duration=180), units=[{"id": "u1"}, {"id": "u2"}], availability=two)
    assert "180 minutes in a row at one care unit" in said.message


def test_one_visit_never_hears_of_one_after_the_other():
    elsewhere = [{"patient": "p1", "start": at("08:20"), "end": at("11:40")}]
    assert "one after the other" not in one_reason(single("r1", "p1"), patient_busy=elsewhere).message
    taken = [{"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00"), "locked": True}]
    said = one_reason(single("r1", "p1"), single("r2", "p9", duration=220), bookings=taken)
    assert "one after the other" not in said.message
    assert said.limits == ("locked",)


def test_an_id_keeps_its_letters_at_the_start_of_a_sentence():
    fields = asked(single("röntgen-r", "p1", units=["u2"]), units=[{"id": "u1"}, {"id": "u2"}])
    _, _, (entry,) = explained(fields)
    fix = next(fix for fix in entry.fixes if fix.changes[0]["kind"] == "set_request")
    assert fix.message.startswith("röntgen-r may also be at u1; then it is booked 2026-10-05 at u1: ")
    assert in_language(fix.params, fix.message, "sv").startswith(
        "röntgen-r får även vara på u1; då bokas begäran den "
    )
    assert PlanWarnings.MORE(n=2).sentence() == "And 2 more"


def test_a_plan_that_breaks_rules_is_not_explained():
    request = read(asked(linked(), single()))
    wrong = plan_with(request, ("a", "nurse", "10:00"), ("b", "doctor", "09:00"))
    with pytest.raises(InputError) as caught:
        explain(request, wrong)
    assert {one.place for one in caught.value.problems} == {"plan"}
    assert "b starts 2026-10-05 09:00, before a ends 10:30" in str(caught.value)


def test_what_a_plan_says_of_itself_is_believed_of_its_own_request_only():
    """Made with no visit allowed to move it is the cheapest; where one may move it is not."""
    fields = asked(
        single("r1", "p1"),
        single("r2", "p2", not_before="08:30"),
        availability=[window("doctor", "08:00", "09:00")],
        bookings=[{"visit": "r1-v", "practitioner": "doctor", "unit": "u1", "start": at("08:30")}],
    )
    stiff = read({**fields, "settings": {**fields["settings"], "max_moved": 0}})
    made = plan(stiff)
    assert made.status == "optimal"
    assert is_proven_best(stiff, made, Deadline(5), plan)
    loose = read(fields)
    assert check(loose, made) == []
    assert not is_proven_best(loose, made, Deadline(5), plan)
    (entry,) = explain(loose, made).unbooked
    assert entry.reasons[0].code == "better_plan_exists"
    assert entry.reasons[0].costs_more == -950
    (entry,) = explain(stiff, made).unbooked
    assert entry.reasons[0].proof == "proven"
    assert not any(change["kind"] == "set_booking" for fix in entry.fixes for change in fix.changes)


def test_dates_out_of_the_plan_are_told_as_such():
    request = read(asked(single("r1", "p1", earliest="2026-11-01"), single("r2", "p2", excluded_dates=[DAY])))
    late, barred = (entry.reasons[0] for entry in plan(request).unbooked)
    assert late.message == "r1: it may be from 2026-11-01, and the last planned date is 2026-10-05."
    assert barred.message == "r2: there is no date on 2026-10-05 on which the patient can come."
