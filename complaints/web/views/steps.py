"""The steps in a file: each a short page with one form, one call into a flow, and back to the file."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.acknowledging import did_mail_fail, may_be_mailed, ways_to_confirm
from complaints.advising import may_look
from complaints.awb.triage import Contested
from complaints.flows.acknowledgement import acknowledge_complaint
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.contact import record_contact
from complaints.flows.documents import remove_document as take_document_out
from complaints.flows.leaving_out import mark_duplicate, mark_registered_in_error, restore
from complaints.flows.looking import NobodyIsShielded, record_openings, reveal_identity
from complaints.flows.notes import add_note
from complaints.flows.returning import return_complaint
from complaints.flows.reviewing import review_not_taken_up
from complaints.flows.updating import correct_receipt, update_complaint
from complaints.following import first_round
from complaints.intake_choices import handler_choices, outcome_choices
from complaints.judging import fitting_outcomes, judgment_of, verdicts_of_all
from complaints.letter_writing import last_sent
from complaints.letters.catalogue import OF_GROUND, LetterCode
from complaints.letters.facts import Fact
from complaints.models import Complaint, ContactWay, Identity, Letter, PreferredContact, Transfer, TransferKind, Who
from complaints.second_look import decisions_need_look
from complaints.selectors import (
    as_shown,
    current_round,
    document_of_file,
    filer_of,
    messages_of,
    state_of_file,
    unsent_since,
    waiting_message,
    waits_to_be_resumed,
)
from complaints.statuses import Step, allows
from complaints.web.step_forms import (
    AcknowledgeForm,
    AssignForm,
    CloseForm,
    ContactForm,
    ConversationForm,
    DuplicateForm,
    NoteForm,
    ReasonForm,
    ReceiptForm,
    ReturnForm,
    RevealForm,
    ReviewForm,
    ShieldedPersonForm,
    moment_for_input,
)
from complaints.web.views.step_page import METHODS, back_to_file, file_or_404, key_of_sending, seen, shown_of_file, step_page, who
from complaints.web.wording import contact_as_note, person_title, shown_message, shown_not_done
from complaints.work.involvement import decides_on_involvement
from complaints.work.suggesting import suggested_handler
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal
from tenants.organisation.core_lists import Outcome
from tenants.permissions import Permission, requires
from tenants.templatetags.polsslag import day
from tenants.web.forms.refusals import add_refusal


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    today = dutch_date(read_clock())
    decides = decides_on_involvement(actor=request.actor, complaint=of, today=today)  # type: ignore[attr-defined]
    handlers = handler_choices(actor=request.actor, complaint=of, today=today, with_involved=decides)  # type: ignore[attr-defined]
    asks_exception = decides and of.involved_people.filter(user_id__in=[user_id for user_id, _name in handlers]).exists()
    suggestion = suggested_handler(actor=request.actor, complaint=of, today=today)  # type: ignore[attr-defined]
    chosen = {"handler_id": suggestion.user_id} if suggestion else {}
    form = AssignForm(request.POST or None, handlers=handlers, asks_exception=asks_exception, initial=seen(of) | chosen)
    return step_page(
        request,
        of,
        Step.ASSIGN,
        form,
        lambda given: assign_complaint(
            **who(request, of),
            handler_id=given["handler_id"],
            seen_version=given["version"],
            conduct_of=given.get("conduct_of"),
            exception_reason=given.get("exception_reason", ""),
            even_if_away=given["even_if_away"],
        ),
        title=_("Give to a handler"),
        lead=_("Whoever was involved in what happened does not handle the complaint (article 9:7)."),
        button=_("Give"),
        done=_("The complaint has a handler."),
        suggestion=suggestion,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def acknowledge(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    opened = current_round(of)
    if opened.acknowledged_on is not None:
        return _shown_confirmed(request, of)
    ways = ways_to_confirm(of, opened=opened)
    form = AcknowledgeForm(request.POST or None, ways=ways, is_electronic=may_be_mailed(of), initial=seen(of))
    is_mailed = request.POST.get("way") == ContactWay.EMAIL
    return step_page(
        request,
        of,
        Step.ACKNOWLEDGE,
        form,
        lambda given: acknowledge_complaint(
            **who(request, of),
            way=given["way"],
            acknowledged_on=given.get("acknowledged_on"),
            has_agreed_to_mail=given.get("has_agreed_to_mail", False),
            seen_version=given["version"],
        ),
        title=_("Confirm receipt"),
        lead=_how_to_confirm(of, ways=ways),
        button=_("Send the confirmation") if form.is_by_mail else _("Confirm"),
        done=_("The mail that confirms receipt is on its way. The file says when it was sent.")
        if is_mailed
        else _("Receipt is confirmed."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Of a file that was closed meanwhile it is kept as a note, where whoever typed it chooses so."""
    of = file_or_404(request, reference)
    is_note = "as_note" in request.POST
    key = key_of_sending(request)

    def keep(given: dict[str, Any]) -> None:
        if is_note:
            add_note(**who(request, of), text=contact_as_note(given), request_key=key)
        else:
            told = {name: given[name] for name in ("happened_at", "way", "result", "text")}
            record_contact(**who(request, of), **told, request_key=key)

    return step_page(
        request,
        of,
        Step.RECORD_CONTACT,
        ContactForm(request.POST or None, initial={"happened_at": moment_for_input(read_clock()), "way": _way_to_begin(of)}),
        keep,
        title=_("Record contact"),
        lead=_what_counts_as_contact(of),
        button=_("Record"),
        done=_("The note is in the file.") if is_note else _("The contact is recorded."),
        is_sent_once=True,
        may_be_note=True,
        and_then=("explore_complaint", _("Record, and fill in the conversation card")),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def explore(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    filer = filer_of(of)
    known = {name: getattr(of, name) for name in ("story", "meaning", "wish", "informing", "inform_weeks")}
    known["preferred_contact"] = filer.preferred_contact if filer else ""
    knows_filer = filer is not None and filer.identity != Identity.SHIELDED
    form = ConversationForm(request.POST or None, known=known, knows_filer=knows_filer, initial=seen(of))
    return step_page(
        request,
        of,
        Step.EXPLORE,
        form,
        lambda given: update_complaint(**who(request, of), changes=form.changes(), step=Step.EXPLORE, seen_version=given["version"]),
        title=_("Conversation card"),
        lead=_("What is it really about? No question has to be answered, and what is known already stands here."),
        button=_("Keep"),
        done=_("What this person told is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def note(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.ADD_NOTE,
        NoteForm(request.POST or None),
        lambda given: add_note(**who(request, of), text=given["text"], request_key=key_of_sending(request)),
        title=_("Add a note"),
        lead="",
        button=_("Add"),
        done=_("The note is in the file."),
        is_sent_once=True,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    by = current_round(of).notice_due_on
    told = last_sent(current_round(of), LetterCode.NOT_TAKEN_UP)
    by_letter: dict[str, Any] = {"notice_sent_on": told.sent_on, "names_ombudsman": True} if told else {}
    by_letter |= {name: told.facts.get(name, "") for name in (Fact.GROUND, *sorted(OF_GROUND))} if told else {}
    outcomes = outcome_choices(actor=request.actor)  # type: ignore[attr-defined]
    form = CloseForm(
        request.POST or None,
        outcomes=outcomes,
        has_more_points=of.points.count() > 1,
        initial=seen(of) | by_letter | _passed_on_already(of) | _said_already(of, told, outcomes=outcomes),
    )
    return step_page(
        request,
        of,
        Step.CLOSE,
        form,
        lambda given: close_complaint(
            **who(request, of),
            ending=form.ending(),
            seen_version=given["version"],
        ),
        title=_("Close the complaint"),
        lead=_("Ask first: is it solved the way you hoped? The person can always come back."),
        button=_("Close the complaint"),
        done=_("The complaint is closed."),
        template="complaints/steps/close.html",
        notice_by=by,
        needs_look=told is None and decisions_need_look(),
        is_notice_late=by is not None and by < dutch_date(read_clock()),
        is_reply_waiting=waiting_message(of) is not None,
        open_promises=of.promises.filter(end="").count(),
        awaited=list(Transfer.objects.awaited().filter(round__complaint=of).select_related("provider")),
        decisions=list(of.mentioned_decisions.values_list("what", flat=True)),
        not_done=shown_not_done(of),
    )


def _said_already(of: Complaint, told: Letter | None, *, outcomes: Iterable[tuple[str, str, Outcome]]) -> dict[str, Any]:
    """The outcome, where what was found or told leaves one to choose, and why there is no judgment, as it was written."""
    opened = current_round(of)
    found, judgment = verdicts_of_all(of, opened), judgment_of(opened)
    if found:
        fits = fitting_outcomes([one.verdict for one in found])
        why = judgment.reasoning if judgment is not None and fits == {Outcome.NO_JUDGMENT} else ""
    else:
        fits = frozenset({Outcome.NOT_TAKEN_UP} if told is not None else ())
        why = told.facts.get(Fact.MOTIVATION, "") if told is not None else ""
    keys = [key for key, _text, core in outcomes if core in fits]
    return ({"outcome": keys[0]} if len(keys) == 1 else {}) | ({"explanation": why} if why else {})


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def review(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.REVIEW,
        ReviewForm(request.POST or None, initial=seen(of)),
        lambda given: review_not_taken_up(
            **who(request, of),
            **{name: given[name] for name in ("found", "review_on", "not_resumed_because")},
            seen_version=given["version"],
        ),
        title=_("Look again at the investigation"),
        lead=_(
            "This complaint was not taken up while a criminal investigation runs. Has it ended, then that is no reason any more: the"
            " complaint is taken up again."
        ),
        button=_("Record"),
        done=_("What you found is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def come_back(request: HttpRequest, reference: str) -> HttpResponse:
    """A new round: this person came back, or the investigation ended for which the complaint was not taken up."""
    of = file_or_404(request, reference)
    is_resumed = waits_to_be_resumed(current_round(of))
    return step_page(
        request,
        of,
        Step.RETURN,
        ReturnForm(request.POST or None, is_resumed=is_resumed, initial=seen(of) | _words_of_waiting_mail(of)),
        lambda given: return_complaint(
            **who(request, of),
            reason=given["reason"],
            returned_on=given["returned_on"],
            is_written=given.get("is_written"),
            seen_version=given["version"],
        ),
        title=_("Take the complaint up after the investigation") if is_resumed else _("The person comes back"),
        lead=_("The investigation stands in the way no more. A new round of the same file opens, with its own term. Tell this person so.")
        if is_resumed
        else _("A new round of the same file opens, with its own term."),
        button=_("Take up again") if is_resumed else _("Open a new round"),
        done=_("The complaint is taken up: a new round is open. Tell this person so.") if is_resumed else _("A new round is open."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def double(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.MARK_DUPLICATE,
        DuplicateForm(request.POST or None, initial=seen(of)),
        lambda given: mark_duplicate(
            **who(request, of), of_reference=given["of_reference"], reason=given["reason"], seen_version=given["version"]
        ),
        title=_("This file is double"),
        lead=_("The number stays; in the figures only the other file counts."),
        button=_("Mark as double"),
        done=_("This file no longer counts in the figures."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def by_mistake(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.MARK_IN_ERROR,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: mark_registered_in_error(**who(request, of), reason=given["reason"], seen_version=given["version"]),
        title=_("Registered by mistake"),
        lead=_("The number stays and the file counts in no figure."),
        button=_("Leave out of the figures"),
        done=_("This file no longer counts in the figures."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def count_again(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.RESTORE,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: restore(**who(request, of), reason=given["reason"], seen_version=given["version"]),
        title=_("Let this file count again"),
        lead="",
        button=_("Count again"),
        done=_("This file counts in the figures again."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    start = {"received_at": moment_for_input(of.received_at)} if of.received_at else {}
    confirmed_on = first_round(of).acknowledged_on
    told_before = (
        " "
        + _("Receipt was confirmed on %(day)s, with the dates as they were then. Tell this person the new ones.")
        % {"day": day(confirmed_on)}
        if confirmed_on is not None
        else ""
    )
    return step_page(
        request,
        of,
        Step.CORRECT_RECEIPT,
        ReceiptForm(request.POST or None, initial=seen(of) | start),
        lambda given: correct_receipt(
            **who(request, of), received_at=given["received_at"], reason=given["reason"], seen_version=given["version"]
        ),
        title=_("Correct the moment of receipt"),
        lead=_("Every date is computed anew. The old moment stays in the history, with your reason.") + told_before,
        button=_("Correct"),
        done=_("The moment of receipt is corrected.") + told_before,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def remove_document(request: HttpRequest, reference: str, document_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    document = document_of_file(actor=request.actor, complaint=of, document_id=document_id)  # type: ignore[attr-defined]
    if document is None:
        raise Http404
    return step_page(
        request,
        of,
        Step.REMOVE_DOCUMENT,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: take_document_out(**who(request, of), document_id=document.pk, reason=given["reason"], seen_version=given["version"]),
        title=_("Remove a document"),
        lead=_('"%(name)s" is then gone for good. Only that, by whom and why stays in the history. Do not write down what was in it.')
        % {"name": document.name},
        button=_("Remove for good"),
        done=_("The document is removed."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HEAR)
def reveal(request: HttpRequest, reference: str) -> HttpResponse:
    """Shows the person once, on the answer itself: nothing of it is kept for a next page."""
    of = file_or_404(request, reference)
    form = RevealForm(request.POST or None)
    if not may_look(request.actor, current_round(of)):  # type: ignore[attr-defined]
        text = _("Who this is, is shown to whoever handles or hears this complaint. Ask one of them what you need to know.")
        messages.info(request, text)
        return back_to_file(request, of.reference)
    if not any(party.identity == Identity.SHIELDED for party in of.parties.all()):
        messages.info(request, NobodyIsShielded().text)
        return back_to_file(request, of.reference)
    if request.method == "POST" and form.is_valid():
        try:
            people = reveal_identity(**who(request, of), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            shown = {
                "complaint": of,
                "people": [{"party": party, "form": ShieldedPersonForm.of(party, version=of.version)} for party in people],
                "can_change": request.actor.may(Permission.HANDLE_COMPLAINTS) and allows(state_of_file(of), Step.UPDATE),  # type: ignore[attr-defined]
                "beside": [(person_title(one), one) for one in of.file_people.filter(who=Who.OTHER)],
                "mails": [
                    shown_message(one, complaint=of)
                    for one in messages_of(of, actor=request.actor, is_revealed=True)  # type: ignore[attr-defined]
                    if one.is_incoming
                ],
            }
            return render(request, "complaints/steps/revealed.html", shown)
    context = {
        "complaint": of,
        "form": form,
        "title": _("See who this is"),
        "lead": _("This person is shielded. Only look when you need to know for handling the complaint."),
        "button": _("Show"),
    }
    return shown_of_file(request, of, "complaints/steps/form.html", context)


def _way_to_begin(of: Complaint) -> ContactWay:
    """As this person wants to be spoken to, as far as is known."""
    filer = filer_of(of)
    if filer is None or filer.preferred_contact != PreferredContact.WRITING:
        return ContactWay.PHONE
    return ContactWay.EMAIL if as_shown(filer).email else ContactWay.LETTER


def _what_counts_as_contact(of: Complaint) -> str:
    filer = filer_of(of)
    if filer is not None and filer.preferred_contact == PreferredContact.WRITING:
        return _("This person prefers writing: writing back and forth counts as contact, and so does a talk. A try is recorded too.")
    return _("A talk counts as contact. A try that reached nobody, and writing, is recorded too, but does not count.")


def _shown_confirmed(request: HttpRequest, of: Complaint) -> HttpResponse:
    """When and how it was done, with nothing to send: a confirmation that came back is taken back, and then can be sent anew."""
    now = read_clock()
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=now)  # type: ignore[attr-defined]
    context = {"complaint": of, "round": current_round(of), "unsent_since": unsent_since(of, now=now)}
    return render(request, "complaints/steps/confirmed.html", context)


def _how_to_confirm(of: Complaint, *, ways: Sequence[ContactWay]) -> str:
    if tuple(ways) == (ContactWay.EMAIL,):
        filer = filer_of(of)
        address = as_shown(filer).email if filer else ""
        if address:
            return _("It came in electronically, so Polsslag confirms by e-mail, now, to %(address)s.") % {"address": address}
        return _("It came in electronically, so Polsslag confirms by e-mail, now.")
    if did_mail_fail(current_round(of)):
        return _("Our mail did not arrive. Send a letter and note that here, or correct the address first and mail again.")
    if ContactWay.EMAIL in ways:
        return _(
            "It did not come in electronically. Ask whether e-mail is right: then Polsslag sends the confirmation, now. Or send a letter"
            " yourself, or hand it over, and note here when you did."
        )
    return _("Polsslag cannot mail this person. Send a letter yourself, or hand it over, and note here when you did.")


def _passed_on_already(of: Complaint) -> dict[str, Any]:
    """What is known of a writing that is an objection: of its forwarding, where that was recorded, and of telling the person."""
    against = of.mentioned_decisions.filter(contested=Contested.CONTENT).first()
    if against is None:
        return {}
    sent = current_round(of).transfers.standing().filter(kind=TransferKind.FORWARDED).first()
    if sent is not None:
        return {"passed_to": sent.body, "passed_on": sent.handed_on, "told_on": sent.told_on, "told_way": sent.told_way}
    return {"told_on": against.told_on, "told_way": against.told_way}


def _words_of_waiting_mail(of: Complaint) -> dict[str, Any]:
    """What somebody wrote after closing is why they come back, in their words; never of a file in which somebody is shielded."""
    waiting = waiting_message(of)
    if waiting is None or of.parties.filter(identity=Identity.SHIELDED).exists():
        return {}
    return {"reason": waiting.text}
