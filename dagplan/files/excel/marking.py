"""A workbook written back with its problems: red cells with a note, and a sheet that lists them all.

It is the workbook as it came, with a few places changed in its XML: charts, pictures, macros, formats, hidden sheets
and what was reckoned stay as they are. The copy repeats no identity number: whatever looks like one is taken out of
it, wherever it stands.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as Xml
from xml.parsers.expat import ExpatError

from dagplan.files.places import shown_path
from dagplan.models.dates_in_words import Language
from dagplan.models.errors import InputError, Problem

from . import guard
from .marked_book import MarkedBook
from .notes import note
from .package import UnfitError
from .problem_cells import cells_of
from .sheets import Book


def marked_bytes(path: str | Path, problems: Iterable[Problem], language: Language = "sv") -> bytes:
    """The workbook at ``path`` with its problems marked.

    Raises
    ------
    InputError
        If the workbook can't be read at all.
    """
    name, found = shown_path(path), list(problems)
    book = Book(path)
    marks = {title: cells_of(book, title, found) for title in book.titles}
    try:
        marked = MarkedBook(guard.bytes_of(path))
        marked.mark(marks)
        headings = note(("Plats", "Place"), language), note(("Vad som är fel", "What is wrong"), language)
        rows = [(problem.place.split(": ", 1)[-1], problem.message) for problem in found]
        marked.list(note(("Problem", "Problems"), language), headings, rows)
        return marked.done()
    except UnfitError as unfit:
        raise InputError([Problem(name, unfit.message, unfit.code)]) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, Xml.ParseError, ExpatError) as error:
        message = "can't be written back with marks: its inside is broken; save it anew in Excel"
        raise InputError([Problem(name, message, "not_a_workbook")]) from error
