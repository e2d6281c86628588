"""The rows of a list, with what a row shows: as many statements for one as for a hundred.

The statements are written here and each label becomes one object, however many rows bear it. Building these questions anew for
every page, and an object for each label of each row, took three times as long as asking them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from uuid import UUID

from complaints.models import Complaint, ComplaintPoint, Round
from providers.directory.models import Provider
from tenants.organisation.models import Label

# What waits decides the next step of a file, which is told in lists too. The same as IncomingMessages.waiting.
_FILES = """
    SELECT complaint.*, EXISTS (
        SELECT FROM complaints_incomingmessage message
        WHERE message.complaint_id = complaint.id AND message.handling = '' AND message.nature <> 'AUTOMATIC'
    ) AS is_mail_waiting
    FROM complaints_complaint complaint WHERE complaint.id = ANY(%s)
"""
_ROUNDS = "SELECT * FROM complaints_round WHERE complaint_id = ANY(%s) ORDER BY number"
_POINTS = "SELECT * FROM complaints_complaintpoint WHERE complaint_id = ANY(%s) ORDER BY is_main DESC, position, id"
_LABELS = "SELECT * FROM organisation_label WHERE id = ANY(%s)"
_PROVIDERS = "SELECT * FROM directory_provider WHERE id = ANY(%s)"

_LABELS_OF_A_FILE = ("kind", "channel", "municipality")
_LABELS_OF_A_ROUND = ("outcome", "procedure", "handled_by")
_LABELS_OF_A_POINT = ("nature", "unit")


def loaded_rows(ids: Sequence[UUID]) -> list[Complaint]:
    """These files in this order, with labels, provider, rounds (`rounds_of`), points (`points_of`) and whether a mail waits.

    A file that is gone by now is left out.
    """
    files = {one.pk: one for one in Complaint.objects.raw(_FILES, [list(ids)])}
    rounds, points = defaultdict(list), defaultdict(list)
    for round_ in Round.objects.raw(_ROUNDS, [list(files)]):
        round_.complaint = files[round_.complaint_id]
        rounds[round_.complaint_id].append(round_)
    for point in ComplaintPoint.objects.raw(_POINTS, [list(files)]):
        point.complaint = files[point.complaint_id]
        points[point.complaint_id].append(point)
    for one in files.values():
        one.loaded_rounds, one.loaded_points = rounds[one.pk], points[one.pk]
    _name_labels(
        [
            (files.values(), _LABELS_OF_A_FILE),
            (chain.from_iterable(rounds.values()), _LABELS_OF_A_ROUND),
            (chain.from_iterable(points.values()), _LABELS_OF_A_POINT),
        ]
    )
    _name_providers(files.values())
    return [files[one] for one in ids if one in files]


def _name_labels(bearing: Iterable[tuple[Iterable[Complaint | Round | ComplaintPoint], tuple[str, ...]]]) -> None:
    bearers: dict[UUID, list[tuple[Complaint | Round | ComplaintPoint, str]]] = defaultdict(list)
    for rows, names in bearing:
        for row in rows:
            for name in names:
                if (label_id := getattr(row, f"{name}_id")) is not None:
                    bearers[label_id].append((row, name))
    for label in Label.objects.raw(_LABELS, [list(bearers)]):
        for row, name in bearers[label.pk]:
            setattr(row, name, label)


def _name_providers(files: Iterable[Complaint]) -> None:
    about = {one: one.provider_id for one in files if one.provider_id is not None}
    if about:
        found = {one.pk: one for one in Provider.objects.raw(_PROVIDERS, [list(about.values())])}
        for one, provider_id in about.items():
            one.provider = found[provider_id]
