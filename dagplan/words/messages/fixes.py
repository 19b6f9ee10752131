"""What would let a request in: changes, each as a clause, and the booking that becomes possible."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class Fixes(Message):
    """The contract's ``fixes[]``."""

    CHANGES = (
        "fix.changes",
        N_("{changes:opening}; then it is booked {day:date} at {unit}: {visits:list}."),
    )
    ROOM = (
        "fix.room",
        N_("There is room as the plan stands: it is booked {day:date} at {unit}: {visits:list}."),
    )
    ROOM_NOT_WORTH_IT = (
        "fix.room_not_worth_it",
        N_(
            "There is room as the plan stands (booking it costs {cost}, leaving it out {unbooked_cost}): it is "
            "booked {day:date} at {unit}: {visits:list}."
        ),
    )
    MOVE = (
        "fix.move",
        N_("Move {visit} from {before} to {after}; then it is booked {day:date} at {unit}: {visits:list}."),
    )
    PLACE = "fix.place", N_("{start:moment} with {practitioner} at {unit}")
    VISIT = "fix.visit", N_("{start:time}–{end:time} {practitioner}")


class FixChanges(Message):
    """The changes of a fix; those of one thing are one clause."""

    BOTH = "fix.both", N_("{this}, and {more}")
    GRID = "fix.grid", N_("visits start at multiples of {grid:minutes} (instead of {own})")
    MAX_MOVED = (
        "fix.max_moved",
        *P_(
            "up to {n} visit may leave its booking (max_moved, instead of {allowed})",
            "up to {n} visits may leave their booking (max_moved, instead of {allowed})",
        ),
    )
    COMPETENCE = "fix.competence", N_("{practitioner} may also take {competence}")
    WORD = "fix.word", N_("{visit} needs {competence}, not {instead}")
    KINDS = "fix.kinds", N_("{visit} needs the equipment {kinds:and}, not {instead:and}")
    HOURS = (
        "fix.hours",
        N_("{more:minutes} more of {practitioner} at {unit}: {start:moment}–{end:time}"),
    )
    UNIT = "fix.unit", N_("{request} may also be at {unit}")
    EARLIEST = (
        "fix.earliest",
        *P_(
            "{request} may be from {day:date}, {n} day earlier",
            "{request} may be from {day:date}, {n} days earlier",
        ),
    )
    LATEST = (
        "fix.latest",
        *P_(
            "{request} may be until {day:date}, {n} day later",
            "{request} may be until {day:date}, {n} days later",
        ),
    )
    EXCLUDED = "fix.excluded", N_("the patient comes on {day:date} after all")
    NOT_BEFORE = "fix.not_before", N_("{request} may begin at {clock:time} instead of {limit:time}")
    NOT_AFTER = "fix.not_after", N_("{request} may end at {clock:time} instead of {limit:time}")
    PRACTITIONER = "fix.practitioner", N_("{visit} may also be with {practitioner}")
    MIN_WAIT = "fix.min_wait", N_("{visit} may come {wait:minutes} after {before} (instead of at least {limit})")
    MAX_WAIT = "fix.max_wait", N_("{visit} may come {wait:minutes} after {before} (instead of at most {limit})")
    NOT_THE_SAME = "fix.not_the_same", N_("{visit} may be with another person than {other}")
    NOT_DIFFERENT = "fix.not_different", N_("{visit} may be with the same person as {other}")
    EQUIPMENT = "fix.equipment", N_("one more {kind} at {unit} ({item})")
    UNLOCKED = "fix.unlocked", N_("{visit} is unlocked and moves to {place}")
    TARGET = "fix.target", N_("{request} has {day:date} as its target")
    PRIORITY_URGENT = "fix.priority.urgent", N_("{request} has the priority urgent")
    PRIORITY_ASAP = "fix.priority.asap", N_("{request} has the priority asap")
    PRIORITY_STAT = "fix.priority.stat", N_("{request} has the priority stat")
