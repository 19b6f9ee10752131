"""What the page on the service shows of keys and webhooks is true."""

from __future__ import annotations

import re
import time

from dagplan.service.settings import Settings
from dagplan.service.store.keys import KeyTable
from dagplan.service.store.sqlite import sqlite_store
from dagplan.service.webhooks.deliverer import PAUSES
from dagplan.service.webhooks.sending import SECONDS
from dagplan.service.webhooks.signing import signed
from tests.places import ROOT

PAGE = (ROOT / "docs" / "service.md").read_text("utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def section(title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)[1]


def test_its_receiver_hears_us_and_nobody_else():
    names = {}
    exec(re.search(r"^```python\n(.*?)^```", section("Webhooks"), re.M | re.S)[1], names)
    body = b'{"type":"plan.done","id":"JrN0"}'
    headers = signed("msg_1", body, [SECRET], time.time())
    assert names["what_is_told"](body, headers, SECRET) == "JrN0"
    assert names["what_is_told"](body + b" ", headers, SECRET) is None


def test_its_pattern_finds_secrets(tmp_path):
    store = sqlite_store(tmp_path / "dagplan.sqlite")
    _, secret = KeyTable(store).make("north")
    store.dispose()
    assert re.fullmatch(re.search(r"`(dagplan_\[.*?)`", section("Keys"))[1], secret)


def test_its_numbers_and_defaults_are_ours():
    text = " ".join(section("Webhooks").split())
    assert f"within {SECONDS:.0f} seconds" in text
    assert "5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours" in text
    assert (5, *(60 * n for n in (5, 30)), *(3600 * n for n in (2, 5, 10, 14, 20, 24))) == PAUSES
    assert f"after {'ten' if len(PAUSES) == 9 else len(PAUSES) + 1} tries" in text
    rows = re.findall(r"^\| `DAGPLAN_(WEBHOOK_\w+)` \| `(.*?)` \|", PAGE, re.M)
    ours = {name.upper(): one.default for name, one in Settings.model_fields.items() if name.startswith("webhook_")}
    assert dict(rows) == {name: str(one).lower() for name, one in ours.items()}
