"""The yearly figures: exact values on small registers, and on random ones every sum against every other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import mean, median
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints import figures as figures_module
from complaints.models import Complaint, InvolvedPerson
from oversight.web.sentences import sentences_of
from oversight.yearly_figures import OnlyYearTotals, PeriodOutsideYear, UnknownMunicipalityHere, YearOutOfRange, yearly_figures
from tenants.actors import Actor
from tenants.errors import NotPermitted, NotSignedIn
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_history, make_label

TODAY = date(2026, 11, 21)

D = date


def closed(opened_on: date, closed_on: date | None, **facts: Any) -> ComplaintFacts:
    round_facts = {key: facts.pop(key) for key in ("outcome", "procedure", "source_term", "extension_weeks", "regime") if key in facts}
    return ComplaintFacts(rounds=(RoundFacts(opened_on=opened_on, closed_on=closed_on, **round_facts),), **facts)


def test_received_counts_by_receipt_and_handled_by_closing(command: Actor) -> None:
    make_complaint(closed(D(2023, 12, 20), D(2024, 1, 10), outcome="Gegrond"))
    make_complaint(closed(D(2024, 12, 30), D(2025, 1, 5), outcome="Ongegrond"))
    make_complaint(closed(D(2024, 3, 1), None))

    figures = yearly_figures(today=TODAY, actor=command, year=2024)

    assert figures["received"]["by_year"] == {"2024": 2, "2023": 1}
    assert figures["handled"]["by_year"] == {"2024": 1, "2023": 0}
    assert figures["flow"] == {"brought_forward": 1, "received": 2, "returned": 0, "closed": 1, "carried_forward": 2}
    assert figures["handled"]["by_outcome"] == {"Gegrond": 1}
    assert figures["handled"]["judged"] == 1


@pytest.mark.parametrize(
    ("attempt", "contact", "is_taken_over", "result"),
    [
        (D(2024, 3, 5), D(2024, 3, 8), False, "spoken_in_time"),
        (None, D(2024, 3, 8), True, "spoken_in_time"),
        (D(2024, 3, 8), D(2024, 3, 9), False, "attempted_in_time"),
        (D(2024, 3, 8), None, False, "attempted_in_time"),
        (D(2024, 3, 9), None, False, "late"),
        (None, D(2024, 3, 9), True, "late"),
        (None, None, False, "none"),
        (None, None, True, "onbekend"),
    ],
)
def test_a_try_within_the_contact_norm_is_its_own_figure(
    command: Actor, now: datetime, attempt: date | None, contact: date | None, is_taken_over: bool, result: str
) -> None:
    """The norm ends on 8 March, a week after receipt."""
    opened = RoundFacts(opened_on=D(2024, 3, 1), first_attempt_on=attempt, first_contact_on=contact)
    make_complaint(ComplaintFacts(rounds=(opened,), extra={"taken_over_at": now} if is_taken_over else {}))

    figures = yearly_figures(today=TODAY, actor=command, year=2024)

    nothing = {"spoken_in_time": 0, "attempted_in_time": 0, "late": 0, "not_due": 0, "none": 0, "onbekend": 0}
    assert figures["contact"] == {"rounds": 1, **nothing, result: 1}


@pytest.mark.parametrize(
    ("today", "attempt", "closed_on", "result"),
    [
        (D(2024, 3, 8), D(2024, 3, 5), None, "not_due"),
        (D(2024, 3, 8), None, None, "not_due"),
        (D(2024, 3, 9), D(2024, 3, 5), None, "attempted_in_time"),
        (D(2024, 3, 9), None, None, "none"),
        (D(2024, 3, 8), D(2024, 3, 5), D(2024, 3, 6), "attempted_in_time"),
    ],
)
def test_who_can_still_be_reached_in_time_is_not_counted_as_not_reached(
    command: Actor, today: date, attempt: date | None, closed_on: date | None, result: str
) -> None:
    """The norm ends on 8 March, a week after receipt."""
    make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=D(2024, 3, 1), closed_on=closed_on, first_attempt_on=attempt),)))

    contact = yearly_figures(actor=command, year=2024, today=today)["contact"]

    assert {code: number for code, number in contact.items() if number} == {"rounds": 1, result: 1}


def test_of_a_year_known_as_totals_nobody_knows_how_the_contact_went(command: Actor) -> None:
    make_history(2024, "received", "total", [(None, 3)])

    assert set(yearly_figures(today=TODAY, actor=command, year=2024)["contact"].values()) == {None}


def test_a_complaint_that_returns_opens_a_round_and_is_not_received_again(command: Actor) -> None:
    make_complaint(
        ComplaintFacts(
            rounds=(
                RoundFacts(opened_on=D(2024, 1, 1), closed_on=D(2024, 1, 11), outcome="Ingetrokken"),
                RoundFacts(opened_on=D(2024, 2, 1), closed_on=D(2024, 2, 2), outcome="Gegrond"),
            )
        )
    )

    figures = yearly_figures(today=TODAY, actor=command, year=2024)

    assert figures["flow"] == {"brought_forward": 0, "received": 1, "returned": 1, "closed": 2, "carried_forward": 0}
    assert (figures["received"]["total"], figures["handled"]["total"]) == (1, 2)
    assert (figures["handled"]["mean_days"], figures["handled"]["median_days"]) == (5.5, 5.5)


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        (closed(D(2024, 1, 1), D(2024, 2, 12)), "within_term"),
        (closed(D(2024, 1, 1), D(2024, 2, 13)), "late"),
        (closed(D(2024, 1, 1), D(2024, 2, 13), extension_weeks=2), "extended"),
        (closed(D(2024, 1, 1), D(2024, 2, 27), extension_weeks=2), "late"),
        (closed(D(2024, 1, 1), D(2024, 6, 1), source_term="ja"), "within_term"),
        (closed(D(2024, 1, 1), D(2024, 1, 2), source_term="nee"), "late"),
        (closed(D(2024, 1, 1), D(2024, 1, 2), source_term="verdaagd"), "extended"),
        (closed(D(2024, 1, 1), D(2024, 6, 1), regime="norm"), "without_term"),
        (closed(D(2024, 1, 1), D(2024, 6, 1), regime="norm", source_term="ja"), "without_term"),
        (closed(D(2024, 1, 1), D(2024, 1, 2), derived_kind=None), "onbekend"),
        (closed(D(2024, 1, 1), D(2024, 6, 1), derived_kind=None), "onbekend"),
        (closed(D(2024, 1, 1), D(2024, 6, 1), derived_kind=None, source_term="ja"), "within_term"),
    ],
)
def test_a_handled_complaint_is_in_exactly_one_result_of_the_term(command: Actor, facts: ComplaintFacts, result: str) -> None:
    make_complaint(facts)

    handled = yearly_figures(today=TODAY, actor=command, year=2024)["handled"]

    names = ("within_term", "extended", "late", "without_term", "onbekend")
    assert {name: handled[name] for name in names} == {**dict.fromkeys(names, 0), result: 1}


def test_whoever_is_involved_is_not_told_the_number_of_a_file_that_counts_nowhere(make_actor: Callable[..., Actor]) -> None:
    coordinator, involved = make_actor(Role.COORDINATOR), make_actor(Role.COORDINATOR)
    mistake = make_complaint(closed(D(2024, 1, 5), None, exclusion="REGISTERED_IN_ERROR"))
    InvolvedPerson.objects.create(complaint=mistake, user_id=involved.user_id)

    told = [yearly_figures(today=TODAY, actor=actor, year=2024)["left_out"]["registered_in_error"] for actor in (coordinator, involved)]

    assert told == [[mistake.reference], []]


def test_double_and_mistaken_files_count_nowhere_and_are_listed(command: Actor) -> None:
    first = make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2)))
    double = make_complaint(closed(D(2024, 1, 3), D(2024, 1, 4)))
    Complaint.objects.filter(pk=double.pk).update(exclusion="DUPLICATE_OF", duplicate_of=first)
    mistake = make_complaint(closed(D(2024, 1, 5), None, exclusion="REGISTERED_IN_ERROR"))

    figures = yearly_figures(today=TODAY, actor=command, year=2024)

    assert figures["left_out"] == {"duplicates": [double.reference], "registered_in_error": [mistake.reference]}
    assert figures["flow"] == {"brought_forward": 0, "received": 1, "returned": 0, "closed": 1, "carried_forward": 0}


def test_a_label_of_any_shown_year_appears_with_nought_and_others_not_at_all(command: Actor) -> None:
    make_complaint(closed(D(2021, 1, 1), None, unit="Oud"))
    make_complaint(closed(D(2020, 1, 1), None, unit="Te oud"))
    make_complaint(closed(D(2024, 1, 1), None, unit="Nieuw"))
    make_label("unit", "Nooit gebruikt")

    assert yearly_figures(today=TODAY, actor=command, year=2024)["received"]["by_unit"] == {"Oud": 0, "Nieuw": 1}


def test_blanks_and_the_word_itself_count_together_as_onbekend(command: Actor) -> None:
    make_complaint(closed(D(2024, 1, 1), None, channel=None))
    make_complaint(closed(D(2024, 1, 1), None, channel="Onbekend"))
    make_complaint(closed(D(2024, 1, 1), None, channel="Telefoon"))

    assert yearly_figures(today=TODAY, actor=command, year=2024)["received"]["by_channel"] == {"Telefoon": 1, "onbekend": 2}


def test_history_stands_beside_the_register_and_says_what_it_cannot_tell(command: Actor) -> None:
    make_history(2023, "received", "municipality", [("Houten", 7), ("Lopik", 1)])
    make_history(2023, "handled", "outcome", [("Gegrond", 6), ("Ongegrond", 3)])
    make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2), municipality="Houten", municipality_code="GM0321", outcome="Gegrond"))

    this_year = yearly_figures(today=TODAY, actor=command, year=2024)
    last_year = yearly_figures(today=TODAY, actor=command, year=2023)

    assert this_year["historical"] == {"received": ["2023"], "handled": ["2023"]}
    assert this_year["received"]["by_municipality_and_year"] == {"Houten": {"2024": 1, "2023": 7}, "Lopik": {"2024": 0, "2023": 1}}
    assert this_year["received"]["by_municipality"] == {"Houten": 1, "Lopik": 0}
    assert this_year["received"]["by_unit"] == {"onbekend": 1}
    assert this_year["handled"]["by_procedure"] == {"onbekend": 1}
    assert this_year["handled"]["by_municipality_and_outcome"] == {"Houten": {"Gegrond": 1, "Ongegrond": 0}}
    assert this_year["handled"]["by_outcome_and_year"] == {"Gegrond": {"2024": 1, "2023": 6}, "Ongegrond": {"2024": 0, "2023": 3}}
    assert last_year["received"]["total"] == 8
    assert last_year["received"]["by_nature"] == {"onbekend": 8}
    assert last_year["received"]["by_unit_and_nature"] == {"onbekend": {"onbekend": 8}}
    assert last_year["received"]["by_month"] == {"onbekend": 8}
    assert last_year["handled"]["judged"] == 9
    assert (last_year["handled"]["onbekend"], last_year["handled"]["mean_days"], last_year["handled"]["same_day"]) == (9, None, None)
    assert last_year["flow"] == {"brought_forward": None, "received": 8, "returned": None, "closed": 9, "carried_forward": None}


def test_a_year_of_which_one_measure_is_known_as_totals_tells_nothing_of_the_other(command: Actor) -> None:
    make_history(2021, "received", "municipality", [("Houten", 34)])
    # Of 2021 some closings are in the register: those of files that came in before. They are not all of them.
    make_complaint(closed(D(2020, 12, 1), D(2021, 1, 4), outcome="Gegrond"))
    make_complaint(closed(D(2022, 1, 1), D(2022, 1, 2), outcome="Gegrond"))

    asked = yearly_figures(today=TODAY, actor=command, year=2021)
    later = yearly_figures(today=TODAY, actor=command, year=2022)

    assert (asked["received"]["total"], asked["handled"]["total"], asked["handled"]["by_outcome"]) == (34, None, {})
    assert asked["flow"] == {"brought_forward": None, "received": 34, "returned": None, "closed": None, "carried_forward": None}
    assert later["received"]["by_year"] == {"2022": 1, "2021": 34, "2020": 1}
    assert later["handled"]["by_year"] == {"2022": 1, "2020": 0}
    assert sentences_of(asked, period="2021")[0] == "In 2021 kwamen er 34 klachten binnen, 33 meer dan in 2020."
    assert sentences_of(asked, period="2021")[1].startswith("Hoeveel er zijn afgehandeld, is voor deze keuze niet bekend")


def test_of_a_year_before_the_first_totals_and_the_first_receipt_nothing_is_known(command: Actor) -> None:
    make_history(2021, "received", "municipality", [("Houten", 34)])
    make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2)))

    figures = yearly_figures(today=TODAY, actor=command, year=2020)

    assert (figures["received"]["total"], figures["handled"]["total"], figures["handled"]["late"]) == (None, None, None)
    assert (figures["received"]["by_year"], figures["handled"]["by_outcome"]) == ({}, {})
    assert set(figures["flow"].values()) == {None}


def test_without_totals_a_year_before_the_first_receipt_is_what_the_register_holds(command: Actor) -> None:
    make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2)))

    figures = yearly_figures(today=TODAY, actor=command, year=2020)

    assert (figures["received"]["total"], figures["handled"]["total"], figures["received"]["by_year"]) == (0, 0, {"2020": 0})


def test_judgments_of_a_year_not_split_by_outcome_are_unknown(command: Actor) -> None:
    make_history(2023, "handled", "total", [(None, 9)])

    handled = yearly_figures(today=TODAY, actor=command, year=2023)["handled"]

    assert (handled["total"], handled["judged"], handled["by_outcome"]) == (9, None, {"onbekend": 9})
    assert sentences_of(yearly_figures(today=TODAY, actor=command, year=2023), period="2023")[1].startswith(
        "Er zijn 9 klachten afgehandeld."
    )


def test_one_municipality_takes_from_history_what_history_tells_of_it(command: Actor) -> None:
    make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2), municipality="Houten", municipality_code="GM0321"))
    make_complaint(closed(D(2024, 1, 1), None, municipality="Lopik", municipality_code="GM0331"))
    make_history(2023, "received", "municipality", [("Houten", 7), ("Lopik", 1)])
    make_history(2023, "handled", "outcome", [("Gegrond", 6)])

    figures = yearly_figures(today=TODAY, actor=command, year=2024, municipality_code="GM0321")

    assert figures["received"]["by_year"] == {"2024": 1, "2023": 7}
    assert figures["handled"]["by_year"] == {"2024": 1}
    assert figures["historical"] == {"received": ["2023"], "handled": []}
    assert yearly_figures(today=TODAY, actor=command, year=2024, municipality_code="GM0353")["received"]["total"] == 0


def test_part_of_a_year_is_compared_with_the_same_days_before(command: Actor) -> None:
    for day in (D(2023, 2, 1), D(2023, 5, 1), D(2024, 2, 29), D(2024, 3, 1)):
        make_complaint(closed(day, None))
    make_history(2022, "received", "total", [(None, 30)])

    figures = yearly_figures(today=TODAY, actor=command, year=2024, period_from=D(2024, 1, 1), period_until=D(2024, 2, 29))

    assert figures["received"]["by_year"] == {"2024": 1, "2023": 1}
    assert figures["received"]["by_month"] == {"2024-01": 0, "2024-02": 1}
    assert figures["flow"]["brought_forward"] == 2


@pytest.fixture
def published(command: Actor) -> None:
    """2022 and 2023 known only as totals, cases from 2024 on, and one case that is older than the totals."""
    make_label("municipality", "Houten", "GM0321")
    for year in (2022, 2023):
        make_history(year, "received", "municipality", [("Houten", 7), ("Lopik", 1)])
        make_history(year, "handled", "outcome", [("Gegrond", 6)])
    make_complaint(closed(D(2021, 5, 1), D(2021, 6, 1), municipality="Houten", municipality_code="GM0321", unit="Werk"))
    make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2), municipality="Houten", municipality_code="GM0321", unit="Werk"))


def test_years_of_totals_that_cannot_answer_are_left_out_and_never_nought(
    published: None, command: Actor, make_actor: Callable[..., Actor]
) -> None:
    part = yearly_figures(today=TODAY, actor=command, year=2024, period_until=D(2024, 12, 30))
    one_municipality = yearly_figures(today=TODAY, actor=command, year=2024, municipality_code="GM0321")
    unit = make_label("unit", "Werk")
    own_unit = yearly_figures(today=TODAY, actor=make_actor(Role.MANAGER, unit_id=unit.pk), year=2024)

    assert part["received"]["by_year"] == {"2024": 1, "2021": 1}
    assert part["handled"]["by_year"] == {"2024": 1, "2021": 1}
    assert part["received"]["by_municipality_and_year"] == {"Houten": {"2024": 1, "2021": 1}}
    assert one_municipality["received"]["by_year"] == {"2024": 1, "2023": 7, "2022": 7, "2021": 1}
    assert one_municipality["handled"]["by_year"] == {"2024": 1, "2021": 1}
    assert own_unit["received"]["by_year"] == {"2024": 1, "2021": 1}
    assert own_unit["historical"] == {"received": [], "handled": []}


def test_a_year_of_totals_asked_for_in_part_is_refused(published: None, command: Actor, make_actor: Callable[..., Actor]) -> None:
    unit = make_label("unit", "Werk")

    with pytest.raises(OnlyYearTotals):
        yearly_figures(today=TODAY, actor=command, year=2023, period_until=D(2023, 6, 30))
    with pytest.raises(OnlyYearTotals):
        yearly_figures(today=TODAY, actor=make_actor(Role.MANAGER, unit_id=unit.pk), year=2023)


def test_what_the_totals_of_a_year_cannot_answer_is_null(published: None, command: Actor) -> None:
    figures = yearly_figures(today=TODAY, actor=command, year=2023, municipality_code="GM0321")

    assert figures["received"]["total"] == 7
    handled = figures["handled"]
    assert {name: handled[name] for name in ("total", "judged", "within_term", "onbekend", "same_day", "mean_days")} == dict.fromkeys(
        ("total", "judged", "within_term", "onbekend", "same_day", "mean_days")
    )
    assert (handled["by_year"], handled["by_outcome"], handled["by_nature_and_outcome"]) == ({"2021": 1}, {}, {})
    assert figures["flow"] == {"brought_forward": None, "received": 7, "returned": None, "closed": None, "carried_forward": None}


@pytest.mark.django_db(transaction=True)
def test_the_figures_are_of_one_moment(command: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that comes in while they are counted, with a word nobody knew, is in none of the tables."""
    make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2), unit="Werk", outcome="Gegrond"))
    count = figures_module.received_by_year

    def count_while_another_comes_in(**question: Any) -> Any:
        if question["dimension"] == "unit":
            newcomer = Thread(target=_file_from_elsewhere)
            newcomer.start()
            newcomer.join()
        return count(**question)

    monkeypatch.setattr(figures_module, "received_by_year", count_while_another_comes_in)

    figures = yearly_figures(today=TODAY, actor=command, year=2024)

    assert figures["received"]["by_unit"] == {"Werk": 1}
    assert figures["flow"] == {"brought_forward": 0, "received": 1, "returned": 0, "closed": 1, "carried_forward": 0}
    assert Complaint.objects.count() == 2


def _file_from_elsewhere() -> None:
    with schema_context("samen"):
        make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2), unit="Nieuw woord", outcome="Ook nieuw"))
    connection.close()


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ({"year": 1989}, YearOutOfRange),
        ({"year": 2101}, YearOutOfRange),
        ({"year": 2024, "period_from": D(2023, 12, 31)}, PeriodOutsideYear),
        ({"year": 2024, "period_until": D(2025, 1, 1)}, PeriodOutsideYear),
        ({"year": 2024, "period_from": D(2024, 3, 2), "period_until": D(2024, 3, 1)}, PeriodOutsideYear),
        ({"year": 2024, "municipality_code": "GM0344"}, UnknownMunicipalityHere),
        ({"year": 2024, "municipality_code": "'; --"}, UnknownMunicipalityHere),
    ],
)
def test_what_cannot_be_asked_is_refused(command: Actor, question: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        yearly_figures(today=TODAY, actor=command, **question)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EMPLOYEE, Role.COUNCIL_MEMBER, Role.COUNCIL_REGISTRY, Role.OPERATOR])
def test_roles_without_the_permission_get_no_figure(make_actor: Callable[..., Actor], role: Role) -> None:
    with pytest.raises(NotPermitted):
        yearly_figures(today=TODAY, actor=make_actor(role), year=2024)


def test_nobody_gets_figures_without_signing_in(tenant: object) -> None:
    from tenants.accounts.access import anonymous_actor

    with pytest.raises(NotSignedIn):
        yearly_figures(today=TODAY, actor=anonymous_actor(), year=2024)


def test_a_manager_gets_the_own_unit_alone(make_actor: Callable[..., Actor]) -> None:
    make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2), unit="Werk"))
    make_complaint(closed(D(2024, 1, 1), None, unit="Inkomen"))
    unit = make_label("unit", "Werk")

    figures = yearly_figures(today=TODAY, actor=make_actor(Role.MANAGER, unit_id=unit.pk), year=2024)

    assert figures["received"]["by_unit"] == {"Werk": 1}
    assert figures["flow"] == {"brought_forward": 0, "received": 1, "returned": 0, "closed": 1, "carried_forward": 0}


def test_the_number_of_queries_does_not_grow_with_the_register(command: Actor, django_assert_num_queries: Any) -> None:
    make_complaint(closed(D(2024, 1, 1), D(2024, 1, 2), unit="Werk", nature="Bejegening", outcome="Gegrond"))
    with django_assert_num_queries(23):
        yearly_figures(today=TODAY, actor=command, year=2024)
    for place in range(3):
        make_complaint(closed(D(2023, 1, 1), D(2024, 1, 2), unit=f"Werk {place}", nature=f"N {place}", outcome=f"O {place}"))
    with django_assert_num_queries(23):
        yearly_figures(today=TODAY, actor=command, year=2024)


words = st.sampled_from([None, "A", "B", "C"])
days = st.dates(D(2021, 6, 1), D(2025, 6, 1))


@st.composite
def a_complaint(draw: st.DrawFn) -> ComplaintFacts:
    moments = sorted(draw(st.lists(days, min_size=1, max_size=4, unique=True)))
    rounds = tuple(
        RoundFacts(
            opened_on=opened,
            closed_on=closing,
            outcome=draw(words),
            procedure=draw(words),
            source_term=draw(st.sampled_from(["", "", "ja", "nee", "verdaagd"])),
            extension_weeks=draw(st.integers(0, 4)),
            regime=draw(st.sampled_from(["internal", "norm"])),
        )
        for opened, closing in [*pairwise(moments), (moments[-1], None)][::2]
    )
    return ComplaintFacts(
        rounds=rounds,
        kind=draw(words),
        derived_kind=draw(st.sampled_from(["COMPLAINT", None])),
        channel=draw(words),
        municipality=draw(words),
        unit=draw(words),
        nature=draw(words),
        exclusion=draw(st.sampled_from(["", "", "", "REGISTERED_IN_ERROR"])),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    register=st.lists(a_complaint(), max_size=7),
    totals=st.dictionaries(st.tuples(st.integers(2018, 2020), st.sampled_from(["received", "handled"])), st.integers(0, 9)),
    year=st.integers(2021, 2026),
)
def test_every_sum_of_a_random_register_agrees_with_every_other(
    command: Actor, register: list[ComplaintFacts], totals: dict[tuple[int, str], int], year: int
) -> None:
    savepoint = transaction.savepoint()
    for (past, measure), number in totals.items():
        make_history(past, measure, "municipality" if measure == "received" else "outcome", [("A", number)])
    for facts in register:
        make_complaint(facts)

    figures = yearly_figures(today=TODAY, actor=command, year=year)
    before = (
        yearly_figures(today=TODAY, actor=command, year=year - 1)
        if (year - 1, "received") not in totals and (year - 1, "handled") not in totals
        else None
    )
    halves = [
        yearly_figures(today=TODAY, actor=command, year=year, period_until=D(year, 6, 30)),
        yearly_figures(today=TODAY, actor=command, year=year, period_from=D(year, 7, 1)),
    ]

    transaction.savepoint_rollback(savepoint)
    received, handled, flow = figures["received"], figures["handled"], figures["flow"]
    for name in ("by_nature", "by_unit", "by_municipality", "by_channel", "by_kind", "by_month"):
        assert sum(received[name].values()) == received["total"], name
    for name in ("by_outcome", "by_procedure"):
        assert sum(handled[name].values()) == handled["total"], name
    assert {row: sum(cells.values()) for row, cells in received["by_unit_and_nature"].items()} == received["by_unit"]
    assert column_sums(received["by_unit_and_nature"]) == +Counter(received["by_nature"])
    assert column_sums(handled["by_nature_and_outcome"]) == +Counter(handled["by_outcome"])
    assert column_sums(handled["by_municipality_and_outcome"]) == +Counter(handled["by_outcome"])
    assert column_sums(received["by_municipality_and_year"]) == +Counter(received["by_year"])
    assert column_sums(handled["by_outcome_and_year"]) == +Counter(handled["by_year"])
    assert sum(handled[name] for name in ("within_term", "extended", "late", "without_term", "onbekend")) == handled["total"]
    assert handled["same_day"] <= handled["total"] >= handled["judged"]
    assert flow["brought_forward"] + flow["received"] + flow["returned"] - flow["closed"] == flow["carried_forward"]
    assert (flow["received"], flow["closed"]) == (received["total"], handled["total"])
    assert before is None or before["flow"]["carried_forward"] == flow["brought_forward"]
    assert sum(half["received"]["total"] for half in halves) == received["total"]
    assert sum(half["handled"]["total"] for half in halves) == handled["total"]
    assert halves[0]["flow"]["carried_forward"] == halves[1]["flow"]["brought_forward"]
    assert figures["historical"] == {
        measure: [shown for shown in figures["years"] if (int(shown), measure) in totals] for measure in ("received", "handled")
    }
    assert_counted_by_hand(figures, register, year)


def column_sums(rows: dict[str, dict[str, int]]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for cells in rows.values():
        totals.update(cells)
    return +totals


def assert_counted_by_hand(figures: dict[str, Any], register: list[ComplaintFacts], year: int) -> None:
    """The same counts, taken from the facts by plain Python."""
    counted = [facts for facts in register if not facts.exclusion]
    received = [facts for facts in counted if facts.received_on.year == year]
    closings = [(facts, one) for facts in counted for one in facts.rounds if one.closed_on and one.closed_on.year == year]
    assert figures["received"]["total"] == len(received)
    assert +Counter(figures["received"]["by_unit"]) == Counter(facts.unit or "onbekend" for facts in received)
    assert +Counter(figures["handled"]["by_outcome"]) == Counter(one.outcome or "onbekend" for _facts, one in closings)
    durations = [(one.closed_on - one.opened_on).days for _facts, one in closings]
    assert figures["handled"]["same_day"] == durations.count(0)
    if durations:
        assert figures["handled"]["mean_days"] == pytest.approx(mean(durations), abs=0.051)
        assert figures["handled"]["median_days"] == pytest.approx(median(durations), abs=0.051)
    late = [
        one
        for facts, one in closings
        if one.regime != "norm"
        and (facts.derived_kind or one.source_term)
        and (one.source_term == "nee" or (not one.source_term and one.closed_on > one.opened_on + timedelta(weeks=6 + one.extension_weeks)))
    ]
    assert figures["handled"]["late"] == len(late)
