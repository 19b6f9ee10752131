"""A plan is made, seen, held against what stands, and accepted; and how many clicks that takes."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.places import ROOT

from .weeks import asked, begun, request

WEEK = ROOT / "examples" / "vardcentral-week.request.json"

COUNTING = """addEventListener("click", (event) => {
    if (event.isTrusted) sessionStorage.setItem("clicks", Number(sessionStorage.getItem("clicks") ?? 0) + 1);
}, true);"""


@pytest.fixture
def clicks():
    """Counts what is clicked in a page, from page to page."""

    def count(page):
        return int(page.evaluate("sessionStorage.getItem('clicks') ?? 0"))

    return count


@pytest.fixture
def board(window, service):
    """Opens a board of the two days whose clicks are counted."""

    def open_board(**how):
        page = window(None, **how)
        page.add_init_script(COUNTING)
        page.goto(begun(service, request()))
        expect(page.locator("dag-unbooked")).not_to_be_empty()
        return page

    return open_board


def accept(page):
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("dag-planrun")).to_be_hidden()


def compared(page):
    """Wait until a plan is made and compared."""
    expect(page.locator("dag-planrun .difference")).to_be_visible(timeout=90_000)


def test_load_plan_accept_in_three_clicks(window, clicks):
    page = window(None)
    page.add_init_script(COUNTING)
    page.goto("/")
    page.get_by_role("button", name="The routine's own case").first.click()
    expect(page.locator("dag-timeline")).to_be_visible(timeout=90_000)
    page.locator("#plan").click()
    compared(page)
    accept(page)
    expect(page.locator("#state")).to_contain_text("every rule kept")
    assert clicks(page) == 3


def test_a_sick_call_in_five_clicks(board, clicks, no_faults, shot):
    page = board()
    page.locator("dag-timeline .tl-name", has_text="Siv").click()
    dialog = page.locator("dag-absence dialog")
    expect(dialog.locator("h2")).to_have_text("Absence: Siv")
    expect(dialog).to_contain_text("1 visit is booked in that time")
    no_faults(page)
    shot(page, "absence")
    dialog.get_by_role("button", name="Mark absent and plan again with few moves").click()
    compared(page)
    no_faults(page)
    shot(page, "sick")
    expect(page.locator("dag-planrun .difference")).to_contain_text("1 visit moves")
    expect(page.locator("dag-planrun .difference")).to_contain_text("Mon 7 Dec 08:00 Siv → 08:00 Eva")
    page.get_by_role("button", name="Before", exact=True).click()
    expect(page.locator("dag-timeline .tl-row", has_text="Siv").locator("[data-visit=r1-1]:visible")).to_have_count(1)
    page.get_by_role("button", name="After", exact=True).click()
    expect(page.locator("dag-timeline .tl-row", has_text="Eva").locator("[data-visit=r1-1]:visible")).to_have_count(1)
    accept(page)
    expect(page.locator("#state")).to_contain_text("every rule kept")
    assert clicks(page) == 5


def test_a_sick_call_by_the_keyboard(board):
    page = board()
    page.locator("dag-timeline .tl-name", has_text="Siv").focus()
    page.keyboard.press("Enter")
    absence = page.locator("dag-panel").get_by_role("button", name="Absence of Siv …")
    expect(absence).to_be_visible()
    absence.focus()
    page.keyboard.press("Enter")
    mark = page.locator("dag-absence").get_by_role("button", name="Mark absent and plan again with few moves")
    mark.focus()
    page.keyboard.press("Enter")
    compared(page)
    expect(page.get_by_role("button", name="Accept")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dag-planrun")).to_be_hidden()
    expect(page.locator("#state")).to_contain_text("every rule kept")


def test_hours_of_an_absence_and_that_it_hits_nobody(board):
    page = board()
    page.locator("dag-timeline .tl-name", has_text="Bo").click()
    dialog = page.locator("dag-absence dialog")
    expect(dialog).to_contain_text("2 visits are booked in that time.")
    dialog.get_by_label("Whole days").uncheck()
    dialog.get_by_label("From").fill("08:50")
    expect(dialog).to_contain_text("1 visit is booked in that time")  # p2 at nine; p1 is over at 08:50
    expect(dialog.get_by_label("From")).to_be_focused()
    dialog.get_by_label("From").fill("09:20")
    expect(dialog).to_contain_text("No visit is booked in that time.")
    dialog.get_by_role("button", name="Mark absent", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#state")).to_contain_text("every rule kept")


def test_a_person_is_there_after_all(board):
    page = board()
    page.locator("dag-timeline .tl-name", has_text="Karin").click()
    dialog = page.locator("dag-absence dialog")
    dialog.get_by_role("button", name="Present").click()
    dialog.get_by_label("From").fill("12:00")
    dialog.get_by_label("To").fill("13:00")
    dialog.get_by_role("button", name="Add the time").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#live")).to_contain_text("Karin")


def test_a_plan_is_accepted_before_it_is_compared(board):
    page = board()
    page.route("**/difference?*", lambda _: None)  # not answered as long as it matters
    page.locator("#plan").click()
    page.get_by_role("button", name="Accept").click(timeout=30_000)
    expect(page.locator("dag-planrun")).to_be_hidden()
    expect(page.locator("#state")).to_contain_text("3 of 4")
    expect(page.locator("dag-timeline [data-visit=r4-1]:visible")).to_have_count(1)
    page.unroute_all(behavior="ignoreErrors")


def test_a_plan_grows_on_the_board_and_is_stopped(window, service, shot):
    page = window(begun(service, json.loads(WEEK.read_text("utf-8"))))
    expect(page.locator("dag-unbooked .row").first).to_be_visible(timeout=30_000)
    page.route("**/plan", lambda route: route.continue_(post_data=json.dumps({"time_limit": 90})))
    page.locator("#plan").click()
    expect(page.locator("dag-timeline [data-visit]:visible").first).to_be_visible(timeout=30_000)
    expect(page.locator("dag-planrun .chart__cost")).to_have_count(1)
    shot(page, "growing")
    page.get_by_role("button", name="Stop and keep the best").click()
    expect(page.locator("dag-planrun h3")).to_have_text("Stopped: the best plan so far", timeout=30_000)
    compared(page)
    accept(page)
    expect(page.locator("#state")).to_contain_text("every rule kept")


def test_a_plan_that_is_thrown_away_leaves_the_board_as_it_was(board, service):
    page = board()
    page.locator("#plan").click()
    compared(page)
    expect(page.locator("dag-timeline [data-visit=r4-1]:visible").first).to_be_visible()
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("dag-planrun")).to_be_hidden()
    expect(page.locator("dag-timeline [data-visit=r4-1]:visible")).to_have_count(0)
    expect(page.locator("#state")).to_contain_text("2 of 4")
    page.reload()
    expect(page.locator("dag-unbooked .row")).to_have_count(2)
    expect(page.locator("dag-planrun")).to_be_hidden()


def test_a_plan_that_was_made_is_there_after_a_reload(board):
    page = board()
    page.locator("#plan").click()
    compared(page)
    page.reload()
    compared(page)
    accept(page)
    expect(page.locator("#state")).to_contain_text("3 of 4")


def test_seconds_and_moves_are_asked_for(board, no_faults, shot):
    page = board()
    page.locator("#plan").click()
    compared(page)
    page.get_by_role("button", name="Other time or moves …").click()
    form = page.locator("dag-planrun form")
    expect(form.get_by_label("Seconds")).to_be_focused()
    form.get_by_label("Seconds").fill("2")
    form.get_by_label("At most so many visits may move").fill("0")
    no_faults(page)
    shot(page, "replan")
    form.get_by_role("button", name="Begin").click()
    compared(page)
    expect(page.locator("dag-planrun .difference")).not_to_contain_text("moves")


def test_a_board_that_was_changed_meanwhile_takes_no_old_plan(board, service, no_faults):
    page = board()
    page.locator("#plan").click()
    compared(page)
    path = "/v1" + page.evaluate("location.pathname")
    version = asked(service, "GET", path)["version"]
    lock = {"changes": [{"kind": "set_booking", "visit": "r2-1", "locked": True}]}
    asked(service, "POST", f"{path}/steps", lock, **{"If-Match": f'"{version}"'})
    expect(page.locator("dag-planrun .face--conflict")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    no_faults(page)
    page.locator("dag-planrun").get_by_role("button", name="Plan again").click()
    compared(page)
    accept(page)
    expect(page.locator("#state")).to_contain_text("3 of 4")


def test_a_plan_that_is_ordered_in_one_window_runs_in_the_other_too(window, service, no_faults, shot):
    """Two windows of one board: who did not order it sees it grow, and may accept it; the other is told."""
    address = begun(service, json.loads(WEEK.read_text("utf-8")))
    one, two = window(address), window(address)
    for page in (one, two):
        expect(page.locator("dag-unbooked .row").first).to_be_visible(timeout=30_000)
    one.locator("#plan").click()
    stop = {page: page.get_by_role("button", name="Stop and keep the best") for page in (one, two)}
    expect(stop[one]).to_be_visible()
    expect(stop[two]).to_be_visible(timeout=10_000)
    no_faults(two)
    shot(two, "running")
    stop[two].click()
    for page in (one, two):
        compared(page)
    accept(two)
    expect(one.get_by_role("alert")).to_contain_text("Somebody else has changed the board.", timeout=10_000)
    expect(two.locator("dag-planrun")).to_be_hidden()


def test_a_plan_that_is_thrown_away_in_one_window_is_gone_from_the_other(window, service):
    address = begun(service, request())
    one = window(address)
    two = one.context.new_page()
    two.goto(address)
    expect(two.locator("dag-unbooked")).not_to_be_empty()
    one.locator("#plan").click()
    for page in (one, two):
        compared(page)
    one.get_by_role("button", name="Throw away").click()
    for page in (one, two):
        expect(page.locator("dag-planrun")).to_be_hidden()
    # Thrown away is thrown away: neither comes back to it by itself.
    two.wait_for_timeout(5_000)
    expect(two.locator("dag-planrun")).to_be_hidden()
    # Another is ordered: again it is seen in both.
    two.locator("#plan").click()
    for page in (one, two):
        compared(page)
