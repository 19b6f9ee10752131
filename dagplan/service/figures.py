"""How a plan or a study stands, in a few numbers: while it is made, in a list of jobs, and when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from dagplan.models import Plan, PlanRequest
    from dagplan.scenarios.batch import StudyProgress
    from dagplan.solver import Progress


class Figures(BaseModel):
    """A plan in numbers; none of them names a patient."""

    model_config = ConfigDict(frozen=True)

    seconds: float = Field(description="Since the making of the plan began, by the worker's clock.")
    requests: int = Field(description="Requests that are to be booked.")
    booked: int = Field(description="Requests that are booked whole.")
    unbooked: int = Field(description="Requests that are not.")
    cost: int = Field(description="The objective: less is better.")
    lower_bound: int = Field(description="Proven: no plan costs less.")
    gap: float = Field(description="Largest share of the achievable good that this plan can be missing.")
    status: Literal["optimal", "feasible"] | None = Field(None, description="The plan's own, once it is done.")

    @classmethod
    def of_progress(cls, progress: Progress) -> Figures:
        """Of a plan in the making."""
        return cls(
            seconds=round(progress.seconds, 2),
            requests=progress.booked + progress.unbooked,
            booked=progress.booked,
            unbooked=progress.unbooked,
            cost=progress.cost,
            lower_bound=progress.lower_bound,
            gap=progress.gap,
        )

    @classmethod
    def of_plan(cls, request: PlanRequest, plan: Plan, seconds: float) -> Figures:
        """Of a plan as it is."""
        unbooked = len(plan.unbooked)
        return cls(
            seconds=round(seconds, 2),
            requests=len(request.requests),
            booked=len(request.requests) - unbooked,
            unbooked=unbooked,
            cost=plan.objective.cost,
            lower_bound=plan.objective.lower_bound,
            gap=plan.objective.gap,
            status=plan.status,
        )


class StudyFigures(BaseModel):
    """How a study stands, in cases."""

    model_config = ConfigDict(frozen=True)

    done: int = Field(description="Cases that are planned.")
    failed: int = Field(description="Cases of which there is no plan.")
    running: int = Field(description="Cases that are being planned.")
    total: int = Field(description="All cases: the base, scenarios and cells of grids, times seeds.")
    seconds_left: float = Field(description="A guess.")

    @classmethod
    def of_progress(cls, progress: StudyProgress) -> StudyFigures:
        """Of a study in the making."""
        return cls(
            done=progress.done,
            failed=progress.failed,
            running=progress.running,
            total=progress.total,
            seconds_left=round(progress.seconds_left, 1),
        )
