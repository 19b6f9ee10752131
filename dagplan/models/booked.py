"""Bookings as a plan says them: those that stand, and those that stood before."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from dagplan.words.messages.input_faults import ValueFaults

from .fields import Address, Id, LocalDateTime, StrictModel, Text, WholeNumber, is_empty
from .refusals import refusal

Role = Literal["primary", "secondary"]

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})", re.ASCII)


def _to_instant(value: Any) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise refusal("instant", ValueFaults.NO_MOMENT) from error
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise refusal("instant", ValueFaults.INSTANT)
    return value.astimezone(UTC).replace(microsecond=0)


Instant = Annotated[
    datetime,
    BeforeValidator(_to_instant, json_schema_input_type=str),
    PlainSerializer(lambda value: value.strftime("%Y-%m-%dT%H:%M:%SZ"), return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$",
            "examples": ["2026-11-26T09:30:00Z"],
        }
    ),
]
"""A moment to the second, in UTC: when something was made, not when a visit is."""


class Booking(StrictModel):
    """One visit with its person and time."""

    request: Id = Field(description="Id of the request.")
    visit: Id = Field(description="Id of the visit.")
    patient: Id = Field(description="Pseudonym of the patient.")
    role: Role | None = Field(description="primary or secondary; null for a single visit without a role.")
    unit: Id = Field(description="Id of the care unit.")
    practitioner: Id = Field(description="Id of the practitioner.")
    start: LocalDateTime = Field(description="Start, local time.")
    end: LocalDateTime = Field(description="End, local time.")
    equipment: tuple[Id, ...] = Field(
        (), description="Ids of the items that the visit has for its whole time.", exclude_if=is_empty
    )
    revision: WholeNumber = Field(
        0, description="Number of the plan since which it stands here, counted along the line of plans from 0."
    )
    source: Address | None = Field(None, description="Reference of the FHIR Appointment that it is already.")

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.end - self.start).total_seconds()) // 60


class FormerBooking(Booking):
    """A booking that stood and no longer does: its visit moved, is not booked or not asked for any more.

    Or it stands where it stood, with other equipment.
    """

    competence: Text | None = Field(None, description="The competence it was booked for, where that is known.")
    until: WholeNumber = Field(description="Number of the first plan in which it doesn't stand.")


class EarlierPlan(StrictModel):
    """What is known of the plan that another is made from."""

    made: tuple[Instant, ...] = Field(
        (), description="When it was made, and before it those that it was made from, oldest first."
    )
    stood: tuple[Booking, ...] = Field((), description="Its bookings, also of visits not asked for any more.")
    former: tuple[FormerBooking, ...] = Field((), description="Bookings that stood before it, and not in it.")
