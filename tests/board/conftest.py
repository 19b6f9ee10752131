"""The board in a real browser: headless Chromium by Playwright, on a service of its own."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.service.served import served

SIZE = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The address of a service without keys, which has begun to answer; its plans are made by one worker."""
    with served(tmp_path_factory.mktemp("service"), "--workers", "1") as (address, _):
        with urlopen(f"{address}/v1/examples/spirometry-first", timeout=120) as answer:
            assert answer.status == 200
        yield address


@pytest.fixture
def window(chromium, service):
    """Opens windows of a size, language and colours; at the end none of them may have had anything to complain of."""
    opened, complaints = [], []

    def open_window(
        address: str = "/", *, language: str = "en", colours: str = "light", size=SIZE, expected=(), **more
    ):
        """``expected``: what the console may say, as parts of it."""
        context = chromium.new_context(
            base_url=service,
            locale={"en": "en-GB", "sv": "sv-SE"}[language],
            color_scheme=colours,
            viewport=size,
            **more,
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)

        def complain(text: str) -> None:
            if not any(one in text for one in expected):
                complaints.append(text)

        page.on("console", lambda message: complain(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complain(f"error: {error}"))
        if address:
            page.goto(address)
        return page

    yield open_window
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def no_faults():
    """Has axe look at a page, by WCAG 2.2 A and AA."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    def look(page):
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
        assert len(found["passes"]) > 8

    return look


SHOTS = os.environ.get("DAGPLAN_SHOTS")


@pytest.fixture
def shot():
    """Keeps a picture, where DAGPLAN_SHOTS names a folder: for whoever wants to look."""

    def keep(page, name):
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}.png")

    return keep
