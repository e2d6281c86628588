"""Somebody outside opens and answers a question for a reaction, with the code that was read to them. On the page alone."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import checked_text
from complaints.models import ReactionRequest
from complaints.reacting import give_answer, is_in_time, note_opening, opened_before
from tenants.actors import system_actor
from tenants.errors import Refusal

LONGEST_CODE = 20


class CodeNotRight(Refusal):
    """One answer for a wrong code, one that is over, and a question that was answered or withdrawn."""

    code = "code_not_right"
    message = _("This code is not right, or no longer valid. Check it, or call who asked you for a new one.")


def open_with_code(*, reaction_id: uuid.UUID, code: str, now: datetime) -> ReactionRequest:
    """The question for somebody outside who has the code. A wrong one counts; after five nobody comes in. Raises CodeNotRight."""
    with transaction.atomic(durable=True):
        request = ReactionRequest.objects.select_for_update().filter(pk=reaction_id, user=None).first()
        is_open = request is not None and request.attempts_left > 0 and is_in_time(request, now=now)
        digits = "".join(sign for sign in code if sign.isdecimal())[:LONGEST_CODE]
        # Always one digest, so that the time it takes tells nothing.
        is_right = check_password(digits, request.code_hash if request is not None and request.code_hash else make_password(None))
        if request is not None and is_open and not is_right:
            request.attempts_left -= 1
            request.save(update_fields=["attempts_left"])
        elif request is not None and is_open:
            note_opening(request, now=now)
    if request is None or not is_open or not is_right:
        raise CodeNotRight(field="code")
    return request


def answer_with_code(*, reaction_id: uuid.UUID, code_hash: str, text: str, now: datetime) -> ReactionRequest:
    """The answer of who opened it with the code. Raises ReactionOver, TextMissing, TextTooLong, UnreadableCharacter."""
    text = checked_text(text, field="text", is_needed=True)
    with transaction.atomic(durable=True):
        request = opened_before(reaction_id=reaction_id, code_hash=code_hash, now=now)
        return give_answer(request, text=text, actor=system_actor(), now=now)
