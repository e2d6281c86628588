"""Words that several pages use for the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenants.organisation.core_lists import Dimension
from tenants.organisation.letters import EVERY_LETTER, LETTERS
from tenants.permissions import Permission, Role

ROLE_NAMES: dict[Role, Promise] = {
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
    Role.COORDINATOR: gettext_lazy("Complaints coordinator"),
    Role.HANDLER: gettext_lazy("Complaint handler"),
    Role.EMPLOYEE: gettext_lazy("Employee"),
    Role.MANAGER: gettext_lazy("Manager"),
    Role.COUNCIL_MEMBER: gettext_lazy("Council member"),
    Role.COUNCIL_REGISTRY: gettext_lazy("Council registry"),
    Role.COMMITTEE_MEMBER: gettext_lazy("Member of the advisory committee"),
    Role.OPERATOR: gettext_lazy("Operator"),
}

# What a role may do here, as its people would say it; in the order of the page. What everybody may do is not in it.
PERMISSION_NAMES: dict[Permission, Promise] = {
    Permission.REGISTER_COMPLAINTS: gettext_lazy("Register a complaint"),
    Permission.SEE_COMPLAINTS: gettext_lazy("See, find and open complaints"),
    Permission.HANDLE_COMPLAINTS: gettext_lazy("Handle complaints, and see who a shielded person is, with a reason"),
    Permission.HEAR: gettext_lazy("Record what was said when people were heard"),
    Permission.ADVISE: gettext_lazy("Advise on what was put before the committee"),
    Permission.EXPORT_COMPLAINTS: gettext_lazy("Take the list of complaints along as a file, for a purpose"),
    Permission.SEE_YEARLY_FIGURES: gettext_lazy("See the figures of each year"),
    Permission.IMPORT_COMPLAINTS: gettext_lazy("Import complaints from another system"),
    Permission.DESTROY_COMPLAINTS: gettext_lazy("Destroy files of which the retention has ended, two people together"),
    Permission.SEE_PROVIDERS: gettext_lazy("See the care providers"),
    Permission.COMPUTE_DEADLINES: gettext_lazy("Compute the dates of the law"),
    Permission.RECORD_ABSENCE: gettext_lazy("Say that you are away yourself, and who stands in"),
    Permission.RECORD_ABSENCE_OF_OTHERS: gettext_lazy("Say that a colleague is away"),
    Permission.CHOOSE_NOTICES: gettext_lazy("Get messages about work, and choose which"),
    Permission.MANAGE_LABELS: gettext_lazy("Sort the organisation's own words"),
    Permission.MANAGE_MEMBERSHIPS: gettext_lazy("Give and end roles"),
    Permission.MANAGE_ORGANISATION: gettext_lazy("Set up the organisation: authorities, norms, messages, looks"),
    Permission.SEE_WHO_LOOKED: gettext_lazy("See who looked in which file, without what stands in it"),
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
