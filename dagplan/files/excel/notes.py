"""What the template tells of each sheet and column."""

from __future__ import annotations

from collections.abc import Mapping

from dagplan.words import Language
from dagplan.words.messages.template_words import ColumnNotes as Of
from dagplan.words.messages.template_words import ReadMe, SheetNotes

SHEET_NOTES: Mapping[str, SheetNotes] = {
    "settings": SheetNotes.SETTINGS,
    "units": SheetNotes.UNITS,
    "practitioners": SheetNotes.PRACTITIONERS,
    "weekly": SheetNotes.WEEKLY,
    "exceptions": SheetNotes.EXCEPTIONS,
    "availability": SheetNotes.AVAILABILITY,
    "busy": SheetNotes.BUSY,
    "patient_busy": SheetNotes.PATIENT_BUSY,
    "equipment": SheetNotes.EQUIPMENT,
    "equipment_busy": SheetNotes.EQUIPMENT_BUSY,
    "requests": SheetNotes.REQUESTS,
    "visits": SheetNotes.VISITS,
    "bookings": SheetNotes.BOOKINGS,
    "engine": SheetNotes.ENGINE,
}

COLUMN_NOTES: Mapping[str, tuple[Of, ...]] = {
    "settings.key": (Of.SETTINGS_KEY,),
    "settings.value": (Of.SETTINGS_VALUE,),
    "units.id": (Of.OWN_ID,),
    "units.name": (Of.UNITS_NAME,),
    "units.kind": (Of.UNITS_KIND,),
    "practitioners.id": (Of.OWN_ID,),
    "practitioners.name": (Of.UNITS_NAME,),
    "practitioners.competences": (Of.PRACTITIONERS_COMPETENCES, Of.SEVERAL),
    "engine.key": (Of.SETTINGS_KEY,),
    "engine.value": (Of.SETTINGS_VALUE,),
    "weekly.practitioner": (Of.WHO,),
    "weekly.unit": (Of.WHERE, Of.WEEKLY_UNIT),
    "weekly.weekdays": (Of.WEEKLY_WEEKDAYS,),
    "weekly.start": (Of.WEEKLY_CLOCK,),
    "weekly.end": (Of.WEEKLY_CLOCK,),
    "weekly.lunch": (Of.WEEKLY_LUNCH, Of.SEVERAL),
    "exceptions.dates": (Of.A_DATE, Of.SEVERAL),
    "exceptions.practitioner": (Of.WHO, Of.EXCEPTIONS_PRACTITIONER),
    "exceptions.unit": (Of.WHERE, Of.EXCEPTIONS_UNIT),
    "exceptions.start": (Of.EXCEPTIONS_CLOCK,),
    "exceptions.end": (Of.EXCEPTIONS_CLOCK,),
    "exceptions.lunch": (Of.WEEKLY_LUNCH, Of.SEVERAL),
    "availability.practitioner": (Of.WHO,),
    "availability.unit": (Of.WHERE,),
    "availability.start": (Of.WHEN,),
    "availability.end": (Of.WHEN, Of.AVAILABILITY_END),
    "busy.practitioner": (Of.WHO,),
    "busy.start": (Of.WHEN, Of.WHOLE_DAYS),
    "busy.end": (Of.WHEN, Of.WHOLE_DAYS),
    "patient_busy.patient": (Of.PATIENT_BUSY_PATIENT,),
    "patient_busy.start": (Of.WHEN, Of.WHOLE_DAYS),
    "patient_busy.end": (Of.WHEN, Of.WHOLE_DAYS),
    "equipment.id": (Of.OWN_ID,),
    "equipment.unit": (Of.WHERE,),
    "equipment.kind": (Of.EQUIPMENT_KIND,),
    "equipment.name": (Of.UNITS_NAME,),
    "equipment_busy.equipment": (Of.EQUIPMENT_BUSY_EQUIPMENT,),
    "equipment_busy.start": (Of.WHEN, Of.WHOLE_DAYS),
    "equipment_busy.end": (Of.WHEN, Of.WHOLE_DAYS),
    "requests.id": (Of.OWN_ID,),
    "requests.patient": (Of.REQUESTS_PATIENT,),
    "requests.units": (Of.WHERE, Of.SEVERAL, Of.REQUESTS_UNITS),
    "requests.priority": (Of.REQUESTS_PRIORITY,),
    "requests.earliest": (Of.A_DATE, Of.REQUESTS_EARLIEST),
    "requests.latest": (Of.A_DATE, Of.REQUESTS_LATEST),
    "requests.target": (Of.REQUESTS_TARGET,),
    "requests.not_before": (Of.REQUESTS_NOT_BEFORE,),
    "requests.not_after": (Of.REQUESTS_NOT_AFTER,),
    "requests.excluded_dates": (Of.REQUESTS_EXCLUDED_DATES, Of.SEVERAL),
    "requests.min_wait": (Of.REQUESTS_MIN_WAIT,),
    "requests.max_wait": (Of.REQUESTS_MAX_WAIT,),
    "requests.same_day_as": (Of.REQUESTS_SAME_DAY_AS, Of.SEVERAL),
    "visits.request": (Of.VISITS_REQUEST,),
    "visits.sequence": (Of.VISITS_SEQUENCE,),
    "visits.id": (Of.OWN_ID,),
    "visits.role": (Of.VISITS_ROLE,),
    "visits.duration": (Of.VISITS_DURATION,),
    "visits.competence": (Of.VISITS_COMPETENCE,),
    "visits.practitioners": (Of.VISITS_PRACTITIONERS, Of.WHO, Of.SEVERAL, Of.REQUESTS_UNITS),
    "visits.preferred": (Of.VISITS_PREFERRED, Of.WHO),
    "visits.equipment": (Of.VISITS_EQUIPMENT, Of.SEVERAL),
    "visits.same_practitioner_as": (Of.VISITS_SAME_PRACTITIONER_AS, Of.SEVERAL),
    "visits.different_practitioner_from": (Of.VISITS_DIFFERENT_PRACTITIONER_FROM, Of.SEVERAL),
    "visits.min_wait": (Of.VISITS_MIN_WAIT,),
    "visits.max_wait": (Of.VISITS_MIN_WAIT,),
    "visits.booking_mode": (Of.VISITS_BOOKING_MODE,),
    "visits.visit_type": (Of.VISITS_VISIT_TYPE,),
    "visits.visit_form": (Of.VISITS_VISIT_TYPE,),
    "bookings.visit": (Of.BOOKINGS_VISIT,),
    "bookings.practitioner": (Of.WHO,),
    "bookings.unit": (Of.WHERE,),
    "bookings.start": (Of.WHEN,),
    "bookings.locked": (Of.BOOKINGS_LOCKED,),
    "bookings.equipment": (Of.BOOKINGS_EQUIPMENT, Of.SEVERAL),
    "bookings.source": (Of.BOOKINGS_SOURCE,),
    "bookings.revision": (Of.BOOKINGS_REVISION,),
}

READ_ME: tuple[ReadMe, ...] = tuple(ReadMe)


def note(of: tuple[Of, ...], language: Language) -> str:
    """The note of a column in one language."""
    return " ".join(one().told(language) for one in of)
