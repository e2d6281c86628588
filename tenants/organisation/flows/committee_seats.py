"""Who sits on an advisory committee (Awb 9:14): people with that role here and no other, for whoever handles or decides does not advise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.accounts.selectors import roles_of
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import NotFound, Refusal
from tenants.organisation.access import access_authority, access_committee
from tenants.organisation.checks import refusing
from tenants.organisation.models import AdvisoryCommittee, CommitteeSeat
from tenants.organisation.records import record_organisation_event
from tenants.permissions import COMMITTEE, Permission


class NotACommitteeMember(Refusal):
    code = "not_a_committee_member"
    message = _("This person does not have the role of member of the advisory committee here. Give that role first (People and roles).")


class MemberNotIndependent(Refusal):
    code = "member_not_independent"
    message = _(
        "Whoever advises works for nobody who handles or decides (article 9:14). This person has another role here: end that first."
    )


class SitsAlready(Refusal):
    code = "sits_already"
    message = _("This person sits on this committee already.")


class AnotherChair(Refusal):
    code = "another_chair"
    message = _("This committee has a chair. Let that one go first, or seat this person as a member.")


def seat_member(
    *, actor: Actor, authority_id: int, committee_id: int, user_id: int, is_chair: bool = False, now: datetime
) -> AdvisoryCommittee:
    """Seat somebody from today on. Raises NotFound, NotACommitteeMember, MemberNotIndependent, SitsAlready, AnotherChair."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    today = dutch_date(now)
    twice = {"one_seat_for_a_person": SitsAlready(field="user"), "one_chair": AnotherChair(field="is_chair")}
    with refusing(**twice), transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        committee = access_committee(actor=actor, authority=authority, committee_id=committee_id)
        roles = roles_of(user_id=user_id, today=today)
        if not roles & COMMITTEE:
            raise NotACommitteeMember(field="user")
        if roles - COMMITTEE:
            raise MemberNotIndependent(field="user")
        seats = committee.seats.filter(left_on=None)
        if seats.filter(user_id=user_id).exists():
            raise SitsAlready(field="user")
        if is_chair and seats.filter(is_chair=True).exists():
            raise AnotherChair(field="is_chair")
        seat = CommitteeSeat.objects.create(committee=committee, user_id=user_id, is_chair=is_chair, seated_on=today)
        data = {"authority": authority.pk, "committee": committee.pk, "seat": seat.pk, "user": user_id, "is_chair": is_chair}
        record_organisation_event(actor=actor, now=now, code="committee_member_seated", data=data)
    return committee


def unseat_member(*, actor: Actor, authority_id: int, committee_id: int, seat_id: int, now: datetime) -> AdvisoryCommittee:
    """From now on this person neither sees what lies before the committee nor advises. What they advised stays. Raises NotFound."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    with transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        committee = access_committee(actor=actor, authority=authority, committee_id=committee_id)
        seat = committee.seats.filter(pk=seat_id, left_on=None).first()
        if seat is None:
            raise NotFound
        seat.left_on = dutch_date(now)
        seat.save(update_fields=["left_on"])
        data = {"authority": authority.pk, "committee": committee.pk, "seat": seat.pk, "user": seat.user_id}
        record_organisation_event(actor=actor, now=now, code="committee_member_left", data=data)
    return committee
