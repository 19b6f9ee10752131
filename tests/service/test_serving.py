"""Where the service listens."""

from __future__ import annotations

import socket

from dagplan.service.serving import _listening
from dagplan.service.settings import Settings


def test_no_connection_waits_for_more_to_send(tmp_path):
    """The body of an answer would wait until its head is acknowledged, which takes 40 ms."""
    with (
        _listening(Settings(data=tmp_path, port=0)) as listening,
        socket.create_connection(listening.getsockname()[:2]),
    ):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
