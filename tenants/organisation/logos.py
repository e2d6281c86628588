"""Which pictures may be a logo (pure): told by their bytes, never by what the sender calls them.

SVG is refused: it can hold scripts and addresses elsewhere.
"""

from __future__ import annotations

LARGEST_LOGO = 200_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


def logo_type(content: bytes) -> str | None:
    """The media type of a PNG, JPEG or WebP picture; None for anything else."""
    if content.startswith(_PNG):
        return "image/png"
    if content.startswith(_JPEG):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None
