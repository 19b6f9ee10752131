"""Synthetic inputs, what-if changes, studies, batch runs and comparison."""

from .generate import KINDS, Kind, generate

__all__ = ["KINDS", "Kind", "generate"]
