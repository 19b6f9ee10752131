"""Which visits are asked for: drawn one request at a time until each competence's time is filled."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from math import fsum, prod
from random import Random
from typing import TypeVar

from .practices import Practice

Item = TypeVar("Item", bound=Hashable)

_SPREAD = 0.10
"""How far each competence's load may lie from the whole, either way."""
_PULL = 3
"""How strongly competences that lag behind are drawn."""


@dataclass(frozen=True)
class Supply:
    """The time of a unit's people.

    Parameters
    ----------
    minutes
        Minutes meant for each competence, over all dates; they add up to all the time there is.
    dates
        Dates with somebody at work, by competence.
    people
        Practitioners with the competence who are at work at all, by competence.
    """

    minutes: Mapping[str, float]
    dates: Mapping[str, frozenset[date]]
    people: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Shape:
    """The visits of a request: competence and minutes of each, and which is the primary."""

    visits: tuple[tuple[str, int], ...]
    primary: int


def draw_shapes(practice: Practice, supply: Supply, load: float, linked: float, rng: Random) -> list[Shape]:
    """Draw visits until the load is reached for every competence.

    Parameters
    ----------
    load
        Minutes demanded as a share of the minutes there are.
    linked
        Share of requests of two or more visits. Far above one half, chains can't fill every competence
        evenly: then somewhat fewer are linked, or at 1 the load is not reached.
    """
    budget = _budget(supply, load, rng)
    left = dict(budget)
    chains = [
        chain
        for chain in practice.chains
        if all(c in budget for c in chain.competences)
        and frozenset.intersection(*(supply.dates[c] for c in chain.competences))
    ]
    mean = {c: _mean_minutes(practice.durations[c]) for c in budget}
    shapes: list[Shape] = []
    linked_so_far = 0
    while True:
        # Competences that lag behind are drawn more, so that all of them fill up together.
        lag = _lag(left, budget)
        fitting = {c: left[c] / mean[c] * lag[c] ** _PULL for c in left if left[c] * 2 > mean[c]}
        chain_weights = [
            chain.weight * prod(lag[c] for c in chain.competences) ** _PULL
            if all(c in fitting for c in chain.competences)
            else 0.0
            for chain in chains
        ]
        wants_chain = linked > 0 and linked_so_far + 0.5 < linked * (len(shapes) + 1)
        if wants_chain and any(chain_weights):
            chain = rng.choices(chains, weights=chain_weights)[0]
            competences, primary = chain.competences, chain.primary
            linked_so_far += 1
        elif fitting and linked < 1:
            competences, primary = (rng.choices(list(fitting), weights=list(fitting.values()))[0],), 0
        else:
            break
        visits = tuple((c, weighted(practice.durations[c], rng)) for c in competences)
        for competence, minutes in visits:
            left[competence] -= minutes
        shapes.append(Shape(visits, primary))
    rng.shuffle(shapes)
    return shapes


def _budget(supply: Supply, load: float, rng: Random) -> dict[str, int]:
    """Minutes to fill of each competence: uneven, but the whole is as asked."""
    uneven = {c: minutes * (1 + rng.uniform(-_SPREAD, _SPREAD)) for c, minutes in supply.minutes.items()}
    # Whole minutes from here on: sums of floats differ in the last bit between Python versions.
    scale = load * fsum(supply.minutes.values()) / fsum(uneven.values()) if uneven else 0.0
    budget = {c: round(minutes * scale) for c, minutes in uneven.items()}
    return {c: minutes for c, minutes in budget.items() if minutes > 0}


def _lag(left: Mapping[str, int], budget: Mapping[str, int]) -> dict[str, float]:
    """How much of each competence is left to fill, against the whole: over 1 where it lags behind."""
    whole = max(sum(left.values()), 1e-9) / sum(budget.values()) if budget else 1.0
    return {c: max(left[c], 0) / budget[c] / whole for c in left}


def _mean_minutes(durations: Mapping[int, int]) -> float:
    return sum(minutes * weight for minutes, weight in durations.items()) / sum(durations.values())


def weighted(weights: Mapping[Item, int], rng: Random) -> Item:
    """One of the items, drawn by weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]
