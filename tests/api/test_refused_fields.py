"""The field of a refusal is a path that a caller can find back in what was sent: as the input is spelled, or nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from graphql import get_named_type

from api.places import in_camels, place_in, with_names_in_camels
from api.schema import schema
from complaints.finding.filters import ComplaintFilters
from complaints.read_log import ReadLogFilters

ROOT = Path(__file__).resolve().parents[2]
MUTATION_TYPE, QUERY_TYPE = schema.graphql_schema.mutation_type, schema.graphql_schema.query_type
assert MUTATION_TYPE is not None
assert QUERY_TYPE is not None
MUTATIONS, QUERIES = MUTATION_TYPE.fields, QUERY_TYPE.fields

# Fields of what only pages and commands do, by the module that refuses.
NOT_BY_THE_API = {
    "complaints/flows/destruction.py": {"references"},
    "complaints/flows/import_runs.py": {"file"},
    "complaints/flows/exporting.py": {"purpose"},
    "complaints/flows/archiving.py": {"purpose", "sensitive_too"},
    # The page has its own place for it, above the letter.
    "complaints/second_look.py": {"look"},
}

# What a flow of several mutations refuses of what this one does not take.
NOT_BY_THIS_ONE = {
    "exploreComplaint": {"authority_id", "involved", "involved_reason", "is_about_council"},
    # Of the letter itself, which is written before it is sent.
    "sendLetter": {"code"},
    "sendFinalLetter": {"code"},
    "askForLook": {"signer"},
    "unlinkComplaints": {"other_reference"},
}


def input_of(mutation: str) -> Any:
    return get_named_type(MUTATIONS[mutation].args["input"].type).fields


def told_in(node: ast.AST) -> Iterator[str]:
    """Every `field=` within it, as a path: a place in a list is 0."""
    for call in ast.walk(node):
        for keyword in call.keywords if isinstance(call, ast.Call) else ():
            if keyword.arg != "field":
                continue
            for value in (keyword.value.body, keyword.value.orelse) if isinstance(keyword.value, ast.IfExp) else (keyword.value,):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value
                elif isinstance(value, ast.JoinedStr):
                    parts = [part.value if isinstance(part, ast.Constant) else "0" for part in value.values]
                    if parts[0] != "0":
                        yield "".join(parts)


def told_by_flow(module: Path, name: str) -> set[str]:
    """What a flow refuses, in its own file: itself and the functions of that file that it calls."""
    functions = {one.name: one for one in ast.parse(module.read_text()).body if isinstance(one, ast.FunctionDef)}
    found, waiting = set(), [name]
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found.add(here)
        names = {node.id for node in ast.walk(functions[here]) if isinstance(node, ast.Name)}
        waiting += sorted(names & functions.keys())
    return {field for one in found for field in told_in(functions[one])}


def flows_of_mutations() -> list[tuple[str, Path, str]]:
    found = []
    for path in sorted((ROOT / "graphql/api/complaints/mutations").glob("*_*.py")):
        name = in_camels(path.stem)
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("complaints.flows."):
                module = ROOT / (node.module or "").replace(".", "/")
                found += [(name, module.with_suffix(".py"), one.name) for one in node.names if one.name.islower()]
    return found


def test_every_mutation_has_a_flow() -> None:
    assert {name for name, _module, _flow in flows_of_mutations()} == set(MUTATIONS)


@pytest.mark.parametrize(("name", "module", "flow"), flows_of_mutations(), ids=[name for name, _m, _f in flows_of_mutations()])
def test_what_a_flow_refuses_stands_in_the_input_of_its_mutation(name: str, module: Path, flow: str) -> None:
    told = told_by_flow(module, flow)

    assert {field for field in told if place_in(field, among=input_of(name), given={}) is None} == NOT_BY_THIS_ONE.get(name, set())


def test_every_field_of_a_refusal_in_the_register_can_be_placed_somewhere() -> None:
    lost: dict[str, set[str]] = {}
    for path in sorted((ROOT / "complaints").rglob("*.py")):
        module = path.relative_to(ROOT).as_posix()
        if re.search(r"complaints/(web|management|demo|migrations|imports|takeover|flows/notice_choice)", module):
            continue
        operations = [*(input_of(name) for name in MUTATIONS), *(one.args for one in QUERIES.values())]
        for field in told_in(ast.parse(path.read_text())):
            if not any(place_in(field, among=among, given={}) for among in operations):
                lost.setdefault(module, set()).add(field)

    assert lost == NOT_BY_THE_API


def test_every_filter_can_be_named() -> None:
    lost = [one.name for one in fields(ComplaintFilters) if place_in(one.name, among=QUERIES["complaints"].args, given={}) is None]
    lost += [one.name for one in fields(ReadLogFilters) if place_in(one.name, among=QUERIES["readLog"].args, given={}) is None]

    assert lost == []


@pytest.mark.parametrize(
    ("operation", "field", "given", "place"),
    [
        ("updateComplaint", "version", {}, "version"),
        ("updateComplaint", "filer.email", {"changes": {"filer": {"email": "x"}}}, "changes.filer.email"),
        ("updateComplaint", "affected_person.preferred_contact", {}, "changes.affectedPerson.preferredContact"),
        ("updateComplaint", "points.3.unit", {}, "changes.points.3.unit"),
        # Nothing that can be given here, so no path at all.
        ("updateComplaint", "received_at", {}, None),
        ("registerComplaint", "received_at", {}, "receivedAt"),
        ("registerComplaint", "involved.0", {}, "involved.0"),
        ("assignComplaint", "handler_id", {"handler_id": 1}, "handlerId"),
        ("assignComplaint", None, {}, None),
    ],
)
def test_a_path_is_spelled_as_the_input(operation: str, field: str | None, given: dict[str, Any], place: str | None) -> None:
    assert place_in(field, among=input_of(operation), given=given) == place


@pytest.mark.parametrize(
    ("field", "given", "place"),
    [
        ("unit", {"unit": "Werk"}, "unit"),
        ("unit", {"filter": {"unit": "Werk"}}, "filter.unit"),
        ("derived_kind", {"filter": {"derived_kind": "X"}}, "filter.derivedKind"),
        ("first", {"first": 0, "filter": {}}, "first"),
    ],
)
def test_a_filter_stands_where_it_was_given(field: str, given: dict[str, Any], place: str) -> None:
    assert place_in(field, among=QUERIES["complaints"].args, given=given) == place


def test_an_argument_with_a_name_of_its_own_is_called_by_it() -> None:
    assert place_in("period_from", among=QUERIES["yearlyFigures"].args, given={}) == "from"


def test_names_in_json_are_in_camels_too() -> None:
    assert with_names_in_camels({"due_on": {"was_due": [{"a_b": "c_d"}]}}) == {"dueOn": {"wasDue": [{"aB": "c_d"}]}}
