"""Which ombudsvoorziening (Awb 9:17) may be turned to about an authority. Letters name it, so there is never a second at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.organisation.access import access_authority, access_ombudsman
from tenants.organisation.checks import as_text, changed_days, check_begins_within, check_not_begun, check_period, checked_name, refusing
from tenants.organisation.models import Authority, CompetentOmbudsman
from tenants.organisation.records import record_organisation_event
from tenants.permissions import Permission

LONGEST_CONTACT = 1_000
ONE_DAY = timedelta(days=1)


class ContactTooLong(Refusal):
    code = "contact_too_long"
    message = _("Say in at most 1,000 characters how to reach the ombudsman.")


class AnotherOmbudsmanThen(Refusal):
    code = "another_ombudsman_then"
    message = _("There is an ombudsman that begins on that day or later. Choose a later day, or withdraw that one first.")


class AnotherOmbudsmanBefore(Refusal):
    code = "another_ombudsman_before"
    message = _("Another ombudsman begins on that day or later, and comes before this one. Choose a later day.")


class SameOmbudsman(Refusal):
    code = "same_ombudsman"
    message = _("This is the ombudsman already. Choose another, or change the name and the contact details of this one.")


class OmbudsmanUnchanged(Refusal):
    code = "ombudsman_unchanged"
    message = _("There is nothing to change: this is how it is already.")


def name_ombudsman(
    *, actor: Actor, authority_id: int, name: str, contact: str, valid_from: date | None, now: datetime
) -> CompetentOmbudsman:
    """Name the ombudsman from a day on; the one that runs then ends the day before. valid_from: None for "always", the first only.

    Raises NotFound, NameMissing, ContactTooLong, DayOutOfReach, AuthorityNotYetThere, AuthorityGone, SameOmbudsman,
    AnotherOmbudsmanThen.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    name, contact = checked_name(name), _checked_contact(contact)
    check_period(valid_from=valid_from, valid_until=None)
    with refusing(one_ombudsman_at_a_time=AnotherOmbudsmanThen(field="valid_from")), transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        if authority.valid_from is not None and valid_from is None:
            valid_from = authority.valid_from
        check_begins_within(authority, valid_from=valid_from)
        last = _last(authority)
        _check_follows(last, name=name, valid_from=valid_from)
        if last is not None and valid_from is not None and (last.valid_until is None or last.valid_until >= valid_from):
            last.valid_until = valid_from - ONE_DAY
            last.save(update_fields=["valid_until"])
        ombudsman = CompetentOmbudsman.objects.create(authority=authority, name=name, contact=contact, valid_from=valid_from)
        data = {"authority": authority.pk, "ombudsman": ombudsman.pk, "from": as_text(valid_from), "before": last.pk if last else None}
        record_organisation_event(actor=actor, now=now, code="ombudsman_named", data=data)
    return ombudsman


def correct_ombudsman(
    *, actor: Actor, authority_id: int, ombudsman_id: int, name: str, contact: str, valid_from: date | None, now: datetime
) -> CompetentOmbudsman:
    """The same ombudsman, with its name, contact details or first day as they should be; the one before ends the day before.

    Raises NotFound, NameMissing, ContactTooLong, DayOutOfReach, EndsBeforeItBegins, AuthorityNotYetThere, AuthorityGone,
    OmbudsmanUnchanged, AnotherOmbudsmanBefore.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    texts = {"name": checked_name(name), "contact": _checked_contact(contact)}
    check_period(valid_from=valid_from, valid_until=None)
    with refusing(one_ombudsman_at_a_time=AnotherOmbudsmanThen(field="valid_from")), transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        ombudsman = access_ombudsman(actor=actor, authority=authority, ombudsman_id=ombudsman_id)
        reworded = [field for field, text in texts.items() if getattr(ombudsman, field) != text]
        moved = changed_days({"valid_from": ombudsman.valid_from}, {"valid_from": valid_from})
        if not reworded and not moved:
            raise OmbudsmanUnchanged
        if moved:
            _move_first_day(authority, ombudsman, valid_from=valid_from)
        ombudsman.name, ombudsman.contact = texts["name"], texts["contact"]
        ombudsman.save(update_fields=["name", "contact", "valid_from"])
        data = {"authority": authority.pk, "ombudsman": ombudsman.pk, "reworded": reworded, "days": moved}
        record_organisation_event(actor=actor, now=now, code="ombudsman_corrected", data=data)
    return ombudsman


def _move_first_day(authority: Authority, ombudsman: CompetentOmbudsman, *, valid_from: date | None) -> None:
    """Between the first day of the one before and the last day of its own, so that neither disappears."""
    check_period(valid_from=valid_from, valid_until=ombudsman.valid_until)
    check_begins_within(authority, valid_from=valid_from)
    before = _before(authority, ombudsman)
    if before is not None:
        if valid_from is None or (before.valid_from is not None and valid_from <= before.valid_from):
            raise AnotherOmbudsmanBefore(field="valid_from")
        before.valid_until = valid_from - ONE_DAY
        before.save(update_fields=["valid_until"])
    ombudsman.valid_from = valid_from


def withdraw_ombudsman(*, actor: Actor, authority_id: int, ombudsman_id: int, now: datetime) -> Authority:
    """Undo the naming of one that has not begun; the one before it runs on. Raises NotFound, AlreadyBegun."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    with transaction.atomic(durable=True):
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        ombudsman = access_ombudsman(actor=actor, authority=authority, ombudsman_id=ombudsman_id)
        check_not_begun(ombudsman, today=dutch_date(now))
        first_day, last_day, withdrawn = ombudsman.valid_from, ombudsman.valid_until, ombudsman.pk
        ombudsman.delete()
        if first_day is not None:
            authority.ombudsmen.filter(valid_until=first_day - ONE_DAY).update(valid_until=last_day)
        data = {"authority": authority.pk, "ombudsman": withdrawn, "from": as_text(first_day)}
        record_organisation_event(actor=actor, now=now, code="ombudsman_withdrawn", data=data)
    return authority


def _last(authority: Authority) -> CompetentOmbudsman | None:
    """The one that begins last; one without a first day is before all others."""
    return max(authority.ombudsmen.all(), key=lambda one: one.valid_from or date.min, default=None)


def _before(authority: Authority, ombudsman: CompetentOmbudsman) -> CompetentOmbudsman | None:
    """The one that ends when this one begins."""
    earlier = [one for one in authority.ombudsmen.all() if ombudsman.valid_from and (one.valid_from or date.min) < ombudsman.valid_from]
    return max(earlier, key=lambda one: one.valid_from or date.min, default=None)


def _check_follows(last: CompetentOmbudsman | None, *, name: str, valid_from: date | None) -> None:
    if last is None:
        return
    if last.name == name and last.valid_until is None:
        raise SameOmbudsman(field="name")
    if valid_from is None or (last.valid_from is not None and last.valid_from >= valid_from):
        raise AnotherOmbudsmanThen(field="valid_from")


def _checked_contact(contact: str) -> str:
    # A browser sends lines with another ending than it was given.
    contact = "\n".join(contact.strip().splitlines())
    if len(contact) > LONGEST_CONTACT or "\x00" in contact:
        raise ContactTooLong(field="contact")
    return contact
