"""What stands beside the timeline: each panel and dialog, as a planner uses it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .weeks import DAY, NEXT, begun, request


@pytest.fixture
def board(window, service):
    """Opens a board of the two days, or of what is made of them."""

    def open_board(change=lambda _: None, **how):
        given = request()
        change(given)
        page = window(begun(service, given), **how)
        expect(page.locator("dag-unbooked")).not_to_be_empty()
        return page

    return open_board


def row(page, patient):
    return page.locator("dag-unbooked .row", has_text=patient)


def visit(page, one):
    return page.locator(f"dag-timeline [data-visit='{one}']:visible").first


def choose(page, one):
    visit(page, one).click()
    expect(page.locator("dag-panel .chain")).to_be_visible()
    return page.locator("dag-panel")


def opened(page, what):
    page.locator("#more").click()
    page.locator(f"[data-open={what}]").click()
    dialog = page.locator(f"dag-{what} dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_a_narrow_visit_is_hit_beside_it_too_and_free_time_a_little_further(board):
    def short(given):
        given["requests"][1]["visits"][0]["duration"] = 5

    page = board(short)
    box = visit(page, "r2-1").bounding_box()
    assert box["width"] < 12
    middle, right = box["y"] + box["height"] / 2, box["x"] + box["width"]
    page.mouse.click(right + 5, middle)
    expect(page.locator("dag-panel h3")).to_have_text("p2")
    page.mouse.click(right + 40, middle)
    expect(page.locator("dag-free")).to_be_visible()
    page.mouse.click(box["x"] - 5, middle)
    expect(page.locator("dag-panel h3")).to_have_text("p2")
    # It is lifted from there as well.
    page.mouse.move(right + 4, middle)
    page.mouse.down()
    page.mouse.move(right + 60, middle, steps=6)
    expect(visit(page, "r2-1")).to_have_class(re.compile("is-lifted"))
    page.keyboard.press("Escape")
    page.mouse.up()


def test_the_unbooked_are_told_the_most_pressing_first_and_found(board):
    page = board()
    heads = page.locator("dag-unbooked .row__head strong")
    expect(heads).to_have_text(["p3", "p4"])
    page.get_by_label("Patient, request or competence").fill("P4")
    expect(heads).to_have_text(["p4"])
    expect(page.get_by_label("Patient, request or competence")).to_be_focused()
    page.get_by_label("Patient, request or competence").fill("nobody")
    expect(page.locator("dag-unbooked .face")).to_have_text("No unbooked request matches.")
    page.get_by_label("Patient, request or competence").fill("")
    page.locator("dag-unbooked select").select_option("urgent")
    expect(heads).to_have_text(["p3"])


def test_why_it_is_not_booked_and_the_fix_that_books_it(board, no_faults, shot):
    page = board()
    row(page, "p3").locator("button").first.click()
    fix = page.locator("dag-unbooked .fix", has_text="60 minutes after")
    expect(fix).to_be_visible()
    expect(page.locator("dag-unbooked .reasons")).to_contain_text("p3: ")
    no_faults(page)
    shot(page, "fix")
    fix.get_by_role("button").click()
    expect(page.locator("dag-panel h3")).to_have_text("p3")
    expect(page.locator("dag-panel .chain__visit p")).to_contain_text(["Siv, Vårdcentralen", "Bo, Vårdcentralen"])
    expect(page.locator("#tab-unbooked")).to_have_text("Unbooked 1")
    expect(visit(page, "r3-2")).to_be_visible()  # the board has gone to its date


def test_an_offer_is_seen_on_the_board_and_taken(board):
    page = board()
    row(page, "p4").locator("button").first.click()
    offer = page.locator("dag-unbooked .offer").first
    offer.hover()
    expect(page.locator("dag-timeline .tl-ghost:visible")).not_to_have_count(0)
    offer.get_by_role("button", name="Take the time for p4").click()
    expect(page.locator("dag-panel h3")).to_have_text("p4")
    expect(page.locator("#state")).to_contain_text("3 of 4")


def test_everything_is_booked(board, no_faults):
    def booked(given):
        given["requests"] = given["requests"][:2]

    page = board(booked)
    expect(page.locator("dag-unbooked .face--good")).to_have_text("Everything is booked.")
    no_faults(page)


def test_nothing_is_asked_for(board, no_faults):
    page = board(lambda given: given.update(requests=[], bookings=[]))
    expect(page.locator("dag-unbooked .face--empty")).to_have_text("There are no requests to book.")
    page.locator("#tab-selected").click()
    expect(page.locator("dag-panel .face--empty")).to_contain_text("Choose a visit on the board")
    no_faults(page)


def test_why_here_and_what_other_places_cost(board, no_faults, shot):
    def later(given):
        given["bookings"][1]["start"] = f"{DAY}T08:45"
        given["requests"][0]["visits"][1]["preferred"] = "karin"

    page = board(later)
    panel = choose(page, "r1-2")
    expect(panel.locator(".costs th")).to_have_text(
        ["15 minutes of waiting between the visits", "not with Karin, who was preferred", "Cost in all"]
    )
    expect(panel.locator(".costs td")).to_have_text(["15", "25", "40"])
    first = panel.locator(".offer").first
    expect(first).to_contain_text("Karin")
    expect(first).to_contain_text("40 less than now")  # without a wait, and with her
    no_faults(page)
    shot(page, "chosen")
    first.get_by_role("button", name="Take").click()
    expect(panel.locator(".face, .quiet").filter(has_text="it costs nothing")).to_be_visible()


def test_a_lock_by_the_keyboard(board):
    page = board()
    panel = choose(page, "r1-1")
    lock = panel.get_by_role("button", name="Locked: spirometri")
    lock.focus()
    page.keyboard.press("Enter")
    expect(lock).to_have_attribute("aria-pressed", "true")
    expect(lock).to_be_focused()  # still, though all around it is new
    page.keyboard.press("Enter")
    expect(lock).to_have_attribute("aria-pressed", "false")
    panel.get_by_role("button", name="Lock all visits").click()
    expect(panel.get_by_role("button", name="Unlock all visits")).to_be_visible()


def test_times_that_are_released_say_whom_they_fit(board, no_faults):
    page = board()
    panel = choose(page, "r2-1")
    panel.get_by_role("button", name="Release the times").click()
    freed = panel.locator("dag-free")
    expect(freed.locator("h4")).to_have_text("Free time with Bo, Mon 7 Dec 09:00–09:20")
    expect(freed.locator("strong")).to_have_text(["p4"])  # nobody else, and not the one who left it
    no_faults(page)
    freed.get_by_role("button", name="Take the time for p4").click()
    expect(page.locator("dag-panel h3")).to_have_text("p4")


def test_a_patient_is_taken_off(board):
    page = board()
    panel = choose(page, "r2-1")
    panel.get_by_role("button", name="Remove the request").click()
    expect(visit(page, "r2-1")).to_have_count(0)
    expect(panel.locator("dag-free strong")).to_have_text(["p4"])
    expect(page.locator("#state")).to_contain_text("1 of 3")


def test_a_place_that_is_forbidden_says_the_rule(board, no_faults):
    page = board()
    panel = choose(page, "r1-2")
    panel.get_by_text("Move to …").click()
    form = panel.locator("dag-move")
    form.get_by_label("The other visits of the chain move along").uncheck()
    form.get_by_label("Start").fill("08:15")
    form.get_by_label("Start").press("Tab")
    expect(form.locator("[role=alert] li").first).to_contain_text("before p1 · spirometri ends 08:30")
    expect(form.get_by_role("button", name="Move")).to_be_disabled()
    no_faults(page)
    form.get_by_label("Start").fill("10:00")
    form.get_by_label("Start").press("Tab")
    expect(form.locator(".face--good")).to_have_text("It is allowed.")
    form.get_by_role("button", name="Move").click()
    expect(panel.locator(".chain__visit").nth(1)).to_contain_text("10:00–10:20 Bo")


def test_figures_say_what_it_costs_and_link_what_is_broken(board, no_faults, shot):
    def torn(given):
        given["bookings"][1]["start"] = f"{DAY}T08:10"  # before the first is over, and so two at once

    page = board(torn)
    page.locator("#tab-figures").click()
    figures = page.locator("dag-figures")
    expect(figures.locator(".figure")).to_contain_text("of 4 booked")
    expect(figures.locator(".broken h4")).to_have_text("2 rules are broken")
    expect(figures.locator(".costs")).to_contain_text("Visits not booked")
    no_faults(page)
    shot(page, "figures")
    figures.locator(".broken button").first.click()
    expect(page.locator("dag-panel h3")).to_have_text("p1")


def test_where_time_is_short(board):
    page = board(lambda given: given["requests"][3].update(earliest=NEXT, not_after="12:00"))
    page.locator("#tab-figures").click()
    page.get_by_role("button", name="Find out").click()
    expect(page.locator("dag-figures .short, dag-figures section .quiet").last).to_be_visible()


def test_a_request_by_a_form_with_what_is_wrong_beside_each_field(board, no_faults, shot):
    page = board(expected=("422",))
    form = opened(page, "addrequest")
    form.get_by_role("button", name="One more visit").click()
    expect(form.get_by_label("Competence").nth(1)).to_be_focused()
    form.get_by_label("Patient").fill("19121212-1212")
    form.get_by_label("Competence").nth(0).fill("läkare")
    form.get_by_label("Competence").nth(1).fill("spirometri")
    form.get_by_label("Minutes", exact=True).nth(1).fill("0")
    form.get_by_role("button", name="Add").click()
    wrong = form.locator(".field", has=page.locator(".wrong"))
    expect(wrong.locator("label")).to_have_text(["Patient", "Minutes"])
    expect(form.get_by_label("Patient")).to_be_focused()
    expect(page.locator("#notices")).to_have_text("")
    no_faults(page)
    shot(page, "add")
    form.get_by_label("Patient").fill("p9")
    form.get_by_label("Minutes", exact=True).nth(1).fill("15")
    form.get_by_role("button", name="Add").click()
    expect(form).to_be_hidden()
    expect(page.locator("dag-panel h3")).to_have_text("p9")
    expect(page.locator("dag-panel .chain__visit")).to_have_count(2)
    expect(page.locator("#tab-unbooked")).to_have_text("Unbooked 3")


def test_history_goes_back_and_forth(board, no_faults, shot):
    page = board()
    panel = choose(page, "r1-1")
    panel.get_by_role("button", name="Locked: spirometri").click()
    expect(panel.get_by_role("button", name="Locked: spirometri")).to_have_attribute("aria-pressed", "true")
    panel.get_by_role("button", name="Locked: läkare").click()
    expect(panel.get_by_role("button", name="Locked: läkare")).to_have_attribute("aria-pressed", "true")
    history = opened(page, "history")
    expect(history.locator(".step")).to_have_count(3)
    expect(history.locator("[aria-current=step]")).to_contain_text("p1 · läkare")
    history.get_by_role("button", name="Go to the beginning").click()
    expect(history.locator("[aria-current=step]")).to_contain_text("as it was loaded")
    expect(history.locator(".undone")).to_have_count(2)
    no_faults(page)
    shot(page, "history")
    history.get_by_role("button", name="Go to step 1").click()
    expect(history.locator(".undone")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(history).to_be_hidden()
    expect(panel.get_by_role("button", name="Locked: spirometri")).to_have_attribute("aria-pressed", "true")


def test_a_variant_is_held_against_the_board(board, no_faults, shot):
    page = board()
    variants = opened(page, "variants")
    expect(variants.locator(".face--empty")).to_have_text("There are no variants yet.")
    variants.get_by_label("Name of the variant").fill("Utan r2")
    variants.get_by_role("button", name="New variant").click()
    expect(variants.locator("thead th")).to_have_text(["Veckan", "Utan r2"])
    variants.get_by_role("link", name="Open").click()
    panel = choose(page, "r2-1")
    panel.get_by_role("button", name="Release the times").click()
    expect(page.locator("#state")).to_contain_text("1 of 4")
    variants = opened(page, "variants")
    expect(variants.locator("tbody tr").first.locator("td")).to_have_text(["2 of 4", "1 of 4"])
    variants.get_by_role("button", name="Compare").click()
    expect(variants.locator(".difference summary")).to_have_text(["1 visit is booked"])
    no_faults(page)
    shot(page, "variants")


@pytest.mark.parametrize(("form", "name"), [("Excel workbook", "Veckan.xlsx"), ("CSV files", "Veckan.csv.zip")])
def test_a_file_of_the_board(board, form, name):
    page = board()
    export = opened(page, "export")
    with page.expect_download() as downloaded:
        export.get_by_role("button", name=f"Download: {form}").click()
    assert downloaded.value.suggested_filename == name
    assert downloaded.value.path().read_bytes()[:2] == b"PK"


def test_no_contact_is_told_where_it_was_asked_and_asked_again(board):
    page = board(expected=("ERR_INTERNET_DISCONNECTED", "Failed to fetch"))
    page.context.set_offline(True)
    row(page, "p4").locator("button").first.click()
    face = page.locator("dag-unbooked .face--offline")
    expect(face).to_contain_text("The service does not answer.")
    page.context.set_offline(False)
    face.get_by_role("button", name="Try again").click()
    expect(page.locator("dag-unbooked .offer").first).to_be_visible()


@pytest.mark.parametrize("what", ["absence", "addrequest", "history", "variants", "export"])
def test_dialogs_in_swedish_on_a_phone_in_the_dark(board, no_faults, shot, what):
    page = board(language="sv", colours="dark", size={"width": 390, "height": 844})
    dialog = opened(page, what)
    expect(dialog.locator("h2")).not_to_be_empty()
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    no_faults(page)
    shot(page, f"sv-{what}")


def test_targets_are_large_enough(board):
    page = board()
    choose(page, "r1-2")
    small = page.locator(".panel").evaluate_all(
        """all => all.flatMap(one => [...one.querySelectorAll('button, select, input, summary, a')])
            .filter(one => one.checkVisibility() && !one.closest('label'))
            .map(one => [one.textContent, one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
    )
    assert small == []


def test_on_paper_stands_every_row_and_nothing_to_click(board):
    page = board(size={"width": 1000, "height": 300})
    on_paper = "dag-timeline .tl-scroll"
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for name in ("Siv", "Eva", "Bo", "Karin"):
        expect(page.locator("dag-timeline .tl-name", has_text=name)).to_be_visible()
    assert page.locator(on_paper).evaluate("one => one.clientHeight === one.scrollHeight && one.clientHeight") > 150
    expect(page.locator("h1")).to_have_text("Veckan")
    for hidden in ("#plan", "#tab-unbooked", "dag-timeline .tl-strip", "#state"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#plan")).to_be_visible()
    assert page.evaluate("document.querySelector('dag-timeline').size.width") < 1000
