"""Whom to tell when a plan was made anew: which visits moved, were cancelled or are new, and who is told first.

The order is that of the soonest time that somebody would miss or be expected at: each patient comes with the sooner
of the old and the new start among all that changed for them, cancelled visits too. So one call is one patient, and
whoever would come today in vain is called before whoever comes next week. Newly booked visits that are all there is
to tell a patient can wait (a summons goes out), and so can visits that only have other equipment (staff is told).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dagplan.models.booked import Booking
from dagplan.models.difference import Aspect, move_between
from dagplan.models.plan import Plan

What = Literal["moved", "cancelled", "new", "equipment"]


@dataclass(frozen=True)
class Change:
    """What became of one visit.

    Attributes
    ----------
    before, after
        Where it was and where it is; None where it was or is not booked.
    """

    before: Booking | None
    after: Booking | None

    @property
    def booking(self) -> Booking:
        """Where it is, or else where it was."""
        found = self.after or self.before
        assert found is not None, "a visit that was never booked has not changed"
        return found

    @property
    def changed(self) -> tuple[Aspect, ...]:
        """What is another, of a visit that was and is booked."""
        return move_between(self.before, self.after).changed if self.before and self.after else ()

    @property
    def what(self) -> What:
        """The kind of change."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "cancelled"
        return "equipment" if self.changed == ("equipment",) else "moved"

    @property
    def soonest(self) -> datetime:
        """The sooner of the old and the new start."""
        return min(one.start for one in (self.before, self.after) if one)


@dataclass(frozen=True)
class Call:
    """One patient, and all that has changed for them, in order of time."""

    patient: str
    changes: Sequence[Change]

    @property
    def soonest(self) -> datetime:
        """When the first of it was or is."""
        return min(one.soonest for one in self.changes)


@dataclass(frozen=True)
class CallList:
    """Everybody who is to be told, whom first.

    Attributes
    ----------
    calls
        Patients of whom a visit moved or was cancelled, the soonest first.
    new
        Patients who only have new visits, the soonest first.
    equipment
        Visits in which nothing but the items is another: patients need not be told.
    """

    calls: Sequence[Call] = ()
    new: Sequence[Call] = ()
    equipment: Sequence[Call] = ()

    @property
    def all(self) -> Sequence[Call]:
        """The three groups, one after another."""
        return (*self.calls, *self.new, *self.equipment)

    def changes(self, what: What) -> list[Change]:
        """All changes of a kind, in the order of the list."""
        return [change for call in self.all for change in call.changes if change.what == what]


def is_replanned(plan: Plan) -> bool:
    """Whether a plan was made from a plan, not just beside bookings: then there was one at an earlier moment."""
    return len(set(plan.run.made)) > 1


def changes_of(plan: Plan) -> list[Change]:
    """What a plan with history changed of the one before it (or of the bookings that it was made from)."""
    number = len(plan.run.made) - 1
    if number < 1:
        return []
    before: dict[tuple[str, str], Booking] = {}
    for one in plan.former:
        known = before.get((one.patient, one.visit))
        # Of a proposal and an Appointment elsewhere, the patient knows of the Appointment.
        if one.until == number and (known is None or (one.source and not known.source)):
            before[one.patient, one.visit] = one
    after = {(one.patient, one.visit): one for one in plan.bookings}
    found = [Change(was, after.get(key)) for key, was in before.items()]
    found += [Change(None, one) for key, one in after.items() if key not in before and one.revision == number]
    return [one for one in found if not _is_no_news(one)]


def call_list(plan: Plan) -> CallList:
    """Whom to tell of what a plan with history changed."""
    changed = changes_of(plan)
    if not is_replanned(plan) and all(one.what == "new" for one in changed):
        return CallList()  # made beside bookings that all stay: the plan itself is the list
    urgent = {one.booking.patient for one in changed if one.what in ("moved", "cancelled")}
    later = {one.booking.patient for one in changed if one.what == "new"} - urgent
    quiet = [one for one in changed if one.what == "equipment"]
    told = [one for one in changed if one.what != "equipment" or one.booking.patient in urgent]
    return CallList(
        calls=_by_patient(one for one in told if one.booking.patient in urgent),
        new=_by_patient(one for one in told if one.booking.patient in later),
        equipment=_by_patient(one for one in quiet if one.booking.patient not in urgent),
    )


def _is_no_news(change: Change) -> bool:
    """Whether the patient knows it so: the same but for names, or back where the Appointment stood all the time."""
    back = change.after is not None and change.after.source is not None and change.what != "equipment"
    return back or (change.what == "moved" and not change.changed)


def _by_patient(changes: Iterable[Change]) -> list[Call]:
    groups: dict[str, list[Change]] = defaultdict(list)
    for one in changes:
        groups[one.booking.patient].append(one)
    calls = [Call(patient, sorted(own, key=_order)) for patient, own in groups.items()]
    return sorted(calls, key=lambda call: (call.soonest, call.patient))


def _order(change: Change) -> tuple[datetime, str]:
    return change.soonest, change.booking.visit
