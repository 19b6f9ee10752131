"""What analysts write in short: the forms that `short_forms` spells out into the contract's changes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dagplan.models.changes import Change
from dagplan.models.fields import ClockTime, DurationMinutes, Id, LocalDate, StrictModel, Text, WaitMinutes
from dagplan.models.refusals import refusal
from dagplan.models.request import Priority, Weights
from dagplan.words.messages.study_faults import FormFaults

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Factor = Annotated[float, Field(gt=0, le=100)]
Signed = Annotated[int, Field(strict=True, ge=-1440, le=1440)]


class People(StrictModel):
    """Which people: named, and/or all with a competence; at a unit only, where one is given."""

    practitioners: tuple[Id, ...] = Field((), description="These people.")
    with_competence: Text | None = Field(None, description="All people with this competence.")

    @model_validator(mode="after")
    def _someone(self) -> Self:
        if not self.practitioners and self.with_competence is None:
            raise refusal("nobody", FormFaults.NOBODY())
        return self


class Days(StrictModel):
    """Which of the planned dates: named, every such weekday, or (left out) all."""

    dates: tuple[LocalDate, ...] = Field((), description="These dates.")
    weekdays: tuple[Weekday, ...] = Field((), description="Every such weekday of the planned dates.")


class Which(StrictModel):
    """Which requests: those that meet all that is given; left out: all."""

    requests: tuple[Id, ...] = Field((), description="These requests.")
    unit: Id | None = Field(None, description="Requests that this care unit may take.")
    competence: Text | None = Field(None, description="Requests with a visit of this competence.")
    with_priority: Priority | None = Field(None, description="Requests of this priority.")
    linked: bool | None = Field(None, description="true: linked requests only; false: single visits only.")


class Absence(People, Days):
    """People are away, whole dates or between two clock times."""

    kind: Literal["absence"]
    start: ClockTime | None = Field(None, description="Away from this time of each date; left out: from midnight.")
    end: ClockTime | None = Field(None, description="Away until this time of each date; left out: to midnight.")


class ExtraHours(People, Days):
    """More hours in all, a stretch after the last hour of each date the person works, one date after another."""

    kind: Literal["extra_hours"]
    hours: Annotated[float, Field(ge=0, le=1000)] = Field(description="Hours more, for each of the people.")
    a_day: Annotated[float, Field(gt=0, le=12)] = Field(2, description="Hours more on one date at most.")


class Hours(People, Days):
    """People take visits at a unit between two clock times, also on dates when they were not there."""

    kind: Literal["hours"]
    unit: Id = Field(description="The care unit.")
    start: ClockTime = Field(description="From this time.")
    end: ClockTime = Field(description="To this time.")


class NewPerson(Days):
    """One more person, with the working hours of another, or with hours of their own."""

    kind: Literal["new_person"]
    id: Id = Field(description="Id of the new person.")
    competences: tuple[Text, ...] = Field((), description="Competences; left out with `like`: the other's.")
    like: Id | None = Field(None, description="Works the same hours as this person.")
    unit: Id | None = Field(None, description="The care unit, with start and end.")
    start: ClockTime | None = Field(None, description="From this time of each date.")
    end: ClockTime | None = Field(None, description="To this time of each date.")

    @model_validator(mode="after")
    def _some_hours(self) -> Self:
        own = self.unit is not None and self.start is not None and self.end is not None
        if own == (self.like is not None) or (own and not self.competences):
            raise refusal("hours_of", FormFaults.HOURS_OF())
        return self


class MovePerson(People, Days):
    """People take their hours at another unit."""

    kind: Literal["move_person"]
    to_unit: Id = Field(description="The care unit they move to.")
    from_unit: Id | None = Field(None, description="Only the hours at this unit; left out: at any.")


class Duration(StrictModel):
    """Visits of a competence become longer or shorter: to so many minutes, by a factor, or by minutes more."""

    kind: Literal["duration"]
    competence: Text = Field(description="The competence that the visits need.")
    minutes: DurationMinutes | None = Field(None, description="Every such visit takes so many minutes.")
    factor: Factor | None = Field(None, description="Times so much.")
    more: Signed | None = Field(None, description="So many minutes more, or fewer when negative.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(value is not None for value in (self.minutes, self.factor, self.more)) != 1:
            raise refusal("one_of", FormFaults.ONE_OF_DURATION())
        return self


class Demand(Which):
    """More or fewer requests: of those chosen, by a factor; or all of another input, under new ids."""

    kind: Literal["demand"]
    factor: Factor | None = Field(None, description="So many times as many.")
    from_: Text | None = Field(None, alias="from", description="Path of another input whose requests are added.")
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = Field(0, description="Seed of the draw.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.factor is None) == (self.from_ is None):
            raise refusal("one_of", FormFaults.ONE_OF_DEMAND())
        return self


class Waits(Which):
    """Other bounds on the minutes between linked visits, also where a visit has its own."""

    kind: Literal["waits"]
    min_wait: WaitMinutes | None = Field(None, description="At least so many minutes.")
    max_wait: WaitMinutes | None = Field(None, description="At most so many minutes.")
    longer: Signed | None = Field(None, description="So many minutes more than the most allowed so far.")


class Prioritise(Which):
    """Another priority."""

    kind: Literal["priority"]
    priority: Priority = Field(description="The new priority.")


class Window(Which):
    """Other dates or clock times within which requests may be booked; what is left out stays."""

    kind: Literal["window"]
    earliest: LocalDate | None = Field(None, description="First date.")
    latest: LocalDate | None = Field(None, description="Last date.")
    not_before: ClockTime | None = Field(None, description="Every visit starts at or after this time.")
    not_after: ClockTime | None = Field(None, description="Every visit ends at or before this time.")


class Units(Which):
    """Other care units that may take the requests."""

    kind: Literal["units"]
    units: tuple[Id, ...] = Field(description="The care units; empty: all.")


class SetWeights(StrictModel):
    """Other weights of the objective; costs are then no longer comparable with the base's."""

    kind: Literal["weights"]
    weights: Weights = Field(description="Those that change.")


class GiveCompetence(People):
    """People learn a competence."""

    kind: Literal["give_competence"]
    competence: Text = Field(description="The competence.")


class TakeCompetence(People):
    """People no longer have a competence."""

    kind: Literal["take_competence"]
    competence: Text = Field(description="The competence.")


class _Stock(StrictModel):
    """So many items of a kind of equipment at a care unit."""

    of_kind: Text = Field(description="The kind, as visits name it.")
    unit: Id = Field(description="The care unit.")
    number: Annotated[int, Field(strict=True, ge=0, le=100)] = Field(1, description="So many.")


class MoreEquipment(_Stock):
    """More items of a kind that there is already, here or at another unit; free all the time."""

    kind: Literal["more_equipment"]


class FewerEquipment(_Stock):
    """Fewer items of a kind: the last ones go."""

    kind: Literal["fewer_equipment"]


class EquipmentAway(Days):
    """Items are not to be had, whole dates or between two clock times: named, and/or all of a kind at a unit."""

    kind: Literal["equipment_away"]
    items: tuple[Id, ...] = Field((), description="These items.")
    of_kind: Text | None = Field(None, description="All items of this kind.")
    unit: Id | None = Field(None, description="Of the kind only those at this care unit; left out: all.")
    start: ClockTime | None = Field(None, description="From this time of each date; left out: from midnight.")
    end: ClockTime | None = Field(None, description="Until this time of each date; left out: to midnight.")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.items and self.of_kind is None:
            raise refusal("nothing", FormFaults.NO_ITEMS())
        return self


ShortForm = (
    Absence
    | ExtraHours
    | Hours
    | NewPerson
    | MovePerson
    | Duration
    | Demand
    | Waits
    | Prioritise
    | Window
    | Units
    | SetWeights
    | GiveCompetence
    | TakeCompetence
    | MoreEquipment
    | FewerEquipment
    | EquipmentAway
)
ScenarioChange = Annotated[ShortForm | Change, Field(discriminator="kind")]
"""A short form or a change of the contract, told apart by its ``kind``."""
