"""Every page, for everybody who may see it: axe finds nothing, nothing hangs over the edge of a phone or at 200 % zoom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, BrowserContext, Page

from complaints.models import Complaint, Document, DocumentContent, ImportRun, IncomingMessage
from tenants.accounts.models import Membership
from tenants.clock import read_clock
from tenants.organisation.models import Absence, AdvisoryCommittee, Authority, CompetentOmbudsman, Label, SigningMandate
from tenants.permissions import Role

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
    None: EVERYBODY,
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
        "{complaint}bericht/",
        "{complaint}documenten/",
        "{document}gevoelig/",
        "{document}verwijderen/",
        "{complaint}afsluiten/",
        "{complaint}dubbel/",
        "{complaint}vergissing/",
        "{complaint}ontvangst/",
        "{closed}",
        "{closed}terug/",
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
        "{authority}ondertekenen/",
        "/organisatie/normen/",
        "/afwezig/",
        "/afwezig/vervanger/",
        "/organisatie/herinneringen/",
        "/organisatie/bereikbaarheid/",
        "/wie-keek/",
        "/wie-keek/?dossier=2026-00001&van=niets",
        "/aanbieders/",
        "/aanbieders/?zoek=niemand",
    ],
    Role.MANAGER: ["/", "/klachten/", "/jaarcijfers/2026/"],
    Role.EMPLOYEE: ["/", "{new}"],
    Role.COUNCIL_MEMBER: ["/"],
    Role.COUNCIL_REGISTRY: ["/", "/klachten/"],
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
        assert last
        assert closed
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
        CompetentOmbudsman.objects.create(authority=authority, name="Ombudsman", contact="Postbus 1", valid_until=date(2030, 12, 31))
        CompetentOmbudsman.objects.create(authority=authority, name="Ombudsman later", valid_from=date(2099, 1, 1))
        AdvisoryCommittee.objects.create(authority=authority, name="Commissie", appointed_by="Besluit", valid_from=date(2020, 1, 1))
        for letter_code in ("L01", "*"):
            SigningMandate.objects.create(
                authority=authority,
                user=membership.user,
                function_title="Klachtenafhandelingscoördinatiemedewerker",
                letter_code=letter_code,
                valid_from=date(2020, 1, 1),
            )
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
        return {
            "new": f"/klachten/nieuw/{UUID(int=1)}/",
            "complaint": f"/klachten/{last.reference}/",
            "document": f"/klachten/{last.reference}/documenten/{document.pk}/",
            "closed": f"/klachten/{closed.reference}/",
            "authority": f"/organisatie/{authority.pk}/",
            "absence": f"/afwezig/{absence.pk}/",
            "membership": f"/mensen/{membership.pk}/beeindigen/",
            "word": f"/indeling/{Label.objects.filter(dimension='nature').first().pk}/",  # type: ignore[union-attr]
            **{state: f"/inlezen/{run.pk}/" for state, run in runs.items()},
        }


def faults_of(page: Page, axe: Axe, address: str) -> list[str]:
    page.goto(address)
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
