"""``python -m dagplan.cli``."""

import sys

from . import main

sys.exit(main())
