"""What keeps a store from being opened, or copied."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class StoreFaults(Message):
    """Of the file or the database that jobs are kept in, and of its backup."""

    NEWER = (
        "store.newer",
        N_(
            "was written by a newer Dagplan (store version {found}; this one knows up to {known}): use that one, "
            "or a newer one still"
        ),
    )
    NOT_A_STORE = "store.not_a_store", N_("is no store of Dagplan: {why}")
    NOT_THERE = "store.not_there", N_("there is no store here")
    AWAY = "store.away", N_("the database can't be used: {why}")
    UNKNOWN_DATABASE = (
        "store.unknown_database",
        N_("is no address of a database; one looks like {example}"),
    )
    ONE_NEEDED = "store.one_needed", N_("say which database: {example}")
    NO_DRIVER = (
        "store.no_driver",
        N_("psycopg, which PostgreSQL needs, is not installed: pip install 'dagplan[postgres]'"),
    )
    BACKUP_IS_THERE = "store.backup_is_there", N_("is there already, and is replaced only with --overwrite")
    BACKUP_IS_STORE = "store.backup_is_store", N_("is the store itself: a backup needs a file of its own")
    NOT_BACKED_UP = "store.not_backed_up", N_("can't be backed up there: {why}")
    DATABASES_OWN = (
        "store.databases_own",
        N_("jobs are kept in PostgreSQL here: its own {tool} makes the backup"),
    )
    BACKED_UP = "store.backed_up", N_("A backup of {store} is in {path}, {size:number} kB.")
