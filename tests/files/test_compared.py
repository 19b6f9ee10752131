"""Two plans from files told apart: what they cost is true in every pair of forms, or said not to be known."""

from __future__ import annotations

import csv
import io
import itertools
import json
import subprocess
import sys

import pytest
from openpyxl import load_workbook

from dagplan.cli import main
from dagplan.files import fhir, load, nothing_asked, plan_formats, plan_in_file, read_request, write_all
from dagplan.files.compared import compared
from dagplan.files.stated_cost import bookings_mark
from dagplan.models.plan import to_json
from tests.build import asked, linked, plan_with, read, single

FORMS = ["plan.json", "plan.xlsx", "plan-csv", "plan.fhir.json"]
REQUEST = read(asked(linked(), single(), single("r3", "p3")))
"""Unbooked: 1,000 a visit; a minute between linked visits: 1."""
OLD = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "09:00"))
"""Without r3: 1,000."""
NEW = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "09:00"), ("r3-v", "doctor", "10:00"))
"""Without r2, and with half an hour of waiting: 1,030."""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Both plans in every form, and the request."""
    folder = tmp_path_factory.mktemp("plans")
    for name, made in (("old", OLD), ("new", NEW)):
        (folder / name).mkdir()
        write_all(made, [folder / name / form for form in FORMS], plan_formats(REQUEST))
    (folder / "request.json").write_text(to_json(REQUEST))
    return folder


def reading(path):
    return plan_in_file(path, nothing_asked())


def costs(found):
    return found.cost.before, found.cost.after


@pytest.mark.parametrize(("before", "after"), list(itertools.product(FORMS, FORMS)))
def test_costs_are_true_in_every_pair_of_forms(written, before, after):
    old, new = reading(written / "old" / before), reading(written / "new" / after)
    found = compared(old, new)
    assert costs(found) == (1000, 1030)
    assert [len(part) for part in (found.moved, found.added, found.dropped)] == [1, 1, 1]
    assert (found.booked_requests, found.unbooked_requests) == (("r3",), ("r2",))
    same = compared(old, reading(written / "old" / after))
    assert same.same_bookings
    assert costs(same) == (1000, 1000)
    assert costs(compared(old, new, REQUEST)) == (1000, 1030)


def by_hand(path, folder):
    """The same plan with another start, as somebody types it into the file."""
    goal = folder / path.name
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        sheet = book["Bokningar"]
        titles = [cell.value for cell in sheet[1]]
        for title in ("Start", "Slut"):
            cell = sheet.cell(2, titles.index(title) + 1)
            cell.value = cell.value.replace(hour=11)
        book.save(goal)
    elif path.is_dir():
        goal.mkdir()
        for part in path.iterdir():
            text = part.read_bytes().decode("utf-8-sig")
            if part.name == "bookings.csv":
                text = text.replace("T08:00", "T11:00").replace("T08:30", "T11:30", 1)
            (goal / part.name).write_text(text)
    else:
        text = path.read_text().replace("T08:00:00", "T07:00:00")
        goal.write_text(text)
    return goal


@pytest.mark.parametrize("form", FORMS[1:])
def test_of_bookings_changed_by_hand_the_cost_is_not_known_and_never_0(written, tmp_path, form):
    changed = reading(by_hand(written / "old" / form, tmp_path))
    assert bookings_mark(changed.value.bookings) != bookings_mark(OLD.bookings)
    found = compared(reading(written / "old" / "plan.json"), changed)
    assert len(found.moved) >= 1
    assert costs(found) == (1000, None)
    assert costs(compared(changed, changed)) == (None, None)


def test_a_csv_folder_saved_again_by_a_spreadsheet_says_what_it_said(written, tmp_path):
    goal = tmp_path / "again"
    goal.mkdir()
    for part in (written / "old" / "plan-csv").iterdir():
        rows = list(csv.reader(io.StringIO(part.read_bytes().decode("utf-8-sig")), delimiter=";"))
        text = io.StringIO()
        csv.writer(text, delimiter=",").writerows(rows)
        (goal / part.name).write_bytes(text.getvalue().encode("cp1252"))
    assert reading(goal).cost == 1000


def test_a_plan_of_bookings_alone_says_no_cost(written, tmp_path):
    path = tmp_path / "bare.json"
    path.write_text(json.dumps({"bookings": json.loads(to_json(OLD))["bookings"]}))
    bare, whole = reading(path), reading(written / "old" / "plan.json")
    assert (bare.cost, bare.tells_unbooked, whole.cost, whole.tells_unbooked) == (None, False, 1000, True)
    assert costs(compared(whole, bare)) == (1000, None)
    assert costs(compared(whole, bare, REQUEST)) == (1000, 1000)


def test_a_request_kept_in_part_is_not_called_booked_by_a_form_that_does_not_say_it(tmp_path):
    fact = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": "2026-10-05T08:00", "locked": True}
    request = read(asked(linked(), bookings=[fact]))
    torn = plan_with(request)
    write_all(torn, [tmp_path / form for form in FORMS], plan_formats(request))
    for before, after in itertools.product(FORMS, FORMS):
        found = compared(reading(tmp_path / before), reading(tmp_path / after))
        assert (found.booked_requests, found.unbooked_requests) == ((), ()), (before, after)
        found = compared(reading(tmp_path / before), reading(tmp_path / after), request)
        assert (found.booked_requests, found.unbooked_requests) == ((), ()), (before, after)


def test_a_bundle_of_a_plan_is_read_as_a_request_as_before(written):
    found = load(str(written / "old" / "plan.fhir.json"))
    assert found.problems == ()
    assert {one.reason for _file, one in found.passed_over} <= {"other_kind"}
    assert not any("Parameters" in one.message for _file, one in found.passed_over)
    assert [case.id for case in found.request.requests] == ["r1", "r2", "r3"]
    assert fhir.plan_bytes(REQUEST, OLD) == (written / "old" / "plan.fhir.json").read_bytes()


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "1 moved, 1 added, 1 dropped, 1 unchanged; cost 1,000 → 1,030"),
        ("sv", "1 flyttad, 1 ny, 1 borttagen, 1 oförändrad; kostnad 1\N{NO-BREAK SPACE}000 → 1\N{NO-BREAK SPACE}030"),
    ],
)
def test_the_command_says_it_in_the_language_asked_for(written, capsys, language, first):
    paths = [str(written / "old" / "plan.xlsx"), str(written / "new" / "plan-csv")]
    assert main(["diff", *paths, "--language", language]) == 0
    assert capsys.readouterr().out.splitlines()[0] == first


def test_the_machine_s_language_is_spoken_where_none_is_asked_for(written):
    paths = [str(written / "old" / "plan.xlsx"), str(written / "new" / "plan.xlsx")]
    for lang, word in (("sv_SE.UTF-8", "kostnad"), ("C.UTF-8", "cost")):
        call = [sys.executable, "-m", "dagplan", "diff", *paths]
        done = subprocess.run(
            call, env={"LC_ALL": lang, "PYTHONUTF8": "1"}, capture_output=True, text=True, check=True
        )
        assert f"; {word} 1" in done.stdout.splitlines()[0]


def test_for_reckons_both_costs(written, tmp_path, capsys):
    changed = by_hand(written / "old" / "plan.xlsx", tmp_path)
    paths = [str(changed), str(written / "new" / "plan.json")]
    assert main(["diff", *paths]) == 0
    assert "cost now 1,030, before not known: --for INPUT reckons both" in " ".join(capsys.readouterr().out.split())
    assert main(["diff", *paths, "--for", str(written / "request.json")]) == 0
    # The nurse's visit comes after the physician's now, which the cost doesn't count: r3 is lacking, and that is all.
    assert "; cost 1,000 → 1,030" in capsys.readouterr().out.splitlines()[0]


def test_a_request_that_can_t_be_read_is_told(written, capsys):
    paths = [str(written / "old" / "plan.json"), str(written / "new" / "plan.json")]
    assert main(["diff", *paths, "--for", str(written / "no.json")]) == 2
    assert "no.json: " in capsys.readouterr().err
    assert read_request(written / "request.json") == REQUEST
