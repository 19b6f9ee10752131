"""A PostgreSQL server of the tests' own: real, on a socket in a folder of its own, and one that can be killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

REQUIRED = os.environ.get("DAGPLAN_POSTGRES") == "required"
USER = "dagplan"
_START_SECONDS = 60
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "max_connections": "60",
    "shared_buffers": "16MB",
    "log_min_messages": "fatal",
}


def tools():
    """The folder of the server's programs, or None where there is no server."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted((one.parent for one in folders), key=lambda one: int(one.parent.name))
    return newest[-1] if newest else None


def server_or_skip():
    """A server that runs; where there is none the test is skipped, or fails where it is required."""
    if tools() is None:
        said = "no PostgreSQL here (Debian: apt-get install postgresql): nothing of it is tested"
        if REQUIRED:
            pytest.fail(said)
        pytest.skip(said)
    return Server()


class Server:
    """A server with a database of its own, which nobody else knows of."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="dagplan-pg-"))
        # It refuses to run as root: then as the user that Debian's package makes.
        self.user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.data = self.folder / "data"
        made = ["-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([tools() / "initdb", *made], check=True, stdout=subprocess.DEVNULL, **self._as_user())
        self.schemas = 0
        self.start()

    def _as_user(self):
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}

    def start(self):
        """Start it, and wait until it answers. From the main thread: it ends with the thread that has started it."""
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [tools() / "postgres", "-D", self.data, "-k", self.folder, *settings]
        if shutil.which("setpriv"):  # it ends with the tests, however those end
            command = ["setpriv", "--pdeathsig", "INT", *command]
        ends = time.monotonic() + _START_SECONDS
        while True:
            with (self.folder / "log").open("ab") as log:
                self.process = subprocess.Popen(command, stdout=log, stderr=log, **self._as_user())
            while self.process.poll() is None:
                try:
                    psycopg.connect(self.url()).close()
                except psycopg.OperationalError:
                    assert time.monotonic() < ends, (self.folder / "log").read_text()
                    time.sleep(0.05)
                else:
                    return
            # The processes of the one before that was killed are not gone yet.
            assert time.monotonic() < ends, (self.folder / "log").read_text()
            time.sleep(0.1)

    def url(self, schema=None):
        """Where it is reached, and where in it tables lie."""
        where = f"postgresql://{USER}@/postgres?host={self.folder}"
        return where if schema is None else f"{where}&options={quote(f'-csearch_path={schema}')}"

    def fresh(self):
        """Where nothing is yet."""
        self.schemas += 1
        name = f"s{self.schemas}"
        with psycopg.connect(self.url()) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return self.url(name)

    def kill(self):
        """End it as a power cut would: ``kill -9`` of the server and of all that it has started."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            found = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid IS NOT NULL").fetchall()
            for pid in (self.process.pid, *(row[0] for row in found)):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, statement):
        """The rows of a statement."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def close(self):
        """End it, with all that is in it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(_START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)
