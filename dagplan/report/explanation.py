"""An explanation on the screen: where time is short, then each unbooked request with its reasons and fixes."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dagplan.models.explanation import Bottleneck, Explanation
from dagplan.words.messages.screen import ExplanationOnScreen, PlanOnScreen
from dagplan.words.registry import in_language

MOST_SPOTS = 8
"""So many bottlenecks are shown; the others are counted."""
MOST_REQUESTS = 20
MOST_FIXES = 2
"""So many fixes a request are shown."""
_MOST_LET_IN = 3
_NUMBERS = (
    ExplanationOnScreen.THERE,
    ExplanationOnScreen.BOOKED,
    ExplanationOnScreen.WAITING,
    ExplanationOnScreen.MISSING,
)
_HEADINGS = (ExplanationOnScreen.DATE, ExplanationOnScreen.COMPETENCE, *_NUMBERS, ExplanationOnScreen.AN_HOUR)
MANY = 5
"""With more unbooked requests than this the bottlenecks come first."""


def print_explanation(found: Explanation, console: Console, *, show_all: bool = False) -> None:
    """Print an explanation for a planner.

    Parameters
    ----------
    found
        The explanation.
    console
        Where to print.
    show_all
        Everything, however many.
    """
    if not found.unbooked:
        console.print(ExplanationOnScreen.ALL_BOOKED().shown)
        return
    count = len(found.unbooked)
    console.print(Text(PlanOnScreen.NOT_BOOKED(n=count).shown, style="bold"))
    if found.bottlenecks and (count > MANY or show_all):
        _bottlenecks(found.bottlenecks, console, show_all)
    shown = found.unbooked if show_all else found.unbooked[:MOST_REQUESTS]
    for entry in shown:
        console.print("")
        for reason in entry.reasons:
            sure = ExplanationOnScreen.PROVEN if reason.proof == "proven" else ExplanationOnScreen.NOT_FOUND_IN_TIME
            _line(console, sure(reason=_plain(in_language(reason.params, reason.message))).shown, 0)
        fixes = entry.fixes if show_all else entry.fixes[:MOST_FIXES]
        for fix in fixes:
            _line(
                console, ExplanationOnScreen.WOULD_LET_IN(fix=_plain(in_language(fix.params, fix.message))).shown, 2
            )
        if len(fixes) < len(entry.fixes):
            _line(console, PlanOnScreen.MORE(n=len(entry.fixes) - len(fixes)).shown, 2)
        if not entry.fixes and entry.reasons[-1].code != "no_fix_exists":
            _line(console, ExplanationOnScreen.NOTHING_FOUND().shown, 2)
    if len(shown) < count:
        console.print(ExplanationOnScreen.MORE_REQUESTS(n=count - len(shown)).shown)


def _bottlenecks(spots: tuple[Bottleneck, ...], console: Console, show_all: bool) -> None:
    console.print(ExplanationOnScreen.TIME_IS_SHORT().shown)
    table = Table.grid(padding=(0, 2, 0, 0))
    for heading in _HEADINGS:
        table.add_column(justify="right" if heading in _NUMBERS else "left")
    table.add_row(*[heading().shown for heading in _HEADINGS])
    one_unit = len({one.unit for one in spots}) == 1
    shown = spots if show_all else spots[:MOST_SPOTS]
    for one in shown:
        brings = ""
        if one.practitioner is not None and one.hour_lets_in:
            named, more = one.hour_lets_in[:_MOST_LET_IN], len(one.hour_lets_in) - _MOST_LET_IN
            brings = ExplanationOnScreen.LETS_IN(practitioner=one.practitioner, requests=named).shown
            if more > 0:
                brings = ExplanationOnScreen.LETS_IN_MORE(practitioner=one.practitioner, requests=named, n=more).shown
        elif one.practitioner is not None:
            brings = ExplanationOnScreen.LETS_NOBODY_IN().shown
        numbers = (str(n) for n in (one.available, one.booked, one.waiting, one.missing))
        at = ExplanationOnScreen.COMPETENCE_AT(competence=one.competence, unit=one.unit)
        where = one.competence if one_unit else at.shown
        table.add_row(f"{one.date}", _plain(where), *numbers, _plain(brings))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))
    if len(shown) < len(spots):
        console.print(f"  {PlanOnScreen.MORE(n=len(spots) - len(shown)).shown}")


def _line(console: Console, text: str, indent: int) -> None:
    console.print(Padding(Text(text), (0, 0, 0, indent), expand=False), overflow="fold")


def _plain(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)
