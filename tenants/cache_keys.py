"""Names in the shared cache: a tenant's own by default, the person's where something is counted for a person."""

from __future__ import annotations

from tenants.connections import current_schema

_PUBLIC = "public"

# What belongs to a login or an address of a network, not to an organisation. One login serves every organisation: counted
# for each apart, somebody with a list of hosts has as many tries as there are hosts. Everything else keeps its schema.
COUNTED_FOR_THE_PERSON = (
    # allauth's limits (sign-in, password reset, second factor, passkey) and the locks around them.
    "allauth:rl:",
    # Codes of an authenticator app that were used: once is once, at whichever host.
    "allauth.mfa.totp.used?",
)


def make_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION. The schema is part of every key: what one tenant cached is not there for another."""
    schema = _PUBLIC if key.startswith(COUNTED_FOR_THE_PERSON) else current_schema()
    return f"{schema}:{key_prefix}:{version}:{key}"
