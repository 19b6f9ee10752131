"""What to know of a plan that doesn't stop it."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class PlanWarnings(Message):
    """The contract's ``warnings[]``."""

    ROUTINE_NOT_VALID = (
        "routine_not_valid",
        N_(
            "The planned dates {first:fulldate} to {last:fulldate} are not all within the validity of {document} "
            "version {version}, {valid_from:fulldate} to {valid_to:fulldate}."
        ),
    )
    CANCELLED = "cancelled", N_("Booked before and not asked for any more, so cancelled: {bookings:clauses}.")
    LEFT_AS_BOOKED = (
        "left_as_booked",
        N_(
            "Booked before, not asked for, and outside the planned dates or the units, so left as it is: "
            "{bookings:clauses}."
        ),
    )
    FORMER_BOOKING = (
        "former_booking",
        N_("{visit} of {patient} with {practitioner} at {unit} {start:moment}"),
    )
    MORE = "more", N_("and {n} more")
    LOCKED_BREAKS = "locked_breaks", N_("Locked, so it stands: {breach}.")
    PREFERRED_NOT_ELIGIBLE = (
        "preferred_not_eligible",
        N_("{visit} prefers {preferred}, who may not take it ({competence})."),
    )
    UNKNOWN_COMPETENCE = (
        "unknown_competence",
        N_("Nobody has the competence {competence}, which {visit} needs."),
    )
    UNKNOWN_COMPETENCE_OF_MORE = (
        "unknown_competence.of_more",
        N_("Nobody has the competence {competence}, which {visit} and {n} more needs."),
    )
    UNKNOWN_COMPETENCE_NEAR = (
        "unknown_competence.near",
        N_("Nobody has the competence {competence}, which {visit} needs; did you mean {near:or}?"),
    )
    UNKNOWN_COMPETENCE_OF_MORE_NEAR = (
        "unknown_competence.of_more_near",
        N_("Nobody has the competence {competence}, which {visit} and {n} more needs; did you mean {near:or}?"),
    )
    UNKNOWN_EQUIPMENT_NEAR = (
        "unknown_equipment.near",
        N_("There is no equipment of the kind {kind}, which {visit} needs; did you mean {near:or}?"),
    )
    LATE = (
        "late",
        N_(
            "The time limit of {limit:decimal} seconds is too short to do more than read this, make a first plan, "
            "check it and write it; all but the writing took {spent:decimal} seconds. Nothing better was looked for."
        ),
    )
    LOCKED_IN_CONFLICT = (
        "warning.locked_in_conflict",
        N_(
            "Locked bookings are in conflict ({conflicts} in all). To end it, unlock {count}: {visits:list}; {proof}."
        ),
    )
    LOCKED_IN_CONFLICT_AND_MORE = (
        "warning.locked_in_conflict.and_more",
        N_(
            "Locked bookings are in conflict ({conflicts} in all). To end it, unlock {count}: {visits:list} and "
            "more; {proof}."
        ),
    )
    NO_FEWER = "warning.no_fewer", N_("no fewer would do")
    MAYBE_FEWER = "warning.maybe_fewer", N_("fewer may do")
