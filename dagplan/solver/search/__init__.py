"""Calendars, insertion, the greedy plan, ruin and recreate."""
