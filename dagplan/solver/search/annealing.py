"""Simulated annealing: worse plans are gone on from now and then, ever less as time goes."""

from __future__ import annotations

import math

from .state import State


def heat_of(state: State, progress: float) -> float:
    """By how much a plan may be worse about as often as not more, in cost.

    Parameters
    ----------
    progress
        How much of the search is done, 0 to 1. The heat falls by the same factor in equal times.
    """
    params = state.params
    fallen: float = (params.coldest / params.hottest) ** progress
    return state.value * params.hottest * fallen


def draw_limit(state: State, cost: float, progress: float) -> float:
    """What a plan must cost less than, if the search is to go on from it instead of from one that costs ``cost``.

    The same as to accept one that costs ``d`` more with probability ``exp(-d / heat)``; drawn before it is made.
    """
    # Of the smallest number that can be drawn, 0, there is no logarithm.
    return cost - heat_of(state, progress) * math.log(max(1e-12, state.random.random()))
