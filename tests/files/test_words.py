"""What is said of files in Swedish: the sentences by hand, and no English left in any of them but names and codes."""

from __future__ import annotations

import errno
import json
import os
import re
from datetime import date, timedelta
from typing import Any

import pytest
from babel.messages.pofile import read_po

from dagplan.cli import main
from dagplan.files import excel, read, read_plan, read_request, write_all
from dagplan.files.cell_values import NotRead, value_of
from dagplan.files.csv_folder import write_request
from dagplan.files.json_file import read_object
from dagplan.files.places import TableName, in_words, system_error
from dagplan.files.writing import FileFormat
from dagplan.models import InputError, PlanRequest
from dagplan.models.errors import Problem
from dagplan.models.faults import OutputError
from dagplan.words import use_language
from dagplan.words.catalogue import DOMAIN, LOCALES
from dagplan.words.message import Message
from dagplan.words.messages import (
    calendar_words,
    fhir_faults,
    file_faults,
    passed_over,
    places,
    plan_book_words,
    table_faults,
    template_words,
)
from dagplan.words.registry import in_language, said_of
from tests.build import asked, single
from tests.files.fhir.test_cases import READ, path_of
from tests.files.fhir.test_cases import REFUSED as REFUSED_BUNDLES
from tests.files.test_sheet_cases import BOOKS, REFUSED, c0
from tests.workbooks import SHEETS, book

ENGLISH = frozenset(
    (
        *(
            "the",
            "is",
            "are",
            "of",
            "not",
            "and",
            "with",
            "here",
            "this",
            "that",
            "these",
            "there",
            "stands",
            "write",
        ),
        *("must", "can", "can't", "which", "only", "an", "it", "its", "no", "what", "who", "nobody", "nothing"),
        *("several", "both", "has", "have", "holds", "needs", "may", "be", "as", "by", "from", "save", "open", "row"),
        *("column", "sheet", "line", "key", "file", "folder", "visit", "request", "booking", "date", "time"),
        *("number", "minutes", "denied", "directory", "expecting"),
    )
)
"""Words of which a Swedish sentence has none, unless they are names or codes."""
NAMES = re.compile(
    r"\{[^}]*\}|[\w./:-]*\.(?:xlsx|json|csv|fhir)\b|\$[\w.\[\]]*|\bdagplan\b.*|all-or-none|before-start|fullUrl|"
    r"urn:\w+:|pip install.*|resourceType|\((?:ja, nej|bdl-\d|\w+-\d)\)"
)
FAMILIES = [
    member
    for module in (calendar_words, fhir_faults, file_faults, passed_over, places, plan_book_words, table_faults)
    for member in vars(module).values()
    if isinstance(member, type) and issubclass(member, Message) and member is not Message
] + [template_words.ProblemWords, template_words.TemplateWords, template_words.ReadMe, template_words.SheetNotes]


def english_in(text: str) -> set[str]:
    """The English words in a text that should have none."""
    return set(re.findall(r"[a-zåäö']+", NAMES.sub(" ", text).lower())) & ENGLISH


def shown(error: InputError) -> list[str]:
    """The lines on the screen, in Swedish."""
    with use_language("sv"):
        return [one.shown for one in error.problems]


def refused(path: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        read(path)
    return caught.value


def in_swedish(path: Any) -> list[str]:
    return [line.removeprefix(f"{path}: ") for line in shown(refused(path))]


@pytest.mark.parametrize("family", FAMILIES)
def test_no_sentence_in_swedish_has_english_in_it(family: type[Message]) -> None:
    with (LOCALES / "sv" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalogue = {str(one.id if isinstance(one.id, str) else one.id[0]): one.string or () for one in read_po(file)}
    for member in family:
        found = catalogue[member.one]
        for sentence in (found,) if isinstance(found, str) else found:
            assert sentence
            assert not english_in(sentence), sentence


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("C9-norefs.xlsx", ["har celler som inte säger var de står; öppna den i Excel och spara den på nytt"]),
        (
            "C12-avail.xlsx",
            [
                "blad Schema, rad 2, kolumn Slut: datumet saknar klockslag; skriv båda, som 2026-12-08 08:00",
                "blad Schema, rad 2, kolumn Start: datumet saknar klockslag; skriv båda, som 2026-12-08 08:00",
            ],
        ),
        (
            "C13-01.xlsx",
            [
                "blad Schema, rad 2, kolumn Start: skriv datum och klockslag som ÅÅÅÅ-MM-DD HH:MM; "
                "här står 8/12/2026 08:00, som kan betyda 2026-12-08 08:00 eller 2026-08-12 08:00"
            ],
        ),
        (
            "C13-clock93n.xlsx",
            [
                "blad Vårdbegäran, rad 2, kolumn Inte före: skriv ett klockslag som HH:MM; här står talet 9,3, "
                "som kan betyda 09:30 eller 09:18"
            ],
        ),
        (
            "C13-date2.xlsx",
            [
                "blad Inställningar, rad 2, kolumn Värde: skriv ett datum som ÅÅÅÅ-MM-DD; här står 8/12/2026, "
                "som kan betyda 2026-12-08 eller 2026-08-12"
            ],
        ),
        (
            "C15-mar1.xlsx",
            [
                "blad Vårdbegäran, rad 2, kolumn Patient: kalkylprogrammet gjorde ett datum av det som skrevs här "
                "(2026-03-01): ge cellen formatet Text och skriv det på nytt"
            ],
        ),
        ("C15-dup.xlsx", ["blad Besök, rad 1, kolumn Längd (min): kolumnen finns mer än en gång, också som Längd"]),
        ("C16-copy.xlsx", ["blad Besök (2): tabellen finns två gånger, också som Besök"]),
        (
            "C18.xls",
            ["kan inte läsas; de här går: .xlsx, .xlsm, .json, en mapp med CSV-filer (ingen ändelse)"],
        ),
    ],
)
def test_a_workbook_that_is_refused(name: str, says: list[str]) -> None:
    assert in_swedish(BOOKS / name) == says


@pytest.mark.parametrize("path", [*(BOOKS / name for name in REFUSED), *map(path_of, REFUSED_BUNDLES)], ids=str)
def test_each_case_says_one_thing_in_both_languages(path: Any) -> None:
    error = refused(path)
    for problem, line in zip(error.problems, shown(error), strict=True):
        assert str(said_of(problem.params)) == problem.message
        assert line.endswith(in_language(problem.params, "", "sv"))
        assert line != str(problem)
        assert not english_in(line.replace(str(path), "")), line


@pytest.mark.parametrize("case", READ)
def test_what_is_passed_over_says_one_thing_in_both_languages(case: str) -> None:
    for one in read(path_of(case)).passed_over:
        warning = one.warning
        assert str(said_of(json.loads(json.dumps(warning.params)))) == warning.message == one.message
        swedish = in_language(warning.params, "", "sv")
        assert swedish.startswith(("Används inte: ", "Denna Bundle är en sida "))
        assert not english_in(re.sub(r"\(\w+\)", "", swedish)), swedish


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (
            "f/F5-cancelled",
            ["Används inte: 1 Appointment (cancelled): den tar ingens tid; den första på $.entry[8].resource"],
        ),
        (
            "b/B6-prac",
            [
                "Används inte: 1 Slot (free), vårdpersonalen inte active: det som inte är i bruk bokas inte; "
                "den första på $.entry[5].resource"
            ],
        ),
    ],
)
def test_what_is_passed_over_by_hand(case: str, says: list[str]) -> None:
    with use_language("sv"):
        assert [one.shown for one in read(path_of(case)).passed_over] == says


PASSED = passed_over.PassedOverThings


@pytest.mark.parametrize(
    ("what", "english", "swedish"),
    [
        (PASSED.OTHER_KIND(n=1, kind="Library"), "1 Library", "1 Library"),
        (PASSED.OTHER_KIND(n=2, kind="Library"), "2 Libraries", "2 Library"),
        (PASSED.OTHER_KIND(n=2, kind="Observation"), "2 Observations", "2 Observation"),
        (PASSED.NO_RESOURCE(n=3), "3 entries without a resource", "3 entry utan resurs"),
        (PASSED.DELETION(n=1), "1 deletion (DELETE)", "1 borttagning (DELETE)"),
        (PASSED.DELETION(n=2), "2 deletions (DELETE)", "2 borttagningar (DELETE)"),
        (
            PASSED.OF_A_ROLE(n=2, name="specialty"),
            "2 specialties of a PractitionerRole with a period",
            "2 specialty i en PractitionerRole med en period",
        ),
    ],
)
def test_how_many_were_passed_over(what: Any, english: str, swedish: str) -> None:
    assert (str(what), what.told("sv")) == (english, swedish)


@pytest.mark.parametrize(
    ("place", "english", "swedish"),
    [
        (TableName("w.xlsx", "Besök").at(), "w.xlsx: sheet Besök", "w.xlsx: blad Besök"),
        (TableName("w.xlsx", "Besök").at(2), "w.xlsx: sheet Besök, row 2", "w.xlsx: blad Besök, rad 2"),
        (
            TableName("w.xlsx", "Besök").at(2, "Längd"),
            "w.xlsx: sheet Besök, row 2, column Längd",
            "w.xlsx: blad Besök, rad 2, kolumn Längd",
        ),
        (
            TableName("w.xlsx", "Inställningar").key("grid"),
            "w.xlsx: sheet Inställningar, key grid",
            "w.xlsx: blad Inställningar, inställningen grid",
        ),
        (TableName("visits.csv").at(3), "visits.csv: row 3", "visits.csv: rad 3"),
        (TableName("visits.csv").at(3, "id"), "visits.csv: row 3, column id", "visits.csv: rad 3, kolumn id"),
        (TableName("visits.csv").key("grid"), "visits.csv: key grid", "visits.csv: inställningen grid"),
        (places.Places.LINE(file="a.json", line=3), "a.json: line 3", "a.json: rad 3"),
    ],
)
def test_places(place: Any, english: str, swedish: str) -> None:
    problem = Problem.of(place, table_faults.TableFaults.NUMBER_ALL())
    assert (problem.place, problem.place_in("sv")) == (english, swedish)
    with use_language("sv"):
        assert problem.shown == f"{swedish}: numrera alla besök i en vårdbegäran, eller inget"
    assert str(problem) == f"{english}: number all visits of a request, or none"


def test_a_path_is_the_same_in_all_languages() -> None:
    problem = Problem.of("week.json: $.requests[3].id", file_faults.FileFaults.REPEATED_FIELD())
    with use_language("sv"):
        assert problem.shown == "week.json: $.requests[3].id: fältet står mer än en gång"
    assert TableName("visits.csv").at() == "visits.csv"


def test_a_message_that_names_another_entry_names_its_place_in_both_languages() -> None:
    """Whatever values a message has: a JSON path among them is the place in the file."""
    params = {"text": "disagreement.differs", "place": "$.units[0].id", "more": ["$.units[1]", "r1"]}
    where = TableName("w.xlsx", "Vårdenheter").at(2, "Id")

    class Error:
        def errors(self, **_kwargs: Any) -> list[dict[str, Any]]:
            context = {"message": "differs from $.units[0].id", "params": params}
            return [{"loc": ("units", 1, "id"), "type": "x", "ctx": context}]

        def error_count(self) -> int:
            return 1

    (found,) = in_words(Error(), lambda _location: where, ())  # type: ignore[arg-type]
    assert found.message == "differs from w.xlsx: sheet Vårdenheter, row 2, column Id"
    assert found.params == {
        "text": "disagreement.differs",
        "place": {
            "text": "place.sheet_cell",
            "file": "w.xlsx",
            "sheet": "Vårdenheter",
            "row": 2,
            "column": "Id",
        },
        "more": [
            {"text": "place.sheet_cell", "file": "w.xlsx", "sheet": "Vårdenheter", "row": 2, "column": "Id"},
            "r1",
        ],
    }


@pytest.mark.parametrize(
    ("cell", "kind", "swedish"),
    [
        ("1,000", "whole", "skriv ett heltal; här står 1,000"),
        (timedelta(days=30), "whole", "skriv ett heltal; här står en tidslängd på 720:00: ge cellen formatet Tal"),
        (True, "whole", "skriv ett heltal; här står värdet TRUE"),
        (date(2026, 12, 8), "clock", "skriv ett klockslag som HH:MM; här står datumet 2026-12-08"),
        (date(2026, 12, 8), "moment", "datumet saknar klockslag; skriv båda, som 2026-12-08 08:00"),
        ("kanske", "flag", "skriv ja eller nej; här står kanske"),
        ("8/12|okänt", "dates", "skriv datum som ÅÅÅÅ-MM-DD, med | mellan"),
    ],
)
def test_cells(cell: Any, kind: Any, swedish: str) -> None:
    found = value_of(cell, kind)
    assert isinstance(found, NotRead)
    assert found.said.told("sv") == swedish


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "filen är tom"),
        (b'{"a": 1,', "rad 1, kolumn 9: trasig JSON: här ska ett fältnamn inom citattecken stå"),
        (b'{"a" 1}', "rad 1, kolumn 6: trasig JSON: här saknas ett kolon"),
        (b'{\n"a": "\xe5"}', "rad 2: är inte text i UTF-8; spara filen som UTF-8"),
        (b"[1]", "$: filen måste innehålla ett objekt, { … }"),
    ],
)
def test_json(tmp_path: Any, text: bytes, says: str) -> None:
    file = tmp_path / "week.json"
    file.write_bytes(text)
    with pytest.raises(InputError) as caught:
        read_object(file)
    assert [line.removeprefix(f"{file}: ") for line in shown(caught.value)] == [says]


def test_a_plan_given_as_a_request(tmp_path: Any) -> None:
    file = tmp_path / "plan.json"
    file.write_text('{"schema": "dagplan.plan/1"}')
    assert in_swedish(file) == ["$.schema: filen är en plan, men här behövs ett underlag"]


@pytest.mark.parametrize(
    ("table", "text", "says"),
    [
        (
            "units",
            "id;colour\nvc-1;x\n",
            "rad 1, kolumn colour: det finns ingen sådan kolumn; skriv [colour] om den är din egen. "
            "Kolumnerna är id, name, kind",
        ),
        ("units", "colour\nx\n", "rad 1: ingen rad har kolumnernas namn; på första raden ska de stå: id, name, kind"),
        ("units", 'id;name\n"vc-1;x\n', 'rad 2: ett citattecken (") öppnas på raden och stängs aldrig'),
        ("units", "id;name\nvc-1;Åby;x\n", "rad 2: cell 3 har ingen rubrik över sig"),
        ("settings", "key;value\nfärg;x\n", "rad 2, kolumn key: det finns ingen inställning färg"),
        ("practitioners", "name;competences\nAnna;ekg\n", "rad 1, kolumn id: kolumnen behövs, men den saknas"),
        ("visits", "", "filen är tom; på första raden ska kolumnernas namn stå"),
    ],
)
def test_csv(tmp_path: Any, table: str, text: str, says: str) -> None:
    folder = tmp_path / "week"
    write_request(c0(), folder)
    file = folder / f"{table}.csv"
    file.write_text(text, "utf-8")
    assert f"{file}: {says}" in shown(refused(folder))


def test_a_table_without_its_file(tmp_path: Any) -> None:
    folder = tmp_path / "week"
    write_request(c0(), folder)
    (folder / "units.csv").rename(folder / "rooms.csv")
    assert [line.rpartition("/")[2] for line in shown(refused(folder))] == [
        "rooms.csv: det finns ingen sådan tabell; tabellerna är availability, bookings, busy, engine, "
        "equipment, equipment_busy, exceptions, patient_busy, practitioners, requests, settings, units, "
        "visits, weekly",
        "units.csv: filen behövs",
    ]


def test_the_screen_and_the_marked_copy_are_in_swedish(tmp_path: Any, capsys: Any) -> None:
    rows = [SHEETS["Besök"][0], ["r1", "v1", None, "lång", "ekg"], ["r9", "v2", None, 5, "ekg"]]
    source, goal = book(tmp_path, Besök=rows, Schema=None), tmp_path / "fel.xlsx"
    assert main(["plan", str(source), "--mark-errors", str(goal), "--language", "sv"]) == 2
    lines = [line.removeprefix(f"{source}: ") for line in capsys.readouterr().err.splitlines()]
    assert lines == [  # that no visit belongs to r2 may well follow from the second
        "blad Besök, rad 2, kolumn Längd: skriv ett heltal",
        "blad Besök, rad 3, kolumn Vårdbegäran: det finns ingen vårdbegäran r9",
    ]


@pytest.mark.parametrize(
    ("number", "english", "swedish"),
    [
        (errno.ENOSPC, "no space left on device", "disken är full"),
        (errno.EACCES, "permission denied", "åtkomst nekas"),
        (errno.EROFS, "read-only file system", "disken går bara att läsa"),
        (errno.ENAMETOOLONG, "file name too long", "filnamnet är för långt"),
    ],
)
def test_why_the_system_refuses(number: int, english: str, swedish: str) -> None:
    said = system_error(OSError(number, os.strerror(number)))
    assert not isinstance(said, str)
    assert (str(said), said.told("sv")) == (english, swedish)


def test_what_the_system_says_in_other_words_stays() -> None:
    assert system_error(OSError(errno.ENOSPC, "Full up")) == "full up"
    assert system_error(OSError(9999, "Odd")) == "odd"


def test_what_is_not_written(tmp_path: Any) -> None:
    def fails(_value: object) -> bytes:
        raise InputError([Problem.of("$.earlier", file_faults.FileFaults.EARLIER_NEEDS_JSON()), Problem("", "more")])

    with pytest.raises(OutputError) as caught:
        write_all(asked(single()), [tmp_path / "week.xlsx"], {".xlsx": FileFormat(fails)})
    assert str(caught.value).endswith(
        "week.xlsx: is not written: $.earlier: no table holds what is known of an earlier plan: write JSON "
        "(and 1 more)"
    )
    assert shown(caught.value)[0].endswith(
        "week.xlsx: skrevs inte: $.earlier: ingen tabell rymmer det som är känt om en tidigare plan: skriv JSON "
        "(och 1 fel till)"
    )


def test_a_folder_of_others_is_not_replaced(tmp_path: Any) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(InputError) as caught:
        write_request(PlanRequest.model_validate(c0().model_dump(by_alias=True)), folder)
    assert shown(caught.value) == [f"{folder}: är inte tom och inte skriven av dagplan: den ersätts inte"]


def test_a_plan_workbook_without_bookings_is_one_line(tmp_path: Any) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel.request_bytes(c0(), "en"))
    with pytest.raises(InputError) as caught:
        read_plan(file, c0())
    (line,) = shown(caught.value)
    assert line.startswith(f"{file}: filen är ett underlag, men här behövs en plan")


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError) as caught:
        read_request("nowhere.json")
    assert shown(caught.value) == ["nowhere.json: det finns ingen sådan fil eller mapp"]
