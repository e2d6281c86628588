"""What holds for every clock, drawn at random."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, event, given
from hypothesis import strategies as st

from complaints.awb.clock import Extension, Postponement, Regime, find_refusals, handling_clock, merge_postponements
from complaints.awb.objection import objection_term
from complaints.awb.terms import end_of_day_term, end_of_term, is_conduct_older_than_a_year, ombudsman_until
from complaints.awb.working_days import contact_due
from tenants.statutory_calendar import SHIPPED_CALENDAR, Decree, StatutoryCalendar

RECEIPTS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 1, 1))
REGIMES = st.sampled_from(Regime)


@st.composite
def decrees(draw, first_year, last_year):
    """A decree over these years with any days in it, not only the lawful ones."""
    days = draw(st.lists(st.dates(min_value=date(first_year, 1, 1), max_value=date(last_year, 12, 31)), max_size=20))
    return Decree(source=f"KB {first_year}", first_year=first_year, last_year=last_year, days=tuple(days))


def calendars():
    return decrees(2020, 2030).map(lambda decree: StatutoryCalendar(decrees=(decree,)))


@st.composite
def periods_after(draw, received_on):
    offsets = draw(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), max_size=4))
    starts = [(received_on + timedelta(days=start), length) for start, length in offsets]
    return [Postponement(starts_on=start, ends_on=start + timedelta(days=length), has_written_consent=True) for start, length in starts]


@st.composite
def facts(draw, with_postponements=True):
    received_on = draw(st.dates(min_value=date(1999, 7, 1), max_value=date(2060, 1, 1)))
    weeks = draw(st.integers(0, 4))
    return {
        "received_on": received_on,
        "regime": draw(REGIMES),
        "is_commission_appointed": True,
        "extensions": [Extension(weeks=weeks, notified_on=None, is_complainant_notified=True, is_subject_notified=True)] if weeks else [],
        "postponements": draw(periods_after(received_on)) if with_postponements else [],
        "calendar": draw(calendars()),
    }


@st.composite
def lawful_facts(draw):
    drawn = draw(facts())
    assume(not find_refusals(**drawn))
    return drawn


@given(received_on=RECEIPTS, weeks=st.integers(1, 12), calendar=calendars())
def test_a_term_under_the_act_never_ends_on_a_non_day_nor_before_its_nominal_end(received_on, weeks, calendar):
    term = end_of_term(received_on=received_on, weeks=weeks, calendar=calendar)

    assert calendar.non_day(term.result) is None
    assert term.result >= term.nominal_end == received_on + timedelta(weeks=weeks)
    between = [term.nominal_end + timedelta(days=n) for n in range((term.result - term.nominal_end).days)]
    assert all(calendar.non_day(day) for day in between)


@given(starts_after=RECEIPTS, days=st.integers(3, 90), calendar=calendars())
def test_a_term_of_days_holds_two_ordinary_days(starts_after, days, calendar):
    term = end_of_day_term(starts_after=starts_after, days=days, calendar=calendar)

    inside = [starts_after + timedelta(days=n + 1) for n in range((term.result - starts_after).days)]
    assert sum(calendar.non_day(day) is None for day in inside) >= 2
    assert calendar.non_day(term.result) is None
    assert term.result >= term.nominal_end


@given(lawful_facts())
def test_no_date_of_the_clock_falls_on_a_non_day_or_before_its_nominal_end(drawn):
    answer = handling_clock(**drawn)

    for term in (answer.base, answer.current, answer.notice):
        assert drawn["calendar"].non_day(term.result) is None
        assert term.result >= term.nominal_end
    assert answer.due_after_extension >= answer.due_base > drawn["received_on"]


@given(lawful_facts())
def test_an_extension_never_gives_more_than_its_weeks_and_the_next_ordinary_day(drawn):
    answer = handling_clock(**drawn)

    weeks = sum(extension.weeks for extension in drawn["extensions"])
    postponed = sum((period.ends_on - period.starts_on).days + 1 for period in merge_postponements(drawn["postponements"]))
    most = drawn["received_on"] + timedelta(weeks=drawn["regime"].weeks + weeks, days=postponed)
    assert answer.due_after_extension == drawn["calendar"].first_ordinary_day_from(most)
    assert answer.current.nominal_end <= answer.base.nominal_end + timedelta(weeks=4, days=postponed)


@given(st.data())
def test_postponements_merge_in_any_order(data):
    drawn = data.draw(facts())
    shuffled = data.draw(st.permutations(drawn["postponements"]))

    reordered = drawn | {"postponements": shuffled}

    refused = [(refusal.code, refusal.params) for refusal in find_refusals(**drawn)]
    assert [(refusal.code, refusal.params) for refusal in find_refusals(**reordered)] == refused
    if not refused:
        assert handling_clock(**reordered) == handling_clock(**drawn)


@given(drawn=lawful_facts(), later=st.integers(1, 30))
def test_later_receipt_never_gives_an_earlier_date(drawn, later):
    after = drawn | {"received_on": drawn["received_on"] + timedelta(days=later)}
    assume(not find_refusals(**after))

    first, second = handling_clock(**drawn), handling_clock(**after)

    assert second.due_base >= first.due_base
    assert second.due_after_extension >= first.due_after_extension
    assert second.notice_9_8_3_due >= first.notice_9_8_3_due
    assert second.ombudsman_until >= first.ombudsman_until


@given(received_on=RECEIPTS, later=st.integers(1, 30), working_days=st.integers(1, 30), calendar=calendars())
def test_norms_and_objections_never_end_earlier_for_a_later_start(received_on, later, working_days, calendar):
    after = received_on + timedelta(days=later)

    first = contact_due(received_on=received_on, calendar=calendar, working_days=working_days)
    second = contact_due(received_on=after, calendar=calendar, working_days=working_days)

    assert received_on < first.result <= second.result
    assert calendar.non_day(first.result) is None
    objection = objection_term(announced_on=received_on, calendar=calendar)
    assert objection.last_day <= objection_term(announced_on=after, calendar=calendar).last_day
    assert objection.last_day + timedelta(days=7) <= objection.last_day_by_post


@given(ended_on=st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_years_never_move(ended_on):
    until = ombudsman_until(ended_on=ended_on)

    assert until.year == ended_on.year + 1
    assert (until.month, until.day) in {(ended_on.month, ended_on.day), (2, 28)}
    assert (until - ended_on).days in {365, 366}
    assert not is_conduct_older_than_a_year(conduct_on=ended_on, filed_on=until)
    assert is_conduct_older_than_a_year(conduct_on=ended_on, filed_on=until + timedelta(days=1))


@given(drawn=facts(), known=decrees(2020, 2025), loaded=decrees(2026, 2030), received_on=st.dates(date(2025, 6, 1), date(2027, 12, 31)))
def test_loading_a_decree_never_makes_a_date_earlier_and_leaves_final_dates_alone(drawn, known, loaded, received_on):
    shift = received_on - drawn["received_on"]
    postponements = [
        replace(period, starts_on=period.starts_on + shift, ends_on=period.ends_on + shift) for period in drawn["postponements"]
    ]
    before = drawn | {"received_on": received_on, "postponements": postponements, "calendar": StatutoryCalendar(decrees=(known,))}
    after = before | {"calendar": StatutoryCalendar(decrees=(known, loaded))}
    assume(not find_refusals(**before) and not find_refusals(**after))

    first, second = handling_clock(**before), handling_clock(**after)

    for name in ("base", "current", "notice"):
        earlier, later = getattr(first, name), getattr(second, name)
        event(f"{name} {'provisional' if earlier.is_provisional else 'final'}")
        assert later.result >= earlier.result
        assert not later.is_provisional
        if not earlier.is_provisional:
            assert later == earlier


@given(facts())
def test_the_explanation_ends_on_the_date_it_explains(drawn):
    assume(not find_refusals(**drawn))

    for term in (handling_clock(**drawn).base, handling_clock(**drawn).current, handling_clock(**drawn).notice):
        dates = [value for step in term.steps for name, value in step.params.items() if name in {"end", "result"}]
        assert dates[-1] == term.result


@given(received_on=st.dates(), regime=REGIMES, starts=st.dates(), ends=st.dates())
def test_any_dates_at_all_give_a_clock_or_a_refusal(received_on, regime, starts, ends):
    given_facts = {
        "received_on": received_on,
        "regime": regime,
        "calendar": SHIPPED_CALENDAR,
        "is_commission_appointed": True,
        "postponements": [Postponement(starts_on=starts, ends_on=ends, has_written_consent=True)],
    }

    refused = find_refusals(**given_facts)

    if not refused:
        assert handling_clock(**given_facts).due_base > received_on
