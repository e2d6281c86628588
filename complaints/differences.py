"""What became of a file since somebody saw it: who did what, and of each thing that changed what it was and what it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Complaint, ComplaintEvent, Identity
from complaints.registering import told_by
from complaints.shielding import StaysOut, who_stays_out
from tenants.organisation.models import Label

PEOPLE = frozenset({"filer", "affected_person"})
TEXTS = frozenset({"story", "meaning", "wish", "informing", "other_body"})
LABELS = frozenset({"channel", "municipality", "nature", "unit"})


def changes_since(complaint: Complaint, *, version: int) -> list[dict[str, Any]]:
    """What colleagues did after somebody saw this version: code, who, when and which fields, oldest first; no content."""
    return [
        {"code": event.code, "by": event.actor_id, "at": event.happened_at.isoformat(), "fields": event.data.get("fields", [])}
        for event in _events_since(complaint, version=version)
    ]


def values_since(complaint: Complaint, *, version: int) -> list[dict[str, Any]]:
    """Of each field that changed since this version: field, was, now, and by whom and when it was last changed. Holds content.

    For whoever may see the file. Without `was` where the history does not say it. Of somebody who is shielded, or was at any
    moment since, nothing but that; when the shield was lifted, or somebody else stands there, what the file shows now. Where a text
    told who is shielded now, a mark stands in what it was, as in the history on the page.
    """
    found: dict[str, dict[str, Any]] = {}
    shielded = set()
    # What stood there before a split may be kept from whoever is involved in the other part (9:7).
    split = ComplaintEvent.objects.filter(complaint=complaint, code="split").order_by("pk").last()
    for event in _events_since(complaint, version=version):
        for name in event.data.get("fields", []):
            was = {} if split is not None and event.pk <= split.pk else _was(event, name)
            if name in PEOPLE and _is_shielded(was.get("was")):
                shielded.add(name)
            value = found.setdefault(name, {"field": name} | was)
            value.update(by=event.actor_id, at=event.happened_at.isoformat())
    now = _now(complaint) if found else {}
    stays_out = who_stays_out(complaint, (Identity.SHIELDED,)) if found else None
    for name, value in found.items():
        value["now"] = now.get(name)
        if name in PEOPLE:
            _shield(value, was_shielded=name in shielded)
        if "was" in value and stays_out is not None:
            value["was"] = _masked(name, value["was"], stays_out)
    words = _words_of(list(found.values()))
    return [_in_words(value, words) for value in found.values()]


def is_changed_by_others(complaint: Complaint, *, version: int, than: int | None) -> bool:
    """Whether somebody else than this user, or nobody, changed the file since that version."""
    return any(one.actor_id != than for one in _events_since(complaint, version=version))


def _events_since(complaint: Complaint, *, version: int) -> list[ComplaintEvent]:
    return list(ComplaintEvent.objects.filter(complaint=complaint, data__version__gt=version).order_by("pk"))


def _was(event: ComplaintEvent, name: str) -> dict[str, Any]:
    was = event.data.get("was")
    if name == "handler":
        return {"was": event.data.get("before")}
    if name == "exclusion":
        return {"was": was if isinstance(was, str) else ""}
    for kept in (was, event.personal):
        if isinstance(kept, Mapping) and name in kept:
            return {"was": kept[name]}
    return {}


def _now(complaint: Complaint) -> dict[str, Any]:
    last = complaint.rounds.select_related("outcome").order_by("-number")[0]
    return asdict(told_by(complaint)) | {
        "handler": last.handler_id,
        "round": last.number,
        "acknowledged_on": last.acknowledged_on and last.acknowledged_on.isoformat(),
        "due_on": last.due_on.isoformat(),
        "closed_on": last.closed_on and last.closed_on.isoformat(),
        "outcome": last.outcome.text if last.outcome else None,
        "exclusion": complaint.exclusion,
        "received_at": complaint.received_at and complaint.received_at.isoformat(),
    }


def _shield(value: dict[str, Any], *, was_shielded: bool) -> None:
    """Keep of a person who is shielded now, or was since, nothing but that. Who is there unshielded now stands in the file."""
    is_shielded = _is_shielded(value["now"])
    for side, is_kept in (("was", not (is_shielded or was_shielded)), ("now", not is_shielded)):
        if isinstance(value.get(side), Mapping) and not is_kept:
            value[side] = {"identity": value[side]["identity"]}


def _masked(field: str, was: Any, stays_out: StaysOut) -> Any:
    mark = _("[shielded]")
    if field in TEXTS and isinstance(was, str):
        return stays_out.masked(was, mark)
    if field == "points":
        return [point | {"description": stays_out.masked(point["description"], mark)} for point in was or ()]
    return was


def _is_shielded(person: Any) -> bool:
    return isinstance(person, Mapping) and person.get("identity") == Identity.SHIELDED


def _words_of(values: list[dict[str, Any]]) -> dict[str, str]:
    """How the labels among them are called: one statement."""
    told = [point for value in values for side in ("was", "now") for point in _labels_in(value["field"], value.get(side))]
    return {str(pk): text for pk, text in Label.objects.filter(pk__in=set(told)).values_list("pk", "text")} if told else {}


def _labels_in(field: str, value: Any) -> list[str]:
    if field == "points":
        return [point[name] for point in value or () for name in ("nature", "unit") if point[name]]
    return [value] if field in LABELS and value else []


def _in_words(value: dict[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    told = dict(value)
    for side in told.keys() & {"was", "now"}:
        if value["field"] in LABELS:
            told[side] = words.get(value[side], value[side])
        elif value["field"] == "points":
            told[side] = [
                {name: words.get(part, part) if name in LABELS else part for name, part in point.items()} for point in value[side] or ()
            ]
    return told
