"""What was read of a file, and what was passed over by rule, counted: nothing is left out without a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dagplan.models.plan import PlanWarning
from dagplan.words import Said, Value
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

Model = TypeVar("Model")

PAGE = "page"
"""The reason of a search's page, which lacks what stands on the others."""


@dataclass(frozen=True)
class PassedOver:
    """One kind of thing that was not used, and why.

    ``reason`` is a stable word for programs, ``why`` the rule, ``what`` names such things, said with ``values``;
    ``first`` is the JSON path of the first of ``count``. Without a rule ``what`` says all.
    """

    reason: str
    why: PassedOverWords | None
    what: PassedOverThings | PassedOverWords
    values: Mapping[str, Value]
    count: int
    first: str

    @property
    def said(self) -> Said:
        """The same as a sentence."""
        if self.why is None:
            return self.what(**self.values, first=self.first)
        what = self.what(**self.values, n=self.count)
        return PassedOverWords.PASSED_OVER(what=what, why=self.why(), first=self.first)

    @property
    def message(self) -> str:
        """The same in English."""
        return str(self.said)

    @property
    def shown(self) -> str:
        """The same in the language of this run."""
        return self.said.shown

    @property
    def warning(self) -> PlanWarning:
        """The same for the plan."""
        code = "bundle_is_a_page" if self.reason == PAGE else "bundle_passed_over"
        return PlanWarning(code=code, **self.said.fields)


@dataclass(frozen=True)
class Reading(Generic[Model]):
    """What a file holds, and what in it was passed over by rule (only a FHIR Bundle has such).

    Attributes
    ----------
    cost
        What a plan says that it costs; None where it does not say it of the bookings that it holds.
    tells_unbooked
        Whether a plan says which requests are unbooked.
    """

    value: Model
    passed_over: tuple[PassedOver, ...] = ()
    cost: int | None = None
    tells_unbooked: bool = False

    @property
    def warnings(self) -> tuple[PlanWarning, ...]:
        """What was passed over, for a plan that is made of it."""
        return tuple(one.warning for one in self.passed_over)


_Kind = tuple[str, PassedOverWords | None, PassedOverThings | PassedOverWords, tuple[tuple[str, Value], ...]]


@dataclass
class Tally:
    """Counts what is passed over, in the order in which each kind came first."""

    _seen: dict[_Kind, list[str]] = field(default_factory=dict)
    _counts: dict[_Kind, int] = field(default_factory=dict)

    def add(
        self,
        place: str,
        reason: str,
        why: PassedOverWords | None,
        what: PassedOverThings | PassedOverWords,
        values: Mapping[str, Value],
    ) -> None:
        """Count one; the same place twice in a row for the same reason is one."""
        key = (reason, why, what, tuple(values.items()))
        first_and_last = self._seen.setdefault(key, [place, ""])
        if first_and_last[1] != place:
            first_and_last[1] = place
            self._counts[key] = self._counts.get(key, 0) + 1

    def found(self) -> tuple[PassedOver, ...]:
        """All of it, a kind at a time."""
        return tuple(
            PassedOver(reason, why, what, dict(values), self._counts[reason, why, what, values], ends[0])
            for (reason, why, what, values), ends in self._seen.items()
        )
