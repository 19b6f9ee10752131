"""Random numbers that are the same everywhere."""

from __future__ import annotations

import math
import statistics

import pytest

from dagplan.solver.search.draws import Draws


def test_the_stream_is_that_of_splitmix64():
    """The first numbers of seed 1234567, as published with the algorithm's implementations."""
    draws = Draws(1234567)
    assert [draws.bits() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_seeds_are_taken_by_their_lowest_64_bits():
    assert Draws(3 + (1 << 64)).bits() == Draws(3).bits() != Draws(4).bits()


@pytest.mark.parametrize("count", [1, 2, 7, 1000])
def test_whole_numbers_are_even(count):
    draws = Draws(5)
    drawn = [draws.below(count) for _ in range(4000)]
    assert set(drawn) <= set(range(count))
    assert statistics.mean(drawn) == pytest.approx((count - 1) / 2, abs=count / 30)


def test_exponential_numbers_are_as_rare_as_they_should_be():
    draws = Draws(7)
    drawn = [draws.exponential() for _ in range(20_000)]
    assert min(drawn) >= 0
    assert statistics.mean(drawn) == pytest.approx(1, abs=0.03)
    for least in (0.1, 0.5, 1, 2, 4):
        assert sum(one > least for one in drawn) / len(drawn) == pytest.approx(math.exp(-least), abs=0.012)


def test_a_sample_has_each_alike_and_none_twice():
    draws, items = Draws(9), list(range(6))
    samples = [draws.sample(items, 3) for _ in range(3000)]
    assert items == list(range(6))
    assert all(len(set(one)) == 3 for one in samples)
    for item in items:
        assert sum(item in one for one in samples) == pytest.approx(1500, abs=110)
    assert sorted(draws.sample(items, 99)) == items
