"""What differs between two plans, as a form and in words."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from dagplan import files
from dagplan.files.compared import compared
from dagplan.files.reading import Reading
from dagplan.models import InputError, Plan, PlanRequest, Problem
from dagplan.report.difference import heading, print_difference
from dagplan.words import Language, use_language

from .answers import ToldDifference, answer
from .document import Document, in_body, opened

_WIDE = 1000
"""So wide no line is broken."""


def diff(before: Document, after: Document, request: Document | None = None, *, language: Language = "en") -> bytes:
    """From one plan to another: bookings moved, added and dropped (``ToldDifference``).

    Parameters
    ----------
    before, after
        Any two plans, as JSON.
    request
        What both answer: then both costs are reckoned for it. Left out, they are what the plans say.
    language
        Of every word.

    Raises
    ------
    InputError
        If a document can't be read, with the problems of all.
    """
    problems: list[Problem] = []
    asked: PlanRequest | None = None
    try:
        asked = opened(request).request if request is not None else None
    except InputError as error:
        problems += error.told
    read: list[Reading[Plan]] = []
    for one in (before, after):
        try:
            read.append(_read(one, asked))
        except InputError as error:
            problems += error.told
    if problems:
        raise InputError(problems)
    old, new = read
    found = compared(old, new, asked)
    with use_language(language):
        screen = StringIO()
        print_difference(found, Console(file=screen, width=_WIDE, no_color=True), show_all=True)
        lines = tuple(line.rstrip() for line in screen.getvalue().splitlines()[1:] if line.strip())
        whole = {name: getattr(found, name) for name in type(found).model_fields if name != "schema_"}
        told = ToldDifference(**whole, message=heading(found), lines=lines)
    return answer(told, language)


def _read(plan: Document, request: PlanRequest | None) -> Reading[Plan]:
    asked = files.nothing_asked() if request is None else request
    with in_body():
        return files.plan_in_file(plan.body, asked, name=plan.place, form="json")
