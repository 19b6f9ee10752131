"""The list to call from, on the screen: what a plan made anew changed, before the plan itself."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dagplan.models.difference import move_between
from dagplan.models.view import CallList, Change, groups_of
from dagplan.words.messages.call_words import CallWords

from .difference import booking_in_words, move_in_words

MOST_CALLS = 20
"""So many patients are listed of those to call, and half as many of each of the other groups; the rest is counted."""


def print_calls(calls: CallList, console: Console, *, show_all: bool = False) -> None:
    """Print whom to tell of what, whom first; nothing where nothing changed."""
    number = 0
    for said, group in groups_of(calls):
        most = MOST_CALLS if group is calls.calls else MOST_CALLS // 2
        _line(console, Text(f"{said.shown}:", style="bold"))
        shown = group if show_all else group[:most]
        for place, call in enumerate(shown, number + 1):
            _line(console, Text(f"{place}. {call.patient}", style="bold"), indent=1)
            for change in call.changes:
                _line(console, change_in_words(change), indent=4)
        number += len(group)
        if len(shown) < len(group):
            _line(console, CallWords.MORE(n=len(group) - len(shown)).shown, indent=1)
        _line(console, "")


def change_in_words(change: Change) -> str:
    """One change in a line: what moved from where to where, or is cancelled or new."""
    if change.before and change.after:
        return move_in_words(move_between(change.before, change.after))
    words = CallWords.LINE_NEW if change.after else CallWords.LINE_CANCELLED
    return booking_in_words(change.booking, words)


def _line(console: Console, text: str | Text, indent: int = 0) -> None:
    words = text if isinstance(text, Text) else Text(text)
    console.print(Padding(words, (0, 0, 0, indent), expand=False) if indent else words, overflow="fold")
