"""The steps in a file on their pages: what is sent twice is done once, and each page asks only what its file needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from complaints.ending import Ending
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.leaving_out import mark_duplicate
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import Person, Submission
from complaints.models import (
    AccessRecord,
    Complaint,
    ContactRecord,
    Identity,
    IncomingMessage,
    MessageNature,
    Note,
    NotTakenUp,
    PreferredContact,
    Round,
    SentMessage,
)
from complaints.web.wording import STEP_GROUPS, STEP_WORDS
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label
from tenants.permissions import Role
from tenants.templatetags.polsslag import day
from tests.factories.endings import SAID, SAID_ON_PAGE
from tests.factories.register import make_label

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
BY_MAIL = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="M", email="m@voorbeeld.example"))
SPOKEN = {"happened_at": "2025-03-10T10:00", "way": "PHONE", "result": "SPOKEN", "text": "Afgesproken: betalen"}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def register(actor: Actor, told: Submission = BY_MAIL) -> str:
    return register_complaint(confirms_at_once=False, actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


# Sent twice


@pytest.mark.parametrize(("step", "sent"), [("notitie/", {}), ("contact/", SPOKEN)])
@pytest.mark.parametrize(
    ("identity", "text", "is_told"),
    [
        (Identity.SHIELDED, "Mevrouw Amrani wil niet dat de afdeling het weet", True),
        (Identity.ANONYMOUS, "Mevrouw Amrani wil niet dat de afdeling het weet", True),
        (Identity.SHIELDED, "Deze persoon wil niet dat de afdeling het weet", False),
        (Identity.KNOWN, "Mevrouw Amrani wil niet dat de afdeling het weet", False),
    ],
)
def test_who_writes_who_is_shielded_in_a_step_is_told_so_once_it_is_in_the_file(
    client: Client, actor: Actor, step: str, sent: dict[str, str], identity: Identity, text: str, is_told: bool
) -> None:
    filer = Person(name="Fatima Amrani", email="m@voorbeeld.example", identity=identity)
    page = f"/klachten/{register(actor, replace(BY_MAIL, filer=filer))}/{step}"
    told = "In wat u verstuurde staat de naam van wie is afgeschermd of anoniem wil blijven."

    typing = client.post(page, sent | {"text": text, "keeps_typed": "1"})
    done = client.post(client.get(page)["Location"], sent | {"text": text}, follow=True)

    # While somebody types no name is found by guessing.
    assert (typing.status_code, "notice" in typing.json()) == (200, False)
    assert (told in text_of(done), Note.objects.count() + ContactRecord.objects.count()) == (is_told, 1)


@pytest.mark.parametrize(("step", "sent", "kept"), [("notitie/", {"text": "Gebeld"}, Note), ("contact/", SPOKEN, ContactRecord)])
def test_the_same_page_sent_twice_adds_one(client: Client, actor: Actor, step: str, sent: dict[str, str], kept: Any) -> None:
    reference = register(actor)
    page = client.get(f"/klachten/{reference}/{step}")["Location"]
    assert client.get(page).status_code == 200

    answers = [client.post(page, sent) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"/klachten/{reference}/")] * 2
    assert (kept.objects.count(), Complaint.objects.get().version) == (1, 2)


@pytest.mark.parametrize(("step", "sent", "kept"), [("notitie/", {"text": "Gebeld"}, Note), ("contact/", SPOKEN, ContactRecord)])
def test_two_pages_that_say_the_same_are_two(client: Client, actor: Actor, step: str, sent: dict[str, str], kept: Any) -> None:
    reference = register(actor)

    for _ in range(2):
        client.post(client.get(f"/klachten/{reference}/{step}")["Location"], sent)

    assert kept.objects.count() == 2


@pytest.mark.parametrize(("step", "sent", "kept"), [("notitie/", {"text": "Gebeld"}, Note), ("contact/", SPOKEN, ContactRecord)])
def test_whoever_goes_back_and_types_something_else_is_asked_once_and_may_add_it(
    client: Client, actor: Actor, step: str, sent: dict[str, str], kept: Any
) -> None:
    reference = register(actor)
    page = client.get(f"/klachten/{reference}/{step}")["Location"]
    client.post(page, sent)

    asked = client.post(page, sent | {"text": "Iets anders"})

    assert (asked.status_code, kept.objects.count()) == (422, 1)
    assert "U hebt deze pagina al eerder verstuurd, met iets anders" in text_of(asked)
    assert "Iets anders" in text_of(asked)
    action = re.search(r'<form class="form"[^>]* action="([^"]*)"', asked.content.decode())
    assert action
    client.post(action[1], sent | {"text": "Iets anders"})
    assert kept.objects.count() == 2


def test_a_number_that_is_none_gets_a_page_with_one(client: Client, actor: Actor) -> None:
    reference = register(actor)

    answer = client.get(f"/klachten/{reference}/notitie/?verzending=geen")

    assert re.fullmatch(rf"/klachten/{reference}/notitie/\?verzending=[0-9a-f-]{{36}}", answer["Location"])


def test_contact_typed_while_a_colleague_closed_the_file_is_kept_as_a_note(client: Client, actor: Actor) -> None:
    reference = register(actor)
    page = client.get(f"/klachten/{reference}/contact/")["Location"]
    Round.objects.update(closed_on=date(2025, 3, 11))

    refused = client.post(page, SPOKEN)

    assert (refused.status_code, ContactRecord.objects.count(), Note.objects.count()) == (422, 0, 0)
    assert "Afgesproken: betalen" in text_of(refused)
    assert re.findall(r'<button[^>]*type="submit" name="as_note"[^>]*>([^<]*)<', refused.content.decode()) == ["Als notitie bewaren"]
    answers = [client.post(page, SPOKEN | {"as_note": "1"}) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"/klachten/{reference}/")] * 2
    assert (ContactRecord.objects.count(), Note.objects.get().text) == (
        0,
        "Gesproken, telefonisch, ma 10 maart 2025, 10:00\nAfgesproken: betalen",
    )


def test_a_file_that_takes_contact_offers_no_note_instead(client: Client, actor: Actor) -> None:
    page = client.get(f"/klachten/{register(actor)}/contact/")["Location"]

    refused = client.post(page, SPOKEN | {"happened_at": "2025-03-01T10:00"})

    assert (client.get(page).content.count(b"as_note"), refused.status_code, refused.content.count(b"as_note")) == (0, 422, 0)


STEPS: dict[str, dict[str, str]] = {
    "toewijzen/": {},
    "bevestigen/": {"way": "EMAIL"},
    "afsluiten/": {**SAID_ON_PAGE, "outcome": "SETTLED", "complainants_words": "Opgelost", "confirmed_on": "2025-03-10"},
    "verdagen/": {
        "weeks": "4",
        "reason": "Ziek",
        "complainant_sent_on": "2025-03-10",
        "subject_sent_on": "2025-03-11",
        "late_reason": "De brieven gingen uit Word",
    },
    "dubbel/": {"of_reference": "2025-00002", "reason": "Belde twee keer"},
    "vergissing/": {"reason": "Was een vraag"},
    "ontvangst/": {"received_at": "2025-03-06T10:00", "reason": "Poststempel"},
}


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_does_not_say_which_version_was_seen_is_refused_once_with_what_was_typed(
    client: Client, actor: Actor, person: User, step: str, version: dict[str, str]
) -> None:
    reference, _other = register(actor), register(actor)
    sent = STEPS[step] or {"handler_id": str(person.pk)}

    refused = client.post(f"/klachten/{reference}/{step}", sent | version)

    assert (refused.status_code, Complaint.objects.get(reference=reference).version) == (422, 1)
    assert text_of(refused).count("Deze pagina zegt niet welke versie van het dossier u zag.") == 1
    page = refused.content.decode()
    assert re.findall(r'name="version" value="(\w*)"', page) == ["1"]
    assert all(value in page for value in sent.values())
    assert "[&#x27;" not in page
    assert client.post(f"/klachten/{reference}/{step}", sent | {"version": "1"}).status_code == 302


# A later last day


def test_extending_shows_the_day_each_number_of_weeks_makes_and_the_file_says_what_moved_and_why(client: Client, actor: Actor) -> None:
    reference = register(actor)

    page = text_of(client.get(f"/klachten/{reference}/verdagen/"))
    sent = client.post(f"/klachten/{reference}/verdagen/", STEPS["verdagen/"] | {"version": "1"})

    # From Friday 18 April on (C4); that itself is Good Friday, so the last day without extension is Tuesday 22 April.
    assert "De laatste dag is di 22 april 2025" in page
    assert "1 week: vr 25 april 2025" in page
    assert "4 weken: vr 16 mei 2025" in page
    assert (sent.status_code, sent["Location"]) == (302, f"/klachten/{reference}/")
    file = text_of(client.get(f"/klachten/{reference}/"))
    assert "4 weken verdaagd (brief aan de klager op ma 10 maart 2025, aan degene over wie geklaagd is op di 11 maart 2025)" in file
    assert "Van di 22 april 2025 naar vr 16 mei 2025. Reden: Ziek" in file
    told = "Met 4 weken Brief aan de klager: ma 10 maart 2025 Brief aan degene over wie geklaagd is: di 11 maart 2025"
    assert f"Termijn verdaagd {told} Laatste dag: van di 22 april 2025 naar vr 16 mei 2025 Reden: Ziek" in file
    assert "Waarom dit pas na de laatste dag is vastgelegd: De brieven gingen uit Word" in file


def test_a_letter_that_is_missing_is_told_beside_its_field_with_what_was_typed(client: Client, actor: Actor) -> None:
    reference = register(actor)

    refused = client.post(f"/klachten/{reference}/verdagen/", STEPS["verdagen/"] | {"version": "1", "subject_sent_on": ""})

    assert (refused.status_code, Complaint.objects.get().version) == (422, 1)
    assert list(refused.context["form"].errors) == ["subject_sent_on"]
    assert "Een verdaging geldt pas als de klager én degene over wie geklaagd is een brief hebben." in text_of(refused)
    assert 'value="2025-03-10"' in refused.content.decode()


def test_agreeing_on_a_later_day_asks_in_which_mail_or_document_the_complainant_agrees(client: Client, actor: Actor) -> None:
    reference = register(actor)
    empty = text_of(client.get(f"/klachten/{reference}/uitstel/"))
    of = Complaint.objects.get()
    came = {"complaint": of, "round": of.rounds.get(), "taken_in_at": RECEIVED, "arrived_at": datetime(2025, 3, 11, 9, tzinfo=UTC)}
    mail = IncomingMessage.objects.create(**came, nature=MessageNature.MESSAGE, digest="a", text="akkoord")
    IncomingMessage.objects.create(**came, nature=MessageNature.AUTOMATIC, digest="b")

    page = client.get(f"/klachten/{reference}/uitstel/").content.decode()
    sent = {"until": "2025-06-01", "consent": f"message:{mail.pk}", "reason": "Wacht op stukken", "version": "1"}
    answer = client.post(f"/klachten/{reference}/uitstel/", sent)

    assert "Dit dossier heeft nog geen document of mail." in empty
    assert re.findall(r'value="(?:message|document):[^"]*"', page) == [f'value="message:{mail.pk}"']
    assert (answer.status_code, Round.objects.get().due_on) == (302, date(2025, 6, 1))
    file = text_of(client.get(f"/klachten/{reference}/"))
    assert "Afgesproken: uiterlijk zo 1 juni 2025 (de klager stemde schriftelijk in op di 11 maart 2025)" in file
    assert "Van di 22 april 2025 naar zo 1 juni 2025. Reden: Wacht op stukken" in file


def test_a_later_day_of_which_the_year_may_be_wrong_is_asked_after(client: Client, actor: Actor) -> None:
    reference = register(actor)
    of = Complaint.objects.get()
    came = {"complaint": of, "round": of.rounds.get(), "taken_in_at": RECEIVED, "arrived_at": datetime(2025, 3, 11, 9, tzinfo=UTC)}
    mail = IncomingMessage.objects.create(**came, nature=MessageNature.MESSAGE, digest="a", text="akkoord")
    page, until = f"/klachten/{reference}/uitstel/", date(dutch_date(read_clock()).year + 2, 1, 1)
    sent = {"until": until.isoformat(), "consent": f"message:{mail.pk}", "reason": "Wacht op stukken", "version": "1"}

    first = client.get(page)
    refused = client.post(page, sent)
    unchanged = Round.objects.get().due_on
    recorded = client.post(page, sent | {"is_far_agreed": "on"})

    assert ["is_far_agreed" in one.context["form"].fields for one in (first, refused)] == [False, True]
    assert (refused.status_code, list(refused.context["form"].errors), unchanged) == (422, ["until"], date(2025, 4, 22))
    assert "Deze dag is meer dan een jaar na vandaag. Klopt het jaar?" in text_of(refused)
    assert (recorded.status_code, Round.objects.get().due_on) == (302, until)


# Confirming receipt


def test_what_came_by_mail_asks_nothing_and_is_mailed(client: Client, actor: Actor) -> None:
    reference = register(actor)
    page = client.get(f"/klachten/{reference}/bevestigen/").content.decode()

    assert re.findall(r'name="way" value="(\w+)"', page) == ["EMAIL"]
    assert "acknowledged_on" not in page
    assert "per e-mail, nu, naar m@voorbeeld.example" in page
    client.post(f"/klachten/{reference}/bevestigen/", {"way": "EMAIL", "version": "1"})
    one = Complaint.objects.get().rounds.get()
    assert (one.acknowledged_by, SentMessage.objects.get().letter_code) == ("EMAIL", "L01")


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_who_corrects_the_receipt_is_told_that_the_confirmation_has_the_old_dates(client: Client, actor: Actor, is_confirmed: bool) -> None:
    reference = register(actor)
    if is_confirmed:
        client.post(f"/klachten/{reference}/bevestigen/", {"way": "EMAIL", "version": "1"})
    version = str(Complaint.objects.get().version)

    page = text_of(client.get(f"/klachten/{reference}/ontvangst/"))
    client.post(f"/klachten/{reference}/ontvangst/", {"received_at": "2025-03-06T10:00", "reason": "Poststempel", "version": version})
    file = text_of(client.get(f"/klachten/{reference}/"))

    text = "met de datums van toen. Vertel deze persoon de nieuwe."
    assert (text in page, text in file, "is verbeterd." in file) == (is_confirmed, is_confirmed, True)


@pytest.mark.parametrize(
    ("told", "sent", "how"),
    [
        (BY_MAIL, {"way": "EMAIL"}, "per e-mail"),
        (replace(BY_MAIL, channel="LETTER"), {"way": "LETTER", "acknowledged_on": "2025-03-10"}, "per brief"),
    ],
)
def test_what_was_confirmed_already_says_when_and_how_and_sends_nothing(
    client: Client, actor: Actor, told: Submission, sent: dict[str, str], how: str
) -> None:
    page = f"/klachten/{register(actor, told)}/bevestigen/"
    client.post(page, sent | {"version": "1"})

    answers = [client.get(page), client.post(page, sent | {"version": "2"})]

    on = Round.objects.get().acknowledged_on
    assert on
    for answer in answers:
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        assert (answer.status_code, 'method="post"' in main, main.count("Terug naar het dossier")) == (200, False, 1)
        assert f"{day(on)}, {how}." in text_of(answer)
    assert (Complaint.objects.get().version, SentMessage.objects.count()) == (2, int(sent["way"] == "EMAIL"))


def test_the_address_of_somebody_shielded_is_not_on_the_page(client: Client, actor: Actor) -> None:
    reference = register(actor, replace(BY_MAIL, filer=replace(BY_MAIL.filer, identity=Identity.SHIELDED)))

    page = client.get(f"/klachten/{reference}/bevestigen/").content.decode()

    assert ("per e-mail, nu." in page, "m@voorbeeld" in page) == (True, False)


@pytest.mark.parametrize(("email", "by_mail"), [("", []), ("m@voorbeeld.example", [("EMAIL", "")])])
def test_what_came_by_letter_offers_paper_with_nothing_chosen_and_asks_the_day(
    client: Client, actor: Actor, email: str, by_mail: list[tuple[str, str]]
) -> None:
    reference = register(actor, replace(BY_MAIL, channel="LETTER", filer=Person(name="M", phone="0612345678", email=email)))
    page = client.get(f"/klachten/{reference}/bevestigen/").content.decode()

    offered = re.findall(r'<input type="radio" name="way" value="(\w+)"[^>]*?( checked)?>', page)
    assert offered == [("LETTER", ""), ("DESK", ""), ("VISIT", ""), *by_mail]
    assert ('name="acknowledged_on"' in page, 'name="has_agreed_to_mail"' in page) == (True, bool(by_mail))


def test_who_called_is_mailed_once_they_said_that_mail_is_right(client: Client, actor: Actor) -> None:
    reference = register(actor, replace(BY_MAIL, channel="PHONE"))
    page = f"/klachten/{reference}/bevestigen/"

    refused = client.post(page, {"way": "EMAIL", "version": "1"})
    sent = client.post(page, {"way": "EMAIL", "has_agreed_to_mail": "on", "version": "1"})

    assert (refused.status_code, "Vraag of e-mail goed is" in text_of(refused), sent.status_code) == (422, True, 302)
    assert SentMessage.objects.get().letter_code == "L01"
    assert "Deze persoon zei dat e-mail goed is" in text_of(client.get(f"/klachten/{reference}/"))


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"way": "LETTER"}, "bevestig de ontvangst dus per e-mail"),
        ({"way": "EMAIL", "acknowledged_on": "2025-03-10"}, "Laat de dag leeg"),
    ],
)
def test_a_page_from_before_there_was_an_address_is_told_why_and_may_choose(
    client: Client, actor: Actor, sent: dict[str, str], text: str
) -> None:
    reference = register(actor)

    answer = client.post(f"/klachten/{reference}/bevestigen/", sent | {"version": "1"})

    assert (answer.status_code, text in text_of(answer)) == (422, True)
    assert (Complaint.objects.get().rounds.get().acknowledged_on, SentMessage.objects.count()) == (None, 0)
    assert 'value="EMAIL"' in answer.content.decode()


# What a page says of its file


@pytest.mark.parametrize("reason", ["...........", "0612345678 1", "moet", "x" * 9])
def test_a_reason_that_says_nothing_reveals_nobody(client: Client, actor: Actor, reason: str) -> None:
    reference = register(actor, replace(BY_MAIL, filer=replace(BY_MAIL.filer, identity=Identity.SHIELDED)))

    answer = client.post(f"/klachten/{reference}/wie/", {"reason": reason})

    assert (answer.status_code, "Zeg in een paar woorden waarom" in text_of(answer)) == (422, True)
    assert ("m@voorbeeld" in text_of(answer), AccessRecord.objects.filter(code="revealed").count()) == (False, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_nobody_is_shielded_no_reason_is_asked(client: Client, actor: Actor, method: str) -> None:
    reference = register(actor)

    answer = getattr(client, method)(f"/klachten/{reference}/wie/", {"reason": "Terugbellen over de brief"}, follow=True)

    assert answer.redirect_chain == [(f"/klachten/{reference}/", 302)]
    assert "In dit dossier is niemand afgeschermd" in text_of(answer)
    assert AccessRecord.objects.filter(code="revealed").count() == 0


@pytest.mark.parametrize(
    ("prefers", "text"),
    [(PreferredContact.ANY, "Een gesprek telt als contact."), (PreferredContact.WRITING, "heen en weer schrijven telt als contact")],
)
def test_the_page_of_contact_says_what_counts_for_this_person(client: Client, actor: Actor, prefers: str, text: str) -> None:
    reference = register(actor, replace(BY_MAIL, filer=replace(BY_MAIL.filer, preferred_contact=prefers)))

    assert text in text_of(client.get(f"/klachten/{reference}/contact/", follow=True))


@pytest.mark.parametrize(
    ("filer", "text"),
    [
        (Person(phone="06 12345678"), "Iemand neemt uiterlijk op vr 14 maart 2025 contact op met deze persoon."),
        (Person(identity=Identity.ANONYMOUS), "Niemand neemt contact op: er is geen nummer of adres bekend."),
    ],
)
def test_the_receipt_promises_contact_where_there_is_a_way(client: Client, actor: Actor, filer: Person, text: str) -> None:
    reference = register(actor, replace(BY_MAIL, channel="PHONE", filer=filer))

    assert text in text_of(client.get(f"/klachten/{reference}/geregistreerd/"))


# The file itself


def test_beside_the_next_step_stand_three_others_and_the_rest_is_under_more(client: Client, actor: Actor, person: User) -> None:
    reference = register(actor)
    client.post(f"/klachten/{reference}/toewijzen/", {"handler_id": person.pk, "version": "1"})
    page = client.get(f"/klachten/{reference}/").content.decode()
    more = page[page.index('<details class="more">') :].partition("</details>")[0]

    def words(kind: str) -> list[str]:
        return re.findall(rf'utrecht-button--{kind}-action" href="/klachten/[^"]*">([^<]*)<', page)

    assert (words("primary"), words("secondary")) == (
        ["Contact vastleggen"],
        ["Ontvangst bevestigen", "Gesprekskaart", "Notitie toevoegen"],
    )
    groups = {title: re.findall(r'href="[^"]*">([^<]*)<', inner) for title, inner in re.findall(r"<h2[^>]*>([^<]*)</h2>(.*?)</ul>", more)}
    assert groups == {
        "Uitzoeken en oplossen": [
            "Brief maken",
            "Toezegging vastleggen",
            "Om een reactie vragen",
            "Bemiddeling voorstellen",
            "Excuses vastleggen",
            "Warm overdragen",
            "Doorzenden",
            "Datalek, gevaar of ander verzoek doorgeven",
            "Er is sprake van een besluit",
        ],
        "Als er een oordeel nodig is": ["Afschrift en horen", "Oordeel", "Termijn verdagen", "Uitstel afspreken"],
        "Afronden en leren": [
            "Klacht afsluiten",
            "Vastleggen wat wij leerden",
            "Maatregel vastleggen",
            "De ombudsman vraagt of schrijft iets",
            "Gedragslijn vastleggen",
        ],
        "Het dossier zelf": [
            "Toewijzen",
            "Gegevens wijzigen",
            "Iemand naast wie klaagt",
            "Moment van ontvangst verbeteren",
            "Splitsen in twee dossiers",
            "Hoort bij een ander dossier",
            "Dit dossier is dubbel",
            "Per vergissing geregistreerd",
        ],
    }


def test_every_step_that_can_be_folded_away_has_its_place() -> None:
    placed = [step for _title, steps in STEP_GROUPS for step in steps]

    assert sorted(placed) == sorted(STEP_WORDS)


# Closing


def test_the_page_of_closing_says_for_which_outcome_each_part_is(client: Client, actor: Actor) -> None:
    own = make_label(Dimension.OUTCOME, "In der minne", core_code="SETTLED")
    reference = register(actor)
    page = client.get(f"/klachten/{reference}/afsluiten/").content.decode()

    parts = re.findall(r'data-asked-for="([^"]*)"><legend[^>]*>([^<]*)</legend>(.*?)(?=<fieldset|</fieldset>)', page, re.DOTALL)
    found = {title: (set(keys.split()), re.findall(r' name="(\w+)"', inner)) for keys, title, inner in parts}
    others = {str(one.pk) for one in Label.objects.filter(dimension="outcome", core_code="SETTLED").exclude(pk=own.pk)}
    withdrawn = {str(one.pk) for one in Label.objects.filter(dimension="outcome", core_code="WITHDRAWN")} or {"WITHDRAWN"}
    not_taken_up = {str(one.pk) for one in Label.objects.filter(dimension="outcome", core_code="NOT_TAKEN_UP")} or {"NOT_TAKEN_UP"}
    assert found == {
        "Bij opgelost of ingetrokken": (
            {str(own.pk), *others, *withdrawn},
            ["confirmed_by", "confirmed_way", "confirmed_on", "complainants_words"],
        ),
        "Bij niet in behandeling nemen": (not_taken_up, ["ground"]),
        "Bij omzetten in bezwaar": ({"CONVERTED_TO_OBJECTION"}, ["passed_to", "passed_on"]),
        "Bij bezwaar of uitleg over beleid": ({"CONVERTED_TO_OBJECTION", "POLICY_EXPLAINED"}, ["told_to", "told_way", "told_on"]),
        "Bij al eerder behandeld": ({"9_8_1_A"}, ["earlier_handling"]),
        "Bij langer dan een jaar geleden": ({"9_8_1_B"}, ["conduct_on"]),
        "Bij bezwaar of beroep": ({"9_8_1_C", "9_8_1_D"}, ["decision", "decision_announced_on", "is_decision_late"]),
        "Bij een andere rechter": ({"9_8_1_E"}, ["court", "court_case"]),
        "Bij een strafrechtelijk onderzoek": ({"9_8_1_F"}, ["investigation", "review_on"]),
        "Bij een te klein belang": ({"9_8_2"}, ["burden", "slightness"]),
    }
    of_letter = ["notice_sent_on", "names_ombudsman", "is_signed_by_mandate", "late_reason"]
    assert re.findall(rf' name="({"|".join(of_letter)})"', page) == of_letter


def test_what_misses_of_who_said_so_is_told_beside_what_its_field_asks(client: Client, actor: Actor) -> None:
    address = f"/klachten/{register(actor)}/afsluiten/"
    [settled] = re.findall(r'<option value="([^"]*)"[^>]*>Naar tevredenheid opgelost<', client.get(address).content.decode())

    page = client.post(address, {"version": "1", "outcome": settled}).content.decode()

    summary = page[page.index("data-error-summary") : page.index("</ul>", page.index("data-error-summary"))]
    told = [unescape(one) for one in re.findall(r'<a href="#id_confirmed_\w+">(.*?)</a>', summary)]
    assert told == [
        "Op welke dag de persoon dat zei: Vul in op welke dag dat was.",
        "Wie zei dat? Kies wie: dat kan alleen wie de klacht indiende, of wie voor deze persoon mag spreken.",
        "Hoe zei deze persoon dat? Kies hoe dat ging: telefonisch, per mail, aan de balie.",
    ]


def test_not_taking_up_without_javascript_takes_the_facts_and_my_work_asks_to_look_again(client: Client, actor: Actor) -> None:
    reference = register(actor)
    Round.objects.update(first_attempt_on=date(2025, 3, 10))
    given = {"version": "1", "outcome": "NOT_TAKEN_UP", "ground": "9_8_1_F", "explanation": "Loopt", "closed_on": "", "conduct_on": ""}
    given |= {
        "investigation": "Aangifte",
        "late_reason": "Zoek",
        "notice_sent_on": "2025-05-01",
        "names_ombudsman": "on",
        "is_signed_by_mandate": "on",
        "court": "x",
    }
    [key] = re.findall(
        r'<option value="([^"]*)"[^>]*>Niet in behandeling genomen<', client.get(f"/klachten/{reference}/afsluiten/").content.decode()
    )
    given["outcome"] = key

    refused = client.post(f"/klachten/{reference}/afsluiten/", given)
    taken = client.post(f"/klachten/{reference}/afsluiten/", given | {"court": "", "review_on": "2099-01-05"})
    before = text_of(client.get("/"))
    NotTakenUp.objects.update(review_on=date(2025, 6, 2))
    on_the_day = text_of(client.get("/"))
    page = text_of(client.get(f"/klachten/{reference}/"))
    looked = client.post(f"/klachten/{reference}/onderzoek/", {"version": "2", "found": "Geseponeerd", "review_on": ""})

    assert "Dit hoort bij een andere grond." in text_of(refused)
    assert "Op welke dag kijkt u opnieuw? Deze grond geldt alleen" in text_of(refused)
    assert (refused.status_code, taken.status_code, looked.status_code) == (422, 302, 302)
    assert ("Kijk opnieuw" in before, "Kijk opnieuw: is er nog een strafrechtelijk onderzoek? 1" in on_the_day) == (False, True)
    assert "Onderzoek of vervolging: Aangifte" in page
    assert ("Na de vier weken van artikel 9:8 lid 3" in page, "Opnieuw naar het onderzoek kijken" in page) == (True, True)
    assert NotTakenUp.objects.get().review_on is None
    after = text_of(client.get(f"/klachten/{reference}/"))
    assert ("Het is klaar: de klacht moet alsnog worden opgepakt" in after, "Reden: Geseponeerd" in after) == (True, True)
    assert "Het onderzoek is klaar: pak de klacht alsnog op, of zeg waarom niet" in text_of(client.get("/"))


# A decision that is mentioned


def test_a_file_warns_of_an_objection_that_may_be_open_until_it_is_told(
    client: Client, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = register(actor)
    on = datetime(2025, 3, 12, 9, tzinfo=UTC)
    for name in ("step_page", "register"):
        monkeypatch.setattr(f"complaints.web.views.{name}.read_clock", lambda: on)
    sent = {"version": "1", "what": "Afwijzing", "contested": "CONTENT", "announcement": "WRITTEN", "announced_on": ""}

    refused = client.post(f"/klachten/{reference}/besluit/", sent)
    recorded = client.post(f"/klachten/{reference}/besluit/", sent | {"announced_on": "2025-02-18"})
    before = client.get(f"/klachten/{reference}/")
    told = client.post(f"/klachten/{reference}/besluit/verteld/", {"version": "2", "way": "PHONE", "told_on": ""})
    after = text_of(client.get(f"/klachten/{reference}/"))

    assert (refused.status_code, recorded.status_code, told.status_code) == (422, 302, 302)
    assert "Op welke dag is het besluit verstuurd of uitgereikt? Weet niemand dat?" in text_of(refused)
    assert (
        "Een klacht verlengt de bezwaartermijn niet. U kunt tot en met di 1 april 2025 bezwaar maken. Wij zien uw brief ook als bezwaar,"
        " tenzij u dat niet wilt. Op tijd op de post gedaan, dan mag het tot en met di 8 april 2025 binnenkomen."
    ) in text_of(before)
    assert "utrecht-alert--error" in before.content.decode()
    assert "Verwachte weg Het is een bezwaar: geef het door, met de dag waarop het binnenkwam." in text_of(before)
    assert ("Vastleggen dat het is verteld" in text_of(before), "Vastleggen dat het is verteld" in after) == (True, False)
    assert "Verteld aan deze persoon wo 12 maart 2025, telefonisch" in after
    assert ("Oneens met: wat er is besloten" in after, "Telefonisch, wo 12 maart 2025" in after) == (True, True)


@pytest.mark.parametrize(
    ("contested", "announcement", "text"),
    [
        ("CONTENT", "TELEPHONE", "De termijn begint pas als het besluit is verstuurd of uitgereikt."),
        ("NOT_MADE", "UNKNOWN", "Vertel deze persoon: u kunt ons schriftelijk in gebreke stellen;"),
    ],
)
def test_a_file_says_what_to_do_where_no_term_is_known(client: Client, actor: Actor, contested: str, announcement: str, text: str) -> None:
    reference = register(actor)
    client.post(
        f"/klachten/{reference}/besluit/", {"version": "1", "what": "Stopzetting", "contested": contested, "announcement": announcement}
    )

    assert text in text_of(client.get(f"/klachten/{reference}/"))


# Received on Friday 7 March 2025; four weeks later is Friday 4 April.
@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2025, 4, 4), "Laat dit uiterlijk op vr 4 april 2025 aan deze persoon weten (artikel 9:8 lid 3)."),
        (date(2025, 4, 5), "De vier weken om te laten weten dat de klacht niet in behandeling komt, eindigden op vr 4 april 2025"),
    ],
)
def test_the_page_of_closing_warns_when_the_four_weeks_have_passed(
    client: Client, actor: Actor, on: date, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = register(actor)
    for module in ("steps", "step_page"):
        monkeypatch.setattr(f"complaints.web.views.{module}.read_clock", lambda: datetime(on.year, on.month, on.day, 9, tzinfo=UTC))

    assert text in text_of(client.get(f"/klachten/{reference}/afsluiten/"))


def test_the_page_of_closing_warns_of_contact_that_was_never_recorded_and_of_a_reply_that_waits(client: Client, actor: Actor) -> None:
    reference = register(actor)
    before = text_of(client.get(f"/klachten/{reference}/afsluiten/"))
    Round.objects.update(first_attempt_on=date(2025, 3, 10), first_contact_on=date(2025, 3, 10))
    IncomingMessage.objects.create(
        complaint=Complaint.objects.get(),
        round=Round.objects.get(),
        nature=MessageNature.MESSAGE,
        digest="0" * 64,
        arrived_at=RECEIVED,
        taken_in_at=RECEIVED,
    )

    after = text_of(client.get(f"/klachten/{reference}/afsluiten/"))

    assert ("Niemand heeft deze persoon nog gesproken." in before, "Er wacht nog een antwoord" in before) == (True, False)
    assert ("Niemand heeft deze persoon nog gesproken." in after, "Er wacht nog een antwoord" in after) == (False, True)


# A colleague was first


def compared(page: Any) -> list[tuple[str, str, str, str]]:
    return [(row["label"], row["was"], row["now"], row["ours"]) for row in page.context["meanwhile"].rows]


def test_who_assigns_after_a_colleague_did_sees_to_whom_by_whom_and_may_go_on(
    client: Client, actor: Actor, person: User, make_person: Callable[..., User], make_actor: Callable[..., Actor]
) -> None:
    reference, colleague = register(actor), make_actor(Role.COORDINATOR)
    chosen = make_person(Role.HANDLER, email="gekozen@voorbeeld.example")
    assign_complaint(actor=colleague, reference=reference, handler_id=chosen.pk, seen_version=1, now=RECEIVED)

    asked = client.post(f"/klachten/{reference}/toewijzen/", {"handler_id": person.pk, "version": "1"})

    by = User.objects.get(pk=colleague.user_id).email
    assert (asked.status_code, Round.objects.get().handler_id) == (422, chosen.pk)
    assert compared(asked) == [("Behandeld door", "", "gekozen@voorbeeld.example", person.email)]
    assert f"Toegewezen aan een behandelaar: {by}, vr 7 maart 2025, 10:00" in text_of(asked)
    assert "Toch doorgaan: Toewijzen" in text_of(asked)
    assert re.findall(r'class="link" href="([^"]*)">Het dossier laten zoals het nu is<', asked.content.decode()) == [
        f"/klachten/{reference}/"
    ]
    assert client.post(f"/klachten/{reference}/toewijzen/", {"handler_id": person.pk, "version": "2"}).status_code == 302
    assert Round.objects.get().handler_id == person.pk


def test_who_closes_after_a_colleague_changed_the_wish_sees_both_wishes(
    client: Client, actor: Actor, make_actor: Callable[..., Actor]
) -> None:
    reference = register(actor, replace(BY_MAIL, wish="Excuses"))
    changes = {"wish": "Geld terug", "filer": {"identity": Identity.SHIELDED}}
    update_complaint(actor=make_actor(Role.HANDLER), reference=reference, changes=changes, seen_version=1, now=RECEIVED)

    asked = client.post(f"/klachten/{reference}/afsluiten/", STEPS["afsluiten/"] | {"version": "1"})

    assert compared(asked) == [
        ("Wie klaagt", "afgeschermd", "afgeschermd", ""),
        ("Wat deze persoon wil", "Excuses", "Geld terug", ""),
    ]
    assert "m@voorbeeld.example" not in asked.content.decode()
    assert Round.objects.get().closed_on is None


def test_who_closes_what_a_colleague_closed_sees_how_and_cannot_go_on(client: Client, actor: Actor) -> None:
    reference = register(actor)
    ending = Ending(outcome="SETTLED", **SAID, closed_on=date(2025, 3, 7), complainants_words="Fijn", confirmed_on=date(2025, 3, 7))
    close_complaint(actor=actor, reference=reference, ending=ending, seen_version=1, now=RECEIVED)

    word = str(Label.objects.get(dimension=Dimension.OUTCOME, core_code="SETTLED").pk)
    asked = client.post(f"/klachten/{reference}/afsluiten/", STEPS["afsluiten/"] | {"version": "1", "outcome": word})

    assert compared(asked)[0] == ("Afgesloten op", "", "vr 7 maart 2025", "")
    assert "Het dossier is nu gesloten, dus dit kan niet meer." in text_of(asked)
    assert ("Toch doorgaan" in text_of(asked), "Opgelost</textarea>" in asked.content.decode()) == (False, True)


@pytest.mark.parametrize(
    ("step", "is_closed"),
    [("afsluiten/", True), ("toewijzen/", True), ("contact/", True), ("terug/", False), ("meetellen/", False)],
)
def test_a_step_the_file_does_not_take_shows_its_state_and_no_form(client: Client, actor: Actor, step: str, is_closed: bool) -> None:
    reference = register(actor)
    Round.objects.update(closed_on=date(2025, 3, 11) if is_closed else None)

    page = client.get(f"/klachten/{reference}/{step}")

    state = "gesloten" if is_closed else "geregistreerd, zonder behandelaar"
    assert (page.status_code, f"Dit kan nu niet: het dossier is {state}." in text_of(page)) == (200, True)
    assert "data-draft" not in page.content.decode()


# What a file says of its doubles and of its confirmation


def test_the_file_that_counts_names_its_doubles_and_does_not_call_them_open(client: Client, actor: Actor) -> None:
    counts, double = register(actor), register(actor)
    mark_duplicate(actor=actor, reference=double, of_reference=counts, reason="Belde twee keer", seen_version=1, now=RECEIVED)

    page = text_of(client.get(f"/klachten/{counts}/"))

    assert f"Dit dossier telt ook voor: {double} (dubbel)." in page
    assert (
        f"{double} onderwerp onbekend, ontvangen op vr 7 maart 2025, dubbel dossier (zelfde e-mailadres, een naam die erop lijkt)" in page
    )


def test_a_confirmation_that_waits_is_told_from_one_that_went(client: Client, actor: Actor) -> None:
    reference = register(actor)
    done = text_of(client.post(f"/klachten/{reference}/bevestigen/", {"way": "EMAIL", "version": "1"}, follow=True))
    assert ("De mail die de ontvangst bevestigt, is onderweg." in done, "De ontvangst is bevestigd." in done) == (True, False)
    waiting = text_of(client.get(f"/klachten/{reference}/"))
    SentMessage.objects.update(sent_at=RECEIVED)

    went = text_of(client.get(f"/klachten/{reference}/"))

    assert (waiting.count("De mail wacht nog op verzending."), went.count("De mail wacht nog op verzending.")) == (2, 0)
