"""The form in which two plans are told apart (``dagplan.difference/1``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import Id, LocalDateTime, MayGrow, StrictModel, is_empty
from .plan import Booking, Cost

Aspect = Literal["person", "unit", "date", "time", "equipment"]


class Place(StrictModel):
    """Where and when a visit is booked, and with whom."""

    practitioner: Id = Field(description="Id of the practitioner.")
    unit: Id = Field(description="Id of the care unit.")
    start: LocalDateTime = Field(description="Start, local time.")
    end: LocalDateTime = Field(description="End, local time.")
    equipment: tuple[Id, ...] = Field((), description="Ids of its items, in order of id.", exclude_if=is_empty)


class Move(StrictModel):
    """A visit that both plans book, not at the same place."""

    visit: Id = Field(description="Id of the visit.")
    request: Id = Field(description="Id of the request.")
    patient: Id = Field(description="Pseudonym of the patient.")
    before: Place = Field(description="Where the old plan has it.")
    after: Place = Field(description="Where the new plan has it.")
    changed: tuple[Annotated[Aspect, MayGrow()], ...] = Field(
        description="What is another: person, unit, date, time (of the clock, of the start or the end), equipment."
    )


Moved = Annotated[
    tuple[Move, ...], Field(description="Visits that moved, ordered by the new start, practitioner and visit.")
]
Added = Annotated[
    tuple[Booking, ...],
    Field(description="Bookings of the new plan alone, ordered as those of a plan, then by visit."),
]
Dropped = Annotated[
    tuple[Booking, ...],
    Field(description="Bookings of the old plan alone, ordered as those of a plan, then by visit."),
]


Reequipped = Annotated[
    tuple[Move, ...],
    Field(
        description="Visits that stand where they were, with other items of equipment, ordered as those that moved.",
        exclude_if=is_empty,
    ),
]


class PatientDifference(StrictModel):
    """What differs for one patient."""

    patient: Id = Field(description="Pseudonym of the patient.")
    moved: Moved
    added: Added
    dropped: Dropped
    equipment: Reequipped = ()


class PractitionerDifference(StrictModel):
    """What differs for one practitioner."""

    practitioner: Id = Field(description="Id of the practitioner.")
    moved: Moved
    added: Added
    dropped: Dropped
    equipment: Reequipped = ()


class CostDifference(StrictModel):
    """What the two plans cost: as each says itself, or both reckoned for one request."""

    before: Cost | None = Field(description="Cost of the old plan; null where it is not known.")
    after: Cost | None = Field(description="Cost of the new plan; null where it is not known.")


class Difference(StrictModel):
    """From an old plan to a new one (``dagplan.difference/1``)."""

    schema_: Literal["dagplan.difference/1"] = Field(
        "dagplan.difference/1", alias="schema", description="Name and version of this form."
    )
    moved: Moved
    added: Added
    dropped: Dropped
    equipment: Reequipped = ()
    unchanged: int = Field(
        ge=0, description="Number of bookings that stand as they were, also of those with other equipment."
    )
    booked_requests: tuple[Id, ...] = Field(description="Requests that became booked, in order of id.")
    unbooked_requests: tuple[Id, ...] = Field(description="Requests that are no longer booked, in order of id.")
    cost: CostDifference = Field(description="Cost before and after.")
    by_patient: tuple[PatientDifference, ...] = Field(description="The same by patient, in order of id.")
    by_practitioner: tuple[PractitionerDifference, ...] = Field(
        description="The same by practitioner, in order of id; a move from one to another stands with both."
    )

    @property
    def same_bookings(self) -> bool:
        """Whether every booking stands as it was."""
        return not (self.moved or self.added or self.dropped or self.equipment)
