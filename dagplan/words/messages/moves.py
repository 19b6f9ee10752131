"""How much a plan disturbs what was booked."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class MovesWords(Message):
    """The contract's ``moves``."""

    ALL_STAY = (
        "moves.all_stay",
        *P_("The visit that was booked stays.", "All {n} visits that were booked stay."),
    )
    LEFT = "moves.left", N_("{moved}; {proof}.")
    LEFT_OR_DROPPED = "moves.left_or_dropped", N_("{moved}, {dropped}; {proof}.")
    MOVED = (
        "moves.moved",
        *P_(
            "{n} of {before} visits that were booked moves",
            "{n} of {before} visits that were booked move",
        ),
    )
    DROPPED = "moves.dropped", *P_("{n} is not booked any more", "{n} are not booked any more")
    FEWEST = "moves.fewest", N_("no plan leaves more where they are")
    AT_LEAST = "moves.at_least", N_("in any plan at least {least} leave their place")
    NONE_HAD_TO = "moves.none_had_to", N_("none would have had to")
