"""When people work, as a plan's readers see it: whole windows, what is taken out of them, and what is free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from dagplan.models.request import PlanRequest
from dagplan.models.windows import Span, Where, busy_spans, free_windows, subtract, whole_windows


class Hours:
    """The hours of a request, each thing reckoned once and only when asked for; none without a request."""

    def __init__(self, request: PlanRequest | None) -> None:
        self._request = request

    @cached_property
    def windows(self) -> Mapping[Where, Sequence[Span]]:
        """When each person takes visits at each unit, absences not taken out."""
        return whole_windows(self._request) if self._request else {}

    @cached_property
    def busy(self) -> Mapping[tuple[str, date], Sequence[Span]]:
        """What is taken away from each person on each date with a window."""
        return busy_spans(self._request, self.windows) if self._request else {}

    @cached_property
    def free(self) -> Mapping[Where, Sequence[Span]]:
        """What is left: windows without absences, and without what a clock change skips or repeats."""
        return free_windows(self._request) if self._request else {}

    def busy_within(self, person: str, unit: str, day: date) -> Sequence[Span]:
        """Meetings and absences of a person within the hours at a unit."""
        windows = self.windows.get((person, unit, day), ())
        return subtract(windows, subtract(windows, self.busy.get((person, day), ())))

    def minutes(self, person: str, unit: str, day: date) -> int:
        """Free minutes of a person, before anything is booked."""
        return sum(end - start for start, end in self.free.get((person, unit, day), ()))
