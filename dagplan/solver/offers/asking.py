"""Whether what offers are asked for can be answered: all that is wrong with a question at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from dagplan.models import InputError, Problem
from dagplan.models.clock import on_one_date
from dagplan.models.id_checks import no_such
from dagplan.models.nearest import Nearest
from dagplan.words.messages.offers import OfferFaults


def hold_offers_asked(known: Collection[str], request_id: str, n: int, allow_moves: int) -> None:
    """Refuse a question for offers of a request.

    Raises
    ------
    InputError
        If the request is not among those known, ``n`` is not positive, or ``allow_moves`` is negative.
    """
    problems = []
    if request_id not in known:
        near = Nearest(sorted(known)).of(request_id)
        said = no_such("requests", request_id, near) if near else OfferFaults.NO_REQUEST(request=request_id)
        problems.append(Problem.of("request", said, "unknown_id"))
    problems += _count_problems(n)
    if allow_moves < 0:
        problems.append(Problem.of("allow-moves", OfferFaults.ALLOW_MOVES(), "out_of_range"))
    if problems:
        raise InputError(problems)


def hold_free_time_asked(people: Iterable[str], practitioner: str, start: datetime, end: datetime, n: int) -> None:
    """Refuse a question for who fits a time of one person.

    Raises
    ------
    InputError
        If there is no such person, ``n`` is not positive, or the time is not a local one on one date.
    """
    problems = []
    known = set(people)
    if practitioner not in known:
        near = Nearest(sorted(known)).of(practitioner)
        nobody = OfferFaults.NO_PRACTITIONER(practitioner=practitioner)
        said = no_such("practitioners", practitioner, near) if near else nobody
        problems.append(Problem.of("free", said, "unknown_id"))
    problems += _count_problems(n)
    if not all(_local(moment) for moment in (start, end)):
        problems.append(Problem.of("free", OfferFaults.LOCAL(), "time"))
    elif start >= end or not on_one_date(start, end):
        problems.append(Problem.of("free", OfferFaults.ONE_DATE(), "order"))
    if problems:
        raise InputError(problems)


def _local(moment: datetime) -> bool:
    return moment.tzinfo is None and not (moment.second or moment.microsecond)


def _count_problems(n: int) -> list[Problem]:
    return [] if n >= 1 else [Problem.of("n", OfferFaults.NO_COUNT(), "out_of_range")]
