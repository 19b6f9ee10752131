"""Locked bookings in conflict."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class ConflictWords(Message):
    """A conflict of locked bookings."""

    BROKEN_RULE = "conflict.broken_rule", N_("{breach} ({rule})")
    NOT_WHOLE = (
        "conflict.not_whole",
        N_("{request} can't be whole: {rest:list} can't join {locked:list} where locked"),
    )
    NOT_WHOLE_UNLESS = (
        "conflict.not_whole_unless",
        N_(
            "{request} can't be whole: {rest:list} can't join {locked:list} where locked; with {unlock:list} "
            "unlocked it could be"
        ),
    )
