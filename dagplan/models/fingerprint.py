"""By what a request is known again."""

from __future__ import annotations

import hashlib

from .request import PlanRequest


def request_hash(asked: PlanRequest) -> str:
    """SHA-256 of the request in canonical form, as ``sha256:`` and hexadecimal digits.

    Where work is counted the number of workers decides nothing, and is left out.
    """
    out = {"settings": {"workers"}} if asked.settings.deterministic else None
    return "sha256:" + hashlib.sha256(asked.model_dump_json(by_alias=True, exclude=out).encode()).hexdigest()
