"""Static files: read once, and known by what is in them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from .joining import joined

ENTRIES = ("shell.js", "start.js", "door.js")
"""The module that each page begins with."""
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


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
def page_assets() -> Mapping[str, Asset]:
    """What pages ask for: every static file, and the modules of each page as one file, ``page.`` before its name."""
    sources = {name: one.body.decode() for name, one in assets().items() if name.endswith(".js")}
    whole = {f"page.{entry}": Asset(joined(entry, sources).encode(), _TYPES[".js"]) for entry in ENTRIES}
    return {**assets(), **whole}


@cache
def edition() -> str:
    """What all of them are known by together: it stands in their addresses, so browsers may keep them for good."""
    tags = "".join(f"{name}{one.tag}" for name, one in page_assets().items())
    return hashlib.sha256(tags.encode()).hexdigest()[:16]
