"""Forwarding, warm transfer, the feedback on it that is asked for until it is in, and closing with either."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.code_lists import Sayer
from complaints.ending import Ending
from complaints.flows.closing import close_complaint
from complaints.flows.feedback import FeedbackTold, chase_feedback, record_feedback
from complaints.flows.letters import LetterDraft, Sending, begin_letter, save_letter, send_letter
from complaints.flows.notices import make_digests
from complaints.flows.registration import register_complaint
from complaints.flows.transferring import take_back_transfer, transfer_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.letter_refusals import LetterTellsShielded
from complaints.letter_writing import suggested_facts, written_letter
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.letters.facts import Fact
from complaints.models import Complaint, ComplaintEvent, ContactWay, Identity, Letter, Notice, Transfer, TransferEnd, TransferKind
from complaints.passages import passages_of
from complaints.transferring import ENDS, TransferIsOpen, TransferTold
from complaints.web.timeline import shown_event
from complaints.work.awaited import feedback_due
from providers.directory.models import Provider
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.models import Authority, OrganisationSettings, SigningMandate
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY, YESTERDAY = date(2025, 3, 12), date(2025, 3, 11)
STORY = "De hulp kwam drie keer niet. Ik zat uren te wachten. Mijn buurvrouw is ziek."
FORWARD = TransferTold(
    kind=TransferKind.FORWARDED,
    body="Waterschap Elders",
    why="Zij heffen deze belasting",
    handed_way=ContactWay.EMAIL,
    told_on=TODAY,
    told_way=ContactWay.EMAIL,
)
WARM = TransferTold(
    kind=TransferKind.WARM,
    body="Woningbouw Elders",
    contact="Mevrouw De Wit, 06 12345678",
    why="Zij verhuren de woning",
    agreed_by=Sayer.COMPLAINANT,
    agreed_on=YESTERDAY,
    agreed_way=ContactWay.PHONE,
    shares_sender=True,
    passages=("De hulp kwam drie keer niet.",),
    handed_way=ContactWay.PHONE,
)
IN = FeedbackTold(is_in=True, text="De hulp komt weer", from_whom="Mevrouw De Wit", way=ContactWay.EMAIL)


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def register(actor: Actor, **told: Any) -> str:
    filer = Person(name="Jo Voorbeeld", phone="06 11111111", address="Straat 1")
    submission = Submission(**({"story": STORY, "channel": "PHONE", "filer": filer} | told))
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def transfer(actor: Actor, reference: str, told: TransferTold = WARM) -> Transfer:
    return transfer_complaint(actor=actor, reference=reference, told=told, seen_version=None, now=NOW)


def same(actor: Actor, kept: Transfer, now: datetime = NOW) -> dict[str, Any]:
    return {"actor": actor, "reference": kept.round.complaint.reference, "transfer_id": kept.pk, "seen_version": None, "now": now}


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


# What is recorded


@pytest.mark.parametrize("told", [FORWARD, WARM])
@pytest.mark.parametrize("named", ["{}", " {} ", "{}, team Inkomen", "{} (balie)"])
def test_nothing_goes_from_us_to_our_own_organisation(actor: Actor, tenant: Tenant, told: TransferTold, named: str) -> None:
    reference = register(actor)
    ours = [tenant.name, tenant.name.upper(), Authority.objects.get(is_default=True).name]

    for name in ours:
        with pytest.raises(Refusal) as refused:
            transfer(actor, reference, replace(told, body=named.format(name)))
        assert codes(refused) == [("receiver_is_us", "body")]

    assert (Transfer.objects.count(), ComplaintEvent.objects.filter(code__startswith="transfer").count()) == (0, 0)
    assert transfer(actor, reference, replace(told, body=f"{tenant.name}stad")).body == f"{tenant.name}stad"


def test_a_warm_transfer_is_kept_with_what_went_along_and_the_history_tells_nothing_of_it(actor: Actor) -> None:
    kept = transfer(actor, register(actor))

    # Thirty working days from Wednesday 12 March, past Goede Vrijdag, Easter Monday, Koningsdag is a Saturday.
    assert (kept.handed_on, kept.due_on, kept.received_on) == (TODAY, date(2025, 4, 25), date(2025, 3, 7))
    assert (kept.receiver, kept.passages, kept.shares_sender) == ("Woningbouw Elders", ["De hulp kwam drie keer niet."], True)
    event = ComplaintEvent.objects.get(code="warm_transferred")
    assert shown_event(event, names={}).lines == [
        "wo 12 maart 2025, telefonisch",
        "Akkoord op di 11 maart 2025",
        "Terugkoppeling uiterlijk vr 25 april 2025",
    ]
    assert "De Wit" not in str(event.data) + str(event.personal)
    assert kept.round.closed_on is None


def test_the_norm_of_the_organisation_sets_the_day_of_feedback_and_forwarding_asks_for_none(actor: Actor) -> None:
    OrganisationSettings.objects.update(feedback_norm_days=5)

    kept = [transfer(actor, register(actor), told) for told in (WARM, replace(WARM, due_on=date(2025, 4, 1)), FORWARD)]

    assert [one.due_on for one in kept] == [date(2025, 3, 19), date(2025, 4, 1), None]


def test_a_provider_takes_a_warm_transfer_and_nothing_that_is_forwarded(actor: Actor) -> None:
    provider = Provider.objects.create(name="De Linde", kvk_number="12345678", created_at=NOW)

    kept = transfer(actor, register(actor), replace(WARM, provider_id=provider.pk, body=""))
    with pytest.raises(Refusal, match="provider_is_no_authority"):
        transfer(actor, register(actor), replace(FORWARD, provider_id=provider.pk, body=""))

    assert (kept.receiver, Transfer.objects.count()) == ("De Linde", 1)


@pytest.mark.parametrize(("first", "again"), [(WARM, WARM), (WARM, FORWARD), (FORWARD, FORWARD)])
def test_what_lies_with_a_body_does_not_go_there_once_more(actor: Actor, first: TransferTold, again: TransferTold) -> None:
    reference = register(actor)
    kept = transfer(actor, reference, first)
    again = replace(again, body=f" {first.body.upper()} ")

    with pytest.raises(TransferIsOpen) as refused:
        transfer(actor, reference, again)
    assert codes(refused) == [("transfer_is_open", "body")]
    assert refused.value.details == {"receiver": first.body, "handed_on": TODAY}
    assert Transfer.objects.count() == 1
    assert ComplaintEvent.objects.filter(code__in=("warm_transferred", "forwarded")).count() == 1

    transfer(actor, reference, replace(again, body="Een ander"))
    take_back_transfer(**same(actor, kept), reason="Vergissing")
    assert transfer(actor, reference, again).receiver == first.body.upper()


def test_a_provider_has_a_complaint_once_until_it_told_what_came_of_it(actor: Actor) -> None:
    provider, reference = Provider.objects.create(name="De Linde", kvk_number="12345678", created_at=NOW), register(actor)
    told = replace(WARM, provider_id=provider.pk, body="")
    kept = transfer(actor, reference, told)

    for again, field in ((told, "provider_id"), (replace(WARM, body="de linde"), "body")):
        with pytest.raises(TransferIsOpen) as refused:
            transfer(actor, reference, again)
        assert codes(refused) == [("transfer_is_open", field)]

    assert Transfer.objects.count() == 1
    record_feedback(**same(actor, kept), told=IN)
    assert transfer(actor, reference, told).provider == provider


@pytest.mark.parametrize("name", ["de linde", "Zorgaanbieder De Linde", "Stichting de Linde Zorg", "De Linde (voorbeeld)"])
@pytest.mark.parametrize("own", ["Stichting De Linde", "Zorgaanbieder De Linde (voorbeeld)"])
def test_the_provider_of_the_file_is_known_however_its_name_is_written(actor: Actor, name: str, own: str) -> None:
    provider = Provider.objects.create(name=own, kvk_number="12345678", created_at=NOW)
    reference = register(actor)
    Complaint.objects.filter(reference=reference).update(provider=provider)

    with pytest.raises(Refusal) as refused:
        transfer(actor, reference, replace(FORWARD, body=name))

    assert (codes(refused), Transfer.objects.count()) == ([("provider_is_no_authority", "body")], 0)


@pytest.mark.parametrize("name", ["De Linde", " de  linde ", "DE LINDE"])
@pytest.mark.parametrize("is_of_file", [True, False])
def test_nothing_is_forwarded_to_a_provider_whose_name_is_typed_as_a_body(actor: Actor, name: str, is_of_file: bool) -> None:
    provider = Provider.objects.create(name="De  Linde" if is_of_file else "De Linde", kvk_number="12345678", created_at=NOW)
    reference = register(actor)
    Complaint.objects.filter(reference=reference).update(provider_id=provider.pk if is_of_file else None)

    with pytest.raises(Refusal) as refused:
        transfer(actor, reference, replace(FORWARD, body=name))

    assert (codes(refused), Transfer.objects.count()) == ([("provider_is_no_authority", "body")], 0)
    assert transfer(actor, reference, replace(FORWARD, body="Gemeente De Linde")).body == "Gemeente De Linde"


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (replace(WARM, body=""), [("receiver_missing", "body")]),
        (replace(WARM, body="x" * 201), [("text_too_long", "body")]),
        (replace(WARM, provider_id=987654), [("receiver_missing", "body")]),
        (replace(WARM, provider_id=987654, body=""), [("unknown_provider", "provider_id")]),
        (replace(WARM, why=" ", contact=""), [("text_missing", "why"), ("contact_missing", "contact")]),
        (
            replace(WARM, agreed_by="", agreed_on=None, agreed_way=None),
            [("agreement_missing", "agreed_by"), ("agreement_way_missing", "agreed_way"), ("agreement_day_missing", "agreed_on")],
        ),
        (replace(WARM, agreed_by=Sayer.COLLEAGUE), [("agreement_not_theirs", "agreed_by")]),
        (replace(WARM, agreed_by=Sayer.NOBODY), [("agreement_not_theirs", "agreed_by")]),
        (replace(WARM, agreed_on=TODAY, handed_on=YESTERDAY), [("agreed_after_transfer", "agreed_on")]),
        (replace(WARM, agreed_on=date(2025, 3, 13)), [("day_in_future", "agreed_on")]),
        (replace(WARM, handed_on=date(2025, 3, 6)), [("day_before_receipt", "handed_on"), ("agreed_after_transfer", "agreed_on")]),
        (replace(WARM, handed_way=None), [("handed_way_missing", "handed_way")]),
        (replace(WARM, passages=()), [("nothing_travels", "passages")]),
        (replace(WARM, passages=("De hulp kwam nooit.",)), [("passage_not_told", "passages")]),
        (replace(WARM, due_on=TODAY), [("feedback_due_too_early", "due_on")]),
        (replace(WARM, due_on=date(2026, 3, 13)), [("feedback_due_too_far", "due_on")]),
        (replace(FORWARD, told_on=None), [("sender_not_told", "told_on")]),
        (replace(FORWARD, handed_on=YESTERDAY), [("sender_not_told", "told_on")]),
        (replace(FORWARD, told_way=None), [("told_way_missing", "told_way")]),
        (replace(FORWARD, told_on=date(2025, 3, 13)), [("day_in_future", "told_on")]),
    ],
)
def test_what_is_missing_is_told_at_once_and_nothing_happens(actor: Actor, told: TransferTold, found: list[tuple[str, str]]) -> None:
    reference = register(actor)

    with pytest.raises(Refusal) as refused:
        transfer(actor, reference, told)

    assert codes(refused) == found
    assert (Transfer.objects.count(), Complaint.objects.get().version) == (0, 1)


def test_a_sender_who_cannot_be_told_on_the_day_takes_a_reason(actor: Actor) -> None:
    kept = transfer(actor, register(actor), replace(FORWARD, told_on=None, told_way=None, told_remark="Anoniem, geen adres"))

    assert (kept.told_on, kept.told_remark) == (None, "Anoniem, geen adres")


@pytest.mark.parametrize("identity", [Identity.SHIELDED, Identity.ANONYMOUS])
def test_who_is_shielded_or_anonymous_does_not_go_along(actor: Actor, identity: Identity) -> None:
    reference = register(actor, filer=Person(name="Jo Voorbeeld", identity=identity))

    with pytest.raises(Refusal) as refused:
        transfer(actor, reference)
    transfer(actor, reference, replace(WARM, shares_sender=False))

    assert codes(refused) == [("sender_stays_out", "shares_sender")]
    facts = suggested_facts(Complaint.objects.get(), code=LetterCode.FORWARDING, to=Addressee.OTHER_BODY, on=TODAY)
    assert facts[Fact.ENCLOSED] == "De hulp kwam drie keer niet."


@pytest.mark.parametrize("told", [WARM, FORWARD])
def test_a_passage_that_tells_who_is_shielded_goes_to_nobody(actor: Actor, told: TransferTold) -> None:
    filer = Person(name="Jo Voorbeeld", phone="06 11111111", identity=Identity.SHIELDED)
    story = "De hulp kwam niet. Ik ben meneer VOORBEELD. Bel mij op 0611111111."
    reference = register(actor, story=story, filer=filer)
    told = replace(told, shares_sender=False)

    with pytest.raises(Refusal) as refused:
        transfer(actor, reference, replace(told, passages=tuple(passages_of([story]))))
    assert codes(refused) == [("passage_tells_shielded", "passages")]
    assert refused.value.text == (
        "Uit passage 2, 3 blijkt wie is afgeschermd of anoniem wil blijven: daarin staat de naam, het telefoonnummer. Kies een andere"
        " passage, of vertel het zonder dat in uw eigen woorden."
    )
    assert (Transfer.objects.count(), ComplaintEvent.objects.exclude(code="registered").count()) == (0, 0)

    assert transfer(actor, reference, replace(told, passages=("De hulp kwam niet.",))).passages == ["De hulp kwam niet."]


@pytest.mark.parametrize("told", [WARM, FORWARD])
def test_neither_why_nor_a_note_tells_who_is_shielded(actor: Actor, told: TransferTold) -> None:
    reference = register(actor, filer=Person(name="Jo Voorbeeld", address="Straat 9, 3511 AB Utrecht", identity=Identity.SHIELDED))
    told = replace(told, shares_sender=False, why="Jo huurt van hen", note="Ga langs op Straat 9")

    with pytest.raises(Refusals) as refused:
        transfer(actor, reference, told)

    assert codes(refused) == [("text_tells_shielded", "why"), ("text_tells_shielded", "note")]
    assert [one.details["what"] for one in refused.value.refusals] == ["de naam", "het adres"]
    assert (Transfer.objects.count(), ComplaintEvent.objects.exclude(code="registered").count()) == (0, 0)


def test_the_page_offers_only_passages_that_do_not_tell_who_is_shielded(client: Client, actor: Actor) -> None:
    filer = Person(name="Jo Voorbeeld", identity=Identity.SHIELDED)
    reference = register(actor, story="De hulp kwam niet. Ik ben Jo Voorbeeld. Ik wachtte.", filer=filer)

    for page in ("overdragen", "reactie"):
        shown = client.get(f"/klachten/{reference}/{page}/", follow=True).content.decode()
        assert re.findall(r'name="passages" value="([^"]*)"', shown) == ["De hulp kwam niet.", "Ik wachtte."]
        assert "1 passage staat er niet bij: daaruit blijkt wie is afgeschermd of anoniem wil blijven." in shown
        assert "Jo Voorbeeld" not in shown


def test_passages_are_paragraphs_or_the_sentences_of_one() -> None:
    assert passages_of(["Een. Twee!\nDrie? Vier.", STORY, "Een. Twee!"]) == [
        "Een. Twee!",
        "Drie? Vier.",
        "De hulp kwam drie keer niet.",
        "Ik zat uren te wachten.",
        "Mijn buurvrouw is ziek.",
        "Een.",
        "Twee!",
    ]


def test_the_letters_of_it_begin_with_what_was_recorded(actor: Actor) -> None:
    transfer(actor, register(actor))

    of = Complaint.objects.get()
    theirs = suggested_facts(of, code=LetterCode.FORWARDING, to=Addressee.OTHER_BODY, on=TODAY)
    ours = suggested_facts(of, code=LetterCode.FORWARDING, to=Addressee.COMPLAINANT, on=TODAY)

    same_facts = {Fact.FORWARDED_TO: "Woningbouw Elders", Fact.WHY_FORWARDED: "Zij verhuren de woning.", Fact.FORWARDED_ON: TODAY}
    assert ours == same_facts
    assert theirs == same_facts | {
        Fact.ADDRESSEE: "Woningbouw Elders\nMevrouw De Wit, 06 12345678",
        Fact.ENCLOSED: "Jo Voorbeeld\nStraat 1\n06 11111111\nDe hulp kwam drie keer niet.",
    }


def test_the_letter_of_a_warm_transfer_takes_its_days_from_what_was_recorded(actor: Actor) -> None:
    kept = transfer(actor, register(actor))
    letter = begin_letter(
        actor=actor, reference=kept.round.complaint.reference, code=LetterCode.FORWARDING, addressee=Addressee.COMPLAINANT, now=NOW
    )

    written = written_letter(Letter.objects.get(pk=letter.pk), actor=actor, on=TODAY)

    assert {fact: written.known.get(fact) for fact in (Fact.WARM, Fact.TRANSFER_AGREED_ON, Fact.FORWARDED_ON, Fact.FEEDBACK_BY)} == {
        Fact.WARM: "ja",
        Fact.TRANSFER_AGREED_ON: kept.agreed_on,
        Fact.FORWARDED_ON: kept.handed_on,
        Fact.FEEDBACK_BY: kept.due_on,
    }
    assert (written.printed.title, Fact.NEXT_CONTACT in written.asked) == ("Wie u verder helpt met uw klacht", True)
    assert [title for title, _text in written.printed.parts] == [
        *("", "Wat wij hebben afgesproken", "Wie contact opneemt en wanneer", "Wat wij blijven doen", "Hebt u vragen?")
    ]


# Feedback


def test_feedback_is_recorded_corrected_and_taken_back(actor: Actor) -> None:
    kept = transfer(actor, register(actor))

    record_feedback(**same(actor, kept), told=IN)
    record_feedback(**same(actor, kept), told=replace(IN, text="Vaste hulp", person_told_on=TODAY))
    first, corrected = ComplaintEvent.objects.filter(code="feedback_recorded").order_by("pk")
    take_back_transfer(**same(actor, kept), reason="Verkeerd dossier")

    assert first.personal is None
    assert corrected.personal is not None
    assert corrected.personal["was"]["feedback"] == "De hulp komt weer"
    assert shown_event(corrected, names={}).lines == ["wo 12 maart 2025, per e-mail", "De klager hoorde het op wo 12 maart 2025"]
    assert Transfer.objects.get().end == TransferEnd.WITHDRAWN
    assert ComplaintEvent.objects.get(code="transfer_taken_back").personal == {"reason": "Verkeerd dossier", "remark_was": "Vaste hulp"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"text": ""}, [("text_missing", "text")]),
        ({"from_whom": "", "way": None}, [("feedback_from_missing", "from_whom"), ("feedback_way_missing", "way")]),
        ({"is_in": False, "text": " ", "from_whom": "", "way": None}, [("text_missing", "text")]),
        ({"known_on": YESTERDAY}, [("before_transfer", "known_on")]),
        ({"known_on": date(2025, 3, 13)}, [("day_in_future", "known_on")]),
        ({"person_told_on": YESTERDAY}, [("day_before_receipt", "person_told_on")]),
        ({"person_told_on": TODAY, "not_told_because": "Wil het niet"}, [("told_and_not_told", "not_told_because")]),
    ],
)
def test_feedback_that_cannot_be_is_refused(actor: Actor, changed: dict[str, Any], found: list[tuple[str, str]]) -> None:
    kept = transfer(actor, register(actor))

    with pytest.raises(Refusal) as refused:
        record_feedback(**same(actor, kept), told=replace(IN, **changed))

    assert (codes(refused), Transfer.objects.get().end, Complaint.objects.get().version) == (found, "", 2)


def test_who_complained_is_not_told_before_we_knew(actor: Actor) -> None:
    kept = transfer(actor, register(actor))
    later = datetime(2025, 3, 20, 9, tzinfo=UTC)

    with pytest.raises(Refusal) as refused:
        record_feedback(**same(actor, kept, later), told=replace(IN, person_told_on=date(2025, 3, 19)))

    assert codes(refused) == [("told_before_feedback", "person_told_on")]


@pytest.mark.parametrize("was", ENDS)
@pytest.mark.parametrize("becomes", TransferEnd)
def test_what_may_become_of_a_transfer_is_the_graph(actor: Actor, was: str, becomes: TransferEnd) -> None:
    kept = transfer(actor, register(actor))
    Transfer.objects.update(end=was, ended_on=TODAY)
    steps: dict[TransferEnd, Callable[[], object]] = {
        TransferEnd.FEEDBACK: lambda: record_feedback(**same(actor, kept), told=IN),
        TransferEnd.GIVEN_UP: lambda: record_feedback(**same(actor, kept), told=FeedbackTold(is_in=False, text="Zij antwoorden niet")),
        TransferEnd.WITHDRAWN: lambda: take_back_transfer(**same(actor, kept), reason="Vergist"),
    }

    if becomes in ENDS[was]:
        steps[becomes]()
        assert Transfer.objects.get().end == becomes
    else:
        with pytest.raises(Refusal, match=r"transfer_settled|transfer_taken_back"):
            steps[becomes]()
        assert Transfer.objects.get().end == was


def test_asking_for_it_moves_its_day_and_is_kept(actor: Actor) -> None:
    kept = transfer(actor, register(actor))
    at = datetime(2025, 4, 28, 9, tzinfo=UTC)

    chase_feedback(**same(actor, kept, at), way=ContactWay.PHONE, new_due_on=date(2025, 5, 9), remark="Bellen terug")

    chase = Transfer.objects.get().chases.get()
    assert (chase.chased_on, chase.due_before, chase.due_after, chase.remark) == (
        date(2025, 4, 28),
        date(2025, 4, 25),
        date(2025, 5, 9),
        "Bellen terug",
    )
    assert Transfer.objects.get().due_on == date(2025, 5, 9)
    assert shown_event(ComplaintEvent.objects.get(code="feedback_chased"), names={}).lines == [
        "ma 28 april 2025, telefonisch",
        "Terugkoppeling uiterlijk vr 9 mei 2025",
    ]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"new_due_on": None}, [("feedback_day_needed", "new_due_on")]),
        ({"new_due_on": TODAY}, [("new_day_in_past", "new_due_on")]),
        ({"new_due_on": date(2026, 3, 13)}, [("feedback_due_too_far", "new_due_on")]),
        ({"chased_on": YESTERDAY}, [("before_transfer", "chased_on")]),
    ],
)
def test_asking_that_cannot_be_is_refused(actor: Actor, given: dict[str, Any], found: list[tuple[str, str]]) -> None:
    kept = transfer(actor, register(actor))

    with pytest.raises(Refusal) as refused:
        chase_feedback(**same(actor, kept), **({"way": ContactWay.PHONE, "new_due_on": date(2025, 5, 1)} | given))

    assert codes(refused) == found
    assert (kept.chases.count(), Transfer.objects.get().due_on) == (0, date(2025, 4, 25))


def test_after_feedback_nobody_asks_any_more(actor: Actor) -> None:
    kept = transfer(actor, register(actor))
    record_feedback(**same(actor, kept), told=IN)

    with pytest.raises(Refusal, match="transfer_settled"):
        chase_feedback(**same(actor, kept), way=ContactWay.PHONE, new_due_on=date(2025, 5, 1))


def test_who_was_involved_and_another_file_find_nothing(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference, other = register(actor, involved=(InvolvedTold(user_id=involved.user_id),)), register(actor)
    kept = transfer(actor, reference)

    for who, where in ((involved, reference), (actor, other)):
        for step in (
            lambda **given: record_feedback(**given, told=IN),
            lambda **given: chase_feedback(**given, way=ContactWay.PHONE, new_due_on=date(2025, 5, 1)),
            lambda **given: take_back_transfer(**given, reason="Vergist"),
        ):
            with pytest.raises(NotFound):
                step(**same(who, kept) | {"reference": where})
    with pytest.raises(NotFound):
        transfer(involved, reference)
    assert [feedback_due(actor=one, today=date(2025, 5, 1))[1] for one in (actor, involved)] == [1, 0]
    assert Transfer.objects.get().end == ""


# Whose work it is


@pytest.mark.parametrize(("today", "count"), [(date(2025, 4, 24), 0), (date(2025, 4, 25), 1), (date(2025, 9, 1), 1)])
def test_feedback_stands_in_my_work_from_its_day_until_it_is_in(actor: Actor, today: date, count: int) -> None:
    kept = transfer(actor, register(actor))

    assert feedback_due(actor=actor, today=today)[1] == count
    record_feedback(**same(actor, kept), told=IN)
    assert feedback_due(actor=actor, today=today) == ([], 0)


def test_the_digest_tells_of_feedback_the_day_after_its_day_once(actor: Actor) -> None:
    transfer(actor, register(actor))

    for day in (25, 28, 29):  # Friday, Monday, Tuesday
        make_digests(actor=system_actor(), now=datetime(2025, 4, day, 10, tzinfo=UTC))

    told = {one.key: [line["why"] for line in one.lines] for one in Notice.objects.filter(key__startswith="digest:2025-04")}
    assert {key: [why for why in whys if why == "feedback_late"] for key, whys in told.items() if "feedback_late" in whys} == {
        "digest:2025-04-28": ["feedback_late"]
    }


# Closing with it


def close(actor: Actor, reference: str, outcome: str, **told: Any) -> Complaint:
    ending = Ending(outcome=outcome, **told)
    return close_complaint(actor=actor, reference=reference, ending=ending, seen_version=None, now=NOW)


@pytest.mark.parametrize(
    ("told", "outcome", "found"),
    [
        (None, "FORWARDED", [("forwarding_missing", "outcome")]),
        (WARM, "FORWARDED", [("forwarding_missing", "outcome")]),
        (None, "WARM_TRANSFERRED", [("warm_transfer_missing", "outcome")]),
        (FORWARD, "WARM_TRANSFERRED", [("warm_transfer_missing", "outcome")]),
        (WARM, "WARM_TRANSFERRED", [("feedback_not_in", "explanation")]),
    ],
)
def test_closing_asks_for_the_transfer_and_its_feedback(
    actor: Actor, told: TransferTold | None, outcome: str, found: list[tuple[str, str]]
) -> None:
    reference = register(actor)
    if told is not None:
        transfer(actor, reference, told)

    with pytest.raises(Refusals) as refused:
        close(actor, reference, outcome)

    assert (codes(refused), Complaint.objects.get().rounds.get().closed_on) == (found, None)


def test_a_complaint_is_closed_as_forwarded_and_with_feedback_that_is_in(actor: Actor) -> None:
    forwarded, warm = register(actor), register(actor)
    transfer(actor, forwarded, FORWARD)
    kept = transfer(actor, warm)
    record_feedback(**same(actor, kept), told=replace(IN, person_told_on=None))

    close(actor, forwarded, "FORWARDED")
    with pytest.raises(Refusal, match="feedback_not_told"):
        close(actor, warm, "WARM_TRANSFERRED")
    record_feedback(**same(actor, kept), told=replace(IN, person_told_on=TODAY))
    close(actor, warm, "WARM_TRANSFERRED")

    assert Complaint.objects.filter(rounds__closed_on=TODAY).count() == 2


def test_closing_without_feedback_takes_a_reason_and_nobody_asks_any_more(actor: Actor) -> None:
    reference = register(actor)
    kept = transfer(actor, reference)

    close(actor, reference, "WARM_TRANSFERRED", explanation="Deze persoon wil niet dat wij het volgen")

    kept.refresh_from_db()
    assert (kept.end, kept.feedback) == (TransferEnd.GIVEN_UP, "Deze persoon wil niet dat wij het volgen")
    assert feedback_due(actor=actor, today=date(2025, 9, 1)) == ([], 0)
    assert ComplaintEvent.objects.get(code="closed").data["without_feedback"] == 1
    record_feedback(**same(actor, kept), told=IN)
    assert Transfer.objects.get().end == TransferEnd.FEEDBACK


def test_what_a_complaint_was_closed_with_is_not_taken_back(actor: Actor) -> None:
    reference = register(actor)
    kept = transfer(actor, reference, FORWARD)
    close(actor, reference, "FORWARDED")

    with pytest.raises(Refusal, match="closing_rests_on_it"):
        take_back_transfer(**same(actor, kept), reason="Vergist")

    assert Transfer.objects.get().end == ""


def test_a_complaint_that_ended_otherwise_still_waits_for_feedback(actor: Actor) -> None:
    reference = register(actor)
    transfer(actor, reference)
    close(actor, reference, "UPHELD", is_asked_if_solved=True)

    assert feedback_due(actor=actor, today=date(2025, 4, 25))[1] == 1


# Pages


def test_the_pages_record_a_transfer_and_what_came_of_it(client: Client, actor: Actor) -> None:
    reference = register(actor)
    day = dutch_date(read_clock()).isoformat()
    told = {
        **{"version": "1", "agreed_by": "COMPLAINANT", "agreed_on": day, "agreed_way": "PHONE", "body": "Woningbouw Elders"},
        **{"contact": "Mevrouw De Wit", "why": "Zij verhuren", "handed_way": "PHONE", "passages": "Ik zat uren te wachten."},
        "due_on": "2099-01-01",
    }

    page = client.get(f"/klachten/{reference}/overdragen/").content.decode()
    far = client.post(f"/klachten/{reference}/overdragen/", told)
    sent = client.post(f"/klachten/{reference}/overdragen/", told | {"due_on": ""})
    kept = Transfer.objects.get()
    Transfer.objects.update(due_on=date(2025, 4, 1))
    shown, work = client.get(f"/klachten/{reference}/").content.decode(), client.get("/").content.decode()
    answer = {"version": "2", "is_in": "in", "text": "Opgelost", "from_whom": "De Wit", "way": "EMAIL"}
    done = client.post(f"/klachten/{reference}/overdracht/{kept.pk}/terugkoppeling/", answer)

    assert 'value="Mijn buurvrouw is ziek."' in page
    assert [who in page for who in ("COMPLAINANT", "AFFECTED_PERSON", "REPRESENTATIVE", "COLLEAGUE", "NOBODY")] == [True] * 3 + [False] * 2
    assert (far.status_code, "meer dan een jaar" in far.content.decode()) == (422, True)
    assert (sent.status_code, kept.passages) == (302, ["Ik zat uren te wachten."])
    assert "<strong>Warm overgedragen: Woningbouw Elders</strong>" in shown
    assert f'href="/klachten/{reference}/overdracht/{kept.pk}/navragen/"' in work
    assert (done.status_code, Transfer.objects.get().feedback) == (302, "Opgelost")
    assert client.get(f"/klachten/{reference}/overdracht/{uuid.uuid4()}/navragen/").status_code == 404


def test_who_is_shielded_after_the_letter_was_begun_does_not_go_out_in_it(actor: Actor) -> None:
    authority = Authority.objects.get(is_default=True)
    SigningMandate.objects.create(authority=authority, user_id=actor.user_id, function_title="C", valid_from=date(2020, 1, 1))
    told = Submission(story="Te laat", channel="LETTER", filer=Person(name="Mevrouw Geheim", address="Straat 1"))
    reference = register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    days: dict[str, Any] = {
        "handed_on": dutch_date(NOW),
        "handed_way": ContactWay.LETTER,
        "told_on": dutch_date(NOW),
        "told_way": ContactWay.LETTER,
    }
    transfer_complaint(**same, told=TransferTold(kind=TransferKind.FORWARDED, why="Van hen", body="UWV", shares_sender=True, **days))
    letter = begin_letter(actor=actor, reference=reference, code=LetterCode.FORWARDING, addressee=Addressee.OTHER_BODY, now=NOW)
    of = same | {"letter_id": letter.pk}
    save_letter(**of, draft=LetterDraft(signer_id=actor.user_id))
    update_complaint(**same, changes={"filer": {"identity": Identity.SHIELDED}})

    with pytest.raises(LetterTellsShielded) as refused:
        send_letter(**of, sending=Sending(way=ContactWay.DESK))

    assert (refused.value.field, refused.value.details["words"]) == ("texts.enclosed", "de naam, het adres")
    assert not Letter.objects.filter(sent_at__isnull=False).exists()


def test_who_is_called_as_the_handler_and_the_receiver_are_stops_no_letter_to_another_body(actor: Actor) -> None:
    SigningMandate.objects.create(
        authority=Authority.objects.get(is_default=True), user_id=actor.user_id, function_title="C", valid_from=date(2020, 1, 1)
    )
    surname = User.objects.get(pk=actor.user_id).get_full_name().split()[-1]
    filer = Person(name=f"Fatima {surname}", identity=Identity.SHIELDED)
    told = Submission(story="Te laat", channel="LETTER", filer=filer)
    reference = register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    days: dict[str, Any] = {"handed_on": dutch_date(NOW), "handed_way": ContactWay.LETTER, "told_remark": "Nog niet bereikt"}
    transfer_complaint(**same, told=TransferTold(kind=TransferKind.FORWARDED, why="Van hen", body=f"Bureau {surname}", **days))
    letter = begin_letter(actor=actor, reference=reference, code=LetterCode.FORWARDING, addressee=Addressee.OTHER_BODY, now=NOW)
    of = same | {"letter_id": letter.pk}
    save_letter(**of, draft=LetterDraft(facts={"enclosed": "De betaling kwam te laat."}, signer_id=actor.user_id))

    send_letter(**of, sending=Sending(way=ContactWay.LETTER))

    assert Letter.objects.filter(sent_at__isnull=False).count() == 1


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1800, 1, 1), date(9999, 12, 31)])
def test_a_day_that_cannot_be_is_a_finding(actor: Actor, day: date) -> None:
    told = Submission(story="Te laat", channel="LETTER")
    reference = register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference
    transfer = TransferTold(kind=TransferKind.WARM, why="Van hen", body="UWV", handed_on=day)

    with pytest.raises(Refusals) as refused:
        transfer_complaint(actor=actor, reference=reference, told=transfer, seen_version=None, now=NOW)

    assert "handed_on" in [one.field for one in refused.value.refusals]
    assert not Transfer.objects.exists()
