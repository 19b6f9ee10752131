"""A process that has made itself ready brings nothing large in any more."""

from __future__ import annotations

import subprocess
import sys

import pytest

LARGE = "ortools", "pandas", "jinja2"
SCRIPT = """
import sys
from dagplan.service.operations import catalogue, document, judging, warming
from dagplan.solver import Run

def large():
    return {name for name in sys.modules if name.split(".")[0] in %r or name.startswith("dagplan.solver")}

warming.%s()
before = large()
request = document.Document(catalogue.example("few-things"))
Run(document.opened(request).request).make()
print(sorted(before & set(%r)), sorted(large() - before))
"""


@pytest.mark.parametrize(
    ("function", "there"),
    [("ready_to_plan", ["ortools"]), ("ready_to_answer", ["jinja2", "ortools"])],
)
def test_the_first_plan_of_a_ready_process_brings_nothing_large_in(function, there):
    script = SCRIPT % (LARGE, function, LARGE)
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert told.strip() == f"{there} []"
