"""A message with its values: English, Swedish, JSON and back."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import pytest

from dagplan.words import current_language, language_of_machine, use_language
from dagplan.words.formatting import written
from dagplan.words.messages.plan_warnings import PlanWarnings
from dagplan.words.registry import in_language, said_of

CANCELLED = PlanWarnings.CANCELLED(
    bookings=[
        PlanWarnings.FORMER_BOOKING(
            visit="v1", patient="p1", practitioner="n1", unit="u1", start=datetime(2026, 12, 8, 9, 30)
        ),
        PlanWarnings.MORE(n=2),
    ]
)


def test_one_message_in_two_languages():
    assert str(CANCELLED) == (
        "Booked before and not asked for any more, so cancelled: v1 of p1 with n1 at u1 2026-12-08 09:30; and 2 more."
    )
    assert CANCELLED.told("sv") == (
        "Tidigare bokat och inte längre begärt, alltså inställt: "
        "v1 för p1 hos n1 på u1 den 8 december 09:30; och 2 till."
    )


def test_its_json_gives_the_same_sentence_again():
    params = json.loads(json.dumps(CANCELLED.params))
    assert params["text"] == "cancelled"
    assert params["bookings"][0]["start"] == "2026-12-08T09:30"
    again = said_of(params)
    assert again is not None
    assert (str(again), again.told("sv")) == (str(CANCELLED), CANCELLED.told("sv"))
    assert in_language(params, "English", "sv") == CANCELLED.told("sv")
    assert in_language(params, "English", "en") == "English"


@pytest.mark.parametrize("day", ["noday", "2026-13-01", 7, [1], {"text": "more", "n": 1, "x": 2}])
def test_a_value_that_is_none_of_its_kind_leaves_the_message_as_it_stands(day):
    params = {"text": "lost_to_others.by_itself", "request": "r1", "day": day}
    assert in_language(params, "As it stands", "sv") == "As it stands"
    assert in_language({**params, "day": "2026-12-08"}, "As it stands", "sv") != "As it stands"


@pytest.mark.parametrize(
    "params", [None, {}, {"text": "unknown"}, {"text": "cancelled"}, {"text": "cancelled", "x": 1}]
)
def test_what_another_program_said_stays_as_it_is(params):
    assert in_language(params, "As it stands", "sv") == "As it stands"


def test_a_value_more_or_less_is_refused():
    with pytest.raises(TypeError, match="cancelled"):
        PlanWarnings.CANCELLED()


def test_the_language_of_a_run():
    assert current_language() == "en"
    with use_language("sv"):
        assert CANCELLED.shown == CANCELLED.told("sv")
    assert CANCELLED.shown == str(CANCELLED)


def test_the_language_of_a_machine(monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    assert language_of_machine() == "sv"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert language_of_machine() == "en"


@pytest.mark.parametrize(
    ("value", "kind", "english", "swedish"),
    [
        (1, "minutes", "1 minute", "1 minut"),
        (30, "minutes", "30 minutes", "30 minuter"),
        (12345, "number", "12,345", "12\N{NO-BREAK SPACE}345"),
        (date(2026, 12, 8), "date", "2026-12-08", "den 8 december"),
        (time(9, 5), "time", "09:05", "09:05"),
        (["a", "b", "c"], "and", "a, b and c", "a, b och c"),
        (["a", "b"], "or", "a or b", "a eller b"),
        (["a"], "and", "a", "a"),
        (
            [date(2026, 12, 8), date(2026, 12, 9)],
            "and-date",
            "2026-12-08 and 2026-12-09",
            "den 8 december och den 9 december",
        ),
    ],
)
def test_values_as_a_language_writes_them(value, kind, english, swedish):
    assert written(value, kind, "en") == english
    assert written(value, kind, "sv") == swedish


def test_a_message_with_one_within_that_is_not_known_stays_as_it_is():
    params = CANCELLED.params
    params["bookings"][0] = {"text": "of_a_later_version", "x": 1}
    assert in_language(params, "As it stands", "sv") == "As it stands"
