"""The example scripts run as they stand, in a moment each, and print what they promise."""

import os
import re
import subprocess
import sys

import pytest

from tests.places import EXAMPLES, ROOT

SCRIPTS = sorted(path.name for path in (EXAMPLES / "scripts").glob("*.py"))
PROMISED = {
    "plan_and_plot.py": [
        r"587 requests, 821 visits, 11 people",
        r"(feasible|optimal): cost \d+, proven lower bound \d+",
        r"At most \d+\.\d\d% of the achievable is missing\.",
    ],
    "study_from_python.py": [
        r"base: as it is",
        r"nurse-1 has the competence spirometry now\.",
        r"away +unbooked .* (clear|within gaps|not shown)",
        r"nurse-1-learns +-?[\d.]+ +-?[\d.]+ +-?[\d.]+ +(clear|within gaps|not shown|same)",
    ],
    "own_aim.py": [
        r"(cost +\d+ +gap \d+\.\d\d% +late minutes +\d+.*\n){4}",
        r"chosen: \d+ late minutes, gap \d+\.\d\d%",
        r"\d+ requests bound: cost \d+, \d+ left out, \d+ late minutes",
    ],
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_example_runs(script, tmp_path):
    given = {**os.environ, "DAGPLAN_EXAMPLE_SECONDS": "0.1", "MPLBACKEND": "agg", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "scripts" / script)],
        cwd=tmp_path,
        env=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    for line in PROMISED[script]:
        assert re.search(line, done.stdout), (line, done.stdout)
    assert list(tmp_path.iterdir()) == []
