"""Load the demo: three organisations, a login per role, two published registers and an invented one.

Not a flow but several in a row, each idempotent: what is there stays as it is, so an interrupted run is finished by the next.
"""

from __future__ import annotations

import csv
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django_tenants.utils import tenant_context

from complaints.demo.example_register import example_rows
from complaints.demo.organisations import (
    COMMITTEE,
    COUNCIL_MUNICIPALITY,
    LABELS_IN_ORDER,
    MANAGED_UNIT,
    MANDATED_FROM,
    OMBUDSMAN,
    PASSWORD,
    PEOPLE,
    PROVIDERS,
    REACHABILITY,
    SIGNS_AS,
    TENANTS,
)
from complaints.flows.after_import import index_imported_files
from complaints.flows.import_history import import_history
from complaints.flows.importing import import_complaints
from complaints.models import Complaint
from providers.directory.flows.registration import register_provider
from providers.directory.models import Provider
from tenants.accounts.flows.demo_logins import DemoOnlyLocally, ensure_demo_login
from tenants.accounts.models import Membership
from tenants.actors import command_actor
from tenants.clock import dutch_date, read_clock
from tenants.command_language import ProductCommand
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension, label_key
from tenants.organisation.flows.committee_seats import seat_member
from tenants.organisation.flows.committees import appoint_committee
from tenants.organisation.flows.label_creation import add_labels
from tenants.organisation.flows.mandates import grant_signing_mandate
from tenants.organisation.flows.ombudsmen import name_ombudsman
from tenants.organisation.flows.provisioning import provision_tenant
from tenants.organisation.flows.reachability import set_reachability
from tenants.organisation.models import Authority, Label, OrganisationEvent
from tenants.permissions import Role
from tenants.selectors import finished_tenant

FILES = Path(__file__).resolve().parents[2] / "demo"


class Command(ProductCommand):
    help = "Laad de voorbeeldgegevens (alleen op een eigen computer). Wat er al is, blijft zoals het is."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(DemoOnlyLocally().text, returncode=1)
        now = read_clock()
        for new in TENANTS:
            # Nobody but this command builds here, so what is half made was left by a run that was killed.
            tenant = finished_tenant(slug=new.slug) or provision_tenant(new=new, now=now, longest_build=timedelta(0))
            if not tenant.is_active:
                # Deactivated by hand: it stays so.
                continue
            with tenant_context(tenant):
                self._tell_how_to_reach(tenant, now)
                self._load_register(tenant, now)
                self._load_history(tenant, now)
                # At once: a worker may not run here, and what the demo shows is found by its search.
                index_imported_files(actor=command_actor())
                self._let_people_in(tenant, now)
                self._let_letters_go(tenant, now)
        self._add_providers(now)
        portal = Tenant.objects.get(slug="portaal")
        self._let_in(portal, Role.OPERATOR, now, unit_id=None, municipality_code=None)
        for role, email, _name in PEOPLE:
            self.stdout.write(f"login {role} {email} {PASSWORD}")

    def _add_providers(self, now: datetime) -> None:
        for kvk_number, name, agb_code, website in PROVIDERS:
            if not Provider.objects.filter(kvk_number=kvk_number).exists():
                register_provider(actor=command_actor(), kvk_number=kvk_number, name=name, agb_code=agb_code, website=website, now=now)

    def _tell_how_to_reach(self, tenant: Tenant, now: datetime) -> None:
        # Once: what somebody took away since stays away.
        if not OrganisationEvent.objects.filter(code="reachability_changed").exists():
            phone, phone_hours, email = REACHABILITY[tenant.slug]
            set_reachability(actor=command_actor(), phone=phone, phone_hours=phone_hours, email=email, now=now)

    def _load_register(self, tenant: Tenant, now: datetime) -> None:
        if Complaint.objects.exists():
            return
        add_labels(actor=command_actor(), tenant=tenant, texts=LABELS_IN_ORDER[tenant.slug], now=now)
        if tenant.slug == "voorbeeld":
            self._let_in(tenant, Role.HANDLER, now, unit_id=None, municipality_code=None)
            with tempfile.TemporaryDirectory() as folder:
                self._import(_written(Path(folder) / "voorbeeld.csv", example_rows(today=dutch_date(now))), now)
            return
        self._import(next(FILES.glob(f"{tenant.slug}_20*.csv")), now)

    def _load_history(self, tenant: Tenant, now: datetime) -> None:
        source = FILES / f"{tenant.slug}_history.csv"
        # Once: totals that somebody removed since, to make room for cases, stay removed.
        if not source.exists() or OrganisationEvent.objects.filter(code="history_imported").exists():
            return
        self._check(import_history(actor=command_actor(), source=source, file_format="csv", create_labels=True, is_trial=False, now=now))

    def _import(self, source: Path, now: datetime) -> None:
        self._check(import_complaints(actor=command_actor(), source=source, file_format="csv", create_labels=True, is_trial=False, now=now))

    def _check(self, report: Any) -> None:
        if report.findings.faults_total:
            raise CommandError(f"demo file refused: {report.as_json()}", returncode=1)

    def _let_people_in(self, tenant: Tenant, now: datetime) -> None:
        unit = Label.objects.get(dimension=Dimension.UNIT, key=label_key(MANAGED_UNIT[tenant.slug]))
        for role, _email, _name in PEOPLE:
            if role is not Role.OPERATOR:
                self._let_in(
                    tenant,
                    role,
                    now,
                    unit_id=unit.pk if role is Role.MANAGER else None,
                    municipality_code=COUNCIL_MUNICIPALITY[tenant.slug] if role is Role.COUNCIL_MEMBER else None,
                )

    def _let_letters_go(self, tenant: Tenant, now: datetime) -> None:
        """What a letter has to name: the ombudsman and who signs it. And in one organisation the committee that advises."""
        authority = Authority.objects.get(is_default=True)
        who: dict[str, Any] = {"actor": command_actor(), "authority_id": authority.pk, "now": now}
        # Once each: what somebody ended or took back since stays so.
        told = set(OrganisationEvent.objects.values_list("code", flat=True))
        if "ombudsman_named" not in told:
            name_ombudsman(**who, name=OMBUDSMAN[0], contact=OMBUDSMAN[1], valid_from=None)
        if "signing_mandate_granted" not in told:
            signer = self._person(tenant, Role.COORDINATOR)
            grant_signing_mandate(
                **who, tenant=tenant, user_id=signer, function_title=SIGNS_AS, letter_codes=["*"], valid_from=MANDATED_FROM
            )
        if tenant.slug == "voorbeeld" and "committee_appointed" not in told:
            committee = appoint_committee(**who, name=COMMITTEE[0], appointed_by=COMMITTEE[1], valid_from=MANDATED_FROM)
            chair = self._person(tenant, Role.COMMITTEE_MEMBER)
            seat_member(**who, committee_id=committee.pk, user_id=chair, is_chair=True)

    @staticmethod
    def _person(tenant: Tenant, role: Role) -> int:
        email = next(email for known, email, _name in PEOPLE if known is role)
        return Membership.objects.get(tenant=tenant, role=role, user__email=email).user_id

    def _let_in(self, tenant: Tenant, role: Role, now: datetime, *, unit_id: Any, municipality_code: str | None) -> None:
        email, name = next((email, name) for known, email, name in PEOPLE if known is role)
        ensure_demo_login(
            tenant=tenant,
            role=role,
            email=email,
            name=name,
            password=PASSWORD,
            today=dutch_date(now),
            unit_id=unit_id,
            municipality_code=municipality_code,
        )


def _written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
