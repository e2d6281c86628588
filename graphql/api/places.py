"""Where in a question something stands, spelled as the caller wrote it: `changes.filer.email`, `points.0.unit`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type

# Arguments that hold the others. Of `input` everybody knows that it is meant: a path begins inside it.
INPUT = "input"
CONTAINERS = (INPUT, "filter", "changes")


def place_in(field: str | None, *, among: Mapping[str, Any], given: Mapping[str, Any]) -> str | None:
    """The path of a refusal's field. among: arguments, or the fields of an input type; given: by the names of our own.

    What could be said in two places stands where it was said. None where it is not something that can be given.
    """
    if field is None:
        return None
    parts = field.split(".")
    if parts[0] not in given:
        for name in CONTAINERS:
            inner = _inside(among[name]) if name in among else None
            found = place_in(field, among=inner, given=given.get(name) or {}) if inner else None
            if found:
                return found if name == INPUT else f"{name}.{found}"
    return _walked(parts, among)


def in_camels(name: str) -> str:
    """unit_id -> unitId"""
    first, *others = name.split("_")
    return first + "".join(other[:1].upper() + other[1:] for other in others)


def with_names_in_camels(value: Any) -> Any:
    """The same JSON with the names of its objects as this API spells names."""
    if isinstance(value, Mapping):
        return {in_camels(name): with_names_in_camels(part) for name, part in value.items()}
    return [with_names_in_camels(part) for part in value] if isinstance(value, list) else value


def _inside(argument: Any) -> Mapping[str, Any]:
    of_type = get_named_type(argument.type)
    return of_type.fields if isinstance(of_type, GraphQLInputObjectType) else {}


def _walked(parts: list[str], among: Mapping[str, Any]) -> str | None:
    path = []
    for part in parts:
        if part.isdigit():
            path.append(part)
            continue
        found = next((name for name, one in among.items() if (one.out_name or name) == part), None)
        if found is None:
            return None
        path.append(found)
        among = _inside(among[found])
    return ".".join(path)
