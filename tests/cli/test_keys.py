"""``dagplan keys``: keys made, listed and revoked, and what webhooks are signed with."""

from __future__ import annotations

import base64
import re

import pytest

from dagplan.cli import main
from dagplan.service.store.keys import KeyTable
from dagplan.service.store.sqlite import sqlite_store

SECRET = r"dagplan_([a-z0-9]{12})_[A-Za-z0-9]{43}\n"


@pytest.fixture
def keys(tmp_path, monkeypatch, capsys):
    """Calls ``dagplan keys``, and gives the status, standard output and standard error."""
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("DAGPLAN_DATA", str(tmp_path / "of the environment"))

    def call(*arguments, data=tmp_path / "data"):
        where = [] if data is None else ["--data", str(data)]
        status = main(["keys", *arguments, *where])
        return (status, *capsys.readouterr())

    return call


def tenant_of(folder, secret):
    store = sqlite_store(folder / "dagplan.sqlite")
    try:
        return KeyTable(store).tenant_of(secret)
    finally:
        store.dispose()


def test_only_the_secret_is_on_standard_output(keys, tmp_path):
    status, out, err = keys("make", "north", "--name", "the board")
    made = re.fullmatch(SECRET, out)
    assert status == 0
    assert err == f"Key {made[1]} of north is made. Its secret is shown this once: put it where you keep passwords.\n"
    assert tenant_of(tmp_path / "data", out.strip()) == "north"


def test_the_folder_of_the_environment_is_used_where_none_is_named(keys, tmp_path):
    _, out, _ = keys("make", "läk-1", data=None)
    assert tenant_of(tmp_path / "of the environment", out.strip()) == "läk-1"


def test_keys_are_listed_without_their_secrets(keys):
    _, first, _ = keys("make", "south")
    _, second, _ = keys("make", "north", "--name", "the board")
    keys("revoke", first.split("_")[1])
    status, out, err = keys("list")
    assert (status, err) == (0, "")
    heads, one, two = out.splitlines()
    assert re.split(r" {2,}", heads) == ["id", "tenant", "name", "made", "last used", "revoked"]
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.fullmatch(rf"{second.split('_')[1]}  north   the board  {moment}", one)
    assert re.fullmatch(rf"{first.split('_')[1]}  south              {moment}             {moment}", two)
    for secret in (first, second):
        assert secret.split("_")[2].strip() not in out


def test_a_key_is_revoked_by_its_id_or_by_the_whole_secret_that_was_found_somewhere(keys, tmp_path):
    made = [keys("make", "north")[1].strip() for _ in range(2)]
    ids = [one.split("_")[1] for one in made]
    assert keys("revoke", ids[0]) == (0, "", f"Key {ids[0]} of north is revoked.\n")
    assert keys("revoke", made[1]) == (0, "", f"Key {ids[1]} of north is revoked.\n")
    assert [tenant_of(tmp_path / "data", one) for one in made] == [None, None]
    status, out, err = keys("revoke", ids[0])
    assert (status, out) == (0, "")
    assert re.fullmatch(rf"Key {ids[0]} of north was revoked already, \d{{4}}-\d\d-\d\d \d\d:\d\d\.\n", err)


@pytest.mark.parametrize("wrong", ["no-such-key", "", "dagplan_", "dagplan_abc", "dagplan_aaaaaaaaaaaa_b", "%"])
def test_what_is_no_key_is_not_revoked(keys, wrong):
    keys("make", "north")
    assert keys("revoke", wrong) == (
        2,
        "",
        "ID: there is no key with this id: dagplan keys list shows those there are\n",
    )


def test_a_webhook_secret_is_shown_as_it_is_and_made_anew_when_asked(keys):
    keys("make", "north")
    status, first, err = keys("webhook-secret", "north")
    assert (status, err) == (0, "Webhooks of north are signed with this:\n")
    assert len(base64.b64decode(first.strip().removeprefix("whsec_"), validate=True)) == 32
    assert keys("webhook-secret", "north")[1] == first
    status, second, err = keys("webhook-secret", "north", "--new")
    assert status == 0
    assert second != first
    assert re.fullmatch(r"Webhooks of north .* until \d{4}-\d\d-\d\d \d\d:\d\d also with the one before:\n", err)
    assert keys("webhook-secret", "north")[1] == second
    assert keys("webhook-secret", "local")[0] == 0  # whose plans are made without a key


@pytest.mark.parametrize(
    ("tenant", "said"),
    [
        ("nort", "TENANT: there is no key of this tenant; did you mean north?"),
        ("x", "TENANT: there is no key of this tenant"),
    ],
)
def test_nobody_unknown_gets_a_webhook_secret(keys, tenant, said):
    keys("make", "north")
    assert keys("webhook-secret", tenant) == (2, "", f"{said}\n")


@pytest.mark.parametrize("command", [["list"], ["revoke", "a"], ["webhook-secret", "local"]])
def test_where_nothing_is_kept_nothing_is_made(keys, tmp_path, command):
    where = tmp_path / "typo"
    status, out, err = keys(*command, data=where)
    assert (status, out) == (2, "")
    assert (
        err == f"{where / 'dagplan.sqlite'}: nothing is kept here yet; dagplan keys make TENANT makes the first key\n"
    )
    assert not where.exists()


def test_an_empty_list_says_so(keys, tmp_path):
    (tmp_path / "data").mkdir()
    sqlite_store(tmp_path / "data" / "dagplan.sqlite").dispose()
    assert keys("list") == (0, "", "There are no keys yet. One is made so: dagplan keys make TENANT\n")


def test_all_that_is_wrong_with_a_key_is_told_at_once_and_none_is_made(keys, tmp_path):
    status, out, err = keys("make", "191212121212", "--name", "a\tb" * 40)
    assert (status, out) == (2, "")
    assert [line.partition(": ")[0] for line in err.splitlines()] == ["TENANT", "--name", "--name"]
    assert "1912" not in err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("tenant", ["two words", "", "1-north", "a" * 65, "north\n"])
def test_a_tenant_is_an_id(keys, tenant):
    status, _, err = keys("make", tenant)
    assert status == 2
    assert err.startswith("TENANT: an id is a letter followed by")


def test_a_file_that_is_no_store_is_told_so_and_stays(keys, tmp_path):
    (tmp_path / "data").mkdir()
    wrong = tmp_path / "data" / "dagplan.sqlite"
    wrong.write_bytes(b"something of somebody else's" * 100)
    status, out, err = keys("list")
    assert (status, out) == (2, "")
    assert err.startswith(f"{wrong}: ")
    assert wrong.read_bytes() == b"something of somebody else's" * 100


def test_help_of_the_commands_within_is_in_swedish_too(monkeypatch, capsys):
    monkeypatch.setenv("LANGUAGE", "sv")
    assert main(["keys", "make", "--help"]) == 0
    assert "Gör en nyckel; bara dess hemlighet skrivs på standard ut." in capsys.readouterr().out
    assert main(["keys"]) == 0
    assert "Lista alla nycklar" in capsys.readouterr().out


def test_a_database_that_is_not_there_is_told_without_its_password(keys):
    status, out, err = keys("list", "--database", "postgresql://me:hunter2@localhost:1/none", data=None)
    assert (status, out) == (2, "")
    assert err.startswith("postgresql://me:***@localhost:1/none: ")
    assert "hunter2" not in err
