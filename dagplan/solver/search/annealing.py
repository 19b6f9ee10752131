"""Simulated annealing: worse plans are gone on from now and then, ever less as time goes.

All of it is sums, products and square roots, whose last bit is the same on every machine.
"""

from __future__ import annotations

import math
from functools import lru_cache

from .state import State

_HALVES = 16


@lru_cache(maxsize=16)
def _roots(ratio: float) -> tuple[float, ...]:
    """The 2nd, 4th, 8th, … root of a number."""
    roots = []
    for _ in range(_HALVES):
        ratio = math.sqrt(ratio)
        roots.append(ratio)
    return tuple(roots)


def heat_of(state: State, progress: float) -> float:
    """By how much a plan may be worse about as often as not more, in cost.

    Parameters
    ----------
    progress
        How much of the search is done, 0 to 1. The heat falls by the same factor in equal times.
    """
    params = state.params
    # A power of the ratio, as the product of its roots: one for each binary place of the exponent.
    fraction = max(int(progress * (1 << _HALVES)), 0)
    ratio = params.coldest / params.hottest
    if fraction >= 1 << _HALVES:
        return state.value * params.hottest * ratio
    fallen = 1.0
    for place, root in enumerate(_roots(ratio)):
        if fraction >> (_HALVES - 1 - place) & 1:
            fallen *= root
    return state.value * params.hottest * fallen


def draw_limit(state: State, cost: float, progress: float) -> float:
    """What a plan must cost less than, if the search is to go on from it instead of from one that costs ``cost``.

    The same as to accept one that costs ``d`` more with probability ``exp(-d / heat)``; drawn before it is made.
    """
    return cost + heat_of(state, progress) * state.random.exponential()
