"""What is public is seen: by ``dir``, ``help``, type checkers and editors; and it is quick to import."""

from __future__ import annotations

import inspect
import logging
import os
import pydoc
import subprocess
import sys

import pytest
from mypy import api

import dagplan
from tests.build import asked, linked, read
from tests.places import ROOT

PROMISED = {
    "plan",
    "check",
    "explain",
    "suggest",
    "apply",
    "difference",
    "with_bookings",
    "read",
    "read_plan",
    "write",
}
PROMISED |= {
    "to_bytes",
    "read_study",
    "run_study",
    "Plan",
    "PlanRequest",
    "Progress",
    "Offer",
    "Explanation",
    "Change",
}
PROMISED |= {"Applied", "Difference", "Violation", "Problem", "InputError", "OutputError", "Study", "StudyResult"}


def test_dir_has_all_that_is_public_and_nothing_else():
    shown = {name for name in dir(dagplan) if not name.startswith("__")}
    assert shown == set(dagplan.__all__) - {"__version__"}
    assert shown >= PROMISED


def test_help_has_all_that_is_public():
    page = pydoc.plain(pydoc.render_doc(dagplan))
    for name in PROMISED:
        assert f" {name}(" in page or f"class {name}(" in page or f" {name} = " in page, name
    for name in ("models", "files", "solver", "scenarios", "report"):
        assert f"    {name} (package)" in page


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_each_name_says_what_it_is(name):
    value = getattr(dagplan, name)
    if name != "Change":  # a union
        assert inspect.getdoc(value)
    if inspect.isfunction(value):
        assert {"Raises", "TypeError"} <= set(inspect.getdoc(value).split()), "what it raises"
        assert "" not in inspect.get_annotations(value).values()
        assert inspect.signature(value).return_annotation is not inspect.Signature.empty


def test_looking_around_brings_in_nothing():
    code = (
        "import sys, dagplan; dir(dagplan); dagplan.read, dagplan.write, dagplan.Offer, dagplan.Plan; "
        "print([one for one in ('ortools', 'pandas', 'typer', 'rich') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
    code = "import sys, dagplan; print(sorted(one for one in sys.modules if one.startswith('dagplan')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['dagplan', 'dagplan.version']"


WRAPPER = '''
import dagplan
from pathlib import Path


def best(path: Path, request_id: str) -> list[dagplan.Offer]:
    """A small wrapper's whole day."""
    request = dagplan.read(path)
    seen: list[dagplan.Progress] = []
    made = dagplan.plan(request, on_progress=seen.append)
    found: dagplan.Explanation = dagplan.explain(request, made, seconds=5)
    wrong: list[dagplan.Violation] = dagplan.check(request, made)
    drop = {"kind": "drop_request", "request": request_id}
    changes: list[dagplan.Change] = list(dagplan.models.read_changes([drop]))
    applied: dagplan.Applied = dagplan.apply(request, changes)
    other = dagplan.plan(dagplan.with_bookings(applied.request, made))
    changed: dagplan.Difference = dagplan.difference(made, other)
    dagplan.write(changed, path.with_suffix(".diff.json"))
    page: bytes = dagplan.to_bytes(made, "html", request=request, language="sv")
    result: dagplan.StudyResult = dagplan.run_study(dagplan.read_study("study.toml"))
    print(len(page), wrong, found.unbooked, result.failed, dagplan.MEDIA_TYPES["html"])
    return dagplan.suggest(request, request_id, n=3)


reveal_type(dagplan.plan)
reveal_type(dagplan.read)
reveal_type(dagplan.files.read)
'''
WRONG = {
    'dagplan.plan("week.json")': "arg-type",
    "dagplan.plan(dagplan.read('x'), seconds=5)": "call-arg",
    "dagplan.no_such_name": "attr-defined",
    "dagplan.write(dagplan.read('x'), 'x.xlsx', language='fr')": "arg-type",
}


def test_a_wrapper_passes_a_strict_type_checker_and_a_wrong_one_does_not(tmp_path):
    right, wrong = tmp_path / "wrapper.py", tmp_path / "wrong_wrapper.py"
    right.write_text(WRAPPER, "utf-8")
    wrong.write_text("import dagplan\n" + "\n".join(WRONG) + "\n", "utf-8")
    options = ["--strict", "--cache-dir", str(ROOT / ".mypy_cache"), "--config-file", str(ROOT / "pyproject.toml")]
    said, trouble, _ = api.run([*options, str(right), str(wrong)])
    assert trouble == ""
    of_right = [line for line in said.splitlines() if "wrong_wrapper" not in line and "error:" in line]
    assert of_right == []
    assert "def (request: dagplan.models.request.PlanRequest" in said
    assert "-> dagplan.models.request.PlanRequest" in said
    assert "dagplan.files.reading.Reading[dagplan.models.request.PlanRequest]" in said
    errors = [line for line in said.splitlines() if "wrong_wrapper" in line and "error:" in line]
    assert [line.rsplit("[")[-1].rstrip("]") for line in errors] == list(WRONG.values())


SILENT = """
import logging, json, sys, dagplan
from tests.build import asked, linked, read, single
many = [linked()] + [single(f"q{n}", patient=f"p{n}", competence="physician") for n in range(9)]
request = read(asked(*many, settings={"time_limit": 1, "workers": 2}))
made = dagplan.plan(request)
dagplan.explain(request, made, seconds=2)
dagplan.suggest(request, "r1", allow_moves=1)
bundle = json.loads(dagplan.to_bytes(request, "fhir"))
bundle["entry"].append({"resource": {"resourceType": "Basic", "id": "b-1", "code": {"text": "x"}}})
dagplan.read(json.dumps(bundle).encode(), form="fhir")
for wrong in (b"{", b"PK"):
    try:
        dagplan.read(wrong, name="x.json")
    except dagplan.InputError:
        continue
found = [one for name in ["", *logging.root.manager.loggerDict] for one in logging.getLogger(name).handlers]
assert [type(one) for one in found if not isinstance(one, logging.NullHandler)] == [], found
assert logging.getLogger("dagplan").level == logging.NOTSET
"""


@pytest.mark.parametrize("kernel", ["off", ""])
def test_nothing_is_printed_and_no_logger_is_set_up(kernel):
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "DAGPLAN_KERNEL": kernel}
    if not kernel:
        del surroundings["DAGPLAN_KERNEL"]
    done = subprocess.run(
        [sys.executable, "-c", SILENT], capture_output=True, text=True, check=False, env=surroundings
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_the_engine_is_at_is_logged_under_our_name(caplog):
    with caplog.at_level(logging.INFO):
        dagplan.plan(read(asked(linked())))
    assert caplog.records
    assert all(record.name.startswith("dagplan.") for record in caplog.records)
