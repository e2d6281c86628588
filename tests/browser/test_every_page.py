"""Every page, for everybody who may see it: axe finds nothing, nothing hangs over the edge of a phone or at 200 % zoom."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, BrowserContext, Page, expect

from complaints.code_lists import FilerRole
from complaints.keeping import SentFile, keep_documents, take_in
from complaints.models import (
    Apology,
    BehaviourRule,
    Complaint,
    Document,
    DocumentContent,
    DocumentSource,
    FileLink,
    FilePerson,
    HandOver,
    Identity,
    ImportRun,
    Improvement,
    IncomingMessage,
    Lesson,
    Letter,
    LetterLook,
    Mediation,
    OmbudsmanEntry,
    Party,
    Promise,
    ReactionRequest,
    Transfer,
)
from tenants.accounts.models import Membership
from tenants.actors import system_actor
from tenants.clock import read_clock
from tenants.organisation.models import (
    Absence,
    AdvisoryCommittee,
    Authority,
    CompetentOmbudsman,
    Label,
    OrganisationSettings,
    SigningMandate,
)
from tenants.permissions import Role
from tests.factories.pages import letter_with_secret

OWN_ACCOUNT = [
    "/account/2fa/",
    "/account/password/change/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/webauthn/",
]
EVERYBODY = [
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/toegankelijkheid/",
    "/privacy/",
    "/bestaat-niet/",
]
PAGES: dict[Role | None, list[str]] = {
    None: [*EVERYBODY, "{outside}"],
    Role.COORDINATOR: [
        "/",
        "/klachten/",
        "/klachten/?stand=late&onderwerp=Bejegening",
        "/klachten/?van=niets",
        "/klachten/?afdeling=onbekend&volgorde=due&kolommen=number,description,person,unit,provider,law,facts,channel,due,handler,outcome",
        "/klachten/?stand=left_out",
        "/klachten/meenemen/",
        "/klachten/meenemen/?stand=left_out",
        "{new}",
        "{complaint}",
        "{complaint}wijzigen/",
        "{complaint}toewijzen/",
        "{complaint}bevestigen/",
        "{complaint}contact/",
        "{complaint}notitie/",
        "{complaint}toezegging/",
        "{promise}nagekomen/",
        "{promise}niet-nagekomen/",
        "{promise}vergissing/",
        "{complaint}doorgeven/",
        "{handed}klaar/",
        "{handed}later/",
        "{complaint}doorzenden/",
        "{complaint}overdragen/",
        "{transfer}terugkoppeling/",
        "{transfer}navragen/",
        "{transfer}vergissing/",
        "{complaint}bericht/",
        "{complaint}brief/",
        "{letter}",
        "{letter}versturen/",
        "{letter}terug/",
        "{decision_letter}",
        "{decision_letter}vier-ogen/",
        "{decision_letter}nakijken/",
        "{complaint}documenten/",
        "{document}gevoelig/",
        "{redacted}lakken/?bladzijde=2",
        "{document}verwijderen/",
        "{complaint}horen/",
        "{complaint}oordeel/",
        "{complaint}horen/uitnodigen/",
        "{complaint}horen/gesprek/",
        "{complaint}horen/afzien/",
        "{complaint}verdagen/",
        "{complaint}verdagen/terug/",
        "{complaint}uitstel/",
        "{complaint}uitstel/terug/",
        "{complaint}besluit/",
        "{complaint}besluit/verteld/",
        "{complaint}afsluiten/",
        "{complaint}gesprek/",
        "{complaint}excuses/",
        "{complaint}stilte/",
        "{complaint}commissie/",
        "{complaint}gedragslijn/",
        "{complaint}ombudsman/",
        "{ombudsman}antwoord/",
        "{complaint}geleerd/",
        "{complaint}maatregel/",
        "{measure}",
        "{measure}klaar/",
        "{measure}effect/",
        "{complaint}dubbel/",
        "{complaint}splitsen/",
        "{complaint}bemiddeling/",
        "{mediation}",
        "{mediation}einde/",
        "{complaint}reactie/",
        "{reaction}",
        "{reaction}intrekken/",
        "{asked}",
        "{complaint}persoon/",
        "{person}",
        "{person}machtiging/",
        "{person}vertellen/",
        "{complaint}hoort-bij/",
        "{link}",
        "{complaint}vergissing/",
        "{complaint}ontvangst/",
        "{closed}",
        "{closed}archief/",
        "{closed}terug/",
        "{closed}onderzoek/",
        "{closed}bevestigen/",
        "/afwezig/",
        "/afwezig/toevoegen/",
        "/berichten/",
        "{absence}",
        "/inlezen/",
        "{faults}",
        "{imported}",
        "{failed}",
        "{waiting}",
        "/jaarcijfers/2026/",
        "/jaarcijfers/1999/",
        "/jaarcijfers/2026/publicatie/",
        "/jaarcijfers/1999/publicatie/",
        "/indeling/",
        "{word}",
        *OWN_ACCOUNT,
    ],
    Role.ADMINISTRATOR: [
        "/",
        "/mensen/",
        "/mensen/rollen/",
        "/mensen/toevoegen/",
        "{membership}",
        "/indeling/",
        "/huisstijl/",
        "/organisatie/",
        "/organisatie/toevoegen/",
        "{authority}",
        "{authority}wijzigen/",
        "{authority}ombudsman/",
        "{authority}commissie/",
        "{committee}lid/",
        "{authority}ondertekenen/",
        "/organisatie/normen/",
        "/afwezig/",
        "/afwezig/vervanger/",
        "/organisatie/herinneringen/",
        "/organisatie/bereikbaarheid/",
        "/organisatie/bewaren/",
        "/organisatie/brieven/",
        "/organisatie/brieven/L10/",
        "/wie-keek/",
        "/wie-keek/?dossier=2026-00001&van=niets",
        "/aanbieders/",
        "/aanbieders/?zoek=niemand",
    ],
    Role.MANAGER: ["/", "/klachten/", "/jaarcijfers/2026/"],
    Role.EMPLOYEE: ["/", "{new}"],
    Role.COUNCIL_MEMBER: ["/"],
    Role.COUNCIL_REGISTRY: ["/", "/klachten/"],
    Role.COMMITTEE_MEMBER: ["/", "/klachten/"],
}
LONG_WORD = "Ontzettendlangeklachtonderwerpomschrijvingzonderspaties" * 2
WORD = {"row": 2, "column": "nature", "value": LONG_WORD, "code": "unknown_label", "params": {"nearest": [LONG_WORD, LONG_WORD]}}
FAULT = {"row": 2, "column": "extension_sent_on", "value": LONG_WORD, "code": "not_a_date", "params": {}}
GROUPS = [{"first": first, "rows": [123456, 123457, 123458, 123459, 123460], "count": 9} for first in (WORD, FAULT)]


@pytest.fixture(scope="module")
def addresses(organisations: None) -> dict[str, str]:
    """The pages that need a row: one of each. Made before the transaction of any test."""
    with schema_context("voorbeeld"):
        last = Complaint.objects.filter(rounds__closed_on__isnull=True).order_by("reference").last()
        closed = Complaint.objects.exclude(rounds__closed_on__isnull=True).order_by("reference").first()
        shielded = Complaint.objects.filter(rounds__closed_on__isnull=True).exclude(pk=last.pk if last else None).earliest("reference")
        assert last
        assert closed
        Party.objects.update_or_create(
            complaint=shielded, role=FilerRole.COMPLAINANT, defaults={"name": LONG_WORD, "identity": Identity.SHIELDED}
        )
        reports: dict[str, dict[str, Any]] = {
            "faults": {"rows": 9, "faults": [WORD, FAULT] * 9, "warnings": [FAULT], "groups": GROUPS},
            "imported": {"rows": 9, "imported": 9, "already_there": 1, "labels_created": {"unit": ["Wmo"]}, "warnings": []},
            "failed": {"refusal": {"code": "broken_off", "message": "x"}},
            "waiting": {},
        }
        now = read_clock()
        closed.rounds.update(acknowledged_on=closed.received_on, acknowledged_by="EMAIL")
        IncomingMessage.objects.create(
            complaint=last,
            round=last.rounds.get(closed_on=None),
            nature="MESSAGE",
            digest="axe",
            text="Nog iets erbij.",
            earlier_text="> " + LONG_WORD,
            sender_name=LONG_WORD,
            refused_files=[{"name": LONG_WORD, "code": "document_is_program"}],
            arrived_at=now,
            taken_in_at=now,
        )
        runs = {
            state: ImportRun.objects.create(started_at=now, state=state, file_format="csv", report=report)
            for state, report in reports.items()
        }
        membership = Membership.objects.filter(tenant__slug="voorbeeld").first()
        assert membership
        coordinator = Membership.objects.filter(tenant__slug="voorbeeld", role=Role.COORDINATOR).order_by("pk")[0].user
        handler = Membership.objects.filter(tenant__slug="voorbeeld", role=Role.HANDLER).order_by("pk")[0].user
        absence = Absence.objects.create(user=handler, substitute=coordinator, first_day=date(2026, 1, 1), last_day=date(2099, 1, 1))
        authority = Authority.objects.get()
        until = {"name": "Ombudsman", "contact": "Postbus 1", "valid_until": date(2030, 12, 31)}
        CompetentOmbudsman.objects.update_or_create(authority=authority, defaults=until)
        CompetentOmbudsman.objects.create(authority=authority, name="Ombudsman later", valid_from=date(2099, 1, 1))
        committee = AdvisoryCommittee.objects.get(authority=authority)
        SigningMandate.objects.filter(authority=authority).delete()
        for letter_code in ("L01", "*"):
            SigningMandate.objects.create(
                authority=authority,
                user=membership.user,
                function_title="Klachtenafhandelingscoördinatiemedewerker",
                letter_code=letter_code,
                valid_from=date(2020, 1, 1),
            )
        letter = Letter.objects.create(
            complaint=last,
            round=last.rounds.get(closed_on=None),
            code="L07",
            addressee="COMPLAINANT",
            facts={"agreed": LONG_WORD},
            begun_at=now,
            changed_at=now,
        )
        OrganisationSettings.objects.update(decisions_need_second_look=True)
        decision = Letter.objects.create(
            complaint=last,
            round=last.rounds.get(closed_on=None),
            code="L10",
            addressee="COMPLAINANT",
            facts={"findings": LONG_WORD},
            begun_at=now,
            changed_at=now,
        )
        LetterLook.objects.create(letter=decision, asked_at=now, looked_at=now, remarks=LONG_WORD)
        LetterLook.objects.create(letter=decision, asked_at=now)
        content = DocumentContent.objects.create(key="voorbeeld/een", created_at=now)
        document = Document.objects.create(
            complaint=last,
            content=content,
            name=f"{LONG_WORD}.pdf",
            kind="pdf",
            size=1,
            sha256="0" * 64,
            uploaded_at=now,
            source="UPLOAD",
            scan_state="WAITING",
        )
        taken, _refused = take_in([SentFile(content=io.BytesIO(letter_with_secret()), name=f"{LONG_WORD}.pdf")], now=now)
        [redacted] = keep_documents(taken, complaint=last, actor=system_actor(), now=now, source=DocumentSource.UPLOAD).added
        redacted.marks.create(page=2, left=0, top=0, right=5_000, bottom=1_000, reason="OTHER", reason_text=LONG_WORD, marked_at=now)
        promise = Promise.objects.create(
            complaint=last,
            text=LONG_WORD,
            name=LONG_WORD,
            said_on=last.received_on,
            due_on=last.received_on,
            recorded_at=now,
        )
        handed = HandOver.objects.create(
            complaint=last,
            kind="DATA_BREACH",
            text=LONG_WORD,
            owner_name=LONG_WORD,
            known_at=now,
            due_at=now,
            due_on=last.received_on,
            told_on=last.received_on,
            told_way="PHONE",
            late_remark=LONG_WORD,
            recorded_at=now,
        )
        transfer = Transfer.objects.create(
            round=last.rounds.get(closed_on=None),
            kind="WARM",
            body=LONG_WORD,
            contact=LONG_WORD,
            why=LONG_WORD,
            passages=[LONG_WORD],
            received_on=last.received_on,
            handed_on=last.received_on,
            handed_way="PHONE",
            due_on=last.received_on,
            recorded_at=now,
        )
        owner = membership.user
        measure = Improvement.objects.create(
            complaint=last, text=LONG_WORD, owner=owner, due_on=last.received_on, check_on=last.received_on, recorded_at=now
        )
        BehaviourRule.objects.create(
            complaint=last, behaviour=LONG_WORD, rule=LONG_WORD, starts_on=last.received_on, ends_on=date(2099, 1, 1), recorded_at=now
        )
        entry = OmbudsmanEntry.objects.create(
            complaint=last,
            step="RECOMMENDATION",
            ombudsman=LONG_WORD,
            text=LONG_WORD,
            came_on=last.received_on,
            answer_by=last.received_on,
            recorded_at=now,
        )
        Lesson.objects.create(complaint=last, text=LONG_WORD, level="METHOD", recorded_at=now)
        Apology.objects.create(
            complaint=last, regret=LONG_WORD, said_by=LONG_WORD, said_to=LONG_WORD, said_on=last.received_on, way="PHONE", recorded_at=now
        )
        question = {"question": LONG_WORD, "passages": [LONG_WORD], "answer_by": date(2099, 1, 1), "asked_at": now}
        question |= {"complaint": last, "round": last.rounds.order_by("-number")[0]}
        mediation = Mediation.objects.create(
            round=last.rounds.order_by("-number")[0],
            proposed_by="US",
            proposed_on=last.received_on,
            other_side=LONG_WORD,
            mediator_name=LONG_WORD,
            next_on=last.received_on,
            recorded_at=now,
        )
        reaction = ReactionRequest.objects.create(user=coordinator, **question)
        outside = ReactionRequest.objects.create(name=LONG_WORD, **question)
        beside = FilePerson.objects.create(
            complaint=last, role="REPRESENTATIVE", name=LONG_WORD, mandate_on=last.received_on, mandate_scope=LONG_WORD, recorded_at=now
        )
        other = Complaint.objects.exclude(pk=last.pk).filter(compartment="").order_by("-reference").first()
        link = FileLink.objects.create(first=last, second=other, kind="MIRROR", reason=LONG_WORD, linked_at=now)
        return {
            "mediation": f"/klachten/{last.reference}/bemiddeling/{mediation.pk}/",
            "reaction": f"/klachten/{last.reference}/reactie/{reaction.pk}/",
            "asked": f"/reacties/{reaction.pk}/",
            "outside": f"/reactie/{outside.pk}/",
            "person": f"/klachten/{last.reference}/persoon/{beside.pk}/",
            "link": f"/klachten/{last.reference}/hoort-bij/{link.pk}/",
            "committee": f"/organisatie/{authority.pk}/commissie/{committee.pk}/",
            "decision_letter": f"/klachten/{last.reference}/brief/{decision.pk}/",
            "new": f"/klachten/nieuw/{UUID(int=1)}/",
            "complaint": f"/klachten/{last.reference}/",
            "redacted": f"/klachten/{last.reference}/documenten/{redacted.pk}/",
            "document": f"/klachten/{last.reference}/documenten/{document.pk}/",
            "ombudsman": f"/klachten/{last.reference}/ombudsman/{entry.pk}/",
            "measure": f"/klachten/{last.reference}/maatregel/{measure.pk}/",
            "handed": f"/klachten/{last.reference}/doorgeven/{handed.pk}/",
            "transfer": f"/klachten/{last.reference}/overdracht/{transfer.pk}/",
            "promise": f"/klachten/{last.reference}/toezegging/{promise.pk}/",
            "letter": f"/klachten/{last.reference}/brief/{letter.pk}/",
            "shielded": f"/klachten/{shielded.reference}/",
            "closed": f"/klachten/{closed.reference}/",
            "authority": f"/organisatie/{authority.pk}/",
            "absence": f"/afwezig/{absence.pk}/",
            "membership": f"/mensen/{membership.pk}/beeindigen/",
            "word": f"/indeling/{Label.objects.filter(dimension='nature').first().pk}/",  # type: ignore[union-attr]
            **{state: f"/inlezen/{run.pk}/" for state, run in runs.items()},
        }


def faults_of(page: Page, axe: Axe, address: str) -> list[str]:
    page.goto(address)
    return faults_on(page, axe)


def faults_on(page: Page, axe: Axe) -> list[str]:
    """Of the page that is open: also of one that no address leads to."""
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    faults = [f"{violation['id']}: {node['html'][:160]}" for violation in found.response["violations"] for node in violation["nodes"][:3]]
    for width in (390, 640):
        page.set_viewport_size({"width": width, "height": 844})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            faults.append(f"{over} pixels over the edge at {width}")
    page.set_viewport_size({"width": 1280, "height": 900})
    return faults


@pytest.mark.parametrize("role", list(PAGES), ids=str)
def test_every_page_of_a_role(
    role: Role | None, browser: Browser, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], addresses: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    page = context.new_page()
    if role is not None:
        sign_in(page, "voorbeeld", make_member("voorbeeld", role))
    axe = Axe()

    faults = {path: faults_of(page, axe, site.at("voorbeeld", path.format(**addresses))) for path in PAGES[role]}

    context.close()
    assert {path: found for path, found in faults.items() if found} == {}


def test_the_pages_about_somebody_shielded(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], addresses: dict[str, str]
) -> None:
    """No address leads there: first somebody says why they look."""
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.goto(site.at("voorbeeld", f"{addresses['shielded']}wie/"))
    page.get_by_role("textbox").last.fill("Zij belde zelf")
    page.get_by_role("button", name="Laat zien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit is de persoon achter het dossier")

    faults = {"shown": faults_on(page, Axe())}
    page.get_by_text("Verbeter dit").click()
    page.get_by_label("E-mailadres").fill("geen adres")
    faults["opened"] = faults_on(page, Axe())
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    faults["refused"] = faults_on(page, Axe())

    assert {name: found for name, found in faults.items() if found} == {}


def test_the_page_that_compares_two_windows(page: Page, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("Wat is er gebeurd?").fill(LONG_WORD)
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Bewaard om"))
    other.get_by_label("Wat is er gebeurd?").fill(f"Anders: {LONG_WORD}")
    other.get_by_label("Naam", exact=True).fill(LONG_WORD)

    other.get_by_role("button", name="Vergelijken en kiezen").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("U typte dit in twee vensters")
    faults = {"compared": faults_on(other, Axe())}
    other.get_by_role("button", name="Hiermee verdergaan").click()
    faults["not chosen"] = faults_on(other, Axe())

    assert {name: found for name, found in faults.items() if found} == {}


def test_the_pages_that_a_joint_authority_alone_has(
    context: BrowserContext, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    page = context.new_page()
    sign_in(page, "wil", make_member("wil", Role.ADMINISTRATOR))
    pages = ("/organisatie/", "/organisatie/deelnemers/toevoegen/", "/organisatie/deelnemers/GM0321/")

    faults = {path: faults_of(page, Axe(), site.at("wil", path)) for path in pages}

    assert page.get_by_role("heading", level=1).inner_text() == "De dagen van Houten wijzigen"
    assert {path: found for path, found in faults.items() if found} == {}


def test_every_page_of_the_portal(browser: Browser, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    page = context.new_page()
    sign_in(page, "portaal", make_member("portaal", Role.OPERATOR))

    faults = {path: faults_of(page, Axe(), site.at("portaal", path)) for path in ("/", "/account/2fa/", "/privacy/", "/bestaat-niet/")}

    assert page.goto(site.at("portaal", "/")).status == 200  # type: ignore[union-attr]
    assert page.get_by_role("row").count() > 3
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}
