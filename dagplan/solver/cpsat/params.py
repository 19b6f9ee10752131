"""What steers CP-SAT, with the range and the unit of each value."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from dagplan.solver.running.quantities import PARAMS, Count, Seconds


@dataclass(frozen=True, kw_only=True, config=PARAMS)
class CpSatParams:
    """Parameters of the exact solver.

    Attributes
    ----------
    subsolvers
        Where work is counted, so many strategies take turns, whatever the number of threads.
    batch
        Tasks that each of them does in one turn.
    probing_level
        CP-SAT's ``cp_model_probing_level``, 0 to 3: how much presolve tries each literal. At its own default (2)
        presolve took most of a minute on a unit-week.
    linearization_level
        CP-SAT's ``linearization_level``, 0 to 2: how much of the model its linear relaxation holds.
    least_seconds
        A solve is never given less.
    poll_seconds
        How often it is looked at from outside, and how long the search beside it goes on at a time.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    subsolvers: Count = 4
    batch: Count = 8
    probing_level: Annotated[int, Field(ge=0, le=3)] = 0
    linearization_level: Annotated[int, Field(ge=0, le=2)] = 2
    least_seconds: Seconds = 0.01
    poll_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.05
