"""What the engine tells while it works: nothing unasked, milestones, more; and never of whom."""

import logging
import subprocess
import sys

import pytest

from dagplan import PlanRequest, cli, plan
from tests.places import EXAMPLES, ROOT

EXAMPLE = str(EXAMPLES / "asthma.request.json")
CALL = ["plan", EXAMPLE, "--time-limit", "2", "--workers", "1", "--quiet"]


@pytest.fixture(autouse=True)
def _as_before():
    yield
    cli.main(["plan", EXAMPLE, "--quiet", "--time-limit", "1"])  # asks for nothing: takes the handler away


def told(capsys):
    """Module and text of each line on standard error."""
    lines = capsys.readouterr().err.splitlines()
    return [line.split(" s  ", 1)[1].split(": ", 1) for line in lines]


def test_nothing_is_told_unasked(capsys):
    assert cli.main(CALL) == 0
    assert capsys.readouterr() == ("", "")


def test_milestones_in_their_order_with_the_sizes_and_what_the_plan_is_worth(capsys):
    assert cli.main([*CALL, "-v"]) == 0
    lines = told(capsys)
    assert [text.split(":")[0] for _, text in lines] == ["instance", "first plan", "parts", "end"]
    texts = [text for _, text in lines]
    assert texts[0].startswith("instance: 1 requests with 2 visits to plan, 2 people in 2 free windows")
    assert texts[-1].startswith("end: optimal, cost 0, lower bound 0, gap 0.00 %, 2 visits booked, 0 requests not")
    assert lines[0][0] == "solver.instance.translate"


def test_a_call_that_asks_for_nothing_after_one_that_did_is_silent_again(capsys):
    cli.main([*CALL, "-vv"])
    capsys.readouterr()
    cli.main(CALL)
    assert capsys.readouterr().err == ""


def test_no_patient_request_or_visit_is_named(capsys):
    week = str(EXAMPLES / "vardcentral-week.request.json")
    assert cli.main(["plan", week, "--time-limit", "2", "--workers", "1", "--quiet", "-vv"]) == 0
    text = capsys.readouterr().err
    request = PlanRequest.model_validate_json((EXAMPLES / "vardcentral-week.request.json").read_bytes())
    named = {one.patient for one in request.requests} | {one.id for one in request.requests}
    named |= {visit.id for one in request.requests for visit in one.visits}
    words = set(text.replace(",", " ").replace(":", " ").split())
    assert "search" in words
    assert "round" in words
    assert not words & named


def test_as_a_library_it_logs_under_its_name_and_prints_nothing(caplog, capfd):
    request = PlanRequest.model_validate_json((EXAMPLES / "asthma.request.json").read_bytes())
    with caplog.at_level(logging.INFO, logger="dagplan"):
        plan(request)
    assert {record.name.split(".")[0] for record in caplog.records} == {"dagplan"}
    assert capfd.readouterr() == ("", "")


def test_an_application_that_sets_nothing_up_hears_nothing():
    code = "import logging, dagplan.models;logging.getLogger('dagplan.solver').critical('for nobody')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
