"""The frame of a board: tools, views in the address, what others do, faces for every state, keys and help."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from dagplan import PlanRequest, to_bytes
from tests.build import asked, linked, read, single
from tests.build import window as hours
from tests.places import EXAMPLES

JSON = {"Content-Type": "application/json"}
PHONE = {"width": 390, "height": 844}


def begun(page, request=None, name="Vecka 50"):
    """The id of a new board."""
    body = (EXAMPLES / "asthma.request.json").read_bytes() if request is None else to_bytes(request, "json")
    answer = page.request.post(f"/v1/boards?name={name}", data=body, headers=JSON)
    assert answer.status == 201, answer.text()
    return answer.json()["id"]


def changed(page, board, **change):
    """Change a board as another window would."""
    version = page.request.get(f"/v1/boards/{board}").json()["version"]
    headers = {**JSON, "If-Match": f'"{version}"'}
    answer = page.request.post(f"/v1/boards/{board}/steps", data=json.dumps([change]), headers=headers)
    assert answer.status == 200, answer.text()


def booked(page, board):
    """Have the one request of the example booked at half past nine."""
    offer = page.request.get(f"/v1/boards/{board}/offers?request=r1").json()["offers"][0]
    headers = {**JSON, "If-Match": '"1"'}
    answer = page.request.post(f"/v1/boards/{board}/steps", data=json.dumps({"offer": offer}), headers=headers)
    assert answer.status == 200


def shown(page, board, query=""):
    page.goto(f"/boards/{board}{query}")
    expect(page.locator("dag-timeline")).to_be_visible()
    return page


@pytest.fixture
def board(window):
    """A window on a board on which one request is booked, and the board's id; its console may tell of a conflict."""
    page = window("", expected=("409 (Conflict)",))
    made = begun(page)
    booked(page, made)
    return shown(page, made), made


STATE = "{} of 1 requests booked · every rule kept"


def test_undo_and_redo_by_button_and_by_key(board):
    page, _ = board
    state, live = page.locator("#state"), page.locator("#live")
    expect(state).to_have_text(STATE.format(1))
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    page.get_by_role("button", name="Undo").click()
    expect(state).to_have_text(STATE.format(0))
    expect(live).to_contain_text("p1 · spirometry")
    expect(page.get_by_role("tab", name="Unbooked 1")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.keyboard.press("Control+y")
    expect(state).to_have_text(STATE.format(1))
    page.keyboard.press("Control+z")
    expect(state).to_have_text(STATE.format(0))
    page.keyboard.press("Control+z")
    expect(live).to_have_text("There is nothing to undo.")
    page.keyboard.press("Control+Shift+Z")
    expect(state).to_have_text(STATE.format(1))
    page.locator("#find").fill("p1")
    page.keyboard.press("Control+z")  # of what was written
    expect(state).to_have_text(STATE.format(1))


def test_a_link_leads_to_the_same_view_and_names_no_patient(window, shot):
    page = window("")
    days = ["2026-10-05", "2026-10-06", "2026-10-13"]
    units = [{"id": "u1", "name": "North"}, {"id": "u2"}]
    windows = [
        hours(who, "08:00", "12:00", unit, day) for day in days for who, unit in (("nurse", "u1"), ("doctor", "u2"))
    ]
    request = read(asked(linked(), single(), units=units, availability=windows, last_date=days[-1]))
    made = begun(page, request)
    shown(page, made)
    page.locator("#date").select_option("2026-10-13")
    page.get_by_role("button", name="Week", exact=True).click()
    page.get_by_label("Care unit").select_option("u2")
    page.get_by_label("Rows").select_option("patients")
    page.get_by_label("Find a patient or a visit").fill("secret")
    asked_for = parse_qs(urlsplit(page.url).query)
    assert asked_for == {"view": ["week"], "date": ["2026-10-13"], "rows": ["patients"], "unit": ["u2"]}
    page.reload()
    expect(page.get_by_role("button", name="Week", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#date")).to_have_value("2026-10-12")
    expect(page.locator("#date option:checked")).to_have_text("Week 42")
    expect(page.get_by_label("Care unit")).to_have_value("u2")
    expect(page.get_by_label("Rows")).to_have_value("patients")
    expect(page.get_by_role("button", name="The week after")).to_be_disabled()
    page.get_by_role("button", name="The week before").click()
    expect(page.locator("#date option:checked")).to_have_text("Week 41")
    page.keyboard.press("d")
    expect(page.locator("#date option:checked")).to_have_text(re.compile("Mon,? 5 Oct"))
    page.keyboard.press(".")
    expect(page.locator("#date option:checked")).to_have_text(re.compile("Tue,? 6 Oct"))
    assert "patient" not in page.url.replace("rows=patients", "")


def test_odd_addresses_show_what_there_is(window):
    page = window("")
    made = begun(page)
    shown(page, made, "?view=year&date=1900-01-01&unit=%22%3E%3Cb%3E&rows=equipment&competence=x&zoom=-3")
    assert urlsplit(page.url).query.startswith("view=day&date=2026-12-08")


def test_what_another_window_did_is_shown_and_told(board):
    page, made = board
    changed(page, made, kind="set_booking", visit="r1-spirometry")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("Somebody else has changed the board.")
    expect(notice.get_by_role("listitem")).to_contain_text("p1 · spirometry")
    expect(page.locator("#state")).to_contain_text("0 of 1")
    notice.get_by_role("button", name="Close").click()
    expect(notice).to_have_count(0)


def test_two_windows_never_overwrite_each_other(board, window):
    page, made = board
    page.route(f"**/v1/boards/{made}", lambda route: route.fulfill(status=304))  # it does not look by itself
    changed(page, made, kind="set_booking", visit="r1-spirometry")
    page.unroute(f"**/v1/boards/{made}")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("alert").first).to_contain_text("so your change was not made")
    assert page.request.get(f"/v1/boards/{made}").json()["position"] == 2
    expect(page.locator("#state")).to_contain_text("0 of 1")


@pytest.fixture
def complaining(window):
    """A window whose console tells of answers that are none, as Chromium does."""
    return lambda **how: window("", expected=("Failed to load resource",), **how)


@pytest.mark.parametrize(("language", "said"), [("en", "There is no such board."), ("sv", "Den tavlan finns inte.")])
def test_a_board_that_is_not_there(complaining, language, said, no_faults):
    page = complaining(language=language)
    page.goto("/boards/none-such")
    expect(page.get_by_text(said)).to_be_visible()
    no_faults(page)
    page.locator(".face-whole a").click()
    expect(page).to_have_url(re.compile("/$"))


def test_a_service_that_goes_away_and_comes_back(complaining, shot):
    page = complaining()
    made = begun(page)
    booked(page, made)
    shown(page, made)
    page.context.set_offline(True)
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("The board is shown as it was")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.locator("#saved")).to_have_text("The service does not answer")
    shot(page, "offline-en")
    page.context.set_offline(False)
    expect(notice).to_have_count(0)
    expect(page.locator("#live")).to_have_text("The service answers again.")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()


def test_a_board_that_can_not_be_opened_is_tried_again(complaining):
    page = complaining()
    made = begun(page)
    page.route(
        "**/v1/boards/*/request", lambda route: route.fulfill(status=503, json={"code": "busy", "detail": "Later"})
    )
    page.goto(f"/boards/{made}")
    expect(page.locator("#face")).to_contain_text("It did not work: Later")
    page.unroute("**/v1/boards/*/request")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("dag-timeline")).to_be_visible()


@pytest.mark.parametrize("what", ["requests", "hours"])
def test_a_board_on_which_nothing_can_be_done_says_so(window, what):
    page = window("")
    given = read({**asked(), "requests": []}) if what == "requests" else read(asked(linked(), availability=[]))
    shown(page, begun(page, given))
    said = {"requests": "Nothing is asked for on this board yet.", "hours": "Nobody has any hours on this board"}
    expect(page.get_by_role("alert")).to_contain_text(said[what])


def test_tabs_go_by_arrows(board):
    page, _ = board
    page.get_by_role("tab", name=re.compile("Unbooked")).focus()
    for key, name in (
        ("ArrowLeft", "Figures"),
        ("Home", "Unbooked 0"),
        ("ArrowRight", "Selected"),
        ("End", "Figures"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tab", selected=True)).to_have_text(name)
        expect(page.get_by_role("tabpanel")).to_have_count(1)


def test_help_on_keys_and_letters_can_be_turned_off(board, no_faults, shot):
    page, made = board
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard and mouse")
    expect(dialog).to_contain_text("Ctrl+Shift+Z")
    no_faults(page)
    shot(page, "keys-en")
    dialog.get_by_label("Single letters work as shortcuts").uncheck()
    dialog.get_by_role("button", name="Close").click()
    shown(page, made)
    page.keyboard.press("v")
    page.keyboard.press("?")
    expect(page.get_by_role("button", name="Day", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Keyboard and mouse").click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize(("language", "colours"), [("en", "light"), ("sv", "dark")])
def test_axe_finds_nothing_in_the_frame_and_a_phone_reads_it(window, language, colours, no_faults, shot):
    page = window("", language=language, colours=colours)
    made = begun(page, PlanRequest.model_validate_json((EXAMPLES / "one-spirometer.request.json").read_bytes()))
    shown(page, made)
    no_faults(page)
    page.locator("#more").click()
    no_faults(page)
    shot(page, f"menu-{language}-{colours}")
    page.keyboard.press("Escape")
    tools = page.locator(".tools").bounding_box()
    assert tools
    assert tools["height"] < 44  # one line
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    no_faults(page)
    shot(page, f"phone-{language}-{colours}")


def test_language_and_colours_are_chosen_on_the_board_too(board):
    page, made = board
    page.locator("#more").click()
    page.get_by_label("Colours").select_option("dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.get_by_role("link", name="På svenska").click()
    expect(page.get_by_role("button", name="Ångra")).to_be_visible()
    expect(page.locator("#state")).to_have_text("1 av 1 vårdbegäran bokade · alla regler följs")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert made in page.url
