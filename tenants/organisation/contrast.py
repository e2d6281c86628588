"""Colours that can be read (pure): contrast after WCAG 2.2, 1.4.3, and the tints and shades of one colour."""

from __future__ import annotations

import re

WHITE = "#ffffff"
BLACK = "#000000"
LEAST_CONTRAST = 4.5

_HEX = re.compile(r"#[0-9a-f]{6}")
# How much of the colour is left beside white (tints) or black (shades). 500 is the colour itself.
_RAMP = {
    50: (WHITE, 0.04),
    100: (WHITE, 0.1),
    200: (WHITE, 0.2),
    300: (WHITE, 0.4),
    500: (WHITE, 1.0),
    600: (BLACK, 0.76),
    700: (BLACK, 0.4),
}


def is_colour(text: str) -> bool:
    """Whether it is written as #rrggbb in small letters."""
    return _HEX.fullmatch(text) is not None


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21; the order does not matter."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable_with_white(colour: str) -> bool:
    """Whether white text on the colour, and the colour as text on white, can be read: one ratio serves both.

    Links and marks also stand on the colour's own lightest tint, so that pair is held to the same ratio.
    """
    return contrast(colour, WHITE) >= LEAST_CONTRAST and contrast(ramp(colour)[600], ramp(colour)[100]) >= LEAST_CONTRAST


def ramp(colour: str) -> dict[int, str]:
    """The colour's tints (50 to 300) and shades (600, 700), as the theme's tokens number them."""
    return {step: _mix(colour, with_colour, share) for step, (with_colour, share) in _RAMP.items()}


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _mix(colour: str, other: str, share: float) -> str:
    mixed = (round(one * share + two * (1 - share)) for one, two in zip(_channels(colour), _channels(other), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
