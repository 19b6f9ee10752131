import ast
import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import files
from dagplan.files import atomic, json_file
from dagplan.files.plain_json import MAX_DEPTH, plain_object
from dagplan.models import InputError, Plan, PlanRequest, check
from tests.places import EXAMPLES, ROOT
from tests.thorough import some

NUMBER = "19121212-1212"


def asthma() -> dict[str, Any]:
    text = (EXAMPLES / "asthma.request.json").read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def bookings() -> list[dict[str, Any]]:
    shared = {"request": "r1", "patient": "p1", "unit": "vc-1"}
    return [
        {**shared, "visit": "r1-spirometry", "role": "secondary", "practitioner": "asthma-nurse"}
        | {"start": "2026-12-08T09:30", "end": "2026-12-08T10:00"},
        {**shared, "visit": "r1-physician", "role": "primary", "practitioner": "physician-1"}
        | {"start": "2026-12-08T10:00", "end": "2026-12-08T10:30"},
    ]


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        json_file.read_request(path)
    return [str(problem) for problem in caught.value.problems]


def written(tmp_path: Path, data: bytes | str | dict[str, Any]) -> Path:
    path = tmp_path / "in.json"
    if isinstance(data, dict):
        data = json.dumps(data)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_round_trip(tmp_path: Path) -> None:
    request = json_file.read_request(written(tmp_path, asthma()))
    json_file.write_request(request, tmp_path / "out.json")
    assert json_file.read_request(tmp_path / "out.json") == request


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, json.dumps(asthma(), ensure_ascii=False).encode(encoding))
    assert json_file.read_request(path).units[0].name == "Vårdcentral 1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (b"[]", "$: the file must hold one object"),
        (b"null", "$: the file must hold one object"),
        (b'{"units": [', "line 1, column 12: broken JSON"),
        (b'{\n "units": nope}', "line 2, column 11: broken JSON"),
        (b'{"units": "\xe5"}', "line 1: is not UTF-8"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "nested too deep"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"\\ud800": 1}', "broken text"),
    ],
)
def test_unreadable(tmp_path: Path, data: bytes, says: str) -> None:
    (problem,) = problems_of(written(tmp_path, data))
    assert says in problem
    assert problem.startswith(str(tmp_path / "in.json"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_encodings_without_a_mark(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, json.dumps(asthma(), ensure_ascii=False).encode(encoding))
    assert json_file.read_request(path).units[0].name == "Vårdcentral 1"


TEXTS = st.one_of(st.text(max_size=6), st.sampled_from(['":', 'a": 1, "a', "\\", '\\"', "é", "\U0001f600"]))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)
NOISE = ['"', ":", ",", "{", "}", '"a":1,', '"a" :1,', "\n", "1e999", "NaN", "\\ud800", "\\u003a", "9" * 50, "[" * 70]


def as_looked_at_closely(raw: bytes) -> object:
    """What is read with an eye on each value; None where there is anything to tell."""
    try:
        data, problems = json_file._object_with_oddities(json_file._text(raw, "x"), "x")
    except InputError:
        return None
    return None if problems else data


@given(st.dictionaries(TEXTS, VALUES, max_size=5), st.booleans(), st.sampled_from([None, 1]), st.data())
@settings(max_examples=some(250), deadline=None)
def test_read_in_one_go_is_read_as_with_an_eye_on_each_value(
    data: dict[str, Any], ascii_only: bool, indent: int | None, drawn: st.DataObject
) -> None:
    """Nothing odd is let through, and nothing plain is read otherwise."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    for _ in range(drawn.draw(st.integers(0, 3))):
        at = drawn.draw(st.integers(0, len(text)))
        upto = drawn.draw(st.integers(at, min(len(text), at + 3)))
        text = text[:at] + drawn.draw(st.sampled_from(["", *NOISE])) + text[upto:]
    raw = text.encode("utf-8", "surrogatepass")
    quick, close = plain_object(raw), as_looked_at_closely(raw)
    assert quick is None or repr(quick) == repr(close)
    if quick is None and close is not None:  # only a text with what looks like the end of a name is read twice
        assert re.search(r'\\?"\s*:', "".join(re.findall(r'"(?:[^"\\]|\\.)*"', text))) or "\\" in text


@pytest.mark.parametrize("name", ["asthma"])
def test_an_ordinary_file_is_read_in_one_go(name: str) -> None:
    folder = EXAMPLES
    for text in ((folder / f"{name}.request.json").read_bytes(), json.dumps(asthma(), indent="\t").encode()):
        assert plain_object(text) == json.loads(text)
        assert plain_object(text.replace(b'":', b'" \r\n\t:')) == json.loads(text)
        assert plain_object(text.replace(b'"id":', b'"id":"x","id" :', 1)) is None


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1])
def test_the_depth_of_nesting_is_bounded_alike(depth: int) -> None:
    raw = b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)
    assert (plain_object(raw) is not None) == (depth <= MAX_DEPTH)
    raw = b'{"a":' * depth + b"1" + b"}" * depth
    assert (as_looked_at_closely(raw) is not None) == (depth <= MAX_DEPTH)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "no such file" in problems_of(tmp_path / "none.json")[0]
    assert "is a folder" in problems_of(tmp_path)[0]


def test_repeated_fields_are_told_beside_other_problems(tmp_path: Path) -> None:
    text = json.dumps(asthma()).replace('"grid"', '"x"').replace('"id": "r1",', '"id": "r1", "id": "r2",')
    data = text.replace('"duration": 30', '"duration": 0', 1)
    found = problems_of(written(tmp_path, data))
    path = tmp_path / "in.json"
    assert f"{path}: $.requests[0].id: this field stands more than once" in found
    assert f"{path}: $.requests[0].visits[0].duration: must be at least 1" in found


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_numbers_that_are_none(tmp_path: Path, number: str) -> None:
    data = json.dumps(asthma()).replace('"time_limit": 5', f'"time_limit": {number}')
    (problem,) = problems_of(written(tmp_path, data))
    assert "$.settings.time_limit: write a number of ordinary size" in problem


@pytest.mark.parametrize("where", ["key", "value", "number", "repeated"])
def test_identity_number_is_never_repeated(tmp_path: Path, where: str) -> None:
    data = json.dumps(asthma())
    swaps = {
        "key": ('"busy":', f'"{NUMBER}": 1, "busy":'),
        "value": ('"p1"', f'"{NUMBER}"'),
        "number": ('"p1"', "191212121212"),
        "repeated": ('"busy":', f'"{NUMBER}": 1, "{NUMBER}": 2, "busy":'),
    }
    found = "\n".join(problems_of(written(tmp_path, data.replace(*swaps[where]))))
    assert found
    assert "1212" not in found


def test_a_path_with_an_identity_number_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / f"{NUMBER}.json"
    path.write_text("{")
    assert NUMBER not in problems_of(path)[0]


def test_plan_of_bookings_alone_conforms(tmp_path: Path) -> None:
    request = PlanRequest.model_validate(asthma())
    plan = json_file.read_plan(written(tmp_path, {"bookings": bookings()}), request)
    assert check(request, plan) == []
    assert plan.status == "optimal"


def test_plan_without_bookings_is_refused(tmp_path: Path) -> None:
    request = PlanRequest.model_validate(asthma())
    with pytest.raises(InputError, match=r"\$\.bookings: this field is required"):
        json_file.read_plan(written(tmp_path, {"status": "optimal"}), request)


@pytest.mark.parametrize("status", ["optimal", "feasible", None])
def test_what_a_plan_leaves_out_is_not_held_against_it(tmp_path: Path, status: str | None) -> None:
    request = PlanRequest.model_validate(asthma())
    stated = {} if status is None else {"status": status}
    plan = json_file.read_plan(written(tmp_path, {"bookings": [], **stated}), request)
    assert check(request, plan) == []
    assert plan.unbooked[0].request == "r1"
    assert plan.objective.cost == 2000


@pytest.mark.parametrize(
    ("stated", "rule"),
    [
        ({"objective": {"cost": 7}}, "cost_true"),
        ({"objective": {"lower_bound": 7}}, "bound_true"),
        ({"objective": {"gap": 0.5}}, "gap_true"),
        ({"unbooked": [{"request": "r1", "reasons": []}]}, "unbooked_listed"),
        ({"day_plans": []}, "day_plans_match"),
    ],
)
def test_what_a_plan_states_is_held_against_it(tmp_path: Path, stated: dict[str, Any], rule: str) -> None:
    request = PlanRequest.model_validate(asthma())
    plan = json_file.read_plan(written(tmp_path, {"bookings": bookings(), **stated}), request)
    assert rule in {violation.rule for violation in check(request, plan)}


def test_a_bound_equal_to_the_locked_cost_gives_a_gap(tmp_path: Path) -> None:
    data = asthma()
    data["requests"][0]["target"] = "2027-12-08"
    request = PlanRequest.model_validate(data)
    plan = json_file.read_plan(
        written(tmp_path, {"bookings": bookings(), "objective": {"lower_bound": 2000}}), request
    )
    assert plan.objective.gap == 1.0


def test_offsets_in_a_plan_are_converted_to_the_zone_of_the_request(tmp_path: Path) -> None:
    request = PlanRequest.model_validate(asthma() | {"time_zone": "Europe/Helsinki"})
    moved = bookings()
    moved[0]["start"] = "2026-12-08T07:30Z"
    plan = json_file.read_plan(written(tmp_path, {"bookings": moved}), request)
    assert plan.bookings[0].start == datetime(2026, 12, 8, 9, 30)


def test_every_problem_of_a_plan(tmp_path: Path) -> None:
    request = PlanRequest.model_validate(asthma())
    broken = bookings()
    del broken[0]["end"]
    data = {"bookings": broken, "status": "good", "objective": 3, "colour": "red"}
    with pytest.raises(InputError) as caught:
        json_file.read_plan(written(tmp_path, data), request)
    places = {problem.place.split("$")[1] for problem in caught.value.problems}
    assert places == {".bookings[0].end", ".status", ".objective", ".colour"}


def test_nothing_is_left_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    goal = tmp_path / "plan.json"
    goal.write_text("before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="can't be written: no space left on device"):
        atomic.write_bytes(goal, b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]
    assert goal.read_text() == "before"


def test_a_replaced_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    goal, link = tmp_path / "real.json", tmp_path / "link.json"
    goal.write_text("before")
    goal.chmod(0o640)
    link.symlink_to(goal)
    atomic.write_bytes(link, b"after")
    assert link.is_symlink()
    assert goal.read_text() == "after"
    assert goal.stat().st_mode & 0o777 == 0o640


def test_several_outputs_are_all_judged_before_any_is_written(tmp_path: Path) -> None:
    request = PlanRequest.model_validate(asthma())
    plan = json_file.read_plan(written(tmp_path, {"bookings": bookings()}), request)
    with pytest.raises(InputError, match=r"no form has this ending.*\.json"):
        files.write_all(plan, [tmp_path / "a.json", tmp_path / "b.pdf"], files.PLAN_FORMATS)
    assert [path.name for path in tmp_path.iterdir()] == ["in.json"]
    assert isinstance(plan, Plan)


def test_an_unknown_ending_names_those_that_work(tmp_path: Path) -> None:
    (tmp_path / "in.docx").touch()
    with pytest.raises(InputError, match=r"these work: \.xlsx, \.xlsm, \.json, a folder of CSV files"):
        files.read_request(tmp_path / "in.docx")


def test_files_that_are_mixed_up_are_one_problem(tmp_path: Path) -> None:
    request = json_file.read_request(written(tmp_path, asthma()))
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"schema": "dagplan.plan/1", "bookings": bookings()}), "utf-8")
    assert problems_of(plan) == [f"{plan}: $.schema: this file is a plan, and a request is asked for here"]
    with pytest.raises(InputError) as caught:
        json_file.read_plan(tmp_path / "in.json", request)
    assert [problem.code for problem in caught.value.problems] == ["other_document"]


def test_no_other_form_is_brought_in_for_it(tmp_path):
    """They would take a tenth of a second of every process."""
    script = (
        "import sys; from dagplan import files; from tests.places import EXAMPLES\n"
        "files.write_request(files.read_request(EXAMPLES / 'asthma.request.json'), sys.argv[1])\n"
        "print([name for name in sys.modules if name.startswith('dagplan.files.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "again.json")],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    there = {name.removeprefix("dagplan.files.").partition(".")[0] for name in ast.literal_eval(done.stdout)}
    assert "json_file" in there
    assert not there & {"csv_folder", "ics", "oracle_health", "tabular", "rows"}
    assert "dagplan.files.fhir.read_bundle" not in done.stdout
