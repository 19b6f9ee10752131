"""Static files: read once, and known by what is in them."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


_IMPORT = re.compile(rb'^(?:import|export)\b[^;]*?"\./([\w.]+\.js)";', re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """A file as browsers get it.

    Attributes
    ----------
    body
        What is in it.
    media_type
        What it is.
    """

    body: bytes
    media_type: str

    @cached_property
    def tag(self) -> str:
        """Its ETag: another as soon as a byte of it is."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @cached_property
    def compressed(self) -> bytes:
        """Its body by gzip, the same at every start."""
        return gzip.compress(self.body, mtime=0)


@cache
def assets() -> Mapping[str, Asset]:
    """Every static file of the package by its name."""
    return {
        one.name: Asset(one.read_bytes(), _TYPES[f".{one.name.rpartition('.')[2]}"])
        for one in sorted((files("dagplan.board") / "static").iterdir(), key=lambda one: one.name)
        if f".{one.name.rpartition('.')[2]}" in _TYPES
    }


@cache
def edition() -> str:
    """What all of them are known by together: it stands in their addresses, so browsers may keep them for good."""
    tags = "".join(f"{name}{one.tag}" for name, one in assets().items())
    return hashlib.sha256(tags.encode()).hexdigest()[:16]


@cache
def modules_of(entry: str) -> tuple[str, ...]:
    """The modules that one imports, and those that they do: a browser that is told gets all of them at once.

    >>> modules_of("times.js")
    ()
    """
    found: dict[str, None] = {}
    ahead = [entry]
    while ahead:
        names = [name.decode() for name in _IMPORT.findall(assets()[ahead.pop()].body)]
        ahead += [name for name in names if name not in found]
        found.update(dict.fromkeys(names))
    return tuple(sorted(found.keys() - {entry}))
