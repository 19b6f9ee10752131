"""The catalogues of sentences: gather those of the code, keep what is translated, compile.

    python -m tools.catalogues

Gathers every sentence marked with ``N_``, ``P_`` or ``C_`` in the package, and the help of the command line, into
``dagplan/words/locale/dagplan.pot``, brings each language's ``.po`` up to date (new sentences are empty there, those
that are no more go), and compiles it to the ``.mo`` that the program reads. Then translate what is told to lack a
translation, and run it again.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import dagplan.cli.commands  # noqa: F401 - all of them have their help
from dagplan.cli.help import sentences
from dagplan.words.catalogue import DOMAIN, LOCALES

LANGUAGES = ("sv",)
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""The same sentences give the same bytes, whenever they are compiled."""
_PACKAGE = Path(__file__).parent.parent / "dagplan"
_VOLATILE = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid-Bugs-To",
    "Project-Id-Version",
)
_KEYWORDS = {"N_": None, "P_": (1, 2), "C_": ((1, "c"), 2)}


def gathered() -> Catalog:
    """Every sentence of the code, in the order of files and lines."""
    catalogue = Catalog(header_comment="# The sentences of Dagplan.", fuzzy=False)
    for name, _line, message, comments, context in _found():
        place = [(f"dagplan/{name}", None)]
        catalogue.add(message, locations=place, auto_comments=comments, context=context)  # type: ignore[arg-type]
    for sentence in sentences():
        catalogue.add(sentence, locations=[("dagplan/cli", None)])
    return catalogue


@cache
def _found() -> list[Any]:
    """What the code says, read once: it takes seconds, and each language asks for it."""
    found = extract_from_dir(
        _PACKAGE, method_map=[("**.py", "python")], keywords=_KEYWORDS, comment_tags=("Translators:",)
    )
    return sorted(found, key=lambda one: (one[0], one[1]))


def brought_up_to_date(old: bytes, language: str) -> Catalog:
    """The catalogue of a language with the sentences of today."""
    catalogue = read_po(io.BytesIO(old), locale=language) if old else Catalog(locale=language, fuzzy=False)
    catalogue.header_comment = f"# The sentences of Dagplan: {language}."
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """A catalogue as text, without what changes from run to run."""
    out = io.BytesIO()
    write_po(out, catalogue, width=118, omit_header=False, sort_by_file=True)
    lines = out.getvalue().decode().splitlines()
    volatile = tuple(f'"{name}' for name in _VOLATILE)
    return ("\n".join(line for line in lines if not line.startswith(volatile)) + "\n").encode()


def compiled(po: bytes, language: str) -> bytes:
    """The same for the program to read."""
    out = io.BytesIO()
    catalogue = read_po(io.BytesIO(po), locale=language)
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    write_mo(out, catalogue)
    return out.getvalue()


def lacking(catalogue: Catalog) -> list[str]:
    """The sentences that have no translation."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def main() -> None:
    """Gather, bring up to date, compile, and say what lacks a translation."""
    (LOCALES / f"{DOMAIN}.pot").write_bytes(as_po(gathered()))
    for language in LANGUAGES:
        po = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        catalogue = brought_up_to_date(po.read_bytes() if po.exists() else b"", language)
        po.write_bytes(as_po(catalogue))
        po.with_suffix(".mo").write_bytes(compiled(po.read_bytes(), language))
        without = lacking(catalogue)
        print(f"{language}: {len(catalogue)} sentences, {len(without)} without a translation")
        for sentence in without:
            print(f"  {sentence}")


if __name__ == "__main__":
    main()
