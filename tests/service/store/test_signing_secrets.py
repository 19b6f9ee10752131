"""What webhooks are signed with."""

from __future__ import annotations

import base64
import threading

from dagplan.service.store.opening import open_store
from dagplan.service.store.signing_secrets import SigningSecrets


def test_a_tenant_has_a_secret_of_its_own_which_stays(where):
    store = open_store(where)
    table = SigningSecrets(store)
    (north,) = table.of("north")
    assert table.of("south") != (north,)
    assert table.of("north") == (north,)
    assert north.startswith("whsec_")
    assert len(base64.b64decode(north.removeprefix("whsec_"), validate=True)) == 32
    store.dispose()


def test_the_one_before_signs_for_a_day_more(where):
    now = [1000.0]
    store = open_store(where)
    table = SigningSecrets(store, now=lambda: now[0])
    (first,) = table.of("north")
    second = table.renew("north")
    assert table.of("north") == (second, first)
    now[0] += 86_399
    assert table.of("north") == (second, first)
    now[0] += 1
    assert table.of("north") == (second,)
    third = table.renew("north")
    fourth = table.renew("north")
    assert table.of("north") == (fourth, third)
    assert len({first, second, third, fourth}) == 4
    store.dispose()


def test_the_first_may_be_asked_for_as_a_new_one(where):
    store = open_store(where)
    table = SigningSecrets(store)
    assert (table.renew("north"),) == table.of("north")
    store.dispose()


def test_all_who_ask_first_at_once_get_the_same(where):
    store = open_store(where)
    table = SigningSecrets(store)
    together, found = threading.Barrier(8), []

    def ask():
        together.wait(10)
        found.append(table.of("north"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 8
    assert len(set(found)) == 1
    store.dispose()
