"""The limits of a request, one clause each, and the lists in them."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class LimitWords(Message):
    """Clauses of the limits that leave a request no room, by the contract's names of limits."""

    PRACTITIONERS = "limit.practitioners", N_("{visit} may only be with {people:or}")
    UNITS = "limit.units", N_("{request} may only be at {units:or}")
    EARLIEST = "limit.earliest", N_("{request} may not be before {date:date}")
    LATEST = "limit.latest", N_("{request} may not be after {date:date}")
    EXCLUDED_DATES = "limit.excluded_dates", N_("the patient can't come on {dates:and-date}")
    NOT_BEFORE = "limit.not_before", N_("{request} may not begin before {time:time}")
    NOT_AFTER = "limit.not_after", N_("{request} may not end after {time:time}")
    MIN_WAIT = "limit.min_wait", N_("{visit} comes at least {wait:minutes} after {before}")
    MAX_WAIT = "limit.max_wait", N_("{visit} comes at most {wait:minutes} after {before}")
    GRID = "limit.grid", N_("visits start on the grid, at multiples of {grid:minutes} from midnight")
    CLOCK_CHANGE = "limit.clock_change", N_("no visit touches {nights:and}, when the clocks change")
    LOCKED = "limit.locked", N_("locked bookings of other patients stay: {visits:and}")
    OWN_LOCKED = "limit.own_locked", N_("{visits:and} stay where locked")
    PATIENT_VISITS = "limit.patient_visits", N_("the patient's other locked visits stay: {visits:and}")
    PATIENT_BUSY = "limit.patient_busy", N_("the patient has something else {times:and}")
    EQUIPMENT = "limit.equipment", N_("{visit} needs {kinds:and}")
    SAME_PRACTITIONER_AS = "limit.same_practitioner_as", N_("{visits:and} are with the same person")
    DIFFERENT_PRACTITIONER_FROM = (
        "limit.different_practitioner_from",
        N_("{one} and {other} are with different people"),
    )
    SEVERAL = "limit.several", N_("{clauses:list}")


class ListWords(Message):
    """What stands in lists, and how many more there are than are named."""

    MORE_DATES = "list.more_dates", *P_("{dates:list-date} and {n} more date", "{dates:list-date} and {n} more dates")
    MORE_TIMES = "list.more_times", *P_("{times:list} and {n} more time", "{times:list} and {n} more times")
    MORE_VISITS = "list.more_visits", *P_("{visits:list} and {n} more visit", "{visits:list} and {n} more visits")
    MORE_NIGHTS = "list.more_nights", *P_("{nights:list} and {n} more night", "{nights:list} and {n} more nights")
    ON_DATE = "list.on_date", N_("on {date:date}")
    FROM_TO = "list.from_to", N_("from {first:date} to {last:date}")
    SPAN = "list.span", N_("{start:moment}–{end:time}")
    SPAN_OVER_DATES = "list.span_over_dates", N_("{start:moment}–{end:moment}")
    NIGHT = "list.night", N_("{start:time}–{end:time} on {date:date}")
    VISIT = "list.visit", N_("{visit} ({competence}, {duration:minutes})")
    VISIT_SPAN = "list.visit_span", N_("{visit} {span}")
    VISIT_WITH_SPAN = "list.visit_with_span", N_("{visit} with {practitioner} {span}")
    VISIT_AT = "list.visit_at", N_("{visit} ({start:moment} at {unit} with {practitioner})")
    BOOKED_VISIT = "list.booked_visit", N_("{visit} {start:moment} with {practitioner} at {unit}")
