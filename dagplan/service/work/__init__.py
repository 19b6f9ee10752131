"""How jobs are done: an attempt in a process of its own, and who starts, follows and ends it."""
