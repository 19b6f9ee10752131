"""The view of a plan in the words of the page."""

from __future__ import annotations

from dagplan.models.dates_in_words import Language
from dagplan.models.plan import Booking
from dagplan.models.view import PlanView, moved_from

from .page_words import say


class Facts:
    """A plan's view, and what the page says of it again and again.

    Attributes
    ----------
    hue
        A number for each linked request with more than one visit booked, in order of time: neighbours differ.
    """

    def __init__(self, view: PlanView, language: Language) -> None:
        self.view = view
        self.language = language
        self.hue = {request: number for number, request in enumerate(view.joined)}

    def unit(self, unit: str) -> str:
        """The name of a care unit, or the id."""
        return self.view.unit_name(unit) or unit

    def person(self, practitioner: str) -> str:
        """The name of a practitioner, or the id."""
        return self.view.person_name(practitioner) or practitioner

    def place(self, booking: Booking) -> tuple[int, int] | None:
        """Which of how many linked visits it is; None for a single one."""
        number, size, asked = self.view.place(booking)
        return (number, size) if asked and size > 1 else None

    def competence(self, booking: Booking) -> str:
        """What the visit asks for; its id where the request does not know it."""
        return self.view.competence(booking) or booking.visit

    def equipment(self, booking: Booking) -> str:
        """The items that a visit has, by name."""
        return ", ".join(map(self.view.item_name, booking.equipment))

    def link(self, booking: Booking) -> str:
        """``secondary 1 of 2`` in the language, nothing for a single visit."""
        place = self.place(booking)
        if place is None:
            return ""
        role = say(self.language, booking.role) if booking.role else ""
        return say(self.language, "link_of", role=role, place=place[0], size=place[1])

    def others(self, booking: Booking) -> list[str]:
        """The other visits it is linked with: when and by whom."""
        if self.place(booking) is None:
            return []
        return [
            f"{'←' if one.start < booking.start else '→'} {one.start:%H:%M} {self.person(one.practitioner)}"
            for one in self.view.others(booking)
        ]

    def moved(self, booking: Booking) -> str:
        """Where a visit that moved was before; nothing for others."""
        before = self.view.moved_from.get(booking.visit)
        if before is None:
            return ""
        return moved_from(before, booking, self.person, self.unit, self.language).told(self.language)

    def told(self, booking: Booking) -> list[str]:
        """A visit in full, one fact a line."""
        lines = [
            f"{booking.start:%H:%M}–{booking.end:%H:%M}  {self.person(booking.practitioner)}",
            f"{self.competence(booking)}, {booking.minutes} {say(self.language, 'min')}",
            f"{say(self.language, 'patient')} {booking.patient}  ({booking.visit})",
        ]
        if booking.equipment:
            lines.insert(2, self.equipment(booking))
        lines += [moved] if (moved := self.moved(booking)) else []
        link = self.link(booking)
        return [*lines, link, *self.others(booking)] if link else lines
