"""What the page for wrappers shows runs as it stands, passes a strict type checker, and prints what it says."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from mypy import api

from tests.places import EXAMPLES, ROOT

PAGE = (ROOT / "docs" / "wrapping.md").read_text("utf-8")
SNIPPETS = "\n".join(re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S))
PRINTED = """\
optimal 2
text/html b'<!doctype html>'
0 0
True True
feasible
upload.json: $.first_date local_date
"""


@pytest.mark.clock
def test_it_runs_and_prints_nothing_else(tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    (tmp_path / "wrapper.py").write_text(SNIPPETS, "utf-8")
    done = subprocess.run(
        [sys.executable, "wrapper.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (PRINTED, "")
    assert b"BEGIN:VCALENDAR" in (tmp_path / "plan.ics").read_bytes()


USED = """
import json
import pathlib
from starlette.testclient import TestClient

body = pathlib.Path("examples/asthma.request.json").read_bytes()
asked = dagplan.read(body, form="json")
print(len(dagplan.read_plan(planned_workbook(body, "json", 1.0), asked, form="xlsx").bookings))
with TestClient(app) as client:
    answer = client.post("/plans", content=body, headers={"Content-Type": "application/json"})
    print(answer.status_code, len(answer.json()["bookings"]))
    answer = client.post("/plans", content=b"{}", headers={"Content-Type": "application/json"})
    print(answer.status_code, sorted(one["place"] for one in answer.json()["problems"])[0])
tasks, answers = queue.Queue(), queue.Queue()
for one in (body.decode(), "{}", None):
    tasks.put(one)
work_on(tasks, answers)
print(len(json.loads(answers.get())["bookings"]), answers.get()[:8])
"""


def test_its_three_wrappers_do_what_they_say(tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    _, wrappers = PAGE.split("## Three wrappers")
    shown = "\n".join(re.findall(r"^```python\n(.*?)^```", wrappers.split("\n## ")[0], re.M | re.S))
    imports = "import asyncio\nimport threading\nimport dagplan\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", imports + shown + USED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("2\n200 2\n422 upload: $.first_date\n2 refused:\n", "")


def test_it_passes_a_strict_type_checker(tmp_path):
    (tmp_path / "wrapper.py").write_text(SNIPPETS, "utf-8")
    options = ["--strict", "--cache-dir", str(ROOT / ".mypy_cache"), "--config-file", str(ROOT / "pyproject.toml")]
    said, trouble, _ = api.run([*options, str(tmp_path / "wrapper.py")])
    assert (said.strip(), trouble) == ("Success: no issues found in 1 source file", "")


def test_its_table_of_forms_is_true():
    from dagplan import MEDIA_TYPES

    rows = re.findall(r"^\| (`.*?) \| `([\w./+-]+)` \|", PAGE, re.M)
    told = {name: media_type for names, media_type in rows for name in re.findall(r"`(\w+)`", names)}
    assert told == MEDIA_TYPES
