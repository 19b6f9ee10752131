"""What differs between two plans, on the screen: how much, then by patient and by practitioner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dagplan.models.difference import Difference, Move, PatientDifference, Place, PractitionerDifference
from dagplan.models.plan import Booking
from dagplan.words.message import Message
from dagplan.words.messages.screen import DifferenceOnScreen

MOST_CHANGES = 40
"""So many changes are listed by patient, and as many by practitioner; the others are counted."""
MOST_REQUESTS = 10
"""So many requests are named; the others are counted."""

Group = tuple[str, PatientDifference | PractitionerDifference]


def print_difference(found: Difference, console: Console, *, show_all: bool = False) -> None:
    """Print what differs between two plans for a planner.

    Parameters
    ----------
    found
        The difference.
    console
        Where to print; colours only where it is a terminal.
    show_all
        Every change and every request, however many.
    """
    most = None if show_all else MOST_CHANGES
    _line(console, Text(heading(found), style="bold"))
    for title, requests in (
        ((DifferenceOnScreen.BOOKED_NOW, DifferenceOnScreen.BOOKED_NOW_MORE), found.booked_requests),
        ((DifferenceOnScreen.NO_LONGER, DifferenceOnScreen.NO_LONGER_MORE), found.unbooked_requests),
    ):
        if requests:
            _line(console, _named(*title, requests, None if show_all else MOST_REQUESTS))
    patients = [(one.patient, one) for one in found.by_patient]
    practitioners = [(one.practitioner, one) for one in found.by_practitioner]
    left_out = _groups(console, DifferenceOnScreen.BY_PATIENT().shown, patients, most)
    left_out += _groups(console, DifferenceOnScreen.BY_PRACTITIONER().shown, practitioners, most)
    if left_out:
        _line(console, "")
        _line(console, DifferenceOnScreen.SHOW_ALL().shown)


def heading(found: Difference) -> str:
    """How much differs, in one line."""
    before, after = found.cost.before, found.cost.after
    if found.same_bookings:
        if before == after and not (found.booked_requests or found.unbooked_requests):
            return DifferenceOnScreen.NOTHING().shown
        counts = DifferenceOnScreen.NO_BOOKING()
    else:
        each = {
            "moved": DifferenceOnScreen.COUNT_MOVED(n=len(found.moved)),
            "added": DifferenceOnScreen.COUNT_ADDED(n=len(found.added)),
            "dropped": DifferenceOnScreen.COUNT_DROPPED(n=len(found.dropped)),
            "unchanged": DifferenceOnScreen.COUNT_UNCHANGED(n=found.unchanged),
        }
        items = len(found.equipment)
        counts = (
            DifferenceOnScreen.COUNTS_EQUIPMENT(**each, equipment=items)
            if items
            else DifferenceOnScreen.COUNTS(**each)
        )
    if before is None and after is None:
        said = DifferenceOnScreen.COST_UNKNOWN(counts=counts)
    elif before is None:
        said = DifferenceOnScreen.COST_BEFORE_UNKNOWN(counts=counts, cost=after)
    elif after is None:
        said = DifferenceOnScreen.COST_AFTER_UNKNOWN(counts=counts, cost=before)
    elif before == after:
        said = DifferenceOnScreen.COST_AS_BEFORE(counts=counts, cost=after)
    else:
        said = DifferenceOnScreen.COST_OTHER(counts=counts, before=before, after=after)
    return said.shown


def move_in_words(move: Move) -> str:
    """Where a visit was, then what of that is another: ``10:00 physician-1 → 10:30 physician-2``.

    The unit and the items are said only if they are others, the end only if the visit became longer or shorter.
    """
    before, after = move.before, move.after
    with_end = before.end - before.start != after.end - after.start
    was = [_clock(before, with_end), before.practitioner]
    now = [f"{after.start:%Y-%m-%d}"] if "date" in move.changed else []
    if "date" in move.changed or "time" in move.changed:
        now.append(_clock(after, with_end))
    if "person" in move.changed:
        now.append(after.practitioner)
    if "unit" in move.changed:
        was.append(DifferenceOnScreen.AT(unit=before.unit).shown)
        now.append(DifferenceOnScreen.AT(unit=after.unit).shown)
    if "equipment" in move.changed:
        was.append(f"[{', '.join(before.equipment)}]")
        now.append(f"[{', '.join(after.equipment)}]")
    return f"{before.start:%Y-%m-%d} {move.visit}: {' '.join(was)} → {' '.join(now)}"


def booking_in_words(booking: Booking, what: Message) -> str:
    """A booking that only one of the plans has: ``added, 10:00 physician-1 at vc-1``."""
    return what(
        date=f"{booking.start:%Y-%m-%d}",
        visit=booking.visit,
        time=f"{booking.start:%H:%M}",
        practitioner=booking.practitioner,
        unit=booking.unit,
    ).shown


def _groups(console: Console, title: str, groups: Sequence[Group], most: int | None) -> int:
    """One view of the changes; returned is how many of them are left out."""
    if not groups:
        return 0
    _line(console, "")
    _line(console, Text(title, style="bold"))
    shown = left_out = 0
    for who, group in groups:
        changes = _changes(group)
        fitting = changes if most is None else changes[: most - shown]
        if fitting:
            _line(console, Text(f"{who}  {_counts(group)}", style="bold"), indent=1)
        for words, style in fitting:
            _line(console, Text(words, style=style), indent=2)
        shown += len(fitting)
        left_out += len(changes) - len(fitting)
    if left_out:
        _line(console, DifferenceOnScreen.MORE(count=left_out).shown, indent=1)
    return left_out


def _changes(group: PatientDifference | PractitionerDifference) -> list[tuple[str, str]]:
    """Words and style of each change, in the order of the times that the words begin with."""
    found: list[tuple[datetime, str, str]] = [
        *((move.before.start, move_in_words(move), "") for move in (*group.moved, *group.equipment)),
        *((one.start, booking_in_words(one, DifferenceOnScreen.ADDED), "green") for one in group.added),
        *((one.start, booking_in_words(one, DifferenceOnScreen.DROPPED), "red") for one in group.dropped),
    ]
    return [(words, style) for _, words, style in sorted(found)]


def _counts(group: PatientDifference | PractitionerDifference) -> str:
    counts = (
        (DifferenceOnScreen.COUNT_MOVED, group.moved),
        (DifferenceOnScreen.COUNT_ADDED, group.added),
        (DifferenceOnScreen.COUNT_DROPPED, group.dropped),
        (DifferenceOnScreen.COUNT_EQUIPMENT, group.equipment),
    )
    return ", ".join(what(n=len(those)).shown for what, those in counts if those)


def _named(
    title: DifferenceOnScreen, with_more: DifferenceOnScreen, requests: Sequence[str], most: int | None
) -> str:
    shown = requests if most is None else requests[:most]
    left_out = len(requests) - len(shown)
    return (with_more(requests=shown, more=left_out) if left_out else title(requests=shown)).shown


def _clock(place: Place, with_end: bool) -> str:
    if not with_end:
        return f"{place.start:%H:%M}"
    same_date = place.start.date() == place.end.date()
    return f"{place.start:%H:%M}–{place.end:{'%H:%M' if same_date else '%Y-%m-%d %H:%M'}}"


def _line(console: Console, text: str | Text, indent: int = 0) -> None:
    words = text if isinstance(text, Text) else Text(text)
    console.print(Padding(words, (0, 0, 0, indent), expand=False) if indent else words, overflow="fold")
