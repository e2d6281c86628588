"""create_tenant: what it makes, what it refuses, and that nothing of a refusal stays."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tenants.utils import schema_context, schema_exists

from tenants.models import Domain, Participation, Tenant
from tenants.organisation.flows import provisioning
from tenants.organisation.models import Authority, OrganisationSettings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slug() -> Any:
    yield "nieuw-gemeente"
    connection.set_schema_to_public()
    Participation.objects.filter(tenant__slug="nieuw-gemeente").delete()
    Domain.objects.filter(tenant__slug="nieuw-gemeente").delete()
    Tenant.objects.filter(slug="nieuw-gemeente").delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS nieuw_gemeente CASCADE")


def counts() -> tuple[int, int, int]:
    return Tenant.objects.count(), Domain.objects.count(), Participation.objects.count()


def test_it_makes_schema_host_settings_and_default_authority_and_prints_the_host(slug: str) -> None:
    out = StringIO()

    call_command("create_tenant", slug, "--name", "Gemeente Nieuw", "--kind", "gemeente", "--cbs", "GM0344", stdout=out)

    assert out.getvalue() == "nieuw-gemeente.polsslag.localhost\n"
    tenant = Tenant.objects.get(slug=slug)
    assert (tenant.schema_name, tenant.name, tenant.kind, tenant.is_active) == ("nieuw_gemeente", "Gemeente Nieuw", "gemeente", True)
    with schema_context("nieuw_gemeente"):
        assert Authority.objects.get().kind == "executive"
        assert OrganisationSettings.objects.get().contact_norm_days == 5


def test_a_joint_authority_gets_its_participants_once_each(slug: str) -> None:
    call_command(
        "create_tenant", slug, "--name", "GR", "--kind", "gr", "--participant", "GM0321", "GM0331", "--participant", "GM0321",
        stdout=StringIO(),
    )  # fmt: skip

    assert list(Participation.objects.filter(tenant__slug=slug).order_by("municipality_id").values_list("municipality_id", flat=True)) == [
        "GM0321",
        "GM0331",
    ]


def test_an_own_host_is_used(slug: str) -> None:
    out = StringIO()

    call_command(
        "create_tenant", slug, "--name", "N", "--kind", "gemeente", "--host", "Klachten.Nieuw.example", stdout=out, stderr=StringIO()
    )

    assert out.getvalue() == "klachten.nieuw.example\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["samen", "--name", "N", "--kind", "gemeente"], "slug_taken"),
        (["Groot", "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["a", "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["1a", "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["a_b", "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["a" * 42, "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["portaal", "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["public", "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["pg-klacht", "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["information-schema", "--name", "N", "--kind", "gemeente"], "unusable_slug"),
        (["nieuw", "--name", " ", "--kind", "gemeente"], "name_missing"),
        (["nieuw", "--name", "N", "--kind", "gemeente", "--cbs", "GM9999"], "unknown_municipality"),
        (["nieuw", "--name", "N", "--kind", "gr"], "participants_missing"),
        (["nieuw", "--name", "N", "--kind", "gr", "--participant", "GM9998"], "unknown_municipality"),
        (["nieuw", "--name", "N", "--kind", "gr", "--cbs", "GM0344", "--participant", "GM0321"], "municipality_not_for_this_kind"),
        (["nieuw", "--name", "N", "--kind", "gemeente", "--participant", "GM0321"], "municipality_not_for_this_kind"),
        (["nieuw", "--name", "N", "--kind", "gemeente", "--host", "samen.polsslag.localhost"], "host_taken"),
        (["nieuw", "--name", "N", "--kind", "gemeente", "--host", "portaal.polsslag.localhost"], "unusable_host"),
        (["nieuw", "--name", "N", "--kind", "gemeente", "--host", "geen host"], "unusable_host"),
        (["nieuw", "--name", "N", "--kind", "gemeente", "--host", "x.example:8000"], "unusable_host"),
    ],
)
def test_what_cannot_be_used_is_refused_with_status_1_and_leaves_nothing(arguments: list[str], code: str) -> None:
    before = counts()

    with pytest.raises(CommandError) as refused:
        call_command("create_tenant", *arguments, stdout=StringIO(), stderr=StringIO())

    assert str(refused.value).startswith(f"{code}: ")
    assert refused.value.returncode == 1
    assert counts() == before
    assert not schema_exists("nieuw")


def test_all_reasons_come_at_once() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("create_tenant", "samen", "--name", "", "--kind", "gr", "--host", "x y", stdout=StringIO(), stderr=StringIO())

    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "slug_taken",
        "name_missing",
        "unusable_host",
        "participants_missing",
    ]


def test_a_step_that_fails_undoes_everything(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()

    def fail(tenant: Tenant) -> None:
        raise RuntimeError("furnishing failed")

    monkeypatch.setattr(provisioning, "furnish", fail)

    with pytest.raises(RuntimeError, match="furnishing failed"):
        call_command("create_tenant", slug, "--name", "N", "--kind", "gemeente", stdout=StringIO())

    assert counts() == before
    assert not schema_exists("nieuw_gemeente")
