"""The words of a plan's workbook, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dagplan.files.headings import COLUMN_TITLES, Titles, title_of
from dagplan.models.dates_in_words import Language, long_date
from dagplan.models.plan import Plan
from dagplan.models.view import missing_percent

_WORDS: Mapping[str, tuple[str, str]] = {
    "overview": ("Översikt", "Overview"),
    "by_practitioner": ("Per vårdpersonal", "By practitioner"),
    "by_patient": ("Per patient", "By patient"),
    "unbooked": ("Obokade", "Not booked"),
    "warnings": ("Varningar", "Warnings"),
    "date": ("Datum", "Date"),
    "order": ("Ordning", "Order"),
    "reason": ("Orsak", "Reason"),
    "proof": ("Bevis", "Proof"),
    "fixes": ("Vad som skulle hjälpa", "What would let it in"),
    "visits": ("Besök", "Visits"),
    "minutes": ("Minuter", "Minutes"),
    "proven": ("bevisat", "proven"),
    "not_found_in_time": ("hittades inte i tid", "not found in time"),
    "no_reason": ("Ingen orsak är angiven.", "No reason is given."),
    "plan": ("Plan", "Plan"),
    "asked": ("Önskade", "Asked for"),
    "booked": ("Bokade", "Booked"),
    "share": ("Andel", "Share"),
    "all": ("Alla", "All"),
    "linked": ("Länkade", "Linked"),
    "single": ("Ensamma besök", "Single visits"),
    "requests": ("Vårdbegäran", "Requests"),
    "worth": ("Så bra är planen", "How good the plan is"),
    "no_better": ("Ingen plan är bättre; det är bevisat.", "No plan is better; that is proven."),
    "cost": ("Kostnad", "Cost"),
    "lower_bound": ("Bevisad undre gräns", "Proven lower bound"),
    "terms": ("Kostnadens delar", "The parts of the cost"),
    "rule": ("Riktlinje", "Routine"),
    "run": ("Körning", "Run"),
    "seconds": ("sekunder", "seconds"),
    "legend": (
        "Samma färg är samma vårdbegäran; 1/2 är det första av två besök, fet stil det primära. Grått: ej tid.",
        "One colour is one request; 1/2 is the first of two visits, bold the primary. Grey: not available.",
    ),
    "busy": ("upptagen", "busy"),
    "no_days": (
        "Dagbladen är utelämnade: så många personer får inte plats på ett blad.",
        "The sheets of the days are left out: so many people don't fit on a sheet.",
    ),
}


class Words:
    """Words in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._index = 0 if language == "sv" else 1

    def __getitem__(self, name: str) -> str:
        return _WORDS[name][self._index]

    def column(self, name: str) -> str:
        """A column's heading: the contract's in words, or one of the lists' own."""
        return title_of(name, COLUMN_TITLES, self.language) if name in COLUMN_TITLES else self[name]

    def code(self, name: str | None, titles: Titles) -> str:
        """A word of the contract, such as a role; nothing for None."""
        return title_of(name, titles, self.language) if name else ""

    def day(self, day: date) -> str:
        """A date in words: Tisdag 8 december 2026."""
        text = long_date(self.language, day)
        return text[0].upper() + text[1:]

    def gap(self, plan: Plan) -> str:
        """How far the plan may be from the best one, rounded up: never better than is proven."""
        missing = missing_percent(plan)
        if missing is None:
            return self["no_better"]
        share = f"{missing:.1f}"
        if self.language == "sv":
            return f"Högst {share.replace('.', ',')} % av vad som är möjligt fattas."
        return f"At most {share} % of what is possible is missing."
