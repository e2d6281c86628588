"""Root fields declare who may ask them, and refuse in one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.core.files.uploadedfile import UploadedFile
from graphql import FieldNode, FragmentSpreadNode, GraphQLError, Undefined

from api.places import place_in
from tenants.actors import guard
from tenants.errors import Refusal, Refusals
from tenants.permissions import Permission


class GuardedField(graphene.Field):
    """A root field with its permission: the guard runs before the resolver does.

    null for an argument with a default means that default. A refusal leaves it with the place of what it is about, as the caller
    wrote it.
    """

    def __init__(self, *args: Any, permission: Permission, **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(*args, **kwargs)

    def wrap_resolve(self, parent_resolver: Callable[..., Any]) -> Callable[..., Any]:
        resolve = super().wrap_resolve(parent_resolver)

        def guarded(root: Any, info: Any, **arguments: Any) -> Any:
            among = info.parent_type.fields[info.field_name].args
            try:
                guard(info.context.actor, self.permission)
                return resolve(root, info, **{**arguments, **_defaults_for_null(arguments, among=among)})
            except Refusal as refusal:
                _place(refusal, among=among, given=arguments)
                raise

        return guarded


def _defaults_for_null(given: dict[str, Any], *, among: Any) -> dict[str, Any]:
    named = {argument.out_name or name: argument.default_value for name, argument in among.items()}
    return {name: named[name] for name, value in given.items() if value is None and named[name] is not Undefined}


def _place(refusal: Refusal, *, among: Any, given: dict[str, Any]) -> None:
    for one in refusal.refusals if isinstance(refusal, Refusals) else (refusal,):
        one.field = place_in(one.field, among=among, given=given)


def asks_for(info: Any, name: str) -> bool:
    """Whether a field that is being resolved is asked for this part of it, seen through fragments."""
    return any(_selects(node.selection_set, name, info.fragments) for node in info.field_nodes)


def _selects(selections: Any, name: str, fragments: Any) -> bool:
    for selection in selections.selections if selections else ():
        if isinstance(selection, FieldNode):
            if selection.name.value == name:
                return True
        else:
            below = fragments[selection.name.value] if isinstance(selection, FragmentSpreadNode) else selection
            if _selects(below.selection_set, name, fragments):
                return True
    return False


class LabelCount(graphene.ObjectType):
    """One cell of a breakdown: the organisation's own word and how many."""

    label = graphene.String(required=True)
    count = graphene.Int(required=True)


class PairCount(graphene.ObjectType):
    """One cell of a table of two breakdowns."""

    row = graphene.String(required=True, description="Label of the first breakdown.")
    column = graphene.String(required=True, description="Label of the second breakdown, or a year.")
    count = graphene.Int(required=True)


class JSON(graphene.Scalar):
    """A JSON object as it is."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return value

    parse_value = serialize


class Upload(graphene.Scalar):
    """A file, sent along by the GraphQL multipart request convention: `operations`, `map` and the file itself."""

    @staticmethod
    def parse_value(value: Any) -> UploadedFile:
        if not isinstance(value, UploadedFile):
            raise GraphQLError("Send the file by the multipart request convention.", extensions={"code": "file_missing"})
        return value

    @staticmethod
    def serialize(value: Any) -> Any:
        raise GraphQLError("A file is only sent, never given back.")

    @staticmethod
    def parse_literal(node: Any, _variables: Any = None) -> Any:
        raise GraphQLError("A file comes as a variable, by the multipart request convention.", extensions={"code": "file_missing"})


def as_label_counts(cells: dict[str, int]) -> list[LabelCount]:
    return [LabelCount(label=label, count=count) for label, count in cells.items()]


def as_pair_counts(rows: dict[str, dict[str, int]]) -> list[PairCount]:
    return [PairCount(row=row, column=column, count=count) for row, cells in rows.items() for column, count in cells.items()]


def list_of(of_type: type, **options: Any) -> graphene.NonNull:
    """[Type!]!"""
    return graphene.NonNull(graphene.List(graphene.NonNull(of_type)), **options)
