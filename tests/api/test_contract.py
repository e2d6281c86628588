"""The schema is a promise: checked in, with examples that run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

EXAMPLES = Path(__file__).resolve().parents[2] / "graphql" / "examples"


def test_the_checked_in_schema_is_what_the_code_says() -> None:
    call_command("export_schema", "--check", stdout=StringIO())


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.graphql")), ids=lambda path: path.stem)
def test_every_example_runs(example: Path, ask: Callable[..., dict[str, Any]]) -> None:
    complaint = make_complaint(
        ComplaintFacts(rounds=(RoundFacts(opened_on=date(2024, 3, 1), closed_on=date(2024, 3, 5)),), channel="Telefoon")
    )
    variables = {"reference": complaint.reference} if "$reference" in example.read_text() else {}

    answer = ask(example.read_text(), **variables)

    assert "errors" not in answer
    assert all(value for value in answer["data"].values())
