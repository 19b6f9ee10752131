"""Whether what is asked of what stands is there at all: all that is wrong with a question at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from dagplan.models import InputError, Problem
from dagplan.models.id_checks import no_such
from dagplan.models.nearest import Nearest
from dagplan.words.messages.offers import OfferFaults

from .register import Register


def hold_known(register: Register, which: str) -> None:
    """Refuse an id that neither a request nor a visit has."""
    if which not in register.cases and which not in register.owners:
        raise InputError([_unknown("request", "requests", which, [*register.cases, *register.owners])])


def hold_place_asked(register: Register, visit: str, practitioner: str, unit: str, start: datetime) -> None:
    """Refuse a question for a place of a visit.

    Raises
    ------
    InputError
        If there is no such visit, person or unit, or the time is not a local one to the minute.
    """
    problems = [
        _unknown(name, table, asked, known)
        for name, table, asked, known in (
            ("visit", "visits", visit, register.owners.keys()),
            ("practitioner", "practitioners", practitioner, {one.id for one in register.base.practitioners}),
            ("unit", "units", unit, {one.id for one in register.base.units}),
        )
        if asked not in known
    ]
    if start.tzinfo is not None or start.second or start.microsecond:
        problems.append(Problem.of("start", OfferFaults.LOCAL(), "time"))
    if problems:
        raise InputError(problems)


def _unknown(place: str, table: str, asked: str, known: Collection[str]) -> Problem:
    return Problem.of(place, no_such(table, asked, Nearest(sorted(known)).of(asked)), "unknown_id")
