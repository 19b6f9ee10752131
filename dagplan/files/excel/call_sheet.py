"""The first sheet of a plan that was made anew: whom to call, of what, and whom first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dagplan.models.booked import Booking
from dagplan.models.difference import Aspect
from dagplan.models.view import Call, Change, PlanView, groups_of
from dagplan.words.messages.call_words import CallWords

from .looks import BOLD, ENTRY, MOMENT, ORDINARY, SMALL, TITLE
from .plan_names import person_title, unit_title
from .plan_words import Words
from .style import BAND, fit_widths, heading, join, print_on_a4, put

HEADINGS = 4
"""The row of the headings."""
_KINDS = {
    "moved": CallWords.MOVED,
    "cancelled": CallWords.CANCELLED,
    "new": CallWords.NEW,
    "equipment": CallWords.EQUIPMENT,
}
_WHEN: frozenset[Aspect] = frozenset({"date", "time"})
_WEEKDAY = {"sv": "[$-41D]ddd ", "en": "[$-409]ddd "}
"""Before the form of a moment: its weekday in a language, whatever that of the spreadsheet program is."""
_LINE_POINTS = 15.0
_BAND = replace(BOLD, paper=BAND)
_BOX = replace(ENTRY, edges="box")


@dataclass(frozen=True)
class _Part:
    """A column of where a visit was, and one of where it is; it is bold where one of the ``aspects`` is another."""

    titles: tuple[CallWords, CallWords]
    value: Callable[[Booking], Any]
    aspects: frozenset[Aspect]
    form: str = ORDINARY


def add_calls(workbook: Workbook, view: PlanView, words: Words) -> None:
    """Add the sheet before all others, if anything changed since the plan before."""
    groups = groups_of(view.calls)
    if not groups:
        return
    language = words.language
    sheet = workbook.create_sheet(CallWords.TITLE().told(language), 0)
    workbook.active = 0
    put(sheet, 1, 1, CallWords.TITLE().told(language), TITLE)
    put(sheet, 2, 1, CallWords.ORDER().told(language), SMALL)
    calls = _CallRows(sheet, view, words)
    for said, group in groups:
        calls.add_group(said.told(language), group)
    sheet.freeze_panes = f"D{HEADINGS + 1}"
    sheet.sheet_view.showGridLines = False
    fit_widths(sheet, calls.columns, top=HEADINGS, most=34)
    print_on_a4(sheet, f"{HEADINGS}:{HEADINGS}")


class _CallRows:
    """The rows of the list, each change in one, filled from the left."""

    def __init__(self, sheet: Worksheet, view: PlanView, words: Words) -> None:
        self.sheet, self.view, self.words = sheet, view, words
        self.number, self.row, self.column = 0, HEADINGS, 0
        self.parts = _parts(view, words)
        before, after = ([part.titles[side] for part in self.parts] for side in (0, 1))
        said = (CallWords.NUMBER, CallWords.CALLED, CallWords.WHAT, *before, *after, CallWords.STAYS)
        titles = [one().told(words.language) for one in said]
        titles[2:2] = [words.column("patient")]
        titles[-1:-1] = [words.column(name) for name in ("competence", "visit")]
        self.columns = len(titles)
        for column, title in enumerate(titles, 1):
            heading(sheet, HEADINGS, column, title)

    def add_group(self, title: str, calls: Sequence[Call]) -> None:
        """Add calls below a line that says what they have in common."""
        self.row += 1
        for column in range(1, self.columns + 1):
            put(self.sheet, self.row, column, title if column == 1 else None, _BAND)
        join(self.sheet, self.row, 1, self.row, self.columns)
        for call in calls:
            self.number += 1
            for place, change in enumerate(call.changes):
                self._add(call, change, first=place == 0)

    def _add(self, call: Call, change: Change, *, first: bool) -> None:
        self.row, self.column = self.row + 1, 0
        self._put(self.number if first else None, bold=True)
        self._put(None, box=first)
        self._put(call.patient if first else None, bold=True)
        self._put(_KINDS[change.what]().told(self.words.language), bold=change.what == "cancelled")
        for one in (change.before, change.after):
            for part in self.parts:
                bold = one is change.after and bool(part.aspects & set(change.changed))
                self._put(part.value(one) if one else None, form=part.form, bold=bold)
        booking = change.booking
        for text in (self.view.competence(booking), booking.visit):
            self._put(text)
        staying = self._staying(call) if first else ""
        self._put(staying, wrap=True)
        self.sheet.row_dimensions[self.row].height = _LINE_POINTS * (1 + staying.count("\n"))

    def _put(
        self, value: Any, *, form: str = ORDINARY, bold: bool = False, box: bool = False, wrap: bool = False
    ) -> None:
        self.column += 1
        look = _BOX if box else replace(ENTRY, form=form, bold=bold, wrap=wrap)
        put(self.sheet, self.row, self.column, None if value == "" else value, look)

    def _staying(self, call: Call) -> str:
        """The other visits of the same requests, which the patient comes to as before."""
        told = {change.booking.visit for change in call.changes}
        requests = dict.fromkeys(change.booking.request for change in call.changes if change.after)
        others = [one for request in requests for one in self.view.of_request[request] if one.visit not in told]
        return "\n".join(f"{one.start:%H:%M} {self.view.called(one.practitioner)}" for one in others)


def _parts(view: PlanView, words: Words) -> list[_Part]:
    """What is told of a booking before and after: units and items only where there are several, or any."""
    changes = [change for call in view.calls.all for change in call.changes]
    bookings = [one for change in changes for one in (change.before, change.after) if one]
    when = _Part((CallWords.FROM, CallWords.TO), lambda one: one.start, _WHEN, _WEEKDAY[words.language] + MOMENT)
    whom = CallWords.FROM_PERSON, CallWords.TO_PERSON
    parts = [when, _Part(whom, lambda one: person_title(view, one.practitioner), frozenset({"person"}))]
    if len({one.unit for one in bookings}) > 1:
        titles = CallWords.FROM_UNIT, CallWords.TO_UNIT
        parts.append(_Part(titles, lambda one: unit_title(view, one.unit), frozenset({"unit"})))
    if any(one.equipment for one in bookings):
        titles = CallWords.FROM_ITEMS, CallWords.TO_ITEMS
        items = frozenset[Aspect]({"equipment"})
        parts.append(_Part(titles, lambda one: ", ".join(map(view.item_name, one.equipment)), items))
    return parts
