"""The language of a run, and sentences in it."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["sv", "en"]

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "dagplan"

_of_process: list[Language] = ["en"]
_language: ContextVar[Language | None] = ContextVar("dagplan_language", default=None)


def current_language() -> Language:
    """The language of this run: that of the block (``use_language``), or of the process (``set_language``)."""
    return _language.get() or _of_process[0]


def set_language(language: Language) -> None:
    """Show everything in a language from now on, in every thread of this process."""
    _of_process[0] = language


@contextmanager
def use_language(language: Language) -> Iterator[None]:
    """Show everything within the block in a language."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language_of_machine() -> Language:
    """Swedish where this machine's settings say so, or English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "sv" if os.environ[name].lower().startswith("sv") else "en"
    import locale

    return "sv" if (locale.getlocale()[0] or "").lower().startswith(("sv", "swedish")) else "en"


def translated(one: str, many: str | None, number: int, language: Language) -> str:
    """A sentence in a language, for a number; in English where it has no other."""
    if language == "en":
        return one if many is None or number == 1 else many
    catalogue = _catalogue(language)
    if many is None and (context := getattr(one, "context", None)):
        return catalogue.pgettext(context, one)
    return catalogue.gettext(one) if many is None else catalogue.ngettext(one, many, number)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)
