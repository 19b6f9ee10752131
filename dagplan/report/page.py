"""The plan as one self-contained HTML page: what the template is filled with."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from importlib.resources import files as package_files
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from dagplan.models.bottlenecks import bottlenecks
from dagplan.models.dates_in_words import Language, long_date, short_date
from dagplan.models.explanation import Bottleneck
from dagplan.models.faults import fault_of
from dagplan.models.plan import Booking, Plan, Unbooked
from dagplan.models.request import PlanRequest, Request
from dagplan.models.view import PlanView
from dagplan.words import Said
from dagplan.words.messages.call_words import CallWords

from .page_facts import Facts
from .page_figures import figures
from .page_lists import call_groups, patients
from .page_week import STEPS, load_map, timetable
from .page_words import decimal, reason_text, say, told, whole

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_DAYS_DRAWN = 10
"""A longer period is shown as a map of load; its days are closed until opened."""
MOST_VISITS_DRAWN = 20_000
"""A plan with more visits has no days on its page."""
MOST_SPOTS = 12
"""So many bottlenecks are listed; the others are counted."""


def plan_page(request: PlanRequest, plan: Plan, language: Language = "en") -> bytes:
    """A plan as an HTML page that needs nothing else.

    Parameters
    ----------
    request
        What was planned: the names, the sequences and the time available.
    plan
        The plan.
    language
        ``sv`` or ``en``.

    Returns
    -------
    bytes
        The page as UTF-8.
    """
    return page_and_faults(request, plan, language)[0]


def page_and_faults(request: PlanRequest, plan: Plan, language: Language) -> tuple[bytes, list[Said]]:
    """The page, and what went wrong in each drawing that it is without."""
    view = PlanView(plan, request)
    facts = Facts(view, language)
    drawings = _Drawings(facts)
    days = view.days
    drawn = bool(days) and len(plan.bookings) <= MOST_VISITS_DRAWN
    script = _part("page.js")
    spots = bottlenecks(request, plan)
    page = (
        _environment(language)
        .get_template("page.html.j2")
        .render(
            facts=facts,
            request=request,
            plan=plan,
            language=language,
            style=_part("page.css"),
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            span=_span(language, request.first_date, request.last_date),
            figures=figures(facts),
            drawn=drawn,
            steps=range(STEPS + 1),
            long_period=len(days) > MOST_DAYS_DRAWN,
            glance=[(unit, drawings.glance(unit, days)) for unit in view.units_on(days)] if drawn else [],
            days=[_day(facts, day, drawings) for day in view.calendar] if drawn else [],
            calls=call_groups(facts),
            patients=patients(facts) if drawn else [],
            moved=bool(view.moved_from),
            several_units=len({one.unit for one in plan.bookings}) > 1,
            unbooked=[_unbooked(facts, entry, case) for entry, case in view.unbooked],
            has_fixes=any(entry.fixes for entry in plan.unbooked),
            spots=[_spot(facts, spot) for spot in spots[:MOST_SPOTS]],
            more_spots=max(0, len(spots) - MOST_SPOTS),
            warnings=[told(language, one, facts.view.names) for one in plan.warnings],
        )
        .encode()
    )
    return page, drawings.faults


def _environment(language: Language) -> Environment:
    """Templates in which every value is escaped unless it is a drawing of ours."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("dagplan.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["say"] = partial(say, language)
    made.globals["call_words"] = lambda word: CallWords[word.upper()]().told(language)
    made.filters |= {
        "long_date": partial(long_date, language),
        "short_date": partial(short_date, language),
        "whole": partial(whole, language),
        "decimal": partial(decimal, language),
    }
    return made


def _part(name: str) -> str:
    return (package_files("dagplan.report") / "templates" / name).read_text(encoding="utf-8")


def _span(language: Language, first: date, last: date) -> str:
    """The planned dates in words."""
    start = long_date(language, first)
    return start if first == last else f"{start} – {long_date(language, last)}"


class _Drawings:
    """The drawings of a page; one that can't be made is left out, and the page has the rest."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.faults: list[Said] = []

    def glance(self, unit: str, days: Sequence[date]) -> str:
        """A unit's days together."""
        return self._made(load_map if len(days) > MOST_DAYS_DRAWN else timetable, unit, days)

    def day(self, unit: str, day: date) -> str:
        """One day at a unit."""
        return self._made(timetable, unit, [day])

    def _made(self, draw: Callable[[Facts, str, Sequence[date]], str], unit: str, days: Sequence[date]) -> str:
        try:
            return draw(self.facts, unit, days)
        except Exception as error:
            self.faults.append(fault_of(error))
            return ""


def _day(facts: Facts, day: date, drawings: _Drawings) -> dict[str, Any]:
    """One date: each unit's drawing and each person's list."""
    view = facts.view
    units = []
    for unit in view.units_on([day]):
        visits: dict[str, list[Booking]] = {person: [] for person in view.people_at(unit, [day])}
        for booking in view.booked_at(unit, day):
            visits[booking.practitioner].append(booking)
        people = [
            _person(facts, person, unit, day, own)
            for person, own in visits.items()
            if own or view.hours.busy_within(person, unit, day)
        ]
        drawing = drawings.day(unit, day)
        items = [_item(facts, item, unit, day) for item in view.items_at(unit, day)]
        units.append({"id": unit, "name": facts.unit(unit), "drawing": drawing, "people": people, "equipment": items})
    return {"date": day, "units": units, "count": len(view.by_day.get(day, ()))}


def _person(facts: Facts, person: str, unit: str, day: date, visits: Iterable[Booking]) -> dict[str, Any]:
    view = facts.view
    used, available = view.minutes_booked(person, unit, day), view.minutes_free(person, unit, day)
    return {
        "name": facts.person(person),
        "id": person,
        "used": say(facts.language, "used", used=used, available=available),
        "visits": sorted(
            [*(_visit(facts, one) for one in visits), *_absences(view, person, unit, day)], key=itemgetter("time")
        ),
    }


def _visit(facts: Facts, one: Booking) -> dict[str, Any]:
    return {
        "time": f"{one.start:%H:%M}–{one.end:%H:%M}",
        "booking": one,
        "competence": facts.competence(one),
        "equipment": facts.equipment(one),
        "link": facts.link(one),
        "others": facts.others(one),
        "moved": facts.moved(one),
        "hue": facts.hue.get(one.request),
    }


def _absences(view: PlanView, person: str, unit: str, day: date) -> Iterator[dict[str, Any]]:
    """Meetings and absences within a person's hours."""
    for span in view.hours.busy_within(person, unit, day):
        yield {"time": "–".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span), "booking": None}


def _item(facts: Facts, item: str, unit: str, day: date) -> dict[str, Any]:
    """An item of equipment on a date: who has it when."""
    held = [one for one in facts.view.booked_at(unit, day) if item in one.equipment]
    return {
        "name": facts.view.item_name(item),
        "visits": [
            {"time": f"{one.start:%H:%M}–{one.end:%H:%M}", "booking": one, "who": facts.person(one.practitioner)}
            for one in held
        ],
    }


def _unbooked(facts: Facts, entry: Unbooked, case: Request | None) -> dict[str, Any]:
    """A request that is not booked: what was wanted, why not, and what would let it in."""
    visits = case.visits if case else ()
    wanted = [f"{visit.competence} {visit.duration} {say(facts.language, 'min')}" for visit in visits]
    return {
        "request": entry.request,
        "patient": case.patient if case else "",
        "priority": say(facts.language, case.priority) if case else "",
        "wanted": " → ".join(wanted),
        "reasons": [
            (*reason_text(facts.language, entry.request, one, facts.view.names), say(facts.language, one.proof))
            for one in entry.reasons
        ],
        "fixes": [told(facts.language, one, facts.view.names) for one in entry.fixes],
    }


def _spot(facts: Facts, spot: Bottleneck) -> dict[str, Any]:
    return {"spot": spot, "unit": facts.unit(spot.unit), "date": short_date(facts.language, spot.date)}
