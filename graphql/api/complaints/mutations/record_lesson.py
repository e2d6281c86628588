"""recordLesson: what was learned, a new lesson or one that is corrected."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, LessonLevel, as_row_id, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.learning import LessonTold, record_lesson
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordLessonInput(graphene.InputObjectType):
    """What was learned from a complaint, and that whoever complains was told. A correction gives all of it anew."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    lesson_id = graphene.ID(description="The one that is corrected; left out: a new one.")
    text = graphene.String(required=True)
    level = LessonLevel(required=True)
    told_on = graphene.Date(description="The day whoever complains was told; null: not yet.")
    told_way = ContactWay(description="How they were told.")
    not_told_because = graphene.String(description="Why they deliberately are not told; then toldOn is left out.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    told_way = plain(given.get("told_way"))
    told = LessonTold(
        text=given["text"],
        level=models.LessonLevel(plain(given["level"])),
        told_on=given.get("told_on"),
        told_way=models.ContactWay(told_way) if told_way else None,
        not_told_because=given.get("not_told_because") or "",
    )
    record_lesson(**same, told=told, lesson_id=as_row_id(given.get("lesson_id"), field="lesson_id"))
    return str(given["reference"])


class RecordLesson(graphene.ObjectType):
    record_lesson = ComplaintMutation(RecordLessonInput, _work, permission=Permission.HANDLE_COMPLAINTS)
