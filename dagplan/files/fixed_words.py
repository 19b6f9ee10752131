"""A word where only certain words may stand: which are right, as the sheet says them, and which may be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagplan.models.aims import AIMS
from dagplan.models.errors import InputError, Problem
from dagplan.models.nearest import Nearest
from dagplan.models.privacy import looks_like_identity_number
from dagplan.words import Language, current_language
from dagplan.words.messages.input_faults import ValueFaults
from dagplan.words.messages.table_faults import CellFaults

from .cell_values import NotRead
from .headings import CODE_TITLES, code_name, title_of

CODE = "literal_error"
"""The code of such a problem, which is that of the model's own."""
_WORD = re.compile(r"[^\W\d_]{1,20}")


def aim_of(word: str, place: str) -> str:
    """An aim by its name, in the contract's words or those of a language.

    Raises
    ------
    InputError
        With the names there are, in the language of this run.
    """
    aim = code_name(word) or word
    language = current_language()
    said = not_among(tuple(AIMS), aim, language, both=True)
    if said is not None:
        raise InputError([Problem.of(place, said.said, "usage")])
    return aim


def not_among(choices: Sequence[str], word: str, language: Language, *, both: bool = False) -> NotRead | None:
    """What is said of a word that is none of the choices, in the words of a language; None if it is one of them.

    ``both`` tells the contract's words too, where they are others.

    >>> not_among(("routine", "urgent"), "brådksande", "sv").message
    'here stands brådksande; did you mean brådskande? The words are rutin, brådskande'
    >>> not_among(("routine", "urgent"), "routine", "sv") is None
    True
    """
    if word in choices:
        return None
    titles = {title_of(one, CODE_TITLES, language): one for one in choices}
    allowed = [f"{title} ({one})" if both and title != one else title for title, one in titles.items()]
    if looks_like_identity_number(word):
        return NotRead(ValueFaults.CHOICE(allowed=allowed), CODE)
    word = title_of(code_name(word) or word, CODE_TITLES, language)
    if near := Nearest([*titles, *(choices if both else ())]).of(word):
        return NotRead(CellFaults.NOT_AMONG_NEAR(found=word, near=near, allowed=allowed), CODE)
    if _WORD.fullmatch(word):
        return NotRead(CellFaults.NOT_AMONG(found=word, allowed=allowed), CODE)
    return NotRead(ValueFaults.CHOICE(allowed=allowed), CODE)
