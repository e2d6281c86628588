"""The form of a letter: what it asks, then each of its parts as it will be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import NON_HANDLING_GROUNDS
from complaints.flows.letters import OF_THIS_FILE, FinalLetterOfAnother, LetterDraft
from complaints.letter_going import WAYS
from complaints.letter_refusals import FACT_NAMES
from complaints.letter_writing import WrittenLetter
from complaints.letters.catalogue import is_optional
from complaints.letters.composing import is_same_text
from complaints.letters.facts import SHAPES, Fact, FactKind, as_stored
from complaints.models import ContactWay, Letter
from complaints.web.step_forms import NOT_CHOSEN, StepForm
from tenants.errors import Refusal
from tenants.web.forms.organisation import DayField

WAY_NAMES = {
    ContactWay.LETTER: _("by post"),
    ContactWay.DESK: _("handed over at the desk"),
    ContactWay.VISIT: _("handed over at home"),
    ContactWay.EMAIL: _("by e-mail"),
}
FACTS, TEXTS, OURS = "facts.", "texts.", "ours."


class LetterForm(forms.Form):
    """Nothing in it is required: a draft may be kept half written. What is missing to send it is said beside it."""

    hides_optional = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    signer = forms.TypedChoiceField(label=_("Who signs it"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any = None, *, letter: Letter, written: WrittenLetter) -> None:
        self._blocks = written.blocks
        initial: dict[str, Any] = {"version": letter.version, "signer": letter.signer_id}
        initial |= {f"{FACTS}{fact}": as_stored(written.values[fact]) for fact in written.asked if fact in written.values}
        initial |= {f"{TEXTS}{key}": text for key, text in written.texts.items()}
        super().__init__(data, initial=initial)
        self.fields["signer"].choices = [NOT_CHOSEN, *((one.user_id, f"{one.name}, {one.function_title}") for one in written.signers)]  # type: ignore[attr-defined]
        for fact in written.asked:
            self.fields[f"{FACTS}{fact}"] = _field_of(fact)
        for block in self._blocks:
            self.fields[f"{TEXTS}{block.key}"] = forms.CharField(
                label=block.title,
                required=False,
                help_text=block.article or _("May be left out."),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"{OURS}{block.key}"] = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
            self.initial[f"{OURS}{block.key}"] = written.ours[block.key]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of what the letter asks."""
        return [self[name] for name in self.fields if name.startswith(FACTS)]

    @property
    def parts(self) -> list[forms.BoundField]:
        """The fields of its parts."""
        return [self[name] for name in self.fields if name.startswith(TEXTS)]

    def draft(self) -> LetterDraft:
        """What was typed; a part that still reads as it was given is not rewritten. For a form that is valid."""
        given = self.cleaned_data
        facts = {name.removeprefix(FACTS): _as_text(given[name]) for name in self.fields if name.startswith(FACTS)}
        texts = {block.key: given[f"{TEXTS}{block.key}"] for block in self._blocks}
        rewritten = {key: text for key, text in texts.items() if not is_same_text(text, given[f"{OURS}{key}"])}
        return LetterDraft(facts=facts, texts=rewritten, signer_id=given["signer"])

    def ask_again(self, text: Any, *, version: int) -> None:
        """Refuse with this text, for the version the letter has now."""
        self.data = dict(self.data.items()) | {"version": str(version)}
        self.add_error(None, text)

    def differs_from(self, written: WrittenLetter) -> list[tuple[str, str]]:
        """The parts that stand otherwise in the letter than here, as (heading, text there)."""
        typed: Mapping[str, str] = {block.key: self.data.get(f"{TEXTS}{block.key}", "") for block in self._blocks}
        return [
            (block.title, written.texts[block.key])
            for block in self._blocks
            if block.key in written.texts and not is_same_text(typed[block.key], written.texts[block.key])
        ]


class SayingItIsMeantForm(StepForm):
    """Where the letter holds sentences that are doubtful, whoever goes on says of each that it is meant so."""

    meant = forms.MultipleChoiceField(
        label=_("I read these sentences: it is meant so"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you tick is kept with the letter."),
        error_messages={"invalid_choice": _("The letter changed meanwhile. Read these sentences again.")},
    )

    def __init__(self, *args: Any, written: WrittenLetter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {one.words: one.words for one in written.doubts}
        self.fields["meant"].choices = list(choices.items())  # type: ignore[attr-defined]
        if not choices:
            del self.fields["meant"]


class SendLetterForm(SayingItIsMeantForm):
    """How it goes. version: of the letter; digest: of the text that was shown."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    way = forms.TypedChoiceField(label=_("How it goes"), coerce=ContactWay, widget=forms.RadioSelect)
    sent_on = DayField(label=_("On which day"), required=False, help_text=_("Empty: today. The letter gets this date."))
    has_agreed_to_mail = forms.BooleanField(
        label=_("This person said that e-mail is right"),
        required=False,
        help_text=_("Needed for e-mail to who did not file electronically (article 2:8)."),
    )

    field_order = ["version", "meant"]

    def __init__(self, *args: Any, may_be_mailed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [one for one in WAYS if may_be_mailed or one is not ContactWay.EMAIL]
        self.fields["way"].choices = [(one.value, WAY_NAMES[one]) for one in ways]  # type: ignore[attr-defined]
        if not may_be_mailed:
            del self.fields["has_agreed_to_mail"]


class FinalLetterForm(SendLetterForm):
    """A letter that was finished elsewhere: the file, and what whoever sends it saw in it."""

    final = forms.FileField(label=_("The letter as it goes"), required=False, help_text=_("A PDF or a Word file, at most 25 MB."))
    ticked = forms.MultipleChoiceField(
        label=_("This is in it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Look in the letter itself. What you tick is kept with it."),
    )
    field_order = ["version", "final", "ticked", "meant", "way", "sent_on", "has_agreed_to_mail"]

    def __init__(self, *args: Any, letter: Letter, written: WrittenLetter, **kwargs: Any) -> None:
        super().__init__(*args, written=written, **kwargs)
        # What is doubtful in it is known once it was read: what was ticked of that comes back.
        self.fields.pop("meant", None)
        del self.fields["digest"]
        self.ask_whether_meant(self.data.getlist("meant") if hasattr(self.data, "getlist") else ())
        if letter.final is not None:
            del self.fields["final"]
        choices = [(block.key, f"{block.title} ({block.article})") for block in written.blocks if block.is_mandatory]
        self.fields["ticked"].choices = choices  # type: ignore[attr-defined]
        if hasattr(self.data, "getlist") and OF_THIS_FILE in self.data.getlist("ticked"):
            self.ask_whether_of_this_file()

    def ask_what_is_asked(self, refused: Iterable[Refusal]) -> None:
        """What a refusal asks to tick is there to tick."""
        told = list(refused)
        self.ask_whether_meant(one.details["sentence"] for one in told if one.field == "meant")
        if any(isinstance(one, FinalLetterOfAnother) for one in told):
            self.ask_whether_of_this_file()

    def ask_whether_of_this_file(self) -> None:
        """Asked once the document shows neither the name nor the number, and not among what is ticked from the start."""
        choices = list(self.fields["ticked"].choices)  # type: ignore[attr-defined]
        asked = (OF_THIS_FILE, str(_("It is the letter of this file, though the document shows neither the name nor the number")))
        self.fields["ticked"].choices = [asked, *choices]  # type: ignore[attr-defined]

    def ask_whether_meant(self, sentences: Iterable[str]) -> None:
        """Ask of these whether they are meant so, beside those that were ticked."""
        there = [key for key, _text in self.fields["meant"].choices] if "meant" in self.fields else []  # type: ignore[attr-defined]
        if asked := list(dict.fromkeys([*there, *sentences])):
            self.fields["meant"] = deepcopy(self.base_fields["meant"])
            self.fields["meant"].choices = [(one, one) for one in asked]  # type: ignore[attr-defined]
            self.order_fields(self.field_order)


class KeepFinalForm(StepForm):
    """A letter that was finished elsewhere, for a colleague to look at. version: of the letter."""

    final = forms.FileField(label=_("The letter as it goes"), required=False, help_text=_("A PDF or a Word file, at most 25 MB."))


class AskLookForm(SayingItIsMeantForm):
    """version: of the letter."""

    asked_of = forms.TypedChoiceField(label=_("Whom do you ask?"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_of"].choices = [("", _("any colleague who may")), *colleagues]  # type: ignore[attr-defined]


class LookForm(StepForm):
    """version: of the letter; digest: of the text that was shown."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    found = forms.ChoiceField(
        label=_("What do you find?"),
        choices=[("approve", _("it may go as it is")), ("back", _("something has to change first"))],
        widget=forms.RadioSelect,
    )
    remarks = forms.CharField(
        label=_("Your remarks"),
        required=False,
        help_text=_("Needed where something has to change. Colleagues read this."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _field_of(fact: Fact) -> forms.Field:
    label, kind = FACT_NAMES[fact], SHAPES[fact].kind
    hint = _("May be left out.") if is_optional(fact) else ""
    if kind is FactKind.DAY:
        return DayField(label=label, required=False, help_text=hint)
    if kind is FactKind.NUMBER:
        return forms.IntegerField(label=label, required=False, min_value=0, help_text=hint)
    if kind is FactKind.GROUND:
        grounds = [("", NOT_CHOSEN[1]), *((code.value, name) for code, name in NON_HANDLING_GROUNDS.items())]
        return forms.ChoiceField(label=label, required=False, choices=grounds)
    if kind is FactKind.LINE:
        return forms.CharField(label=label, required=False, help_text=hint)
    return forms.CharField(label=label, required=False, help_text=hint, widget=forms.Textarea(attrs={"rows": 4}))


def _as_text(value: Any) -> str:
    return "" if value in (None, "") else as_stored(value)
