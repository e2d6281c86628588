"""The door of authorities and of what belongs to them: an administrator's own organisation, nothing else."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import F, Model, QuerySet

from tenants.actors import Actor, guard
from tenants.errors import NotFound
from tenants.models import Participation, Tenant
from tenants.organisation.models import Absence, AdvisoryCommittee, Authority, CompetentOmbudsman, OrganisationSettings, SigningMandate
from tenants.permissions import Permission

Row = TypeVar("Row", bound=Model)


def access_authority(*, actor: Actor, authority_id: int, for_change: bool = False) -> Authority:
    """An authority of this organisation. for_change: whoever changes it or what belongs to it waits for the other. Raises NotFound."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    # No key lock: files that are registered meanwhile point at the authority and need not wait.
    authorities = Authority.objects.select_for_update(no_key=True) if for_change else Authority.objects.select_related("municipality")
    return _one(authorities.filter(pk=authority_id))


def access_ombudsman(*, actor: Actor, authority: Authority, ombudsman_id: int) -> CompetentOmbudsman:
    """An ombudsman of this authority, in any period. Raises NotFound."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    return _one(CompetentOmbudsman.objects.filter(authority=authority, pk=ombudsman_id))


def access_committee(*, actor: Actor, authority: Authority, committee_id: int) -> AdvisoryCommittee:
    """A committee of this authority, in any period. Raises NotFound."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    return _one(AdvisoryCommittee.objects.filter(authority=authority, pk=committee_id))


def access_mandate(*, actor: Actor, authority: Authority, mandate_id: int) -> SigningMandate:
    """A signing mandate of this authority, in any period. Raises NotFound."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    return _one(SigningMandate.objects.filter(authority=authority, pk=mandate_id))


def access_absence(*, actor: Actor, absence_id: int) -> Absence:
    """An absence: one's own, or anybody's for whoever records those of others. Raises NotFound."""
    guard(actor, Permission.RECORD_ABSENCE)
    absences = Absence.objects.filter(pk=absence_id)
    return _one(absences if actor.may(Permission.RECORD_ABSENCE_OF_OTHERS) else absences.filter(user_id=actor.user_id or 0))


def find_participation(*, actor: Actor, tenant: Tenant, municipality_code: str) -> Participation | None:
    """The latest period in which a municipality takes part; None for one that never did."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    if "\x00" in municipality_code:
        return None
    periods = Participation.objects.filter(tenant=tenant, municipality_id=municipality_code).select_related("municipality")
    return periods.order_by(F("valid_from").desc(nulls_last=True)).first()


def lock_organisation() -> OrganisationSettings:
    """Let whoever changes the list of authorities, or the norms, do so one after the other."""
    return OrganisationSettings.objects.select_for_update().get()


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
