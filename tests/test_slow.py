"""The list of slow tests names tests that are there: a name that is no more would leave a new one unguarded."""

from __future__ import annotations

import re

from tests.places import ROOT

NAMES = [line for line in (ROOT / "tests" / "slow.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


def test_every_slow_test_is_there():
    assert len(NAMES) > 100
    for name in NAMES:
        path, _, test = name.partition("::")
        text = (ROOT / path).read_text("utf-8")
        assert not test or re.search(rf"^def {test}\(", text, re.MULTILINE), name
