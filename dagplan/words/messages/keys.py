"""What is said of API keys, to whoever runs the service."""

from __future__ import annotations

from dagplan.words.message import C_, N_, Message


class KeyWords(Message):
    """What was done with a key, and the headings of the list of keys."""

    MADE = (
        "key.made",
        N_("Key {id} of {tenant} is made. Its secret is shown this once: put it where you keep passwords."),
    )
    REVOKED = "key.revoked", N_("Key {id} of {tenant} is revoked.")
    WAS_REVOKED = "key.was_revoked", N_("Key {id} of {tenant} was revoked already, {when:fullmoment}.")
    NONE_YET = "key.none_yet", N_("There are no keys yet. One is made so: dagplan keys make TENANT")
    SIGNS = "key.signs", N_("Webhooks of {tenant} are signed with this:")
    SIGNS_NOW = (
        "key.signs_now",
        N_("Webhooks of {tenant} are signed with this, and until {until:fullmoment} also with the one before:"),
    )
    ID = "key.id", C_("key", "id")
    TENANT = "key.tenant", C_("key", "tenant")
    NAME = "key.name", C_("key", "name")
    CREATED = "key.created", C_("key", "made")
    LAST_USED = "key.last_used", C_("key", "last used")
    REVOKED_ON = "key.revoked_on", C_("key", "revoked")


class KeyFaults(Message):
    """Why nothing is done with a key."""

    NO_KEY = "key.no_such", N_("there is no key with this id: dagplan keys list shows those there are")
    NO_TENANT = "key.no_tenant", N_("there is no key of this tenant")
    NO_TENANT_NEAR = "key.no_tenant.near", N_("there is no key of this tenant; did you mean {near:or}?")
    NOTHING_KEPT = "key.nothing_kept", N_("nothing is kept here yet; dagplan keys make TENANT makes the first key")
    NO_STORE = "key.no_store", N_("what is kept there can't be opened: it is damaged, of another program, or in use")
