"""What came with a mail and is not kept, in a template: `{% for name, why in document|left_out %}`."""

from __future__ import annotations

from django import template

from complaints.models import Document
from complaints.web.wording import shown_left_out

register = template.Library()


@register.filter
def left_out(document: Document) -> list[tuple[str, str]]:
    """The name of each file, and why not; [] of a document that is no mail."""
    return shown_left_out(document.left_out)
