"""Somebody is away between two days, and a colleague does the work meanwhile. Nothing is copied: who does it is looked up on the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.accounts.selectors import roles_of
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.organisation.access import access_absence, lock_organisation
from tenants.organisation.models import Absence, OrganisationSettings
from tenants.organisation.records import record_organisation_event
from tenants.organisation.standing_in import Away, goes_round
from tenants.permissions import COMPLAINT_TEAM, REGISTRY, Permission, Role

LONGEST = timedelta(days=2 * 365)


class NotYoursToRecord(Refusal):
    code = "not_yours_to_record"
    message = _("You record your own absence. Ask a coordinator or administrator for that of a colleague.")


class AbsentPersonHandlesNothing(Refusal):
    code = "absent_person_handles_nothing"
    message = _("This person handles no complaints here, so there is no work to take over.")


class StandInMissing(Refusal):
    code = "stand_in_missing"
    message = _("Choose who does the work meanwhile.")


class OwnStandIn(Refusal):
    code = "own_stand_in"
    message = _("Somebody who is away cannot stand in for themselves. Choose a colleague.")


class StandInHandlesNothing(Refusal):
    code = "stand_in_handles_nothing"
    message = _("This colleague may not handle the same complaints. Choose another, or ask an administrator to give the role.")


class AbsenceInThePast(Refusal):
    code = "absence_in_the_past"
    message = _("This day has passed. An absence begins today or later.")


class AbsenceEndsBeforeItBegins(Refusal):
    code = "absence_ends_before_it_begins"
    message = _("The last day comes before the first. Check both days.")


class AbsenceTooLong(Refusal):
    code = "absence_too_long"
    message = _("An absence lasts two years at most. Choose an earlier last day; you can make it longer later.")


class AbsenceOverlaps(Refusal):
    code = "absence_overlaps"
    message = _("In these days another absence of this person is recorded already. Change that one, or choose other days.")


class StandInsGoRound(Refusal):
    code = "stand_ins_go_round"
    message = _("On one of these days the work would come back to whoever is away, since this colleague is away as well. Choose another.")


class AbsenceIsOver(Refusal):
    code = "absence_is_over"
    message = _("This absence is over; it stays as it was.")


class AbsenceUnchanged(Refusal):
    code = "absence_unchanged"
    message = _("There is nothing to change: this is how it is already.")


def record_absence(
    *, actor: Actor, user_id: int, substitute_id: int | None = None, first_day: date, last_day: date, now: datetime
) -> Absence:
    """Record that somebody is away; both days included. substitute_id: the substitute coordinator when blank.

    Raises NotPermitted, NotYoursToRecord, and Refusals with everything that is wrong at once.
    """
    _guard_of(actor, user_id)
    with transaction.atomic(durable=True):
        settings = lock_organisation()
        substitute_id = substitute_id or _default(settings, user_id, today=dutch_date(now))
        new = Away(user_id=user_id, substitute_id=substitute_id or 0, first_day=first_day, last_day=last_day)
        problems = _problems_of_people(new, today=dutch_date(now)) + _problems_of_days(new, begun_on=None, today=dutch_date(now))
        if problems:
            raise Refusals(problems)
        absence = Absence.objects.create(user_id=user_id, substitute_id=new.substitute_id, first_day=first_day, last_day=last_day)
        record_organisation_event(actor=actor, now=now, code="absence_recorded", data=_as_history(absence))
    return absence


def change_absence(*, actor: Actor, absence_id: int, substitute_id: int, first_day: date, last_day: date, now: datetime) -> Absence:
    """Change days or stand-in of an absence that is not over. One that has begun keeps its first day.

    Raises NotPermitted, NotFound, AbsenceIsOver, AbsenceUnchanged, and Refusals with everything that is wrong at once.
    """
    guard(actor, Permission.RECORD_ABSENCE)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        lock_organisation()
        absence = access_absence(actor=actor, absence_id=absence_id)
        if absence.last_day < today:
            raise AbsenceIsOver
        before = _as_history(absence)
        new = Away(user_id=absence.user_id, substitute_id=substitute_id, first_day=first_day, last_day=last_day)
        problems = _problems_of_people(new, today=today) + _problems_of_days(new, begun_on=absence.first_day, today=today, but=absence.pk)
        if problems:
            raise Refusals(problems)
        absence.substitute_id, absence.first_day, absence.last_day = substitute_id, first_day, last_day
        if _as_history(absence) == before:
            raise AbsenceUnchanged
        absence.save(update_fields=["substitute", "first_day", "last_day"])
        record_organisation_event(actor=actor, now=now, code="absence_changed", data=_as_history(absence) | {"was": before})
    return absence


def end_absence(*, actor: Actor, absence_id: int, now: datetime) -> None:
    """The person is back today: the work is theirs again at once. An absence that has not lasted a day is withdrawn.

    Raises NotPermitted, NotFound, AbsenceIsOver.
    """
    guard(actor, Permission.RECORD_ABSENCE)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        lock_organisation()
        absence = access_absence(actor=actor, absence_id=absence_id)
        if absence.last_day < today:
            raise AbsenceIsOver
        before = _as_history(absence)
        if absence.first_day >= today:
            absence.delete()
            record_organisation_event(actor=actor, now=now, code="absence_withdrawn", data=before)
            return
        absence.last_day = today - timedelta(days=1)
        absence.save(update_fields=["last_day"])
        record_organisation_event(actor=actor, now=now, code="absence_ended", data=_as_history(absence) | {"was": before})


def _guard_of(actor: Actor, user_id: int) -> None:
    guard(actor, Permission.RECORD_ABSENCE)
    is_own = actor.user_id == user_id and actor.may(Permission.HANDLE_COMPLAINTS)
    if not is_own and not actor.may(Permission.RECORD_ABSENCE_OF_OTHERS):
        raise NotYoursToRecord(field="user_id")


def _default(settings: OrganisationSettings, user_id: int, *, today: date) -> int | None:
    """The substitute coordinator, for work of the complaint team."""
    if settings.substitute_coordinator_id == user_id or not roles_of(user_id=user_id, today=today) & COMPLAINT_TEAM:
        return None
    return settings.substitute_coordinator_id


def _problems_of_people(new: Away, *, today: date) -> list[Refusal]:
    kinds = _kinds_of_work(roles_of(user_id=new.user_id, today=today))
    problems: list[Refusal] = [] if kinds else [AbsentPersonHandlesNothing(field="user_id")]
    if not new.substitute_id:
        return [*problems, StandInMissing(field="substitute_id")]
    if new.substitute_id == new.user_id:
        return [*problems, OwnStandIn(field="substitute_id")]
    if kinds and not kinds & _kinds_of_work(roles_of(user_id=new.substitute_id, today=today)):
        problems.append(StandInHandlesNothing(field="substitute_id"))
    return problems


def _kinds_of_work(roles: frozenset[Role]) -> set[str]:
    """Which complaints these roles handle: the team's, the registry's or both."""
    return {name for name, group in (("team", COMPLAINT_TEAM), ("registry", REGISTRY)) if roles & group}


def _problems_of_days(new: Away, *, begun_on: date | None, today: date, but: int = 0) -> list[Refusal]:
    problems: list[Refusal] = []
    keeps_first_day = begun_on is not None and new.first_day == begun_on
    has_begun = begun_on is not None and begun_on < today
    if (new.first_day < today and not keeps_first_day) or (has_begun and not keeps_first_day):
        problems.append(AbsenceInThePast(field="first_day"))
    if new.last_day < new.first_day:
        return [*problems, AbsenceEndsBeforeItBegins(field="last_day")]
    if new.last_day < today:
        problems.append(AbsenceInThePast(field="last_day"))
    if new.last_day - new.first_day > LONGEST:
        problems.append(AbsenceTooLong(field="last_day"))
    meanwhile = Absence.objects.filter(first_day__lte=new.last_day, last_day__gte=new.first_day).exclude(pk=but)
    others = [
        Away(user_id=one.user_id, substitute_id=one.substitute_id, first_day=one.first_day, last_day=one.last_day) for one in meanwhile
    ]
    if any(one.user_id == new.user_id for one in others):
        problems.append(AbsenceOverlaps(field="first_day"))
    if new.substitute_id != new.user_id and goes_round(new, others=others):
        problems.append(StandInsGoRound(field="substitute_id"))
    return problems


def _as_history(absence: Absence) -> dict[str, object]:
    return {
        "user": absence.user_id,
        "substitute": absence.substitute_id,
        "first_day": absence.first_day.isoformat(),
        "last_day": absence.last_day.isoformat(),
    }
