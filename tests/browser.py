"""Headless Chromium by Playwright, for tests of pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATH = shutil.which("chromium")
REQUIRED = os.environ.get("CI") == "true" or os.environ.get("DAGPLAN_BROWSER") == "required"


@contextmanager
def opened() -> Iterator[Browser]:
    """The browser; where there is none the test is skipped, but never in CI."""
    if not PATH and not REQUIRED:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    assert PATH, "pages must be tested in CI: install chromium"
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # other tests run beside these
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
