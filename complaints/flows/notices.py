"""Messages to colleagues: one digest a working day, and at once what is new for somebody; in the hours of the organisation.

Each is judged again when it is sent: a file that was closed, went to somebody else, or that the person may no longer see is
not told. A task that runs twice sends once.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from complaints.access import visible_complaints
from complaints.mail import MailRefused, MailWaits, NoticeLine, mail_notice
from complaints.models import DigestDay, Notice, NoticeCode, NoticeEnd, NoticeWish, Round
from complaints.work.alerts import (
    News,
    last_day_of_confirming,
    lately_reached,
    managers_to_tell,
    news_since,
    open_rounds,
    points_of_round,
    reminder_plan,
)
from complaints.work.awaited import WHYS as WHYS_OF_FEEDBACK
from complaints.work.awaited import feedback_still_told, feedback_to_tell
from complaints.work.crew import crew_on, takings
from complaints.work.handed import WHYS as WHYS_OF_HAND_OVERS
from complaints.work.handed import hand_overs_still_told, hand_overs_to_tell
from complaints.work.notifying import ask_to_tell, may_mail, tell_takers, wish_of
from complaints.work.owed import WHYS as WHYS_OF_OWED
from complaints.work.owed import owed_still_told, owed_to_tell
from complaints.work.promised import WHYS, promises_still_told, promises_to_tell, why_of
from complaints.work.reminders import Point
from complaints.work.takers import OWN_WORK, Crew, Taking, Why
from complaints.work.work_list import stuck_rounds
from tenants.accounts.access import actor_for
from tenants.accounts.selectors import people_with_role
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.models import Tenant
from tenants.permissions import Permission, Role
from tenants.selectors import current_statutory_calendar

# So long a mail that cannot go now is tried again.
TRIED_FOR = timedelta(days=3)
# What has a day of its own in a file, told beside the points of its term; also of a file that is closed.
WHYS_BESIDE = WHYS | WHYS_OF_FEEDBACK | WHYS_OF_HAND_OVERS | WHYS_OF_OWED
# Why a file is in a digest, beside the points of reminders.
WAITS, STUCK = "unassigned", "stuck"


def make_digests(*, actor: Actor, now: datetime) -> int:
    """Write down today's digests, once a working day, from the first hour for mail on. Returns how many people get one."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today = dutch_date(now)
    if not may_mail(now=now):
        return 0
    with transaction.atomic(durable=True):
        before = DigestDay.objects.filter(day__lt=today).order_by("-day").first()
        _day, is_first = DigestDay.objects.get_or_create(day=today, defaults={"made_at": now})
        if not is_first:
            return 0
        lines = _lines_of_today(news_since(before, today=today), today=today)
        for user_id, told in sorted(lines.items()):
            ask_to_tell(user_id, code=NoticeCode.DIGEST, key=f"digest:{today.isoformat()}", lines=told, now=now)
    return len(lines)


def send_notice(*, actor: Actor, notice_id: int, now: datetime) -> bool:
    """Send one message, once. False: it was settled already, is not told any more, or waits for the hours for mail.

    What else waits for the same person of the same kind, as after a weekend, goes along in the one mail. One that no mail server takes
    is settled as failed. Raises MailWaits when it cannot go now; it then waits as it did.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        notice = Notice.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=notice_id)
        if notice.settled_at is not None or not may_mail(now=now):
            return False
        together = [notice, *_waiting_with(notice)]
        told = [_still_told(one, now=now) for one in together]
        lines, stuck = [line for found, _stuck in told for line in found], max(count for _found, count in told)
        end = _mailed(notice, lines, stuck, now=now) if lines or stuck else NoticeEnd.DROPPED
        for one, (found, count) in zip(together, told, strict=True):
            one.settled_at, one.end = now, end if found or count else NoticeEnd.DROPPED
            one.save(update_fields=["settled_at", "end"])
    return notice.end == NoticeEnd.SENT


def _waiting_with(notice: Notice) -> list[Notice]:
    """Digests are one a day already."""
    if notice.code == NoticeCode.DIGEST:
        return []
    others = Notice.objects.filter(recipient_id=notice.recipient_id, code=notice.code, settled_at=None).exclude(pk=notice.pk)
    return list(others.select_for_update(of=("self",), skip_locked=True).select_related("recipient").order_by("pk"))


def _mailed(notice: Notice, lines: list[NoticeLine], stuck: int, *, now: datetime) -> NoticeEnd:
    try:
        mail_notice(notice=notice, lines=lines, stuck=stuck)
    except MailRefused:
        return NoticeEnd.FAILED
    except MailWaits as delay:
        if delay.is_server_away or now - notice.queued_at < TRIED_FOR:
            raise
        return NoticeEnd.FAILED
    return NoticeEnd.SENT


def follow_departure(*, actor: Actor, user_id: int, now: datetime) -> int:
    """A colleague's role ended: their open files wait for the coordinator, who is told in one message. Returns how many files."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        rounds = list(open_rounds().filter(handler_id=user_id))
        found = takings(rounds, crew=crew_on(dutch_date(now)))
        left = [one for one in rounds if found[one.pk].why not in OWN_WORK]
        if left:
            tell_takers(left, actor=actor, occasion=f"left:{user_id}:{dutch_date(now).isoformat()}", now=now)
    return len(left)


def _lines_of_today(news: News, *, today: date) -> dict[int, list[tuple[int, str]]]:
    """For every person the files of the digest: what waits to be handed out, terms that reached a point since the last one,
    promises, hand-overs, measures and answers to the ombudsman that came near their day or passed it since, and feedback and
    reactions that others owe us and did not give by their day. A term that is over is told to the managers of its unit as well.
    """
    crew, plan, calendar = crew_on(today), reminder_plan(), current_statutory_calendar()
    rounds = list(open_rounds())
    found = takings(rounds, crew=crew)
    reached = {one.pk: news.of(one, points_of_round(one, plan, calendar), until=today) for one in rounds}
    managers = managers_to_tell([one for one in rounds if reached[one.pk] is Point.AFTER], today=today)
    lines: dict[int, list[tuple[int, str]]] = {}
    for one in rounds:
        taking, point = found[one.pk], reached[one.pk]
        why = point.value if point else None
        for taker in taking.takers:
            if taking.why not in OWN_WORK or why:
                lines.setdefault(taker, []).append((one.pk, WAITS if taking.why not in OWN_WORK else str(why)))
        if point is Point.LAST_BEFORE and one.is_under_law:
            for keeper in taking.keepers - set(taking.takers):
                lines.setdefault(keeper, []).append((one.pk, point.value))
        for manager in managers.get(one.pk, frozenset()) - set(taking.takers):
            lines.setdefault(manager, []).append((one.pk, Point.AFTER.value))
    _add_beside(lines, since=news.after, today=today, crew=crew)
    if any(taking.why is Why.NOBODY for taking in found.values()):
        for administrator in people_with_role(roles={Role.ADMINISTRATOR}, today=today):
            lines.setdefault(administrator, []).append((0, STUCK))
    return lines


def _add_beside(lines: dict[int, list[tuple[int, str]]], *, since: date, today: date, crew: Crew) -> None:
    """A file in which several things reached the same point is told of once."""
    promises = promises_to_tell(since=since, today=today, crew=crew)
    found = [((promise.round.pk, why_of(state)), promise.people) for promise, state in promises]
    days = [*feedback_to_tell(since=since, today=today, crew=crew), *hand_overs_to_tell(since=since, today=today, crew=crew)]
    days += owed_to_tell(since=since, today=today, crew=crew)
    found += [((one.round.pk, one.why), one.people) for one in days]
    for line, people in found:
        for person in people:
            if line not in lines.setdefault(person, []):
                lines[person].append(line)


def _still_told(notice: Notice, *, now: datetime) -> tuple[list[NoticeLine], int]:
    """What of a message is still so and still for this person to see; and how many files nobody can take, for an administrator."""
    today, user = dutch_date(now), notice.recipient
    reader = actor_for(user=user, tenant=Tenant.objects.get(schema_name=current_schema()), today=today, has_second_factor=True)
    stuck = 0
    if any(line["why"] == STUCK for line in notice.lines) and Role.ADMINISTRATOR in reader.roles:
        stuck = len(stuck_rounds(crew=crew_on(today), but_for=user.pk))
    if not reader.may(Permission.SEE_COMPLAINTS):
        return [], stuck
    rounds = {
        one.pk: one
        for one in open_rounds().filter(pk__in=[line["round"] for line in notice.lines], complaint__in=visible_complaints(actor=reader))
    }
    found = takings(rounds.values(), crew=crew_on(today))
    managers = defaultdict(frozenset, managers_to_tell(rounds.values(), today=today))
    wish = wish_of(user.pk)
    plan, calendar = reminder_plan(), current_statutory_calendar()
    is_wanted = wish == NoticeWish.DAILY or (wish == NoticeWish.DIRECT and notice.code != NoticeCode.DIGEST)
    told = _beside_of(notice, reader=reader, today=today) if is_wanted else []
    for line in notice.lines:
        one = rounds.get(line["round"])
        if one is None or line["why"] in WHYS_BESIDE or _is_told_by_another(notice, line):
            continue
        taking, why = found[one.pk], line["why"]
        reached = lately_reached(one, points_of_round(one, plan, calendar), today=today)
        is_watched = why == Point.LAST_BEFORE and user.pk in taking.keepers and one.is_under_law
        is_escalated = why == Point.AFTER and user.pk in managers[one.pk]
        is_always = is_watched or (is_escalated and one.is_under_law)
        is_so = _is_so(why, taking, reached) and (user.pk in taking.takers or is_watched or is_escalated)
        if is_so and (is_always or wish == NoticeWish.DAILY or (wish == NoticeWish.DIRECT and notice.code != NoticeCode.DIGEST)):
            norm = last_day_of_confirming(one, plan, calendar) if why == Point.ACKNOWLEDGEMENT else one.contact_due_on
            told.append(NoticeLine(reference=one.complaint.reference, why=why, due_on=one.due_on, norm_on=norm or one.due_on))
        _hand_on(notice, one, taking, why=why, now=now)
    return told, stuck


def _is_told_by_another(notice: Notice, line: dict[str, Any]) -> bool:
    """Whether a later message says the same of this file, or one that went since this was written down. What waited for the
    hours for mail is told once."""
    if notice.code == NoticeCode.DIGEST:
        return False
    others = Notice.objects.filter(recipient_id=notice.recipient_id, lines__contains=[line])
    others = others.exclude(pk=notice.pk).exclude(code=NoticeCode.DIGEST)
    is_later = Q(settled_at=None, pk__gt=notice.pk)
    went_since = Q(end=NoticeEnd.SENT, settled_at__gte=notice.queued_at)
    return others.filter(is_later | went_since).exists()


def _beside_of(notice: Notice, *, reader: Actor, today: date) -> list[NoticeLine]:
    """What of a message that has a day of its own is still so. A closed file tells of it as well."""
    named = [(line["round"], line["why"]) for line in notice.lines if line["why"] in WHYS_BESIDE]
    whys = {why for _round, why in named}
    promises = promises_still_told(reader=reader, today=today) if whys & WHYS else {}
    days = {key: (one.promise.complaint.reference, one.promise.due_on) for key, one in promises.items()}
    if whys & WHYS_OF_FEEDBACK:
        days |= {key: (one.reference, one.due_on) for key, one in feedback_still_told(reader=reader, today=today).items()}
    if whys & WHYS_OF_HAND_OVERS:
        days |= {key: (one.reference, one.due_on) for key, one in hand_overs_still_told(reader=reader, today=today).items()}
    if whys & WHYS_OF_OWED:
        days |= {key: (one.reference, one.due_on) for key, one in owed_still_told(reader=reader, today=today).items()}
    told = [(key[1], *days[key]) for key in named if key in days]
    return [NoticeLine(reference=reference, why=why, due_on=due_on, norm_on=due_on) for why, reference, due_on in told]


def _is_so(why: str, taking: Taking, reached: set[str]) -> bool:
    if why in (WAITS, NoticeCode.ASSIGNED):
        return (taking.why in OWN_WORK) == (why == NoticeCode.ASSIGNED)
    return why in reached


def _hand_on(notice: Notice, one: Round, taking: Taking, *, why: str, now: datetime) -> None:
    """Who is away since the message was written down does not get it; whoever stands in does."""
    if notice.code == NoticeCode.DIGEST:
        return
    for taker, for_whom in taking.takers.items():
        if for_whom == notice.recipient_id:
            ask_to_tell(taker, code=NoticeCode(notice.code), key=f"{notice.key}:{one.pk}", lines=[(one.pk, why)], now=now)
