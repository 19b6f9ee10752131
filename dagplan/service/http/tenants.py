"""Who asks: every route below ``/v1`` has a tenant, and asks the store with it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from dagplan.service.settings import LOCAL_TENANT, is_loopback
from dagplan.words.messages.service import ServiceFaults

from .problems import RefusalError
from .resources import Has, Resources
from .sessions import COOKIE, refuse_other_pages

_Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="A key, as `dagplan keys make` shows it.")),
]
_Header = Annotated[
    str | None,
    Depends(APIKeyHeader(name="X-API-Key", auto_error=False, description="The same, where no bearer can be sent.")),
]


async def tenant_of(request: Request, has: Has, bearer: _Bearer, header: _Header) -> str:
    """Whose request it is.

    Where the service listens on loopback only, and no key was ever made, whoever is there is one tenant. The cookie
    of a session is as good as a key, but what changes something is done only for pages of this service.

    Raises
    ------
    RefusalError
        401, if a key is needed, or this is none; 403, if a page of somebody else's asks.
    """
    secrets = {one for one in (bearer.credentials if bearer else None, header) if one}
    if not secrets:
        refuse_other_pages(request)
        if await without_keys(has):
            # A cookie here is of another service of this machine: browsers don't tell ports apart.
            _refuse_other_names(request.headers.get("host", ""))
            request.state.tenant = LOCAL_TENANT
            return LOCAL_TENANT
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            raise RefusalError(
                HTTPStatus.UNAUTHORIZED, ServiceFaults.NO_KEY(), headers={"WWW-Authenticate": "Bearer"}
            )
        secrets.add(cookie)
    key = await run_in_threadpool(has.keys.key_of, secrets.pop()) if len(secrets) == 1 else None
    if key is None:
        refused = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise RefusalError(HTTPStatus.UNAUTHORIZED, ServiceFaults.WRONG_KEY(), headers=refused)
    request.state.tenant, request.state.key = key.tenant, key.id
    return key.tenant


async def without_keys(has: Resources) -> bool:
    """Whether whoever is there may ask: the service listens on loopback only, and no key was ever made."""
    return is_loopback(has.settings.host) and not await run_in_threadpool(has.keys.any_made)


def _refuse_other_names(host: str) -> None:
    """A page of somebody else's, whose own name leads here, asks by that name: where no key is needed it is refused.

    Raises
    ------
    RefusalError
        403, if the service is asked for by a name that is not this machine's for itself.
    """
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    if name and not is_loopback(name):
        raise RefusalError(HTTPStatus.FORBIDDEN, ServiceFaults.WRONG_HOST())


Tenant = Annotated[str, Depends(tenant_of)]
