"""The confirmation of receipt tells what to do about a decision (law: 4, cases T02, T04, T05 and T10), and that is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as configured

from complaints.letters.catalogue import LetterCode
from complaints.models import ComplaintEvent, ContactWay, FileLink, LetterTemplate, MentionedDecision
from tenants.actors import Actor
from tenants.permissions import Role
from tests.complaints.flows.test_letters import BY_POST, NOW, ON_PAPER, TODAY, begin, file, let_sign, refused, register, save, send, texts

UNDATED = (
    "Een klacht verlengt de bezwaartermijn niet. Wij weten niet wanneer u het besluit kreeg. U kunt tot zes weken na de dag waarop het is"
    " verstuurd of gegeven bezwaar maken. Wij zien uw brief ook als bezwaar, tenzij u dat niet wilt."
)
BY_PHONE = (
    "De termijn voor bezwaar begint pas als u het besluit op papier of digitaal hebt gekregen. Vraag om een brief met het besluit. Daarin"
    " staat of u bezwaar kunt maken, bij wie, en tot wanneer. Bent u het niet eens met het besluit? Wij zien uw brief ook als bezwaar,"
    " tenzij u dat niet wilt."
)
AFTER_TERM = (
    "Wij zien uw brief ook als bezwaar tegen het besluit, tenzij u dat niet wilt. Wie over uw bezwaar beslist, kijkt of het op tijd was."
)
OVERDUE = (
    "Wij behandelen uw klacht dat het besluit te lang duurt. Daarnaast kunt u een ingebrekestelling sturen: een brief aan wie het besluit"
    " moet nemen, waarin u schrijft dat het te laat is. Wacht daarna twee weken. Is er dan nog geen besluit? Dan kunt u in beroep gaan bij"
    " de rechter. Misschien krijgt u ook geld voor elke dag dat het langer duurt (een dwangsom)."
)
IN_TIME = (
    "Een klacht verlengt de bezwaartermijn niet. U kunt tot en met 1 april 2025 bezwaar maken. Wij zien uw brief ook als bezwaar, tenzij u"
    " dat niet wilt."
)
IN_TIME_TOLD = (
    "Een klacht verlengt de bezwaartermijn niet. U kunt tot en met 1 april 2025 bezwaar maken. Wilt u bezwaar maken? Stuur dan uiterlijk"
    " op die dag een brief. In het besluit staat naar wie. Wat u ons vertelde, telt niet als bezwaar."
)
UNDATED_TOLD = (
    "Een klacht verlengt de bezwaartermijn niet. Wij weten niet wanneer u het besluit kreeg. U kunt tot zes weken na de dag waarop het is"
    " verstuurd of gegeven bezwaar maken. Wilt u bezwaar maken? Stuur dan binnen die tijd een brief. In het besluit staat naar wie. Wat u"
    " ons vertelde, telt niet als bezwaar."
)
BY_PHONE_TOLD = (
    "De termijn voor bezwaar begint pas als u het besluit op papier of digitaal hebt gekregen. Vraag om een brief met het besluit. Daarin"
    " staat of u bezwaar kunt maken, bij wie, en tot wanneer. Wilt u bezwaar maken? Stuur dan zelf ook een brief. Wat u ons vertelde, telt"
    " niet als bezwaar."
)
OF_MANNER = "Uw brief gaat over hoe het ging. Wij zien die daarom niet als bezwaar. Bent u het ook niet eens met het besluit?"
IN_TIME_MANNER = (
    "Een klacht verlengt de bezwaartermijn niet. U kunt tot en met 1 april 2025 bezwaar maken."
    f" {OF_MANNER} Stuur dan uiterlijk op die dag een brief waarin dat staat. In het besluit staat naar wie."
)
UNDATED_MANNER = (
    "Een klacht verlengt de bezwaartermijn niet. Wij weten niet wanneer u het besluit kreeg. U kunt tot zes weken na de dag waarop het is"
    f" verstuurd of gegeven bezwaar maken. {OF_MANNER} Stuur dan binnen die tijd een brief waarin dat staat. In het besluit staat naar wie."
)
BY_PHONE_MANNER = (
    "De termijn voor bezwaar begint pas als u het besluit op papier of digitaal hebt gekregen. Vraag om een brief met het besluit. Daarin"
    f" staat of u bezwaar kunt maken, bij wie, en tot wanneer. {OF_MANNER} Schrijf ons dat."
)
SENT = {"contested": "CONTENT", "announcement": "WRITTEN", "announced_on": date(2025, 2, 18)}  # Tuesday; the last day is Tuesday 1 April


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    found = make_actor(Role.COORDINATOR)
    let_sign(found)
    return found


def mention(reference: str, **told: Any) -> None:
    MentionedDecision.objects.create(complaint=file(reference), what="De stopzetting", recorded_at=NOW, **told)


def confirmation(actor: Actor, reference: str) -> Any:
    return begin(actor, reference, LetterCode.CONFIRMATION)


@pytest.mark.parametrize(
    ("decision", "block", "expected"),
    [
        (SENT, "objection", IN_TIME),
        ({"contested": "CONTENT", "announcement": "TELEPHONE"}, "decision_by_phone", BY_PHONE),
        (SENT | {"contested": "BOTH"}, "objection", IN_TIME),
        # Manner alone, with a decision mentioned in passing: no objection, and the last day for one all the same.
        (SENT | {"contested": "MANNER"}, "objection", IN_TIME_MANNER),
        ({"contested": "MANNER", "announcement": "UNKNOWN"}, "objection_undated", UNDATED_MANNER),
        ({"contested": "MANNER", "announcement": "TELEPHONE"}, "decision_by_phone", BY_PHONE_MANNER),
        ({"contested": "CONTENT", "announcement": "UNKNOWN"}, "objection_undated", UNDATED),
        ({"contested": "BOTH", "announcement": "UNKNOWN"}, "objection_undated", UNDATED),
        (SENT | {"announced_on": date(2025, 1, 7)}, "objection_after_term", AFTER_TERM),
        ({"contested": "NOT_MADE", "announcement": "UNKNOWN"}, "decision_overdue", OVERDUE),
    ],
)
def test_the_confirmation_tells_what_somebody_can_do_about_a_decision_and_that_is_recorded(
    coordinator: Actor, decision: dict[str, Any], block: str, expected: str
) -> None:
    reference = register(coordinator)
    mention(reference, **decision)
    file(reference).rounds.update(handler_id=coordinator.user_id)

    letter = confirmation(coordinator, reference)
    told = texts(coordinator, letter)
    sent_letter = send(coordinator, letter)

    assert {key: text for key, text in told.items() if "bezwaar" in text or "besluit" in text} == {block: expected}
    assert MentionedDecision.objects.values_list("told_on", "told_way").get() == (TODAY, "LETTER")
    event = ComplaintEvent.objects.get(code="objection_told")
    assert (event.data["on"], event.data["way"], event.data["letter"]) == ("2025-03-12", "LETTER", str(sent_letter.pk))


@pytest.mark.parametrize(
    ("decision", "block", "expected"),
    [
        (SENT, "objection", IN_TIME_TOLD),
        ({"contested": "CONTENT", "announcement": "UNKNOWN"}, "objection_undated", UNDATED_TOLD),
        ({"contested": "MANNER", "announcement": "TELEPHONE"}, "decision_by_phone", BY_PHONE_TOLD),
    ],
)
def test_who_only_called_is_told_to_object_in_writing(coordinator: Actor, decision: dict[str, Any], block: str, expected: str) -> None:
    reference = register(coordinator, replace(ON_PAPER, channel="PHONE"))  # type: ignore[type-var]
    mention(reference, **decision)
    file(reference).rounds.update(handler_id=coordinator.user_id)

    letter = confirmation(coordinator, reference)
    told = texts(coordinator, letter)
    send(coordinator, letter)

    assert {key: text for key, text in told.items() if "bezwaar" in text or "besluit" in text} == {block: expected}
    assert MentionedDecision.objects.values_list("told_on", "told_way").get() == (TODAY, "LETTER")


def test_nor_does_a_text_of_the_organisation_take_a_call_for_a_letter(coordinator: Actor) -> None:
    text = "Een klacht verlengt de bezwaartermijn niet. U kunt tot en met {{ bezwaar_tot_en_met }} bezwaar maken. Uw brief is er al een."
    LetterTemplate.objects.create(code="L01", block="objection", text=text, changed_at=NOW)
    called, wrote = register(coordinator, replace(ON_PAPER, channel="PHONE")), register(coordinator)  # type: ignore[type-var]
    for reference in (called, wrote):
        mention(reference, **SENT)

    told = [texts(coordinator, confirmation(coordinator, one))["objection"] for one in (called, wrote)]

    assert told == [IN_TIME_TOLD, text.replace("{{ bezwaar_tot_en_met }}", "1 april 2025")]


def test_of_manner_alone_without_a_decision_the_confirmation_tells_nothing_of_objection(coordinator: Actor) -> None:
    reference = register(coordinator)

    told = texts(coordinator, confirmation(coordinator, reference))

    assert [key for key, text in told.items() if "bezwaar" in text or "besluit" in text] == []


def test_nor_does_a_text_of_the_organisation_take_a_letter_about_manner_for_an_objection(coordinator: Actor) -> None:
    text = "Klagen verlengt de bezwaartermijn niet: {{ bezwaar_tot_en_met }}. {% if mondeling %}Bel.{% else %}Is er al.{% endif %}"
    LetterTemplate.objects.create(code="L01", block="objection", text=text, changed_at=NOW)
    reference = register(coordinator)
    mention(reference, **SENT | {"contested": "MANNER"})

    assert texts(coordinator, confirmation(coordinator, reference))["objection"] == IN_TIME_MANNER


def test_what_was_parted_from_a_letter_counts_as_an_objection_in_both_letters(coordinator: Actor) -> None:
    reference, apart = register(coordinator), register(coordinator)
    mention(reference, **SENT | {"contested": "MANNER"})
    mention(apart, **SENT)
    unlinked = texts(coordinator, confirmation(coordinator, reference))["objection"]
    FileLink.objects.create(first=file(reference), second=file(apart), kind="SPLIT", linked_at=NOW)

    linked = [texts(coordinator, confirmation(coordinator, one))["objection"] for one in (reference, apart)]

    assert (unlinked, linked) == (IN_TIME_MANNER, [IN_TIME, IN_TIME])


def test_of_each_decision_the_confirmation_tells_what_holds_of_it(coordinator: Actor) -> None:
    reference = register(coordinator)
    mention(reference, **SENT)
    mention(reference, contested="NOT_MADE", announcement="UNKNOWN")
    mention(reference, contested="CONTENT", announcement="TELEPHONE")

    told = texts(coordinator, confirmation(coordinator, reference))

    assert [told[key] for key in ("objection", "decision_by_phone", "decision_overdue")] == [IN_TIME, BY_PHONE, OVERDUE]


def test_a_decision_with_a_later_last_day_is_not_told_by_the_first_day(coordinator: Actor) -> None:
    reference = register(coordinator)
    mention(reference, **SENT)
    mention(reference, **SENT | {"announced_on": date(2025, 2, 25)})
    file(reference).rounds.update(handler_id=coordinator.user_id)

    send(coordinator, confirmation(coordinator, reference))

    found = MentionedDecision.objects.order_by("announced_on").values_list("announced_on", "told_on")
    assert list(found) == [(date(2025, 2, 18), TODAY), (date(2025, 2, 25), None)]


def test_what_was_told_before_keeps_its_day(coordinator: Actor) -> None:
    reference = register(coordinator)
    mention(reference, **SENT, told_on=date(2025, 3, 10), told_way=ContactWay.PHONE)
    file(reference).rounds.update(handler_id=coordinator.user_id)

    send(coordinator, confirmation(coordinator, reference), BY_POST)

    assert MentionedDecision.objects.values_list("told_on", "told_way").get() == (date(2025, 3, 10), "PHONE")
    assert not ComplaintEvent.objects.filter(code="objection_told").exists()


def test_nobody_leaves_out_what_to_do_about_a_decision_that_is_late(coordinator: Actor) -> None:
    reference = register(coordinator)
    mention(reference, contested="NOT_MADE", announcement="UNKNOWN")
    file(reference).rounds.update(handler_id=coordinator.user_id)
    letter = save(coordinator, confirmation(coordinator, reference), texts={"decision_overdue": "Wij vragen na hoe het staat."})

    assert refused(coordinator, letter) == [
        ("letter_sentence_missing", "texts.decision_overdue"),
        ("letter_sentence_missing", "texts.decision_overdue"),
    ]


def test_once_the_last_day_is_over_the_confirmation_says_so_also_in_place_of_a_text_of_the_organisation(coordinator: Actor) -> None:
    late = TODAY + timedelta(days=60)
    reference = register(coordinator)

    told = texts(coordinator, confirmation(coordinator, reference), on=late)
    LetterTemplate.objects.create(code="L01", block="term", text="U hoort voor {{ uiterste_dag }} van ons.", changed_at=NOW)
    own, again = (texts(coordinator, confirmation(coordinator, reference), on=on)["term"] for on in (TODAY, late))

    assert told["term"].startswith(
        "U had uiterlijk op 22 april 2025 van ons moeten horen wat wij van uw klacht vinden. Dat is niet gelukt."
    )
    assert (own, again) == ("U hoort voor 22 april 2025 van ons.", told["term"])
