"""The report in headless Chromium: no errors, every visit drawn, axe content, keyboard, narrow screens, print."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from dagplan import PlanRequest
from dagplan import plan as make_plan
from dagplan.report.page import plan_page
from dagplan.report.study_files import write_study
from dagplan.report.years_page import years_page
from dagplan.scenarios import read_study, run_study
from dagplan.words import set_language
from tests.build import DAY, asked, linked, plan_with, read, single, window
from tests.places import EXAMPLES
from tests.report.test_calls import replanned
from tests.simulation.made_up import some_years
from tests.studies import written

OTHER = "2026-10-06"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Two days with linked, single and unbooked requests, and a long period; by name."""
    folder = tmp_path_factory.mktemp("pages")
    days = [f"2026-10-{day:02}" for day in range(5, 25)]
    found = {}
    for name, dates in (("short", [DAY, OTHER]), ("long", days)):
        windows = [window(person, "08:00", "12:00", day=day) for person in ("nurse", "doctor") for day in dates]
        requests = [linked(), single(), *(single(f"x{n}", f"px{n}", duration=200, latest=DAY) for n in range(2))]
        request = read(asked(*requests, last_date=dates[-1], availability=windows))
        plan = plan_with(
            request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"), ("r2-v", "doctor", "08:00", "u1", OTHER)
        )
        for language in ("sv", "en"):
            path = folder / f"{name}-{language}.html"
            path.write_bytes(plan_page(request, plan, language))
            found[f"{name}-{language}"] = path.as_uri()
    request = PlanRequest.model_validate_json((EXAMPLES / "one-spirometer.request.json").read_bytes())
    path = folder / "equipment-sv.html"
    path.write_bytes(plan_page(request, make_plan(request), "sv"))
    found["equipment-sv"] = path.as_uri()
    known, anew = replanned()
    path = folder / "replanned-sv.html"
    path.write_bytes(plan_page(known, anew, "sv"))
    found["replanned-sv"] = path.as_uri()
    result = run_study(read_study(written(folder)), executor=ThreadPoolExecutor(2))
    write_study(result, folder)
    found["study"] = (folder / "report.html").as_uri()
    path = folder / "years-sv.html"
    set_language("sv")
    path.write_bytes(years_page(some_years()))
    set_language("en")
    found["years"] = path.as_uri()
    return found


@pytest.fixture
def show(chromium):
    """Opens a page; by the end of the test its console may have said nothing."""
    context = chromium.new_context(device_scale_factor=1)
    said = []

    def open_page(address, *, width=1400, scheme="light"):
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        return page

    yield open_page
    context.close()
    assert said == []


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("short-sv", "light"),
        ("short-en", "dark"),
        ("long-sv", "light"),
        ("equipment-sv", "dark"),
        ("replanned-sv", "light"),
        ("replanned-sv", "dark"),
        ("study", "light"),
        ("study", "dark"),
        ("years", "light"),
        ("years", "dark"),
    ],
)
def test_axe_finds_nothing(show, pages, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(show(pages[name], scheme=scheme)).response
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert len(found["passes"]) > 15


def test_every_visit_is_drawn_where_it_can_be_seen(show, pages):
    boxes = show(pages["short-en"]).evaluate(
        "[...document.querySelectorAll('.drawing')].map(drawing =>"
        " [...drawing.querySelectorAll('[data-tip]')].filter(one => one.getBoundingClientRect().width > 2).length)"
    )
    assert boxes == [3, 2, 1]


@pytest.mark.parametrize("name", ["short-sv", "long-en", "replanned-sv", "study", "years"])
def test_a_narrow_screen_scrolls_only_inside_drawings_and_tables(show, pages, name):
    page = show(pages[name], width=400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_study_of_a_care_unit_has_its_whole_table_on_a_small_laptop(show, pages):
    room, needed = show(pages["study"], width=1366).evaluate(
        """() => { const table = document.querySelector('table.figures'), row = table.tBodies[0].rows[1];
        const interval = ['−15,1 till −4,86', '+20770 till +64724'];
        row.cells[0].firstChild.data = 'shorter-spirometry';
        while (row.cells.length < 10) row.insertCell();  // where wishes for people are met, too
        [...row.cells].slice(1).forEach((cell, at) => cell.innerHTML = `99<small>${interval[+(at == 6)]}</small>`);
        return [table.parentElement.clientWidth, table.scrollWidth]; }"""
    )
    assert needed <= room


def test_the_keyboard_reaches_every_visit_and_lights_up_its_link(show, pages):
    page = show(pages["short-en"])
    focused = lambda: page.evaluate("document.activeElement.getAttribute('class')")  # noqa: E731
    page.keyboard.press("Tab")
    assert focused() == "skip"
    for _ in range(20):
        if focused() == "drawing":
            break
        page.keyboard.press("Tab")
    told = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        told.append((page.locator("#tip").inner_text().split("\n")[0], page.locator(".lit").count()))
    assert [(re.sub(r"\s+", " ", words), lit) for words, lit in told] == [
        ("09:30–10:00 nurse", 2),
        ("10:00–10:30 doctor", 2),
        ("08:00–08:30 doctor", 1),
    ]
    page.keyboard.press("Escape")
    assert not page.locator("#tip").is_visible()


def test_days_of_a_long_period_are_opened_by_hand_by_address_and_for_print(show, pages):
    page = show(pages["long-en"])
    opened = page.locator("details.day[open]")
    assert opened.count() == 0
    page.evaluate("() => { location.hash = '#d2026-10-06'; dispatchEvent(new HashChangeEvent('hashchange')); }")
    assert opened.count() == 1
    assert pages_of(printed(page)) > 20
    assert opened.count() == 1
    page.evaluate("() => { document.getElementById('print-open').checked = true; }")
    assert pages_of(printed(page)) < 8


def test_it_is_printed_on_a4_a_page_a_day(show, pages):
    data = printed(show(pages["short-sv"]))
    assert re.search(rb"/MediaBox\s*\[0 0 84[12][.\d]* 59[45][.\d]*\]", data)
    assert pages_of(data) == 5  # figures, the two days at a glance, each day, what is unbooked


def printed(page):
    return page.pdf(prefer_css_page_size=True, print_background=True)


def pages_of(data):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", data))
