"""From a request to a plan: integers, first plan, bound, CP-SAT, search, reasons."""
