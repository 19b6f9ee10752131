"""Signatures, read by Standard Webhooks' own library."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from dagplan.service.webhooks.signing import signed

SECRET, OTHER = ("whsec_" + base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_the_specifications_own_example():
    """Of its reference implementations' tests."""
    body = b'{"test": 2432232314}'
    found = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", body, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], 1614265330)
    assert found == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@given(st.text().map(lambda text: text.encode()), st.from_regex(r"msg_[A-Za-z0-9_-]{22}", fullmatch=True))
def test_whatever_is_signed_is_read_by_the_librarys_reader(body, delivery_id):
    headers = signed(delivery_id, body, [SECRET], time.time())
    Webhook(SECRET).verify(body, headers, json_parse=False)
    for wrong in (
        (body + b" ", headers),
        (body, headers | {"webhook-id": delivery_id[:-1]}),
        (body, headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 1)}),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(*wrong, json_parse=False)


def test_while_a_secret_is_changed_both_are_believed():
    headers = signed("msg_1", b"{}", [SECRET, OTHER], time.time())
    for one in (SECRET, OTHER):
        Webhook(one).verify(b"{}", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"3" * 32).decode()).verify(b"{}", headers)
