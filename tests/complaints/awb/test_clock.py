"""The clock of art. 9:11 and 9:8(3) Awb: worked cases, refusals, regimes, agreed dates. Weekdays stand beside the dates."""

import csv
import pickle
from datetime import date
from pathlib import Path

import pytest

from complaints.awb.clock import (
    AgreedDate,
    ClockLabel,
    Extension,
    Postponement,
    Regime,
    RegimeChange,
    find_refusals,
    handling_clock,
    merge_postponements,
)
from complaints.awb.explanation import WarningCode
from complaints.awb.refusals import ClockRefusal
from tenants.statutory_calendar import SHIPPED_CALENDAR, SHIPPED_DECREES, Decree, StatutoryCalendar

CASES = Path(__file__).parents[2] / "cases"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TUESDAY = date(2025, 1, 14)  # due Tuesday 25 February 2025


def rows_of(name):
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def extension(weeks=4, notified_on=None, complainant=True, subject=True):
    return Extension(weeks=weeks, notified_on=notified_on, is_complainant_notified=complainant, is_subject_notified=subject)


def postponement(starts_on, ends_on, consent=True):
    return Postponement(starts_on=starts_on, ends_on=ends_on, has_written_consent=consent)


def agreed(agreed_on, due_on, consent=True):
    return AgreedDate(agreed_on=agreed_on, due_on=due_on, has_written_consent=consent)


def facts_of(row):
    weeks = int(row["extension_weeks"])
    periods = [period.split("..") for period in row["suspensions"].split(";") if period]
    return {
        "received_on": date.fromisoformat(row["received"]),
        "regime": Regime(row["regime"]),
        "is_commission_appointed": True,
        "extensions": [extension(weeks)] if weeks else [],
        "postponements": [postponement(date.fromisoformat(start), date.fromisoformat(end)) for start, end in periods],
        "calendar": SHIPPED_CALENDAR,
    }


def clock(received_on=TUESDAY, regime=Regime.INTERNAL, **facts):
    return handling_clock(received_on=received_on, regime=regime, calendar=facts.pop("calendar", SHIPPED_CALENDAR), **facts)


def codes(received_on=TUESDAY, regime=Regime.INTERNAL, **facts):
    refusals = find_refusals(received_on=received_on, regime=regime, calendar=SHIPPED_CALENDAR, **facts)
    return [refusal.code for refusal in refusals]


@pytest.mark.parametrize("row", rows_of("deadlines.csv"), ids=lambda row: row["id"])
def test_the_worked_cases_come_out(row):
    facts = facts_of(row)

    answer = handling_clock(**facts)

    assert WEEKDAYS[facts["received_on"].weekday()] == row["weekday"]
    assert answer.due_base.isoformat() == row["due_base"]
    assert answer.due_after_extension.isoformat() == row["due_after_extension"]
    assert answer.notice_9_8_3_due.isoformat() == row["notice_9_8_3_due"]


def test_of_the_worked_cases_only_the_one_of_2002_is_provisional():
    provisional = [row["id"] for row in rows_of("deadlines.csv") if handling_clock(**facts_of(row)).is_provisional]

    assert provisional == ["33"]


# What stands in the columns, and the fact beside them that only the pure rule can hear.
REFUSED_CASES = {
    "1": ({}, "extension_too_long"),
    "2": ({"extensions": [extension(4, notified_on=date(2025, 2, 26))]}, "extension_after_due"),  # Wednesday, a day late
    "3": ({"extensions": [extension(4, notified_on=date(2025, 2, 20), subject=False)]}, "extension_not_notified_to_both"),
    "4": (
        {"postponements": [postponement(date(2025, 1, 20), date(2025, 1, 31), consent=False)]},
        "postponement_without_written_consent",
    ),
    "5": ({}, "postponement_after_due"),
    "6": ({}, "postponement_on_or_before_receipt"),
    "7": ({}, "postponement_ends_before_start"),
    "8": ({"is_commission_appointed": False}, "no_commission_appointed"),
}


@pytest.mark.parametrize("row", rows_of("deadline_refusals.csv"), ids=lambda row: row["id"])
def test_what_the_law_does_not_allow_is_refused(row):
    extra, code = REFUSED_CASES[row["id"]]
    facts = facts_of(row) | extra

    with pytest.raises(ClockRefusal) as refusal:
        handling_clock(**facts)

    assert refusal.value.code == code
    assert [found.code for found in find_refusals(**facts)] == [code]


def test_every_fault_of_a_case_is_found_at_once():
    found = codes(
        regime=Regime.COMMISSION,
        extensions=[extension(3, subject=False), extension(2)],
        postponements=[postponement(date(2025, 1, 31), date(2025, 1, 20)), postponement(date(2025, 2, 3), date(2025, 2, 4), consent=False)],
        handled_on=date(2025, 1, 13),
    )

    assert found == [
        "no_commission_appointed",
        "handled_before_receipt",
        "extension_not_notified_to_both",
        "extension_too_long",
        "postponement_ends_before_start",
        "postponement_without_written_consent",
    ]


def test_a_lawful_case_has_no_refusals():
    assert codes(extensions=[extension(4, notified_on=date(2025, 2, 25))]) == []


class TestExtension:
    def test_notice_on_the_due_date_itself_is_in_time(self):
        answer = clock(extensions=[extension(4, notified_on=date(2025, 2, 25))])  # Tuesday, the due date

        assert answer.due_after_extension == date(2025, 3, 25)  # Tuesday

    def test_notice_on_the_day_to_which_the_due_date_moved_is_in_time(self):
        received_on = date(2025, 3, 7)  # nominal end Good Friday 18 April, due Tuesday 22 April

        assert clock(received_on, extensions=[extension(4, notified_on=date(2025, 4, 22))]).due_after_extension == date(2025, 5, 16)
        assert codes(received_on, extensions=[extension(4, notified_on=date(2025, 4, 23))]) == ["extension_after_due"]

    def test_several_extensions_total_at_most_four_weeks(self):
        two = [extension(2, notified_on=date(2025, 2, 20)), extension(2, notified_on=date(2025, 3, 11))]  # first one ends Tuesday 11 March

        assert clock(extensions=two).due_after_extension == date(2025, 3, 25)  # Tuesday
        assert codes(extensions=[*two, extension(1, notified_on=date(2025, 3, 12))]) == ["extension_too_long"]

    def test_a_second_extension_is_late_after_the_first_one_expired(self):
        late = [extension(2, notified_on=date(2025, 2, 20)), extension(2, notified_on=date(2025, 3, 12))]  # Wednesday, a day late

        assert codes(extensions=late) == ["extension_after_due"]

    def test_it_does_not_matter_in_what_order_extensions_are_given(self):
        two = [extension(1, notified_on=date(2025, 2, 20)), extension(3, notified_on=date(2025, 3, 4))]

        assert clock(extensions=two).current == clock(extensions=two[::-1]).current

    @pytest.mark.parametrize("weeks", [0, -1])
    def test_no_weeks_is_no_extension(self, weeks):
        assert codes(extensions=[extension(weeks)]) == ["extension_weeks_invalid"]

    def test_it_cannot_be_notified_before_receipt(self):
        assert codes(extensions=[extension(4, notified_on=date(2025, 1, 13))]) == ["extension_before_receipt"]

    def test_both_must_be_told(self):
        assert codes(extensions=[extension(complainant=False)]) == ["extension_not_notified_to_both"]
        assert codes(extensions=[extension(subject=False)]) == ["extension_not_notified_to_both"]


class TestPostponement:
    def test_one_inside_the_extension_moves_the_extended_date_only(self):
        answer = clock(
            extensions=[extension(4, notified_on=date(2025, 2, 20))],
            postponements=[postponement(date(2025, 3, 3), date(2025, 3, 9))],  # Monday to Sunday, after Tuesday 25 February
        )

        assert (answer.due_base, answer.due_after_extension) == (date(2025, 2, 25), date(2025, 4, 1))  # Tuesdays

    def test_one_on_the_due_date_itself_counts(self):
        answer = clock(postponements=[postponement(date(2025, 2, 25), date(2025, 3, 3))])  # Tuesday to Monday, 7 days

        assert answer.due_base == date(2025, 3, 4)  # Tuesday

    def test_the_first_day_after_receipt_is_early_enough(self):
        assert clock(postponements=[postponement(date(2025, 1, 15), date(2025, 1, 15))]).due_base == date(2025, 2, 26)  # Wednesday

    def test_a_chain_may_start_where_the_one_before_it_brought_the_due_date(self):
        chain = [postponement(date(2025, 2, 27), date(2025, 2, 28)), postponement(date(2025, 2, 24), date(2025, 2, 26))]

        answer = clock(postponements=chain)  # Monday to Wednesday, then Thursday and Friday: 5 days

        assert answer.due_base == date(2025, 3, 3)  # nominal Sunday 2 March, so Monday

    def test_a_gap_past_the_due_date_breaks_the_chain(self):
        chain = [postponement(date(2025, 2, 24), date(2025, 2, 24)), postponement(date(2025, 2, 27), date(2025, 2, 28))]

        assert codes(postponements=chain) == ["postponement_after_due"]  # due Wednesday 26 February by then

    def test_it_does_not_move_the_notice_of_9_8_3(self):
        answer = clock(
            extensions=[extension(4)], postponements=[postponement(date(2025, 1, 15), date(2025, 1, 31))], handled_on=date(2025, 2, 3)
        )

        assert answer.notice_9_8_3_due == date(2025, 2, 11)  # Tuesday

    def test_periods_that_overlap_or_touch_are_one(self):
        merged = merge_postponements(
            [
                postponement(date(2025, 2, 10), date(2025, 2, 12)),
                postponement(date(2025, 2, 3), date(2025, 2, 7)),
                postponement(date(2025, 2, 5), date(2025, 2, 9)),
                postponement(date(2025, 2, 20), date(2025, 2, 20)),
            ]
        )

        assert merged == [postponement(date(2025, 2, 3), date(2025, 2, 12)), postponement(date(2025, 2, 20), date(2025, 2, 20))]


class TestAgreedDate:
    def test_it_stands_and_does_not_move(self):
        answer = clock(agreed_dates=[agreed(date(2025, 2, 10), date(2025, 6, 1))])  # "uiterlijk 1 juni", a Sunday

        assert answer.due_base == answer.due_after_extension == date(2025, 6, 1)

    def test_inside_an_extension_it_leaves_the_base_term_alone(self):
        answer = clock(extensions=[extension(4, notified_on=date(2025, 2, 20))], agreed_dates=[agreed(date(2025, 3, 10), date(2025, 6, 1))])

        assert (answer.due_base, answer.due_after_extension) == (date(2025, 2, 25), date(2025, 6, 1))

    def test_a_later_agreement_replaces_an_earlier_one(self):
        answer = clock(agreed_dates=[agreed(date(2025, 5, 30), date(2025, 7, 1)), agreed(date(2025, 2, 10), date(2025, 6, 1))])

        assert answer.due_after_extension == date(2025, 7, 1)  # Tuesday

    def test_it_must_be_later_than_what_applies(self):
        assert codes(agreed_dates=[agreed(date(2025, 2, 10), date(2025, 2, 25))]) == ["agreed_date_not_later"]

    def test_it_needs_written_consent_before_the_term_ends(self):
        assert codes(agreed_dates=[agreed(date(2025, 2, 10), date(2025, 6, 1), consent=False)]) == ["postponement_without_written_consent"]
        assert codes(agreed_dates=[agreed(date(2025, 2, 26), date(2025, 6, 1))]) == ["postponement_after_due"]
        assert codes(agreed_dates=[agreed(date(2025, 1, 13), date(2025, 6, 1))]) == ["postponement_on_or_before_receipt"]

    def test_a_postponement_after_it_adds_its_days(self):
        answer = clock(
            agreed_dates=[agreed(date(2025, 2, 10), date(2025, 6, 1))],
            postponements=[postponement(date(2025, 5, 26), date(2025, 6, 1))],  # 7 days
        )

        assert answer.due_after_extension == date(2025, 6, 8)  # Sunday: still no term in a statute

    def test_an_extension_that_ends_before_it_has_no_effect_and_warns(self):
        answer = clock(extensions=[extension(4, notified_on=date(2025, 2, 20))], agreed_dates=[agreed(date(2025, 2, 10), date(2025, 6, 1))])

        assert answer.due_after_extension == date(2025, 6, 1)
        assert [warning.code for warning in answer.warnings] == [WarningCode.EXTENSION_WITHOUT_EFFECT]

    def test_an_extension_that_ends_after_it_counts_from_the_statutory_end(self):
        answer = clock(extensions=[extension(4, notified_on=date(2025, 2, 20))], agreed_dates=[agreed(date(2025, 2, 10), date(2025, 3, 1))])

        assert answer.due_after_extension == date(2025, 3, 25)  # Tuesday: 25 February plus four weeks


class TestRegime:
    def test_the_committee_takes_over_and_ten_weeks_run_from_receipt(self):
        change = RegimeChange(changed_on=date(2025, 2, 25), is_complainant_notified=True)  # the due date itself

        answer = clock(is_commission_appointed=True, regime_change=change)

        assert (answer.regime, answer.due_base, answer.due_after_extension) == (Regime.COMMISSION, date(2025, 3, 25), date(2025, 3, 25))
        assert answer.notice_9_8_3_due == date(2025, 2, 11)  # Tuesday

    def test_an_extension_already_given_stays(self):
        change = RegimeChange(changed_on=date(2025, 3, 3), is_complainant_notified=True)

        answer = clock(is_commission_appointed=True, regime_change=change, extensions=[extension(2, notified_on=date(2025, 2, 20))])

        assert (answer.due_base, answer.due_after_extension) == (date(2025, 3, 25), date(2025, 4, 8))  # Tuesdays

    @pytest.mark.parametrize(
        ("changed_on", "notified", "appointed", "code"),
        [
            (date(2025, 2, 26), True, True, "regime_change_after_due"),
            (date(2025, 2, 10), False, True, "regime_change_not_notified"),
            (date(2025, 1, 13), True, True, "regime_change_before_receipt"),
            (date(2025, 2, 10), True, False, "no_commission_appointed"),
        ],
    )
    def test_an_unlawful_change_is_refused(self, changed_on, notified, appointed, code):
        change = RegimeChange(changed_on=changed_on, is_complainant_notified=notified)

        assert codes(is_commission_appointed=appointed, regime_change=change) == [code]

    def test_a_return_is_a_new_round_with_a_clock_of_its_own(self):
        assert clock(date(2025, 6, 2)).due_base == date(2025, 7, 14)  # Monday to Monday, whatever the first round was


class TestOmbudsman:
    def test_the_year_starts_when_the_due_date_passes_in_silence(self):
        assert clock(extensions=[extension(4)]).ombudsman_until == date(2026, 3, 25)

    def test_the_year_starts_at_the_decision_letter(self):
        assert clock(handled_on=date(2025, 2, 10)).ombudsman_until == date(2026, 2, 10)

    def test_handling_cannot_end_before_receipt(self):
        assert codes(handled_on=date(2025, 1, 13)) == ["handled_before_receipt"]


class TestLabelAndWarnings:
    def test_an_oral_complaint_runs_the_same_date_as_a_norm(self):
        written, oral = clock(), clock(is_oral=True)

        assert (written.label, oral.label) == (ClockLabel.TERM, ClockLabel.NORM)
        assert oral.due_base == written.due_base

    def test_ten_and_four_weeks_warn_to_decide_before_the_weekend(self):
        # Thursday 20 February + 10 weeks + 4 weeks = Thursday 29 May 2025: Ascension Day, decreed Friday, weekend.
        answer = clock(date(2025, 2, 20), Regime.COMMISSION, is_commission_appointed=True, extensions=[extension(4)])

        assert answer.due_after_extension == date(2025, 6, 2)  # Monday
        assert [(warning.code, warning.params) for warning in answer.warnings] == [
            (WarningCode.DECIDE_BEFORE_WEEKEND, {"decide_by": date(2025, 5, 28)})  # Wednesday
        ]

    def test_six_and_four_weeks_do_not_warn(self):
        assert clock(date(2025, 3, 7), extensions=[extension(4)]).warnings == ()

    def test_ten_and_four_weeks_that_end_on_an_ordinary_day_do_not_warn(self):
        assert clock(regime=Regime.COMMISSION, is_commission_appointed=True, extensions=[extension(4)]).warnings == ()


PROVISIONAL = [
    ("2019-10-01", "Tue", False),  # due Tuesday 12 November 2019
    ("2019-11-20", "Wed", True),  # due Thursday 2 January 2020
    ("2022-12-02", "Fri", True),  # notice Friday 30 December 2022
    ("2022-12-03", "Sat", False),  # notice Saturday 31 December 2022, New Year on Sunday: Monday 2 January 2023, a covered year
    ("2028-11-17", "Fri", False),  # due Friday 29 December 2028
    ("2028-11-18", "Sat", True),  # due Saturday 30 December 2028, so Tuesday 2 January 2029
    ("2029-03-01", "Thu", True),
]


@pytest.mark.parametrize(("received_on", "weekday", "is_provisional"), PROVISIONAL)
def test_a_date_is_provisional_when_the_day_it_falls_on_may_still_be_decreed(received_on, weekday, is_provisional):
    day = date.fromisoformat(received_on)

    assert WEEKDAYS[day.weekday()] == weekday
    assert clock(day).is_provisional is is_provisional


def test_a_loaded_decree_moves_the_date_and_makes_it_final():
    received_on = date(2029, 3, 30)  # Friday; due Friday 11 May 2029, the day after Ascension Day
    decree = Decree(source="KB of the test", first_year=2029, last_year=2031, days=(date(2029, 5, 11),))

    before, after = clock(received_on), clock(received_on, calendar=StatutoryCalendar(decrees=(*SHIPPED_DECREES, decree)))

    assert (before.due_base, before.is_provisional) == (date(2029, 5, 11), True)
    assert (after.due_base, after.is_provisional) == (date(2029, 5, 14), False)  # Monday
    assert [warning.code for warning in before.warnings] == [WarningCode.PROVISIONAL]


@pytest.mark.parametrize("received_on", [date.min, date(1989, 12, 31), date(2100, 12, 1), date(2101, 1, 1), date.max])
def test_a_year_out_of_range_is_refused_and_never_crashes(received_on):
    assert codes(received_on) == ["year_out_of_range"]


def test_an_endless_postponement_is_refused():
    assert codes(postponements=[postponement(date(2025, 1, 15), date.max)]) == ["year_out_of_range"]
    assert codes(postponements=[postponement(date(2025, 1, 15), date(2100, 12, 31))]) == ["year_out_of_range"]


def test_a_refusal_survives_a_task_queue():
    [refusal] = find_refusals(received_on=TUESDAY, regime=Regime.COMMISSION, calendar=SHIPPED_CALENDAR)

    copy = pickle.loads(pickle.dumps(refusal))

    assert (type(copy), str(copy)) == (type(refusal), str(refusal))
