"""The documentation: what it names is there, what it shows runs."""
