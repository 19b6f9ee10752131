"""What a plan says of unbooked requests, in Swedish, for pages and workbooks.

The contract's sentences are English. These are made from the same codes, ids, dates and changes, so that they say no
more; what has no Swedish here stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from .plan import Fix, LimitName, Plan, PlanWarning, Reason
from .sentences import end_clock, sentence

Said = tuple[str, Literal["sv", "en"]]
"""A sentence, and the language it came out in."""

_LIMITS: Mapping[LimitName, str] = {
    "practitioners": "besök får bara vara hos vissa personer",
    "units": "begäran får bara vara på vissa vårdenheter",
    "earliest": "begäran har en tidigaste dag",
    "latest": "begäran har en senaste dag",
    "excluded_dates": "det finns dagar då patienten inte kan komma",
    "not_before": "begäran får inte börja före ett visst klockslag",
    "not_after": "begäran får inte sluta efter ett visst klockslag",
    "min_wait": "det finns en minsta väntetid mellan besöken",
    "max_wait": "det finns en längsta väntetid mellan besöken",
    "grid": "besök börjar bara på tidsrastret",
    "clock_change": "inga besök läggs när klockan ställs om",
    "locked": "andra patienters låsta bokningar ligger fast",
    "own_locked": "begärans egna låsta besök ligger fast",
    "patient_visits": "patientens andra låsta besök ligger fast",
    "patient_busy": "patienten är upptagen av annat",
    "max_moved": "fler besök får inte lämna sin bokning",
}

_REASONS: Mapping[str, str] = {
    "no_one_has_competence": "Ingen har den kompetens som {rest} kräver.",
    "no_one_available": "Ingen med kompetensen har så lång tid i följd för {rest} på en vårdenhet {days}.",
    "nobody_within_limits": "Ingen kan ta {rest}{limits}.",
    "no_room_within_limits": "Det finns inget utrymme inom begärans gränser bredvid de låsta bokningarna.",
    "no_common_date": "Det finns ingen dag då {rest} alla kan tas på en och samma vårdenhet{limits}.",
    "sequence_does_not_fit": "Besöken går var för sig ({dates}), men inte efter varandra{limits}.",
    "locked_in_conflict": "Av {rest} är några låsta, och de andra får inte plats bredvid dem{limits}.",
    "too_few_moves": (
        "Var den än bokas lämnar fler av besöken {rest} sin bokning än vad som får göra det (max_moved)."
    ),
    "costs_more_than_it_is_worth": (
        "Även där det kostar minst ({dates}) kostar det minst lika mycket att boka som att låta bli."
    ),
}

_NO_DATE: Mapping[LimitName, str] = {
    "earliest": "Begäran får inte vara förrän efter den sista planerade dagen.",
    "latest": "Begäran får bara vara före den första planerade dagen.",
    "excluded_dates": "Patienten kan inte komma någon av de planerade dagar som begäran gäller.",
}


def reason_in_swedish(request: str, reason: Reason) -> Said:
    """Why a request is not booked."""
    rest = ", ".join(one for one in reason.ids if one != request)
    dates = ", ".join(map(str, reason.dates))
    limits = "; ".join(_LIMITS[one] for one in reason.limits if one != "own_locked")
    match reason.code:
        case "better_plan_exists" if reason.costs_more is not None:
            over = f" men går ut över {rest}" if rest else ""
            text = (
                f"Det finns en bättre plan som bokar den {dates}: planen blir {-reason.costs_more} billigare{over}. "
            )
            return f"{text}Planera på nytt från den här planen.", "sv"
        case "lost_to_others":
            return _lost(reason, rest, dates), "sv"
        case "no_fix_exists":
            stays = ", så länge begärans låsta besök ligger fast" if "own_locked" in reason.limits else ""
            return f"{_NO_FIX}{stays}.", "sv"
        case "no_possible_date":
            return _NO_DATE[(reason.limits or ("excluded_dates",))[0]], "sv"
    known = _REASONS.get(reason.code)
    if known is None:
        return reason.message.removeprefix(f"{request}: "), "en"
    days = "någon dag som begäran får vara" if reason.limits else "någon planerad dag"
    return known.format(rest=rest, dates=dates, days=days, limits=f": {limits}" if limits else ""), "sv"


_NO_FIX = (
    "Ingen annan väntan, klocktid, planerad dag, vårdenhet eller person, inget annat tidsraster eller antal flyttar, "
    "ingen ny kompetens, ingen mer tid för någon och ingen flyttad bokning skulle ge plats"
)


def _lost(reason: Reason, rest: str, dates: str) -> str:
    proven = "Ingen plan som bokar den kostar mindre än den här."
    sure = proven if reason.proof == "proven" else "Ingen bättre plan som bokar den hittades i tid."
    if reason.costs_more is None:
        return f"Går att boka för sig, först {dates}. {sure}"
    dearer = f"bli {reason.costs_more} dyrare" if reason.costs_more else "kosta lika mycket"
    over = f" och gå ut över {rest}" if rest else ""
    return f"Bokad {dates} skulle planen {dearer}{over}. {sure}"


def fix_in_swedish(fix: Fix) -> Said:
    """What would let a request in."""
    said = [_CHANGES[change["kind"]](change) if change["kind"] in _CHANGES else None for change in fix.changes]
    if any(one is None for one in said) or not fix.placement:
        return fix.message, "en"
    first = fix.placement[0]
    visits = ", ".join(f"{one.start:%H:%M}–{end_clock(one.end)} {one.practitioner}" for one in fix.placement)
    changes = "; ".join(one for one in said if one) or "det finns plats i planen som den är"
    text = f"{changes}; då bokas den {first.start:%Y-%m-%d} på {first.unit}: {visits}."
    ids = {change[name] for change in fix.changes for name in ("request", "visit", "practitioner") if name in change}
    return sentence(text, ids), "sv"


def warning_in_swedish(plan: Plan, warning: PlanWarning) -> Said:
    """Something to know of a plan."""
    if warning.code in _BOOKED_BEFORE:
        visits = ", ".join(warning.ids)
        return _BOOKED_BEFORE[warning.code].format(visits=visits), "sv"
    if warning.code == "late":
        return "Tidsgränsen räckte bara till att läsa, göra en första plan, kontrollera och skriva den.", "sv"
    if warning.code != "routine_not_valid":
        return warning.message, "en"
    rule = plan.rule
    text = f"Planens dagar ligger inte alla inom giltigheten för {rule.document} version {rule.version}, "
    return f"{text}{rule.valid_from} till {rule.valid_to}.", "sv"


_BOOKED_BEFORE: Mapping[str, str] = {
    "cancelled": "Tidigare bokat och inte längre begärt, alltså inställt: {visits}.",
    "left_as_booked": (
        "Tidigare bokat, inte begärt, och utanför planens dagar och vårdenheter, alltså lämnat som det är: {visits}."
    ),
}


def _hours(change: Mapping[str, Any]) -> str:
    opens, closes = (datetime.fromisoformat(change[end]) for end in ("start", "end"))
    count = _minutes((closes - opens) // timedelta(minutes=1))
    span = f"{opens:%Y-%m-%d %H:%M}–{end_clock(closes)}"
    return f"{count} till för {change['practitioner']} på {change['unit']}: {span}"


def _minutes(count: int) -> str:
    return f"{count} minut{'er' if count != 1 else ''}"


def _competence(change: Mapping[str, Any]) -> str:
    return f"{change['practitioner']} får även ta {change['competence']}"


_PRIORITIES = {"routine": "rutin", "urgent": "brådskande", "asap": "snarast", "stat": "omedelbart"}
_REQUEST_FIELDS: Mapping[str, Callable[[Any], str]] = {
    "units": lambda units: f"får även vara på {units[-1]}" if units else "får vara på vilken vårdenhet som helst",
    "earliest": lambda day: f"får vara från {day}",
    "latest": lambda day: f"får vara till {day}",
    "excluded_dates": lambda _: "får även vara en dag som patienten valt bort",
    "not_before": lambda clock: f"får börja {clock}",
    "not_after": lambda clock: f"får sluta {clock or '24:00'}",
    "target": lambda day: f"får måldatum {day}",
    "priority": lambda word: f"får prioritet {_PRIORITIES[word]}",
}
_VISIT_FIELDS: Mapping[str, Callable[[Any], str]] = {
    "practitioners": lambda people: f"får även vara hos {people[-1]}" if people else "får vara hos vem som helst",
    "min_wait": lambda minutes: f"får komma {_minutes(minutes)} efter besöket före",
    "max_wait": lambda minutes: f"får vänta {_minutes(minutes)} efter besöket före",
}


def _fields(owner: str, known: Mapping[str, Callable[[Any], str]]) -> Callable[[Mapping[str, Any]], str | None]:
    def said(change: Mapping[str, Any]) -> str | None:
        fields = {name: value for name, value in change.items() if name not in ("kind", owner)}
        if not fields.keys() <= known.keys():
            return None
        return f"{change[owner]} {', '.join(known[name](value) for name, value in fields.items())}"

    return said


_SETTINGS: Mapping[str, Callable[[Any], str]] = {
    "grid": lambda minutes: f"besök börjar på multipler av {_minutes(minutes)}",
    "max_moved": lambda most: f"högst {most} besök får lämna sin bokning",
}


def _settings(change: Mapping[str, Any]) -> str | None:
    fields = {name: value for name, value in change.items() if name != "kind"}
    if not fields.keys() <= _SETTINGS.keys():
        return None
    return ", ".join(_SETTINGS[name](value) for name, value in fields.items())


def _move(change: Mapping[str, Any]) -> str:
    if "start" not in change:
        return f"lås upp {change['visit']}" if change.get("locked") is False else f"avboka {change['visit']}"
    opens = datetime.fromisoformat(change["start"])
    unlocked = "lås upp och flytta" if change.get("locked") is False else "flytta"
    return f"{unlocked} {change['visit']} till {opens:%Y-%m-%d %H:%M} hos {change['practitioner']}"


_CHANGES: Mapping[str, Callable[[Mapping[str, Any]], str | None]] = {
    "add_availability": _hours,
    "add_competence": _competence,
    "set_request": _fields("request", _REQUEST_FIELDS),
    "set_visit": _fields("visit", _VISIT_FIELDS),
    "set_booking": _move,
    "set_settings": _settings,
}
