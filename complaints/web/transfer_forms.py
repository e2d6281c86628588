"""The forms of handing a complaint over: forwarding, warm transfer, and the feedback on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import SAYERS, SPEAKING_FOR_THEMSELVES
from complaints.models import ContactWay
from complaints.web.card_forms import optional_text
from complaints.web.step_forms import NOT_CHOSEN, StepForm, text_field
from complaints.web.transfer_wording import kept_back_in_words
from tenants.web.forms.organisation import DayField

AGREERS = [NOT_CHOSEN, *((code.value, name) for code, name in SAYERS.items() if code in SPEAKING_FOR_THEMSELVES)]


def way_field(label: Any, *, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, coerce=ContactWay, empty_value=None, choices=[NOT_CHOSEN, *ContactWay.choices], help_text=help_text
    )


class GroupedForm(StepForm):
    """A form in parts. GROUPS: (title, names of its fields)."""

    GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def groups(self) -> list[dict[str, Any]]:
        return [{"title": title, "fields": [self[name] for name in names if name in self.fields]} for title, names in self.GROUPS]


class ForwardForm(GroupedForm):
    GROUPS = (
        (_("To whom"), ("body", "contact", "why", "handed_on", "handed_way")),
        (_("What the sender was told"), ("told_on", "told_way", "told_remark")),
        (_("What goes along, and what comes back"), ("shares_sender", "note", "due_on")),
    )

    body = forms.CharField(label=_("Which authority is it for?"), required=False, max_length=200)
    contact = forms.CharField(label=_("Who takes it there?"), required=False, help_text=_("Name, phone number or e-mail address."))
    why = optional_text(_("Why is it theirs?"), rows=2, help_text=_("The sender reads this in the letter."))
    handed_on = DayField(label=_("On which day did it go there?"), required=False, help_text=_("Empty: today. Forward at once."))
    handed_way = way_field(_("How did it go there?"))
    told_on = DayField(
        label=_("On which day was the sender told?"),
        required=False,
        help_text=_("On the same day (article 2:3(1)); the letter of it is L14."),
    )
    told_way = way_field(_("How was the sender told?"))
    told_remark = optional_text(_("Why not on the same day, or not at all?"), rows=2)
    shares_sender = forms.BooleanField(label=_("Who complains goes along, with how to reach them"), required=False)
    note = optional_text(_("What else did you tell them?"), rows=2)
    due_on = DayField(
        label=_("By which day do they tell what came of it?"),
        required=False,
        help_text=_("Empty: you agreed on nothing; they handle it now."),
    )

    def __init__(self, *args: Any, may_share_sender: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share_sender:
            del self.fields["shares_sender"]


class WarmTransferForm(GroupedForm):
    GROUPS = (
        (_("Does this person agree?"), ("agreed_by", "agreed_on", "agreed_way")),
        (_("To whom"), ("provider_id", "body", "contact", "why", "handed_on", "handed_way")),
        (_("What goes along"), ("shares_sender", "passages", "note")),
        (_("What comes back"), ("due_on",)),
    )

    agreed_by = forms.ChoiceField(label=_("Who agreed to this?"), required=False, choices=AGREERS)
    agreed_on = DayField(label=_("On which day did the person agree?"), required=False)
    agreed_way = way_field(_("How did the person agree?"))
    provider_id = forms.TypedChoiceField(label=_("Care provider"), required=False, coerce=int, empty_value=None)
    body = forms.CharField(
        label=_("Or another body"),
        required=False,
        max_length=200,
        help_text=_("For example a housing association, or the Social Insurance Bank."),
    )
    contact = forms.CharField(
        label=_("Who takes it there?"), required=False, help_text=_("Call first. Name, and phone number or e-mail address.")
    )
    why = optional_text(_("Why do they handle it?"), rows=2, help_text=_("The person reads this in the letter."))
    handed_on = DayField(label=_("On which day did it go there?"), required=False, help_text=_("Empty: today."))
    handed_way = way_field(_("How did it go there?"))
    shares_sender = forms.BooleanField(label=_("Who complains goes along, with how to reach them"), required=False)
    passages = forms.MultipleChoiceField(
        label=_("Which passages of what the person told?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing else of the file goes along. The day of receipt always does."),
    )
    note = optional_text(_("What else did you tell them?"), rows=2, help_text=_("In your own words, for example what would help."))
    due_on = DayField(
        label=_("By which day do they tell what came of it?"),
        required=False,
        help_text=_("You ask them, and it stands in My work until it is in."),
    )

    def __init__(
        self,
        *args: Any,
        providers: Sequence[tuple[str, str]],
        passages: Sequence[str],
        kept_back: int,
        may_share_sender: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider_id"].choices = [("", _("no care provider")), *providers]  # type: ignore[attr-defined]
        self.fields["passages"].choices = [(one, one) for one in passages]  # type: ignore[attr-defined]
        if kept_back:
            self.fields["passages"].help_text = f"{self.fields['passages'].help_text} {kept_back_in_words(kept_back)}"
        elif not passages:
            del self.fields["passages"]
        if not may_share_sender:
            del self.fields["shares_sender"]


class FeedbackForm(StepForm):
    is_in = forms.TypedChoiceField(
        label=_("What do you record?"),
        coerce=lambda given: given == "in",
        choices=[("in", _("they told what came of it")), ("given_up", _("we wait no longer"))],
        widget=forms.RadioSelect,
        initial="in",
    )
    text = text_field(_("What came of it, or why do we wait no longer?"), rows=4)
    from_whom = forms.CharField(label=_("Who told it?"), required=False, help_text=_("Name or function."))
    way = way_field(_("How did they tell it?"))
    known_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))
    person_told_on = DayField(
        label=_("On which day did whoever complains hear it?"),
        required=False,
        help_text=_("Empty: not yet. Do not let them find it out alone."),
    )
    not_told_because = optional_text(
        _("Or why is this person not told?"), rows=2, help_text=_("Only when you choose not to: then nobody is reminded of it.")
    )


class ChaseForm(StepForm):
    way = forms.TypedChoiceField(label=_("How did you ask?"), coerce=ContactWay, choices=ContactWay.choices, initial=ContactWay.PHONE)
    chased_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))
    remark = optional_text(_("What did they say?"), rows=2)
    new_due_on = DayField(label=_("By which day do they tell what came of it?"), required=False)
