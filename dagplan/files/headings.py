"""What tables, columns, settings and words are called in Swedish and English; the contract's names always work too.

Capitals, blanks, line ends, hyphens, underscores and a unit in brackets or after a comma make no difference:
``Max wait (min)`` is ``max_wait``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from dagplan.models.dates_in_words import Language
from dagplan.words.messages.terms import WeightTitles

from .blanks import UNSEEN

Titles = Mapping[str, tuple[str, str, tuple[str, ...]]]
"""By contract name: the Swedish and English title that is written, and other words that are read."""

TABLE_TITLES: Titles = {
    "settings": ("Inställningar", "Settings", ()),
    "units": ("Vårdenheter", "Units", ("enheter", "care units")),
    "practitioners": ("Vårdpersonal", "Practitioners", ("personal", "personer", "people", "staff")),
    "availability": ("Schema", "Availability", ("tidbok", "tillgänglighet", "arbetstider", "schedule")),
    "busy": ("Upptaget", "Busy", ("frånvaro", "upptagen tid")),
    "patient_busy": (
        "Patienten upptagen",
        "Patient busy",
        ("patient upptagen", "patienter upptagna", "patientens upptagna tid", "patients busy"),
    ),
    "equipment": ("Utrustning", "Equipment", ("utrustning och rum", "equipment and rooms")),
    "equipment_busy": (
        "Utrustning upptagen",
        "Equipment busy",
        ("upptagen utrustning", "utrustningen upptagen", "utrustning borta", "items busy"),
    ),
    "requests": ("Vårdbegäran", "Requests", ("begäran", "bokningsunderlag", "vårdbegäranden")),
    "visits": ("Besök", "Visits", ("vårdbesök", "vårdkontakter")),
    "bookings": ("Bokningar", "Bookings", ("bokade besök", "bokade", "existing bookings")),
    "weekly": (
        "Veckoschema",
        "Weekly hours",
        ("grundschema", "veckomönster", "veckotider", "weekly pattern", "weekly schedule"),
    ),
    "exceptions": ("Avvikelser", "Exceptions", ("undantag", "avvikande dagar", "avvikande datum")),
    "engine": ("Beräkning", "Engine", ("motor", "motorn", "sökning", "engine settings", "calculation")),
}

COLUMN_TITLES: Titles = {
    "id": ("Id", "Id", ("beteckning",)),
    "name": ("Namn", "Name", ()),
    "kind": ("Typ", "Kind", ("slag", "enhetstyp")),
    "competences": ("Kompetenser", "Competences", ("kompetens",)),
    "practitioner": ("Vårdpersonal", "Practitioner", ("person", "resurs", "vem")),
    "unit": ("Vårdenhet", "Unit", ("enhet", "care unit")),
    "start": ("Start", "Start", ("börjar", "från", "from")),
    "end": ("Slut", "End", ("slutar", "till", "to")),
    "patient": ("Patient", "Patient", ("pseudonym", "patientpseudonym")),
    "units": ("Vårdenheter", "Units", ("vårdenhet", "enheter", "enhet", "care units")),
    "priority": ("Prioritet", "Priority", ("angelägenhet",)),
    "earliest": ("Tidigast", "Earliest", ("tidigast datum", "tidigaste datum", "earliest date")),
    "latest": ("Senast", "Latest", ("senast datum", "senaste datum", "latest date")),
    "target": ("Måldatum", "Target", ("medicinskt måldatum", "önskat datum", "target date")),
    "not_before": ("Inte före", "Not before", ("ej före", "inte före klockan")),
    "not_after": ("Inte efter", "Not after", ("ej efter", "inte efter klockan")),
    "excluded_dates": ("Ej datum", "Excluded dates", ("undantagna datum", "kan inte", "inte datum")),
    "equipment": ("Utrustning", "Equipment", ("kräver utrustning", "needs equipment")),
    "same_practitioner_as": (
        "Samma person som",
        "Same practitioner as",
        ("samma vårdpersonal som", "hos samma som", "same person as"),
    ),
    "different_practitioner_from": (
        "Annan person än",
        "Different practitioner from",
        ("annan vårdpersonal än", "inte hos samma som", "another person than"),
    ),
    "min_wait": ("Minsta väntan", "Min wait", ("min väntan", "minst väntan", "väntan minst")),
    "max_wait": ("Längsta väntan", "Max wait", ("max väntan", "högst väntan", "väntan högst")),
    "same_day_as": ("Samma dag som", "Same day as", ("helst samma dag som",)),
    "request": ("Vårdbegäran", "Request", ("begäran", "bokningsunderlag")),
    "sequence": ("Ordning", "Sequence", ("ordningsföljd", "ordningsnummer", "order")),
    "role": ("Roll", "Role", ()),
    "duration": ("Längd", "Duration", ("besökslängd", "tidsåtgång", "minuter", "minutes")),
    "competence": ("Kompetens", "Competence", ()),
    "practitioners": ("Endast vårdpersonal", "Only practitioners", ("endast", "vårdpersonal", "personer")),
    "preferred": ("Helst", "Preferred", ("önskad", "önskad vårdpersonal", "önskad person")),
    "booking_mode": ("Bokningssätt", "Booking mode", ()),
    "visit_type": ("Besökstyp", "Visit type", ()),
    "visit_form": ("Besöksform", "Visit form", ()),
    "weekdays": ("Veckodagar", "Weekdays", ("veckodag", "dagar", "dag", "weekday", "days", "day")),
    "dates": ("Datum", "Dates", ("dag", "dagar", "date", "day", "days")),
    "lunch": ("Lunch", "Lunch", ("rast", "raster", "paus", "pauser", "break", "breaks")),
    "visit": ("Besök", "Visit", ("besöks-id",)),
    "locked": ("Låst", "Locked", ("låst bokning",)),
    "source": ("Hämtad från", "Source", ("källa", "ursprung")),
    "revision": ("Sedan plan", "Since plan", ("sedan plan nummer",)),
    "moment": ("Tidpunkt", "Moment", ("kom in", "ankomst", "inkom", "arrived", "arrival")),
    "like": ("Som", "Like", ("lik", "som vårdbegäran", "like request")),
    "key": ("Inställning", "Setting", ("nyckel",)),
    "value": ("Värde", "Value", ()),
}

SETTING_TITLES: Titles = {
    "schema": ("Underlagets version", "Contract version", ()),
    "first_date": ("Första datum", "First date", ("från datum",)),
    "last_date": ("Sista datum", "Last date", ("till datum",)),
    "time_zone": ("Tidszon", "Time zone", ()),
    "grid": ("Minutsteg", "Grid", ("rutnät",)),
    "time_limit": ("Tidsgräns (sekunder)", "Time limit (seconds)", ("söktid",)),
    "seed": ("Slumpfrö", "Seed", ("frö",)),
    "workers": ("Processer", "Workers", ()),
    "deterministic": ("Upprepbar", "Deterministic", ()),
    "max_moved": ("Högst flyttade besök", "Max moved", ("flyttas högst",)),
    "freeze_before": ("Inget flyttas före", "Freeze before", ("frys före",)),
    "aim": ("Inriktning", "Aim", ("mål",)),
    "weights.unbooked.routine": ("Vikt obokad rutin", "Weight unbooked routine", ()),
    "weights.unbooked.urgent": ("Vikt obokad brådskande", "Weight unbooked urgent", ()),
    "weights.unbooked.asap": ("Vikt obokad snarast", "Weight unbooked asap", ()),
    "weights.unbooked.stat": ("Vikt obokad omedelbart", "Weight unbooked stat", ()),
    **{f"weights.{one.name.lower()}": (one().told("sv"), one().told("en"), ()) for one in WeightTitles},
}

CODE_TITLES: Titles = {
    "routine": ("rutin", "routine", ()),
    "urgent": ("brådskande", "urgent", ()),
    "asap": ("snarast", "asap", ("snarast möjligt",)),
    "stat": ("omedelbart", "stat", ("akut",)),
    "primary": ("primär", "primary", ("primärbokning", "primärkontakt")),
    "secondary": ("sekundär", "secondary", ("sekundärbokning", "sekundärkontakt")),
    "primary_care_centre": ("vårdcentral", "primary care centre", ()),
    "hospital_clinic": ("klinik", "hospital clinic", ("sjukhusklinik",)),
    "soonest": ("tidigt", "soonest", ("så tidigt som möjligt", "tidigast möjligt")),
    "even": ("jämnt", "even", ("jämn beläggning", "jämn fördelning")),
    "punctual": ("på måldatum", "punctual", ("måldatum", "på önskat datum")),
    "booked": ("bokad", "booked", ()),
    "drop_in": ("drop-in", "drop-in", ("obokad",)),
}
"""The words of the contract that stand in a cell: priorities, roles, kinds of unit, aims, booking modes."""


_FREE = re.compile(r"\s*(?:\[.*\]|\(.*\))\s*", re.DOTALL)
_FREE_TITLES = ("anteckning", "note")
_UNIT = re.compile(
    r"\s*(?:\(.*\)|\[.*\]|,\s*(?:min|minuter|minutes|kl|klockan|klockslag|datum|date|tid|time)\.?)\s*$", re.DOTALL
)
_GAPS = re.compile(r"[\s_\-\u2010-\u2015]+")


def word_key(word: str) -> str:
    """What a heading, a title or a fixed word is compared by, without what people and programs vary.

    >>> word_key(" Längsta  Väntan (min) *"), word_key("Max_Wait"), word_key("Vård-" + chr(10) + "begäran")
    ('längstaväntan', 'maxwait', 'vårdbegäran')
    """
    text = UNSEEN.sub("", unicodedata.normalize("NFKC", word)).casefold().strip(" \t\r\n*:")
    return _GAPS.sub("", unicodedata.normalize("NFC", _UNIT.sub("", text))).strip("*:")


def is_free(heading: str) -> bool:
    """Whether a heading marks a column as the sender's own: it stands in brackets.

    >>> is_free("[Telefon]"), is_free("(ring först)"), is_free("Längd (min)")
    (True, True, False)
    """
    return _FREE.fullmatch(heading) is not None


def is_free_title(title: str) -> bool:
    """Whether a sheet or file is the sender's own: its name begins with Anteckning or Note.

    >>> is_free_title("Anteckningar v. 50"), is_free_title("NOTES"), is_free_title("Besök")
    (True, True, False)
    """
    return word_key(title).startswith(_FREE_TITLES)


def _read(titles: Titles) -> dict[str, tuple[str, ...]]:
    """Every word that is read, with the contract names it may stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for name, (swedish, english, others) in titles.items():
        for word in (name, swedish, english, *others):
            key = word_key(word)
            found[key] = (*found.get(key, ()), *({name} - set(found.get(key, ()))))
    return found


HEADINGS: Mapping[str, tuple[str, ...]] = _read(COLUMN_TITLES)
TABLE_NAMES: Mapping[str, str] = {word: names[0] for word, names in _read(TABLE_TITLES).items()}
SETTING_NAMES: Mapping[str, str] = {word: names[0] for word, names in _read(SETTING_TITLES).items()}
CODES: Mapping[str, str] = {word: names[0] for word, names in _read(CODE_TITLES).items()}


_COLUMNS: Mapping[str, str] = {word_key(name): name for name in COLUMN_TITLES}


def column_name(heading: str, columns: Collection[str]) -> str | None:
    """The contract's name of a heading among a table's columns; None if it is none of them.

    >>> column_name("Vårdpersonal", ("practitioner", "unit")), column_name("colour", ("id",))
    ('practitioner', None)
    """
    word = word_key(heading)
    if _COLUMNS.get(word) in columns:
        return _COLUMNS[word]
    return next((name for name in HEADINGS.get(word, ()) if name in columns), None)


def setting_name(key: str) -> str | None:
    """The contract's name of a setting; None if there is none."""
    return SETTING_NAMES.get(word_key(key))


def table_name(title: str) -> str | None:
    """The contract's name of a file's or sheet's table; None if there is none.

    >>> table_name("BESÖK"), table_name("units"), table_name("rooms")
    ('visits', 'units', None)
    """
    return TABLE_NAMES.get(word_key(title))


def code_name(word: str) -> str | None:
    """The contract's word for a role, priority, kind or booking mode; None if there is none."""
    return CODES.get(word_key(word))


def title_of(name: str, titles: Titles, language: Language) -> str:
    """What a table, column, setting or word is called when it is written."""
    swedish, english, _others = titles.get(name, (name, name, ()))
    return swedish if language == "sv" else english
