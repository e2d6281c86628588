"""Ten complaints from the first call to the last letter, as the people who handle them click through them.

The same stories, days and letters as by the API (`tests/journeys/test_handling_by_api.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django_tenants.utils import schema_context
from playwright.sync_api import Page, expect

from tenants.accounts.models import User
from tenants.organisation.models import AdvisoryCommittee, Authority, CommitteeSeat, OrganisationSettings, SigningMandate
from tenants.permissions import Role
from tests.browser.conftest import Site, committed
from tests.factories.desk import Desk

HERE = "voorbeeld"
PERSON = {"name": "Mevrouw De Vries", "address": "Dorpsstraat 1, 4001 AA Tiel", "phone": "06 12345678"}
SIGNED = {"channel": "Brief", "is_signed": "ja", "received_at": "2025-03-07T10:00"} | PERSON


@pytest.fixture(scope="package")
def coordinator(make_member: Callable[..., User]) -> User:
    """Karin Kort, who signs every letter here."""
    user = make_member(HERE, Role.COORDINATOR)

    def sign() -> None:
        with schema_context("public"):
            User.objects.filter(pk=user.pk).update(name="Karin Kort")
        with schema_context(HERE):
            # Whatever other pages were tried with here.
            OrganisationSettings.objects.update(decisions_need_second_look=False)
            authority = Authority.objects.get(is_default=True)
            authority.ombudsmen.all().delete()
            authority.ombudsmen.create(name="de Nationale ombudsman", contact="Telefoon 0800 33 55 555")
            mandate = {"function_title": "Hoofd Klachten", "valid_from": date(2020, 1, 1)}
            SigningMandate.objects.create(authority=authority, user_id=user.pk, **mandate)

    committed(sign)
    return user


@pytest.fixture
def desk(page: Page, site: Site, coordinator: User, sign_in: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(page, lambda path: site.at(HERE, path), monkeypatch)
    desk.on(7, 3)
    sign_in(page, HERE, coordinator)
    return desk


def take_on(desk: Desk, coordinator: User) -> None:
    desk.step("Toewijzen", "Toewijzen", handler_id=str(coordinator.pk))


def test_a_an_angry_mail_a_call_an_error_admitted_and_satisfied_in_three_days(desk: Desk, coordinator: User) -> None:
    desk.on(3, 3, 9)
    desk.register(
        story="Ik kreeg de vraag om bewijsstukken veel te laat en nu ook mijn geld. En dan zegt u dat mijn e-mailadres fout stond!",
        channel="E-mail",
        name="Mevrouw De Vries",
        email="devries@voorbeeld.example",
        phone="06 12345678",
        address="Straat 1, Voorbeeld",
    )
    desk.shows("ma 14 april 2025")
    take_on(desk, coordinator)

    desk.on(4, 3)
    desk.open("Contact vastleggen")
    desk.send(
        "Vastleggen en gesprekskaart invullen", way="PHONE", result="SPOKEN", text="Zij heeft spijt van haar boze mail. De fout is van ons."
    )
    desk.send("Bewaren", meaning="Ik voelde me niet serieus genomen.", wish="Mijn geld, en dat het niet weer gebeurt.")
    desk.step(
        "Excuses vastleggen",
        "Vastleggen",
        what_went_wrong="Het e-mailadres stond verkeerd en er was geen werkproces.",
        regret="Dat spijt ons.",
        responsibility="Beide fouten zijn van ons.",
        what_now="De berekening wordt met spoed gemaakt.",
        said_by="Karin Kort",
        said_to="Mevrouw De Vries",
        way="PHONE",
    )
    promise = {"text": "De betaling staat morgen op de rekening", "by_user": f"user:{coordinator.pk}", "due_on": "2025-03-05"}
    desk.step("Toezegging vastleggen", "Vastleggen", **promise)
    desk.shows("wo 5 maart 2025")

    desk.on(5, 3)
    desk.open("Nagekomen")
    desk.send("Vastleggen", told_by="PHONE")
    lesson = {"text": "Er is nu een werkproces om bewijsstukken op te vragen.", "level": "METHOD"}
    desk.step("Vastleggen wat wij leerden", "Vastleggen", **lesson, told_on="2025-03-05", told_way="PHONE")
    told = {"outcome": "Naar tevredenheid opgelost", "is_asked_if_solved": True, "confirmed_on": "2025-03-05", "confirmed_way": "PHONE"}
    assert "Geen antwoord is geen ja" in desk.refused("Klacht afsluiten", "Klacht afsluiten", **told, confirmed_by="NOBODY")
    words = "Ik ben blij met uw reactie. Wilt u hem mijn excuses aanbieden?"
    desk.step("Klacht afsluiten", "Klacht afsluiten", **told, confirmed_by="COMPLAINANT", complainants_words=words)
    desk.shows("wo 5 maart 2025", words)
    letter = desk.letter("L07:COMPLAINANT", signer=str(coordinator.pk), agreed="De betaling is gedaan en er is een werkproces.")
    assert "De betaling is gedaan en er is een werkproces." in letter
    assert "5 maart 2025" in letter
    assert "terugkomen" in letter


def hear(desk: Desk, *, subject: str = "J. Bakker") -> None:
    """Both sides by phone on Tuesday 18 March; each answers the report."""
    for person in ("De klager", subject):
        desk.page.goto(desk.file + "horen/gesprek/")
        held = {"held_at": "2025-03-18T10:00", "way": "PHONE", "report": f"Gesproken: {person}."}
        desk.send("Vastleggen", person=person, result="HELD", **held)
    for _side in range(2):
        desk.page.goto(desk.file + "horen/")
        desk.main.get_by_role("link", name="Verslag verstuurd?").first.click()
        desk.send("Vastleggen", report_sent_on="2025-03-19", reply="Zo was het.", replied_on="2025-03-21")
    desk.page.goto(desk.file)


def copy_to(desk: Desk, subject: str = "J. Bakker") -> None:
    desk.page.goto(desk.file + "horen/afschrift/")
    desk.send("Vastleggen", subject=subject, sent_on="2025-03-11", way="EMAIL", with_enclosures=True)
    desk.page.goto(desk.file)


def test_b_a_benefit_seizure_is_explained_unfounded_and_the_ombudsman_is_named(desk: Desk, coordinator: User) -> None:
    desk.register(
        **SIGNED,
        story="Een deurwaarder legde beslag op mijn uitkering. De Dienst houdt zich niet aan zijn bevoegdheden. Dit is strafbaar.",
        description_1="Meewerken aan het beslag",
        colleague_name_1="J. Bakker",
    )
    # Six weeks end on Good Friday; the term goes on to the day after Easter.
    desk.shows("di 22 april 2025")
    take_on(desk, coordinator)
    desk.letter("L01:COMPLAINANT", signer=str(coordinator.pk))
    told = {"way": "PHONE", "result": "SPOKEN", "text": "Uitgelegd dat wij moeten meewerken; meneer wil een oordeel."}
    desk.step("Contact vastleggen", "Vastleggen", **told)

    desk.on(11, 3)
    stands_open = desk.refused("Klacht afsluiten", "Klacht afsluiten", outcome="Ongegrond")
    for text in ("afschrift", "gehoord", "oordeel", "brief"):
        assert text in stands_open
    assert "J. Bakker" in desk.letter("L03:SUBJECT", signer=str(coordinator.pk), way="DESK", enclosed="Het klaagschrift")
    # The letter itself recorded it.
    desk.page.goto(desk.file + "horen/")
    desk.shows("J. Bakker: verstuurd op di 11 maart 2025")
    desk.on(2, 4)
    hear(desk)
    desk.open("Oordeel")
    desk.send(
        "Oordeel bewaren",
        findings="Een deurwaarder legde beslag; wij betaalden hem een deel van de uitkering.",
        reasoning="De wet zegt dat wij moeten meewerken.",
        conclusions="Het beslag gaat door volgens de regels van de wet.",
        verdicts__0__verdict="Ongegrond",
        verdicts__0__lawful="ja",
        verdicts__0__proper="ja",
    )
    letter = desk.letter("L10:COMPLAINANT", signer=str(coordinator.pk))
    assert "volgens de regels van de wet" in letter
    assert "de Nationale ombudsman" in letter
    assert "2 april 2025" in letter
    desk.step("Klacht afsluiten", "Klacht afsluiten", outcome="Ongegrond")
    desk.shows("Ongegrond", "tot en met do 2 april 2026")


def test_c_with_a_committee_an_extension_and_a_hearing_and_the_advice_is_not_followed(
    desk: Desk, coordinator: User, make_member: Callable[..., User], sign_in: Callable[..., None]
) -> None:
    member = make_member(HERE, Role.COMMITTEE_MEMBER)
    committed(lambda: seat(member))
    desk.register(**SIGNED, story="Ik werd uitgelachen.", description_1="Bejegening", colleague_name_1="J. Bakker")
    take_on(desk, coordinator)
    desk.step("Voorleggen aan de commissie", "Voorleggen aan de commissie", told_on="2025-03-07", way="LETTER")
    desk.shows("vr 16 mei 2025")
    desk.on(21, 3)
    copy_to(desk)

    committee = desk.colleague()
    sign_in(committee.page, HERE, member)
    committee.page.goto(desk.file)
    hear(committee)
    desk.on(9, 5)
    reason = "Een getuige was ziek."
    later = desk.letter("L08a:COMPLAINANT", signer=str(coordinator.pk), reason=reason, weeks="4")
    assert (reason in later, "13 juni 2025" in later) == (True, True)
    desk.letter("L08b:SUBJECT", signer=str(coordinator.pk), reason=reason, weeks="4")
    desk.shows("vr 13 juni 2025")

    desk.on(20, 5)
    committee.page.goto(desk.file)
    committee.open("Advies")
    committee.unfold()
    committee.main.locator("select[name^='verdicts.']").select_option(label="Gegrond")
    committee.send(
        "Bewaren",
        findings="Er is gelachen.",
        considerations="Dat is niet netjes.",
        advice="Verklaar de klacht gegrond.",
        given_on="2025-05-20",
        given_by=[str(member.pk)],
    )
    desk.on(27, 5)
    judgment = {
        "findings": "Er is gelachen, om iets anders.",
        "reasoning": "Het lachen ging niet over mevrouw.",
        "conclusions": "Wij leggen dit nog eens uit.",
        "verdicts__0__verdict": "Ongegrond",
        "verdicts__0__lawful": "ja",
        "verdicts__0__proper": "ja",
    }
    desk.open("Oordeel")
    desk.send("Oordeel bewaren", **judgment, deviation="De getuige zag iets anders.")
    letter = desk.letter("L10:COMPLAINANT", signer=str(coordinator.pk))
    assert "De getuige zag iets anders." in letter
    assert "Verklaar de klacht gegrond." in letter
    desk.step("Klacht afsluiten", "Klacht afsluiten", outcome="Ongegrond")
    desk.shows("tot en met wo 27 mei 2026")


def test_d_a_complaint_about_the_coordinator_goes_to_another_manager(
    desk: Desk, make_member: Callable[..., User], sign_in: Callable[..., None], coordinator: User
) -> None:
    other = make_member(HERE, Role.HANDLER)
    committed(lambda: substitute(other))
    desk.page.goto(desk.at("/klachten/nieuw/"))
    desk.fill(**SIGNED, story="De coördinator hing op.", colleague_1=str(coordinator.pk))
    desk.main.get_by_role("button", name="Registreren").first.click()
    # Whoever it is about has lost it at once.
    said = desk.main.get_by_text("De klacht is geregistreerd als")
    expect(said).to_contain_text("een collega die er niet bij betrokken was")
    found = re.search(r"2025-\d{5}", said.inner_text())
    assert found is not None
    reference = found[0]
    lost = desk.page.goto(desk.at(f"/klachten/{reference}/"))
    assert lost is not None
    assert lost.status == 404

    colleague = desk.colleague()
    sign_in(colleague.page, HERE, other)
    expect(colleague.main).to_contain_text(reference)
    colleague.file = desk.at(f"/klachten/{reference}/")
    colleague.page.goto(colleague.file)
    colleague.shows("di 22 april 2025")
    take_on(colleague, other)
    colleague.step("Contact vastleggen", "Vastleggen", way="PHONE", result="SPOKEN", text="Gebeld")
    words = {"complainants_words": "Netjes dat u belde.", "confirmed_by": "COMPLAINANT", "confirmed_on": "2025-03-07"}
    told = {"outcome": "Naar tevredenheid opgelost", "is_asked_if_solved": True, "confirmed_way": "PHONE"}
    colleague.step("Klacht afsluiten", "Klacht afsluiten", **told, **words)
    colleague.shows("Netjes dat u belde.")


def test_e_older_than_a_year_is_not_taken_up_within_four_weeks(desk: Desk, coordinator: User) -> None:
    desk.register(**SIGNED, story="In januari 2024 werd ik weggestuurd.", description_1="Weggestuurd")
    take_on(desk, coordinator)
    desk.shows("vrijdag 4 april 2025")
    desk.on(25, 3)
    desk.step("Contact vastleggen", "Vastleggen", way="PHONE", result="SPOKEN", text="Uitgelegd waarom, en wat wij wel doen.")
    facts = "U werd op 15 januari 2024 weggestuurd."
    why = "Dat is langer dan een jaar geleden."
    of_ground = {"ground": "9_8_1_B", "conduct_on": "2024-01-15", "ground_facts": facts}
    letter = desk.letter("L05:COMPLAINANT", signer=str(coordinator.pk), **of_ground, motivation=why)
    assert facts in letter
    assert "de Nationale ombudsman" in letter
    told = {"outcome": "Niet in behandeling genomen", "ground": "9_8_1_B", "explanation": "Langer dan een jaar voor de klacht."}
    told |= {"notice_sent_on": "2025-03-25", "names_ombudsman": True, "is_signed_by_mandate": True}
    assert "jaar" in desk.refused("Klacht afsluiten", "Klacht afsluiten", **told, conduct_on="2024-04-15")
    desk.step("Klacht afsluiten", "Klacht afsluiten", **told, conduct_on="2024-01-15")
    desk.shows("Niet in behandeling genomen", "tot en met wo 25 maart 2026")


def test_f_a_complaint_and_an_objection_in_one_letter(desk: Desk, coordinator: User) -> None:
    desk.register(**SIGNED, story="Mijn aanvraag is afgewezen en de medewerker was grof.", description_1="Grof")
    take_on(desk, coordinator)
    decision = {"what": "Afwijzing huishoudelijke hulp", "contested": "BOTH", "announcement": "WRITTEN", "announced_on": "2025-02-20"}
    desk.step("Er is sprake van een besluit", "Vastleggen", **decision)
    desk.shows("do 3 april 2025")
    desk.page.goto(desk.at("/"))
    expect(desk.main).to_contain_text(desk.reference)
    desk.page.goto(desk.file)
    told = {"outcome": "Niet in behandeling genomen", "ground": "9_8_1_C", "explanation": "Bezwaar kon.", "decision": "Afwijzing"}
    told |= {"notice_sent_on": "2025-03-07", "decision_announced_on": "2025-02-20", "names_ombudsman": True, "is_signed_by_mandate": True}
    assert "bezwaar" in desk.refused("Klacht afsluiten", "Klacht afsluiten", **told)
    desk.page.goto(desk.file + "besluit/verteld/")
    desk.send("Vastleggen", way="PHONE", told_on="2025-03-07")

    desk.open("Splitsen in twee dossiers")
    desk.fill(story="Ik ben het niet eens met de afwijzing.", stays="De medewerker was grof.", handling_wish="REPAIR")
    desk.main.get_by_label("Afwijzing huishoudelijke hulp").check()
    desk.send("Splitsen")
    desk.shows("di 22 april 2025")
    here = desk.reference
    desk.page.goto(desk.file)
    desk.shows("Gesplitst")
    desk.main.locator("p.state a").first.click()
    desk.shows("Ik ben het niet eens met de afwijzing.", here, "do 3 april 2025")


def test_g_a_complaint_about_a_provider_goes_over_warmly_and_what_came_of_it_is_chased(desk: Desk, coordinator: User) -> None:
    desk.register(**SIGNED, story="De hulp kwam drie weken niet.", description_1="Niet gekomen")
    take_on(desk, coordinator)
    desk.step("Contact vastleggen", "Vastleggen", way="PHONE", result="SPOKEN", text="Zij vindt het goed dat wij de aanbieder bellen.")
    desk.step("Ontvangst bevestigen", "Bevestigen", way="LETTER")
    told = {"body": "Zorg De Linde", "contact": "Mevrouw De Wit", "why": "Het gaat over hun hulp.", "shares_sender": True}
    told |= {"passages": ["De hulp kwam drie weken niet."], "handed_on": "2025-03-07", "handed_way": "PHONE", "due_on": "2025-03-21"}
    assert "akkoord" in desk.refused("Warm overdragen", "Vastleggen", **told)
    desk.step("Warm overdragen", "Vastleggen", **told, agreed_by="COMPLAINANT", agreed_on="2025-03-07", agreed_way="PHONE")
    desk.shows("vr 21 maart 2025")

    desk.on(24, 3)
    desk.open("Navragen")
    desk.send("Vastleggen", way="PHONE", new_due_on="2025-03-31")
    desk.on(31, 3)
    desk.open("Terugkoppeling vastleggen")
    feedback = {"text": "Vaste hulp op dinsdag; excuses gemaakt.", "from_whom": "Mevrouw De Wit", "way": "PHONE"}
    desk.send("Vastleggen", is_in="in", **feedback, known_on="2025-03-31", person_told_on="2025-03-31")
    lesson = {"text": "Uitval hoort binnen een dag gemeld te zijn.", "level": "METHOD", "told_on": "2025-03-31", "told_way": "PHONE"}
    desk.step("Vastleggen wat wij leerden", "Vastleggen", **lesson)
    desk.step("Klacht afsluiten", "Klacht afsluiten", outcome="Warm overgedragen", explanation="De aanbieder loste het op.")
    desk.shows("Vaste hulp op dinsdag; excuses gemaakt.", "ma 31 maart 2025", "Uitval hoort binnen een dag gemeld te zijn.")


def test_h_two_handlers_at_once_the_second_sees_what_changed_and_nothing_is_lost(
    desk: Desk, coordinator: User, make_member: Callable[..., User], sign_in: Callable[..., None]
) -> None:
    desk.register(**SIGNED, story="Te laat betaald.", description_1="Te laat")
    colleague = desk.colleague()
    sign_in(colleague.page, HERE, make_member(HERE, Role.HANDLER))
    for one in (desk, colleague):
        one.page.goto(desk.file + "wijzigen/")
    desk.send("Opslaan", wish="Mijn geld")
    colleague.refused_here("Opslaan", wish="Excuses")

    expect(colleague.main).to_contain_text("Mijn geld")
    expect(colleague.main.locator("[name=wish]:not([type=hidden])").first).to_have_value("Excuses")
    colleague.main.get_by_label("Dit blijft staan: Wat wil deze persoon?, Wat u typte").check()
    colleague.send("Opslaan", wish="Mijn geld en excuses")
    desk.page.goto(desk.file)
    desk.shows("Mijn geld en excuses")


def test_i_the_ombudsman_calls_first_and_it_is_solved_at_once(desk: Desk, coordinator: User) -> None:
    desk.register(
        channel="Via de ombudsman",
        story="Ik kan mijn rekeningen niet meer betalen: er wordt te veel ingehouden.",
        name="Meneer Jansen",
        phone="06 87654321",
    )
    take_on(desk, coordinator)
    asked = {"step": "INQUIRY", "ombudsman": "de Nationale ombudsman", "came_on": "2025-03-07", "text": "Kunt u dit oplossen?"}
    desk.step("De ombudsman vraagt of schrijft iets", "Vastleggen", **asked, answer_by="2025-03-14")
    desk.shows("vr 14 maart 2025")
    desk.step("Contact vastleggen", "Vastleggen", way="PHONE", result="SPOKEN", text="Nieuwe afspraken over de aflossing.")
    desk.on(12, 3)
    words = {"complainants_words": "Zo kan ik het betalen.", "confirmed_by": "COMPLAINANT", "confirmed_on": "2025-03-12"}
    told = {"outcome": "Naar tevredenheid opgelost", "is_asked_if_solved": True, "confirmed_way": "PHONE"}
    desk.step("Klacht afsluiten", "Klacht afsluiten", **told, **words)
    desk.open("Antwoord vastleggen")
    desk.send("Vastleggen", answer="Opgelost: nieuwe afspraken.", answered_on="2025-03-12")
    desk.shows("Opgelost: nieuwe afspraken.", "wo 12 maart 2025")


def test_j_a_klaagschrift_of_somebody_who_cannot_be_reached_is_judged_on_paper(desk: Desk, coordinator: User) -> None:
    desk.register(**SIGNED, story="De balie was dicht.", description_1="Balie dicht", colleague_name_1="J. Bakker")
    take_on(desk, coordinator)
    for day in (10, 12, 14):
        desk.on(day, 3)
        desk.step("Contact vastleggen", "Vastleggen", way="PHONE", result="NOT_REACHED")
    copy_to(desk)
    invitation = desk.letter(
        "L04:COMPLAINANT",
        signer=str(coordinator.pk),
        hearing_on="2025-03-27",
        hearing_place="om 10.00 uur, Gemeentehuis, kamer 2",
        reply_by="2025-03-25",
    )
    assert ("27 maart 2025" in invitation, "kamer 2" in invitation, "25 maart 2025" in invitation) == (True, True, True)
    # The letter itself recorded the invitation.
    desk.page.goto(desk.file + "horen/")
    desk.shows("do 27 maart 2025")
    desk.on(18, 3, 16)
    desk.page.goto(desk.file + "horen/gesprek/")
    held = {"held_at": "2025-03-18T10:00", "way": "PHONE", "report": "De balie was dicht door ziekte."}
    desk.send("Vastleggen", person="J. Bakker", result="HELD", **held)
    desk.page.goto(desk.file)
    assert "Dit is een klaagschrift" in desk.refused("Klacht afsluiten", "Klacht afsluiten", outcome="Niet bereikbaar")
    desk.on(26, 3)
    desk.page.goto(desk.file + "horen/afzien/")
    desk.send("Vastleggen", ground="C", asked_on="2025-03-14", answer_by="2025-03-25")
    desk.page.goto(desk.file)
    desk.open("Oordeel")
    desk.send(
        "Oordeel bewaren",
        findings="De balie was op 3 maart dicht door ziekte.",
        reasoning="Dat hadden wij moeten vertellen.",
        conclusions="Wij bieden excuses aan.",
        verdicts__0__verdict="Gegrond",
        verdicts__0__lawful="ja",
        verdicts__0__proper="nee",
        verdicts__0__norms=["D2"],
    )
    letter = desk.letter("L10:COMPLAINANT", signer=str(coordinator.pk))
    assert "Wij bieden excuses aan." in letter
    desk.step("Klacht afsluiten", "Klacht afsluiten", outcome="Gegrond")
    desk.shows("Gegrond", "wo 26 maart 2025")


def seat(member: User) -> None:
    with schema_context(HERE):
        CommitteeSeat.objects.create(committee=AdvisoryCommittee.objects.get(), user_id=member.pk, seated_on=date(2024, 1, 1))


def substitute(other: User) -> None:
    with schema_context(HERE):
        OrganisationSettings.objects.update(substitute_coordinator=other)
