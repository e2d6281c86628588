from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import LAWS
from complaints.finding.choices import handlers_to_look_by, providers_to_look_by
from complaints.finding.columns import COLUMN_NAMES, Column
from complaints.finding.filters import ComplaintFilters, ListState
from complaints.finding.periods import Period
from complaints.finding.sorting import Sort, sort_of
from tenants.actors import Actor
from tenants.organisation.core_lists import KINDS, Dimension
from tenants.organisation.selectors import label_choices
from tenants.spreadsheets import FileFormat

# Names in the address, Dutch as the addresses are, and the filters they set.
LABEL_FILTERS = {
    "onderwerp": ("nature", Dimension.NATURE, _("About the subject")),
    "afdeling": ("unit", Dimension.UNIT, _("At the unit")),
    "gemeente": ("municipality", Dimension.MUNICIPALITY, _("From the municipality")),
    "kanaal": ("channel", Dimension.CHANNEL, _("Came in by")),
    "soort": ("kind", Dimension.KIND, _("Kind, in our own words")),
}
STATES = [
    ("", _("all")),
    (ListState.OPEN.value, _("open")),
    (ListState.LATE.value, _("open and too late")),
    (ListState.DUE_THIS_WEEK.value, _("open, last day within a week")),
    (ListState.CLOSED.value, _("closed")),
    (ListState.LEFT_OUT.value, _("left out of the figures")),
]
PERIODS = [
    ("", _("everything")),
    (Period.THIS_WEEK.value, _("this week")),
    (Period.THIS_MONTH.value, _("this month")),
    (Period.THIS_QUARTER.value, _("this quarter")),
    (Period.THIS_YEAR.value, _("this year")),
    (Period.LAST_YEAR.value, _("last year")),
]
SORTS = [
    ("", _("newest receipt first")),
    (Sort.OLDEST.value, _("oldest receipt first")),
    (Sort.DUE.value, _("last day soonest")),
    (Sort.REFERENCE.value, _("by number")),
    (Sort.CHANGED.value, _("last worked on first")),
]
MYSELF, NOBODY = "ik", "niemand"
LIST_NAMES = (
    "stand", "behandelaar", "onderwerp", "afdeling", "gemeente", "aanbieder", "wet", "kanaal", "soort", "feiten",
    "periode", "van", "tot", "volgorde",
)  # fmt: skip


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not in the list; it narrows nothing.")},
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={"invalid": _("This is not a day; it narrows nothing. Choose a day, or write it as 18-04-2025.")},
    )


class ListForm(forms.Form):
    """The filters and the order of the list, as they stand in the address. No personal data: labels, codes, numbers and days.

    What cannot be read is told and narrows nothing; the rest holds.
    """

    hides_optional = True

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = label_choices(actor=actor)
        self.handlers = handlers_to_look_by(actor=actor, today=today, also=_number(self.data.get("behandelaar")))
        self.providers = providers_to_look_by(actor=actor)
        everything = ("", _("everything"))
        self.fields["stand"] = _choice(_("Which"), STATES)
        people = [(NOBODY, _("nobody yet")), *((str(user_id), name) for user_id, name in self.handlers)] if self.handlers else []
        self.fields["behandelaar"] = _choice(_("Handled by"), [("", _("everybody")), (MYSELF, _("me")), *people])
        for name, (_filter, dimension, label) in LABEL_FILTERS.items():
            if texts[dimension]:
                self.fields[name] = _choice(label, [everything, *((text, text) for text in texts[dimension])])
        if self.providers:
            self.fields["aanbieder"] = _choice(_("About the provider"), [everything, *((str(key), name) for key, name in self.providers)])
        self.fields["wet"] = _choice(_("Under the law"), [everything, *LAWS.items()])
        self.fields["feiten"] = _choice(_("Kind, by the facts"), [everything, *((kind.value, name) for kind, name in KINDS.items())])
        self.fields["periode"] = _choice(_("Received"), PERIODS)
        self.fields["van"] = _day(_("Received from"))
        self.fields["tot"] = _day(_("up to and including"))
        self.fields["volgorde"] = _choice(_("Order"), SORTS)
        self.order_fields(LIST_NAMES)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("van"), given.get("tot")
        if first and last and last < first:
            self.add_error("tot", _("This is before the first day; it narrows nothing. Turn the two around."))
        return given

    def as_filters(self, *, words: str = "") -> ComplaintFilters:
        """What the list is told."""
        given = self.cleaned_data
        labels = {filter_name: given.get(name) or None for name, (filter_name, _dimension, _label) in LABEL_FILTERS.items()}
        handler = given.get("behandelaar") or ""
        return ComplaintFilters(
            state=given.get("stand") or None,
            mine=handler == MYSELF,
            handler_id=int(handler) if handler not in ("", MYSELF, NOBODY) else None,
            without_handler=handler == NOBODY,
            derived_kind=given.get("feiten") or None,
            law=given.get("wet") or None,
            provider_id=int(given["aanbieder"]) if given.get("aanbieder") else None,
            period=given.get("periode") or None,
            received_from=given.get("van"),
            received_until=given.get("tot"),
            text=words or None,
            **labels,
        )

    def as_sort(self) -> Sort:
        """The order the list stands in."""
        return sort_of(self.cleaned_data.get("volgorde"))


def _number(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else None


class ColumnsForm(forms.Form):
    """The columns of the list; the number is always there."""

    kolom = forms.MultipleChoiceField(
        label=_("What do you want to see of each complaint?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The number is always there. Your choice is kept for you."),
    )

    def __init__(self, *args: Any, there_are: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kolom"]
        field.choices = [(one.value, COLUMN_NAMES[one]) for one in there_are if one is not Column.NUMBER]  # type: ignore[attr-defined]


class ExportForm(forms.Form):
    bestand = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[
            (FileFormat.XLSX.value, _("Excel (.xlsx)")),
            (FileFormat.ODS.value, _("OpenDocument (.ods)")),
            (FileFormat.CSV.value, _("CSV, for another system")),
        ],
        initial=FileFormat.XLSX.value,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label=_("What do you need the file for?"),
        max_length=500,
        help_text=_(
            "One sentence, such as: for the meeting of the Work team of 3 March. It is kept with your name and the moment, so"
            " that the organisation can show who took what along. Do not write names of people who complained."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ArchiveForm(forms.Form):
    purpose = forms.CharField(
        label=_("What do you need the file for?"),
        max_length=500,
        help_text=_("One sentence, such as: goes to the regional archive. It is kept with your name and the moment."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sensitive_too = forms.BooleanField(
        label=_("What is marked as sensitive goes along too"),
        required=False,
        help_text=_("Health, belief, a crime. Only when whoever gets the package may have it, such as your archive."),
    )

    def __init__(self, *args: Any, holds_sensitive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not holds_sensitive:
            del self.fields["sensitive_too"]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        allow_empty_file=True,
        help_text=_("CSV or Excel (.xlsx), at most 50 MB. Names of columns as below."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    create_labels = forms.BooleanField(
        label=_("Make unknown words"),
        required=False,
        help_text=_("Words for subjects, units and so on that are not known here yet become your own words. You map them afterwards."),
    )
    is_trial = forms.BooleanField(
        label=_("Only try"), required=False, help_text=_("Everything is checked and nothing is saved. You see what would be imported.")
    )
