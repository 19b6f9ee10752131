"""Competences are words of the planner's own: two that read the same are one.

They are compared in normal form C, without regard to case and to repeated or unusual blanks, and shown as written.
"""

from __future__ import annotations

from collections.abc import Iterable

from .nearest import folded

competence_key = folded
"""What a competence is compared by."""


def competence_keys(words: Iterable[str]) -> frozenset[str]:
    """What each of these competences is compared by."""
    return frozenset(map(competence_key, words))
