"""Headers of a webhook, as the specification Standard Webhooks 1.0.0 has them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable


def signed(delivery_id: str, body: bytes, secrets: Iterable[str], now: float) -> dict[str, str]:
    """The three headers by which a receiver knows who sent a webhook, and when.

    Parameters
    ----------
    delivery_id
        The same at each try; holds no full stop.
    body
        The bytes that are sent.
    secrets
        Each signs: ``whsec_`` and base 64.
    now
        When it is sent, in seconds since 1970.
    """
    seconds = str(int(now))
    content = b".".join((delivery_id.encode(), seconds.encode(), body))
    signatures = (base64.b64encode(hmac.digest(_key(one), content, hashlib.sha256)).decode() for one in secrets)
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
