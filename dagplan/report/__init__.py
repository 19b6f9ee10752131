"""A plan for people: on the screen, as tables."""
