"""An apology by the ombudsman's card: recorded, and corrected with what it was in the history."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import check_day, checked_text
from complaints.models import PARTS_OF_APOLOGY, Apology, ContactWay
from complaints.records import row_of_file, told_before
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal
from tenants.permissions import Permission


class ApologySaysNothing(Refusal):
    code = "apology_says_nothing"
    message = _("Write down at least one part of what was said: what went wrong, that we regret it, or what we do now.")


class ApologiserMissing(Refusal):
    code = "apologiser_missing"
    message = _("Who apologised? Give the name or the function.")


class ApologisedToMissing(Refusal):
    code = "apologised_to_missing"
    message = _("To whom was this said? For example: whoever complains.")


@dataclass(frozen=True, kw_only=True)
class ApologyTold:
    """What was said, by whom, to whom, when and how. said_on: None for today. Of the five parts at least one is there."""

    said_by: str
    said_to: str
    way: ContactWay
    said_on: date | None = None
    what_went_wrong: str = ""
    regret: str = ""
    responsibility: str = ""
    what_now: str = ""
    what_changes: str = ""


TEXTS = (*PARTS_OF_APOLOGY, "said_by", "said_to")


def record_apology(
    *, actor: Actor, reference: str, told: ApologyTold, apology_id: uuid.UUID | None = None, seen_version: int | None, now: datetime
) -> Apology:
    """Record an apology; apology_id: the one that is corrected, None for a new one.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and Refusals with everything that is wrong at once:
    ApologySaysNothing, ApologiserMissing, ApologisedToMissing, DayInFuture, DayBeforeReceipt, TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.APOLOGISE, seen_version=seen_version)
        apology = row_of_file(Apology, in_hand.complaint, apology_id, field="apology_id")
        given = _checked(told, opened_on=in_hand.complaint.received_on, today=today)
        was = told_before(apology, tuple(given))
        for name, value in given.items():
            setattr(apology, name, value)
        if apology_id is None:
            apology.recorded_by_id, apology.recorded_at = actor.user_id, now
        apology.save()
        data = {"apology": str(apology.pk), "on": apology.said_on.isoformat(), "way": apology.way, "missing": apology.missing}
        code = "apology_recorded" if apology_id is None else "apology_corrected"
        finish_step(in_hand, actor=actor, now=now, code=code, data=data, personal={"was": was} if apology_id else None)
    return apology


def _checked(told: ApologyTold, *, opened_on: date, today: date) -> dict[str, Any]:
    given, findings = asdict(told), Findings()
    for name in TEXTS:
        with findings.noting():
            given[name] = checked_text(given[name], field=name)
    given["said_on"] = told.said_on or today
    with findings.noting():
        if not any(given[part] for part in PARTS_OF_APOLOGY):
            raise ApologySaysNothing(field="what_went_wrong")
    with findings.noting():
        if not given["said_by"]:
            raise ApologiserMissing(field="said_by")
    with findings.noting():
        if not given["said_to"]:
            raise ApologisedToMissing(field="said_to")
    with findings.noting():
        check_day(given["said_on"], field="said_on", opened_on=opened_on, today=today)
    findings.tell()
    return given
