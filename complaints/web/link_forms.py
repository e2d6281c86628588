"""The forms of files that belong together: splitting one in two, linking two."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from complaints.awb.triage import Contested
from complaints.code_lists import WISHES, HandlingWish
from complaints.flows.splitting import SplitTold
from complaints.models import Complaint, Document, LinkKind
from complaints.web.decision_wording import CONTESTED_NAMES
from complaints.web.step_forms import StepForm, text_field

BOTH, HERE, THERE = "both", "here", "there"


class SplitForm(StepForm):
    """What goes and what stays. Whoever is involved is asked for one by one: in one file alone they see the other."""

    hides_optional = False
    story = text_field(
        _("What goes to the new file?"), rows=6, help_text=_("Only that, in the words of the letter. All of it stands below, to copy from.")
    )
    stays = text_field(_("What stays in this file?"), rows=6, help_text=_("Take out what goes. What it was stays in the history."))
    wish = text_field(_("What does this person want there?"), rows=2, is_required=False)
    handling_wish = forms.TypedChoiceField(
        label=_("What does that come down to?"),
        coerce=HandlingWish,
        choices=[(code.value, name) for code, name in WISHES.items()],
        initial=HandlingWish.HANDLE.value,
        widget=forms.RadioSelect,
    )
    point_ids = forms.TypedMultipleChoiceField(
        label=_("Which subjects go?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    decision_ids = forms.TypedMultipleChoiceField(
        label=_("Which decisions go?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Is somebody against what was decided and against how? Then the first goes and the second stays."),
    )
    provider_id = forms.TypedChoiceField(label=_("Care provider it is about there"), coerce=int, empty_value=None, required=False)
    other_body = forms.CharField(label=_("Another organisation it is about there"), max_length=200, required=False)
    leaves_organisation = forms.BooleanField(label=_("This file is no longer about a provider or another organisation"), required=False)
    is_about_council = forms.BooleanField(label=_("The new file is about the council, a member of it or its registry"), required=False)
    document_ids = forms.TypedMultipleChoiceField(
        label=_("Which documents go along to or from the registry of the council?"),
        coerce=uuid.UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only where one of the two files is about the council and the other is not. Otherwise both show every document."),
    )

    def __init__(
        self,
        *args: Any,
        of: Complaint,
        documents: list[Document],
        involved: list[tuple[int, str]],
        providers: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        points, decisions = list(of.points.select_related("nature", "unit")), list(of.mentioned_decisions.all())
        fields["point_ids"].choices = [(one.pk, _point_words(one)) for one in points]
        fields["decision_ids"].choices = [(one.pk, f"{one.what} ({CONTESTED_NAMES[Contested(one.contested)]})") for one in decisions]
        fields["document_ids"].choices = [(one.pk, one.name) for one in documents]
        fields["provider_id"].choices = [("", _("none")), *providers]
        gone = ["point_ids"] if len(points) < 2 else []
        gone += [] if decisions else ["decision_ids"]
        gone += [] if documents else ["document_ids"]
        gone += [] if of.story else ["stays"]
        gone += [] if of.provider_id or of.other_body else ["leaves_organisation"]
        for name in gone:
            del fields[name]
        self._involved = [pk for pk, _name in involved]
        for pk, name in involved:
            fields[f"involved_{pk}"] = forms.ChoiceField(
                label=_now("Involved: %(name)s") % {"name": name},
                choices=[(BOTH, _("in both files")), (HERE, _("in this file alone")), (THERE, _("in the new file alone"))],
                initial=BOTH,
                widget=forms.RadioSelect,
                help_text=_("Whoever is involved does not see that file, nor the letter they have in common."),
            )

    def told(self) -> SplitTold:
        """What goes, as the flow takes it."""
        given = self.cleaned_data
        plain = ("story", "wish", "handling_wish", "provider_id", "other_body", "is_about_council")
        return SplitTold(
            **{name: given[name] for name in plain},
            stays=given.get("stays"),
            point_ids=tuple(given.get("point_ids", ())),
            decision_ids=tuple(given.get("decision_ids", ())),
            document_ids=tuple(given.get("document_ids", ())),
            leaves_organisation=given.get("leaves_organisation", False),
            involved_here=self._only(HERE),
            involved_there=self._only(THERE),
        )

    def _only(self, where: str) -> tuple[int, ...]:
        return tuple(pk for pk in self._involved if self.cleaned_data[f"involved_{pk}"] == where)


def _point_words(point: Any) -> str:
    told = ", ".join(str(part) for part in (point.nature, point.unit) if part)
    return ": ".join(part for part in (told, point.description) if part) or _now("Subject unknown")


class LinkForm(StepForm):
    other_reference = forms.CharField(label=_("Number of the other file"), max_length=100)
    kind = forms.TypedChoiceField(
        label=_("Why do they belong together?"),
        coerce=LinkKind,
        choices=[(one.value, one.label) for one in (LinkKind.RELATED, LinkKind.MIRROR)],
        initial=LinkKind.RELATED.value,
        widget=forms.RadioSelect,
    )
    reason = text_field(_("How do you know?"), rows=2)
