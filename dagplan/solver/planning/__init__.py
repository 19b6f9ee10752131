"""The recipe: first plan, parts, rounds, assembly."""
