"""The objective's contract: for each term the weight that a request may set, and the cost that a plan states.

What a term counts stands in ``cost``; both have the term's name, in the same order.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .fields import StrictModel, WholeNumber, is_empty

Cost = Annotated[int, Field(strict=True, ge=0)]


class UnbookedWeights(StrictModel):
    """Cost of an unbooked visit, by the request's priority."""

    routine: WholeNumber = Field(1000, description="Cost a visit of a routine request.")
    urgent: WholeNumber = Field(2000, description="Cost a visit of an urgent request.")
    asap: WholeNumber = Field(4000, description="Cost a visit of an asap request.")
    stat: WholeNumber = Field(8000, description="Cost a visit of a stat request.")


class Weights(StrictModel):
    """What each unit of each term of the objective costs."""

    unbooked: UnbookedWeights = Field(UnbookedWeights(), description="Cost of each unbooked visit, by priority.")
    day_deviation: WholeNumber = Field(10, description="Cost a day between a request's date and its target.")
    wait: WholeNumber = Field(1, description="Cost a minute waited between linked visits.")
    not_preferred: WholeNumber = Field(25, description="Cost of a visit with another than the preferred person.")
    moved: WholeNumber = Field(50, description="Cost of a visit that leaves its existing booking.")
    apart: WholeNumber = Field(100, description="Cost of a same_day_as pair on different dates.")
    uneven: WholeNumber = Field(
        0,
        description="Cost a percentage point by which a unit's date is filled above the unit's mean.",
        exclude_if=is_empty,
    )


class Terms(StrictModel):
    """The cost of each term of the objective."""

    unbooked: Cost = Field(0, description="Requests not booked, by priority and number of visits.")
    day_deviation: Cost = Field(0, description="Days from the target dates.")
    wait: Cost = Field(0, description="Minutes waited between linked visits.")
    not_preferred: Cost = Field(0, description="Visits with another than the preferred person.")
    moved: Cost = Field(0, description="Visits that left their existing booking.")
    apart: Cost = Field(0, description="same_day_as pairs on different dates.")
    uneven: Cost = Field(0, description="How unevenly the dates of units are filled.")

    @property
    def total(self) -> int:
        """The plan's cost: the sum of the terms."""
        return sum(cost for _, cost in self)
