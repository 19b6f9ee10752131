"""The words of calendars."""

from __future__ import annotations

from dagplan.words.message import C_, N_, Message


class CalendarWords(Message):
    """What a calendar's events say."""

    VISIT = "calendar.visit", N_("{patient}: {competence}")
    LINKED_VISIT = "calendar.linked_visit", N_("{patient}: {competence} ({place} of {size})")
    CANCELLED = "calendar.cancelled", N_("Cancelled: {patient}: {what}")
    REQUEST = "calendar.request", N_("Request {request}")
    MOVED = "calendar.moved", N_("Moved to {start} with {practitioner}.")
    GONE = "calendar.gone", N_("Not booked any more.")
    EQUIPMENT = "calendar.equipment", N_("Equipment for {practitioner}: {items:and}")
    LINKED = "calendar.linked", N_("Linked visits, in this order:")
    ALONE = "calendar.alone", N_("A visit by itself.")
    PRIMARY = "calendar.primary", C_("calendar", "primary")
    SECONDARY = "calendar.secondary", C_("calendar", "secondary")
    STEP = "calendar.step", N_("{number}. {times}{competence}, {role}")
    STEP_HERE = "calendar.step_here", N_("{number}. {times}{competence}, {role} (this visit)")
    STEP_WITH = "calendar.step_with", N_("{number}. {times}{competence}, {role} with {practitioner}")
    STEP_WITH_HERE = (
        "calendar.step_with_here",
        N_("{number}. {times}{competence}, {role} with {practitioner} (this visit)"),
    )
