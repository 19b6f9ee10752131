"""Reasons without values for other languages, in Swedish, for pages and workbooks.

These are made from the same codes, ids and dates as the English sentences, so that they say no more; what has no
Swedish here stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from .plan import LimitName, Reason

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
