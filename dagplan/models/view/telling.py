"""What changed since the plan before in words: of the call list its groups, of a visit where it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dagplan.models.booked import Booking
from dagplan.models.dates_in_words import Language, short_date
from dagplan.models.difference import move_between
from dagplan.words import Said
from dagplan.words.messages.call_words import CallWords

from .call_list import Call, CallList, What


def moved_from(
    before: Booking, after: Booking, name: Callable[[str], str], unit: Callable[[str], str], language: Language
) -> Said:
    """Where it was: the date, the person and the unit only if they are others.

    Parameters
    ----------
    before, after
        The bookings of the visit.
    name, unit
        What a person and a care unit are called.
    language
        Of the date.
    """
    changed = move_between(before, after).changed
    parts = [short_date(language, before.start.date())] if "date" in changed else []
    parts.append(f"{before.start:%H:%M}")
    if "person" in changed:
        parts.append(name(before.practitioner))
    if "unit" in changed:
        parts.append(unit(before.unit))
    return CallWords.MOVED_FROM(where=" ".join(parts))


def groups_of(calls: CallList) -> list[tuple[Said, Sequence[Call]]]:
    """Those to call, those with new times and those with other equipment, as far as there are any, with a heading."""
    kinds = [change.what for call in calls.calls for change in call.changes]
    counted: tuple[tuple[What, CallWords], ...] = (
        ("moved", CallWords.COUNT_MOVED),
        ("cancelled", CallWords.COUNT_CANCELLED),
        ("new", CallWords.COUNT_NEW),
    )
    counts = [words(n=n) for what, words in counted if (n := kinds.count(what))]
    items = sum(len(call.changes) for call in calls.equipment)
    groups = (
        (CallWords.HEADING(n=len(calls.calls), changes=counts), calls.calls),
        (CallWords.NEW_HEADING(n=len(calls.new)), calls.new),
        (CallWords.EQUIPMENT_HEADING(n=items), calls.equipment),
    )
    return [(said, group) for said, group in groups if group]
