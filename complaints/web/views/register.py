"""The register: the list, one file with what it needs now, finding a file by its number."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.advising import hears_in, may_look
from complaints.code_lists import FilerRole
from complaints.deciding import judged
from complaints.flows.looking import open_file
from complaints.judging import ombudsman_until_of, told_end_of
from complaints.letter_writing import letters_of_file
from complaints.linking import linked_files
from complaints.models import Complaint, Identity, MessageNature, Party, Regime, Round
from complaints.next_steps import can_attach, next_step, other_steps
from complaints.people import is_shielded
from complaints.same_person import other_files_of
from complaints.selectors import (
    TERM_CHANGES,
    as_shown,
    clock_of_round,
    current_round,
    documents_of_file,
    doubles_of,
    filer_of,
    inform_by_of,
    klaagschrift_lacks,
    last_look,
    main_point,
    mediations_of,
    messages_of,
    namesake_of,
    original_of,
    state_of_file,
    transfers_of,
    unsent_since,
    waiting_message,
)
from complaints.shielding import facts_tell_shielded, who_stays_out
from complaints.statuses import FileState, Step, allows
from complaints.web.committee_wording import people_advising, shown_advice
from complaints.web.decision_wording import ShownDecision, shown_decision
from complaints.web.hand_over_wording import shown_hand_over
from complaints.web.hearing_wording import people_heard, shown_hearings
from complaints.web.judgment_wording import shown_judgment
from complaints.web.mediation_wording import shown_mediation
from complaints.web.promises import shown_promise
from complaints.web.timeline import ShownEvent, people_in, shown_history
from complaints.web.transfer_wording import shown_transfer
from complaints.web.views.documents import drop_area
from complaints.web.wording import (
    MODE_NAMES,
    clock_explanation,
    clock_sentence,
    clock_warnings,
    grouped_steps,
    holds_no_more,
    how_to_inform,
    missing_words,
    regime_name,
    shown_apology,
    shown_letters,
    shown_measure,
    shown_message,
    shown_not_done,
    shown_not_taken_up,
    shown_people,
    shown_same_person,
    shown_step,
    shown_term_change,
    state_of,
    unproven,
    who_has_it,
)
from complaints.work.crew import crew_on, takings
from complaints.work.takers import Taking
from tenants.accounts.selectors import shown_names
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound
from tenants.models import TenantKind
from tenants.organisation.core_lists import KINDS
from tenants.permissions import Permission, requires
from tenants.selectors import current_statutory_calendar

# Of what changed meanwhile; the timeline has all of it.
MOST_NEWS = 5


@require_safe
@requires(Permission.SEE_COMPLAINTS)
def complaint(request: HttpRequest, reference: str) -> HttpResponse:
    now = read_clock()
    try:
        found = open_file(actor=request.actor, reference=reference, now=now)  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None
    context = file_context(request, found)
    return render(request, "complaints/file.html", context | _news(found, context["events"], actor=request.actor, now=now))  # type: ignore[attr-defined]


def _news(found: Complaint, events: list[ShownEvent], *, actor: Actor, now: datetime) -> dict[str, Any]:
    """What others did since this person last opened the file, newest first; nothing at the first look."""
    since = last_look(actor=actor, complaint=found, before=now)
    others = [one for one in events if since is not None and one.event.happened_at > since and one.event.actor_id != actor.user_id]
    return {"last_look": since, "news": others[:MOST_NEWS], "more_news": len(others[MOST_NEWS:])}


def file_context(request: HttpRequest, found: Complaint) -> dict[str, Any]:
    """What the page of a file tells whoever asks, of a file they were let into."""
    today = dutch_date(read_clock())
    first = next_step(actor=request.actor, complaint=found, today=today)  # type: ignore[attr-defined]
    offered, folded = other_steps(actor=request.actor, complaint=found, today=today)  # type: ignore[attr-defined]
    people, filer = [as_shown(party) for party in found.parties.all()], filer_of(found)
    taken = takings([one for one in found.rounds.all() if one.closed_on is None], crew=crew_on(today))
    handlers = shown_names(
        actor=request.actor,  # type: ignore[attr-defined]
        tenant=request.tenant,  # type: ignore[attr-defined]
        user_ids={one.handler_id for one in found.rounds.all() if one.handler_id}
        | {one.user_id for one in found.involved_people.all() if one.user_id}
        | {one.promised_by_id for one in found.promises.all() if one.promised_by_id}
        | {user_id for one in found.rounds.all() for user_id in people_heard(one) | people_advising(one)}
        | {one.owner_id for one in found.improvements.all()}
        | {one.owner_id for one in found.hand_overs.all() if one.owner_id}
        | {one.mediator_id for one in mediations_of(found) if one.mediator_id}
        | people_in(found.events.all()).union(*(one.takers for one in taken.values())),
    )
    unsent = {one.round_id for one in found.sent_messages.all() if one.waits}
    handles = request.actor.may(Permission.HANDLE_COMPLAINTS)  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_settle_hand_overs = allows(state_of_file(found), Step.SETTLE_HAND_OVER)
    involved = [handlers.get(one.user_id or 0) or one.name for one in found.involved_people.all()]
    return {
        "complaint": found,
        "same_person": [shown_same_person(one) for one in other_files_of(actor=request.actor, complaint=found)] if handles else [],  # type: ignore[attr-defined]
        "original": original_of(actor=request.actor, complaint=found),  # type: ignore[attr-defined]
        "doubles": doubles_of(actor=request.actor, complaint=found),  # type: ignore[attr-defined]
        "namesake": namesake_of(actor=request.actor, complaint=found),  # type: ignore[attr-defined]
        "has_municipalities": request.tenant.kind == TenantKind.GR,  # type: ignore[attr-defined]
        "point": main_point(found),
        "first_step": _shown_first(first) if first else None,
        "not_done": shown_not_done(found) if handles and state_of_file(found) is FileState.CLOSED else [],
        "offered_steps": [shown_step(step) for step in offered],
        "can_mark_double": Step.MARK_DUPLICATE in folded,
        "folded_groups": grouped_steps(folded),
        "people": people,
        "hides_somebody": is_shielded(found),
        "tells_shielded": handles and allows(state_of_file(found), Step.UPDATE) and facts_tell_shielded(found, ours=involved),
        "documents": documents_of_file(actor=request.actor, complaint=found),  # type: ignore[attr-defined]
        "linked": linked_files(actor=request.actor, complaint_ids=[found.pk]).get(found.pk, []),  # type: ignore[attr-defined]
        "can_change": can_attach(actor=request.actor, complaint=found),  # type: ignore[attr-defined]
        **drop_area(),
        "letters": shown_letters(letters_of_file(actor=request.actor, complaint=found), today=today),  # type: ignore[attr-defined]
        "messages_of_file": [shown_message(one, complaint=found) for one in messages_of(found, actor=request.actor)],  # type: ignore[attr-defined]
        "waiting": _waiting(found),
        "decisions": _decisions(found, today),
        "unsent_since": unsent_since(found, now=read_clock()),
        "contacts": [contact for one in found.rounds.all() for contact in one.contacts.all()],
        "promises": [
            shown_promise(one, names=handlers, today=today)
            for one in sorted(found.promises.all(), key=lambda one: (bool(one.end), one.due_on))
        ],
        "can_settle": handles and allows(state_of_file(found), Step.SETTLE_PROMISE),
        "can_move_hand_overs": handles,
        "mediations": [shown_mediation(one, names=handlers, today=today) for one in mediations_of(found)],
        "can_settle_mediation": handles and allows(state_of_file(found), Step.SETTLE_MEDIATION),
        "hand_overs": [
            shown_hand_over(one, names=handlers, now=read_clock())
            | {"may_settle": can_settle_hand_overs and (handles or one.owner_id == actor.user_id)}
            for one in sorted(found.hand_overs.all(), key=lambda one: (one.ended_on is not None, one.due_on))
        ],
        "transfers": [shown_transfer(one, today=today) for one in transfers_of(found)],
        "can_settle_transfers": handles and allows(state_of_file(found), Step.SETTLE_TRANSFER),
        "apologies": [shown_apology(one) for one in found.apologies.all()],
        "lessons": list(found.lessons.all()),
        "measures": [
            shown_measure(one, names=handlers, today=today)
            | {"may_settle": _may_settle(found) and (handles or one.owner_id == request.actor.user_id)}  # type: ignore[attr-defined]
            for one in found.improvements.all()
        ],
        "today": today,
        "ombudsman_entries": list(found.ombudsman_entries.all()),
        "behaviour_rules": list(found.behaviour_rules.all()),
        "rule_now": next((one for one in found.behaviour_rules.all() if one.starts_on <= today <= one.ends_on), None),
        "other_people": shown_people(found, found.file_people.all()),
        "can_record_people": handles and allows(state_of_file(found), Step.RECORD_PERSON),
        "keys_of_parties": [
            ("AFFECTED_PERSON" if party.role == Party.AFFECTED_PERSON else "FILER", party.get_role_display(), _represents(party))
            for party in found.parties.all()
        ],
        "reactions": list(found.reaction_requests.all()),
        "can_ask_reaction": handles and allows(state_of_file(found), Step.ASK_REACTION),
        "can_link": handles and allows(state_of_file(found), Step.LINK),
        "can_record_cards": handles and allows(state_of_file(found), Step.APOLOGISE),
        "can_reveal": any(party.identity == Identity.SHIELDED for party in people)
        and may_look(actor, current_round(found))
        and (bool(first or offered) or not handles),
        "missing": missing_words(klaagschrift_lacks(found)) if not found.taken_over_at else [],
        "rounds": [
            _shown_round(found, one, today, handlers, taken.get(one.pk), actor=actor) | {"is_unsent": one.pk in unsent}
            for one in sorted(found.rounds.all(), key=lambda one: -one.number)
        ],
        "derived_kind": KINDS.get(found.derived_kind) if found.derived_kind else None,  # type: ignore[call-overload]
        "events": shown_history(
            found.events.all(),
            names=handlers,
            unsent_rounds=_numbers(found, unsent),
            stays_out=who_stays_out(found, (Identity.SHIELDED,)),
        ),
        "involved": involved,
        "informing": how_to_inform(found, filer=as_shown(filer) if filer else None),
        "inform_by": inform_by_of(found),
        "filer": as_shown(filer) if filer and (handles or hears_in(request.actor, current_round(found))) else None,  # type: ignore[attr-defined]
        "can_archive": request.actor.may(Permission.EXPORT_COMPLAINTS) and _is_closed(found),  # type: ignore[attr-defined]
    }


def _is_closed(complaint: Complaint) -> bool:
    return all(one.closed_on for one in complaint.rounds.all())


def _may_settle(complaint: Complaint) -> bool:
    return allows(state_of_file(complaint), Step.SETTLE_MEASURE)


def _represents(party: Party) -> bool:
    return party.role not in (Party.AFFECTED_PERSON, FilerRole.COMPLAINANT)


def _numbers(complaint: Complaint, round_ids: Collection[int]) -> set[int]:
    return {one.number for one in complaint.rounds.all() if one.pk in round_ids}


def _decisions(complaint: Complaint, today: date) -> list[ShownDecision]:
    """The decisions the file mentions, while something is done in it: those to which an objection may be open first."""
    if complaint.exclusion or current_round(complaint).closed_on is not None:
        return []
    found = judged(complaint, complaint.mentioned_decisions.all(), calendar=current_statutory_calendar())
    shown = [shown_decision(one.decision, one.triage, of=complaint, today=today) for one in found]
    return sorted(shown, key=lambda one: not one.is_urgent)


def _waiting(complaint: Complaint) -> dict[str, Any] | None:
    """The mail that waits longest, for the top of the page."""
    one = waiting_message(complaint)
    if one is None:
        return None
    return {
        "message": one,
        "is_returned": one.nature == MessageNature.NOT_DELIVERED,
        "is_shielded": is_shielded(complaint),
    }


def _shown_round(
    of: Complaint, one: Round, today: date, handlers: dict[int, str], taking: Taking | None, *, actor: Actor
) -> dict[str, Any]:
    clock = clock_of_round(one, handled_on=told_end_of(one), calendar=current_statutory_calendar())
    shape, _words = state_of(one, today=today)
    return {
        "round": one,
        "shape": shape,
        "sentence": clock_sentence(one=one, today=today),
        "explanation": clock_explanation(clock),
        "warnings": clock_warnings(clock),
        "regime": regime_name(one),
        "mode": MODE_NAMES.get(one.mode, ""),
        "is_norm": one.regime == Regime.NORM,
        "handler": handlers.get(one.handler_id) if one.handler_id else None,
        "closing": getattr(one, "closing", None),
        "ombudsman_until": ombudsman_until_of(one, today=today),
        "unproven": unproven(one),
        "holds_no_more": holds_no_more(of, one),
        "not_taken_up": shown_not_taken_up(getattr(getattr(one, "closing", None), "not_taken_up", None)),
        "moved": [shown_term_change(change) for name in TERM_CHANGES for change in getattr(one, name).all() if change.due_after],
        "judgment": shown_judgment(one, {point.pk: point for point in of.points.all()}),
        "hearing": shown_hearings(of, one, names=handlers),
        "advised": shown_advice(one, {point.pk: point for point in of.points.all()}, names=handlers, actor=actor),
        "meanwhile": who_has_it(taking, handlers) if taking else "",
    }


def _shown_first(step: Step) -> dict[str, str]:
    """Coming back is what is next only after the investigation ended for which it was not taken up."""
    return shown_step(step) | ({"words": _("Take up again")} if step is Step.RETURN else {})
