"""A plan on the screen: each day by care unit and practitioner, the unbooked, and what the plan is worth."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dagplan.models.plan import Booking, DayPlan, Plan, Unbooked
from dagplan.models.request import PlanRequest, Request
from dagplan.models.view import PlanView, missing_percent
from dagplan.words import Said
from dagplan.words.messages.screen import PlanOnScreen
from dagplan.words.messages.terms import TermsOnScreen
from dagplan.words.registry import in_language

from .calls import print_calls

MOST_BOOKINGS = 200
"""A plan with more bookings than this is shown as a summary."""
MOST_DAYS = 40
"""So many dates and units are summed up; the others are counted."""
MOST_LISTED = 10
"""So many unbooked requests and warnings are listed; the others are counted."""

WIDEST_ID = 30
"""Longer visit ids are broken over lines."""

Place = tuple[date, str]


def print_plan(request: PlanRequest, plan: Plan, console: Console, *, show_all: bool = False) -> None:
    """Print a plan for a planner.

    Parameters
    ----------
    request
        What was planned: the names, the sequences and the time available.
    plan
        The plan.
    console
        Where to print; colours only where it is a terminal.
    show_all
        Every visit and every unbooked request, however many.
    """
    _Page(request, plan, console, show_all).print()


class _Page:
    def __init__(self, request: PlanRequest, plan: Plan, console: Console, show_all: bool) -> None:
        self.plan = plan
        self.console = console
        self.show_all = show_all
        self.view = PlanView(plan, request)

    def print(self) -> None:
        print_calls(self.view.calls, self.console, show_all=self.show_all)
        short = len(self.plan.bookings) > MOST_BOOKINGS and not self.show_all
        places = [
            (place, list(days)) for place, days in groupby(self.plan.day_plans, lambda day: (day.date, day.unit))
        ]
        shown = places[:MOST_DAYS] if short else places
        for place, days in shown:
            self._line(Text(self._heading(place, days), style="bold"))
            if short:
                self._line(self._summary(place), indent=2)
            else:
                self._visits(days)
            self._line("")
        if not places:
            self._line(PlanOnScreen.NO_VISITS().shown)
        if len(places) > len(shown):
            self._line(PlanOnScreen.MORE_PLACES(n=len(places) - len(shown)).shown)
        if short:
            self._line(PlanOnScreen.TOO_MANY(n=len(self.plan.bookings)).shown)
        self._unbooked()
        self._worth()
        self._warnings()

    def _line(self, text: str | Text, indent: int = 0) -> None:
        words = text if isinstance(text, Text) else Text(text)
        self.console.print(Padding(words, (0, 0, 0, indent), expand=False) if indent else words, overflow="fold")

    def _heading(self, place: Place, days: list[DayPlan]) -> str:
        visits = sum(len(day.visits) for day in days)
        unit = _named(place[1], self.view.unit_name(place[1]))
        return PlanOnScreen.HEADING(date=f"{place[0]:%Y-%m-%d}", unit=unit, n=visits).shown

    def _visits(self, days: list[DayPlan]) -> None:
        """Each practitioner's visits in time order, the links in words."""
        widest = max(len(visit) for day in days for visit in day.visits)
        for day in days:
            name = self.view.person_name(day.practitioner)
            self._line(Text(_named(day.practitioner, name), style="bold"), indent=1)
            table = Table.grid(padding=(0, 2, 0, 0))
            table.add_column(no_wrap=True)
            table.add_column(overflow="fold", width=min(widest, WIDEST_ID))
            table.add_column(overflow="fold")
            for booking in map(self.view.by_visit.__getitem__, day.visits):
                times = f"{booking.start:%H:%M}–{booking.end:%H:%M}"
                style = {"primary": "cyan", "secondary": "magenta"}.get(booking.role or "", "")
                told = Text(self._link(booking), style=style)
                if booking.equipment:
                    told.append(f"{'  ' if told else ''}[{', '.join(booking.equipment)}]", style="dim")
                table.add_row(Text(times), Text(booking.visit), told)
            self.console.print(Padding(table, (0, 0, 0, 2), expand=False))

    def _link(self, booking: Booking) -> str:
        """How a visit hangs together with others: ``secondary 1/2 → primary r1-physician``."""
        case = self.view.cases.get(booking.request)
        if case is None or not case.linked:
            return ""
        number, size, asked = self.view.place(booking)
        place = f"{number}/{size}" if asked else "?"
        if booking.role == "secondary":
            return PlanOnScreen.SECONDARY(place=place, primary=_primary(case)).shown
        others = [visit.id for visit in case.visits if visit.role == "secondary"]
        return PlanOnScreen.PRIMARY(place=place, others=others).shown

    def _summary(self, place: Place) -> Text:
        """Minutes used of those available, each practitioner."""
        day, unit = place
        parts = [
            f"{who} {self.view.minutes_booked(who, unit, day)}/{self.view.minutes_free(who, unit, day)}"
            for who in sorted(self.view.people_at(unit, [day]))
        ]
        return Text(PlanOnScreen.MINUTES_USED(people=parts).shown)

    def _unbooked(self) -> None:
        entries = self.plan.unbooked
        if not entries:
            return
        self._line(Text(PlanOnScreen.NOT_BOOKED(n=len(entries)).shown, style="bold"))
        shown = entries if self.show_all else entries[:MOST_LISTED]
        for entry in shown:
            reason = _reason(entry)
            words = reason if entry.request in reason else f"{entry.request}: {reason}"
            self._line(_plain(words), indent=2)
        if len(shown) < len(entries):
            self._line(PlanOnScreen.MORE(n=len(entries) - len(shown)).shown, indent=2)
        self._line("")

    def _worth(self) -> None:
        said = self.plan.objective
        worth = PlanOnScreen.COST(cost=said.cost, bound=said.lower_bound, verdict=gap_in_words(self.plan))
        self._line(worth.shown)
        terms = [TermsOnScreen[name.upper()](cost=cost) for name, cost in self.view.terms.items() if cost]
        self._line((PlanOnScreen.TERMS(terms=terms) if terms else PlanOnScreen.TERMS_NONE()).shown)
        if self.plan.moves is not None:
            self._line(_plain(in_language(self.plan.moves.params, self.plan.moves.message)))

    def _warnings(self) -> None:
        warnings = self.plan.warnings
        shown = warnings if self.show_all else warnings[:MOST_LISTED]
        for warning in shown:
            words = PlanOnScreen.WARNING(warning=_plain(in_language(warning.params, warning.message))).shown
            self._line(Text(words, style="yellow"))
        if len(shown) < len(warnings):
            self._line(PlanOnScreen.MORE_WARNINGS(n=len(warnings) - len(shown)).shown)


def gap_in_words(plan: Plan) -> Said:
    """How far the plan may be from the best one, rounded up: never better than is proven."""
    share = missing_percent(plan)
    return PlanOnScreen.BEST() if share is None else PlanOnScreen.MISSING(share=f"{share:.1f}")


def _named(key: str, name: str | None) -> str:
    return f"{key} ({_plain(name)})" if name else key


def _primary(case: Request) -> str:
    return next((visit.id for visit in case.visits if visit.role == "primary"), "?")


def _reason(entry: Unbooked) -> str:
    if not entry.reasons:
        return PlanOnScreen.NO_REASON().shown
    return in_language(entry.reasons[0].params, entry.reasons[0].message)


def _plain(text: str) -> str:
    """Without control characters, which could move the cursor."""
    return "".join(character if character.isprintable() else "�" for character in text)
