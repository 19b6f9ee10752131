"""The file of policies (``dagplan.policies/1``): the world that all of them meet, and what each does."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from dagplan.models.fields import Id, LocalDate, StrictModel, Text
from dagplan.models.request import Priority

LongText = Annotated[str, Field(strict=True, max_length=4000)]
Seed = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
Rate = Annotated[float, Field(ge=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[int, Field(strict=True, ge=0, le=366)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AT_ONCE: tuple[Priority, ...] = ("urgent", "asap", "stat")
Lower = Literal["routine", "urgent", "asap"]
NEXT_HIGHER: dict[Lower, Priority] = {"routine": "urgent", "urgent": "asap", "asap": "stat"}
"""The priorities but for the highest, from the lowest, each with the next."""
TARGET_DAYS: dict[Priority, int] = {"routine": 90, "urgent": 14, "asap": 3, "stat": 1}


Season = Annotated[tuple[Rate, ...], Field(min_length=12, max_length=12)]
Trend = Annotated[float, Field(ge=-0.9, le=10)]
PerWeek = Annotated[float, Field(gt=0, le=100_000)]


class InflowOfKind(StrictModel):
    """How often one kind of request is asked for, where that differs from all others."""

    competences: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="The kind: the competences of the visits, in sequence; the base has requests of it."
    )
    per_week: PerWeek | None = Field(
        None, description="Requests of this kind a week, on average; left out: its share of all, as the base has it."
    )
    season: Season | None = Field(None, description="Times so many, by month; left out: as all others.")
    trend: Trend | None = Field(None, description="Growth a year; left out: as all others.")
    priorities: dict[Priority, Rate] = Field(
        {}, description="Weights by which the priority is drawn; left out: as all others."
    )


class Inflow(StrictModel):
    """Who asks for a visit: the requests of the base come again and again, drawn by chance."""

    arrivals: Text | None = Field(
        None,
        description="Path of a CSV file of who asked for what, and when, in place of what is drawn: the columns "
        "`moment`, `like` (a request of the base) and, if wanted, `priority`.",
    )
    per_week: PerWeek | None = Field(
        None, description="Requests a week, on average; left out: as many as the base has a week."
    )
    season: Season = Field((1.0,) * 12, description="Times so many, by month from January.")
    trend: Trend = Field(0.0, description="Growth a year: 0.02 is two percent.")
    weekdays: Annotated[tuple[Rate, ...], Field(min_length=7, max_length=7)] = Field(
        (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0), description="How requests are spread over the week, from Monday."
    )
    priorities: dict[Priority, Rate] = Field(
        {}, description="Weights by which the priority is drawn; left out: as the base has them."
    )
    kind: tuple[InflowOfKind, ...] = Field(
        (), description="Kinds of request that come otherwise than the rest: more often, at another time of the year."
    )
    target_days: dict[Priority, Days] = Field(
        {}, description="Within so many days a visit should come; left out: 90, 14, 3 and 1."
    )

    def within(self, priority: Priority) -> int:
        """Days in which a request of this priority should be met."""
        return self.target_days.get(priority, TARGET_DAYS[priority])


class Illness(StrictModel):
    """When people are away without notice."""

    spells_per_year: Rate = Field(0.0, description="Of each person.")
    days: dict[Annotated[str, Field(pattern="^[1-9][0-9]?$")], Rate] = Field(
        {"1": 3.0, "2": 3.0, "3": 2.0, "5": 1.0}, description="Weights of how many days a spell takes."
    )


class NoShow(StrictModel):
    """How many don't come, of those booked so long before."""

    days: Days = Field(description="From so many days between booking and visit on.")
    share: Share = Field(description="So many do not come.")


class Patients(StrictModel):
    """What patients do with the times they are given."""

    withdraw_per_week: Share = Field(0.0, description="Share of those who wait, booked or not, that gives up a week.")
    another_time: Share = Field(0.0, description="Share that asks for another time, once, the day after booking.")
    no_show: tuple[NoShow, ...] = Field((), description="Shares by time between booking and visit.")


class Reserve(StrictModel):
    """Time that is kept free for those who are offered a time at once."""

    weekday: Weekday = Field(description="On this weekday.")
    competence: Text = Field(description="Of people with this competence.")
    minutes: Annotated[int, Field(strict=True, ge=1, le=1440)] = Field(description="So many minutes.")
    until: Days = Field(1, description="From so many days before on it is anybody's.")


class DatedChanges(StrictModel):
    """What is different from a date on."""

    since: LocalDate = Field(alias="from", description="First date.")
    changes: tuple[dict[str, Any], ...] = Field(
        min_length=1, description="Changes to the base, as in a study: its week is the pattern of all that follow."
    )


class Policy(StrictModel):
    """How visits are booked."""

    name: Id = Field(description="Short name, unique in the file.")
    text: LongText = Field("", description="What the policy means, for the report.")
    plan_on: tuple[Weekday, ...] = Field(("monday",), description="The mornings on which is planned.")
    horizon: Annotated[int, Field(strict=True, ge=1, le=366)] = Field(28, description="Days ahead that are planned.")
    notice: Days = Field(1, description="Days from planning to a new visit, at the least.")
    freeze: Days = Field(7, description="Bookings nearer than so many days stand.")
    max_moved: Annotated[int, Field(strict=True, ge=0)] | None = Field(
        None,
        description="So many visits may leave their booking at one planning, at the most; the visits whose time an "
        "illness takes come on top.",
    )
    at_once: tuple[Priority, ...] = Field(AT_ONCE, description="Priorities that are offered a time when they ask.")
    reserve: tuple[Reserve, ...] = Field((), description="Time kept free for these.")
    escalate: dict[Lower, Annotated[int, Field(strict=True, ge=1, le=3660)]] = Field(
        {},
        description="Days since asking after which who has waited is planned for as the next higher priority; left "
        "out: never.",
    )
    linked: Annotated[bool, Field(strict=True)] = Field(
        True,
        description="Linked visits on one date, as the routine has it; false: one after the other, each by itself.",
    )
    settings: dict[str, Any] = Field({}, description="Settings of every plan, as in a study: weights, for one.")
    change: tuple[DatedChanges, ...] = Field((), description="What else is different, from a date on.")


class PoliciesFile(StrictModel):
    """A world and its policies (``dagplan.policies/1``)."""

    schema_: Literal["dagplan.policies/1"] = Field(
        "dagplan.policies/1", alias="schema", description="Name and version of this form."
    )
    name: Text = Field(description="The title.")
    question: LongText = Field("", description="What is to be found out, for the report.")
    base: Text = Field(description="Path of a request: its people's weeks come again and again, and its requests.")
    seeds: Annotated[tuple[Seed, ...], Field(min_length=1)] = Field(
        (1, 2, 3, 4, 5), description="Every policy meets the year of each seed."
    )
    first_date: LocalDate | None = Field(None, description="First date, a Monday; left out: that of the base.")
    weeks: Annotated[int, Field(strict=True, ge=1, le=520)] = Field(52, description="Weeks that are counted.")
    warm_up: Annotated[int, Field(strict=True, ge=0, le=520)] = Field(
        12, description="Weeks before these: nobody waits at first, and that is no figure of any policy."
    )
    holidays: tuple[LocalDate, ...] = Field((), description="Dates on which nobody is at work.")
    demand: Inflow = Field(Inflow(), description="Who asks for a visit.")
    illness: Illness = Field(Illness(), description="When people are away without notice.")
    patients: Patients = Field(Patients(), description="What patients do with the times they are given.")
    settings: dict[str, Any] = Field({}, description="Settings of every plan.")
    policy: Annotated[tuple[Policy, ...], Field(min_length=1)] = Field(
        description="The policies, the first the base."
    )
