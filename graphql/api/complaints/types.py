"""A complaint as the API shows it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import graphene
from django.urls import reverse
from django.utils.translation import get_language

from api.complaints.letters import LetterType
from api.connections import Listed, ListedContent
from api.deadlines.queries import Deadline
from api.fields import JSON, list_of
from api.openings import ContentField
from api.places import in_camels, with_names_in_camels
from complaints import selectors
from complaints.awb.triage import Triage
from complaints.code_lists import quadrant_of
from complaints.deciding import triage_of
from complaints.document_refusals import text_of_refusal
from complaints.hearing import invitation_came_back
from complaints.linking import LinkedFile
from complaints.models import (
    Advice,
    AgreedDate,
    Apology,
    Closing,
    Compartment,
    Complaint,
    ComplaintEvent,
    ComplaintPoint,
    ContactRecord,
    CopyToSubject,
    Document,
    FeedbackChase,
    Hearing,
    HearingWaiver,
    InvolvedPerson,
    Judgment,
    MentionedDecision,
    Note,
    NotTakenUp,
    PointJudgment,
    Postponement,
    Promise,
    Round,
    Transfer,
)
from complaints.selectors import ShownMessage
from complaints.work.promises import state_of_promise
from complaints.work.suggesting import Suggestion
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission


class LabelText(graphene.ObjectType):
    """A word of the organisation, with the code of the core list it is mapped onto (null: not mapped yet)."""

    text = graphene.String(required=True)
    core_code = graphene.String()


class Point(graphene.ObjectType):
    """A subject within the complaint (klachtonderdeel). Figures count the main one."""

    id = graphene.Int(required=True, description="For recordJudgment; stays while its place among the points does.")
    nature = graphene.Field(LabelText)
    unit = graphene.Field(LabelText)
    description = ContentField(graphene.String, of="complaint_id", required=True)
    is_main = graphene.Boolean(required=True)


class NotTakenUpType(graphene.ObjectType):
    """Why a complaint was not taken up: what proves the ground of 9:8, and the letter."""

    class Meta:
        name = "NotTakenUp"

    earlier_handling = graphene.String(required=True)
    conduct_on = graphene.Date(description="The last day of the conduct.")
    decision = graphene.String(required=True)
    decision_announced_on = graphene.Date()
    court = graphene.String(required=True)
    court_case = graphene.String(required=True)
    investigation = graphene.String(required=True)
    review_on = graphene.Date(description="When somebody looks again at the investigation; null: it ended.")
    resume_since = graphene.Date(description="Since when it has ended and the complaint waits to be taken up again (returnComplaint).")
    burden = graphene.String(required=True)
    slightness = graphene.String(required=True)
    notice_sent_on = graphene.Date(required=True)
    names_ombudsman = graphene.Boolean(required=True)
    is_signed_by_mandate = graphene.Boolean(
        required=True,
        description="Of a letter that was not sent from here: it offers no objection (9:3), and whoever signed it was allowed to.",
    )
    is_notice_late = graphene.Boolean(required=True, description="The letter went after the four weeks of 9:8(3).")
    late_reason = graphene.String(required=True)


class HowItEnded(graphene.ObjectType):
    """What was recorded when a round was closed."""

    complainants_words = graphene.String(required=True, description="For SETTLED and WITHDRAWN: only they can say so (Awb 9:5).")
    confirmed_on = graphene.Date(description="The day they said so.")
    confirmed_by = graphene.String(required=True, description="COMPLAINANT, AFFECTED_PERSON or REPRESENTATIVE; empty where not kept.")
    confirmed_way = graphene.String(required=True, description="How they said so, as recordContact takes it; empty where not kept.")
    is_asked_if_solved = graphene.Boolean(required=True, description="The control question was asked.")
    ground = graphene.String(required=True, description="For NOT_TAKEN_UP: 9_8_1_A to 9_8_1_F or 9_8_2; else empty.")
    explanation = graphene.String(required=True)
    passed_to = graphene.String(required=True, description="For CONVERTED_TO_OBJECTION: to whom the writing went (6:15); else empty.")
    passed_on = graphene.Date(description="The day it went there.")
    covers_all_points = graphene.Boolean(required=True, description="It was said that each subject goes along as the objection.")
    told_to = graphene.String(required=True, description="For CONVERTED_TO_OBJECTION and POLICY_EXPLAINED: who was told; else empty.")
    told_on = graphene.Date(description="The day this person was told.")
    told_way = graphene.String(required=True, description="How this person was told.")
    not_taken_up = graphene.Field(NotTakenUpType, description="null for other outcomes, and of what was closed before this was kept.")
    closed_at = graphene.DateTime(required=True)
    closed_by = graphene.Int(description="User.")

    @staticmethod
    def resolve_not_taken_up(root: Closing, info: Any) -> NotTakenUp | None:
        return getattr(root, "not_taken_up", None)

    @staticmethod
    def resolve_closed_by(root: Closing, info: Any) -> int | None:
        return root.closed_by_id


class TermExtension(graphene.ObjectType):
    """An extension (verdaging, Awb 9:11(2)) that was recorded here."""

    weeks = graphene.Int(required=True)
    reason = graphene.String(required=True)
    complainant_sent_on = graphene.Date(required=True)
    subject_sent_on = graphene.Date(description="The day of the last letter to whom it is about; null where no_subject says why.")
    no_subject = graphene.String(required=True, description="UNKNOWN or BODY; empty where there was a letter.")
    due_before = graphene.Date(description="The last day as it stood then.")
    due_after = graphene.Date()


class TermPostponement(graphene.ObjectType):
    """Further postponement with consent (Awb 9:11(3)): a period, both days included, or a day by which it is closed."""

    starts_on = graphene.Date()
    ends_on = graphene.Date()
    until = graphene.Date()
    reason = graphene.String(required=True)
    consented_on = graphene.Date(description="null where it was taken over; so for what follows.")
    document_id = graphene.ID(description="Where the complainant agrees: a document, or a mail.")
    message_id = graphene.ID()
    due_before = graphene.Date()
    due_after = graphene.Date()

    @staticmethod
    def resolve_starts_on(root: Postponement | AgreedDate, info: Any) -> Any:
        return root.starts_on if isinstance(root, Postponement) else None

    @staticmethod
    def resolve_ends_on(root: Postponement | AgreedDate, info: Any) -> Any:
        return root.ends_on if isinstance(root, Postponement) else None

    @staticmethod
    def resolve_until(root: Postponement | AgreedDate, info: Any) -> Any:
        return root.due_on if isinstance(root, AgreedDate) else None

    @staticmethod
    def resolve_document_id(root: Postponement | AgreedDate, info: Any) -> object:
        return root.consent_document_id

    @staticmethod
    def resolve_message_id(root: Postponement | AgreedDate, info: Any) -> object:
        return root.consent_message_id


class PointVerdict(graphene.ObjectType):
    """What is found of one subject."""

    point_id = graphene.Int(required=True)
    verdict = graphene.String(required=True, description="UPHELD, NOT_UPHELD or NO_JUDGMENT.")
    lawful = graphene.Boolean(description="null: not tested. So for proper.")
    proper = graphene.Boolean()
    quadrant = graphene.String(description="LAWFUL_PROPER, LAWFUL_IMPROPER, UNLAWFUL_PROPER or UNLAWFUL_IMPROPER; null: not tested.")
    norms = list_of(graphene.String, description="Norms of the Behoorlijkheidswijzer that were not kept.")

    @staticmethod
    def resolve_quadrant(root: PointJudgment, info: Any) -> str | None:
        return quadrant_of(lawful=root.lawful, proper=root.proper)


class AdvisedVerdict(graphene.ObjectType):
    """What the committee advises to find of one subject."""

    point_id = graphene.Int(required=True)
    verdict = graphene.String(required=True, description="UPHELD, NOT_UPHELD or NO_JUDGMENT.")


class AdviceType(graphene.ObjectType):
    """What the committee found and advises (Awb 9:15(4))."""

    class Meta:
        name = "Advice"

    findings = graphene.String(required=True)
    considerations = graphene.String(required=True)
    advice = graphene.String(required=True)
    verdicts = list_of(AdvisedVerdict)
    given_on = graphene.Date(description="null: a draft, which members alone see.")
    given_by = list_of(graphene.Int, description="Users, members of the committee.")

    @staticmethod
    def resolve_verdicts(root: Advice, info: Any) -> Any:
        return root.points.all()


class JudgmentType(graphene.ObjectType):
    """What was found in a round (Awb 9:12)."""

    class Meta:
        name = "Judgment"

    findings = graphene.String(required=True)
    reasoning = graphene.String(required=True)
    conclusions = graphene.String(required=True)
    verdicts = list_of(PointVerdict)
    deviation = graphene.String(required=True, description="Why it differs from what the committee advised (9:16).")
    letter_sent_on = graphene.Date(description="Of a letter that was not sent from here.")
    encloses_advice = graphene.Boolean(required=True, description="The advice went along with that letter.")
    names_ombudsman = graphene.Boolean(required=True)
    is_signed_by_mandate = graphene.Boolean(
        required=True,
        description="Of a letter that was not sent from here: it offers no objection (9:3), and whoever signed it was allowed to.",
    )
    no_subject = graphene.String(required=True, description="UNKNOWN or BODY: why nobody is heard on the other side; empty where not said.")
    no_subject_reason = graphene.String(required=True, description="That in words.")
    decided_anew_at = graphene.DateTime(description="Since when it replaces what a letter told before; null where it stands as it went.")

    @staticmethod
    def resolve_verdicts(root: Judgment, info: Any) -> Any:
        return root.points.all()


class HandlingRound(graphene.ObjectType):
    """One handling, from receipt or return to closing."""

    number = graphene.Int(required=True)
    opened_on = graphene.Date(required=True)
    closed_on = graphene.Date()
    outcome = graphene.Field(LabelText)
    procedure = graphene.Field(LabelText)
    handled_by = graphene.Field(LabelText)
    due_on = graphene.Date(required=True)
    contact_due_on = graphene.Date(required=True)
    ombudsman_until = graphene.Date(
        description="Awb 9:24(1): a year from the letter that told how it ended, its end, or the last day by law that passed in silence."
    )
    provisional = graphene.Boolean(required=True)
    first_contact_on = graphene.Date(description="The first talk, or exchange in writing where the person prefers writing.")
    first_attempt_on = graphene.Date()
    acknowledged_on = graphene.Date()
    has_handler = graphene.Boolean(required=True)
    has_statutory_term = graphene.Boolean(description="False: the dates are a norm of the organisation. null: taken over, not said.")
    mode = graphene.String(required=True, description="INFORMAL, FORMAL or COMMISSION; empty where it was taken over.")
    taken_over = graphene.Boolean(required=True, description="Closed in another system and imported: no proof here.")
    handler_id = graphene.Int(description="User; see colleagues.")
    ladder_step = graphene.String(required=True, description="STEP_1 to STEP_3 of the ombudsman's ladder; empty where it was taken over.")
    return_reason = ContentField(graphene.String, of="complaint_id", required=True, description="Of a later round: why they came back.")
    is_written = graphene.Boolean(description="Of a later round: whether the person came back in writing. null: as the file.")
    extensions = ContentField(list_of(TermExtension), of="complaint_id", description="Recorded here; what was taken over is in the clock.")
    postponements = ContentField(list_of(TermPostponement), of="complaint_id")
    committee = graphene.String(description="The advisory committee before which it lies (Awb 9:14); null: none.")
    committee_since = graphene.Date(description="The day the complainant was told so; null: none, or it was taken over.")
    advice = ContentField(AdviceType, of="complaint_id", description="null while the committee gave none.")
    judgment = ContentField(JudgmentType, of="complaint_id", description="null while nothing was recorded.")
    closing = ContentField(HowItEnded, of="complaint_id", description="null while it is open, and where it was taken over.")

    @staticmethod
    def resolve_committee(root: Round, info: Any) -> Any:
        return info.context.loaders.committees.load(root.committee_id) if root.committee_id else None

    @staticmethod
    def resolve_advice(root: Round, info: Any) -> Any:
        return info.context.loaders.advices.load(root.pk)

    @staticmethod
    def resolve_judgment(root: Round, info: Any) -> Any:
        return info.context.loaders.judgments.load(root.pk)

    @staticmethod
    def resolve_closing(root: Round, info: Any) -> Any:
        return info.context.loaders.closings.load(root.pk)

    @staticmethod
    def resolve_extensions(root: Round, info: Any) -> Any:
        return info.context.loaders.extensions.load(root.pk)

    @staticmethod
    def resolve_postponements(root: Round, info: Any) -> Any:
        return info.context.loaders.postponements.load(root.pk)

    @staticmethod
    def resolve_ombudsman_until(root: Round, info: Any) -> Any:
        return info.context.loaders.ombudsman_days.load(root)

    @staticmethod
    def resolve_has_handler(root: Round, info: Any) -> bool:
        return root.handler_id is not None

    @staticmethod
    def resolve_provisional(root: Round, info: Any) -> bool:
        return root.is_provisional


# A moment as the history keeps it: with the offset it was given with.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


def _in_utc(told: Any) -> Any:
    """Every moment in it in one form."""
    if isinstance(told, dict):
        return {name: _in_utc(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_in_utc(value) for value in told]
    is_moment = isinstance(told, str) and MOMENT.fullmatch(told)
    return datetime.fromisoformat(told).astimezone(UTC).isoformat() if is_moment else told


def _personal(event: ComplaintEvent, name: str) -> Any:
    """What the history holds until destruction; null in a destroyed file, and where nobody said it."""
    return (event.personal or {}).get(name)


class TimelineEntry(graphene.ObjectType):
    """What happened, when, and why: the reasons are told to whoever opens the file. No other personal values."""

    happened_at = graphene.DateTime(required=True)
    code = graphene.String(required=True)
    by = graphene.String(required=True, description="person, command or system")
    user_id = graphene.Int(description="Of a person; see colleagues.")
    data = graphene.Field(
        graphene.NonNull(JSON), description="Codes, dates, numbers and moments (UTC); of another file where you may see it."
    )
    reason = ContentField(graphene.String, of="complaint_id", description="Why, where the step takes a reason.")
    involved_reason = ContentField(graphene.String, of="complaint_id", description="Why a colleague was taken out of those involved.")
    conduct_of = ContentField(
        graphene.String, of="complaint_id", description="Whose conduct it is, where somebody who was involved handles it (Awb 9:7(2))."
    )
    exception_reason = ContentField(graphene.String, of="complaint_id", description="With conductOf: why this person handles it.")
    exception_ended = ContentField(
        graphene.Boolean, of="complaint_id", required=True, description="Whoever handled it though involved has lost it again."
    )
    remark_was = ContentField(graphene.String, of="complaint_id", description="Of a promise taken back: what was said of it before.")
    handler_taken_off = ContentField(graphene.Int, of="complaint_id", description="User from whom it was taken by this change.")

    @staticmethod
    def resolve_reason(root: ComplaintEvent, info: Any) -> str | None:
        return _personal(root, "reason")

    @staticmethod
    def resolve_involved_reason(root: ComplaintEvent, info: Any) -> str | None:
        return _personal(root, "involved_reason")

    @staticmethod
    def resolve_conduct_of(root: ComplaintEvent, info: Any) -> str | None:
        return _personal(root, "conduct_of")

    @staticmethod
    def resolve_exception_reason(root: ComplaintEvent, info: Any) -> str | None:
        return _personal(root, "exception_reason")

    @staticmethod
    def resolve_exception_ended(root: ComplaintEvent, info: Any) -> bool:
        return bool(_personal(root, "exception_ended"))

    @staticmethod
    def resolve_remark_was(root: ComplaintEvent, info: Any) -> str | None:
        return _personal(root, "remark_was") or None

    @staticmethod
    def resolve_handler_taken_off(root: ComplaintEvent, info: Any) -> int | None:
        return _personal(root, "handler_taken_off")

    @staticmethod
    def resolve_data(root: ComplaintEvent, info: Any) -> Any:
        told = _in_utc(with_names_in_camels(root.data))
        return told | {"fields": [in_camels(name) for name in told["fields"]]} if "fields" in told else told

    @staticmethod
    def resolve_by(root: ComplaintEvent, info: Any) -> str:
        return root.actor_kind

    @staticmethod
    def resolve_user_id(root: ComplaintEvent, info: Any) -> int | None:
        return root.actor_id


class ApologyType(graphene.ObjectType):
    """An apology to whoever complains, by the ombudsman's card."""

    class Meta:
        name = "Apology"

    id = graphene.ID(required=True)
    what_went_wrong = graphene.String(required=True)
    regret = graphene.String(required=True)
    responsibility = graphene.String(required=True)
    what_now = graphene.String(required=True)
    what_changes = graphene.String(required=True)
    missing = list_of(graphene.String, description="Which of the five it lacks for a whole apology, as recordApology calls them.")
    said_by = graphene.String(required=True)
    said_to = graphene.String(required=True)
    said_on = graphene.Date(required=True)
    way = graphene.String(required=True)
    recorded_by = graphene.Int(description="User.")

    @staticmethod
    def resolve_missing(root: Apology, info: Any) -> list[str]:
        return [in_camels(name) for name in root.missing]

    @staticmethod
    def resolve_recorded_by(root: Apology, info: Any) -> int | None:
        return root.recorded_by_id


class LessonType(graphene.ObjectType):
    """What was learned from a complaint."""

    class Meta:
        name = "Lesson"

    id = graphene.ID(required=True)
    text = graphene.String(required=True)
    level = graphene.String(required=True, description="As recordLesson takes it.")
    told_on = graphene.Date(description="The day whoever complains was told; null: not yet.")
    told_way = graphene.String(required=True, description="How they were told; empty: not yet.")
    not_told_because = graphene.String(required=True, description="Why they deliberately are not told; empty: nobody decided that.")


class MeasureType(graphene.ObjectType):
    """A measure that follows from a complaint, and whether it helps."""

    class Meta:
        name = "Measure"

    id = graphene.ID(required=True)
    text = graphene.String(required=True)
    owner_id = graphene.Int(required=True, description="User; see colleagues.")
    due_on = graphene.Date(required=True)
    ended_on = graphene.Date(description="null: still to be done.")
    is_done = graphene.Boolean(required=True, description="With endedOn false: it was dropped.")
    ended_how = graphene.String(required=True)
    check_on = graphene.Date(description="When somebody looks whether it helps.")
    checked_on = graphene.Date(description="null: nobody looked for the last time yet.")
    effect = graphene.String(required=True, description="As checkMeasure takes it; empty: not looked at yet.")
    effect_text = graphene.String(required=True)


class FeedbackChaseType(graphene.ObjectType):
    """Somebody asked where the feedback stays."""

    class Meta:
        name = "FeedbackChase"

    chased_on = graphene.Date(required=True)
    way = graphene.String(required=True)
    remark = graphene.String(required=True)
    due_before = graphene.Date()
    due_after = graphene.Date(required=True)


class TransferType(graphene.ObjectType):
    """A complaint that went to somebody else. Codes and ways as transferComplaint takes them."""

    class Meta:
        name = "Transfer"

    id = graphene.ID(required=True)
    kind = graphene.String(required=True)
    provider_id = graphene.Int()
    receiver = graphene.String(required=True, description="The provider's name, or the body.")
    contact = graphene.String(required=True)
    why = graphene.String(required=True)
    received_on = graphene.Date(required=True, description="The day of receipt that was told to them.")
    agreed_by = graphene.String(required=True)
    agreed_on = graphene.Date()
    agreed_way = graphene.String(required=True)
    shares_sender = graphene.Boolean(required=True)
    passages = list_of(graphene.String)
    note = graphene.String(required=True)
    handed_on = graphene.Date(required=True)
    handed_way = graphene.String(required=True)
    told_on = graphene.Date()
    told_way = graphene.String(required=True)
    told_remark = graphene.String(required=True)
    due_on = graphene.Date(description="By when feedback is due; null: none was agreed.")
    end = graphene.String(required=True, description="FEEDBACK, GIVEN_UP, WITHDRAWN; empty: it runs.")
    ended_on = graphene.Date()
    feedback = graphene.String(required=True, description="What came of it, or why nobody waits any longer.")
    feedback_from = graphene.String(required=True)
    feedback_way = graphene.String(required=True)
    person_told_on = graphene.Date(description="The day whoever complains heard what came of it; null: not yet.")
    not_told_because = graphene.String(required=True, description="Why they deliberately are not told; empty: nobody decided that.")
    chases = list_of(FeedbackChaseType)
    round = graphene.Int(required=True)

    @staticmethod
    def resolve_chases(root: Transfer, info: Any) -> list[FeedbackChase]:
        return list(root.chases.all())

    @staticmethod
    def resolve_round(root: Transfer, info: Any) -> int:
        return root.round.number


class HandOverType(graphene.ObjectType):
    """What is somebody else's work, while the complaint goes on."""

    class Meta:
        name = "HandOver"

    id = graphene.ID(required=True)
    kind = graphene.String(required=True, description="As recordHandOver takes it.")
    text = graphene.String(required=True)
    owner_id = graphene.Int(description="User; null: a function elsewhere.")
    owner_name = graphene.String(required=True)
    known_at = graphene.DateTime(required=True)
    due_at = graphene.DateTime(description="By which moment, where hours are set; else null.")
    due_on = graphene.Date(required=True)
    told_on = graphene.Date(required=True)
    told_way = graphene.String(required=True)
    late_remark = graphene.String(required=True)
    phoned_whom = graphene.String(required=True)
    phoned_at = graphene.DateTime()
    ended_on = graphene.Date(description="null: it runs.")
    is_done = graphene.Boolean(required=True, description="With endedOn false: it turned out to be nothing.")
    result = graphene.String(required=True)


class BehaviourRuleType(graphene.ObjectType):
    """A rule for contact (gedragslijn) that was announced by letter."""

    class Meta:
        name = "BehaviourRule"

    id = graphene.ID(required=True)
    behaviour = graphene.String(required=True)
    rule = graphene.String(required=True)
    starts_on = graphene.Date(required=True, description="The day of the letter.")
    ends_on = graphene.Date(required=True)
    document_id = graphene.ID(description="The letter, among `documents`; null: it was removed.")


class OmbudsmanEntryType(graphene.ObjectType):
    """Something of the ombudsman about this complaint, and our answer to it."""

    class Meta:
        name = "OmbudsmanEntry"

    id = graphene.ID(required=True)
    step = graphene.String(required=True, description="INQUIRY, PETITION, REPORT or RECOMMENDATION.")
    ombudsman = graphene.String(required=True)
    case_number = graphene.String(required=True)
    came_on = graphene.Date(required=True)
    text = graphene.String(required=True)
    answer_by = graphene.Date()
    answered_on = graphene.Date()
    answer = graphene.String(required=True)
    is_followed = graphene.Boolean(description="Of a recommendation that was answered.")


class ComplaintMessage(graphene.ObjectType):
    """A mail in the file. What came in where somebody is shielded holds neither who sent it nor what it says: look on the page."""

    id = graphene.ID(description="IN: for markMessageRead, markMessageAnswered and postponeTerm. OUT: null.")
    direction = graphene.String(required=True, description="IN or OUT")
    moment = graphene.DateTime(required=True, description="When it arrived, or was sent (asked for, while it waits).")
    kind = graphene.String(required=True, description="IN: MESSAGE, AUTOMATIC or NOT_DELIVERED. OUT: the code of the letter, such as L01.")
    handled = graphene.Boolean(required=True, description="IN: nobody has to look at it any more. OUT: it was sent.")
    sender = graphene.String(description="IN: as the mail says, which proves nothing.")
    subject = graphene.String(description="IN.")
    text = graphene.String(description="What was written; OUT: as it was sent.")
    earlier_text = graphene.String(description="IN: what it quotes.")
    after_closing = graphene.Boolean(required=True, description="IN: it came after the file was closed; returnComplaint opens a new round.")

    @staticmethod
    def resolve_id(root: ShownMessage, info: Any) -> object:
        return root.incoming and root.incoming.pk

    @staticmethod
    def resolve_sender(root: ShownMessage, info: Any) -> str | None:
        return root.sender if root.is_incoming and not root.is_shielded else None

    @staticmethod
    def resolve_subject(root: ShownMessage, info: Any) -> str | None:
        return root.incoming.subject if root.incoming and not root.is_shielded else None

    @staticmethod
    def resolve_text(root: ShownMessage, info: Any) -> str | None:
        return None if root.is_shielded else root.text

    @staticmethod
    def resolve_earlier_text(root: ShownMessage, info: Any) -> str | None:
        return root.incoming.earlier_text if root.incoming and not root.is_shielded else None

    @staticmethod
    def resolve_after_closing(root: ShownMessage, info: Any) -> bool:
        return bool(root.incoming and root.incoming.is_after_closing)

    @staticmethod
    def resolve_direction(root: ShownMessage, info: Any) -> str:
        return "IN" if root.is_incoming else "OUT"

    @staticmethod
    def resolve_handled(root: ShownMessage, info: Any) -> bool:
        return root.is_handled


class ComplaintParty(graphene.ObjectType):
    """A person in the complaint."""

    role = graphene.String(required=True)
    identity = graphene.String(required=True, description="Empty: known. UNKNOWN, ANONYMOUS, or SHIELDED: then nothing is shown.")
    preferred_contact = graphene.String(required=True)
    name = graphene.String(required=True)
    phone = graphene.String(required=True)
    email = graphene.String(required=True)
    address = graphene.String(required=True)


class InvolvedPersonType(graphene.ObjectType):
    """Somebody of the organisation it is about, or who took part in it (Awb 9:7). They do not see the file."""

    class Meta:
        name = "InvolvedPerson"

    id = graphene.Int(required=True, description="For splitComplaint.")
    user_id = graphene.Int(description="null for somebody without an account here.")
    name = graphene.String(required=True, description="As it was told; empty where there is an account.")
    user_name = graphene.String(description="Of that account, as the page shows it.")
    former_names = list_of(graphene.String, description="Under which this file had the same person before.")
    is_subject = graphene.Boolean(required=True, description="The conduct complained about is this person's.")
    handles_by_exception = graphene.Boolean(required=True, description="May handle it all the same (Awb 9:7(2)).")

    @staticmethod
    def resolve_user_name(root: InvolvedPerson, info: Any) -> Any:
        return info.context.loaders.names.load(root.user_id) if root.user_id is not None else None


class Contact(graphene.ObjectType):
    """A contact with whoever complains, or a try at it. Codes as recordContact takes them."""

    happened_at = graphene.DateTime(required=True)
    way = graphene.String(required=True)
    result = graphene.String(required=True)
    text = graphene.String(required=True)
    round = graphene.Int(required=True)
    recorded_by = graphene.Int(description="User.")

    @staticmethod
    def resolve_round(root: ContactRecord, info: Any) -> int:
        return root.round.number

    @staticmethod
    def resolve_recorded_by(root: ContactRecord, info: Any) -> int | None:
        return root.recorded_by_id


class CopyToSubjectType(graphene.ObjectType):
    """Whoever it is about was sent the klaagschrift with its enclosures (Awb 9:9)."""

    class Meta:
        name = "CopyToSubject"

    user_id = graphene.Int(description="null for somebody without an account here.")
    name = graphene.String(required=True, description="Empty where there is an account.")
    sent_on = graphene.Date(required=True)
    way = graphene.String(required=True)
    round = graphene.Int(required=True)

    @staticmethod
    def resolve_round(root: CopyToSubject, info: Any) -> int:
        return root.round.number


class HearingType(graphene.ObjectType):
    """A talk in which one side tells its story (Awb 9:10). Codes as recordHearing takes them."""

    class Meta:
        name = "Hearing"

    id = graphene.ID(required=True)
    side = graphene.String(required=True, description="COMPLAINANT, SUBJECT or WITNESS.")
    user_id = graphene.Int(description="SUBJECT with an account.")
    name = graphene.String(required=True, description="SUBJECT without one, or WITNESS; else empty.")
    invited_on = graphene.Date()
    reply_by = graphene.Date()
    planned_at = graphene.DateTime()
    way = graphene.String(required=True)
    result = graphene.String(required=True, description="Empty: planned. HELD, DID_NOT_COME or CALLED_OFF.")
    invitation_came_back = graphene.Boolean(required=True, description="Planned, and nobody was told: the letter came back.")
    held_at = graphene.DateTime()
    present = graphene.String(required=True)
    heard_by = graphene.Int(description="User.")
    report = graphene.String(required=True, description="What was said (9:10(3)).")
    report_sent_on = graphene.Date()
    reply = graphene.String(required=True, description="The reaction to the report.")
    replied_on = graphene.Date()
    reason = graphene.String(required=True, description="CALLED_OFF: why.")
    round = graphene.Int(required=True)

    @staticmethod
    def resolve_invitation_came_back(root: Hearing, info: Any) -> bool:
        return invitation_came_back(root)

    @staticmethod
    def resolve_heard_by(root: Hearing, info: Any) -> int | None:
        return root.heard_by_id

    @staticmethod
    def resolve_round(root: Hearing, info: Any) -> int:
        return root.round.number


class HearingWaiverType(graphene.ObjectType):
    """Why the complainant was not heard (Awb 9:10(2)). endedAt: heard after all."""

    class Meta:
        name = "HearingWaiver"

    ground = graphene.String(required=True, description="A, B or C.")
    explanation = graphene.String(required=True)
    words = graphene.String(required=True)
    declared_on = graphene.Date()
    asked_on = graphene.Date()
    answer_by = graphene.Date()
    ended_at = graphene.DateTime()
    round = graphene.Int(required=True)

    @staticmethod
    def resolve_round(root: HearingWaiver, info: Any) -> int:
        return root.round.number


class InternalNote(graphene.ObjectType):
    """A note for colleagues."""

    text = graphene.String(required=True)
    written_at = graphene.DateTime(required=True)
    written_by = graphene.Int(description="User.")

    @staticmethod
    def resolve_written_by(root: Note, info: Any) -> int | None:
        return root.written_by_id


class ComplaintPromise(graphene.ObjectType):
    """What we promised to whoever complains (toezegging). byUser, byUnit, byName: whose promise it is; one of the three."""

    id = graphene.UUID(required=True)
    text = graphene.String(required=True)
    by_user = graphene.Int(description="User; see colleagues.")
    by_unit = graphene.String(description="The organisation's own word.")
    by_name = graphene.String(required=True, description="Empty: a colleague or a unit.")
    said_on = graphene.Date(required=True, description="The day it was said to whoever complains.")
    due_on = graphene.Date(required=True)
    state = graphene.String(
        required=True, description="OPEN, DUE (within three working days), BROKEN (its day has passed), KEPT, NOT_KEPT or WITHDRAWN."
    )
    follows = graphene.UUID(description="The promise that was not kept and this one takes the place of.")
    ended_on = graphene.Date(
        description="KEPT: the day it was done. NOT_KEPT: the day they were told. WITHDRAWN: the day it was taken back."
    )
    told_by = graphene.String(required=True, description="KEPT: how they were told, as recordContact takes it; empty: not yet.")
    remark = graphene.String(required=True, description="NOT_KEPT, WITHDRAWN: why. KEPT: what there is to say of it.")

    @staticmethod
    def resolve_by_user(root: Promise, info: Any) -> int | None:
        return root.promised_by_id

    @staticmethod
    def resolve_by_unit(root: Promise, info: Any) -> str | None:
        return root.unit.text if root.unit else None

    @staticmethod
    def resolve_by_name(root: Promise, info: Any) -> str:
        return root.name

    @staticmethod
    def resolve_follows(root: Promise, info: Any) -> Any:
        return root.follows_id

    @staticmethod
    def resolve_state(root: Promise, info: Any) -> str:
        today, calendar = dutch_date(read_clock()), info.context.loaders.calendar()
        return state_of_promise(end=root.end, due_on=root.due_on, today=today, calendar=calendar).value


class AboutProvider(graphene.ObjectType):
    """The care provider it is about."""

    id = graphene.Int(required=True)
    name = graphene.String(required=True)


class SuggestedHandler(graphene.ObjectType):
    """Who might handle a file; a suggestion, nothing is done with it. reason: other_file, same_unit or fewest_open; text: in words."""

    user_id = graphene.Int(required=True)
    name = graphene.String(required=True)
    reason = graphene.String(required=True)
    text = graphene.String(required=True)

    @staticmethod
    def resolve_reason(root: Suggestion, info: Any) -> str:
        return root.because.value


class LeftOutFile(graphene.ObjectType):
    """A file that came with a mail and is not kept."""

    name = graphene.String(required=True, description="As whoever sent it called it. Personal data.")
    code = graphene.String(required=True, description="As a file that is refused by itself.")
    message = graphene.String(required=True)

    @staticmethod
    def resolve_message(root: dict[str, Any], info: Any) -> str:
        return text_of_refusal(code=root["code"], details=root.get("details", {}))


class MediationType(graphene.ObjectType):
    """Mediation: that it took place and how it ended. What was said in it stands nowhere."""

    class Meta:
        name = "Mediation"

    id = graphene.ID(required=True)
    proposed_by = graphene.String(required=True, description="US, COMPLAINANT or OTHER_SIDE")
    proposed_on = graphene.Date(required=True)
    other_side = graphene.String(required=True)
    complainant_agreed_on = graphene.Date(description="null: did not say yes (yet).")
    complainant_agreed_by = graphene.String(required=True)
    complainant_way = graphene.String(required=True)
    other_agreed_on = graphene.Date()
    other_agreed_by = graphene.String(required=True)
    other_way = graphene.String(required=True)
    mediator_id = graphene.Int(description="A colleague; null: somebody outside, or nobody yet.")
    mediator_name = graphene.String(required=True)
    talks = list_of(graphene.String, description="Days, as 2026-11-21.")
    next_on = graphene.Date(description="When somebody looks how it stands; null: it ended.")
    outcome = graphene.String(required=True, description="AGREED, PARTLY, NOT_AGREED, DECLINED or STOPPED; empty: it did not end.")
    ended_on = graphene.Date()


class RedactionMarkType(graphene.ObjectType):
    """A passage that a redacted copy covers: on a page, or in a text without pages. What it says stands in the document alone."""

    class Meta:
        name = "RedactionMark"

    id = graphene.ID(required=True)
    page = graphene.Int(description="From 1; null: in a text without pages.")
    left = graphene.Int(description="In ten-thousandths of the page as it is seen, as the other edges.")
    top = graphene.Int()
    right = graphene.Int()
    bottom = graphene.Int()
    start = graphene.Int(description="In a text: the place of its first letter, from 0; `end` the place after its last.")
    end = graphene.Int()
    reason = graphene.String(required=True, description="THIRD_PARTY, SHIELDED, SPECIAL_CATEGORY or OTHER")
    reason_text = graphene.String(required=True)
    marked_at = graphene.DateTime(required=True)


class ComplaintDocument(graphene.ObjectType):
    """A file in the complaint. Its content is at its address, for the same session; opening it is recorded."""

    id = graphene.ID(required=True)
    name = graphene.String(
        required=True, description="As whoever sent it called it: personal data. A number where it may tell who is shielded."
    )
    kind = graphene.String(required=True, description="What its bytes say it is: pdf, docx, jpeg ...")
    media_type = graphene.String(required=True)
    size = graphene.Int(required=True, description="In bytes, of what is kept.")
    sha256 = graphene.String(required=True, description="Of what is kept: pictures lose the place they were taken.")
    uploaded_at = graphene.DateTime(required=True)
    source = graphene.String(required=True, description="UPLOAD, MAIL, API, LETTER or REDACTED")
    scan_state = graphene.String(required=True, description="CLEAN, NOT_SCANNED (no scanner), or WAITING: nobody can open it yet.")
    reading_fault = graphene.String(description="LOCKED (with a password) or DAMAGED: a PDF that nobody can read. Ask for another one.")
    holds_sensitive_data = graphene.Boolean(required=True)
    came_with = graphene.ID(description="The mail it was in.")
    redacted_from = graphene.ID(description="Of a redacted copy: the document it was made of, where that is among `documents`.")
    marks = list_of(RedactionMarkType, description="What a redacted copy of it covers, in its order.")
    left_out = list_of(LeftOutFile, description="Of a mail: what came with it and is not kept.")
    address = graphene.String(description="Path on this host; null while it waits for the virus scanner.")

    @staticmethod
    def resolve_reading_fault(root: Document, info: Any) -> str | None:
        return root.reading_fault or None

    @staticmethod
    def resolve_came_with(root: Document, info: Any) -> object:
        return root.came_with_id

    @staticmethod
    def resolve_redacted_from(root: Document, info: Any) -> object:
        return root.original.pk if root.original else None

    @staticmethod
    def resolve_marks(root: Document, info: Any) -> Any:
        return info.context.loaders.marks.load(root.pk)

    @staticmethod
    def resolve_media_type(root: Document, info: Any) -> str:
        return root.described_kind.media_type

    @staticmethod
    def resolve_address(root: Document, info: Any) -> str | None:
        shown_in = root.shown_in or root.complaint
        assert shown_in is not None
        return reverse("complaint_document", args=[shown_in.reference, root.pk]) if root.may_be_opened else None


class MentionedDecisionType(graphene.ObjectType):
    """A decision (besluit) that a complaint mentions, and until when an objection may be made. Whether one is too late nobody says here."""

    class Meta:
        name = "MentionedDecision"

    id = graphene.Int(required=True)
    what = graphene.String(required=True)
    contested = graphene.String(required=True, description="CONTENT, MANNER, BOTH, or NOT_MADE: not made in time.")
    announcement = graphene.String(required=True, description="WRITTEN, TELEPHONE or UNKNOWN.")
    announced_on = graphene.Date()
    expected_route = graphene.String(
        required=True,
        description="A proposal: COMPLAINT, COMPLAINT_ORAL, COMPLAINT_AND_INFORM, WARM_TRANSFER, OBJECTION, OBJECTION_LATE,"
        " OBJECTION_CHECK or SPLIT.",
    )
    objection_last_day = graphene.Date(description="null: the term has not started, as far as anybody knows.")
    objection_last_day_by_post = graphene.Date(description="What was posted by the last day may come in until then.")
    objection_may_be_open = graphene.Boolean(required=True, description="Today. Also where the day of announcement is not known.")
    explanation = list_of(graphene.String, description="Why these days, a line each.")
    told_on = graphene.Date(description="When the person was told what they can do about it.")
    told_way = graphene.String(required=True)

    @staticmethod
    def resolve_expected_route(root: MentionedDecision, info: Any) -> str:
        return _triage(root, info).route.value

    @staticmethod
    def resolve_objection_last_day(root: MentionedDecision, info: Any) -> date | None:
        term = _triage(root, info).term
        return term.last_day if term else None

    @staticmethod
    def resolve_objection_last_day_by_post(root: MentionedDecision, info: Any) -> date | None:
        term = _triage(root, info).term
        return term.last_day_by_post if term else None

    @staticmethod
    def resolve_objection_may_be_open(root: MentionedDecision, info: Any) -> bool:
        return _triage(root, info).may_be_open(today=dutch_date(read_clock()))

    @staticmethod
    def resolve_explanation(root: MentionedDecision, info: Any) -> list[str]:
        return _triage(root, info).explanation(language=get_language() or "nl")


def _triage(root: MentionedDecision, info: Any) -> Triage:
    return triage_of(root.complaint, root, calendar=info.context.loaders.calendar())


class ReactionRequestType(graphene.ObjectType):
    """A question for a reaction. It is no hearing (Awb 9:10)."""

    class Meta:
        name = "ReactionRequest"

    id = graphene.ID(required=True)
    user_id = graphene.Int(description="A colleague; null for somebody outside.")
    name = graphene.String(required=True, description="Who outside; empty for a colleague.")
    question = graphene.String(required=True)
    passages = list_of(graphene.String, description="All that whoever is asked sees of the complaint.")
    asked_at = graphene.DateTime(required=True)
    answer_by = graphene.Date(required=True)
    chased_at = graphene.DateTime()
    is_code_used_up = graphene.Boolean(required=True, description="The code was wrong five times; chaseReaction makes a new one.")
    opened_at = graphene.DateTime(description="When they saw it first.")
    answered_at = graphene.DateTime()
    answer = graphene.String(required=True)
    withdrawn_at = graphene.DateTime()
    withdrawn_reason = graphene.String(required=True)


class FilePersonType(graphene.ObjectType):
    """Somebody in a file of whom more was recorded than a party: beside whoever complains, or one of the parties.

    Where somebody in the file is shielded, name, phone, email and address are empty.
    """

    class Meta:
        name = "FilePerson"

    id = graphene.ID(required=True)
    who = graphene.String(required=True, description="FILER, AFFECTED_PERSON (see parties) or OTHER.")
    role = graphene.String(required=True, description="Of OTHER, as recordPerson takes it.")
    name = graphene.String(required=True)
    phone = graphene.String(required=True)
    email = graphene.String(required=True)
    address = graphene.String(required=True)
    mandate_on = graphene.Date(description="null: no mandate was recorded.")
    mandate_ends_on = graphene.Date()
    mandate_scope = graphene.String(required=True)
    mandate_document_id = graphene.ID(description="null: it was only said.")
    telling = graphene.String(required=True, description="EVERYTHING, OUTCOME, NOTHING, or empty: not decided.")
    telling_reason = graphene.String(required=True, description="Empty where that was decided in the file this one was split from.")


class LinkedComplaint(graphene.ObjectType):
    """A file that belongs with this one, where you may see it; each has its own clock and ending."""

    id = graphene.ID(required=True, description="For unlinkComplaints.")
    reference = graphene.String(required=True)
    kind = graphene.String(required=True, description="SPLIT (of one letter), RELATED, or MIRROR: the other parent.")
    is_origin = graphene.Boolean(required=True, description="SPLIT: this file came out of that one.")
    reason = graphene.String(required=True)
    linked_at = graphene.DateTime(required=True)

    @staticmethod
    def resolve_id(root: LinkedFile, info: Any) -> object:
        return root.link.pk

    @staticmethod
    def resolve_reference(root: LinkedFile, info: Any) -> str:
        return root.complaint.reference

    @staticmethod
    def resolve_kind(root: LinkedFile, info: Any) -> str:
        return root.link.kind

    @staticmethod
    def resolve_reason(root: LinkedFile, info: Any) -> str:
        return root.link.reason

    @staticmethod
    def resolve_linked_at(root: LinkedFile, info: Any) -> Any:
        return root.link.linked_at


class ComplaintType(graphene.ObjectType):
    """A file: one expression of discontent. Whoever asks for what was told in it, or by whom, is recorded as having opened it."""

    class Meta:
        name = "Complaint"

    reference = graphene.String(required=True)
    source_reference = graphene.String(description="The reference it had in the system it came from.")
    version = graphene.Int(required=True, description="Give it along with a change.")
    state = graphene.String(required=True, description="registered, in_handling, closed or left_out")
    received_on = graphene.Date(required=True)
    received_at = graphene.DateTime()
    kind = graphene.Field(LabelText)
    derived_kind = graphene.String(description="SIGNAL, REPORT, COMPLAINT ...; null when unknown.")
    channel = graphene.Field(LabelText)
    municipality = graphene.Field(LabelText)
    authority = graphene.String(required=True)
    summary = ContentField(graphene.String, required=True)
    story = ContentField(graphene.String, required=True)
    wish = ContentField(graphene.String, required=True)
    meaning = ContentField(graphene.String, required=True, description="What it meant for whoever complains.")
    informing = ContentField(graphene.String, required=True, description="How they want to be kept informed.")
    inform_weeks = graphene.Int(required=True, description="They hear from us at least every so many weeks; 0: nothing agreed.")
    inform_by = graphene.Date(description="By when they hear from us, as was agreed; null: not agreed, or the file is closed.")
    law = graphene.String(required=True)
    handling_wish = graphene.String(required=True, description="What they want comes down to, as registerComplaint takes it.")
    is_written = graphene.Boolean(description="null: not known. So for the next two.")
    is_towards_filer = graphene.Boolean()
    is_signed = graphene.Boolean()
    lacks_for_klaagschrift = list_of(graphene.String, description="What a klaagschrift still lacks (Awb 9:4). Never demanded.")
    has_sensitive_text = graphene.Boolean(required=True)
    is_about_council = graphene.Boolean(required=True)
    exclusion = graphene.String(required=True, description="Empty, DUPLICATE_OF or REGISTERED_IN_ERROR: then it counts in no figure.")
    duplicate_of = graphene.String(description="The reference of the file this one is double with, where you may see it.")
    reactions = ListedContent(ReactionRequestType, description="Asked of others about it, oldest first.")
    people = ListedContent(FilePersonType, description="With mandates, and who is told what.")
    linked = ListedContent(
        LinkedComplaint, key=lambda row: row.link.pk, description="Files that belong with it, as far as you may see them."
    )
    provider = graphene.Field(AboutProvider)
    other_body = ContentField(graphene.String, required=True)
    involved = ListedContent(InvolvedPersonType)
    contacts = ListedContent(Contact, description="Newest first.")
    copies = ListedContent(CopyToSubjectType, description="Awb 9:9.")
    hearings = ListedContent(HearingType, description="Talks, planned and held, oldest first.")
    hearing_waivers = ListedContent(HearingWaiverType, description="Oldest first; at most one without endedAt in a round.")
    mediations = ListedContent(MediationType, description="Oldest first; at most one in a round that did not end.")
    apologies = ListedContent(ApologyType, description="Newest first.")
    lessons = ListedContent(LessonType, description="What was learned, oldest first.")
    measures = ListedContent(MeasureType, description="What follows from it, by its day.")
    hand_overs = ListedContent(HandOverType, description="By their day.")
    transfers = ListedContent(TransferType, description="To whom it went, newest first.")
    behaviour_rules = ListedContent(BehaviourRuleType, description="Newest first.")
    ombudsman_entries = ListedContent(OmbudsmanEntryType, description="Newest first.")
    notes = ListedContent(InternalNote, description="Newest first.")
    promises = ListedContent(ComplaintPromise, description="By the day each is due.")
    next_step = graphene.String(description="What the file needs now, for whoever may do it.")
    is_open = graphene.Boolean(
        required=True, description="Whether it waits for an end; never of a double or what was registered by mistake."
    )
    due_on = graphene.Date(required=True)
    main_point = graphene.Field(Point)
    points = Listed(Point)
    rounds = Listed(HandlingRound)
    clock = graphene.Field(Deadline, description="The clock of the last round; null under a norm of the organisation.")
    parties = ListedContent(ComplaintParty, key=lambda row: row.role)
    documents = ListedContent(ComplaintDocument)
    letters = ListedContent(LetterType, description="Newest first; drafts too.")
    timeline = Listed(TimelineEntry)
    suggested_handler = graphene.Field(
        SuggestedHandler, description="For whoever may assign; null where it has a handler, is not open, or nobody is left."
    )
    messages = ListedContent(ComplaintMessage, key=lambda row: row.key)
    mentioned_decisions = ListedContent(MentionedDecisionType, description="Each with its own last day of an objection.")

    @staticmethod
    def resolve_mentioned_decisions(root: Complaint, info: Any) -> Any:
        return info.context.loaders.decisions.load(root.pk)

    @staticmethod
    def resolve_authority(root: Complaint, info: Any) -> Any:
        return info.context.loaders.authorities.load(root.authority_id)

    @staticmethod
    def resolve_state(root: Complaint, info: Any) -> str:
        return selectors.state_of_file(root).value

    @staticmethod
    def resolve_is_open(root: Complaint, info: Any) -> bool:
        return not root.exclusion and selectors.current_round(root).closed_on is None

    @staticmethod
    def resolve_due_on(root: Complaint, info: Any) -> Any:
        return selectors.current_round(root).due_on

    @staticmethod
    def resolve_main_point(root: Complaint, info: Any) -> ComplaintPoint | None:
        return selectors.main_point(root)

    @staticmethod
    def resolve_points(root: Complaint, info: Any) -> list[ComplaintPoint]:
        return list(selectors.points_of(root))

    @staticmethod
    def resolve_rounds(root: Complaint, info: Any) -> list[Round]:
        return sorted(selectors.rounds_of(root), key=lambda one: one.number)

    @staticmethod
    def resolve_clock(root: Complaint, info: Any) -> Any:
        return info.context.loaders.clocks.load(selectors.current_round(root))

    @staticmethod
    def resolve_documents(root: Complaint, info: Any) -> Any:
        return info.context.loaders.documents.load(root.pk)

    @staticmethod
    def resolve_letters(root: Complaint, info: Any) -> Any:
        return info.context.loaders.letters.load(root.pk)

    @staticmethod
    def resolve_parties(root: Complaint, info: Any) -> Any:
        return info.context.loaders.parties.load(root.pk)

    @staticmethod
    def resolve_messages(root: Complaint, info: Any) -> Any:
        return info.context.loaders.messages.load(root.pk)

    @staticmethod
    def resolve_timeline(root: Complaint, info: Any) -> Any:
        return info.context.loaders.events.load(root.pk)

    @staticmethod
    def resolve_lacks_for_klaagschrift(root: Complaint, info: Any) -> Any:
        return info.context.loaders.lacking.load(root.pk)

    @staticmethod
    def resolve_is_about_council(root: Complaint, info: Any) -> bool:
        return root.compartment == Compartment.COUNCIL

    @staticmethod
    def resolve_duplicate_of(root: Complaint, info: Any) -> Any:
        return info.context.loaders.originals.load(root.duplicate_of_id) if root.duplicate_of_id else None

    @staticmethod
    def resolve_reactions(root: Complaint, info: Any) -> Any:
        return info.context.loaders.reactions.load(root.pk)

    @staticmethod
    def resolve_people(root: Complaint, info: Any) -> Any:
        return info.context.loaders.people.load(root.pk)

    @staticmethod
    def resolve_linked(root: Complaint, info: Any) -> Any:
        return info.context.loaders.linked.load(root.pk)

    @staticmethod
    def resolve_provider(root: Complaint, info: Any) -> Any:
        return info.context.loaders.providers.load(root.provider_id) if root.provider_id else None

    @staticmethod
    def resolve_involved(root: Complaint, info: Any) -> Any:
        return info.context.loaders.involved.load(root.pk)

    @staticmethod
    def resolve_contacts(root: Complaint, info: Any) -> Any:
        return info.context.loaders.contacts.load(root.pk)

    @staticmethod
    def resolve_inform_by(root: Complaint, info: Any) -> Any:
        return info.context.loaders.inform_days.load(root)

    @staticmethod
    def resolve_copies(root: Complaint, info: Any) -> Any:
        return info.context.loaders.copies.load(root.pk)

    @staticmethod
    def resolve_hearings(root: Complaint, info: Any) -> Any:
        return info.context.loaders.hearings.load(root.pk)

    @staticmethod
    def resolve_hearing_waivers(root: Complaint, info: Any) -> Any:
        return info.context.loaders.hearing_waivers.load(root.pk)

    @staticmethod
    def resolve_mediations(root: Complaint, info: Any) -> Any:
        return info.context.loaders.mediations.load(root.pk)

    @staticmethod
    def resolve_apologies(root: Complaint, info: Any) -> Any:
        return info.context.loaders.apologies.load(root.pk)

    @staticmethod
    def resolve_lessons(root: Complaint, info: Any) -> Any:
        return info.context.loaders.lessons.load(root.pk)

    @staticmethod
    def resolve_measures(root: Complaint, info: Any) -> Any:
        return info.context.loaders.measures.load(root.pk)

    @staticmethod
    def resolve_hand_overs(root: Complaint, info: Any) -> Any:
        return info.context.loaders.hand_overs.load(root.pk)

    @staticmethod
    def resolve_transfers(root: Complaint, info: Any) -> Any:
        return info.context.loaders.transfers.load(root.pk)

    @staticmethod
    def resolve_behaviour_rules(root: Complaint, info: Any) -> Any:
        return info.context.loaders.behaviour_rules.load(root.pk)

    @staticmethod
    def resolve_ombudsman_entries(root: Complaint, info: Any) -> Any:
        return info.context.loaders.ombudsman_entries.load(root.pk)

    @staticmethod
    def resolve_notes(root: Complaint, info: Any) -> Any:
        return info.context.loaders.notes.load(root.pk)

    @staticmethod
    def resolve_promises(root: Complaint, info: Any) -> Any:
        return info.context.loaders.promises.load(root.pk)

    @staticmethod
    def resolve_next_step(root: Complaint, info: Any) -> Any:
        return info.context.loaders.next_steps.load(root)

    @staticmethod
    def resolve_suggested_handler(root: Complaint, info: Any) -> Any:
        if not info.context.actor.may(Permission.HANDLE_COMPLAINTS):
            return None
        return info.context.loaders.suggestions.load(root.pk)
