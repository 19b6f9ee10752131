"""The tables of the service, the same in SQLite and in PostgreSQL."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from .board import BOARD_NAME_LENGTH
from .jobs import FORM_LENGTH, KEY_LENGTH, NAME_LENGTH, TAG_LENGTH

WRITES = "dagplan_writes"
"""Execution option of a connection: its transactions write, and wait for their turn before they read."""

metadata = MetaData()


class Word(TypeDecorator[str]):
    """A short text that may come from anywhere; what can't be kept in every kind of store is found in none."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Without what PostgreSQL has no text for: U+0000, and halves of characters."""
        if value is None or (value.isprintable() and value.isascii()):
            return value
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Word(32), nullable=False, unique=True),
    Column("tenant", Word(200), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("form", Word(FORM_LENGTH), nullable=False),
    Column("key", Word(KEY_LENGTH)),
    Column("digest", String(64), nullable=False),
    Column("tags", JSON, nullable=False),
    Column("parent", Word(32)),
    Column("hook", Text),
    Column("attempt", Integer, nullable=False, default=0),
    Column("lost", Integer, nullable=False, default=0),
    Column("worker", String(100)),
    Column("seen", Float),
    Column("stopping", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False, default=1),
    Column("created", Float, nullable=False),
    Column("begun", Float),
    Column("ended", Float),
    Column("until", Float),
    Column("progress", Text),
    UniqueConstraint("tenant", "key"),
    Index("jobs_by_state", "state", "number"),
    Index("jobs_by_tenant", "tenant", "number"),
    sqlite_autoincrement=True,  # the number of a job that was deleted is never another's
)
"""One row a job.

``digest`` is of what was ordered, ``lost`` how many workers were lost at it, ``worker`` who has begun it, ``seen``
when that was last heard of, ``until`` when its attempt is to be ended if it goes on.
"""

tags = Table(
    "tags",
    metadata,
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("tag", Word(TAG_LENGTH), primary_key=True),
    Index("jobs_by_tag", "tag", "job"),
)
"""The tags once more, to find jobs by."""

documents = Table(
    "documents",
    metadata,
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("name", Word(NAME_LENGTH), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""What is large, apart from what changes often, since a row is written whole: ``request``, ``plan``, ``problems``."""

boards = Table(
    "boards",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Word(32), nullable=False, unique=True),
    Column("tenant", Word(200), nullable=False),
    Column("name", Word(BOARD_NAME_LENGTH), nullable=False),
    Column("parent", Word(32)),
    Column("version", Integer, nullable=False, default=1),
    Column("stamp", String(32), nullable=False),
    Column("position", Integer, nullable=False, default=0),
    Column("steps", Integer, nullable=False, default=0),
    Column("created", Float, nullable=False),
    Column("changed", Float, nullable=False, index=True),
    Column("figures", Text, nullable=False),
    Column("job", Word(32)),
    Column("job_version", Integer),
    Index("boards_by_tenant", "tenant", "number"),
    sqlite_autoincrement=True,
)
"""One row a board.

``stamp`` is another after every write and can't be guessed: what is kept elsewhere of a board is known by it.
``position`` is how many of its ``steps`` count, those after it were taken back; ``job`` is the plan that was ordered
last, of the board as it was in ``job_version``.
"""

board_requests = Table(
    "board_requests",
    metadata,
    Column("board", Integer, ForeignKey("boards.number", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)
"""The request that a board began with (position 0), and as it stood after so many steps, lest all be made again."""

board_steps = Table(
    "board_steps",
    metadata,
    Column("board", Integer, ForeignKey("boards.number", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("many", Integer, nullable=False),
    Column("changes", LargeBinary, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("origin", Word(32)),
)
"""One row a step, from 1: its changes, how many they are, what is said of them, and the plan it was taken from."""

board_keys = Table(
    "board_keys",
    metadata,
    Column("board", Integer, ForeignKey("boards.number", ondelete="CASCADE"), primary_key=True),
    Column("tenant", Word(200), nullable=False),
    Column("key", Word(KEY_LENGTH), nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("tenant", "key"),
)
"""What whoever began a board calls that order, and ``digest`` of what was ordered: sent again, it is this board."""

board_writes = Table(
    "board_writes",
    metadata,
    Column("board", Integer, ForeignKey("boards.number", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("said", LargeBinary, nullable=False),
)
"""What the last versions of a board have changed, for whoever has not seen it."""

keys = Table(
    "keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("tenant", String(200), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("last_used", Float),
    Column("revoked", Float),
)
"""One row an API key; of its secret only ``digest``, so that nobody who reads the store can use it."""

signing_secrets = Table(
    "signing_secrets",
    metadata,
    Column("tenant", String(200), primary_key=True),
    Column("secret", String(100), nullable=False),
    Column("created", Float, nullable=False),
    Column("before", String(100)),
    Column("until", Float),
)
"""What a tenant's webhooks are signed with: as it is, since signing takes it. Until then also the one ``before``."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("tenant", String(200), nullable=False),
    Column("address", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created", Float, nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("due", Float, index=True),
    Column("ended", Float),
    Column("outcome", String(20)),
)
"""One row a webhook: to be sent when ``due``, which is None when it is over; ``outcome`` of the last try."""
