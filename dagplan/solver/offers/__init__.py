"""Whole placements beside what is booked, and who fits a free time."""
