"""A complaint before an advisory committee (Awb 9:13-9:16): ten weeks, its members alone hear and advise, and who decides explains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from complaints.access import visible_complaints
from complaints.advising import Advised, advise_by
from complaints.code_lists import Verdict
from complaints.ending import Ending
from complaints.flows.advising import advice_report, record_advice
from complaints.flows.closing import close_complaint
from complaints.flows.committee import put_before_committee, take_back_from_committee
from complaints.flows.copying import record_copy
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.hearing import Invitation, Talk, invite_to_hearing, record_hearing, record_reply
from complaints.flows.judging import record_judgment
from complaints.flows.letters import LetterDraft, Sending, begin_letter, save_letter, send_final_letter, send_letter
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.splitting import SplitTold, split_complaint
from complaints.flows.updating import update_complaint
from complaints.flows.waiving import Waiver, waive_hearing
from complaints.hearing import Heard
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.judging import JudgmentTold, VerdictTold
from complaints.letter_writing import lacks_of_final, printed_advice, written_letter
from complaints.letters.catalogue import LETTERS, Addressee, LetterCode
from complaints.letters.checks import Problem
from complaints.letters.facts import Fact
from complaints.models import (
    Advice,
    Compartment,
    Complaint,
    ComplaintEvent,
    ContactWay,
    HeardSide,
    Hearing,
    HearingResult,
    HearingWaiver,
    Identity,
    Judgment,
    PointAdvice,
    Round,
)
from complaints.next_steps import next_step, other_steps
from complaints.selectors import clock_of_round, complaint_file
from complaints.statuses import Step
from complaints.work.advising import advice_due, advice_in
from tenants.accounts.models import Membership, User
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusal, Refusals
from tenants.organisation.flows.committees import change_committee, withdraw_committee
from tenants.organisation.models import Authority, AuthorityKind, CommitteeSeat, CompetentOmbudsman, SigningMandate
from tenants.permissions import Role
from tests.factories.committees import make_committee, make_member
from tests.factories.documents import PDF
from tests.factories.documents import sent as sent_file

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 26, 9, 0, tzinfo=UTC)  # Wednesday
TODAY, TOLD = date(2025, 3, 26), date(2025, 3, 12)
LETTER = Submission(
    story="Te laat betaald",
    channel="LETTER",
    is_signed=True,
    filer=Person(name="M", address="Straat 1"),
    involved=(InvolvedTold(name="J. Bakker"),),
    points=(PointTold(description="Opgehangen"), PointTold(description="Te laat")),
)
SUBJECT = Heard(side=HeardSide.SUBJECT, name="J. Bakker")
U, N = Verdict.UPHELD, Verdict.NOT_UPHELD
SECRET = "Geheimzinnig"


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def member(db: None, tenant: Any) -> Actor:
    return make_member(is_chair=True)


def register(actor: Actor, told: Submission = LETTER) -> str:
    return register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def same(actor: Actor, reference: str, now: datetime = NOW) -> dict[str, Any]:
    return {"actor": actor, "reference": reference, "seen_version": None, "now": now}


def put_before(actor: Actor, reference: str, told_on: date | None = TOLD, now: datetime = NOW, **told: Any) -> Complaint:
    return put_before_committee(**same(actor, reference, now), told_on=told_on, **({"way": ContactWay.LETTER} | told))


def before(actor: Actor, told: Submission = LETTER) -> str:
    reference = register(actor, told)
    put_before(actor, reference)
    return reference


def hear_both(coordinator: Actor, member: Actor, reference: str) -> None:
    record_copy(**same(coordinator, reference), subject=SUBJECT, sent_on=date(2025, 3, 13), way=ContactWay.EMAIL)
    record_hearing(**same(member, reference), talk=Talk(held_at=NOW - timedelta(days=1), report="Zij vertelde"))
    record_hearing(**same(member, reference), talk=Talk(person=SUBJECT, held_at=NOW - timedelta(days=1), report="Hij legde het uit"))


def points(reference: str) -> list[int]:
    return [one.pk for one in Complaint.objects.get(reference=reference).points.all()]


def advise(actor: Actor, reference: str, *verdicts: Verdict, **told: Any) -> Complaint:
    advised = dict(zip(points(reference), verdicts, strict=False))
    given = {"findings": "Er is opgehangen", "advice": "Verklaar het gegrond", "given_on": TODAY, "given_by": (actor.user_id or 0,)} | told
    return record_advice(**same(actor, reference), told=Advised(verdicts=advised, **given))


def advised(coordinator: Actor, member: Actor) -> str:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    advise(member, reference, U, U)
    return reference


def judge(actor: Actor, reference: str, *verdicts: Verdict, **told: Any) -> Complaint:
    found = tuple(VerdictTold(point_id=point, verdict=one) for point, one in zip(points(reference), verdicts, strict=False))
    given = {
        "findings": "Er is opgehangen",
        "reasoning": "Dat hoort niet",
        "letter_sent_on": TODAY,
        "names_ombudsman": True,
        "is_signed_by_mandate": True,
    } | told
    return record_judgment(**same(actor, reference), told=JudgmentTold(verdicts=found, **given))


def close(actor: Actor, reference: str, outcome: str) -> Complaint:
    return close_complaint(**same(actor, reference), ending=Ending(outcome=outcome, is_asked_if_solved=True))


def history(reference: str) -> list[tuple[str, dict[str, Any]]]:
    events = ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk")
    return [(one.code, {name: value for name, value in one.data.items() if name not in ("version", "round")}) for one in events]


def test_an_advice_is_given_after_the_last_talk_it_rests_on(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)

    assert refuse(lambda: advise(member, reference, U, U, given_on=TODAY - timedelta(days=2))) == [("advice_before_hearing", "given_on")]


def refuse(work: Callable[[], object]) -> list[tuple[str, str | None]]:
    """The refusals; nothing was kept or told."""
    tables = (Round, Advice, PointAdvice, Hearing, HearingWaiver, Judgment, ComplaintEvent)

    def kept() -> list[Any]:
        return [list(model._default_manager.order_by("pk").values()) for model in tables]

    before = kept()
    with pytest.raises(Refusal) as refused:
        work()
    assert kept() == before
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


# Put before the committee


def test_from_the_day_the_person_was_told_ten_weeks_hold_counted_from_receipt(coordinator: Actor, member: Actor) -> None:
    reference = register(coordinator)
    assert Round.objects.get().due_on == date(2025, 4, 22)  # six weeks: Good Friday, so the Tuesday after Easter

    put_before(coordinator, reference)

    one = Round.objects.get()
    assert (one.regime, one.mode, one.committee, one.committee_since) == ("commission", "COMMISSION", make_committee(), TOLD)
    assert (one.due_on, one.due_base, one.term_ends_on, one.notice_due_on) == (
        date(2025, 5, 16),
        date(2025, 5, 16),
        date(2025, 5, 16),
        date(2025, 4, 4),
    )
    assert history(reference)[-1] == (
        "put_before_committee",
        {
            "committee": make_committee().pk,
            "on": "2025-03-12",
            "way": "LETTER",
            "was": {"due_on": "2025-04-22"},
            "due_on": "2025-05-16",
            "fields": ["due_on"],
        },
    )
    clock = clock_of_round(one)
    assert clock is not None
    assert "the complaints committee advises since Wednesday 12 March 2025" in " ".join(clock.explanation(language="en"))
    assert advise_by(one) == date(2025, 5, 2)
    assert refuse(lambda: put_before(coordinator, reference)) == [("before_committee_already", None)]


@pytest.mark.parametrize(
    ("told", "now", "refusals"),
    [
        ({"told_on": None}, NOW, [("regime_change_not_notified", "told_on")]),
        ({"way": None}, NOW, [("telling_way_missing", "way")]),
        ({"told_on": date(2025, 3, 27)}, NOW, [("day_in_future", "told_on")]),
        ({"told_on": date(2025, 3, 6)}, NOW, [("day_before_receipt", "told_on")]),
        # The day after the last one of six weeks.
        ({"told_on": date(2025, 4, 23)}, datetime(2025, 4, 23, 9, tzinfo=UTC), [("regime_change_after_due", "told_on")]),
        # Told in time, or so they say: a term that is over is not revived.
        ({"told_on": TOLD}, datetime(2025, 4, 23, 9, tzinfo=UTC), [("regime_change_after_due", "told_on")]),
    ],
)
def test_without_telling_the_person_in_time_nothing_goes_to_the_committee(
    coordinator: Actor, member: Actor, told: dict[str, Any], now: datetime, refusals: list[tuple[str, str]]
) -> None:
    reference = register(coordinator)

    assert refuse(lambda: put_before(coordinator, reference, now=now, **told)) == refusals


def test_nothing_goes_to_the_committee_once_the_decision_went(coordinator: Actor, member: Actor) -> None:
    reference = register(coordinator)

    def is_offered() -> bool:
        of = complaint_file(actor=coordinator, reference=reference)
        beside, folded = other_steps(actor=coordinator, complaint=of, today=TODAY)
        return Step.PUT_BEFORE_COMMITTEE in [*beside, *folded]

    assert is_offered()
    judge(coordinator, reference, N, N)

    assert not is_offered()
    assert refuse(lambda: put_before(coordinator, reference)) == [("decided_before_committee", None)]
    judge(coordinator, reference, U, N, why_anew="Nog een getuige gehoord")
    assert not is_offered()
    assert refuse(lambda: put_before(coordinator, reference)) == [("decided_before_committee", None)]


def test_a_committee_before_which_a_file_lies_is_not_withdrawn(coordinator: Actor, member: Actor, make_actor: Callable[..., Actor]) -> None:
    before(coordinator)
    one = make_committee()
    who: dict[str, Any] = {"actor": make_actor(Role.ADMINISTRATOR), "authority_id": one.authority_id, "committee_id": one.pk, "now": NOW}
    change_committee(**who, name=one.name, appointed_by=one.appointed_by, valid_from=date(2026, 1, 1), valid_until=None)

    assert refuse(lambda: withdraw_committee(**who)) == [("committee_has_complaints", None)]
    assert list(CommitteeSeat.objects.values_list("user_id", flat=True)) == [member.user_id]


def test_the_authority_stays_as_long_as_its_committee_advises(coordinator: Actor, member: Actor) -> None:
    other = Authority.objects.create(name="Werkplein", kind=AuthorityKind.GENERAL_BOARD, valid_from=date(2020, 1, 1))
    reference = before(coordinator)

    assert refuse(lambda: update_complaint(**same(coordinator, reference), changes={"authority_id": other.pk})) == [
        ("committee_of_authority", "authority_id")
    ]
    # What turns out to be about the council is the registry's at once, and still before the committee.
    Authority.objects.create(name="Raad", kind=AuthorityKind.COUNCIL, valid_from=date(2020, 1, 1))
    update_complaint(**same(coordinator, reference), changes={"is_about_council": True})
    complaint = Complaint.objects.get()
    assert (complaint.compartment, complaint.authority.is_default) == (Compartment.COUNCIL, True)


def test_there_has_to_be_a_committee_with_somebody_on_it_who_was_not_involved(coordinator: Actor) -> None:
    reference = register(coordinator)
    assert refuse(lambda: put_before(coordinator, reference)) == [("no_commission_appointed", None)]

    sitting = make_member()
    update_complaint(**same(coordinator, reference), changes={"involved": (InvolvedTold(user_id=sitting.user_id),)})
    assert refuse(lambda: put_before(coordinator, reference)) == [("committee_without_members", None)]

    # Somebody whose role ran out is no member any more, whatever seat is left.
    able = make_member()
    Membership.objects.filter(user_id=able.user_id).update(ended_at=NOW)
    assert refuse(lambda: put_before(coordinator, reference)) == [("committee_without_members", None)]

    Membership.objects.filter(user_id=able.user_id).update(ended_at=None)
    put_before(coordinator, reference)
    assert Round.objects.get().committee == make_committee()


def test_an_oral_complaint_is_not_put_before_a_committee_and_who_does_not_handle_puts_nothing(
    coordinator: Actor, member: Actor, make_actor: Callable[..., Actor]
) -> None:
    reference = register(coordinator, replace(LETTER, channel="PHONE", is_signed=False))

    assert refuse(lambda: put_before(coordinator, reference)) == [("committee_needs_term_of_law", None)]
    for actor in (member, make_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            put_before(actor, reference)


def test_a_complaint_is_taken_back_from_a_committee_that_gave_no_advice(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    advise(member, reference, U, given_on=None, given_by=())
    waive = {"round": Round.objects.get(), "ground": "B", "recorded_at": NOW}
    HearingWaiver.objects.create(**waive)
    assert refuse(lambda: take_back_from_committee(**same(coordinator, reference), reason=" ")) == [("text_missing", "reason")]

    take_back_from_committee(**same(coordinator, reference), reason=SECRET)

    one = Round.objects.get()
    assert (one.regime, one.mode, one.committee, one.committee_since, one.due_on) == ("internal", "FORMAL", None, None, date(2025, 4, 22))
    assert (list(visible_complaints(actor=member)), Advice.objects.count(), advice_due(actor=member)) == ([], 0, ([], 0))
    assert HearingWaiver.objects.get().ended_at == NOW
    assert history(reference)[-1] == (
        "taken_back_from_committee",
        {
            "committee": make_committee().pk,
            "was": {"due_on": "2025-05-16"},
            "due_on": "2025-04-22",
            "fields": ["due_on"],
            "waiver_ended": True,
        },
    )
    assert ComplaintEvent.objects.order_by("pk").last().personal == {"reason": SECRET}  # type: ignore[union-attr]
    assert refuse(lambda: take_back_from_committee(**same(coordinator, reference), reason="Weer")) == [("not_before_committee", None)]
    # Whom the committee heard was heard.
    judge(coordinator, reference, U, U)
    close(coordinator, reference, "UPHELD")


def test_what_a_committee_advised_on_stays_with_it_and_a_next_one_hears_anew(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    take_back_from_committee(**same(coordinator, reference), reason="Vergist")
    put_before(coordinator, reference)
    assert refuse(lambda: advise(member, reference, U, U)) == [("complainant_not_heard", "advice"), ("subject_not_heard", "advice")]

    hear_again = Talk(held_at=NOW - timedelta(hours=1), report="Zij vertelde")
    for talk in (hear_again, replace(hear_again, person=SUBJECT)):
        record_hearing(**same(member, reference), talk=talk)
    advise(member, reference, U, U)
    assert refuse(lambda: take_back_from_committee(**same(coordinator, reference), reason="Toch niet")) == [("committee_advised", None)]


# Who sees and does what


def test_a_member_sees_what_is_before_the_own_committee_and_nothing_else(coordinator: Actor, member: Actor) -> None:
    elsewhere = register(coordinator)
    reference = before(coordinator)
    left = make_member()
    CommitteeSeat.objects.filter(user_id=left.user_id).update(left_on=TODAY)

    assert [one.reference for one in visible_complaints(actor=member)] == [reference]
    assert list(visible_complaints(actor=make_member(is_seated=False))) == list(visible_complaints(actor=left)) == []
    with pytest.raises(NotFound):
        complaint_file(actor=member, reference=elsewhere)
    of = complaint_file(actor=member, reference=reference)
    assert next_step(actor=member, complaint=of, today=TODAY) is Step.ADVISE
    assert other_steps(actor=member, complaint=of, today=TODAY) == ([Step.INVITE], [])


def test_a_later_round_without_the_committee_is_none_of_its_members(coordinator: Actor, member: Actor) -> None:
    reference = advised(coordinator, member)
    judge(coordinator, reference, U, U)
    close(coordinator, reference, "UPHELD")
    assert [one.reference for one in visible_complaints(actor=member)] == [reference]

    return_complaint(**same(coordinator, reference), reason="Toch niet")
    opened = Complaint.objects.get(reference=reference).rounds.get(number=2)
    assert (opened.mode, opened.regime, opened.committee) == ("FORMAL", "internal", None)
    assert list(visible_complaints(actor=member)) == []
    put_before(coordinator, reference, told_on=TODAY)
    assert [one.reference for one in visible_complaints(actor=member)] == [reference]


def test_a_member_who_was_involved_sees_nothing_and_gives_no_advice(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    involved = make_member()
    hear_both(coordinator, member, reference)
    told = (InvolvedTold(name="J. Bakker"), InvolvedTold(user_id=involved.user_id, is_subject=False))
    update_complaint(**same(coordinator, reference), changes={"involved": told})

    assert (list(visible_complaints(actor=involved)), advice_due(actor=involved)) == ([], ([], 0))
    with pytest.raises(NotFound):
        advise(involved, reference)
    assert refuse(lambda: advise(member, reference, U, N, given_by=(involved.user_id,))) == [("adviser_unknown", "given_by")]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HANDLER, Role.ADMINISTRATOR, Role.MANAGER, Role.COUNCIL_REGISTRY])
def test_nobody_of_the_authority_writes_the_advice(coordinator: Actor, member: Actor, make_actor: Callable[..., Actor], role: Role) -> None:
    reference = before(coordinator)

    with pytest.raises(NotPermitted):
        advise(make_actor(role), reference)
    # Who sits and handles as well works for who decides.
    both = make_actor(role, Role.COMMITTEE_MEMBER)
    CommitteeSeat.objects.create(committee=make_committee(), user_id=both.user_id, seated_on=TODAY)
    assert refuse(lambda: advise(both, reference)) == [("not_of_the_committee", None)]


def test_members_alone_hear_and_waive_where_a_committee_advises_and_nowhere_else(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    record_copy(**same(coordinator, reference), subject=SUBJECT, sent_on=date(2025, 3, 13), way=ContactWay.EMAIL)
    talk = Talk(held_at=NOW - timedelta(days=1), report="Zij vertelde")
    waiver = Waiver(ground="A", explanation="Niets gebeurd")

    assert refuse(lambda: record_hearing(**same(coordinator, reference), talk=talk)) == [("hearing_is_the_committees", None)]
    assert refuse(lambda: waive_hearing(**same(coordinator, reference), waiver=waiver)) == [("waiver_is_the_committees", None)]
    outsider = replace(talk, heard_by=coordinator.user_id)
    assert refuse(lambda: record_hearing(**same(member, reference), talk=outsider)) == [("hearer_not_of_committee", "heard_by")]
    # Whoever handles it invites for them, but not whom they decided not to hear.
    asked = Invitation(person=Heard(side=HeardSide.COMPLAINANT))
    invite_to_hearing(**same(coordinator, reference), invitation=asked)
    waive_hearing(**same(member, reference), waiver=waiver)
    assert refuse(lambda: invite_to_hearing(**same(coordinator, reference), invitation=asked)) == [("waiver_is_the_committees", None)]
    invite_to_hearing(**same(member, reference), invitation=asked)
    assert HearingWaiver.objects.get().ended_at == NOW
    record_hearing(**same(member, reference), talk=replace(talk, heard_by=make_member().user_id))
    hearing = Hearing.objects.get(result=HearingResult.HELD)
    assert refuse(lambda: record_reply(**same(coordinator, reference), hearing_id=hearing.pk, report_sent_on=TODAY)) == [
        ("hearing_is_the_committees", None)
    ]
    # A later round that is handled without the committee.
    Round.objects.update(regime="internal")
    assert refuse(lambda: record_hearing(**same(member, reference), talk=talk)) == [("hearing_is_the_handlers", None)]
    assert refuse(lambda: invite_to_hearing(**same(member, reference), invitation=asked)) == [("hearing_is_the_handlers", None)]


def test_what_the_handler_heard_or_waived_before_does_not_stand_for_the_committee(coordinator: Actor, member: Actor) -> None:
    reference = register(coordinator)
    record_copy(**same(coordinator, reference), subject=SUBJECT, sent_on=date(2025, 3, 13), way=ContactWay.EMAIL)
    waiver = Waiver(ground="A", explanation="Niets gebeurd")
    talk = Talk(person=SUBJECT, held_at=NOW - timedelta(days=1), report="Het lag anders")
    waive_hearing(**same(coordinator, reference), waiver=waiver)
    record_hearing(**same(coordinator, reference), talk=talk)

    put_before(coordinator, reference)
    assert (history(reference)[-1][1]["waiver_ended"], HearingWaiver.objects.get().ended_at) == (True, NOW)
    assert refuse(lambda: advise(member, reference, U, U)) == [("complainant_not_heard", "advice"), ("subject_not_heard", "advice")]

    waive_hearing(**same(member, reference), waiver=waiver)
    record_hearing(**same(member, reference), talk=Talk(person=SUBJECT, held_at=NOW - timedelta(days=1), report="Hij legde het uit"))
    advise(member, reference, N, N)
    printed = dict(printed_advice(Complaint.objects.get()).parts)
    assert printed["Verslag van het horen"].endswith("De klager is niet gehoord (artikel 9:10, tweede lid, onder a).")
    assert "Het lag anders" not in printed["Verslag van het horen"]


# The advice


def test_the_report_of_what_the_committee_heard_goes_to_whoever_was_heard_for_a_reply(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    to_both: dict[str, Any] = {"actor": coordinator, "reference": reference, "code": LetterCode.HEARING_REPORT, "now": NOW}
    assert refuse(lambda: begin_letter(**to_both, addressee=Addressee.COMPLAINANT)) == [("talk_not_recorded", "code")]

    hear_both(coordinator, member, reference)

    begun = [begin_letter(**to_both, addressee=to) for to in (Addressee.COMPLAINANT, Addressee.SUBJECT)]
    assert [one.facts["heard_on"] for one in begun] == ["2025-03-25", "2025-03-25"]


def test_what_each_replied_to_the_hearing_report_before_the_advice_goes_with_it(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    theirs, ours = Hearing.objects.get(side=HeardSide.COMPLAINANT), Hearing.objects.get(side=HeardSide.SUBJECT)
    for hearing, reply in ((theirs, "Zo was het."), (ours, "Ik belde terug.")):
        record_reply(**same(member, reference), hearing_id=hearing.pk, report_sent_on=TODAY, reply=reply, replied_on=TODAY)
    advise(member, reference, U, N)

    told = (
        "25 maart 2025, de klager:\nZij vertelde\n\n26 maart 2025, reactie op dit verslag:\nZo was het.\n\n"
        "25 maart 2025, degene over wie de klacht gaat:\nHij legde het uit\n\n26 maart 2025, reactie op dit verslag:\nIk belde terug."
    )
    assert dict(printed_advice(Complaint.objects.get()).parts)["Verslag van het horen"] == told
    letter = begin_letter(actor=coordinator, reference=reference, code=LetterCode.DECISION, addressee=Addressee.COMPLAINANT, now=NOW)
    assert f"Verslag van het horen\n{told}\n\n" in written_letter(letter, actor=coordinator, on=TODAY).texts["enclosed_advice"]

    # What came after the advice was not before the committee.
    later = NOW + timedelta(days=1)
    record_reply(**same(member, reference, later), hearing_id=ours.pk, reply="En later nog eens.", replied_on=later.date())
    assert dict(printed_advice(Complaint.objects.get()).parts)["Verslag van het horen"].endswith("gaat:\nHij legde het uit")


def test_a_draft_is_the_members_alone_and_what_is_given_is_everybodys(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    assert [(one.round.complaint.reference, one.by, one.is_begun) for one in advice_due(actor=member)[0]] == [
        (reference, date(2025, 5, 2), False)
    ]

    advise(member, reference, findings="", advice="Nog niet klaar", given_on=None, given_by=())
    assert [one.is_begun for one in advice_due(actor=member)[0]] == [True]
    assert (history(reference)[-1], advice_in(actor=coordinator, today=TODAY)) == (("advice_written", {}), [])
    assert refuse(lambda: close(coordinator, reference, "UPHELD"))[0] == ("advice_missing", "outcome")

    # Of a subject without a verdict nobody could say that the decision differs.
    assert refuse(lambda: advise(member, reference, U)) == [("verdict_needed", f"verdicts.{points(reference)[1]}")]
    advise(member, reference, U, N)
    advice = Advice.objects.get()
    assert (advice.given_on, advice.given_by, advice.advice) == (TODAY, [member.user_id], "Verklaar het gegrond")
    assert [one.verdict for one in advice.points.all()] == ["UPHELD", "NOT_UPHELD"]
    assert history(reference)[-1] == ("advice_given", {"on": "2025-03-26", "verdicts": ["UPHELD", "NOT_UPHELD"], "again": False})
    assert (advice_due(actor=member), advice_in(actor=coordinator, today=TODAY)) == (([], 0), [advice])
    assert advice_report(actor=coordinator, reference=reference).startswith(b"%PDF")
    assert refuse(lambda: advise(member, reference, given_on=None)) == [("advice_is_given", "given_on")]
    advise(member, reference, U, U)
    assert history(reference)[-1][1]["again"] is True


@pytest.mark.parametrize(
    ("told", "refusals"),
    [
        ({"findings": " ", "advice": ""}, [("text_missing", "findings"), ("text_missing", "advice")]),
        ({"given_by": ()}, [("adviser_unknown", "given_by")]),
        ({"given_by": (0,)}, [("adviser_unknown", "given_by")]),
        ({"given_on": date(2025, 3, 27)}, [("day_in_future", "given_on")]),
    ],
)
def test_an_advice_that_is_not_whole_is_not_given(
    coordinator: Actor, member: Actor, told: dict[str, Any], refusals: list[tuple[str, str]]
) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)

    assert refuse(lambda: advise(member, reference, U, N, **told)) == refusals


def test_no_advice_is_given_before_both_sides_were_heard_nor_on_what_is_not_before_the_committee(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)

    assert refuse(lambda: advise(member, reference, U, N)) == [
        ("copy_not_sent", "advice"),
        ("complainant_not_heard", "advice"),
        ("subject_not_heard", "advice"),
    ]
    assert refuse(lambda: record_advice(**same(member, reference), told=Advised(verdicts={0: U}))) == [("point_unknown", "verdicts.0")]
    with pytest.raises(Refusal, match="advice_missing"):
        advice_report(actor=coordinator, reference=reference)
    # What was taken over with its ten weeks lies before nobody here.
    Round.objects.update(committee=None)
    with pytest.raises(NotFound):
        advise(member, reference)


def test_what_was_advised_on_stays_in_the_file_in_its_words_with_its_verdict(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    hung_up, late = (PointTold(description="Opgehangen"), PointTold(description="Te laat"))
    advise(member, reference, N, given_on=None, given_by=())
    update_complaint(**same(coordinator, reference), changes={"points": (late, hung_up)})  # a draft of the members binds nobody
    advise(member, reference, U, N)
    goes = SplitTold(story="Te laat", stays="Opgehangen", point_ids=(points(reference)[1],))

    for told in ((hung_up,), (late,), (late, PointTold(description="Niet opgehangen"))):
        assert refuse(lambda told=told: update_complaint(**same(coordinator, reference), changes={"points": told})) == [
            ("advised_subject_stays", "points")
        ]
    assert refuse(lambda: split_complaint(**same(coordinator, reference), told=goes)) == [("advised_subject_stays", "point_ids")]
    update_complaint(**same(coordinator, reference), changes={"points": (PointTold(description="Nieuw"), hung_up, late)})

    found = {one.point.description: one.verdict for one in PointAdvice.objects.select_related("point")}
    assert found == {"Te laat": "UPHELD", "Opgehangen": "NOT_UPHELD"}
    assert [one.description for one in Complaint.objects.get().points.all()] == ["Nieuw", "Opgehangen", "Te laat"]


# The decision


def test_who_decides_otherwise_says_why_and_encloses_the_advice(coordinator: Actor, member: Actor) -> None:
    reference = advised(coordinator, member)
    judge(coordinator, reference, U, N)
    assert refuse(lambda: close(coordinator, reference, "PARTLY_UPHELD")) == [("deviation_unexplained", "outcome")]
    why = {"deviation": "De dossiers zeggen anders"}
    assert refuse(lambda: judge(coordinator, reference, U, N, **why)) == [("letter_without_advice", "encloses_advice")]

    judge(coordinator, reference, U, N, **why, encloses_advice=True)
    close(coordinator, reference, "PARTLY_UPHELD")

    judgment = Judgment.objects.get()
    assert (judgment.deviation, judgment.encloses_advice) == ("De dossiers zeggen anders", True)
    assert Round.objects.get().closed_on == TODAY


def test_who_follows_the_advice_needs_no_reason_and_the_advice_stays_after_the_letter(coordinator: Actor, member: Actor) -> None:
    reference = advised(coordinator, member)
    judge(coordinator, reference, U, U)

    assert refuse(lambda: advise(member, reference, N, N)) == [("advice_is_used", None)]
    close(coordinator, reference, "UPHELD")
    assert Round.objects.get().outcome is not None


def test_the_advice_that_a_letter_enclosed_stays_when_it_is_decided_anew(coordinator: Actor, member: Actor) -> None:
    reference = advised(coordinator, member)
    judge(coordinator, reference, U, U)
    judge(coordinator, reference, U, N, why_anew="Nog een getuige gehoord")

    assert refuse(lambda: advise(member, reference, N, N)) == [("advice_is_used", None)]


def test_without_an_advice_nothing_can_differ_from_it(coordinator: Actor) -> None:
    reference = register(coordinator)

    assert refuse(lambda: judge(coordinator, reference, U, U, deviation="Anders")) == [("no_advice_to_deviate_from", "deviation")]


def test_in_the_advice_to_whom_it_is_about_a_mark_stands_for_who_is_shielded(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator, replace(LETTER, filer=Person(name="Fatima El Amrani", identity=Identity.SHIELDED)))
    hear_both(coordinator, member, reference)
    advise(member, reference, U, U, advice="Geef mevrouw El Amrani gelijk")
    judge(coordinator, reference, U, U)

    letter = begin_letter(actor=coordinator, reference=reference, code=LetterCode.DECISION, addressee=Addressee.SUBJECT, now=NOW)

    written = written_letter(letter, actor=coordinator, on=TODAY)
    assert "Geef mevrouw [afgeschermd] gelijk" in written.texts["enclosed_advice"]
    assert [one for one in written.texts.values() if "Amrani" in one] == []
    assert [one.problem for one in written.lacks if one.problem is Problem.TELLS_SHIELDED] == []


def test_the_letter_with_the_judgment_holds_the_advice_as_the_committee_wrote_it(coordinator: Actor, member: Actor) -> None:
    authority = Authority.objects.get(is_default=True)
    CompetentOmbudsman.objects.create(authority=authority, name="de Nationale ombudsman")
    SigningMandate.objects.create(authority=authority, user_id=coordinator.user_id, function_title="Coördinator", valid_from=TOLD)
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    letter = begin_letter(actor=coordinator, reference=reference, code=LetterCode.DECISION, addressee=Addressee.COMPLAINANT, now=NOW)
    # The advice is not in yet: nothing goes.
    lacks = written_letter(letter, actor=coordinator, on=TODAY).lacks
    not_there = [one.fact for one in lacks if one.problem is Problem.NOT_IN_REGISTER and one.fact is not Fact.HANDLER]
    assert not_there == [Fact.ADVICE, Fact.ADVICE_REPORT]

    advise(member, reference, U, U)
    letter = type(letter).objects.get()
    rewritten = {"actor": coordinator, "reference": reference, "letter_id": letter.pk, "seen_version": None, "now": NOW}
    post, why = Sending(way=ContactWay.LETTER), {"letter_sent_on": None, "conclusions": "Excuses", "deviation": "De dossiers zeggen anders"}
    # Nor before it is recorded what was found of each subject, and why that differs; nobody types that, or writes it elsewhere.
    typed = LetterDraft(facts={"judgment": "Opgehangen: ongegrond.\nTe laat: ongegrond."})
    assert refuse(lambda: save_letter(**rewritten, draft=typed)) == [("letter_part_unknown", "facts.judgment")]
    elsewhere = {"final": sent_file(PDF, "brief.pdf"), "ticked": [one.key for one in LETTERS[LetterCode.DECISION].blocks]}

    def in_the_way() -> list[tuple[str, str | None]]:
        return refuse(lambda: send_final_letter(**rewritten, sending=post, **elsewhere))

    assert in_the_way() == [("letter_fact_not_in_register", "facts.judgment")]
    whole = refuse(lambda: send_letter(**rewritten, sending=post))
    assert [one for one in whole if one[1] == "facts.judgment"] == in_the_way()
    judge(coordinator, reference, U, **why)
    assert in_the_way() == [("letter_fact_not_in_register", "facts.judgment")]
    judge(coordinator, reference, U, N, **why | {"deviation": ""})
    assert in_the_way() == [("letter_fact_not_in_register", "facts.deviation")]
    assert in_the_way()[0] in refuse(lambda: send_letter(**rewritten, sending=post))
    judge(coordinator, reference, U, N, **why)
    # Who decides leaves nothing out of it, and not why it differs either.
    texts = {
        "judgment": "Opgehangen: ongegrond. Te laat: ongegrond, want het was op tijd.",
        "enclosed_advice": "Het advies is kort.",
        "advice": "Klachtencommissie gaf advies. Het zit bij deze brief.",
    }
    facts = {"findings": "Er is opgehangen", "motivation": "Dat hoort niet", "conclusions": "Excuses"}
    save_letter(**rewritten, draft=LetterDraft(facts=facts, texts=texts))
    found = refuse(lambda: send_letter(**rewritten, sending=post))
    assert found == [("letter_fact_not_named", f"texts.{block}") for block in ("advice", "enclosed_advice", "judgment")]
    save_letter(**rewritten, draft=LetterDraft(texts={}))
    sent = send_letter(**rewritten, sending=post)

    assert sent.texts["enclosed_advice"] == (
        "Bevindingen\nEr is opgehangen\n\n"
        "Verslag van het horen\n25 maart 2025, de klager:\nZij vertelde\n\n"
        "25 maart 2025, degene over wie de klacht gaat:\nHij legde het uit\n\n"
        "Advies\nOpgehangen: Gegrond.\nTe laat: Gegrond.\nVerklaar het gegrond\n\n"
        f"Gegeven op\n26 maart 2025: {User.objects.get(pk=member.user_id).get_full_name()}"
    )
    assert "Wij wijken af van het advies. De dossiers zeggen anders" in sent.texts["advice"]
    assert sent.texts["judgment"] == "Opgehangen: Gegrond.\nTe laat: Ongegrond."

    # What went stays so.
    assert refuse(lambda: judge(coordinator, reference, U, U, letter_sent_on=None)) == [
        ("judgment_is_sent", "verdicts"),
        ("judgment_is_sent", "deviation"),
    ]
    judge(coordinator, reference, U, N, **why | {"findings": "Er is één keer opgehangen"})
    close(coordinator, reference, "PARTLY_UPHELD")


def test_a_letter_that_departs_from_the_advice_comes_back_with_the_advice_in_it(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    advise(member, reference, U, U, advice="Verklaar beide gegrond.\n\nOordeel: gegrond.", considerations="De klacht is gegrond.")
    judge(coordinator, reference, N, N, letter_sent_on=None, names_ombudsman=False, deviation="De opname laat iets anders horen.")
    letter = begin_letter(actor=coordinator, reference=reference, code=LetterCode.DECISION, addressee=Addressee.COMPLAINANT, now=NOW)
    written = written_letter(letter, actor=coordinator, on=TODAY)

    def found(*parts: tuple[str, str]) -> list[tuple[str, str]]:
        lacks = lacks_of_final(letter, written, said="\n".join(f"{title}\n{text}" for title, text in parts))
        return [(one.problem.value, one.words) for one in lacks]

    assert found(*written.printed.parts, *written.printed.enclosed) == []
    assert found(*printed_advice(Complaint.objects.get(reference=reference)).parts) == []
    # As somebody else typed it over it is the sentence that asks whether it is meant so.
    assert found(("De commissie", "Opgehangen: Gegrond")) == [("letter_wording_doubtful", "Opgehangen: Gegrond.")]


def test_the_advice_goes_along_after_the_name_under_the_letter(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    advise(member, reference, U, U)
    judge(coordinator, reference, U, U)

    letter = begin_letter(actor=coordinator, reference=reference, code=LetterCode.DECISION, addressee=Addressee.COMPLAINANT, now=NOW)

    written = written_letter(letter, actor=coordinator, on=TODAY)
    assert written.printed.enclosed == (("Bijlage: rapport en advies", written.texts["enclosed_advice"]),)
    assert written.printed.parts[-1] == ("Hebt u vragen?", written.texts["questions"])


# What is left


def test_destruction_takes_the_texts_of_the_advice(coordinator: Actor, member: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    advise(member, reference, U, U, findings=SECRET, considerations=SECRET, advice=SECRET)
    judge(coordinator, reference, U, N, deviation=SECRET, encloses_advice=True)
    close(coordinator, reference, "PARTLY_UPHELD")
    Complaint.objects.update(destroy_after=date(2025, 3, 27))
    later = datetime(2026, 3, 27, 9, tzinfo=UTC)
    administrator = make_actor(Role.ADMINISTRATOR)

    proposal = propose_destruction(actor=coordinator, references=[reference], now=later)
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=later)

    advice = Advice.objects.get()
    assert (advice.findings, advice.considerations, advice.advice, advice.given_on) == ("", "", "", TODAY)
    assert Judgment.objects.get().deviation == ""


def test_no_letter_elsewhere_decides_before_the_advice(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)

    assert refuse(lambda: judge(coordinator, reference, U, U)) == [("advice_missing", "letter_sent_on")]
    advise(member, reference, U, U)
    assert refuse(lambda: judge(coordinator, reference, U, U, letter_sent_on=TODAY - timedelta(days=1))) == [
        ("advice_after_decision", "letter_sent_on")
    ]
    judge(coordinator, reference, U, U)
    assert close(coordinator, reference, "UPHELD").rounds.get().closed_on == TODAY


def test_of_a_letter_of_elsewhere_somebody_says_that_it_was_signed_by_who_may_and_offers_no_objection(
    coordinator: Actor, member: Actor
) -> None:
    reference = advised(coordinator, member)

    assert refuse(lambda: judge(coordinator, reference, U, U, is_signed_by_mandate=False)) == [
        ("letter_without_mandate", "is_signed_by_mandate")
    ]
    judge(coordinator, reference, U, U)
    kept = Judgment.objects.get()
    assert (kept.letter_sent_on, kept.is_signed_by_mandate) == (TODAY, True)
    # Of a day that stands it is not asked again.
    judge(coordinator, reference, U, U, is_signed_by_mandate=False, reasoning="Dat hoort niet, en wij zeiden het")
    kept = Judgment.objects.get()
    assert (kept.reasoning, kept.is_signed_by_mandate) == ("Dat hoort niet, en wij zeiden het", True)


def test_an_advice_of_the_day_of_the_letter_is_recorded_after_it_and_none_of_a_later_day(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    judge(coordinator, reference, U, U, letter_sent_on=None, names_ombudsman=False)
    Judgment.objects.update(letter_sent_on=TODAY, names_ombudsman=True, is_signed_by_mandate=True)  # as it was recorded once

    Judgment.objects.update(letter_sent_on=TODAY - timedelta(days=1))
    assert refuse(lambda: advise(member, reference, U, U)) == [("advice_after_decision", "given_on")]
    assert Advice.objects.count() == 0
    Judgment.objects.update(letter_sent_on=TODAY)
    advise(member, reference, U, U)
    assert Advice.objects.get().given_on == TODAY


def test_an_advice_after_the_letter_counts_once_it_is_decided_anew(coordinator: Actor, member: Actor) -> None:
    reference = before(coordinator)
    hear_both(coordinator, member, reference)
    judge(coordinator, reference, U, U, letter_sent_on=None, names_ombudsman=False)
    Judgment.objects.update(letter_sent_on=TODAY, names_ombudsman=True, is_signed_by_mandate=True)  # as it was recorded once

    advise(member, reference, U, U, given_on=None, given_by=())
    judge(coordinator, reference, U, U, why_anew="Zonder advies besloten")
    advise(member, reference, U, U)
    Judgment.objects.update(letter_sent_on=TODAY - timedelta(days=1))
    assert refuse(lambda: close(coordinator, reference, "UPHELD")) == [("advice_after_decision", "outcome")]
