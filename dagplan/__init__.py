"""Dagplan: day plans for linked outpatient visits, proven and explained."""

__version__ = "0.1.0"
