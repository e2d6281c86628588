from complaints.models.access_record import AccessRecord
from complaints.models.advice import Advice, PointAdvice
from complaints.models.apology import PARTS_OF_APOLOGY, Apology
from complaints.models.behaviour_rule import BehaviourRule
from complaints.models.complaint import (
    NAMELESS,
    Compartment,
    Complaint,
    ComplaintPoint,
    Exclusion,
    Identity,
    InvolvedPerson,
    Party,
    PreferredContact,
    ReferenceCounter,
)
from complaints.models.destruction import Destruction
from complaints.models.document import Document, DocumentContent, DocumentSource, ReadingFault, ScanState
from complaints.models.event import ComplaintEvent
from complaints.models.export_run import ExportRun, ExportState
from complaints.models.file_person import SPEAKS_FOR, FilePerson, PersonRole, Telling, Who
from complaints.models.hand_over import HandOver
from complaints.models.handling import (
    TELLING,
    Closing,
    ContactRecord,
    ContactResult,
    ContactWay,
    MentionedDecision,
    Note,
    NotTakenUp,
    RegistrationDraft,
    RememberedRequest,
    SentMessage,
    StepDraft,
)
from complaints.models.hearing import CopyToSubject, HeardSide, Hearing, HearingResult, HearingWaiver, WaiverGround
from complaints.models.historical_total import HistoricalDimension, HistoricalTotal, Measure
from complaints.models.import_run import ImportRun, ImportState
from complaints.models.incoming_message import IncomingMessage, MessageHandling, MessageNature
from complaints.models.judgment import Judgment, PointJudgment
from complaints.models.learning import Effect, Improvement, Lesson, LessonLevel
from complaints.models.letter import Letter, LetterLook
from complaints.models.letter_template import LetterTemplate
from complaints.models.link import FileLink, LinkKind
from complaints.models.list_columns import ListColumns
from complaints.models.mediation import Mediation, MediationOutcome, MediationProposer
from complaints.models.notice import DigestDay, Notice, NoticeChoice, NoticeCode, NoticeEnd, NoticeWish
from complaints.models.ombudsman import OmbudsmanEntry, OmbudsmanStep
from complaints.models.promise import Promise, PromiseEnd
from complaints.models.reaction import ReactionRequest
from complaints.models.redaction import RedactionMark
from complaints.models.round import AgreedDate, ConsentedChange, Extension, NoSubject, Postponement, Regime, Round, SourceTerm, TermChange
from complaints.models.search_entry import SearchEntry
from complaints.models.transfer import FeedbackChase, Transfer, TransferEnd, TransferKind

__all__ = [
    "ReactionRequest",
    "SPEAKS_FOR",
    "FilePerson",
    "PersonRole",
    "Telling",
    "Who",
    "HandOver",
    "LinkKind",
    "FileLink",
    "TransferKind",
    "TransferEnd",
    "Transfer",
    "FeedbackChase",
    "OmbudsmanStep",
    "OmbudsmanEntry",
    "BehaviourRule",
    "LessonLevel",
    "LetterLook",
    "Lesson",
    "Improvement",
    "Effect",
    "Apology",
    "PARTS_OF_APOLOGY",
    "NAMELESS",
    "NoticeWish",
    "NoticeEnd",
    "NoticeCode",
    "NoticeChoice",
    "Notice",
    "DigestDay",
    "AccessRecord",
    "Advice",
    "PointAdvice",
    "Closing",
    "Compartment",
    "Complaint",
    "ComplaintEvent",
    "ComplaintPoint",
    "ContactRecord",
    "ContactResult",
    "ContactWay",
    "CopyToSubject",
    "Destruction",
    "Document",
    "DocumentContent",
    "DocumentSource",
    "Exclusion",
    "ExportRun",
    "ExportState",
    "HeardSide",
    "Hearing",
    "HearingResult",
    "HearingWaiver",
    "HistoricalDimension",
    "HistoricalTotal",
    "Identity",
    "ImportRun",
    "ImportState",
    "IncomingMessage",
    "InvolvedPerson",
    "Letter",
    "LetterTemplate",
    "Judgment",
    "ListColumns",
    "Measure",
    "MessageHandling",
    "MessageNature",
    "Mediation",
    "MediationOutcome",
    "MediationProposer",
    "MentionedDecision",
    "Note",
    "NotTakenUp",
    "Party",
    "NoSubject",
    "AgreedDate",
    "ConsentedChange",
    "Extension",
    "PointJudgment",
    "Postponement",
    "TermChange",
    "PreferredContact",
    "Promise",
    "PromiseEnd",
    "ReadingFault",
    "RedactionMark",
    "ReferenceCounter",
    "Regime",
    "RegistrationDraft",
    "RememberedRequest",
    "Round",
    "ScanState",
    "SearchEntry",
    "SentMessage",
    "StepDraft",
    "SourceTerm",
    "TELLING",
    "WaiverGround",
]
