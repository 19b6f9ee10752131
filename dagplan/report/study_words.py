"""Short words for the figures of a study, where a column has no room for more."""

from __future__ import annotations

_SHORT = {
    "booked": "booked",
    "booked_linked": "linked booked",
    "unbooked_linked": "linked not booked",
    "unbooked_single": "single not booked",
    "days_from_target": "days from target",
    "minutes_waited": "minutes waited",
    "preferred_met": "wishes met",
    "lower_bound": "bound",
}


def column_words(figure: str) -> str:
    """A figure's short name.

    >>> column_words("days_from_target"), column_words("served.ecg")
    ('days from target', 'served ecg')
    """
    return _SHORT.get(figure, figure.replace(".", " ").replace("_", " "))
