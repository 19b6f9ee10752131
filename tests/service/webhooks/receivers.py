"""Servers on loopback that are told: a good one, and some that mean no good."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Told:
    """One request as it arrived."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers each connection as it is told to.

    Attributes
    ----------
    answer
        What is sent back: bytes, or a function that is given the connection when a whole request has been read.
    told
        What arrived, in order.
    """

    answer: object = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    told: list[Told] = field(default_factory=list)
    connections: int = 0
    tls: object = None
    family: int = socket.AF_INET
    port: int = 0

    @contextmanager
    def open(self):
        with socket.create_server(
            ("127.0.0.1" if self.family == socket.AF_INET else "::1", 0), family=self.family
        ) as to:
            self.port = to.getsockname()[1]
            thread = threading.Thread(target=self._serve, args=(to,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                to.shutdown(socket.SHUT_RDWR)
                thread.join(10)

    def _serve(self, listening):
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._attend, args=(connection,), daemon=True).start()

    def _attend(self, connection):
        connection.settimeout(10)
        try:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                self._read(connection)
                if callable(self.answer):
                    self.answer(connection)
                else:
                    connection.sendall(self.answer)
        except OSError:
            connection.close()

    def _read(self, connection):
        read = b""
        while b"\r\n\r\n" not in read:
            more = connection.recv(65536)
            if not more:
                return
            read += more
        head, _, body = read.partition(b"\r\n\r\n")
        line, *rest = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
        while len(body) < int(headers.get("content-length", "0")):
            body += connection.recv(65536)
        self.told.append(Told(line, headers, body))
