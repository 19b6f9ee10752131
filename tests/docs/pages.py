"""What stands in a page."""

from __future__ import annotations

import re

from tests.places import ROOT


def blocks(page: str, language: str = "") -> list[str]:
    """The fenced blocks of a page in a language, from the top."""
    text = (ROOT / page).read_text("utf-8")
    return re.findall(rf"^```{re.escape(language)}\n(.*?)^```", text, re.M | re.S)


def block(page: str, language: str, word: str) -> str:
    """The one of them that has a word in it."""
    (found,) = [one for one in blocks(page, language) if word in one]
    return str(found)
