"""Benchmarks, run by hand: the protocol stands in each module."""

WORKERS = 2
"""Threads that every method works with, the engine and its rivals."""
