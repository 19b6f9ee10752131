"""The list to call from: whom to tell of what a plan made anew changed."""

from __future__ import annotations

from dagplan.words.message import C_, N_, P_, Message


class CallWords(Message):
    """Titles, headings and words of the list, on the screen, in the workbook and on the page."""

    TITLE = "calls.title", N_("Call list")
    HEADING = (
        "calls.heading",
        *P_("{n} patient to call: {changes:and}", "{n} patients to call, the soonest time first: {changes:and}"),
    )
    COUNT_MOVED = "calls.count_moved", *P_("{n} visit moved", "{n} visits moved")
    COUNT_CANCELLED = "calls.count_cancelled", *P_("{n} cancelled", "{n} cancelled")
    COUNT_NEW = "calls.count_new", *P_("{n} new", "{n} new")
    NEW_HEADING = (
        "calls.new_heading",
        *P_("{n} patient has only new times, to be sent out", "{n} patients have only new times, to be sent out"),
    )
    EQUIPMENT_HEADING = (
        "calls.equipment_heading",
        *P_(
            "{n} visit only has other equipment; its patient need not be called",
            "{n} visits only have other equipment; their patients need not be called",
        ),
    )
    ORDER = (
        "calls.order",
        N_("The order is that of the soonest of old and new times, of all that changed for the patient."),
    )
    MOVED = "calls.moved", C_("call list", "moved")
    CANCELLED = "calls.cancelled", C_("call list", "cancelled")
    NEW = "calls.new", C_("call list", "new")
    EQUIPMENT = "calls.equipment", C_("call list", "other equipment")
    NUMBER = "calls.number", N_("Call")
    CALLED = "calls.called", N_("Called")
    WHAT = "calls.what", N_("What")
    FROM = "calls.from", C_("call list", "From")
    TO = "calls.to", C_("call list", "To")
    FROM_PERSON = "calls.from_person", N_("From (with)")
    FROM_UNIT = "calls.from_unit", N_("From (care unit)")
    FROM_ITEMS = "calls.from_items", N_("From (equipment)")
    TO_PERSON = "calls.to_person", N_("To (with)")
    TO_UNIT = "calls.to_unit", N_("To (care unit)")
    TO_ITEMS = "calls.to_items", N_("To (equipment)")
    STAYS = "calls.stays", N_("Stays as it was")
    MOVED_FROM = "calls.moved_from", N_("moved from {where}")
    MORE = "calls.more", *P_("… and {n} more patient", "… and {n} more patients")
    LINE_CANCELLED = "calls.line_cancelled", N_("{date} {visit}: cancelled, {time} {practitioner} at {unit}")
    LINE_NEW = "calls.line_new", N_("{date} {visit}: new, {time} {practitioner} at {unit}")
