"""A step that a colleague was before: who did what, from what to what, beside what this person is about to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.code_lists import FILER_ROLES, LAWS, WISHES
from complaints.models import Exclusion, Identity
from complaints.steps import ChangedMeanwhile
from complaints.web.timeline import FIELD_NAMES
from complaints.web.wording import event_name
from providers.directory.models import Provider
from tenants.accounts.selectors import shown_names
from tenants.organisation.models import Authority
from tenants.templatetags.polsslag import day, moment

STEP_FIELD_NAMES: dict[str, Promise] = {
    **FIELD_NAMES,
    "handler": gettext_lazy("Handled by"),
    "round": gettext_lazy("Round"),
    "acknowledged_on": gettext_lazy("Receipt confirmed"),
    "closed_on": gettext_lazy("Closed on"),
    "due_on": gettext_lazy("Last day"),
    "outcome": gettext_lazy("Outcome"),
    "exclusion": gettext_lazy("In the figures"),
    "received_at": gettext_lazy("When it came in"),
}
# What a step asks of the same thing: the field of its form.
EXPLORED = ("story", "meaning", "wish", "informing", "inform_weeks")
ASKED_BY_STEP = {"handler": "handler_id"} | {name: name for name in ("acknowledged_on", "closed_on", "outcome", "received_at", *EXPLORED)}
# Before it is done there is none, so the history keeps none.
BEGINS_EMPTY = frozenset({"acknowledged_on", "closed_on", "outcome", "round"})


@dataclass(frozen=True, kw_only=True)
class Overtaken:
    """done: (who, what, when) of each thing colleagues did. rows: what it is, what it was, is now, and is about to become."""

    done: list[dict[str, str]]
    rows: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the numbers in the values are called."""

    people: Mapping[int, str]
    authorities: Mapping[int, str] = field(default_factory=dict)
    providers: Mapping[int, str] = field(default_factory=dict)


def overtaken(request: HttpRequest, refusal: ChangedMeanwhile, form: Any) -> Overtaken:
    """For who may see the file. form: of the step, with what was typed."""
    changes, values = refusal.details["changes"], refusal.details["values"]
    people = {change["by"] for change in changes if change["by"]} | {one for value in values for one in _people_in(value)}
    names = Names(
        people=shown_names(actor=request.actor, tenant=request.tenant, user_ids=people),  # type: ignore[attr-defined]
        authorities=dict(Authority.objects.filter(pk__in=_both_sides(values, "authority_id")).values_list("pk", "name")),
        providers=dict(Provider.objects.filter(pk__in=_both_sides(values, "provider_id")).values_list("pk", "name")),
    )
    return Overtaken(
        done=[
            {
                "who": names.people.get(change["by"]) or _("Polsslag itself"),
                "what": event_name(change["code"]),
                "when": moment(datetime.fromisoformat(change["at"])),
            }
            for change in changes
        ],
        rows=[_row(value, names, form) for value in values],
    )


def _row(value: Mapping[str, Any], names: Names, form: Any) -> dict[str, str]:
    name = value["field"]
    was = _in_words(name, value["was"], names) if "was" in value else "" if name in BEGINS_EMPTY else _("not kept")
    return {
        "label": str(STEP_FIELD_NAMES.get(name, name)),
        "was": was,
        "now": _in_words(name, value.get("now"), names),
        "ours": _typed(form, ASKED_BY_STEP.get(name, "")),
    }


def _typed(form: Any, name: str) -> str:
    """What was typed at the field of this form, as it reads; empty where the form has no such field."""
    if name not in form.fields:
        return ""
    value = form.cleaned_data.get(name)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    choices = {str(key): text for key, text in getattr(form.fields[name], "choices", ())}
    return str(choices.get(str(value), value or ""))


def _in_words(name: str, value: Any, names: Names) -> str:
    told = _TELLERS.get(name)
    if told is not None:
        return told(value, names) if value else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "")


def _handler(value: int, names: Names) -> str:
    return names.people.get(value, "")


def _person(value: Mapping[str, str], names: Names) -> str:
    """Of somebody who is shielded, or was meanwhile, the value holds no name."""
    if "name" not in value or value["identity"] == Identity.SHIELDED:
        return _("shielded")
    return ", ".join(value[part] for part in ("name", "phone", "email", "address") if value.get(part))


def _points(value: Iterable[Mapping[str, str]], names: Names) -> str:
    return "\n".join(", ".join(point[part] for part in ("nature", "unit", "description") if point.get(part)) for point in value)


def _involved(value: Iterable[Mapping[str, Any]], names: Names) -> str:
    return "\n".join(names.people.get(one.get("user_id") or 0) or str(one.get("name") or "") for one in value)


def _listed(known: Mapping[Any, Any]) -> Callable[[Any, Names], str]:
    return lambda value, names: str(known.get(value, value))


_TELLERS: dict[str, Callable[[Any, Names], str]] = {
    "handler": _handler,
    "filer": _person,
    "affected_person": _person,
    "points": _points,
    "involved": _involved,
    "filer_role": _listed(FILER_ROLES),
    "handling_wish": _listed(WISHES),
    "law": _listed(LAWS),
    "exclusion": _listed(dict(Exclusion.choices)),
    "authority_id": lambda value, names: names.authorities.get(value, ""),
    "provider_id": lambda value, names: names.providers.get(value, ""),
    "received_at": lambda value, names: moment(datetime.fromisoformat(value)),
    "acknowledged_on": lambda value, names: day(date.fromisoformat(value)),
    "due_on": lambda value, names: day(date.fromisoformat(value)),
    "closed_on": lambda value, names: day(date.fromisoformat(value)),
}


def _people_in(value: Mapping[str, Any]) -> list[int]:
    """The colleagues among both sides of a value."""
    sides = [value.get(side) for side in ("was", "now")]
    if value["field"] == "handler":
        return [one for one in sides if one]
    if value["field"] == "involved":
        return [one["user_id"] for side in sides for one in side or () if one.get("user_id")]
    return []


def _both_sides(values: Iterable[Mapping[str, Any]], name: str) -> set[Any]:
    return {value.get(side) for value in values if value["field"] == name for side in ("was", "now")} - {None}
