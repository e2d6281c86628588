"""An organisation gives its pages its own colour and logo, as long as they can be read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.organisation.contrast import LEAST_CONTRAST, WHITE, contrast, is_colour, is_readable_with_white
from tenants.organisation.logos import LARGEST_LOGO, logo_type
from tenants.organisation.models import OrganisationSettings
from tenants.organisation.records import record_organisation_event
from tenants.permissions import Permission

LONGEST_LOGO_TEXT = 200


class NotAColour(Refusal):
    code = "not_a_colour"
    message = _("Write the colour as # with six digits or letters a to f, for example #0f5478.")


class ColourTooLight(Refusal):
    code = "colour_too_light"
    message = _("This colour cannot be read well: its contrast with white is %(contrast)s, and %(least)s is needed. Choose a darker one.")


class LogoTooLarge(Refusal):
    code = "logo_too_large"
    message = _("The logo is larger than 200 kB. Save it smaller, for example 400 pixels wide.")


class LogoOfAnotherKind(Refusal):
    code = "logo_of_another_kind"
    message = _("This is not a PNG, JPEG or WebP picture. Save the logo as one of these.")


class LogoTextMissing(Refusal):
    code = "logo_text_missing"
    message = _("Say in a few words what the logo shows, for people who cannot see it.")


class NothingChanged(Refusal):
    code = "nothing_changed"
    message = _("There is nothing to change: this is how the pages look already.")


def change_looks(
    *, actor: Actor, primary_colour: str, logo: bytes | None, logo_text: str, removes_logo: bool = False, now: datetime
) -> OrganisationSettings:
    """Set colour, logo and what the logo shows. logo: None keeps the one there is; primary_colour: empty for the product's own.

    Raises NotAColour, ColourTooLight, LogoTooLarge, LogoOfAnotherKind, LogoTextMissing, NothingChanged.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    colour = _checked_colour(primary_colour)
    with transaction.atomic(durable=True):
        looks = OrganisationSettings.objects.select_for_update().get()
        before = (looks.primary_colour, bytes(looks.logo or b""), looks.logo_text)
        looks.primary_colour = colour
        if removes_logo:
            looks.logo, looks.logo_type, looks.logo_text = None, "", ""
        else:
            _set_logo(looks, logo, logo_text.strip())
        changed = [
            name
            for name, old, new in zip(
                ("primary_colour", "logo", "logo_text"),
                before,
                (looks.primary_colour, bytes(looks.logo or b""), looks.logo_text),
                strict=True,
            )
            if old != new
        ]
        if not changed:
            raise NothingChanged
        looks.save(update_fields=["primary_colour", "logo", "logo_type", "logo_text"])
        data = {"changed": changed, "primary_colour": looks.primary_colour, "logo_type": looks.logo_type}
        record_organisation_event(actor=actor, now=now, code="looks_changed", data=data)
    return looks


def _checked_colour(given: str) -> str:
    colour = given.strip().lower()
    if not colour:
        return ""
    if not is_colour(colour):
        raise NotAColour(field="primary_colour")
    if not is_readable_with_white(colour):
        ratio = f"{contrast(colour, WHITE):.1f}".replace(".", ",")
        raise ColourTooLight(field="primary_colour", contrast=ratio, least=f"{LEAST_CONTRAST}".replace(".", ","))
    return colour


def _set_logo(looks: OrganisationSettings, logo: bytes | None, logo_text: str) -> None:
    if logo is not None:
        if len(logo) > LARGEST_LOGO:
            raise LogoTooLarge(field="logo")
        kind = logo_type(logo)
        if kind is None:
            raise LogoOfAnotherKind(field="logo")
        looks.logo, looks.logo_type = logo, kind
    if looks.logo_type and not logo_text:
        raise LogoTextMissing(field="logo_text")
    looks.logo_text = logo_text[:LONGEST_LOGO_TEXT] if looks.logo_type else ""
