"""The word somebody may have meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dagplan.files.json_file import request_from
from dagplan.models import InputError, PlanRequest
from dagplan.models.nearest import Nearest

WORDS = ["spirometri", "fysioterapi", "läkare", "blodtryck", "ekg", "audiogram"]
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzåäö")


@given(st.sampled_from([one for one in WORDS if len(one) > 3]), st.data())
def test_a_word_with_one_slip_is_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + data.draw(LETTERS) + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]
    typed = data.draw(st.sampled_from(slips))
    assume(typed not in WORDS)
    assert Nearest(WORDS).of(typed) == (word,)
    assert Nearest(WORDS).of(typed.upper()) == (word,)


def test_those_that_are_equally_near_are_all_named_at_most_three() -> None:
    assert Nearest(["läk-1", "läk-2", "fys-1"]).of("läk-3") == ("läk-1", "läk-2")
    assert Nearest([f"rum-{n}" for n in range(9)]).of("rum-x") == ("rum-0", "rum-1", "rum-2")
    assert Nearest(["r1", "r2"]).of("r9") == ()
    assert Nearest([]).of("r9") == ()


def test_a_million_comparisons_are_not_made() -> None:
    nearest = Nearest([f"person-{number}" for number in range(20_000)])
    found = [nearest.of(f"persom-{number}") for number in range(5)]
    assert found[0]
    assert not found[-1]


VISIT = {"id": "v1", "duration": 30, "competence": "spirometrri", "equipment": ["spirometr"]}
REQUEST: dict[str, Any] = {
    "first_date": "2026-12-08",
    "last_date": "2026-12-08",
    "units": [{"id": "vc-1"}],
    "practitioners": [{"id": "anna", "competences": ["spirometri"]}],
    "equipment": [{"id": "sp-1", "unit": "vc-1", "kind": "spirometer"}],
    "requests": [{"id": "r1", "patient": "p1", "visits": [VISIT]}],
}


def refused(**changes: Any) -> dict[str, str]:
    """What is said of a small request with these fields, by place."""
    with pytest.raises(InputError) as caught:
        request_from({**REQUEST, **changes}, [], "week.json")
    return {one.place.partition(": ")[2]: one.message for one in caught.value.told}


def test_mistyped_words_are_told_only_where_the_input_is_refused_anyway() -> None:
    assert PlanRequest.model_validate(REQUEST).requests[0].visits[0].competence == "spirometrri"
    assert refused(last_date="2026-13-08") == {
        "$.last_date": "no such date",
        "$.requests[0].visits[0].competence": "nobody has the competence spirometrri; did you mean spirometri?",
        "$.requests[0].visits[0].equipment[0]": "there is no equipment of the kind spirometr; "
        "did you mean spirometer?",
    }


def test_a_word_that_somebody_who_could_not_be_read_has_is_not_mistyped() -> None:
    people = [*REQUEST["practitioners"], {"id": "bo", "competences": ["spirometrri"], "age": 50}]
    assert "$.requests[0].visits[0].competence" not in refused(practitioners=people)


def test_no_word_that_holds_an_identity_number_is_repeated() -> None:
    people = [{"id": "anna", "competences": ["spirometri 19121212-1212"]}]
    assert not any("1212" in message for message in refused(practitioners=people).values())


def test_an_id_that_stands_twice_is_named_at_the_later_place_also_where_one_can_not_be_read() -> None:
    units = [{"id": "vc-1", "kind": "shed"}, {"id": "vc-1"}]
    for found in (units, units[::-1]):
        assert refused(units=found)["$.units[1].id"] == "the id vc-1 is used twice, first at week.json: $.units[0].id"


def test_an_unknown_id_is_told_with_the_nearest() -> None:
    window = {"practitioner": "ana", "unit": "vc-11", "start": "2026-12-08T08:00", "end": "2026-12-08T09:00"}
    told = refused(availability=[window])
    assert told["$.availability[0].practitioner"] == "there is no practitioner ana; did you mean anna?"
    assert told["$.availability[0].unit"] == "there is no care unit vc-11; did you mean vc-1?"
