"""Who may sign which letters in the name of an authority, from when (mandate, Awb title 10.1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.accounts.models import Membership
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.models import Tenant
from tenants.organisation.access import access_authority, access_mandate
from tenants.organisation.checks import as_text, check_begins_within, check_not_begun, check_period, checked_name, overlapping, refusing
from tenants.organisation.letters import EVERY_LETTER, LETTERS
from tenants.organisation.models import Authority, SigningMandate
from tenants.organisation.records import record_organisation_event
from tenants.permissions import OUTSIDERS, Permission, Role


class NotAMemberHere(Refusal):
    code = "not_a_member_here"
    message = _("This person has no role here on that day. Give the person a role first, or choose a later day.")


class SignsNothingHere(Refusal):
    code = "signs_nothing_here"
    message = _("Who only advises in a committee, or sits in the council, does not sign for the authority. Choose somebody else.")


class LetterUnknown(Refusal):
    code = "letter_unknown"
    message = _("Choose one or more letters from the list, or all of them.")


class MayAlreadySign(Refusal):
    code = "may_already_sign"
    message = _("This person may sign this already in these days: %(letters)s. Leave it out, or end that first.")


class LastDayUnchanged(Refusal):
    code = "last_day_unchanged"
    message = _("This is its last day already.")


def grant_signing_mandate(
    *,
    actor: Actor,
    tenant: Tenant,
    authority_id: int,
    user_id: int,
    function_title: str,
    letter_codes: Collection[str],
    valid_from: date,
    valid_until: date | None = None,
    now: datetime,
) -> list[SigningMandate]:
    """Let somebody with a role here sign letters. letter_codes: L01 to L14, or "*" for every letter. One mandate for each.

    Raises NotFound, NameMissing (of the function), LetterUnknown, DayOutOfReach, EndsBeforeItBegins, AuthorityNotYetThere,
    AuthorityGone, NotAMemberHere, SignsNothingHere, MayAlreadySign.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    title = checked_name(function_title, field="function_title")
    codes = _checked_codes(letter_codes)
    check_period(valid_from=valid_from, valid_until=valid_until)
    twice = MayAlreadySign(field="letter_codes", letters=", ".join(codes))
    with refusing(signing_mandate_once=twice), transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        check_begins_within(authority, valid_from=valid_from)
        # The decision on mandates may be older than the role here.
        if not _has_role(tenant, user_id, on=max(valid_from, dutch_date(now))):
            raise NotAMemberHere(field="user")
        if not _has_role(tenant, user_id, on=max(valid_from, dutch_date(now)), besides=OUTSIDERS):
            raise SignsNothingHere(field="user")
        _check_not_yet(authority, user_id, codes, valid_from=valid_from, valid_until=valid_until)
        mandates = [
            SigningMandate.objects.create(
                authority=authority,
                user_id=user_id,
                function_title=title,
                letter_code=code,
                valid_from=valid_from,
                valid_until=valid_until,
            )
            for code in codes
        ]
        data = {
            "authority": authority.pk,
            "user": user_id,
            "mandates": {one.letter_code: one.pk for one in mandates},
            "from": as_text(valid_from),
            "until": as_text(valid_until),
        }
        record_organisation_event(actor=actor, now=now, code="signing_mandate_granted", data=data)
    return mandates


def end_signing_mandate(*, actor: Actor, authority_id: int, mandate_id: int, valid_until: date, now: datetime) -> SigningMandate:
    """Give a mandate its last day, or another one. Raises NotFound, DayOutOfReach, EndsBeforeItBegins, LastDayUnchanged, MayAlreadySign."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    with transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        mandate = access_mandate(actor=actor, authority=authority, mandate_id=mandate_id)
        check_period(valid_from=mandate.valid_from, valid_until=valid_until)
        if mandate.valid_until == valid_until:
            raise LastDayUnchanged(field="valid_until")
        before, mandate.valid_until = mandate.valid_until, valid_until
        if before is not None and valid_until > before:
            _check_not_yet(
                authority, mandate.user_id, [mandate.letter_code], valid_from=before, valid_until=valid_until, apart_from=mandate
            )
        mandate.save(update_fields=["valid_until"])
        data = {"authority": authority.pk, "mandate": mandate.pk, "until": [as_text(before), as_text(valid_until)]}
        record_organisation_event(actor=actor, now=now, code="signing_mandate_ended", data=data)
    return mandate


def withdraw_signing_mandate(*, actor: Actor, authority_id: int, mandate_id: int, now: datetime) -> Authority:
    """Undo a mandate that has not begun. Raises NotFound, AlreadyBegun."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    with transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        mandate = access_mandate(actor=actor, authority=authority, mandate_id=mandate_id)
        check_not_begun(mandate, today=dutch_date(now))
        data = {"authority": authority.pk, "mandate": mandate.pk, "user": mandate.user_id, "from": as_text(mandate.valid_from)}
        mandate.delete()
        record_organisation_event(actor=actor, now=now, code="signing_mandate_withdrawn", data=data)
    return authority


def _checked_codes(given: Collection[str]) -> list[str]:
    codes = sorted(set(given))
    if not codes or any(code != EVERY_LETTER and code not in LETTERS for code in codes):
        raise LetterUnknown(field="letter_codes")
    return [EVERY_LETTER] if EVERY_LETTER in codes else codes


def _has_role(tenant: Tenant, user_id: int, *, on: date, besides: Collection[Role] = ()) -> bool:
    running = Membership.objects.filter(tenant=tenant, user_id=user_id, user__is_active=True, ended_at__isnull=True)
    return running.filter(starts_on__lte=on).exclude(role__in=besides).exists()


def _check_not_yet(
    authority: Authority,
    user_id: int,
    codes: list[str],
    *,
    valid_from: date,
    valid_until: date | None,
    apart_from: SigningMandate | None = None,
) -> None:
    """Nobody may sign one letter by two mandates; all letters beside some of them is allowed, it says more."""
    held = authority.mandates.filter(overlapping(valid_from=valid_from, valid_until=valid_until), user_id=user_id)
    if apart_from is not None:
        held = held.exclude(pk=apart_from.pk)
    same = sorted(set(held.filter(letter_code__in=[EVERY_LETTER, *codes]).values_list("letter_code", flat=True)))
    if same:
        raise MayAlreadySign(field="letter_codes", letters=", ".join(LETTERS.get(code, str(_("every letter"))) for code in same))
