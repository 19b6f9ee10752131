"""What is said of a planner's board: what a step did, and why one can't be made."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class BoardWords(Message):
    """What became of a board."""

    TAKEN_BACK = "board.taken_back", N_("Taken back: {what}")
    MADE_AGAIN = "board.made_again", N_("Made again: {what}")
    ACCEPTED = (
        "board.accepted",
        N_("The bookings are those of the plan now: {moved} moved, {added} added, {dropped} taken away."),
    )
    AS_PLANNED = "board.as_planned", N_("All is booked as in the plan already.")
    MORE = "board.more", *P_("… and {n:number} more change", "… and {n:number} more changes")
    STAYS = "board.stays", N_("{visit} is locked and stays where it is: unlock it first")


class BoardFaults(Message):
    """Why something is not done with a board."""

    NO_BOARD = "not_found.board", N_("there is no such board, or it was deleted")
    IF_MATCH = (
        "if_match_needed",
        N_("say with If-Match which version was seen: nothing is changed that somebody else has changed meanwhile"),
    )
    CHANGED = "board_changed", N_("the board has been changed since: fetch it again")
    NOTHING_TO_UNDO = "nothing_to_undo", N_("there is no step to take back")
    NOTHING_TO_REDO = "nothing_to_redo", N_("no step was taken back that could be made again")
    TOO_MANY_STEPS = (
        "too_many.steps",
        N_("the board has {most:number} steps, and takes no more: begin a new one from its request"),
    )
    NOTHING = "no_change", N_("there is nothing to change: give `changes` or an `offer`")
    STANDS_SO = "no_change.offer", N_("all that the offer books stands so already")
    OTHER_PLAN = "other_plan", N_("the plan was not ordered of this board")
    OLDER_PLAN = "older_plan", N_("the board has been changed since the plan was ordered: order another")
    NOT_BOOKED = "nothing_unbooked", N_("{request} is not among the unbooked")
    PLAN_OR_BOARD = "either.plan", N_("give either `plan` or `board`")
    NOTHING_WRONG = "nothing_wrong", N_("nothing is wrong with this workbook")
    WRONG_TIME = "wrong_time", N_("write a local time, as 2026-12-07T09:30")
