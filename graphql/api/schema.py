"""The schema: one query and one mutation type, put together from each part's fields."""

from __future__ import annotations

import graphene

from api.accounts.queries import AccountQueries
from api.complaints.mutations.acknowledge_complaint import AcknowledgeComplaint
from api.complaints.mutations.add_note import AddNote
from api.complaints.mutations.add_promise import AddPromise
from api.complaints.mutations.answer_ombudsman import AnswerOmbudsman
from api.complaints.mutations.answer_reaction import AnswerReaction
from api.complaints.mutations.ask_for_look import AskForLook
from api.complaints.mutations.ask_reaction import AskReaction
from api.complaints.mutations.assign_complaint import AssignComplaint
from api.complaints.mutations.attach_document import AttachDocument
from api.complaints.mutations.begin_letter import BeginLetter
from api.complaints.mutations.break_promise import BreakPromise
from api.complaints.mutations.chase_feedback import ChaseFeedback
from api.complaints.mutations.chase_reaction import ChaseReaction
from api.complaints.mutations.check_measure import CheckMeasure
from api.complaints.mutations.close_complaint import CloseComplaint
from api.complaints.mutations.correct_receipt import CorrectReceipt
from api.complaints.mutations.decide_telling import DecideTelling
from api.complaints.mutations.discard_letter import DiscardLetter
from api.complaints.mutations.end_hand_over import EndHandOver
from api.complaints.mutations.end_measure import EndMeasure
from api.complaints.mutations.end_mediation import EndMediation
from api.complaints.mutations.explore_complaint import ExploreComplaint
from api.complaints.mutations.extend_term import ExtendTerm
from api.complaints.mutations.invite_to_hearing import InviteToHearing
from api.complaints.mutations.keep_final_letter import KeepFinalLetter
from api.complaints.mutations.keep_promise import KeepPromise
from api.complaints.mutations.link_complaints import LinkComplaints
from api.complaints.mutations.look_at_letter import LookAtLetter
from api.complaints.mutations.make_redacted_copy import MakeRedactedCopy
from api.complaints.mutations.mark_duplicate import MarkDuplicate
from api.complaints.mutations.mark_message_answered import MarkMessageAnswered
from api.complaints.mutations.mark_message_read import MarkMessageRead
from api.complaints.mutations.mark_passages import MarkPassages
from api.complaints.mutations.mark_registered_in_error import MarkRegisteredInError
from api.complaints.mutations.move_hand_over import MoveHandOver
from api.complaints.mutations.postpone_term import PostponeTerm
from api.complaints.mutations.propose_mediation import ProposeMediation
from api.complaints.mutations.put_before_committee import PutBeforeCommittee
from api.complaints.mutations.record_advice import RecordAdvice
from api.complaints.mutations.record_apology import RecordApology
from api.complaints.mutations.record_behaviour_rule import RecordBehaviourRule
from api.complaints.mutations.record_contact import RecordContact
from api.complaints.mutations.record_copy_to_subject import RecordCopyToSubject
from api.complaints.mutations.record_decision import RecordDecision
from api.complaints.mutations.record_feedback import RecordFeedback
from api.complaints.mutations.record_hand_over import RecordHandOver
from api.complaints.mutations.record_hearing import RecordHearing
from api.complaints.mutations.record_hearing_reply import RecordHearingReply
from api.complaints.mutations.record_judgment import RecordJudgment
from api.complaints.mutations.record_lesson import RecordLesson
from api.complaints.mutations.record_mandate import RecordMandate
from api.complaints.mutations.record_measure import RecordMeasure
from api.complaints.mutations.record_mediation import RecordMediation
from api.complaints.mutations.record_objection_told import RecordObjectionTold
from api.complaints.mutations.record_ombudsman_entry import RecordOmbudsmanEntry
from api.complaints.mutations.record_person import RecordPerson
from api.complaints.mutations.register_complaint import RegisterComplaint
from api.complaints.mutations.restore_complaint import RestoreComplaint
from api.complaints.mutations.return_complaint import ReturnComplaint
from api.complaints.mutations.reveal_identity import RevealIdentity
from api.complaints.mutations.review_not_taken_up import ReviewNotTakenUp
from api.complaints.mutations.save_letter import SaveLetter
from api.complaints.mutations.send_final_letter import SendFinalLetter
from api.complaints.mutations.send_letter import SendLetter
from api.complaints.mutations.split_complaint import SplitComplaint
from api.complaints.mutations.take_back_extension import TakeBackExtension
from api.complaints.mutations.take_back_from_committee import TakeBackFromCommittee
from api.complaints.mutations.take_back_postponement import TakeBackPostponement
from api.complaints.mutations.take_back_transfer import TakeBackTransfer
from api.complaints.mutations.transfer_complaint import TransferComplaint
from api.complaints.mutations.unlink_complaints import UnlinkComplaints
from api.complaints.mutations.unmark_passage import UnmarkPassage
from api.complaints.mutations.update_complaint import UpdateComplaint
from api.complaints.mutations.waive_hearing import WaiveHearing
from api.complaints.mutations.withdraw_promise import WithdrawPromise
from api.complaints.mutations.withdraw_reaction import WithdrawReaction
from api.complaints.queries import ComplaintQueries
from api.deadlines.queries import DeadlineQueries
from api.figures.queries import FigureQueries
from api.organisation.queries import OrganisationQueries


class Query(AccountQueries, FigureQueries, DeadlineQueries, ComplaintQueries, OrganisationQueries):
    """Everything that can be asked. Each field names the permission it needs."""


class Mutation(
    RegisterComplaint,
    UpdateComplaint,
    AssignComplaint,
    AcknowledgeComplaint,
    RecordContact,
    ExploreComplaint,
    MarkMessageRead,
    MarkMessageAnswered,
    ExtendTerm,
    TakeBackExtension,
    TakeBackFromCommittee,
    TakeBackPostponement,
    PostponeTerm,
    RecordCopyToSubject,
    InviteToHearing,
    RecordHearing,
    RecordHearingReply,
    WaiveHearing,
    PutBeforeCommittee,
    RecordAdvice,
    RecordJudgment,
    RecordApology,
    RecordLesson,
    RecordMeasure,
    EndMeasure,
    CheckMeasure,
    RecordHandOver,
    EndHandOver,
    MoveHandOver,
    TransferComplaint,
    RecordFeedback,
    ChaseFeedback,
    ChaseReaction,
    TakeBackTransfer,
    RecordBehaviourRule,
    RecordOmbudsmanEntry,
    AnswerOmbudsman,
    CloseComplaint,
    RecordDecision,
    RecordObjectionTold,
    ReturnComplaint,
    ReviewNotTakenUp,
    AddNote,
    AddPromise,
    KeepPromise,
    BreakPromise,
    WithdrawPromise,
    BeginLetter,
    SaveLetter,
    AskForLook,
    LookAtLetter,
    SendLetter,
    SendFinalLetter,
    KeepFinalLetter,
    DiscardLetter,
    CorrectReceipt,
    SplitComplaint,
    LinkComplaints,
    UnlinkComplaints,
    RecordPerson,
    RecordMandate,
    DecideTelling,
    ProposeMediation,
    RecordMediation,
    EndMediation,
    AskReaction,
    WithdrawReaction,
    AnswerReaction,
    MarkDuplicate,
    AttachDocument,
    MarkPassages,
    UnmarkPassage,
    MakeRedactedCopy,
    MarkRegisteredInError,
    RestoreComplaint,
    RevealIdentity,
):
    """Everything that can be done: the same flows, rules and refusals as the pages."""


schema = graphene.Schema(query=Query, mutation=Mutation)
