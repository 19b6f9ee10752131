"""How large a plan may be that the service makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dagplan.models import PlanRequest, Problem
from dagplan.words.messages.service import ServiceFaults

if TYPE_CHECKING:
    from .settings import Settings

_TOO_MANY = "too_many"


@dataclass(frozen=True)
class Limits:
    """So many requests and dates at most, and so many seconds."""

    requests: int
    dates: int
    seconds: float

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Those that were set."""
        return cls(settings.most_requests, settings.most_dates, settings.most_seconds)

    def problems(self, request: PlanRequest) -> list[Problem]:
        """What of a request is beyond them, each with its JSON path."""
        dates = (request.last_date - request.first_date).days + 1
        return self.beyond(len(request.requests), dates, request.settings.time_limit)

    def beyond(self, requests: int, dates: int, seconds: float) -> list[Problem]:
        """The same of a request that has so many."""
        found = []
        if requests > self.requests:
            found.append(
                Problem.of("$.requests", ServiceFaults.TOO_MANY(asked=requests, most=self.requests), "too_many")
            )
        if dates > self.dates:
            found.append(
                Problem.of("$.last_date", ServiceFaults.TOO_MANY_DATES(asked=dates, most=self.dates), "too_many")
            )
        if seconds > self.seconds:
            said = ServiceFaults.TOO_LONG(asked=f"{seconds:g}", most=f"{self.seconds:g}")
            found.append(Problem.of("$.settings.time_limit", said, "too_long"))
        return found
