"""Destroy what is personal in files whose retention has ended: two people, a tombstone for the figures, a declaration.

The one way by which history loses anything: its personal payloads, through `tenants.history.empty_personal_payloads`.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from complaints.access import destructible_complaints, lock_complaints
from complaints.ending import TEXTS as TEXTS_OF_ENDING
from complaints.judging import TEXTS as TEXTS_OF_JUDGMENT
from complaints.keeping import remove_documents
from complaints.models import (
    AccessRecord,
    Advice,
    AgreedDate,
    Apology,
    BehaviourRule,
    Closing,
    Complaint,
    ComplaintEvent,
    ComplaintPoint,
    ContactRecord,
    CopyToSubject,
    Destruction,
    Document,
    DocumentSource,
    Exclusion,
    ExportRun,
    ExportState,
    Extension,
    FileLink,
    FilePerson,
    HandOver,
    Hearing,
    HearingWaiver,
    Improvement,
    IncomingMessage,
    InvolvedPerson,
    Judgment,
    Lesson,
    Letter,
    LinkKind,
    Mediation,
    MentionedDecision,
    Note,
    NotTakenUp,
    OmbudsmanEntry,
    Party,
    Postponement,
    Promise,
    ReactionRequest,
    RememberedRequest,
    Round,
    SearchEntry,
    SentMessage,
    StepDraft,
    Transfer,
)
from complaints.not_taking_up import TEXTS
from complaints.records import current_retention, record_event
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import NotFound, Refusal
from tenants.history import empty_personal_payloads
from tenants.permissions import Permission

MOST_AT_ONCE = 500


class NothingToDestroy(Refusal):
    code = "nothing_to_destroy"
    message = _("Name the files to destroy.")


class TooManyToDestroy(Refusal):
    code = "too_many_to_destroy"
    message = _("At most 500 files at a time, so that somebody can look at them.")


class StillKept(Refusal):
    code = "still_kept"
    message = _("The retention of these files has not ended, or they are open or destroyed already: %(references)s.")


class AnotherPersonNeeded(Refusal):
    code = "another_person_needed"
    message = _("Whoever proposed the destruction does not carry it out. Ask a colleague.")


def propose_destruction(*, actor: Actor, references: Collection[str], now: datetime) -> Destruction:
    """Propose files whose retention has ended. Raises NotPermitted, NothingToDestroy, TooManyToDestroy, StillKept."""
    guard(actor, Permission.DESTROY_COMPLAINTS)
    wanted = sorted(set(references))
    if not wanted:
        raise NothingToDestroy(field="references")
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyToDestroy(field="references")
    with transaction.atomic(durable=True):
        _due_files(wanted, actor=actor, now=now)
        return Destruction.objects.create(references=wanted, proposed_by_id=_person(actor), proposed_at=now)


def withdraw_destruction(*, actor: Actor, destruction_id: uuid.UUID, now: datetime) -> Destruction:
    """Take a proposal back. Raises NotPermitted, and NotFound, also where it names a file that this person may not know of."""
    guard(actor, Permission.DESTROY_COMPLAINTS)
    with transaction.atomic(durable=True):
        proposal = _open_proposal(destruction_id, actor=actor)
        proposal.withdrawn_at = now
        proposal.save(update_fields=["withdrawn_at"])
    return proposal


def carry_out_destruction(*, actor: Actor, destruction_id: uuid.UUID, now: datetime) -> Destruction:
    """Destroy what a colleague proposed, if it still may be. What exports were for goes along when it is as old as a file is kept:
    it may name somebody, and belongs to no file. Raises NotPermitted, AnotherPersonNeeded, StillKept, and NotFound,
    also where it names a file that this person may not know of.
    """
    guard(actor, Permission.DESTROY_COMPLAINTS)
    person = _person(actor)
    with transaction.atomic(durable=True):
        proposal = _open_proposal(destruction_id, actor=actor)
        if proposal.proposed_by_id == person:
            raise AnotherPersonNeeded
        files = _due_files(proposal.references, actor=actor, now=now)
        proposal.carried_out_by_id, proposal.carried_out_at = person, now
        proposal.declaration = {
            "files": [{"reference": one.reference, "class": one.retention_class, "destroy_after": str(one.destroy_after)} for one in files],
            "purposes_before": (now - relativedelta(years=current_retention().years)).isoformat(),
        }
        # First: what history loses it loses under this declaration, and the database looks.
        proposal.save(update_fields=["carried_out_by", "carried_out_at", "declaration"])
        _destroy(files, actor=actor, proposal=proposal, now=now)
    return proposal


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        # A command or the system is nobody who answers for it.
        raise AnotherPersonNeeded
    return actor.user_id


def _open_proposal(destruction_id: uuid.UUID, *, actor: Actor) -> Destruction:
    """Raises NotFound, also where it names a file that this person may not know of."""
    found = Destruction.objects.select_for_update().filter(pk=destruction_id, carried_out_at=None, withdrawn_at=None).first()
    if found is None:
        raise NotFound
    named = Complaint.objects.filter(reference__in=found.references, destroyed_at=None)
    if named.exclude(pk__in=destructible_complaints(actor=actor)).exists():
        raise NotFound
    return found


def _due_files(references: Collection[str], *, actor: Actor, now: datetime) -> list[Complaint]:
    """The files, locked, all of them due. Raises StillKept with those that are not, and those that do not exist for this person."""
    reached = destructible_complaints(actor=actor).filter(reference__in=references)
    lock_complaints(reached.values_list("pk", flat=True))
    due = reached.filter(destroy_after__lt=dutch_date(now), destroyed_at=None)
    # What is left out is closed by nobody any more.
    is_open = Exists(Round.objects.filter(complaint=OuterRef("pk"), closed_on=None))
    files = list(due.exclude(is_open, exclusion=Exclusion.NONE).order_by("reference"))
    kept = sorted(set(references) - {one.reference for one in files})
    if kept:
        raise StillKept(field="references", references=", ".join(kept[:20]))
    return files


def _withdraw_exports() -> None:
    """What was taken along and not fetched yet may hold these files. Its content goes with the hourly sweep, within a day."""
    ready = ExportRun.objects.filter(state=ExportState.READY)
    ready.update(state=ExportState.FAILED, failure="export_overtaken", stored_file="")


def _part_with(ids: list[uuid.UUID]) -> None:
    """What came with a letter stays with the other part of it, as long as that one is kept; so does from whom it is kept (9:7): which
    accounts were involved in the part that goes, and that they came in together. Every other link goes, and whoever was involved.
    """
    links = FileLink.objects.filter(Q(first__in=ids) | Q(second__in=ids))
    first_stays, second_stays = (Q(**{f"{end}__destroyed_at": None}) & ~Q(**{f"{end}__in": ids}) for end in ("first", "second"))
    kept = list(links.filter(first_stays | second_stays, kind=LinkKind.SPLIT).select_related("first", "second"))
    for link in kept:
        if link.first_id in ids:
            there = Document.objects.filter(complaint=link.second_id).values("sha256")
            came = Document.objects.filter(complaint=link.first_id, uploaded_at__lte=link.linked_at)
            if link.first.compartment != link.second.compartment:
                came = came.filter(pk__in=link.document_ids)
            came.exclude(source=DocumentSource.LETTER).exclude(sha256__in=there).update(complaint=link.second_id)
    gone = links.exclude(pk__in=[link.pk for link in kept])
    # The other part of these may have been destroyed before.
    parts = {one for link in gone.filter(kind=LinkKind.SPLIT) for one in (link.first_id, link.second_id)}
    gone.delete()
    of_kept = InvolvedPerson.objects.filter(complaint__in={one for link in kept for one in (link.first_id, link.second_id)} & set(ids))
    accounts = of_kept.filter(user_id__isnull=False)
    accounts.update(name="", former_names=[], is_subject=False)
    InvolvedPerson.objects.filter(complaint__in={*ids, *parts}).exclude(pk__in=accounts.values("pk")).delete()


def _destroy(files: list[Complaint], *, actor: Actor, proposal: Destruction, now: datetime) -> None:
    ids = [one.pk for one in files]
    # Letters first: they hold on to the document they were sent as.
    SentMessage.objects.filter(complaint__in=ids).delete()
    Letter.objects.filter(complaint__in=ids).delete()
    _part_with(ids)
    # Names with their rows, now; content from the storage once this is certain.
    remove_documents(Document.objects.filter(complaint__in=ids), now=now)
    for model in (
        *(
            Party,
            Apology,
            Lesson,
            Improvement,
            BehaviourRule,
            OmbudsmanEntry,
            FilePerson,
            HandOver,
            ReactionRequest,
            MentionedDecision,
            Note,
            Promise,
            SearchEntry,
        ),
        *(IncomingMessage, RememberedRequest, StepDraft),
    ):
        model._default_manager.filter(complaint__in=ids).delete()
    for of_round in (ContactRecord, CopyToSubject, Hearing, HearingWaiver, Mediation, Transfer):
        of_round._default_manager.filter(round__complaint__in=ids).delete()
    Judgment.objects.filter(round__complaint__in=ids).update(**dict.fromkeys(TEXTS_OF_JUDGMENT, ""))
    Advice.objects.filter(round__complaint__in=ids).update(findings="", considerations="", advice="")
    Closing.objects.filter(round__complaint__in=ids).update(**dict.fromkeys(TEXTS_OF_ENDING, ""))
    not_taken_up = NotTakenUp.objects.filter(closing__round__complaint__in=ids)
    not_taken_up.update(**dict.fromkeys(TEXTS, ""), late_reason="", review_on=None, resume_since=None)
    Round.objects.filter(complaint__in=ids).update(return_reason="")
    for change in (Extension, Postponement, AgreedDate):
        change._default_manager.filter(round__complaint__in=ids).update(reason="")
    ComplaintPoint.objects.filter(complaint__in=ids).update(description="")
    for one in files:
        record_event(complaint=one, actor=actor, now=now, code="destroyed", data={"destruction": str(proposal.pk)})
    _withdraw_exports()
    # The digest rests on personal data. What figures count stays: dates, labels, kind.
    Complaint.objects.filter(pk__in=ids).update(
        story="", wish="", meaning="", informing="", summary="", other_body="", exclusion_reason="", source_digest="", destroyed_at=now
    )
    for history in (ComplaintEvent, AccessRecord):
        empty_personal_payloads(history, destruction=proposal.pk, column="complaint_id", values=ids)
    old_purposes = AccessRecord.objects.filter(
        complaint=None, personal__isnull=False, happened_at__lt=proposal.declaration["purposes_before"]
    )
    empty_personal_payloads(AccessRecord, destruction=proposal.pk, column="id", values=list(old_purposes.values_list("pk", flat=True)))
