"""What is sent that is no document of the contract, but holds some."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from dagplan.models.fields import Id, StrictModel, WholeNumber
from dagplan.models.offer import Offer

MOST_CHANGES = 10_000
"""In one list; more than that take longer to be read than anybody waits."""
MODEL = "x-model"
"""Stands in a schema for a part of the contract that is read by itself, so that its problems are its own."""


def _holding(model: str) -> WithJsonSchema:
    """What a schema says of such a part, by the name of its model."""
    return WithJsonSchema({MODEL: model})


_Request = Annotated[dict[str, Any], _holding("PlanRequest")]


class CheckBody(StrictModel):
    """A plan to be checked, from any source, and its request."""

    request: _Request = Field(description="The request.")
    plan: Annotated[dict[str, Any], _holding("Plan")] = Field(description="The plan; `bookings` are enough.")


class ReplanBody(StrictModel):
    """What is to be otherwise in the new plan."""

    changes: Annotated[tuple[Any, ...], WithJsonSchema({"type": "array", "items": {MODEL: "Change"}})] = Field(
        (), max_length=MOST_CHANGES, description="Changes of the contract, each to the outcome of those before it."
    )
    max_moved: WholeNumber | None = Field(
        None, description="At most so many booked visits may leave their booking; left out: as the request has it."
    )


class StudyBody(StrictModel):
    """A study and the requests that it names."""

    study: Annotated[dict[str, Any], _holding("StudyFile")] = Field(description="The study (`dagplan.study/1`).")
    inputs: dict[Id, _Request] = Field(
        {},
        description="Requests by the names that the study has for them: its `base`, and `from` of a change "
        "`demand`. A name that is not here is the id of an earlier plan, whose request it is.",
    )


class StepBody(StrictModel):
    """What is to be otherwise on a board: changes, or an offer that is taken."""

    changes: Annotated[tuple[Any, ...], WithJsonSchema({"type": "array", "items": {MODEL: "Change"}})] = Field(
        (), max_length=MOST_CHANGES, description="Changes of the contract, each to the outcome of those before it."
    )
    offer: Offer | None = Field(None, description="One of the offers that the board gave, to be booked as it is.")


class OrderBody(StrictModel):
    """How a plan of a board is to be made."""

    time_limit: Annotated[float, Field(gt=0)] | None = Field(
        None, description="Seconds; left out: as the request has it."
    )
    max_moved: WholeNumber | None = Field(
        None, description="At most so many booked visits may leave their booking; left out: as the request has it."
    )


class AcceptBody(StrictModel):
    """The plan whose bookings a board is to have."""

    plan: Annotated[str, Field(max_length=64)] = Field(description="Id of a plan that was ordered of this board.")
