"""What a plan says is told in the language of a page where it has values for it, else as it stands."""

from __future__ import annotations

from dagplan.models.plan import Fix, PlanWarning, Reason
from dagplan.report.page_words import reason_text, told
from dagplan.words.messages.plan_warnings import PlanWarnings


def test_what_has_no_swedish_stays_as_it_is():
    assert reason_text("sv", "r1", Reason(code="new", message="r1: new.", proof="proven")) == ("new.", "en")
    assert told("sv", Fix(changes=({"kind": "new"},), placement=(), message="New.")) == ("New.", "en")
    assert told("sv", PlanWarning(code="new", message="New.")) == ("New.", "en")


def test_what_has_swedish_is_told_in_it():
    said = PlanWarnings.MAYBE_FEWER()
    assert told("sv", PlanWarning(code="new", **said.fields)) == ("kanske räcker det med färre", "sv")
    assert told("en", PlanWarning(code="new", **said.fields)) == ("fewer may do", "en")
    reason = Reason(code="new", proof="proven", **said.fields)
    assert reason_text("sv", "r1", reason) == ("kanske räcker det med färre", "sv")
