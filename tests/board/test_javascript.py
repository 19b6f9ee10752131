"""The page's JavaScript: its own tests, its types, and how it is written; with the tools of a developer's machine."""

import os
import shutil
import subprocess

import pytest

from tests.places import ROOT

NODE = shutil.which("node")
TOOLS = ROOT / "node_modules" / ".bin"

pytestmark = pytest.mark.skipif(NODE is None, reason="no node on this machine (Debian: apt-get install nodejs)")
with_tools = pytest.mark.skipif(
    not (TOOLS / "tsc").exists(), reason="the tools of package.json are not installed: npm install --no-package-lock"
)


def run(*command):
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_modules_do_what_their_tests_say():
    said = run(NODE, "--test", "--test-reporter=tap", "tests/board/js/")
    assert "# fail 0" in said
    assert int(said.rpartition("# pass ")[2].split()[0]) >= 20


@with_tools
def test_the_types_hold():
    run(str(TOOLS / "tsc"), "--project", "tests/board/js")


@with_tools
def test_it_is_linted_and_formatted():
    run(str(TOOLS / "biome"), "ci")
