"""Filling the form of registration from a mail, for checking: only what is empty, with the rest beside it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.flows.drafts import discard_draft, save_draft
from complaints.flows.incoming_mail import take_in_mail_of_draft
from complaints.flows.mail_of_draft import MailOfDraft, read_mail_of_draft
from complaints.incoming_mail.message import Finding
from complaints.intake_choices import IntakeChoices
from complaints.models import Document
from complaints.selectors import documents_of_draft, own_draft
from complaints.web.registration_form import RegistrationForm, draft_content, initial_content
from tenants.clock import AMSTERDAM, read_clock
from tenants.errors import NotFound, Refusal

LONGEST_SUBJECT = 200
# What the page sends along once it showed what a mail tells.
MAIL_WAS_READ = "mail_was_read"
_REPLY_MARKS = re.compile(r"^(?:\s*(?:re|fwd?|fw|antw|doorst|tr|wg)\s*:\s*)+", re.IGNORECASE)

FINDING_WORDS: dict[Finding, Promise] = {
    Finding.CHARSET_UNCLEAR: gettext_lazy("Some letters may be wrong: the mail does not say well how it was written."),
    Finding.DATE_MISSING: gettext_lazy("The mail does not say when it was sent. Fill in the moment yourself."),
    Finding.DATE_ABSURD: gettext_lazy("The mail names a moment that cannot be true. Fill in the moment yourself."),
    Finding.SENDER_MISSING: gettext_lazy("The mail does not say from which address it came."),
    Finding.TEXT_MISSING: gettext_lazy("There is no text in the mail. Look at what came with it."),
    Finding.TEXT_CUT: gettext_lazy("The text was too long to fill in whole. All of it is in the mail."),
    Finding.TOO_DEEP: gettext_lazy("There are mails in mails in the mail. What lies that deep was not read and is not kept."),
    Finding.ATTACHMENTS_LEFT_OUT: gettext_lazy("More than 50 files came with it. The rest is not kept: add it yourself."),
    Finding.ATTACHMENT_UNREADABLE: gettext_lazy("A file that came with it is damaged."),
    Finding.ENCRYPTED: gettext_lazy("The mail is encrypted. Open it in your mail program and type what it says."),
}


@dataclass(kw_only=True)
class FilledFromMail:
    """What the page shows after a mail was read. content: the form's. left: what was not filled in, as (what it is, its text).

    answered: the number of the file it is a reply in; document: the number of the mail itself; left_out: the mail, for what came
    with it and is not kept. is_before_registering: nobody had asked for it; the complaint was to be registered as something else.
    """

    content: dict[str, Any]
    version: str
    document: str
    is_filled: bool = False
    answered: str | None = None
    sent_on_by: str = ""
    earlier_text: str = ""
    remarks: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    left_out: Document | None = None
    refusal: str = ""
    is_before_registering: bool = False


def fill_from_mail(
    request: HttpRequest, draft_id: uuid.UUID, choices: IntakeChoices, *, document: str = "", now: datetime
) -> FilledFromMail:
    """What was typed with what the mail tells in the empty places; kept as the draft. A mail that cannot be read changes nothing."""
    form = RegistrationForm(request.POST, choices=choices)
    typed = draft_content(request.POST, fields=form.fields)
    document = document or request.POST.get("fill_anew") or request.POST.get("fill_from_mail", "")
    filled = FilledFromMail(content=typed, version=request.POST.get("version", "0"), document=document)
    try:
        read = _read(request, draft_id, document, now=now)
    except Refusal as refusal:
        filled.refusal = refusal.text
        return filled
    filled.answered, filled.left_out = read.answered, read.document
    if read.answered is None:
        _fill(filled, read, form, untouched=_untouched(request, choices, now=now))
        _keep(request, draft_id, filled, now=now)
    return filled


def fill_before_registering(request: HttpRequest, draft_id: uuid.UUID, choices: IntakeChoices, *, now: datetime) -> FilledFromMail | None:
    """A mail stands beside what is to be registered, nobody looked what it tells, and how it came in is as the page began with.

    So that what came in writing does not become a phone call of today. None where there is nothing to ask, or it was asked before.
    """
    begun = initial_content(choices, now=now)["channel"]
    if MAIL_WAS_READ in request.POST or request.POST.get("channel", "") not in ("", begun):
        return None
    mails = [one for one in documents_of_draft(actor=request.actor, draft_id=draft_id) if one.is_mail and one.came_with_id is None]  # type: ignore[attr-defined]
    if not mails:
        return None
    filled = fill_from_mail(request, draft_id, choices, document=str(mails[-1].pk), now=now)
    filled.is_before_registering = True
    return filled


def put_mail_on_file(request: HttpRequest, draft_id: uuid.UUID, choices: IntakeChoices) -> HttpResponse:
    """The mail is a reply: it goes to its file. What was typed is kept first; a draft with nothing in it is thrown away.

    Raises what `save_draft` does when what was typed cannot be kept, the mail then being where it was, and Refusals of the mail.
    """
    actor, now = request.actor, read_clock()  # type: ignore[attr-defined]
    typed = draft_content(request.POST, fields=RegistrationForm(request.POST, choices=choices).fields)
    begins = initial_content(choices, now=now) | {"received_at": request.POST.get("began_with", "")}
    if _is_more(typed, choices, begins=begins):
        save_draft(actor=actor, draft_id=draft_id, content=typed, seen_version=_number(request.POST.get("version", "0")), now=now)
    read = _read(request, draft_id, request.POST["put_on_file"], now=now)
    message = take_in_mail_of_draft(actor=actor, mail=read.mail, document=read.document, now=now)
    messages.success(request, _("The mail is on its file."))
    with suppress(NotFound):
        draft = own_draft(actor=actor, draft_id=draft_id)
        if documents_of_draft(actor=actor, draft_id=draft_id) or _is_more(draft.content, choices, begins=begins):
            messages.info(request, _("What else was in the draft is kept. You find it on the page you start on."))
        else:
            discard_draft(actor=actor, draft_id=draft_id, now=now)
    return redirect("complaint", reference=message.complaint.reference)


def _is_more(content: Mapping[str, Any], choices: IntakeChoices, *, begins: Mapping[str, str]) -> bool:
    """Whether somebody put something in it: more than a new form begins with, or holds where nobody chose."""
    form = RegistrationForm(content, choices=choices)
    held = {name: value for name, value in content.items() if name in form.fields}
    return any(value not in ("", begins.get(name), form.unchosen(name)) for name, value in held.items())


def _read(request: HttpRequest, draft_id: uuid.UUID, document: str, *, now: datetime) -> MailOfDraft:
    try:
        document_id = uuid.UUID(document)
    except ValueError:
        raise Http404 from None
    return read_mail_of_draft(
        actor=request.actor,  # type: ignore[attr-defined]
        draft_id=draft_id,
        document_id=document_id,
        is_new="fill_anew" in request.POST,
        now=now,
    )


def _untouched(request: HttpRequest, choices: IntakeChoices, *, now: datetime) -> set[str]:
    """Fields that stand as the page began with them: nobody chose them, so the mail knows better."""
    began_with = request.POST.get("began_with", "")
    if not began_with or request.POST.get("received_at") != began_with:
        return set()
    by_phone = initial_content(choices, now=now)["channel"]
    return {"received_at"} | ({"channel"} if request.POST.get("channel") == by_phone else set())


def _fill(filled: FilledFromMail, read: MailOfDraft, form: RegistrationForm, *, untouched: set[str]) -> None:
    offered = read.offered
    told = {
        "story": offered.text or (offered.inner.text if offered.inner else ""),
        "name": offered.sender.name,
        "email": offered.sender.email,
        "channel": form.channel_codes.get("EMAIL", "EMAIL"),
        "received_at": offered.moment.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M") if offered.moment else "",
        "is_written": "yes",
        "description_1": _REPLY_MARKS.sub("", offered.subject)[:LONGEST_SUBJECT],
    }
    filled.is_filled = True
    for name, value in told.items():
        if not value or value == filled.content.get(name):
            continue
        if not filled.content.get(name) or name in untouched:
            filled.content[name] = value
        elif name not in ("is_written", "description_1"):
            bound = form[name]
            shown = dict(getattr(bound.field, "choices", ())).get(value, value.replace("T", " ") if name == "received_at" else value)
            filled.left.append((str(bound.label), str(shown)))
    filled.earlier_text = offered.earlier_text if offered is read.mail else ""
    if offered is not read.mail:
        filled.sent_on_by = read.mail.sender.name or read.mail.sender.email
        if read.mail.text:
            filled.left.append((_("What your colleague wrote above it"), read.mail.text))
    if read.mail.is_auto_generated:
        filled.remarks.append(_("A machine sent this mail by itself. Is it a complaint at all?"))
    filled.remarks += [str(FINDING_WORDS[one]) for one in dict.fromkeys((*offered.findings, *read.mail.findings))]


def _keep(request: HttpRequest, draft_id: uuid.UUID, filled: FilledFromMail, *, now: datetime) -> None:
    """What was filled in survives a closed window; when it cannot be kept now, the page keeps trying."""
    with suppress(Refusal):
        draft = save_draft(
            actor=request.actor,  # type: ignore[attr-defined]
            draft_id=draft_id,
            content={name: str(value) for name, value in filled.content.items() if value not in (None, "")},
            seen_version=_number(filled.version),
            now=now,
        )
        filled.version = str(draft.version)


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 9 else 0
