"""Every refusal that a caller of the API can meet, in one table for docs/api-refusals.md: its code, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import override

from api.schema import schema
from complaints.awb.refusals import ClockRefusal
from tenants.errors import Refusal

# Where refusals live that the API can tell; and what only pages and commands do within it.
TOLD_BY = ("api.", "complaints.", "tenants.errors", "oversight.")
NOT_BY_THE_API = (
    "complaints.web",
    "complaints.drafting",
    "complaints.letter_template_checks",
    "complaints.imports",
    "complaints.management",
    "complaints.flows.archiving",
    "complaints.flows.destruction",
    "complaints.flows.drafts",
    "complaints.flows.exporting",
    "complaints.flows.import_history",
    "complaints.flows.import_runs",
    "complaints.flows.letter_templates",
    "complaints.flows.list_columns",
    "complaints.flows.mail_of_draft",
    "complaints.flows.notice_choice",
    "complaints.flows.reactions_outside",
    "complaints.flows.registration",
    "complaints.flows.step_drafts",
)
PLACES = re.compile(r"%\((\w+)\)s")


def refusals_of_api() -> dict[str, list[str]]:
    """By code, in order: what it says in English, with {name} where something is filled in; more than one where it is told of more."""
    assert schema.graphql_schema.mutation_type is not None, "what the schema does not load it cannot refuse"
    found: dict[str, set[str]] = {}
    with override("en"):
        for one in _below(Refusal):
            if one.__module__.startswith(TOLD_BY) and not one.__module__.startswith(NOT_BY_THE_API) and "code" in vars(one):
                found.setdefault(one.code, set()).add(PLACES.sub(r"{\1}", str(one.message)))
        for refused in ClockRefusal.__subclasses__():
            found.setdefault(refused.code, set()).add(PLACES.sub(r"{\1}", refused.template))
    found.pop(Refusal.code, None)
    return {code: sorted(found[code]) for code in sorted(found)}


def table_of_refusals() -> str:
    """As Markdown."""
    rows = [f"| `{code}` | {' Or: '.join(texts)} |" for code, texts in refusals_of_api().items()]
    return "\n".join(["| code | what it says, and what to do |", "| --- | --- |", *rows]) + "\n"


def _below(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in refusal.__subclasses__():
        yield one
        yield from _below(one)
