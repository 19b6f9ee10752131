"""What is wrong with an address that is to be told when a job is over."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class WebhookFaults(Message):
    """Why nothing is sent to an address."""

    NO_ADDRESS = "webhook.no_address", N_("write a web address such as https://example.org/dagplan")
    ONLY_HTTPS = "webhook.only_https", N_("must begin with https://")
    WITH_PASSWORD = "webhook.with_password", N_("may hold no user name or password")
    WITH_FRAGMENT = "webhook.with_fragment", N_("may hold no part after #")
    PORT = "webhook.port", N_("must be on port {allowed:or}")
    NOT_PUBLIC = (
        "webhook.not_public",
        N_("leads to no public address: the name is unknown, or is one of an internal network"),
    )
