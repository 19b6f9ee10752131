"""``python -m dagplan`` is the command ``dagplan``."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
