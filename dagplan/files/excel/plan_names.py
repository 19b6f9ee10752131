"""What units and people are called in a plan's workbook: by name, and by id where the two differ."""

from __future__ import annotations

from dagplan.models.view import PlanView


def unit_title(view: PlanView, unit: str) -> str:
    """What a care unit is called."""
    return _title(unit, view.unit_name(unit))


def person_title(view: PlanView, practitioner: str) -> str:
    """What a practitioner is called."""
    return _title(practitioner, view.person_name(practitioner))


def _title(key: str, name: str | None) -> str:
    return f"{name} ({key})" if name and name != key else key
