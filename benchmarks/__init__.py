"""Benchmarks, run by hand: the protocol stands in each module."""
