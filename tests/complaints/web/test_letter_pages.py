"""The pages of a letter: what fits is offered, nothing typed is lost, and what is missing is in sight before it can go."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as WordFile

from complaints.checks import NobodyTried
from complaints.flows.letters import LetterDraft, Sending, begin_letter, save_letter, send_letter
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.keeping import keep_documents, take_in
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.mail import take_back
from complaints.models import (
    AccessRecord,
    AgreedDate,
    Complaint,
    ComplaintEvent,
    ContactWay,
    Document,
    DocumentSource,
    Identity,
    InvolvedPerson,
    Letter,
    LetterLook,
    Round,
    SentMessage,
)
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.organisation.models import Authority, CompetentOmbudsman, OrganisationSettings, SigningMandate
from tenants.permissions import Role
from tenants.statutory_calendar import SHIPPED_CALENDAR
from tests.factories.documents import PDF, sent
from tests.factories.endings import as_solved

TOLD = Submission(story="Te laat betaald", channel="LETTER", filer=Person(name="M. de Vries", address="Straat 1"))
SETTLED = {"agreed": "U krijgt elke maand een overzicht."}


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    found = make_person(Role.COORDINATOR)
    found.name = "Karin Kort"
    found.save()
    return found


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


@pytest.fixture
def signer(person: User) -> None:
    authority = Authority.objects.get(is_default=True)
    SigningMandate.objects.create(authority=authority, user=person, function_title="Hoofd Klachten", valid_from=date(2020, 1, 1))


def register(actor: Actor, told: Submission = TOLD) -> str:
    now = read_clock()
    return register_complaint(actor=actor, submission=told, received_at=now - timedelta(days=2), now=now).reference


def begin(actor: Actor, reference: str, code: LetterCode = LetterCode.SETTLED) -> Letter:
    if code is LetterCode.SETTLED:
        as_solved(reference, dutch_date(read_clock()))
    return begin_letter(actor=actor, reference=reference, code=code, addressee=Addressee.COMPLAINANT, now=read_clock())


def ready(actor: Actor, reference: str) -> Letter:
    letter = begin(actor, reference)
    draft = LetterDraft(facts=SETTLED)
    return save_letter(actor=actor, reference=reference, letter_id=letter.pk, draft=draft, seen_version=1, now=read_clock())


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


def sent_from(answer: Any) -> dict[str, str]:
    """What a browser sends of the page as it came."""
    form = answer.context["form"]
    return {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}


def at(letter: Letter, page: str = "") -> str:
    return f"/klachten/{letter.complaint.reference}/brief/{letter.pk}/{page}"


def test_a_letter_is_chosen_written_seen_and_sent(client: Client, actor: Actor, signer: None) -> None:
    reference = register(actor)
    assert "Brief maken" in text_of(client.get(f"/klachten/{reference}/"))
    chosen = client.get(f"/klachten/{reference}/brief/")
    assert ("Verdaging, aan de klager" in text_of(chosen), "Jaarpublicatie" in text_of(chosen)) == (True, False)

    as_solved(reference, dutch_date(read_clock()))
    begun = client.post(f"/klachten/{reference}/brief/", {"letter": "L07:COMPLAINANT"})
    letter = Letter.objects.get()
    assert begun["Location"] == at(letter)
    page = client.get(at(letter))
    assert "Dit ontbreekt nog: Wat is afgesproken." in text_of(page)

    kept = client.post(at(letter), sent_from(page) | {"facts.agreed": "Elke maand een overzicht.", "keep": "1"})
    assert (kept["Location"], Letter.objects.get().facts) == (at(letter), {"agreed": "Elke maand een overzicht."})
    page = client.get(at(letter))
    assert "Alles wat de wet vraagt staat erin." in text_of(page)
    assert page.context["form"]["texts.agreed"].value().endswith("Wij spraken af:\n\nElke maand een overzicht.")

    pdf = client.get(at(letter, "pdf/"))
    assert (pdf["Content-Type"], pdf.content[:5], "sandbox" in pdf["Content-Security-Policy"]) == ("application/pdf", b"%PDF-", True)
    onward = client.post(at(letter), sent_from(page) | {"send": "1"})
    assert onward["Location"] == at(letter, "versturen/")
    sending = client.get(onward["Location"])
    assert "om af te drukken en te versturen" in text_of(sending)
    gone = client.post(onward["Location"], sent_from(sending) | {"way": "LETTER", "sent_on": ""})

    assert gone["Location"] == f"/klachten/{reference}/"
    letter, document = Letter.objects.get(), Document.objects.get()
    assert (letter.is_sent, letter.signer_name, letter.document_id) == (True, "Karin Kort", document.pk)
    shown = text_of(client.get(gone["Location"]))
    assert ("ondertekend door Karin Kort" in shown, "Brief verstuurd" in shown, mail.outbox) == (True, True, [])
    assert [client.get(at(letter, page))["Location"] for page in ("", "versturen/")] == [gone["Location"]] * 2


def test_a_page_that_was_open_for_long_rewrites_no_part_by_itself(client: Client, actor: Actor) -> None:
    letter = begin(actor, register(actor))
    page = sent_from(client.get(at(letter)))

    first = client.post(at(letter, "bewaren/"), page | {"facts.agreed": "Een"})
    second = client.post(at(letter, "bewaren/"), page | {"facts.agreed": "Twee", "version": str(first.json()["version"])})

    assert (first.json(), second.json()) == ({"version": 2}, {"version": 3})
    assert Letter.objects.values_list("facts", "texts").get() == ({"agreed": "Twee"}, {})


def test_who_comes_second_keeps_what_was_typed_and_sees_what_stands(client: Client, actor: Actor) -> None:
    letter = begin(actor, register(actor))
    page = sent_from(client.get(at(letter)))
    client.post(at(letter, "bewaren/"), page | {"texts.come_back": "U kunt altijd terugkomen, zegt de een."})
    mine = page | {"texts.come_back": "U kunt altijd terugkomen, zegt de ander."}

    refused = client.post(at(letter, "bewaren/"), mine)
    assert (refused.status_code, refused.json()["code"]) == (409, "letter_changed_meanwhile")
    shown = client.post(at(letter), mine | {"compare": "1"})
    assert (shown.status_code, "zegt de een" in text_of(shown), "zegt de ander" in shown.content.decode()) == (422, True, True)

    client.post(at(letter), sent_from(shown) | {"keep": "1"})
    assert Letter.objects.get().texts == {"come_back": "U kunt altijd terugkomen, zegt de ander."}


def test_what_cannot_be_read_stays_on_the_page(client: Client, actor: Actor) -> None:
    letter = begin(actor, register(actor), LetterCode.EXTENSION)
    page = sent_from(client.get(at(letter)))

    answer = client.post(at(letter), page | {"facts.weeks": "veel", "facts.reason": "Ziekte van de behandelaar"})

    assert (answer.status_code, "Ziekte van de behandelaar" in answer.content.decode()) == (422, True)
    assert client.post(at(letter, "bewaren/"), page | {"facts.weeks": "veel"}).status_code == 422
    assert Letter.objects.values_list("facts", "version").get() == ({}, 1)


def test_a_letter_that_lacks_something_has_no_button_to_send_and_is_refused(client: Client, actor: Actor, signer: None) -> None:
    letter = begin(actor, register(actor))

    page = client.get(at(letter, "versturen/"))
    assert ("Dit ontbreekt nog: Wat is afgesproken." in text_of(page), "Brief vastleggen" in text_of(page)) == (True, False)
    answer = client.post(at(letter, "versturen/"), {"version": "1", "way": "LETTER"})

    assert (answer.status_code, "Dit ontbreekt nog: Wat is afgesproken." in text_of(answer)) == (422, True)
    assert (Letter.objects.get().is_sent, Document.objects.count()) == (False, 0)


@pytest.mark.parametrize(("address", "is_told"), [("", True), ("Straat 1, 3401 AA Elders", False)])
def test_whoever_sends_a_letter_hears_that_the_file_has_no_address(
    client: Client, actor: Actor, signer: None, address: str, is_told: bool
) -> None:
    letter = ready(actor, register(actor, replace(TOLD, filer=Person(name="M. de Vries", address=address))))

    for page in ("versturen/", "terug/"):
        assert ("In het dossier staat geen postadres van wie deze brief krijgt." in text_of(client.get(at(letter, page)))) == is_told


def test_the_pages_of_a_letter_say_beforehand_what_the_press_would_refuse(client: Client, actor: Actor, signer: None) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de Nationale ombudsman")
    reference = register(actor)
    letter = begin(actor, reference, LetterCode.NOT_TAKEN_UP)
    facts = {"ground": "9_8_2", "ground_facts": "Het gaat om 1 euro.", "motivation": "Het kost drie dagen werk."}
    draft = LetterDraft(facts=facts)
    save_letter(actor=actor, reference=reference, letter_id=letter.pk, draft=draft, seen_version=1, now=read_clock())
    told = NobodyTried(field="code").text

    for page in ("", "versturen/", "terug/"):
        shown = text_of(client.get(at(letter, page)))
        assert (shown.count(told), "Alles wat de wet vraagt" in shown) == (1, False)
    refused = client.post(at(letter, "versturen/"), {"version": "2", "way": "LETTER", "sent_on": ""})
    # Once among the errors on top: not above them as well.
    assert (refused.status_code, text_of(refused).count(told), Letter.objects.get().is_sent) == (422, 1, False)

    Complaint.objects.get().rounds.update(first_attempt_on=dutch_date(read_clock()))
    shown = text_of(client.get(at(letter, "versturen/")))
    assert (told in shown, "Alles wat de wet vraagt staat erin." in shown) == (False, True)


def test_closing_asks_nothing_that_the_letter_told_already(client: Client, actor: Actor, signer: None) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de Nationale ombudsman")
    reference = register(actor)
    letter = begin(actor, reference, LetterCode.NOT_TAKEN_UP)
    facts = {"ground": "9_8_2", "ground_facts": "Het gaat om 1 euro.", "motivation": "Het kost drie dagen werk."}
    save_letter(actor=actor, reference=reference, letter_id=letter.pk, draft=LetterDraft(facts=facts), seen_version=1, now=read_clock())
    Complaint.objects.get().rounds.update(first_attempt_on=dutch_date(read_clock()))
    assert client.post(at(letter, "versturen/"), {"version": "2", "way": "LETTER", "sent_on": ""}).status_code == 302

    form = client.get(f"/klachten/{reference}/afsluiten/").context["form"]

    assert (form["ground"].value(), form["explanation"].value()) == ("9_8_2", "Het kost drie dagen werk.")
    assert dict(form.fields["outcome"].choices)[form["outcome"].value()] == "Niet in behandeling genomen"


def test_after_the_one_letter_of_an_extension_the_other_is_chosen_already(client: Client, actor: Actor, signer: None) -> None:
    reference = register(actor, replace(TOLD, involved=(InvolvedTold(name="J. Bakker"),)))
    letter = begin(actor, reference, LetterCode.EXTENSION)
    draft = LetterDraft(facts={"weeks": "4", "reason": "Ziekte."})
    save_letter(actor=actor, reference=reference, letter_id=letter.pk, draft=draft, seen_version=1, now=read_clock())
    assert client.post(at(letter, "versturen/"), {"version": "2", "way": "LETTER", "sent_on": ""}).status_code == 302

    assert client.get(f"/klachten/{reference}/brief/").context["chosen"].startswith("L08b:SUBJECT:")


def test_a_letter_that_did_not_arrive_stands_on_top_of_the_file(client: Client, actor: Actor, signer: None) -> None:
    letter = ready(actor, register(actor))
    assert client.post(at(letter, "versturen/"), {"version": "2", "way": "LETTER", "sent_on": ""}).status_code == 302
    same = {"complaint": letter.complaint, "round": letter.round, "letter": letter, "letter_code": "L07", "queued_at": read_clock()}
    SentMessage.objects.create(**same, message_id="<1@voorbeeld.example>", returned_at=read_clock())

    shown = text_of(client.get(f"/klachten/{letter.complaint.reference}/"))

    assert "Een brief is niet aangekomen: Afsluiting naar tevredenheid" in shown


def test_a_doubtful_sentence_is_shown_and_goes_once_it_is_ticked(client: Client, actor: Actor, signer: None) -> None:
    reference = register(actor)
    letter, doubtful = begin(actor, reference), "U kunt terecht bij de bestuursrechter."
    draft = LetterDraft(facts=SETTLED, texts={"questions": doubtful})
    save_letter(actor=actor, reference=reference, letter_id=letter.pk, draft=draft, seen_version=1, now=read_clock())
    told = f'In het onderdeel "Hebt u vragen?" staat: "{doubtful}" Dat lijkt op bezwaar of beroep tegen deze brief'
    assert (told in text_of(client.get(at(letter))), "Alles wat de wet vraagt" in text_of(client.get(at(letter)))) == (True, False)

    page = client.get(at(letter, "versturen/"))
    assert "Ik heb deze zinnen gelezen: zo is het bedoeld" in text_of(page)
    typed = {"version": "2", "way": "LETTER", "sent_on": ""}
    without = client.post(at(letter, "versturen/"), typed)
    another = client.post(at(letter, "versturen/"), typed | {"meant": ["U kunt bij de rechtbank terecht."]})
    assert (without.status_code, another.status_code, Letter.objects.get().is_sent) == (422, 422, False)
    assert (told in text_of(without), "Lees deze zinnen opnieuw" in text_of(another)) == (True, True)
    gone = client.post(at(letter, "versturen/"), typed | {"meant": [doubtful]})

    assert (gone.status_code, Letter.objects.get().meant) == (302, [doubtful])
    shown = text_of(client.get(gone["Location"]))
    assert ("Van 1 zin is gezegd dat die zo bedoeld is" in shown, doubtful in shown) == (True, False)


def test_a_talk_to_which_the_invitation_came_back_is_not_simply_planned(client: Client, actor: Actor, signer: None, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    reference = register(actor, Submission(story="Te laat", channel="EMAIL", filer=Person(name="M", email="m@voorbeeld.example")))
    Round.objects.update(handler_id=actor.user_id)
    letter, now = begin(actor, reference, LetterCode.HEARING_INVITATION), read_clock()
    day = SHIPPED_CALENDAR.first_ordinary_day_from(dutch_date(now) + timedelta(days=2))
    facts = {"hearing_on": day.isoformat(), "hearing_place": "om 10.00 uur", "moment_agreed_on": dutch_date(now).isoformat()}
    same: dict[str, Any] = {"actor": actor, "reference": reference, "letter_id": letter.pk, "seen_version": None, "now": now}
    save_letter(**same, draft=LetterDraft(facts=facts))
    send_letter(**same, sending=Sending(way=ContactWay.EMAIL))
    pages = (f"/klachten/{reference}/horen/", f"/klachten/{reference}/", "/")
    before = [text_of(client.get(page)) for page in pages]

    take_back(SentMessage.objects.get(letter=letter), now=now)

    after = [text_of(client.get(page)) for page in pages]
    assert ["10:00: gepland" in page for page in before] == [True, True, False]
    assert ["10:00: gepland" in page for page in after] == [False, False, False]
    assert "10:00: uitnodiging kwam terug . Laat het deze persoon opnieuw weten" in after[0]
    assert ["10:00: uitnodiging kwam terug" in after[1], "10:00 , uitnodiging kwam terug" in after[2]] == [True, True]


def test_without_a_secure_relay_mail_is_not_among_the_ways(client: Client, actor: Actor, signer: None, settings: Any) -> None:
    told = Submission(story="Te laat", channel="EMAIL", filer=Person(name="M", email="m@voorbeeld.example"))
    letter = ready(actor, register(actor, told))

    assert [value for value, _name in client.get(at(letter, "versturen/")).context["form"].fields["way"].choices] == [
        "LETTER",
        "DESK",
        "VISIT",
    ]
    settings.MAIL_RELAY_IS_SECURE = True
    ways = [value for value, _name in client.get(at(letter, "versturen/")).context["form"].fields["way"].choices]
    assert ways == ["LETTER", "DESK", "VISIT", "EMAIL"]


def test_a_letter_is_taken_along_and_comes_back(client: Client, actor: Actor, signer: None) -> None:
    letter = ready(actor, register(actor))

    word = client.get(at(letter, "word/"))
    assert (word.content[:2], word["Content-Disposition"]) == (b"PK", f'attachment; filename="L07-{letter.complaint.reference}.docx"')
    page = client.get(at(letter, "terug/"))
    assert "Wat wij hebben afgesproken (Awb 9:5)" in text_of(page)
    given = {"version": "2", "way": "LETTER", "ticked": ["agreed"]}

    refused = client.post(at(letter, "terug/"), given | {"final": SimpleUploadedFile("brief.docx", word.content)})
    assert (refused.status_code, "Look whether" in text_of(refused), "U kunt altijd terugkomen" in text_of(refused)) == (422, False, True)
    empty = client.post(at(letter, "terug/"), given | {"ticked": ["agreed", "come_back"]})
    assert "Kies de brief zoals die weggaat." in text_of(empty)
    assert Document.objects.count() == 0

    file = SimpleUploadedFile("brief.docx", word.content)
    done = client.post(at(letter, "terug/"), given | {"ticked": ["agreed", "come_back"], "final": file})
    assert done["Location"] == f"/klachten/{letter.complaint.reference}/"
    assert "afgemaakt in Word, met de hand nagekeken" in text_of(client.get(done["Location"]))


def test_whether_a_document_is_of_this_file_is_asked_once_it_does_not_show_it(client: Client, actor: Actor, signer: None) -> None:
    letter, made, asked = ready(actor, register(actor)), io.BytesIO(), "Het is de brief van dit dossier"
    written = WordFile()
    written.add_paragraph("Getuige Piet Geheim")
    written.save(made)
    given = {"version": "2", "way": "LETTER", "ticked": ["agreed", "come_back"]}

    def send(**more: object) -> Any:
        return client.post(at(letter, "terug/"), given | {"final": SimpleUploadedFile("brief.docx", made.getvalue())} | more)

    assert asked not in text_of(client.get(at(letter, "terug/")))
    refused = send()
    assert (refused.status_code, asked in text_of(refused), Document.objects.count()) == (422, True, 0)
    assert send(ticked=["agreed", "come_back", "of_this_file"]).status_code == 302


def test_a_doubtful_sentence_of_a_letter_from_elsewhere_is_asked_after_and_goes_once_it_is_ticked(
    client: Client, actor: Actor, signer: None
) -> None:
    letter, doubtful, made = ready(actor, register(actor)), "U kunt terecht bij de bestuursrechter.", io.BytesIO()
    written = WordFile()
    written.add_paragraph(letter.complaint.reference)
    written.add_paragraph(doubtful)
    written.save(made)
    given = {"version": "2", "way": "LETTER", "ticked": ["agreed", "come_back"]}

    def post(**other: Any) -> Any:
        return client.post(at(letter, "terug/"), given | other | {"final": SimpleUploadedFile("brief.docx", made.getvalue())})

    first = client.get(at(letter, "terug/"))
    refused = post()
    assert ["meant" in one.context["form"].fields for one in (first, refused)] == [False, True]
    assert (refused.status_code, list(refused.context["form"].errors), Letter.objects.get().is_sent) == (422, ["meant"], False)
    assert f'In het onderdeel "het document" staat: "{doubtful}"' in text_of(refused)
    assert f'value="{doubtful}"' in refused.content.decode()
    gone = post(meant=[doubtful])

    assert (gone.status_code, Letter.objects.get().meant) == (302, [doubtful])
    assert "Van 1 zin is gezegd dat die zo bedoeld is" in text_of(client.get(gone["Location"]))


def test_of_a_letter_from_elsewhere_without_a_text_the_page_says_that_only_the_list_was_ticked(
    client: Client, actor: Actor, signer: None
) -> None:
    letter = ready(actor, register(actor))
    given = {"version": "2", "way": "LETTER", "ticked": ["agreed", "come_back"], "final": SimpleUploadedFile("brief.pdf", PDF)}

    done = client.post(at(letter, "terug/"), given, follow=True)

    assert "In dit document kon geen tekst worden gelezen, zoals op een scan: alleen wat u aanvinkte is nagekeken." in text_of(done)
    assert "In het document kon geen tekst worden gelezen: alleen de lijst is aangevinkt" in text_of(done)


def thrown_away(page: Any) -> dict[str, str]:
    """What the button to throw a draft away sends."""
    form = re.search(r"<form[^>]*data-throws-away>(.*?)</form>", page.content.decode(), re.DOTALL)
    assert form is not None
    return dict(re.findall(r'<input type="hidden" name="(version)" value="(\d+)">', form[1]))


def test_a_draft_that_a_colleague_wrote_on_meanwhile_is_not_thrown_away(
    client: Client, actor: Actor, make_actor: Callable[..., Actor]
) -> None:
    letter = begin(actor, register(actor), LetterCode.HEARING_INVITATION)
    page, same = client.get(at(letter)), {"reference": letter.complaint.reference, "letter_id": letter.pk, "seen_version": None}
    save_letter(actor=make_actor(Role.COORDINATOR), **same, draft=LetterDraft(facts={"hearing_place": "om 14.00 uur"}), now=read_clock())

    refused = client.post(at(letter, "weggooien/"), thrown_away(page), follow=True)
    without = client.post(at(letter, "weggooien/"))

    assert (refused.redirect_chain, without["Location"]) == ([(at(letter), 302)], at(letter))
    assert "Deze brief, of iets in het dossier waar die op rust, is intussen veranderd." in text_of(refused)
    assert Letter.objects.get().facts == {"hearing_place": "om 14.00 uur"}


def test_a_letter_that_is_chosen_twice_on_one_page_is_begun_once(client: Client, actor: Actor) -> None:
    address = f"/klachten/{register(actor)}/brief/"
    asked = {"number": str(client.get(address).context["number"]), "letter": "L04:COMPLAINANT"}

    first, second = (client.post(address, asked)["Location"] for _ in range(2))
    other = client.post(address, asked | {"letter": "L02:COMPLAINANT"})["Location"]
    Letter.objects.filter(code="L04").delete()
    third = client.post(address, asked)["Location"]

    assert (first == second, len({first, other, third})) == (True, 3)
    assert sorted(Letter.objects.values_list("code", flat=True)) == ["L02", "L04"]


def test_a_letter_that_is_chosen_once_more_on_its_page_after_it_went_is_begun_anew(client: Client, actor: Actor, signer: None) -> None:
    reference = register(actor)
    address = f"/klachten/{reference}/brief/"
    as_solved(reference, dutch_date(read_clock()))
    asked = {"number": str(client.get(address).context["number"]), "letter": "L07:COMPLAINANT"}
    first = client.post(address, asked)["Location"]
    same: dict[str, Any] = {"actor": actor, "reference": reference, "letter_id": Letter.objects.get().pk, "seen_version": None}
    save_letter(**same, draft=LetterDraft(facts=SETTLED), now=read_clock())
    send_letter(**same, sending=Sending(way=ContactWay.LETTER), now=read_clock())

    second, third = (client.post(address, asked)["Location"] for _ in range(2))

    assert (second == third, second == first) == (True, False)
    assert sorted(one.is_sent for one in Letter.objects.all()) == [False, True]
    assert client.get(second).status_code == 200


def test_a_draft_is_thrown_away(client: Client, actor: Actor) -> None:
    letter = begin(actor, register(actor))

    gone = client.post(at(letter, "weggooien/"), thrown_away(client.get(at(letter))))

    assert gone["Location"] == f"/klachten/{letter.complaint.reference}/"
    assert (Letter.objects.count(), ComplaintEvent.objects.filter(code="letter_discarded").count()) == (0, 1)
    assert client.get(at(letter)).status_code == 404


def test_of_somebody_shielded_the_page_and_the_pdf_show_no_name(client: Client, actor: Actor) -> None:
    told = Submission(story="Te laat", channel="LETTER", filer=Person(name="M. de Vries", address="Straat 1", identity=Identity.SHIELDED))
    letter = begin(actor, register(actor, told))

    assert [word for word in ("Vries", "Straat 1") if word in client.get(at(letter)).content.decode()] == []


def test_whoever_is_involved_finds_no_page_of_it_and_looking_is_recorded(
    client: Client, actor: Actor, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    involved = make_person(Role.HANDLER)
    reference = register(actor, Submission(story="Te laat", channel="LETTER", involved=(InvolvedTold(user_id=involved.pk),)))
    letter = begin(actor, reference)
    theirs = client_at(tenant, involved)

    pages = [f"/klachten/{reference}/brief/", *(at(letter, page) for page in ("", "versturen/", "pdf/", "word/", "terug/"))]
    assert [theirs.get(page).status_code for page in pages] == [404] * 6
    assert [theirs.post(at(letter, page)).status_code for page in ("", "bewaren/", "versturen/", "weggooien/")] == [404] * 4
    assert AccessRecord.objects.count() == 0
    assert [client.get(page).status_code for page in pages] == [200] * 6
    assert [one.code for one in AccessRecord.objects.all()] == ["opened"] * 6


def test_a_letter_that_decides_waits_for_a_colleague_on_the_page_too(
    client: Client, client_at: Callable[..., Client], actor: Actor, signer: None, tenant: Tenant, make_person: Callable[..., User]
) -> None:
    OrganisationSettings.objects.update(decisions_need_second_look=True)
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de Nationale ombudsman")
    reference = register(actor)
    letter = begin(actor, reference, LetterCode.DECISION)
    facts = {"findings": "Te laat betaald", "judgment": "Gegrond", "motivation": "Dat hoort niet", "conclusions": "Excuses"}
    save_letter(actor=actor, reference=reference, letter_id=letter.pk, draft=LetterDraft(facts=facts), seen_version=None, now=read_clock())
    page = f"/klachten/{reference}/brief/{letter.pk}/"
    colleague = client_at(tenant, make_person(Role.HANDLER, email="collega@voorbeeld.example"))

    before = text_of(client.get(f"{page}versturen/"))
    assert ("Vraag een collega om te kijken" in before, "Maak definitief" in before) == (True, False)
    assert "collega@voorbeeld.example" in text_of(client.get(f"{page}vier-ogen/"))
    client.post(f"{page}vier-ogen/", {"asked_of": "", "version": "2"})
    assert client.get(f"{page}nakijken/").status_code == 302  # The writer does not look.
    assert "Brieven om na te kijken voordat ze weggaan" in text_of(colleague.get("/"))
    shown = colleague.get(f"{page}nakijken/")
    assert ("Dat hoort niet" in text_of(shown), AccessRecord.objects.filter(actor__email="collega@voorbeeld.example").exists()) == (
        True,
        True,
    )
    assert "Leg vast wat ik vind" in text_of(shown)
    digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', shown.content.decode())[0]
    refused = colleague.post(f"{page}nakijken/", {"found": "back", "remarks": "", "version": "2", "digest": digest})
    assert (refused.status_code, "Schrijf op wat er eerst moet veranderen." in text_of(refused)) == (422, True)
    colleague.post(f"{page}nakijken/", {"found": "back", "remarks": "Noem de dag", "version": "2", "digest": digest})
    assert ("Teruggestuurd met opmerkingen" in text_of(client.get("/")), "Noem de dag" in text_of(client.get(page))) == (True, True)
    client.post(f"{page}vier-ogen/", {"asked_of": "", "version": "2"})
    colleague.post(f"{page}nakijken/", {"found": "approve", "remarks": "", "version": "2", "digest": digest})

    assert "Goedgekeurd" in text_of(client.get("/"))
    client.post(f"{page}versturen/", {"way": "LETTER", "sent_on": "", "version": "2"})
    assert Letter.objects.get().is_sent


def test_whoever_looks_sees_which_sentences_were_said_to_be_meant_so(
    client: Client, client_at: Callable[..., Client], actor: Actor, signer: None, tenant: Tenant, make_person: Callable[..., User]
) -> None:
    OrganisationSettings.objects.update(decisions_need_second_look=True)
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de Nationale ombudsman")
    reference, doubtful = register(actor), "Wendt u zich tot de bestuursrechter."
    letter = begin(actor, reference, LetterCode.DECISION)
    facts = {"findings": "Te laat betaald", "judgment": "Gegrond", "motivation": doubtful, "conclusions": "Excuses"}
    save_letter(actor=actor, reference=reference, letter_id=letter.pk, draft=LetterDraft(facts=facts), seen_version=1, now=read_clock())
    colleague = client_at(tenant, make_person(Role.HANDLER))

    without = client.post(at(letter, "vier-ogen/"), {"version": "2", "asked_of": ""})
    assert (without.status_code, f'staat: "{doubtful}"' in text_of(without), LetterLook.objects.count()) == (422, True, 0)
    asked = client.post(at(letter, "vier-ogen/"), {"version": "2", "asked_of": "", "meant": [doubtful]})
    page = text_of(colleague.get(at(letter, "nakijken/")))

    assert (asked.status_code, Letter.objects.get().meant) == (302, [doubtful])
    assert f"Zo bedoeld Deze zinnen lijken op iets wat niet in deze brief mag. Wie u vroeg, zegt dat het zo bedoeld is. {doubtful}" in page


def test_what_was_finished_in_word_is_kept_looked_at_and_then_sent(
    client: Client, client_at: Callable[..., Client], actor: Actor, signer: None, tenant: Tenant, make_person: Callable[..., User]
) -> None:
    OrganisationSettings.objects.update(decisions_need_second_look=True)
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de Nationale ombudsman")
    letter = begin(actor, register(actor), LetterCode.DECISION)
    page, colleague = f"/klachten/{letter.complaint.reference}/brief/{letter.pk}/", client_at(tenant, make_person(Role.HANDLER))

    assert "Bewaar het, zodat een collega kan kijken" in text_of(client.get(f"{page}terug/"))
    client.post(f"{page}terug/", {"final": SimpleUploadedFile("Definitief.pdf", PDF), "version": "1"})
    kept = text_of(client.get(f"{page}terug/"))
    assert ("Definitief.pdf" in kept, "Vraag een collega om te kijken" in kept, "Maak definitief" in kept) == (True, True, False)
    client.post(f"{page}vier-ogen/", {"asked_of": "", "version": "2"})
    shown = colleague.get(f"{page}nakijken/")
    assert "Definitief.pdf" in text_of(shown)
    digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', shown.content.decode())[0]
    colleague.post(f"{page}nakijken/", {"found": "approve", "remarks": "", "version": "2", "digest": digest})
    assert client.get(f"{page}versturen/").headers["Location"] == f"{page}terug/"
    ticked = re.findall(r'name="ticked" value="(\w+)"', client.get(f"{page}terug/").content.decode())
    client.post(f"{page}terug/", {"ticked": ticked, "way": "LETTER", "sent_on": "", "version": "2"})
    gone = Letter.objects.get()
    assert (gone.is_sent, gone.sha256, gone.checklist, "findings" in ticked) == (True, digest, ticked, True)


@pytest.mark.parametrize("is_on", [True, False])
def test_the_page_of_the_judgment_asks_for_the_day_of_a_letter_from_elsewhere_only_where_no_colleague_looks_first(
    client: Client, actor: Actor, is_on: bool
) -> None:
    OrganisationSettings.objects.update(decisions_need_second_look=is_on)
    page = f"/klachten/{register(actor)}/oordeel/"
    closing = text_of(client.get(page.replace("oordeel", "afsluiten")))

    shown = client.get(page)
    today = dutch_date(read_clock()).isoformat()
    version = re.findall(r'name="version" value="(\d+)"', shown.content.decode())[0]
    typed = client.post(page, {"version": version, "letter_sent_on": today, "names_ombudsman": "on", "is_signed_by_mandate": "on"})

    said = "Een collega kijkt naar de brief met het oordeel voordat hij weggaat"
    assert (said in text_of(shown), 'name="letter_sent_on"' in shown.content.decode()) == (is_on, not is_on)
    assert ("Een collega kijkt naar de brief dat de klacht niet wordt behandeld" in closing) is is_on
    assert (typed.status_code, "Begin hem bij “Brief maken”" in text_of(typed)) == ((422, True) if is_on else (302, False))


def test_the_page_of_the_judgment_points_out_what_is_unfounded_though_not_proper(client: Client, actor: Actor) -> None:
    page = f"/klachten/{register(actor)}/oordeel/"
    told = "Dit staat als ongegrond en niet behoorlijk. Wat niet behoorlijk was, is meestal gegrond."

    def keep(verdict: str, proper: str) -> str:
        version = re.findall(r'name="version" value="(\d+)"', client.get(page).content.decode())[0]
        given = {"verdicts.0.verdict": verdict, "verdicts.0.lawful": "yes", "verdicts.0.proper": proper}
        assert client.post(page, {"version": version, **given}).status_code == 302
        return text_of(client.get(page))

    first = text_of(client.get(page))
    kept = [told in keep(*given) for given in (("NOT_UPHELD", "no"), ("UPHELD", "no"), ("NOT_UPHELD", "yes"))]

    assert ("Wat niet behoorlijk was, is meestal gegrond. Ook als het volgens de regels mocht." in first, told in first) == (True, False)
    assert kept == [True, False, False]


def agreed_on_paper(actor: Actor, name: str) -> Document:
    """A later day in the one file there is, with the document in which somebody agreed to it."""
    taken, _refused = take_in([sent(PDF, name)], now=read_clock())
    (kept,) = keep_documents(taken, complaint=Complaint.objects.get(), actor=actor, now=read_clock(), source=DocumentSource.API).added
    opened, today = Round.objects.get(), dutch_date(read_clock())
    later = max(opened.due_on, today) + timedelta(days=30)
    days: dict[str, Any] = {"due_before": opened.due_on, "due_on": later, "due_after": later, "consented_on": opened.opened_on}
    AgreedDate.objects.create(round=opened, reason="Ziek.", recorded_at=read_clock(), consent_document=kept, **days)
    Round.objects.update(due_on=later)
    return kept


def test_the_page_of_sending_names_the_consent_that_is_put_with_the_letter(client: Client, actor: Actor, signer: None) -> None:
    reference = register(actor)
    kept = agreed_on_paper(actor, "Akkoord <1>.pdf")
    letter = begin(actor, reference, LetterCode.POSTPONEMENT)
    link = f'href="/klachten/{reference}/documenten/{kept.pk}/"'

    page = client.get(at(letter, "versturen/"))
    done = client.post(at(letter, "versturen/"), {"version": str(letter.version), "way": "LETTER", "sent_on": ""}, follow=True)

    assert "Doe dit document erbij: het gaat niet vanzelf mee. Per e-mail zegt de brief dat de kopie op papier komt" in text_of(page)
    assert (link in page.content.decode(), "Akkoord &lt;1&gt;.pdf</a>" in page.content.decode()) == (True, True)
    assert Letter.objects.get().is_sent
    told = done.content.decode()
    assert "Doe dit document bij de brief: <a class=" in told
    assert (f"{link}>Akkoord &lt;1&gt;.pdf</a>. Het gaat niet vanzelf mee." in told, told.count("Akkoord <1>")) == (True, 0)


def test_by_e_mail_the_sender_is_told_to_post_the_consent_that_does_not_go_along(
    client: Client, actor: Actor, signer: None, settings: Any
) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    told = Submission(story="Te laat", channel="EMAIL", filer=Person(name="M", email="m@voorbeeld.example"))
    reference = register(actor, told)
    agreed_on_paper(actor, "Akkoord.pdf")
    letter = begin(actor, reference, LetterCode.POSTPONEMENT)

    done = client.post(at(letter, "versturen/"), {"version": str(letter.version), "way": "EMAIL", "sent_on": ""}, follow=True)

    assert Letter.objects.get().texts["consent_apart"].endswith("Een kopie daarvan krijgt u apart, op papier.")
    assert "Doe dit document ook op de post, of geef het af: Akkoord.pdf . Het ging niet mee met de mail." in text_of(done)


def test_a_draft_that_lapsed_is_read_and_thrown_away_and_nothing_else(client: Client, actor: Actor) -> None:
    reference = register(actor)
    letter = begin(actor, reference, LetterCode.HEARING_INVITATION)
    page = client.get(at(letter))
    as_solved(reference, dutch_date(read_clock()))

    shown = text_of(client.get(f"/klachten/{reference}/"))
    late = client.post(at(letter), sent_from(page) | {"texts.opening": "Getypt terwijl een collega afsloot", "send": "1"})
    kept = client.post(at(letter, "bewaren/"), sent_from(page))

    assert ("vervallen: de klacht is gesloten voordat de brief weg was" in shown, "Bekijken of weggooien" in shown) == (True, True)
    assert (late.status_code, "Getypt terwijl een collega afsloot" in text_of(late), kept.json()["code"]) == (409, True, "letter_lapsed")
    assert "Vervallen." in text_of(client.get(at(letter)))
    assert [client.get(at(letter, page))["Location"] for page in ("versturen/", "terug/")] == [at(letter)] * 2
    client.post(at(letter, "weggooien/"), thrown_away(client.get(at(letter))))
    assert Letter.objects.count() == 0


def test_where_no_letter_fits_the_page_says_so_and_offers_none(client: Client, actor: Actor) -> None:
    reference = register(actor, replace(TOLD, channel="PHONE"))
    Complaint.objects.get().rounds.update(closed_on=dutch_date(read_clock()))

    page = client.get(f"/klachten/{reference}/brief/")
    offered = [one["name"] for one in page.context["choices"]]

    assert (offered, "Er past nu geen brief bij dit dossier." in text_of(page), "Beginnen" in text_of(page)) == ([], True, False)


def test_of_two_whom_it_is_about_the_page_asks_which_and_the_letter_is_that_persons(client: Client, actor: Actor) -> None:
    two = (InvolvedTold(name="J. Bakker"), InvolvedTold(name="P. Jansen"))
    reference = register(actor, replace(TOLD, involved=two))
    jansen = InvolvedPerson.objects.get(name="P. Jansen")

    page = client.get(f"/klachten/{reference}/brief/")
    unknown = client.post(f"/klachten/{reference}/brief/", {"letter": "L03:SUBJECT:999999"})
    client.post(f"/klachten/{reference}/brief/", {"letter": f"L03:SUBJECT:{jansen.pk}"})

    assert ("aan de betrokkene: P. Jansen" in text_of(page), f'value="L03:SUBJECT:{jansen.pk}"' in page.content.decode()) == (True, True)
    assert unknown.status_code == 422
    assert [(one.subject, one.facts["addressee"]) for one in Letter.objects.all()] == [((None, "P. Jansen"), "P. Jansen")]
