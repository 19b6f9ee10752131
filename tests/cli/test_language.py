"""What a planner in Sweden reads: screen, faults and help in the language asked for, or the machine's."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dagplan.cli import main
from tests.places import EXAMPLES

ASTHMA = str(EXAMPLES / "asthma.request.json")


def test_a_plan_on_a_swedish_screen(capsys):
    assert main(["plan", ASTHMA, "--language", "sv"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-12-08  vc-1 (Vårdcentral 1)  2 besök",
        " asthma-nurse",
        "  09:30–10:00  r1-spirometry  sekundärt 1/2 → primärt r1-physician",
        " physician-1",
        "  10:00–10:30  r1-physician   primärt 2/2 ← r1-spirometry",
        "",
        "Kostnad 0, bevisad undre gräns 0: ingen plan är bättre.",
        "Inget kostar något.",
        "Att känna till: Planens dagar, den 8 december 2026 till den 8 december 2026,",
        "ligger inte alla inom giltigheten för SSN14971-1865200826-11 version 5.0, den 27",
        "januari 2025 till den 14 november 2026.",
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["plan", ASTHMA, "--mark-errors", "x.xlsx"],
            "--mark-errors: bara en arbetsbok kan få fel markerade (.xlsx)",
        ),
        (["suggest", ASTHMA], "suggest: ange antingen --request eller --free"),
        (
            ["suggest", ASTHMA, "--free", "n", "2026-12-08 noon", "2026-12-08T13:00"],
            "--free START: skriv en lokal tid, som 2026-12-07T09:30",
        ),
    ],
)
def test_a_fault_of_a_call_in_swedish(arguments, line, capsys):
    assert main([*arguments, "--language", "sv"]) == 2
    assert line in capsys.readouterr().err.splitlines()


def test_the_language_is_the_machines_where_none_is_asked_for(tmp_path):
    def said(**settings):
        command = [sys.executable, "-m", "dagplan", "template", str(tmp_path / f"{len(settings)}.xlsx")]
        environment = {**os.environ, **settings}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.split()[0]

    assert said(LANG="sv_SE.UTF-8", PYTHONUTF8="1") == "Fyll"
    assert said(LANG="sv_SE.UTF-8", LC_ALL="C.UTF-8", PYTHONUTF8="1") == "Fill"


def test_one_call_does_not_leave_its_language_to_the_next(capsys):
    main(["suggest", ASTHMA, "--language", "sv"])
    main(["suggest", ASTHMA])
    assert "suggest: give either --request or --free" in capsys.readouterr().err


def test_the_help_is_swedish_on_a_swedish_machine(monkeypatch, capsys):
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    assert main(["plan", "--help"]) == 0
    assert "Gör en plan." in capsys.readouterr().out
