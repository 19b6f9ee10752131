"""For developers: run by hand in a checkout."""
