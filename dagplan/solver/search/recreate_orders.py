"""Recreate orders: which request is put back first, and so has the most room.

Each is a sort key of a request and a factor of noise about 1, lowest first. Every step draws one of
``RECREATE_ORDERS``, and noise for each request. A new order is a new function and its name in the list; a name that
stands twice is drawn twice as often.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dagplan.solver.instance.instance import Request

from .state import State

RecreateOrder = Callable[[Request, float], tuple[float, ...]]


def by_density(request: Request, noise: float) -> tuple[float, ...]:
    """The most valuable minutes first."""
    return (-request.unbooked_cost / request.minutes * noise,)


def by_length(request: Request, noise: float) -> tuple[float, ...]:
    """The longest first, which fit in the fewest gaps."""
    return (-request.minutes * noise,)


def by_value(request: Request, noise: float) -> tuple[float, ...]:
    """The dearest to leave out first."""
    return (-request.unbooked_cost * noise,)


def sequences_first(request: Request, noise: float) -> tuple[float, ...]:
    """Those with the most visits first, the longest of them: a sequence needs several gaps that fit together."""
    return -len(request.visits), -request.minutes * noise


RECREATE_ORDERS: tuple[RecreateOrder, ...] = (by_density, by_density, by_length, by_value, sequences_first)


def draw_order(state: State, pool: Sequence[int], orders: Sequence[RecreateOrder] = RECREATE_ORDERS) -> list[int]:
    """Some requests (indices) in one of the orders, with noise."""
    draw, requests = state.random, state.requests
    low, high = 1 - state.params.noise, 1 + state.params.noise
    noise = [draw.between(low, high) for _ in pool]
    order = draw.choice(orders)
    rank = {index: order(requests[index], factor) for index, factor in zip(pool, noise, strict=True)}
    return sorted(pool, key=rank.__getitem__)
