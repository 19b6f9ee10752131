"""Excel workbooks: read with care, a template to fill in, and the plan laid out as a planner's day.

What reads and writes them is imported when it is needed: openpyxl takes a quarter of a second.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dagplan.models.dates_in_words import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dagplan.files.reading import Reading
    from dagplan.files.sources import Readable
    from dagplan.models.errors import Problem
    from dagplan.models.plan import Plan
    from dagplan.models.request import PlanRequest


def read_request(given: Readable) -> PlanRequest:
    """Read a request from a workbook (``reading``)."""
    from .reading import read_request as read

    return read(given)


def plan_reading(given: Readable, request: PlanRequest) -> Reading[Plan]:
    """Read a plan from the bookings of a workbook (``reading``)."""
    from .reading import plan_reading as read

    return read(given, request)


def read_plan(given: Readable, request: PlanRequest) -> Plan:
    """The same plan alone."""
    return plan_reading(given, request).value


def request_bytes(request: PlanRequest, language: Language = "sv") -> bytes:
    """A request as a workbook to fill in (``request_book``)."""
    from .request_book import request_bytes as to_bytes

    return to_bytes(request, language)


def plan_bytes(plan: Plan, request: PlanRequest | None = None, language: Language = "sv") -> bytes:
    """A plan as a workbook (``plan_book``)."""
    from .plan_book import plan_bytes as to_bytes

    return to_bytes(plan, request, language)


def template_bytes(language: Language, monday: date) -> bytes:
    """A workbook to begin with (``template``)."""
    from .template import template_bytes as to_bytes

    return to_bytes(language, monday)


def ending_of(given: Readable) -> str:
    """The ending that a workbook has by what is in it: ``.xlsm`` if it has macros (``guard``)."""
    from .guard import ending_of as of

    return of(given)


def marked_bytes(given: Readable, problems: Iterable[Problem], language: Language = "sv") -> bytes:
    """A workbook with its problems marked (``marking``)."""
    from .marking import marked_bytes as to_bytes

    return to_bytes(given, problems, language)
