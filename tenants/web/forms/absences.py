from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.accounts.selectors import PersonHere
from tenants.organisation.models import Absence
from tenants.web.forms.organisation import DayField


class AbsenceForm(forms.Form):
    """people: whose absence may be recorded; without it the person's own. substitute: whom the substitute field begins with."""

    hides_optional = True
    user_id = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    first_day = DayField(label=_("First day"), help_text=_("Today or later."))
    last_day = DayField(label=_("Last day"), help_text=_("This day is included; the day after it the work is back by itself."))
    substitute_id = forms.TypedChoiceField(
        label=_("Who does the work meanwhile"),
        coerce=int,
        help_text=_("A file in which this colleague is involved goes to somebody else by itself."),
    )

    def __init__(self, *args: Any, people: list[PersonHere] | None, colleagues: list[PersonHere], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["user_id"]
        else:
            self.fields["user_id"].choices = _choices(people)  # type: ignore[attr-defined]
        self.fields["substitute_id"].choices = _choices(colleagues)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(absence: Absence) -> dict[str, Any]:
        return {name: getattr(absence, name) for name in ("substitute_id", "first_day", "last_day")}


class SubstituteForm(forms.Form):
    user_id = forms.TypedChoiceField(label=_("Who"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, people: list[PersonHere], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = [("", _("Nobody")), *((one.user_id, one.shown_name) for one in people)]  # type: ignore[attr-defined]


def _choices(people: list[PersonHere]) -> list[tuple[Any, Any]]:
    return [("", _("Choose somebody")), *((one.user_id, one.shown_name) for one in people)]
