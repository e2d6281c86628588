"""What the flows about authorities share: usable names and days, and constraints that become refusals.

A period runs from and until, both days included; blank is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Protocol

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.errors import Refusal

FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2199, 12, 31)
LONGEST_NAME = 200


class NameMissing(Refusal):
    code = "name_missing"
    message = _("Give a name of at most 200 characters.")


class EndsBeforeItBegins(Refusal):
    code = "ends_before_it_begins"
    message = _("The last day is before the first. Change one of them.")


class DayOutOfReach(Refusal):
    code = "day_out_of_reach"
    message = _("Choose a day between 1850 and 2199.")


class AuthorityNotYetThere(Refusal):
    code = "authority_not_yet_there"
    message = _("The authority begins later. Choose its first day or a later one, or change the days of the authority.")


class AuthorityGone(Refusal):
    code = "authority_gone"
    message = _("The authority has ended by then. Choose an earlier day, or change the days of the authority.")


class AlreadyBegun(Refusal):
    code = "already_begun"
    message = _("This has begun already, so it stays in the history. Give it a last day instead.")


class Period(Protocol):
    """Anything with a first and a last day."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_until(self) -> date | None: ...


def checked_name(name: str, *, field: str = "name", longest: int = LONGEST_NAME) -> str:
    """The name without white space around it or repeated within. Raises NameMissing."""
    name = " ".join(name.split())
    if not name or len(name) > longest or "\x00" in name:
        raise NameMissing(field=field)
    return name


def check_period(*, valid_from: date | None, valid_until: date | None) -> None:
    """Raises DayOutOfReach, EndsBeforeItBegins."""
    for field, day in (("valid_from", valid_from), ("valid_until", valid_until)):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise DayOutOfReach(field=field)
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        raise EndsBeforeItBegins(field="valid_until")


def check_begins_within(authority: Period, *, valid_from: date | None) -> None:
    """What belongs to an authority begins while there is one. Raises AuthorityNotYetThere, AuthorityGone."""
    if authority.valid_from is not None and (valid_from is None or valid_from < authority.valid_from):
        raise AuthorityNotYetThere(field="valid_from")
    if authority.valid_until is not None and valid_from is not None and valid_from > authority.valid_until:
        raise AuthorityGone(field="valid_from")


def check_not_begun(period: Period, *, today: date) -> None:
    """Only what has not begun can be withdrawn. Raises AlreadyBegun."""
    if period.valid_from is None or period.valid_from <= today:
        raise AlreadyBegun


def is_in_force(period: Period, *, day: date) -> bool:
    """Whether the day lies in the period."""
    return (period.valid_from is None or period.valid_from <= day) and (period.valid_until is None or day <= period.valid_until)


def in_force(*, day: date) -> Q:
    """Rows whose period holds the day."""
    return overlapping(valid_from=day, valid_until=day)


def overlapping(*, valid_from: date | None, valid_until: date | None) -> Q:
    """Rows whose period has a day in common with this one."""
    found = Q()
    if valid_until is not None:
        found &= Q(valid_from__isnull=True) | Q(valid_from__lte=valid_until)
    if valid_from is not None:
        found &= Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from)
    return found


@contextmanager
def refusing(**refusals: Refusal) -> Iterator[None]:
    """Around a transaction: what a constraint of the database stops is refused, by the name of the constraint."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in refusals:
            raise
        raise refusals[name] from None


def as_text(day: date | None) -> str | None:
    """A day as history keeps it."""
    return day.isoformat() if day else None


def changed_days(before: Mapping[str, date | None], after: Mapping[str, date | None]) -> dict[str, list[str | None]]:
    """Old and new day of each that differs, as history keeps them."""
    return {name: [as_text(before[name]), as_text(day)] for name, day in after.items() if before[name] != day}
