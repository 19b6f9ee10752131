"""What the terms of the cost are called, each in three places."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class TermsOnScreen(Message):
    """The terms of a plan's cost, by their names in the contract."""

    UNBOOKED = "screen.term.unbooked", N_("unbooked {cost}")
    DAY_DEVIATION = "screen.term.day_deviation", N_("day_deviation {cost}")
    WAIT = "screen.term.wait", N_("wait {cost}")
    NOT_PREFERRED = "screen.term.not_preferred", N_("not_preferred {cost}")
    MOVED = "screen.term.moved", N_("moved {cost}")
    APART = "screen.term.apart", N_("apart {cost}")
    UNEVEN = "screen.term.uneven", N_("uneven {cost}")


class TermNames(Message):
    """The terms in reports and workbooks."""

    UNBOOKED = "term.unbooked", N_("Visits not booked")
    DAY_DEVIATION = "term.day_deviation", N_("Days from target dates")
    WAIT = "term.wait", N_("Waits between linked visits")
    NOT_PREFERRED = "term.not_preferred", N_("Another than the preferred person")
    MOVED = "term.moved", N_("Bookings moved")
    APART = "term.apart", N_("Wished for the same day, but apart")
    UNEVEN = "term.uneven", N_("Dates filled unevenly")


class WeightTitles(Message):
    """The weights in the settings of tables; ``unbooked`` has one a priority, with the other headings."""

    DAY_DEVIATION = "weight.day_deviation", N_("Weight day deviation")
    WAIT = "weight.wait", N_("Weight wait")
    NOT_PREFERRED = "weight.not_preferred", N_("Weight not preferred")
    MOVED = "weight.moved", N_("Weight moved")
    APART = "weight.apart", N_("Weight apart")
    UNEVEN = "weight.uneven", N_("Weight uneven")
