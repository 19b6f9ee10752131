"""The request in integers."""
