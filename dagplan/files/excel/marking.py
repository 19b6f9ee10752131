"""A workbook written back with its problems: red cells with a note, and a sheet that lists them all.

It is the workbook as it came, with a few places changed in its XML: charts, pictures, macros, formats, hidden sheets
and what was reckoned stay as they are. The copy repeats no identity number: whatever looks like one is taken out of
it, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable

from dagplan.files.sources import Readable, source_of
from dagplan.models.dates_in_words import Language
from dagplan.models.errors import Problem
from dagplan.words import use_language
from dagplan.words.messages.table_faults import WorkbookFaults
from dagplan.words.messages.template_words import ProblemWords

from . import guard
from .marked_book import MarkedBook
from .package import Package, UnfitError
from .problem_cells import cells_of
from .sheets import Book


def marked_bytes(given: Readable, problems: Iterable[Problem], language: Language = "sv") -> bytes:
    """A workbook with its problems marked.

    Raises
    ------
    InputError
        If the workbook can't be read at all.
    """
    found, source = list(problems), source_of(given)
    book = Book(source)
    marks = {title: cells_of(book, title, found, language) for title in book.titles}
    headings = [one().told(language) for one in (ProblemWords.PLACE, ProblemWords.WHAT)]
    rows = [(one.place_in(language).split(": ", 1)[-1], one.message_in(language)) for one in found]

    def marked(package: Package, part: str) -> bytes:
        try:
            goal = MarkedBook(package, part)
            goal.mark(marks, _earlier(book, goal.list_title))
            goal.list(ProblemWords.PROBLEMS().told(language), headings, rows)
            return goal.done()
        except (LookupError, ValueError, AssertionError) as error:  # XML that is whole, but makes no workbook
            raise UnfitError(WorkbookFaults.CANT_BE_MARKED(), "not_a_workbook") from error

    with use_language(language):
        return guard.opened(source, marked)


def _earlier(book: Book, title: str | None) -> set[str]:
    """What the list of an earlier marking says, line by line."""
    rows = book.grid(title)[0] if title is not None else []
    return {line for _number, cells in rows for cell in cells for line in str(cell).split("\n") if line.strip()}
