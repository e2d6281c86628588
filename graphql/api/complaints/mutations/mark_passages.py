"""markPassages: passages of a document that are covered in a redacted copy of it."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import RedactionReason, as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.documents.pages import Rectangle
from complaints.flows.redacting import mark_passages
from complaints.redacting import Passage, Place, Words
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class MarkedPlaceInput(graphene.InputObjectType):
    """One of three: words, the edges of a box on a page, or a stretch of a text without pages."""

    words = graphene.String(description="Each time they stand there, as whole words; capitals and accents do not count.")
    page = graphene.Int(description="From 1. Of a box; of words: left out, every page.")
    left = graphene.Int(description="In ten-thousandths of the page as it is seen, as the other edges.")
    top = graphene.Int()
    right = graphene.Int()
    bottom = graphene.Int()
    start = graphene.Int(description="The place of the first letter in the text, from 0.")
    end = graphene.Int(description="The place after the last letter.")


class MarkPassagesInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    document_id = graphene.ID(required=True, description="A PDF, picture, text, mail or docx among `documents`.")
    places = graphene.List(graphene.NonNull(MarkedPlaceInput), required=True)
    reason = RedactionReason(required=True)
    reason_text = graphene.String(description="With OTHER: why, in words.")


def _place(given: dict[str, Any]) -> Place:
    if given.get("words"):
        return Words(text=given["words"], page=given.get("page"))
    if given.get("start") is not None:
        return Passage(start=given["start"], end=given.get("end") or 0)
    edges = {name: -1 if given.get(name) is None else given[name] for name in ("left", "top", "right", "bottom")}
    return Rectangle(page=given.get("page") or 1, **edges)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    mark_passages(
        actor=actor,
        reference=given["reference"],
        document_id=as_row(given["document_id"], field="document_id"),
        places=[_place(one) for one in given["places"]],
        reason=given["reason"],
        reason_text=given.get("reason_text") or "",
        now=read_clock(),
    )
    return str(given["reference"])


class MarkPassages(graphene.ObjectType):
    mark_passages = ComplaintMutation(MarkPassagesInput, _work, permission=Permission.HANDLE_COMPLAINTS)
