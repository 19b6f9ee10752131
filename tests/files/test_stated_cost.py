"""The mark by which a plan's stated cost is known to be that of its bookings."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import plan
from dagplan.files import fhir
from dagplan.files.fhir.guard import privacy_problems
from dagplan.files.stated_cost import _digest, bookings_mark, stated_cost
from dagplan.models.privacy import looks_like_identity_number
from tests.build import asked, linked, read, window

WINDOWS = [window("nurse", "08:00", "09:00"), window("doctor", "08:00", "09:30")]
REQUEST = read(asked(linked(), availability=WINDOWS))


@pytest.fixture(scope="module")
def made():
    return plan(REQUEST)


def with_person(made, person):
    first, *rest = made.bookings
    return made.model_copy(update={"bookings": (first.model_copy(update={"practitioner": person}), *rest)})


@settings(max_examples=300)
@given(number=st.integers(0, 10**9))
def test_no_mark_has_the_shape_of_a_personal_number(made, number):
    assert re.fullmatch("[a-z]{16}", bookings_mark(with_person(made, f"p{number}").bookings))


def test_a_plan_whose_digest_has_that_shape_can_be_read_again_from_a_bundle(made):
    plans = (with_person(made, f"p{number}") for number in range(5000))
    unlucky = next(one for one in plans if looks_like_identity_number(_digest(one.bookings)))
    assert not list(privacy_problems(json.loads(fhir.plan_bytes(REQUEST, unlucky))))


def test_a_cost_with_a_mark_of_before_is_still_known(made):
    one = made.model_copy(update={"bookings": ()})
    assert stated_cost(one, "17", "4f53cda18c2baa0c") == 17
    assert stated_cost(one, "17", bookings_mark(())) == 17
    assert stated_cost(one, "17", "4f53cda18c2baa0d") is None
