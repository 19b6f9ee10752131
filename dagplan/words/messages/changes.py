"""What changes did to a request, and why one can't take effect."""

from __future__ import annotations

from dagplan.words.message import C_, N_, P_, Message


class ChangeWords(Message):
    """What a change did: one sentence each."""

    MORE_TIME = (
        "change.add_availability",
        N_("{practitioner} is at {unit} {span} ({minutes:minutes} of availability more)."),
    )
    LESS_TIME = (
        "change.remove_availability",
        N_("{practitioner} is away {span} ({minutes:minutes} of availability less)."),
    )
    FIELDS = "change.fields", N_("{id}: {fields:list}.")
    SETTINGS = "change.set_settings", N_("Settings: {fields:list}.")
    BOOKING_TAKEN_AWAY = "change.set_booking.taken_away", N_("{visit}: the booking {booking} is taken away.")
    BOOKED = "change.set_booking.booked", N_("{visit}: not booked → booked {booking}.")
    REBOOKED = "change.set_booking", N_("{visit}: booked {old} → {new}.")
    REQUEST_ADDED = (
        "change.add_request",
        *P_(
            "{request} is added: patient {patient}, {n} visit, {minutes:minutes}.",
            "{request} is added: patient {patient}, {n} visits, {minutes:minutes}.",
        ),
    )
    REQUEST_DROPPED = "change.drop_request", N_("{request} is dropped ({visits}; {bookings}).")
    PERSON_ADDED = "change.add_practitioner", N_("{practitioner} is added, with {competences:list}.")
    PERSON_WITHOUT_COMPETENCE = (
        "change.add_practitioner.no_competence",
        N_("{practitioner} is added, with no competence."),
    )
    COMPETENCE_ADDED = "change.add_competence", N_("{practitioner} has the competence {competence} now.")
    COMPETENCE_REMOVED = (
        "change.remove_competence",
        N_("{practitioner} no longer has the competence {competence}."),
    )
    COMPETENCE_REMOVED_FROM_VISITS = (
        "change.remove_competence.visits",
        N_(
            "{practitioner} no longer has the competence {competence}, and is taken out of the practitioners of "
            "{visits:list}."
        ),
    )
    ITEM_ADDED = "change.add_equipment", N_("{item} is added at {unit}: {kind}.")
    ITEM_REMOVED = "change.remove_equipment", N_("{item} ({kind}) is gone from {unit}.")
    ITEM_REMOVED_FROM_BOOKINGS = (
        "change.remove_equipment.bookings",
        N_("{item} ({kind}) is gone from {unit}, and is taken out of the bookings of {visits:list}."),
    )
    ITEM_BUSY = "change.equipment_busy", N_("{item} is not to be had {span}.")
    LONGER_BY_MINUTES = (
        "change.scale_duration.minutes",
        *P_(
            "Durations of {competence} {more} minutes: {changed} of {n} visit changed, {before} → {after} minutes "
            "in all.",
            "Durations of {competence} {more} minutes: {changed} of {n} visits changed, {before} → {after} minutes "
            "in all.",
        ),
    )
    LONGER_BY_A_FACTOR = (
        "change.scale_duration.factor",
        *P_(
            "Durations of {competence} × {factor:decimal}: {changed} of {n} visit changed, {before} → {after} "
            "minutes in all.",
            "Durations of {competence} × {factor:decimal}: {changed} of {n} visits changed, {before} → {after} "
            "minutes in all.",
        ),
    )
    MORE_DEMAND = (
        "change.scale_demand.more",
        *P_(
            "Demand × {factor:decimal} (seed {seed}): {n} request → {wanted}, added {requests:list}.",
            "Demand × {factor:decimal} (seed {seed}): {n} requests → {wanted}, added {requests:list}.",
        ),
    )
    LESS_DEMAND = (
        "change.scale_demand.less",
        *P_(
            "Demand × {factor:decimal} (seed {seed}): {n} request → {left}, dropped {requests:list}.",
            "Demand × {factor:decimal} (seed {seed}): {n} requests → {left}, dropped {requests:list}.",
        ),
    )


class ChangeParts(Message):
    """Parts of these sentences: spans, counts, bookings, and what fields were and are."""

    SPAN = "change.span", N_("{start:moment}–{end:time}")
    SPAN_OVER_DATES = "change.span.over_dates", N_("{start:moment} – {end:moment}")
    AND_MORE = "change.and_more", N_("{ids:list} and {n} more")
    VISITS = "change.visits", *P_("{n} visit", "{n} visits")
    BOOKINGS = "change.bookings", *P_("{n} booking", "{n} bookings")
    BOOKINGS_LOCKED = (
        "change.bookings.locked",
        *P_("{n} booking, {locked} locked", "{n} bookings, {locked} locked"),
    )
    BOOKING_LOCKED = "change.booking.locked", N_("with {practitioner} at {unit} {start:moment} (locked)")
    BOOKING_NOT_LOCKED = (
        "change.booking.not_locked",
        N_("with {practitioner} at {unit} {start:moment} (not locked)"),
    )
    BOOKING_WITH_LOCKED = (
        "change.booking.equipment.locked",
        N_("with {practitioner} at {unit} {start:moment}, using {items:and} (locked)"),
    )
    BOOKING_WITH_NOT_LOCKED = (
        "change.booking.equipment.not_locked",
        N_("with {practitioner} at {unit} {start:moment}, using {items:and} (not locked)"),
    )
    FIELD = "change.field", N_("{field} {before} → {after}")
    NUMBER = "change.value.number", N_("{value:decimal}")
    MOMENT = "change.value.moment", N_("{value:moment}")
    YES = "change.value.yes", C_("change", "yes")
    NO = "change.value.no", C_("change", "no")
    NONE = "change.value.none", C_("change", "none")
    ALL = "change.value.all", C_("change", "all")
    FIRST_DATE = "change.value.first_date", N_("the first planned date")
    LAST_DATE = "change.value.last_date", N_("the last planned date")
    FIRST_POSSIBLE = "change.value.first_possible", N_("the first date possible")
    ANYONE = "change.value.anyone", N_("anyone with the competence")
    OF_REQUEST = "change.value.of_request", N_("the request's")


class ChangeFaults(Message):
    """Why a change, or what came of changes, is refused."""

    NO_PRACTITIONER = "change_fault.unknown_practitioner", N_("there is no practitioner {id}")
    NO_UNIT = "change_fault.unknown_unit", N_("there is no care unit {id}")
    NO_REQUEST = "change_fault.unknown_request", N_("there is no request {id}")
    NO_VISIT = "change_fault.unknown_visit", N_("there is no visit {id}")
    NO_ITEM = "change_fault.unknown_equipment", N_("there is no item of equipment {id}")
    CLOCK_CHANGE = (
        "change_fault.clock_change",
        N_("{time:moment} does not exist or comes twice: the clocks change then in {zone}"),
    )
    THERE_ALREADY = "change_fault.there_already", N_("{practitioner} is at {unit} {span} already")
    NOT_THERE = "change_fault.not_there", N_("{practitioner} has no availability {span}")
    NO_SUCH_COMPETENCE = (
        "change_fault.unknown_competence",
        N_("nobody has the competence {competence}, and no visit needs it"),
    )
    NOTHING_CHANGES = "change_fault.no_change", N_("nothing changes in {id}: it is so already")
    NO_SETTING_CHANGES = (
        "change_fault.no_change.settings",
        N_("nothing changes in the settings: it is so already"),
    )
    SAY_WHAT = "change_fault.say_what", N_("say what is to be changed")
    NO_BOOKING = "change_fault.unknown_booking", N_("the visit {visit} has no booking to take away")
    NO_BOOKING_TO_KEEP_FROM = (
        "change_fault.unknown_booking.field",
        N_("this field is required: the visit {visit} has no booking to keep it from"),
    )
    BOOKED_SO = "change_fault.booked_so", N_("the visit {visit} is booked {booking} already")
    REQUEST_TWICE = "change_fault.duplicate_request", N_("there is a request {id} already")
    VISIT_TWICE = "change_fault.duplicate_visit", N_("there is a visit {id} already")
    PERSON_TWICE = "change_fault.duplicate_practitioner", N_("there is a practitioner {id} already")
    COMPETENCE_TWICE = (
        "change_fault.has_competence",
        N_("{practitioner} has the competence {competence} already"),
    )
    COMPETENCE_LACKING = (
        "change_fault.lacks_competence",
        N_("{practitioner} does not have the competence {competence}"),
    )
    ITEM_TWICE = "change_fault.duplicate_equipment", N_("there is an item of equipment {id} already")
    ITEM_BUSY_ALREADY = "change_fault.busy_already", N_("{item} is not to be had {span} already")
    NOBODY_LEFT = (
        "change_fault.nobody_left",
        N_("only {practitioner} may take {visits:list}: change who may take them first"),
    )
    NO_VISIT_OF_COMPETENCE = "change_fault.no_visit_of", N_("no visit needs the competence {competence}")
    NO_OTHER_DURATION = (
        "change_fault.no_other_duration",
        N_("no visit of {competence} gets another duration"),
    )
    ALL_LOCKED = (
        "change_fault.all_locked",
        N_("no request of {number} is dropped or copied: all have locked bookings, and stay"),
    )
    ROUNDED_SAME = (
        "change_fault.rounded_same",
        N_("no request of {number} is dropped or copied: rounded, the number is the same"),
    )
    UNFIT = (
        "change_fault.unfit",
        *P_(
            "{problem} (in the request after {n} change: {changes:sentences})",
            "{problem} (in the request after {n} changes: {changes:sentences})",
        ),
    )
    UNFIT_AFTER_MORE = (
        "change_fault.unfit.more",
        N_("{problem} (in the request after {number} changes: {changes:sentences} … and {more} more)"),
    )
    NOT_A_LIST = "change_fault.not_a_list", N_("write a list")
    NO_KIND = "change_fault.no_kind", N_("this field is required")
    ENDS_TOO_SOON = "change_fault.reversed_window", N_("the end must be later than the start")
    OVER_DATES = (
        "change_fault.window_over_dates",
        N_("a window lies on one date: write one for each date"),
    )
    NO_DEFAULT = "change_fault.no_default", N_("every visit has one: it can't be taken away")
    FACTOR_OR_MINUTES = "change_fault.factor_or_minutes", N_("write either factor or minutes")
    UNKNOWN_KIND = "change_fault.unknown_kind", N_("must be one of {kinds:list}")
