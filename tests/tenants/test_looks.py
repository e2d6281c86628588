"""Colour and logo: readable, bounded, and only what they say they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tenants.actors import Actor
from tenants.models import Tenant
from tenants.organisation.contrast import contrast, is_colour, is_readable_with_white, ramp
from tenants.organisation.flows.looks import (
    ColourTooLight,
    LogoOfAnotherKind,
    LogoTextMissing,
    LogoTooLarge,
    NotAColour,
    NothingChanged,
    change_looks,
)
from tenants.organisation.logos import LARGEST_LOGO, logo_type
from tenants.organisation.models import OrganisationEvent, OrganisationSettings
from tenants.permissions import Role

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_as_wcag_computes_it(first: str, second: str, ratio: float) -> None:
    assert round(contrast(first, second), 2) == ratio
    assert contrast(first, second) == contrast(second, first)


@pytest.mark.parametrize(
    ("colour", "readable"), [("#0f5478", True), ("#b30000", True), ("#777777", False), ("#ffdd00", False), ("#00a0d6", False)]
)
def test_a_colour_is_accepted_when_white_on_it_can_be_read(colour: str, readable: bool) -> None:
    assert is_readable_with_white(colour) is readable


def test_the_ramp_goes_from_light_to_dark_and_holds_the_colour_itself() -> None:
    shades = ramp("#0f5478")

    assert shades[500] == "#0f5478"
    assert [contrast(shade, "#ffffff") for shade in shades.values()] == sorted(contrast(shade, "#ffffff") for shade in shades.values())


@pytest.mark.parametrize("text", ["", "#fff", "#GG0000", "0f5478", "#0f5478;}", "red"])
def test_what_is_no_colour(text: str) -> None:
    assert is_colour(text) is False


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_a_picture_is_told_by_its_bytes(content: bytes, kind: str | None) -> None:
    assert logo_type(content) == kind


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


def test_colour_and_logo_are_kept_with_history(administrator: Actor, now: datetime) -> None:
    change_looks(actor=administrator, primary_colour="#0B6E4F", logo=PNG, logo_text="Wapen van Voorbeeld", now=now)

    kept = OrganisationSettings.objects.get()
    assert (kept.primary_colour, bytes(kept.logo or b""), kept.logo_type, kept.logo_text) == (
        "#0b6e4f",
        PNG,
        "image/png",
        "Wapen van Voorbeeld",
    )
    assert OrganisationEvent.objects.get(code="looks_changed").data["changed"] == ["primary_colour", "logo", "logo_text"]


@pytest.mark.parametrize(
    ("colour", "logo", "text", "refusal"),
    [
        ("blauw", None, "", NotAColour),
        ("#ffdd00", None, "", ColourTooLight),
        ("", b"<svg/>", "x", LogoOfAnotherKind),
        ("", PNG + b"\x00" * LARGEST_LOGO, "x", LogoTooLarge),
        ("", PNG, " ", LogoTextMissing),
        ("", None, "", NothingChanged),
    ],
)
def test_what_cannot_be_kept_is_refused(
    administrator: Actor, now: datetime, colour: str, logo: bytes | None, text: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        change_looks(actor=administrator, primary_colour=colour, logo=logo, logo_text=text, now=now)

    kept = OrganisationSettings.objects.get()
    assert (kept.primary_colour, kept.logo, OrganisationEvent.objects.filter(code="looks_changed").count()) == ("", None, 0)


def test_everybody_gets_the_colour_and_the_logo_as_files_of_their_own(
    tenant: Tenant, make_person: Callable[..., object], client_at: Callable[..., Client]
) -> None:
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))
    client.post("/huisstijl/", {"primary_colour": "#0b6e4f", "logo": SimpleUploadedFile("x.svg", PNG), "logo_text": "Wapen"})
    anonymous = client_at(tenant)

    style = anonymous.get("/huisstijl.css")
    again = anonymous.get("/huisstijl.css", headers={"If-None-Match": style["ETag"]})
    logo = anonymous.get("/logo")

    assert (style["Content-Type"], again.status_code) == ("text/css; charset=utf-8", 304)
    assert "--polsslag-brand-500: #0b6e4f;" in style.content.decode()
    assert (logo["Content-Type"], logo.content, logo["X-Content-Type-Options"]) == ("image/png", PNG, "nosniff")
    assert 'alt="Wapen"' in anonymous.get("/account/login/").content.decode()


def test_without_a_logo_there_is_none(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    assert client_at(tenant).get("/logo").status_code == 404
