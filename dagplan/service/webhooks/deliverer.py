"""Takes the webhooks that wait, sends them, and says when to try again."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from dagplan.service.store.deliveries import Delivery, DeliveryTable
from dagplan.service.store.signing_secrets import SigningSecrets
from dagplan.version import __version__

from .sending import GONE, TOLD, Sender, Sent
from .signing import signed

log = logging.getLogger(__name__)

PAUSES: tuple[float, ...] = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before each further try, as Standard Webhooks advises: ten tries in three days and four hours."""
_JITTER = 0.2
"""A pause is longer by up to this share of it, so that those that failed together don't come back together."""
_LONGEST_ASKED_SECONDS = 86_400.0
_LEASE_SECONDS = 120.0
"""Whoever has not said by then how a try went has died. A try takes ``Sender.seconds`` and the look-up of a name."""


class Deliverer:
    """Sends what waits, some at once, beside whatever else this process does.

    Several may run at once, in one process or on several machines: each webhook is taken by one.

    Parameters
    ----------
    store
        Where the webhooks wait.
    sender
        Sends one.
    pauses
        Seconds before each further try; after so many more it is given up.
    at_once
        So many are sent at once.
    each
        So many of one tenant: one whose receiver is slow holds up nobody else.
    look_seconds
        So often the store is asked.
    now
        Tells the time, in seconds since 1970, instead of the clock that counts.
    drawn
        A number from 0 to 1, another at each call.

    Attributes
    ----------
    waiting
        The webhooks.
    """

    def __init__(
        self,
        store: Engine,
        sender: Sender,
        *,
        pauses: Sequence[float] = PAUSES,
        at_once: int = 4,
        each: int = 2,
        look_seconds: float = 1.0,
        now: Callable[[], float] | None = None,
        drawn: Callable[[], float] = random.random,
    ) -> None:
        self._now = now or time.time
        self.waiting, self._secrets = DeliveryTable(store, now=now), SigningSecrets(store, now=self._now)
        self._sender, self._pauses, self._each, self._look_seconds = sender, pauses, each, look_seconds
        self._drawn = drawn
        self._at_once, self._free = at_once, threading.Semaphore(at_once)
        self._sending: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._news, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="dagplan-webhooks", daemon=True)

    def start(self) -> None:
        """Begin to send what waits."""
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> bool:
        """Begin nothing more, and wait for what is being sent, so long at most; whether all of it has been.

        What has not is sent again, by whoever runs then.
        """
        ends = time.monotonic() + seconds
        self._ended.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(seconds)
        return all(self._free.acquire(timeout=max(0.0, ends - time.monotonic())) for _ in range(self._at_once))

    def run_once(self) -> int:
        """Send what is due now, one after another, in this thread; how many those were."""
        sent = 0
        while (delivery := self.waiting.take(seconds=_LEASE_SECONDS)) is not None:
            self._deliver(delivery)
            sent += 1
        return sent

    def _run(self) -> None:
        while not self._ended.is_set():
            self._news.clear()
            try:
                begun = self._begin_one()
            except Exception:  # a store that can't be asked now can be asked again
                log.exception("webhooks can't be looked for")
                begun = False
            if not begun:
                self._news.wait(self._look_seconds)

    def _begin_one(self) -> bool:
        """Begin to send one; whether there was one, and room for it."""
        if not self._free.acquire(blocking=False):
            return False
        delivery = None
        try:
            with self._lock:
                full = [tenant for tenant, many in self._sending.items() if many >= self._each]
            delivery = self.waiting.take(seconds=_LEASE_SECONDS, passing_over=full)
        finally:
            if delivery is None:
                self._free.release()
        if delivery is None:
            return False
        with self._lock:
            self._sending[delivery.tenant] += 1
        # A daemon: one that is kept by its receiver keeps nobody from ending.
        threading.Thread(target=self._deliver_beside, args=(delivery,), name="dagplan-webhook", daemon=True).start()
        return True

    def _deliver_beside(self, delivery: Delivery) -> None:
        try:
            self._deliver(delivery)
        except Exception:  # it is due again when its time is over
            log.exception("webhook %s", delivery.id)
        finally:
            with self._lock:
                self._sending[delivery.tenant] -= 1
            self._free.release()
            self._news.set()

    def _deliver(self, delivery: Delivery) -> None:
        signature = signed(delivery.id, delivery.body, self._secrets.of(delivery.tenant), self._now())
        headers = {"content-type": "application/json", "user-agent": f"dagplan/{__version__}", **signature}
        sent = self._sender.send(delivery.address, headers, delivery.body)
        again = self._pause(delivery, sent)
        self.waiting.settle(delivery, sent.outcome, again=again)
        if sent.outcome == GONE:
            self.waiting.give_up(delivery.tenant, delivery.address, GONE)
        level = logging.INFO if sent.outcome == TOLD else logging.WARNING
        then = "over" if again is None else f"again in {again:.0f} s"
        # Never the address, which may hold a password of its receiver.
        log.log(level, "webhook %s, try %d: %s, %s", delivery.id, delivery.tries, sent.outcome, then)

    def _pause(self, delivery: Delivery, sent: Sent) -> float | None:
        """Seconds until the next try; None where there is none."""
        if sent.outcome in {TOLD, GONE} or delivery.tries > len(self._pauses):
            return None
        pause = self._pauses[delivery.tries - 1] * (1 + _JITTER * self._drawn())
        return max(pause, min(sent.pause, _LONGEST_ASKED_SECONDS))
