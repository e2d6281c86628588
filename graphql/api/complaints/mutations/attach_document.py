"""attachDocument: one file, by the GraphQL multipart request convention."""

from __future__ import annotations

import hashlib
from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation, request_key
from api.fields import Upload
from complaints.flows.documents import attach_documents
from complaints.keeping import SentFile
from complaints.models import DocumentSource
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class AttachDocumentInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    document = Upload(required=True, description="At most 25 MB. What it is, is told by its bytes, and must fit its name.")
    name = graphene.String(description="Left out: the name the file was sent with.")
    holds_sensitive_data = graphene.Boolean(description="Health, belief or a crime: it leaves with no export.")
    idempotency_key = graphene.String(description="The same key with the same file adds it once. Choose a new one per document.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    document = given.pop("document")
    digest = hashlib.sha256()
    for piece in document.chunks():
        digest.update(piece)
    key = request_key(given | {"sha256": digest.hexdigest(), "sent_as": document.name})
    kept = attach_documents(
        actor=actor,
        reference=given["reference"],
        files=[SentFile(content=document.file, name=given.get("name") or document.name)],
        holds_sensitive_data=bool(given.get("holds_sensitive_data")),
        source=DocumentSource.API,
        request_key=key,
        now=read_clock(),
    )
    if kept.refused:
        raise kept.refused[0].refusal
    return str(given["reference"])


class AttachDocument(graphene.ObjectType):
    attach_document = ComplaintMutation(AttachDocumentInput, _work, permission=Permission.HANDLE_COMPLAINTS)
