"""A new organisation: its host, its schema, its first authority.

The one flow without an outer transaction: a schema is built by migrations, statement by statement, so when a step fails
everything made so far is undone by hand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import quote_schema_name, schema_context, schema_exists

from tenants.actors import command_actor
from tenants.connections import tenant_connection
from tenants.errors import Refusal, Refusals
from tenants.models import Domain, Municipality, Participation, Tenant, TenantKind
from tenants.organisation.models import Authority, AuthorityKind, OrganisationSettings
from tenants.organisation.records import record_organisation_event

SLUG = re.compile(r"[a-z][a-z0-9-]{1,40}")
HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
LONGEST_BUILD = timedelta(minutes=10)
RESERVED_SLUGS = frozenset({"portaal", "public", "www", "api", "static", "mail", "information-schema"})


class UnusableSlug(Refusal):
    code = "unusable_slug"
    message = _(
        '"%(given)s" cannot be used as a short name. Use 2 to 41 small letters, digits or dashes, starting with a letter. '
        "Some names are kept for the service itself."
    )


class SlugTaken(Refusal):
    code = "slug_taken"
    message = _('There is already an organisation "%(given)s". Choose another short name.')


class UnusableHost(Refusal):
    code = "unusable_host"
    message = _('"%(given)s" cannot be used as a host. Give a full host name in small letters, without port.')


class HostTaken(Refusal):
    code = "host_taken"
    message = _('The host "%(given)s" already belongs to an organisation. Choose another one.')


class NameMissing(Refusal):
    code = "name_missing"
    message = _("Give the name of the organisation, at most 200 characters.")


class UnusableName(Refusal):
    code = "unusable_name"
    message = _("The name holds invisible characters. Type it instead of pasting it.")


class UnknownMunicipality(Refusal):
    code = "unknown_municipality"
    message = _("No municipality has the code %(given)s. Check it, or add it with add_municipality.")


class ParticipantsMissing(Refusal):
    code = "participants_missing"
    message = _("A joint authority needs at least one participating municipality: add --participant GM0321.")


class MunicipalityNotForThisKind(Refusal):
    code = "municipality_not_for_this_kind"
    message = _("A joint authority has participants and no code of its own; a municipality has a code and no participants.")


class CannotProvision(Refusals):
    code = "cannot_provision"


@dataclass(frozen=True, kw_only=True)
class NewTenant:
    """What is asked for. municipality_code: the gemeente's own; participant_codes: the GR's municipalities.

    has_demo_data: it will hold invented and published complaints, whose people sign in without a second step.
    """

    slug: str
    name: str
    kind: TenantKind
    municipality_code: str | None = None
    participant_codes: tuple[str, ...] = field(default_factory=tuple)
    host: str | None = None
    has_demo_data: bool = False

    @property
    def schema_name(self) -> str:
        return self.slug.replace("-", "_")

    @property
    def full_host(self) -> str:
        return (self.host or f"{self.slug}.{settings.BASE_DOMAIN}").lower()


def provision_tenant(*, new: NewTenant, now: datetime, longest_build: timedelta = LONGEST_BUILD) -> Tenant:
    """Make the tenant with its host, schema, default authority and settings. Raises CannotProvision with every reason.

    Nothing of it remains when a step fails. longest_build: what was begun longer ago and is not finished was killed, and is
    cleared away; zero where nobody else can be building.
    """
    _clear_leftover(new, older_than=now - longest_build)
    if refusals := _refusals(new):
        raise CannotProvision(refusals)
    tenant = _claim_names(new, now)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {quote_schema_name(new.schema_name)}")
        call_command("migrate_schemas", schema_name=new.schema_name, tenant=True, interactive=False, verbosity=0)
        furnish(tenant)
        with schema_context(tenant.schema_name):
            data = {"kind": new.kind, "host": new.full_host, "municipalities": [new.municipality_code, *new.participant_codes]}
            record_organisation_event(actor=command_actor(), now=now, code="organisation_created", data=data)
        if not Tenant.objects.filter(pk=tenant.pk).update(is_active=True, deactivated_at=None):
            # It took so long that another took it for a leftover: what stands under this name is theirs.
            raise CannotProvision([SlugTaken(field="slug", given=new.slug)])
    except BaseException:
        _undo(tenant)
        raise
    tenant.refresh_from_db()
    return tenant


def _clear_leftover(new: NewTenant, *, older_than: datetime) -> None:
    """What a killed process left half made under this name: never active, and longer ago than any build takes.

    Of two that find it at once the second waits here, and finds it gone: what stands under this name by then is the
    first one's, at work.
    """
    with transaction.atomic(durable=True):
        half_made = Tenant.objects.select_for_update().filter(slug=new.slug, is_active=False, deactivated_at=F("created_at"))
        leftover = half_made.filter(created_at__lt=older_than).first()
        if leftover is not None:
            _remove(leftover)


def _refusals(new: NewTenant) -> list[Refusal]:
    found: list[Refusal] = []
    # Read before the slug: when another takes both in between, the slug is told as taken and not the host alone.
    is_host_taken = Domain.objects.filter(domain=new.full_host).exists()
    if not SLUG.fullmatch(new.slug) or new.slug in RESERVED_SLUGS or new.schema_name.startswith("pg_"):
        found.append(UnusableSlug(field="slug", given=new.slug[:60]))
    elif Tenant.objects.filter(slug=new.slug).exists() or schema_exists(new.schema_name):
        found.append(SlugTaken(field="slug", given=new.slug))
    if not new.name.strip() or len(new.name) > 200:
        found.append(NameMissing(field="name"))
    elif any(unicodedata.category(character) in ("Cc", "Cf") for character in new.name):
        found.append(UnusableName(field="name"))
    if found and new.host is None and isinstance(found[0], UnusableSlug):
        return found + _municipality_refusals(new)
    if not HOST.fullmatch(new.full_host) or new.full_host == settings.PORTAL_HOST:
        found.append(UnusableHost(field="host", given=new.full_host[:100]))
    elif is_host_taken:
        found.append(HostTaken(field="host", given=new.full_host))
    return found + _municipality_refusals(new)


def _municipality_refusals(new: NewTenant) -> list[Refusal]:
    found: list[Refusal] = []
    is_gr = new.kind == TenantKind.GR
    if (is_gr and new.municipality_code) or (not is_gr and new.participant_codes):
        found.append(MunicipalityNotForThisKind(field="kind"))
    if is_gr and not new.participant_codes:
        found.append(ParticipantsMissing(field="participant"))
    asked = [code for code in (new.municipality_code, *new.participant_codes) if code]
    known = set(Municipality.objects.filter(code__in=asked).values_list("code", flat=True))
    found += [UnknownMunicipality(field="municipality", given=code[:20]) for code in dict.fromkeys(asked) if code not in known]
    return found


def _claim_names(new: NewTenant, now: datetime) -> Tenant:
    """The rows first, inactive, so that of two that ask for one name at once the second is refused before it builds anything."""
    try:
        with transaction.atomic(durable=True):
            tenant = Tenant.objects.create(
                schema_name=new.schema_name,
                slug=new.slug,
                name=new.name.strip(),
                kind=new.kind,
                municipality_id=new.municipality_code,
                has_demo_data=new.has_demo_data,
                is_active=False,
                created_at=now,
                deactivated_at=now,
            )
            Domain.objects.create(tenant=tenant, domain=new.full_host, is_primary=True)
            Participation.objects.bulk_create(
                Participation(tenant=tenant, municipality_id=code) for code in dict.fromkeys(new.participant_codes)
            )
    except (IntegrityError, ValidationError):
        # django-tenants looks at the schema's name before it saves, so the second may meet either.
        raise CannotProvision(_refusals(new) or [SlugTaken(field="slug", given=new.slug)]) from None
    return tenant


def furnish(tenant: Tenant) -> None:
    """What every organisation starts with: its settings and a default authority. Given twice, the second changes nothing."""
    is_gemeente = tenant.kind == TenantKind.GEMEENTE
    with schema_context(tenant.schema_name), transaction.atomic():
        OrganisationSettings.objects.get_or_create(pk=1)
        Authority.objects.get_or_create(
            is_default=True,
            defaults={
                "name": f"College van burgemeester en wethouders van {tenant.name}"
                if is_gemeente
                else f"Dagelijks bestuur van {tenant.name}",
                "kind": AuthorityKind.EXECUTIVE if is_gemeente else AuthorityKind.EXECUTIVE_BOARD,
                "municipality_id": tenant.municipality_id,
            },
        )


def _undo(tenant: Tenant) -> None:
    tenant_connection.set_schema_to_public()
    with transaction.atomic(durable=True):
        _remove(tenant)


def _remove(tenant: Tenant) -> None:
    """Rows and schema go together or not at all, so that no schema is dropped that somebody else builds under a row of theirs."""
    Participation.objects.filter(tenant=tenant).delete()
    Domain.objects.filter(tenant=tenant).delete()
    removed, _per_model = Tenant.objects.filter(pk=tenant.pk).delete()
    if removed:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {quote_schema_name(tenant.schema_name)} CASCADE")
