"""The forms a plan is written in, with the page among them: it needs the request too."""

from __future__ import annotations

from dagplan import files
from dagplan.models.dates_in_words import Language
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest
from dagplan.words.messages.file_faults import FileFaults


def plan_forms(request: PlanRequest, language: Language = "en") -> files.Formats[Plan]:
    """How a plan for this request is written, by ending: all of `files.plan_formats`, and ``.html``."""
    page = files.FileFormat[Plan](lambda plan: _page(request, plan, language))
    return {**files.plan_formats(request, language), ".html": page}


def _page(request: PlanRequest, plan: Plan, language: Language) -> bytes:
    from .page import page_and_faults  # draws and fills templates: only where a page is wanted

    page, faults = page_and_faults(request, plan, language)
    if faults:
        why = FileFaults.WITHOUT_DRAWINGS(n=len(faults), why=faults[0])
        raise files.IncompleteError(page, why)
    return page
