"""API keys: who may ask, and for which tenant.

A secret is shown once, when the key is made. The store has its digest: whoever reads the store, or a copy of it,
can't ask in anybody's name.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
import string
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Row, func, insert, or_, select, update
from sqlalchemy.exc import OperationalError

from .repeating import repeated
from .schema import keys
from .transactions import reading, writing

log = logging.getLogger(__name__)

PREFIX = "dagplan"
_ID_LETTERS = string.ascii_lowercase + string.digits
_SECRET_LETTERS = string.ascii_letters + string.digits
_ID_LENGTH, _SECRET_LENGTH = 12, 43  # 62 bits, which only tell keys apart, and 256, which can't be guessed
_SHAPE = re.compile(rf"{PREFIX}_([a-z0-9]{{{_ID_LENGTH}}})_[A-Za-z0-9]{{{_SECRET_LENGTH}}}")
"""What secrets look like, for people and for programs that look for secrets where none should stand."""
_USED_ANEW_SECONDS = 60.0


@dataclass(frozen=True)
class Key:
    """An API key, without its secret.

    Attributes
    ----------
    id
        Names it, and is no secret.
    tenant
        In whose name it asks.
    name
        What it is for, in its maker's words; may be empty.
    created, last_used, revoked
        Seconds since 1970, UTC; None: never. ``last_used`` to the minute.
    """

    id: str
    tenant: str
    name: str
    created: float
    last_used: float | None
    revoked: float | None


_SHOWN = [keys.c[name] for name in Key.__dataclass_fields__]


class KeyTable:
    """API keys in a store; from any thread, and from several processes at once.

    Parameters
    ----------
    store
        Where its table lies.
    now
        Tells the time, in seconds since 1970.
    """

    def __init__(self, store: Engine, *, now: Callable[[], float] = time.time) -> None:
        self._store, self._now = store, now
        self._any_made = False

    def make(self, tenant: str, name: str = "") -> tuple[Key, str]:
        """Make a key; with it its secret, which can't be had again."""
        key_id = _random(_ID_LETTERS, _ID_LENGTH)
        secret = f"{PREFIX}_{key_id}_{_random(_SECRET_LETTERS, _SECRET_LENGTH)}"
        values = {"id": key_id, "tenant": tenant, "name": name, "digest": _digest(secret), "created": self._now()}
        with writing(self._store) as connection:
            row = connection.execute(insert(keys).values(**values).returning(*_SHOWN)).one()
        return _key(row), secret

    @repeated
    def key_of(self, secret: str) -> Key | None:
        """The key that a secret is of; None where it is none, or is revoked.

        Nothing is remembered between calls: a key that is revoked is refused from the next call on, everywhere.
        """
        shape = _SHAPE.fullmatch(secret)
        if shape is None:
            return None
        with reading(self._store) as connection:
            row = connection.execute(select(*_SHOWN, keys.c.digest).where(keys.c.id == shape[1])).one_or_none()
        # In a time that tells nothing of how much was right; whether there is a key of this id is no secret.
        if row is None or not hmac.compare_digest(row.digest, _digest(secret)) or row.revoked is not None:
            return None
        self._note_use(row)
        return _key(row)

    def tenant_of(self, secret: str) -> str | None:
        """In whose name a secret asks; None where it is of no key, or of one that is revoked."""
        key = self.key_of(secret)
        return None if key is None else key.tenant

    @repeated
    def all(self) -> list[Key]:
        """Every key, revoked ones too, by tenant and in the order in which they were made."""
        asked = select(*_SHOWN).order_by(keys.c.tenant, keys.c.created, keys.c.id)
        with reading(self._store) as connection:
            return [_key(row) for row in connection.execute(asked)]

    @repeated
    def any_made(self) -> bool:
        """Whether there is a key, or was one that is revoked: keys stay in the list for ever."""
        if not self._any_made:
            with reading(self._store) as connection:
                self._any_made = connection.execute(select(keys.c.id).limit(1)).scalar_one_or_none() is not None
        return self._any_made

    @repeated
    def any_holds(self) -> bool:
        """Whether there is a key that is not revoked."""
        asked = select(func.count()).select_from(keys).where(keys.c.revoked.is_(None))
        with reading(self._store) as connection:
            many: int = connection.execute(asked).scalar_one()
        return many > 0

    @repeated
    def revoke(self, key_id: str) -> Key | None:
        """Let a key hold no more, from now on; None where there is none. One that was revoked stays as it is."""
        which = keys.c.id == key_id
        with writing(self._store) as connection:
            connection.execute(update(keys).where(which, keys.c.revoked.is_(None)).values(revoked=self._now()))
            row = connection.execute(select(*_SHOWN).where(which)).one_or_none()
        return None if row is None else _key(row)

    def _note_use(self, row: Row[*tuple[Any, ...]]) -> None:
        """Write when a key was used, once a minute: to know which are in use, not who did what when."""
        now = self._now()
        before = now - _USED_ANEW_SECONDS
        if row.last_used is not None and row.last_used > before:
            return
        which = (keys.c.id == row.id, or_(keys.c.last_used.is_(None), keys.c.last_used <= before))
        try:
            with writing(self._store) as connection:
                connection.execute(update(keys).where(*which).values(last_used=now // 60 * 60))
        except OperationalError:  # the store is busy or full: who may ask does not depend on this
            log.warning("when key %s was used can't be written", row.id)


def _random(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _ in range(length))


def _digest(secret: str) -> str:
    """A plain SHA-256, with no salt and no slow hash.

    Those protect words that people choose, which can be tried one after another. A secret of 256 random bits can't be
    found so, however quick the hash; a slow one would only cost us time at every call.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: Row[*tuple[Any, ...]]) -> Key:
    return Key(**{name: getattr(row, name) for name in Key.__dataclass_fields__})
