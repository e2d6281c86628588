"""The organisation's own texts for its letters: kept only where they still say what the law asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.letter_template_checks import problems_of_printing, problems_of_template
from complaints.letters.catalogue import LETTERS, LetterCode
from complaints.letters.composing import is_same_text
from complaints.models import LetterTemplate
from tenants.actors import Actor, guard
from tenants.errors import Findings, NotFound, Refusal
from tenants.organisation.records import record_organisation_event
from tenants.permissions import Permission


class LetterTemplatesUnchanged(Refusal):
    code = "letter_templates_unchanged"
    message = _("There is nothing to change: this is how it is already.")


def set_letter_templates(*, actor: Actor, code: LetterCode, texts: Mapping[str, str], now: datetime) -> None:
    """Set the texts of a letter, by the key of each block; one that reads as ours is ours again. Letters that went stay as they are.

    Raises NotPermitted, NotFound (no such block), LetterTemplatesUnchanged, and all that is wrong at once: the faults above, and
    what a block no longer says of what the law asks.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    blocks = {block.key: block for block in LETTERS[code].blocks}
    if set(texts) - set(blocks):
        raise NotFound
    wanted = {key: text.replace("\r\n", "\n").strip() for key, text in texts.items()}
    findings = Findings()
    # A part that the law asks for and that is emptied is ours again.
    wanted = {key: text or (blocks[key].text if blocks[key].is_mandatory else "") for key, text in wanted.items()}
    for key, text in wanted.items():
        for refusal in problems_of_template(blocks[key], text, code=code):
            findings.add(refusal)
    own = {key: text for key, text in wanted.items() if not is_same_text(text, blocks[key].text)}
    for refusal in problems_of_printing(own):
        findings.add(refusal)
    findings.tell()
    with transaction.atomic(durable=True):
        there = {one.block: one for one in LetterTemplate.objects.select_for_update().filter(code=code, block__in=wanted)}
        gone = sorted(set(there) - set(own))
        changed = sorted(key for key, text in own.items() if key not in there or there[key].text != text)
        if not gone and not changed:
            raise LetterTemplatesUnchanged
        LetterTemplate.objects.filter(code=code, block__in=gone).delete()
        for key in changed:
            told = {"text": own[key], "changed_by_id": actor.user_id, "changed_at": now}
            LetterTemplate.objects.update_or_create(code=code.value, block=key, defaults=told)
        data = {"letter_code": code.value, "changed": changed, "ours_again": gone}
        record_organisation_event(actor=actor, now=now, code="letter_templates_changed", data=data)
