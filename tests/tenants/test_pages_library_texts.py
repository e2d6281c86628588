"""What Django and allauth say themselves on our pages is Dutch, and says "u"."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import allauth
import django
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.template.loader import get_template
from django.test import Client
from django.utils import translation

from tenants.accounts.models import User
from tenants.management.translations import Text, _texts_of_code
from tenants.models import Tenant
from tenants.permissions import Role
from tenants.web import account_urls, library_texts

ALLAUTH, DJANGO = Path(allauth.__file__).parent, Path(django.__file__).parent
# Where the texts come from that our forms and pages can show.
SOURCES = [
    *(ALLAUTH / "account").glob("*.py"),
    *(ALLAUTH / "mfa").rglob("*.py"),
    DJANGO / "contrib" / "auth" / "password_validation.py",
    DJANGO / "core" / "validators.py",
    *(DJANGO / "forms").glob("*.py"),
]
# The same in both languages, or the name of a model that no page shows.
THE_SAME = {"Accounts", "Code", "Login", "MFA", "TOTP Authenticator", "WebAuthn", "IPv4", "IPv6", ":", ":?.!"}
INFORMAL = re.compile(r"\b(je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)


def texts_of_libraries() -> list[Text]:
    return [text for path in SOURCES for text in _texts_of_code(path.read_text(encoding="utf-8"))]


def in_dutch(text: Text) -> str:
    with translation.override("nl"):
        if text.plural:
            return translation.ngettext(text.singular, text.plural, 2)
        return translation.pgettext(text.context, text.singular) if text.context else translation.gettext(text.singular)


def test_every_text_of_the_libraries_has_its_dutch_with_u() -> None:
    texts = texts_of_libraries()

    english = {text.singular for text in texts if in_dutch(text) == (text.plural or text.singular)}
    informal = {text.singular for text in texts if INFORMAL.search(in_dutch(text))}

    assert len(texts) > 150
    assert english - THE_SAME == set()
    assert informal == set()


def test_no_text_is_kept_that_the_libraries_no_longer_use() -> None:
    used = {text.singular for text in texts_of_libraries()}

    kept = {text.singular for text in _texts_of_code(Path(library_texts.__file__).read_text(encoding="utf-8"))}

    assert len(kept) == len(library_texts.LIBRARY_TEXTS)
    assert kept - used == set()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"password1": "kort", "password2": "kort"}, "Dit wachtwoord is te kort. Gebruik minstens 12 tekens."),
        ({"password2": "een-ander-wachtwoord"}, "De twee wachtwoorden zijn niet gelijk. Vul ze nog een keer in."),
        ({"oldpassword": "fout"}, "Dit is niet uw huidige wachtwoord. Vul het wachtwoord in waarmee u nu inlogt."),
        (
            {"password1": "lang-adres@elders.example", "password2": "lang-adres@elders.example"},
            "Het wachtwoord lijkt te veel op uw naam of e-mailadres. Kies een ander.",
        ),
        ({"password1": ""}, "Dit veld is verplicht."),
    ],
)
def test_a_password_that_cannot_be_is_refused_in_dutch(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], change: dict[str, str], told: str
) -> None:
    person = make_person(Role.COUNCIL_REGISTRY, email="lang-adres@elders.example")
    right = {"oldpassword": "geheim", "password1": "een-lang-wachtwoord", "password2": "een-lang-wachtwoord"}

    page = client_at(tenant, person).post("/account/password/change/", right | change).content.decode()

    assert page.count(told) == 2, "in the list on top and beside the field"
    assert person.check_password("geheim")


def test_a_wrong_sign_in_and_a_wrong_code_are_refused_in_dutch(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    person = make_person(Role.HANDLER)
    client = client_at(tenant)

    wrong = client.post("/account/login/", {"login": person.email, "password": "fout"}).content.decode()
    TOTP.activate(person, generate_totp_secret())
    step = client.post("/account/login/", {"login": person.email, "password": "geheim"}, follow=True)
    code = client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()

    assert "Dit e-mailadres en wachtwoord horen niet bij elkaar." in wrong
    assert step.redirect_chain[-1][0] == "/account/2fa/authenticate/"
    assert code.count("Deze code klopt niet, of is al gebruikt. Vul een nieuwe code in.") == 2


@pytest.mark.parametrize("kind", ["app", "passkey"])
def test_the_second_step_asks_for_what_the_person_has(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person(Role.HANDLER)
    client = client_at(tenant)
    if kind == "app":
        TOTP.activate(person, generate_totp_secret())
    else:
        Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}})
        monkeypatch.setattr(WebAuthn, "authenticator_data", property(lambda self: None))
        monkeypatch.setattr("allauth.mfa.base.views.webauthn_auth.begin_authentication", lambda user: {"publicKey": {}})

    page = client.post("/account/login/", {"login": person.email, "password": "geheim"}, follow=True).content.decode()

    assert ("Gebruik uw passkey" in page, "die uw authenticator-app toont" in page) == (kind == "passkey", kind == "app")


def test_every_page_of_signing_in_is_ours() -> None:
    """A template of allauth's own stands outside our shell and speaks its own Dutch."""
    ours = str(Path(__file__).parents[2] / "tenants" / "web" / "templates")
    names = {getattr(getattr(pattern.callback, "view_class", None), "template_name", None) for pattern in account_urls.urlpatterns}

    shown = sorted(name for name in names if name and not name.endswith(".txt"))
    foreign = [name for name in shown if not get_template(name).origin.name.startswith(ours)]  # type: ignore[attr-defined]

    assert len(shown) == 21
    assert foreign == []
