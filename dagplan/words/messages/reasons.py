"""Why a request is unbooked."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class ReasonWords(Message):
    """What can't be, what may not be, and what does not pay."""

    NO_DATE_EARLIEST = (
        "no_possible_date.earliest",
        N_("{request}: it may be from {earliest:date}, and the last planned date is {last:date}."),
    )
    NO_DATE_LATEST = (
        "no_possible_date.latest",
        N_("{request}: it may be until {latest:date}, and the first planned date is {first:date}."),
    )
    NO_DATE = (
        "no_possible_date",
        N_("{request}: there is no date from {first:date} to {last:date} on which the patient can come."),
    )
    NO_DATE_ON = (
        "no_possible_date.on",
        N_("{request}: there is no date on {date:date} on which the patient can come."),
    )
    NO_ONE_HAS_COMPETENCE = (
        "no_one_has_competence",
        N_("{request}: nobody has the competence {competence}, which {visit} needs."),
    )
    NO_ONE_HAS_COMPETENCE_NEAR = (
        "no_one_has_competence.near",
        N_("{request}: nobody has the competence {competence}, which {visit} needs; did you mean {near}?"),
    )
    NO_ROOM_WITHIN_LIMITS = (
        "no_room_within_limits",
        N_("{request}: nowhere is there room for it within its limits and beside the locked bookings."),
    )
    NOBODY_WITHIN_LIMITS = (
        "nobody_within_limits",
        N_("{request}: nobody can take {visits:and}: {limits:clauses}."),
    )
    NO_ONE_AVAILABLE = (
        "no_one_available",
        N_("{request}: nobody with {competence} has {needed:minutes} in a row for {visit} {dates}."),
    )
    NO_ONE_AVAILABLE_AT_ONE_UNIT = (
        "no_one_available.at_one_unit",
        N_("{request}: nobody with {competence} has {needed:minutes} in a row at one care unit for {visit} {dates}."),
    )
    NO_EQUIPMENT = "no_equipment_free.none", N_("{request}: there is no {kinds:or}, which {visit} needs.")
    NO_EQUIPMENT_FREE = (
        "no_equipment_free",
        N_(
            "{request}: there are people for {visit}, but never {kinds:and} free at the same time for "
            "{needed:minutes}."
        ),
    )
    NO_EQUIPMENT_FREE_WITHIN = (
        "no_equipment_free.within_limits",
        N_(
            "{request}: there are people for {visit}, but not {kinds:and} free at the same time for "
            "{needed:minutes}: {limits:clauses}."
        ),
    )
    NO_SUCH_PEOPLE = (
        "no_such_people",
        N_("{request}: {visits:and} each find somebody, but not the people asked for: {limits:clauses}."),
    )
    LOCKED_IN_CONFLICT = "locked_in_conflict", N_("{request}: {visits:and} can't join {locked:and}.")
    LOCKED_IN_CONFLICT_WITHIN = (
        "locked_in_conflict.within_limits",
        N_("{request}: {visits:and} can't join {locked:and}: {limits:clauses}."),
    )
    NO_COMMON_DATE = (
        "no_common_date",
        N_("{request}: there is no date on which {visits:and} {every} find somebody."),
    )
    NO_COMMON_DATE_WITHIN = (
        "no_common_date.within_limits",
        N_("{request}: there is no date on which {visits:and} {every} find somebody: {limits:clauses}."),
    )
    NO_COMMON_DATE_AT_ONE_UNIT = (
        "no_common_date.at_one_unit",
        N_("{request}: there is no date on which {visits:and} {every} find somebody at one care unit."),
    )
    NO_COMMON_DATE_AT_ONE_UNIT_WITHIN = (
        "no_common_date.at_one_unit_within_limits",
        N_(
            "{request}: there is no date on which {visits:and} {every} find somebody at one care unit: "
            "{limits:clauses}."
        ),
    )
    BOTH = "no_common_date.both", N_("both")
    ALL = "no_common_date.all", N_("all")
    NO_SEQUENCE = (
        "sequence_does_not_fit",
        N_("{request}: on {dates:and-date} {visits:and} each find somebody, but not one after the other."),
    )
    NO_SEQUENCE_WITHIN = (
        "sequence_does_not_fit.within_limits",
        N_(
            "{request}: on {dates:and-date} {visits:and} each find somebody, but not one after the other: "
            "{limits:clauses}."
        ),
    )
    AND_WHERE = "reason.and_where", N_("{reason} {where}")
    TOO_FEW_MOVES = (
        "too_few_moves",
        *P_(
            "{request}: wherever it is booked, at least {n} of its visits leaves its booking ({visits:and}), "
            "and at most {most} may (max_moved).",
            "{request}: wherever it is booked, at least {n} of its visits leave their booking ({visits:and}), "
            "and at most {most} may (max_moved).",
        ),
    )
    COSTS_MORE = (
        "costs_more_than_it_is_worth",
        N_(
            "{request}: even where it costs least, {day:date} at {start:time}, booking it costs {cost}, "
            "and leaving it out {unbooked}."
        ),
    )
    NO_FIX = (
        "no_fix_exists",
        N_(
            "{request}: no other wait, clock time, planned date, care unit, person, grid or number of moves, no "
            "competence learnt, no more time of anybody and no move of other bookings would let it in."
        ),
    )
    NO_FIX_WHILE_LOCKED = (
        "no_fix_exists.while_locked",
        N_(
            "{request}: no other wait, clock time, planned date, care unit, person, grid or number of moves, no "
            "competence learnt, no more time of anybody and no move of other bookings would let it in while the "
            "visits of {request} that are locked stay."
        ),
    )
    NO_FIX_AT_ALL = (
        "no_fix_exists.with_equipment",
        N_(
            "{request}: no other wait, clock time, planned date, care unit, person, grid or number of moves, no "
            "competence learnt, no more time of anybody, no item of equipment more, no other wish who takes which "
            "visit and no move of other bookings would let it in."
        ),
    )
    NO_FIX_AT_ALL_WHILE_LOCKED = (
        "no_fix_exists.with_equipment_while_locked",
        N_(
            "{request}: no other wait, clock time, planned date, care unit, person, grid or number of moves, no "
            "competence learnt, no more time of anybody, no item of equipment more, no other wish who takes which "
            "visit and no move of other bookings would let it in while the visits of {request} that are locked stay."
        ),
    )
    PLAN_BREAKS_RULES = (
        "violation.not_explained",
        N_("breaks the rules, so it can't be explained (dagplan check names all): {violation}"),
    )
    VIOLATION = "violation.of_rule", N_("{rule}: {message}")
    VIOLATION_OF_ROUTINE = "violation.of_routine", N_("{rule} ({routine:list}): {message}")


class ClashWords(Message):
    """Where a sequence breaks: which two visits can't follow one another."""

    ON = "clash.on", N_("On {day:date} {clash}.")
    ON_AT = "clash.on_at", N_("On {day:date} at {unit} {clash}.")
    ENDS_TOO_LATE = (
        "clash.ends_too_late",
        N_("{first} ends at {earliest:time} at the earliest, and {second} begins at {latest:time} at the latest"),
    )
    TOO_LITTLE_BETWEEN = (
        "clash.too_little_between",
        N_(
            "at most {most:minutes} lie between the end of {first} and the start of {second}, and at least {least} "
            "are asked for"
        ),
    )
    TOO_LONG = (
        "clash.too_long",
        N_("the shortest wait from {first} to {second} is {shortest:minutes}, and at most {most} are allowed"),
    )
    TOO_LONG_OF_AT_LEAST = (
        "clash.too_long_of_at_least",
        N_(
            "the shortest wait of at least {least} minutes from {first} to {second} is {shortest:minutes}, "
            "and at most {most} are allowed"
        ),
    )
    VISIT = "clash.visit", N_("{visit} ({who:or})")
    VISIT_AFTER = "clash.visit_after", N_("{visit} ({who:or}), after {before},")
    LOCKED = "clash.locked", N_("locked")
    ANY_OF = "clash.any_of", N_("any of {n} people")
    NEXT_DAY = "clash.next_day", N_("{time:time} the next day")


class LostWords(Message):
    """Whom others came before: where it could be, whom that puts out, and at what price."""

    BY_ITSELF_PROVEN = (
        "lost_to_others.by_itself_proven",
        N_(
            "{request}: it would fit by itself, first on {day:date}, but no plan that books it costs less than "
            "this one."
        ),
    )
    BY_ITSELF = (
        "lost_to_others.by_itself",
        N_(
            "{request}: it would fit by itself, first on {day:date}, but beside the others no better plan that "
            "books it was found within the time limit."
        ),
    )
    LOST = "lost_to_others", N_("{request}: {booked}. {sure}.")
    LOST_WITH_ROOM = "lost_to_others.room", N_("{request}: there is room for it, but {booked}. {sure}.")
    LOST_WITHOUT_ROOM = (
        "lost_to_others.no_room",
        N_("{request}: there is no room for it beside the others; {booked}. {sure}."),
    )
    LOST_WITH_MORE_MOVES = (
        "lost_to_others.more_moves",
        N_(
            "{request}: there is room for it only if more visits leave their booking than may (max_moved); "
            "{booked}. {sure}."
        ),
    )
    DEARER = (
        "lost.dearer",
        N_("booked on {day:date} at {start:time} with {people:list} it would make the plan cost {cost} more"),
    )
    DEARER_AND = (
        "lost.dearer_and",
        N_(
            "booked on {day:date} at {start:time} with {people:list} it would make the plan cost {cost} more "
            "and {displaced}"
        ),
    )
    AS_DEAR = (
        "lost.as_dear",
        N_("booked on {day:date} at {start:time} with {people:list} it would leave the plan's cost as it is"),
    )
    AS_DEAR_AND = (
        "lost.as_dear_and",
        N_(
            "booked on {day:date} at {start:time} with {people:list} it would leave the plan's cost as it is "
            "and {displaced}"
        ),
    )
    PUT_OUT = "lost.put_out", N_("put out {requests:list}")
    MOVE = "lost.move", N_("move {requests:list}")
    PUT_OUT_AND_MOVE = "lost.put_out_and_move", N_("put out {put_out:list} and move {moved:list}")
    NOT_FOUND = "lost.not_found", N_("No better plan that books it was found in time")
    PROVEN = "lost.proven", N_("No plan that books it costs less than this one")
    AT_LEAST = "lost.at_least", N_("No plan that books it costs less than {at_least} more than this one")
    BETTER = (
        "better_plan_exists",
        N_(
            "{request}: there is a better plan that books it: booked on {day:date} at {start:time} with "
            "{people:list}, the plan would cost {less} less. Plan again, from this plan."
        ),
    )
    BETTER_AND = (
        "better_plan_exists.and",
        N_(
            "{request}: there is a better plan that books it: booked on {day:date} at {start:time} with "
            "{people:list}, the plan would cost {less} less and {displaced}. Plan again, from this plan."
        ),
    )
