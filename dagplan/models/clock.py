"""Clock changes: which local times of a date exist exactly once.

Minutes are reckoned from local midnight, date by date. On a clock-change day some of them don't exist or
come twice; no visit may touch those, since its times could not be told apart.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dagplan.words.messages.input_faults import ValueFaults

from .refusals import refusal

MINUTES_A_DAY = 1440


@lru_cache(maxsize=64)
def load_zone(name: str) -> ZoneInfo:
    """The IANA time zone of this name; a pydantic error if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise refusal("time_zone", ValueFaults.TIME_ZONE) from error


@lru_cache(maxsize=4096)
def unusable_minutes(zone_name: str, day: date) -> tuple[int, int] | None:
    """Minutes of a date that don't exist or come twice, as (first, end); None on ordinary days.

    Examples
    --------
    >>> unusable_minutes("Europe/Stockholm", date(2027, 3, 28))
    (120, 180)
    """
    zone = load_zone(zone_name)
    if day == date.max:  # "without end": no midnight follows it
        return None
    midnight = datetime.combine(day, time.min)
    if midnight.replace(tzinfo=zone).utcoffset() == (midnight + timedelta(days=1)).replace(tzinfo=zone).utcoffset():
        return None
    odd = [minute for minute in range(MINUTES_A_DAY) if not _is_plain(midnight + timedelta(minutes=minute), zone)]
    return (odd[0], odd[-1] + 1) if odd else None


def _is_plain(local: datetime, zone: ZoneInfo) -> bool:
    return local.replace(tzinfo=zone, fold=0).utcoffset() == local.replace(tzinfo=zone, fold=1).utcoffset()


def exists_once(zone_name: str, local: datetime) -> bool:
    """Whether a local time exists, and only once."""
    odd = unusable_minutes(zone_name, local.date())
    return odd is None or not odd[0] <= minute_of_day(local) < odd[1]


def end_exists(zone_name: str, local: datetime) -> bool:
    """Whether a local time can be an end: it exists once, or the minute before it does, so that it is no doubt when.

    Examples
    --------
    >>> night = datetime(2026, 10, 25, 2)  # the clocks go back at three
    >>> end_exists("Europe/Stockholm", night), exists_once("Europe/Stockholm", night)
    (True, False)
    """
    if exists_once(zone_name, local):
        return True
    return local > datetime.min and exists_once(zone_name, local - timedelta(minutes=1))


def on_one_date(start: datetime, end: datetime) -> bool:
    """Whether a span (``start`` before ``end``) lies on one date; the 00:00 that ends a date belongs to it."""
    return start.date() == (end - timedelta(minutes=1)).date()


def end_minute(end: datetime) -> int:
    """Minutes from the midnight that begins the date it ends: 00:00 ends the date before, as minute 1440."""
    return minute_of_day(end) or MINUTES_A_DAY


@lru_cache(maxsize=2048)
def length_of(minutes: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=minutes)


def minute_of_day(local: datetime | time) -> int:
    """Minutes from local midnight."""
    return local.hour * 60 + local.minute


def at_minute(day: date, minute: int) -> datetime:
    """The local time so many minutes after midnight of a date (past 1440: the next date)."""
    return datetime.combine(day, time.min) + timedelta(minutes=minute)


def end_clock(end: datetime) -> str:
    """The clock time of an end: midnight ends its date.

    Examples
    --------
    >>> end_clock(datetime(2026, 12, 8, 16, 30)), end_clock(datetime(2026, 12, 9))
    ('16:30', '24:00')
    """
    return f"{end:%H:%M}" if end.time() > time.min else "24:00"
