"""All commands, and what becomes of an error in any of them."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from dagplan.models import InputError
from dagplan.models.faults import OutputError, fault_in_words
from dagplan.models.privacy import looks_like_identity_number
from dagplan.words import language_of_machine
from dagplan.words.messages.command_line import CommandFaults

from . import (
    backup,
    check,
    clock,
    diff,
    explain,
    generate,
    keys,
    plan,
    report,
    schema,
    serve,
    simulate,
    suggest,
    template,
    whatif,
    worker,
)
from .app import INTERNAL_ERROR, INTERRUPTED, INVALID, OK, UNWRITTEN, speak
from .help import command_line
from .terminal import complain, silence_output, tell
from .usage import usage_in_words

__all__ = [
    "backup",
    "check",
    "diff",
    "explain",
    "generate",
    "keys",
    "plan",
    "report",
    "run",
    "schema",
    "serve",
    "simulate",
    "suggest",
    "template",
    "whatif",
    "worker",
]

_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is returned. See ``cli.main``."""
    clock.begin(with_process=arguments is None)
    speak(language_of_machine())
    command = command_line(language_of_machine())
    try:
        status = command(args=None if arguments is None else list(arguments), standalone_mode=False)
    except OutputError as error:
        tell(error.told)
        return UNWRITTEN
    except InputError as error:
        tell(error.told)
    except _UsageError as error:
        complain(f"dagplan: {_without_identity_number(usage_in_words(error))}")
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SystemExit:  # typer's word for a reader of its help who has gone away
        silence_output()
        return OK
    except OSError as error:
        complain(f"dagplan: {error.strerror or type(error).__name__}")
    except MemoryError:
        complain(f"dagplan: {CommandFaults.NO_MEMORY().shown}")
    except Exception as error:
        complain(f"dagplan: {fault_in_words(error)}")
        return INTERNAL_ERROR
    else:
        return status if isinstance(status, int) else OK
    return INVALID


def _without_identity_number(message: str) -> str:
    return CommandFaults.HIDDEN().shown if looks_like_identity_number(message) else message
