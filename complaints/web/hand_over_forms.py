"""The forms of handing over what is somebody else's work, and of what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import HAND_OVERS, HandOverKind
from complaints.handing_over import RULES
from complaints.models import ContactWay
from complaints.web.card_forms import optional_text
from complaints.web.hearing_forms import PartedForm
from complaints.web.registration_form import MomentField
from complaints.web.step_forms import NOT_CHOSEN, StepForm, text_field
from tenants.web.forms.organisation import DayField

_PHONED = tuple(kind.value for kind, rule in RULES.items() if rule.is_phoned)
_SAME_DAY = tuple(kind.value for kind, rule in RULES.items() if rule.is_told_same_day)
_OWN_DAY = tuple(kind.value for kind, rule in RULES.items() if not rule.has_term)


class HandOverForm(PartedForm):
    FIRST = ("kind",)
    PARTS = (
        ("kind", _PHONED, _("Phone first"), ("phoned_whom", "phoned_at")),
        ("kind", _OWN_DAY, _("By when"), ("due_on",)),
    )

    kind = forms.TypedChoiceField(
        label=_("What is it?"),
        coerce=HandOverKind,
        choices=[(code.value, name) for code, name in HAND_OVERS.items()],
        widget=forms.RadioSelect,
    )
    text = text_field(
        _("What do you hand over?"), rows=3, help_text=_("What happened or is asked, and what is needed. Not the whole story.")
    )
    known_at = MomentField(
        label=_("When did it become known, or was it asked?"), required=False, help_text=_("Empty: now. Its term begins then.")
    )
    owner_id = forms.TypedChoiceField(label=_("Whose work is it?"), required=False, coerce=int, empty_value=None)
    owner_name = forms.CharField(
        label=_("Or a function outside this register"),
        required=False,
        max_length=200,
        help_text=_("For example the privacy officer, legal affairs, the Woo contact, the supervisor, the confidant of staff."),
    )
    phoned_whom = forms.CharField(label=_("Whom did you phone?"), required=False, max_length=200, help_text=_("With danger to life: 112."))
    phoned_at = MomentField(label=_("When was that?"), required=False)
    due_on = DayField(label=_("By which day is it done?"), required=False, help_text=_("As you agreed with whoever does it."))
    told_on = DayField(label=_("On which day did the owner hear it?"), required=False, help_text=_("Empty: today."))
    told_way = forms.TypedChoiceField(
        label=_("How did the owner hear it?"),
        required=False,
        coerce=ContactWay,
        empty_value=None,
        choices=[NOT_CHOSEN, *ContactWay.choices],
    )
    late_remark = optional_text(
        _("Why did the owner hear it later?"), rows=2, help_text=_("Only of a data breach or danger that was told on a later day.")
    )

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [("", _("nobody who works here")), *owners]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What stands in a part that was not asked for is no answer."""
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind is not None and kind.value not in _OWN_DAY:
            cleaned["due_on"] = None
        if kind is not None and kind.value not in _PHONED:
            cleaned |= {"phoned_whom": "", "phoned_at": None}
        return cleaned


class MoveHandOverForm(StepForm):
    new_due_on = DayField(label=_("By which day is it done now?"))
    reason = text_field(_("Why?"), rows=2)


class EndHandOverForm(StepForm):
    is_done = forms.TypedChoiceField(
        label=_("What became of it?"),
        coerce=lambda given: given == "done",
        choices=[("done", _("it is done")), ("dropped", _("it turned out to be nothing"))],
        widget=forms.RadioSelect,
    )
    result = text_field(_("What came of it, or why was it nothing?"), rows=3)
    ended_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))
