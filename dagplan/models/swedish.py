"""What a plan says of unbooked requests, in Swedish, for pages and workbooks.

The contract's sentences are English. These are made from the same codes, ids, dates and changes, so that they say no
more; what has no Swedish here stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from .plan import Fix, Plan, PlanWarning, Reason

Said = tuple[str, Literal["sv", "en"]]
"""A sentence, and the language it came out in."""

_REASONS: Mapping[str, str] = {
    "no_possible_date": "Patienten kan inte komma någon av dagarna.",
    "no_one_has_competence": "Ingen har den kompetens som {rest} kräver.",
    "no_one_available": "Ingen med kompetensen har så lång tid i följd för {rest}.",
    "no_common_date": "Ingen dag har alla kompetenser på en och samma vårdenhet.",
    "sequence_does_not_fit": (
        "Besöken går var för sig, men inte efter varandra med de väntetider som begärts ({dates})."
    ),
    "costs_more_than_it_is_worth": "Även bästa dagen ({dates}) kostar det mer att boka än att låta bli.",
    "locked_in_conflict": "{rest} är låsta där resten inte får plats.",
    "no_fix_exists": (
        "Ingen annan väntan, klocktid, dag, vårdenhet eller person, ingen mer tid för någon och ingen flyttad "
        "bokning skulle ge plats."
    ),
}


def reason_in_swedish(request: str, reason: Reason) -> Said:
    """Why a request is not booked."""
    rest = ", ".join(one for one in reason.ids if one != request)
    dates = ", ".join(map(str, reason.dates))
    if reason.code == "better_plan_exists" and reason.costs_more is not None:
        over = f" men går ut över {rest}" if rest else ""
        text = f"Plats kan ordnas {dates}: planen blir {-reason.costs_more} billigare{over}. "
        return f"{text}Det hanns inte med: planera på nytt från den här planen.", "sv"
    if reason.code == "lost_to_others":
        return _lost(reason, rest, dates), "sv"
    known = _REASONS.get(reason.code)
    if known is None:
        return reason.message.removeprefix(f"{request}: "), "en"
    return known.format(rest=rest, dates=dates), "sv"


def _lost(reason: Reason, rest: str, dates: str) -> str:
    if reason.costs_more is None:
        return f"Går att boka för sig, först {dates}, men tiden behövs för andra."
    dearer = f"bli {reason.costs_more} dyrare" if reason.costs_more else "kosta lika mycket"
    over = f" och gå ut över {rest}" if rest else ""
    sure = (
        "Ingen plan som bokar den kostar mindre än den här."
        if reason.proof == "proven"
        else "Ingen bättre plan hittades i tid."
    )
    return f"Andra behöver tiden. Bokad {dates} skulle planen {dearer}{over}. {sure}"


def fix_in_swedish(fix: Fix) -> Said:
    """What would let a request in."""
    said = [_CHANGES[change["kind"]](change) if change["kind"] in _CHANGES else None for change in fix.changes]
    if any(one is None for one in said) or not fix.placement:
        return fix.message, "en"
    first = fix.placement[0]
    visits = ", ".join(f"{one.start:%H:%M}–{one.end:%H:%M} {one.practitioner}" for one in fix.placement)
    changes = "; ".join(one for one in said if one) or "det finns plats i planen som den är"
    text = f"{changes}; då bokas den {first.start:%Y-%m-%d} på {first.unit}: {visits}."
    return text[0].upper() + text[1:], "sv"


def warning_in_swedish(plan: Plan, warning: PlanWarning) -> Said:
    """Something to know of a plan."""
    if warning.code != "routine_not_valid":
        return warning.message, "en"
    rule = plan.rule
    text = f"Planens dagar ligger inte alla inom giltigheten för {rule.document} version {rule.version}, "
    return f"{text}{rule.valid_from} till {rule.valid_to}.", "sv"


def _hours(change: Mapping[str, Any]) -> str:
    opens, closes = (datetime.fromisoformat(change[end]) for end in ("start", "end"))
    minutes = int((closes - opens).total_seconds()) // 60
    return f"{minutes} minuter till för {change['practitioner']}: {opens:%Y-%m-%d %H:%M}–{closes:%H:%M}"


def _competence(change: Mapping[str, Any]) -> str:
    return f"{change['practitioner']} får även ta {change['competence']}"


_PRIORITIES = {"routine": "rutin", "urgent": "brådskande", "asap": "snarast", "stat": "omedelbart"}
_REQUEST_FIELDS: Mapping[str, Callable[[Any], str]] = {
    "units": lambda units: f"får även vara på {units[-1]}" if units else "får vara på vilken vårdenhet som helst",
    "earliest": lambda day: f"får vara från {day}",
    "latest": lambda day: f"får vara till {day}",
    "excluded_dates": lambda _: "får även vara en dag som patienten valt bort",
    "not_before": lambda clock: f"får börja {clock}",
    "not_after": lambda clock: f"får sluta {clock}",
    "target": lambda day: f"får måldatum {day}",
    "priority": lambda word: f"får prioritet {_PRIORITIES[word]}",
}
_VISIT_FIELDS: Mapping[str, Callable[[Any], str]] = {
    "practitioners": lambda people: f"får även vara hos {people[-1]}" if people else "får vara hos vem som helst",
    "min_wait": lambda minutes: f"får komma {minutes} minuter efter besöket före",
    "max_wait": lambda minutes: f"får vänta {minutes} minuter efter besöket före",
}


def _fields(owner: str, known: Mapping[str, Callable[[Any], str]]) -> Callable[[Mapping[str, Any]], str | None]:
    def said(change: Mapping[str, Any]) -> str | None:
        fields = {name: value for name, value in change.items() if name not in ("kind", owner)}
        if not fields.keys() <= known.keys():
            return None
        return f"{change[owner]} {', '.join(known[name](value) for name, value in fields.items())}"

    return said


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
}
