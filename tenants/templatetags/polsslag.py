"""How pages write dates and draw shapes."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tenants.web.wording import letter_name

register = template.Library()

# Shapes tell states apart without colour: each has an outline of its own.
_SHAPES = {
    "late": '<path d="M8 1 15 8 8 15 1 8z" fill="currentColor"/><path d="M8 4.5v4M8 10.5v1" stroke="#fff" stroke-width="1.6"/>',
    "soon": '<path d="M8 2 15 14H1z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/>',
    "open": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "closed": '<rect x="2" y="2" width="12" height="12" rx="2" fill="currentColor"/>'
    '<path d="M4.5 8.2 7 10.7 11.5 5.6" fill="none" stroke="#fff" stroke-width="1.8"/>',
    "unknown": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.4 2"/>',
    "ok": '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path d="M4.8 8.3 7.1 10.6 11.3 5.8" fill="none" stroke="#fff" stroke-width="1.6"/>',
    "info": '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M8 7v4.6M8 4.2v1.4" stroke="#fff" stroke-width="1.6"/>',
    "warning": '<path d="M8 1 15.5 14.5H.5z" fill="currentColor"/><path d="M8 5.6v4.2M8 11.4v1.4" stroke="#fff" stroke-width="1.5"/>',
    "error": '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/><path d="M8 4v5M8 10.6v1.4" stroke="#fff" stroke-width="1.6"/>',
    "chevron": '<path d="M6 3l5 5-5 5" fill="none" stroke="currentColor" stroke-width="1.8"/>',
}


@register.simple_tag
def shape(name: str, css_class: str = "") -> SafeString:
    """A small drawing beside a word; never alone, so it is hidden from screen readers."""
    return format_html(
        '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" class="{}">{}</svg>',
        css_class,
        mark_safe(_SHAPES[name]),  # noqa: S308 - our own drawing
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """ "vr 18 april 2025"; empty for no date."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return format_date(value, "D j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """ "vr 18 april 2025, 14:05"; empty for no moment."""
    if value is None:
        return ""
    return f"{day(value)}, {format_date(timezone.localtime(value), 'H:i')}"


@register.filter
def get(mapping: dict, key: object) -> object:
    return mapping.get(key)


@register.filter
def shown(value: object) -> str:
    """A number as the reader's language writes it: 23,9 or 23.9."""
    return number_format(value) if isinstance(value, int | float) else str(value)


@register.filter
def host(address: str) -> str:
    """What a person calls the address: "wil.polsslag.nl", with the port where there is one."""
    return urlsplit(address).netloc


@register.filter
def letter(code: str) -> str:
    """The letter a signing mandate is given for: "L10" is "Afdoening"."""
    return letter_name(code)
