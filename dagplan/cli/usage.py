"""What is wrong with a call that the command line itself refuses, in the language of the run."""

from __future__ import annotations

from enum import Enum
from typing import Any

from dagplan.words import Said
from dagplan.words.catalogue import current_language
from dagplan.words.messages.command_line import UsageFaults


def usage_in_words(error: Any) -> str:
    """What Typer says, in English; or the same in the language of the run, where it is known by kind."""
    said = _said(error) if current_language() != "en" else None
    return said.shown if said is not None else str(error.format_message())


def _said(error: Any) -> Said | None:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return UsageFaults.NO_OPTION(option=error.option_name)
    if kind not in ("MissingParameter", "BadParameter") or error.param is None:
        return None
    what = error.param.get_error_hint()
    hint = what if isinstance(what, str) else " / ".join(what)
    choices = _choices(error.param)
    if kind == "BadParameter" and choices:
        return UsageFaults.CHOICE(what=hint, allowed=choices)
    return (UsageFaults.MISSING if kind == "MissingParameter" else UsageFaults.BAD_VALUE)(what=hint)


def _choices(param: Any) -> list[str]:
    """The words that an option takes, where it takes only some; none where this Typer doesn't tell."""
    annotation = getattr(getattr(param, "type_descriptor", None), "annotation", None)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(one.value) for one in annotation]
    of_older = getattr(getattr(param, "type", None), "choices", ())
    return [str(getattr(one, "value", one)) for one in of_older]
