"""Ruin operators: which requests a step takes out, and which of those that wait it tries beside them.

Each is a function of the state. It gives None when it is not its turn, and then the next in ``RUIN_OPERATORS`` is
asked; so each draws for itself whether it is. A new neighbourhood is a new function and its name in the list, before
the last, which is always ready.

Those of today take out few visits close together in time, since those are the ones that can change places: "slack
induction" of Christiaens and Vanden Berghe (Transportation Science 54, 2020).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .sites import Site, draw_site
from .state import State


class Ruin(NamedTuple):
    """What a step is about.

    Attributes
    ----------
    centre
        The request (index) for which room is made; it is among ``taken`` or ``waiting``.
    days
        The dates on which time is freed.
    taken
        Booked requests to take out, in order.
    waiting
        Requests that are not booked, to be tried on these dates.
    """

    centre: int
    days: frozenset[int]
    taken: list[int]
    waiting: list[int]


RuinOperator = Callable[[State], Ruin | None]

NOTHING = Ruin(-1, frozenset(), [], [])
"""A step that could find nothing to do."""


def around_waiting(state: State) -> Ruin | None:
    """Make room for a request that waits: at the moment, of some drawn for it, in whose way the least stands."""
    if not state.waiting or state.random.unit() >= state.params.waiting_first:
        return None
    return _around(state, state.waiting.choice(state.random), state.params.tries)


def around_any(state: State) -> Ruin | None:
    """Make room for any request, booked or not, at one moment drawn for it."""
    if not state.part:
        return NOTHING
    return _around(state, state.random.choice(state.part), 1)


RUIN_OPERATORS: tuple[RuinOperator, ...] = (around_waiting, around_any)


def draw_ruin(state: State, operators: Sequence[RuinOperator] = RUIN_OPERATORS) -> Ruin:
    """What the first operator says whose turn it is."""
    for operator in operators:
        ruin = operator(state)
        if ruin is not None:
            return ruin
    return NOTHING


def _around(state: State, centre: int, tries: int) -> Ruin:
    """Take out what stands in the way of one request, and some neighbours in time."""
    site = draw_site(state, state.requests[centre], tries)
    if site is None:
        return NOTHING
    # A booked request has to leave its own place to get another one, also where that is not in the way of the site.
    taken = site.in_the_way
    if centre in state.placed:
        taken.add(centre)
    taken.update(_some_near(state, site, taken))
    waiting = _some_waiting(state, site, centre)
    if centre not in state.placed:
        waiting.append(centre)
    # A set has no order that is the same on every machine; what is drawn next depends on it.
    return Ruin(centre, frozenset((site.day,)), sorted(taken), waiting)


def _some_near(state: State, site: Site, taken: set[int]) -> list[int]:
    """Some of the other requests close in time to a site: with the same people, and with a few others there."""
    draw, params = state.random, state.params
    slack = draw.choice(params.slacks)
    first, end = min(start for _, start, _ in site.spans) - slack, max(end for *_, end in site.spans) + slack
    others = state.instance.segments_at.get((site.unit, site.day), [])
    segments = {segment for segment, *_ in site.spans if segment >= 0}
    segments.update(other.index for other in draw.sample(others, params.other_people))
    near = sorted({index for segment in segments for index in state.holding(segment, first, end)} - taken)
    return draw.sample(near, draw.below(params.most_neighbours + 1))


def _some_waiting(state: State, site: Site, centre: int) -> list[int]:
    """Some that wait and may be at this unit on this date; twice as many are drawn, since not all may."""
    most, requests = state.params.most_waiting, state.requests
    return [
        index
        for index in state.waiting.sample(state.random, most * 2)
        if index != centre and site.unit in requests[index].units and site.day in requests[index].day_cost
    ][:most]
