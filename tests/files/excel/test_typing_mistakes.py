"""A planner who fills in the template and mistypes: how many rounds it takes, and what each of them says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dagplan.cli import main
from dagplan.files import read_request, write_marked, write_template
from dagplan.files.excel.problem_cells import cells_of
from dagplan.files.excel.sheets import Book
from dagplan.models import InputError
from dagplan.models.errors import Problem
from dagplan.words import use_language

MONDAY = date(2026, 12, 7)
Mistake = tuple[str, int, str, Any]
"""Sheet, row, heading, and what is typed there."""

WALKS: dict[str, list[Mistake]] = {
    "words": [
        ("Besök", 2, "Kompetens", "spirometrri"),
        ("Veckoschema", 4, "Vårdpersonal", "lak-1"),
        ("Vårdbegäran", 3, "Prioritet", "brådksande"),
        ("Vårdbegäran", 4, "Inte före", 9.3),
        ("Vårdbegäran", 6, "Id", "r1"),
    ],
    "references": [
        ("Besök", 4, "Vårdbegäran", "r22"),
        ("Avvikelser", 2, "Vårdenhet", "vc1"),
        ("Veckoschema", 6, "Veckodagar", "tis, onns"),
        ("Besök", 3, "Längd", "30 minutr"),
        ("Vårdpersonal", 5, "Id", "läk 2"),
    ],
    "fixed words": [
        ("Besök", 5, "Roll", "primmär"),
        ("Besök", 2, "Utrustning", "spirometerr"),
        ("Inställningar", 6, "Värde", "tidgt"),
        ("Upptaget", 2, "Vårdpersonal", "läk-11"),
        ("Bokningar", 2, "Besök", "r6-11"),
    ],
    "times": [
        ("Inställningar", 4, "Värde", "8/12/2026"),
        ("Veckoschema", 2, "Slut", "16,5"),
        ("Upptaget", 2, "Slut", "2026-12-08 25:00"),
        ("Vårdbegäran", 2, "Längsta väntan", "en timme"),
        ("Veckoschema", 3, "Lunch", "12:00"),
    ],
    "headings": [
        ("Besök", 1, "Kompetens", "Kompetns"),
        ("Vårdbegäran", 1, "Patient", "Pasient"),
        ("Inställningar", 4, "Inställning", "Sista datumet"),
        ("Vårdenheter", 2, "Typ", "vårdcentralen"),
        ("Bokningar", 2, "Låst", "jaa"),
    ],
}


class Planner:
    """Fills in a template, and mends what is told of it."""

    def __init__(self, folder: Path, mistakes: list[Mistake]) -> None:
        self.path = folder / "vecka.xlsx"
        write_template(self.path, "sv", MONDAY)
        self.right: dict[tuple[str, int, int], Any] = {}
        book = load_workbook(self.path)
        for sheet, row, heading, typed in mistakes:
            cells = [cell.value for cell in book[sheet][1]]
            if sheet == "Inställningar" and heading == "Värde" and typed == "8/12/2026":
                assert book[sheet].cell(row, 1).value == "Sista datum"
            cell = book[sheet].cell(row, cells.index(heading) + 1)
            self.right[sheet, row, cells.index(heading) + 1] = cell.value
            cell.value = typed
        book.save(self.path)

    def problems(self) -> tuple[Problem, ...]:
        try:
            read_request(self.path)
        except InputError as error:
            return error.told
        return ()

    def marked(self, problems: tuple[Problem, ...]) -> set[tuple[str, int, int]]:
        """The cells that the problems speak of."""
        book = Book(self.path)
        return {(title, *at) for title in book.titles for at in cells_of(book, title, problems, "sv")}

    def mend(self, cells: set[tuple[str, int, int]]) -> None:
        book = load_workbook(self.path)
        for sheet, row, column in cells & self.right.keys():
            book[sheet].cell(row, column).value = self.right.pop((sheet, row, column))
        book.save(self.path)


@pytest.mark.parametrize("name", WALKS)
def test_five_mistakes_take_at_most_two_rounds(name: str, tmp_path: Path) -> None:
    planner = Planner(tmp_path, WALKS[name])
    rounds = 0
    while problems := planner.problems():
        rounds += 1
        cells = planner.marked(problems)
        assert cells <= planner.right.keys(), [str(one) for one in problems]  # nothing that only follows
        assert len(problems) <= len(planner.right)
        planner.mend(cells)
        assert rounds <= 2
    assert not planner.right
    assert rounds


def test_what_is_said_of_five_mistakes(tmp_path: Path) -> None:
    planner = Planner(tmp_path, WALKS["words"])
    with use_language("sv"):
        told = [one.shown.removeprefix(f"{planner.path}: ") for one in planner.problems()]
    assert told == [
        "blad Besök, rad 2, kolumn Kompetens: ingen har kompetensen spirometrri; menade du spirometri?",
        "blad Veckoschema, rad 4, kolumn Vårdpersonal: det finns ingen i vårdpersonalen med id lak-1; "
        "menade du läk-1?",
        "blad Vårdbegäran, rad 3, kolumn Prioritet: här står brådksande; menade du brådskande? "
        "Orden är rutin, brådskande, snarast, omedelbart",
        "blad Vårdbegäran, rad 4, kolumn Inte före: skriv ett klockslag som HH:MM; här står talet 9,3, "
        "som kan betyda 09:30 eller 09:18",
        "blad Vårdbegäran, rad 6, kolumn Id: id r1 används två gånger, först på rad 2",
    ]


def test_rows_that_share_a_mistake_are_told_once(tmp_path: Path) -> None:
    rows = [("Besök", row, "Kompetens", "läkkare") for row in (3, 5, 6, 9)]
    planner = Planner(tmp_path, [*rows, ("Veckoschema", 2, "Vårdenhet", "vc-11")])
    problems = planner.problems()
    assert [str(one).partition(": ")[2] for one in problems] == [
        "sheet Besök, rows 3, 5–6, 9, column Kompetens: nobody has the competence läkkare; did you mean läkare?",
        "sheet Veckoschema, row 2, column Vårdenhet: there is no care unit vc-11; did you mean vc-1?",
    ]
    assert planner.marked(problems) == planner.right.keys()
    write_marked(planner.path, problems, tmp_path / "fel.xlsx", "sv")
    sheet = load_workbook(tmp_path / "fel.xlsx")["Besök"]
    noted = {cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment}
    assert noted == {"F3", "F5", "F6", "F9"}


def test_what_stands_there_is_said_unless_it_may_be_a_patient_s_name(tmp_path: Path) -> None:
    mistakes = [
        ("Besök", 2, "Längd", 0),
        ("Besök", 3, "Längd", 0),
        ("Vårdpersonal", 2, "Id", "Anna Berg"),
        ("Vårdbegäran", 3, "Patient", "Anna Berg"),
        ("Vårdbegäran", 4, "Id", "begäran 3"),
        ("Inställningar", 2, "Värde", "Europe/Stokholm"),
    ]
    an_id = "an id is a letter followed by at most 63 letters, digits, '_', '.' or '-'"
    assert [str(one).partition(": ")[2] for one in Planner(tmp_path, mistakes).problems()] == [
        "sheet Besök, rows 2–3, column Längd: must be at least 1; here stands the number 0",
        "sheet Inställningar, row 2, column Värde: no such time zone; write an IANA name such as Europe/Stockholm; "
        "here stands Europe/Stokholm",
        f"sheet Vårdbegäran, row 3, column Patient: {an_id}",
        f"sheet Vårdbegäran, row 4, column Id: {an_id}; here stands begäran 3",
        f"sheet Vårdpersonal, row 2, column Id: {an_id}; here stands Anna Berg",
    ]


def test_a_mistyped_competence_is_told_before_the_plan_is_looked_for(tmp_path: Path, capsys: Any) -> None:
    planner = Planner(tmp_path, [("Besök", 2, "Kompetens", "spirometrri")])
    out = tmp_path / "plan.json"
    line = f"{planner.path}: Ingen har kompetensen spirometrri, som r1-1 kräver; menade du spirometri?"
    command = ["plan", str(planner.path), "--language", "sv", "--time-limit", "1", "--out", str(out)]
    assert main(command) == 0
    captured = capsys.readouterr()
    assert line in captured.err.splitlines()
    assert "menade du spirometri?" in " ".join(captured.out.split())
    assert main(["check", str(planner.path), str(out), "--language", "sv"]) == 0
    assert line in capsys.readouterr().err.splitlines()


def test_the_monday_of_the_template(tmp_path: Path) -> None:
    write_template(tmp_path / "week.xlsx", "en", MONDAY)
    request = read_request(tmp_path / "week.xlsx")
    assert (request.first_date, request.last_date) == (MONDAY, MONDAY + timedelta(days=4))
