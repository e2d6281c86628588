"""What every page needs to stand in the shell."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The tenant and the actor of this request, for the base template."""
    return {"tenant": getattr(request, "tenant", None), "actor": getattr(request, "actor", None)}
