"""create_tenant: what it makes, what it refuses, and that nothing of a refusal stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from threading import Barrier, BrokenBarrierError, Event, Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django_tenants.utils import schema_context, schema_exists

from tenants.clock import read_clock
from tenants.models import Domain, Participation, Tenant
from tenants.organisation.flows import provisioning
from tenants.organisation.models import Authority, OrganisationEvent, OrganisationSettings

committing = pytest.mark.django_db(transaction=True)


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


@committing
def test_it_makes_schema_host_settings_and_default_authority_and_prints_the_host(slug: str) -> None:
    out = StringIO()

    call_command("create_tenant", slug, "--name", "Gemeente Nieuw", "--kind", "gemeente", "--cbs", "GM0344", stdout=out)

    assert out.getvalue() == "nieuw-gemeente.polsslag.localhost\n"
    tenant = Tenant.objects.get(slug=slug)
    assert (tenant.schema_name, tenant.name, tenant.kind, tenant.is_active) == ("nieuw_gemeente", "Gemeente Nieuw", "gemeente", True)
    with schema_context("nieuw_gemeente"):
        assert Authority.objects.get().kind == "executive"
        assert OrganisationSettings.objects.get().contact_norm_days == 5
        event = OrganisationEvent.objects.get()
        assert (event.code, event.actor_kind) == ("organisation_created", "command")
        assert event.data == {"kind": "gemeente", "host": "nieuw-gemeente.polsslag.localhost", "municipalities": ["GM0344"]}


@committing
def test_a_joint_authority_gets_its_participants_once_each(slug: str) -> None:
    call_command(
        "create_tenant", slug, "--name", "GR", "--kind", "gr", "--participant", "GM0321", "GM0331", "--participant", "GM0321",
        stdout=StringIO(),
    )  # fmt: skip

    assert list(Participation.objects.filter(tenant__slug=slug).order_by("municipality_id").values_list("municipality_id", flat=True)) == [
        "GM0321",
        "GM0331",
    ]


@committing
def test_an_own_host_is_used(slug: str) -> None:
    out = StringIO()

    call_command(
        "create_tenant", slug, "--name", "N", "--kind", "gemeente", "--host", "Klachten.Nieuw.example", stdout=out, stderr=StringIO()
    )

    assert out.getvalue() == "klachten.nieuw.example\n"


@pytest.mark.django_db
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
        (["nieuw", "--name", "Gem\u202eeente", "--kind", "gemeente"], "unusable_name"),
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


@pytest.mark.django_db
def test_all_reasons_come_at_once() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("create_tenant", "samen", "--name", "", "--kind", "gr", "--host", "x y", stdout=StringIO(), stderr=StringIO())

    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "slug_taken",
        "name_missing",
        "unusable_host",
        "participants_missing",
    ]


@committing
def test_a_step_that_fails_undoes_everything(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()

    def fail(tenant: Tenant) -> None:
        raise RuntimeError("furnishing failed")

    monkeypatch.setattr(provisioning, "furnish", fail)

    with pytest.raises(RuntimeError, match="furnishing failed"):
        call_command("create_tenant", slug, "--name", "N", "--kind", "gemeente", stdout=StringIO())

    assert counts() == before
    assert not schema_exists("nieuw_gemeente")


@committing
@pytest.mark.parametrize(("minutes", "is_cleared"), [(9, False), (11, True)])
def test_what_a_killed_build_left_is_cleared_by_the_next(slug: str, minutes: int, is_cleared: bool) -> None:
    started = read_clock() - timedelta(minutes=minutes)
    Tenant.objects.create(
        schema_name="nieuw_gemeente", slug=slug, name="N", kind="gemeente", is_active=False, created_at=started, deactivated_at=started
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA nieuw_gemeente")

    if is_cleared:
        call_command("create_tenant", slug, "--name", "Opnieuw", "--kind", "gemeente", stdout=StringIO())
        assert Tenant.objects.get(slug=slug).name == "Opnieuw"
    else:
        with pytest.raises(CommandError, match="slug_taken"):
            call_command("create_tenant", slug, "--name", "Opnieuw", "--kind", "gemeente", stdout=StringIO())


@committing
def test_of_two_that_ask_for_one_name_at_once_one_is_made(slug: str) -> None:
    outcomes: list[str] = []

    def create() -> None:
        try:
            call_command("create_tenant", slug, "--name", "N", "--kind", "gemeente", stdout=StringIO(), stderr=StringIO())
            outcomes.append("made")
        except CommandError as refused:
            outcomes.append(str(refused).split(":")[0])
        finally:
            connection.close()

    threads = [Thread(target=create) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["made", "slug_taken"]
    assert Tenant.objects.get(slug=slug).is_active


@committing
def test_a_name_that_was_taken_between_looking_and_claiming_is_told_as_taken(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("create_tenant", slug, "--name", "Eerst", "--kind", "gemeente", stdout=StringIO())
    find_refusals = provisioning._refusals
    # The first look finds the name free, as it was a moment ago.
    looks: list[Callable[[Any], list[Any]]] = [lambda new: [], find_refusals]
    monkeypatch.setattr(provisioning, "_refusals", lambda new: looks.pop(0)(new))

    with pytest.raises(CommandError, match="slug_taken"):
        call_command("create_tenant", slug, "--name", "Later", "--kind", "gemeente", stdout=StringIO())

    assert Tenant.objects.get(slug=slug).name == "Eerst"


@committing
def test_of_two_that_find_the_same_leftover_the_second_leaves_alone_what_the_first_builds(
    slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = read_clock() - timedelta(minutes=11)
    Tenant.objects.create(
        schema_name="nieuw_gemeente", slug=slug, name="N", kind="gemeente", is_active=False, created_at=started, deactivated_at=started
    )
    both_found_it, first_is_made = Barrier(2), Event()
    remove = provisioning._remove
    outcomes: list[str] = []

    def remove_slowly(tenant: Tenant) -> None:
        # A second that reads without waiting gets here as well, and goes on when the first is done.
        with suppress(BrokenBarrierError):
            if both_found_it.wait(timeout=2) == 1:
                first_is_made.wait(timeout=30)
        remove(tenant)

    def create() -> None:
        try:
            call_command("create_tenant", slug, "--name", "Nieuw", "--kind", "gemeente", stdout=StringIO(), stderr=StringIO())
            outcomes.append("made")
            first_is_made.set()
        except CommandError as refused:
            outcomes.append(str(refused).split(":")[0])
        finally:
            connection.close()

    monkeypatch.setattr(provisioning, "_remove", remove_slowly)
    threads = [Thread(target=create) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["made", "slug_taken"]
    tenant = Tenant.objects.get(slug=slug)
    assert (tenant.name, tenant.is_active) == ("Nieuw", True)
    with schema_context("nieuw_gemeente"):
        assert Authority.objects.count() == 1


@committing
def test_a_build_that_was_taken_for_a_leftover_leaves_the_others_schema_alone(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose_the_name(tenant: Tenant) -> None:
        Domain.objects.filter(tenant=tenant).delete()
        Tenant.objects.filter(pk=tenant.pk).delete()
        later = read_clock()
        Tenant.objects.create(schema_name="nieuw_gemeente", slug=slug, name="Ander", kind="gemeente", created_at=later)

    monkeypatch.setattr(provisioning, "furnish", lose_the_name)

    with pytest.raises(CommandError, match="slug_taken"):
        call_command("create_tenant", slug, "--name", "N", "--kind", "gemeente", stdout=StringIO())

    assert Tenant.objects.get(slug=slug).name == "Ander"
    assert schema_exists("nieuw_gemeente")


@committing
def test_a_deactivated_tenant_answers_as_an_unknown_host_and_can_come_back(slug: str) -> None:
    call_command("create_tenant", slug, "--name", "N", "--kind", "gemeente", stdout=StringIO())
    client = Client(HTTP_HOST="nieuw-gemeente.polsslag.localhost")

    call_command("deactivate_tenant", slug, stdout=StringIO())
    gone = client.post("/graphql/")
    call_command("deactivate_tenant", slug, "--undo", stdout=StringIO())
    back = client.post("/graphql/")

    assert (gone.status_code, back.status_code) == (404, 400)
    assert "Op dit adres staat niets" in gone.content.decode()
    with schema_context("nieuw_gemeente"):
        codes = list(OrganisationEvent.objects.order_by("pk").values_list("code", flat=True))
    assert codes == ["organisation_created", "organisation_deactivated", "organisation_activated"]


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["bestaat-niet"], ["portaal"], ["samen", "--undo"]])
def test_what_cannot_be_deactivated_is_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("deactivate_tenant", *arguments, stdout=StringIO())

    assert refused.value.returncode == 2
    assert Tenant.objects.filter(is_active=True).count() == 3
