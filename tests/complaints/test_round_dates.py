"""The dates a round stores: the Awb clock and the organisation's norms side by side."""

from datetime import date

import pytest

from complaints.awb.clock import Extension, Postponement
from complaints.awb.refusals import ExtensionTooLong, NoCommissionAppointed
from complaints.terms import Norms, RoundDates, RoundFacts, compute_dates, term_word
from tenants.statutory_calendar import SHIPPED_CALENDAR

NORMS = Norms(contact_days=5, signal_days=10, skip_decreed=True)
FRIDAY = date(2024, 1, 5)
EXTENSION = Extension(weeks=4, notified_on=None, is_complainant_notified=True, is_subject_notified=True)


def dates_of(**facts: object) -> RoundDates:
    return compute_dates(facts=RoundFacts(**facts), calendar=SHIPPED_CALENDAR, norms=NORMS)  # type: ignore[arg-type]


def test_six_weeks_and_their_companions() -> None:
    assert dates_of(opened_on=FRIDAY, regime="internal") == RoundDates(
        term_ends_on=date(2024, 2, 16),  # Friday
        due_base=date(2024, 2, 16),
        due_on=date(2024, 2, 16),
        notice_due_on=date(2024, 2, 2),  # Friday
        contact_due_on=date(2024, 1, 12),  # Friday
        is_provisional=False,
    )


def test_an_extension_moves_the_last_day_alone() -> None:
    dates = dates_of(opened_on=FRIDAY, regime="internal", extensions=(EXTENSION,))

    assert (dates.term_ends_on, dates.due_base, dates.due_on) == (date(2024, 2, 16), date(2024, 2, 16), date(2024, 3, 15))


def test_a_postponement_moves_everything_but_the_bare_term() -> None:
    postponement = Postponement(starts_on=date(2024, 2, 1), ends_on=date(2024, 2, 7), has_written_consent=True)

    dates = dates_of(opened_on=FRIDAY, regime="internal", postponements=(postponement,))

    assert (dates.term_ends_on, dates.due_base, dates.due_on) == (date(2024, 2, 16), date(2024, 2, 23), date(2024, 2, 23))


def test_ten_weeks_need_a_committee() -> None:
    with pytest.raises(NoCommissionAppointed):
        dates_of(opened_on=FRIDAY, regime="commission")

    assert dates_of(opened_on=FRIDAY, regime="commission", is_commission_appointed=True).due_on == date(2024, 3, 15)


def test_a_norm_is_counted_in_working_days_and_has_no_notice() -> None:
    assert dates_of(opened_on=FRIDAY, regime="norm") == RoundDates(
        term_ends_on=date(2024, 1, 19),  # Friday
        due_base=date(2024, 1, 19),
        due_on=date(2024, 1, 19),
        notice_due_on=None,
        contact_due_on=date(2024, 1, 12),
        is_provisional=False,
    )


def test_a_year_without_a_decree_is_provisional() -> None:
    assert dates_of(opened_on=date(2021, 3, 1), regime="internal").is_provisional is True


def test_an_unlawful_extension_is_refused() -> None:
    with pytest.raises(ExtensionTooLong):
        dates_of(opened_on=FRIDAY, regime="internal", extensions=(EXTENSION, EXTENSION))


@pytest.mark.parametrize(
    ("closed_on", "word"),
    [
        (date(2024, 2, 16), "ja"),
        (date(2024, 2, 17), "verdaagd"),
        (date(2024, 3, 15), "verdaagd"),
        (date(2024, 3, 16), "nee"),
    ],
)
def test_what_the_clock_says_of_a_closing(closed_on: date, word: str) -> None:
    dates = dates_of(opened_on=FRIDAY, regime="internal", extensions=(EXTENSION,))

    assert term_word(closed_on=closed_on, dates=dates) == word
