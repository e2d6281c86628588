"""Split one letter over two files: each its own clock, outcome and people, both with the moment at which the letter came in.

Somebody writes about how they were treated and objects to a decision; or complains about us and about a provider; or about two
things that have nothing to do with each other (Awb 6:15, 9:1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.access import visible_complaints
from complaints.advising import AdvisedSubjectStays
from complaints.awb.triage import Contested
from complaints.carrying import carry_people, carry_round
from complaints.checks import checked_text
from complaints.code_lists import HandlingWish
from complaints.intake import InvolvedTold, PointTold, Submission, involved_accounts, problems_of_change
from complaints.models import (
    Compartment,
    Complaint,
    ComplaintPoint,
    DocumentSource,
    FileLink,
    InvolvedPerson,
    LinkKind,
    MentionedDecision,
    PointAdvice,
    PointJudgment,
    Round,
)
from complaints.records import hold_years_known_as_totals, record_event
from complaints.registering import (
    CouncilFollows,
    Resolved,
    in_its_compartment,
    resolve,
    told_by,
    told_in_history,
    with_council_as_authority,
    write_new_file,
)
from complaints.repeated_requests import RequestKey, earlier_request, remember
from complaints.searching import index_complaints
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.work.involvement import check_decides_on_involvement
from complaints.work.notifying import tell_takers
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.organisation.models import Authority, AuthorityKind
from tenants.permissions import Permission

OPERATION = "split_complaint"


class NothingStays(Refusal):
    code = "nothing_stays"
    message = _("Every subject would go to the new file. Leave at least one here.")


class WholeGoes(Refusal):
    code = "whole_goes"
    message = _("This is the whole story, and nothing else of this file goes. Take out what belongs in this file alone.")


class WholeStays(Refusal):
    code = "whole_stays"
    message = _("The same would stand in both files. Take out here what goes to the new one.")


class JudgedPointStays(Refusal):
    code = "judged_point_stays"
    message = _("There is a verdict on this subject in this file. Leave it here, and describe in the new file what goes there.")


class SplitAlready(Refusal):
    code = "split_already"
    message = _(
        "This letter was split before, and a letter is split once. Register what else is in it as a complaint of its own, and link the two."
    )


class InvolvedTwice(Refusal):
    code = "involved_twice"
    message = _("Somebody is said to be involved in this file alone and in the new one alone. Choose one of the two, or both files.")


@dataclass(frozen=True, kw_only=True)
class SplitTold:
    """What goes to the new file. story: in the words of the letter. stays: what is left of them here; None: all of it.

    handling_wish: what this person wants there, of which its kind follows. point_ids, decision_ids: those that go. What somebody has
    against a decision goes by itself: where it is both content and manner, the content goes and the manner stays.
    provider_id, other_body: whom it is about there; leaves_organisation: this file is no longer about one.
    is_about_council: of the new file; None: as this one. document_ids: of the documents here, those that go along where one of the two
    then lies with the council's registry and the other does not; else every one that is here now is opened from both.
    involved_here, involved_there: involved in one of the two alone; everybody else who is involved here is so in both.
    """

    story: str
    stays: str | None = None
    wish: str = ""
    handling_wish: HandlingWish = HandlingWish.HANDLE
    point_ids: tuple[int, ...] = ()
    decision_ids: tuple[int, ...] = ()
    provider_id: int | None = None
    other_body: str = ""
    leaves_organisation: bool = False
    is_about_council: bool | None = None
    document_ids: tuple[UUID, ...] = ()
    involved_here: tuple[int, ...] = ()
    involved_there: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What of the file goes."""

    points: list[ComplaintPoint]
    decisions: list[MentionedDecision]
    involved: list[InvolvedPerson]
    document_ids: list[UUID]


def split_complaint(
    *, actor: Actor, reference: str, told: SplitTold, request_key: RequestKey | None = None, seen_version: int | None, now: datetime
) -> Complaint:
    """Split a file in two, linked to each other. Returns the new one, which nobody handles yet.

    request_key: the same key with the same content gives the first answer again and writes nothing. A letter of a later round came
    in when that round was opened. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, KeyUsedForSomethingElse, and what
    is wrong at once: TextMissing, TextTooLong, UnreadableCharacter, WholeGoes, WholeStays, NothingStays, JudgedPointStays,
    AdvisedSubjectStays, InvolvedTwice, InvolvementNotYours, UnknownProvider, CouncilFollows.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=OPERATION, among=visible_complaints(actor=actor))
        if earlier is not None:
            return Complaint.objects.get(reference=earlier.answer["new"])
        hold_years_known_as_totals()
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SPLIT, seen_version=seen_version)
        of = in_hand.complaint
        # Of more than two parts nobody would oversee who may read what.
        if FileLink.objects.filter(Q(first=of) | Q(second=of), kind=LinkKind.SPLIT).exists():
            findings.add(SplitAlready())
        parts = _parts(in_hand, told, actor=actor, now=now, findings=findings)
        stays = of.story
        for name, is_needed in (("story", True), ("stays", bool(of.story))):
            given = getattr(told, name)
            with findings.noting():
                if given is not None:
                    text = checked_text(given, field=name, is_needed=is_needed)
                    stays = text if name == "stays" else stays
        _check_parts(of, told, parts, stays=stays, findings=findings)
        before = told_by(of)
        received_on = of.received_on if in_hand.round.number == 1 else in_hand.round.opened_on
        there = _in_its_compartment(
            _there(in_hand, told, before, parts), told, before, received_on=received_on, today=dutch_date(now), findings=findings
        )
        resolved = _resolved(before, there, received_on=received_on, findings=findings)
        findings.tell()
        is_first = in_hand.round.number == 1
        new, opened = write_new_file(resolved, received_at=of.received_at if is_first else None, registered_by_id=actor.user_id, now=now)
        _move_decisions(parts.decisions, to=new)
        is_moved = carry_round(in_hand.round, to=opened)
        carry_people(of, to=new)
        columns = _leave(of, told, parts, stays=stays)
        FileLink.objects.create(
            first=of, second=new, kind=LinkKind.SPLIT, document_ids=parts.document_ids, linked_by_id=actor.user_id, linked_at=now
        )
        _record_new(new, opened, resolved, of=of, is_moved=is_moved, actor=actor, now=now)
        data = {"with": new.reference, "points": len(parts.points), "decisions": len(parts.decisions)}
        fields = sorted({*columns, *(["points"] if parts.points else []), *(["involved"] if told.involved_there else [])})
        was = asdict(before)
        personal: dict[str, Any] = {name: was[name] for name in ("story", "points", "involved", "other_body") if name in fields}
        data |= {"fields": fields, "was": {"provider_id": was["provider_id"]} if "provider" in columns else {}}
        finish_step(in_hand, actor=actor, now=now, code="split", data=data, personal=personal or None, changed=columns)
        index_complaints([of.pk])
        tell_takers([opened], actor=actor, occasion=f"{new.reference}:{new.version}", now=now)
        remember(request_key, actor=actor, operation=OPERATION, complaint=of, now=now, answer={"new": new.reference})
        return new


def _parts(in_hand: FileInHand, told: SplitTold, *, actor: Actor, now: datetime, findings: Findings) -> _Parts:
    """What goes of this file, found; what is wrong with it is a finding. Raises NotFound of what is not in this file."""
    of = in_hand.complaint
    points = _rows(of.points.all(), told.point_ids, field="point_ids")
    if points and len(points) == of.points.count():
        findings.add(NothingStays(field="point_ids"))
    if PointJudgment.objects.filter(point__in=points).exists():
        findings.add(JudgedPointStays(field="point_ids"))
    if PointAdvice.objects.filter(point__in=points, advice__given_on__isnull=False).exists():
        findings.add(AdvisedSubjectStays(field="point_ids"))
    only_here = _rows(of.involved_people.all(), told.involved_here, field="involved_here")
    only_there = _rows(of.involved_people.all(), told.involved_there, field="involved_there")
    if {one.pk for one in only_here} & {one.pk for one in only_there}:
        findings.add(InvolvedTwice(field="involved_here"))
    if any(one.user_id is not None for one in only_there):
        # Whoever is taken out of a file sees it again (9:7).
        with findings.noting():
            check_decides_on_involvement(actor=actor, complaint=of, today=dutch_date(now), field="involved_there")
    staying = {one.pk for one in only_here}
    return _Parts(
        points=points,
        decisions=_rows(of.mentioned_decisions.all(), told.decision_ids, field="decision_ids"),
        involved=[one for one in of.involved_people.order_by("pk") if one.pk not in staying],
        document_ids=[one.pk for one in _rows(of.documents.exclude(source=DocumentSource.LETTER), told.document_ids, field="document_ids")],
    )


def _check_parts(of: Complaint, told: SplitTold, parts: _Parts, *, stays: str, findings: Findings) -> None:
    """Neither file tells the whole again, unless they are about something else: other subjects, another body, other people."""
    is_about_council = of.compartment == Compartment.COUNCIL
    parted = (parts.points, parts.decisions, told.provider_id, told.other_body, told.involved_here, told.involved_there)
    goes = _bare(told.story)
    if not goes or any(parted) or told.is_about_council not in (None, is_about_council):
        return
    if goes == _bare(stays):
        findings.add(WholeStays(field="stays"))
    elif goes == _bare(of.story):
        findings.add(WholeGoes(field="story"))


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()


def _rows(rows: Any, ids: Collection[int | UUID], *, field: str) -> list[Any]:
    found = list(rows.filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise NotFound(field=field)
    return found


def _there(in_hand: FileInHand, told: SplitTold, before: Submission, parts: _Parts) -> Submission:
    """What the new file is told: by the same people, the same way; of what goes there."""
    came_back = in_hand.round.is_written if in_hand.round.number > 1 else None
    points = tuple(
        PointTold(nature=str(one.nature_id or ""), unit=str(one.unit_id or ""), description=one.description) for one in parts.points
    )
    return replace(
        before,
        story=told.story,
        wish=told.wish,
        meaning="",
        handling_wish=told.handling_wish,
        points=points,
        involved=tuple(InvolvedTold(user_id=one.user_id, name=one.name, is_subject=one.is_subject) for one in parts.involved),
        provider_id=told.provider_id,
        other_body=told.other_body,
        is_about_council=before.is_about_council if told.is_about_council is None else told.is_about_council,
        is_written=before.is_written if came_back is None else came_back,
    )


def _in_its_compartment(
    there: Submission, told: SplitTold, before: Submission, *, received_on: date, today: date, findings: Findings
) -> Submission:
    """What goes to the council's registry has the council as its authority; what leaves it, an authority that is none."""
    leaves = before.is_about_council and told.is_about_council is False
    if leaves and Authority.objects.filter(pk=before.authority_id or 0, kind=AuthorityKind.COUNCIL).exists():
        there = replace(there, authority_id=None)
    placed = in_its_compartment(there, today=today)
    if leaves and placed.is_about_council:
        findings.add(CouncilFollows(field="is_about_council"))
    if placed.is_about_council and not before.is_about_council:
        return with_council_as_authority(placed, received_on=received_on)
    return placed


def _resolved(before: Submission, there: Submission, *, received_on: date, findings: Findings) -> Resolved:
    """What was wrong already with what both have in common is no reason to refuse."""
    found: list[Refusal] = []
    resolved = resolve(there, received_on=received_on, problems=found, involved_before=before.involved)
    told = {"received_at", *(name for name in asdict(there) if getattr(there, name) != getattr(before, name))}
    problems = [*problems_of_change(before, there), *(one for one in found if (one.field or "").split(".")[0] in told)]
    for one in problems:
        # The text itself is judged by the flow.
        if one.field != "story":
            findings.add(one)
    return resolved


def _move_decisions(decisions: list[MentionedDecision], *, to: Complaint) -> None:
    """Each goes; of what is contested in both ways the content goes and the manner stays a complaint."""
    for one in decisions:
        if one.contested == Contested.BOTH:
            one.contested = Contested.MANNER
            one.save(update_fields=["contested"])
            one.pk, one.contested = None, Contested.CONTENT
            one._state.adding = True
        one.complaint = to
        one.save()


def _leave(of: Complaint, told: SplitTold, parts: _Parts, *, stays: str) -> tuple[str, ...]:
    """Take out of this file what went. Returns its columns that are still to be written."""
    ComplaintPoint.objects.filter(pk__in=[one.pk for one in parts.points]).delete()
    for place, point in enumerate(of.points.order_by("-is_main", "position", "pk")):
        point.position, point.is_main = place, place == 0
        point.save(update_fields=["position", "is_main"])
    of.involved_people.filter(pk__in=told.involved_there).delete()
    columns = []
    if of.story != stays:
        of.story = stays
        columns.append("story")
    if told.leaves_organisation:
        of.provider_id, of.other_body = None, ""
        columns += ["provider", "other_body"]
    return tuple(columns)


def _record_new(new: Complaint, opened: Round, resolved: Resolved, *, of: Complaint, is_moved: bool, actor: Actor, now: datetime) -> None:
    involved = involved_accounts(resolved.submission)
    personal = {"involved": involved} if involved else None
    record_event(complaint=new, actor=actor, now=now, code="registered", data=told_in_history(resolved, opened), personal=personal)
    carried = {"due_on": opened.due_on.isoformat()} if is_moved else {}
    record_event(complaint=new, actor=actor, now=now, code="split_from", data={"with": of.reference} | carried)
