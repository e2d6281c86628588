"""The sentences beside the dates, in Dutch and English."""

import inspect
import re
from datetime import date

import pytest

from complaints.awb import refusals
from complaints.awb.clock import Extension, Postponement, Regime, handling_clock
from complaints.awb.explanation import STEPS, TERM_NAMES, WARNINGS, StepCode, TermName, WarningCode, explanation_lines
from complaints.awb.refusals import ClockRefusal, ExtensionTooLong, PostponementAfterDue
from complaints.awb.wording import full_date, known_language
from complaints.awb.working_days import contact_due
from tenants.statutory_calendar import SHIPPED_CALENDAR

REFUSALS = [
    kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, ClockRefusal) and kind is not ClockRefusal
]
PLACE = re.compile(r"%\((\w+)\)s")

FACTS = {
    "received_on": date(2025, 3, 7),
    "regime": Regime.INTERNAL,
    "calendar": SHIPPED_CALENDAR,
    "extensions": [Extension(weeks=4, notified_on=date(2025, 4, 14), is_complainant_notified=True, is_subject_notified=True)],
}


def test_the_english_explanation_names_every_skipped_day():
    assert explanation_lines(handling_clock(**FACTS).steps, language="en") == [
        "Term (art. 9:11 Awb): 6 weeks after Friday 7 March 2025 is Friday 18 April 2025; that is Good Friday (art. 3(2) Atw); "
        "Saturday 19 April 2025 is in the weekend (art. 1(1) Atw); Sunday 20 April 2025 is in the weekend (art. 1(1) Atw); "
        "Monday 21 April 2025 is Easter Monday (art. 3(1) Atw); so Tuesday 22 April 2025.",
        "After extension or postponement (art. 9:11 Awb): 6 weeks after Friday 7 March 2025 is Friday 18 April 2025; "
        "4 weeks of extension from Friday 18 April 2025 is Friday 16 May 2025 (art. 9:11(2) Awb).",
        "Notice that the complaint is not taken up (art. 9:8(3) Awb): 4 weeks after Friday 7 March 2025 is Friday 4 April 2025.",
        "To the ombudsman (art. 9:24 Awb): while handling has not ended: one year after the due date Friday 16 May 2025 is "
        "Saturday 16 May 2026; this term does not move for a weekend or public holiday (art. 4(a) Atw).",
    ]


def test_the_dutch_explanation_names_every_skipped_day():
    lines = explanation_lines(handling_clock(**FACTS).steps, language="nl")

    assert lines[0] == (
        "Termijn (art. 9:11 Awb): 6 weken na vrijdag 7 maart 2025 is vrijdag 18 april 2025; dat is Goede Vrijdag (art. 3 lid 2 Atw); "
        "zaterdag 19 april 2025 valt in het weekend (art. 1 lid 1 Atw); zondag 20 april 2025 valt in het weekend (art. 1 lid 1 Atw); "
        "maandag 21 april 2025 is tweede paasdag (art. 3 lid 1 Atw); dus dinsdag 22 april 2025."
    )
    assert lines[1] == (
        "Na verdaging of uitstel (art. 9:11 Awb): 6 weken na vrijdag 7 maart 2025 is vrijdag 18 april 2025; "
        "4 weken verdaging vanaf vrijdag 18 april 2025 is vrijdag 16 mei 2025 (art. 9:11 lid 2 Awb)."
    )


def test_a_postponement_tells_its_days():
    answer = handling_clock(
        received_on=date(2025, 6, 2),
        regime=Regime.INTERNAL,
        calendar=SHIPPED_CALENDAR,
        postponements=[Postponement(starts_on=date(2025, 6, 10), ends_on=date(2025, 6, 10), has_written_consent=True)],
    )

    assert explanation_lines(answer.steps, language="nl")[0] == (
        "Termijn (art. 9:11 Awb): 6 weken na maandag 2 juni 2025 is maandag 14 juli 2025; "
        "1 dag uitstel van dinsdag 10 juni 2025 tot en met dinsdag 10 juni 2025 maakt het dinsdag 15 juli 2025 (art. 9:11 lid 3 Awb)."
    )


def test_a_date_without_extension_is_explained_once():
    answer = handling_clock(received_on=date(2025, 1, 14), regime=Regime.INTERNAL, calendar=SHIPPED_CALENDAR)

    assert [step.about for step in answer.steps] == [
        TermName.DUE_BASE,
        TermName.NOTICE_9_8_3_DUE,
        TermName.OMBUDSMAN_UNTIL,
        TermName.OMBUDSMAN_UNTIL,
    ]
    assert len(explanation_lines(answer.steps, language="nl")) == 3


def test_the_contact_norm_names_the_holidays_it_skips():
    term = contact_due(received_on=date(2026, 5, 11), calendar=SHIPPED_CALENDAR)

    assert explanation_lines(term.steps, language="en") == [
        "First contact (norm): 5 working days after Monday 11 May 2026, the day of receipt not counted; "
        "Thursday 14 May 2026 is Ascension Day (art. 3(1) Atw); "
        "Friday 15 May 2026 is a day equated with a public holiday by Royal Decree (art. 3(3) Atw); so Wednesday 20 May 2026."
    ]


def test_steps_keep_dates_as_dates():
    [first, *_] = handling_clock(**FACTS).steps

    assert (first.code, first.params) == (StepCode.WEEKS_AFTER, {"weeks": 6, "start": date(2025, 3, 7), "end": date(2025, 4, 18)})
    assert first.template == "%(weeks)s after %(start)s is %(end)s"


@pytest.mark.parametrize(
    ("texts", "codes"), [(STEPS, StepCode), (WARNINGS, WarningCode), (TERM_NAMES, TermName)], ids=["steps", "warnings", "names"]
)
def test_every_text_is_there_in_both_languages_with_the_same_places(texts, codes):
    assert set(texts["nl"]) == set(texts["en"]) == set(codes)
    for code in codes:
        assert set(PLACE.findall(texts["nl"][code])) == set(PLACE.findall(texts["en"][code]))


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_every_refusal_is_told_in_both_languages(kind):
    assert re.fullmatch(r"[a-z0-9_]+", kind.code)
    assert set(PLACE.findall(kind.template)) == set(PLACE.findall(kind.dutch))


def test_no_two_refusals_share_a_code():
    assert len({kind.code for kind in REFUSALS}) == len(REFUSALS) == 16


def test_a_refusal_says_what_to_do_next():
    refusal = PostponementAfterDue(due=date(2025, 2, 25), starts_on=date(2025, 3, 3))

    assert refusal.text(language="nl") == (
        "De termijn eindigde op dinsdag 25 februari 2025, voordat het uitstel begint op maandag 3 maart 2025. "
        "Handel de klacht zo snel mogelijk af; de datum verandert niet."
    )
    assert str(refusal) == refusal.text(language="en")
    assert "5 weeks; the law allows 4 weeks" in str(ExtensionTooLong(weeks=5))


@pytest.mark.parametrize(("code", "known"), [("nl", "nl"), ("nl-nl", "nl"), ("en", "en"), ("en-gb", "en"), ("EN_us", "en"), ("fy", "nl")])
def test_a_language_it_does_not_know_is_dutch(code, known):
    assert known_language(code) == known


def test_dates_are_written_in_full():
    assert full_date(date(2025, 3, 7), language="nl") == "vrijdag 7 maart 2025"
    assert full_date(date(2026, 12, 31), language="en") == "Thursday 31 December 2026"
