"""The service as a whole: one process that answers, and those that it starts."""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack

import uvicorn
from filelock import FileLock, Timeout

from dagplan.models import InputError, Problem
from dagplan.words.messages.service import Serving

from .connections import timed
from .http.app import make_app
from .settings import Settings, is_loopback
from .store.keys import KeyTable
from .store.schema import sqlite_store

_CONNECTIONS_SECONDS = 5
"""What open connections have when the service is told to end; jobs have their own grace after that."""

OnReady = Callable[[str], object]
"""Called with the address where the service answers."""


def serve(settings: Settings, *, on_ready: OnReady = lambda _: None, to_end: threading.Event | None = None) -> None:
    """Answer until told to end.

    Parameters
    ----------
    settings
        Where it listens, what it keeps, and every limit.
    on_ready
        Hears where it answers, once it does.
    to_end
        Set: it is to end. In the main thread it hears SIGTERM and Ctrl-C itself.

    Raises
    ------
    InputError
        If it can't listen there, or another works on the same folder.
    """
    if not is_loopback(settings.host) and not _has_keys(settings):
        raise InputError([Problem.of("--host", Serving.NEEDS_A_KEY())])
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(settings.data / "serving.lock", timeout=0)
    with ExitStack() as held:
        try:
            held.enter_context(lock)
        except Timeout:
            raise InputError([Problem.of("--data", Serving.IN_USE())]) from None
        sock = held.enter_context(_listening(settings))
        _log_to_stderr()
        config = uvicorn.Config(
            make_app(settings),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
            http=timed(settings.head_seconds, settings.read_seconds),
            ws="none",
            limit_concurrency=settings.most_connections,
            timeout_graceful_shutdown=_CONNECTIONS_SECONDS,
        )
        _Server(config, on_ready, to_end or threading.Event()).run(sockets=[sock])


class _Server(uvicorn.Server):
    """Tells when it answers, and ends when told to."""

    def __init__(self, config: uvicorn.Config, on_ready: OnReady, to_end: threading.Event) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._to_end = to_end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            self._on_ready(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")

    async def on_tick(self, counter: int) -> bool:
        """Look ten times a second whether it is to end."""
        if self._to_end.is_set():
            self.handle_exit(signal.SIGTERM, None)  # as if it had come here: open streams hear of it too
        return await super().on_tick(counter)


def _listening(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say.

    Raises
    ------
    InputError
        If that can't be.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return socket.create_server(found[0][4][:2], family=found[0][0], backlog=2048)
    except OSError as error:
        why = Serving.CANT_LISTEN(why=error.strerror or type(error).__name__)
        raise InputError([Problem.of(f"{settings.host}:{settings.port}", why)]) from error


def _has_keys(settings: Settings) -> bool:
    if not settings.store.exists():
        return False
    store = sqlite_store(settings.store)
    try:
        return KeyTable(store).any_holds()
    finally:
        store.dispose()


class _AsJson(logging.Formatter):
    """A line of JSON for each record; those of the access log are JSON already."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as a line."""
        if record.name == "dagplan.access":
            return record.getMessage()
        entry = {"at": self.formatTime(record), "level": record.levelname, "from": record.name}
        told = {**entry, "message": record.getMessage()}
        if record.exc_info and record.exc_info[0] is not None:
            # Its words may hold what was sent; where it was raised does not.
            told["error"] = record.exc_info[0].__name__
        return json.dumps(told, ensure_ascii=False)


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_AsJson())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("dagplan.access", "dagplan.service", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.INFO)
