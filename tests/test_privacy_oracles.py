"""The guard held against two public libraries: what either takes for an identity number is refused.

They disagree, and neither is enough alone:

- ``personnummer`` takes coordination numbers (day + 60), ``python-stdnum`` does not;
- ``python-stdnum`` takes numbers with a blank, a colon or any dash before the last four, ``personnummer`` only with
  ``-`` and ``+``;
- both want a right check digit and a date that exists, and neither knows the region's reserve numbers: the guard
  refuses those too;
- ``python-stdnum`` takes blanks and dashes anywhere (``1915-12-24-2643``); the guard lets a date with separators of
  its own pass, since requests and visits are numbered so.
"""

from __future__ import annotations

import random

import pytest
from personnummer import personnummer
from stdnum.luhn import calc_check_digit
from stdnum.se import personnummer as stdnum_personnummer

from dagplan.models.privacy import looks_like_identity_number

SEPARATORS = ["", "-", "+", " ", ":", " - ", "--", "\N{EN DASH}", "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"]
WRAPPINGS = ["{}", "p-{}", "({})", "patient {} ringde", "x_{}.json"]


def taken_by_personnummer(text):
    try:
        return bool(personnummer.valid(text))
    except Exception:
        return False


def drawn(chance):
    year, month = chance.randint(1840, 2035), chance.randint(1, 12)
    day, serial = chance.randint(1, 31) + chance.choice([0, 60]), chance.randint(1, 999)
    nine = f"{year % 100:02}{month:02}{day:02}{serial:03}"
    century = chance.choice(["", f"{year // 100}"])
    return f"{century}{nine[:6]}{chance.choice(SEPARATORS)}{nine[6:]}{calc_check_digit(nine)}"


def test_whatever_either_library_takes_is_refused():
    chance = random.Random(7)
    seen = {(True, True): 0, (True, False): 0, (False, True): 0}
    for _ in range(20_000):
        text = drawn(chance)
        taken = taken_by_personnummer(text), stdnum_personnummer.is_valid(text)
        if any(taken):
            seen[taken] += 1
            assert looks_like_identity_number(chance.choice(WRAPPINGS).format(text)), text
    assert min(seen.values()) > 500


@pytest.mark.parametrize(
    ("text", "by_personnummer", "by_stdnum", "by_us"),
    [
        ("151224-2643", True, True, True),
        ("151284-2640", True, False, True),  # a coordination number
        ("151224 2643", False, True, True),  # a blank
        ("151224-2644", False, False, True),  # a wrong check digit is still somebody's number
        ("20150230-2381", False, False, True),  # no such date
        ("20151224K123", False, False, True),  # the region's reserve number
        ("１５１２２４２６４３", True, True, True),  # wide digits
        ("1915-12-24-2643", False, True, False),  # as requests are numbered: r-2026-10-05-0001
    ],
)
def test_where_they_disagree(text, by_personnummer, by_stdnum, by_us):
    assert taken_by_personnummer(text) == by_personnummer
    assert stdnum_personnummer.is_valid(text) == by_stdnum
    assert looks_like_identity_number(text) == by_us


@pytest.mark.parametrize(
    "text",
    ["r-2026-10-05-0001", "2026-10-05 – 2026-10-09", "2026-12-08T09:30", "2026-12-08 09:30", "vc-1", "1234567890123"],
)
def test_what_is_written_every_day_passes(text):
    assert not looks_like_identity_number(text)
