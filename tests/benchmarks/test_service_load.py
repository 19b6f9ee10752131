"""The service under a small load, on either store; and that what is wrong would be seen."""

from __future__ import annotations

import re

import pytest

from benchmarks import service_load
from benchmarks.service_clients import Ordered
from benchmarks.service_load import Load, quantile, table, wrong_in
from tests.service.postgres import tools
from tests.service.running import serving


def test_load(capsys):
    assert service_load.main(["--jobs", "10", "--clients", "3", "--workers", "1"]) == 0
    first, head, *lines = capsys.readouterr().out.splitlines()
    assert first.endswith("wrong: nothing")
    assert [line.rsplit("(")[0].split("  ")[0] for line in lines] == [
        "GET plan",
        "GET list",
        "GET health",
        "POST plan",
        "all",
    ]
    assert head.split()[:2] == ["call", "calls"]


def test_accepting(capsys):
    store = ["--postgres"] if tools() else []  # that a store in a file is filled is seen above
    assert service_load.main(["--accept", *store, "--jobs", "4", "--clients", "2"]) == 0
    # It ends with an error if one is lost; how many a second is a matter of the machine.
    assert re.fullmatch(r"accepted a second: \d+ read first, \d+ unread\n", capsys.readouterr().out)


def test_what_is_lost_or_done_otherwise_is_seen(tmp_path):
    example = service_load.limited(service_load.read(service_load.EXAMPLE.read_bytes(), form="json"), 1.0)
    with serving(tmp_path, workers=1) as service:
        jobs = [service.order(example) for _ in range(3)]
        for job in jobs:
            service.ended(job)
        kept, told_otherwise, not_told = jobs
        found = wrong_in(
            service,
            Ordered({"a": kept, "b": told_otherwise, "c": "lost"}, {kept: "done", told_otherwise: "stopped"}),
            {},
        )
    assert sorted(found) == sorted(
        [
            "lost is there 0 times",
            f"{not_told} was never ordered",
            f"{told_otherwise}: done, attempt 1, told stopped",
            f"{not_told}: done, attempt 1, told None",
        ]
    )


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100)])
def test_quantiles(share, value):
    assert quantile(range(1, 101), share) == value


def test_the_table_has_the_median_of_runs_with_least_and_most():
    runs = [Load(1.0, 1, {kind: [ms / 1000] for kind in service_load.PROBES}, []) for ms in (1, 5, 3)]
    assert table(runs)[0].split() == ["GET", "plan", "3", *["3.0", "(1.0–5.0)"] * 3]
