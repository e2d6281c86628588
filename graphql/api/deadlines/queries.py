"""deadline: the Awb clock for given facts, with its explanation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import graphene
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from api.fields import GuardedField, list_of
from complaints.awb import clock
from complaints.awb.clock import HandlingClock
from complaints.awb.working_days import contact_due
from complaints.recomputing import current_norms
from tenants.errors import Refusal
from tenants.permissions import Permission

MOST_SUSPENSIONS = 50

Regime = graphene.Enum.from_enum(clock.Regime, description=lambda value: None if value is None else f"{value.weeks} weeks (Awb 9:11(1)).")


class TooManySuspensions(Refusal):
    code = "too_many_suspensions"
    message = _("Give at most %(most)s suspensions.")


class SuspensionInput(graphene.InputObjectType):
    """Consented postponement (Awb 9:11(3)); both days included."""

    starts_on = graphene.Date(required=True)
    ends_on = graphene.Date(required=True)


class ExplanationStep(graphene.ObjectType):
    """One step of the computation: which date it belongs to, what happened, in words."""

    about = graphene.String(required=True)
    code = graphene.String(required=True)
    text = graphene.String(required=True)


class ClockWarning(graphene.ObjectType):
    """What a handler should know about a lawful date."""

    code = graphene.String(required=True)
    text = graphene.String(required=True)


class Deadline(graphene.ObjectType):
    """The dates of one handling and why they are what they are."""

    received_on = graphene.Date(required=True)
    regime = graphene.Field(graphene.NonNull(Regime))
    label = graphene.String(required=True, description="term, or norm for an oral complaint")
    due_base = graphene.Date(required=True)
    due_after_extension = graphene.Date(required=True)
    notice_due = graphene.Date(required=True, description="Notice of not taking up, Awb 9:8(3).")
    contact_due = graphene.Date(description="First contact, norm in working days; for a day of receipt alone.")
    ombudsman_until = graphene.Date(required=True, description="Awb 9:24(1).")
    provisional = graphene.Boolean(required=True, description="A date rests on a year without a known decree.")
    explanation = list_of(graphene.String)
    steps = list_of(ExplanationStep)
    warnings = list_of(ClockWarning)


def as_deadline(value: HandlingClock, *, contact: date | None) -> Deadline:
    """The clock as the API shows it, in the language of the request."""
    language = get_language() or "nl"
    return Deadline(
        received_on=value.received_on,
        regime=value.regime,
        label=value.label.value,
        due_base=value.due_base,
        due_after_extension=value.due_after_extension,
        notice_due=value.notice_9_8_3_due,
        contact_due=contact,
        ombudsman_until=value.ombudsman_until,
        provisional=value.is_provisional,
        explanation=value.explanation(language=language),
        steps=[ExplanationStep(about=step.about.value, code=step.code.value, text=step.text(language=language)) for step in value.steps],
        warnings=[ClockWarning(code=warning.code.value, text=warning.text(language=language)) for warning in value.warnings],
    )


class DeadlineQueries(graphene.ObjectType):
    deadline = GuardedField(
        graphene.NonNull(Deadline),
        permission=Permission.COMPUTE_DEADLINES,
        received_on=graphene.Date(required=True),
        regime=graphene.Argument(Regime, default_value=clock.Regime.INTERNAL),
        commission_appointed=graphene.Boolean(
            default_value=False, description="A person or committee under Awb 9:13 or 9:14 is appointed."
        ),
        extension_weeks=graphene.Int(default_value=0),
        suspensions=graphene.Argument(
            graphene.List(graphene.NonNull(SuspensionInput)), default_value=[], description=f"At most {MOST_SUSPENSIONS}."
        ),
        oral=graphene.Boolean(default_value=False),
    )

    @staticmethod
    def resolve_deadline(
        root: None,
        info: Any,
        received_on: date,
        regime: Any,
        commission_appointed: bool,
        extension_weeks: int,
        suspensions: Sequence[Any],
        oral: bool,
    ) -> Deadline:
        if len(suspensions) > MOST_SUSPENSIONS:
            raise TooManySuspensions(field="suspensions", most=MOST_SUSPENSIONS)
        calendar = info.context.loaders.calendar()
        extension = clock.Extension(weeks=extension_weeks, notified_on=None, is_complainant_notified=True, is_subject_notified=True)
        value = clock.handling_clock(
            received_on=received_on,
            regime=clock.Regime(regime),
            calendar=calendar,
            is_commission_appointed=commission_appointed,
            extensions=(extension,) if extension_weeks else (),
            postponements=tuple(
                clock.Postponement(starts_on=period.starts_on, ends_on=period.ends_on, has_written_consent=True) for period in suspensions
            ),
            is_oral=oral,
        )
        norms = current_norms()
        contact = contact_due(received_on=received_on, calendar=calendar, working_days=norms.contact_days, skip_decreed=norms.skip_decreed)
        return as_deadline(value, contact=contact.result)
