"""The pictures of the board: ``python -m tools.board_pictures`` takes them anew (docs/pictures), in Chromium.

A week of the shipped example is planned on a board, a request that is left out is asked about, and a nurse falls ill.
Needs Debian's chromium, and Pillow for the one that moves.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOP = Path(__file__).parent.parent
PICTURES = TOP / "docs" / "pictures"
WEEK = TOP / "examples" / "vardcentral-week.request.json"
SIZE = {"width": 1366, "height": 768}
_PERSON = "asthma-nurse-1"
_SECONDS = 2.2
"""So long each picture of the sick call stands."""


def main() -> None:
    """Take every picture anew."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, _service(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport=SIZE, locale="en-GB")
        page.set_default_timeout(120_000)
        page.goto("/")
        page.locator("input[type=file]").set_input_files(WEEK)
        page.locator("#plan").click()
        _accept(page)
        page.locator("#tab-unbooked").click()
        page.locator("dag-unbooked .row button").first.click()
        page.locator("dag-unbooked .fix").first.wait_for()
        page.screenshot(path=PICTURES / "board.png")
        page.locator("#tab-selected").click()
        _sick_call(page)
        browser.close()


def _accept(page: Any) -> None:
    page.locator("dag-planrun .difference").wait_for()
    page.get_by_role("button", name="Accept").click()
    page.locator("dag-planrun").wait_for(state="hidden")


def _sick_call(page: Any) -> None:
    """Who is ill, absent, planned again, before and after, accepted: a picture each."""
    frames = [page.screenshot()]
    page.locator("dag-timeline .tl-name", has_text=_PERSON).click()
    page.locator("dag-absence dialog").wait_for()
    frames.append(page.screenshot())
    page.locator("dag-absence").get_by_role("button", name="Mark absent and plan again with few moves").click()
    page.locator("dag-planrun").get_by_role("button", name="Stop and keep the best").wait_for()
    page.wait_for_timeout(2500)
    frames.append(page.screenshot())
    page.locator("dag-planrun .difference").wait_for()
    frames.append(page.screenshot())
    page.get_by_role("button", name="Accept").click()
    page.locator("dag-planrun").wait_for(state="hidden")
    page.wait_for_timeout(500)
    frames.append(page.screenshot())
    _moving(frames, PICTURES / "board-sick-call.webp")


def _moving(frames: list[bytes], path: Path) -> None:
    from PIL import Image

    images = [Image.open(io.BytesIO(one)).convert("RGB").resize((1024, 576)) for one in frames]
    images[0].save(
        path, save_all=True, append_images=images[1:], duration=round(1000 * _SECONDS), loop=0, quality=72, method=6
    )


@contextmanager
def _service(folder: str) -> Iterator[str]:
    log = Path(folder) / "log.txt"
    command = [sys.executable, "-m", "dagplan", "serve", "--port", "0", "--data", folder, "--workers", "1"]
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stderr=errors)
    try:
        while not (found := re.search(r"http://\S+:\d+", log.read_text("utf-8"))):
            if process.poll() is not None:
                raise SystemExit(log.read_text("utf-8"))
            time.sleep(0.1)
        yield found.group()
    finally:
        process.terminate()
        process.wait(timeout=60)


if __name__ == "__main__":
    main()
