"""What somebody can choose from to narrow the list: only what their own files are about."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef

from complaints.access import visible_complaints
from complaints.finding.filters import may_look_by_handler
from complaints.searching import SHORTEST_FRAGMENT
from providers.directory.models import Provider
from tenants.accounts.selectors import colleagues_here, people_with_role
from tenants.actors import Actor
from tenants.organisation.core_lists import Dimension, label_key
from tenants.organisation.models import Label
from tenants.permissions import Role

LOOKED_BY_NAME = (Dimension.NATURE, Dimension.UNIT, Dimension.MUNICIPALITY)
MOST_LABELS = 3
HANDLING_ROLES = frozenset({Role.HANDLER, Role.COORDINATOR, Role.COUNCIL_REGISTRY})


def labels_called(words: str) -> list[Label]:
    """The subjects, units and municipalities with these words in their name, at most MOST_LABELS. words: checked words.

    Text is what the search looks through; who types the name of a subject may well mean the subject.
    """
    key = label_key(words)
    if len(key) < SHORTEST_FRAGMENT:
        return []
    return list(Label.objects.filter(dimension__in=LOOKED_BY_NAME, key__contains=key, is_active=True)[:MOST_LABELS])


def handlers_to_look_by(*, actor: Actor, today: date, also: int | None = None) -> list[tuple[int, str]]:
    """Who may be handling files, by name; empty for whoever may not look by handler. also: somebody who has no role any more."""
    if not may_look_by_handler(actor):
        return []
    able = people_with_role(roles=HANDLING_ROLES, today=today) | {also}
    return [(one.user_id, one.shown_name) for one in colleagues_here(also=(also,)) if one.user_id in able]


def providers_to_look_by(*, actor: Actor) -> list[tuple[int, str]]:
    """The providers that files somebody may see are about, by name."""
    about = visible_complaints(actor=actor).filter(provider_id=OuterRef("pk")).order_by()
    return list(Provider.objects.filter(Exists(about)).order_by("name").values_list("pk", "name"))
