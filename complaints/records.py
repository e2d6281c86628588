"""Writes on the register that several flows share: references, rounds, history, and who waits for whom. Opens no transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import connection, models

from complaints.models import Complaint, ComplaintEvent, ContactResult, InvolvedPerson, Party, PreferredContact, ReferenceCounter, Round
from complaints.recomputing import DATES, current_norms
from complaints.selectors import facts_of_round
from complaints.terms import RoundFacts, compute_dates
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.errors import NotFound
from tenants.organisation.models import OrganisationSettings
from tenants.selectors import current_statutory_calendar

Row = TypeVar("Row", bound=models.Model)


def lock_register_for_import() -> None:
    """Let one import at a time into this organisation; the next waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('complaints.import'), hashtext(%s))", [current_schema()])


def allocate_references(*, count_by_year: Mapping[int, int]) -> dict[int, Iterator[str]]:
    """The next references of each year of receipt, as many as asked for: `2024-00001` and on.

    Gapless: the counter's row stays locked until the transaction ends, and goes back with it.
    """
    references: dict[int, Iterator[str]] = {}
    table = ReferenceCounter._meta.db_table
    # In order of year, so that two that allocate at once never wait for each other.
    for year, count in sorted(count_by_year.items()):
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS counter (year, last_number) VALUES (%s, %s)"  # noqa: S608 - our own table name
                " ON CONFLICT (year) DO UPDATE SET last_number = counter.last_number + EXCLUDED.last_number RETURNING last_number",
                [year, count],
            )
            last = cursor.fetchone()[0]
        references[year] = _references(year=year, first=last - count + 1, last=last)
    return references


def _references(*, year: int, first: int, last: int) -> Iterator[str]:
    for number in range(first, last + 1):
        yield f"{year}-{number:05d}"


def hold_years_known_as_totals() -> None:
    """Keep totals of whole years from coming or going while a case is written; cases do not wait for each other."""
    _lock_totals("pg_advisory_xact_lock_shared")


def lock_years_known_as_totals() -> None:
    """Let totals of whole years come or go while no case is written."""
    _lock_totals("pg_advisory_xact_lock")


def _lock_totals(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('complaints.totals'), hashtext(%s))", [current_schema()])


def record_event(
    *,
    complaint: Complaint,
    actor: Actor,
    now: datetime,
    code: str,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> ComplaintEvent:
    """Add to the history of a file. data: codes and references; personal: values that destruction may empty."""
    Complaint.objects.filter(pk=complaint.pk).update(changed_at=now)
    return ComplaintEvent.objects.create(
        complaint=complaint,
        happened_at=now,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        code=code,
        data=dict(data or {}),
        personal=dict(personal) if personal else None,
    )


def add_round(
    *,
    complaint: Complaint,
    number: int,
    opened_on: date,
    regime: str,
    has_statutory_term: bool | None,
    mode: str,
    ladder_step: str,
    return_reason: str = "",
    is_written: bool | None = None,
) -> Round:
    """Open a round with its dates, computed in the transaction that opens it."""
    opened = Round(
        complaint=complaint,
        number=number,
        opened_on=opened_on,
        regime=regime,
        has_statutory_term=has_statutory_term,
        mode=mode,
        ladder_step=ladder_step,
        return_reason=return_reason,
        is_written=is_written,
    )
    _set_dates(opened)
    opened.save()
    return opened


def note_contact(one: Round, *, on: date, result: ContactResult) -> None:
    """The earliest try, and the earliest contact that stops the norm; what is written down later may be earlier.

    A talk stops it, and writing back and forth with somebody who prefers writing. What was before this round was opened, as
    when a mail of the round before is answered, says nothing of its norm.
    """
    if on < one.opened_on:
        return
    one.first_attempt_on = min(on, one.first_attempt_on or on)
    if result in _results_that_stop(one):
        one.first_contact_on = min(on, one.first_contact_on or on)
    one.save(update_fields=["first_attempt_on", "first_contact_on"])


def judge_contacts_anew(one: Round) -> None:
    """The earliest contact that stops the norm of this round, after it changed how the person wants to be reached.

    Of a file that was taken over, or split off, no contact before is known by itself: its day stays.
    """
    stops = _results_that_stop(one)
    contacts = [(dutch_date(contact.happened_at), contact.result) for contact in one.contacts.all()]
    days = [day for day, result in contacts if result in stops and day >= one.opened_on]
    before = one.first_contact_on
    if before is not None and (one.complaint.taken_over_at is not None or before not in dict(contacts)):
        days.append(before)
    one.first_contact_on = min(days, default=None)
    one.save(update_fields=["first_contact_on"])


def _results_that_stop(one: Round) -> set[ContactResult]:
    people = Party.objects.filers().filter(complaint=one.complaint_id)
    prefers_writing = people.filter(preferred_contact=PreferredContact.WRITING).exists()
    return {ContactResult.SPOKEN, ContactResult.EXCHANGED} if prefers_writing else {ContactResult.SPOKEN}


def end_exceptions(complaint: Complaint, *, but_for: int | None = None, among: Iterable[int] | None = None) -> dict[str, list[int]]:
    """Whoever handled a file though involved (Awb 9:7(2)) has lost it again, save one, or of these users alone. Returns what the
    history says of it.
    """
    exceptions = InvolvedPerson.objects.filter(complaint=complaint, handles_by_exception=True)
    if among is not None:
        exceptions = exceptions.filter(user_id__in=among)
    if but_for is not None:
        exceptions = exceptions.exclude(user_id=but_for)
    ended = sorted(user_id for user_id in exceptions.values_list("user_id", flat=True) if user_id is not None)
    exceptions.update(handles_by_exception=False)
    return {"exception_ended": ended} if ended else {}


RETENTION = ("retention_class", "destroy_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long the organisation keeps what is over: the class of the selection list, and years after closing or leaving out."""

    selection_class: str
    years: int

    def set_on(self, complaint: Complaint, *, closed_on: date | None) -> None:
        """Class and day of destruction; none while a file is open. Writes nothing."""
        complaint.retention_class = self.selection_class if closed_on else ""
        complaint.destroy_after = closed_on + relativedelta(years=self.years) if closed_on else None


def current_retention() -> Retention:
    """As the organisation's settings are now."""
    settings = OrganisationSettings.objects.only("retention_class", "retention_years").get()
    return Retention(selection_class=settings.retention_class, years=settings.retention_years)


def refresh_dates(one: Round) -> None:
    """Compute the dates of a round from what it holds now, and write them."""
    _set_dates(one)
    one.save(update_fields=["opened_on", *DATES])


def _set_dates(one: Round) -> None:
    facts = facts_of_round(one) if one.pk else RoundFacts(opened_on=one.opened_on, regime=one.regime, is_statutory=one.is_under_law)
    dates = compute_dates(facts=facts, calendar=current_statutory_calendar(), norms=current_norms())
    for name in DATES:
        setattr(one, name, getattr(dates, name))


def row_of_file(model: type[Row], complaint: Complaint, row_id: UUID | None, *, field: str) -> Row:
    """What is corrected in this file, locked; a new one, not yet written, where there is no id. Raises NotFound."""
    if row_id is None:
        return model(complaint=complaint)
    found = model._default_manager.select_for_update().filter(complaint=complaint, pk=row_id).first()
    if found is None:
        raise NotFound(field=field)
    return found


def told_before(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """What stood there, as the history keeps it among what destruction may empty."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
