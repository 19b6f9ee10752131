"""Problems as they are kept, so that they can be told in any language later."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dagplan.models import Problem
from dagplan.words.registry import said_of

FIELDS = ("place", "code", "message", "count", "params")


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
