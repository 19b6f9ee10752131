"""Ruin and recreate: make room around one moment of one date, and fill it again differently.

A step takes some requests out (``ruin_operators``) and puts them and some waiting ones back in some order
(``recreate_orders``), each at its cheapest place. Worse plans are accepted now and then (``annealing``). A request
that was tried in vain becomes a little dearer to leave out, for the search only (guided local search, Voudouris and
Tsang, EJOR 113, 1999): so the search leaves plans in which the same few sequences never fit. The plan of least true
cost is kept (``state``). A step costs about a quarter of a millisecond, since finding room is a handful of shifts
(``insertion``).
"""

from __future__ import annotations

from collections.abc import Sequence

from .annealing import draw_limit
from .move_budget import insertion_within
from .recreate_orders import RECREATE_ORDERS, RecreateOrder, draw_order
from .ruin_operators import RUIN_OPERATORS, Ruin, RuinOperator, draw_ruin
from .state import State


def step(
    state: State,
    progress: float,
    ruins: Sequence[RuinOperator] = RUIN_OPERATORS,
    orders: Sequence[RecreateOrder] = RECREATE_ORDERS,
) -> None:
    """One ruin and one recreation, kept or undone.

    Parameters
    ----------
    state
        What is worked on, in place.
    progress
        How much of the search is done, 0 to 1: the further, the colder.
    ruins, orders
        What is drawn from.
    """
    ruin = draw_ruin(state, ruins)
    pool = [*ruin.taken, *ruin.waiting]
    if not pool:
        return
    before = state.account(pool)
    left = None if state.max_moved is None else state.max_moved - state.moved + before.moved
    stood = {index: state.take_out(index) for index in ruin.taken}
    # The limit counts penalties, the best plan's cost doesn't: a dearer plan is gone on from, but never kept as best.
    limit = draw_limit(state, before.guided, progress)
    put_in = recreate(state, ruin, _in_order(state, ruin, pool, orders), left)
    after = state.account(pool)
    if after.guided < limit and (left is None or after.moved <= left):
        state.keep(pool, before, after)
        return
    # All new places first: an old one may lie across two of them.
    for index in put_in:
        state.take_out(index)
    for index, placement in stood.items():
        state.put_in(index, placement)
    if ruin.centre not in state.placed:
        state.discourage(ruin.centre)


def _in_order(state: State, ruin: Ruin, pool: list[int], orders: Sequence[RecreateOrder]) -> list[int]:
    """The order in which requests are put back: now and then the one for which room was made before all others."""
    order = draw_order(state, pool, orders)
    if ruin.centre in ruin.waiting and state.random.unit() < state.params.centre_first:
        order.remove(ruin.centre)
        order.insert(0, ruin.centre)
    return order


def recreate(state: State, ruin: Ruin, order: Sequence[int], left: int | None) -> list[int]:
    """Put requests in one after the other, each at its cheapest place; those that got one, in order.

    Parameters
    ----------
    left
        So many visits may leave their existing booking; None for as many as pay.
    """
    put_in = []
    waited = frozenset(ruin.waiting)
    calendars, same_day, combinations = state.calendars, state.same_day, state.params.most_combinations
    for index in order:
        # What waits had no place on the other dates before, and these have not changed.
        days = ruin.days if index in waited else state.days
        request = state.requests[index]
        placement = insertion_within(
            calendars, request, same_day.get(index, ()), left, days=days, combinations=combinations
        )
        if left is not None:
            left -= state.instance.disturbed(request, placement)
        if placement is not None:
            state.put_in(index, placement)
            put_in.append(index)
    return put_in
