"""makeRedactedCopy: a new document without what is marked; the one it is made of stays as it is."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import MutationError, MutationField, shown_or_none
from api.complaints.types import ComplaintType
from api.fields import list_of
from complaints.flows.redacting import make_redacted_copy
from tenants.clock import read_clock
from tenants.permissions import Permission


class MakeRedactedCopyPayload(graphene.ObjectType):
    """The file as it is now, or why nothing was made."""

    complaint = graphene.Field(ComplaintType)
    document_id = graphene.ID(description="The copy, among `documents`.")
    errors = list_of(MutationError)


class MakeRedactedCopyInput(graphene.InputObjectType):
    """The same marks on the same day make one copy."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    document_id = graphene.ID(required=True)


def _make(info: Any, given: dict[str, Any]) -> MakeRedactedCopyPayload:
    actor, reference = info.context.actor, given["reference"]
    document_id = as_row(given["document_id"], field="document_id")
    copy = make_redacted_copy(actor=actor, reference=reference, document_id=document_id, seen_version=given["version"], now=read_clock())
    return MakeRedactedCopyPayload(complaint=shown_or_none(actor=actor, reference=reference), document_id=copy.pk, errors=[])


class MakeRedactedCopy(graphene.ObjectType):
    make_redacted_copy = MutationField(MakeRedactedCopyPayload, MakeRedactedCopyInput, _make, permission=Permission.HANDLE_COMPLAINTS)
