"""Who may do what: one table, read by every page, address, query and mutation.

A view, GraphQL field or mutation names one `Permission`; the table says which roles have it. What is not declared is
refused, and a test walks every address and every field. Which *objects* somebody may see within a permission is decided at
the door of that kind of object (`access.py` in each app).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar


class Role(StrEnum):
    """A role at one tenant; `OPERATOR` is held at the portal."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    HANDLER = "handler"
    EMPLOYEE = "employee"
    MANAGER = "manager"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_REGISTRY = "council_registry"
    COMMITTEE_MEMBER = "committee_member"
    OPERATOR = "operator"


class Permission(StrEnum):
    """One thing a role may or may not do."""

    ANYONE = "anyone"
    OWN_ACCOUNT = "own_account"
    SEE_START_PAGE = "see_start_page"
    SEE_COMPLAINTS = "see_complaints"
    REGISTER_COMPLAINTS = "register_complaints"
    HANDLE_COMPLAINTS = "handle_complaints"
    HEAR = "hear"
    ADVISE = "advise"
    EXPORT_COMPLAINTS = "export_complaints"
    RECORD_ABSENCE = "record_absence"
    RECORD_ABSENCE_OF_OTHERS = "record_absence_of_others"
    CHOOSE_NOTICES = "choose_notices"
    SEE_WHO_LOOKED = "see_who_looked"
    DESTROY_COMPLAINTS = "destroy_complaints"
    SEE_YEARLY_FIGURES = "see_yearly_figures"
    IMPORT_COMPLAINTS = "import_complaints"
    COMPUTE_DEADLINES = "compute_deadlines"
    MANAGE_MEMBERSHIPS = "manage_memberships"
    MANAGE_LABELS = "manage_labels"
    MANAGE_ORGANISATION = "manage_organisation"
    SEE_PROVIDERS = "see_providers"
    OPERATE_SERVICE = "operate_service"


_ALL_ROLES = frozenset(Role)
TENANT_ROLES = _ALL_ROLES - {Role.OPERATOR}
# Who handles complaints, and who those of the council's compartment.
COMPLAINT_TEAM = frozenset({Role.COORDINATOR, Role.HANDLER})
REGISTRY = frozenset({Role.COUNCIL_REGISTRY})
# Members of an advisory committee (Awb 9:14): of what was put before it alone, and independent of whoever handles or decides.
COMMITTEE = frozenset({Role.COMMITTEE_MEMBER})
# They advise or look on: they sign nothing for the authority, and are asked nothing about a complaint.
OUTSIDERS = COMMITTEE | {Role.COUNCIL_MEMBER}
COUNCIL_SIDE = frozenset({Role.COUNCIL_MEMBER, Role.COUNCIL_REGISTRY})

# ANYONE needs no sign-in; OWN_ACCOUNT needs a sign-in but no role here.
WITHOUT_ROLE = frozenset({Permission.ANYONE, Permission.OWN_ACCOUNT})

ROLES: dict[Permission, frozenset[Role]] = {
    Permission.ANYONE: _ALL_ROLES,
    Permission.OWN_ACCOUNT: _ALL_ROLES,
    Permission.SEE_START_PAGE: _ALL_ROLES,
    # The registry sees and handles the council's compartment, the team all the rest: the door decides (complaints.access).
    Permission.SEE_COMPLAINTS: COMPLAINT_TEAM | {Role.MANAGER, Role.COUNCIL_REGISTRY, Role.COMMITTEE_MEMBER},
    Permission.REGISTER_COMPLAINTS: COMPLAINT_TEAM | {Role.EMPLOYEE, Role.MANAGER, Role.COUNCIL_REGISTRY},
    Permission.HANDLE_COMPLAINTS: COMPLAINT_TEAM | {Role.COUNCIL_REGISTRY},
    # Who hears: the committee where one advises, else whoever handles the complaint (9:15(2)).
    Permission.HEAR: COMPLAINT_TEAM | REGISTRY | COMMITTEE,
    Permission.ADVISE: COMMITTEE,
    Permission.EXPORT_COMPLAINTS: COMPLAINT_TEAM | {Role.COUNCIL_REGISTRY},
    Permission.RECORD_ABSENCE: COMPLAINT_TEAM | REGISTRY | {Role.ADMINISTRATOR},
    Permission.RECORD_ABSENCE_OF_OTHERS: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    Permission.CHOOSE_NOTICES: COMPLAINT_TEAM | REGISTRY | {Role.ADMINISTRATOR},
    Permission.SEE_WHO_LOOKED: frozenset({Role.ADMINISTRATOR}),
    Permission.DESTROY_COMPLAINTS: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.COUNCIL_REGISTRY}),
    # Council roles see no figures before disclosure control stands between them and small numbers.
    Permission.SEE_YEARLY_FIGURES: COMPLAINT_TEAM | {Role.MANAGER},
    Permission.IMPORT_COMPLAINTS: frozenset({Role.COORDINATOR}),
    Permission.COMPUTE_DEADLINES: TENANT_ROLES - {Role.COUNCIL_MEMBER, Role.COMMITTEE_MEMBER},
    Permission.MANAGE_MEMBERSHIPS: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_LABELS: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    Permission.MANAGE_ORGANISATION: frozenset({Role.ADMINISTRATOR}),
    Permission.SEE_PROVIDERS: COMPLAINT_TEAM | {Role.ADMINISTRATOR, Role.MANAGER},
    Permission.OPERATE_SERVICE: frozenset({Role.OPERATOR}),
}

# Roles that must have a second factor (TOTP or passkey): everyone who works with complaints, people or the service.
SECOND_FACTOR_ROLES = _ALL_ROLES - {Role.COUNCIL_MEMBER}

# Addresses whose view is not ours, by URL name.
ADDRESSES_OF_LIBRARIES: dict[str, Permission] = {
    "account_login": Permission.ANYONE,
    "account_logout": Permission.ANYONE,
    "account_inactive": Permission.ANYONE,
    "account_reset_password": Permission.ANYONE,
    "account_reset_password_done": Permission.ANYONE,
    "account_reset_password_from_key": Permission.ANYONE,
    "account_reset_password_from_key_done": Permission.ANYONE,
    "account_reauthenticate": Permission.OWN_ACCOUNT,
    "account_change_password": Permission.OWN_ACCOUNT,
    "mfa_login_webauthn": Permission.ANYONE,
    "mfa_authenticate": Permission.ANYONE,
    "mfa_reauthenticate": Permission.OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": Permission.OWN_ACCOUNT,
    "mfa_index": Permission.OWN_ACCOUNT,
    "mfa_activate_totp": Permission.OWN_ACCOUNT,
    "mfa_deactivate_totp": Permission.OWN_ACCOUNT,
    "mfa_list_webauthn": Permission.OWN_ACCOUNT,
    "mfa_add_webauthn": Permission.OWN_ACCOUNT,
    "mfa_remove_webauthn": Permission.OWN_ACCOUNT,
    "mfa_edit_webauthn": Permission.OWN_ACCOUNT,
    "mfa_view_recovery_codes": Permission.OWN_ACCOUNT,
    "mfa_generate_recovery_codes": Permission.OWN_ACCOUNT,
    "mfa_download_recovery_codes": Permission.OWN_ACCOUNT,
    "set_language": Permission.ANYONE,
}

View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare what a view needs. The check itself is made in one place, before any view runs."""

    def declare(view: View) -> View:
        view.required_permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def permission_of_view(view: Any, url_name: str | None) -> Permission | None:
    """The permission an address needs; None when it was declared nowhere, which is refused."""
    declared = getattr(view, "required_permission", None) or getattr(getattr(view, "view_class", None), "required_permission", None)
    return declared or ADDRESSES_OF_LIBRARIES.get(url_name or "")


def roles_allow(roles: frozenset[Role], permission: Permission) -> bool:
    """Whether any of these roles has the permission."""
    return permission in WITHOUT_ROLE or bool(roles & ROLES[permission])
