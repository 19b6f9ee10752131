"""The search in C: its data layout, and how it is called."""
