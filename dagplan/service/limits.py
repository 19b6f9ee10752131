"""How large a plan may be that the service makes."""

from __future__ import annotations

from dataclasses import dataclass

from dagplan.models import PlanRequest, Problem
from dagplan.words.messages.service import ServiceFaults

from .settings import Settings


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
        """What is beyond them, each with its JSON path."""
        found = []
        if (asked := len(request.requests)) > self.requests:
            found.append(Problem.of("$.requests", ServiceFaults.TOO_MANY(asked=asked, most=self.requests)))
        if (asked := (request.last_date - request.first_date).days + 1) > self.dates:
            found.append(Problem.of("$.last_date", ServiceFaults.TOO_MANY_DATES(asked=asked, most=self.dates)))
        if (wanted := request.settings.time_limit) > self.seconds:
            said = ServiceFaults.TOO_LONG(asked=f"{wanted:g}", most=f"{self.seconds:g}")
            found.append(Problem.of("$.settings.time_limit", said))
        return found
