"""What the template tells of each sheet and column, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from dagplan.models.dates_in_words import Language

Note = tuple[str, str]
"""Swedish, English."""

_LIST = ("Flera skrivs med | mellan.", "Write several with | between.")
_WHO = ("Id från bladet Vårdpersonal.", "An id from the sheet Practitioners.")
_WHERE = ("Id från bladet Vårdenheter.", "An id from the sheet Units.")
_WHEN = ("Datum och klockslag: 2026-12-07 09:30.", "Date and clock time: 2026-12-07 09:30.")
_WHOLE_DAYS = (
    "Bara datum: hela dagar, även den sista.",
    "Dates alone: whole days, the last one too.",
)
_DATE = ("Datum: 2026-12-07.", "A date: 2026-12-07.")
_ID = (
    "Ett eget kort id: en bokstav, sedan bokstäver a–z, siffror, _ . eller -. Används på de andra bladen.",
    "A short id of your own: a letter, then letters a–z, digits, _ . or -. The other sheets use it.",
)


def _join(*notes: Note) -> Note:
    return " ".join(note[0] for note in notes), " ".join(note[1] for note in notes)


SHEET_NOTES: Mapping[str, Note] = {
    "settings": ("Vilka dagar som planeras, och hur.", "Which dates are planned, and how."),
    "units": ("Vårdcentraler och kliniker.", "Primary care centres and clinics."),
    "practitioners": ("De som tar emot besök, och vad de kan.", "Those who take visits, and what they can do."),
    "availability": ("När och var var och en kan ta emot.", "When and where each of them can take visits."),
    "busy": ("Tid som går bort: möten, frånvaro.", "Time that is taken away: meetings, absence."),
    "patient_busy": (
        "Tid då en patient har annat för sig: inget besök då.",
        "Time in which a patient has something else: no visit then.",
    ),
    "requests": (
        "Det som ska bokas. En rad är en patients behov: allt bokas, eller inget.",
        "What is to be booked. A row is one patient's need: all of it is booked, or nothing.",
    ),
    "visits": (
        "Besöken i varje vårdbegäran, i den ordning de ska ske.",
        "The visits of each request, in the order they are to take place.",
    ),
    "bookings": ("Det som redan är bokat.", "What is booked already."),
}

COLUMN_NOTES: Mapping[str, Note] = {
    "settings.key": ("Inställningens namn.", "The name of the setting."),
    "settings.value": ("Lämnas tomt för det vanliga värdet.", "Leave it blank for the usual value."),
    "units.id": _ID,
    "units.name": ("Namnet som visas.", "The name shown."),
    "units.kind": ("vårdcentral eller klinik; påverkar inte planen.", "Makes no difference to the plan."),
    "practitioners.id": _ID,
    "practitioners.name": ("Namnet som visas.", "The name shown."),
    "practitioners.competences": _join(
        (
            "Egna ord: läkare, spirometri. Samma ord används på bladet Besök.",
            "Your own words: physician, spirometry.",
        ),
        _LIST,
    ),
    "availability.practitioner": _WHO,
    "availability.unit": _WHERE,
    "availability.start": _WHEN,
    "availability.end": _join(
        _WHEN,
        (
            "Samma dag som start. Midnatt skrivs 24:00, eller nästa dag 00:00.",
            "The same date as the start. Midnight is 24:00, or 00:00 of the next date.",
        ),
    ),
    "busy.practitioner": _WHO,
    "busy.start": _join(_WHEN, _WHOLE_DAYS),
    "busy.end": _join(_WHEN, _WHOLE_DAYS),
    "patient_busy.patient": ("Patientens pseudonym, som på bladet Vårdbegäran.", "As on the sheet Requests."),
    "patient_busy.start": _join(_WHEN, _WHOLE_DAYS),
    "patient_busy.end": _join(_WHEN, _WHOLE_DAYS),
    "requests.id": _ID,
    "requests.patient": (
        "En pseudonym. Aldrig namn, personnummer, samordningsnummer eller reservnummer: sådant tas inte emot.",
        "A pseudonym. Never a name or a personal identity number: those are refused.",
    ),
    "requests.units": _join(_WHERE, _LIST, ("Tomt: alla.", "Blank: all.")),
    "requests.priority": ("Tomt: rutin.", "Blank: routine."),
    "requests.earliest": _join(_DATE, ("Tomt: första planerade dagen.", "Blank: the first planned date.")),
    "requests.latest": _join(_DATE, ("Tomt: sista planerade dagen.", "Blank: the last planned date.")),
    "requests.target": ("Medicinskt måldatum. Tomt: så tidigt som möjligt.", "The wished date. Blank: the earliest."),
    "requests.not_before": (
        "Klockslag, 09:30: inget besök börjar före.",
        "A clock time, 09:30: no visit starts before.",
    ),
    "requests.not_after": (
        "Klockslag, 15:00: inget besök slutar efter.",
        "A clock time, 15:00: no visit ends after.",
    ),
    "requests.excluded_dates": _join(("Datum då patienten inte kan.", "Dates the patient can't come."), _LIST),
    "requests.min_wait": ("Minst så många minuter mellan besöken.", "At least so many minutes between the visits."),
    "requests.max_wait": (
        "Högst så många minuter mellan besöken. Tomt: ingen gräns.",
        "At most so many minutes between the visits. Blank: no bound.",
    ),
    "requests.same_day_as": _join(
        (
            "Andra begäran för samma patient, helst samma dag.",
            "Other requests of the same patient, if possible that date.",
        ),
        _LIST,
    ),
    "visits.request": ("Id från bladet Vårdbegäran.", "An id from the sheet Requests."),
    "visits.sequence": (
        "1, 2, 3 … i den ordning besöken ska ske. Tomt för alla: radernas ordning.",
        "1, 2, 3 … in the order of the visits. Blank for all: the order of the rows.",
    ),
    "visits.id": _ID,
    "visits.role": (
        "Vid två eller fler besök: ett primärt, de andra sekundära. Tomt för ett ensamt besök.",
        "Of two or more visits one is primary, the others secondary. Blank for a single visit.",
    ),
    "visits.duration": ("Hela minuter.", "Whole minutes."),
    "visits.competence": ("Vad som krävs av den som tar emot.", "What is asked of the one who takes the visit."),
    "visits.practitioners": _join(("Endast dessa.", "Only these."), _WHO, _LIST, ("Tomt: alla.", "Blank: all.")),
    "visits.preferred": _join(("Helst denna.", "Preferably this one."), _WHO),
    "visits.min_wait": ("Minuter just före detta besök; annars som i begäran.", "Minutes just before this visit."),
    "visits.max_wait": ("Minuter just före detta besök; annars som i begäran.", "Minutes just before this visit."),
    "visits.booking_mode": ("Tomt: bokad. Drop-in kan inte länkas.", "Blank: booked. A drop-in can't be linked."),
    "visits.visit_type": ("Följer med; påverkar inte planen.", "Carried through; changes nothing."),
    "visits.visit_form": ("Följer med; påverkar inte planen.", "Carried through; changes nothing."),
    "bookings.visit": ("Id från bladet Besök.", "An id from the sheet Visits."),
    "bookings.practitioner": _WHO,
    "bookings.unit": _WHERE,
    "bookings.start": _WHEN,
    "bookings.locked": ("ja: ligger fast. nej: får flyttas, till ett pris.", "yes: stays. no: may move, at a cost."),
    "bookings.source": (
        "Fylls i av programmet: bokningen i ett annat system som den kommer från.",
        "Filled in by the program: the appointment in another system that it came from.",
    ),
    "bookings.revision": (
        "Fylls i av programmet: numret på den plan som besöket har stått här sedan.",
        "Filled in by the program: the number of the plan since which the visit stands here.",
    ),
}

READ_ME: tuple[Note, ...] = (
    ("Dagplan: underlag för en plan", "Dagplan: what a plan is made from"),
    (
        "Fyll i bladen och spara. Raderna som står här är ett exempel: skriv över dem eller ta bort dem.",
        "Fill in the sheets and save. The rows that are here are an example: overwrite or delete them.",
    ),
    (
        "Mörka rubriker måste fyllas i, ljusa får lämnas tomma. Håll pekaren över en rubrik för en förklaring.",
        "Dark headings must be filled in, light ones may be left blank. Point at a heading for an explanation.",
    ),
    (
        "Patienter står under pseudonym. Namn och personnummer hör inte hemma här, och tas inte emot.",
        "Patients stand under pseudonyms. Names and identity numbers have no place here, and are refused.",
    ),
    (
        "Fler kompetenser läggs till på bladet Listor; då finns de i rullistan på bladet Besök.",
        "Add competences on the sheet Lists; then they are in the drop-down list of the sheet Visits.",
    ),
    ("Gör en plan:  dagplan plan week.xlsx --out plan.xlsx", "Make a plan:  dagplan plan week.xlsx --out plan.xlsx"),
    (
        "Se felen i arket:  dagplan plan week.xlsx --mark-errors fel.xlsx",
        "See what is wrong in the workbook:  dagplan plan week.xlsx --mark-errors errors.xlsx",
    ),
)


def note(of: Note, language: Language) -> str:
    """A note in one language."""
    return of[0] if language == "sv" else of[1]
