"""The start page and the door, as a planner meets them: files, examples, problems, boards."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from dagplan import files, read, to_bytes
from dagplan.service.store.keys import KeyTable
from dagplan.service.store.opening import open_store
from tests.places import EXAMPLES
from tests.service.served import served

PHONE = {"width": 390, "height": 844}
REFUSED = ("status of 422",)  # what Chromium itself writes of an answer that is no success


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "vecka.xlsx"
    files.write_template(path, "sv", date(2026, 12, 7))
    return path


@pytest.fixture(scope="module")
def broken(template):
    """The template with five things wrong; one is an identity number."""
    book = openpyxl.load_workbook(template)
    visits = book["Besök"]
    visits["E3"], visits["F5"], visits["D6"] = "lång", None, "chef"
    book["Vårdpersonal"]["A3"] = "19121212-1212"
    book["Bokningar"]["D2"] = "i morgon"
    path = template.with_name("trasig.xlsx")
    book.save(path)
    return path


def load(page, path):
    page.set_input_files("#file", path)


def opened(page):
    """The board that a page has gone to, as the API shows it."""
    page.wait_for_url(re.compile(r"/boards/[\w-]{22}"))
    board = re.search(r"/boards/([\w-]+)", page.url)
    assert board
    return page.request.get(f"/v1/boards/{board[1]}").json()


def test_an_example_is_one_click_from_a_board(window):
    page = window("/")
    page.get_by_role("button", name="The routine's own case").click()
    board = opened(page)
    assert (board["standing"]["of"], board["name"]) == (
        1,
        "The routine's own case: spirometry with the nurse, then the physician",
    )
    expect(page.get_by_role("heading", level=1)).to_have_text(board["name"])
    expect(page.locator("#state")).to_have_text("0 of 1 requests booked · every rule kept")


def test_the_template_workbook_is_loaded_and_stands_in_the_list(window, template):
    page = window("/", language="sv")
    load(page, template)
    assert opened(page)["name"] == "vecka"
    page.goto("/")
    row = page.get_by_role("row").filter(has_text="vecka")
    expect(row).to_contain_text(re.compile(r"\d+ av \d+"))
    row.get_by_role("link", name="vecka").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("vecka")


@pytest.mark.parametrize("name", ["asthma.request.json", "asthma.fhir.json", "csv.zip"])
def test_every_kind_of_file_becomes_a_board(window, name, tmp_path):
    path = EXAMPLES / name
    if name == "csv.zip":
        path = tmp_path / name
        path.write_bytes(to_bytes(read(EXAMPLES / "asthma.request.json"), "csv"))
    page = window("/")
    load(page, path)
    assert opened(page)["name"] == {"csv.zip": "csv"}.get(name, "asthma")


def test_a_file_may_be_dropped_anywhere(window):
    page = window("/")
    text = (EXAMPLES / "asthma.request.json").read_text(encoding="utf-8")
    page.evaluate(
        """(text) => {
            const held = new DataTransfer();
            held.items.add(new File([text], 'dropped.json'));
            for (const kind of ['dragenter', 'dragover', 'drop']) {
                const how = {bubbles: true, cancelable: true, dataTransfer: held};
                document.body.dispatchEvent(new DragEvent(kind, how));
            }
        }""",
        text,
    )
    assert opened(page)["name"] == "dropped"


ROWS = [
    ("Besök, cell E3", "lång", "r1-2"),
    ("Besök, cell F5", "tom", "r2-2"),
    ("Besök, cell D6", "chef", "r3-1"),
    ("Bokningar, cell D2", "i morgon", "r6-1"),
    ("Vårdpersonal, cell A3", "•••", "Distriktssköterska 1"),
]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_problems_are_shown_with_sheet_cell_and_the_row_as_it_stands(window, broken, language, no_faults, shot):
    page = window("/", language=language, expected=REFUSED)
    load(page, broken)
    section = page.locator("#problems")
    expect(section).to_be_focused()
    title = {"sv": "5 saker att rätta i trasig.xlsx", "en": "5 things to mend in trasig.xlsx"}[language]
    expect(section.get_by_role("heading")).to_have_text(title)
    rows = section.locator("tbody tr")
    expect(rows).to_have_count(5)
    for place, wrong, beside in ROWS:
        row = rows.filter(has=page.get_by_role("cell", name=place, exact=True))
        expect(row.locator(".wrong dd")).to_have_text("empty" if (wrong, language) == ("tom", "en") else wrong)
        expect(row).to_contain_text(beside)
    assert "19121212" not in page.content()
    assert page.url.endswith("/")
    no_faults(page)
    shot(page, f"problems-{language}")


def test_the_marked_workbook_is_downloaded_and_the_mended_one_loaded(window, broken, template):
    page = window("/", expected=REFUSED)
    load(page, broken)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the workbook").click()
    assert download.value.suggested_filename == "trasig marked.xlsx"
    book = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    assert book["Besök"]["E3"].comment
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose the mended file").click()
    chooser.value.set_files(template)
    assert opened(page)["name"] == "vecka"


@pytest.mark.parametrize("packed", [False, True])
def test_problems_of_json_and_csv_have_their_rows_too(window, tmp_path, packed):
    if packed:
        held = BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("visits.csv", 'request;id;duration;competence\nr1;a;"lång";"läkare; ""överläkare"""\n')
            archive.writestr("requests.csv", "id;patient\nr1;p1\n".encode("utf-16"))
        path, body = tmp_path / "odd.zip", held.getvalue()
        place, wrong, beside = "visits.csv, cell C2", "lång", 'läkare; "överläkare"'
    else:
        visit = {"id": "a", "duration": "long", "competence": "x"}
        given = {"first_date": "2026-12-07", "requests": [{"id": "r1", "patient": "p1", "visits": [visit]}]}
        path, body = tmp_path / "odd.json", json.dumps(given).encode()
        place, wrong, beside = "$.requests[0].visits[0].duration", "long", "competence:x"
    path.write_bytes(body)
    page = window("/", expected=REFUSED)
    load(page, path)
    row = page.locator("#problems tbody tr").filter(has=page.get_by_role("cell", name=place, exact=True))
    expect(row.locator(".wrong dd")).to_have_text(wrong)
    expect(row).to_contain_text(beside)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["x.xls"], "old kind of Excel"),
        (["x.pdf"], "x.pdf can't be read"),
        (["x.json", "y.json"], "One file at a time"),
        (["x.zip"], None),
        (["x.xlsx"], None),
        (["x.json"], None),
    ],
)
def test_what_is_none_of_them_is_refused_in_words(window, tmp_path, names, said):
    for name in names:
        (tmp_path / name).write_bytes(b"PK nothing")
    page = window("/", expected=REFUSED)
    page.locator("#file").evaluate("one => { one.multiple = true; }")
    load(page, [tmp_path / name for name in names])
    if said:
        expect(page.get_by_role("alert")).to_contain_text(said)
    else:
        expect(page.locator("#problems tbody tr")).not_to_have_count(0)


def test_a_board_is_deleted_only_when_it_was_asked_twice(window):
    page = window("/")
    page.request.post("/v1/boards?name=Gone", data=(EXAMPLES / "asthma.request.json").read_bytes(),
                      headers={"Content-Type": "application/json"})  # fmt: skip
    page.reload()
    for answer in ("Keep it", "Delete"):
        page.get_by_role("button", name="Delete Gone").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("It can't be had back.")
        dialog.get_by_role("button", name=answer).click()
        expect(page.get_by_role("link", name="Gone")).to_have_count(1 if answer == "Keep it" else 0)
    expect(page.locator("#live")).to_have_text("Gone is deleted.")


def test_a_service_that_is_away_is_told_and_tried_again(window):
    page = window("/", expected=("ERR_FAILED",))
    page.route("**/v1/examples/*", lambda route: route.abort())
    page.get_by_role("button", name="A small care unit, one day").click()
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    page.unroute("**/v1/examples/*")
    page.get_by_role("button", name="Try again").click()
    opened(page)


@pytest.mark.parametrize(("language", "colours"), [("sv", "dark"), ("en", "light")])
def test_axe_finds_nothing_at_the_start_and_a_phone_reads_it(window, language, colours, no_faults, shot):
    page = window("/", language=language, colours=colours)
    expect(page.locator("#examples button")).not_to_have_count(0)
    no_faults(page)
    shot(page, f"start-{language}-{colours}")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    small = page.evaluate(
        """[...document.querySelectorAll('a:not(.skip), button, select, input:not([hidden])')]
            .map(one => [one.outerHTML.slice(0, 60), one.getBoundingClientRect().height])
            .filter(([, height]) => height < 24)"""
    )
    assert small == []


def test_language_and_colours_are_kept(window):
    page = window("/")
    page.get_by_role("link", name="På svenska").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planera länkade besök")
    page.get_by_label("Färger").select_option("dark")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Planera länkade besök")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_label("Färger").select_option("auto")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") is None


def test_whoever_has_a_key_logs_in_by_it_and_out_again(chromium, tmp_path, no_faults, shot):
    store = open_store(tmp_path / "dagplan.sqlite")
    secret = KeyTable(store).make("north")[1]
    store.dispose()
    with served(tmp_path, "--workers", "0") as (address, lines):
        context = chromium.new_context(base_url=address, locale="sv-SE", viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.goto("/boards/none-such?view=week")
        no_faults(page)
        shot(page, "login-sv")
        page.get_by_label("Nyckel").fill("fel")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("är inte känd")
        no_faults(page)
        page.get_by_label("Nyckel").fill(secret)
        page.get_by_role("button", name="Logga in").click()
        expect(page).to_have_url(re.compile(r"/boards/none-such\?view=week$"))
        expect(page.get_by_text("Den tavlan finns inte.")).to_be_visible()
        page.goto("/")
        expect(page.get_by_text("Inga tavlor än.")).to_be_visible()
        assert page.evaluate("document.cookie") == ""
        page.get_by_role("button", name="Logga ut").click()
        expect(page).to_have_url(re.compile("/login$"))
        page.goto("/")
        expect(page).to_have_url(re.compile("/login"))
        context.close()
    assert secret not in "\n".join(lines)
