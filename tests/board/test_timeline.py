"""The timeline in a real browser, with a stand-in for the service that knows hours, taken times and sequence."""

from __future__ import annotations

import pytest

from tests.board.timeline_case import REQUEST, many
from tests.board.timeline_page import opened, served

pytest.importorskip("playwright")
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def address():
    with served(REQUEST) as found:
        yield found


@pytest.fixture
def page(chromium, address):
    yield from _opened(chromium, address)


def _opened(chromium, address, **more):
    context = chromium.new_context(viewport={"width": 1100, "height": 600}, **more)
    page = context.new_page()
    page.set_default_timeout(5_000)
    said = opened(page, address)
    yield page
    context.close()
    assert said == []


def visit(page, name):
    return page.locator(f'.tl-visit[data-visit="{name}"]')


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def minute(page, minutes, row, date="2026-12-07"):
    """The pixel of a minute in the row of somebody."""
    x = page.evaluate(
        "([date, minutes]) => timeline.scroller.getBoundingClientRect().left + timeline.stage.edges.names"
        " + timeline.stage.scale.x(date, minutes) - timeline.scroller.scrollLeft",
        [date, minutes],
    )
    return x, middle(page.get_by_role("rowheader", name=row))[1]


def free(person, start, end):
    """What is told of free time on Monday."""
    return {"practitioner": person, "unit": "vc-1", "start": f"2026-12-07T{start}", "end": f"2026-12-07T{end}"}


def told(page, name):
    """What was told by events of a name."""
    return page.evaluate("(name) => log.filter(([one]) => one === name).map(([, detail]) => detail)", name)


def show(page, **view):
    page.evaluate("(view) => { timeline.view = view; timeline.draw(); }", view)


def drag(page, name, to, *, shift=False, drop=True):
    x, y = middle(visit(page, name))
    page.mouse.move(x, y)
    if shift:
        page.keyboard.down("Shift")
    page.mouse.down()
    page.mouse.move(x + 6, y)
    page.mouse.move(*to)
    page.mouse.move(*to)
    if drop:
        page.mouse.up()
    if shift:
        page.keyboard.up("Shift")


def test_people_are_rows_under_their_unit_and_visits_say_who_what_and_when(page):
    expect(page.get_by_role("grid", name="Visits by practitioner")).to_be_visible()
    assert page.get_by_role("rowheader").all_inner_texts() == [
        *("Björkens vårdcentral", "Lena\nphysician", "Sara\nspirometry, nurse", "Omar\nphysician"),
        *("vc-2", "Ines\nnurse"),
    ]
    labels = {
        one.get_attribute("data-visit"): one.get_attribute("aria-label") for one in page.locator(".tl-visit").all()
    }
    assert labels == {
        "r-1-a": "p-001, spirometry, Mon 7 Dec 09:30–10:00, Sara, visit 1 of 2",
        "r-1-b": "p-001, physician, Mon 7 Dec 10:00–10:20, Lena, visit 2 of 2, primary visit",
        "r-2-a": "p-002, physician, Mon 7 Dec 10:40–11:00, Lena, locked",
        "r-3-a": "p-003, nurse, Mon 7 Dec 13:00–13:15, Sara",
    }
    assert "is-primary" in visit(page, "r-1-b").get_attribute("class")
    assert page.locator(".tl-link").first.get_attribute("d").count("M") == 1


def test_where_a_visit_stands_is_its_time(page):
    scale = page.evaluate("timeline.stage.scale.zoom")
    first, second = (visit(page, one).bounding_box() for one in ("r-1-b", "r-2-a"))
    assert second["x"] - first["x"] == pytest.approx(40 * scale, abs=0.5)
    assert first["width"] == pytest.approx(20 * scale - 1, abs=0.5)
    assert first["height"] >= 24


def test_a_week_has_its_dates_side_by_side(page):
    show(page, span="week")
    heads = [one.get_attribute("class") for one in page.get_by_role("columnheader").all()]
    assert heads == ["tl-corner", "tl-date", "tl-date"]
    assert [one.inner_text() for one in page.locator(".tl-date-words").all()] == [
        "Monday 7 December",
        "Tuesday 8 December",
    ]
    assert page.locator(".tl-dates button").all_inner_texts() == ["Week 50"]


def test_patients_and_equipment_are_rows_too(page):
    show(page, rows="patients")
    assert page.locator(".tl-title:visible").all_inner_texts() == ["p-001", "p-002", "p-003"]
    assert page.locator(".tl-note:visible").first.inner_text() == "spirometry, physician"
    show(page, rows="equipment")
    assert page.locator(".tl-title:visible").all_inner_texts() == ["Björkens vårdcentral", "s-1"]
    expect(page.locator(".tl-visit:visible")).to_have_count(1)
    show(page, rows="equipment", unit="vc-2")
    expect(page.locator(".tl-empty")).to_have_text("There is no equipment here.")


@pytest.mark.parametrize(
    ("view", "bright"),
    [
        ({"text": "P-002"}, ["r-2-a"]),
        ({"text": "r-1"}, ["r-1-a", "r-1-b"]),
        ({"linkedOnly": True}, ["r-1-a", "r-1-b"]),
        ({"competence": "Spirometry"}, ["r-1-a"]),
    ],
)
def test_what_is_not_looked_for_is_dimmed(page, view, bright):
    show(page, **view)
    assert (
        sorted(one.get_attribute("data-visit") for one in page.locator(".tl-visit:visible:not(.is-dim)").all())
        == bright
    )


def test_choices_of_unit_competence_and_moves(page):
    show(page, unit="vc-2")
    assert page.locator(".tl-title:visible").all_inner_texts() == ["Ines"]
    show(page, unit="", competence="nurse")
    assert page.locator(".tl-title:visible").all_inner_texts() == ["Björkens vårdcentral", "Sara", "vc-2", "Ines"]
    page.evaluate("timeline.view = { competence: '', movedSince: new Set(['r-3-a']) }; timeline.draw();")
    expect(page.locator(".tl-visit:visible:not(.is-dim)")).to_have_count(1)
    show(page, rows="patients", text="nobody", movedSince=None)
    expect(page.locator(".tl-empty")).to_contain_text("Clear the search")


def test_only_what_is_in_sight_is_drawn(chromium):
    with served(many(people=60, dates=5, each=12)) as address:
        for page in _opened(chromium, address):
            show(page, span="week", zoom=1)
            few = page.locator(".tl-visit:visible").count()
            assert 100 < few < 1000 < 3600
            assert page.locator(".tl-row").count() < 30
            page.evaluate("timeline.scroller.scrollTo(1e6, 1e6)")
            expect(page.locator('.tl-visit[data-visit="v-person-59-2026-12-11-11"]')).to_be_visible()
            assert page.locator(".tl-visit").count() < 1000


def test_details_are_there_on_hover_can_be_pointed_at_and_go_by_escape(page):
    tip = page.get_by_role("tooltip")
    page.mouse.move(*middle(visit(page, "r-1-b")))
    expect(tip).to_contain_text("10:00–10:20, 20 minutes")
    expect(tip).to_contain_text("▸ 10:00–10:20 physician (primary visit), Lena")
    box = tip.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.wait_for_timeout(300)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_arrow_keys_go_from_visit_to_visit_with_one_stop_for_tab(page):
    visit(page, "r-1-b").focus()
    page.keyboard.press("ArrowRight")
    expect(visit(page, "r-2-a")).to_be_focused()
    expect(page.get_by_role("tooltip")).to_contain_text("locked")
    page.keyboard.press("ArrowDown")
    expect(visit(page, "r-1-a")).to_be_focused()
    page.keyboard.press("End")
    expect(visit(page, "r-3-a")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("rowheader", name="Sara")).to_be_focused()
    assert page.locator('.tl-grid [tabindex="0"]').count() == 1
    page.keyboard.press("Space")
    assert told(page, "pickfree") == [free("sara", "08:00", "09:30")]
    visit(page, "r-1-a").focus()
    page.keyboard.press("f")
    assert told(page, "pickfree")[1] == free("sara", "10:00", "12:00")


def test_a_visit_is_moved_by_keys_between_allowed_places(page):
    visit(page, "r-1-b").focus()
    page.keyboard.press("Enter")
    # Lena and Omar from 10, when the spirometry is over; the other visit of the chain stays, so never on Tuesday.
    expect(page.get_by_role("status")).to_contain_text("places allowed")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("status")).to_have_text("Mon 7 Dec 10:05–10:25, Lena, Björkens vårdcentral")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status")).to_have_text("Mon 7 Dec 10:05–10:25, Omar, Björkens vårdcentral")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("status")).to_have_text("No further date.")
    page.keyboard.press("Enter")
    assert told(page, "drop") == [
        {"visit": "r-1-b", "practitioner": "omar", "unit": "vc-1", "start": "2026-12-07T10:05", "whole": False}
    ]
    expect(page.get_by_role("status")).to_have_text(
        "p-001 goes to Mon 7 Dec 10:05–10:25, Omar, Björkens vårdcentral."
    )
    expect(visit(page, "r-1-b")).to_be_focused()
    assert (
        visit(page, "r-1-b").get_attribute("aria-label").startswith("p-001, physician, Mon 7 Dec 10:05–10:25, Omar")
    )


def test_a_forbidden_place_names_its_rule_and_refuses(page):
    visit(page, "r-1-b").focus()
    page.keyboard.press("m")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".tl-bubble")).to_contain_text(
        "Patient has another visit, Sequence and waits: message of patient_once"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Not moved. Patient has another visit")
    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_have_text("Not moved.")
    assert told(page, "drop") == []
    expect(visit(page, "r-1-b")).to_be_focused()


def test_a_chain_is_asked_for_as_a_whole(page):
    visit(page, "r-1-a").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("w")
    expect(page.get_by_role("status")).to_contain_text("place")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("status")).to_have_text("Tue 8 Dec 09:30–10:00, Sara, Björkens vårdcentral")
    assert told(page, "askallowed") == [{"of": "r-1-a", "whole": False}, {"of": "r-1", "whole": True}]
    assert told(page, "viewchange")[-1]["view"]["date"] == "2026-12-08"
    page.keyboard.press("Escape")


def test_a_visit_is_dragged_and_falls_on_the_grid(page):
    x, y = minute(page, 11 * 60 + 3, "Omar")
    drag(page, "r-1-b", (x + 10 * page.evaluate("timeline.stage.scale.zoom"), y), drop=False)
    expect(page.locator(".tl-lit").first).to_be_visible()
    expect(page.locator(".tl-bubble")).to_have_text("Mon 7 Dec 11:05–11:25, Omar, Björkens vårdcentral")
    page.mouse.up()
    assert told(page, "drop") == [
        {"visit": "r-1-b", "practitioner": "omar", "unit": "vc-1", "start": "2026-12-07T11:05", "whole": False}
    ]
    expect(page.locator(".tl-lit:visible")).to_have_count(0)


def test_dropped_where_it_is_forbidden_it_stays_and_the_rule_is_told(page):
    drag(page, "r-3-a", minute(page, 9 * 60 + 45, "Sara"), drop=False)
    expect(page.locator(".tl-bubble")).to_contain_text("Practitioner taken: message of practitioner_once")
    page.mouse.up()
    expect(page.get_by_role("status")).to_contain_text("Not moved. Practitioner taken")
    assert told(page, "drop") == []
    assert page.evaluate("timeline.move") is None


def test_escape_and_a_locked_visit(page):
    drag(page, "r-3-a", minute(page, 15 * 60, "Sara"), drop=False)
    page.keyboard.press("Escape")
    page.mouse.up()
    drag(page, "r-2-a", minute(page, 15 * 60, "Lena"))
    expect(page.get_by_role("status")).to_have_text("r-2-a is locked: unlock it to move it.")
    assert told(page, "drop") == []


def test_a_chain_is_dragged_with_shift_and_to_another_date(page):
    drag(page, "r-1-a", middle(page.locator('.tl-dates button[data-date="2026-12-08"]')), shift=True, drop=False)
    expect(page.locator(".tl-bubble")).to_contain_text("Tue 8 Dec 09:30–10:00")
    page.mouse.up()
    assert told(page, "askallowed") == [{"of": "r-1", "whole": True}]
    assert told(page, "drop") == [
        {"visit": "r-1-a", "practitioner": "sara", "unit": "vc-1", "start": "2026-12-08T09:30", "whole": True}
    ]


def test_a_date_lingered_over_is_shown(page):
    drag(page, "r-3-a", middle(page.locator('.tl-dates button[data-date="2026-12-08"]')), drop=False)
    expect(page.locator(".tl-date-words")).to_have_text("Tuesday 8 December")
    page.mouse.move(*minute(page, 9 * 60, "Sara", "2026-12-08"))
    page.mouse.up()
    assert told(page, "drop")[0]["start"].startswith("2026-12-08T0")


def test_a_finger_that_rests_drags(chromium, address):
    for page in _opened(chromium, address, has_touch=True):
        touch = page.context.new_cdp_session(page)
        x, y = middle(visit(page, "r-3-a"))
        to = minute(page, 15 * 60, "Sara")
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        expect(page.locator("dag-timeline[moving]")).to_be_visible()
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": to[0], "y": to[1]}]})
        expect(page.locator(".tl-bubble")).to_contain_text("Sara")
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.get_by_role("status")).to_contain_text("p-003 goes to Mon 7 Dec 1")
        assert len(told(page, "drop")) == 1


def test_a_double_click_picks_up_and_a_click_puts_down(page):
    visit(page, "r-3-a").dblclick()
    expect(page.get_by_role("status")).to_contain_text("places allowed")
    page.mouse.click(*minute(page, 15 * 60, "Sara"))
    assert [one["start"] for one in told(page, "drop")] == ["2026-12-07T15:00"]


def test_a_click_chooses_a_visit_or_free_time(page):
    visit(page, "r-3-a").click()
    page.mouse.click(*minute(page, 14 * 60, "Omar"))
    assert told(page, "pick") == [{"visit": "r-3-a"}]
    assert told(page, "pickfree") == [free("omar", "13:00", "16:00")]


def test_offers_and_marks_are_drawn(page):
    page.evaluate(
        "timeline.ghosts = [{ visit: 'r-4-a', practitioner: 'omar', unit: 'vc-1', start: '2026-12-07T13:00' }];"
        "timeline.marks = new Map([['r-3-a', 'moved'], ['r-1-b', 'broken']]);"
    )
    expect(page.locator(".tl-ghost")).to_have_text("004")
    x, _ = minute(page, 13 * 60, "Omar")
    assert page.locator(".tl-ghost").bounding_box()["x"] == pytest.approx(x, abs=1)
    expect(visit(page, "r-3-a")).to_have_attribute("aria-label", "p-003, nurse, Mon 7 Dec 13:00–13:15, Sara, moved")
    assert "is-broken" in visit(page, "r-1-b").get_attribute("class")


def test_zoom_by_keys_buttons_and_wheel(page):
    zoom = "timeline.stage.scale.zoom"
    first = page.evaluate(zoom)
    visit(page, "r-3-a").focus()
    page.keyboard.press("+")
    assert page.evaluate(zoom) == pytest.approx(first * 1.25)
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="All").click()
    assert page.evaluate(zoom) == pytest.approx(first)
    page.mouse.move(*middle(visit(page, "r-1-b")))
    before = middle(visit(page, "r-1-b"))[0]
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_timeout(100)
    assert page.evaluate(zoom) > first * 1.3
    assert middle(visit(page, "r-1-b"))[0] == pytest.approx(before, abs=12)


@pytest.mark.parametrize(
    ("colours", "views"),
    [
        ("light", ({}, {"span": "week"}, {"rows": "patients"})),
        ("dark", ({"rows": "equipment"}, {"rows": "people"})),
    ],
)
def test_axe_finds_nothing(chromium, address, no_faults, colours, views):
    for page in _opened(chromium, address, color_scheme=colours):
        for view in views:
            show(page, **view)
            no_faults(page)


def test_in_swedish(chromium):
    with served(REQUEST, "sv") as address:
        for page in _opened(chromium, address):
            label = visit(page, "r-1-b").get_attribute("aria-label")
            assert label == "p-001, physician, mån 7 dec. 10:00–10:20, Lena, besök 2 av 2, primärbokning"
            visit(page, "r-2-a").focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("status")).to_have_text("r-2-a är låst: lås upp för att flytta.")
