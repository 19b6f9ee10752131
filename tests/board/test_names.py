"""Sentences on the page have names, as all else on it: people, care units, patients; in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .weeks import DAY, NEXT, asked, begun, request

IDS = re.compile(r"\b(r[1-4](-[12])?|siv|eva|bo|karin|vc)\b")
WORDS = {
    "en": {"more": "More", "broken": "p1 · läkare starts", "with": "with Bo at Vårdcentralen"},
    "sv": {"more": "Mer", "broken": "p1 · läkare börjar", "with": "hos Bo på Vårdcentralen"},
}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_no_sentence_has_an_id_where_there_is_a_name(window, service, shot, language):
    words = WORDS[language]
    address = begun(service, request())
    board = f"/v1{address}"
    moved = {"kind": "set_booking", "visit": "r1-2", "start": f"{DAY}T08:10"}
    asked(service, "POST", f"{board}/steps", [moved], **{"If-Match": '"1"'})
    page = window(address, language=language)

    def told(where, *parts):
        for part in parts:
            expect(page.locator(where)).to_contain_text(part)
        text = page.locator(where).inner_text()
        assert IDS.findall(text) == [], text

    page.locator("dag-unbooked .row", has_text="p3").locator("button").first.click()
    expect(page.locator("dag-unbooked .fix").first).to_be_visible()
    told("dag-unbooked", "p3: ", "Siv", "Vårdcentralen")

    page.locator("#tab-figures").click()
    told("dag-figures .broken", words["broken"])
    shot(page, f"names-figures-{language}")

    page.locator("#more").click()
    page.locator("[data-open=history]").click()
    told("dag-history dialog", words["with"])
    shot(page, f"names-history-{language}")
    page.keyboard.press("Escape")

    # Where a visit may not be, the form says by whose rule.
    page.locator("dag-timeline [data-visit='r2-1']:visible").first.click()
    page.locator("dag-panel summary").last.click()
    form = page.locator("dag-move")
    form.locator("input[type=date]").fill(NEXT)
    form.locator("input[type=time]").fill("12:30")
    told("dag-move [role=alert]", "Bo ", "p2 · läkare")
    shot(page, f"names-move-{language}")

    # Another window changes the board: what it did is told in the same words.
    again = {"kind": "set_booking", "visit": "r1-2", "start": f"{DAY}T08:30"}
    asked(service, "POST", f"{board}/steps", [again], **{"If-Match": '"2"'})
    expect(page.locator("#notices")).to_contain_text("p1 · läkare", timeout=10_000)
    told("#notices", words["with"])
