"""The service as a whole: one process that answers, and those that it starts."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout
from starlette.types import ASGIApp

from dagplan.files.places import shown_path, system_error
from dagplan.models import InputError, Problem
from dagplan.words import Said
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.service import Serving

from .connections import timed
from .http.app import make_app
from .logs import log_to_stderr
from .settings import Settings, is_loopback
from .store.keys import KeyTable
from .store.opening import open_store

_CONNECTIONS_SECONDS = 5
"""What open connections have when the service is told to end; jobs have their own grace after that."""

OnReady = Callable[[str], object]
"""Called with the address where the service answers."""


Application = Callable[[Settings], ASGIApp]
"""Makes what answers, for some settings."""


def serve(
    settings: Settings,
    application: Application = make_app,
    *,
    on_ready: OnReady = lambda _: None,
    to_end: threading.Event | None = None,
) -> None:
    """Answer until told to end.

    Parameters
    ----------
    settings
        Where it listens, what it keeps, and every limit.
    application
        What answers: the service, or that and more.
    on_ready
        Hears where it answers, once it does.
    to_end
        Set: it is to end. In the main thread it hears SIGTERM and Ctrl-C itself.

    Raises
    ------
    InputError
        If it can't listen there, if its folder or store can't be used, or another works on the same folder.
    """
    if not is_loopback(settings.host) and not _has_keys(settings):
        raise InputError([Problem.of("--host", Serving.NEEDS_A_KEY())])
    with ExitStack() as held:
        held.enter_context(_alone_in(settings.data))
        # Here, where what is wrong with it can be told; the application opens it for itself.
        open_store(settings.database or settings.store).dispose()
        sock = held.enter_context(_listening(settings))
        log_to_stderr(settings.log, settings.log_level)
        config = uvicorn.Config(
            application(settings),
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
        server = _Server(config, on_ready, to_end or threading.Event())
        server.run(sockets=[sock])
        if not server.started:  # the log says why
            raise InputError([Problem.of("serve", Serving.NOT_STARTED())])


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


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Within this block no other service works on a folder, which is made if it is not there.

    Raises
    ------
    InputError
        If another does, or it can't be written.
    """
    lock = FileLock(folder / "serving.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout:
        raise InputError([Problem.of("--data", Serving.IN_USE())]) from None
    except OSError as error:
        said = FileFaults.CANT_BE_WRITTEN(why=system_error(error))
        raise InputError([Problem.of(shown_path(folder), said)]) from error
    try:
        yield
    finally:
        lock.release()


def _listening(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say.

    Raises
    ------
    InputError
        If that can't be.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        listening = socket.create_server(found[0][4][:2], family=found[0][0], backlog=2048)
    except OSError as error:
        raise InputError([Problem.of(f"{settings.host}:{settings.port}", _why_not(error))]) from error
    # Its connections inherit it. asyncio sets it only where a socket names its protocol, which this one does not: the
    # body of each answer would wait for 40 ms, until its head has been acknowledged.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _why_not(error: OSError) -> Said:
    if error.errno == errno.EADDRINUSE:
        return Serving.TAKEN()
    if error.errno is None or isinstance(error, socket.gaierror):
        return Serving.CANT_LISTEN(why=error.strerror or type(error).__name__)
    return Serving.CANT_LISTEN(why=os.strerror(error.errno))  # Python's own words go on with the address


def _has_keys(settings: Settings) -> bool:
    if settings.database is None and not settings.store.exists():
        return False
    store = open_store(settings.database or settings.store)
    try:
        return KeyTable(store).any_holds()
    finally:
        store.dispose()
