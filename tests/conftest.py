"""Every test begins in English, whatever the machine speaks."""

from __future__ import annotations

import os

import pytest

from dagplan.words import set_language
from tests import browser

for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language("en")  # the examples in docstrings, which have no fixtures, come after


@pytest.fixture(scope="module")
def chromium():
    """A browser for one module: as long as it is open, no other in its process can run an event loop."""
    with browser.opened() as found:
        yield found
