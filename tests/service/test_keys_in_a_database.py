"""``dagplan keys`` of a service that keeps everything in PostgreSQL."""

from __future__ import annotations

from dagplan.cli import main
from dagplan.service.store.keys import KeyTable
from dagplan.service.store.opening import open_store


def test_keys_of_a_database_are_kept_there(postgres, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("DAGPLAN_DATA", str(tmp_path / "data"))
    where = postgres.fresh()

    def keys(*arguments):
        assert main(["keys", *arguments, "--database", where]) == 0
        return capsys.readouterr().out.strip()

    secret = keys("make", "north")
    store = open_store(where)
    assert KeyTable(store).tenant_of(secret) == "north"
    assert secret.split("_")[1] in keys("list")
    assert keys("webhook-secret", "north").startswith("whsec_")
    keys("revoke", secret)
    assert KeyTable(store).tenant_of(secret) is None
    store.dispose()
    assert not (tmp_path / "data").exists()
