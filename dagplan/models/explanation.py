"""The explanation of a plan (``dagplan.explanation/1``): where time is short, and why each request is unbooked."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .fields import Id, LocalDate, StrictModel, is_empty
from .plan import Unbooked


class Bottleneck(StrictModel):
    """One competence (or kind of equipment) at one unit on one date where more is wanted than is left; minutes."""

    competence: str = Field(description="The competence, or the kind of equipment.")
    of_equipment: bool = Field(
        False,
        description="Whether it is equipment: its minutes are those of all items while anybody works there.",
        exclude_if=is_empty,
    )
    unit: Id = Field(description="Id of the care unit.")
    date: LocalDate = Field(description="The date.")
    available: int = Field(ge=0, description="Minutes of the people with the competence before anything is booked.")
    booked: int = Field(ge=0, description="Minutes booked with them, for this competence or another of theirs.")
    waiting: int = Field(
        ge=0, description="Minutes of unbooked visits that may be on this date; a visit counts on each of its dates."
    )
    missing: int = Field(ge=0, description="Minutes waiting beyond what is left.")
    practitioner: Id | None = Field(
        None, description="With whom an hour more was tried: whose hour lets in most; null where none was tried."
    )
    hour_lets_in: tuple[Id, ...] = Field(
        (), description="Unbooked requests that get in with that hour while every other booking stands."
    )
    hour_saves: int = Field(0, ge=0, description="What that hour takes off the cost, with those requests booked.")

    @property
    def left(self) -> int:
        """Minutes still free, in pieces of any length."""
        return max(0, self.available - self.booked)


class Explanation(StrictModel):
    """Why requests are unbooked, what would let them in, and where time is short."""

    schema_: Literal["dagplan.explanation/1"] = Field(
        "dagplan.explanation/1", alias="schema", description="Name and version of this form."
    )
    bottlenecks: tuple[Bottleneck, ...] = Field((), description="Where minutes are missing, the worst first.")
    unbooked: tuple[Unbooked, ...] = Field(description="As in the plan, with fixes, in the order of the request.")
