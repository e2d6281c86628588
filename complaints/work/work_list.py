"""What is to be done today, by whom and why: the start page of whoever handles complaints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DateField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, prefetch_related_objects
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.dateparse import parse_date

from complaints.access import visible_complaints
from complaints.awb.clock import MOST_EXTENSION_WEEKS
from complaints.awb.working_days import contact_due
from complaints.deciding import judged
from complaints.extending import left_of_extension
from complaints.letters.catalogue import OF_EXTENSION, LetterCode
from complaints.letters.facts import Fact
from complaints.models import (
    NAMELESS,
    TELLING,
    Compartment,
    Complaint,
    ComplaintEvent,
    ComplaintPoint,
    ContactRecord,
    ContactResult,
    Exclusion,
    Extension,
    Hearing,
    HearingResult,
    IncomingMessage,
    Letter,
    MentionedDecision,
    NotTakenUp,
    Party,
    PreferredContact,
    Round,
    SentMessage,
)
from complaints.statuses import Step
from complaints.term_changes import load_told_extensions
from complaints.terms import inform_by
from complaints.work.crew import crew_on, takings
from complaints.work.reasons import Group, Work, WorkFacts, work_of
from complaints.work.takers import OWN_WORK, Crew, Taking, Why
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.organisation.core_lists import Kind
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Permission, Role
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

MOST_SHOWN = 10
SOON = timedelta(days=7)
LISTED = (Group.LATE, Group.TODAY, Group.THIS_WEEK, Group.WAITING)


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """An open round with what to do. taking: whose work it is; None for a manager, who looks on.

    for_user: the colleague it is done for. is_mine: this person handles it, or stands in for whoever does.
    """

    round: Round
    work: Work
    taking: Taking | None
    for_user: int | None
    is_mine: bool

    @property
    def point(self) -> ComplaintPoint | None:
        return next(iter(self.round.complaint.points.all()), None)

    @property
    def filer_name(self) -> str:
        """Who it is of, for whoever handles it; never of somebody who is shielded or anonymous."""
        if not self.is_mine:
            return ""
        return next((party.name for party in self.round.complaint.parties.all()), "")


@dataclass(frozen=True, kw_only=True)
class WorkGroup:
    """rows: the first few, own files first, then by day; count: all of them. is_own: whoever looks handles every one of them;
    is_nobodys: nobody handles any of them."""

    code: Group
    rows: list[WorkRow]
    count: int
    is_own: bool
    is_nobodys: bool


@dataclass(frozen=True, kw_only=True)
class OpenWork:
    """groups: late, today, this week and waiting, each there when empty too. later: how many ask for nothing before next week,
    next_row the first of them. late_in_register: open files past their last day that this coordinator may see, whoever handles them.
    """

    groups: list[WorkGroup]
    later: int
    next_row: WorkRow | None
    late_in_register: int | None

    @property
    def count(self) -> int:
        """How many stand in the groups."""
        return sum(group.count for group in self.groups)


def open_work(*, actor: Actor, now: datetime) -> OpenWork:
    """The work of this person now, in a number of queries that does not grow with it.

    A handler's own files and those of whom they stand in for; for a coordinator (or the registry) also what nobody handles;
    for a manager every open file of the unit.
    """
    today = dutch_date(now)
    rounds = _open_rounds(visible_complaints(actor=actor))
    rows = _rows_of_hands(actor, rounds, now) if actor.may(Permission.HANDLE_COMPLAINTS) else _rows_of_manager(rounds, now)
    rows.sort(
        key=lambda row: (
            # What is too late stays so tomorrow; the last day of the law is today alone.
            not (row.round.due_on == today and row.round.is_under_law),
            not row.is_mine,
            row.for_user is not None,
            row.work.by,
            row.round.complaint.reference,
        )
    )
    groups = [_group(code, [row for row in rows if row.work.group is code], actor) for code in LISTED]
    later = [row for row in rows if row.work.group is Group.LATER]
    next_row = min(later, key=lambda row: (row.work.by, row.round.complaint.reference), default=None)
    late = rounds.filter(due_on__lt=today).count() if Role.COORDINATOR in actor.roles else None
    _load_words([row.round.complaint for group in groups for row in group.rows] + ([next_row.round.complaint] if next_row else []))
    return OpenWork(groups=groups, later=len(later), next_row=next_row, late_in_register=late)


def replies_after_closing(*, actor: Actor) -> list[IncomingMessage]:
    """Mails that wait on files in which nothing else is done, the oldest first: closed, or left out of the figures."""
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return []
    at_rest = visible_complaints(actor=actor).exclude(pk__in=_open_rounds(Complaint.objects.all()).values("complaint"))
    waiting = IncomingMessage.objects.waiting().filter(complaint__in=at_rest).select_related("complaint")
    return list(waiting.defer("text", "earlier_text").order_by("arrived_at")[:MOST_SHOWN])


def reviews_due(*, actor: Actor, today: date) -> list[NotTakenUp]:
    """Complaints not taken up for a criminal investigation, at which somebody has to look again by now (9:8(1)(f)), longest due first; and
    before those the ones of which it ended, which are to be taken up again.
    """
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return []
    files = visible_complaints(actor=actor).filter(exclusion=Exclusion.NONE, destroyed_at=None)
    later = Round.objects.filter(complaint=OuterRef("closing__round__complaint"), number__gt=OuterRef("closing__round__number"))
    due = NotTakenUp.objects.under_review().filter(closing__round__complaint__in=files).exclude(Exists(later)).exclude(review_on__gt=today)
    ordered = due.order_by(F("resume_since").asc(nulls_last=True), "review_on", "pk")
    return list(ordered.select_related("closing__round__complaint")[:MOST_SHOWN])


def talks_due(*, actor: Actor, now: datetime) -> list[Hearing]:
    """Planned talks (Awb 9:10) of the coming week and those not recorded since, of files whose work is this person's, first one first."""
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return []
    planned = Hearing.objects.filter(
        result=HearingResult.PLANNED, planned_at__lt=now + SOON, round__in=_open_rounds(visible_complaints(actor=actor))
    )
    talks = list(planned.select_related("round__complaint").prefetch_related("letter__messages").order_by("planned_at", "pk"))
    found = takings({talk.round_id: talk.round for talk in talks}.values(), crew=crew_on(dutch_date(now)))
    return [talk for talk in talks if actor.user_id in found[talk.round_id].takers][:MOST_SHOWN]


def waiting_for_nobody(*, actor: Actor, today: date) -> int:
    """How many open files wait because everybody who could take them is involved or away. A number, and no file.

    Files in which whoever asks is involved are not counted: for them those do not exist. Raises NotPermitted.
    """
    return len(stuck_rounds(crew=crew_on(today), but_for=actor.user_id))


def stuck_rounds(*, crew: Crew, but_for: int | None) -> list[Round]:
    """Open rounds that nobody takes, without those of files in which this user is involved."""
    rounds = list(_light(_open_rounds(Complaint.objects.exclude(involved_people__user_id=but_for) if but_for else Complaint.objects.all())))
    found = takings(rounds, crew=crew)
    return [one for one in rounds if found[one.pk].why is Why.NOBODY]


def has_complaints(*, actor: Actor) -> bool:
    """Whether there is any file at all that this person may see."""
    return visible_complaints(actor=actor).exists()


def newest_complaint(*, actor: Actor) -> Complaint | None:
    """The file received last, to tell which year has figures."""
    return visible_complaints(actor=actor).order_by("-received_on").only("received_on").first()


def _open_rounds(complaints: QuerySet[Complaint]) -> QuerySet[Round]:
    return Round.objects.filter(closed_on__isnull=True, complaint__in=complaints, complaint__exclusion=Exclusion.NONE)


def _rows_of_hands(actor: Actor, rounds: QuerySet[Round], now: datetime) -> list[WorkRow]:
    crew = crew_on(dutch_date(now))
    candidates = list(_light(rounds.filter(Q(handler__isnull=True) | ~_work_of_others(crew, actor))))
    found = takings(candidates, crew=crew)
    mine = [one for one in candidates if actor.user_id in found[one.pk].takers]
    works = _works(mine, found, now)
    rows = []
    for one in mine:
        taking = found[one.pk]
        for_user = taking.takers[actor.user_id or 0]
        rows.append(WorkRow(round=one, work=works[one.pk], taking=taking, for_user=for_user, is_mine=taking.why in OWN_WORK))
    return rows


def _work_of_others(crew: Crew, actor: Actor) -> Q:
    """Whoever is here and may handle a file does the own work: of those files nothing has to be looked up."""
    elsewhere = {*crew.replaced, actor.user_id}
    of_council = Q(complaint__compartment=Compartment.COUNCIL, handler_id__in=crew.able(is_council=True) - elsewhere)
    of_team = ~Q(complaint__compartment=Compartment.COUNCIL) & Q(handler_id__in=crew.able(is_council=False) - elsewhere)
    return of_council | of_team


def _rows_of_manager(rounds: QuerySet[Round], now: datetime) -> list[WorkRow]:
    found = list(_light(rounds))
    works = _works(found, {}, now)
    return [WorkRow(round=one, work=works[one.pk], taking=None, for_user=None, is_mine=False) for one in found]


def _light(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """What work follows from, without texts: a register may have thousands of open files."""
    contacts = ContactRecord.objects.filter(round=OuterRef("pk")).order_by("-happened_at", "-pk")
    mails = IncomingMessage.objects.waiting().filter(complaint=OuterRef("complaint")).order_by("arrived_at")
    filers = Party.objects.filers().filter(complaint=OuterRef("complaint"))
    asked = Letter.objects.filter(round=OuterRef("pk"), code=LetterCode.COMPLETION, sent_at__isnull=False).order_by("-sent_at")
    extended = _letters_of_extension()
    untold = MentionedDecision.objects.filter(told_on=None).defer("what")
    return (
        rounds.select_related("complaint__kind", "complaint__channel")
        .only(
            *("number", "handler_id", "opened_on", "due_on", "contact_due_on", "first_contact_on", "acknowledged_on", "acknowledged_by"),
            *("extension_weeks", "has_statutory_term", "regime", "is_written"),
            *("complaint__reference", "complaint__compartment", "complaint__is_written"),
            *("complaint__taken_over_at", "complaint__has_sensitive_text", "complaint__derived_kind", "complaint__received_on"),
            "complaint__inform_weeks",
            *("complaint__provider", "complaint__kind__core_code", "complaint__channel__core_code", "complaint__channel__text"),
        )
        .prefetch_related(Prefetch("complaint__mentioned_decisions", untold, to_attr="untold_decisions"))
        .annotate(
            tries=Count("contacts"),
            last_try_at=Subquery(contacts.values("happened_at")[:1]),
            mail_since=Subquery(mails.values("arrived_at")[:1]),
            told_at=Subquery(contacts.filter(result__in=TELLING).values("happened_at")[:1]),
            last_result=Subquery(contacts.values("result")[:1]),
            has_reply=Exists(IncomingMessage.objects.waiting().filter(complaint=OuterRef("complaint"))),
            weeks_recorded=Subquery(Extension.objects.filter(round=OuterRef("pk")).order_by().values("round").values(weeks=Sum("weeks"))),
            complete_by=Subquery(asked.values("facts__reply_by")[:1]),
            extension_told=Exists(extended),
            prefers_writing=Exists(filers.filter(preferred_contact=PreferredContact.WRITING)),
        )
    )


def _letters_of_extension() -> QuerySet[Letter]:
    """What may have told of an extension that is not recorded yet, which `complaints.extending` judges; nothing once the judgment was
    told."""
    beside = Q(facts__has_key=Fact.THE_COMPLAINT.value) & ~Q(facts__has_key=Fact.ON_BEHALF_OF.value)
    sent = Letter.objects.filter(round=OuterRef("pk"), code__in=[code.value for code in OF_EXTENSION], sent_at__isnull=False)
    sent = sent.alias(told_day=Cast(KT(f"facts__{Fact.NEW_DUE_ON}"), DateField()))
    is_of_it = Q(recorded_at__gte=OuterRef("sent_at")) | Q(due_after=OuterRef("told_day"))
    taken_back = ComplaintEvent.objects.filter(
        complaint=OuterRef("complaint"), code="extension_taken_back", happened_at__gte=OuterRef("sent_at")
    )
    decided = Letter.objects.filter(round=OuterRef("round"), code=LetterCode.DECISION, sent_at__isnull=False)
    sent = sent.exclude(beside).exclude(Exists(taken_back))
    return sent.exclude(Exists(decided)).exclude(Exists(Extension.objects.filter(is_of_it, round=OuterRef("round"))))


def _works(rounds: Iterable[Round], found: dict[int, Taking], now: datetime) -> dict[int, Work]:
    settings, calendar = OrganisationSettings.objects.get(), current_statutory_calendar()
    unsent = set(SentMessage.objects.overdue(now=now).values_list("round_id", flat=True))
    works, rounds = {}, list(rounds)
    load_told_extensions([one for one in rounds if one.extension_told or one.weeks_recorded])  # type: ignore[attr-defined]
    for one in rounds:
        taking = found.get(one.pk)
        since = _untold_since(one.complaint, calendar=calendar, today=dutch_date(now))
        facts = _facts_of(one, taking=taking, settings=settings, calendar=calendar, has_unsent_mail=one.pk in unsent, decision_since=since)
        works[one.pk] = work_of(facts, today=dutch_date(now), calendar=calendar)
    return works


def _facts_of(
    one: Round,
    *,
    taking: Taking | None,
    settings: OrganisationSettings,
    calendar: StatutoryCalendar,
    has_unsent_mail: bool,
    decision_since: date | None,
) -> WorkFacts:
    has_handler = one.handler_id is not None if taking is None else taking.why in OWN_WORK
    left = left_of_extension(one) if one.extension_told or one.weeks_recorded else None  # type: ignore[attr-defined]
    tried_at, knows_contact = one.last_try_at, one.complaint.taken_over_at is None  # type: ignore[attr-defined]
    told_at = one.told_at  # type: ignore[attr-defined]
    return WorkFacts(
        has_handler=has_handler,
        confirms_in_writing=one.is_confirmed_in_writing,
        knows_contact=knows_contact,
        has_statutory_term=one.is_under_law,
        due_on=one.due_on,
        contact_due_on=one.contact_due_on,
        acknowledge_by=contact_due(
            received_on=one.opened_on,
            calendar=calendar,
            working_days=settings.acknowledgement_norm_days,
            skip_decreed=settings.contact_norm_skips_decreed_days,
        ).result,
        has_spoken=one.first_contact_on is not None,
        is_acknowledged=one.acknowledged_on is not None,
        tries=one.tries,  # type: ignore[attr-defined]
        last_try_on=dutch_date(tried_at) if tried_at else None,
        left_message=one.last_result in (ContactResult.MESSAGE_LEFT, ContactResult.EXCHANGED),  # type: ignore[attr-defined]
        has_reply=one.has_reply,  # type: ignore[attr-defined]
        has_unsent_mail=has_unsent_mail,
        inform_by=inform_by(weeks=one.complaint.inform_weeks, told_on=dutch_date(told_at) if told_at else None),
        complete_by=_complete_by(one, tried_on=dutch_date(tried_at) if tried_at else None),
        decision_since=decision_since,
        can_extend=one.is_under_law and one.extension_weeks + (one.weeks_recorded or 0) < MOST_EXTENSION_WEEKS,  # type: ignore[attr-defined]
        told_of_extension=left is not None,
        is_told_to_both=left is Step.EXTEND,
        mail_since=dutch_date(one.mail_since) if one.mail_since else None,  # type: ignore[attr-defined]
        answers_in_writing=one.prefers_writing and one.acknowledged_on is not None,  # type: ignore[attr-defined]
    )


def _complete_by(one: Round, *, tried_on: date | None) -> date | None:
    """The day in the last letter that asked for what is missing (9:4), until it is complete or somebody asked after that day."""
    asked = parse_date(one.complete_by or "")  # type: ignore[attr-defined]
    if asked is None or one.complaint.derived_kind == Kind.FORMAL_COMPLAINT or (tried_on and tried_on > asked):
        return None
    return asked


def _untold_since(complaint: Complaint, *, calendar: StatutoryCalendar, today: date) -> date | None:
    """Since when the person should be told what they can do about a decision in a file; None where that is done, or need not be."""
    untold = [one for one in judged(complaint, complaint.untold_decisions, calendar=calendar) if one.must_be_told(today=today)]  # type: ignore[attr-defined]
    return min((dutch_date(one.decision.recorded_at) for one in untold), default=None)


def _group(code: Group, rows: list[WorkRow], actor: Actor) -> WorkGroup:
    is_own = all(row.round.handler_id == actor.user_id for row in rows)
    is_nobodys = all(row.round.handler_id is None for row in rows)
    return WorkGroup(code=code, rows=rows[:MOST_SHOWN], count=len(rows), is_own=is_own, is_nobodys=is_nobodys)


def _load_words(complaints: list[Complaint]) -> None:
    """Subject, unit, provider and filer of the files that are shown."""
    points = Prefetch("points", ComplaintPoint.objects.filter(is_main=True).select_related("nature", "unit"))
    filers = Prefetch("parties", Party.objects.filers().exclude(identity__in=NAMELESS))
    prefetch_related_objects(complaints, points, filers, "provider")
