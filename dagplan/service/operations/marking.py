"""A workbook with what is wrong with it marked, to be put right and sent again."""

from __future__ import annotations

from dataclasses import dataclass

from dagplan.files import excel
from dagplan.files.sources import Form, Sent
from dagplan.models import InputError, Problem
from dagplan.service.limits import Limits
from dagplan.words import Language
from dagplan.words.messages.boards import BoardFaults

from .document import WHOLE, Document, in_body, opened

_FORM: Form = "xlsx"


@dataclass(frozen=True)
class Marked:
    """A workbook, and the ending of its name."""

    body: bytes
    ending: str


def marked(body: bytes, limits: Limits, language: Language = "en") -> Marked:
    """A workbook with its problems marked.

    Raises
    ------
    InputError
        If it is no workbook, or nothing is wrong with it.
    """
    try:
        problems: tuple[Problem, ...] = tuple(limits.problems(opened(Document(body, _FORM)).request))
    except InputError as error:
        problems = error.told
    if not problems:
        raise InputError([Problem.of("", BoardFaults.NOTHING_WRONG())])
    with in_body():
        source = Sent(body, WHOLE, _FORM)
        return Marked(excel.marked_bytes(source, problems, language), excel.ending_of(source))
