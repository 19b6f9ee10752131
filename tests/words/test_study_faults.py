"""What is said of studies, their results and synthetic inputs, in both languages."""

from __future__ import annotations

import pytest

from dagplan import InputError
from dagplan.scenarios import generate
from dagplan.scenarios.archive import Archive
from dagplan.scenarios.cases import variants_of
from dagplan.scenarios.generate import OptionRefusedError
from dagplan.scenarios.sealed import SealBrokenError, opened
from dagplan.scenarios.study import Scenario, Study, StudyFile
from dagplan.scenarios.study_file import read_study
from dagplan.words.registry import said_of
from tests.studies import BASE, STUDY, written

NURSE = {"practitioners": ["nurse"]}
FORMS = [
    ({"kind": "absence", "practitioners": ["nobody"]}, "det finns ingen i vårdpersonalen med id nobody"),
    (
        {"kind": "absence", **NURSE, "dates": ["2027-01-01"]},
        "den 1 januari 2027 hör inte till planens dagar, den 5 oktober 2026 till den 5 oktober 2026",
    ),
    ({"kind": "absence"}, "ange vilka: practitioners eller with_competence"),
    ({"kind": "absence", "with_competence": "x"}, "ingen har kompetensen x"),
    ({"kind": "absence", "practitioners": ["locum"]}, "det här ändrar ingenting"),
    (
        {"kind": "extra_hours", **NURSE, "hours": 9.5},
        "9,5 h får inte plats de dagar nurse arbetar, med högst 2 h om dagen",
    ),
    ({"kind": "duration", "competence": "x", "minutes": 5}, "inget besök kräver kompetensen x"),
    ({"kind": "duration", "competence": "spirometry"}, "ange ett av minutes, factor och more"),
    ({"kind": "demand"}, "ange antingen factor eller from"),
    ({"kind": "waits"}, "ange min_wait, max_wait eller longer"),
    ({"kind": "window"}, "ange earliest, latest, not_before eller not_after"),
    ({"kind": "priority", "requests": ["r9"], "priority": "stat"}, "det finns ingen vårdbegäran r9"),
    ({"kind": "priority", "with_priority": "asap", "priority": "stat"}, "ingen begäran är sådan"),
    ({"kind": "priority", "unit": "u9", "priority": "stat"}, "det finns ingen vårdenhet u9"),
    (
        {"kind": "more_equipment", "of_kind": "x", "unit": "u1"},
        "det finns ingen utrustning av slaget x",
    ),
    (
        {"kind": "fewer_equipment", "of_kind": "room", "unit": "u1"},
        "så många finns inte: u1 har 0 av room",
    ),
    ({"kind": "equipment_away"}, "ange vilka: items eller of_kind"),
    ({"kind": "equipment_away", "items": ["x"]}, "det finns ingen utrustning x"),
    (
        {"kind": "equipment_away", "items": ["room-1"], "unit": "u2"},
        "unit hör till of_kind; items har sin vårdenhet redan",
    ),
    ({"kind": "new_person", "id": "n"}, "ange antingen like, eller competences, unit, start och end"),
]


def found(run):
    with pytest.raises(InputError) as caught:
        run()
    for one in caught.value.problems:
        assert str(said_of(one.params)) == one.message
    return caught.value.problems


@pytest.mark.parametrize(("form", "swedish"), FORMS)
def test_a_form_that_is_refused(form, swedish):
    study = Study(StudyFile(name="x", base="x", scenario=(Scenario(name="wrong", changes=(form,)),)), BASE)
    (problem,) = found(lambda: list(variants_of(study)))
    assert problem.message_in("sv") == f"{swedish} (scenariot wrong)"


FILES = [
    (
        STUDY.replace('"doctor-away"', '"base"'),
        "namnet är upptaget; `base` är alltid utgångsläget självt (scenariot base)",
    ),
    (STUDY.replace('"doctor-away"', '"hours.4"'), "så heter en ruta i rutnätet hours (scenariot hours.4)"),
    (
        STUDY.replace('text = "The', 'txt = "The'),
        "det finns inget sådant fält; okända fält avvisas alltid, de hoppas aldrig över (scenariot doctor-away)",
    ),
    (STUDY.replace("[1, 2]", "[1, 1]"), "samma frö står mer än en gång"),
    (STUDY + "[settings]\nseed = 1\n", "frön anges i `seeds`, överst i studien"),
    (STUDY.replace("[0, 2]", str([0] * 60_000)), "240004 fall; högst 100000 går"),
    (
        STUDY.replace("$dur", "$x"),
        "det finns ingen parameter $xation (scenariot hours.1, med duration 30, extra_hours 0)",
    ),
    ("a = ", "trasig TOML"),
]


@pytest.mark.parametrize(("text", "swedish"), FILES)
def test_a_study_file_that_is_refused(tmp_path, text, swedish):
    problems = found(lambda: read_study(written(tmp_path, text)))
    assert problems[0].message_in("sv") == swedish


def test_where_a_file_is_broken(tmp_path):
    (line,) = found(lambda: read_study(written(tmp_path, "a = 1\nb = x\n")))
    assert line.place.endswith("small.toml: line 2, column 5")
    assert line.place_in("sv").endswith("small.toml: rad 2, kolumn 5")


def test_a_folder_of_something_else(tmp_path):
    (tmp_path / "letter.txt").write_text("x", "utf-8")
    (problem,) = Archive(tmp_path, "sha256:0").problems()
    assert str(said_of(problem.params)) == problem.message
    assert problem.message_in("sv") == "är inte tom, och innehåller inga resultat av en studie"


def test_a_file_of_results_that_is_damaged():
    with pytest.raises(SealBrokenError) as caught:
        opened(b"{}")
    assert str(caught.value) == "has no checksum"
    assert caught.value.said.told("sv") == "saknar kontrollsumma"


@pytest.mark.parametrize(
    ("options", "english", "swedish"),
    [
        ({"load": 3.5}, "load must be over 0 to 3, not 3.5", "load måste vara över 0 och högst 3, inte 3,5"),
        ({"days": 61}, "days must be from 1 to 60, not 61", "days måste vara från 1 till 60, inte 61"),
        ({"staff": 2.5}, "staff must be a whole number", "staff måste vara ett heltal"),
        ({"linked": True}, "linked must be a number", "linked måste vara ett tal"),
    ],
)
def test_a_synthetic_input_that_is_refused(options, english, swedish):
    with pytest.raises(OptionRefusedError) as caught:
        generate("unit-day", 1, **options)
    assert (str(caught.value), caught.value.said.told("sv")) == (english, swedish)
