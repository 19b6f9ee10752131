"""What goes in: the request of the contract, version 1."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, ModelWrapValidatorHandler, field_validator, model_validator
from pydantic_core import from_json

from .booked import EarlierPlan, Role
from .collector import collector_paused
from .entries import (
    Availability,
    Busy,
    Equipment,
    EquipmentBusy,
    ExistingBooking,
    PatientBusy,
    Practitioner,
    Priority,
    Request,
    Settings,
    Unit,
    Visit,
)
from .fields import DEFAULT_ZONE, LocalDate, StrictModel, Text, is_empty
from .objective import UnbookedWeights, Weights

__all__ = [
    "Availability",
    "Busy",
    "Equipment",
    "EquipmentBusy",
    "ExistingBooking",
    "PatientBusy",
    "PlanRequest",
    "Practitioner",
    "Priority",
    "Request",
    "Role",
    "Settings",
    "UnbookedWeights",
    "Unit",
    "Visit",
    "Weights",
]


class PlanRequest(StrictModel):
    """Everything a plan is made from (``dagplan.request/1``).

    Raises
    ------
    pydantic.ValidationError
        With every problem of the input at once, each with its location; values are not repeated.

    Examples
    --------
    >>> PlanRequest.model_validate({"first_date": "2026-12-08", "last_date": "2026-12-08",
    ...     "units": [], "practitioners": [], "availability": [], "requests": []}).time_zone
    'Europe/Stockholm'
    """

    schema_: Literal["dagplan.request/1"] = Field(
        "dagplan.request/1", alias="schema", description="Name and version of this contract."
    )
    time_zone: Text = Field(DEFAULT_ZONE, description="IANA name of the zone of all times.")
    first_date: LocalDate = Field(description="First date that may be planned.")
    last_date: LocalDate = Field(description="Last date that may be planned, included.")
    units: tuple[Unit, ...] = Field(description="Care units.")
    practitioners: tuple[Practitioner, ...] = Field(description="People who take visits.")
    availability: tuple[Availability, ...] = Field((), description="When and where each person takes visits.")
    busy: tuple[Busy, ...] = Field((), description="Time taken out of the availability.")
    patient_busy: tuple[PatientBusy, ...] = Field((), description="When patients have something else: no visit then.")
    equipment: tuple[Equipment, ...] = Field(
        (), description="Things and rooms of which a unit has few.", exclude_if=is_empty
    )
    equipment_busy: tuple[EquipmentBusy, ...] = Field(
        (), description="When items of equipment are not to be had.", exclude_if=is_empty
    )
    requests: tuple[Request, ...] = Field(description="What is to be booked.")
    bookings: tuple[ExistingBooking, ...] = Field((), description="What is booked already.")
    earlier: EarlierPlan | None = Field(
        None, description="What else is known of the plan that this one is made from; changes no plan."
    )
    settings: Settings = Field(Settings(), description="How the plan is made.")

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **how: Any) -> Self:
        """As pydantic has it, in two thirds of the time and memory: the text is read first, then what it holds."""
        if how:
            return super().model_validate_json(json_data, **how)
        with collector_paused():
            try:
                data = from_json(json_data)
            except ValueError:  # pydantic says what is wrong with the text
                return super().model_validate_json(json_data)
            return cls.model_validate(data)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        from .clock import load_zone

        load_zone(name)
        return name

    @model_validator(mode="wrap")
    @classmethod
    def _collect_every_problem(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        from .validation import validate_whole

        return validate_whole(cls, data, handler)
