"""The CP-SAT model: variables, constraints (one function a rule), objective, and the solve."""
