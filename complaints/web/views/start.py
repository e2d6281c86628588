"""The start page: what each role needs first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from complaints.letter_drafts import without_lapsed
from complaints.models import Transfer
from complaints.reacting import shown_question
from complaints.selectors import own_drafts, own_registrations
from complaints.steps import STATE_NAMES
from complaints.web.hand_over_wording import shown_hand_over
from complaints.web.hearing_wording import shown_talks
from complaints.web.promises import SHAPES as SHAPE_OF_PROMISE
from complaints.web.promises import promise_words, promiser_name
from complaints.web.transfer_wording import shown_transfer
from complaints.web.wording import reason_words, shown_step, waiting_words
from complaints.work.advising import advice_due, advice_in
from complaints.work.awaited import feedback_due
from complaints.work.handed import HandOverDue, hand_overs_due
from complaints.work.improving import MeasureDue, measures_due
from complaints.work.looking_on import looks_of
from complaints.work.mediating import mediations_due
from complaints.work.notifying import failed_notices
from complaints.work.ombudsman import answers_due
from complaints.work.promised import PressingPromises, pressing_promises
from complaints.work.promises import PromiseState
from complaints.work.reactions import reactions_asked_of, reactions_due
from complaints.work.reasons import Group, Reason
from complaints.work.telling import Untold, to_tell
from complaints.work.work_list import (
    OpenWork,
    WorkRow,
    has_complaints,
    open_work,
    replies_after_closing,
    reviews_due,
    talks_due,
    waiting_for_nobody,
)
from tenants.accounts.flows.memberships import note_arrival
from tenants.accounts.selectors import count_members, names_here
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.organisation.selectors import absences_of_own, count_labels_to_map
from tenants.permissions import COMMITTEE, COMPLAINT_TEAM, Permission, Role, requires
from tenants.templatetags.polsslag import day
from tenants.web.wording import time_left

GROUP_NAMES: dict[Group, Promise] = {
    Group.LATE: _("Too late"),
    Group.TODAY: _("Today"),
    Group.THIS_WEEK: _("This week"),
    Group.WAITING: _("Waits for somebody else"),
}
SHAPES = {Group.LATE: "late", Group.TODAY: "soon", Group.THIS_WEEK: "open", Group.WAITING: "unknown"}


@require_safe
@requires(Permission.SEE_START_PAGE)
def home(request: HttpRequest) -> HttpResponse:
    now = read_clock()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    tenant = request.tenant  # type: ignore[attr-defined]
    note_arrival(actor=actor, tenant=tenant, now=now)
    today = dutch_date(now)
    context: dict[str, Any] = {
        "is_council": Role.COUNCIL_MEMBER in actor.roles,
        "can": {permission.value: actor.may(permission) for permission in Permission},
    }
    if actor.may(Permission.ADVISE):
        context["is_committee"] = True
        context |= dict(zip(("advice_due", "advice_count"), advice_due(actor=actor), strict=True)) | {"today": today}
    if actor.may(Permission.SEE_COMPLAINTS) and actor.roles - COMMITTEE:
        # Of the registry alone: who is of the complaint team as well sees the whole register.
        context["is_registry"] = Role.COUNCIL_REGISTRY in actor.roles and not actor.roles & COMPLAINT_TEAM
        context |= _shown_work(open_work(actor=actor, now=now), actor, today) | {"is_in_use": has_complaints(actor=actor)}
        context |= _shown_promises(pressing_promises(actor=actor, today=today), actor, today)
        context["replies_after_closing"] = replies_after_closing(actor=actor)
        context["talks_due"] = shown_talks(talks_due(actor=actor, now=now), now=now)
        context["ombudsman_answers"] = [
            {"entry": one, "is_late": one.answered_on is None and one.answer_by is not None and one.answer_by < today}
            for one in answers_due(actor=actor, today=today)
        ]
        handed, count = hand_overs_due(actor=actor, now=now)
        context |= {"hand_overs_due": _shown_hand_overs(handed, now), "hand_over_count": count}
        awaited, count = feedback_due(actor=actor, today=today)
        context |= {"feedback_due": _shown_feedback(awaited, today), "feedback_count": count}
        untold, count = to_tell(actor=actor, today=today)
        context |= {"to_tell": _shown_untold(untold, today), "to_tell_count": count}
        measures, count = measures_due(actor=actor, today=today)
        context |= {"measures": _shown_measures(measures, today), "measure_count": count}
        context["advice_in"] = advice_in(actor=actor, today=today)
        context["looks"] = without_lapsed(looks_of(actor=actor), today=today)
        context |= {"reactions_due": reactions_due(actor=actor, today=today), "today": today}
        mediations, count = mediations_due(actor=actor, today=today)
        context |= {"mediations_due": mediations, "mediation_count": count}
        context["reviews_due"] = reviews_due(actor=actor, today=today)
    asked = reactions_asked_of(actor=actor)
    context["reactions_asked"] = [{"pk": one.pk, "question": shown_question(one), "answer_by": one.answer_by} for one in asked]
    if actor.may(Permission.RECORD_ABSENCE):
        context["own_absence"], context["stands_in_for"] = absences_of_own(actor=actor, day=today)
    if actor.may(Permission.REGISTER_COMPLAINTS):
        context["drafts"] = own_drafts(actor=actor)
    if actor.may(Permission.REGISTER_COMPLAINTS) and not actor.may(Permission.SEE_COMPLAINTS):
        context["registrations"] = [{"receipt": one, "state": STATE_NAMES[one.state]} for one in own_registrations(actor=actor)]
    if actor.may(Permission.MANAGE_LABELS):
        context["labels_to_map"] = count_labels_to_map(actor=actor)
    if actor.may(Permission.MANAGE_MEMBERSHIPS):
        context |= {"member_count": count_members(actor=actor, tenant=tenant), "stuck": waiting_for_nobody(actor=actor, today=today)}
        context["failed_notices"] = failed_notices(now=now)
    return render(request, "complaints/start.html", context)


def _shown_work(work: OpenWork, actor: Actor, today: date) -> dict[str, Any]:
    shown = [row for group in work.groups for row in group.rows]
    people = {row.for_user for row in shown} | {_other_handler(row, actor) for row in shown}
    names = names_here({one for one in people if one is not None})
    groups = [
        {
            "code": group.code.value,
            "name": GROUP_NAMES[group.code],
            "shape": SHAPES[group.code],
            "count": group.count,
            "rows": [_shown(row, names, actor, today) for row in group.rows],
            "rest": group.count - len(group.rows),
            "is_own": group.is_own,
            "is_nobodys": group.is_nobodys,
        }
        for group in work.groups
    ]
    next_row = work.next_row
    return {
        "work": groups,
        "open_count": work.count,
        "later": work.later,
        "next": _shown(next_row, {}, actor, today) if next_row else None,
        "late_in_register": work.late_in_register,
        "is_looking_on": not actor.may(Permission.HANDLE_COMPLAINTS),
    }


def _passed_too(row: WorkRow, today: date) -> str:
    """The last day of the file, where that has passed, or is today, and something older presses more."""
    if row.round.due_on > today or row.work.by == row.round.due_on:
        return ""
    reason = Reason.STATUTORY_TERM if row.round.is_under_law else Reason.OWN_NORM
    if row.round.due_on == today:
        return str(_("Today too: %(what)s.")) % {"what": reason_words(reason, taking=None)}
    return str(_("The %(what)s has passed too: %(by)s.")) % {"what": reason_words(reason, taking=None), "by": day(row.round.due_on)}


def _shown_promises(found: PressingPromises, actor: Actor, today: date) -> dict[str, Any]:
    names = names_here({row.promise.promised_by_id for row in found.rows if row.promise.promised_by_id is not None})
    rows = [
        {
            "promise": row.promise,
            "complaint": row.promise.complaint,
            "point": next(iter(row.promise.complaint.points.all()), None),
            "is_late": row.state is PromiseState.BROKEN,
            "shape": SHAPE_OF_PROMISE[row.state],
            "words": promise_words(row.promise, state=row.state, today=today),
            "who": _("you") if row.is_own else promiser_name(row.promise, names=names),
        }
        for row in found.rows
    ]
    return {"promises": rows, "promise_count": found.count, "can_settle": actor.may(Permission.HANDLE_COMPLAINTS)}


def _shown_hand_overs(found: list[HandOverDue], now: datetime) -> list[dict[str, Any]]:
    names = names_here({row.hand_over.owner_id for row in found if row.hand_over.owner_id})
    return [
        shown | {"reference": row.hand_over.complaint.reference, "is_own": row.is_own, "who": _("you") if row.is_own else shown["owner"]}
        for row, shown in ((row, shown_hand_over(row.hand_over, names=names, now=now)) for row in found)
    ]


def _shown_feedback(found: list[Transfer], today: date) -> list[dict[str, Any]]:
    return [
        shown_transfer(one, today=today)
        | {"reference": one.round.complaint.reference, "time_left": time_left(due_on=one.due_on or today, today=today)}
        for one in found
    ]


def _shown_untold(found: list[Untold], today: date) -> list[dict[str, Any]]:
    return [
        {
            "untold": one,
            "reference": one.complaint.reference,
            "address": "correct_lesson" if one.lesson else "record_feedback",
            "is_late": one.by < today,
            "time_left": time_left(due_on=one.by, today=today),
        }
        for one in found
    ]


def _shown_measures(found: list[MeasureDue], today: date) -> list[dict[str, Any]]:
    names = names_here({row.measure.owner_id for row in found})
    return [
        {
            "measure": row.measure,
            "is_inside": row.is_inside,
            "reference": row.measure.complaint.reference,
            "address": "check_measure" if row.is_check else "end_measure",
            "words": _("Does it help?") if row.is_check else _("Done, or not"),
            "is_late": row.by < today,
            "by": row.by,
            "time_left": time_left(due_on=row.by, today=today),
            "who": _("you") if row.is_own else names.get(row.measure.owner_id, ""),
            "is_own": row.is_own,
        }
        for row in found
    ]


def _other_handler(row: WorkRow, actor: Actor) -> int | None:
    """Whoever handles a file that is not this person's own, and for whom it is not done already."""
    handler_id = row.round.handler_id
    return handler_id if handler_id not in (actor.user_id, row.for_user) else None


def _shown(row: WorkRow, names: dict[int, str], actor: Actor, today: date) -> dict[str, Any]:
    waiting, complaint = row.work.waiting, row.round.complaint
    return {
        "reference": complaint.reference,
        "complaint": complaint,
        "round": row.round,
        "nature": row.point.nature if row.point else None,
        "unit": row.point.unit if row.point else None,
        "filer": row.filer_name,
        "for_name": names.get(row.for_user) if row.for_user is not None else None,
        "handler_name": names.get(_other_handler(row, actor) or 0),
        "step": shown_step(row.work.step) if actor.may(Permission.HANDLE_COMPLAINTS) else None,
        "todo": shown_step(row.work.step)["words"],
        "why": reason_words(row.work.reason, taking=row.taking),
        "is_unhandled": row.work.reason is Reason.NO_HANDLER,
        "by": row.work.by,
        "extend_by": row.work.extend_by,
        "passed_too": _passed_too(row, today),
        "time_left": time_left(due_on=row.work.by, today=today),
        "waiting": waiting_words(waiting, tries=row.work.tries) if waiting else None,
    }
