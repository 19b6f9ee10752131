"""What each of the examples shows."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class ExampleTexts(Message):
    """One for each example."""

    SPIROMETRY_FIRST = (
        "example.spirometry_first",
        N_("The routine's own case: spirometry with the nurse, then the physician."),
    )
    ONE_AWAY = "example.one_away", N_("Two patients are booked, and the nurse is away when the first should come.")
    TOO_MANY = (
        "example.too_many",
        N_("More want spirometry than there is time for: who is left, why, and what would let them in."),
    )
    UNIT_DAY = "example.unit_day", N_("A small care unit, one day.")
    UNIT_WEEK = "example.unit_week", N_("A small care unit, one week.")
    FEW_THINGS = "example.few_things", N_("A day on which equipment and rooms are few.")
    NURSE_AWAY = (
        "example.nurse_away",
        N_("A study: what it costs that the nurse is away, and whether it helps that the physician steps in."),
    )
