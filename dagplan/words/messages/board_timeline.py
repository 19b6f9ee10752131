"""The words of the timeline: rows, visits and their details, moving them, and what is said of it aloud."""

from __future__ import annotations

from dagplan.words.message import C_, N_, P_, Message


class BoardTimelineWords(Message):
    """What stands in and around the timeline."""

    GRID_PEOPLE = "board.timeline.grid_people", N_("Visits by practitioner")
    GRID_PATIENTS = "board.timeline.grid_patients", N_("Visits by patient")
    GRID_EQUIPMENT = "board.timeline.grid_equipment", N_("Visits by equipment")
    ROWS_PEOPLE = "board.timeline.rows_people", N_("Practitioner")
    ROWS_PATIENTS = "board.timeline.rows_patients", N_("Patient")
    ROWS_EQUIPMENT = "board.timeline.rows_equipment", N_("Equipment")
    NO_PEOPLE = "board.timeline.no_people", N_("No practitioner has hours here.")
    NO_PATIENTS = "board.timeline.no_patients", N_("No patient is booked here.")
    NO_EQUIPMENT = "board.timeline.no_equipment", N_("There is no equipment here.")
    NOTHING_FOUND = (
        "board.timeline.nothing_found",
        N_("Nothing here is what is looked for. Clear the search and the choices."),
    )
    DATES = "board.timeline.dates", N_("Dates")
    WEEK = "board.timeline.week", N_("Week {week}")
    TOOLS = "board.timeline.tools", N_("Zoom and chains")
    ZOOM_IN = "board.timeline.zoom_in", N_("Zoom in")
    ZOOM_OUT = "board.timeline.zoom_out", N_("Zoom out")
    FIT = "board.timeline.fit", C_("zoom", "All")
    FIT_ALL = "board.timeline.fit_all", N_("Show all of the time shown")
    WHOLE = "board.timeline.whole", N_("Whole chain")
    WHOLE_HELP = "board.timeline.whole_help", N_("Linked visits move together (Shift while dragging, W by keyboard)")
    HELP = (
        "board.timeline.help",
        N_(
            "Arrow keys go from visit to visit. Enter picks a visit up, arrow keys then go between the places where "
            "it may be, Enter puts it down and Escape leaves it where it was. Space selects. F finds free time."
        ),
    )
    PRIMARY = "board.timeline.primary", N_("primary visit")
    LOCKED = "board.timeline.locked", C_("visit", "locked")
    MOVED = "board.timeline.moved", C_("visit", "moved")
    BROKEN = "board.timeline.broken", N_("breaks a rule")
    MARKED = "board.timeline.marked", C_("visit", "marked")
    POSITION = "board.timeline.position", N_("visit {position} of {size}")
    TIME = "board.timeline.time", N_("Time")
    PRACTITIONER = "board.timeline.practitioner", C_("visit", "With")
    UNIT = "board.timeline.unit", C_("visit", "At")
    EQUIPMENT = "board.timeline.equipment", N_("Equipment")
    REQUEST = "board.timeline.request", N_("Request")
    NOTE = "board.timeline.note", C_("visit", "Note")
    NOT_ALLOWED = "board.timeline.not_allowed", N_("not allowed there")


class BoardMoveWords(Message):
    """What is said, to those who don't see it, when visits are moved."""

    LIFTED = "board.timeline.say_lifted", N_("Picked up {visit}.")
    CHAIN_LIFTED = "board.timeline.say_chain_lifted", N_("Picked up all linked visits of {visit}.")
    PLACES = (
        "board.timeline.say_places",
        *P_(
            "{n:number} place allowed. Arrow keys go there, Enter puts down, Escape leaves all as it was.",
            "{n:number} places allowed. Arrow keys go between them, Enter puts down, Escape leaves all as it was.",
        ),
    )
    NOWHERE = "board.timeline.say_nowhere", N_("It may stand nowhere else.")
    ASKING = "board.timeline.say_asking", N_("Still looking for places.")
    AT = "board.timeline.say_at", N_("{place}")
    AT_FORBIDDEN = "board.timeline.say_at_forbidden", N_("{place}: {reason}")
    DROPPED = "board.timeline.say_dropped", N_("{visit} goes to {place}.")
    REFUSED = "board.timeline.say_refused", N_("Not moved. {reason}")
    CANCELLED = "board.timeline.say_cancelled", N_("Not moved.")
    VISIT_LOCKED = "board.timeline.say_locked", N_("{visit} is locked: unlock it to move it.")
    CHAIN_LOCKED = "board.timeline.say_chain_locked", N_("The chain stays: {visit} in it is locked.")
    WHOLE_CHAIN = "board.timeline.say_whole", N_("The whole chain moves.")
    SINGLE = "board.timeline.say_single", N_("Only this visit moves.")
    ALONE = "board.timeline.say_alone", N_("It is not linked to other visits.")
    NO_LATER = "board.timeline.say_no_later", N_("No later place with the same person that day.")
    NO_EARLIER = "board.timeline.say_no_earlier", N_("No earlier place with the same person that day.")
    NOBODY_ELSE = "board.timeline.say_nobody_else", N_("No place with anybody further on that day.")
    NO_DATE = "board.timeline.say_no_date", N_("No further date.")
    DATE = "board.timeline.say_date", N_("{date:date}")
    FREE = "board.timeline.say_free", N_("{practitioner} is free {start:moment}–{end}.")
    NO_FREE = "board.timeline.say_no_free", N_("No further free time for {practitioner}.")


class BoardRuleNames(Message):
    """The rules of the rule book by a short name, as they are told beside a forbidden place."""

    LOCKED_STAND = "board.timeline.rule_locked_stand", N_("Locked stays")
    WHOLE = "board.timeline.rule_whole", N_("All visits or none")
    SAME_DATE = "board.timeline.rule_same_date", N_("Same date")
    SAME_UNIT = "board.timeline.rule_same_unit", N_("Same care unit")
    SEQUENCE = "board.timeline.rule_sequence", N_("Sequence and waits")
    RIGHT_LENGTH = "board.timeline.rule_right_length", N_("Right length")
    COMPETENCE = "board.timeline.rule_competence", N_("Competence or chosen person")
    INSIDE_WINDOW = "board.timeline.rule_inside_window", N_("Within hours")
    ON_GRID = "board.timeline.rule_on_grid", N_("Starts on the grid")
    SAME_PRACTITIONER = "board.timeline.rule_same_practitioner", N_("Same person")
    DIFFERENT_PRACTITIONER = "board.timeline.rule_different_practitioner", N_("Different persons")
    PRACTITIONER_ONCE = "board.timeline.rule_practitioner_once", N_("Practitioner taken")
    PATIENT_ONCE = "board.timeline.rule_patient_once", N_("Patient has another visit")
    PATIENT_FREE = "board.timeline.rule_patient_free", N_("Patient has something else")
    PATIENT_LIMITS = "board.timeline.rule_patient_limits", N_("The patient's limits")
    EQUIPMENT = "board.timeline.rule_equipment", N_("Right equipment")
    EQUIPMENT_FREE = "board.timeline.rule_equipment_free", N_("Equipment away")
    EQUIPMENT_ONCE = "board.timeline.rule_equipment_once", N_("Equipment taken")
    FEW_MOVED = "board.timeline.rule_few_moved", N_("No more may move")
