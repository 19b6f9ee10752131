"""What each kind of cell means: tables of what is understood, and of what is not, with what is said of it."""

from datetime import date, datetime, time, timedelta

import pytest

from dagplan.files.cell_values import LEFT_OUT, NotRead, value_of

NBSP, ZERO, BOM = "\u00a0", "\u200b", "\ufeff"


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("whole", "30", 30),
        ("whole", " 30 min ", 30),
        ("whole", f"30{NBSP}minuter", 30),
        ("whole", f"1{NBSP}440", 1440),
        ("whole", "30,00", 30),
        ("whole", -5.0, -5),
        ("whole", timedelta(minutes=90), 90),
        ("whole", timedelta(hours=24), 1440),
        ("number", "0,5", 0.5),
        ("date", "2026-12-08", "2026-12-08"),
        ("date", "2026\u201112\u201108", "2026-12-08"),
        ("date", "2026.12.8", "2026-12-08"),
        ("date", "2026-12-08 00:00:00", "2026-12-08"),
        ("date", 20261208, "2026-12-08"),
        ("dates", "2026-12-08, 20261209", ["2026-12-08", "2026-12-09"]),
        ("dates", date(2026, 12, 8), ["2026-12-08"]),
        ("clock", f"kl.{NBSP}9.30", "09:30"),
        ("clock", "Klockan 9:30", "09:30"),
        ("clock", "0930", "09:30"),
        ("clock", "930", "09:30"),
        ("clock", "9", "09:00"),
        ("clock", "kl. 09.30", "09:30"),
        ("clock", "9,30", "09:30"),
        ("clock", "9 AM", "09:00"),
        ("clock", 9.0, "09:00"),
        ("clock", 930.0, "09:30"),
        ("clock", datetime(1902, 7, 18), "09:30"),  # 0930 typed where a format makes days of it
        ("clock", datetime(1900, 1, 9), "09:00"),
        ("clock", timedelta(days=16), "16:00"),
        ("minutes", "30 min", 30),
        ("minutes", "1 h", 60),
        ("minutes", "1,5 tim", 90),
        ("minutes", "1h30", 90),
        ("minutes", "1 timme och 15 minuter", 75),
        ("minutes", "0:45", 45),
        ("minutes", time(0, 45), 45),
        ("seconds", "30 s", 30.0),
        ("seconds", "2 min", 120.0),
        ("date", "8 dec 2026", "2026-12-08"),
        ("date", "den 8 december 2026", "2026-12-08"),
        ("date", "tis 8 december 2026", "2026-12-08"),
        ("date", "24/12/2026", "2026-12-24"),
        ("moment", "2026-12-08 8", "2026-12-08T08:00"),
        ("weekdays", "mån–fre", [1, 2, 3, 4, 5]),
        ("weekdays", "tisdag|torsdag", [2, 4]),
        ("spans", "12-13", ["12:00-13:00"]),
        ("spans", "9.30–9.45, kl 12.00 till 12.45", ["09:30-09:45", "12:00-12:45"]),
        ("clock", 0.5, "12:00"),
        ("last_clock", "24:00", LEFT_OUT),
        ("last_clock", timedelta(days=1), LEFT_OUT),
        ("last_clock", datetime(1900, 1, 1), LEFT_OUT),
        ("last_clock", "16:00", "16:00"),
        ("moment", "2026-12-08 9.30", "2026-12-08T09:30"),
        ("moment", f"2026-12-08{ZERO}09:30", "2026-12-08T09:30"),
        ("moment", f"2026-12-08{ZERO} 09:30{BOM}", "2026-12-08T09:30"),
        ("moment", "2026-12-08T09:30+01:00", "2026-12-08T09:30+01:00"),
        ("moment", "2026-12-08 24:00", "2026-12-08T24:00"),
        ("moment", datetime(2026, 12, 8), "2026-12-08T00:00"),
        ("moment", 46364.5, "2026-12-08T12:00"),
        ("from", "2026-12-08", "2026-12-08T00:00"),
        ("from", date(2026, 12, 8), "2026-12-08T00:00"),
        ("until", "2026-12-08", "2026-12-08T24:00"),
        ("until", date(2026, 12, 8), "2026-12-08T24:00"),
        ("until", "2026-12-08 00:00", "2026-12-08T00:00"),
        ("until", datetime(2026, 12, 8), "2026-12-08T00:00"),
        ("until", "9999-12-31", "9999-12-31T23:59"),
        ("id", f"{BOM}nurse-1{ZERO}", "nurse-1"),
        ("id", "la\u0308k-1", "läk-1"),
        ("id", "nurse\u20131", "nurse-1"),
        ("ids", "a\r\nb", ["a", "b"]),
        ("ids", f" {NBSP} ", []),
        ("text", f"Vårdcentral{NBSP}\r\n Åby ", "Vårdcentral Åby"),
        ("text", "två  blanka", "två  blanka"),
        ("texts", "ekg, , spirometri,", ["ekg", "spirometri"]),
        ("code", "PRIMA\u0308R", "primary"),
        ("code", f"drop{NBSP}in", "drop_in"),
        ("flag", "X", True),
        ("flag", f"nej{NBSP}", False),
        ("text", ZERO, LEFT_OUT),
    ],
)
def test_what_is_understood(kind, cell, value):
    assert value_of(cell, kind) == value


@pytest.mark.parametrize(
    ("kind", "cell", "says"),
    [
        ("whole", "1,000", "write a whole number; here stands 1,000"),  # a thousand to some, one to others
        ("whole", "30%", "write a whole number; here stands 30%"),
        ("whole", 0.3, "write a whole number; here stands the number 0,3"),
        ("whole", "trettio", "write a whole number"),
        (
            "whole",
            timedelta(days=30),
            "write a whole number; here stands a span of 720:00: format the cell as a number",
        ),
        (
            "whole",
            datetime(1900, 1, 30),
            "write a whole number; here stands the time 1900-01-30 00:00: format the cell as a number",
        ),
        ("whole", True, "write a whole number; here stands the value TRUE"),
        (
            "date",
            "8/12/2026",
            "write a date as YYYY-MM-DD; here stands 8/12/2026, which may mean 2026-12-08 or 2026-08-12",
        ),
        ("date", "2026-02-30", "write a date as YYYY-MM-DD; here stands 2026-02-30"),
        ("date", "måndag 8 december 2026", "write a date as YYYY-MM-DD; here stands måndag 8 december 2026"),
        ("date", "26-12-08", "write a date as YYYY-MM-DD; here stands 26-12-08"),
        ("date", "Annas födelsedag", "write a date as YYYY-MM-DD"),
        ("date", "070-123 45 67", "write a date as YYYY-MM-DD"),
        ("date", 46364.5, "write a date as YYYY-MM-DD; here stands the number 46364,5"),
        ("date", datetime(2026, 12, 8, 9), "write a date as YYYY-MM-DD; here stands the time 2026-12-08 09:00"),
        ("dates", "2026-12-08|8/12", "write dates as YYYY-MM-DD, with | between them"),
        ("clock", "9,3", "write a clock time as HH:MM; here stands 9,3, which may mean 09:30 or 09:18"),
        ("clock", "kl 9.5", "write a clock time as HH:MM; here stands kl 9.5, which may mean 09:50 or 09:30"),
        ("clock", 9.3, "write a clock time as HH:MM; here stands the number 9,3, which may mean 09:30 or 09:18"),
        ("clock", 9.75, "write a clock time as HH:MM; here stands the number 9,75, which may mean 09:45"),
        # Typed as 9,3 into a cell whose format shows a clock time: 07:12 is seen, and not meant.
        (
            "clock",
            datetime(1900, 1, 9, 7, 12),
            "write a clock time as HH:MM; here stands the number 9,3, which may mean 09:30 or 09:18",
        ),
        (
            "last_clock",
            timedelta(days=16, hours=12),
            "write a clock time as HH:MM; here stands the number 16,5, which may mean 16:50 or 16:30",
        ),
        ("clock", "25:00", "write a clock time as HH:MM; here stands 25:00"),
        ("clock", "9:75", "write a clock time as HH:MM; here stands 9:75"),
        ("clock", 45.0, "write a clock time as HH:MM; here stands the number 45"),
        ("minutes", "30 minutr", "write a whole number; here stands 30 minutr"),
        ("minutes", "1,7 min", "write a whole number; here stands 1,7 min"),
        ("minutes", 0.5, "write a whole number; here stands the number 0,5"),
        (
            "minutes",
            datetime(1900, 1, 30),
            "write a whole number; here stands the time 1900-01-30 00:00: format the cell as a number",
        ),
        ("seconds", "30 kr", "write a number; here stands 30 kr"),
        (
            "moment",
            "2026-12-08 9,3",
            "write a date and a clock time as YYYY-MM-DD HH:MM; here stands 2026-12-08 9,3, which may mean "
            "2026-12-08 09:30 or 2026-12-08 09:18",
        ),
        ("weekdays", "måndg", "write weekdays as mon-fri, or mon, wed (mån-fre; mån, ons); here stands måndg"),
        ("spans", "12:00", "write from when to when as 12:00-13:00, with | between several; here stands 12:00"),
        ("clock", 1.0, "write a clock time as HH:MM; here stands the number 1"),
        ("last_clock", 1.0, "write a clock time as HH:MM; here stands the number 1"),
        ("clock", date(2026, 12, 8), "write a clock time as HH:MM; here stands the date 2026-12-08"),
        ("moment", "2026-12-08", "the date has no clock time; write both, as 2026-12-08 08:00"),
        ("moment", date(2026, 12, 8), "the date has no clock time; write both, as 2026-12-08 08:00"),
        ("moment", time(9), "write a date and a clock time as YYYY-MM-DD HH:MM; here stands the clock time 09:00"),
        (
            "until",
            46364,
            "write a date, or a date and a clock time, as YYYY-MM-DD HH:MM; here stands the number 46364",
        ),
        ("flag", "kanske", "write yes or no (ja, nej); here stands kanske"),
        (
            "id",
            4711,
            "an id is a letter followed by at most 63 letters, digits, '_', '.' or '-'; here stands the number 4711",
        ),
    ],
)
def test_what_is_not_understood_and_what_is_said_of_it(kind, cell, says):
    found = value_of(cell, kind)
    assert isinstance(found, NotRead)
    assert found.message == says


@pytest.mark.parametrize("kind", ["id", "ids", "text", "texts", "code"])
def test_a_word_that_a_spreadsheet_made_a_date_of_is_told(kind):
    found = value_of(date(2026, 4, 3), kind)
    assert isinstance(found, NotRead)
    assert "made a date of what was typed here (2026-04-03)" in found.message
