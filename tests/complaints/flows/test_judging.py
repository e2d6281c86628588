"""The judgment (Awb 9:12): a verdict on each subject with its norms, and what a klaagschrift asks before it is closed with one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from complaints.closing_advice import subjects_told
from complaints.code_lists import NORM_NAMES, PROPRIETY_NORMS, Quadrant, Verdict, quadrant_of
from complaints.ending import Ending
from complaints.extending import ExtensionTold
from complaints.flows.acknowledgement import send_acknowledgement
from complaints.flows.closing import close_complaint
from complaints.flows.copying import record_copy
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.extending import extend_term
from complaints.flows.hearing import Invitation, Talk, invite_to_hearing, record_hearing
from complaints.flows.judging import record_judgment
from complaints.flows.leaving_out import mark_registered_in_error, restore
from complaints.flows.letters import LetterDraft, Sending, begin_letter, save_letter, send_final_letter, send_letter
from complaints.flows.postponing import Agreement, postpone_term
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.flows.waiving import Waiver, waive_hearing
from complaints.hearing import Heard
from complaints.intake import LONGEST_STORY, InvolvedTold, Person, PointTold, Submission
from complaints.inviting import chosen_subject
from complaints.judging import JudgmentTold, VerdictTold, decided_on, first_told_on, fitting_outcomes
from complaints.letter_going import JudgmentToldToThem
from complaints.letter_writing import written_letter
from complaints.letters.catalogue import LETTERS, Addressee, LetterCode
from complaints.letters.facts import Fact
from complaints.models import (
    Closing,
    Complaint,
    ComplaintEvent,
    ContactWay,
    HeardSide,
    Hearing,
    HearingResult,
    Judgment,
    Letter,
    NoSubject,
    PointJudgment,
    Round,
    SentMessage,
)
from complaints.web.timeline import shown_event, shown_history
from tenants.actors import Actor
from tenants.errors import Refusal, Refusals
from tenants.organisation.core_lists import Dimension, Outcome
from tenants.organisation.models import Authority, OrganisationSettings, SigningMandate
from tenants.permissions import Role
from tests.factories.documents import PDF, sent
from tests.factories.endings import SAID
from tests.factories.register import make_label

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 26, 9, 0, tzinfo=UTC)
TODAY = date(2025, 3, 26)
POINTS = (PointTold(nature="Bejegening", description="Opgehangen"), PointTold(nature="Informatie"))
LETTER = Submission(
    story="Te laat betaald",
    channel="LETTER",
    is_signed=True,
    filer=Person(name="M", address="Straat 1"),
    involved=(InvolvedTold(name="J. Bakker"),),
    points=POINTS,
)
BY_PHONE = replace(LETTER, channel="PHONE", involved=())
SUBJECT = Heard(side=HeardSide.SUBJECT, name="J. Bakker")
U, N, X = Verdict.UPHELD, Verdict.NOT_UPHELD, Verdict.NO_JUDGMENT
WHOLE = {
    "findings": "Er is opgehangen",
    "reasoning": "Dat hoort niet",
    "letter_sent_on": TODAY,
    "names_ombudsman": True,
    "is_signed_by_mandate": True,
}
FOUND = {"findings": "Er is opgehangen", "reasoning": "Dat hoort niet", "conclusions": "Excuses"}
SECRET = "Geheimzinnig"


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def words(db: None) -> None:
    make_label(Dimension.NATURE, "Bejegening", "TREATMENT")
    make_label(Dimension.NATURE, "Informatie", "INFORMATION")


def register(actor: Actor, told: Submission = LETTER) -> str:
    return register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def points(reference: str) -> list[int]:
    return [one.pk for one in Complaint.objects.get(reference=reference).points.all()]


def judge(actor: Actor, reference: str, *verdicts: Verdict, **told: Any) -> Complaint:
    found = tuple(VerdictTold(point_id=point, verdict=one) for point, one in zip(points(reference), verdicts, strict=False))
    given = JudgmentTold(**{"verdicts": found, **told})
    return record_judgment(actor=actor, reference=reference, told=given, seen_version=None, now=NOW)


def hear_both(actor: Actor, reference: str) -> None:
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    record_copy(**same, subject=SUBJECT, sent_on=date(2025, 3, 10), way=ContactWay.EMAIL)
    record_hearing(**same, talk=Talk(held_at=NOW - timedelta(days=1), report="Zij vertelde"))
    record_hearing(**same, talk=Talk(person=SUBJECT, held_at=NOW - timedelta(days=1), report="Hij legde het uit"))


def close(actor: Actor, reference: str, outcome: str = "UPHELD", **told: Any) -> Complaint:
    ending = Ending(
        outcome=outcome, is_asked_if_solved=True, explanation="Niet vast te stellen" if outcome == "NO_JUDGMENT" else "", **told
    )
    return close_complaint(actor=actor, reference=reference, ending=ending, seen_version=None, now=NOW)


def refuse(work: Callable[[], object]) -> list[tuple[str, str | None]]:
    """The refusals; nothing was kept or told."""
    before = (
        Closing.objects.count(),
        list(Judgment.objects.values()),
        list(PointJudgment.objects.values()),
        ComplaintEvent.objects.count(),
    )
    with pytest.raises(Refusal) as refused:
        work()
    now = (Closing.objects.count(), list(Judgment.objects.values()), list(PointJudgment.objects.values()), ComplaintEvent.objects.count())
    assert now == before
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


# The lists


def test_there_are_twenty_two_norms_under_four_values() -> None:
    assert [len(norms) for norms in PROPRIETY_NORMS.values()] == [4, 6, 5, 7]
    assert list(NORM_NAMES) == [
        f"{letter}{number}" for letter, most in zip("ABCD", (4, 6, 5, 7), strict=True) for number in range(1, most + 1)
    ]


@pytest.mark.parametrize(
    ("lawful", "proper", "quadrant"),
    [
        (True, True, Quadrant.LAWFUL_PROPER),
        (True, False, Quadrant.LAWFUL_IMPROPER),
        (False, True, Quadrant.UNLAWFUL_PROPER),
        (False, False, Quadrant.UNLAWFUL_IMPROPER),
        (None, True, None),
        (True, None, None),
        (None, None, None),
    ],
)
def test_lawful_and_proper_are_two_questions_of_which_one_may_be_untested(
    lawful: bool | None, proper: bool | None, quadrant: Quadrant | None
) -> None:
    assert quadrant_of(lawful=lawful, proper=proper) == quadrant


@pytest.mark.parametrize(
    ("verdicts", "outcomes"),
    [
        ([U], {Outcome.UPHELD}),
        ([U, U], {Outcome.UPHELD}),
        ([U, N], {Outcome.PARTLY_UPHELD}),
        ([U, X], {Outcome.PARTLY_UPHELD}),
        ([N, N], {Outcome.NOT_UPHELD}),
        ([X], {Outcome.NO_JUDGMENT}),
        ([N, X], {Outcome.NOT_UPHELD, Outcome.NO_JUDGMENT}),
    ],
)
def test_the_outcome_follows_from_the_verdicts(verdicts: list[Verdict], outcomes: set[Outcome]) -> None:
    assert fitting_outcomes(verdicts) == outcomes


# Recording


def test_a_judgment_is_recorded_with_a_verdict_on_each_subject_and_changed_until_closing(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)
    first, second = points(reference)
    told = VerdictTold(point_id=first, verdict=U, lawful=True, proper=False, norms=("B3", "D2"))

    judge(coordinator, reference, verdicts=(told, VerdictTold(point_id=second, verdict=None)), findings="Er is opgehangen")
    judge(
        coordinator,
        reference,
        verdicts=(told, VerdictTold(point_id=second, verdict=N)),
        findings="Er is opgehangen",
        reasoning="Hoort niet",
    )

    judgment = Judgment.objects.get()
    assert (judgment.findings, judgment.reasoning, judgment.conclusions, judgment.letter_sent_on) == (
        "Er is opgehangen",
        "Hoort niet",
        "",
        None,
    )
    found = [(one.point_id, one.verdict, one.lawful, one.proper, one.norms) for one in judgment.points.all()]
    assert found == [(first, "UPHELD", True, False, ["B3", "D2"]), (second, "NOT_UPHELD", None, None, [])]
    judged = ComplaintEvent.objects.filter(code="judged").order_by("pk")
    assert [(one.data["verdicts"], one.personal) for one in judged] == [(["UPHELD"], None), (["UPHELD", "NOT_UPHELD"], None)]


def test_the_history_shows_what_a_judgment_said_before_it_was_changed(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)
    judge(coordinator, reference, U, N, findings="Er is opgehangen", reasoning="Hoort niet")
    judge(coordinator, reference, U, N, findings="Er is opgehangen", conclusions="Excuses")
    judge(coordinator, reference, U, N, findings="Er is niet opgehangen", reasoning="Hoort wel")

    events = list(ComplaintEvent.objects.order_by("-pk"))
    shown = [one.before for one in shown_history(events, names={}, unsent_rounds=(), stays_out=None)]
    assert shown == [[("Bevindingen", "Er is opgehangen"), ("Conclusies", "Excuses")], [("Waarom", "Hoort niet")], [], []]
    assert events[0].personal == {"judgment_was": {"findings": "Er is opgehangen", "conclusions": "Excuses"}}
    # Of before a split nothing is shown: it may be kept from somebody in the other part.
    events.insert(0, ComplaintEvent(pk=events[0].pk + 1, code="split", data={"points": 0, "decisions": 0}))
    assert [one.before for one in shown_history(events, names={}, unsent_rounds=(), stays_out=None)] == [[], [], [], [], []]


def test_a_judgment_that_cannot_be_is_refused_with_all_that_is_wrong(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)
    first, second = points(reference)
    verdicts = (
        VerdictTold(point_id=first, verdict=U, proper=True, norms=("B3", "Z9")),
        VerdictTold(point_id=second, verdict=None, lawful=False),
        VerdictTold(point_id=first, verdict=N),
        VerdictTold(point_id=0, verdict=N),
    )

    told = {"findings": "x" * (LONGEST_STORY + 1), "letter_sent_on": date(2025, 3, 27)}
    assert refuse(lambda: judge(coordinator, reference, verdicts=verdicts, **told)) == [
        ("text_too_long", "findings"),
        ("norm_unknown", "verdicts.0.norms"),
        ("norms_but_proper", "verdicts.0.proper"),
        ("verdict_needed", "verdicts.1.verdict"),
        ("point_unknown", "verdicts.2.point_id"),
        ("point_unknown", "verdicts.3.point_id"),
        ("day_in_future", "letter_sent_on"),
        ("judgment_letter_without_ombudsman", "names_ombudsman"),
    ]


def test_a_verdict_stays_with_its_subject_and_goes_only_after_it_is_taken_back(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)
    judge(coordinator, reference, U, N)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}

    assert refuse(lambda: update_complaint(**same, changes={"points": POINTS[1:]})) == [("judged_subject_stays", "points")]
    for other in (replace(POINTS[0], description="Heel iets anders"), replace(POINTS[0], description="")):
        assert refuse(lambda other=other: update_complaint(**same, changes={"points": (other, POINTS[1])})) == [
            ("judged_subject_stays", "points")
        ]
    update_complaint(**same, changes={"points": (POINTS[1], PointTold(description="Nieuw"), replace(POINTS[0], nature="Informatie"))})
    found = {one.point.description: one.verdict for one in PointJudgment.objects.select_related("point")}
    assert found == {"": "NOT_UPHELD", "Opgehangen": "UPHELD"}

    judge(coordinator, reference, N)
    update_complaint(**same, changes={"points": POINTS[1:]})
    assert [(one.verdict, one.point.position, one.point.is_main) for one in PointJudgment.objects.all()] == [("NOT_UPHELD", 0, True)]


def test_who_handles_nothing_or_was_involved_judges_nothing(coordinator: Actor, make_actor: Callable[..., Actor], words: None) -> None:
    involved = make_actor(Role.HANDLER)
    reference = register(coordinator, replace(LETTER, involved=(InvolvedTold(user_id=involved.user_id),)))

    assert refuse(lambda: judge(make_actor(Role.EMPLOYEE), reference, U)) == [("not_permitted", None)]
    assert refuse(lambda: judge(involved, reference, U)) == [("not_found", None)]


# Closing a klaagschrift with a judgment


def test_a_klaagschrift_is_closed_with_a_judgment_once_everything_the_law_asks_is_there(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)
    assert Complaint.objects.get().derived_kind == "FORMAL_COMPLAINT"
    hear_both(coordinator, reference)
    judge(coordinator, reference, U, N, **WHOLE)

    close(coordinator, reference, "PARTLY_UPHELD")

    assert (Round.objects.get().outcome.core_code, Round.objects.get().mode) == ("PARTLY_UPHELD", "FORMAL")  # type: ignore[union-attr]


@pytest.mark.parametrize("outcome", ["UPHELD", "PARTLY_UPHELD", "NOT_UPHELD", "NO_JUDGMENT"])
def test_without_any_of_it_a_klaagschrift_is_told_all_that_is_missing(coordinator: Actor, words: None, outcome: str) -> None:
    reference = register(coordinator)

    assert refuse(lambda: close(coordinator, reference, outcome)) == [
        (code, "outcome")
        for code in (
            *("copy_not_sent", "complainant_not_heard", "subject_not_heard"),
            *("findings_missing", "reasoning_missing", "verdict_missing", "decision_letter_missing"),
        )
    ]


@pytest.mark.parametrize(
    ("verdicts", "outcome", "codes"),
    [
        ((U,), "UPHELD", ["verdict_missing"]),
        ((U, U), "PARTLY_UPHELD", ["outcome_differs"]),
        ((U, N), "NOT_UPHELD", ["outcome_differs"]),
        ((N, X), "UPHELD", ["outcome_differs"]),
    ],
)
def test_the_outcome_has_to_fit_the_verdicts(
    coordinator: Actor, words: None, verdicts: tuple[Verdict, ...], outcome: str, codes: list[str]
) -> None:
    reference = register(coordinator)
    hear_both(coordinator, reference)
    judge(coordinator, reference, *verdicts, **WHOLE)

    assert refuse(lambda: close(coordinator, reference, outcome)) == [(code, "outcome") for code in codes]


def test_a_waiver_spares_the_complainant_alone_and_a_plainly_unfounded_complaint_is_not_upheld(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    record_copy(**same, subject=SUBJECT, sent_on=date(2025, 3, 10), way=ContactWay.EMAIL)
    waive_hearing(**same, waiver=Waiver(ground="A", explanation="Het gebeurde elders"))
    judge(coordinator, reference, U, U, **FOUND)
    assert refuse(lambda: close(coordinator, reference)) == [
        ("subject_not_heard", "outcome"),
        ("waiver_contradicts", "outcome"),
        ("decision_letter_missing", "outcome"),
    ]

    record_hearing(**same, talk=Talk(person=SUBJECT, held_at=NOW - timedelta(days=1), report="Hij legde het uit"))
    judge(coordinator, reference, N, N, **WHOLE)
    close(coordinator, reference, "NOT_UPHELD")

    assert Closing.objects.count() == 1


def test_a_klaagschrift_that_names_nobody_says_why_nobody_is_heard(coordinator: Actor, words: None) -> None:
    reference = register(coordinator, replace(LETTER, involved=()))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    record_hearing(**same, talk=Talk(held_at=NOW - timedelta(days=1), report="Zij vertelde"))
    judge(coordinator, reference, U, U, **WHOLE)
    said: dict[str, Any] = WHOLE | {"no_subject": NoSubject.UNKNOWN, "no_subject_reason": f"Wij vroegen het {SECRET}"}

    assert refuse(lambda: close(coordinator, reference)) == [("nobody_to_hear", "outcome")]
    assert refuse(lambda: judge(coordinator, reference, U, U, **said | {"no_subject_reason": " "})) == [
        ("no_subject_unexplained", "no_subject_reason")
    ]
    assert refuse(lambda: judge(coordinator, reference, U, U, **said | {"no_subject": NoSubject.SOMEBODY})) == [
        ("no_subject_not_chosen", "no_subject")
    ]
    judge(coordinator, reference, U, U, **said)
    close(coordinator, reference)

    kept = Judgment.objects.get()
    assert (kept.no_subject, kept.no_subject_reason) == ("UNKNOWN", f"Wij vroegen het {SECRET}")
    event = ComplaintEvent.objects.filter(code="judged").latest("pk")
    assert (event.data["no_subject"], SECRET in str(event.data)) == ("UNKNOWN", False)
    assert shown_event(event, names={}).lines == [
        "Gegrond, Gegrond",
        "Brief verstuurd op wo 26 maart 2025",
        "Niemand om aan de andere kant te horen: het is niet bekend over wie het gaat",
    ]


def test_that_it_is_about_nobody_never_stands_where_the_file_names_somebody(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)
    said = {"no_subject": NoSubject.BODY, "no_subject_reason": "Het college besloot"}

    assert refuse(lambda: judge(coordinator, reference, U, U, **WHOLE, **said)) == [("subject_is_named", "no_subject")]


@pytest.mark.parametrize(
    ("letter_sent_on", "codes"),
    [
        (date(2025, 3, 24), ["complainant_not_heard", "subject_not_heard"]),  # Monday; both were heard on Tuesday
        (date(2025, 3, 9), ["copy_not_sent", "complainant_not_heard", "subject_not_heard"]),  # the copy went on the 10th
        (date(2025, 3, 25), []),
    ],
)
def test_only_what_came_before_the_letter_with_the_judgment_counts(
    coordinator: Actor, words: None, letter_sent_on: date, codes: list[str]
) -> None:
    reference = register(coordinator)
    hear_both(coordinator, reference)
    judge(coordinator, reference, U, U, **WHOLE | {"letter_sent_on": letter_sent_on})

    if codes:
        assert refuse(lambda: close(coordinator, reference)) == [(code, "outcome") for code in codes]
        judge(coordinator, reference, U, U, **WHOLE)
    close(coordinator, reference)

    assert Closing.objects.get().round.closed_on == (TODAY if codes else letter_sent_on)


@pytest.mark.parametrize(
    ("waiver", "letter_sent_on", "is_enough"),
    [
        (Waiver(ground="B", words="Laat maar", declared_on=date(2025, 3, 20)), date(2025, 3, 19), False),
        (Waiver(ground="B", words="Laat maar", declared_on=date(2025, 3, 20)), date(2025, 3, 20), True),
        (Waiver(ground="C", asked_on=date(2025, 3, 12), answer_by=date(2025, 3, 19)), date(2025, 3, 19), False),
        (Waiver(ground="C", asked_on=date(2025, 3, 12), answer_by=date(2025, 3, 19)), date(2025, 3, 20), True),
    ],
)
def test_a_ground_not_to_hear_counts_once_it_was_there_before_the_letter(
    coordinator: Actor, words: None, waiver: Waiver, letter_sent_on: date, is_enough: bool
) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    record_copy(**same, subject=SUBJECT, sent_on=date(2025, 3, 10), way=ContactWay.EMAIL)
    record_hearing(**same, talk=Talk(person=SUBJECT, held_at=datetime(2025, 3, 11, 9, tzinfo=UTC), report="Hij legde het uit"))
    Round.objects.update(first_attempt_on=date(2025, 3, 12))
    waive_hearing(**same, waiver=waiver)
    judge(coordinator, reference, U, U, **WHOLE | {"letter_sent_on": letter_sent_on})

    if is_enough:
        close(coordinator, reference)
    else:
        assert refuse(lambda: close(coordinator, reference)) == [("complainant_not_heard", "outcome")]
    assert Closing.objects.count() == is_enough


@pytest.mark.parametrize(
    ("invited_on", "codes"),
    [(date(2025, 3, 18), [("subject_not_heard", "outcome")]), (date(2025, 3, 17), [])],  # Tuesday, six days before; Monday, a week
)
def test_who_did_not_come_counts_as_heard_only_when_invited_a_week_before(
    coordinator: Actor, words: None, invited_on: date, codes: list[tuple[str, str]]
) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    record_copy(**same, subject=SUBJECT, sent_on=date(2025, 3, 10), way=ContactWay.EMAIL)
    record_hearing(**same, talk=Talk(held_at=NOW - timedelta(days=1), report="Zij vertelde"))
    planned = datetime(2025, 3, 24, 9, 0, tzinfo=UTC)
    invite_to_hearing(**same, invitation=Invitation(person=SUBJECT, invited_on=invited_on, planned_at=planned))
    invited = Hearing.objects.get(side="SUBJECT")
    record_hearing(**same, talk=Talk(hearing_id=invited.pk, result=HearingResult.DID_NOT_COME))
    judge(coordinator, reference, U, U, **WHOLE)

    if codes:
        assert refuse(lambda: close(coordinator, reference)) == codes
    else:
        close(coordinator, reference)
        assert Closing.objects.get().round.closed_on == TODAY


def test_who_it_is_about_is_heard_after_all_once_the_file_names_somebody(coordinator: Actor, words: None) -> None:
    reference = register(coordinator, replace(LETTER, involved=()))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    record_hearing(**same, talk=Talk(held_at=NOW - timedelta(days=1), report="Zij vertelde"))
    judge(coordinator, reference, U, U, **WHOLE, no_subject=NoSubject.BODY, no_subject_reason="Het college besloot")
    update_complaint(**same, changes={"involved": (InvolvedTold(name="J. Bakker"),)})

    assert refuse(lambda: close(coordinator, reference)) == [("copy_not_sent", "outcome"), ("subject_not_heard", "outcome")]


@pytest.mark.parametrize(
    "told",
    [
        SAID | {"outcome": "WITHDRAWN", "complainants_words": "Laat maar", "confirmed_on": TODAY},
        SAID | {"outcome": "SETTLED", "complainants_words": "Zo is het goed", "confirmed_on": TODAY},
    ],
)
def test_an_outcome_without_a_judgment_asks_none_of_it(coordinator: Actor, words: None, told: dict[str, Any]) -> None:
    reference = register(coordinator)

    close_complaint(actor=coordinator, reference=reference, ending=Ending(**told), seen_version=None, now=NOW)

    assert Closing.objects.count() == 1


def test_a_complaint_that_is_judged_ends_on_the_day_of_its_letter(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)
    hear_both(coordinator, reference)
    judge(coordinator, reference, U, U, **WHOLE | {"letter_sent_on": TODAY - timedelta(days=1)})

    assert refuse(lambda: close(coordinator, reference, closed_on=TODAY)) == [("closed_on_letter_day", "closed_on")]
    assert refuse(lambda: close(coordinator, reference, closed_on=TODAY - timedelta(days=2))) == [("closed_on_letter_day", "closed_on")]
    close(coordinator, reference)

    assert Round.objects.get().closed_on == TODAY - timedelta(days=1)


def test_what_is_no_klaagschrift_is_judged_without_all_that_but_never_against_its_verdicts(coordinator: Actor, words: None) -> None:
    plain, judged = register(coordinator, BY_PHONE), register(coordinator, BY_PHONE)
    close(coordinator, plain)
    judge(coordinator, judged, U, N)

    assert refuse(lambda: close(coordinator, judged)) == [("outcome_differs", "outcome")]
    close(coordinator, judged, "PARTLY_UPHELD")
    assert Closing.objects.count() == 2


def test_destruction_empties_the_texts_and_keeps_the_verdicts(coordinator: Actor, make_actor: Callable[..., Actor], words: None) -> None:
    reference = register(coordinator, BY_PHONE)
    for text in (SECRET, f"{SECRET}!"):
        nobody = {"no_subject": NoSubject.BODY, "no_subject_reason": text}
        judge(coordinator, reference, U, U, findings=text, reasoning=text, conclusions=text, **nobody)
    close(coordinator, reference)
    Complaint.objects.update(destroy_after=TODAY)
    first, second = make_actor(Role.ADMINISTRATOR), make_actor(Role.ADMINISTRATOR)
    later = NOW + timedelta(days=1)

    proposal = propose_destruction(actor=first, references=[reference], now=later)
    carry_out_destruction(actor=second, destruction_id=proposal.pk, now=later)

    texts = ("findings", "reasoning", "conclusions", "no_subject_reason")
    assert Judgment.objects.values_list("no_subject", *texts).get() == ("BODY", "", "", "", "")
    assert list(PointJudgment.objects.values_list("verdict", flat=True)) == ["UPHELD", "UPHELD"]
    assert [one.personal for one in ComplaintEvent.objects.filter(code="judged")] == [None, None]


# Deciding anew, after the letter went


@pytest.fixture
def signer(coordinator: Actor) -> Actor:
    authority = Authority.objects.get(is_default=True)
    title = {"function_title": "Hoofd Klachten", "letter_code": "*", "valid_from": date(2020, 1, 1)}
    SigningMandate.objects.create(authority=authority, user_id=coordinator.user_id, **title)
    authority.ombudsmen.create(name="de Nationale ombudsman", valid_from=date(2020, 1, 1))
    return coordinator


def begin_letter_of(
    actor: Actor, reference: str, code: LetterCode = LetterCode.DECISION, to: Addressee = Addressee.COMPLAINANT, now: datetime = NOW
) -> Letter:
    return begin_letter(actor=actor, reference=reference, code=code, addressee=to, now=now)


def send_decision(actor: Actor, reference: str, to: Addressee = Addressee.COMPLAINANT, now: datetime = NOW, **facts: str) -> Letter:
    same = {"actor": actor, "reference": reference, "seen_version": None, "now": now}
    letter = begin_letter_of(actor, reference, to=to, now=now)
    save_letter(**same, letter_id=letter.pk, draft=LetterDraft(facts={"conclusions": "Excuses"} | facts, signer_id=actor.user_id))
    meant = [one.words for one in written_letter(Letter.objects.get(pk=letter.pk), actor=actor, on=now.date()).doubts]
    return send_letter(**same, letter_id=letter.pk, sending=Sending(way=ContactWay.LETTER), meant=meant)


def found_of(reference: str, *verdicts: Verdict, **more: Any) -> tuple[VerdictTold, ...]:
    return tuple(VerdictTold(point_id=point, verdict=one, **more) for point, one in zip(points(reference), verdicts, strict=True))


def decided(actor: Actor) -> str:
    """A klaagschrift on which both verdicts went to who complains on 26 March."""
    reference = register(actor)
    hear_both(actor, reference)
    judge(actor, reference, verdicts=found_of(reference, U, N, lawful=True, proper=False, norms=("B3",)), **FOUND)
    send_decision(actor, reference)
    return reference


def test_what_a_letter_made_elsewhere_told_is_not_told_again_from_here(signer: Actor, words: None) -> None:
    reference, day = register(signer, BY_PHONE), date(2025, 3, 20)
    judge(signer, reference, U, U, **FOUND)
    letter = begin_letter_of(signer, reference)
    judge(signer, reference, U, U, **FOUND, letter_sent_on=day, names_ombudsman=True, is_signed_by_mandate=True)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": NOW, "letter_id": letter.pk}
    save_letter(**same, draft=LetterDraft(signer_id=signer.user_id))

    assert refuse(lambda: send_letter(**same, sending=Sending(way=ContactWay.LETTER))) == [("judgment_told_to_them", "code")]
    # That very letter is put in the file with its day.
    assert send_letter(**same, sending=Sending(way=ContactWay.LETTER, sent_on=day)).sent_on == day


def test_what_a_letter_made_elsewhere_told_today_is_not_mailed_today(signer: Actor, words: None, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    filer = Person(name="M", email="m@voorbeeld.example", address="Straat 1")
    reference = register(signer, replace(LETTER, channel="EMAIL", filer=filer))
    hear_both(signer, reference)
    judge(signer, reference, U, U, **FOUND)
    letter = begin_letter_of(signer, reference)
    judge(signer, reference, U, U, **FOUND, letter_sent_on=TODAY, names_ombudsman=True, is_signed_by_mandate=True)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": NOW, "letter_id": letter.pk}
    save_letter(**same, draft=LetterDraft(signer_id=signer.user_id))
    mailed = Sending(way=ContactWay.EMAIL, has_agreed_to_mail=True)

    assert refuse(lambda: send_letter(**same, sending=mailed)) == [("judgment_told_to_them", "code")]
    finished: dict[str, Any] = {"final": sent(PDF, "brief.pdf"), "ticked": [block.key for block in LETTERS[LetterCode.DECISION].blocks]}
    assert refuse(lambda: send_final_letter(**same, sending=mailed, **finished)) == [("judgment_told_to_them", "code")]
    assert SentMessage.objects.filter(letter=letter).count() == 0
    assert send_letter(**same, sending=Sending(way=ContactWay.LETTER)).sent_on == TODAY


def test_a_decision_begins_with_the_measures_and_the_apology_of_its_round(signer: Actor, words: None) -> None:
    reference = register(signer, BY_PHONE)
    of, by = Complaint.objects.get(reference=reference), {"owner_id": signer.user_id, "recorded_at": NOW}
    done = {"ended_on": date(2025, 3, 20), "is_done": True}
    of.improvements.create(text="Terugbellen binnen twee dagen.", due_on=date(2025, 4, 30), **by)
    of.improvements.create(text="Werkafspraak aangepast", due_on=date(2025, 4, 1), **by, **done)
    of.improvements.create(text="Over tijd", due_on=TODAY - timedelta(days=1), **by)
    of.improvements.create(text="Vervallen", due_on=date(2025, 4, 2), **by, **done | {"is_done": False})
    of.improvements.create(text="Van een eerdere ronde", due_on=date(2025, 4, 3), **by | {"recorded_at": NOW - timedelta(days=90)})
    # Who complains reads of nobody what happens to them.
    of.involved_people.create(name="J. Bakker", former_names=["Mw. Smit"])
    for text in ("J. Bakker krijgt een functioneringsgesprek", "Met mevrouw Bakker is gesproken", "Smit volgt een cursus"):
        of.improvements.create(text=text, due_on=date(2025, 4, 5), **by)
    of.apologies.create(said_by="Teamleider", said_to="Wie klaagt", said_on=date(2025, 3, 12), way="PHONE", recorded_at=NOW)
    judge(signer, reference, U, U, findings="Er is opgehangen", reasoning="Dat hoort niet")

    letter = begin_letter_of(signer, reference)
    written = written_letter(letter, actor=signer, on=TODAY)

    assert written.values[Fact.MEASURES] == (
        "Werkafspraak aangepast. Dat is gedaan op 20 maart 2025.\n\nTerugbellen binnen twee dagen. Dat is klaar op 30 april 2025."
    )
    assert written.values[Fact.CONCLUSIONS] == "Op 12 maart 2025 zijn er excuses aangeboden."
    # What was recorded of the judgment, or is written in the letter, goes before.
    judge(signer, reference, U, U, **FOUND)
    save_letter(
        actor=signer, reference=reference, letter_id=letter.pk, seen_version=None, draft=LetterDraft(facts={"measures": ""}), now=NOW
    )
    values = written_letter(Letter.objects.get(), actor=signer, on=TODAY).values
    assert (values[Fact.CONCLUSIONS], values.get(Fact.MEASURES, "")) == ("Excuses", "")


def rename(actor: Actor, reference: str, *involved: InvolvedTold) -> None:
    update_complaint(actor=actor, reference=reference, changes={"involved": involved}, seen_version=None, now=NOW)


def test_copy_talk_and_letter_stay_of_who_is_written_otherwise_in_the_file(
    signer: Actor, words: None, make_actor: Callable[..., Actor]
) -> None:
    reference = decided(signer)
    chosen: dict[str, Any] = {"code": LetterCode.DECISION, "addressee": Addressee.SUBJECT, "subject": SUBJECT}
    told = begin_letter(actor=signer, reference=reference, **chosen, now=NOW)
    account = make_actor(Role.EMPLOYEE).user_id

    rename(signer, reference, InvolvedTold(name="J. Bakkers"))
    not_theirs = refuse(lambda: close(signer, reference, "PARTLY_UPHELD"))
    rename(signer, reference, InvolvedTold(name="J. Bakkers", was="J. Bakker"))
    rename(signer, reference, InvolvedTold(user_id=account, was="J. Bakkers"))

    assert not_theirs == [("copy_not_sent", "outcome"), ("subject_not_heard", "outcome")]
    row = Complaint.objects.get().involved_people.get()
    assert (row.user_id, row.name, row.former_names) == (account, "", ["J. Bakker", "J. Bakkers"])
    assert chosen_subject(Letter.objects.get(pk=told.pk)) == Heard(side=HeardSide.SUBJECT, user_id=account)
    assert close(signer, reference, "PARTLY_UPHELD").rounds.get().closed_on == NOW.date()


def test_whoever_was_told_the_judgment_under_a_former_name_is_not_told_once_more(signer: Actor, words: None) -> None:
    reference = decided(signer)
    send_decision(signer, reference, to=Addressee.SUBJECT, addressee="De heer J. Bakker\nDorpsstraat 1")
    rename(signer, reference, InvolvedTold(name="Jan Bakker", was="J. Bakker"))
    jan = Heard(side=HeardSide.SUBJECT, name="Jan Bakker")
    chosen: dict[str, Any] = {"code": LetterCode.DECISION, "addressee": Addressee.SUBJECT, "subject": jan}

    assert subjects_told(Round.objects.get()) == {"jan bakker"}
    assert refuse(lambda: begin_letter(actor=signer, reference=reference, **chosen, now=NOW)) == [("judgment_told_to_them", "code")]


def test_a_former_name_is_of_one_person_and_was_in_the_file(signer: Actor, words: None) -> None:
    reference = decided(signer)
    jansen = InvolvedTold(name="P. Jansen", was="J. Bakker")

    assert refuse(lambda: rename(signer, reference, InvolvedTold(name="P. Jansen", was="K. Smit"))) == [
        ("former_name_unknown", "involved.0.was")
    ]
    assert refuse(lambda: rename(signer, reference, InvolvedTold(name="J. Bakker"), jansen)) == [("former_name_unknown", "involved.1.was")]
    assert refuse(lambda: rename(signer, reference, jansen, InvolvedTold(name="K. Smit", was="J. Bakker"))) == [
        ("former_name_unknown", "involved.0.was"),
        ("former_name_unknown", "involved.1.was"),
    ]
    rename(signer, reference, jansen)
    once = InvolvedTold(name="P. Jansen")
    assert refuse(lambda: rename(signer, reference, once, InvolvedTold(name="J. Bakker"))) == [("name_was_of_another", "involved.1")]
    assert refuse(lambda: rename(signer, reference, once, InvolvedTold(name="K. Smit", was="J. Bakker"))) == [
        ("former_name_unknown", "involved.1.was")
    ]
    rename(signer, reference, InvolvedTold(name="J. Bakker", was="P. Jansen"), InvolvedTold(name="K. Smit"))
    rows = Complaint.objects.get().involved_people.order_by("pk").values_list("name", "former_names")
    assert list(rows) == [("J. Bakker", ["J. Bakker", "P. Jansen"]), ("K. Smit", [])]
    with pytest.raises(Refusals) as refused:
        register(signer, replace(LETTER, involved=(jansen,)))
    assert [(one.code, one.field) for one in refused.value.refusals] == [("former_name_unknown", "involved.0.was")]


def test_what_is_emptied_in_a_letter_stays_empty_and_is_asked_for(signer: Actor, words: None) -> None:
    reference = decided(signer)
    letter = begin_letter_of(signer, reference, to=Addressee.SUBJECT)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": NOW, "letter_id": letter.pk}
    told = {"addressee": "J. Bakker", "judgment": "Opgehangen: Gegrond."}
    post = Sending(way=ContactWay.LETTER)

    save_letter(**same, draft=LetterDraft(facts=told | {"conclusions": ""}, signer_id=signer.user_id))
    found = refuse(lambda: send_letter(**same, sending=post))
    save_letter(**same, draft=LetterDraft(facts={"conclusions": "Excuses"}))

    assert found == [("letter_fact_missing", "facts.conclusions")]
    assert send_letter(**same, sending=post).texts["conclusions"] == "Excuses"


def test_whoever_it_is_about_reads_the_reasons_that_went_to_who_complains(signer: Actor, words: None) -> None:
    reference = decided(signer)
    letter = begin_letter_of(signer, reference, to=Addressee.SUBJECT)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": NOW, "letter_id": letter.pk}
    went = {name: letter.facts[name] for name in ("findings", "motivation", "conclusions")}
    told = {"addressee": "J. Bakker", "judgment": "Opgehangen: Gegrond."}
    save_letter(**same, draft=LetterDraft(facts=told | went, signer_id=signer.user_id))

    anew = found_of(reference, U, N, lawful=True, proper=False, norms=("B3",))
    judge(signer, reference, verdicts=anew, **FOUND | {"reasoning": "Heel anders"})
    sent = send_letter(**same, sending=Sending(way=ContactWay.LETTER))

    assert {name: sent.texts[name] for name in ("motivation", "conclusions")} == {"motivation": "Dat hoort niet", "conclusions": "Excuses"}


@pytest.mark.parametrize(
    "changed",
    [
        {"verdicts": (N, N)},
        {"verdicts": (U, X)},
        {"more": {"lawful": False}},
        {"more": {"proper": None}},
        {"more": {"norms": ("B3", "C4")}},
    ],
)
def test_what_a_letter_told_is_not_changed_and_says_how_it_is(signer: Actor, words: None, changed: dict[str, Any]) -> None:
    reference = decided(signer)
    told = found_of(
        reference, *changed.get("verdicts", (U, N)), **{"lawful": True, "proper": False, "norms": ("B3",)} | changed.get("more", {})
    )

    assert refuse(lambda: judge(signer, reference, verdicts=told, **FOUND)) == [("judgment_is_sent", "verdicts")]

    # Its texts are the file's own, and the same verdicts in another order of norms are the same.
    judge(
        signer, reference, verdicts=found_of(reference, U, N, lawful=True, proper=False, norms=("B3",)), **FOUND | {"reasoning": "Anders"}
    )
    assert Judgment.objects.get().reasoning == "Anders"


def test_decided_anew_the_letter_that_replaces_the_first_is_due_and_its_day_is_the_day_of_closing(signer: Actor, words: None) -> None:
    reference = decided(signer)
    later = NOW + timedelta(days=2)

    judge(signer, reference, U, U, **FOUND, why_anew="Nog een getuige gehoord")

    assert decided_on(Round.objects.get()) is None
    for outcome in ("UPHELD", "PARTLY_UPHELD"):
        assert ("new_decision_letter_missing", "outcome") in refuse(lambda outcome=outcome: close(signer, reference, outcome))
    judge(signer, reference, U, U, **FOUND)
    letter = send_decision(signer, reference, now=later)
    assert letter.texts["replaces"] == "Wij namen opnieuw een beslissing. Deze brief komt in plaats van onze brief van 26 maart 2025."
    assert "Opgehangen: Gegrond.\nInformatie: Gegrond." in letter.texts["judgment"]
    ending = Ending(outcome="UPHELD", is_asked_if_solved=True)
    close_complaint(actor=signer, reference=reference, ending=ending, seen_version=None, now=later)
    assert (Round.objects.get().closed_on, decided_on(Round.objects.get())) == (date(2025, 3, 28), date(2025, 3, 28))
    event = ComplaintEvent.objects.filter(code="judged", data__anew=True).get()
    assert (event.data["verdicts"], event.personal["reason"]) == (["UPHELD", "UPHELD"], "Nog een getuige gehoord")
    assert shown_event(event, names={}).lines == [
        "Gegrond, Gegrond",
        "Opnieuw beslist, nadat de brief was verstuurd",
        "Reden: Nog een getuige gehoord",
    ]


@pytest.mark.parametrize("letter_sent_on", [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])
@pytest.mark.parametrize("needs_look", [False, True])
def test_decided_anew_no_day_of_before_is_the_day_of_the_new_letter(
    signer: Actor, words: None, letter_sent_on: date, needs_look: bool
) -> None:
    reference = decided(signer)
    OrganisationSettings.objects.update(decisions_need_second_look=needs_look)
    later = NOW + timedelta(days=2)
    told: dict[str, Any] = FOUND | {
        "verdicts": found_of(reference, U, U),
        "letter_sent_on": letter_sent_on,
        "names_ombudsman": True,
        "is_signed_by_mandate": True,
    }

    def again(**more: Any) -> Complaint:
        return record_judgment(actor=signer, reference=reference, told=JudgmentTold(**told | more), seen_version=None, now=later)

    assert ("letter_of_old_judgment", "letter_sent_on") in refuse(lambda: again(why_anew="Nog een getuige gehoord"))
    again(letter_sent_on=None, names_ombudsman=False, why_anew="Nog een getuige gehoord")
    assert ("letter_of_old_judgment", "letter_sent_on") in refuse(again)
    assert decided_on(Round.objects.get()) is None


def test_decided_anew_on_the_day_of_its_letter_that_day_is_of_the_old_letter_still(signer: Actor, words: None) -> None:
    reference = decided(signer)
    anew: dict[str, Any] = FOUND | {"letter_sent_on": TODAY, "names_ombudsman": True, "is_signed_by_mandate": True}

    assert refuse(lambda: judge(signer, reference, U, U, **anew, why_anew="Nog een getuige gehoord")) == [
        ("letter_of_old_judgment", "letter_sent_on")
    ]
    judge(signer, reference, U, U, **FOUND, why_anew="Nog een getuige gehoord")
    assert refuse(lambda: judge(signer, reference, U, U, **anew)) == [("letter_of_old_judgment", "letter_sent_on")]


@pytest.mark.parametrize("is_at_once", [True, False])
def test_decided_anew_a_letter_made_elsewhere_counts_from_its_own_day(signer: Actor, words: None, is_at_once: bool) -> None:
    reference = decided(signer)
    later = NOW + timedelta(days=2)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": later}
    found: dict[str, Any] = FOUND | {"verdicts": found_of(reference, U, U)}
    letter: dict[str, Any] = {"letter_sent_on": later.date(), "names_ombudsman": True, "is_signed_by_mandate": True}

    record_judgment(**same, told=JudgmentTold(**found | (letter if is_at_once else {}), why_anew="Nog een getuige gehoord"))
    record_judgment(**same, told=JudgmentTold(**found | letter))
    close_complaint(**same, ending=Ending(outcome="UPHELD", is_asked_if_solved=True))

    assert (Round.objects.get().closed_on, decided_on(Round.objects.get())) == (date(2025, 3, 28), date(2025, 3, 28))


def test_the_letter_that_replaces_another_one_went_not_before_it_was_decided_anew(signer: Actor, words: None) -> None:
    reference = decided(signer)
    later = NOW + timedelta(days=2)
    found = JudgmentTold(verdicts=found_of(reference, U, U), **FOUND, why_anew="Nog een getuige gehoord")
    record_judgment(actor=signer, reference=reference, told=found, seen_version=None, now=later)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": later}
    letter = begin_letter_of(signer, reference, now=later)
    save_letter(**same, letter_id=letter.pk, draft=LetterDraft(facts={"conclusions": "Excuses"}, signer_id=signer.user_id))

    assert refuse(lambda: send_letter(**same, letter_id=letter.pk, sending=Sending(way=ContactWay.LETTER, sent_on=date(2025, 3, 27)))) == [
        ("letter_of_old_judgment", "sent_on")
    ]
    assert not Letter.objects.get(pk=letter.pk).is_sent


def add_subject(actor: Actor, reference: str) -> None:
    changes = {"points": (*POINTS, PointTold(description="Nog iets"))}
    update_complaint(actor=actor, reference=reference, changes=changes, seen_version=None, now=NOW)


def test_a_subject_of_after_the_letter_is_judged_anew_and_told_before_closing(signer: Actor, words: None) -> None:
    reference = decided(signer)
    add_subject(signer, reference)
    judgment: dict[str, Any] = FOUND | {
        "verdicts": (
            *(replace(one, lawful=True, proper=False, norms=("B3",)) for one in found_of(reference, U, N, X)[:2]),
            VerdictTold(point_id=points(reference)[2], verdict=X),
        )
    }

    assert refuse(lambda: close(signer, reference, "PARTLY_UPHELD")) == [("verdict_missing", "outcome")]
    assert refuse(lambda: judge(signer, reference, **judgment)) == [("judgment_is_sent", "verdicts")]
    judge(signer, reference, **judgment, why_anew="Het derde onderdeel kwam erbij")
    assert refuse(lambda: close(signer, reference, "PARTLY_UPHELD")) == [("new_decision_letter_missing", "outcome")]
    letter = send_decision(signer, reference, now=NOW + timedelta(hours=1))
    assert "Nog iets: Geen oordeel: de feiten staan niet vast" in letter.texts["judgment"]
    close(signer, reference, "PARTLY_UPHELD")

    assert Closing.objects.count() == 1


def test_told_upheld_it_does_not_end_as_not_upheld_with_a_subject_more(signer: Actor, words: None) -> None:
    reference = register(signer, BY_PHONE)
    judge(signer, reference, U, U, **FOUND)
    send_decision(signer, reference)
    add_subject(signer, reference)

    assert refuse(lambda: close(signer, reference, "NOT_UPHELD")) == [("outcome_differs", "outcome")]
    close(signer, reference, "UPHELD")
    assert Closing.objects.count() == 1


def told_elsewhere(actor: Actor) -> str:
    """A klaagschrift on which a letter that was made elsewhere told both upheld, on 26 March."""
    reference = register(actor)
    hear_both(actor, reference)
    judge(actor, reference, U, U, **WHOLE)
    return reference


def test_what_a_letter_made_elsewhere_told_is_not_changed_in_silence(signer: Actor, words: None) -> None:
    reference = told_elsewhere(signer)

    assert refuse(lambda: judge(signer, reference, N, N, **WHOLE)) == [("judgment_is_sent", "verdicts")]
    judge(signer, reference, U, U, **WHOLE | {"letter_sent_on": date(2025, 3, 25)})

    assert decided_on(Round.objects.get()) == date(2025, 3, 25)


def test_the_day_of_a_letter_made_elsewhere_is_not_emptied_so_that_what_it_told_changes_in_silence(signer: Actor, words: None) -> None:
    reference = told_elsewhere(signer)
    without_day = {"letter_sent_on": None, "names_ombudsman": False}

    assert refuse(lambda: judge(signer, reference, U, U, **WHOLE | without_day)) == [("letter_day_stays", "letter_sent_on")]
    assert refuse(lambda: judge(signer, reference, N, N, **WHOLE | without_day)) == [
        ("letter_day_stays", "letter_sent_on"),
        ("judgment_is_sent", "verdicts"),
    ]
    judge(signer, reference, N, N, **WHOLE | without_day, why_anew="De brief is niet verstuurd")

    assert (first_told_on(Round.objects.get()), decided_on(Round.objects.get())) == (TODAY, None)


def test_what_a_letter_made_elsewhere_told_is_decided_anew_and_told_by_a_letter_that_replaces_it(signer: Actor, words: None) -> None:
    reference = told_elsewhere(signer)
    settled = Ending(**SAID | {"outcome": "SETTLED", "complainants_words": "Laat maar", "confirmed_on": TODAY})
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": NOW}
    later = NOW + timedelta(days=2)

    assert refuse(lambda: close_complaint(**same, ending=settled)) == [("judgment_told_already", "outcome")]
    judge(signer, reference, N, N, **WHOLE, why_anew="Nog een getuige gehoord")

    assert (first_told_on(Round.objects.get()), decided_on(Round.objects.get())) == (TODAY, None)
    assert refuse(lambda: close(signer, reference, "NOT_UPHELD")) == [("new_decision_letter_missing", "outcome")]
    assert refuse(lambda: close_complaint(**same, ending=settled)) == [("new_decision_letter_missing", "outcome")]
    assert refuse(lambda: judge(signer, reference, N, N, **WHOLE)) == [("letter_of_old_judgment", "letter_sent_on")]
    letter = send_decision(signer, reference, now=later)
    assert letter.texts["replaces"] == "Wij namen opnieuw een beslissing. Deze brief komt in plaats van onze brief van 26 maart 2025."
    close_complaint(**same | {"now": later}, ending=Ending(outcome="NOT_UPHELD", is_asked_if_solved=True))
    assert Round.objects.get().closed_on == date(2025, 3, 28)


def test_whoever_it_is_about_is_told_what_was_decided_anew_as_well(signer: Actor, words: None) -> None:
    reference = decided(signer)
    send_decision(signer, reference, Addressee.SUBJECT, addressee="J. Bakker", judgment="Opgehangen: Gegrond.")
    before = subjects_told(Round.objects.get())
    judge(signer, reference, U, U, **FOUND, why_anew="Nog een getuige gehoord")
    between = subjects_told(Round.objects.get())
    send_decision(signer, reference, now=NOW + timedelta(days=2))
    letter = send_decision(signer, reference, Addressee.SUBJECT, now=NOW + timedelta(days=2), addressee="J. Bakker")

    assert (len(before), len(between), len(subjects_told(Round.objects.get()))) == (1, 0, 1)
    assert "in plaats van onze brief van 26 maart 2025" in letter.texts["replaces"]


def test_nobody_is_sent_the_same_judgment_twice_unless_it_did_not_arrive(signer: Actor, words: None) -> None:
    reference = decided(signer)
    send_decision(signer, reference, Addressee.SUBJECT, addressee="J. Bakker", judgment="Opgehangen: Gegrond.")

    assert refuse(lambda: begin_letter_of(signer, reference)) == [("judgment_told_to_them", "code")]
    with pytest.raises(JudgmentToldToThem):
        send_decision(signer, reference, Addressee.SUBJECT, addressee="J. Bakker", judgment="Opgehangen: Gegrond.")
    went = Letter.objects.get(addressee="COMPLAINANT")
    SentMessage.objects.create(
        complaint=went.complaint, round=went.round, letter_code="L10", letter=went, message_id="<1@x>", queued_at=NOW, returned_at=NOW
    )
    assert send_decision(signer, reference).is_sent


def test_a_judgment_of_which_the_only_letter_came_back_is_told_to_nobody(signer: Actor, words: None) -> None:
    reference = decided(signer)
    went = Letter.objects.get()
    whose = {"complaint": went.complaint, "round": went.round, "letter": went, "letter_code": "L10"}
    SentMessage.objects.create(**whose, message_id="<1@x>", queued_at=NOW, returned_at=NOW)

    assert (decided_on(Round.objects.get()), first_told_on(Round.objects.get())) == (None, None)
    assert refuse(lambda: close(signer, reference, "PARTLY_UPHELD")) == [("decision_letter_missing", "outcome")]
    judge(signer, reference, U, U, **FOUND)  # Nobody was told otherwise.
    again = send_decision(signer, reference, now=NOW + timedelta(days=1))
    assert "replaces" not in again.texts
    assert (decided_on(Round.objects.get()), first_told_on(Round.objects.get())) == (date(2025, 3, 27), date(2025, 3, 27))


def test_the_day_of_a_judgment_is_that_of_the_letter_that_went_from_here(signer: Actor, words: None) -> None:
    reference = register(signer, BY_PHONE)
    judge(signer, reference, U, U, **FOUND)
    went = send_decision(signer, reference)
    earlier = {"letter_sent_on": date(2025, 3, 10), "names_ombudsman": True, "is_signed_by_mandate": True}

    assert refuse(lambda: judge(signer, reference, U, U, **FOUND, **earlier)) == [("letter_went_from_here", "letter_sent_on")]
    judge(signer, reference, U, U, **FOUND, letter_sent_on=TODAY, names_ombudsman=True, is_signed_by_mandate=True)
    assert decided_on(Round.objects.get()) == TODAY
    # Of a letter that came back the day is that of the one that went instead.
    whose = {"complaint": went.complaint, "round": went.round, "letter": went, "letter_code": "L10"}
    SentMessage.objects.create(**whose, message_id="<1@x>", queued_at=NOW, returned_at=NOW)
    judge(signer, reference, U, U, **FOUND, **earlier)
    close(signer, reference, "UPHELD")
    assert Round.objects.get().closed_on == date(2025, 3, 10)


@pytest.mark.parametrize(
    ("said", "fitting"),
    [
        ("Opgehangen: gegrond. Informatie: gegrond.", {"UPHELD", "PARTLY_UPHELD"}),
        ("Opgehangen: gegrond. Informatie: ongegrond.", {"PARTLY_UPHELD"}),
        ("Opgehangen en Informatie: deels gegrond.", {"PARTLY_UPHELD"}),
        ("Opgehangen: ongegrond. Informatie: ongegrond.", {"NOT_UPHELD"}),
        ("Opgehangen: ongegrond. Informatie: geen oordeel.", {"NOT_UPHELD", "NO_JUDGMENT"}),
        ("Over Opgehangen en Informatie geven wij geen oordeel.", {"NO_JUDGMENT"}),
        ("Opgehangen en Informatie: dit ging niet goed.", {"UPHELD", "PARTLY_UPHELD", "NOT_UPHELD", "NO_JUDGMENT"}),
    ],
)
def test_without_verdicts_it_ends_as_its_letter_told(signer: Actor, words: None, said: str, fitting: set[str]) -> None:
    reference = register(signer, BY_PHONE)
    send_decision(signer, reference, findings="Te laat.", judgment=said, motivation="Dat hoort niet.")
    wrong = [one for one in ("UPHELD", "PARTLY_UPHELD", "NOT_UPHELD", "NO_JUDGMENT") if one not in fitting]

    for outcome in wrong:
        assert refuse(lambda outcome=outcome: close(signer, reference, outcome)) == [("outcome_not_in_letter", "outcome")]  # type: ignore[misc]
    close(signer, reference, sorted(fitting)[0])
    assert Round.objects.get().closed_on == TODAY


# With the name of a subject in it, too, it is the sentence as it stands in the letter.
@pytest.mark.parametrize(
    "meant", ["Het verwijt aan de buurman is ongegrond.", "Dat de buurman ook is opgehangen, is een ongegrond verwijt."]
)
def test_a_sentence_of_the_letter_that_was_said_to_be_meant_so_is_no_other_verdict(signer: Actor, words: None, meant: str) -> None:
    reference = register(signer, BY_PHONE)
    judge(signer, reference, U, U, **FOUND)
    letter = begin_letter_of(signer, reference)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "letter_id": letter.pk, "seen_version": None, "now": NOW}
    said = f"Opgehangen: Gegrond. Informatie: Gegrond. {meant}"
    save_letter(**same, draft=LetterDraft(texts={"judgment": said}, facts={"conclusions": "Excuses"}, signer_id=signer.user_id))
    with pytest.raises(Refusal, match="letter_wording_doubtful"):
        send_letter(**same, sending=Sending(way=ContactWay.LETTER))
    send_letter(**same, sending=Sending(way=ContactWay.LETTER), meant=[meant])
    assert Letter.objects.get().meant == [meant]

    judge(signer, reference, U, U, **FOUND)
    close(signer, reference, "UPHELD")

    assert Round.objects.get().closed_on == TODAY


def test_the_letter_that_did_not_go_of_a_file_in_error_goes_once_the_file_is_restored(signer: Actor, words: None, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    settings.STORAGES = {**settings.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    reference = register(signer, replace(LETTER, filer=Person(name="M", address="Straat 1", email="m@voorbeeld.example")))
    hear_both(signer, reference)
    judge(signer, reference, U, N, **FOUND)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": NOW}
    letter = begin_letter_of(signer, reference)
    save_letter(**same, letter_id=letter.pk, draft=LetterDraft(facts={"conclusions": "Excuses"}, signer_id=signer.user_id))
    send_letter(**same, letter_id=letter.pk, sending=Sending(way=ContactWay.EMAIL, has_agreed_to_mail=True))
    message = SentMessage.objects.get(letter=letter)

    mark_registered_in_error(**same, reason="Vergissing")
    assert send_acknowledgement(message_id=message.message_id, now=NOW) is False
    restore(**same, reason="Toch niet")

    message.refresh_from_db()
    assert (message.sent_at, message.returned_at, mail.outbox) == (None, NOW, [])
    assert send_decision(signer, reference, now=NOW + timedelta(days=1)).is_sent


def test_what_was_told_is_neither_extended_nor_postponed_nor_not_taken_up(signer: Actor, words: None) -> None:
    reference = decided(signer)
    same: dict[str, Any] = {"actor": signer, "reference": reference, "seen_version": None, "now": NOW}
    extension = ExtensionTold(weeks=2, reason="Ziek", complainant_sent_on=TODAY, subject_sent_on=TODAY)
    agreement = Agreement(reason="Vakantie", until=date(2025, 5, 1), message_id=uuid.uuid4())

    assert refuse(lambda: extend_term(**same, told=extension)) == [("judgment_told_already", None)]
    assert refuse(lambda: postpone_term(**same, agreement=agreement)) == [("judgment_told_already", None)]
    for code in (LetterCode.NOT_TAKEN_UP, LetterCode.EXTENSION, LetterCode.POSTPONEMENT):
        assert refuse(lambda code=code: begin_letter_of(signer, reference, code)) == [("judgment_told_already", "code")]


@pytest.mark.parametrize("outcome", ["WITHDRAWN", "SETTLED"])
def test_what_was_told_ends_with_its_judgment_alone(signer: Actor, words: None, outcome: str) -> None:
    reference = decided(signer)
    told = SAID | {"outcome": outcome, "complainants_words": "Laat maar", "confirmed_on": TODAY}

    assert refuse(lambda: close_complaint(actor=signer, reference=reference, ending=Ending(**told), seen_version=None, now=NOW)) == [
        ("judgment_told_already", "outcome")
    ]


def test_nothing_is_decided_anew_before_it_was_told(signer: Actor, words: None) -> None:
    reference = register(signer)

    assert refuse(lambda: judge(signer, reference, U, U, why_anew="Toch anders")) == [("nothing_to_decide_anew", "why_anew")]


def test_a_judgment_in_which_nothing_stands_is_refused_and_one_that_was_recorded_may_be_taken_back(coordinator: Actor, words: None) -> None:
    reference = register(coordinator)

    assert refuse(lambda: judge(coordinator, reference, findings=" \u200b")) == [("judgment_empty", "findings")]
    judge(coordinator, reference, U)
    judge(coordinator, reference)

    assert (Judgment.objects.count(), PointJudgment.objects.count()) == (1, 0)
