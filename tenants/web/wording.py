"""Words that several pages use for the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenants.organisation.core_lists import Dimension
from tenants.organisation.letters import EVERY_LETTER, LETTERS
from tenants.permissions import Role

ROLE_NAMES: dict[Role, Promise] = {
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
    Role.COORDINATOR: gettext_lazy("Complaints coordinator"),
    Role.HANDLER: gettext_lazy("Complaint handler"),
    Role.EMPLOYEE: gettext_lazy("Employee"),
    Role.MANAGER: gettext_lazy("Manager"),
    Role.COUNCIL_MEMBER: gettext_lazy("Council member"),
    Role.COUNCIL_REGISTRY: gettext_lazy("Council registry"),
    Role.OPERATOR: gettext_lazy("Operator"),
}

DIMENSION_NAMES: dict[Dimension, Promise] = {
    Dimension.KIND: gettext_lazy("Kinds"),
    Dimension.CHANNEL: gettext_lazy("Channels"),
    Dimension.UNIT: gettext_lazy("Units"),
    Dimension.NATURE: gettext_lazy("Subjects"),
    Dimension.MUNICIPALITY: gettext_lazy("Municipalities"),
    Dimension.PROCEDURE: gettext_lazy("Procedures"),
    Dimension.OUTCOME: gettext_lazy("Outcomes"),
    Dimension.HANDLED_BY: gettext_lazy("Handled by"),
}


def role_names(roles: Iterable[Role]) -> str:
    """The roles in words, in the order of the table."""
    held = set(roles)
    return ", ".join(str(name) for role, name in ROLE_NAMES.items() if role in held)


def letter_name(code: str) -> str:
    """The letter a signing mandate is given for."""
    return _("Every letter") if code == EVERY_LETTER else LETTERS[code[:3]]


def time_left(*, due_on: date, today: date) -> str:
    """ "3 days left", "today", "2 days late"."""
    days = (due_on - today).days
    if days == 0:
        return _("last day is today")
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
