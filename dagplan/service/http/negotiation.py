"""What headers of the family ``Accept`` say, and the form of an answer that ``Accept`` likes best."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_LOOKED_AT = 30


def best_form(accepted: str, offered: Sequence[str]) -> str | None:
    """The offered media type that a header ``Accept`` likes best, of equal ones the first; None: it takes none.

    >>> best_form("text/csv, application/json;q=0.5", ["application/json", "text/csv"])
    'text/csv'
    >>> best_form("text/html, */*;q=0.1", ["application/json", "text/csv"])
    'application/json'
    >>> best_form("", ["application/json"]), best_form("image/png, text/csv;q=0", ["text/csv"])
    ('application/json', None)
    """
    if not accepted.strip():
        return offered[0]
    entries = entries_of(accepted)
    liked = {form: _weight(form, entries) for form in offered}
    best = max(liked.values(), default=0.0)
    return next((form for form, weight in liked.items() if weight == best), None) if best > 0 else None


def entries_of(accepted: str) -> list[tuple[str, float]]:
    """What a header of the family ``Accept`` names, in small letters, each with how much it is liked.

    >>> entries_of("sv-SE, en; q=0.8, *;q=x")
    [('sv-se', 1.0), ('en', 0.8), ('*', 0.0)]
    """
    return [_entry(one) for one in accepted.split(",")[:_MOST_LOOKED_AT]]


def _entry(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in text.split(";"))
    for one in parameters:
        if one.lower().startswith("q="):
            try:
                weight = float(one[2:])
            except ValueError:
                return name.lower(), 0.0
            return name.lower(), weight if 0 <= weight <= 1 else 0.0
    return name.lower(), 1.0


def _weight(form: str, entries: Sequence[tuple[str, float]]) -> float:
    """That of the entry that says it most exactly."""
    for pattern in (form, f"{form.partition('/')[0]}/*", "*/*"):
        found = [weight for name, weight in entries if name == pattern]
        if found:
            return max(found)
    return 0.0
