"""Who asks: every route below ``/v1`` has a tenant, and asks the store with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from dagplan.service.settings import LOCAL_TENANT


async def tenant_of(request: Request) -> str:
    """Whose request it is."""
    request.state.tenant = LOCAL_TENANT
    return LOCAL_TENANT


Tenant = Annotated[str, Depends(tenant_of)]
