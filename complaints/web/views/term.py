"""A later last day: extending the term, taking that back, and agreeing on a later day."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.extending import ExtensionTold
from complaints.flows.extending import extend_term, take_back_extension
from complaints.flows.postponing import Agreement, postpone_term, take_back_postponement
from complaints.letters.catalogue import LetterCode
from complaints.letters.facts import Fact
from complaints.models import Complaint, MessageNature, NoSubject, Round
from complaints.selectors import current_round, documents_of_others
from complaints.statuses import Step
from complaints.term_changes import dates_if_extended, is_recorded_late, letters_of_extension
from complaints.web.step_forms import ExtendForm, PostponeForm, ReasonForm
from complaints.web.views.step_page import METHODS, file_or_404, seen, step_page, who
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission, requires
from tenants.templatetags.polsslag import day, moment

# What a consent is, before its number in the form.
DOCUMENT, MESSAGE = "document", "message"


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    one, today = current_round(of), dutch_date(read_clock())
    weeks = [
        (str(number), ngettext("%(weeks)s week: %(due)s", "%(weeks)s weeks: %(due)s", number) % {"weeks": number, "due": day(due)})
        for number, due in dates_if_extended(one, today=today)
    ]
    has_subject = of.involved_people.filter(is_subject=True).exists()
    form = ExtendForm(
        request.POST or None,
        weeks=weeks,
        has_subject=has_subject,
        is_recorded_late=is_recorded_late(one, today=today),
        initial=seen(of) | _told_by_letter(one),
    )

    def keep(given: dict[str, Any]) -> None:
        told = ExtensionTold(
            weeks=given["weeks"],
            reason=given["reason"],
            complainant_sent_on=given["complainant_sent_on"],
            subject_sent_on=given["subject_sent_on"],
            no_subject=given.get("no_subject") or NoSubject.SOMEBODY,
            late_reason=given.get("late_reason", ""),
        )
        extend_term(**who(request, of), told=told, seen_version=given["version"])

    return step_page(
        request,
        of,
        Step.EXTEND,
        form,
        keep,
        title=_("Extend the term"),
        lead=_(
            "The last day is %(due)s. You may extend by four weeks at most in all; both letters go before the last day is over"
            " (article 9:11(2))."
        )
        % {"due": day(one.due_on)},
        button=_("Extend the term"),
        done=_("The term is extended. The file shows the new last day."),
    )


def _told_by_letter(one: Round) -> dict[str, Any]:
    """What the letters of an extension that is not recorded yet told (L08a, L08b)."""
    went = letters_of_extension(one)[::-1]
    to_complainant = next((letter for letter in went if letter.tells_complainant), None)
    to_subject = next((letter for letter in went if letter.code == LetterCode.EXTENSION_TO_SUBJECT), None)
    told = {"subject_sent_on": to_subject.sent_on} if to_subject else {}
    if to_complainant is not None:
        facts = to_complainant.facts
        told |= {"complainant_sent_on": to_complainant.sent_on, "weeks": facts.get(Fact.WEEKS), "reason": facts.get(Fact.REASON)}
    return told


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def extension_back(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.TAKE_BACK_EXTENSION,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: take_back_extension(**who(request, of), reason=given["reason"], seen_version=given["version"]),
        title=_("Take the extension back"),
        lead=_("Only for one that was recorded by mistake. The last day becomes what it was; the history keeps both."),
        button=_("Take it back"),
        done=_("The extension is taken back. The file shows the last day."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def postponement_back(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.TAKE_BACK_POSTPONEMENT,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: take_back_postponement(**who(request, of), reason=given["reason"], seen_version=given["version"]),
        title=_("Take the later day back"),
        lead=_(
            "Only for one that was recorded by mistake, the last one first. The last day becomes what it is without it, also when"
            " that has passed; the history keeps both. Was the day wrong? Take it back, then record the right one."
        ),
        button=_("Take it back"),
        done=_("The later day is taken back. The file shows the last day."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def postpone(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    today = dutch_date(read_clock())
    is_late = is_recorded_late(current_round(of), today=today)
    form = PostponeForm(request.POST or None, consents=_consents(request, of), today=today, is_recorded_late=is_late, initial=seen(of))

    def keep(given: dict[str, Any]) -> None:
        kind, _colon, chosen = given["consent"].partition(":")
        agreement = Agreement(
            **{name: given[name] for name in ("reason", "starts_on", "ends_on", "until", "consented_on")},
            is_far_agreed=given.get("is_far_agreed", False),
            document_id=uuid.UUID(chosen) if kind == DOCUMENT else None,
            message_id=uuid.UUID(chosen) if kind == MESSAGE else None,
            late_reason=given.get("late_reason", ""),
        )
        postpone_term(**who(request, of), agreement=agreement, seen_version=given["version"])

    return step_page(
        request,
        of,
        Step.POSTPONE,
        form,
        keep,
        title=_("Agree on a later day"),
        lead=_("The last day is %(due)s. With the complainant's consent in writing it can be later (article 9:11(3)).")
        % {"due": day(current_round(of).due_on)},
        button=_("Record the later day"),
        done=_("The later day is recorded. The file shows the new last day."),
    )


def _consents(request: HttpRequest, of: Complaint) -> list[tuple[str, str]]:
    """What in the file may be the consent: mails somebody wrote, newest first, and documents; a mail that is kept whole is there once."""
    mails = list(of.incoming_messages.filter(nature=MessageNature.MESSAGE).only("pk", "arrived_at", "message_id"))
    found = [(f"{MESSAGE}:{one.pk}", _("Mail of %(moment)s") % {"moment": moment(one.arrived_at)}) for one in mails]
    kept_whole = {one.message_id for one in mails if one.message_id}
    others = documents_of_others(actor=request.actor, complaint=of)  # type: ignore[attr-defined]
    return found + [(f"{DOCUMENT}:{one.pk}", one.name) for one in others if one.message_id not in kept_whole]
