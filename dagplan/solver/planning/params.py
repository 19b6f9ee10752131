"""What steers the making of a plan as a whole, with the range and the unit of each value; and all parameters in one.

Each room has its own (``search.params``, ``bound.params``, ``cpsat.params``); ``SolverParams`` holds them all, and is
handed down from ``plan`` to whatever needs a part of it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from dagplan.solver.bound.params import BoundParams
from dagplan.solver.cpsat.params import CpSatParams
from dagplan.solver.running.quantities import PARAMS, Count, Number, Seconds, Share
from dagplan.solver.search.params import SearchParams


@dataclass(frozen=True, kw_only=True, config=PARAMS)
class FirstPlanParams:
    """Parameters of the first plan (``first_plan``).

    Attributes
    ----------
    large
        With fewer requests than this a helper is not worth its start.
    share
        Of the visits, so much for the helper, which has to be started and told.
    """

    large: Number = 20_000
    share: Share = 0.45


@dataclass(frozen=True, kw_only=True, config=PARAMS)
class TimeParams:
    """Parameters of what is kept of the time for the end (``timekeeping``), and of measuring it (``rehearsal``).

    Attributes
    ----------
    rehearsed
        So many requests are written and checked beforehand, spread over all.
    worth_another
        Where writing is found to take more seconds than this it is measured once more, and the less is taken.
    reasons_rehearsed
        Of so many that are left out is said why beforehand, spread over all.
    example
        Visits in a plan that is an example, at least, where there are so many.
    margin
        What is measured is taken so many times: much at once takes longer.
    least_writing
        Seconds that writing takes at the least.
    ending, ending_share
        Seconds kept at the least for a search's last step and for its plan put in place; and a share, of what the
        first plan took.
    poll_seconds
        How often it is looked whether the time is over while helpers are at work on parts.
    telling_share
        Of the time, so much at most for writing, checking and telling plans so far.
    """

    rehearsed: Count = 500
    worth_another: Seconds = 1.0
    reasons_rehearsed: Count = 60
    example: Number = 100
    margin: Annotated[float, Field(ge=1, allow_inf_nan=False)] = 1.3
    least_writing: Seconds = 0.02
    ending: Seconds = 0.08
    ending_share: Share = 0.35
    poll_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.05
    telling_share: Share = 0.05


@dataclass(frozen=True, kw_only=True, config=PARAMS)
class RefineParams:
    """Parameters of the work on one part (``large_part``, ``small_part``).

    Attributes
    ----------
    share_of_bound, share_of_bound_beside
        Of the part's time, so much at most for the lower bound: by itself, and where threads search beside it.
    share_of_assignment, short_assignment
        Of what is left of a small part's time, so much at most for its bound in whole numbers: shorter where nothing
        goes on beside it.
    exact_candidates
        A part with at most so many (visit, window) candidates is given to CP-SAT whole.
    warm_up_steps, native_warm_up_steps
        Before that, so many steps of ruin and recreate for each request at most: in Python, and in the kernel.
    warm_up, short_warm_up
        And so much of the time at most: shorter where the search goes on beside CP-SAT.
    first_cycle
        Seconds of the first cycle of a search beside CP-SAT; each later one is twice as long.
    first_turn, share_of_search
        Where search and CP-SAT take turns: seconds of the first turn of both, and the search's share of each turn.
    seconds_to_import
        With less time than this CP-SAT is not begun where it has to be imported first.
    seconds_a_look
        How often a search without CP-SAT beside it is told of.
    """

    share_of_bound: Share = 0.35
    share_of_bound_beside: Share = 0.5
    share_of_assignment: Share = 0.5
    short_assignment: Share = 0.25
    exact_candidates: Number = 3_000
    warm_up_steps: Number = 5
    native_warm_up_steps: Number = 300
    warm_up: Share = 1 / 4
    short_warm_up: Share = 1 / 12
    first_cycle: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.7
    first_turn: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 2.0
    share_of_search: Share = 0.67
    seconds_to_import: Seconds = 0.6
    seconds_a_look: Seconds = 0.05


@dataclass(frozen=True, kw_only=True, config=PARAMS)
class RoundParams:
    """Parameters of a large part's search in rounds (``rounds``).

    Attributes
    ----------
    dates_a_hand
        Dates are dealt out where there are at least so many for each process.
    shuffled
        Probability that they are dealt at random, and not as stretches of following dates.
    first_seconds
        Length of the first round: short, so that a better plan is there soon.
    least_seconds, seconds_a_request
        A round is never longer than this, and as much again for each request: what is sent and merged takes longer
        the more there are.
    """

    dates_a_hand: Count = 5
    shuffled: Share = 0.5
    first_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.2
    least_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.2
    seconds_a_request: Seconds = 0.0003


@dataclass(frozen=True, kw_only=True, config=PARAMS)
class SolverParams:
    """All parameters of the solver; each one's range is told where it stands.

    Examples
    --------
    >>> SolverParams(search=SearchParams(tries=5)).search.tries
    5
    """

    first_plan: FirstPlanParams = FirstPlanParams()
    time: TimeParams = TimeParams()
    refine: RefineParams = RefineParams()
    rounds: RoundParams = RoundParams()
    search: SearchParams = SearchParams()
    bound: BoundParams = BoundParams()
    cpsat: CpSatParams = CpSatParams()
