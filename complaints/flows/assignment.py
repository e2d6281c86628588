"""Give a file to whoever will handle it: never to somebody who was involved in the conduct (Awb 9:7)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import may_handle_in
from complaints.checks import checked_text
from complaints.code_lists import ConductOf
from complaints.models import Complaint, InvolvedPerson
from complaints.records import end_exceptions
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from complaints.work.crew import crew_on
from complaints.work.involvement import check_decides_on_involvement
from complaints.work.notifying import tell_takers
from tenants.accounts.selectors import names_here
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.organisation.models import Absence
from tenants.organisation.standing_in import stand_in_of
from tenants.permissions import Permission


class HandlesNothingHere(Refusal):
    code = "handles_nothing_here"
    message = _("This person handles no complaints here. Choose somebody from the list, or ask an administrator to give the role.")


class HandlerIsInvolved(Refusal):
    code = "handler_is_involved"
    message = _(
        "This person was involved, so somebody else handles the complaint (article 9:7). Is it about conduct of the authority itself,"
        " its chair or a member? Then say of whom, and why this person handles it."
    )


class ConductOfMissing(Refusal):
    code = "conduct_of_missing"
    message = _("Say whose conduct it is. Of anybody else somebody who was involved does not handle it (article 9:7(2)).")


class ExceptionNotNeeded(Refusal):
    code = "exception_not_needed"
    message = _("This person was not involved, so no exception is needed (article 9:7(2)). Leave out whose conduct it is, and why.")


class HandlerIsAway(Refusal):
    """details: last_day; stand_in: the user who stands in, stand_in_name as colleagues know them."""

    code = "handler_is_away"
    message = _("This person is away up to and including %(last_day)s; %(stand_in_name)s stands in. Choose the stand-in, or confirm.")


class AlreadyTheHandler(Refusal):
    code = "already_the_handler"
    message = _("This person handles the complaint already.")


def assign_complaint(
    *,
    actor: Actor,
    reference: str,
    handler_id: int,
    seen_version: int | None,
    conduct_of: ConductOf | None = None,
    exception_reason: str = "",
    even_if_away: bool = False,
    now: datetime,
) -> Complaint:
    """Make somebody the handler of the open round.

    conduct_of, exception_reason: whose conduct it is and why somebody who was involved handles it all the same (9:7(2)); both
    are needed, from who decides on involvement; it ends when somebody else becomes the handler. even_if_away: also to somebody who is away
    today; whoever stands in has it until then. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile,
    AlreadyTheHandler, HandlesNothingHere, HandlerIsAway, InvolvementNotYours, HandlerIsInvolved, ConductOfMissing, ExceptionNotNeeded,
    TextMissing,    TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(exception_reason, field="exception_reason")
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ASSIGN, seen_version=seen_version)
        if in_hand.round.handler_id == handler_id:
            raise AlreadyTheHandler(field="handler_id")
        if not may_handle_in(in_hand.complaint.compartment, user_id=handler_id, today=dutch_date(now)):
            raise HandlesNothingHere(field="handler_id")
        if not even_if_away:
            _check_presence(handler_id, today=dutch_date(now))
        involved = InvolvedPerson.objects.filter(complaint=in_hand.complaint, user_id=handler_id)
        is_exception = involved.exists()
        if is_exception:
            _check_exception(in_hand.complaint, conduct_of, reason, actor=actor, today=dutch_date(now))
        elif conduct_of is not None or reason:
            raise ExceptionNotNeeded(field="conduct_of" if conduct_of is not None else "exception_reason")
        involved.update(handles_by_exception=True)
        ended = end_exceptions(in_hand.complaint, but_for=handler_id)
        before, in_hand.round.handler_id = in_hand.round.handler_id, handler_id
        in_hand.round.save(update_fields=["handler"])
        data = {"handler": handler_id, "before": before, "fields": ["handler"]}
        # That this handler was involved is personal, as why it is allowed.
        personal = ({"conduct_of": conduct_of, "exception_reason": reason} if is_exception else {}) | ended
        finish_step(in_hand, actor=actor, now=now, code="assigned", data=data, personal=personal or None)
        tell_takers([in_hand.round], actor=actor, occasion=in_hand.occasion, now=now)
        return in_hand.complaint


def _check_exception(complaint: Complaint, conduct_of: ConductOf | None, reason: str, *, actor: Actor, today: date) -> None:
    check_decides_on_involvement(actor=actor, complaint=complaint, today=today, field="handler_id")
    if conduct_of is None and not reason:
        raise HandlerIsInvolved(field="handler_id")
    if conduct_of is None:
        raise ConductOfMissing(field="conduct_of")
    checked_text(reason, field="exception_reason", is_needed=True)


def _check_presence(handler_id: int, *, today: date) -> None:
    away = Absence.objects.filter(user_id=handler_id, first_day__lte=today, last_day__gte=today).first()
    if away is None:
        return
    stand_in = stand_in_of(handler_id, replaced=crew_on(today).replaced) or away.substitute_id
    name = names_here({stand_in})[stand_in]
    raise HandlerIsAway(field="handler_id", last_day=away.last_day, stand_in=stand_in, stand_in_name=name)
