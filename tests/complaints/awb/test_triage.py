"""Complaint or objection: where each worked case is expected to go, and until when somebody must be told (pure)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from complaints.awb.triage import Announcement, Contested, Route, Triage, triage
from tenants.statutory_calendar import SHIPPED_CALENDAR

CASES = Path(__file__).resolve().parents[2] / "cases" / "triage.csv"
ABOUT = {
    "conduct": None,
    "provider conduct": None,
    "content of besluit": Contested.CONTENT,
    "niet tijdig besluit": Contested.NOT_MADE,
}


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def of(contested: Contested | None, announced_on: date | None = None, **other: Any) -> Triage:
    given: dict[str, Any] = {
        "announcement": Announcement.WRITTEN if announced_on else Announcement.UNKNOWN,
        "received_on": date(2025, 3, 3),
        "is_oral": False,
        "is_about_provider": False,
    }
    return triage(contested=contested, announced_on=announced_on, calendar=SHIPPED_CALENDAR, **{**given, **other})


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_a_worked_case_goes_where_it_should(row: dict[str, str]) -> None:
    announced_on = date.fromisoformat(row["bekendmaking"]) if row["bekendmaking"] else None
    received_on = date.fromisoformat(row["received"])

    found = of(
        ABOUT[row["about"]],
        announced_on,
        announcement=Announcement.WRITTEN if announced_on else Announcement.TELEPHONE,
        received_on=received_on,
        is_oral=row["facts"].startswith("Oral"),
        is_about_provider=row["about"] == "provider conduct",
    )

    assert found.route == row["expected_route"]
    assert (found.term.last_day.isoformat() if found.term else "") == row["bezwaar_last_day"]
    assert {True: "yes", False: "no", None: "n/a"}[found.term.is_in_time(received_on=received_on) if found.term else None] == (
        row["received_in_time"]
    )


def test_every_worked_case_is_there_and_every_route_but_the_split_is_in_them() -> None:
    assert [row["id"] for row in rows()] == ["T01", "T02", "T04", "T05", "T07", "T08", "T10"]
    assert {row["expected_route"] for row in rows()} == set(Route) - {Route.SPLIT}


@pytest.mark.parametrize(
    ("contested", "route"),
    [(Contested.BOTH, Route.SPLIT), (Contested.MANNER, Route.COMPLAINT), (Contested.CONTENT, Route.OBJECTION)],
)
def test_what_somebody_is_against_decides(contested: Contested, route: Route) -> None:
    assert of(contested, date(2025, 2, 18)).route is route


# Announced on Tuesday 18 February 2025: to be filed by Tuesday 1 April, by post in by Tuesday 8 April.
@pytest.mark.parametrize(
    ("contested", "today", "is_open", "must_be_told"),
    [
        (Contested.CONTENT, date(2025, 4, 1), True, True),
        (Contested.MANNER, date(2025, 4, 8), True, True),
        (Contested.MANNER, date(2025, 4, 9), False, False),
        (Contested.BOTH, date(2025, 4, 8), True, True),
        (Contested.CONTENT, date(2025, 4, 9), False, True),  # it came in writing, so it is an objection
    ],
)
def test_somebody_is_warned_until_the_post_has_come_and_of_their_own_objection_after_it(
    contested: Contested, today: date, is_open: bool, must_be_told: bool
) -> None:
    found = of(contested, date(2025, 2, 18))

    assert (found.may_be_open(today=today), found.must_be_told(today=today)) == (is_open, must_be_told)


@pytest.mark.parametrize("announced_on", [date(2025, 2, 18), date(1950, 1, 2)])
def test_what_comes_in_writing_against_a_decision_after_the_last_day_is_an_objection(announced_on: date) -> None:
    late = of(Contested.CONTENT, announced_on, received_on=date(2025, 4, 9))
    told_at_the_desk = of(Contested.CONTENT, announced_on, received_on=date(2025, 4, 9), is_oral=True)

    assert (late.route, late.came_as_objection, late.must_be_told(today=date(2025, 4, 9))) == (Route.OBJECTION_LATE, True, True)
    assert (told_at_the_desk.came_as_objection, told_at_the_desk.must_be_told(today=date(2025, 4, 9))) == (False, False)


def test_without_a_known_day_an_objection_may_be_open_for_ever() -> None:
    found = of(Contested.CONTENT, announcement=Announcement.TELEPHONE)

    assert (found.route, found.term, found.may_be_open(today=date(2035, 1, 1))) == (Route.OBJECTION_CHECK, None, True)


def test_a_decision_that_is_not_made_is_told_about_and_has_no_term() -> None:
    found = of(Contested.NOT_MADE)

    assert (found.term, found.may_be_open(today=date(2025, 3, 3)), found.must_be_told(today=date(2025, 3, 3))) == (None, False, True)


def test_a_decision_of_before_the_calendar_is_long_ago() -> None:
    found = of(Contested.CONTENT, date(1950, 1, 2))

    assert (found.route, found.may_be_open(today=date(2025, 3, 3)), found.explanation(language="nl")) == (Route.OBJECTION_LATE, False, [])


def test_the_last_days_are_explained() -> None:
    assert len(of(Contested.CONTENT, date(2025, 2, 18)).explanation(language="nl")) == 2
