"""The columns of the list: what somebody can choose to see, and so what an export of it holds.

Free text stays short, nobody's name is shown but in files of one's own, and nothing that is sensitive or shielded is in any column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.code_lists import LAWS
from complaints.finding.filters import DUE_SOON
from complaints.models import Complaint, Identity, ListColumns, Party
from complaints.selectors import current_round, main_point
from tenants.accounts.selectors import shown_names
from tenants.actors import Actor
from tenants.connections import current_schema
from tenants.models import Tenant, TenantKind
from tenants.organisation.core_lists import KINDS, Kind

LONGEST_DESCRIPTION = 160

Value = str | date | None


class Column(StrEnum):
    """By its code, as it stands in an address."""

    NUMBER = "number"
    SOURCE_NUMBER = "source"
    SUBJECT = "subject"
    DESCRIPTION = "description"
    PERSON = "person"
    UNIT = "unit"
    MUNICIPALITY = "municipality"
    PROVIDER = "provider"
    LAW = "law"
    KIND = "kind"
    DERIVED_KIND = "facts"
    CHANNEL = "channel"
    RECEIVED = "received"
    STATE = "state"
    DUE = "due"
    HANDLER = "handler"
    CLOSED = "closed"
    OUTCOME = "outcome"
    CHANGED = "changed"


COLUMN_NAMES: dict[Column, Promise] = {
    Column.NUMBER: gettext_lazy("Number"),
    Column.SOURCE_NUMBER: gettext_lazy("Number elsewhere"),
    Column.SUBJECT: gettext_lazy("Subject"),
    Column.DESCRIPTION: gettext_lazy("In short"),
    Column.PERSON: gettext_lazy("Who, in my files"),
    Column.UNIT: gettext_lazy("Unit"),
    Column.MUNICIPALITY: gettext_lazy("Municipality"),
    Column.PROVIDER: gettext_lazy("Care provider"),
    Column.LAW: gettext_lazy("Law"),
    Column.KIND: gettext_lazy("Kind, in our own words"),
    Column.DERIVED_KIND: gettext_lazy("Kind, by the facts"),
    Column.CHANNEL: gettext_lazy("Channel"),
    Column.RECEIVED: gettext_lazy("Received"),
    Column.STATE: gettext_lazy("State"),
    Column.DUE: gettext_lazy("Last day"),
    Column.HANDLER: gettext_lazy("Handler"),
    Column.CLOSED: gettext_lazy("Closed on"),
    Column.OUTCOME: gettext_lazy("Outcome"),
    Column.CHANGED: gettext_lazy("Last worked on"),
}

# What a column means, for whoever opens an export later.
DEFINITIONS: dict[Column, Promise] = {
    Column.NUMBER: gettext_lazy("Our number: the year of receipt and a serial number."),
    Column.SOURCE_NUMBER: gettext_lazy("The number it had in the register it was taken over from."),
    Column.SUBJECT: gettext_lazy("Of the main point, in the organisation's own words."),
    Column.DESCRIPTION: gettext_lazy(
        "The beginning of what was told. Not of files whose text is marked as sensitive, or in which somebody is shielded."
    ),
    Column.PERSON: gettext_lazy("Who came to us, only of files that you handle; never of somebody who is shielded."),
    Column.UNIT: gettext_lazy("Of the main point, in the organisation's own words."),
    Column.MUNICIPALITY: gettext_lazy("Of the person it is about, in the organisation's own words."),
    Column.PROVIDER: gettext_lazy("The care provider it is about."),
    Column.LAW: gettext_lazy("The law under which the help or service is given."),
    Column.KIND: gettext_lazy("The organisation's own word, of files that were taken over."),
    Column.DERIVED_KIND: gettext_lazy("What the facts make of it (Awb 9:1, 9:2 and 9:4)."),
    Column.CHANNEL: gettext_lazy("How it came in."),
    Column.RECEIVED: gettext_lazy("The day of receipt in Amsterdam: day 0 of every term."),
    Column.STATE: gettext_lazy("Of the last round: open, last day within a week, too late, closed, or left out."),
    Column.DUE: gettext_lazy("The last day of the last round, with extension and postponement."),
    Column.HANDLER: gettext_lazy("Who handles the last round."),
    Column.CLOSED: gettext_lazy("The day on which the last round ended."),
    Column.OUTCOME: gettext_lazy("Of the last round, in the organisation's own words."),
    Column.CHANGED: gettext_lazy("The day on which somebody last did something with the file."),
}

USUAL = (Column.NUMBER, Column.SUBJECT, Column.UNIT, Column.MUNICIPALITY, Column.RECEIVED, Column.STATE)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What the cells of some files need beside them, asked once for all.

    people: the filers of files that are mine. shielding: files in which somebody is shielded, so that their text stays there.
    """

    today: date
    handlers: Mapping[int, str]
    people: Mapping[UUID, Party]
    shielding: frozenset[UUID]


def columns_there_are() -> tuple[Column, ...]:
    """The columns this organisation has: a single municipality has no column for it."""
    tenant = Tenant.objects.only("kind").get(schema_name=current_schema())
    return tuple(column for column in Column if column is not Column.MUNICIPALITY or tenant.kind == TenantKind.GR)


def in_order(chosen: Iterable[str], *, there_are: Collection[Column]) -> tuple[Column, ...]:
    """The chosen columns in their own order, the number always first; what is not a column is left out."""
    wanted = {*chosen, Column.NUMBER}
    return tuple(column for column in there_are if column in wanted)


def own_columns(*, actor: Actor, there_are: Collection[Column]) -> tuple[Column, ...]:
    """The columns somebody chose here before, else the usual ones."""
    kept = ListColumns.objects.filter(user_id=actor.user_id or 0).first()
    return in_order(kept.columns if kept else USUAL, there_are=there_are)


def beside(files: Sequence[Complaint], columns: Collection[Column], *, actor: Actor, today: date) -> Beside:
    """What the cells of these files need: a statement for each of the columns that needs one, whatever the number of files."""
    last = {one.pk: current_round(one).handler_id for one in files}
    handlers: dict[int, str] = {}
    if Column.HANDLER in columns:
        tenant = Tenant.objects.get(schema_name=current_schema())
        handlers = shown_names(actor=actor, tenant=tenant, user_ids={one for one in last.values() if one is not None})
    people: dict[UUID, Party] = {}
    if Column.PERSON in columns:
        mine = [pk for pk, handler_id in last.items() if actor.user_id is not None and handler_id == actor.user_id]
        people = {party.complaint_id: party for party in Party.objects.filers().filter(complaint_id__in=mine)}
    shielding: frozenset[UUID] = frozenset()
    if Column.DESCRIPTION in columns:
        shielded = Party.objects.filter(complaint_id__in=last, identity=Identity.SHIELDED)
        shielding = frozenset(shielded.values_list("complaint_id", flat=True))
    return Beside(today=today, handlers=handlers, people=people, shielding=shielding)


def cell(one: Complaint, column: Column, with_: Beside) -> Value:
    """What stands in a column for a file: text, a day, or nothing."""
    return _CELLS[column](one, with_)


def _text(value: object) -> str | None:
    return str(value) if value is not None and value != "" else None


def _of_point(name: str) -> Callable[[Complaint, Beside], Value]:
    def read(one: Complaint, with_: Beside) -> Value:
        point = main_point(one)
        return _text(getattr(point, name)) if point else None

    return read


def _description(one: Complaint, with_: Beside) -> Value:
    if one.has_sensitive_text:
        return _("sensitive text")
    if one.pk in with_.shielding:
        return _("text about somebody who is shielded")
    told = " ".join((one.summary or one.story).split())
    return told if len(told) <= LONGEST_DESCRIPTION else told[: LONGEST_DESCRIPTION - 1].rstrip() + "…"


def _person(one: Complaint, with_: Beside) -> Value:
    party = with_.people.get(one.pk)
    if party is None:
        return None
    return party.name or None if party.identity == Identity.KNOWN else str(Identity(party.identity).label)


def _state(one: Complaint, with_: Beside) -> Value:
    if one.exclusion:
        return str(one.get_exclusion_display())
    last = current_round(one)
    if last.closed_on:
        return _("closed")
    if last.due_on < with_.today:
        return _("too late")
    return _("last day within a week") if last.due_on <= with_.today + DUE_SOON else _("open")


def _handler(one: Complaint, with_: Beside) -> Value:
    handler_id = current_round(one).handler_id
    return with_.handlers.get(handler_id) if handler_id is not None else None


_CELLS: dict[Column, Callable[[Complaint, Beside], Value]] = {
    Column.NUMBER: lambda one, with_: one.reference,
    Column.SOURCE_NUMBER: lambda one, with_: one.source_reference,
    Column.SUBJECT: _of_point("nature"),
    Column.DESCRIPTION: _description,
    Column.PERSON: _person,
    Column.UNIT: _of_point("unit"),
    Column.MUNICIPALITY: lambda one, with_: _text(one.municipality),
    Column.PROVIDER: lambda one, with_: _text(one.provider),
    Column.LAW: lambda one, with_: LAWS.get(one.law),
    Column.KIND: lambda one, with_: _text(one.kind),
    Column.DERIVED_KIND: lambda one, with_: KINDS[Kind(one.derived_kind)] if one.derived_kind else None,
    Column.CHANNEL: lambda one, with_: _text(one.channel),
    Column.RECEIVED: lambda one, with_: one.received_on,
    Column.STATE: _state,
    Column.DUE: lambda one, with_: current_round(one).due_on,
    Column.HANDLER: _handler,
    Column.CLOSED: lambda one, with_: current_round(one).closed_on,
    Column.OUTCOME: lambda one, with_: _text(current_round(one).outcome),
    Column.CHANGED: lambda one, with_: timezone.localtime(one.changed_at).date(),
}
