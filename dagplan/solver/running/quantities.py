"""What the solver's parameters are measured in: a kind of number for each, with its range, checked when it is set.

The parameters themselves stand in the room that they steer (``search.params``, ``bound.params``, ``cpsat.params``,
``planning.params``) as frozen dataclasses; pydantic refuses a value out of its range, all of them at once, with a
``ValueError``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

Count = Annotated[int, Field(ge=1)]
"""A number of things, at least one."""

Number = Annotated[int, Field(ge=0)]
"""A number of things, or none."""

Minutes = Annotated[int, Field(ge=0)]
"""Whole minutes."""

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""Seconds of wall clock or, where work is counted, seconds' worth of it."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A share of something, or a probability: from 0 to 1."""

Factor = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""So many times something else."""

PARAMS = ConfigDict(strict=True, extra="forbid")
"""How parameters are checked: no text is taken for a number, and none has a name that means nothing."""
