"""How long files are kept (Archiefwet): the class of the selection list and the years, as the organisation's archivist confirms them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.organisation.access import lock_organisation
from tenants.organisation.models import CLASS_TO_CONFIRM, OrganisationSettings
from tenants.organisation.records import record_organisation_event
from tenants.outbox import after_commit
from tenants.permissions import Permission

FEWEST_YEARS, MOST_YEARS = 1, 100
LONGEST_CLASS, LONGEST_PERSON = 200, 100


class UnusableClass(Refusal):
    code = "unusable_class"
    message = _("Write the class as it stands in the selection list, in at most 200 characters, without “(nog te bevestigen)”.")


class YearsOutOfBounds(Refusal):
    code = "years_out_of_bounds"
    message = _("Give a whole number of years from 1 to 100.")


class NobodyConfirms(Refusal):
    code = "nobody_confirms"
    message = _("Write who confirms this, in at most 100 characters. An archivist has to: files are destroyed by it.")


def confirm_retention(
    *, actor: Actor, retention_class: str, retention_years: int, confirmed_by: str, now: datetime
) -> OrganisationSettings:
    """Record the class and the years that an archivist confirmed. confirmed_by: name and function, one line.

    What was closed before anybody confirmed a class follows after the commit; what was closed under a confirmed one keeps it.
    Raises NotPermitted, and Refusals with all that is wrong.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    wanted = {
        "retention_class": " ".join(retention_class.split()),
        "retention_years": retention_years,
        "retention_confirmed_by": " ".join(confirmed_by.split()),
        "retention_confirmed_on": dutch_date(now),
    }
    problems = _problems(str(wanted["retention_class"]), retention_years, str(wanted["retention_confirmed_by"]))
    if problems:
        raise Refusals(problems)
    with transaction.atomic(durable=True):
        settings = lock_organisation()
        years_before, was_confirmed = settings.retention_years, settings.retention_confirmed_on is not None
        data = {name: [getattr(settings, name), wanted[name]] for name in ("retention_class", "retention_years")}
        for name, value in wanted.items():
            setattr(settings, name, value)
        settings.save(update_fields=list(wanted))
        # Not who confirmed: history holds no names.
        record_organisation_event(actor=actor, now=now, code="retention_confirmed", data=data)
        if not was_confirmed:
            after_commit("complaints.follow_retention", now=now, years_before=years_before)
    return settings


def _problems(retention_class: str, years: int, confirmed_by: str) -> list[Refusal]:
    problems: list[Refusal] = []
    if not _is_line(retention_class, LONGEST_CLASS) or retention_class == CLASS_TO_CONFIRM:
        problems.append(UnusableClass(field="retention_class"))
    if not FEWEST_YEARS <= years <= MOST_YEARS:
        problems.append(YearsOutOfBounds(field="retention_years"))
    if not _is_line(confirmed_by, LONGEST_PERSON):
        problems.append(NobodyConfirms(field="confirmed_by"))
    return problems


def _is_line(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and "\x00" not in text
