"""Deadlines and budgets of work; helper processes."""
