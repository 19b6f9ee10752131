"""``dagplan keys``: who may ask the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dagplan.words.messages.keys import KeyFaults, KeyWords

from .app import LanguageOption, Problems, app
from .serve import DataOption, settings_with
from .terminal import complain, print_text

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from dagplan.models import Problem
    from dagplan.service.store.keys import Key

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="PostgreSQL database of the service (postgresql://…), where it has one; DAGPLAN_DATABASE says the same.",
    ),
]
TenantArgument = Annotated[str, typer.Argument(metavar="TENANT", help="Whose plans they are.")]
_BETWEEN = "  "
_LONGEST_NAME = 100

keys = typer.Typer(help="API keys of the service: make, list, revoke.")
app.add_typer(keys, name="keys")


@keys.callback(invoke_without_command=True)
def _root(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        print_text(context.get_help())


@keys.command("make")
def make_command(
    tenant: TenantArgument,
    name: Annotated[str, typer.Option("--name", help="What the key is for.")] = "",
    data: DataOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Make a key; only its secret is on standard output."""
    problems = Problems()
    problems.found += [*_wrong_id("TENANT", tenant), *_wrong_name("--name", name)]
    problems.stop_if_any()
    with _store(data, database, make=True) as store:
        from dagplan.service.store.keys import KeyTable

        key, secret = KeyTable(store).make(tenant, name)
    complain(KeyWords.MADE(id=key.id, tenant=key.tenant).shown)
    print_text(secret)


@keys.command("list")
def list_command(data: DataOption = None, database: DatabaseOption = None, language: LanguageOption = None) -> None:
    """List all keys, without their secrets."""
    found: list[Key] = []
    with _store(data, database) as store:
        from dagplan.service.store.keys import KeyTable

        found = KeyTable(store).all()
    if not found:
        complain(KeyWords.NONE_YET().shown)
        return
    headings = (
        KeyWords.ID,
        KeyWords.TENANT,
        KeyWords.NAME,
        KeyWords.CREATED,
        KeyWords.LAST_USED,
        KeyWords.REVOKED_ON,
    )
    rows = [[one().shown for one in headings]]
    for key in found:
        moments = (_moment(one) for one in (key.created, key.last_used, key.revoked))
        rows.append([key.id, key.tenant, key.name, *(f"{one:%Y-%m-%d %H:%M}" if one else "" for one in moments)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print_text("\n".join(_line(row, widths) for row in rows))


@keys.command("revoke")
def revoke_command(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as the list shows it.")],
    data: DataOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Let a key hold no more, at once."""
    # Of a whole secret, which somebody found where it should not be, the id too.
    named = key_id.split("_")[1] if key_id.startswith("dagplan_") else key_id
    before = key = None
    with _store(data, database) as store:
        from dagplan.service.store.keys import KeyTable

        table = KeyTable(store)
        before = next((one for one in table.all() if one.id == named), None)
        key = table.revoke(named)
    if before is None or key is None:
        _stop("ID", KeyFaults.NO_KEY)
    elif before.revoked is not None:
        complain(KeyWords.WAS_REVOKED(id=key.id, tenant=key.tenant, when=_moment(before.revoked)).shown)
    else:
        complain(KeyWords.REVOKED(id=key.id, tenant=key.tenant).shown)


@keys.command("webhook-secret")
def webhook_secret_command(
    tenant: TenantArgument,
    new: Annotated[bool, typer.Option("--new", help="Make another; the one before it holds for a day more.")] = False,
    data: DataOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Show what a tenant's webhooks are signed with; only that is on standard output."""
    with _store(data, database) as store:
        from dagplan.service.settings import LOCAL_TENANT
        from dagplan.service.store.keys import KeyTable
        from dagplan.service.store.signing_secrets import SigningSecrets

        tenants = {LOCAL_TENANT, *(one.tenant for one in KeyTable(store).all())}
        if tenant not in tenants:
            _stop_at_tenant(tenant, sorted(tenants))
        secrets = SigningSecrets(store)
        secret = secrets.renew(tenant) if new else secrets.of(tenant)[0]
        until = secrets.both_until(tenant)
    said = KeyWords.SIGNS(tenant=tenant)
    if until is not None:
        said = KeyWords.SIGNS_NOW(tenant=tenant, until=_moment(until))
    complain(said.shown)
    print_text(secret)


@contextmanager
def _store(data: str | None, database: str | None, *, make: bool = False) -> Iterator[Engine]:
    """The store that the service keeps.

    Raises
    ------
    InputError
        If it is not there, unless it is to be made, or can't be used.
    """
    settings = settings_with(data=data, database=database)

    from sqlalchemy.exc import SQLAlchemyError

    from dagplan.models import InputError, Problem
    from dagplan.service.store.opening import open_store, shown_address

    where = settings.database or settings.store
    if not make and settings.database is None and not settings.store.exists():
        raise InputError([Problem.of(str(where), KeyFaults.NOTHING_KEPT(), "no_store")])
    try:
        store = open_store(where)
        try:
            yield store
        finally:
            store.dispose()
    except SQLAlchemyError as error:
        place = str(where) if settings.database is None else shown_address(settings.database)
        raise InputError([Problem.of(place, KeyFaults.NO_STORE(), "no_store")]) from error


def _wrong_id(place: str, text: str) -> Iterator[Problem]:
    from dagplan.models import Problem
    from dagplan.models.fields import is_id
    from dagplan.models.privacy import looks_like_identity_number
    from dagplan.words.messages.input_faults import ValueFaults

    if looks_like_identity_number(text):
        yield Problem.of(place, ValueFaults.IDENTITY_NUMBER())
    elif not text or not is_id(text):
        yield Problem.of(place, ValueFaults.NO_ID())


def _wrong_name(place: str, text: str) -> Iterator[Problem]:
    from dagplan.models import Problem
    from dagplan.models.privacy import looks_like_identity_number
    from dagplan.words.messages.input_faults import ValueFaults

    if looks_like_identity_number(text):
        yield Problem.of(place, ValueFaults.IDENTITY_NUMBER())
    if not text.isprintable():
        yield Problem.of(place, ValueFaults.CONTROL_CHARACTER())
    if len(text) > _LONGEST_NAME:
        yield Problem.of(place, ValueFaults.TOO_LONG(most=_LONGEST_NAME))


def _stop_at_tenant(tenant: str, known: Sequence[str]) -> None:
    from dagplan.models import InputError, Problem
    from dagplan.models.nearest import Nearest

    near = Nearest(known).of(tenant)
    said = KeyFaults.NO_TENANT_NEAR(near=near) if near else KeyFaults.NO_TENANT()
    raise InputError([Problem.of("TENANT", said, "unknown_tenant")])


def _stop(place: str, message: KeyFaults) -> None:
    from dagplan.models import InputError, Problem

    raise InputError([Problem.of(place, message())])


def _moment(seconds: float | None) -> datetime | None:
    """By the clock of this machine."""
    return None if seconds is None else datetime.fromtimestamp(seconds)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return _BETWEEN.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
