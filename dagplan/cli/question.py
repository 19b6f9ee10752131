"""What offers are asked for: a request, what stands in it, and which of its cases are to be placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dagplan.words.messages.command_line import CommandFaults, Commands
from dagplan.words.messages.offers import OfferFaults
from dagplan.words.messages.plan_warnings import PlanWarnings

from .app import Problems
from .standing import MOST_NAMED, plan_to_stand, standing
from .terminal import complain

if TYPE_CHECKING:
    from dagplan.files import Loaded
    from dagplan.models import Plan, PlanRequest
    from dagplan.words import Said


@dataclass(frozen=True)
class Question:
    """A request with what stands in it.

    Attributes
    ----------
    request
        The input, with what the files of callers add to it.
    plan
        The plan whose bookings stand; None: the input's own do.
    stands
        The request with those bookings.
    callers
        The files of requests that the input lacks.
    added
        The ids of these requests.
    """

    request: PlanRequest
    plan: Plan | None
    stands: PlanRequest
    callers: tuple[str, ...]
    added: tuple[str, ...]

    def wanted(self, named: Sequence[str]) -> list[str]:
        """The requests to be placed: those named, or else all that are not wholly booked."""
        if named:
            return [*(one for one in named if one not in self.callers), *self.added]
        from dagplan.models.bookings import waiting

        return waiting(self.stands)


def question(
    problems: Problems, given: Loaded, path: str | None, named: Sequence[str], *, quiet: bool
) -> Question | None:
    """Put together what is asked, with its problems gathered; None where there are any.

    Parameters
    ----------
    problems
        Gathers what is wrong.
    given
        The input as it was read, or why it can't be.
    path
        The plan that stands.
    named
        Ids of requests, or files of requests that the input lacks.
    quiet
        Whether nothing but problems is told.
    """
    from dagplan import files
    from dagplan.models import Problem
    from dagplan.models.id_checks import no_such
    from dagplan.models.nearest import Nearest
    from dagplan.models.replanning import not_asked

    request = given.request if given.asked else None
    plan: Plan | None = None
    if path is not None:
        with problems.gathered():
            plan = plan_to_stand(given, path, quiet=quiet)
    if request is None:
        return None
    known = {case.id for case in request.requests}
    callers = tuple(one for one in named if one not in known and _is_a_file(one))
    nearest = Nearest(sorted(known))
    for one in dict.fromkeys(named):
        if one not in known and one not in callers:
            near = nearest.of(one)
            said = no_such("requests", one, near) if near else OfferFaults.NO_REQUEST(request=one)
            problems.found.append(Problem.of("--request", said, "unknown_id"))
    whole: PlanRequest | None = None
    with problems.gathered():
        whole = files.with_callers(request, callers) if callers else request
    stands: PlanRequest | None = None
    with problems.gathered():
        stands = standing(whole or request, plan, path or "") if plan else whole
    left_out = not_asked(request, plan) if plan else ()
    if plan and left_out and len(left_out) == len(plan.bookings):
        problems.found.append(Problem.of(path or "", CommandFaults.OTHER_PLAN(), "other_document"))
    if whole is None or stands is None or (path is not None and plan is None):
        return None
    return Question(whole, plan, stands, callers, tuple(case.id for case in whole.requests[len(known) :]))


def tell_what_may_be_taken(asked: Question, source: str, path: str | None, wanted: Sequence[str]) -> None:
    """Say on standard error what the offers can't know: a plan that wasn't given, bookings that don't stand."""
    from dagplan.models.replanning import not_asked

    if asked.plan is not None:
        left_out = not_asked(asked.request, asked.plan)
        if left_out:
            named: list[Said] = [
                PlanWarnings.FORMER_BOOKING(
                    visit=one.visit,
                    patient=one.patient,
                    practitioner=one.practitioner,
                    unit=one.unit,
                    start=one.start,
                )
                for one in left_out[:MOST_NAMED]
            ]
            if more := len(left_out) - len(named):
                named.append(PlanWarnings.MORE(n=more))
            complain(f"{path}: {Commands.NOT_STANDING(n=len(left_out), bookings=named).shown}")
        return
    booked = {one.visit for one in asked.request.bookings}
    others = [case for case in asked.request.requests if case.id not in wanted]
    unknown = [case for case in others if not any(visit.id in booked for visit in case.visits)]
    if 2 * len(unknown) > len(others):
        said = Commands.NO_PLAN_KNOWN(booked=len(others) - len(unknown), all=len(others))
        complain(f"{source}: {said.shown}")


def _is_a_file(named: str) -> bool:
    """Whether this can be no id, or is the name of a file that is there."""
    from dagplan.models.fields import is_id

    return not is_id(named) or named.lower().endswith(".json") or Path(named).is_file()
