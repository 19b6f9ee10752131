"""A request and perhaps a plan, from any file: what every command begins with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dagplan.models.errors import InputError, Problem
from dagplan.models.plan import Plan, PlanWarning
from dagplan.models.request import PlanRequest

from .readers import plan_in_file, read
from .reading import PassedOver, Reading
from .sources import Readable, source_of


@dataclass(frozen=True)
class Loaded:
    """A request and perhaps a plan as they were read, or why they can't be: both are judged.

    Attributes
    ----------
    asked, made
        The request and the plan with what was passed over, each None where it was not asked for or can't be read.
    problems
        Everything wrong with either.
    passed_over
        What was passed over in either, with the name of the file.
    """

    asked: Reading[PlanRequest] | None = None
    made: Reading[Plan] | None = None
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[tuple[str, PassedOver], ...] = ()

    @property
    def request(self) -> PlanRequest:
        """The request; an ``InputError`` with every problem where there is none."""
        if self.asked is None:
            raise InputError(self.problems)
        return self.asked.value

    @property
    def plan(self) -> Plan:
        """The plan; an ``InputError`` with every problem where there is none."""
        if self.made is None:
            raise InputError(self.problems)
        return self.made.value

    @property
    def warnings(self) -> tuple[PlanWarning, ...]:
        """What was passed over in the request, for a plan that is made of it."""
        return self.asked.warnings if self.asked else ()

    def with_plan(self, plan: Readable) -> Loaded:
        """The same with a plan, read for the request; without one the plan speaks for itself."""
        try:
            made = plan_in_file(plan, self.asked.value if self.asked else nothing_asked())
        except InputError as error:
            return replace(self, problems=(*self.problems, *error.told))
        return replace(self, made=made, passed_over=(*self.passed_over, *_told(plan, made.passed_over)))


def load(request: Readable | None = None, plan: Readable | None = None) -> Loaded:
    """Read a request, a plan, or both, from paths or from what was sent (``Sent``); problems are kept, not raised."""
    found = Loaded()
    if request is not None:
        try:
            asked = read(request)
            found = Loaded(asked, passed_over=tuple(_told(request, asked.passed_over)))
        except InputError as error:
            found = Loaded(problems=tuple(error.told))
    return found if plan is None else found.with_plan(plan)


def nothing_asked() -> PlanRequest:
    """A request to read a plan with where there is none, or it can't be read."""
    day = "2026-01-01"
    return PlanRequest.model_validate(
        {"first_date": day, "last_date": day, "units": [], "practitioners": [], "requests": []}
    )


def _told(given: Readable, found: Iterable[PassedOver]) -> list[tuple[str, PassedOver]]:
    return [(source_of(given).name, one) for one in found]
