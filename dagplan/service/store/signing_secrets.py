"""What a tenant's webhooks are signed with: one secret, and for a day the one before it."""

from __future__ import annotations

import base64
import contextlib
import secrets
import time
from collections.abc import Callable

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from .repeating import repeated
from .schema import signing_secrets
from .transactions import reading, writing

PREFIX = "whsec_"
BOTH_SIGN_SECONDS = 24 * 3600.0
"""So long the secret before the last one signs too, so that whoever checks has time to change it."""
_BYTES = 32  # Standard Webhooks: 24 to 64


class SigningSecrets:
    """Secrets in a store, made when they are first asked for; from any thread, and from several processes at once.

    Parameters
    ----------
    store
        Where its table lies.
    now
        Tells the time, in seconds since 1970.
    """

    def __init__(self, store: Engine, *, now: Callable[[], float] = time.time) -> None:
        self._store, self._now = store, now

    @repeated
    def of(self, tenant: str) -> tuple[str, ...]:
        """The secrets that sign now, the newest first, as ``whsec_`` and base 64."""
        found = self._found(tenant)
        if not found:
            self._add(tenant)
            found = self._found(tenant)
        return found

    def renew(self, tenant: str) -> str:
        """Make another; the one before it signs for a day more."""
        now, made = self._now(), _made()
        news = {"secret": made, "created": now, "before": signing_secrets.c.secret, "until": now + BOTH_SIGN_SECONDS}
        with writing(self._store) as connection:
            of_tenant = update(signing_secrets).where(signing_secrets.c.tenant == tenant)
            renewed = connection.execute(of_tenant.values(**news)).rowcount > 0
        return made if renewed else self.of(tenant)[0]

    @repeated
    def both_until(self, tenant: str) -> float | None:
        """Until when the secret before the last one signs too, in seconds since 1970; None: it does not."""
        asked = select(signing_secrets.c.until).where(signing_secrets.c.tenant == tenant)
        with reading(self._store) as connection:
            until = connection.execute(asked).scalar_one_or_none()
        return until if until is not None and until > self._now() else None

    def _found(self, tenant: str) -> tuple[str, ...]:
        with reading(self._store) as connection:
            asked = select(signing_secrets).where(signing_secrets.c.tenant == tenant)
            row = connection.execute(asked).one_or_none()
        if row is None:
            return ()
        return (row.secret, row.before) if row.until is not None and row.until > self._now() else (row.secret,)

    def _add(self, tenant: str) -> None:
        values = {"tenant": tenant, "secret": _made(), "created": self._now()}
        # Where another has made one in between, that one holds.
        with contextlib.suppress(IntegrityError), writing(self._store) as connection:
            connection.execute(insert(signing_secrets).values(**values))


def _made() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()
