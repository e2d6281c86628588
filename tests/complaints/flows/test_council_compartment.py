"""What is about the council, a member or its registry is handled by the registry, also where nobody said so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from complaints.access import visible_complaints
from complaints.flows.registration import register_complaint
from complaints.flows.splitting import SplitTold, split_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Submission
from complaints.models import Compartment, Complaint, ComplaintEvent, Document
from complaints.registering import CouncilFollows
from complaints.selectors import documents_of_file
from tenants.actors import Actor
from tenants.errors import NotFound, Refusals
from tenants.organisation.models import Authority, AuthorityKind
from tenants.permissions import Role
from tests.complaints.flows.test_splitting import a_document, destroy
from tests.conftest import NOW
from tests.factories.documents import PDF

WHO = Callable[..., Actor]


@pytest.fixture
def coordinator(make_actor: WHO) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def registry(make_actor: WHO) -> Actor:
    return make_actor(Role.COUNCIL_REGISTRY)


@pytest.fixture
def council() -> Authority:
    return Authority.objects.create(name="Gemeenteraad", kind=AuthorityKind.COUNCIL)


def register(actor: Actor, **parts: Any) -> str:
    told = Submission(story="Werd niet te woord gestaan", **parts)
    return register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference


def change(actor: Actor, reference: str, **changes: Any) -> None:
    update_complaint(actor=actor, reference=reference, changes=changes, seen_version=None, now=NOW)


def seen_by(actor: Actor) -> set[str]:
    return set(visible_complaints(actor=actor).values_list("reference", flat=True))


def test_a_complaint_about_the_council_as_authority_is_the_registrys(coordinator: Actor, registry: Actor, council: Authority) -> None:
    reference = register(coordinator, authority_id=council.pk)

    assert (seen_by(coordinator), seen_by(registry)) == (set(), {reference})


@pytest.mark.parametrize(
    ("roles", "is_subject", "compartment"),
    [
        ([Role.COUNCIL_MEMBER], True, Compartment.COUNCIL),
        ([Role.COUNCIL_REGISTRY], True, Compartment.COUNCIL),
        ([Role.COUNCIL_MEMBER, Role.COUNCIL_REGISTRY], True, Compartment.COUNCIL),
        ([Role.COUNCIL_REGISTRY], False, Compartment.NONE),
        ([Role.EMPLOYEE], True, Compartment.NONE),
        # Whose conduct it is as what, nobody but the person who registers knows.
        ([Role.HANDLER, Role.COUNCIL_REGISTRY], True, Compartment.NONE),
    ],
)
def test_the_subjects_role_says_whose_complaint_it_is(
    coordinator: Actor, make_actor: WHO, roles: list[Role], is_subject: bool, compartment: Compartment
) -> None:
    subject = make_actor(*roles)

    reference = register(coordinator, involved=(InvolvedTold(user_id=subject.user_id, is_subject=is_subject),))

    assert Complaint.objects.get(reference=reference).compartment == compartment


def test_a_file_goes_to_the_registry_when_the_council_becomes_its_authority(
    coordinator: Actor, registry: Actor, council: Authority
) -> None:
    reference = register(coordinator)
    assert (seen_by(coordinator), seen_by(registry)) == ({reference}, set())

    change(coordinator, reference, authority_id=council.pk)

    assert (seen_by(coordinator), seen_by(registry)) == (set(), {reference})
    told = ComplaintEvent.objects.filter(complaint__reference=reference).latest("pk")
    assert (told.code, told.data["fields"]) == ("updated", ["authority_id", "is_about_council"])


def test_a_file_goes_to_the_registry_when_a_council_member_becomes_its_subject(
    coordinator: Actor, registry: Actor, make_actor: WHO
) -> None:
    reference, member = register(coordinator), make_actor(Role.COUNCIL_MEMBER)

    change(coordinator, reference, involved=(InvolvedTold(user_id=member.user_id),))

    assert (seen_by(coordinator), seen_by(registry)) == (set(), {reference})


@pytest.mark.parametrize("more", [{}, {"law": "WMO"}])
def test_a_file_stays_with_the_registry_while_the_council_is_its_authority_and_says_what_to_change_first(
    registry: Actor, council: Authority, more: dict[str, Any]
) -> None:
    reference = register(registry, authority_id=council.pk)

    with pytest.raises(Refusals) as refused:
        change(registry, reference, is_about_council=False, **more)

    assert [(one.code, one.field) for one in refused.value.refusals] == [("council_follows", "is_about_council")]
    assert seen_by(registry) == {reference}
    assert (Complaint.objects.get().law, ComplaintEvent.objects.count()) == ("", 1)


def test_a_file_leaves_the_registry_together_with_what_brought_it_there(registry: Actor, coordinator: Actor, council: Authority) -> None:
    reference = register(registry, authority_id=council.pk)

    change(registry, reference, is_about_council=False, authority_id=None)

    assert (seen_by(registry), seen_by(coordinator)) == (set(), {reference})


def test_what_is_ticked_to_be_about_the_council_has_the_council_as_its_authority(
    coordinator: Actor, registry: Actor, council: Authority
) -> None:
    default = Authority.objects.get(is_default=True)
    ticked, later = register(coordinator, is_about_council=True, authority_id=default.pk), register(coordinator)

    change(coordinator, later, is_about_council=True)

    assert set(Complaint.objects.values_list("reference", "authority__name")) == {(ticked, "Gemeenteraad"), (later, "Gemeenteraad")}
    change(registry, later, authority_id=default.pk)
    assert Complaint.objects.get(reference=later).authority == default


def test_an_authority_that_somebody_chose_stays_and_where_no_council_is_known_so_does_the_default(coordinator: Actor) -> None:
    mayor = Authority.objects.create(name="Burgemeester", kind=AuthorityKind.MAYOR)
    default = Authority.objects.get(is_default=True)
    by_default = register(coordinator, is_about_council=True)
    Authority.objects.create(name="Gemeenteraad", kind=AuthorityKind.COUNCIL)
    chosen = register(coordinator, is_about_council=True, authority_id=mayor.pk)

    of_file = {one.reference: one.authority for one in Complaint.objects.select_related("authority")}
    assert of_file == {by_default: default, chosen: mayor}


# A letter that is split


@pytest.mark.parametrize(
    ("begins_there", "is_told", "compartment", "shown"),
    [
        (True, None, Compartment.COUNCIL, ["brief.pdf", "verslag.pdf"]),
        (True, False, Compartment.NONE, ["brief.pdf"]),
        (False, True, Compartment.COUNCIL, ["brief.pdf"]),
        (False, False, Compartment.NONE, ["brief.pdf", "verslag.pdf"]),
    ],
)
def test_what_is_split_off_stays_where_it_is_and_elsewhere_go_the_documents_that_were_chosen(
    coordinator: Actor,
    registry: Actor,
    council: Authority,
    make_actor: WHO,
    begins_there: bool,
    is_told: bool | None,
    compartment: Compartment,
    shown: list[str],
) -> None:
    who = registry if begins_there else coordinator
    reference = register(who, authority_id=council.pk if begins_there else None)
    letter, report = (a_document(reference, name, content=PDF + name.encode()) for name in ("brief.pdf", "verslag.pdf"))

    new = split(who, reference, is_about_council=is_told, document_ids=(letter.pk,))

    assert (new.compartment, new.authority.kind == AuthorityKind.COUNCIL) == (compartment, compartment == Compartment.COUNCIL)
    there = registry if compartment == Compartment.COUNCIL else coordinator
    assert names_in(new, there) == shown
    destroy(who, make_actor(Role.ADMINISTRATOR), reference, closed_at=NOW)
    assert names_in(new, there) == shown
    assert Document.objects.filter(pk=report.pk).exists() is (len(shown) == 2)


def test_a_part_about_a_council_member_does_not_leave_the_registry(registry: Actor, council: Authority, make_actor: WHO) -> None:
    member = make_actor(Role.COUNCIL_MEMBER)
    reference = register(registry, authority_id=council.pk, involved=(InvolvedTold(user_id=member.user_id),))

    with pytest.raises(CouncilFollows):
        split(registry, reference, is_about_council=False)
    with pytest.raises(NotFound) as unknown:
        split(registry, reference, document_ids=(uuid4(),))

    assert (Complaint.objects.count(), unknown.value.field) == (1, "document_ids")
    alone = Complaint.objects.get().involved_people.get().pk
    assert split(registry, reference, is_about_council=False, involved_here=(alone,)).compartment == Compartment.NONE


def split(actor: Actor, reference: str, **told: Any) -> Complaint:
    whole = SplitTold(story="Te laat betaald", stays="Werd niet te woord gestaan", **told)
    return split_complaint(actor=actor, reference=reference, told=whole, seen_version=None, now=NOW)


def names_in(complaint: Complaint, actor: Actor) -> list[str]:
    complaint.refresh_from_db()
    return sorted(one.name for one in documents_of_file(actor=actor, complaint=complaint))
