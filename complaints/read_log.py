"""Who looked, when, at which file and why; never what they saw. For an administrator, who need not see the files themselves."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.finding.filters import EndsBeforeItBegins
from complaints.finding.sorting import UnusableCursor
from complaints.intake import UnknownPersonHere
from complaints.models import AccessRecord, Complaint, InvolvedPerson
from complaints.selectors import MOST_ON_A_PAGE
from tenants.accounts.selectors import ever_here
from tenants.actors import Actor, guard
from tenants.clock import AMSTERDAM
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission


class Looked(StrEnum):
    """The kinds of looking there are."""

    OPENED = "opened"
    DOCUMENT_OPENED = "document_opened"
    SEARCHED = "searched"
    EXPORTED = "exported"
    REVEALED = "revealed"
    READ_LOG = "read_log"


class TooManyLines(Refusal):
    code = "unusable_page_size"
    message = _("Ask for 1 to 100 lines of the log at a time.")


class UnknownKindOfLooking(Refusal):
    code = "unknown_kind_of_looking"
    message = _("There is no such kind of looking. Choose one of: %(known)s.")


@dataclass(frozen=True, kw_only=True)
class ReadLogFilters:
    """What the log is narrowed to. code: the kind of looking. since, until: days in Amsterdam, both included."""

    reference: str | None = None
    user_id: int | None = None
    code: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def used(self) -> list[str]:
        """The names of the filters that narrow, without their values."""
        return sorted(name for name, value in vars(self).items() if value not in (None, ""))


@dataclass(frozen=True, kw_only=True)
class ReadLogPage:
    """One page, newest first. next_cursor: where the next page starts; None at the end. total: of all pages, None when not counted."""

    items: list[AccessRecord]
    next_cursor: str | None
    total: int | None = None


def who_looked(*, actor: Actor, filters: ReadLogFilters, after: str | None = None, size: int = 50, is_counted: bool = False) -> ReadLogPage:
    """Who looked, newest first. Raises NotPermitted, TooManyLines, UnusableCursor and what `check_read_log_filters` does.

    Of a file in which whoever asks is involved nothing is there, as if it did not exist, nor of one that was destroyed.
    """
    guard(actor, Permission.SEE_WHO_LOOKED)
    if not 1 <= size <= MOST_ON_A_PAGE:
        raise TooManyLines(field="first")
    check_read_log_filters(actor=actor, filters=filters)
    records = _narrowed(AccessRecord.objects.select_related("actor", "complaint"), filters)
    if actor.user_id is not None:
        records = records.exclude(complaint__in=InvolvedPerson.objects.filter(user_id=actor.user_id).values("complaint"))
        # Who was involved in a file that was destroyed is not known any more, so of it nothing is told to anybody.
        records = records.exclude(complaint__destroyed_at__isnull=False)
    total = records.count() if is_counted else None
    if after is not None:
        records = records.filter(_after(after))
    items = list(records.order_by("-happened_at", "-pk")[: size + 1])
    return ReadLogPage(items=items[:size], next_cursor=cursor_of(items[size - 1]) if len(items) > size else None, total=total)


def check_read_log_filters(*, actor: Actor, filters: ReadLogFilters) -> None:
    """Raise NotFound, UnknownPersonHere, UnknownKindOfLooking or EndsBeforeItBegins rather than show a log without lines; of
    several Refusals with all."""
    findings = Findings()
    if filters.code and filters.code not in set(Looked):
        findings.add(UnknownKindOfLooking(field="code", known=", ".join(Looked)))
    if filters.since and filters.until and filters.until < filters.since:
        findings.add(EndsBeforeItBegins(field="until"))
    if filters.reference:
        here = Complaint.objects.filter(reference=filters.reference, destroyed_at=None)
        involved = InvolvedPerson.objects.filter(user_id=actor.user_id or 0).values("complaint")
        if "\x00" in filters.reference or not here.exclude(pk__in=involved).exists():
            findings.add(NotFound(field="reference"))
    if filters.user_id is not None and not (ever_here({filters.user_id}) or AccessRecord.objects.filter(actor_id=filters.user_id).exists()):
        findings.add(UnknownPersonHere(field="user_id"))
    findings.tell()


def cursor_of(record: AccessRecord) -> str:
    """The place of a line in the log, as a text for an address."""
    return urlsafe_b64encode(f"{record.happened_at.isoformat()}|{record.pk}".encode()).decode().rstrip("=")


def _after(cursor: str) -> Q:
    try:
        moment, key = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split("|")
        happened_at, pk = datetime.fromisoformat(moment), int(key)
    except (NotBase64, UnicodeError, ValueError):
        raise UnusableCursor(field="after") from None
    if happened_at.tzinfo is None:
        raise UnusableCursor(field="after")
    return Q(happened_at__lt=happened_at) | Q(happened_at=happened_at, pk__lt=pk)


def _narrowed(records: QuerySet[AccessRecord], filters: ReadLogFilters) -> QuerySet[AccessRecord]:
    if filters.reference:
        records = records.filter(complaint__reference=filters.reference)
    if filters.user_id is not None:
        records = records.filter(actor_id=filters.user_id)
    if filters.code:
        records = records.filter(code=filters.code)
    if filters.since:
        records = records.filter(happened_at__gte=_midnight(filters.since))
    if filters.until and filters.until < date.max:
        records = records.filter(happened_at__lt=_midnight(filters.until + timedelta(days=1)))
    return records


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=AMSTERDAM)
