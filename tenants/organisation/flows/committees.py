"""The committee or person that advises on complaints about an authority (Awb 9:14). Only with one do the ten weeks of 9:11(1) exist."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.organisation.access import access_authority, access_committee
from tenants.organisation.checks import (
    as_text,
    changed_days,
    check_begins_within,
    check_not_begun,
    check_period,
    checked_name,
    overlapping,
    refusing,
)
from tenants.organisation.models import AdvisoryCommittee, Authority
from tenants.organisation.records import record_organisation_event
from tenants.permissions import Permission

LONGEST_GROUND = 300


class AppointmentMissing(Refusal):
    code = "appointment_missing"
    message = _("Name the regulation or decision that appoints the committee (article 9:14), in at most 300 characters.")


class AnotherCommitteeThen(Refusal):
    code = "another_committee_then"
    message = _("There is a committee already in these days. End that one first, or choose other days.")


class CommitteeHasComplaints(Refusal):
    code = "committee_has_complaints"
    message = _("Complaints were put before this committee, so it stays. Put its first day right, and give it a last day.")


class CommitteeUnchanged(Refusal):
    code = "committee_unchanged"
    message = _("There is nothing to change: this is how it is already.")


def appoint_committee(
    *, actor: Actor, authority_id: int, name: str, appointed_by: str, valid_from: date, now: datetime
) -> AdvisoryCommittee:
    """Appoint a committee from a day on. appointed_by: the regulation or the decision (9:14).

    Raises NotFound, NameMissing, AppointmentMissing, DayOutOfReach, AuthorityNotYetThere, AuthorityGone, AnotherCommitteeThen.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    name, ground = checked_name(name), _checked_ground(appointed_by)
    check_period(valid_from=valid_from, valid_until=None)
    with refusing(one_committee_at_a_time=AnotherCommitteeThen(field="valid_from")), transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        check_begins_within(authority, valid_from=valid_from)
        if authority.committees.filter(overlapping(valid_from=valid_from, valid_until=None)).exists():
            raise AnotherCommitteeThen(field="valid_from")
        committee = AdvisoryCommittee.objects.create(authority=authority, name=name, appointed_by=ground, valid_from=valid_from)
        data = {"authority": authority.pk, "committee": committee.pk, "from": as_text(valid_from)}
        record_organisation_event(actor=actor, now=now, code="committee_appointed", data=data)
    return committee


def change_committee(
    *,
    actor: Actor,
    authority_id: int,
    committee_id: int,
    name: str,
    appointed_by: str,
    valid_from: date,
    valid_until: date | None,
    now: datetime,
) -> AdvisoryCommittee:
    """Give a committee its last day, or put right what was recorded. Terms of complaints already registered stay as they are.

    Raises NotFound, NameMissing, AppointmentMissing, DayOutOfReach, EndsBeforeItBegins, AuthorityNotYetThere, AuthorityGone,
    CommitteeUnchanged, AnotherCommitteeThen.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    texts = {"name": checked_name(name), "appointed_by": _checked_ground(appointed_by)}
    days = {"valid_from": valid_from, "valid_until": valid_until}
    check_period(valid_from=valid_from, valid_until=valid_until)
    with refusing(one_committee_at_a_time=AnotherCommitteeThen(field="valid_from")), transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        committee = access_committee(actor=actor, authority=authority, committee_id=committee_id)
        moved = changed_days({"valid_from": committee.valid_from, "valid_until": committee.valid_until}, days)
        reworded = [field for field, text in texts.items() if getattr(committee, field) != text]
        if not moved and not reworded:
            raise CommitteeUnchanged
        if "valid_from" in moved:
            check_begins_within(authority, valid_from=valid_from)
        if authority.committees.filter(overlapping(**days)).exclude(pk=committee.pk).exists():
            raise AnotherCommitteeThen(field="valid_from" if "valid_from" in moved else "valid_until")
        for field, value in (texts | days).items():
            setattr(committee, field, value)
        committee.save(update_fields=[*texts, *days])
        data = {"authority": authority.pk, "committee": committee.pk, "reworded": reworded, "days": moved}
        record_organisation_event(actor=actor, now=now, code="committee_changed", data=data)
    return committee


def withdraw_committee(*, actor: Actor, authority_id: int, committee_id: int, now: datetime) -> Authority:
    """Undo the appointment of one that has not begun. Raises NotFound, AlreadyBegun, CommitteeHasComplaints."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    with transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        committee = access_committee(actor=actor, authority=authority, committee_id=committee_id)
        check_not_begun(committee, today=dutch_date(now))
        data = {"authority": authority.pk, "committee": committee.pk, "from": as_text(committee.valid_from)}
        try:
            committee.delete()
        except ProtectedError:
            # Its first day was later moved to one that is still to come.
            raise CommitteeHasComplaints from None
        record_organisation_event(actor=actor, now=now, code="committee_withdrawn", data=data)
    return authority


def _checked_ground(appointed_by: str) -> str:
    ground = " ".join(appointed_by.split())
    if not ground or len(ground) > LONGEST_GROUND or "\x00" in ground:
        raise AppointmentMissing(field="appointed_by")
    return ground
