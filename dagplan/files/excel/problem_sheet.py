"""The list of all problems as a sheet, first in the workbook; reading passes it by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dagplan.files.csv_text import escaped
from dagplan.words.messages.template_words import ProblemWords

from .cell_places import column_letters
from .xml_edit import Edits, Tag, tag_text, text_in_xml, walk

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SELECTED = re.compile(rb'\stabSelected=(["\'])(?:1|true)\1')


def is_problem_sheet(title: str, sheet: bytes, shared: bytes) -> bool:
    """Whether a sheet is one that an earlier marking wrote, also if it was saved by another program since."""
    if title not in ProblemWords.PROBLEMS.in_all_languages():
        return False
    texts = sheet + shared
    both = zip(ProblemWords.PLACE.in_all_languages(), ProblemWords.WHAT.in_all_languages(), strict=True)
    return any(all(f">{text_in_xml(heading)}<".encode() in texts for heading in headings) for headings in both)


def problem_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]], styles: tuple[int, int]) -> bytes:
    """The sheet: two columns of texts.

    Parameters
    ----------
    headings, rows
        What stands in it.
    styles
        The numbers of the styles of a heading and of a text.
    """
    lines = [_row(1, headings, styles[0]), *(_row(number, row, styles[1]) for number, row in enumerate(rows, 2))]
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        '<cols><col min="1" max="1" width="50" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/>'
        "</cols>"
        f"<sheetData>{''.join(lines)}</sheetData>"
        f'<autoFilter ref="A1:B{max(len(lines), 2)}"/>'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(number: int, texts: Sequence[str], style: int) -> str:
    cells = "".join(
        f'<c r="{column_letters(column)}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{text_in_xml(escaped(text))}</t></is></c>'
        for column, text in enumerate(texts, 1)
    )
    return f'<row r="{number}">{cells}</row>'


def with_first_sheet(book: bytes, title: str, link: str) -> bytes:
    """The list of sheets with one more before the others, which is the one that is seen when the workbook opens.

    What counts the sheets by their place counts one more.
    """
    edits = Edits(book)
    highest, first = 0, 0
    name = "sheet"

    def start(tag: Tag) -> None:
        nonlocal highest, first, name
        attributes = dict(tag.attributes)
        if tag.name == "sheets":
            first = tag.end
        elif tag.name == "sheet":
            number = attributes.get("sheetId", "0")
            highest, name = max(highest, int(number) if number.isdecimal() else 0), tag.full_name
        elif tag.name == "definedName" and attributes.get("localSheetId", "").isdecimal():
            attributes["localSheetId"] = str(int(attributes["localSheetId"]) + 1)
        elif tag.name == "workbookView":
            attributes |= {key: "0" for key in ("activeTab", "firstSheet") if key in attributes}
        if attributes != tag.attributes:
            edits.replace(tag.start, tag.end, tag_text(tag.full_name, attributes, empty=tag.empty))

    walk(book, start=start)
    attributes = {"name": title, "sheetId": str(highest + 1), "xmlns:r": _LINKS, "r:id": link}
    edits.insert(first, tag_text(name, attributes, empty=True))
    return edits.done()


def unselected(sheet: bytes) -> bytes:
    """A sheet that is not among those selected: what is typed into one of them is typed into all."""
    return _SELECTED.sub(b' tabSelected="0"', sheet)
