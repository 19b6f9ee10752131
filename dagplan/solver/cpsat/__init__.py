"""The CP-SAT model: variables, constraints (one function a rule), objective, and the solve."""

from .model import Formulation, Outcome, solve_exactly
from .options import Options, options_of

__all__ = ["Formulation", "Options", "Outcome", "options_of", "solve_exactly"]
