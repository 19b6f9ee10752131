"""Codes with their English sentences, one enumeration a family."""

from __future__ import annotations

from dagplan.words.message import Message

from .plan_warnings import PlanWarnings

FAMILIES: tuple[type[Message], ...] = (PlanWarnings,)
