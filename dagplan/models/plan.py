"""What comes out: the plan of the contract, version 1."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from dagplan.words import Params

from .booked import Booking, FormerBooking, Instant
from .fields import PARAMS, Id, LocalDate, MayGrow, StrictModel, is_empty
from .limits import LimitName
from .objective import Cost, Terms

__all__ = [
    "AppliedRule",
    "Booking",
    "Cost",
    "DayPlan",
    "Fix",
    "FormerBooking",
    "LimitName",
    "Moves",
    "Objective",
    "Plan",
    "PlanWarning",
    "Reason",
    "Run",
    "Terms",
    "Unbooked",
    "to_json",
]


class DayPlan(StrictModel):
    """One practitioner's visits at one unit on one date."""

    date: LocalDate = Field(description="The date.")
    unit: Id = Field(description="Id of the care unit.")
    practitioner: Id = Field(description="Id of the practitioner.")
    visits: tuple[Id, ...] = Field(description="Visit ids in time order.")


class Reason(StrictModel):
    """Why a request is unbooked, never more than is known."""

    code: str = Field(description="A stable word for programs.")
    message: str = Field(description="A sentence a planner can act on.")
    params: Params | None = Field(None, description=PARAMS)
    ids: tuple[str, ...] = Field((), description="The ids it speaks of.")
    dates: tuple[LocalDate, ...] = Field((), description="The dates it speaks of.")
    proof: Literal["proven", "not_found_in_time"] = Field(
        description="proven by arithmetic or an exact solve, or only not found in time."
    )
    costs_more: int | None = Field(
        None, description="What the plan found with this request booked costs more than this one; below 0: less."
    )
    limits: tuple[Annotated[LimitName, MayGrow()], ...] = Field(
        (), description="The limits that together leave it no room, each of them needed for that, by name."
    )


class Fix(StrictModel):
    """A smallest change that would let a request in."""

    changes: tuple[dict[str, Any], ...] = Field(description="Changes in the contract's vocabulary.")
    placement: tuple[Booking, ...] = Field(description="The bookings that become possible.")
    message: str = Field(description="The change in words.")
    params: Params | None = Field(None, description=PARAMS)


class Unbooked(StrictModel):
    """A request that is not booked (or not completed), with reasons."""

    request: Id = Field(description="Id of the request.")
    reasons: tuple[Reason, ...] = Field(description="Why, the most telling first.")
    fixes: tuple[Fix, ...] = Field((), description="What would let it in, least change first.")


class Objective(StrictModel):
    """What the plan costs, and what no plan can undercut."""

    cost: Cost = Field(description="Sum of the terms.")
    lower_bound: Cost = Field(description="Proven: no plan that keeps the rules costs less.")
    gap: float = Field(ge=0, le=1, description="Largest share of the achievable good that this plan can be missing.")
    terms: Terms = Field(description="Cost by term.")


class Moves(StrictModel):
    """How much the plan disturbs what was booked: visits with an existing booking, neither locked nor frozen."""

    booked_before: Cost = Field(description="Visits with such a booking.")
    moved: Cost = Field(description="Of these, booked with another person, at another unit or another time.")
    dropped: Cost = Field(description="Of these, not booked any more.")
    at_least: Cost = Field(description="Proven: in any plan that keeps the rules so many leave their booking.")
    proven_least: bool = Field(description="Whether no plan leaves more of them where they are.")
    message: str = Field(description="The same in words.")
    params: Params | None = Field(None, description=PARAMS)


class AppliedRule(StrictModel):
    """The version of the routine that was applied."""

    document: str = Field(description="Document id.")
    version: str = Field(description="Version.")
    valid_from: LocalDate = Field(description="First date of validity.")
    valid_to: LocalDate = Field(description="Last date of validity.")


class PlanWarning(StrictModel):
    """Something to know that doesn't stop the plan."""

    code: str = Field(description="A stable word for programs.")
    message: str = Field(description="A sentence.")
    params: Params | None = Field(None, description=PARAMS)
    ids: tuple[str, ...] = Field((), description="The ids it speaks of.")


class Run(StrictModel):
    """How the plan was made."""

    seed: int = Field(description="Seed of the search.")
    workers: int = Field(description="Processes worked with.")
    wall_seconds: float = Field(description="Seconds of wall clock.")
    versions: dict[str, str] = Field(description="Versions of the program and the solver.")
    request_hash: str = Field(description="SHA-256 of the request.")
    made: tuple[Instant, ...] = Field(
        (),
        description="When this plan was made, and before it those that it was made from, oldest first. A "
        "deterministic plan has no clock: midnight of its first date, or a second after the plan before.",
    )
    search: Annotated[Literal["native", "python"], MayGrow()] | None = Field(
        None,
        description="What searched: the kernel in C, or Python, which takes the same steps but fewer of them.",
        exclude_if=is_empty,
    )


class Plan(StrictModel):
    """A plan (``dagplan.plan/1``): bookings, what is unbooked and why, and what the plan is worth."""

    schema_: Literal["dagplan.plan/1"] = Field(
        "dagplan.plan/1", alias="schema", description="Name and version of this contract."
    )
    status: Literal["optimal", "feasible"] = Field(description="optimal: the cost equals the proven bound.")
    bookings: tuple[Booking, ...] = Field(description="Ordered by start, then practitioner.")
    day_plans: tuple[DayPlan, ...] = Field(description="Ordered by date, unit and practitioner.")
    former: tuple[FormerBooking, ...] = Field(
        (), description="Bookings that stood before and no longer do, ordered by start, practitioner, visit."
    )
    unbooked: tuple[Unbooked, ...] = Field(description="Requests not booked, in the order of the request.")
    objective: Objective = Field(description="Cost, bound and gap.")
    moves: Moves | None = Field(None, description="What happened to existing bookings; null where there were none.")
    rule: AppliedRule = Field(description="The routine that was applied.")
    warnings: tuple[PlanWarning, ...] = Field(description="What else to know.")
    run: Run = Field(description="Seed, workers, seconds, versions and request hash of the run.")


def to_json(model: StrictModel) -> str:
    """A model as JSON text with the contract's names, indented, ending in a newline."""
    return model.model_dump_json(by_alias=True, indent=2) + "\n"
