"""What is read and written in every form: from paths and from bytes, to files and to bytes."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from pathlib import Path

import pytest

import dagplan
from dagplan import InputError, OutputError, Plan, PlanRequest
from dagplan.documents import MEDIA_TYPES
from dagplan.models.explanation import Explanation
from dagplan.report.forms import plan_forms
from tests.build import asked, linked, plan_with, read, single
from tests.places import EXAMPLES

REQUEST = read(asked(linked(), single()))
PLAN = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "10:00"))
BOTH_WAYS = ("json", "xlsx", "csv", "fhir")
"""The forms of a request that is read and written."""
OF_A_PLAN = tuple(MEDIA_TYPES)
ENDINGS = {"json": ".json", "xlsx": ".xlsx", "csv": "", "fhir": ".fhir.json", "html": ".html", "ics": ".ics"}
ENDINGS |= {"calendars": ".ics/", "oracle": ".oracle/"}


@pytest.mark.parametrize("form", BOTH_WAYS)
@pytest.mark.parametrize("named_by", ["form", "media type", "stream", "header"])
def test_a_request_goes_out_and_comes_in_as_bytes(form, named_by):
    data = dagplan.to_bytes(REQUEST, form)
    said = {
        "form": form,
        "stream": form,
        "media type": MEDIA_TYPES[form],
        "header": f"{MEDIA_TYPES[form].upper()}; x=y",
    }
    given = io.BytesIO(data) if named_by == "stream" else data
    assert dagplan.read(given, form=said[named_by]).requests == REQUEST.requests
    assert dagplan.to_bytes(REQUEST, said[named_by])[:4] == data[:4]


@pytest.mark.parametrize("form", BOTH_WAYS)
def test_a_request_goes_out_and_comes_in_as_a_file(form, tmp_path):
    path = tmp_path / f"request{ENDINGS[form]}"
    dagplan.write(REQUEST, path)
    assert dagplan.read(path).requests == REQUEST.requests
    assert dagplan.read(str(path)).bookings == REQUEST.bookings


@pytest.mark.parametrize("form", OF_A_PLAN)
def test_a_plan_has_every_form_as_a_file_and_as_bytes(form, tmp_path):
    data = dagplan.to_bytes(PLAN, form, request=REQUEST)
    path = f"{tmp_path}/plan{ENDINGS[form]}"
    dagplan.write(PLAN, path, request=REQUEST)
    if Path(path).is_dir():
        held = {one.name: one.read_bytes() for one in Path(path).iterdir() if not one.name.startswith(".")}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == held
        assert dagplan.to_bytes(PLAN, form, request=REQUEST) == data
    elif form != "xlsx":  # a workbook knows when it was written
        assert data == Path(path).read_bytes()
    if form in BOTH_WAYS and form != "fhir":
        assert dagplan.read_plan(data, REQUEST, form=form).bookings == PLAN.bookings
        assert dagplan.read_plan(path, REQUEST).bookings == PLAN.bookings


def test_every_form_there_is_has_a_name_and_a_media_type():
    assert set(ENDINGS.values()) == set(plan_forms(REQUEST))
    assert set(ENDINGS) == set(MEDIA_TYPES)


def test_what_is_said_of_a_plan_is_json(tmp_path):
    offers = dagplan.suggest(REQUEST, "r1", 2)
    for document in (dagplan.difference(PLAN, PLAN), Explanation(unbooked=()), offers):
        dagplan.write(document, tmp_path / "document.json")
        assert (tmp_path / "document.json").read_bytes() == dagplan.to_bytes(document, "json")
    assert len(json.loads(dagplan.to_bytes(offers, "json"))["offers"]) == 2
    assert json.loads(dagplan.to_bytes([], "json")) == {"offers": []}


def test_a_workbook_speaks_the_language_asked_for():
    pages = {
        language: dagplan.to_bytes(PLAN, "html", request=REQUEST, language=language) for language in ("sv", "en")
    }
    assert b'lang="sv"' in pages["sv"]
    assert b'lang="en"' in pages["en"]


def test_a_form_that_is_none_is_refused_with_those_that_are():
    for wrong, known in (
        (lambda: dagplan.read(b"{}", form="application/pdf"), "json, xlsx, csv, fhir"),
        (lambda: dagplan.to_bytes(REQUEST, "pdf"), "json, xlsx, csv, fhir"),
        (lambda: dagplan.to_bytes(REQUEST, "text/html"), "json, xlsx, csv, fhir"),
        (lambda: dagplan.to_bytes([], "xlsx"), "json"),
        (lambda: dagplan.to_bytes(PLAN, "pdf"), "json, xlsx, csv"),
    ):
        with pytest.raises(InputError) as caught:
            wrong()
        assert str(caught.value) == f"form: there is no such form; these work: {known}"
        assert caught.value.problems[0].code == "unknown_form"


def test_bytes_are_read_by_their_name_where_no_form_is_given():
    data = dagplan.to_bytes(REQUEST, "json")
    assert dagplan.read(data, name="upload.json") == dagplan.read(data, form="json")
    assert dagplan.read(bytearray(data), name="upload.json", form="application/octet-stream").requests
    with pytest.raises(InputError, match=r"^upload: can't be read; these work"):
        dagplan.read(data)


def test_every_problem_is_told_at_once_under_the_name_given():
    with pytest.raises(InputError) as caught:
        dagplan.read(b'{"first_date": 1, "colour": 2}', name="upload.json")
    assert len(caught.value.problems) > 3
    assert all(one.place.startswith("upload.json: $") for one in caught.value.problems)


def test_nothing_is_written_where_a_form_is_unknown_or_a_request_lacks(tmp_path):
    with pytest.raises(InputError):
        dagplan.write(PLAN, tmp_path / "plan.pdf", request=REQUEST)
    for name in ("plan.html", "plan.ics", "plan.fhir.json", "plan.oracle/"):
        with pytest.raises(TypeError, match="request must be given"):
            dagplan.write(PLAN, f"{tmp_path}/{name}")
    with pytest.raises(TypeError, match="request must be given"):
        dagplan.to_bytes(PLAN, "html")
    with pytest.raises(TypeError, match="language must be 'sv' or 'en'"):
        dagplan.write(PLAN, tmp_path / "plan.xlsx", language="fr")
    with pytest.raises(OutputError):
        dagplan.write(PLAN, tmp_path / "nowhere" / "plan.json")
    assert list(tmp_path.iterdir()) == []


def test_what_is_passed_over_is_told_or_logged(caplog):
    bundle = json.loads((EXAMPLES / "asthma.fhir.json").read_text("utf-8"))
    bundle["entry"].append({"resource": {"resourceType": "Basic", "id": "b-1", "code": {"text": "x"}}})
    data = json.dumps(bundle).encode()
    told = []
    with caplog.at_level(logging.WARNING, "dagplan"):
        request = dagplan.read(data, name="b.json", on_passed_over=told.append)
        assert (len(told), caplog.records) == (1, [])
        assert dagplan.read(data, name="b.json") == request
    assert [record.name for record in caplog.records] == ["dagplan.documents"]
    assert caplog.records[0].getMessage() == f"b.json: {told[0].message}"


def test_a_stream_of_text_is_told_apart():
    with pytest.raises(TypeError, match="given must be a path, bytes, a stream of bytes, or bytes by file name"):
        dagplan.read(io.StringIO("{}"))


def test_the_shipped_examples_are_read():
    for path in sorted(EXAMPLES.glob("*.json")):
        if ".plan." not in path.name:
            assert isinstance(dagplan.read(path), PlanRequest)
    assert isinstance(PLAN, Plan)
