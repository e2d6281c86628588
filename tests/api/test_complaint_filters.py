"""`complaints` with all its filters, orders and pages, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from complaints.models import AccessRecord, Round
from tenants.organisation.models import Label
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

Ask = Callable[..., dict[str, Any]]
QUERY = """query($f: ComplaintFilter, $s: ComplaintSort, $first: Int, $a: String, $last: Int, $b: String) {
    complaints(filter: $f, sort: $s, first: $first, after: $a, last: $last, before: $b) {
        edges { cursor node { reference } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}"""


def a_file(day: int = 1, **facts: Any) -> str:
    return make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 3, day)),), **facts)).reference


def found(answer: dict[str, Any]) -> list[str]:
    assert "errors" not in answer, answer
    return [edge["node"]["reference"] for edge in answer["data"]["complaints"]["edges"]]


def codes_of(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(error["extensions"]["code"], error["extensions"]["field"]) for error in answer["errors"]]


@pytest.mark.parametrize(
    "wanted",
    [
        {"state": "LATE"}, {"unit": "WERK", "nature": "bejegening"}, {"law": "JW"}, {"derivedKind": "SIGNAL"}, {"kind": "klacht"},
        {"receivedFrom": "2025-03-01", "receivedUntil": "2025-03-02"}, {"channel": "telefoon", "municipality": "houten"},
    ],
)  # fmt: skip
def test_everything_in_the_filter_holds(ask: Ask, wanted: dict[str, Any]) -> None:
    one = a_file(2, unit="Werk", nature="Bejegening", channel="Telefoon", municipality="Houten", kind="Klacht", derived_kind="SIGNAL",
                 extra={"law": "JW"})  # fmt: skip
    other = a_file(9, unit="Werk", nature="Informatie")
    Round.objects.filter(complaint__reference=other).update(due_on=date(2099, 1, 1))

    assert found(ask(QUERY, f=wanted)) == [one]


def test_a_word_is_found_by_its_id_and_by_its_code_too(ask: Ask) -> None:
    one = a_file(channel="E-mail", nature="Bejegening", municipality="Nieuwegein", municipality_code="GM0356", kind="Klacht")
    a_file(channel="Telefoon", nature="Informatie", municipality="Houten", municipality_code="GM0321", kind="Signaal")
    codes = {(label.dimension, label.text): label for label in Label.objects.all()}
    nature = codes["nature", "Bejegening"]
    Label.objects.filter(pk=nature.pk).update(core_code="TREATMENT")

    for wanted in (
        {"channel": "EMAIL"}, {"nature": "TREATMENT"}, {"municipality": "GM0356"}, {"kind": "COMPLAINT"}, {"nature": str(nature.pk)},
        {"channel": "EMAIL", "nature": "TREATMENT", "municipality": "nieuwegein"},
    ):  # fmt: skip
        assert found(ask(QUERY, f=wanted)) == [one], wanted
    assert codes_of(ask(QUERY, f={"channel": str(nature.pk)})) == [("unknown_word", "filter.channel")]
    assert codes_of(ask(QUERY, f={"municipality": "GM9999"})) == [("unknown_word", "filter.municipality")]


def test_a_code_that_several_words_stand_for_finds_them_all_and_one_without_words_finds_nothing(ask: Ask) -> None:
    files = [a_file(day, channel=word) for day, word in ((1, "E-mail"), (2, "Mailtje"))]
    a_file(3, channel="Telefoon")
    Label.objects.filter(text__in=("E-mail", "Mailtje")).update(core_code="EMAIL")

    assert found(ask(QUERY, f={"channel": "EMAIL"}, s="OLDEST")) == files
    assert found(ask(QUERY, f={"channel": "LETTER"})) == []


def test_mine_a_handlers_and_nobodys(ask: Ask) -> None:
    mine, nobodys = a_file(), a_file()
    ask("{ me { name } }")
    me = AccessRecord.objects.filter(code="searched")
    ask(QUERY)
    user_id = me.order_by("-pk")[0].actor_id
    Round.objects.filter(complaint__reference=mine).update(handler_id=user_id)

    assert found(ask(QUERY, f={"mine": True})) == [mine]
    assert found(ask(QUERY, f={"handlerId": user_id})) == [mine]
    assert found(ask(QUERY, f={"withoutHandler": True})) == [nobodys]
    assert codes_of(ask(QUERY, Role.HANDLER, f={"handlerId": user_id})) == [("handlers_are_for_coordinators", "filter.handlerId")]


def test_due_this_week_is_a_state(ask: Ask) -> None:
    from tenants.clock import dutch_date, read_clock

    soon = a_file()
    Round.objects.filter(complaint__reference=soon).update(due_on=dutch_date(read_clock()))
    a_file()

    assert found(ask(QUERY, f={"dueThisWeek": True})) == [soon]
    assert found(ask(QUERY, f={"state": "DUE_THIS_WEEK"})) == [soon]
    assert codes_of(ask(QUERY, f={"dueThisWeek": True, "state": "CLOSED"})) == [("given_twice", "filter.dueThisWeek")]


def test_pages_go_both_ways(ask: Ask) -> None:
    files = [a_file(day) for day in (1, 2, 3, 4, 5)]

    first = ask(QUERY, s="OLDEST", first=2)
    second = ask(QUERY, s="OLDEST", first=2, a=first["data"]["complaints"]["pageInfo"]["endCursor"])
    back = ask(QUERY, s="OLDEST", last=2, b=second["data"]["complaints"]["pageInfo"]["startCursor"])

    assert (found(first), found(second), found(back)) == (files[:2], files[2:4], files[:2])
    assert first["data"]["complaints"]["pageInfo"]["hasPreviousPage"] is False
    assert second["data"]["complaints"]["pageInfo"]["hasPreviousPage"] is True
    assert back["data"]["complaints"] == first["data"]["complaints"]


def test_arguments_beside_the_filter_go_on_working_and_are_not_said_twice(ask: Ask) -> None:
    werk = a_file(unit="Werk")
    a_file(unit="Inkomen")

    answer = ask('{ complaints(unit: "Werk", filter: {state: LATE}, sort: DUE) { edges { node { reference } } } }')

    assert found(answer) == [werk]
    assert codes_of(ask('{ complaints(unit: "Werk", filter: {unit: "Werk"}) { totalCount } }')) == [("given_twice", "unit")]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"f": {"law": "XX"}}, ("unknown_law", "filter.law")),
        ({"f": {"derivedKind": "KLACHT"}}, ("unknown_derived_kind", "filter.derivedKind")),
        ({"f": {"text": "x" * 201}}, ("search_too_long", "filter.text")),
        ({"f": {"unit": "Bestaat niet"}}, ("unknown_word", "filter.unit")),
        ({"f": {"nature": "Bestaat niet"}}, ("unknown_word", "filter.nature")),
        ({"f": {"channel": "Bestaat niet"}}, ("unknown_word", "filter.channel")),
        ({"f": {"municipality": "Bestaat niet"}}, ("unknown_word", "filter.municipality")),
        ({"f": {"providerId": 2_000_000_000}}, ("unknown_provider", "filter.providerId")),
        ({"f": {"handlerId": 2_000_000_000}}, ("unknown_person_here", "filter.handlerId")),
        ({"f": {"receivedFrom": "2025-03-03", "receivedUntil": "2025-03-02"}}, ("ends_before_it_begins", "filter.receivedUntil")),
        ({"last": 2}, ("last_needs_before", "last")),
        ({"last": 101, "b": "x"}, ("unusable_page_size", "last")),
        ({"b": "x"}, ("unusable_cursor", "before")),
        ({"s": "CHANGED", "a": "niets"}, ("unusable_cursor", "after")),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_place(ask: Ask, asked: dict[str, Any], code: tuple[str, str]) -> None:
    a_file()

    assert codes_of(ask(QUERY, **asked)) == [code]
    assert AccessRecord.objects.count() == 0


def test_counting_is_left_out_where_nobody_asks_and_looking_is_recorded_all_the_same(ask: Ask) -> None:
    a_file()
    a_file()

    ask(QUERY, f={"text": "Jansen", "law": "JW"})
    ask("query { complaints { ...page } } fragment page on ComplaintConnection { totalCount }")

    assert [record.data for record in AccessRecord.objects.order_by("pk")] == [
        {"filters": ["law", "text"], "shown": 0},
        {"filters": [], "found": 2},
    ]


def test_a_large_page_backward_counts_in_the_cost(ask: Ask) -> None:
    fields = " ".join(f"e{number}: edges {{ node {{ reference story }} }}" for number in range(80))

    answer = ask(f'{{ complaints(last: 100, before: "x") {{ {fields} }} }}')

    assert codes_of(answer) == [("too_costly", None)]
