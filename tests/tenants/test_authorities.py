"""Authorities, with their ombudsman, committee and who may sign: one at a time, by day, with history."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from tenants.accounts.access import actor_for
from tenants.accounts.flows.memberships import end_membership
from tenants.accounts.models import Membership, User
from tenants.actors import Actor, command_actor
from tenants.errors import NotFound, NotPermitted, Refusal
from tenants.models import Participation, Tenant
from tenants.organisation import checks
from tenants.organisation.checks import AlreadyBegun, EndsBeforeItBegins, is_in_force, overlapping
from tenants.organisation.flows import committees as committee_flows
from tenants.organisation.flows import ombudsmen as ombudsman_flows
from tenants.organisation.flows.authorities import AlreadyDefault, AuthorityOverlaps, add_authority, change_authority, make_default
from tenants.organisation.flows.committees import (
    AnotherCommitteeThen,
    CommitteeUnchanged,
    appoint_committee,
    change_committee,
    withdraw_committee,
)
from tenants.organisation.flows.mandates import (
    MayAlreadySign,
    NotAMemberHere,
    end_signing_mandate,
    grant_signing_mandate,
    withdraw_signing_mandate,
)
from tenants.organisation.flows.ombudsmen import AnotherOmbudsmanThen, SameOmbudsman, correct_ombudsman, name_ombudsman, withdraw_ombudsman
from tenants.organisation.models import (
    AdvisoryCommittee,
    Authority,
    AuthorityKind,
    CompetentOmbudsman,
    OrganisationEvent,
    SigningMandate,
)
from tenants.organisation.selectors import authorities_on, managed_authorities, who_may_sign
from tenants.permissions import ROLES, Permission, Role

D = date
TODAY = D(2026, 11, 20)
BOARD = AuthorityKind.GENERAL_BOARD


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


@pytest.fixture
def default(tenant: Tenant) -> Authority:
    return Authority.objects.get(is_default=True)


def add(actor: Actor, tenant: Tenant, now: datetime, **changed: Any) -> Authority:
    return add_authority(**({"actor": actor, "tenant": tenant, "kind": BOARD, "name": "Algemeen bestuur", "now": now} | changed))


def events() -> list[str]:
    return list(OrganisationEvent.objects.exclude(code="organisation_created").order_by("pk").values_list("code", flat=True))


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> tuple[str, str | None]:
    return refused.value.code, refused.value.field


def at_once(schema: str, *works: Callable[[], Any]) -> list[str]:
    """Each work in a thread and a session of its own: "done" or the code of the refusal, sorted."""
    results: list[str] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> None:
        try:
            with schema_context(schema):
                start.wait(timeout=10)
                work()
            results.append("done")
        except Refusal as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(results)


# Authorities


def test_an_authority_is_added_with_its_days_and_history(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    added = add(administrator, tenant, now, name="  Algemeen   bestuur ", valid_from=D(2020, 1, 1))

    assert (added.name, added.kind, added.municipality_id, added.is_default) == ("Algemeen bestuur", BOARD, None, False)
    event = OrganisationEvent.objects.get(code="authority_added")
    assert (event.actor_id, event.happened_at) == (administrator.user_id, now)
    assert event.data == {"authority": added.pk, "kind": "general_board", "municipality": None, "from": "2020-01-01", "until": None}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"name": "  "}, "name_missing", "name"),
        ({"name": "x" * 201}, "name_missing", "name"),
        ({"name": "a\x00b"}, "name_missing", "name"),
        ({"kind": AuthorityKind.MAYOR}, "kind_not_here", "kind"),
        ({"kind": AuthorityKind.EXECUTIVE}, "kind_not_here", "kind"),
        ({"kind": "king"}, "kind_not_here", "kind"),
        ({"valid_from": D(2025, 1, 2), "valid_until": D(2025, 1, 1)}, "ends_before_it_begins", "valid_until"),
        ({"valid_from": D(1, 1, 1)}, "day_out_of_reach", "valid_from"),
        ({"valid_until": D(9999, 12, 31)}, "day_out_of_reach", "valid_until"),
        ({"municipality_code": "GM0321"}, "municipality_not_for_this_kind", "municipality"),
        ({"kind": AuthorityKind.PARTICIPANT_EXECUTIVE}, "municipality_missing", "municipality"),
        ({"kind": AuthorityKind.PARTICIPANT_EXECUTIVE, "municipality_code": "GM0344"}, "not_a_participant", "municipality"),
        ({"kind": AuthorityKind.PARTICIPANT_EXECUTIVE, "municipality_code": "niets"}, "not_a_participant", "municipality"),
        ({"kind": AuthorityKind.EXECUTIVE_BOARD}, "authority_overlaps", "valid_from"),
        ({"kind": AuthorityKind.EXECUTIVE_BOARD, "valid_from": D(2030, 1, 1)}, "authority_overlaps", "valid_from"),
    ],
)
def test_what_cannot_be_added_is_refused_and_leaves_nothing(
    administrator: Actor, tenant: Tenant, now: datetime, changed: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add(administrator, tenant, now, **changed)

    assert code_of(refused) == (code, field)
    assert refused.value.text
    assert (Authority.objects.count(), events()) == (1, [])


def test_the_same_authority_twice_is_refused(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    add(administrator, tenant, now)

    with pytest.raises(AuthorityOverlaps):
        add(administrator, tenant, now)

    assert (Authority.objects.count(), events()) == (2, ["authority_added"])


def test_one_may_follow_the_other_the_day_after(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    add(administrator, tenant, now, valid_until=D(2024, 12, 31))

    with pytest.raises(AuthorityOverlaps):
        add(administrator, tenant, now, valid_from=D(2024, 12, 31))
    add(administrator, tenant, now, valid_from=D(2025, 1, 1))

    assert Authority.objects.filter(kind=BOARD).count() == 2


def test_the_college_of_each_participant_while_it_takes_part(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    Participation.objects.filter(tenant=tenant, municipality_id="GM0331").update(valid_until=D(2023, 12, 31))
    college = {"kind": AuthorityKind.PARTICIPANT_EXECUTIVE, "name": "College"}

    houten = add(administrator, tenant, now, **college, municipality_code="GM0321")
    lopik = add(administrator, tenant, now, **college, municipality_code="GM0331", valid_until=D(2023, 6, 30))
    with pytest.raises(Refusal) as refused:
        add(administrator, tenant, now, **college, municipality_code="GM0331", valid_from=D(2024, 1, 1))

    assert [one.municipality_id for one in (houten, lopik)] == ["GM0321", "GM0331"]
    assert code_of(refused) == ("not_a_participant", "municipality")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (AuthorityKind.MAYOR, None),
        (AuthorityKind.COUNCIL, None),
        (AuthorityKind.EXECUTIVE, "authority_overlaps"),
        (AuthorityKind.CHAIR, "kind_not_here"),
        (AuthorityKind.PARTICIPANT_EXECUTIVE, "kind_not_here"),
    ],
)
def test_a_municipality_has_a_college_a_mayor_and_a_council(
    other_tenant: Tenant, now: datetime, kind: AuthorityKind, code: str | None
) -> None:
    with schema_context(other_tenant.schema_name):
        if code is None:
            assert add(command_actor(), other_tenant, now, kind=kind).municipality_id == "GM0344"
        else:
            with pytest.raises(Refusal, match=code):
                add(command_actor(), other_tenant, now, kind=kind)


def test_name_and_days_change_with_history(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    board = add(administrator, tenant, now)

    changed = change_authority(
        actor=administrator, tenant=tenant, authority_id=board.pk, name="Het bestuur", valid_from=None, valid_until=D(2026, 12, 31), now=now
    )

    assert (changed.name, changed.valid_until) == ("Het bestuur", D(2026, 12, 31))
    event = OrganisationEvent.objects.get(code="authority_changed")
    assert event.data == {"authority": board.pk, "is_renamed": True, "days": {"valid_until": [None, "2026-12-31"]}}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({}, "authority_unchanged", None),
        ({"valid_until": D(2027, 1, 1)}, "default_cannot_end", "valid_until"),
        ({"valid_from": TODAY + timedelta(days=1)}, "default_has_begun", "valid_from"),
        ({"name": ""}, "name_missing", "name"),
        ({"valid_from": D(2025, 1, 2), "valid_until": D(2025, 1, 1)}, "ends_before_it_begins", "valid_until"),
    ],
)
def test_the_default_stays(
    administrator: Actor, tenant: Tenant, default: Authority, now: datetime, changed: dict[str, Any], code: str, field: str | None
) -> None:
    same: dict[str, Any] = {"name": default.name, "valid_from": None, "valid_until": None}

    with pytest.raises(Refusal) as refused:
        change_authority(actor=administrator, tenant=tenant, authority_id=default.pk, now=now, **(same | changed))

    assert code_of(refused) == (code, field)
    assert (Authority.objects.get(pk=default.pk).valid_until, events()) == (None, [])


def test_another_becomes_the_default_and_then_the_first_can_end(
    administrator: Actor, tenant: Tenant, default: Authority, now: datetime
) -> None:
    board = add(administrator, tenant, now)

    make_default(actor=administrator, authority_id=board.pk, now=now)
    change_authority(
        actor=administrator, tenant=tenant, authority_id=default.pk, name=default.name, valid_from=None, valid_until=TODAY, now=now
    )

    assert list(Authority.objects.filter(is_default=True)) == [board]
    assert OrganisationEvent.objects.get(code="default_authority_changed").data == {"authority": board.pk, "before": default.pk}
    with pytest.raises(AlreadyDefault):
        make_default(actor=administrator, authority_id=board.pk, now=now)


@pytest.mark.parametrize(
    "days",
    [{"valid_from": TODAY + timedelta(days=1)}, {"valid_until": TODAY - timedelta(days=1)}, {"valid_until": TODAY + timedelta(days=9)}],
)
def test_the_default_is_there_today_and_stays(
    administrator: Actor, tenant: Tenant, default: Authority, now: datetime, days: dict[str, date]
) -> None:
    board = add(administrator, tenant, now, **days)

    with pytest.raises(Refusal, match="cannot_be_default"):
        make_default(actor=administrator, authority_id=board.pk, now=now)

    assert list(Authority.objects.filter(is_default=True)) == [default]


# The ombudsman (9:17)


def name(actor: Actor, authority: Authority, now: datetime, **changed: Any) -> CompetentOmbudsman:
    given = {"name": "Nationale ombudsman", "contact": "Postbus 1", "valid_from": None}
    return name_ombudsman(**({"actor": actor, "authority_id": authority.pk, "now": now} | given | changed))


def test_a_new_ombudsman_ends_the_one_before_the_day_before(administrator: Actor, default: Authority, now: datetime) -> None:
    first = name(administrator, default, now)
    second = name(administrator, default, now, name="Ombudsman Metropool", valid_from=D(2027, 1, 1))

    first.refresh_from_db()
    assert (first.valid_until, second.valid_from, second.valid_until) == (D(2026, 12, 31), D(2027, 1, 1), None)
    assert [event.data["before"] for event in OrganisationEvent.objects.filter(code="ombudsman_named").order_by("pk")] == [None, first.pk]
    assert "Metropool" not in str(list(OrganisationEvent.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({}, "same_ombudsman", "name"),
        ({"valid_from": D(2027, 1, 1)}, "same_ombudsman", "name"),
        ({"name": "Ander"}, "another_ombudsman_then", "valid_from"),
        ({"name": "Ander", "valid_from": D(2020, 1, 1)}, "another_ombudsman_then", "valid_from"),
        ({"name": "Ander", "valid_from": D(2019, 12, 31)}, "another_ombudsman_then", "valid_from"),
        ({"name": " ", "valid_from": D(2027, 1, 1)}, "name_missing", "name"),
        ({"name": "Ander", "contact": "x" * 1001, "valid_from": D(2027, 1, 1)}, "contact_too_long", "contact"),
        ({"name": "Ander", "valid_from": D(3000, 1, 1)}, "day_out_of_reach", "valid_from"),
    ],
)
def test_an_ombudsman_that_cannot_be_named(
    administrator: Actor, default: Authority, now: datetime, changed: dict[str, Any], code: str, field: str
) -> None:
    name(administrator, default, now, valid_from=D(2020, 1, 1))

    with pytest.raises(Refusal) as refused:
        name(administrator, default, now, **changed)

    assert code_of(refused) == (code, field)
    assert [(one.name, one.valid_until) for one in CompetentOmbudsman.objects.all()] == [("Nationale ombudsman", None)]
    assert events() == ["ombudsman_named"]


def test_what_belongs_to_an_authority_begins_while_it_is_there(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    board = add(administrator, tenant, now, valid_from=D(2020, 1, 1), valid_until=D(2024, 12, 31))

    for first_day, code in ((D(2019, 12, 31), "authority_not_yet_there"), (D(2025, 1, 1), "authority_gone")):
        with pytest.raises(Refusal, match=code):
            name(administrator, board, now, valid_from=first_day)
        with pytest.raises(Refusal, match=code):
            appoint(administrator, board, now, valid_from=first_day)

    assert name(administrator, board, now).valid_from == D(2020, 1, 1)


def test_a_mistake_in_a_name_or_address_is_corrected(administrator: Actor, default: Authority, now: datetime) -> None:
    one = name(administrator, default, now, contact="Postbus 1\r\nDen Haag")
    same = {"actor": administrator, "authority_id": default.pk, "ombudsman_id": one.pk, "name": one.name, "valid_from": None, "now": now}

    correct_ombudsman(**same, contact="Postbus 2")
    with pytest.raises(Refusal, match="ombudsman_unchanged"):
        correct_ombudsman(**same, contact=" Postbus 2\r\n")

    assert one.contact == "Postbus 1\nDen Haag"
    assert CompetentOmbudsman.objects.get().contact == "Postbus 2"
    assert OrganisationEvent.objects.get(code="ombudsman_corrected").data["reworded"] == ["contact"]


def test_a_wrong_first_day_of_an_ombudsman_is_corrected_and_the_one_before_moves_along(
    administrator: Actor, default: Authority, now: datetime
) -> None:
    first = name(administrator, default, now, valid_from=D(2020, 1, 1))
    second = name(administrator, default, now, name="Ander", valid_from=D(2026, 1, 1))
    same = {
        "actor": administrator,
        "authority_id": default.pk,
        "ombudsman_id": second.pk,
        "name": "Ander",
        "contact": "Postbus 1",
        "now": now,
    }

    correct_ombudsman(**same, valid_from=D(2025, 1, 1))
    for impossible in (D(2020, 1, 1), D(2019, 1, 1), None):
        with pytest.raises(Refusal, match="another_ombudsman_before"):
            correct_ombudsman(**same, valid_from=impossible)
    earlier = {**same, "ombudsman_id": first.pk, "name": "Nationale ombudsman"}
    correct_ombudsman(**earlier, valid_from=None)
    with pytest.raises(EndsBeforeItBegins):
        correct_ombudsman(**earlier, valid_from=D(2025, 1, 1))

    shown = CompetentOmbudsman.objects.order_by("pk").values_list("pk", "valid_from", "valid_until")
    assert list(shown) == [(first.pk, None, D(2024, 12, 31)), (second.pk, D(2025, 1, 1), None)]
    corrected = OrganisationEvent.objects.filter(code="ombudsman_corrected").order_by("pk")
    assert [event.data["days"] for event in corrected] == [
        {"valid_from": ["2026-01-01", "2025-01-01"]},
        {"valid_from": ["2020-01-01", None]},
    ]


def test_one_that_has_not_begun_is_withdrawn_and_the_one_before_runs_on(administrator: Actor, default: Authority, now: datetime) -> None:
    first = name(administrator, default, now)
    second = name(administrator, default, now, name="Ander", valid_from=D(2062, 1, 1))

    withdraw_ombudsman(actor=administrator, authority_id=default.pk, ombudsman_id=second.pk, now=now)
    with pytest.raises(AlreadyBegun):
        withdraw_ombudsman(actor=administrator, authority_id=default.pk, ombudsman_id=first.pk, now=now)

    assert [(one.pk, one.valid_until) for one in CompetentOmbudsman.objects.all()] == [(first.pk, None)]
    assert OrganisationEvent.objects.get(code="ombudsman_withdrawn").data["ombudsman"] == second.pk


def test_the_constraint_refuses_what_the_flow_would_let_through(
    administrator: Actor, default: Authority, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    name(administrator, default, now, valid_from=D(2030, 1, 1))
    appoint(administrator, default, now, valid_from=D(2030, 1, 1))
    monkeypatch.setattr(ombudsman_flows, "_check_follows", lambda *args, **kwargs: None)
    monkeypatch.setattr(ombudsman_flows, "_last", lambda authority: None)
    monkeypatch.setattr(committee_flows, "overlapping", lambda **days: checks.Q(pk=-1))

    with pytest.raises(AnotherOmbudsmanThen):
        name(administrator, default, now, valid_from=D(2029, 1, 1))
    with pytest.raises(AnotherCommitteeThen):
        appoint(administrator, default, now, valid_from=D(2029, 1, 1))

    assert (CompetentOmbudsman.objects.count(), AdvisoryCommittee.objects.count()) == (1, 1)


# The committee (9:14)


def appoint(actor: Actor, authority: Authority, now: datetime, **changed: Any) -> AdvisoryCommittee:
    given = {"name": "Klachtencommissie", "appointed_by": "Klachtenregeling 2025, artikel 7", "valid_from": D(2025, 1, 1)}
    return appoint_committee(**({"actor": actor, "authority_id": authority.pk, "now": now} | given | changed))


def change(actor: Actor, committee: AdvisoryCommittee, now: datetime, **changed: Any) -> AdvisoryCommittee:
    given = AdvisoryCommittee.objects.filter(pk=committee.pk).values("name", "appointed_by", "valid_from", "valid_until")[0]
    return change_committee(actor=actor, authority_id=committee.authority_id, committee_id=committee.pk, now=now, **(given | changed))


def test_a_committee_is_appointed_and_ended_and_another_follows(administrator: Actor, default: Authority, now: datetime) -> None:
    first = appoint(administrator, default, now)
    with pytest.raises(AnotherCommitteeThen):
        appoint(administrator, default, now)
    with pytest.raises(AnotherCommitteeThen):
        appoint(administrator, default, now, valid_from=D(2024, 1, 1))
    change(administrator, first, now, valid_until=D(2026, 12, 31))
    with pytest.raises(CommitteeUnchanged):
        change(administrator, first, now, valid_until=D(2026, 12, 31))
    with pytest.raises(EndsBeforeItBegins):
        change(administrator, first, now, valid_until=D(2024, 12, 31))
    second = appoint(administrator, default, now, valid_from=D(2027, 1, 1))
    with pytest.raises(AnotherCommitteeThen):
        change(administrator, first, now, valid_until=D(2027, 1, 1))

    assert list(AdvisoryCommittee.objects.order_by("pk").values_list("pk", "valid_until")) == [
        (first.pk, D(2026, 12, 31)),
        (second.pk, None),
    ]
    assert events() == ["committee_appointed", "committee_changed", "committee_appointed"]
    assert OrganisationEvent.objects.get(code="committee_changed").data["days"] == {"valid_until": [None, "2026-12-31"]}


def test_what_was_recorded_wrongly_of_a_committee_is_put_right(administrator: Actor, default: Authority, now: datetime) -> None:
    committee = appoint(administrator, default, now, valid_from=D(2026, 1, 1))

    change(administrator, committee, now, valid_from=D(2024, 1, 1), appointed_by="Besluit 2023")
    for wrong, code in (({"name": " "}, "name_missing"), ({"appointed_by": ""}, "appointment_missing")):
        with pytest.raises(Refusal, match=code):
            change(administrator, committee, now, **wrong)

    found = AdvisoryCommittee.objects.values_list("name", "appointed_by", "valid_from", "valid_until")
    assert list(found) == [("Klachtencommissie", "Besluit 2023", D(2024, 1, 1), None)]
    assert OrganisationEvent.objects.get(code="committee_changed").data == {
        "authority": default.pk,
        "committee": committee.pk,
        "reworded": ["appointed_by"],
        "days": {"valid_from": ["2026-01-01", "2024-01-01"]},
    }


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"name": ""}, "name_missing", "name"),
        ({"appointed_by": " "}, "appointment_missing", "appointed_by"),
        ({"appointed_by": "x" * 301}, "appointment_missing", "appointed_by"),
        ({"valid_from": D(1066, 1, 1)}, "day_out_of_reach", "valid_from"),
    ],
)
def test_a_committee_that_cannot_be_appointed(
    administrator: Actor, default: Authority, now: datetime, changed: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        appoint(administrator, default, now, **changed)

    assert code_of(refused) == (code, field)
    assert (AdvisoryCommittee.objects.count(), events()) == (0, [])


def test_a_committee_that_has_not_begun_is_withdrawn(administrator: Actor, default: Authority, now: datetime) -> None:
    running, coming = appoint(administrator, default, now), None
    change(administrator, running, now, valid_until=TODAY)
    coming = appoint(administrator, default, now, valid_from=D(2028, 1, 1))

    withdraw_committee(actor=administrator, authority_id=default.pk, committee_id=coming.pk, now=now)
    with pytest.raises(AlreadyBegun):
        withdraw_committee(actor=administrator, authority_id=default.pk, committee_id=running.pk, now=now)

    assert list(AdvisoryCommittee.objects.values_list("pk", flat=True)) == [running.pk]


# Who may sign


@pytest.fixture
def signer(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR, email="ondertekenaar@voorbeeld.example")


def grant(actor: Actor, tenant: Tenant, authority: Authority, user_id: int, now: datetime, **changed: Any) -> list[SigningMandate]:
    given = {"function_title": "Klachtencoördinator", "letter_codes": ["L01", "L10"], "valid_from": D(2026, 1, 1)}
    who = {"actor": actor, "tenant": tenant, "authority_id": authority.pk, "user_id": user_id, "now": now}
    return grant_signing_mandate(**(who | given | changed))


def test_somebody_may_sign_two_letters(administrator: Actor, tenant: Tenant, default: Authority, signer: User, now: datetime) -> None:
    mandates = grant(administrator, tenant, default, signer.pk, now)

    assert [(one.letter_code, one.user_id, one.valid_from, one.valid_until) for one in mandates] == [
        ("L01", signer.pk, D(2026, 1, 1), None),
        ("L10", signer.pk, D(2026, 1, 1), None),
    ]
    data = OrganisationEvent.objects.get(code="signing_mandate_granted").data
    assert (data["user"], list(data["mandates"]), data["from"]) == (signer.pk, ["L01", "L10"], "2026-01-01")
    assert "coördinator" not in str(data).lower()


def test_all_letters_are_one_mandate(administrator: Actor, tenant: Tenant, default: Authority, signer: User, now: datetime) -> None:
    grant(administrator, tenant, default, signer.pk, now)

    mandates = grant(administrator, tenant, default, signer.pk, now, letter_codes=["L03", "*"])

    assert [one.letter_code for one in mandates] == ["*"]


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({}, "may_already_sign", "letter_codes"),
        ({"letter_codes": ["L02", "L10"], "valid_from": D(2027, 1, 1)}, "may_already_sign", "letter_codes"),
        ({"letter_codes": []}, "letter_unknown", "letter_codes"),
        ({"letter_codes": ["L15"]}, "letter_unknown", "letter_codes"),
        ({"letter_codes": ["L02", "x"]}, "letter_unknown", "letter_codes"),
        ({"function_title": ""}, "name_missing", "function_title"),
        ({"letter_codes": ["L02"], "valid_until": D(2025, 12, 31)}, "ends_before_it_begins", "valid_until"),
        ({"letter_codes": ["L02"], "valid_from": D(1066, 1, 1)}, "day_out_of_reach", "valid_from"),
    ],
)
def test_a_mandate_that_cannot_be_given(
    administrator: Actor,
    tenant: Tenant,
    default: Authority,
    signer: User,
    now: datetime,
    changed: dict[str, Any],
    code: str,
    field: str,
) -> None:
    grant(administrator, tenant, default, signer.pk, now)

    with pytest.raises(Refusal) as refused:
        grant(administrator, tenant, default, signer.pk, now, **changed)

    assert code_of(refused) == (code, field)
    assert (SigningMandate.objects.count(), events()) == (2, ["signing_mandate_granted"])


def test_who_only_advises_or_sits_in_the_council_signs_nothing(
    administrator: Actor, tenant: Tenant, default: Authority, make_person: Callable[..., User], now: datetime
) -> None:
    member, councillor = make_person(Role.COMMITTEE_MEMBER), make_person(Role.COUNCIL_MEMBER)
    for user in (member, councillor):
        with pytest.raises(Refusal, match="signs_nothing_here"):
            grant(administrator, tenant, default, user.pk, now)
    for user in (member, councillor):
        SigningMandate.objects.create(authority=default, user=user, function_title="Lid", valid_from=D(2024, 1, 1))
    handler = make_person(Role.HANDLER)
    asking = actor_for(user=handler, tenant=tenant, today=TODAY, has_second_factor=True)

    assert who_may_sign(actor=asking, authority=default, letter_code="L10", day=TODAY, today=TODAY) == []


@pytest.mark.parametrize(
    ("starts_on", "ended_at", "is_active", "day", "may"),
    [
        # A mandate of years, a role since today: also the letters of before.
        (TODAY, None, True, D(2025, 1, 1), True),
        (TODAY, None, True, TODAY, True),
        # Who left, on the day they did and before; not since, nor while they had no role yet.
        (D(2025, 1, 1), datetime(2026, 11, 1, 12, 0, tzinfo=UTC), True, D(2026, 11, 1), True),
        (D(2025, 1, 1), datetime(2026, 11, 1, 12, 0, tzinfo=UTC), False, D(2025, 1, 1), True),
        (D(2025, 1, 1), datetime(2026, 11, 1, 12, 0, tzinfo=UTC), True, D(2026, 11, 2), False),
        (D(2025, 1, 1), datetime(2026, 11, 1, 12, 0, tzinfo=UTC), True, TODAY, False),
        (D(2025, 1, 1), datetime(2026, 11, 1, 12, 0, tzinfo=UTC), True, D(2024, 12, 31), False),
        # A role that is still to begin; an account that was shut.
        (D(2026, 12, 1), None, True, D(2025, 1, 1), False),
        (D(2025, 1, 1), None, False, TODAY, False),
        # Before the mandate.
        (D(2025, 1, 1), None, True, D(2023, 12, 31), False),
    ],
)
def test_the_mandate_counts_on_the_day_of_the_letter_and_the_role_then_or_today(
    tenant: Tenant,
    default: Authority,
    make_person: Callable[..., User],
    starts_on: date,
    ended_at: datetime | None,
    is_active: bool,
    day: date,
    may: bool,
) -> None:
    signer, handler = make_person(Role.MANAGER), make_person(Role.HANDLER)
    SigningMandate.objects.create(authority=default, user=signer, function_title="Teamleider", valid_from=D(2024, 1, 1))
    Membership.objects.filter(user=signer).update(starts_on=starts_on, ended_at=ended_at)
    User.objects.filter(pk=signer.pk).update(is_active=is_active)
    asking = actor_for(user=handler, tenant=tenant, today=TODAY, has_second_factor=True)

    found = who_may_sign(actor=asking, authority=default, letter_code="L10", day=day, today=TODAY)

    assert [one.user_id for one in found] == ([signer.pk] if may else [])


def test_only_somebody_with_a_running_role_here_may_sign(
    administrator: Actor, tenant: Tenant, other_tenant: Tenant, default: Authority, make_person: Callable[..., User], now: datetime
) -> None:
    elsewhere, ended, inactive = make_person(Role.HANDLER, at=other_tenant), make_person(Role.HANDLER), make_person(Role.HANDLER)
    end_membership(actor=administrator, tenant=tenant, membership_id=Membership.objects.get(user=ended).pk, now=now)
    User.objects.filter(pk=inactive.pk).update(is_active=False)

    for user_id in (elsewhere.pk, ended.pk, inactive.pk, 0):
        with pytest.raises(NotAMemberHere):
            grant(administrator, tenant, default, user_id, now)

    assert SigningMandate.objects.count() == 0


@pytest.mark.parametrize(
    ("role_from", "mandate_from", "is_given"),
    [
        (D(2026, 11, 20), D(2020, 1, 1), True),
        (D(2026, 11, 21), D(2020, 1, 1), False),
        (D(2026, 11, 21), D(2026, 11, 21), True),
        (D(2026, 12, 1), D(2026, 11, 30), False),
    ],
)
def test_the_role_runs_today_or_on_the_first_day_of_a_later_mandate(
    administrator: Actor,
    tenant: Tenant,
    default: Authority,
    signer: User,
    now: datetime,
    role_from: date,
    mandate_from: date,
    is_given: bool,
) -> None:
    Membership.objects.filter(user=signer).update(starts_on=role_from)

    if is_given:
        grant(administrator, tenant, default, signer.pk, now, valid_from=mandate_from)
    else:
        with pytest.raises(NotAMemberHere):
            grant(administrator, tenant, default, signer.pk, now, valid_from=mandate_from)

    assert SigningMandate.objects.count() == (2 if is_given else 0)


def test_a_mandate_ends_and_another_period_follows(
    administrator: Actor, tenant: Tenant, default: Authority, signer: User, now: datetime
) -> None:
    (first,) = grant(administrator, tenant, default, signer.pk, now, letter_codes=["L10"])
    end = {"actor": administrator, "authority_id": default.pk, "mandate_id": first.pk, "now": now}
    end_signing_mandate(**end, valid_until=D(2026, 6, 30))
    (second,) = grant(administrator, tenant, default, signer.pk, now, letter_codes=["L10"], valid_from=D(2026, 7, 1))

    with pytest.raises(MayAlreadySign):
        end_signing_mandate(**end, valid_until=D(2026, 7, 1))
    with pytest.raises(Refusal, match="last_day_unchanged"):
        end_signing_mandate(**end, valid_until=D(2026, 6, 30))
    with pytest.raises(EndsBeforeItBegins):
        end_signing_mandate(**end, valid_until=D(2025, 12, 31))

    assert list(SigningMandate.objects.order_by("pk").values_list("pk", "valid_until")) == [(first.pk, D(2026, 6, 30)), (second.pk, None)]


def test_a_mandate_that_has_not_begun_is_withdrawn(
    administrator: Actor, tenant: Tenant, default: Authority, signer: User, now: datetime
) -> None:
    (running,) = grant(administrator, tenant, default, signer.pk, now, letter_codes=["L01"])
    (coming,) = grant(administrator, tenant, default, signer.pk, now, letter_codes=["L02"], valid_from=D(2027, 1, 1))
    who = {"actor": administrator, "authority_id": default.pk, "now": now}

    withdraw_signing_mandate(**who, mandate_id=coming.pk)
    with pytest.raises(AlreadyBegun):
        withdraw_signing_mandate(**who, mandate_id=running.pk)

    assert list(SigningMandate.objects.values_list("pk", flat=True)) == [running.pk]


# For all of them


def test_what_belongs_to_another_authority_does_not_exist(administrator: Actor, tenant: Tenant, default: Authority, now: datetime) -> None:
    board = add(administrator, tenant, now)
    committee = appoint(administrator, board, now)
    ombudsman = name(administrator, board, now)
    committee_facts = {"name": "x", "appointed_by": "x", "valid_from": TODAY, "valid_until": None}

    with pytest.raises(NotFound):
        change_committee(**committee_facts, actor=administrator, authority_id=default.pk, committee_id=committee.pk, now=now)
    with pytest.raises(NotFound):
        withdraw_ombudsman(actor=administrator, authority_id=default.pk, ombudsman_id=ombudsman.pk, now=now)
    with pytest.raises(NotFound):
        end_signing_mandate(actor=administrator, authority_id=default.pk, mandate_id=10**30, valid_until=D(2027, 1, 1), now=now)
    with pytest.raises(NotFound):
        make_default(actor=administrator, authority_id=10**30, now=now)


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.MANAGE_ORGANISATION]))
def test_other_roles_change_nothing(
    make_actor: Callable[..., Actor], tenant: Tenant, default: Authority, signer: User, now: datetime, role: Role
) -> None:
    actor = make_actor(role)
    who = {"actor": actor, "authority_id": default.pk, "now": now}
    tries: list[Callable[[], object]] = [
        lambda: add(actor, tenant, now),
        lambda: change_authority(**who, tenant=tenant, name="x", valid_from=None, valid_until=None),
        lambda: make_default(**who),
        lambda: name(actor, default, now),
        lambda: correct_ombudsman(**who, ombudsman_id=1, name="x", contact="", valid_from=None),
        lambda: withdraw_ombudsman(**who, ombudsman_id=1),
        lambda: appoint(actor, default, now),
        lambda: change_committee(**who, committee_id=1, name="x", appointed_by="x", valid_from=TODAY, valid_until=None),
        lambda: withdraw_committee(**who, committee_id=1),
        lambda: grant(actor, tenant, default, signer.pk, now),
        lambda: end_signing_mandate(**who, mandate_id=1, valid_until=TODAY),
        lambda: withdraw_signing_mandate(**who, mandate_id=1),
        lambda: managed_authorities(actor=actor, tenant=tenant, day=TODAY),
    ]

    for attempt in tries:
        with pytest.raises(NotPermitted):
            attempt()

    counts = [model.objects.count() for model in (Authority, CompetentOmbudsman, AdvisoryCommittee, SigningMandate)]
    assert (counts, events()) == ([1, 0, 0, 0], [])


def test_who_sees_complaints_sees_what_belongs_to_an_authority_on_a_day(
    administrator: Actor, make_actor: Callable[..., Actor], default: Authority, now: datetime
) -> None:
    name(administrator, default, now)
    name(administrator, default, now, name="Ombudsman Metropool", valid_from=D(2027, 1, 1))
    appoint(administrator, default, now)
    manager = make_actor(Role.MANAGER)

    days = {day: authorities_on(actor=manager, day=day)[0] for day in (D(2024, 12, 31), D(2026, 12, 31), D(2027, 1, 1))}

    assert [one.ombudsman.name if one.ombudsman else None for one in days.values()] == [
        "Nationale ombudsman",
        "Nationale ombudsman",
        "Ombudsman Metropool",
    ]
    assert [bool(one.committee) for one in days.values()] == [False, True, True]


@pytest.mark.parametrize(
    ("first", "last", "day", "expected"),
    [
        (None, None, TODAY, True),
        (TODAY, TODAY, TODAY, True),
        (D(2026, 11, 21), None, TODAY, False),
        (None, D(2026, 11, 19), TODAY, False),
    ],
)
def test_both_days_of_a_period_are_included(default: Authority, first: date | None, last: date | None, day: date, expected: bool) -> None:
    default.valid_from, default.valid_until = first, last
    default.save()

    assert is_in_force(default, day=day) is expected
    assert Authority.objects.filter(overlapping(valid_from=day, valid_until=day)).exists() is expected


# Two at once


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(tenant: Tenant, make_person: Callable[..., User], now: datetime) -> None:
    schema, default = tenant.schema_name, Authority.objects.get(is_default=True)
    user_id = make_person(Role.HANDLER).pk

    added = at_once(schema, *[lambda: add(command_actor(), tenant, now)] * 4)
    named = at_once(schema, *[lambda: name(command_actor(), default, now)] * 4)
    appointed = at_once(schema, *[lambda: appoint(command_actor(), default, now)] * 4)
    granted = at_once(schema, *[lambda: grant(command_actor(), tenant, default, user_id, now)] * 4)
    board = Authority.objects.get(kind=BOARD)
    made_default = at_once(schema, *[lambda: make_default(actor=command_actor(), authority_id=board.pk, now=now)] * 4)

    assert added == ["authority_overlaps"] * 3 + ["done"]
    assert named == ["done"] + [SameOmbudsman.code] * 3
    assert appointed == ["another_committee_then"] * 3 + ["done"]
    assert granted == ["done"] + ["may_already_sign"] * 3
    assert made_default == ["already_default"] * 3 + ["done"]
    counts = [model.objects.count() for model in (Authority, CompetentOmbudsman, AdvisoryCommittee, SigningMandate)]
    assert counts == [2, 1, 1, 2]
    assert len(events()) == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_different_ombudsmen_at_once_one_is_named(tenant: Tenant, now: datetime) -> None:
    schema, default = tenant.schema_name, Authority.objects.get(is_default=True)
    name(command_actor(), default, now)
    works = [
        lambda text=text: name(command_actor(), default, now, name=text, valid_from=D(2027, 1, 1))
        for text in ("Ombudsman A", "Ombudsman B")
    ]

    results = at_once(schema, *works)

    assert results == ["another_ombudsman_then", "done"]
    assert list(CompetentOmbudsman.objects.order_by("pk").values_list("valid_from", "valid_until")) == [
        (None, D(2026, 12, 31)),
        (D(2027, 1, 1), None),
    ]
