"""What the seeds show of a difference: nothing at few, effects at ten, and what ties and gaps in the data come to."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan.scenarios.evidence import ERROR_RATE, evidence

SIZES = (2, 3, 4, 5, 6, 8, 10, 15)


def pairs(*differences, base=100.0):
    return [(base + one, base) for one in differences]


def test_by_hand():
    # Differences 1, 2, 3, 4, 5: mean 3, standard error sqrt(2.5 / 5) = 0.7071, t 4.2426; t(4) at 0.975 is 2.7764.
    # With a zero added: mean 2.5, error sqrt(3.5 / 6) = 0.7638, t 3.2733 at 5 degrees: p 0.0221, the larger, as is
    # the interval: t(5) at 0.975 is 2.5706, times 0.7638, times 6 / 5.
    (one,) = evidence([pairs(1, 2, 3, 4, 5)])
    assert (one.pairs, one.difference) == (5, 3.0)
    assert one.low == pytest.approx(3 - 2.5706 * 0.7638 * 1.2, abs=1e-3)
    assert one.high == pytest.approx(3 + 2.5706 * 0.7638 * 1.2, abs=1e-3)
    assert one.p == one.q == pytest.approx(0.0221, abs=1e-4)
    assert one.p_signs == 2 / 2**5  # all to one side: of the 32 ways, this and its mirror
    assert one.shown


def test_equal_differences_are_no_certainty():
    # n times the same, and a zero: t is n at n degrees of freedom.
    for count, wanted in ((2, 0.1835), (3, 0.0577), (5, 0.00410), (10, 1.59e-6)):
        (one,) = evidence([pairs(*[1] * count)])
        assert one.p == pytest.approx(wanted, rel=0.01)
        assert one.low < 1 < one.high
        assert (one.low > 0) == (one.p < 0.05)


@pytest.mark.parametrize("count", SIZES)
def test_nothing_but_zeros(count):
    one, varied = evidence([[(5.0, 5.0)] * count, [(float(seed), float(seed)) for seed in range(count)]])
    assert (one.difference, one.low, one.high) == (0.0, 0.0, 0.0)
    assert (one.p, one.q) == (None, None)  # it could not have been otherwise: no part of the correction
    assert (varied.p, varied.q) == (1.0, 1.0)
    assert not one.shown
    assert not varied.shown


def test_a_single_pair_shows_nothing_and_tests_nothing():
    (one,) = evidence([pairs(1000.0)])
    assert (one.pairs, one.difference, one.low, one.high, one.p, one.shown) == (1, 1000.0, None, None, None, False)
    assert evidence([]) == []


def test_rows_of_other_lengths_stand_in_their_places():
    found = evidence([pairs(1, 2, 3), pairs(7), pairs(4, 6), pairs(1, 1, 2)])
    assert [one.pairs for one in found] == [3, 1, 2, 3]
    assert [one.difference for one in found] == pytest.approx([2, 7, 5, 4 / 3])


def test_the_correction_is_over_all_that_is_tested_and_nothing_else():
    weak, strong = pairs(1, 2, 3, 4, 5), pairs(*(100 + seed % 3 for seed in range(10)))
    alone = evidence([weak])[0]
    with_constants = evidence([weak, *[[(1.0, 1.0)] * 5] * 50])[0]
    among_noise = evidence([weak, *[pairs(1, -1, 2, -2, 0)] * 9])[0]
    assert alone.shown
    assert with_constants == alone
    assert among_noise.q == pytest.approx(10 * alone.p)
    assert not among_noise.shown
    assert evidence([strong, *[pairs(1, -1, 2, -2, 0)] * 400])[0].shown  # alone among hundreds, with ten seeds


def test_pairs_are_kept_where_seeds_differ_much():
    seeds = [0.0, 900.0, -400.0, 333.0, 1250.0, -70.0, 610.0, 48.0, -905.0, 17.0]
    (one,) = evidence([[(seed + 2 + index % 2, seed) for index, seed in enumerate(seeds)]])
    assert one.difference == 2.5
    assert one.shown


def test_the_signs_have_a_say():
    # Without any spread but for the one that goes the other way: of 2^6 ways 14 are as far out.
    (one,) = evidence([pairs(1, 1, 1, 1, 1, -0.05)])
    assert one.p < ERROR_RATE
    assert one.p_signs == pytest.approx(4 / 64)
    assert not one.shown


@pytest.mark.parametrize("count", [2, 3, 4])
def test_under_five_seeds_a_table_of_huge_effects_is_hardly_shown(count):
    found = evidence([pairs(*(1000.0 + row + seed / 7 for seed in range(count))) for row in range(20)])
    assert not any(one.shown for one in found) or count == 4


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(-5, 5), min_size=2, max_size=9), min_size=1, max_size=6),
    st.floats(0.001, 1000),
    st.integers(0, 10**6),
)
def test_properties(rows, unit, base):
    found = evidence([pairs(*(unit * one for one in row), base=float(base)) for row in rows])
    turned = evidence([[(y, x) for x, y in pairs(*(unit * one for one in row), base=float(base))] for row in rows])
    for one, other in zip(found, turned, strict=True):
        assert other.difference == -one.difference
        assert (one.shown, one.q is None) == (other.shown, other.q is None)
        assert one.low <= one.difference <= one.high
        assert one.p is None or (one.low > 0 or one.high < 0) == (one.p < ERROR_RATE)
        if one.shown:
            assert one.p <= one.q <= ERROR_RATE
        assert all(math.isfinite(value) for value in (one.low, one.high, one.difference))


@settings(deadline=None)
@given(st.permutations(range(7)), st.lists(st.integers(-9, 9), min_size=7, max_size=7))
def test_the_order_of_the_seeds_says_nothing(order, values):
    one, other = evidence([pairs(*values)])[0], evidence([pairs(*(values[at] for at in order))])[0]
    assert one.p == other.p is None or one.p == pytest.approx(other.p)
    assert one.shown == other.shown
