"""One vocabulary of changes: what-if scenarios, fixes and replanning patches are lists of these.

`vocabulary` has the kinds, `reading` reads a list of them, `applying` applies it with one function a kind from
`effects`.
"""

from .applying import Applied, apply
from .reading import KINDS, read_changes
from .vocabulary import Change

__all__ = ["KINDS", "Applied", "Change", "apply", "read_changes"]
