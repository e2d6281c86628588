"""Files that may be of the same person: an earlier complaint, or the same one told twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet
from django.db.models.functions import Lower

from complaints.access import visible_complaints
from complaints.models import NAMELESS, Complaint, Party
from tenants.actors import Actor, guard
from tenants.permissions import Permission

MOST_SHOWN = 5
# Of an address that half the register has, such as one of a law office, the newest are enough.
MOST_WEIGHED = 100
SHORTEST_NUMBER = 6
# The last nine digits say whose number it is: 06-12345678, +31 6 12345678 and 0031612345678 are one.
TELLING_DIGITS = 9
# As alike as "Fatima El Amrani" and "F. el Amrani"; "Jan de Vries" and "Piet de Vries" are less.
ALIKE = 0.55


@dataclass(frozen=True, kw_only=True)
class SamePerson:
    """A file, and what it has in common with what was asked: phone, email, name."""

    complaint: Complaint
    by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody goes by. digits: of the phone number, the last nine."""

    name: str
    digits: str
    email: str

    @classmethod
    def of(cls, *, name: str = "", phone: str = "", email: str = "") -> Told:
        digits = "".join(sign for sign in phone if sign.isdecimal())
        return cls(
            name=" ".join(name.replace("\x00", " ").split()).lower(),
            digits=digits[-TELLING_DIGITS:] if len(digits) >= SHORTEST_NUMBER else "",
            email=email.replace("\x00", "").strip().lower(),
        )


def files_of_same_person(*, actor: Actor, name: str = "", phone: str = "", email: str = "") -> list[SamePerson]:
    """The five newest files of somebody with this number or address, or a name much like it; number and address go first.

    Only files this person may see, and never by somebody who is shielded or anonymous there. Raises NotPermitted.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    return _found(actor, [Told.of(name=name, phone=phone, email=email)])


def other_files_of(*, actor: Actor, complaint: Complaint) -> list[SamePerson]:
    """Other files that may be of the people in this one; of whoever is shielded or anonymous in it nothing is looked up.

    Raises NotPermitted.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    known = [party for party in complaint.parties.all() if party.identity not in NAMELESS]
    people = [Told.of(name=party.name, phone=party.phone, email=party.email) for party in known]
    return _found(actor, people, besides=complaint.pk)


def _found(actor: Actor, people: Iterable[Told], *, besides: UUID | None = None) -> list[SamePerson]:
    by_file: dict[UUID, set[str]] = {}
    for told in people:
        for what, parties in parties_like(told):
            others = parties.exclude(identity__in=NAMELESS).exclude(complaint=besides).order_by("-pk")
            for complaint_id in others.values_list("complaint", flat=True)[:MOST_WEIGHED]:
                by_file.setdefault(complaint_id, set()).add(what)
    files = visible_complaints(actor=actor).filter(pk__in=by_file).prefetch_related("rounds", "points__nature", "points__unit")
    found = [SamePerson(complaint=one, by=tuple(sorted(by_file[one.pk], key=WAYS.index))) for one in files]
    found.sort(key=lambda one: (one.complaint.received_on, one.complaint.reference), reverse=True)
    # Whoever shares a number or an address is surer than whoever has a name like it.
    return sorted(found, key=lambda one: one.by == ("name",))[:MOST_SHOWN]


WAYS = ("phone", "email", "name")


def parties_like(told: Told) -> Iterable[tuple[str, QuerySet[Party]]]:
    """People who may be this one, by each thing they go by."""
    if told.digits:
        yield "phone", Party.objects.filter(phone_digits=told.digits)
    if told.email:
        yield "email", Party.objects.annotate(lower_email=Lower("email")).filter(lower_email=told.email)
    if told.name:
        alike = Party.objects.annotate(lower_name=Lower("name")).filter(lower_name__trigram_similar=told.name)
        yield "name", alike.annotate(alike=TrigramSimilarity("lower_name", told.name)).filter(alike__gte=ALIKE)
