from tenants.organisation.models.authority import (
    AdvisoryCommittee,
    Authority,
    AuthorityKind,
    CommitteeSeat,
    CompetentOmbudsman,
    SigningMandate,
)
from tenants.organisation.models.event import OrganisationEvent
from tenants.organisation.models.label import Label
from tenants.organisation.models.settings import CLASS_TO_CONFIRM, Absence, OrganisationSettings

__all__ = [
    "CLASS_TO_CONFIRM",
    "Absence",
    "AdvisoryCommittee",
    "Authority",
    "AuthorityKind",
    "CommitteeSeat",
    "CompetentOmbudsman",
    "Label",
    "OrganisationEvent",
    "OrganisationSettings",
    "SigningMandate",
]
