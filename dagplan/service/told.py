"""Problems as the service tells and keeps them: of what was sent, and so that any language can be had later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from dagplan.models import InputError, Problem
from dagplan.words.registry import said_of

FIELDS = ("place", "code", "message", "count", "params")
BODY = "body"
"""What a request is called that was sent."""


def of_body(error: InputError) -> tuple[Problem, ...]:
    """What is wrong with what was sent; places in it are JSON paths, with nothing before them."""
    return tuple(replace(one, place=one.place.removeprefix(f"{BODY}: ")) for one in error.told)


def to_json(problems: Iterable[Problem]) -> bytes:
    """Problems with what they say."""
    kept = [
        {name: getattr(one, name) for name in FIELDS} | {"where": None if one.where is None else one.where.params}
        for one in problems
    ]
    return json.dumps(kept, ensure_ascii=False).encode()


def from_json(kept: bytes) -> tuple[Problem, ...]:
    """The same problems again."""
    return tuple(Problem(**{**one, "where": said_of(one["where"])}) for one in json.loads(kept))
