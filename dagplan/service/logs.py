"""The log, on standard error: who asked what, when, and how it went; never anything of what was sent.

In a terminal a short line for a person, elsewhere a line of JSON for a program. Of an exception its type and where it
was raised are told, not its words, which may hold what was sent; of what other packages say the first line only.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
import warnings
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

LogForm = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning"]

_HERE = Path(__file__).parent.parent.parent
_FRAMES = 6
"""So many of the innermost calls are told of an exception."""

log = logging.getLogger(__name__)


def log_to_stderr(form: LogForm | None, level: LogLevel) -> None:
    """Write the log of this process to standard error.

    Parameters
    ----------
    form
        Left out: ``text`` in a terminal, ``json`` elsewhere.
    level
        The least that is told of; ``warning`` leaves out the requests that were answered.
    """
    handler = logging.StreamHandler(sys.stderr)
    as_text = sys.stderr.isatty() if form is None else form == "text"
    handler.setFormatter(AsText() if as_text else AsJson())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # other packages: below this they may tell of values
    logging.getLogger("dagplan").setLevel(level.upper())
    threading.excepthook = _tell_of_thread
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # they may quote values, and whoever runs a service can't mend them


class AsJson(logging.Formatter):
    """A line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as a line."""
        entry: dict[str, Any] = {"at": _moment(record), "level": record.levelname.lower()}
        fields = getattr(record, "fields", None)
        entry |= {"message": _said(record), "from": record.name} if fields is None else fields
        return json.dumps(entry | _raised(record), ensure_ascii=False)


class AsText(logging.Formatter):
    """A short line for each record, by the clock of the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as a line."""
        clock = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        fields = getattr(record, "fields", None)
        if fields is None:
            said = _said(record)
            if record.levelno >= logging.WARNING:
                said = f"{record.levelname.lower()}: {said}"
        else:
            told = [fields["method"], fields["route"], fields["status"], f"{fields['ms']:.0f} ms", fields.get("job")]
            who = fields.get("tenant")
            said = " ".join(str(one) for one in told if one is not None) + (f" ({who})" if who else "")
        raised = _raised(record)
        where = "".join(f"\n         {one}" for one in raised.get("raised", ()))
        return f"{clock} {said}{': ' + raised['error'] if raised else ''}{where}"


def _said(record: logging.LogRecord) -> str:
    message = record.getMessage()
    return message if record.name.startswith("dagplan") else message.partition("\n")[0]


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _raised(record: logging.LogRecord) -> dict[str, Any]:
    """The type of an exception, and where it was raised."""
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, frames = record.exc_info
    return {"error": kind.__name__, "raised": _places(frames)}


def _places(frames: TracebackType | None) -> list[str]:
    found = traceback.extract_tb(frames)[-_FRAMES:]
    return [f"{_short(one.filename)}:{one.lineno} in {one.name}" for one in found]


def _short(path: str) -> str:
    """A file of ours from the top of the package on, another by its last two names."""
    file = Path(path)
    return file.relative_to(_HERE).as_posix() if file.is_relative_to(_HERE) else "/".join(file.parts[-2:])


def _tell_of_thread(hooked: threading.ExceptHookArgs) -> None:
    if hooked.exc_value is not None and hooked.exc_type is not SystemExit:
        told = (hooked.exc_type, hooked.exc_value, hooked.exc_traceback)
        log.error("a thread has ended that should not", exc_info=told)
