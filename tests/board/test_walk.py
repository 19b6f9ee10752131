"""A planner's morning on one board, from a workbook to a service that is killed, all in a real browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import expect

from dagplan import files
from dagplan.models import PlanRequest

from .conftest import SIZE
from .weeks import DAY, NEXT, request

MINUTES = "minutes => minutes * document.querySelector('dag-timeline').stage.scale.zoom"


def test_from_a_workbook_to_a_service_that_is_killed(chromium, tmp_path):
    book = tmp_path / "veckan.xlsx"
    files.write_request(PlanRequest.model_validate(request()), book)
    port = free_port()
    with serving(tmp_path / "data", port) as service:
        context = chromium.new_context(base_url=f"http://127.0.0.1:{port}", locale="en-GB", viewport=SIZE)
        page = context.new_page()
        page.set_default_timeout(60_000)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/")
        page.locator("input[type=file]").set_input_files(book)
        expect(page.locator("#state")).to_contain_text("2 of 4")

        plan_and_accept(page, stop=True)
        expect(page.locator("#state")).to_contain_text("3 of 4")
        a_fix_is_taken(page)
        expect(page.locator("#state")).to_contain_text("4 of 4")

        chain_by_pointer_then_by_keys(page)
        lock(page, "r2-1")
        absent_and_planned_again(page, "Siv")
        saved = where(page, "r1-1"), where(page, "r1-2"), where(page, "r2-1")

        for _ in range(3):
            undone = page.locator("#live").inner_text()
            page.keyboard.press("Control+z")
            expect(page.locator("#live")).not_to_have_text(undone)
            expect(page.locator("#saved")).to_have_text("Saved")
        for _ in range(3):
            page.keyboard.press("Control+y")
        expect(page.get_by_role("button", name="Redo")).to_be_disabled()
        assert (where(page, "r1-1"), where(page, "r1-2"), where(page, "r2-1")) == saved

        a_workbook_is_had(page, tmp_path)
        page.reload()
        expect(page.locator("#state")).to_contain_text("every rule kept")
        assert (where(page, "r1-1"), where(page, "r1-2"), where(page, "r2-1")) == saved

        service.kill()
        service.wait()
        expect(page.get_by_role("alert")).to_contain_text("The board is shown as it was")
        assert where(page, "r1-1") == saved[0]
    with serving(tmp_path / "data", port):
        expect(page.get_by_role("alert")).to_have_count(0)
        page.keyboard.press("Control+z")
        expect(page.get_by_role("button", name="Redo")).to_be_enabled()
        page.keyboard.press("Control+y")
        expect(page.get_by_role("button", name="Redo")).to_be_disabled()
        assert (where(page, "r1-1"), where(page, "r1-2"), where(page, "r2-1")) == saved
        context.close()
    assert errors == []


def plan_and_accept(page, *, stop=False):
    page.locator("#plan").click()
    if stop:
        page.get_by_role("button", name="Stop and keep the best").click()
    expect(page.locator("dag-planrun .difference")).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("dag-planrun")).to_be_hidden()


def a_fix_is_taken(page):
    """p3 has to be there on the second day within half an hour's wait; an hour is the least there is."""
    page.locator("#tab-unbooked").click()
    page.locator("dag-unbooked .row", has_text="p3").locator("button").first.click()
    fix = page.locator("dag-unbooked .fix", has_text="60 minutes after")
    expect(fix).to_be_visible(timeout=90_000)
    fix.get_by_role("button").click()
    expect(page.locator("dag-panel h3")).to_have_text("p3")


def chain_by_pointer_then_by_keys(page):
    """p1's chain goes an hour later, dragged with Shift; then back a step of the grid, by keys."""
    to_date(page, DAY)
    first, second = where(page, "r1-1"), where(page, "r1-2")
    box = block(page, "r1-1").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.keyboard.down("Shift")
    page.mouse.down()
    page.mouse.move(x + 10, y, steps=2)
    expect(page.locator(".tl-lit").first).to_be_visible()
    page.mouse.move(x + page.evaluate(MINUTES, 60), y, steps=5)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("#live")).to_contain_text("p1")
    expect(page.locator("#saved")).to_have_text("Saved")
    eventually(lambda: start(where(page, "r1-1")) == start(first) + 60)
    assert start(where(page, "r1-2")) >= start(second) + 30

    moved = where(page, "r1-1")
    block(page, "r1-1").focus()
    for key in ("Enter", "w"):  # picked up; the whole chain
        with page.expect_response("**/allowed?*"):
            page.keyboard.press(key)
        expect(page.locator(".tl-lit").first).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tl-bubble")).to_contain_text("Siv")
    page.keyboard.press("Enter")
    eventually(lambda: start(where(page, "r1-1")) == start(moved) - 5)


def lock(page, one):
    block(page, one).click()
    button = page.locator("dag-panel").get_by_role("button", name="Locked: läkare")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def absent_and_planned_again(page, person):
    page.locator("dag-timeline .tl-name", has_text=person).click()
    page.locator("dag-absence").get_by_role("button", name="Mark absent and plan again with few moves").click()
    expect(page.locator("dag-planrun .difference")).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Before", exact=True).click()
    page.get_by_role("button", name="After", exact=True).click()
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("dag-planrun")).to_be_hidden()
    expect(page.locator("#state")).to_contain_text("every rule kept")


def a_workbook_is_had(page, folder):
    page.locator("#more").click()
    page.locator("[data-open=export]").click()
    dialog = page.locator("dag-export dialog")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Excel").or_(dialog.get_by_role("button", name="Excel")).first.click()
    got = folder / "got.xlsx"
    download.value.save_as(got)
    assert {one.visit for one in files.read_plan(got, PlanRequest.model_validate(request())).bookings} >= {
        "r1-1",
        "r1-2",
        "r2-1",
    }
    page.keyboard.press("Escape")


def to_date(page, day):
    page.locator(f".tl-dates button[data-date='{day}']").click()


def block(page, one):
    return page.locator(f"dag-timeline [data-visit='{one}']:visible").first


def where(page, one):
    """A visit's person and time, on whichever of the two dates it is."""
    for day in (DAY, NEXT):
        to_date(page, day)
        found = page.locator(f"dag-timeline .tl-visit[data-visit='{one}']:visible")
        if found.count():
            return found.first.get_attribute("aria-label")
    return None


def start(label):
    """Minutes from midnight, of a label such as "p1, läkare, Mon 7 Dec 08:30–08:50, Bo"."""
    clock = next(part.split()[-1] for part in label.split(", ") if "–" in part).split("–")[0]
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def eventually(holds):
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    assert holds()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def serving(folder, port):
    """The service in a process that may be killed; begun when it answers."""
    command = [sys.executable, "-m", "dagplan", "serve", "--port", str(port), "--data", str(folder), "--workers", "1"]
    with (folder.parent / "log.txt").open("ab") as log:
        process = subprocess.Popen(command, stderr=log)
    try:
        for _ in range(600):
            try:
                with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10):
                    break
            except (URLError, OSError):
                assert process.poll() is None
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(60)
