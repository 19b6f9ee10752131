"""The report in headless Chromium: no errors, every visit drawn, axe content, keyboard, narrow screens, print."""

import base64
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from dagplan import PlanRequest
from dagplan import plan as make_plan
from dagplan.report.page import plan_page
from dagplan.report.study_files import write_study
from dagplan.scenarios import read_study, run_study
from tests.build import DAY, asked, linked, plan_with, read, single, window
from tests.places import EXAMPLES
from tests.report.test_calls import replanned
from tests.studies import written

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
REQUIRED = os.environ.get("CI") == "true" or os.environ.get("DAGPLAN_BROWSER") == "required"

pytestmark = [
    pytest.mark.skipif(
        not ((BROWSER and DRIVER) or REQUIRED),
        reason="no chromium and chromedriver on this machine (Debian: apt-get install chromium chromium-driver)",
    ),
    pytest.mark.filterwarnings("default::ResourceWarning"),
]
OTHER = "2026-10-06"


@pytest.fixture(scope="module")
def browser():
    assert BROWSER, "the report must be tested in CI: install chromium"
    assert DRIVER, "the report must be tested in CI: install chromium-driver"
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield opened
    opened.quit()


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
    return found


def show(browser, address, *, width=1400, scheme="light"):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(address)
    assert browser.get_log("browser") == []


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
    ],
)
def test_axe_finds_nothing(browser, pages, name, scheme):
    from axe_core_python.selenium import Axe

    show(browser, pages[name], scheme=scheme)
    found = Axe().run(browser)
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert len(found["passes"]) > 15


def test_every_visit_is_drawn_where_it_can_be_seen(browser, pages):
    show(browser, pages["short-en"])
    boxes = browser.execute_script(
        "return [...document.querySelectorAll('.drawing')].map(drawing =>"
        " [...drawing.querySelectorAll('[data-tip]')].filter(one => one.getBoundingClientRect().width > 2).length)"
    )
    assert boxes == [3, 2, 1]


@pytest.mark.parametrize("name", ["short-sv", "long-en", "replanned-sv", "study"])
def test_a_narrow_screen_scrolls_only_inside_drawings_and_tables(browser, pages, name):
    show(browser, pages[name], width=400)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 400


def test_a_study_of_a_care_unit_has_its_whole_table_on_a_small_laptop(browser, pages):
    show(browser, pages["study"], width=1366)
    room, needed = browser.execute_script(
        """const table = document.querySelector('table.figures'), row = table.tBodies[0].rows[1];
        const interval = ['−15,1 till −4,86', '+20770 till +64724'];
        row.cells[0].firstChild.data = 'shorter-spirometry';
        while (row.cells.length < 10) row.insertCell();  // where wishes for people are met, too
        [...row.cells].slice(1).forEach((cell, at) => cell.innerHTML = `99<small>${interval[+(at == 6)]}</small>`);
        return [table.parentElement.clientWidth, table.scrollWidth]"""
    )
    assert needed <= room


def test_the_keyboard_reaches_every_visit_and_lights_up_its_link(browser, pages):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    show(browser, pages["short-en"])
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    for _ in range(20):
        if browser.switch_to.active_element.get_attribute("class") == "drawing":
            break
        browser.switch_to.active_element.send_keys(Keys.TAB)
    drawing, tip = browser.switch_to.active_element, browser.find_element(By.ID, "tip")
    told = []
    for _ in range(3):
        drawing.send_keys(Keys.ARROW_RIGHT)
        told.append((tip.text.split("\n")[0], len(browser.find_elements(By.CLASS_NAME, "lit"))))
    assert [(re.sub(r"\s+", " ", words), lit) for words, lit in told] == [
        ("09:30–10:00 nurse", 2),
        ("10:00–10:30 doctor", 2),
        ("08:00–08:30 doctor", 1),
    ]
    drawing.send_keys(Keys.ESCAPE)
    assert not tip.is_displayed()


def test_days_of_a_long_period_are_opened_by_hand_by_address_and_for_print(browser, pages):
    count = "return document.querySelectorAll('details.day[open]').length"
    show(browser, pages["long-en"])
    assert browser.execute_script(count) == 0
    browser.execute_script("location.hash = '#d2026-10-06'; dispatchEvent(new HashChangeEvent('hashchange'))")
    assert browser.execute_script(count) == 1
    assert pages_printed(browser) > 20
    assert browser.execute_script(count) == 1
    browser.execute_script("document.getElementById('print-open').checked = true")
    assert pages_printed(browser) < 8


def test_it_is_printed_on_a4_a_page_a_day(browser, pages):
    show(browser, pages["short-sv"])
    data = printed(browser)
    assert re.search(rb"/MediaBox\s*\[0 0 84[12][.\d]* 59[45][.\d]*\]", data)
    assert pages_printed(browser) == 5  # figures, the two days at a glance, each day, what is unbooked


def printed(browser):
    options = {"preferCSSPageSize": True, "printBackground": True}
    return base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", options)["data"])


def pages_printed(browser):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed(browser)))
