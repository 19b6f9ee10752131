"""Instants with any offset, to be compared."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(instant):
    """An instant in UTC, as text that sorts by time."""
    return datetime.fromisoformat(instant).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
