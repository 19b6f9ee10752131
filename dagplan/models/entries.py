"""What a request is made of: units, people, their time, patients' needs, what is booked, and settings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .booked import Role
from .fields import (
    Address,
    ClockTime,
    DurationMinutes,
    Id,
    LocalDate,
    LocalDateTime,
    LocalEnd,
    StrictModel,
    Text,
    WaitMinutes,
    WholeNumber,
    is_empty,
)
from .objective import Weights

Priority = Literal["routine", "urgent", "asap", "stat"]


class Unit(StrictModel):
    """A care unit (vårdenhet): one vårdcentral, or one clinic at a hospital (rule R7)."""

    id: Id = Field(description="Opaque id of the care unit.")
    name: Text | None = Field(None, description="Name shown to people.")
    kind: Literal["primary_care_centre", "hospital_clinic"] | None = Field(
        None, description="Vårdcentral or hospital clinic; makes no difference to the plan."
    )


class Practitioner(StrictModel):
    """A person who takes visits."""

    id: Id = Field(description="Opaque id of the practitioner.")
    name: Text | None = Field(None, description="Name shown to people.")
    competences: tuple[Text, ...] = Field(description="Words of the planner's own: physician, spirometry.")


class Availability(StrictModel):
    """A window in which a practitioner can take visits at a unit, on one date."""

    practitioner: Id = Field(description="Id of the practitioner.")
    unit: Id = Field(description="Id of the care unit.")
    start: LocalDateTime = Field(description="First minute of the window, local time.")
    end: LocalEnd = Field(description="End of the window, local time: same date, or the 00:00 that ends it.")


class Busy(StrictModel):
    """Time taken out of a practitioner's availability; may span dates."""

    practitioner: Id = Field(description="Id of the practitioner.")
    start: LocalDateTime = Field(description="Start, local time.")
    end: LocalEnd = Field(description="End, local time.")


class PatientBusy(StrictModel):
    """Time in which a patient has something else; may span dates."""

    patient: Id = Field(description="Opaque pseudonym of the patient.")
    start: LocalDateTime = Field(description="Start, local time.")
    end: LocalEnd = Field(description="End, local time.")


class Equipment(StrictModel):
    """A thing or a room of which a unit has few: one item."""

    id: Id = Field(description="Opaque id of the item.")
    unit: Id = Field(description="Id of the care unit at which it is.")
    kind: Text = Field(description="A word of the planner's own, compared as competences are: spirometer.")
    name: Text | None = Field(None, description="Name shown to people.")


class EquipmentBusy(StrictModel):
    """Time in which an item is not to be had; may span dates."""

    equipment: Id = Field(description="Id of the item.")
    start: LocalDateTime = Field(description="Start, local time.")
    end: LocalEnd = Field(description="End, local time.")


class Visit(StrictModel):
    """One visit (vårdbesök): a patient and one practitioner for so many minutes."""

    id: Id = Field(description="Opaque id, unique over all requests.")
    role: Role | None = Field(
        None, description="primary or secondary; a request of two or more visits has exactly one primary."
    )
    duration: DurationMinutes = Field(description="Length in whole minutes.")
    competence: Text = Field(description="The competence the practitioner must have.")
    practitioners: tuple[Id, ...] = Field(
        (), description="Only these people, each with the competence; left out or empty: anyone with it."
    )
    preferred: Id | None = Field(None, description="Soft wish for one person.")
    equipment: tuple[Text, ...] = Field(
        (),
        description="Kinds of equipment of which it needs one item each, at its unit, for its whole time.",
        exclude_if=is_empty,
    )
    same_practitioner_as: tuple[Id, ...] = Field(
        (), description="Other visits of the request that the same person takes.", exclude_if=is_empty
    )
    different_practitioner_from: tuple[Id, ...] = Field(
        (), description="Other visits of the request that another person takes.", exclude_if=is_empty
    )
    min_wait: WaitMinutes | None = Field(
        None, description="Least minutes just before this visit; overrides the request's."
    )
    max_wait: WaitMinutes | None = Field(
        None, description="Most minutes just before this visit; overrides the request's."
    )
    booking_mode: Literal["booked", "drop_in"] = Field(
        "booked", description="drop_in is refused in a linked request (rule R5)."
    )
    visit_type: Text | None = Field(None, description="Carried through; changes nothing (rule R9).")
    visit_form: Text | None = Field(None, description="Carried through; changes nothing (rule R9).")


class Request(StrictModel):
    """One patient's need, booked whole or not at all."""

    id: Id = Field(description="Opaque id of the request.")
    patient: Id = Field(description="Opaque pseudonym of the patient.")
    units: tuple[Id, ...] = Field((), description="Care units that may take it; left out or empty: all.")
    priority: Priority = Field("routine", description="FHIR request-priority code.")
    earliest: LocalDate | None = Field(None, description="First date; default the first planned date.")
    latest: LocalDate | None = Field(None, description="Last date; default the last planned date.")
    target: LocalDate | None = Field(
        None, description="Wished date (medicinskt måldatum); default the first date it may be booked."
    )
    not_before: ClockTime | None = Field(None, description="Every visit starts at or after this time.")
    not_after: ClockTime | None = Field(None, description="Every visit ends at or before this time.")
    excluded_dates: tuple[LocalDate, ...] = Field((), description="Dates on which the patient can't come.")
    min_wait: WaitMinutes = Field(
        0, description="Least minutes between the end of one visit and the start of the next."
    )
    max_wait: WaitMinutes | None = Field(
        None,
        description="Most minutes between the end of one visit and the start of the next; none: no bound.",
    )
    same_day_as: tuple[Id, ...] = Field(
        (), description="Other requests of the same patient, independent but preferably on the same date."
    )
    visits: tuple[Visit, ...] = Field(description="The visits, in the required sequence.", min_length=1)

    @property
    def linked(self) -> bool:
        """Whether it is a primary visit with secondaries."""
        return len(self.visits) > 1

    def waits_before(self, position: int) -> tuple[int, int | None]:
        """Least and most minutes between visit ``position - 1`` and visit ``position`` (None: no bound)."""
        visit = self.visits[position]
        least = self.min_wait if visit.min_wait is None else visit.min_wait
        most = self.max_wait if visit.max_wait is None else visit.max_wait
        return least, most


class ExistingBooking(StrictModel):
    """A visit that is booked already: a fact when locked, otherwise a wish."""

    visit: Id = Field(description="Id of a visit in requests.")
    practitioner: Id = Field(description="Id of the practitioner.")
    unit: Id = Field(description="Id of the care unit.")
    start: LocalDateTime = Field(description="Start, local time.")
    locked: Annotated[bool, Field(strict=True)] = Field(
        False, description="True: stays exactly as it is. False: may move, at a cost."
    )
    equipment: tuple[Id, ...] = Field(
        (),
        description="Ids of the items it has; of each kind needed and not named it is given the first free one.",
        exclude_if=is_empty,
    )
    source: Address | None = Field(
        None,
        description="Reference of the FHIR Appointment it was read from, so that what is written cancels or replaces "
        "that one; changes no plan.",
    )
    revision: WholeNumber = Field(
        0, description="As the plan it comes from says: the number of the plan since which it stands here."
    )


class Settings(StrictModel):
    """How the plan is made, and what is worth what."""

    grid: Annotated[int, Field(strict=True, ge=1, le=1440)] = Field(
        5, description="Visits start at multiples of so many minutes, counted from midnight."
    )
    time_limit: Annotated[float, Field(strict=True, gt=0, le=1_000_000)] = Field(
        30, description="Seconds of wall clock for the whole call."
    )
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = Field(0, description="Seed of the search.")
    workers: Annotated[int, Field(strict=True, ge=1, le=1024)] | None = Field(
        None, description="Processes (and solver threads) to work with; left out: the machine's cores."
    )
    deterministic: Annotated[bool, Field(strict=True)] = Field(
        False,
        description="Count work instead of seconds: the same request and seed give the same plan on any number of "
        "workers under any load. `time_limit` is then the work of so many seconds on an ordinary machine.",
    )
    max_moved: WholeNumber | None = Field(
        None,
        description="At most so many visits with an unlocked booking may leave it; left out: as many as pay. A visit "
        "taken out of the plan counts too, unless its booking could not stand.",
    )
    freeze_before: LocalDateTime | None = Field(
        None, description="Bookings that start before this local time are as locked."
    )
    weights: Weights = Field(Weights(), description="The weights of the objective.")
