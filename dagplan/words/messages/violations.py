"""How a plan breaks the rules, and what it says of itself that is not so."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class Violations(Message):
    """The rules of the rule book."""

    NOT_AS_LOCKED = (
        "violation.locked_stand",
        N_("{visit} is locked with {practitioner} at {unit}, {start:moment}, but the plan has it otherwise"),
    )
    OTHER_ITEMS = (
        "violation.locked_stand.equipment",
        N_("{visit} is locked with {items:list}, but the plan has it with other equipment"),
    )
    IN_PART = "violation.whole", N_("{request} is booked in part: {lacking:list} is lacking")
    TWO_DATES = (
        "violation.same_date",
        N_("{one} and {other} are linked but on two dates: {first:date} and {second:date}"),
    )
    TWO_UNITS = (
        "violation.same_unit",
        N_("{one} and {other} are linked but on two care units: {first} and {second}"),
    )
    BEFORE_THE_END = (
        "violation.sequence.before_the_end",
        N_("{visit} starts {start:moment}, before {before} ends {end:time}"),
    )
    TOO_SOON = (
        "violation.sequence.too_soon",
        N_("{minutes:minutes} between {before} and {visit}; at least {least} are needed"),
    )
    TOO_LATE = (
        "violation.sequence.too_late",
        N_("{minutes:minutes} between {before} and {visit}; at most {most} are allowed"),
    )
    OTHER_LENGTH = (
        "violation.right_length",
        N_("{visit} lasts {minutes:minutes}, but is booked {start:moment} to {end:time}"),
    )
    OTHER_REQUEST = (
        "violation.right_length.request",
        N_("{visit} has the request {true}, but the booking says {stated}"),
    )
    OTHER_PATIENT = (
        "violation.right_length.patient",
        N_("{visit} has the patient {true}, but the booking says {stated}"),
    )
    PRIMARY = (
        "violation.right_length.primary",
        N_("{visit} has the role primary, but the booking says secondary"),
    )
    SECONDARY = (
        "violation.right_length.secondary",
        N_("{visit} has the role secondary, but the booking says primary"),
    )
    NO_COMPETENCE = (
        "violation.competence",
        N_("{practitioner} does not have {competence}, which {visit} needs"),
    )
    OTHER_PERSON = (
        "violation.competence.practitioners",
        N_("{visit} may only be with {people:list}, not with {practitioner}"),
    )
    NOT_AVAILABLE = (
        "violation.inside_window",
        N_("{practitioner} is not available at {unit} {start:moment} to {end:time}, when {visit} is booked"),
    )
    OFF_THE_GRID = (
        "violation.on_grid",
        N_("{visit} starts {start:moment}, not at a multiple of {grid:minutes}"),
    )
    NO_SUCH_TIME = (
        "violation.on_grid.clock_change",
        N_("{visit} starts {start:moment}, which does not exist or comes twice that day"),
    )
    AT_ONCE = "violation.at_once", N_("{who} has {one} and {other} at once, {start:moment}")
    TWO_PEOPLE = (
        "violation.same_practitioner",
        N_("{one} and {other} are to be with the same person, but are with {first} and {second}"),
    )
    ONE_PERSON = (
        "violation.different_practitioner",
        N_("{one} and {other} are to be with different people, but both are with {practitioner}"),
    )
    NO_ITEM = "violation.equipment", N_("{visit} needs {kind}, but is booked with none")
    TOO_MANY_ITEMS = (
        "violation.equipment.too_many",
        N_("{visit} needs one {kind}, but is booked with {items:and}"),
    )
    ITEM_NOT_NEEDED = (
        "violation.equipment.not_needed",
        N_("{visit} is booked with {items:and}, which it does not need"),
    )
    NO_SUCH_ITEM = "violation.equipment.unknown", N_("{visit} is booked with {item}, which there is not")
    ITEM_ELSEWHERE = (
        "violation.equipment.elsewhere",
        N_("{visit} is booked at {unit} with {item}, which is at {other}"),
    )
    ITEM_BUSY = (
        "violation.equipment_free",
        N_("{item} is not to be had when {visit} is booked, {start:moment}"),
    )
    PATIENT_BUSY = (
        "violation.patient_free",
        N_("{patient} has something else when {visit} is booked, {start:moment}"),
    )
    OTHER_UNIT = (
        "violation.patient_limits.units",
        N_("{visit} is booked at {unit}; {request} may only be at {units:list}"),
    )
    EXCLUDED_DATE = (
        "violation.patient_limits.excluded_dates",
        N_("{visit} is booked on {date:date}, on which the patient can't come"),
    )
    TOO_EARLY = (
        "violation.patient_limits.earliest",
        N_("{visit} is booked on {date:date}, before the earliest date {earliest:date}"),
    )
    TOO_LATE_A_DATE = (
        "violation.patient_limits.latest",
        N_("{visit} is booked on {date:date}, after the latest date {latest:date}"),
    )
    TOO_EARLY_IN_THE_DAY = (
        "violation.patient_limits.not_before",
        N_("{visit} is booked at {start:time}, before {not_before:time}"),
    )
    TOO_LATE_IN_THE_DAY = (
        "violation.patient_limits.not_after",
        N_("{visit} is booked until {end:time}, after {not_after:time}"),
    )
    TOO_MANY_MOVED = (
        "violation.few_moved",
        *P_(
            "{n} visit leaves its existing booking; at most {most} may",
            "{n} visits leave their existing booking; at most {most} may",
        ),
    )
    NO_SUCH_VISIT = "violation.known_visit", N_("there is no visit {visit} in the request")
    BOOKED_AGAIN = "violation.booked_once", N_("{visit} is booked {times} times")


class FalseClaims(Message):
    """What a plan says of itself."""

    NOT_LISTED = "violation.unbooked_listed", N_("{request} is not booked but not listed as unbooked")
    LISTED_WRONGLY = "violation.unbooked_listed.wrongly", N_("{request} is listed as unbooked wrongly")
    LISTED_AGAIN = "violation.unbooked_listed.again", N_("{request} is listed as unbooked {times} times")
    OTHER_DAY_PLANS = (
        "violation.day_plans_match",
        N_("the day plans don't show the same visits as the bookings"),
    )
    NOT_ORDERED = (
        "violation.bookings_ordered",
        N_("the bookings are not ordered by start and practitioner"),
    )
    OTHER_MOVES = (
        "violation.moves_true",
        N_("of {before} visits booked before {moved} move and {dropped} are dropped; the plan says else"),
    )
    OTHER_LEAST = (
        "violation.moves_true.at_least",
        *P_(
            "{n} visit leaves its booking, and the plan says at least {stated} must",
            "{n} visits leave their booking, and the plan says at least {stated} must",
        ),
    )
    OTHER_TERM = (
        "violation.cost_true.term",
        N_("the term {term} costs {true}, but the plan says {stated}"),
    )
    OTHER_COST = "violation.cost_true", N_("the plan costs {true}, but says {stated}")
    BOUND_TOO_HIGH = (
        "violation.bound_true",
        N_("the plan costs {true}, less than the lower bound {stated} it says is proven"),
    )
    OTHER_STATUS = (
        "violation.status_true",
        N_("the status is {status} with cost {cost} and lower bound {bound}"),
    )
    OTHER_GAP = "violation.gap_true", N_("the gap is {true:decimal}, but the plan says {stated:decimal}")
