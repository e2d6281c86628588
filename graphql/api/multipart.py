"""The GraphQL multipart request convention: `operations` with null where a file belongs, `map` that says which, and the files."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from api.bodies import NotReadable, read_json

MOST_FILES = 10
DEEPEST_PLACE = 6


class NotByTheConvention(ValueError):
    """The request does not follow the convention; the text says where."""


def operations_with_files(*, operations: str, places: str, files: MultiValueDict[str, UploadedFile]) -> dict[str, Any]:
    """The operation with each file at its place. places: the field `map`. Raises NotByTheConvention."""
    operation, where = _json_object(operations, "operations"), _json_object(places, "map")
    if len(where) > MOST_FILES:
        raise NotByTheConvention(f"map: at most {MOST_FILES} files.")
    for name, paths in where.items():
        file = files.get(name)
        if file is None:
            raise NotByTheConvention("map: names a file that did not come along, or came in only in part.")
        if not isinstance(paths, list) or len(paths) != 1 or not isinstance(paths[0], str):
            raise NotByTheConvention("map: a list with one place for each file.")
        _put(operation, paths[0].split("."), file)
    return operation


def _json_object(text: str, field: str) -> dict[str, Any]:
    try:
        value = read_json(text)
    except NotReadable as fault:
        raise NotByTheConvention(f"{field}: {fault}.") from None
    except RecursionError:
        raise NotByTheConvention(f"{field}: nested too deeply.") from None
    if not isinstance(value, dict):
        raise NotByTheConvention(f"{field}: one JSON object.")
    return value


def _put(operation: dict[str, Any], path: list[str], file: UploadedFile) -> None:
    """Replace the null at the end of a path within `variables`."""
    if path[0] != "variables" or not 2 <= len(path) <= DEEPEST_PLACE:
        raise NotByTheConvention("map: a place within variables.")
    at: Any = operation
    for step in path[:-1]:
        at = at.get(step) if isinstance(at, dict) else None
    if not isinstance(at, dict) or path[-1] not in at or at[path[-1]] is not None:
        raise NotByTheConvention("map: a place that holds null.")
    at[path[-1]] = file
