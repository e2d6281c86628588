"""Files that belong together: which of them somebody may know of, and what they share of one letter.

Two files out of one letter share what came with it, for whoever may see the one they look at. Whoever is involved in one of them
sees nothing of that one in the other either: not its number, and not the letter they have in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints.access import visible_complaints
from complaints.documents.names import piece_name
from complaints.models import Complaint, Document, DocumentSource, FileLink, Identity, InvolvedPerson, LinkKind, Party
from tenants.actors import Actor


@dataclass(frozen=True, kw_only=True)
class LinkedFile:
    """A file that belongs with another. is_origin: that other came out of this one."""

    complaint: Complaint
    link: FileLink
    is_origin: bool


def linked_files(*, actor: Actor, complaint_ids: Collection[UUID]) -> dict[UUID, list[LinkedFile]]:
    """Of each file the others that belong with it, as far as whoever asks may see them. Raises NotPermitted."""
    links = _links_of(complaint_ids)
    others = {one for link in links for one in (link.first_id, link.second_id)}
    seen = visible_complaints(actor=actor).in_bulk(list(others)) if links else {}
    found: dict[UUID, list[LinkedFile]] = defaultdict(list)
    for link in links:
        for here, there in ((link.first_id, link.second_id), (link.second_id, link.first_id)):
            if here in complaint_ids and there in seen:
                is_origin = link.kind == LinkKind.SPLIT and there == link.first_id
                found[here].append(LinkedFile(complaint=seen[there], link=link, is_origin=is_origin))
    return found


def kept_from(*, actor: Actor, complaint_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of each file the moment up to which what came in stays from this person: they are involved in a file it was split with."""
    if actor.user_id is None:
        return {}
    return _kept_from(_links_of(complaint_ids, kind=LinkKind.SPLIT), actor.user_id)


def _kept_from(links: Iterable[FileLink], user_id: int) -> dict[UUID, datetime]:
    links = list(links)
    both = {one for link in links for one in (link.first_id, link.second_id)}
    involved = InvolvedPerson.objects.filter(complaint__in=both, user_id=user_id, handles_by_exception=False) if both else None
    lost = set(involved.values_list("complaint_id", flat=True)) if involved is not None else set()
    found: dict[UUID, datetime] = {}
    for link in links:
        for here, there in ((link.first_id, link.second_id), (link.second_id, link.first_id)):
            if there in lost:
                found[here] = max(link.linked_at, found.get(here, link.linked_at))
    return found


def parts_of_letter(complaint: Complaint) -> QuerySet[Complaint]:
    """The other part of the letter that this file is a part of; of what is destroyed nothing is left to bring in line."""
    parts = {one for link in _links_of([complaint.pk], kind=LinkKind.SPLIT) for one in (link.first_id, link.second_id)}
    return Complaint.objects.filter(pk__in=parts - {complaint.pk}, destroyed_at=None)


def documents_shown(*, actor: Actor, complaints: Collection[Complaint]) -> dict[UUID, list[Document]]:
    """The documents of each of these files that this person was let into, newest first, with those of the letter it came out of.

    A document of the letter is shown in this file (`shown_in`); it belongs to the other, where alone it can be changed. Where one of
    the two lies with the council's registry and the other does not, those alone that were chosen to go along. Where somebody is
    shielded what came from outside may tell who that is, its name as well: it has a number for a name.
    """
    by_id = {one.pk: one for one in complaints}
    links = _links_of(by_id, kind=LinkKind.SPLIT)
    kept = _kept_from(links, actor.user_id) if links and actor.user_id is not None else {}
    origins = {link.second_id: link for link in links if link.second_id in by_id and link.second_id not in kept}
    wanted = Q(complaint__in=by_id) | Q(complaint__in={link.first_id for link in origins.values()})
    rows = list(Document.objects.filter(wanted).select_related("uploaded_by", "complaint").order_by("-uploaded_at", "name", "pk"))
    shown = {
        one.pk: [row for row in rows if row.complaint_id == one.pk and not _is_by(row, kept.get(one.pk))]
        + _of_letter(rows, origins.get(one.pk), shown_in=one)
        for one in complaints
    }
    shielding = Party.objects.filter(complaint__in=by_id, identity=Identity.SHIELDED).values_list("complaint_id", flat=True)
    for complaint_id in set(shielding) if rows else ():
        _hide_names(shown[complaint_id])
    for documents in shown.values():
        there = {one.pk: one for one in documents}
        for one in documents:
            one.original = there.get(one.redacted_from_id) if one.redacted_from_id else None
    return shown


def _hide_names(documents: Collection[Document]) -> None:
    """Of what came from outside in a file in which somebody is shielded. The oldest is the first, so that a number stays."""
    for number, one in enumerate(sorted(documents, key=lambda one: (one.uploaded_at, str(one.pk))), start=1):
        if one.source not in (DocumentSource.LETTER, DocumentSource.REDACTED):
            one.tells_shielded = True
            one.name = piece_name(number)
            one.left_out = [left | {"name": _("a file")} for left in one.left_out]


def _of_letter(rows: Iterable[Document], origin: FileLink | None, *, shown_in: Complaint) -> list[Document]:
    """What stood in the file it came out of when that was split."""
    if origin is None:
        return []
    came = [row for row in rows if row.complaint_id == origin.first_id and row.source != DocumentSource.LETTER]
    shared = [copy(row) for row in came if _is_by(row, origin.linked_at) and _goes_along(row, origin, to=shown_in)]
    for row in shared:
        row.shown_in = shown_in
    return shared


def _goes_along(row: Document, origin: FileLink, *, to: Complaint) -> bool:
    assert row.complaint is not None
    return row.complaint.compartment == to.compartment or row.pk in origin.document_ids


def _is_by(row: Document, moment: datetime | None) -> bool:
    return moment is not None and row.uploaded_at <= moment


def _links_of(complaint_ids: Collection[UUID], *, kind: LinkKind | None = None) -> list[FileLink]:
    links = FileLink.objects.filter(Q(first__in=complaint_ids) | Q(second__in=complaint_ids))
    return list(links.filter(kind=kind) if kind else links)
