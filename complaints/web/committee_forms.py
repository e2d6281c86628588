"""Forms of a complaint before a committee: that it goes there, and the advice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.advising import Advised
from complaints.code_lists import VERDICTS, Verdict
from complaints.models import Advice, ComplaintPoint, ContactWay
from complaints.web.judgment_wording import point_name
from complaints.web.step_forms import NOT_CHOSEN, StepForm, text_field
from tenants.web.forms.organisation import DayField

TEXTS = ("findings", "considerations", "advice")


class PutBeforeForm(StepForm):
    told_on = DayField(
        label=_("On which day was the person told that the committee advises?"),
        required=False,
        help_text=_("In the confirmation of receipt, or after it (article 9:15(1)). From that day ten weeks hold, counted from receipt."),
    )
    way = forms.TypedChoiceField(
        label=_("How was the person told?"), required=False, coerce=ContactWay, empty_value=None, choices=[NOT_CHOSEN, *ContactWay.choices]
    )


class AdviceForm(StepForm):
    """points: of the complaint, the main one first. members: (id, name) of those who may give it."""

    findings = text_field(_("What did the committee establish?"), rows=6, is_required=False, help_text=_("What happened, by both sides."))
    considerations = text_field(_("Why does it advise so?"), rows=4, is_required=False)
    advice = text_field(
        _("What does the committee advise?"), rows=4, is_required=False, help_text=_("Recommendations too. This goes to the complainant.")
    )
    given_on = DayField(
        label=_("On which day does the committee give its advice?"),
        required=False,
        help_text=_("Empty: kept as a draft, which members alone see."),
    )
    given_by = forms.TypedMultipleChoiceField(
        label=_("Who give the advice?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Needed once it is given."),
    )

    def __init__(self, *args: Any, points: Sequence[ComplaintPoint], members: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(points)
        self.fields["given_by"].choices = list(members)  # type: ignore[attr-defined]
        choices = [("", _("no verdict")), *((code.value, name) for code, name in VERDICTS.items())]
        for point in self.points:
            self.fields[f"verdicts.{point.pk}"] = forms.ChoiceField(
                label=_("What do you advise to find of: %(point)s?") % {"point": point_name(point)}, required=False, choices=choices
            )
        self.order_fields(["findings", *(f"verdicts.{point.pk}" for point in self.points), "considerations", "advice"])

    @classmethod
    def start(cls, advice: Advice | None) -> dict[str, Any]:
        """What the form begins with: what was written already."""
        if advice is None:
            return {}
        verdicts = {f"verdicts.{one.point_id}": one.verdict for one in advice.points.all()}
        return {name: getattr(advice, name) for name in (*TEXTS, "given_on", "given_by")} | verdicts

    def told(self) -> Advised:
        """After `is_valid`."""
        given = self.cleaned_data
        verdicts = {point.pk: given[f"verdicts.{point.pk}"] for point in self.points}
        return Advised(
            **{name: given[name] for name in TEXTS},
            verdicts={pk: Verdict(verdict) for pk, verdict in verdicts.items() if verdict},
            given_on=given["given_on"],
            given_by=tuple(given["given_by"]),
        )
