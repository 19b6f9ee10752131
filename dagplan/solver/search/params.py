"""What steers ruin and recreate, with the range and the unit of each value."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from dagplan.solver.running.quantities import PARAMS, Count, Factor, Minutes, Number, Share


@dataclass(frozen=True, kw_only=True, config=PARAMS)
class SearchParams:
    """Parameters of ruin and recreate (``ruin_and_recreate``) and of insertion.

    Attributes
    ----------
    hottest, coldest
        Heat at the beginning and end of a search, as shares of the mean cost of an unbooked visit; the hotter, the
        worse a plan may be that the search goes on from. ``coldest`` is above 0 and at most ``hottest``.
    penalty_height, least_penalty, most_penalty
        How much dearer a request may become in all, times its cost when unbooked: the height over the share of the
        requests that wait, at least and at most so much (most goes before least). Where few wait much can be gained
        by which they are; where much has to stay out the same makes the search forget what a request is worth.
    penalty_step, ramp
        How much dearer it becomes each time it is tried in vain, at the least; and more where the search is so short
        that after this share of it those that wait were not as dear as they may become. A ramp as long as the search
        is worse than none: the plan follows what changes.
    waiting_first
        Probability that a step makes room for a request that waits, where any does.
    centre_first
        Probability that a waiting request for which room was made is put back before all others.
    tries
        Moments drawn for a waiting request, of which the one is taken in whose way the least stands.
    noise
        What requests are compared by is taken times a number drawn from ``1 - noise`` to ``1 + noise``.
    near_days
        Of a request's dates only so many, the cheapest, are drawn.
    waits
        Minutes of waiting, beyond the least allowed, of which one is drawn for each visit that follows another:
        rather short than long. The last means as long as allowed.
    slacks
        Minutes before and after the moment, of which one is drawn: neighbours in time lie within.
    other_people
        So many windows of others at the same unit and date are looked for neighbours in.
    most_neighbours
        At most so many neighbours are taken out beside what stands in the way.
    most_waiting
        At most so many of those that wait are tried beside the request for which room was made.
    most_combinations
        So many combinations of people, the cheapest, are tried for one sequence at one unit on one date.
    seconds_a_step, native_seconds_a_step
        What a step is worth where work is counted, in seconds of an ordinary machine: in Python, and in the kernel.

    Raises
    ------
    ValueError
        If a value is out of its range.

    Examples
    --------
    >>> SearchParams(tries=5).tries
    5
    """

    hottest: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.2
    coldest: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.002
    penalty_height: Factor = 0.25
    least_penalty: Factor = 1.0
    most_penalty: Factor = 5.0
    penalty_step: Factor = 0.003
    ramp: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.05
    waiting_first: Share = 0.6
    centre_first: Share = 0.5
    tries: Count = 3
    noise: Share = 0.3
    near_days: Count = 5
    waits: Annotated[tuple[Minutes, ...], Field(min_length=1)] = (0, 5, 15, 30, 60, 2000)
    slacks: Annotated[tuple[Minutes, ...], Field(min_length=1)] = (0, 30, 60)
    other_people: Number = 2
    most_neighbours: Number = 4
    most_waiting: Number = 10
    most_combinations: Count = 40
    seconds_a_step: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.0003
    native_seconds_a_step: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.00001

    def __post_init__(self) -> None:
        if self.coldest > self.hottest:
            raise ValueError(f"coldest ({self.coldest}) is hotter than hottest ({self.hottest})")
