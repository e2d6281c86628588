"""What somebody who registers or handles can choose from: the organisation's words, its people, authorities and providers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from complaints.intake import Submission
from complaints.models import Compartment, Complaint
from providers.directory.models import Provider
from tenants.accounts.selectors import colleagues_here, only_with_role, people_with_role
from tenants.actors import Actor, guard
from tenants.organisation.checks import in_force
from tenants.organisation.core_lists import OUTCOMES, THEMES, Dimension, Outcome
from tenants.organisation.models import Authority, Label
from tenants.permissions import OUTSIDERS, Permission, Role


@dataclass(frozen=True, kw_only=True)
class IntakeChoices:
    """labels: by dimension (id, text, core code) in the organisation's order. The others: (id, name); the default authority first."""

    labels: dict[Dimension, list[tuple[str, str, str | None]]]
    authorities: list[tuple[str, str]]
    colleagues: list[tuple[str, str]]
    providers: list[tuple[str, str]]

    def natures(self, *, blank: tuple[str, Any]) -> list[tuple[str, Any]]:
        """Subjects: the organisation's own, then the themes of the core list that none of them covers."""
        own = self.labels[Dimension.NATURE]
        covered = {core_code for _id, _text, core_code in own}
        return [blank, *((key, text) for key, text, _code in own), *((code, name) for code, name in THEMES.items() if code not in covered)]


def intake_choices(*, actor: Actor, today: date, kept: Submission | None = None) -> IntakeChoices:
    """Everything the form of registration offers; of a file that is changed also what it holds and is offered no more.

    Raises NotPermitted.
    """
    guard(actor, Permission.REGISTER_COMPLAINTS)
    kept = kept or Submission()
    held = {
        text for text in (kept.channel, kept.municipality, *(part for point in kept.points for part in (point.nature, point.unit))) if text
    }
    labels: dict[Dimension, list[tuple[str, str, str | None]]] = {dimension: [] for dimension in Dimension}
    for label in Label.objects.filter(Q(is_active=True) | Q(pk__in=held)).order_by("dimension", "position", "text"):
        labels[Dimension(label.dimension)].append((str(label.pk), label.text, label.core_code))
    authorities = list(Authority.objects.filter(in_force(day=today) | Q(pk=kept.authority_id)).order_by("-is_default", "name"))
    involved = {one.user_id for one in kept.involved}
    return IntakeChoices(
        labels=labels,
        authorities=[(str(one.pk), one.name) for one in authorities],
        colleagues=[(str(one.user_id), one.shown_name) for one in colleagues_here(also=involved)],
        providers=_providers(kept.provider_id),
    )


def provider_choices(*, actor: Actor, kept: int | None) -> list[tuple[str, str]]:
    """Care providers by name. kept: one that a file names, also where it is offered no more."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    return _providers(kept)


def _providers(kept: int | None) -> list[tuple[str, str]]:
    found = Provider.objects.filter(Q(is_active=True) | Q(pk=kept)).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def handler_choices(*, actor: Actor, complaint: Complaint, today: date, with_involved: bool) -> list[tuple[str, str]]:
    """Who may handle this file, by name. with_involved: also who was involved, named as such, who needs the exception of 9:7(2)."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    roles = {Role.COUNCIL_REGISTRY} if complaint.compartment == Compartment.COUNCIL else {Role.HANDLER, Role.COORDINATOR}
    involved = set(complaint.involved_people.values_list("user_id", flat=True))
    able = set(people_with_role(roles=roles, today=today))
    return [
        (str(one.user_id), f"{one.shown_name} ({_('was involved')})" if one.user_id in involved else one.shown_name)
        for one in colleagues_here()
        if one.user_id in able and (with_involved or one.user_id not in involved)
    ]


def promiser_choices(*, actor: Actor, today: date) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Whose promise it may be: colleagues by name, and units in the organisation's order, as (id, name)."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    units = Label.objects.filter(dimension=Dimension.UNIT, is_active=True).order_by("position", "text")
    barred = only_with_role(roles=OUTSIDERS, today=today)
    colleagues = [(str(one.user_id), one.shown_name) for one in colleagues_here() if one.user_id not in barred]
    return colleagues, [(str(label.pk), label.text) for label in units]


def mediator_choices(*, actor: Actor, complaint: Complaint, handler_id: int | None, today: date) -> list[tuple[str, str]]:
    """Which colleagues stand outside a complaint, so may mediate in it, by name."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    barred = only_with_role(roles=OUTSIDERS, today=today) | {handler_id, *complaint.involved_people.values_list("user_id", flat=True)}
    return [(str(one.user_id), one.shown_name) for one in colleagues_here() if one.user_id not in barred]


def outcome_choices(*, actor: Actor) -> list[tuple[str, str, Outcome]]:
    """Outcomes to close with, each with what it means: the organisation's own words, then the core ones none of them covers."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    own = Label.objects.filter(dimension=Dimension.OUTCOME, is_active=True, core_code__isnull=False).exclude(
        core_code=Outcome.UPHELD_OR_PARTLY
    )
    words = [(str(label.pk), label.text, label.core_code) for label in own.order_by("position", "text")]
    covered = {code for _key, _text, code in words} | {Outcome.UPHELD_OR_PARTLY}
    own_words = [(key, text, Outcome(code)) for key, text, code in words if code]
    return own_words + [(code.value, name, code) for code, name in OUTCOMES.items() if code not in covered]
