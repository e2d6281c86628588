"""The organisation's own service norms, in working days. The law sets no term for these; the Awb clock never reads them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.organisation.access import lock_organisation
from tenants.organisation.models import OrganisationSettings
from tenants.organisation.records import record_organisation_event
from tenants.outbox import after_commit
from tenants.permissions import Permission

FEWEST_DAYS, MOST_DAYS = 1, 60
# Dates of open complaints rest on these, so they are computed anew.
NORMS_BEHIND_DATES = frozenset({"contact_norm_days", "contact_norm_skips_decreed_days", "signal_norm_days", "oral_complaints_have_norm"})


class NormOutOfBounds(Refusal):
    code = "norm_out_of_bounds"
    message = _("Give a whole number of working days from 1 to 60.")


class NormsUnchanged(Refusal):
    code = "norms_unchanged"
    message = _("There is nothing to change: these are the norms already.")


def set_norms(
    *,
    actor: Actor,
    contact_norm_days: int,
    contact_norm_skips_decreed_days: bool,
    acknowledgement_norm_days: int,
    signal_norm_days: int,
    feedback_norm_days: int,
    oral_complaints_have_norm: bool,
    requires_written_mandate: bool = False,
    decisions_need_second_look: bool = False,
    now: datetime,
) -> OrganisationSettings:
    """Set the norms. When dates rest on what changed, those of open complaints are computed anew after the commit.

    Raises NormOutOfBounds, NormsUnchanged.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    days = {
        "contact_norm_days": contact_norm_days,
        "acknowledgement_norm_days": acknowledgement_norm_days,
        "signal_norm_days": signal_norm_days,
        "feedback_norm_days": feedback_norm_days,
    }
    for field, number in days.items():
        if not FEWEST_DAYS <= number <= MOST_DAYS:
            raise NormOutOfBounds(field=field)
    norms: dict[str, int | bool] = days | {
        "contact_norm_skips_decreed_days": contact_norm_skips_decreed_days,
        "oral_complaints_have_norm": oral_complaints_have_norm,
        "requires_written_mandate": requires_written_mandate,
        "decisions_need_second_look": decisions_need_second_look,
    }
    with transaction.atomic(durable=True):
        settings = lock_organisation()
        changes = {name: [getattr(settings, name), value] for name, value in norms.items() if getattr(settings, name) != value}
        if not changes:
            raise NormsUnchanged
        for name, value in norms.items():
            setattr(settings, name, value)
        settings.save(update_fields=list(norms))
        record_organisation_event(actor=actor, now=now, code="norms_changed", data=changes)
        if NORMS_BEHIND_DATES & set(changes):
            after_commit("complaints.recompute_open_terms", now=now)
    return settings
