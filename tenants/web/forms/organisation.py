from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tenants.accounts.selectors import PersonHere
from tenants.models import Municipality, Tenant, TenantKind
from tenants.organisation.checks import LONGEST_NAME
from tenants.organisation.flows.authorities import KINDS_OF
from tenants.organisation.flows.committees import LONGEST_GROUND
from tenants.organisation.flows.norms import FEWEST_DAYS, MOST_DAYS
from tenants.organisation.flows.retention import FEWEST_YEARS, LONGEST_CLASS, LONGEST_PERSON, MOST_YEARS
from tenants.organisation.letters import EVERY_LETTER, LETTERS
from tenants.organisation.models import Authority, OrganisationSettings

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NO_SUCH_DAY = _("This day does not exist. Write day, month and year, for example 31-12-2026.")
NOT_WHOLE = _("Give a whole number of working days from 1 to 60.")


class DayField(forms.DateField):
    """A day, from the browser's own calendar or written as people write it."""

    def __init__(self, *, label: _StrPromise, required: bool = True, help_text: str | _StrPromise = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
            error_messages={"invalid": NO_SUCH_DAY},
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )


def _name(label: _StrPromise, help_text: str | _StrPromise = "", longest: int = LONGEST_NAME) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, help_text=help_text, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class ChangeAuthorityForm(forms.Form):
    name = _name(_("Name"), _("As it stands in letters, for example: College van burgemeester en wethouders van Voorbeeld."))
    valid_from = DayField(label=_("First day"), required=False, help_text=_("Empty: it has always been there."))
    valid_until = DayField(label=_("Last day"), required=False, help_text=_("Empty: it is still there."))


class AddAuthorityForm(ChangeAuthorityForm):
    kind = forms.ChoiceField(label=_("Kind"))
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("Not for this kind"),
        help_text=_("Only for the executive of a participating municipality that left the task to you."),
    )
    field_order = ["kind", "municipality", "name", "valid_from", "valid_until"]

    def __init__(self, *args: Any, tenant: Tenant, participants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, capfirst(kind.label)) for kind in KINDS_OF.get(tenant.kind, ())]
        self.fields["kind"].choices = [("", _("Choose a kind")), *kinds]  # type: ignore[attr-defined]
        if tenant.kind == TenantKind.GR:
            self.fields["municipality"].queryset = participants  # type: ignore[attr-defined]
        else:
            del self.fields["municipality"]

    def as_addition(self) -> dict[str, Any]:
        """What the flow is told."""
        municipality = self.cleaned_data.get("municipality")
        days = {name: self.cleaned_data[name] for name in ("kind", "name", "valid_from", "valid_until")}
        return days | {"municipality_code": municipality.pk if municipality else None}


class ParticipationForm(forms.Form):
    valid_from = DayField(label=_("First day"), required=False, help_text=_("Empty: it has always taken part."))
    valid_until = DayField(label=_("Last day"), required=False, help_text=_("Empty: it still takes part."))


class AddParticipantForm(ParticipationForm):
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), empty_label=_("Choose a municipality")
    )
    field_order = ["municipality", "valid_from", "valid_until"]

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = municipalities  # type: ignore[attr-defined]

    def as_addition(self) -> dict[str, Any]:
        """What the flow is told."""
        given = self.cleaned_data
        return {"municipality_code": given["municipality"].pk, "valid_from": given["valid_from"], "valid_until": given["valid_until"]}


class OmbudsmanForm(forms.Form):
    name = _name(
        _("Name"),
        _("The one by law: the National ombudsman, or the municipal one your council joined. A “social ombudsman” need not be that."),
    )
    contact = forms.CharField(
        label=_("How to reach it"),
        required=False,
        max_length=1_000,
        help_text=_("Address, phone number and website, as they should stand in letters."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CorrectOmbudsmanForm(OmbudsmanForm):
    valid_from = DayField(label=_("First day"), required=False, help_text=_("Empty: always. The one before ends the day before."))


class NameOmbudsmanForm(OmbudsmanForm):
    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Empty: always.") if is_first else _("The one before ends the day before. By law this is 1 January (Gemeentewet 81p).")
        self.fields["valid_from"] = DayField(label=_("First day"), required=not is_first, help_text=hint)


class CommitteeForm(forms.Form):
    name = _name(_("Name"))
    appointed_by = _name(_("Appointed by"), _("The regulation or the decision, with its date. Article 9:14 asks for one."), LONGEST_GROUND)
    valid_from = DayField(label=_("First day"))


class ChangeCommitteeForm(CommitteeForm):
    valid_until = DayField(label=_("Last day"), required=False, help_text=_("Empty: it still advises."))


class SeatForm(forms.Form):
    user = forms.TypedChoiceField(
        label=_("Who"), coerce=int, help_text=_("Only people whose one role here is member of the advisory committee.")
    )
    is_chair = forms.BooleanField(label=_("Chairs the committee"), required=False)

    def __init__(self, *args: Any, people: list[PersonHere], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.user_id, one.shown_name) for one in people]
        self.fields["user"].choices = [("", _("Choose somebody")), *choices]  # type: ignore[attr-defined]


class LastDayForm(forms.Form):
    valid_until = DayField(label=_("Last day"))


class MandateForm(forms.Form):
    user = forms.TypedChoiceField(label=_("Who"), coerce=int, help_text=_("Only people with a role here."))
    function_title = _name(_("Function"), _("As it stands below the letter, for example: Complaints coordinator."))
    letter_codes = forms.MultipleChoiceField(
        label=_("Which letters"),
        choices=[(EVERY_LETTER, _("Every letter")), *LETTERS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one or more letters from the list, or all of them.")},
    )
    valid_from = DayField(label=_("First day"))
    valid_until = DayField(label=_("Last day"), required=False, help_text=_("Empty: until you end it."))

    def __init__(self, *args: Any, people: list[PersonHere], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.user_id, one.shown_name) for one in people if one.has_role]
        self.fields["user"].choices = [("", _("Choose somebody")), *choices]  # type: ignore[attr-defined]

    def as_grant(self) -> dict[str, Any]:
        """What the flow is told."""
        given = self.cleaned_data
        return {name: given[name] for name in ("function_title", "letter_codes", "valid_from", "valid_until")} | {"user_id": given["user"]}


def _days(label: _StrPromise, help_text: _StrPromise) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        error_messages={"invalid": NOT_WHOLE},
        # The bounds are the flow's; here they only guide the browser.
        widget=forms.NumberInput(attrs={"min": FEWEST_DAYS, "max": MOST_DAYS, "inputmode": "numeric"}),
    )


def _hour(label: _StrPromise) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=_("On working days, in Dutch time. A whole number from 0 to 24."),
        widget=forms.NumberInput(attrs={"min": 0, "max": 24, "inputmode": "numeric"}),
    )


class NormsForm(forms.Form):
    contact_norm_days = _days(_("First contact within"), _("Working days after receipt in which you have spoken to the person."))
    contact_norm_skips_decreed_days = forms.BooleanField(
        label=_("Days on which services may be closed by royal decree do not count"),
        required=False,
        help_text=_("For example the Friday after Ascension Day. Counts for every norm on this page."),
    )
    acknowledgement_norm_days = _days(
        _("Confirm receipt within"), _("Working days. The law asks for a written confirmation, but names no term.")
    )
    signal_norm_days = _days(_("Handle signals and reports within"), _("Working days. For what is no complaint in the sense of the law."))
    feedback_norm_days = _days(
        _("Feedback on a transferred complaint within"),
        _("Working days. By then a provider or another body tells what came of a complaint that it took over."),
    )
    oral_complaints_have_norm = forms.BooleanField(
        label=_("Oral complaints get the same last day as written ones"),
        required=False,
        help_text=_("The law sets a term for written complaints alone. With this, an oral one gets that day as your own norm."),
    )
    requires_written_mandate = forms.BooleanField(
        label=_("A representative shows a mandate in writing before they get letters with content"),
        required=False,
        help_text=_("The law allows to ask for it (article 2:1). A complaint is registered without it all the same."),
    )

    decisions_need_second_look = forms.BooleanField(
        label=_("A letter that decides goes only after a colleague looked at it"),
        required=False,
        help_text=_("The letter with the judgment, and that a complaint is not taken up. Somebody who did not write it approves the text."),
    )

    @staticmethod
    def initial_of(norms: OrganisationSettings) -> dict[str, Any]:
        return {name: getattr(norms, name) for name in NormsForm.base_fields}


class DayNumbersField(forms.CharField):
    """Numbers of days, written with commas between them: "10, 3"."""

    def __init__(self, *, label: _StrPromise, help_text: _StrPromise) -> None:
        super().__init__(label=label, help_text=help_text, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        try:
            return [int(part) for part in super().clean(value).replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError(_("Write whole numbers with commas between them, for example: 10, 3.")) from None


class RemindersForm(forms.Form):
    hides_optional = True
    reminder_days_before = DayNumbersField(
        label=_("Days before the last day"), help_text=_("For example: 10, 3. The last of these also goes to a coordinator.")
    )
    reminder_days_after = DayNumbersField(label=_("Days after the last day"), help_text=_("For example: 1."))
    reminder_half_way = forms.BooleanField(label=_("Also when half of the term has passed"), required=False)
    reminders_in_working_days = forms.BooleanField(
        label=_("Count in working days"), required=False, help_text=_("Otherwise in calendar days, as the law counts.")
    )
    contact_reminder_days = forms.IntegerField(
        label=_("Working days before the norm of first contact"),
        help_text=_("0: no reminder of it."),
        widget=forms.NumberInput(attrs={"min": 0, "max": 5, "inputmode": "numeric"}),
    )
    mail_from_hour = _hour(_("Mail from this hour"))
    mail_until_hour = _hour(_("Mail until this hour"))

    @staticmethod
    def initial_of(settings: OrganisationSettings) -> dict[str, Any]:
        return {name: getattr(settings, name) for name in RemindersForm.base_fields}


class ReachabilityForm(forms.Form):
    hides_optional = True
    phone = forms.CharField(
        label=_("Phone number for complaints"), required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
    )
    phone_hours = forms.CharField(
        label=_("When people can call"),
        required=False,
        help_text=_("For example: on working days from 9 to 17. It stands behind the number."),
    )
    email = forms.CharField(
        label=_("E-mail address for complaints"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    @staticmethod
    def initial_of(settings: OrganisationSettings) -> dict[str, Any]:
        return {name: getattr(settings, name) for name in ReachabilityForm.base_fields}


class RetentionForm(forms.Form):
    retention_class = _name(
        _("Class of the selection list"),
        _("As it stands in the list, with its number. It goes into files and declarations."),
        LONGEST_CLASS,
    )
    retention_years = forms.IntegerField(
        label=_("Years a file is kept after closing"),
        # The bounds are the flow's; here they only guide the browser.
        widget=forms.NumberInput(attrs={"min": FEWEST_YEARS, "max": MOST_YEARS, "inputmode": "numeric"}),
    )
    confirmed_by = _name(_("Confirmed by"), _("Name and function of the archivist who confirms this."), LONGEST_PERSON)

    @staticmethod
    def initial_of(settings: OrganisationSettings) -> dict[str, Any]:
        # Who confirms is asked anew each time.
        return {"retention_class": settings.retention_class, "retention_years": settings.retention_years}


def initial_of_authority(authority: Authority) -> dict[str, Any]:
    """What the form for a change begins with."""
    return {"name": authority.name, "valid_from": authority.valid_from, "valid_until": authority.valid_until}
