"""The copy to whoever it is about, and hearing both sides: what the law asks, what is done of it, and a short page for each."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.advising import able_members, hears_in
from complaints.flows.copying import record_copy
from complaints.flows.hearing import Invitation, Talk, invite_to_hearing, record_hearing, record_reply
from complaints.flows.looking import record_openings
from complaints.flows.waiving import FACTS_OF_WAIVER, Waiver, waive_hearing
from complaints.hearing import Heard, needs_copy, subjects_of, without_copy
from complaints.intake_choices import handler_choices
from complaints.letter_writing import last_sent
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.letters.facts import Fact
from complaints.models import Complaint, HeardSide, Round
from complaints.selectors import current_round, standing_waiver, state_of_file, talks_held, talks_to_record
from complaints.statuses import Step, allows
from complaints.steps import STATE_NAMES
from complaints.web.hearing_forms import CopyForm, InviteForm, ReplyForm, TalkForm, WaiverForm, as_choice, chosen_person
from complaints.web.hearing_wording import people_heard, shown_hearings, side_name, talk_name
from complaints.web.views.step_page import METHODS, file_or_404, redacted_copies, seen, step_page, who
from tenants.accounts.selectors import names_here
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission, requires

# The name in the address of a talk that is planned.
TALK = "gesprek"
PARTED = "complaints/steps/parted.html"


@never_cache
@require_http_methods(["GET", "HEAD"])
@requires(Permission.HEAR)
def hearings(request: HttpRequest, reference: str) -> HttpResponse:
    """What articles 9:9 and 9:10 ask for in this file, and what is done of it."""
    of = file_or_404(request, reference)
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=read_clock())  # type: ignore[attr-defined]
    one = current_round(of)
    context = {
        "complaint": of,
        "is_open": allows(state_of_file(of), Step.INVITE),
        "state": STATE_NAMES[state_of_file(of)],
        "needs_copy": needs_copy(of),
        "has_subjects": bool(subjects_of(of)),
        "without_copy": [side_name(person, _names(of)) for person in without_copy(of, one.copies.all())],
        "has_report": bool(talks_held(one)),
        "handles": request.actor.may(Permission.HANDLE_COMPLAINTS),  # type: ignore[attr-defined]
        "hears": hears_in(request.actor, one),  # type: ignore[attr-defined]
        "committee": one.committee,
        **shown_hearings(of, one, names=_names(of)),
    }
    return render(request, "complaints/steps/hearings.html", context)


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    people = without_copy(of, current_round(of).copies.all())
    if not people and request.method != "POST":
        return redirect("hearings", reference=of.reference)
    names = _names(of)
    subjects = [(as_choice(one), side_name(one, names)) for one in people]
    form = CopyForm(request.POST or None, subjects=subjects, initial=seen(of) | _copied_by_letter(current_round(of)))
    return step_page(
        request,
        of,
        Step.SEND_COPY,
        form,
        lambda given: record_copy(
            **who(request, of),
            subject=chosen_person(given["subject"], witness=""),
            sent_on=given["sent_on"],
            way=given["way"],
            seen_version=given["version"],
        ),
        title=_("Copy to whoever it is about"),
        lead=_("Whoever it is about gets the klaagschrift with everything that came along, before anybody is heard (article 9:9)."),
        button=_("Record"),
        done=_("That the copy was sent is in the file."),
        template="complaints/steps/enclosing.html",
        redacted=redacted_copies(request, of),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HEAR)
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    told = _invited_by_letter(of, asked=request.GET.get("wie", ""))
    form = InviteForm(
        request.POST or None,
        people=_people(of),
        due_on=current_round(of).due_on,
        today=dutch_date(read_clock()),
        initial=seen(of) | _asked_for(request) | told,
    )
    return step_page(
        request,
        of,
        Step.INVITE,
        form,
        lambda given: invite_to_hearing(
            **who(request, of),
            invitation=Invitation(
                person=chosen_person(given["person"], witness=given["witness"]),
                **{name: given[name] for name in ("invited_on", "reply_by", "planned_at", "way")},
                is_day_meant=given.get("is_day_meant", False),
            ),
            seen_version=given["version"],
        ),
        title=_("Invite to a talk"),
        lead=_("Both sides may tell their story before there is a judgment (article 9:10). By phone is fine; somebody may come along."),
        button=_("Record the invitation"),
        done=_("The invitation is in the file."),
        template=PARTED,
        place=lambda field: "person" if field == "side" else field,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HEAR)
def talk(request: HttpRequest, reference: str) -> HttpResponse:
    """Of a talk that was planned (`?gesprek=`), or of one without an invitation."""
    of = file_or_404(request, reference)
    one, names = current_round(of), _names(of)
    planned = {str(hearing.pk): hearing for hearing in talks_to_record(one)}
    hearers = _hearers(request, of)
    people = [*((key, talk_name(hearing, names)) for key, hearing in planned.items()), *_people(of)]
    own = str(request.actor.user_id)  # type: ignore[attr-defined]
    form = TalkForm(
        request.POST or None,
        people=people,
        hearers=[(key, name) for key, name in hearers if key != own],
        initial=seen(of) | _asked_for(request) | _as_planned(planned.get(request.GET.get(TALK, ""))),
    )
    return step_page(
        request,
        of,
        Step.RECORD_HEARING,
        form,
        lambda given: record_hearing(**who(request, of), talk=_talk(given, planned=set(planned)), seen_version=given["version"]),
        title=_("Record a talk"),
        lead=_("Of each talk a report is made (article 9:10(3)). Write down what was said, in the words of whoever said it."),
        button=_("Record"),
        done=_("The talk is in the file."),
        template=PARTED,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HEAR)
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    held, names = talks_held(current_round(of)), _names(of)
    if not held and request.method != "POST":
        return redirect("hearings", reference=of.reference)
    talks = [(str(one.pk), talk_name(one, names)) for one in held]
    form = ReplyForm(request.POST or None, talks=talks, initial=seen(of) | _talk_asked(request))
    return step_page(
        request,
        of,
        Step.REPLY_TO_REPORT,
        form,
        lambda given: record_reply(
            **who(request, of),
            **{name: given[name] for name in ("hearing_id", "report_sent_on", "reply", "replied_on")},
            seen_version=given["version"],
        ),
        title=_("The report and the reaction to it"),
        lead=_("Whoever was heard gets the report, and may say what is not right in it."),
        button=_("Record"),
        done=_("This is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HEAR)
def waive(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    if standing_waiver(current_round(of)) is not None and request.method != "POST":
        return redirect("hearings", reference=of.reference)
    facts = [name for names in FACTS_OF_WAIVER.values() for name in names]
    return step_page(
        request,
        of,
        Step.WAIVE_HEARING,
        WaiverForm(request.POST or None, initial=seen(of)),
        lambda given: waive_hearing(
            **who(request, of),
            waiver=Waiver(ground=given["ground"], **{name: given[name] for name in facts}),
            seen_version=given["version"],
        ),
        title=_("Do not hear the person who complains"),
        lead=_("There are three grounds (article 9:10(2)). Whoever it is about is always heard."),
        button=_("Record"),
        done=_("Why this person is not heard is in the file."),
        template=PARTED,
    )


def _hearers(request: HttpRequest, of: Complaint) -> list[tuple[str, str]]:
    """Members where a committee hears, who may leave it to one of them (9:15(2)); else whoever may handle the file."""
    one, today = current_round(of), dutch_date(read_clock())
    if one.committee_id is not None:
        members = able_members(one, today=today)
        names = names_here(members)
        return [(str(user_id), names.get(user_id, "")) for user_id in members]
    return handler_choices(actor=request.actor, complaint=of, today=today, with_involved=False)  # type: ignore[attr-defined]


def _people(of: Complaint) -> list[tuple[str, str]]:
    names = _names(of)
    people = [Heard(side=HeardSide.COMPLAINANT), *subjects_of(of), Heard(side=HeardSide.WITNESS)]
    return [(as_choice(one), side_name(one, names)) for one in people]


def _names(of: Complaint) -> dict[int, str]:
    subjects = {person.user_id for person in subjects_of(of) if person.user_id is not None}
    return names_here(subjects | people_heard(current_round(of)))


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """Which side a button was pressed for: a code, never a name."""
    side = request.GET.get("wie", "")
    return {"person": side} if side in HeardSide.values else {}


def _copied_by_letter(one: Round) -> dict[str, Any]:
    """What the letter with the copy (L03) told that is not recorded yet."""
    recorded = one.copies.order_by("recorded_at").last()
    letter = last_sent(one, LetterCode.COPY_TO_SUBJECT, after=recorded.recorded_at if recorded else None)
    return {"sent_on": letter.sent_on, "way": letter.way} if letter else {}


def _invited_by_letter(of: Complaint, *, asked: str) -> dict[str, Any]:
    """What the last invitation (L04) told that is not recorded yet, where it went to the side that is asked about, or to any."""
    one = current_round(of)
    recorded = one.hearings.order_by("recorded_at").last()
    letter = last_sent(one, LetterCode.HEARING_INVITATION, after=recorded.recorded_at if recorded else None)
    if letter is None or asked not in ("", letter.addressee):
        return {}
    subjects = subjects_of(of)
    to = Heard(side=HeardSide.COMPLAINANT) if letter.addressee == Addressee.COMPLAINANT else subjects[0] if len(subjects) == 1 else None
    person = {"person": as_choice(to)} if to is not None else {}
    return person | {"invited_on": letter.sent_on, "reply_by": letter.facts.get(Fact.REPLY_BY)}


def _talk_asked(request: HttpRequest) -> dict[str, Any]:
    return {"hearing_id": request.GET.get(TALK, "")}


def _as_planned(planned: Any) -> dict[str, Any]:
    if planned is None:
        return {}
    return {"person": str(planned.pk), "way": planned.way, "held_at": planned.planned_at}


def _talk(given: dict[str, Any], *, planned: set[str]) -> Talk:
    told = {name: given[name] for name in ("result", "held_at", "way", "present", "heard_by", "report", "reason")}
    if given["person"] in planned:
        return Talk(hearing_id=uuid.UUID(given["person"]), **told)
    return Talk(person=chosen_person(given["person"], witness=given["witness"]), **told)
