"""Who asked for what, and when, from a file of the unit's own."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dagplan.files.arrivals_table import read_arrivals
from dagplan.models import InputError
from dagplan.simulation.policies import Policy
from tests.simulation.worlds import asked_on, ends, lived, two_people, world_of

LIKES = ["r1", "r2", "läk-1"]
FIRST, ZONE = date(2026, 10, 5), ZoneInfo("Europe/Stockholm")


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "arrivals.csv"
    path.write_bytes(text.encode(encoding))
    return path


def problems(path):
    with pytest.raises(InputError) as caught:
        read_arrivals(path, LIKES, FIRST, ZONE)
    return [(one.place.removeprefix(str(path)), one.code) for one in caught.value.told], str(caught.value)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("moment;like;priority\r\n2026-10-06 09:10;r2;\r\n2026-10-05T08:15;läk-1;urgent\r\n", "utf-8-sig"),
        ("Tidpunkt;Som;Prioritet\r\n2026-10-06 09:10;r2;\r\n2026-10-05 08:15;läk-1;brådskande\r\n", "cp1252"),
        ("like,moment,priority\nr2,2026-10-06T09:10,\nläk-1,2026-10-05T06:15Z,urgent\n", "utf-8"),
    ],
)
def test_rows_are_read_in_the_order_of_their_moments(tmp_path, text, encoding):
    assert read_arrivals(written(tmp_path, text, encoding), LIKES, FIRST, ZONE) == asked_on(
        ("2026-10-05T08:15", "läk-1", "urgent"), ("2026-10-06T09:10", "r2")
    )


def test_every_fault_is_told_with_its_row_and_nothing_private_is_repeated(tmp_path):
    rows = [
        "moment;like;priority",
        "2026-10-05T08:15;r9;routine",
        "2026-10-04T23:59;r1;",
        "snart;r1;",
        "2026-10-06T08:15;r1;genast",
        ";r1;",
        "2026-10-06T08:15;19121212-1212;",
        "2026-10-25T02:30;r1;",  # twice on the clock that day, which is no matter to whoever asks
    ]
    found, said = problems(written(tmp_path, "\n".join(rows)))
    assert sorted(place for place, _ in found) == [
        ": row 2, column like",
        ": row 3, column moment",
        ": row 4, column moment",
        ": row 5, column priority",
        ": row 6, column moment",
        ": row 7, column like",
    ]
    assert "1212" not in said


def test_a_moment_before_the_first_date_is_told(tmp_path):
    path = written(tmp_path, "moment;like\n2026-10-05T00:00;r1\n2026-10-04T23:59;r1\n")
    found, said = problems(path)
    assert found == [(": row 3, column moment", "before_the_first")]
    assert "2026-10-05" in said or "5 October 2026" in said


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("moment;like\n", [""]),
        ("", [""]),
        ("moment;priority\n2026-10-05T08:00;urgent\n", [": row 1, column like"]),
        ("moment;like;colour\n2026-10-05T08:00;r1;red\n", [": row 1, column colour"]),
    ],
)
def test_a_file_that_is_no_table_of_arrivals(tmp_path, text, places):
    assert [place for place, _ in problems(written(tmp_path, text))[0]] == places


def test_a_file_that_is_not_there(tmp_path):
    assert len(problems(tmp_path / "none.csv")[0]) == 1


def test_they_come_when_the_file_says_with_every_seed_and_the_priority_it_says():
    """r1 is routine and r3 urgent in the base; both are of one visit, of nurse and physician."""
    asked = asked_on(("2026-10-05T10:05", "r3"), ("2026-10-05T10:30", "r1", "urgent"), ("2026-10-06T12:00", "r1"))
    policy = Policy(name="a", plan_on=("monday", "wednesday"), notice=0, horizon=10)
    world = world_of(two_people(), policy, arrivals=asked, weeks=1, warm_up=0, settings={"time_limit": 0.02})
    expected = [
        (0, "served", "Mon 05", 0, 0, 1),  # offered a time at once: the physician is there from 10 to 12
        (1, "served", "Mon 05", 0, 0, 1),  # the nurse till 11
        (2, "served", "Wed 07", 1, 0, 1),  # not urgent: planned on Wednesday
    ]
    assert ends(world, seed=1) == ends(world, seed=2) == expected
    over = {one.number: one for one in lived(world).kept[0].over}
    assert over[1].priority == "urgent"
    assert over[2].arrived == datetime(2026, 10, 6, 12)
