"""Names of files made from ids: one an id on every system, and read back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dagplan.files import atomic, kinds
from dagplan.files.file_names import file_name, id_of
from dagplan.models.fields import is_id
from dagplan.scenarios.archive import Archive
from dagplan.scenarios.cases import Case, Variant
from tests.build import asked, read

LETTER = st.one_of(
    st.sampled_from("aAbBoOnNiIsSkKåäöÅÄÖßſıİﬁǅσςΣКк한漢"),
    st.characters(categories=("Lu", "Ll", "Lt", "Lm", "Lo")),
)
REST = st.one_of(LETTER, st.sampled_from("0123456789_.-"), st.characters(categories=("Mn", "Mc")))
RESERVED = ("con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9")


def fit(text):
    """As an id of the contract: in normal form C, no more than 64 characters."""
    return unicodedata.normalize("NFC", text)[:64]


IDS = st.builds(lambda head, tail: fit(head + tail), LETTER, st.text(REST, max_size=63)).filter(is_id)
LIKE_RESERVED = st.builds(
    lambda word, tail, upper: (word.upper() if upper else word) + tail,
    st.sampled_from(RESERVED),
    st.sampled_from(["", ".", ".x", "-1", "..", "x"]),
    st.booleans(),
)


def on_disk(name):
    """What a system may make of a name that it compares without case and composition."""
    return {
        change(unicodedata.normalize(form, name))
        for form in ("NFC", "NFD", "NFKC", "NFKD")
        for change in (str, str.casefold, str.lower, str.upper, lambda one: one.upper().casefold())
    }


@settings(max_examples=300, deadline=None)
@given(st.one_of(IDS, LIKE_RESERVED))
@example("aΰ")
@example("con")
@example("CON")
@example("lpt1.txt")
@example("a..")
@example("\U00020000" * 64)
@example("Å" * 64)
@example("한" * 64)
@example("漢" + "\U000e0100" * 63)
@example("क्ष-1")
def test_a_name_is_safe_and_read_back_whatever_becomes_of_its_case(one_id):
    name = file_name(one_id)
    assert id_of(name) == one_id
    assert all(id_of(form) == one_id for form in on_disk(name))
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name.isprintable()
    assert name[-1] not in ". "
    assert name[0] not in ".~- "
    assert name.split(".")[0].casefold() not in RESERVED
    for form in ("NFC", "NFD"):
        assert len(unicodedata.normalize(form, f"0001-{name}.json").encode()) <= 255


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_two_ids_never_share_a_name(data):
    one = data.draw(st.one_of(IDS, LIKE_RESERVED))
    alike = st.sampled_from(
        sorted({fit(form(one)) for form in (str.upper, str.lower, str.swapcase, str.title, str.casefold)})
    )
    other = data.draw(st.one_of(alike, IDS))
    if one != other and is_id(other):
        assert not on_disk(file_name(one)) & on_disk(file_name(other))


@pytest.mark.parametrize(
    ("one_id", "name"),
    [
        ("asthma-nurse", "asthma-nurse"),
        ("läk-1", "läk-1"),
        ("Ab", "A~b"),
        ("aB", "aB~"),
        ("Ängla", "Ä~ngla"),
        ("con", "+63+on"),
        ("lpt1.txt", "+6c+pt1.txt"),
        ("CON", "+43+O~N~"),
        ("a..", "a.+2e+"),
        ("straße", "stra+df+e"),
        ("cone", "cone"),
        ("com0", "+63+om0"),
    ],
)
def test_names_are_easy_to_read(one_id, name):
    assert (file_name(one_id), id_of(name)) == (name, one_id)


def test_a_folder_of_ours_is_known_where_letters_come_back_decomposed(tmp_path):
    folder = tmp_path / "people.ics"
    atomic.write_folder(folder, {"läk-1.ics": b"", "a.ics": b""}, kinds.CALENDARS)
    (folder / "läk-1.ics").rename(folder / unicodedata.normalize("NFD", "läk-1.ics"))
    assert atomic.folder_problems(folder, kinds.CALENDARS) == []
    (folder / "A.ics").touch()
    (problem,) = atomic.folder_problems(folder, kinds.CALENDARS)
    assert "holds files that dagplan did not write (1)" in problem.message


def test_a_study_keeps_its_cases_under_safe_names(tmp_path):
    archive = Archive(tmp_path, "sha256:0")
    request = read(asked())
    names = {
        archive._path(Case(Variant(name, "", grid, {}, request, ()), 7)).name
        for name, grid in (("con", None), ("Ab", None), ("aB", None), ("nul.2", "nul"), ("hours.2", "hours"))
    }
    assert names == {
        "+63+on.seed-7.json",
        "A~b.seed-7.json",
        "aB~.seed-7.json",
        "+6e+ul.2.seed-7.json",
        "hours.2.seed-7.json",
    }
