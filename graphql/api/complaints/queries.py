"""complaints, complaint and readLog: reading the register, and who read it. Looking is recorded. And what somebody registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene

from api.complaints.filters import (
    ComplaintFilter,
    ComplaintSort,
    ComplaintState,
    page_arguments,
    stated_filters,
)
from api.complaints.types import ComplaintType
from api.connections import Edge, GuardedList, Page, PageInfo, connection_of
from api.fields import GuardedField, asks_for, list_of
from complaints.finding.sorting import Sort
from complaints.flows.looking import open_for_api, search_files, search_same_person
from complaints.flows.reactions import open_asked
from complaints.flows.read_log import look_in_read_log
from complaints.models import AccessRecord, Complaint
from complaints.reacting import shown_passages, shown_question
from complaints.read_log import ReadLogFilters
from complaints.read_log import cursor_of as read_log_cursor
from complaints.same_person import other_files_of
from complaints.selectors import Receipt, own_registrations, receipt_of
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission


def _opened(info: Any, reference: str) -> Complaint:
    found = open_for_api(actor=info.context.actor, reference=reference, now=read_clock())
    info.context.openings.note(found.pk, is_recorded=True)
    return found


class ComplaintEdge(graphene.ObjectType):
    cursor = graphene.String(required=True)
    node = graphene.Field(ComplaintType, required=True)


class ComplaintConnection(graphene.ObjectType):
    """A page of the register. What comes in meanwhile shifts no page."""

    edges = list_of(ComplaintEdge)
    nodes = list_of(ComplaintType, description="The same without their cursors.")
    page_info = graphene.Field(PageInfo, required=True)
    total_count = graphene.Int(required=True, description="All that fit, not just this page. Leave it out where you do not need it.")
    looks_alike = graphene.Boolean(
        required=True, description="True: nothing has the words of `text`; these, at most 200, only look like them."
    )


@dataclass(frozen=True, kw_only=True)
class FoundPage(Page):
    looks_alike: bool


class ReadLogEntry(graphene.ObjectType):
    """That somebody looked: opened, searched, exported or revealed. Never what they saw. Asking for this is recorded too."""

    happened_at = graphene.DateTime(required=True)
    code = graphene.String(required=True)
    user_id = graphene.Int(description="null for a command or the system.")
    user_name = graphene.String(description="Of that user, as the page shows it.")
    reference = graphene.String(description="null for what is about more than one file.")
    reason = graphene.String(description="Why an identity was revealed, or what an export is for.")

    @staticmethod
    def resolve_reason(root: AccessRecord, info: Any) -> str | None:
        personal = root.personal or {}
        return personal.get("reason") or personal.get("purpose")

    @staticmethod
    def resolve_user_name(root: AccessRecord, info: Any) -> Any:
        return info.context.loaders.names.load(root.actor_id) if root.actor_id is not None else None

    @staticmethod
    def resolve_user_id(root: AccessRecord, info: Any) -> int | None:
        return root.actor_id

    @staticmethod
    def resolve_reference(root: AccessRecord, info: Any) -> str | None:
        return root.complaint.reference if root.complaint else None


class SameBy(graphene.Enum):
    """What a file has in common with what was asked. NAME: a name that is much like it."""

    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"


class SamePerson(graphene.ObjectType):
    """A file that may be of the same person."""

    reference = graphene.String(required=True)
    by = list_of(SameBy)

    @staticmethod
    def resolve_reference(root: Any, info: Any) -> str:
        return root.complaint.reference


class OwnRegistration(graphene.ObjectType):
    """What whoever registered a complaint may know of it afterwards. It holds nothing of the complaint itself."""

    reference = graphene.String(required=True)
    received_on = graphene.Date(required=True)
    state = graphene.String(required=True, description="registered, in_handling, closed or left_out")
    due_on = graphene.Date(required=True)
    has_statutory_term = graphene.Boolean(required=True, description="False: the date is the organisation's own norm.")
    contact_due_on = graphene.Date(required=True)
    is_visible = graphene.Boolean(required=True, description="True: you may ask for it as `complaint` too.")

    @staticmethod
    def resolve_state(root: Receipt, info: Any) -> str:
        return root.state.value


class AskedReaction(graphene.ObjectType):
    """A question for the reaction of whoever asks; for answerReaction."""

    id = graphene.ID(required=True)
    question = graphene.String(required=True)
    passages = list_of(graphene.String, description="What was told, as far as it was chosen for you.")
    answer_by = graphene.Date(required=True)

    @staticmethod
    def resolve_question(root: Any, info: Any) -> str:
        return shown_question(root)

    @staticmethod
    def resolve_passages(root: Any, info: Any) -> list[str]:
        return shown_passages(root)


class ComplaintQueries(graphene.ObjectType):
    own_registrations = GuardedList(
        OwnRegistration,
        key=lambda row: row.reference,
        permission=Permission.REGISTER_COMPLAINTS,
        description="What you registered yourself, newest first, at most 100.",
    )
    own_registration = GuardedField(
        graphene.NonNull(OwnRegistration),
        permission=Permission.REGISTER_COMPLAINTS,
        description="One of them.",
        reference=graphene.String(required=True),
    )
    reactions_asked = GuardedList(
        AskedReaction,
        permission=Permission.SEE_START_PAGE,
        description="Questions for your own reaction that you did not answer yet, the first due first; nothing else of the file.",
    )
    complaints = GuardedField(
        graphene.NonNull(ComplaintConnection),
        permission=Permission.SEE_COMPLAINTS,
        description="The register as you may see it. Looking is recorded, by which filters you used.",
        first=graphene.Int(default_value=25, description="1 to 100."),
        after=graphene.String(description="A cursor: what stands after it."),
        last=graphene.Int(description="1 to 100, with `before`."),
        before=graphene.String(description="A cursor: what stands before it, in the same order."),
        sort=graphene.Argument(ComplaintSort, description="Newest receipt first when nothing is said."),
        filter=graphene.Argument(ComplaintFilter, description="Everything in it holds at once."),
        state=graphene.Argument(ComplaintState),
        unit=graphene.String(),
        nature=graphene.String(),
        channel=graphene.String(),
        municipality=graphene.String(),
        kind=graphene.String(),
        received_from=graphene.Date(),
        received_until=graphene.Date(),
        text=graphene.String(description="Words, a name, a number or a piece of one; typing errors are forgiven."),
    )
    complaint = GuardedField(
        graphene.NonNull(ComplaintType),
        permission=Permission.SEE_COMPLAINTS,
        reference=graphene.String(required=True, description="Ours, or the one of the system it came from."),
    )
    possibly_same_person = GuardedList(
        SamePerson,
        key=lambda row: row.complaint.pk,
        permission=Permission.HANDLE_COMPLAINTS,
        description="At most five files, by number and address first. Of the people in one file, or of whoever goes by what is given.",
        reference=graphene.String(description="The other files of the people in this one. What else is given is then not used."),
        name=graphene.String(default_value=""),
        phone=graphene.String(default_value=""),
        email=graphene.String(default_value=""),
    )
    read_log = GuardedField(
        connection_of(ReadLogEntry),
        required=True,
        permission=Permission.SEE_WHO_LOOKED,
        reference=graphene.String(description="Of one file."),
        user_id=graphene.Int(description="By one person."),
        code=graphene.String(description="One kind of looking: opened, document_opened, searched, exported, revealed or read_log."),
        since=graphene.Date(description="From this day in Amsterdam on."),
        until=graphene.Date(description="Up to and including this day."),
        after=graphene.String(description="A cursor: what stands after it. It is read from the newest on, never back."),
        first=graphene.Int(default_value=50, description="1 to 100, newest first."),
    )

    @staticmethod
    def resolve_own_registrations(root: None, info: Any) -> Any:
        return own_registrations(actor=info.context.actor)

    @staticmethod
    def resolve_reactions_asked(root: None, info: Any) -> Any:
        return open_asked(actor=info.context.actor, now=read_clock())

    @staticmethod
    def resolve_own_registration(root: None, info: Any, reference: str) -> Any:
        return receipt_of(actor=info.context.actor, reference=reference)

    @staticmethod
    def resolve_complaints(
        root: None,
        info: Any,
        first: int,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        sort: Any = None,
        filter: dict[str, Any] | None = None,
        **named: Any,
    ) -> Any:
        now = read_clock()
        order = Sort(getattr(sort, "value", sort) or Sort.NEWEST)
        page = search_files(
            actor=info.context.actor,
            filters=stated_filters(filter or {}, named),
            today=dutch_date(now),
            sort=order,
            **page_arguments(first=first, after=after, last=last, before=before),
            count_up_to=None if asks_for(info, "totalCount") else 0,
            now=now,
        )
        return FoundPage(
            edges=[Edge(cursor=cursor, node=item) for item, cursor in zip(page.items, page.cursors, strict=True)],
            next_cursor=page.next_cursor,
            previous_cursor=page.previous_cursor,
            total=page.total,
            looks_alike=page.looks_alike,
        )

    @staticmethod
    def resolve_complaint(root: None, info: Any, reference: str) -> Any:
        return _opened(info, reference)

    @staticmethod
    def resolve_possibly_same_person(root: None, info: Any, name: str, phone: str, email: str, reference: str | None = None) -> Any:
        actor = info.context.actor
        if reference is not None:
            return other_files_of(actor=actor, complaint=_opened(info, reference))
        return search_same_person(actor=actor, name=name, phone=phone, email=email, now=read_clock())

    @staticmethod
    def resolve_read_log(root: None, info: Any, first: int, after: str | None = None, **filters: Any) -> Any:
        page = look_in_read_log(
            actor=info.context.actor,
            filters=ReadLogFilters(**filters),
            after=after,
            size=first,
            is_counted=asks_for(info, "totalCount"),
            now=read_clock(),
        )
        edges = [Edge(cursor=read_log_cursor(one), node=one) for one in page.items]
        return Page(edges=edges, next_cursor=page.next_cursor, previous_cursor=None, total=page.total)
