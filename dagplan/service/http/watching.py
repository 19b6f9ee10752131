"""Who asked what, when, and how it went: a line of JSON for each request, and figures for Prometheus.

Neither holds anything of what was sent: the log has the route, not the path's own values or the query.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dagplan.service.store.jobs import State

access = logging.getLogger("dagplan.access")

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


class Meters:
    """The figures of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "dagplan_http_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "dagplan_http_seconds",
            "From a request's first byte to its answer's head.",
            ["method", "route"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.jobs = Gauge("dagplan_jobs", "Jobs by state.", ["state"], registry=self.registry)

    def page(self, jobs: dict[State, int]) -> bytes:
        """All figures in Prometheus' text form."""
        for state, count in jobs.items():
            self.jobs.labels(state.value).set(count)
        return generate_latest(self.registry)


class Watched:
    """Tells of each request when it is answered, and gives every answer its security headers."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self._app = app
        self._meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        identity = secrets.token_hex(8)
        status = 0
        sent = 0
        head: float | None = None

        async def told(message: Message) -> None:
            nonlocal status, sent, head
            if message["type"] == "http.response.start":
                status = message["status"]
                head = time.perf_counter() - began
                given = {name.lower() for name, _ in message.get("headers", [])}
                ours = [one for one in _SECURITY if one[0] not in given]
                message["headers"] = [*message.get("headers", []), *ours, (b"x-request-id", identity.encode())]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, told)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            route = getattr(scope.get("route"), "path", "none")
            self._meters.requests.labels(method, route, str(status)).inc()
            self._meters.seconds.labels(method, route).observe(time.perf_counter() - began if head is None else head)
            state = scope.get("state", {})
            fields = {
                "request": identity,
                "tenant": state.get("tenant"),
                "key": state.get("key"),
                "from": (scope.get("client") or ("", 0))[0],
                "method": method,
                "route": route,
                "job": _job_in(scope) if status < HTTPStatus.BAD_REQUEST else None,
                "status": status,
                "bytes": sent,
                "ms": round(1000 * (time.perf_counter() - began), 1),
            }
            access.info(json.dumps(fields), extra={"fields": fields})


def _job_in(scope: Scope) -> str | None:
    """The job that a path names, of which it is known that there is one; what can be none is not repeated."""
    found = str(scope.get("path_params", {}).get("job_id", ""))
    return found if _ID.fullmatch(found) else None


_ID = re.compile(r"[\w-]{22}", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
