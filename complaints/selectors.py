"""What others read from the register: the list, one file with everything in it, the clock of a round."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from complaints.access import LONGEST_REFERENCE, access_complaint, may_see, registered_by, visible_complaints
from complaints.awb.clock import HandlingClock, handling_clock
from complaints.awb.clock import Regime as ClockRegime
from complaints.awb.refusals import ClockRefusal
from complaints.code_lists import FilerRole, HandlingWish
from complaints.kinds import IntakeFacts, missing_for_klaagschrift
from complaints.models import (
    AccessRecord,
    Complaint,
    ComplaintEvent,
    ComplaintPoint,
    ContactRecord,
    Identity,
    InvolvedPerson,
    Note,
    Party,
    Regime,
    RegistrationDraft,
    Round,
)
from complaints.searching import matching
from complaints.statuses import FileState, state_of
from complaints.terms import RoundFacts, facts_on_file
from tenants.actors import Actor, guard
from tenants.errors import NotFound, Refusal
from tenants.organisation.core_lists import ORAL_CHANNELS, Dimension, label_key
from tenants.organisation.models import Label, OrganisationSettings
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

MOST_ON_A_PAGE = 100


class UnusableCursor(Refusal):
    code = "unusable_cursor"
    message = _("This place in the list does not exist. Start again at the top.")


class UnusablePageSize(Refusal):
    code = "unusable_page_size"
    message = _("Ask for 1 to 100 complaints at a time.")


class UnknownState(Refusal):
    code = "unknown_state"
    message = _('"%(given)s" is not a state. Choose open, closed or late.')


@dataclass(frozen=True, kw_only=True)
class ComplaintFilters:
    """What a list is narrowed to. Labels are the organisation's own words, compared without regard to case and spaces.

    state: open, closed, or late (open and past its due date on `today`). text: words, a name, a number or a piece of one.
    """

    state: str | None = None
    unit: str | None = None
    nature: str | None = None
    channel: str | None = None
    municipality: str | None = None
    kind: str | None = None
    received_from: date | None = None
    received_until: date | None = None
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComplaintPage:
    """One page of the list, newest receipt first. next_cursor: where the next page starts; None at the end."""

    items: list[Complaint]
    next_cursor: str | None
    total: int


_LABEL_FIELDS = {
    "unit": (Dimension.UNIT, "points__unit"),
    "nature": (Dimension.NATURE, "points__nature"),
    "channel": (Dimension.CHANNEL, "channel"),
    "municipality": (Dimension.MUNICIPALITY, "municipality"),
    "kind": (Dimension.KIND, "kind"),
}


def find_complaints(*, actor: Actor, filters: ComplaintFilters, today: date, after: str | None = None, size: int = 25) -> ComplaintPage:
    """The list this person may see. Raises UnusableCursor, UnusablePageSize, UnknownState, SearchTooLong, NotPermitted.

    A label nobody uses gives an empty list. Files left out of the figures (double, by mistake) stay in the list.
    """
    if not 1 <= size <= MOST_ON_A_PAGE:
        raise UnusablePageSize(field="first")
    found = _narrowed(visible_complaints(actor=actor), filters, today)
    page = found if after is None else found.filter(_after(after))
    items = list(_with_everything(page.order_by("-received_on", "-reference"))[: size + 1])
    has_more = len(items) > size
    return ComplaintPage(items=items[:size], next_cursor=cursor_of(items[size - 1]) if has_more else None, total=found.count())


def search_complaint(*, actor: Actor, number: str) -> Complaint:
    """One file by the number somebody types: ours, or the one it had elsewhere, in capitals or not. Raises NotFound.

    Of numbers that differ in capitals alone, the one typed exactly so goes first, then the file received last.
    """
    try:
        return access_complaint(actor=actor, reference=number)
    except NotFound:
        if len(number) > LONGEST_REFERENCE or "\x00" in number:
            raise
    # No index knows capitals from small letters as the same: this reads the whole register, 25 ms for 100,000 files. Only for a
    # search that found nothing by the index, never for an address or the API.
    found = list(visible_complaints(actor=actor).filter(source_reference__iexact=number).order_by())
    if not found:
        raise NotFound
    return max(found, key=lambda one: (one.received_on, one.reference))


def namesake_of(*, actor: Actor, complaint: Complaint) -> Complaint | None:
    """The other file that had this file's number in the register it was taken over from; whoever searched may mean that one."""
    return visible_complaints(actor=actor).filter(source_reference=complaint.reference).exclude(pk=complaint.pk).first()


def complaint_file(*, actor: Actor, reference: str) -> Complaint:
    """One file with rounds, points, parties and timeline loaded. Raises NotFound."""
    complaint = access_complaint(actor=actor, reference=reference)
    return (
        _with_everything(Complaint.objects.filter(pk=complaint.pk))
        .prefetch_related(
            "parties",
            Prefetch("notes", Note.objects.select_related("written_by")),
            Prefetch("rounds__contacts", ContactRecord.objects.select_related("recorded_by")),
            Prefetch("events", ComplaintEvent.objects.select_related("actor").order_by("-happened_at", "-pk")),
        )
        .get()
    )


def listed_complaint(*, actor: Actor, reference: str) -> Complaint:
    """One file with what a row of the list has loaded. Raises NotFound."""
    complaint = access_complaint(actor=actor, reference=reference)
    return _with_everything(Complaint.objects.filter(pk=complaint.pk)).get()


def current_round(complaint: Complaint) -> Round:
    """The round that counts now: the last one. Uses what is loaded."""
    return max(complaint.rounds.all(), key=lambda one: one.number)


def state_of_file(complaint: Complaint) -> FileState:
    """Where the file stands. Uses what is loaded."""
    last = current_round(complaint)
    return state_of(is_left_out=bool(complaint.exclusion), is_closed=last.closed_on is not None, has_handler=last.handler_id is not None)


def main_point(complaint: Complaint) -> ComplaintPoint | None:
    """The main point, where there is one. Uses what is loaded."""
    return next((point for point in complaint.points.all() if point.is_main), None)


def facts_of_round(one: Round) -> RoundFacts:
    """What the clock rests on, as the register has it."""
    return facts_on_file(
        opened_on=one.opened_on,
        regime=one.regime,
        extension_weeks=one.extension_weeks,
        extension_sent_on=one.extension_sent_on,
        postponed=((period.starts_on, period.ends_on) for period in one.postponements.all()),
        is_statutory=one.has_statutory_term is not False,
    )


def is_oral_norm(one: Round, *, oral_is_norm: bool) -> bool:
    """Whether the date of this round is a norm because the Awb sets no term (an oral complaint, 9:2), and the organisation keeps it so.

    A round that was taken over does not say; the channel it came by then tells.
    """
    if one.has_statutory_term is not None:
        return not one.has_statutory_term
    channel = one.complaint.channel
    return oral_is_norm and channel is not None and channel.core_code in ORAL_CHANNELS


def clock_of_round(one: Round, *, calendar: StatutoryCalendar | None = None, oral_is_norm: bool | None = None) -> HandlingClock | None:
    """The clock with its explanation; None for a round under a norm of the organisation, which no statute explains.

    None as well where a file was taken over with facts that the clock would refuse: the stored dates stand, unexplained.
    calendar, oral_is_norm (the organisation's setting): where the caller has them already.
    """
    if one.regime == Regime.NORM:
        return None
    facts = facts_of_round(one)
    try:
        return handling_clock(
            received_on=facts.opened_on,
            regime=ClockRegime(facts.regime),
            calendar=calendar or current_statutory_calendar(),
            is_commission_appointed=facts.is_commission_appointed,
            extensions=facts.extensions,
            postponements=facts.postponements,
            handled_on=one.closed_on,
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


def who_looked(*, actor: Actor, reference: str | None = None, user_id: int | None = None, size: int = 100) -> list[AccessRecord]:
    """Who looked, newest first: at one file, or one person's looking. Raises NotPermitted, UnusablePageSize.

    Whoever asks sees that and when, not the file; where they are involved in it themselves, nothing of it is there.
    """
    guard(actor, Permission.SEE_WHO_LOOKED)
    if not 1 <= size <= MOST_ON_A_PAGE:
        raise UnusablePageSize(field="first")
    records = AccessRecord.objects.select_related("actor", "complaint").order_by("-happened_at", "-pk")
    if actor.user_id is not None:
        own = InvolvedPerson.objects.filter(user_id=actor.user_id).values("complaint")
        records = records.exclude(complaint__in=own)
    if reference is not None:
        records = records.filter(complaint__reference=reference)
    if user_id is not None:
        records = records.filter(actor_id=user_id)
    return list(records[:size])


def cursor_of(complaint: Complaint) -> str:
    """The place of a complaint in the list, as a text for an address."""
    return urlsafe_b64encode(f"{complaint.received_on.isoformat()}|{complaint.reference}".encode()).decode().rstrip("=")


def _after(cursor: str) -> Q:
    try:
        day, reference = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split("|")
        received_on = date.fromisoformat(day)
    except (NotBase64, UnicodeError, ValueError):
        raise UnusableCursor(field="after") from None
    if "\x00" in reference:
        raise UnusableCursor(field="after")
    return Q(received_on__lt=received_on) | Q(received_on=received_on, reference__lt=reference)


def _narrowed(complaints: QuerySet[Complaint], filters: ComplaintFilters, today: date) -> QuerySet[Complaint]:
    for name, (dimension, path) in _LABEL_FIELDS.items():
        text = getattr(filters, name)
        if text:
            label = Label.objects.filter(dimension=dimension, key=label_key(text)).values("pk")[:1]
            narrowed = {f"{path}_id": Subquery(label)}
            complaints = complaints.filter(**({**narrowed, "points__is_main": True} if path.startswith("points") else narrowed))
    if filters.received_from:
        complaints = complaints.filter(received_on__gte=filters.received_from)
    if filters.received_until:
        complaints = complaints.filter(received_on__lte=filters.received_until)
    complaints = _in_state(complaints, filters.state, today)
    return matching(complaints, filters.text) if filters.text else complaints


def _in_state(complaints: QuerySet[Complaint], state: str | None, today: date) -> QuerySet[Complaint]:
    if state is None:
        return complaints
    if state == "open":
        return complaints.filter(pk__in=Round.objects.filter(closed_on__isnull=True).values("complaint"), exclusion="")
    if state == "late":
        return complaints.filter(pk__in=Round.objects.filter(closed_on__isnull=True, due_on__lt=today).values("complaint"), exclusion="")
    if state == "closed":
        return complaints.exclude(pk__in=Round.objects.filter(closed_on__isnull=True).values("complaint"))
    raise UnknownState(field="state", given=state[:40])


def _with_everything(complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """What a row of the list shows, in a number of queries that does not grow with the rows."""
    return complaints.select_related("authority", "kind", "channel", "municipality").prefetch_related(
        Prefetch("rounds", Round.objects.select_related("outcome", "procedure", "handled_by").prefetch_related("postponements")),
        Prefetch("points", ComplaintPoint.objects.select_related("nature", "unit")),
    )


def own_drafts(*, actor: Actor) -> list[RegistrationDraft]:
    """What this person has begun to register, last touched first."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    if actor.user_id is None:
        return []
    return list(RegistrationDraft.objects.filter(owner_id=actor.user_id).order_by("-changed_at"))


def own_draft(*, actor: Actor, draft_id: UUID) -> RegistrationDraft:
    """One draft of this person's own. Raises NotPermitted, NotFound."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    found = RegistrationDraft.objects.filter(pk=draft_id, owner_id=actor.user_id or 0).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What whoever registered a complaint may know of it afterwards: number, state and dates. Nothing of the complaint itself."""

    reference: str
    received_on: date
    state: FileState
    kind: str | None
    due_on: date
    has_statutory_term: bool
    contact_due_on: date
    missing: tuple[str, ...]
    is_visible: bool


def receipt_of(*, actor: Actor, reference: str) -> Receipt:
    """The receipt of a complaint this person registered. Raises NotPermitted, NotFound."""
    complaint = registered_by(actor=actor).filter(reference=reference).prefetch_related("rounds", "points").first()
    if complaint is None:
        raise NotFound
    return _receipt(complaint, actor=actor)


def own_registrations(*, actor: Actor) -> list[Receipt]:
    """What this person registered, newest first: receipt and state alone."""
    found = registered_by(actor=actor).prefetch_related("rounds", "points").order_by("-created_at")[:MOST_ON_A_PAGE]
    return [_receipt(one, actor=actor) for one in found]


def _receipt(complaint: Complaint, *, actor: Actor) -> Receipt:
    last = current_round(complaint)
    return Receipt(
        reference=complaint.reference,
        received_on=complaint.received_on,
        state=state_of_file(complaint),
        kind=complaint.derived_kind,
        due_on=last.due_on,
        has_statutory_term=bool(last.has_statutory_term),
        contact_due_on=last.contact_due_on,
        missing=klaagschrift_lacks(complaint),
        is_visible=may_see(actor=actor, complaint=complaint),
    )


def klaagschrift_lacks(complaint: Complaint) -> tuple[str, ...]:
    """What a klaagschrift still lacks (Awb 9:4), as codes. Shown, never demanded; empty where nobody asks for handling."""
    if complaint.handling_wish not in ("", HandlingWish.HANDLE):
        return ()
    filer = next((party for party in complaint.parties.all() if party.role != Party.AFFECTED_PERSON), None)
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
