"""One draft in two windows: both texts side by side, a choice at each line where they differ, nothing typed lost."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from complaints.flows.drafts import save_draft
from complaints.intake_choices import IntakeChoices
from complaints.models import RegistrationDraft
from complaints.selectors import own_draft
from complaints.web.comparing import CHOSEN, DISPUTED, OURS, THEIRS, ThreeTexts, text_of
from complaints.web.registration_form import RegistrationForm, draft_content
from complaints.web.wording import compared_row
from tenants.clock import read_clock

NONE_YET: Mapping[str, str | None] = {}


def compare(
    request: HttpRequest,
    draft_id: uuid.UUID,
    choices: IntakeChoices,
    *,
    undecided: bool = False,
    chosen: Mapping[str, str | None] = NONE_YET,
) -> HttpResponse:
    """The page with what is kept of the draft beside what was typed here. Raises NotFound when the draft is gone.

    undecided: shown again, for a choice is missing; chosen: what was chosen at the other lines.
    """
    draft = own_draft(actor=request.actor, draft_id=draft_id)  # type: ignore[attr-defined]
    form, texts = _texts(request, draft, choices)
    differing = [name for name in form.fields if text_of(texts.typed.get(name)) != text_of(texts.now.get(name))]
    context: dict[str, Any] = {
        "draft_id": draft_id,
        "version": draft.version,
        "typed": texts.typed,
        "compared": [
            compared_row(form[name], texts, is_choice=texts.is_disputed(name), chosen=chosen.get(name)) | {"address": ""}
            for name in differing
        ],
        "undecided": undecided,
    }
    return render(request, "complaints/registration/compare.html", context, status=422 if undecided else 409)


def put_together(request: HttpRequest, draft_id: uuid.UUID, choices: IntakeChoices, *, seen_version: int) -> HttpResponse:
    """Keep what was chosen, and go on from there. Raises NotFound, and DraftChangedElsewhere when it changed again."""
    draft = own_draft(actor=request.actor, draft_id=draft_id)  # type: ignore[attr-defined]
    form, texts = _texts(request, draft, choices)
    disputed = [name for name in form.fields if texts.is_disputed(name)]
    chosen = {name: request.POST.get(CHOSEN + name) for name in disputed}
    asked = set(request.POST.getlist(DISPUTED))
    if any(name not in asked or choice not in (THEIRS, OURS) for name, choice in chosen.items()):
        # Chosen between other texts than stand there now is not chosen.
        return compare(request, draft_id, choices, undecided=True, chosen=chosen if seen_version == draft.version else NONE_YET)
    content = {name: texts.now[name] if chosen.get(name) == THEIRS else texts.merged(name) for name in form.fields}
    save_draft(
        actor=request.actor,  # type: ignore[attr-defined]
        draft_id=draft_id,
        content={name: value for name, value in content.items() if value not in (None, "")},
        seen_version=seen_version,
        now=read_clock(),
    )
    return redirect("register_complaint", draft_id=draft_id)


def _texts(request: HttpRequest, draft: RegistrationDraft, choices: IntakeChoices) -> tuple[RegistrationForm, ThreeTexts]:
    """What a window began with is not known: what is empty in one of them was not touched there."""
    form = RegistrationForm({**draft.content, **request.POST.dict()}, choices=choices)
    return form, ThreeTexts(began={}, typed=draft_content(request.POST, fields=form.fields), now=draft.content)
