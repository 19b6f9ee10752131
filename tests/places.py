"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
CASES = ROOT / "tests" / "cases"
DATA = ROOT / "tests" / "data"
