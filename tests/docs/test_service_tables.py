"""The page on the service: its tables are those of the code, and its five lines make a plan."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import block
from tests.places import EXAMPLES, ROOT
from tools.service_tables import PAGE, with_tables


def test_its_tables_are_those_of_the_code():
    page = PAGE.read_text("utf-8")
    assert page == with_tables(page), "write them anew: python -m tools.service_tables"


def test_a_page_without_a_place_for_a_table_is_told():
    with pytest.raises(LookupError, match="routes"):
        with_tables("# The service\n")


@pytest.mark.skipif(shutil.which("curl") is None, reason="the lines call curl, which is not installed")
def test_five_lines_make_a_plan(tmp_path):
    shown = block("README.md", "sh", "dagplan serve")
    assert block("docs/service.md", "sh", "dagplan serve") == shown
    first, *lines = shown.splitlines()
    assert first == "pip install '.[service]'"
    assert len(lines) == 4
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = "\n".join(["trap 'kill %1; wait' EXIT", *lines]).replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    commands = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    given = {
        **os.environ,
        "PATH": commands,
        "DAGPLAN_PORT": str(port),
        "DAGPLAN_DATA": str(tmp_path / "data"),
        "DAGPLAN_ASKERS": "1",
    }
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=given, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    job = json.loads(done.stdout)
    assert (job["state"], job["plan"]["status"], len(job["plan"]["bookings"])) == ("done", "optimal", 2)


def test_what_the_unit_and_the_container_set_are_settings_of_ours():
    from dagplan.service.settings import Settings

    known = {f"DAGPLAN_{name.upper()}" for name in Settings.model_fields}
    for file in ("dagplan.service", "Containerfile", "compose.yaml", "nginx.conf"):
        text = (ROOT / "deploy" / file).read_text("utf-8")
        named = {word.split("=")[0] for word in text.replace(":", "=").split() if word.startswith("DAGPLAN_")}
        assert {name.strip("(),.") for name in named} <= known, file
