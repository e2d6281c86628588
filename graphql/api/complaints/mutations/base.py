"""What every mutation on the register shares: one input, the changed object, and typed errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene

from api.complaints.types import ComplaintType
from api.fields import JSON, GuardedField, list_of
from api.places import in_camels, with_names_in_camels
from complaints import repeated_requests
from complaints.repeated_requests import RequestKey
from complaints.selectors import listed_complaint
from complaints.steps import ChangedMeanwhile
from tenants.actors import Actor
from tenants.errors import NotFound, Refusal, Refusals
from tenants.permissions import Permission


class MutationError(graphene.ObjectType):
    """Why nothing was done."""

    code = graphene.String(required=True)
    field = graphene.String(description="Its path in `input`, such as changes.filer.email or points.0.unit; null: about no part of it.")
    message = graphene.String(required=True)
    difference = JSON(
        description="With changed_meanwhile, since the version you saw: {version, changes: [{code, by, at, fields}],"
        " values: [{field, was, now, by, at}]}. No `was`: not known any more. Of a shielded person the identity alone."
    )


class ComplaintPayload(graphene.ObjectType):
    """The file as it is now, or why nothing was done."""

    complaint = graphene.Field(ComplaintType, description="null where nothing was done, or you may not see the file.")
    errors = list_of(MutationError)


class MutationField(GuardedField):
    """A mutation with one required input. Whatever stands in its way, the permission too, is told in its payload.

    work: (info, input) -> the payload of what was done.
    """

    def __init__(
        self, payload: type, input_type: type, work: Callable[[Any, dict[str, Any]], Any], *, permission: Permission, **kwargs: Any
    ) -> None:
        self._payload = payload
        super().__init__(
            graphene.NonNull(payload),
            permission=permission,
            input=graphene.Argument(graphene.NonNull(input_type)),
            resolver=lambda root, info, **arguments: work(info, dict(arguments["input"])),
            **kwargs,
        )

    def wrap_resolve(self, parent_resolver: Callable[..., Any]) -> Callable[..., Any]:
        resolve = super().wrap_resolve(parent_resolver)

        def told(root: None, info: Any, **arguments: Any) -> Any:
            try:
                return resolve(root, info, **arguments)
            except Refusal as refusal:
                if isinstance(refusal, ChangedMeanwhile):
                    # What it was and is now is content, as a file that is opened.
                    info.context.openings.note(refusal.details["complaint_id"])
                return self._payload(errors=as_errors(refusal))

        return told


class ComplaintMutation(MutationField):
    """A mutation of one file. work: (actor, input) -> the reference of the file that changed."""

    def __init__(self, input_type: type, work: Callable[[Actor, dict[str, Any]], str], *, permission: Permission, **kwargs: Any) -> None:
        def carried_out(info: Any, given: dict[str, Any]) -> ComplaintPayload:
            actor = info.context.actor
            return ComplaintPayload(complaint=shown_or_none(actor=actor, reference=work(actor, given)), errors=[])

        super().__init__(ComplaintPayload, input_type, carried_out, permission=permission, **kwargs)


def shown_or_none(*, actor: Actor, reference: str) -> Any:
    """The file, unless this person may not see it (any more)."""
    try:
        return listed_complaint(actor=actor, reference=reference)
    except Refusal as refusal:
        if isinstance(refusal, NotFound) or refusal.code == "not_permitted":
            return None
        raise


def as_errors(refusal: Refusal) -> list[MutationError]:
    """Everything that stood in the way."""
    found = refusal.refusals if isinstance(refusal, Refusals) else (refusal,)
    return [
        MutationError(
            code=one.code,
            field=one.field,
            message=one.text,
            difference=_difference(one) if isinstance(one, ChangedMeanwhile) else None,
        )
        for one in found
    ]


def _difference(overtaken: ChangedMeanwhile) -> dict[str, Any]:
    told = {name: overtaken.details[name] for name in ("version", "changes", "values")}
    for change in told["changes"]:
        change["fields"] = [in_camels(name) for name in change["fields"]]
    for value in told["values"]:
        value["field"] = in_camels(value["field"])
    return dict(with_names_in_camels(told))


def request_key(given: dict[str, Any]) -> RequestKey | None:
    """Take the idempotency key out of an input. Whether it is usable is told with all else that is wrong."""
    key = given.pop("idempotency_key", None)
    return None if key is None else repeated_requests.request_key(key, asked=given)
