"""Advisory committees for tests, with people who sit on them."""

from __future__ import annotations

from datetime import date

from complaints.models import Complaint, Round
from tenants.accounts.access import actor_for
from tenants.accounts.models import Membership, User
from tenants.actors import Actor
from tenants.connections import current_schema
from tenants.models import Tenant
from tenants.organisation.models import AdvisoryCommittee, Authority, CommitteeSeat
from tenants.permissions import Role

SINCE = date(2024, 1, 1)


def make_committee(name: str = "Klachtencommissie") -> AdvisoryCommittee:
    """The one committee of the default authority."""
    authority = Authority.objects.get(is_default=True)
    made, _new = AdvisoryCommittee.objects.get_or_create(
        authority=authority, defaults={"name": name, "appointed_by": "Besluit 2023", "valid_from": SINCE}
    )
    return made


def make_member(*, is_chair: bool = False, is_seated: bool = True) -> Actor:
    """Somebody whose one role here is member of the committee, seated on it."""
    tenant = Tenant.objects.get(schema_name=current_schema())
    user = User.objects.create_user(email=f"lid-{User.objects.count()}@voorbeeld.example", password="geheim", is_demo=True)
    Membership.objects.create(tenant=tenant, user=user, role=Role.COMMITTEE_MEMBER, starts_on=SINCE)
    if is_seated:
        CommitteeSeat.objects.create(committee=make_committee(), user=user, is_chair=is_chair, seated_on=SINCE)
    return actor_for(user=user, tenant=tenant, today=SINCE, has_second_factor=True)


def lay_before(reference: str) -> Round:
    """The open round lies before the committee, without a step."""
    one = Complaint.objects.get(reference=reference).rounds.order_by("number").last()
    assert one is not None
    one.committee, one.regime = make_committee(), "commission"
    one.save()
    return one
