"""An explanation on the screen: where time is short, then each unbooked request with its reasons and fixes."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dagplan.models.explanation import Bottleneck, Explanation

MOST_SPOTS = 8
"""So many bottlenecks are shown; the others are counted."""
MOST_REQUESTS = 20
MOST_FIXES = 2
"""So many fixes a request are shown."""
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
        console.print("Every request is booked.")
        return
    count = len(found.unbooked)
    console.print(Text(f"Not booked: {count} request{'s' if count > 1 else ''}", style="bold"))
    if found.bottlenecks and (count > MANY or show_all):
        _bottlenecks(found.bottlenecks, console, show_all)
    shown = found.unbooked if show_all else found.unbooked[:MOST_REQUESTS]
    for entry in shown:
        console.print("")
        for reason in entry.reasons:
            sure = "proven" if reason.proof == "proven" else "not found in time"
            _line(console, f"{_plain(reason.message)} [{sure}]", 0)
        fixes = entry.fixes if show_all else entry.fixes[:MOST_FIXES]
        for fix in fixes:
            _line(console, f"would let it in: {_plain(fix.message)}", 2)
        if len(fixes) < len(entry.fixes):
            _line(console, f"… and {len(entry.fixes) - len(fixes)} more", 2)
        if not entry.fixes and entry.reasons[-1].code != "no_fix_exists":
            _line(console, "nothing was found that would let it in", 2)
    if len(shown) < count:
        console.print(f"… and {count - len(shown)} more; --show all lists them, --out writes them.")


def _bottlenecks(spots: tuple[Bottleneck, ...], console: Console, show_all: bool) -> None:
    console.print("Where time is short (minutes; a visit that could be on several dates counts on each):")
    table = Table.grid(padding=(0, 2, 0, 0))
    for name in ("date", "unit", "competence", "there", "booked", "waiting", "missing", "an hour more would bring"):
        table.add_column(justify="right" if name in ("there", "booked", "waiting", "missing") else "left")
    table.add_row("date", "unit", "competence", "there", "booked", "waiting", "missing", "an hour more would bring")
    shown = spots if show_all else spots[:MOST_SPOTS]
    for one in shown:
        brings = ""
        if one.practitioner is not None and one.hour_lets_in:
            brings = f"of {one.practitioner}: {', '.join(one.hour_lets_in[:3])}"
            brings += f" and {len(one.hour_lets_in) - 3} more" if len(one.hour_lets_in) > 3 else ""
        elif one.practitioner is not None:
            brings = "nobody by itself"
        numbers = (str(n) for n in (one.available, one.booked, one.waiting, one.missing))
        table.add_row(f"{one.date}", _plain(one.unit), _plain(one.competence), *numbers, _plain(brings))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))
    if len(shown) < len(spots):
        console.print(f"  … and {len(spots) - len(shown)} more")


def _line(console: Console, text: str, indent: int) -> None:
    console.print(Padding(Text(text), (0, 0, 0, indent), expand=False), overflow="fold")


def _plain(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)
