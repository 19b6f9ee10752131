"""The instances that tests draw: a term that comes later changes nothing else of any seed."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tests import instances
from tests.drawn_instances import drawn
from tests.instances import tiny
from tests.odd_instances import odd
from tests.replanned_instances import replanned


@pytest.mark.parametrize("draw", [tiny, odd, replanned, drawn])
def test_a_later_weight_is_drawn_and_leaves_all_else(draw, monkeypatch):
    before = [deepcopy(draw(seed)) for seed in range(60)]
    monkeypatch.setitem(instances.LATER_WEIGHTS, "made_up", (7, 8))
    after = [draw(seed) for seed in range(60)]
    seen = set()
    for old, new in zip(before, after, strict=True):
        weights = new["settings"].get("weights", {})
        seen.add(weights.pop("made_up", None))
        if "weights" not in old["settings"] and not weights:
            new["settings"].pop("weights", None)
        assert new == old
    assert seen == {None, 7, 8}
