"""Messages to colleagues about files: written down in the transaction that decides them, by reference and code. Opens no transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from complaints.models import Notice, NoticeChoice, NoticeCode, NoticeEnd, NoticeWish, Round
from complaints.work.crew import crew_on, takings
from complaints.work.takers import OWN_WORK
from tenants.actors import Actor
from tenants.clock import AMSTERDAM, dutch_date
from tenants.organisation.models import OrganisationSettings
from tenants.outbox import after_commit
from tenants.selectors import current_statutory_calendar

# A message that waits is offered again; before that its task may be on its way still.
OFFERED_AGAIN_AFTER = timedelta(minutes=15)
# Failed messages are told of for so long.
FAILED_SHOWN_FOR = timedelta(days=14)
MOST_OFFERED = 500


def tell_takers(rounds: Collection[Round], *, actor: Actor, occasion: str, now: datetime) -> None:
    """Tell whoever has these open rounds now: the handler or a stand-in, or the one who hands files out. Not whoever did it.

    occasion: what happened, so that the same thing told twice is one message. The complaint of each round is loaded.
    """
    found = takings(rounds, crew=crew_on(dutch_date(now)))
    lines: dict[tuple[int, NoticeCode], list[Round]] = {}
    for one in rounds:
        code = NoticeCode.ASSIGNED if found[one.pk].why in OWN_WORK else NoticeCode.UNASSIGNED
        for taker in found[one.pk].takers:
            lines.setdefault((taker, code), []).append(one)
    for (taker, code), of_taker in lines.items():
        if taker != actor.user_id:
            ask_to_tell(taker, code=code, key=f"{code}:{occasion}", lines=((one.pk, code.value) for one in of_taker), now=now)


def ask_to_tell(recipient_id: int, *, code: NoticeCode, key: str, lines: Iterable[tuple[int, str]], now: datetime) -> Notice | None:
    """Write a message down and queue it; None when this person has it already."""
    notice, is_new = Notice.objects.get_or_create(
        recipient_id=recipient_id,
        key=key,
        defaults={"code": code, "lines": [{"round": round_id, "why": why} for round_id, why in lines], "queued_at": now},
    )
    if not is_new:
        return None
    after_commit("complaints.send_notice", now=now, notice_id=notice.pk)
    return notice


def may_mail(*, now: datetime) -> bool:
    """Whether colleagues get mail at this moment: on a working day, between the organisation's hours."""
    hours = OrganisationSettings.objects.only("mail_from_hour", "mail_until_hour").get()
    is_working_day = current_statutory_calendar().non_day(dutch_date(now)) is None
    return is_working_day and hours.mail_from_hour <= now.astimezone(AMSTERDAM).hour < hours.mail_until_hour


def waiting_notices(*, now: datetime) -> list[int]:
    """Messages that were not sent when they were asked for, oldest first; none while there is no mail at this hour."""
    if not may_mail(now=now):
        return []
    waiting = Notice.objects.filter(settled_at__isnull=True, queued_at__lte=now - OFFERED_AGAIN_AFTER).order_by("queued_at")
    return list(waiting.values_list("pk", flat=True)[:MOST_OFFERED])


def failed_notices(*, now: datetime) -> int:
    """How many messages to colleagues no mail server took in the last two weeks. A number, and nobody."""
    return Notice.objects.filter(end=NoticeEnd.FAILED, settled_at__gte=now - FAILED_SHOWN_FOR).count()


def wish_of(user_id: int | None) -> NoticeWish:
    """Which messages somebody wants here."""
    chosen = NoticeChoice.objects.filter(user_id=user_id or 0).values_list("wish", flat=True).first()
    return NoticeWish(chosen or NoticeWish.DAILY)
