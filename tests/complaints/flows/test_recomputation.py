"""Loading a decree recomputes open complaints and says which moved."""

from __future__ import annotations

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tenants.utils import schema_context

from complaints.management.commands import load_decree
from complaints.models import Complaint, ComplaintEvent
from complaints.recomputing import Recomputation
from complaints.selectors import clock_of_round, facts_of_round
from complaints.terms import Norms, compute_dates
from tenants.actors import Actor, system_actor
from tenants.models import Decree, Tenant
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import SHIPPED_DECREES
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

SOURCE = "Stcrt. 2028, 99999"


def open_file(received_on: date, closed_on: date | None = None) -> Complaint:
    """A file with the dates the present calendar gives."""
    complaint = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=received_on, closed_on=closed_on),)))
    one = complaint.rounds.get()
    dates = compute_dates(
        facts=facts_of_round(one), calendar=current_statutory_calendar(), norms=Norms(contact_days=5, signal_days=10, skip_decreed=True)
    )
    for name in ("term_ends_on", "due_base", "due_on", "notice_due_on", "contact_due_on", "is_provisional"):
        setattr(one, name, getattr(dates, name))
    one.save()
    return complaint


def load(*days: str, source: str = SOURCE, years: tuple[int, int] = (2029, 2031)) -> str:
    out = StringIO()
    schema = connection.schema_name
    connection.set_schema_to_public()
    call_command("load_decree", *days, "--source", source, "--from-year", str(years[0]), "--until-year", str(years[1]), stdout=out)
    connection.set_schema(schema)
    return out.getvalue()


def test_an_open_complaint_moves_and_a_closed_one_does_not(tenant: Tenant, other_tenant: Tenant) -> None:
    # Friday 11 May 2029 is the day after Ascension Day: nominal end of six weeks from Friday 30 March 2029.
    moving, closed = open_file(date(2029, 3, 30)), open_file(date(2029, 3, 30), closed_on=date(2029, 4, 10))
    still = open_file(date(2029, 1, 2))
    assert moving.rounds.get().due_on == date(2029, 5, 11)
    assert moving.rounds.get().is_provisional

    printed = load("2029-05-11")

    assert printed.splitlines()[-1] == f"  {moving.reference}: 2029-05-11 -> 2029-05-14"
    assert moving.rounds.get().due_on == date(2029, 5, 14)
    assert not moving.rounds.get().is_provisional
    assert closed.rounds.get().due_on == date(2029, 5, 11)
    assert not still.rounds.get().is_provisional
    event = ComplaintEvent.objects.get(complaint=moving)
    assert event.code == "terms_recomputed"
    assert event.data["dates"]["due_on"] == ["2029-05-11", "2029-05-14"]
    assert not ComplaintEvent.objects.filter(complaint=closed).exists()


def test_what_a_worker_moved_before_the_command_came_to_it_is_told_all_the_same(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    moving = open_file(date(2029, 3, 30))
    recompute = load_decree.recompute_open_terms

    def recompute_after_a_worker(*, actor: Actor, now: datetime) -> Recomputation:
        recompute(actor=system_actor(), now=now)
        return recompute(actor=actor, now=now)

    monkeypatch.setattr(load_decree, "recompute_open_terms", recompute_after_a_worker)

    printed = load("2029-05-11")

    assert printed.splitlines()[-1] == f"  {moving.reference}: 2029-05-11 -> 2029-05-14"
    assert ComplaintEvent.objects.get(complaint=moving).actor_kind == "system"


def test_the_same_decree_twice_moves_nothing_more(tenant: Tenant) -> None:
    complaint = open_file(date(2029, 3, 30))

    load("2029-05-11")
    load("2029-05-11")

    assert ComplaintEvent.objects.filter(complaint=complaint).count() == 1
    with schema_context("public"):
        assert Decree.objects.get().days.count() == 1


def test_a_corrected_decree_moves_back(tenant: Tenant) -> None:
    complaint = open_file(date(2029, 3, 30))

    load("2029-05-11")
    load("2029-05-18")

    assert complaint.rounds.get().due_on == date(2029, 5, 11)


def test_what_the_clock_would_refuse_under_the_new_dates_keeps_its_own(tenant: Tenant) -> None:
    load("2029-05-11")
    refused, moving = open_file(date(2029, 3, 30)), open_file(date(2029, 3, 30))
    one = refused.rounds.get()
    one.postponements.create(starts_on=date(2029, 5, 14), ends_on=date(2029, 5, 16))

    load("2029-05-18")

    assert refused.rounds.get().due_on == date(2029, 5, 14)
    assert clock_of_round(refused.rounds.get()) is None
    assert moving.rounds.get().due_on == date(2029, 5, 11)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"source": " "}, "decree_source_missing"),
        ({"years": (2031, 2029)}, "decree_years_unusable"),
        ({"years": (2029, 2101)}, "decree_years_unusable"),
        ({"years": (2030, 2031)}, "decreed_day_outside_years"),
        ({"years": (2028, 2031)}, "year_already_covered"),
    ],
)
def test_what_cannot_be_loaded_is_refused_and_nothing_is_stored(tenant: Tenant, arguments: dict[str, object], code: str) -> None:
    with pytest.raises(CommandError, match=code) as refused:
        load("2029-05-11", **arguments)  # type: ignore[arg-type]

    assert refused.value.returncode == 1
    with schema_context("public"):
        assert not Decree.objects.exists()


def test_a_shipped_decree_is_corrected_under_its_own_source(tenant: Tenant) -> None:
    shipped = SHIPPED_DECREES[-1]
    complaint = open_file(date(2026, 4, 3))
    assert complaint.rounds.get().due_on == date(2026, 5, 18)

    load("2026-01-02", source=shipped.source, years=(2026, 2028))

    assert complaint.rounds.get().due_on == date(2026, 5, 15)


def test_years_of_two_loaded_decrees_do_not_overlap(tenant: Tenant) -> None:
    load("2029-05-11")

    with pytest.raises(CommandError, match="year_already_covered"):
        load("2031-05-23", source="Stcrt. 2030, 1", years=(2031, 2033))
