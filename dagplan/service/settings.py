"""What whoever runs the service may decide: where it listens, what it keeps, and every limit."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]

LOCAL_TENANT = "local"
"""Whose everything is, where the service listens on loopback only and has no keys."""


class Settings(BaseSettings):
    """Read from the environment (``DAGPLAN_PORT``, ...), where the command line does not say otherwise."""

    model_config = SettingsConfigDict(env_prefix="DAGPLAN_", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on; one beyond loopback needs a key first.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0: any that is free.")
    data: Path = Field(
        default_factory=lambda: user_data_path("dagplan", appauthor=False),
        description="Folder of everything that is kept.",
    )
    database: str | None = Field(
        None, description="URL of a PostgreSQL database to keep jobs in, for several machines; left out: in `data`."
    )
    workers: int = Field(
        default_factory=lambda: max(1, (os.cpu_count() or 1) // 2),
        ge=0,
        description="Plans made at once; 0: none here, but by `dagplan worker` elsewhere.",
    )
    nice: int = Field(10, ge=0, le=19, description="How far the making of plans stands back for reading.")

    most_body_bytes: Count = Field(50_000_000, description="A larger body is refused (413).")
    body_seconds: Seconds = Field(60.0, description="A body that takes longer to arrive is refused (408).")
    most_body_parts: Count = Field(
        3_000_000, description="Values in a JSON body, as its commas and brackets tell; more are refused (413)."
    )
    most_held_bytes: Count = Field(
        200_000_000,
        description="Of all bodies that are held at once, beyond 1 MB of each; one more is refused (503).",
    )
    most_connections: Count = Field(1000, description="Connections at once; one more is refused (503).")
    head_seconds: Seconds = Field(
        20.0, description="A connection on which no request's head has come for so long is ended."
    )
    read_seconds: Seconds = Field(60.0, description="One whose reader reads nothing for so long is ended.")
    most_requests: Count = Field(50_000, description="Requests in one plan.")
    most_dates: Count = Field(400, description="Dates from the first to the last of one plan.")
    most_seconds: Seconds = Field(3600.0, description="`time_limit` of one plan.")
    most_waiting: Count = Field(1000, description="Jobs that wait; one more is refused (429).")
    most_waiting_each: Count = Field(500, description="Jobs of one tenant that wait; one more is refused (429).")
    most_cases: Count = Field(1000, description="Cases of one study: scenarios times seeds.")
    most_tags: Count = Field(20, description="Tags of one job.")

    reading_seconds: Seconds = Field(120.0, description="What a worker may take to read a request.")
    overrun_seconds: Seconds = Field(
        30.0, description="What a worker may take beyond `time_limit` and a tenth of it before it is ended."
    )
    lease_seconds: Seconds = Field(20.0, description="A worker not heard of for so long is gone.")
    most_lost: Count = Field(5, description="A job whose worker is lost so many times has failed.")
    grace_seconds: Seconds = Field(
        20.0,
        description="When the service is told to end, plans in the making have so long before they are put back.",
    )
    askers: Count = Field(2, description="Processes for what is asked in passing: checks, explanations, reports.")
    asking_seconds: Seconds = Field(60.0, description="What one such question may take (503 after that).")
    most_asking: Count = Field(32, description="Such questions that wait; one more is refused (503).")

    desks: Count = Field(1, description="Processes that keep open boards laid out.")
    boards_each: Count = Field(
        4, description="Boards that each of them keeps; others are laid out anew when asked about."
    )
    most_steps: Count = Field(10_000, description="Steps of one board; one more is refused (422).")

    keep_days: float | None = Field(
        None,
        gt=0,
        description="Jobs that ended so long ago, and boards last changed then, are deleted; left out: none.",
    )
    webhook_private: bool = Field(False, description="Webhooks may go to loopback and private addresses.")
    webhook_http: bool = Field(False, description="Webhooks may go by http, without TLS.")
    webhook_ports: str = Field(
        "443,8443,80",
        pattern=r"^\s*(\d{1,5}\s*(,\s*\d{1,5}\s*)*)?$",
        description="Ports that webhooks may go to, with commas between; empty: any.",
    )
    metrics_key: SecretStr | None = Field(
        None,
        min_length=16,
        description="Bearer that `/metrics` is asked with; left out: it is open on loopback and shut beyond it.",
    )
    log: Literal["text", "json"] | None = Field(
        None, description="Lines for people or for programs; left out: `text` in a terminal, `json` elsewhere."
    )
    log_level: Literal["debug", "info", "warning"] = Field(
        "info", description="The least that is told of; `warning` leaves out the requests that were answered."
    )
    trusted_proxies: str = Field(
        "", description="Addresses of proxies whose forwarded headers count, with commas between."
    )

    @property
    def store(self) -> Path:
        """The file that jobs are kept in, where no database is named."""
        return self.data / "dagplan.sqlite"


def is_loopback(host: str) -> bool:
    """Whether nobody else can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
