"""A page with nothing but a timeline in it, served from the files of the board under the board's own policy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast

from playwright.sync_api import Browser, Page, sync_playwright

import dagplan.board
from dagplan.words.catalogue import Language, translated
from dagplan.words.messages.board_timeline import BoardMoveWords, BoardRuleNames, BoardTimelineWords

STATIC = Path(dagplan.board.__file__).parent / "static"
HOST = Path(__file__).parent / "timeline_host.js"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", "": "text/html"}
_STYLE = """
html, body { margin: 0; height: 100%; font: 13px/1.35 system-ui, sans-serif; }
body { display: flex; flex-direction: column; background: var(--paper); color: var(--ink); }
main { flex: 1; min-height: 0; }
dag-timeline { height: 100%; }
h1, #status { margin: 0; padding: 4px 8px; font-size: 13px; min-height: 18px; }
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that is installed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def words(language: Language) -> dict[str, Any]:
    """The words of the timeline as a page has them."""
    found: dict[str, Any] = {}
    for member in (*BoardTimelineWords, *BoardMoveWords, *BoardRuleNames):
        one = translated(member.one, member.many, 1, language)
        many = member.many and translated(member.one, member.many, 2, language)
        found[member.value] = {"one": one, "other": many} if many else one
    return found


class _Server(ThreadingHTTPServer):
    """What a page asks for, from memory or from the board's files."""

    daemon_threads = True
    made: Mapping[str, bytes]


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        made = cast("_Server", self.server).made.get(path)
        body = made if made is not None else (STATIC / path.removeprefix("/static/")).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{_TYPES[Path(path).suffix]}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(request: dict[str, Any], language: Language = "en") -> Iterator[str]:
    """The address of a page with a timeline of a request of the contract."""
    known = json.dumps(words(language)).replace("<", "\\u003c")
    html = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Timeline</title>'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="/page.css"><link rel="stylesheet" href="/static/tokens.css">'
        '<link rel="stylesheet" href="/static/timeline.css">'
        f'<script type="application/json" id="words">{known}</script>'
        '<h1>Timeline</h1><main><dag-timeline></dag-timeline></main><div id="status" role="status"></div>'
        '<script type="module" src="/host.js"></script></html>'
    )
    server = _Server(("127.0.0.1", 0), _Answers)
    texts = {
        "/": html,
        "/page.css": _STYLE,
        "/host.js": HOST.read_text("utf-8"),
        "/request.json": json.dumps(request),
    }
    server.made = {path: text.encode() for path, text in texts.items()}
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def opened(page: Page, address: str) -> list[str]:
    """Open it; what the console says is in the list that is returned."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.locator("body[data-ready]").wait_for(timeout=20_000)
    return said
