"""The drop-down lists of a workbook to fill in, and the sheet that holds their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dagplan.files.columns import ALL_TABLES, ENGINE_KEYS
from dagplan.files.headings import CODE_TITLES, SETTING_TITLES, TABLE_TITLES, title_of
from dagplan.models.dates_in_words import Language
from dagplan.models.request import PlanRequest
from dagplan.words.messages.template_words import TemplateWords, WeekdayWords

from .style import fit_widths, heading, print_on_a4, put

SPARE_ROWS = 1_000
"""Rows below the last one that have their lists too."""

_IDS: Mapping[str, tuple[str, str]] = {
    "availability.practitioner": ("practitioners", "id"),
    "availability.unit": ("units", "id"),
    "weekly.practitioner": ("practitioners", "id"),
    "weekly.unit": ("units", "id"),
    "exceptions.practitioner": ("practitioners", "id"),
    "exceptions.unit": ("units", "id"),
    "busy.practitioner": ("practitioners", "id"),
    "patient_busy.patient": ("requests", "patient"),
    "requests.units": ("units", "id"),
    "requests.same_day_as": ("requests", "id"),
    "visits.request": ("requests", "id"),
    "visits.practitioners": ("practitioners", "id"),
    "visits.preferred": ("practitioners", "id"),
    "visits.same_practitioner_as": ("visits", "id"),
    "visits.different_practitioner_from": ("visits", "id"),
    "equipment.unit": ("units", "id"),
    "equipment_busy.equipment": ("equipment", "id"),
    "visits.equipment": ("equipment", "kind"),
    "bookings.equipment": ("equipment", "id"),
    "bookings.visit": ("visits", "id"),
    "bookings.practitioner": ("practitioners", "id"),
    "bookings.unit": ("units", "id"),
}
"""The columns that hold ids of another sheet: the sheet's table and its column."""

_WORDS: Mapping[str, str] = {
    "settings.key": "settings",
    "engine.key": "engine",
    "weekly.weekdays": "weekdays",
    "units.kind": "kinds",
    "practitioners.competences": "competences",
    "requests.priority": "priorities",
    "visits.role": "roles",
    "visits.competence": "competences",
    "visits.booking_mode": "booking_modes",
    "bookings.locked": "yes_no",
}
"""The columns that hold words of the sheet of lists."""

_OPEN = frozenset(
    (
        "settings.key",
        "weekly.weekdays",
        "patient_busy.patient",
        "requests.units",
        "requests.same_day_as",
        "visits.practitioners",
        "visits.same_practitioner_as",
        "visits.different_practitioner_from",
        "visits.equipment",
        "bookings.equipment",
        "practitioners.competences",
        "visits.competence",
    )
)
"""The columns where other values are right too: several with ``|`` between them, or a new word."""


def add_choices(workbook: Workbook, request: PlanRequest, language: Language) -> None:
    """Add the sheet of lists, and the drop-down lists of all columns that have one."""
    words = _lists(request, language)
    lists = workbook.create_sheet(TemplateWords.LISTS().told(language))
    places = {}
    for column, (name, (title, values)) in enumerate(words.items(), 1):
        heading(lists, 1, column, title, needed=name == "competences")
        for row, value in enumerate(values, 2):
            put(lists, row, column, value)
        places[name] = _filled(lists, column)
    fit_widths(lists, len(words))
    lists.freeze_panes = "A2"
    print_on_a4(lists)
    for table in ALL_TABLES:
        sheet = workbook[title_of(table.name, TABLE_TITLES, language)]
        for position, field in enumerate(table.columns, 1):
            name = f"{table.name}.{field}"
            if name in _IDS:
                owner = next(one for one in ALL_TABLES if one.name == _IDS[name][0])
                source = workbook[title_of(owner.name, TABLE_TITLES, language)]
                column = list(owner.columns).index(_IDS[name][1]) + 1
                _offer(sheet, position, _filled(source, column), name, language)
            elif name in _WORDS:
                _offer(sheet, position, places[_WORDS[name]], name, language)


def _lists(request: PlanRequest, language: Language) -> dict[str, tuple[str, Iterable[str]]]:
    competences = {word for person in request.practitioners for word in person.competences}
    competences |= {visit.competence for case in request.requests for visit in case.visits}

    def codes(*names: str) -> list[str]:
        return [title_of(name, CODE_TITLES, language) for name in names]

    def settings(*, engine: bool) -> list[str]:
        return [title_of(key, SETTING_TITLES, language) for key in SETTING_TITLES if (key in ENGINE_KEYS) == engine]

    columns = {
        "competences": (TemplateWords.COMPETENCES, sorted(competences)),
        "priorities": (TemplateWords.PRIORITY, codes("routine", "urgent", "asap", "stat")),
        "roles": (TemplateWords.ROLE, codes("primary", "secondary")),
        "kinds": (TemplateWords.KIND, codes("primary_care_centre", "hospital_clinic")),
        "booking_modes": (TemplateWords.BOOKING_MODE, codes("booked", "drop_in")),
        "yes_no": (TemplateWords.LOCKED, [one().told(language) for one in (TemplateWords.YES, TemplateWords.NO)]),
        "settings": (TemplateWords.SETTING, settings(engine=False)),
        "engine": (TemplateWords.ENGINE_SETTING, settings(engine=True)),
        "weekdays": (TemplateWords.WEEKDAYS, [one().told(language) for one in WeekdayWords]),
    }
    return {name: (title().told(language), words) for name, (title, words) in columns.items()}


def _filled(sheet: Worksheet, column: int) -> str:
    """The cells of a column that are filled in, however many they become."""
    letter = get_column_letter(column)
    last = sheet.max_row + SPARE_ROWS
    cells = f"'{sheet.title}'!${letter}$2:${letter}${last}"
    return f"OFFSET('{sheet.title}'!${letter}$2,0,0,MAX(1,COUNTA({cells})),1)"


def _offer(sheet: Worksheet, column: int, source: str, name: str, language: Language) -> None:
    choice = DataValidation(type="list", formula1=source, allow_blank=True)
    choice.showErrorMessage = name not in _OPEN
    choice.errorTitle = TemplateWords.NOT_IN_THE_LIST().told(language)
    choice.error = TemplateWords.CHOOSE().told(language)
    letter = get_column_letter(column)
    choice.add(f"{letter}2:{letter}{sheet.max_row + SPARE_ROWS}")
    sheet.add_data_validation(choice)
