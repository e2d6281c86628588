"""When colleagues are reminded of terms, and between which hours they get mail: the organisation's own choice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import Refusal, Refusals
from tenants.organisation.access import lock_organisation
from tenants.organisation.models import OrganisationSettings
from tenants.organisation.records import record_organisation_event
from tenants.permissions import Permission

MOST_DAYS, MOST_POINTS, MOST_CONTACT_DAYS = 60, 5, 5


class UnusableReminderDays(Refusal):
    code = "unusable_reminder_days"
    message = _("Give at most five different numbers of days, each from 1 to 60.")


class UnusableContactDays(Refusal):
    code = "unusable_contact_days"
    message = _("Give a number of working days from 0 to 5. With 0 nobody is reminded of it.")


class UnusableHours(Refusal):
    code = "unusable_hours"
    message = _("The hours for mail begin at 0 at the earliest, end at 24 at the latest, and end after they begin.")


class RemindersUnchanged(Refusal):
    code = "reminders_unchanged"
    message = _("There is nothing to change: this is how it is already.")


def set_reminders(
    *,
    actor: Actor,
    reminder_days_before: Collection[int],
    reminder_days_after: Collection[int],
    reminder_half_way: bool,
    reminders_in_working_days: bool,
    contact_reminder_days: int,
    mail_from_hour: int,
    mail_until_hour: int,
    now: datetime,
) -> OrganisationSettings:
    """Set the points of reminding and the hours for mail. Raises NotPermitted, RemindersUnchanged, and Refusals with all that is wrong."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    before, after = sorted(reminder_days_before, reverse=True), sorted(reminder_days_after)
    problems: list[Refusal] = []
    for field, days in (("reminder_days_before", before), ("reminder_days_after", after)):
        if len(days) > MOST_POINTS or len(set(days)) < len(days) or not all(1 <= one <= MOST_DAYS for one in days):
            problems.append(UnusableReminderDays(field=field))
    if not 0 <= contact_reminder_days <= MOST_CONTACT_DAYS:
        problems.append(UnusableContactDays(field="contact_reminder_days"))
    if not 0 <= mail_from_hour < mail_until_hour <= 24:
        problems.append(UnusableHours(field="mail_until_hour"))
    if problems:
        raise Refusals(problems)
    wanted: dict[str, object] = {
        "reminder_days_before": before,
        "reminder_days_after": after,
        "reminder_half_way": reminder_half_way,
        "reminders_in_working_days": reminders_in_working_days,
        "contact_reminder_days": contact_reminder_days,
        "mail_from_hour": mail_from_hour,
        "mail_until_hour": mail_until_hour,
    }
    with transaction.atomic(durable=True):
        settings = lock_organisation()
        changes = {name: [getattr(settings, name), value] for name, value in wanted.items() if getattr(settings, name) != value}
        if not changes:
            raise RemindersUnchanged
        for name, value in wanted.items():
            setattr(settings, name, value)
        settings.save(update_fields=list(wanted))
        record_organisation_event(actor=actor, now=now, code="reminders_changed", data=changes)
    return settings
