"""What patients do with the times they are given, drawn for each of them alone."""

from __future__ import annotations

from datetime import date, timedelta

from .policies import Patients
from .streams import Streams

_NEVER = date.max


class Behaviour:
    """The patients of a seed.

    Parameters
    ----------
    patients
        How many do what.
    """

    def __init__(self, patients: Patients, streams: Streams) -> None:
        self._of = patients
        self._streams = streams

    def gives_up_on(self, number: int, arrived: date) -> date:
        """The date on which a patient gives up waiting; the last there is for one who never does.

        Parameters
        ----------
        number
            Of the arrival.
        """
        share = self._of.withdraw_per_week
        if not share:
            return _NEVER
        weeks = int(self._streams.of("gives up", number).geometric(share))
        return arrived + timedelta(days=7 * weeks) if weeks < 1000 else _NEVER

    def asks_for_another_time(self, number: int) -> bool:
        """Whether a patient asks for another time than the first that is given."""
        return bool(self._streams.of("another time", number).random() < self._of.another_time)

    def comes(self, number: int, lead_days: int) -> bool:
        """Whether a patient comes to a visit that was booked so many days before."""
        rates = [(one.days, one.share) for one in self._of.no_show if one.days <= lead_days]
        share = max(rates, default=(0, 0.0))[1]
        return bool(self._streams.of("comes", number).random() >= share)
