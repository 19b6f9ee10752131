"""What the pages say, in the language of whoever reads them."""

from __future__ import annotations

import json
from functools import cache

from dagplan.words import Language, Message, Value
from dagplan.words.catalogue import translated
from dagplan.words.messages import FAMILIES

Words = str | dict[str, str]
"""A text with places for values, or one for one and one for any other number."""


def say(language: Language, word: str, **values: Value) -> str:
    """A word or sentence of a page that is made here.

    Parameters
    ----------
    word
        Its code, without ``board.`` before it.
    """
    return _by_code()[f"board.{word}"](**values).told(language)


@cache
def _by_code() -> dict[str, Message]:
    return {member.value: member for family in board_families() for member in family}


@cache
def board_families() -> tuple[type[Message], ...]:
    """The families of the board: those in modules that begin with ``board_``."""
    return tuple(one for one in FAMILIES if one.__module__.rpartition(".")[2].startswith("board_"))


@cache
def words_of(language: Language) -> dict[str, Words]:
    """Every word of the board by its code, as a language has it, with its places for values."""
    found: dict[str, Words] = {}
    for code, member in _by_code().items():
        one = translated(member.one, member.many, 1, language)
        if member.many is None:
            found[code] = one
        else:
            found[code] = {"one": one, "other": translated(member.one, member.many, 2, language)}
    return found


@cache
def words_as_json(language: Language) -> str:
    """The same as JSON that may stand in a page: nothing in it ends a script."""
    text = json.dumps(words_of(language), ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
