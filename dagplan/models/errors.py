"""The one way in which the program says that an input is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .privacy import looks_like_identity_number

Location = tuple[str | int, ...]
"""Where in an input: field names and list indices, from the outside in."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with an input.

    Parameters
    ----------
    place
        Where it is: a JSON path (``$.requests[3].visits[0].duration``), or file, row and column.
    message
        What is wrong, in a planner's words. Never repeats a refused value.
    code
        A stable word for programs (``unknown_id``, ``duplicate_id``, ...).
    """

    place: str
    message: str
    code: str = "invalid"

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class InputError(ValueError):
    """An input that can't be used, with every problem found in it.

    Attributes
    ----------
    problems
        All problems, in the order of the input.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def json_path(location: Iterable[str | int]) -> str:
    """Write a location as a JSON path: ``("requests", 3, "id")`` is ``$.requests[3].id``."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{shown_field(step)}" for step in location)


def shown_field(field: str) -> str:
    """An unknown field's name is the sender's own words, and may be as private as any value."""
    return "(a field not repeated here)" if looks_like_identity_number(field) else field
