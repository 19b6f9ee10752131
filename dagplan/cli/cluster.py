"""Work on a cluster: the executor of a Dask scheduler, for the commands that take ``--cluster``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagplan.words.messages.command_line import CommandFaults

if TYPE_CHECKING:
    from concurrent.futures import Executor

ClusterOption = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler, as tcp://host:8786."),
]


@contextmanager
def cluster_executor(address: str | None) -> Iterator[Executor | None]:
    """The executor of a Dask cluster, or None for processes of this machine."""
    if address is None:
        yield None
        return
    from dagplan.models import InputError, Problem

    try:
        from distributed import Client
    except ImportError as error:
        raise InputError([Problem.of("--cluster", CommandFaults.NO_DASK(), "no_cluster")]) from error
    try:
        connect: Any = Client
        client = connect(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError([Problem.of("--cluster", CommandFaults.NO_SCHEDULER(), "no_cluster")]) from error
    with client:
        if not client.nthreads():
            raise InputError([Problem.of("--cluster", CommandFaults.NO_WORKERS(), "no_cluster")])
        yield client.get_executor(pure=False)
