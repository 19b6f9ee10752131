"""The documentation site: ``sphinx-build -W docs out/site``, warnings as errors."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

import dagplan

sys.path.insert(0, str(Path(__file__).parent))

project = "Dagplan"
author = "The Dagplan developers"
release = version = dagplan.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "model_tables",
]
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["pictures"]
html_theme = "furo"
html_title = "Dagplan"
html_show_sourcelink = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": False, "exclude-members": "model_config"}
napoleon_google_docstring = False
napoleon_use_rtype = False

_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+([^)#]+)(?:#[^)]*)?\)")


def _name_what_lies_outside(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Links into the checkout lead nowhere on the site: say the path instead, after making sure that it is there."""
    top = Path(__file__).parent.parent

    def named(found: re.Match[str]) -> str:
        if not (top / found[2]).exists():
            raise FileNotFoundError(f"{docname} links to {found[2]}, which is not there")
        words = found[1].strip("`")
        return f"`{found[2]}`" if words in found[2] else f"{found[1]} (`{found[2]}`)"

    source[0] = _OUTSIDE.sub(named, source[0])


def setup(app: Sphinx) -> None:
    """Have every page read through the hook above."""
    app.connect("source-read", _name_what_lies_outside)
