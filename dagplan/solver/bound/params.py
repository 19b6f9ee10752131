"""What steers the lower bound, with the range and the unit of each value."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from dagplan.solver.running.quantities import PARAMS, Count, Factor, Seconds, Share


@dataclass(frozen=True, kw_only=True, config=PARAMS)
class BoundParams:
    """Parameters of column generation (``lower_bound``) and of its pricing. None of them can make the bound untrue.

    Attributes
    ----------
    rounds
        So many times, at most, prices are asked about at each level of detail (a person, a day, a window).
    worths
        Of the requests' worths a minute about so many, spread over all, are tried as one price for every minute.
    step
        How far the prices asked about lie from the best so far towards the program's: 1 is all the way.
    close_enough
        The bound is not pursued further when it is this close to the program's value, as a share of the cost of
        booking nothing; ``first_close_enough`` times that while there is one price for all of a person's time.
    first_close_enough
        See ``close_enough``.
    most_numbers
        Numbers of eight bytes that the tables of sequences may hold; where they would hold more, sequences are looked
        at a visit at a time, which proves less.
    seconds_an_iteration
        What an iteration of the linear solver is worth for each of its rows, where work is counted.
    seconds_a_place
        What pricing a place (a request at one unit on one date) is worth, where work is counted.
    stretches
        Of the bound in whole numbers, level by level: minutes that a stretch of the day has at the most, which a
        sequence passes through. With 2880 the day is one.
    most_paths
        Where a sequence can pass through the stretches at one place in more ways than this, the day is one to it.
    share_of_a_level
        So much of the time that is left, at most, for a level before the last.
    poll_seconds
        How often its solver is looked at from outside.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    rounds: Count = 200
    worths: Count = 32
    step: Annotated[float, Field(gt=0, le=1)] = 0.6
    close_enough: Share = 3e-5
    first_close_enough: Factor = 10.0
    most_numbers: Count = 60_000_000
    seconds_an_iteration: Seconds = 1e-7
    seconds_a_place: Seconds = 2e-6
    stretches: Annotated[tuple[Count, ...], Field(min_length=1)] = (2880, 1440)
    most_paths: Count = 200
    share_of_a_level: Share = 0.5
    poll_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.02
