"""The documentation site: ``python -m sphinx -W -b html docs out/site``, warnings as errors."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

from pydantic import BaseModel
from sphinx.application import Sphinx

import dagplan

sys.path.insert(0, str(Path(__file__).parent))

logging.getLogger("dagplan").propagate = False  # a part of the theme sets up the root logger

project = "Dagplan"
author = "The Dagplan developers"
release = version = dagplan.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
    "mathml",
    "message_tables",
    "model_tables",
    "public_names",
]
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["pictures", "static", "examples/GALLERY_HEADER.rst"]

sphinx_gallery_conf = {
    "examples_dirs": "../examples/scripts",
    "gallery_dirs": "examples",
    "filename_pattern": r"\.py$",
    "within_subsection_order": "FileNameSortKey",
    "show_memory": False,
    "show_signature": False,
    "write_computation_times": False,
    "download_all_examples": False,
    "capture_repr": (),
    "abort_on_example_error": True,
}
html_math_renderer = "mathml"
html_theme = "furo"
html_title = "Dagplan"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_show_sourcelink = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "exclude-members": "model_config"}
autodoc_type_aliases = {"Change": "Change"}
napoleon_google_docstring = False
napoleon_use_rtype = False

_TOP = Path(__file__).parent.parent
_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+([^)#]+)(?:#[^)]*)?\)")
_LINK = re.compile(r"(!?\[[^\]]+\])\((?!https?:)([^)#]+)(#[^)]*)?\)")


def _as_read_here(found: re.Match[str]) -> str:
    """A link of a file at the top of the checkout, as it would be written in ``docs``."""
    target = found[2].removeprefix("docs/") if found[2].startswith("docs/") else f"../{found[2]}"
    return f"{found[1]}({target}{found[3] or ''})"


def _named(docname: str, found: re.Match[str]) -> str:
    """The path that a link out of ``docs`` leads to, in words, after making sure that it is there."""
    if not (_TOP / found[2]).exists():
        raise FileNotFoundError(f"{docname} links to {found[2]}, which is not there")
    words = found[1].strip("`")
    return f"`{found[2]}`" if words in found[2] else f"{found[1]} (`{found[2]}`)"


def _for_the_site(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Links into the checkout lead nowhere on the site: say the path instead. CONTRIBUTING.md is a page here."""
    if docname == "contributing":
        source[0] = _LINK.sub(_as_read_here, (_TOP / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    source[0] = _OUTSIDE.sub(lambda found: _named(docname, found), source[0])


def _without_fields(_app: Sphinx, _what: str, _name: str, thing: object, *_: object) -> tuple[str, str] | None:
    """The signature of a model is its table of fields, which has a page of its own."""
    return ("", "") if isinstance(thing, type) and issubclass(thing, BaseModel) else None


def setup(app: Sphinx) -> None:
    """Have every page read, and every signature written, through the hooks above."""
    app.connect("source-read", _for_the_site)
    app.connect("autodoc-process-signature", _without_fields)
