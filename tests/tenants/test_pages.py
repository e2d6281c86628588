"""The shell and the pages that everybody has."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import translation

from tenants.accounts.models import User
from tenants.clock import read_clock
from tenants.models import NightlyCheck, Tenant
from tenants.permissions import Role
from tenants.web.views.errors import server_error

PORTAL = "portaal.polsslag.localhost"


def texts_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_health_address_answers_anyone_and_asks_nothing(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    answer = client_at(tenant).get("/gezond/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_page_for_our_own_faults_needs_no_database() -> None:
    answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "Hier ging iets mis" in texts_of(answer)


def test_a_title_names_the_page_and_the_organisation_never_a_person(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    person = make_person(Role.COORDINATOR)
    User.objects.filter(pk=person.pk).update(name="Anna Achternaam")
    client = client_at(tenant, person)

    for path in ("/", "/klachten/", "/inlezen/", "/indeling/", "/account/2fa/", "/bestaat-niet/"):
        title = re.search(r"<title>(.*?)</title>", texts_of(client.get(path)), re.DOTALL)
        assert title
        assert title[1].endswith("– Samenwerking Voorbeeldstreek – Polsslag")
        assert "Anna" not in title[1]


def test_nothing_inline_and_nothing_from_elsewhere(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    client = client_at(tenant, make_person(Role.COORDINATOR, Role.ADMINISTRATOR))

    for path in (
        "/",
        "/klachten/",
        "/inlezen/",
        "/mensen/",
        "/huisstijl/",
        "/jaarcijfers/2024/",
        "/account/2fa/",
        "/account/password/change/",
    ):
        answer = client.get(path)
        page = texts_of(answer)
        scripts = re.findall(r"<script([^>]*)>", page)
        assert all("src=" in script or 'type="application/json"' in script for script in scripts), path
        assert re.findall(r"<style| style=| on[a-z]+=\"", page) == [], path
        assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == [], path
        assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_at_most_six_entries_also_for_somebody_with_every_role(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    everything = make_person(*[role for role in Role if role is not Role.OPERATOR])

    page = texts_of(client_at(tenant, everything).get("/"))
    navigation = page[page.index('<nav class="shell-nav"') : page.index("</nav>")]

    assert re.findall(r">([^<]+)</a>", navigation) == [
        "Start",
        "Klachten",
        "Jaarcijfers",
        "Klachten inlezen",
        "Mensen en rollen",
        "Indeling",
    ]
    assert navigation.count('aria-current="page"') == 1
    assert 'href="/organisatie/"' in page
    assert 'href="/aanbieders/"' in page


def test_dutch_until_somebody_chooses(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    client = client_at(tenant)

    first = client.get("/account/login/", headers={"Accept-Language": "en-US,en"})
    client.post("/taal/", {"language": "en", "next": "/privacy/"})
    chosen = client.get("/account/login/")

    assert (first["Content-Language"], chosen["Content-Language"]) == ("nl", "en")
    assert '<html lang="en"' in texts_of(chosen)
    assert translation.get_language() == "nl"


@pytest.mark.parametrize("is_demo", [True, False])
def test_sample_data_is_named_on_every_page(tenant: Tenant, client_at: Callable[..., Client], is_demo: bool) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(has_demo_data=is_demo)

    for path in ("/account/login/", "/privacy/", "/bestaat-niet/"):
        assert ("Voorbeeldgegevens." in texts_of(client_at(tenant).get(path))) is is_demo


def test_a_missing_page_repeats_nothing_of_the_address(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    answer = client_at(tenant).get("/klachten-van-jansen/?naam=jansen")

    assert answer.status_code == 404
    assert "jansen" not in texts_of(answer)


def test_whoever_was_invited_sets_a_password_by_mail(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    invited = User.objects.create_user(email="nieuw@elders.example")
    client = client_at(tenant)

    client.post("/account/password/reset/", {"email": "Nieuw@elders.example"})
    link = re.search(r"http://samen\.polsslag\.localhost(\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "een-nieuw-lang-wachtwoord", "password2": "een-nieuw-lang-wachtwoord"})

    connection.set_schema_to_public()
    invited.refresh_from_db()
    assert invited.check_password("een-nieuw-lang-wachtwoord")
    assert mail.outbox[0].subject == "[Polsslag] Stel uw wachtwoord in"


def test_asking_for_a_password_tells_nobody_whether_an_address_exists(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    User.objects.create_user(email="bekend@elders.example")
    answers = [
        client_at(tenant).post("/account/password/reset/", {"email": email}) for email in ("bekend@elders.example", "wie@elders.example")
    ]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/account/password/reset/done/")] * 2
    assert [message.to for message in mail.outbox] == [["bekend@elders.example"], ["wie@elders.example"]]
    assert mail.outbox[0].subject == mail.outbox[1].subject
    assert "signup" not in mail.outbox[1].body


def test_nobody_signs_up_and_nobody_changes_an_address(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    client = client_at(tenant)

    assert [client.get(path).status_code for path in ("/account/signup/", "/account/email/", "/accounts/login/")] == [404, 404, 404]


def test_the_portal_links_to_the_organisations_with_the_port(
    tenant: Tenant, portal: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], settings: Any, now: datetime
) -> None:
    Tenant.objects.filter(slug="elders").update(is_active=False, deactivated_at=now)
    client = client_at(tenant, make_person(Role.OPERATOR, at=portal))

    page = texts_of(client.get("/", headers={"Host": PORTAL}))

    port = settings.ENVIRONMENT.port
    address = f"http://samen.polsslag.localhost:{port}/" if settings.LOCAL else "https://samen.polsslag.localhost/"
    assert f'<a class="link" href="{address}">' in page
    assert "elders.polsslag.localhost" in page
    assert 'elders.polsslag.localhost/">' not in page, "nothing answers at an organisation that was deactivated"


def test_the_operator_reads_how_the_night_was_in_numbers(
    tenant: Tenant, portal: Tenant, other_tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    client = client_at(tenant, make_person(Role.OPERATOR, at=portal))
    made_at = read_clock()
    facts = {"tenant": tenant, "open_complaints": 12, "without_date": 0, "not_as_computed": 0}
    before = texts_of(client.get("/", headers={"Host": PORTAL}))
    NightlyCheck.objects.create(**facts, day=date(2026, 11, 20), made_at=made_at - timedelta(days=1), missing=1, alerts_due=1)
    last = NightlyCheck.objects.create(**facts, day=date(2026, 11, 21), made_at=made_at, alerts_on=date(2026, 11, 20), alerts_due=3)

    def read() -> str:
        return " ".join(texts_of(client.get("/", headers={"Host": PORTAL})).split())

    in_order = read()
    NightlyCheck.objects.filter(pk=last.pk).update(missing=2, waiting=1, day_missing=True)
    amiss = read()
    NightlyCheck.objects.update(made_at=made_at - timedelta(hours=37))
    old = read()

    assert before.count("nog niet gedaan") == 2
    assert (in_order.count("in orde, "), in_order.count("niet in orde, ")) == (1, 0)
    assert "12 van de 12 open klachten hebben een uiterste datum volgens de wet of de norm." in in_order
    assert "De berichten van vr 20 november 2026 noemden 3 van de 3 klachten die ze moesten noemen." in in_order
    assert "niet in orde, " in amiss
    assert "De berichten van vr 20 november 2026 noemden 1 van de 3 klachten die ze moesten noemen." in amiss
    assert "1 bericht wacht langer dan twaalf uur: kijk naar de mailserver." in amiss
    assert "Op de laatste werkdag zijn geen berichten gemaakt: kijk naar beat en de workers." in amiss
    assert "niet gedaan sinds " in old


def test_privacy_on_the_portal_is_about_the_portal(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    client = client_at(tenant)

    here, there = texts_of(client.get("/privacy/", headers={"Host": PORTAL})), texts_of(client.get("/privacy/"))

    assert ("Op dit adres staan geen klachten." in here, "Op dit adres staan geen klachten." in there) == (True, False)
    assert ("Polsslag bewaart ze voor" in here, "Polsslag bewaart ze voor" in there) == (False, True)


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.COUNCIL_MEMBER])
def test_a_menu_of_one_is_no_menu(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], role: Role) -> None:
    page = texts_of(client_at(tenant, make_person(role, municipality="GM0321" if role is Role.COUNCIL_MEMBER else None)).get("/"))

    assert "shell-nav" not in page
    assert '<a class="shell-brand" href="/">' in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_cannot_be_read_or_is_too_large_gets_a_page_of_ours(tenant: Tenant, client_at: Callable[..., Client], language: str) -> None:
    client = client_at(tenant)
    client.cookies["django_language"] = language

    null = [client.get("/privacy/?naam=jansen%00"), client.post("/account/login/", {"login": "jansen\x00", "password": "x"})]
    large = client.post("/account/login/", {"login": "jansen"}, headers={"Content-Length": "99999999"})

    assert [answer.status_code for answer in (*null, large)] == [400, 400, 413]
    told = ("Een teken dat niet te bewaren is", "Dit is te groot om te versturen")
    if language == "en":
        told = ("A character that cannot be kept", "This is too large to send")
    assert [part in texts_of(answer) for part, answer in ((told[0], null[0]), (told[0], null[1]), (told[1], large))] == [True] * 3
    assert all('class="shell-header"' in texts_of(answer) and "jansen" not in texts_of(answer) for answer in (*null, large))


@pytest.fixture
def portal(tenant: Tenant) -> Tenant:
    return Tenant.objects.get(slug="portaal")


@pytest.mark.parametrize(
    ("referrer", "then"),
    [
        ("http://samen.polsslag.localhost/klachten/?state=open", "/klachten/?state=open"),
        (None, "/"),
        ("http://elders.polsslag.localhost/klachten/", "/"),
        ("https://evil.example/", "/"),
        ("http://samen.polsslag.localhost//evil.example/", "/"),
    ],
)
def test_who_sends_a_form_after_the_session_ended_comes_back_where_the_form_was(
    tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client], referrer: str | None, then: str
) -> None:
    headers = {"Referer": referrer} if referrer else {}

    sent = client_at(tenant).post("/klachten/zoeken/", {"words": "2025-00001"}, headers=headers)
    back = client_at(tenant, make_person(Role.COORDINATOR)).get(then)

    assert sent["Location"] == "/account/login/?next=" + quote(then, safe="/")
    assert back.status_code == 200


def test_who_opens_a_page_without_signing_in_comes_back_to_it(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    assert client_at(tenant).get("/klachten/?state=open")["Location"] == "/account/login/?next=/klachten/%3Fstate%3Dopen"
