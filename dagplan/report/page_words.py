"""The words of the page, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from dagplan.files.term_titles import TERM_TITLES
from dagplan.models.dates_in_words import Language
from dagplan.models.plan import Fix, Plan, PlanWarning, Reason
from dagplan.models.swedish import Said, fix_in_swedish, reason_in_swedish, warning_in_swedish

WORDS: Mapping[str, tuple[str, str]] = {
    # what is said: (Swedish, English)
    "title": ("Dagplan", "Day plan"),
    "skip": ("Till planen", "Skip to the plan"),
    "contents": ("Innehåll", "Contents"),
    "figures": ("Planen i siffror", "The plan in figures"),
    "glance": ("Översikt", "At a glance"),
    "days": ("Dag för dag", "Day by day"),
    "unbooked": ("Inte bokade", "Not booked"),
    "bottlenecks": ("Flaskhalsar", "Bottlenecks"),
    "warnings": ("Att känna till", "Good to know"),
    "how": ("Hur planen gjordes", "How the plan was made"),
    "requests_booked": ("vårdbegäranden bokade", "requests booked"),
    "linked_booked": ("länkade vårdbegäranden", "linked requests"),
    "visits": ("besök", "visits"),
    "visit": ("besök", "visit"),
    "of": ("av", "of"),
    "quality": ("hur bra planen är", "how good the plan is"),
    "best": ("Ingen plan är bättre", "No plan is better"),
    "best_long": (
        "Det är bevisat att ingen plan som håller reglerna kostar mindre.",
        "It is proven that no plan that keeps the rules costs less.",
    ),
    "missing": ("Högst {share} % saknas", "At most {share} % is missing"),
    "missing_long": (
        "Högst {share} % av det som går att uppnå saknas i planen. Ingen plan kan kosta mindre än {bound}; "
        "den här kostar {cost}.",
        "At most {share} % of what is possible is missing. No plan can cost less than {bound}; "
        "this one costs {cost}.",
    ),
    "cost": ("Kostnad", "Cost"),
    "bound": ("Bevisad undre gräns", "Proven lower bound"),
    "what_costs": ("Vad kostnaden består av", "What the cost is made of"),
    "by_priority": ("Bokade efter prioritet", "Booked by priority"),
    "priority": ("Prioritet", "Priority"),
    "all": ("Alla", "All"),
    "linked": ("Länkade", "Linked"),
    "single": ("Enstaka", "Single"),
    "routine": ("rutin", "routine"),
    "urgent": ("brådskande", "urgent"),
    "asap": ("snarast", "asap"),
    "stat": ("omedelbart", "stat"),
    **{f"term_{name}": titles.cost for name, titles in TERM_TITLES.items()},
    "primary": ("primärt", "primary"),
    "secondary": ("sekundärt", "secondary"),
    "time": ("Tid", "Time"),
    "patient": ("Patient", "Patient"),
    "what": ("Besök", "Visit"),
    "link": ("Länk", "Link"),
    "request": ("Vårdbegäran", "Request"),
    "wanted": ("Önskat", "Wanted"),
    "why": ("Varför", "Why"),
    "would": ("Vad som skulle ge plats", "What would let it in"),
    "no_fix": ("–", "–"),
    "proven": ("bevisat", "proven"),
    "not_found_in_time": ("hittades inte i tid", "not found in time"),
    "no_reason": ("Inget skäl angivet.", "No reason is given."),
    "min": ("min", "min"),
    "competence": ("Kompetens", "Competence"),
    "unit": ("Vårdenhet", "Care unit"),
    "date": ("Datum", "Date"),
    "available": ("Finns, min", "There is, min"),
    "booked": ("Bokat, min", "Booked, min"),
    "left": ("Kvar, min", "Left, min"),
    "waiting": ("Väntar, min", "Waiting, min"),
    "lacking": ("Saknas, min", "Missing, min"),
    "bottlenecks_text": (
        "Här vill fler ha tid än som finns kvar. "
        "En vårdbegäran som kan bokas flera dagar räknas på var och en av dem.",
        "Here more time is wanted than is left. "
        "A request that may be booked on several dates counts on each of them.",
    ),
    "no_bottlenecks": ("Inga: den tid som finns räcker.", "None: the time there is suffices."),
    "all_booked": ("Alla vårdbegäranden är bokade.", "Every request is booked."),
    "no_visits": ("Inga besök är bokade.", "No visits are booked."),
    "no_warnings": ("Inget särskilt.", "Nothing in particular."),
    "more_spots": ("… och {count} till.", "… and {count} more."),
    "open_all": ("Öppna alla dagar", "Open all days"),
    "close_all": ("Stäng alla dagar", "Close all days"),
    "print_open": ("Skriv bara ut öppna dagar", "Print open days only"),
    "print": ("Skriv ut", "Print"),
    "legend_primary": ("Primärt besök", "Primary visit"),
    "legend_secondary": (
        "Dess sekundära besök, ljusare och med linje emellan",
        "Its secondary visits, in the lighter shade and joined by a line",
    ),
    "legend_single": ("Enstaka besök", "Single visit"),
    "legend_free": ("Arbetstid", "Working time"),
    "legend_heat": ("Bokad del av arbetstiden", "Share of working time booked"),
    "no_drawing": (
        "Bilden kunde inte ritas. Allt som den skulle ha visat står i listorna.",
        "The drawing could not be made. All that it would have shown stands in the lists.",
    ),
    "chart_keys": (
        "Peka i bilden för detaljer, eller gå till den med Tab och sedan vidare med piltangenterna.",
        "Point into the drawing for details, or come to it with Tab and go on with the arrow keys.",
    ),
    "chart_glance": ("Besök per person och dag, {place}", "Visits by person and date, {place}"),
    "chart_day": ("Besök per person, {place}, {date}", "Visits by person, {place}, {date}"),
    "chart_heat": (
        "Bokad del av arbetstiden per person, {place}",
        "Share of working time booked, by person, {place}",
    ),
    "used": ("bokat {used} av {available} min", "{used} of {available} min booked"),
    "too_large": (
        "Planen är för stor för att ritas på en sida: dagarna står i planens fil. Gör en rapport per vårdenhet.",
        "The plan is too large to draw on one page: its days are in the plan file. Make a report a care unit.",
    ),
    "link_of": ("{role} {place} av {size}", "{role} {place} of {size}"),
    "week": ("v. {week}", "w. {week}"),
    "seed": ("Frö", "Seed"),
    "seconds": ("Tid för sökning, s", "Seconds of search"),
    "versions": ("Versioner", "Versions"),
    "hash": ("Underlagets kontrollsumma", "Hash of the request"),
    "rule": ("Rutin", "Routine"),
    "rule_text": (
        "{document} version {version}, giltig {first} till {last}",
        "{document} version {version}, valid {first} to {last}",
    ),
    "pseudonyms": (
        "Patienter visas bara med pseudonym. Sidan fungerar utan nät och hämtar ingenting.",
        "Patients are shown by pseudonym only. The page works offline and fetches nothing.",
    ),
}


def say(language: Language, word: str, **values: object) -> str:
    """A word or sentence of the page."""
    text = WORDS[word][0 if language == "sv" else 1]
    return text.format(**values) if values else text


def decimal(language: Language, number: float) -> str:
    """A number with one decimal, the way it is written in the language.

    >>> decimal("sv", 0.4)
    '0,4'
    """
    text = f"{number:.1f}"
    return text.replace(".", ",") if language == "sv" else text


def whole(language: Language, number: int) -> str:
    """A whole number with its thousands apart, by a space that does not break."""
    return f"{number:,}".replace(",", "\u00a0" if language == "sv" else ",")


def reason_text(language: Language, request: str, reason: Reason) -> Said:
    """A reason in the language, and the language it came out in: what has no translation stays English."""
    return (
        reason_in_swedish(request, reason)
        if language == "sv"
        else (reason.message.removeprefix(f"{request}: "), "en")
    )


def fix_text(language: Language, fix: Fix) -> Said:
    """A fix in the language, and the language it came out in."""
    return fix_in_swedish(fix) if language == "sv" else (fix.message, "en")


def warning_text(language: Language, plan: Plan, warning: PlanWarning) -> Said:
    """A warning in the language, and the language it came out in."""
    return warning_in_swedish(plan, warning) if language == "sv" else (warning.message, "en")
