"""Each term has a weight, a cost and its names: nothing is declared that is not said, and the other way round."""

from __future__ import annotations

from dagplan.models.cost import OF_CLOCK, OF_DATES, OF_PEOPLE
from dagplan.models.objective import Terms, Weights
from dagplan.words.messages.terms import TermNames, TermsOnScreen, WeightTitles

OF_THEIR_OWN = {"unbooked", "wait", "moved", "apart", "uneven"}


def test_a_term_is_declared_once_and_has_a_weight_and_a_cost():
    declared = [term.name for term in (*OF_DATES, *OF_PEOPLE, *OF_CLOCK)]
    assert sorted([*declared, *OF_THEIR_OWN]) == sorted(Weights.model_fields) == sorted(Terms.model_fields)


def test_a_term_is_named_wherever_it_is_shown():
    names = {name.upper() for name in Terms.model_fields}
    assert {one.name for one in TermsOnScreen} == {one.name for one in TermNames} == names
    assert {one.name for one in WeightTitles} == names - {"UNBOOKED"}


def test_the_cost_of_a_plan_is_the_sum_of_its_terms():
    assert (
        Terms(unbooked=1, day_deviation=20, wait=300, not_preferred=4000, moved=50000, apart=600000).total == 654321
    )
