"""How a difference between two scenarios reads: shown or not, and against what the plans can be missing."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from .evidence import Evidence
from .outcome import Outcome

SAME, ONE_SEED, NOT_SHOWN, WITHIN_GAPS = "same", "one seed", "not shown", "within gaps"
CLEAR, PROVEN = "clear", "proven"
READINGS = (PROVEN, CLEAR, WITHIN_GAPS, NOT_SHOWN, ONE_SEED, SAME)
EFFECTS = frozenset({CLEAR, PROVEN})
"""The readings of an effect. All others mean: not shown."""
_BOOKED, _MISSED = "booked", "unbooked"
_OF_THE_PROOF = frozenset({"lower_bound", "gap", "solver_gap"})


def reading(figure: str, own: Sequence[Outcome], other: Sequence[Outcome], found: Evidence) -> str:
    """How a difference reads: one of ``READINGS``.

    Parameters
    ----------
    figure
        Name of the figure.
    own, other
        Cases with the figure, of the scenario and of the one it is held against, seed by seed.
    found
        What the seeds show of it.
    """
    if figure == "cost" and _least_costs_differ(own, other):
        return PROVEN  # no seed can change it
    if sorted(one.figures[figure] for one in own) == sorted(one.figures[figure] for one in other):
        return SAME
    if found.pairs == 1:
        return ONE_SEED
    if not found.shown:
        return NOT_SHOWN
    return WITHIN_GAPS if abs(found.difference) <= _within_gaps(figure, found.difference, own, other) else CLEAR


def _least_costs_differ(own: Sequence[Outcome], other: Sequence[Outcome]) -> bool:
    """Whether the least costs of all, of the one and of the other, are proven to differ."""
    (own_bound, own_cost), (other_bound, other_cost) = _proven(own), _proven(other)
    return own_bound > other_cost or other_bound > own_cost


def _proven(side: Sequence[Outcome]) -> tuple[float, float]:
    """Between what the least cost of all lies: the best bound and the best plan of any seed."""
    return max(one.figures["lower_bound"] for one in side), min(one.figures["cost"] for one in side)


def _within_gaps(figure: str, difference: float, own: Sequence[Outcome], other: Sequence[Outcome]) -> float:
    """So large a difference may be nothing but what the plans of both sides are missing."""
    if figure in _OF_THE_PROOF:
        return 0.0  # the bound is what it is; and what is missing is what a gap tells
    if figure == "cost":
        return abs(difference)  # what is proven doesn't tell them apart
    ours, others = (fmean(_slack(figure, one) for one in side) for side in (own, other))
    if not _is_count(figure):
        return ours + others
    # The truth of each side can only be better than its plan: only one of them brings the difference nearer 0.
    more_is_better = not figure.startswith(_MISSED)
    return ours if (difference < 0) == more_is_better else others


def _is_count(figure: str) -> bool:
    return figure.startswith((_BOOKED, _MISSED))


def _slack(figure: str, one: Outcome) -> float:
    """How much of a figure a plan can be missing.

    Of requests, so many as the cost that is not proven pays for, at the cheapest priority (a linked request is two
    visits at least); of any other figure the share that the gap says, which is a rule of thumb and no proof.
    """
    if not _is_count(figure):
        return abs(one.figures[figure]) * one.figures["gap"]
    unproven = one.figures["cost"] - one.figures["lower_bound"]
    visits = 2 if figure.endswith("_linked") else 1
    return unproven / (one.least_loss * visits) if one.least_loss else 0.0
