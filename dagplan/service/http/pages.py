"""Pages that the service gives away, which are whole in themselves."""

from __future__ import annotations

PAGE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
}
"""Headers of a page. It says itself which script is its own; it may stand in a frame of the board."""
