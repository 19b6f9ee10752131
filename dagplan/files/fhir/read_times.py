"""Availability and busy time from Slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dagplan.words import Said
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords, SlotTroubles

from .entry import Entry
from .item_times import ItemTimes
from .periods import Span, midnight_after, moment_of, span_of, without
from .schedules import Member, Owner, Schedules, suspended
from .sourced import Sourced
from .taken import Taken

_LONGEST = timedelta(days=400)
"""A free time longer than this is taken for a slip."""
_NOT_READ = ("serviceCategory", "serviceType", "specialty", "appointmentType")
"""What a Slot or a Schedule says of the visits it is for."""


@dataclass
class TimesReader:
    """Reads Slots one by one into the contract's form."""

    schedules: Schedules
    request: Sourced
    taken: dict[Entry, Taken]
    """The slots that bookings of visits take, and who works in them."""
    items: ItemTimes = field(default_factory=ItemTimes)
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
        if status == "entered-in-error":
            shelf.pass_over(slot.place, "slot_status", PassedOverWords.SLIP, PassedOverThings.SLOT, status=status)
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
            what = PassedOverThings.SLOT_OF_AN_INACTIVE_SCHEDULE
            shelf.pass_over(slot.place, "inactive", PassedOverWords.NOT_TO_BE_USED, what, status=status)
            return
        if not owner.members and not owner.patients and not owner.items:
            what = PassedOverThings.SLOT_OF_NOBODY
            shelf.pass_over(slot.place, "nobodys_time", PassedOverWords.RULE_R10, what, status=status)
            return
        self._tell_what_is_not_read(slot, schedule)
        self._take(slot, owner, Span(start, end))

    def _take(self, slot: Entry, owner: Owner, whole: Span) -> None:
        """The time of everybody and everything whose it is; a slot that a booking takes is as free."""
        shelf, status = self.schedules.people.shelf, slot.resource["status"]
        taken = self.taken.get(slot, Taken())
        for member in owner.members:
            if status == "free" or member.person in taken.people:
                self._free(slot, owner, member, whole)
            else:
                self._busy("busy", {"practitioner": member.person}, slot)
        for patient in owner.patients:
            if status == "free":
                what = PassedOverThings.SLOT_OF_A_PATIENT
                shelf.pass_over(slot.place, "patients_free_time", PassedOverWords.ONLY_BUSY, what, status=status)
            else:
                self._busy("patient_busy", {"patient": patient}, slot)
        for item in owner.items:
            if status == "free" or item in taken.items:
                self._free_item(slot, owner, item, whole)
            else:
                self._busy("equipment_busy", {"equipment": item}, slot)

    def _free_item(self, slot: Entry, owner: Owner, item: str, whole: Span) -> None:
        """Free time of an item, which is free anyway: it tells when the item is not, within a horizon."""
        shelf, status = self.schedules.people.shelf, slot.resource["status"]
        horizon = owner.schedule.resource.get("planningHorizon")
        if slot.resource.get("overbooked") is True and status == "free":
            self._pass_over(slot, "inactive", PassedOverWords.NOT_IN_USE, SlotTroubles.OVERBOOKED())
        elif horizon is None:
            what = PassedOverThings.SLOT_OF_AN_ITEM
            shelf.pass_over(slot.place, "equipments_free_time", PassedOverWords.ONLY_BUSY, what, status=status)
        else:
            within, place = self.schedules.horizon(owner.schedule), owner.schedule.at("planningHorizon")
            self.items.add(item, whole, within, place)

    def _busy(self, table: str, who: dict[str, str], slot: Entry) -> None:
        times = {name: slot.resource[name] for name in ("start", "end")}
        self.request.add(table, {**who, **times}, {name: slot.at(name) for name in times}, slot.place)

    def _free(self, slot: Entry, owner: Owner, member: Member, whole: Span) -> None:
        """The free time of one person, but for what is not to be booked."""
        people = self.schedules.people
        self._note_days(whole)
        why = self._not_in_use(slot, owner, member)
        if why:
            self._pass_over(slot, "inactive", PassedOverWords.NOT_IN_USE, why)
            return
        unit = self.schedules.unit_at(owner, member, whole)
        if unit is None:
            self._no_unit(slot, owner, member, whole)
            return
        if unit in people.units.closed:
            self._pass_over(slot, "inactive", PassedOverWords.NOT_IN_USE, SlotTroubles.UNIT())
            return
        if whole.start and whole.end and whole.end - whole.start > _LONGEST:
            people.shelf.note(slot.at("end"), FhirFaults.TOO_LONG(), "too_long")
            return
        for span in self._bookable(slot, owner, member, whole):
            for start, end in self._by_date(span, whole, slot):
                values = {"practitioner": member.person, "unit": unit, "start": start, "end": end}
                self.request.add("availability", values, {n: slot.at(n) for n in ("start", "end")}, slot.place)

    def _pass_over(self, slot: Entry, reason: str, why: PassedOverWords, but: Said) -> None:
        """Tell of free time that is not booked, or of a part of it."""
        shelf, status = self.schedules.people.shelf, slot.resource["status"]
        shelf.pass_over(slot.place, reason, why, PassedOverThings.SLOT_BUT, status=status, but=but)

    def _not_in_use(self, slot: Entry, owner: Owner, member: Member) -> Said | None:
        """Why free time can't be booked at all; None if it can."""
        if member.person in self.schedules.people.inactive:
            return SlotTroubles.PRACTITIONER()
        if member.role is not None and member.role.resource.get("active") is False:
            return SlotTroubles.ROLE()
        if slot.resource.get("overbooked") is True and slot.resource["status"] == "free":
            return SlotTroubles.OVERBOOKED()
        status = suspended(owner)
        return SlotTroubles.LOCATION(status=status) if status else None

    def _no_unit(self, slot: Entry, owner: Owner, member: Member, whole: Span) -> None:
        """Free time without a unit: nobody's if no role holds then, otherwise a problem."""
        people = self.schedules.people
        roles = people.roles.get(member.person, [])
        if member.role is None and roles and not any(self.schedules.in_use(role, whole) for role in roles):
            self._pass_over(slot, "inactive", PassedOverWords.NOT_IN_USE, SlotTroubles.NO_ROLE())
            return
        if any(role.key in people.troubled for role in [*roles, *([member.role] if member.role else [])]):
            return
        people.shelf.note(owner.schedule.at("actor"), FhirFaults.NO_UNIT_FOLLOWS(), "no_unit")

    def _bookable(self, slot: Entry, owner: Owner, member: Member, whole: Span) -> Iterator[Span]:
        """What of free time lies within the horizon and the role, and outside the times the role is away."""
        zone, horizon = self.schedules.people.zone, self.schedules.horizon(owner.schedule)
        limits = [("out_of_horizon", SlotTroubles.OUTSIDE_HORIZON, SlotTroubles.PART_OUTSIDE_HORIZON, horizon)]
        if member.role is not None:
            holds = self.schedules.people.span_of_role(member.role)
            limits.append(("out_of_period", SlotTroubles.OUTSIDE_ROLE, SlotTroubles.PART_OUTSIDE_ROLE, holds))
        span: Span | None = whole
        for reason, all_of_it, part_of_it, limit in limits:
            kept = span.cut(limit) if span else None
            if kept != span:
                but = part_of_it() if kept else all_of_it()
                self._pass_over(slot, reason, PassedOverWords.NOT_BOOKABLE, but)
            span = kept
        pieces = [span] if span else []
        for away in member.role.resource.get("notAvailable", ()) if member.role else ():
            gone = span_of(away["during"], zone) if away.get("during") else None
            left = [part for piece in pieces for part in without(piece, gone)] if gone else pieces
            if left != pieces:
                self._pass_over(slot, "not_available", PassedOverWords.NOT_BOOKABLE, SlotTroubles.NOT_AVAILABLE())
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
                    why, what = PassedOverWords.COMPETENCES_DECIDE, PassedOverThings.ELEMENT
                    shelf = self.schedules.people.shelf
                    shelf.pass_over(holder.at(name), "element", why, what, name=name, kind=holder.kind)


def _local(moment: datetime) -> str:
    """A moment as the contract takes it."""
    return moment.isoformat()
