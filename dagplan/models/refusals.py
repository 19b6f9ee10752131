"""What a validator of a field says of a value it refuses."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic_core import PydanticCustomError

from dagplan.words import Message, Said


def refusal(code: str, words: Message | Said) -> PydanticCustomError:
    """Pydantic's error with a sentence of ours, a message without values or what is said with it.

    Parameters
    ----------
    code
        The public code of the problem.
    words
        What is wrong.
    """
    # The same context for all of a kind: an input may hold a hundred thousand, and pydantic keeps each.
    context = _context(words) if isinstance(words, Message) else dict(words.fields)
    return PydanticCustomError(code, "{message}", context)


@cache
def _context(message: Message) -> dict[str, Any]:
    return dict(message().fields)
