"""Availability and busy time from Slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .entry import Entry
from .periods import Span, midnight_after, moment_of, span_of
from .schedules import RULE_R10, Member, Owner, Schedules, suspended
from .sourced import Sourced

_LONGEST = timedelta(days=400)
"""A free time longer than this is taken for a slip."""
_NOT_READ = ("serviceCategory", "serviceType", "specialty", "appointmentType")
"""What a Slot or a Schedule says of the visits it is for."""


@dataclass
class TimesReader:
    """Reads Slots one by one into the contract's form."""

    schedules: Schedules
    request: Sourced
    taken: dict[Entry, set[str]]
    """The slots that bookings of visits take, and who works in them."""
    days: set[date] = field(default_factory=set)
    """The dates on which anybody has free time."""

    def read(self) -> None:
        """Free slots as availability, busy ones as busy; a slot that a booking takes is time the person works."""
        for slot in self.schedules.people.shelf.of("Slot"):
            self._slot(slot)

    def _slot(self, slot: Entry) -> None:
        people = self.schedules.people
        shelf, status = people.shelf, slot.resource["status"]
        schedule = shelf.needed(slot.resource["schedule"], slot, slot.at("schedule"), "Schedule")
        if schedule is None:
            return
        what = f"Slot ({status})"
        if status == "entered-in-error":
            shelf.pass_over(slot.place, "slot_status", what, "it was a slip")
            return
        owner = self.schedules.owner(schedule)
        start, end = (moment_of(slot.resource[name]) for name in ("start", "end"))
        if start is None or end is None:
            return  # a problem already
        if status == "free" and (owner.members or owner.broken):
            self._note_days(Span(start, end))
        if owner.broken:
            return
        if schedule.resource.get("active") is False:
            shelf.pass_over(
                slot.place, "inactive", f"{what} of a Schedule that is not active", "it is not to be used"
            )
            return
        if not owner.members and not owner.patients:
            shelf.pass_over(slot.place, "nobodys_time", f"{what} of no practitioner", RULE_R10)
            return
        self._tell_what_is_not_read(slot, schedule)
        for member in owner.members:
            if status == "free" or member.person in self.taken.get(slot, ()):
                self._free(slot, owner, member, Span(start, end))
            else:
                self._busy("busy", {"practitioner": member.person}, slot)
        for patient in owner.patients:
            if status == "free":
                shelf.pass_over(slot.place, "patients_free_time", f"{what} of a patient", "only busy time counts")
            else:
                self._busy("patient_busy", {"patient": patient}, slot)

    def _busy(self, table: str, who: dict[str, str], slot: Entry) -> None:
        times = {name: slot.resource[name] for name in ("start", "end")}
        self.request.add(table, {**who, **times}, {name: slot.at(name) for name in times}, slot.place)

    def _free(self, slot: Entry, owner: Owner, member: Member, whole: Span) -> None:
        """The free time of one person, but for what is not to be booked."""
        people = self.schedules.people
        self._note_days(whole)
        why = self._not_in_use(slot, owner, member)
        if why:
            what = f"Slot ({slot.resource['status']}), {why}"
            people.shelf.pass_over(slot.place, "inactive", what, "what is not in use is not booked")
            return
        unit = self.schedules.unit_at(owner, member, whole)
        if unit is None:
            self._no_unit(slot, owner, member, whole)
            return
        if unit in people.units.closed:
            what = f"Slot ({slot.resource['status']}), care unit not active"
            people.shelf.pass_over(slot.place, "inactive", what, "what is not in use is not booked")
            return
        if whole.start and whole.end and whole.end - whole.start > _LONGEST:
            people.shelf.note(slot.at("end"), "free time of more than 400 days is taken for a slip", "too_long")
            return
        for span in self._bookable(slot, owner, member, whole):
            for start, end in self._by_date(span, whole, slot):
                values = {"practitioner": member.person, "unit": unit, "start": start, "end": end}
                self.request.add("availability", values, {n: slot.at(n) for n in ("start", "end")}, slot.place)

    def _not_in_use(self, slot: Entry, owner: Owner, member: Member) -> str:
        """Why free time can't be booked at all; empty if it can."""
        if member.person in self.schedules.people.inactive:
            return "practitioner not active"
        if member.role is not None and member.role.resource.get("active") is False:
            return "role not active"
        if slot.resource.get("overbooked") is True and slot.resource["status"] == "free":
            return "overbooked"
        status = suspended(owner)
        return f"Location {status}" if status else ""

    def _no_unit(self, slot: Entry, owner: Owner, member: Member, whole: Span) -> None:
        """Free time without a unit: nobody's if no role holds then, otherwise a problem."""
        people = self.schedules.people
        roles = people.roles.get(member.person, [])
        if member.role is None and roles and not any(self.schedules.in_use(role, whole) for role in roles):
            what = f"Slot ({slot.resource['status']}), no role in use"
            people.shelf.pass_over(slot.place, "inactive", what, "what is not in use is not booked")
            return
        if any(role.key in people.troubled for role in [*roles, *([member.role] if member.role else [])]):
            return
        message = (
            "no care unit, or more than one, follows from these: name a Location; free time is a person's at a unit"
        )
        people.shelf.note(owner.schedule.at("actor"), message, "no_unit")

    def _bookable(self, slot: Entry, owner: Owner, member: Member, whole: Span) -> Iterator[Span]:
        """What of free time lies within the horizon and the role, and outside the times the role is away."""
        zone, shelf = self.schedules.people.zone, self.schedules.people.shelf
        limits = [
            ("out_of_horizon", "outside its Schedule's planningHorizon", self.schedules.horizon(owner.schedule))
        ]
        if member.role is not None:
            limits.append(
                ("out_of_period", "outside the period of the role", self.schedules.people.span_of_role(member.role))
            )
        span: Span | None = whole
        for reason, what, limit in limits:
            kept = span.cut(limit) if span else None
            if kept != span:
                part = "part of it " if kept else ""
                status = slot.resource["status"]
                shelf.pass_over(slot.place, reason, f"Slot ({status}), {part}{what}", "it can't be booked then")
            span = kept
        pieces = [span] if span else []
        for away in member.role.resource.get("notAvailable", ()) if member.role else ():
            gone = span_of(away["during"], zone) if away.get("during") else None
            left = [part for piece in pieces for part in _without(piece, gone)] if gone else pieces
            if left != pieces:
                what = f"Slot ({slot.resource['status']}), at least in part when the role is notAvailable"
                shelf.pass_over(slot.place, "not_available", what, "it can't be booked then")
            pieces = left
        return iter(pieces)

    def _by_date(self, span: Span, whole: Span, slot: Entry) -> Iterator[tuple[str, str]]:
        """Start and end of each date's part; unchanged ends stay as they are written."""
        zone = self.schedules.people.zone
        start, last = span.start, span.end
        assert start is not None
        assert last is not None
        while start < last:
            end = min(last, midnight_after(start, zone))
            first = slot.resource["start"] if start == whole.start else _local(start)
            until = slot.resource["end"] if end == whole.end else _local(end)
            yield first, until
            start = end

    def _note_days(self, whole: Span) -> None:
        zone = self.schedules.people.zone
        if whole.start and whole.end and whole.end - whole.start <= _LONGEST:
            last = (whole.end - timedelta(minutes=1)).astimezone(zone).date()
            self.days |= {whole.start.astimezone(zone).date(), max(last, whole.start.astimezone(zone).date())}

    def _tell_what_is_not_read(self, slot: Entry, schedule: Entry) -> None:
        for holder in (slot, schedule):
            for name in _NOT_READ:
                if holder.resource.get(name):
                    why = "which visits a time is for is not read: competences decide"
                    self.schedules.people.shelf.pass_over(
                        holder.at(name), "element", f"{name} of a {holder.kind}", why
                    )


def _without(piece: Span, gone: Span) -> list[Span]:
    """A span without another."""
    if piece.cut(gone) is None:
        return [piece]
    before = piece.cut(Span(None, gone.start)) if gone.start else None
    after = piece.cut(Span(gone.end, None)) if gone.end else None
    return [one for one in (before, after) if one is not None]


def _local(moment: datetime) -> str:
    """A moment as the contract takes it."""
    return moment.isoformat()
