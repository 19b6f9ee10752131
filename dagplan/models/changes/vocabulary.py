"""The vocabulary of changes: a what-if scenario, a fix and a replanning patch are all lists of these.

A list of them is read in `reading` and applied in `applying`; what each kind does stands in `effects`. Only
what is given counts: a field left out stays as it is, a field given as null goes back to its default.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_validator,
    model_serializer,
    model_validator,
)

from dagplan.models.clock import on_one_date
from dagplan.models.fields import (
    ClockTime,
    DurationMinutes,
    Id,
    LocalDate,
    LocalDateTime,
    LocalEnd,
    StrictModel,
    Text,
    WaitMinutes,
)
from dagplan.models.refusals import refusal
from dagplan.models.request import Equipment, Practitioner, Priority, Request, Role, Settings
from dagplan.words.messages.changes import ChangeFaults


class ChangeModel(StrictModel):
    """The base of every change; written out, it holds what was given and nothing else."""

    @model_serializer(mode="wrap")
    def _as_given(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # A field left out and a field given as null are two different changes: nulls may not creep in.
        given = _given_part(self, handler(self))
        given.pop("kind", None)  # not there where only what was given is asked for, and a program left it out
        return {"kind": type(self).model_fields["kind"].default, **given}


def _given_part(model: StrictModel, written: dict[str, Any]) -> dict[str, Any]:
    part = {}
    for name, field in type(model).model_fields.items():
        if name in written and (name == "kind" or name in model.model_fields_set):
            inner = getattr(model, name)
            part[name] = _given_part(inner, written[name]) if isinstance(inner, StrictModel) else written[name]
        elif field.exclude_if is not None and name in model.model_fields_set:
            part[name] = getattr(model, name)  # empty, and so not written elsewhere: here it is a change
    return part


def _without_defaults(schema: dict[str, Any]) -> None:
    """What is left out stays as it is, whatever its default in a request."""
    for name, field in schema["properties"].items():
        if name != "kind":
            field.pop("default", None)


def _after_start(end: Any, info: ValidationInfo) -> Any:
    if "start" in info.data and end <= info.data["start"]:
        raise refusal("reversed_window", ChangeFaults.ENDS_TOO_SOON())
    return end


class _Span(ChangeModel):
    """A person's time from ``start`` to ``end``."""

    practitioner: Id = Field(description="Id of the practitioner.")
    start: LocalDateTime = Field(description="First minute, local time.")
    end: LocalEnd = Field(description="End, local time.")

    _ends_later = field_validator("end")(_after_start)


class AddAvailability(_Span):
    """More time of a person at a unit, on one date."""

    kind: Literal["add_availability"] = "add_availability"
    unit: Id = Field(description="Id of the care unit.")

    @field_validator("end")
    @classmethod
    def _on_one_date(cls, end: Any, info: ValidationInfo) -> Any:
        if "start" in info.data and not on_one_date(info.data["start"], end):
            raise refusal("window_over_dates", ChangeFaults.OVER_DATES())
        return end


class RemoveAvailability(_Span):
    """An absence, at all units; may span dates. Unlocked bookings in it may go elsewhere."""

    kind: Literal["remove_availability"] = "remove_availability"


class SetRequest(ChangeModel):
    """New values for fields of a request; null takes a field back to its default."""

    kind: Literal["set_request"] = "set_request"
    request: Id = Field(description="Id of the request.")
    units: tuple[Id, ...] | None = Field(None, description="Care units that may take it; empty or null: all.")
    priority: Priority | None = Field(None, description="FHIR request-priority code.")
    earliest: LocalDate | None = Field(None, description="First date.")
    latest: LocalDate | None = Field(None, description="Last date.")
    target: LocalDate | None = Field(None, description="Wished date.")
    not_before: ClockTime | None = Field(None, description="Every visit starts at or after this time.")
    not_after: ClockTime | None = Field(None, description="Every visit ends at or before this time.")
    excluded_dates: tuple[LocalDate, ...] | None = Field(None, description="Dates the patient can't come.")
    min_wait: WaitMinutes | None = Field(None, description="Least minutes between visits.")
    max_wait: WaitMinutes | None = Field(None, description="Most minutes between visits; null: no bound.")
    same_day_as: tuple[Id, ...] | None = Field(None, description="Requests preferably on the same date.")


class SetVisit(ChangeModel):
    """New values for fields of a visit; null takes a field back to its default."""

    kind: Literal["set_visit"] = "set_visit"
    visit: Id = Field(description="Id of the visit.")
    role: Role | None = Field(None, description="primary or secondary.")
    duration: DurationMinutes | None = Field(None, description="Length in whole minutes; not null.")
    competence: Text | None = Field(None, description="The competence the practitioner must have; not null.")
    practitioners: tuple[Id, ...] | None = Field(
        None, description="Only these people; empty or null: anyone with the competence."
    )
    preferred: Id | None = Field(None, description="Soft wish for one person.")
    min_wait: WaitMinutes | None = Field(None, description="Least minutes just before; null: the request's.")
    max_wait: WaitMinutes | None = Field(None, description="Most minutes just before; null: the request's.")
    equipment: tuple[Text, ...] | None = Field(None, description="Kinds of equipment it needs; empty or null: none.")
    same_practitioner_as: tuple[Id, ...] | None = Field(None, description="Visits that the same person takes.")
    different_practitioner_from: tuple[Id, ...] | None = Field(None, description="Visits that another person takes.")
    booking_mode: Literal["booked", "drop_in"] | None = Field(None, description="booked or drop_in.")
    visit_type: Text | None = Field(None, description="Carried through.")
    visit_form: Text | None = Field(None, description="Carried through.")

    @field_validator("duration", "competence")
    @classmethod
    def _never_without(cls, value: Any) -> Any:
        if value is None:
            raise refusal("no_default", ChangeFaults.NO_DEFAULT())
        return value


class SetBooking(ChangeModel):
    """Put, move, lock or unlock the booking of a visit; with nothing but ``visit``, take it away.

    What is left out of an existing booking is kept. A new booking needs person, unit and start, and is
    unlocked unless said otherwise. Null means left out.
    """

    kind: Literal["set_booking"] = "set_booking"
    visit: Id = Field(description="Id of the visit.")
    practitioner: Id | None = Field(None, description="Id of the practitioner.")
    unit: Id | None = Field(None, description="Id of the care unit.")
    start: LocalDateTime | None = Field(None, description="Start, local time.")
    locked: Annotated[bool, Field(strict=True)] | None = Field(None, description="Whether it stays as it is.")
    equipment: tuple[Id, ...] | None = Field(
        None, description="Ids of the items it has; left out: those it has that are at the unit; empty: none named."
    )


class AddRequest(ChangeModel):
    """One more request."""

    kind: Literal["add_request"] = "add_request"
    value: Request = Field(description="The whole request, its visits included.")


class DropRequest(ChangeModel):
    """A request goes, with its bookings, also out of the ``same_day_as`` of others."""

    kind: Literal["drop_request"] = "drop_request"
    request: Id = Field(description="Id of the request.")


class AddPractitioner(ChangeModel):
    """One more person, who has no availability yet."""

    kind: Literal["add_practitioner"] = "add_practitioner"
    value: Practitioner = Field(description="The person, with competences.")


class AddCompetence(ChangeModel):
    """A person learns a competence."""

    kind: Literal["add_competence"] = "add_competence"
    practitioner: Id = Field(description="Id of the practitioner.")
    competence: Text = Field(description="The competence; may be a new word.")


class RemoveCompetence(ChangeModel):
    """A person no longer has a competence; visits that name the person for it name the others only."""

    kind: Literal["remove_competence"] = "remove_competence"
    practitioner: Id = Field(description="Id of the practitioner.")
    competence: Text = Field(description="The competence.")


class AddEquipment(ChangeModel):
    """One more item of equipment."""

    kind: Literal["add_equipment"] = "add_equipment"
    value: Equipment = Field(description="The whole item.")


class RemoveEquipment(ChangeModel):
    """An item of equipment goes, with its busy times, also out of the existing bookings that name it."""

    kind: Literal["remove_equipment"] = "remove_equipment"
    equipment: Id = Field(description="Id of the item.")


class TakeEquipment(ChangeModel):
    """Time in which an item of equipment is not to be had; may span dates."""

    kind: Literal["equipment_busy"] = "equipment_busy"
    equipment: Id = Field(description="Id of the item.")
    start: LocalDateTime = Field(description="First minute, local time.")
    end: LocalEnd = Field(description="End, local time.")

    _ends_later = field_validator("end")(_after_start)


class ScaleDuration(ChangeModel):
    """Every visit of a competence becomes longer or shorter, by a factor or by minutes.

    Rounded half up to whole minutes, at least 1 and at most 1440.
    """

    kind: Literal["scale_duration"] = "scale_duration"
    competence: Text = Field(description="The competence that the visits need.")
    factor: Annotated[float, Field(strict=True, gt=0, le=1440)] | None = Field(None, description="Times so much.")
    minutes: Annotated[int, Field(strict=True, ge=-1440, le=1440)] | None = Field(
        None, description="So many minutes more, or fewer when negative."
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.factor is None) == (self.minutes is None):
            raise refusal("factor_or_minutes", ChangeFaults.FACTOR_OR_MINUTES())
        return self


class ScaleDemand(ChangeModel):
    """Requests dropped (a factor below 1), or copied under new ids and patients (a factor above 1)."""

    kind: Literal["scale_demand"] = "scale_demand"
    factor: Annotated[float, Field(strict=True, gt=0, le=100)] = Field(
        description="So many times as many requests, rounded half up to whole ones."
    )
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = Field(0, description="Seed of the draw.")


class SetSettings(ChangeModel, Settings):
    """New values for settings; of ``weights``, only those given."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    kind: Literal["set_settings"] = "set_settings"


Change = Annotated[
    AddAvailability
    | RemoveAvailability
    | SetRequest
    | SetVisit
    | SetBooking
    | AddRequest
    | DropRequest
    | AddPractitioner
    | AddCompetence
    | RemoveCompetence
    | AddEquipment
    | RemoveEquipment
    | TakeEquipment
    | ScaleDuration
    | ScaleDemand
    | SetSettings,
    Field(discriminator="kind"),
]
"""One change, told apart by its ``kind``."""
