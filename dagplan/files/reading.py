"""What was read of a file, and what was passed over by rule, counted: nothing is left out without a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dagplan.models.plan import PlanWarning

Model = TypeVar("Model")

PAGE = "page"
"""The reason of a search's page, which lacks what stands on the others."""


@dataclass(frozen=True)
class PassedOver:
    """One kind of thing that was not used, and why.

    ``reason`` is a stable word for programs, ``what`` names one such thing (its noun first), ``why`` says the rule,
    ``first`` is the JSON path of the first of ``count``.

    Examples
    --------
    >>> PassedOver("status", "Appointment (cancelled)", "takes nobody's time", 2, "$.entry[3].resource").message
    "Passed over: 2 Appointments (cancelled): takes nobody's time; first at $.entry[3].resource"
    """

    reason: str
    what: str
    why: str
    count: int
    first: str

    @property
    def message(self) -> str:
        """The same as a sentence."""
        if self.reason == PAGE:
            return f"{self.what}: {self.why} ({self.first})"
        noun, space, rest = self.what.partition(" ")
        named = self.what if self.count == 1 else f"{_plural(noun)}{space}{rest}"
        return f"Passed over: {self.count} {named}: {self.why}; first at {self.first}"

    @property
    def warning(self) -> PlanWarning:
        """The same for the plan."""
        code = "bundle_is_a_page" if self.reason == PAGE else "bundle_passed_over"
        return PlanWarning(code=code, message=self.message)


@dataclass(frozen=True)
class Reading(Generic[Model]):
    """What a file holds, and what in it was passed over by rule (only a FHIR Bundle has such)."""

    value: Model
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def warnings(self) -> tuple[PlanWarning, ...]:
        """What was passed over, for a plan that is made of it."""
        return tuple(one.warning for one in self.passed_over)


@dataclass
class Tally:
    """Counts what is passed over, in the order in which each kind came first."""

    _seen: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, place: str, reason: str, what: str, why: str) -> None:
        """Count one; the same place twice in a row for the same reason is one."""
        key = (reason, what, why)
        first_and_last = self._seen.setdefault(key, [place, ""])
        if first_and_last[1] != place:
            first_and_last[1] = place
            self._counts[key] = self._counts.get(key, 0) + 1

    def found(self) -> tuple[PassedOver, ...]:
        """All of it, a kind at a time."""
        return tuple(PassedOver(*key, self._counts[key], ends[0]) for key, ends in self._seen.items())


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
