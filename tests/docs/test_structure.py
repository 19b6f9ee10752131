"""The picture of the structure is that of the code, and can be drawn only where there is no circle."""

import pytest

from tests.places import ROOT
from tools.structure import picture, ranks, reduced


def test_the_picture_is_drawn_from_the_code_of_today():
    drawn = (ROOT / "docs" / "pictures" / "structure.svg").read_text("utf-8")
    assert drawn == picture(), "draw it anew: python -m tools.structure"


def test_an_arrow_that_a_longer_way_implies_is_left_out():
    everything = {"cli": {"report", "files", "models"}, "report": {"files"}, "files": {"models"}, "models": set()}
    assert reduced(everything) == {"cli": {"report"}, "report": {"files"}, "files": {"models"}, "models": set()}


def test_a_box_stands_above_all_that_it_uses():
    assert ranks({"a": {"b", "c"}, "b": {"c"}, "c": set(), "d": {"c"}}) == {"c": 0, "b": 1, "a": 2, "d": 1}


def test_a_circle_can_not_be_drawn():
    with pytest.raises(RecursionError):
        ranks({"a": {"b"}, "b": {"a"}})
