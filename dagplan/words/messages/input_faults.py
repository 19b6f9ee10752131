"""What is wrong with the values of an input, and with how they fit together."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class ValueFaults(Message):
    """What is wrong with one value, whatever stands beside it."""

    IDENTITY_NUMBER = (
        "fault.identity_number",
        N_("looks like a personal identity number; use an opaque pseudonym (the value is not repeated here)"),
    )
    NO_ID = "fault.no_id", N_("an id is a letter followed by at most 63 letters, digits, '_', '.' or '-'")
    CONTROL_CHARACTER = (
        "fault.control_character",
        N_("may hold no line ends, tabs or other control characters"),
    )
    NO_END = "fault.no_end", N_("no such date, or none follows it")
    NO_MOMENT = "fault.no_moment", N_("no such date or clock time")
    ONLY_AN_END = "fault.only_an_end", N_("24:00 is the end of a date; only an end may be written so")
    MOMENT = "fault.moment", N_("write a local time to the minute as YYYY-MM-DDTHH:MM")
    SECONDS = "fault.seconds", N_("times are to the minute, without seconds")
    NO_DATE = "fault.no_date", N_("no such date")
    DATE = "fault.date", N_("write a date as YYYY-MM-DD")
    NO_CLOCK = "fault.no_clock", N_("no such clock time")
    CLOCK = "fault.clock", N_("write a clock time as HH:MM")
    INSTANT = "fault.instant", N_("write an instant to the second as YYYY-MM-DDTHH:MM:SSZ")
    TIME_ZONE = "fault.time_zone", N_("no such time zone; write an IANA name such as Europe/Stockholm")

    REQUIRED = "fault.required", N_("this field is required")
    UNKNOWN_FIELD = "fault.unknown_field", N_("no such field; unknown fields are refused, never ignored")
    TEXT = "fault.text", N_("write a text")
    HALF_A_CHARACTER = "fault.half_a_character", N_("holds half a character: write whole ones")
    EMPTY = "fault.empty", N_("may not be empty")
    TOO_LONG = "fault.too_long", N_("is too long (at most {most} characters)")
    WHOLE_NUMBER = "fault.whole_number", N_("write a whole number")
    NUMBER = "fault.number", N_("write a number")
    TRUE_OR_FALSE = "fault.true_or_false", N_("write true or false")
    LIST = "fault.list", N_("write a list")
    OBJECT = "fault.object", N_("write an object with the fields of the contract")
    NONE_THERE = "fault.none_there", N_("at least one is needed")
    CHOICE = "fault.choice", N_("must be {allowed:or}")
    AT_LEAST = "fault.at_least", N_("must be at least {bound:decimal}")
    AT_MOST = "fault.at_most", N_("must be at most {bound:decimal}")
    MORE_THAN = "fault.more_than", N_("must be more than {bound:decimal}")
    LESS_THAN = "fault.less_than", N_("must be less than {bound:decimal}")
    MANY = "fault.many", N_("{count:number} values in here are wrong")
    MORE_PROBLEMS = "more_problems", *P_("… and {n:number} more problem", "… and {n:number} more problems")


class FitFaults(Message):
    """What is wrong with values that don't fit together."""

    REVERSED_PLAN = (
        "fault.reversed_plan",
        N_("the last date {last:fulldate} is before the first date {first:fulldate}"),
    )
    CLOCK_CHANGE = (
        "fault.clock_change",
        N_("{time:time} on {day:fulldate} does not exist or comes twice: the clocks change then in {zone}"),
    )
    EMPTY_SPAN = "fault.empty_span", N_("the time from {start:fullmoment} to {end:fullmoment} is empty")
    REVERSED_SPAN = "fault.reversed_span", N_("the time from {start:fullmoment} to {end:fullmoment} is reversed")
    WINDOW_OVER_DATES = "fault.window_over_dates", N_("a window lies on one date: write one for each date")
    AT_TWO_UNITS = (
        "fault.at_two_units",
        N_("{person} would be at {unit} and {other} at once from {start:fullmoment} (see {place})"),
    )
    LONE_SECONDARY = "fault.lone_secondary", N_("a secondary visit needs a primary visit in the same request")
    NO_PRIMARY = (
        "fault.no_primary",
        N_("a request of {count} visits has exactly one primary visit; here: none"),
    )
    TWO_PRIMARIES = (
        "fault.two_primaries",
        N_("a request of {count} visits has exactly one primary visit; here: {visits:all}"),
    )
    MANY_PRIMARIES = (
        "fault.many_primaries",
        N_("a request of {count} visits has exactly one primary visit; here: {visits:all} and {more:number} more"),
    )
    MISSING_ROLE = "fault.missing_role", N_("say primary or secondary: the request has two or more visits")
    LINKED_DROP_IN = (
        "fault.linked_drop_in",
        N_("a drop-in can't be linked: it is part of an existing visit, not a secondary"),
    )
    REVERSED_DATES = "fault.reversed_dates", N_("latest {latest:fulldate} is before earliest {earliest:fulldate}")
    REVERSED_TIMES = (
        "fault.reversed_times",
        N_("not_after {not_after:time} is not later than not_before {not_before:time}"),
    )
    REVERSED_WAIT = "fault.reversed_wait", N_("min_wait {least} is more than max_wait {most}")
    REVERSED_WAIT_BEFORE = (
        "fault.reversed_wait_before",
        N_("before this visit min_wait {least} is more than max_wait {most}"),
    )
    LACKS_COMPETENCE = "fault.lacks_competence", N_("{person} does not have the competence {competence}")
    SAME_REQUEST = "fault.same_request", N_("a request can't be joined to itself")
    ANOTHER_PATIENT = (
        "fault.another_patient",
        N_("{other} is of another patient; same_day_as joins requests of one patient"),
    )
    KIND_TWICE = "fault.kind_twice", N_("the kind {kind} is named twice; a visit needs one item of a kind")
    SAME_VISIT = "fault.same_visit", N_("a visit can't be compared with itself")
    VISIT_OF_NO_OTHER = "fault.visit_of_no_other", N_("there is no visit {visit} in the request {request}")
    VISIT_OF_NO_OTHER_NEAR = (
        "fault.visit_of_no_other_near",
        N_("there is no visit {visit} in the request {request}; did you mean {near:or}?"),
    )
    SAME_AND_DIFFERENT = (
        "fault.same_and_different",
        N_("{visit} and {other} are to be with the same person, and with different people"),
    )
    LAST_DATE = "fault.last_date", N_("no visit is booked on the last date there is")
    BOOKED_TWICE = "fault.booked_twice", N_("the visit {visit} is booked twice, first at {place}")
    USED_TWICE = "fault.used_twice", N_("the id {id} is used twice")
    USED_TWICE_FIRST_AT = "fault.used_twice_first_at", N_("the id {id} is used twice, first at {place}")
    MISTYPED_COMPETENCE = (
        "fault.mistyped_competence",
        N_("nobody has the competence {competence}; did you mean {near:or}?"),
    )
    MISTYPED_KIND = (
        "fault.mistyped_kind",
        N_("there is no equipment of the kind {kind}; did you mean {near:or}?"),
    )
    NO_UNIT = "fault.no_unit", N_("there is no care unit {unit}")
    NO_UNIT_NEAR = "fault.no_unit_near", N_("there is no care unit {unit}; did you mean {near:or}?")
    NO_PRACTITIONER = "fault.no_practitioner", N_("there is no practitioner {practitioner}")
    NO_PRACTITIONER_NEAR = (
        "fault.no_practitioner_near",
        N_("there is no practitioner {practitioner}; did you mean {near:or}?"),
    )
    NO_ITEM = "fault.no_item", N_("there is no item of equipment {item}")
    NO_ITEM_NEAR = "fault.no_item_near", N_("there is no item of equipment {item}; did you mean {near:or}?")
    NO_REQUEST = "fault.no_request", N_("there is no request {request}")
    NO_REQUEST_NEAR = "fault.no_request_near", N_("there is no request {request}; did you mean {near:or}?")
    NO_VISIT = "fault.no_visit", N_("there is no visit {visit}")
    NO_VISIT_NEAR = "fault.no_visit_near", N_("there is no visit {visit}; did you mean {near:or}?")
