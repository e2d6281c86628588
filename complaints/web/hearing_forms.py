"""Forms of the copy to whoever it is about, the talks, and when somebody need not be heard."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.hearing import TALKS, WAYS_OF_COPY, Heard, doubts_of_day
from complaints.models import ContactWay, HeardSide, HearingResult, WaiverGround
from complaints.web.registration_form import MomentField
from complaints.web.step_forms import NOT_CHOSEN, StepForm, text_field
from tenants.clock import dutch_date
from tenants.web.forms.organisation import DayField

COPY_WAYS = [(way.value, way.label) for way in WAYS_OF_COPY]
TALK_WAYS = [NOT_CHOSEN, *((way.value, way.label) for way in TALKS)]
WITNESS = HeardSide.WITNESS.value


class PartedForm(StepForm):
    """A form of which some answers alone ask for a part. PARTS: (the field that asks, its answers, title, fields of the part).

    FIRST: what stands before the parts; what is named nowhere stands behind them.
    """

    FIRST: tuple[str, ...] = ()
    PARTS: tuple[tuple[str, tuple[str, ...], Any, tuple[str, ...]], ...] = ()

    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    def parts(self) -> list[dict[str, Any]]:
        return [
            {"asked_by": asks, "answers": " ".join(answers), "title": title, "fields": [self[name] for name in names]}
            for asks, answers, title, names in self.PARTS
        ]

    def last_fields(self) -> list[Any]:
        named = {*self.FIRST, *(name for _asks, _answers, _title, names in self.PARTS for name in names)}
        return [field for field in self.visible_fields() if field.name not in named]


class CopyForm(StepForm):
    subject = forms.ChoiceField(label=_("To whom"))
    sent_on = DayField(label=_("On which day"), required=False, help_text=_("Empty: today."))
    way = forms.TypedChoiceField(label=_("How"), coerce=ContactWay, choices=COPY_WAYS, initial=ContactWay.EMAIL)
    with_enclosures = forms.BooleanField(
        label=_("With everything the person sent along"),
        help_text=_("Article 9:9 asks for that too."),
        error_messages={"required": _("Send what the person sent along too, and tick this. Then record the copy.")},
    )

    def __init__(self, *args: Any, subjects: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = subjects if len(subjects) == 1 else [NOT_CHOSEN, *subjects]  # type: ignore[attr-defined]


class InviteForm(PartedForm):
    FIRST = ("person",)
    PARTS = (("person", (WITNESS,), _("A witness"), ("witness",)),)

    person = forms.ChoiceField(label=_("Whom do you invite?"))
    witness = forms.CharField(label=_("Name of the witness"), required=False, max_length=200)
    invited_on = DayField(label=_("On which day was the invitation sent or told?"), required=False, help_text=_("Empty: today."))
    planned_at = MomentField(
        label=_("When is the talk?"),
        required=False,
        help_text=_("Empty: no moment was agreed yet. Less than a week away? Then not coming does not count as having been heard."),
    )
    is_day_meant = forms.BooleanField(label=_("The talk is meant to be on this day"), required=False)
    way = forms.TypedChoiceField(label=_("How"), coerce=ContactWay, choices=TALK_WAYS, required=False, empty_value=None)
    reply_by = DayField(
        label=_("Until when can this person say whether they want to come?"),
        required=False,
        help_text=_("At least a week. Say in the invitation that somebody may come along and new papers are welcome."),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], due_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [NOT_CHOSEN, *people]  # type: ignore[attr-defined]
        planned_at, invited_on = (self._typed(name) for name in ("planned_at", "invited_on"))
        if planned_at is None or not doubts_of_day(dutch_date(planned_at), told_on=invited_on or today, due_on=due_on):
            del self.fields["is_day_meant"]

    def _typed(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self.data.get(name))
        except ValidationError:
            return None


class TalkForm(PartedForm):
    FIRST = ("person", "result")
    PARTS = (
        ("person", (WITNESS,), _("A witness"), ("witness",)),
        ("result", (HearingResult.HELD.value,), _("When it was held"), ("held_at", "way", "heard_by", "present", "report")),
        ("result", (HearingResult.CALLED_OFF.value,), _("When it was called off"), ("reason",)),
    )

    person = forms.ChoiceField(label=_("Whose talk?"))
    witness = forms.CharField(label=_("Name of the witness"), required=False, max_length=200)
    result = forms.TypedChoiceField(
        label=_("What came of it"),
        coerce=HearingResult,
        choices=[(one.value, one.label) for one in HearingResult if one.value],
        widget=forms.RadioSelect,
    )
    held_at = MomentField(label=_("When was the talk?"), required=False)
    way = forms.TypedChoiceField(label=_("How"), coerce=ContactWay, choices=TALK_WAYS, required=False, empty_value=None)
    heard_by = forms.TypedChoiceField(label=_("Who heard this person?"), coerce=int, required=False, empty_value=None)
    present = text_field(_("Who else was there?"), rows=2, is_required=False)
    report = text_field(
        _("What was said"),
        rows=8,
        is_required=False,
        help_text=_("The report of article 9:10(3). Needed when the talk was held. Is there a recording? Add it to the documents."),
    )
    reason = text_field(_("Why was it called off?"), rows=2, is_required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], hearers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [NOT_CHOSEN, *people]  # type: ignore[attr-defined]
        self.fields["heard_by"].choices = [("", _("I did")), *hearers]  # type: ignore[attr-defined]


class ReplyForm(StepForm):
    hearing_id = forms.TypedChoiceField(label=_("Of which talk?"), coerce=uuid.UUID)
    report_sent_on = DayField(label=_("On which day did this person get the report?"), required=False)
    reply = text_field(_("What this person says about it"), rows=4, is_required=False)
    replied_on = DayField(label=_("On which day did the reaction come in?"), required=False)

    def __init__(self, *args: Any, talks: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hearing_id"].choices = talks if len(talks) == 1 else [NOT_CHOSEN, *talks]  # type: ignore[attr-defined]


class WaiverForm(PartedForm):
    FIRST = ("ground",)
    PARTS = (
        ("ground", (WaiverGround.PLAINLY_UNFOUNDED.value,), _("When it is plainly unfounded"), ("explanation",)),
        ("ground", (WaiverGround.DECLINED.value,), _("When the person does not want it"), ("words", "declared_on")),
        ("ground", (WaiverGround.DID_NOT_ANSWER.value,), _("When the person did not answer"), ("asked_on", "answer_by")),
    )

    ground = forms.ChoiceField(label=_("Why need this person not be heard?"), choices=WaiverGround.choices, widget=forms.RadioSelect)
    explanation = text_field(_("Why is it plainly unfounded?"), rows=3, is_required=False)
    words = text_field(_("What did the person say?"), rows=2, is_required=False, help_text=_("In their own words."))
    declared_on = DayField(label=_("On which day did the person say so?"), required=False)
    asked_on = DayField(label=_("On which day did you ask?"), required=False)
    answer_by = DayField(
        label=_("Until when could the person answer?"),
        required=False,
        help_text=_("At least a week. A letter alone is too little: call as well, or write once more."),
    )


def as_choice(person: Heard) -> str:
    """Somebody who is heard, as a form names them."""
    if person.side is not HeardSide.SUBJECT:
        return person.side.value
    return f"user:{person.user_id}" if person.user_id else f"name:{person.name}"


def chosen_person(key: str, *, witness: str) -> Heard:
    """Back from what a form names; whether the file knows them, the flow says."""
    if key in (HeardSide.COMPLAINANT, HeardSide.WITNESS):
        return Heard(side=HeardSide(key), name=witness if key == WITNESS else "")
    how, _separator, value = key.partition(":")
    return Heard(side=HeardSide.SUBJECT, user_id=int(value)) if how == "user" else Heard(side=HeardSide.SUBJECT, name=value)
