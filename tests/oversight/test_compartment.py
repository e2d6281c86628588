"""Complaints about the council are in no figure of the executive's side: not even their existence can be counted."""

from __future__ import annotations

from datetime import date

from complaints.models import Compartment
from oversight.yearly_figures import yearly_figures
from tenants.actors import Actor
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

TODAY = date(2026, 11, 21)

CLOSED = RoundFacts(opened_on=date(2024, 3, 1), closed_on=date(2024, 3, 8), outcome="Gegrond")


def test_the_figures_are_the_same_with_and_without_a_complaint_about_the_council(command: Actor) -> None:
    make_complaint(ComplaintFacts(rounds=(CLOSED,), unit="Werk", nature="Bejegening"))
    before = yearly_figures(today=TODAY, actor=command, year=2024)

    council = {"compartment": Compartment.COUNCIL}
    make_complaint(ComplaintFacts(rounds=(CLOSED,), unit="Werk", nature="Bejegening", extra=council))
    make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2020, 1, 1)),), extra=council))
    make_complaint(ComplaintFacts(rounds=(CLOSED,), exclusion="REGISTERED_IN_ERROR", extra=council))

    assert yearly_figures(today=TODAY, actor=command, year=2024) == before
    assert before["received"]["total"] == 1
