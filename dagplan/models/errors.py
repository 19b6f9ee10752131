"""The one way in which the program says that an input is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from dagplan.words import Language, Params, Said, current_language
from dagplan.words.messages.input_faults import ValueFaults
from dagplan.words.naming import Names, by_name
from dagplan.words.registry import in_language, said_of

from .privacy import looks_like_identity_number

Location = tuple[str | int, ...]
"""Where in an input: field names and list indices, from the outside in."""
Place = str | Said
"""Where in a file: a path or a JSON path, which is the same in all languages, or a row and a column in words."""

MOST_TOLD = 200
"""So many problems of an input are told; the rest are counted."""
MORE_PROBLEMS = "more_problems"
_LONGEST_FIELD, _LONGEST_LOOKED_AT = 64, 1000


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
    count
        How many problems it stands for: one, but for the line that counts those not told (``more_problems``).
    params
        What the message says, for other languages (``dagplan.words``).
    where
        What the place says, for other languages; None where it is the same in all: a path, or a JSON path.
    called
        What the message says with names where ids stand in ``params``, for who is shown names; None: nobody is.
    """

    place: str
    message: str
    code: str = "invalid"
    count: int = 1
    params: Params | None = field(default=None, compare=False)
    where: Said | None = field(default=None, compare=False)
    called: Said | None = field(default=None, compare=False)

    @classmethod
    def of(cls, place: Place, said: Said, code: str | None = None, count: int = 1) -> Problem:
        """A problem from what is said of it; its code is that of the message, unless it is another."""
        where = place if isinstance(place, Said) else None
        return cls(str(place), str(said), code or said.code.value, count, said.params, where)

    def at(self, place: Place) -> Problem:
        """The same at a place."""
        return replace(self, place=str(place), where=place if isinstance(place, Said) else None)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message

    @property
    def shown(self) -> str:
        """The same in the language of this run."""
        language = current_language()
        place, message = self.place_in(language), self.message_in(language)
        return f"{place}: {message}" if place else message

    def place_in(self, language: Language) -> str:
        """Where it is, in a language."""
        return self.where.told(language) if self.where else self.place

    def message_in(self, language: Language) -> str:
        """What is wrong, in a language."""
        return self.called.told(language) if self.called else in_language(self.params, self.message, language)

    def named(self, names: Names) -> Problem:
        """The same, shown with names where its ids stand."""
        said = said_of(self.params)
        return self if said is None else replace(self, called=by_name(said, names))


class InputError(ValueError):
    """An input that can't be used, with the problems found in it.

    Parameters
    ----------
    problems
        All of them, in the order of the input; those that count others (``more_problems``) are added up.

    Attributes
    ----------
    problems
        The first 200, in the order of the input.
    more
        How many more there are.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        kept: list[Problem] = []
        self.more = 0
        for problem in problems:
            if problem.code == MORE_PROBLEMS or len(kept) == MOST_TOLD:
                self.more += problem.count
            else:
                kept.append(problem)
        self.problems = tuple(kept)
        super().__init__("\n".join(map(str, self.told)))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.told,)

    @property
    def told(self) -> tuple[Problem, ...]:
        """The problems, and where there are more a line that counts those."""
        return (*self.problems, more_problems(self.more)) if self.more else self.problems

    def elsewhere(self, move: Callable[[Problem], Problem]) -> InputError:
        """The same problems at other places, or in other words."""
        counted = [more_problems(self.more)] if self.more else []
        return type(self)([*map(move, self.problems), *counted])


def more_problems(count: int) -> Problem:
    """The line that counts the problems that are not told.

    >>> str(more_problems(999_800))
    '… and 999,800 more problems'
    """
    return Problem.of("", ValueFaults.MORE_PROBLEMS(n=count), MORE_PROBLEMS, count)


def json_path(location: Iterable[str | int]) -> str:
    """Write a location as a JSON path: ``("requests", 3, "id")`` is ``$.requests[3].id``."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{shown_field(step)}" for step in location)


def shown_field(field: str) -> str:
    """An unknown field's name is the sender's own words, and may be as private as any value, and as long."""
    if looks_like_identity_number(field[:_LONGEST_LOOKED_AT]):
        return "(a field not repeated here)"
    return field if len(field) <= _LONGEST_FIELD else f"{field[: _LONGEST_FIELD - 1]}…"
