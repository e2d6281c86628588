"""What others read from the register: the list, one file with everything in it, the clock of a round."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Value
from django.db.models.functions import Replace, Upper
from django.utils.translation import gettext_lazy as _

from complaints.access import LONGEST_REFERENCE, access_complaint, may_see, registered_by, visible_complaints
from complaints.awb.clock import HandlingClock, handling_clock
from complaints.awb.refusals import ClockRefusal
from complaints.code_lists import FilerRole, HandlingWish
from complaints.kinds import IntakeFacts, missing_for_klaagschrift
from complaints.linking import documents_shown, kept_from
from complaints.models import (
    TELLING,
    AccessRecord,
    BehaviourRule,
    Compartment,
    Complaint,
    ComplaintEvent,
    ComplaintPoint,
    ConsentedChange,
    ContactRecord,
    Document,
    Exclusion,
    FilePerson,
    Hearing,
    HearingResult,
    HearingWaiver,
    Identity,
    IncomingMessage,
    Mediation,
    Note,
    Party,
    Promise,
    ReactionRequest,
    Regime,
    RegistrationDraft,
    Round,
    SentMessage,
    StepDraft,
    Transfer,
)
from complaints.rows import loaded_rows
from complaints.statuses import FileState, state_of
from complaints.terms import RoundFacts, facts_on_file, inform_by
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import NotFound, Refusal
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

MOST_ON_A_PAGE = 100
SHORTEST_BARE_NUMBER = 3
# What a round has beside it, wherever it is shown.
OF_ROUND = ("outcome", "procedure", "handled_by", "closing__not_taken_up", "committee")
# What the clock of a round rests on beside the round itself.
TERM_CHANGES = ("extensions", "postponements", "agreed_dates")


class UnusablePageSize(Refusal):
    code = "unusable_page_size"
    message = _("Ask for 1 to 100 at a time.")


def search_complaint(*, actor: Actor, number: str) -> Complaint:
    """One file by the number somebody types: ours, or the one it had elsewhere, in capitals or not. Raises NotFound.

    Of numbers that differ in capitals alone, the one typed exactly so goes first, then the file received last.
    """
    try:
        return access_complaint(actor=actor, reference=number)
    except NotFound:
        if len(number) > LONGEST_REFERENCE or "\x00" in number:
            raise
    visible = visible_complaints(actor=actor)
    found = list(visible.filter(source_reference__iexact=number).order_by()) or _without_dashes(visible, number)
    if not found:
        raise NotFound
    return max(found, key=lambda one: (one.received_on, one.reference))


def _without_dashes(visible: QuerySet[Complaint], number: str) -> list[Complaint]:
    """The file whose number this is when dashes and spaces make no difference; ours goes first."""
    bare = re.sub(r"[\s-]", "", number).upper()
    if len(bare) < SHORTEST_BARE_NUMBER or not any(sign.isdecimal() for sign in bare):
        return []
    ours = list(visible.filter(reference=f"{bare[:4]}-{bare[4:]}"))
    plain = Upper(Replace(Replace("source_reference", Value("-")), Value(" ")))
    return ours or list(visible.annotate(bare_number=plain).filter(bare_number=bare).order_by())


def namesake_of(*, actor: Actor, complaint: Complaint) -> Complaint | None:
    """The other file that had this file's number in the register it was taken over from; whoever searched may mean that one."""
    return visible_complaints(actor=actor).filter(source_reference=complaint.reference).exclude(pk=complaint.pk).first()


def original_of(*, actor: Actor, complaint: Complaint) -> Complaint | None:
    """The file this one is double with; None where it is not double, or whoever asks may not see the other."""
    if complaint.duplicate_of_id is None:
        return None
    return visible_complaints(actor=actor).filter(pk=complaint.duplicate_of_id).first()


def doubles_of(*, actor: Actor, complaint: Complaint) -> list[Complaint]:
    """The files that are double with this one, which counts for them, as far as whoever asks may see them; the oldest number first."""
    return list(visible_complaints(actor=actor).filter(duplicate_of=complaint).order_by("reference"))


def complaint_file(*, actor: Actor, reference: str) -> Complaint:
    """One file with rounds, points, parties and timeline loaded. Raises NotFound."""
    complaint = access_complaint(actor=actor, reference=reference)
    return (
        Complaint.objects.filter(pk=complaint.pk)
        .select_related("authority", "kind", "channel", "municipality", "provider")
        .prefetch_related(
            Prefetch("rounds", Round.objects.select_related(*OF_ROUND)),
            Prefetch("points", ComplaintPoint.objects.select_related("nature", "unit")),
            "parties",
            "mentioned_decisions",
            "apologies",
            "lessons",
            "improvements",
            Prefetch("behaviour_rules", BehaviourRule.objects.select_related("document")),
            "ombudsman_entries",
            Prefetch("reaction_requests", ReactionRequest.objects.select_related("user")),
            Prefetch("file_people", FilePerson.objects.select_related("mandate_document")),
            "hand_overs",
            Prefetch("notes", Note.objects.select_related("written_by")),
            *(f"rounds__{name}" for name in TERM_CHANGES),
            Prefetch("promises", Promise.objects.select_related("unit")),
            "rounds__copies",
            "rounds__hearings__letter__messages",
            "rounds__waivers",
            "rounds__letters__messages",
            "rounds__judgment__points",
            "rounds__mediations",
            Prefetch("rounds__transfers", Transfer.objects.select_related("provider").prefetch_related("chases")),
            "rounds__advice__points",
            Prefetch("rounds__contacts", ContactRecord.objects.select_related("recorded_by")),
            Prefetch("incoming_messages", IncomingMessage.objects.select_related("handled_by").prefetch_related("documents")),
            "sent_messages",
            Prefetch("events", ComplaintEvent.objects.select_related("actor").order_by("-happened_at", "-pk")),
        )
        .get()
    )


def last_look(*, actor: Actor, complaint: Complaint, before: datetime) -> datetime | None:
    """When this person opened the page of the file the time before, which tells all of it; None where they never did."""
    looks = AccessRecord.objects.filter(complaint=complaint, actor_id=actor.user_id or 0, code="opened", happened_at__lt=before)
    looks = looks.filter(data__is_whole=True)
    return looks.order_by("-happened_at").values_list("happened_at", flat=True).first()


def listed_complaint(*, actor: Actor, reference: str) -> Complaint:
    """One file with what a row of the list has loaded. Raises NotFound."""
    complaint = access_complaint(actor=actor, reference=reference)
    return loaded_rows([complaint.pk])[0]


def current_round(complaint: Complaint) -> Round:
    """The round that counts now: the last one. Uses what is loaded."""
    return max(rounds_of(complaint), key=lambda one: one.number)


def transfers_of(complaint: Complaint) -> list[Transfer]:
    """To whom a file went, over all its rounds, the last one first. Uses what is loaded."""
    found = [transfer for one in rounds_of(complaint) for transfer in one.transfers.all()]
    return sorted(found, key=lambda one: (one.handed_on, one.recorded_at), reverse=True)


def mediations_of(complaint: Complaint) -> list[Mediation]:
    """Over all its rounds, the last one first. Uses what is loaded."""
    found = [one for of in rounds_of(complaint) for one in of.mediations.all()]
    return sorted(found, key=lambda one: (one.proposed_on, one.recorded_at), reverse=True)


def inform_by_of(complaint: Complaint) -> date | None:
    """By when whoever complains hears from us, as was agreed; None where nothing was, or nothing is done any more. Uses what is loaded."""
    last = current_round(complaint)
    if last.closed_on is not None or complaint.exclusion:
        return None
    told = [dutch_date(one.happened_at) for one in last.contacts.all() if one.result in TELLING]
    return inform_by(weeks=complaint.inform_weeks, told_on=max(told, default=None))


def review_day(one: Round) -> date | None:
    """When somebody looks again whether a criminal investigation still stands in the way (9:8(1)(f)), or since when it does not and the
    complaint waits to be taken up again. Uses what is loaded.
    """
    kept = getattr(getattr(one, "closing", None), "not_taken_up", None)
    return (kept.review_on or kept.resume_since) if kept else None


def waits_to_be_resumed(one: Round) -> bool:
    """Whether the criminal investigation ended for which it was not taken up. Uses what is loaded."""
    kept = getattr(getattr(one, "closing", None), "not_taken_up", None)
    return kept is not None and kept.resume_since is not None


def standing_waiver(one: Round) -> HearingWaiver | None:
    """Why the complainant need not be heard in this round, where that stands (Awb 9:10(2)). Uses what is loaded."""
    return next((waiver for waiver in one.waivers.all() if waiver.ended_at is None), None)


def talks_to_record(one: Round) -> list[Hearing]:
    """Talks that are planned or that somebody was invited to, the first moment first; those without one last. Uses what is loaded."""
    open_ones = [hearing for hearing in one.hearings.all() if hearing.result == HearingResult.PLANNED]
    return sorted(open_ones, key=lambda hearing: (hearing.planned_at is None, hearing.planned_at or hearing.recorded_at))


def talks_held(one: Round) -> list[Hearing]:
    """Talks that were held, the first one first. Uses what is loaded."""
    held = [hearing for hearing in one.hearings.all() if hearing.result == HearingResult.HELD and hearing.held_at]
    return sorted(held, key=lambda hearing: hearing.held_at or hearing.recorded_at)


def rounds_of(complaint: Complaint) -> Sequence[Round]:
    """The rounds of a file. Uses what is loaded."""
    return list(complaint.rounds.all()) if complaint.loaded_rounds is None else complaint.loaded_rounds


def points_of(complaint: Complaint) -> Sequence[ComplaintPoint]:
    """The points of a file, the main one first. Uses what is loaded."""
    return list(complaint.points.all()) if complaint.loaded_points is None else complaint.loaded_points


def state_of_file(complaint: Complaint) -> FileState:
    """Where the file stands. Uses what is loaded."""
    last = current_round(complaint)
    return state_of(is_left_out=bool(complaint.exclusion), is_closed=last.closed_on is not None, has_handler=last.handler_id is not None)


def main_point(complaint: Complaint) -> ComplaintPoint | None:
    """The main point, where there is one. Uses what is loaded."""
    return next((point for point in points_of(complaint) if point.is_main), None)


def filer_of(complaint: Complaint) -> Party | None:
    """Who came to us, as far as anything of them is known. Uses what is loaded."""
    return next((party for party in complaint.parties.all() if party.role != Party.AFFECTED_PERSON), None)


def last_postponement(one: Round) -> ConsentedChange | None:
    """What was agreed on last of what is recorded here; what was taken over stands. Uses what is loaded."""
    changes: list[ConsentedChange] = [*one.postponements.all(), *one.agreed_dates.all()]
    recorded = [(change.recorded_at, change) for change in changes if change.recorded_at is not None]
    return max(recorded, key=lambda one: one[0])[1] if recorded else None


def facts_of_round(one: Round) -> RoundFacts:
    """What the clock rests on, as the register has it."""
    return facts_on_file(
        opened_on=one.opened_on,
        regime=one.regime,
        extension_weeks=one.extension_weeks,
        extension_sent_on=one.extension_sent_on,
        postponed=((period.starts_on, period.ends_on) for period in one.postponements.all()),
        extended=((extension.weeks, extension.notified_on) for extension in one.extensions.all()),
        agreed=((agreed.consented_on, agreed.due_on) for agreed in one.agreed_dates.all() if agreed.consented_on),
        is_statutory=one.is_under_law,
        committee_since=one.committee_since,
    )


def is_oral_norm(one: Round, *, oral_is_norm: bool) -> bool:
    """Whether the date of this round is a norm because the Awb sets no term (an oral complaint, 9:2), and the organisation keeps it so.

    A round that was taken over does not say; kind and channel then tell.
    """
    return not one.is_under_law and (oral_is_norm or one.has_statutory_term is not None)


def clock_of_round(
    one: Round, *, handled_on: date | None = None, calendar: StatutoryCalendar | None = None, oral_is_norm: bool | None = None
) -> HandlingClock | None:
    """The clock with its explanation; None for a round under a norm of the organisation, which no statute explains.

    None as well where a file was taken over with facts that the clock would refuse: the stored dates stand, unexplained.
    handled_on: the day that told how it ended (`complaints.judging.told_end_of`). calendar, oral_is_norm (the organisation's setting):
    where the caller has them already.
    """
    if one.regime == Regime.NORM:
        return None
    facts = facts_of_round(one)
    try:
        return handling_clock(
            received_on=facts.opened_on,
            regime=facts.begun_under,
            regime_change=facts.regime_change,
            calendar=calendar or current_statutory_calendar(),
            is_commission_appointed=facts.is_commission_appointed,
            extensions=facts.extensions,
            postponements=facts.postponements,
            agreed_dates=facts.agreed_dates,
            handled_on=handled_on,
            is_oral=is_oral_norm(
                one, oral_is_norm=OrganisationSettings.objects.get().oral_complaints_have_norm if oral_is_norm is None else oral_is_norm
            ),
        )
    except ClockRefusal:
        return None


@dataclass(frozen=True, kw_only=True)
class ShownParty:
    """A person as the file shows them. Of whoever is shielded nothing but that; a reason reveals it (flows.looking)."""

    role: str
    role_name: str
    identity: str
    preferred_contact: str
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


def as_shown(party: Party) -> ShownParty:
    """The person without what is shielded."""
    known = {} if party.identity == Identity.SHIELDED else {part: getattr(party, part) for part in ("name", "phone", "email", "address")}
    return ShownParty(
        role=party.role, role_name=party.get_role_display(), identity=party.identity, preferred_contact=party.preferred_contact, **known
    )


@dataclass(frozen=True, kw_only=True)
class ShownMessage:
    """A mail in a file, sent by us or come in. moment: when it was sent (asked for, while it waits) or arrived.

    key: tells it from all others. kind: the code of the letter, or the nature of what came in.
    is_handled: sent; or looked at, where somebody had to.
    incoming: what came in, with who it is from left to `shown_sender`. came_for: the number of the double file it answers,
    where whoever reads it may see that one. is_shielded: it came in on a file in which somebody is shielded, and nobody was told who
    that is: then what they wrote stays out too, and `incoming` is for its number and state alone.
    """

    key: str
    is_incoming: bool
    moment: datetime
    kind: str
    is_handled: bool
    text: str
    sender: str = ""
    is_returned: bool = False
    incoming: IncomingMessage | None = None
    came_for: str = ""
    is_shielded: bool = False


def unsent_since(complaint: Complaint, *, now: datetime) -> datetime | None:
    """Since when a mail of ours waits that should have gone long ago; None where none does. Uses what is loaded."""
    waiting = [one.queued_at for one in complaint.sent_messages.all() if one.is_overdue(now=now)]
    return min(waiting, default=None)


def messages_of(complaint: Complaint, *, actor: Actor, is_revealed: bool = False) -> list[ShownMessage]:
    """Mails in a file, newest first. Where somebody is shielded neither who sent one nor what they wrote, since that tells who it is.

    is_revealed: whoever reads it said why they have to know. Uses what is loaded. Raises NotPermitted.
    """
    is_shielded = not is_revealed and any(party.identity == Identity.SHIELDED for party in complaint.parties.all())
    sent = [shown_sent(one) for one in complaint.sent_messages.all()]
    incoming = list(complaint.incoming_messages.all())
    named = {one.came_for for one in incoming if one.came_for}
    seen = set(visible_complaints(actor=actor).filter(reference__in=named).values_list("reference", flat=True)) if named else set()
    until = kept_from(actor=actor, complaint_ids=[complaint.pk]).get(complaint.pk) if incoming else None
    came = [shown_incoming(one, is_shielded=is_shielded, seen=seen) for one in incoming if until is None or one.arrived_at > until]
    return sorted([*sent, *came], key=lambda one: one.moment, reverse=True)


def shown_sent(one: SentMessage) -> ShownMessage:
    """A message of ours."""
    return ShownMessage(
        key=f"sent {one.pk}",
        is_incoming=False,
        moment=one.sent_at or one.queued_at,
        kind=one.letter_code,
        is_handled=one.sent_at is not None,
        text=one.text,
        is_returned=one.returned_at is not None,
    )


def shown_incoming(one: IncomingMessage, *, is_shielded: bool, seen: Collection[str] = ()) -> ShownMessage:
    """A mail that came in. seen: numbers of double files that may be named."""
    sender = (
        "" if is_shielded else " ".join(part for part in (one.sender_name, f"<{one.sender_email}>" if one.sender_email else "") if part)
    )
    return ShownMessage(
        key=f"came {one.pk}",
        is_incoming=True,
        moment=one.arrived_at,
        kind=one.nature,
        is_handled=not one.waits,
        text="" if is_shielded else one.text,
        sender=sender,
        incoming=one,
        came_for=one.came_for if one.came_for in seen else "",
        is_shielded=is_shielded,
    )


def has_waiting_mail(complaint: Complaint) -> bool:
    """Whether a mail waits in this file. Uses what is loaded."""
    loaded = getattr(complaint, "is_mail_waiting", None)
    return waiting_message(complaint) is not None if loaded is None else bool(loaded)


def waiting_message(complaint: Complaint) -> IncomingMessage | None:
    """The mail that waits longest in this file, where one does. Uses what is loaded."""
    return min((one for one in complaint.incoming_messages.all() if one.waits), key=lambda one: one.arrived_at, default=None)


def documents_of_file(*, actor: Actor, complaint: Complaint) -> list[Document]:
    """The documents of a file this person was let into, newest first, then those of the letter it was split from. Raises NotFound."""
    if not may_see(actor=actor, complaint=complaint):
        raise NotFound
    return documents_shown(actor=actor, complaints=[complaint])[complaint.pk]


def own_documents_of_file(*, actor: Actor, complaint: Complaint) -> list[Document]:
    """Those that belong to this file itself. Raises NotFound."""
    return [one for one in documents_of_file(actor=actor, complaint=complaint) if one.shown_in is None]


def documents_of_others(*, actor: Actor, complaint: Complaint) -> list[Document]:
    """Those of this file in which somebody else than we says something. Raises NotFound."""
    return [one for one in own_documents_of_file(actor=actor, complaint=complaint) if not one.is_ours]


def document_of_file(*, actor: Actor, complaint: Complaint, document_id: UUID) -> Document | None:
    """One of its own documents; None where the file has no such document. Raises NotFound."""
    return next((one for one in own_documents_of_file(actor=actor, complaint=complaint) if one.pk == document_id), None)


def documents_of_draft(*, actor: Actor, draft_id: UUID) -> list[Document]:
    """What was added to one's own draft, newest first; none for a draft of somebody else, or of which nothing is kept."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    return list(Document.objects.filter(draft_id=draft_id, draft__owner_id=actor.user_id or 0))


def own_drafts(*, actor: Actor) -> list[RegistrationDraft]:
    """What this person has begun to register, last touched first."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    if actor.user_id is None:
        return []
    return list(RegistrationDraft.objects.filter(owner_id=actor.user_id).order_by("-changed_at"))


def own_step_draft(*, actor: Actor, complaint: Complaint, page: str) -> StepDraft | None:
    """What this person typed on a page of this file so far. complaint: one they see."""
    return StepDraft.objects.filter(complaint=complaint, writer_id=actor.user_id or 0, page=page).first()


def own_draft(*, actor: Actor, draft_id: UUID) -> RegistrationDraft:
    """One draft of this person's own. Raises NotPermitted, NotFound."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    found = RegistrationDraft.objects.filter(pk=draft_id, owner_id=actor.user_id or 0).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What whoever registered a complaint may know of it afterwards: number, state and dates. Nothing of the complaint itself.

    closed_on: None while it is open. is_with_registry: it went to the council's compartment, where the complaint team, who alone
    is told so, does not see it. is_writing_unknown: nothing tells whether it came in writing. is_double: left out because another
    file counts for it, not registered by mistake. is_confirmed: whoever complains was sent, or told, that it came in.
    """

    reference: str
    received_on: date
    state: FileState
    kind: str | None
    due_on: date
    has_statutory_term: bool
    contact_due_on: date
    missing: tuple[str, ...]
    is_visible: bool
    is_with_registry: bool
    is_writing_unknown: bool
    can_be_reached: bool
    closed_on: date | None
    is_double: bool
    is_confirmed: bool


def receipt_of(*, actor: Actor, reference: str) -> Receipt:
    """The receipt of a complaint this person registered. Raises NotPermitted, NotFound."""
    complaint = registered_by(actor=actor).filter(reference=reference).prefetch_related("rounds", "points", "parties").first()
    if complaint is None:
        raise NotFound
    return _receipt(complaint, actor=actor, is_visible=may_see(actor=actor, complaint=complaint))


def own_registrations(*, actor: Actor) -> list[Receipt]:
    """What this person registered, newest first: receipt and state alone."""
    found = list(registered_by(actor=actor).prefetch_related("rounds", "points", "parties").order_by("-created_at")[:MOST_ON_A_PAGE])
    seen: set[UUID] = set()
    if actor.may(Permission.SEE_COMPLAINTS):
        seen = set(visible_complaints(actor=actor).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    return [_receipt(one, actor=actor, is_visible=one.pk in seen) for one in found]


def _receipt(complaint: Complaint, *, actor: Actor, is_visible: bool) -> Receipt:
    last = current_round(complaint)
    is_of_council = complaint.compartment == Compartment.COUNCIL
    return Receipt(
        reference=complaint.reference,
        received_on=complaint.received_on,
        state=state_of_file(complaint),
        kind=complaint.derived_kind,
        due_on=last.due_on,
        has_statutory_term=last.is_under_law,
        contact_due_on=last.contact_due_on,
        missing=klaagschrift_lacks(complaint),
        is_visible=is_visible,
        is_with_registry=is_of_council and not is_visible and actor.may(Permission.HANDLE_COMPLAINTS),
        is_writing_unknown=complaint.is_written is None and complaint.taken_over_at is None,
        can_be_reached=can_be_reached(complaint.parties.all()),
        closed_on=last.closed_on,
        is_double=complaint.exclusion == Exclusion.DUPLICATE,
        is_confirmed=last.acknowledged_on is not None,
    )


def whose_words_stay_inside(complaints: Iterable[Complaint]) -> set[UUID]:
    """The files of which no words stand outside them: special-category data is in the text, or somebody is shielded. One query."""
    complaints = list(complaints)
    shielded = Party.objects.filter(complaint__in=complaints, identity=Identity.SHIELDED) if complaints else Party.objects.none()
    return {one.pk for one in complaints if one.has_sensitive_text} | set(shielded.values_list("complaint_id", flat=True))


def can_be_reached(people: Iterable[Party | FilePerson]) -> bool:
    """Whether there is an address or a number of one of them."""
    return any(one.phone or one.email or one.address for one in people)


def klaagschrift_lacks(complaint: Complaint) -> tuple[str, ...]:
    """What a klaagschrift still lacks (Awb 9:4), as codes. Shown, never demanded; empty where nobody asks for handling."""
    if complaint.handling_wish not in ("", HandlingWish.HANDLE):
        return ()
    filer = filer_of(complaint)
    facts = IntakeFacts(
        filer_role=FilerRole(filer.role) if filer else FilerRole.COMPLAINANT,
        is_written=bool(complaint.is_written),
        is_towards_filer=complaint.is_towards_filer,
        is_signed=complaint.is_signed,
        has_name=bool(filer and filer.name),
        has_address=bool(filer and filer.address),
        is_dated=bool(complaint.is_written),
        is_described=bool(complaint.story),
    )
    return missing_for_klaagschrift(facts)
