"""The forms of the steps in a file: short, and each asks only what its step needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.awb.triage import Announcement, Contested
from complaints.code_lists import CONDUCT_OF, NON_HANDLING_GROUNDS, SAYERS, SPEAKING_FOR_THEMSELVES, ConductOf
from complaints.ending import Ending, asking
from complaints.intake import LONGEST_LINE
from complaints.models import ContactResult, ContactWay, Identity, NoSubject, Party, PreferredContact
from complaints.not_taking_up import FACTS_OF_GROUND, NotTakenUpFacts
from complaints.term_changes import is_far
from complaints.web.comparing import BEGAN, ThreeTexts, text_of
from complaints.web.decision_wording import ANNOUNCEMENT_NAMES, CONTESTED_NAMES
from complaints.web.registration_form import MomentField
from tenants.clock import AMSTERDAM
from tenants.organisation.core_lists import Outcome
from tenants.web.forms.organisation import DayField

NOT_CHOSEN = ("", _("choose"))


def moment_for_input(moment: datetime) -> str:
    """As a field for a moment begins with it."""
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")


def text_field(label: Any, *, rows: int = 4, help_text: Any = "", is_required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=is_required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}))


class StepForm(forms.Form):
    """Every step says which version of the file it was decided on; what does not is refused, with what was typed kept."""

    hides_optional = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("version") is None:
            self.errors.pop("version", None)
            text = _("This page does not say which version of the file it shows. Look at the file anew, then send this again.")
            self.ask_again(text, version=self.initial["version"])
        return cleaned

    def ask_again(self, text: Any, *, version: int) -> None:
        """Refuse with this text. The next press is a choice made with it in sight, on the version the file has now."""
        self.data = dict(self.data.items()) | {"version": str(version)}
        self.add_error(None, text)


class AddingForm(forms.Form):
    """A step that only adds is right whatever a colleague did meanwhile."""

    hides_optional = True


class AssignForm(StepForm):
    handler_id = forms.TypedChoiceField(label=_("Who handles it"), coerce=int)
    conduct_of = forms.TypedChoiceField(
        label=_("Was this person involved? Then whose conduct is it?"),
        coerce=ConductOf,
        empty_value=None,
        required=False,
        choices=[("", _("does not apply")), *((code.value, name) for code, name in CONDUCT_OF.items())],
        help_text=_("Only then may somebody who was involved handle it (article 9:7(2)). This person then sees the file again."),
    )
    exception_reason = text_field(_("Why does this person handle it all the same?"), rows=2, is_required=False)
    even_if_away = forms.BooleanField(
        label=_("Also when this person is away today"), required=False, help_text=_("Whoever stands in has it until then.")
    )

    def __init__(self, *args: Any, handlers: list[tuple[str, str]], asks_exception: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler_id"].choices = [NOT_CHOSEN, *handlers]  # type: ignore[attr-defined]
        if not asks_exception:
            del self.fields["conduct_of"], self.fields["exception_reason"]


class AcknowledgeForm(StepForm):
    """Asks nothing where only a mail is right: Polsslag sends it, now. What was sent all the same is judged by the flow."""

    way = forms.TypedChoiceField(label=_("How"), coerce=ContactWay, choices=ContactWay.choices, widget=forms.RadioSelect)
    acknowledged_on = DayField(
        label=_("On which day"), required=False, help_text=_("Empty: today. Only for what you sent or handed over yourself.")
    )
    has_agreed_to_mail = forms.BooleanField(
        label=_("This person said that e-mail is right"),
        required=False,
        help_text=_("Needed for e-mail to who did not file electronically (article 2:8)."),
    )

    def __init__(self, *args: Any, ways: Sequence[ContactWay], is_electronic: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.fields["way"]
        way.widget.choices = [(one.value, one.label) for one in ways]
        self.is_by_mail = tuple(ways) == (ContactWay.EMAIL,)
        # How a letter went is a fact of somebody's own: nothing is chosen before they do.
        way.initial = ContactWay.EMAIL if self.is_by_mail else None
        if self.is_by_mail and self.data.get("way", ContactWay.EMAIL) == ContactWay.EMAIL:
            way.widget = forms.HiddenInput()
        if self.is_by_mail and not self.data.get("acknowledged_on"):
            del self.fields["acknowledged_on"]
        if is_electronic or ContactWay.EMAIL not in ways:
            del self.fields["has_agreed_to_mail"]


class ContactForm(AddingForm):
    happened_at = MomentField(label=_("When"))
    way = forms.TypedChoiceField(label=_("How"), coerce=ContactWay, choices=ContactWay.choices, initial=ContactWay.PHONE)
    result = forms.TypedChoiceField(
        label=_("What came of it"), coerce=ContactResult, choices=ContactResult.choices, widget=forms.RadioSelect
    )
    text = text_field(_("What was said"), is_required=False, help_text=_("Also what you agreed on."))


class ConversationForm(StepForm):
    """What the ombudsman asks in a first talk. Every question may stay empty; what is known already stands there.

    Only what was touched is changed: what a colleague wrote meanwhile stays.
    """

    QUESTIONS = ("story", "meaning", "wish", "preferred_contact", "informing", "inform_weeks")

    story = text_field(
        _("What happened?"), rows=5, is_required=False, help_text=_("Let the person tell it. You do not need the whole file yet.")
    )
    meaning = text_field(_("What did it mean for this person?"), rows=3, is_required=False, help_text=_("What made it matter so much?"))
    wish = text_field(
        _("What would help?"), rows=3, is_required=False, help_text=_("Ask on: what lies behind it? And say what we can and cannot do.")
    )
    preferred_contact = forms.ChoiceField(
        label=_("How does this person want to be spoken to?"), required=False, choices=PreferredContact.choices
    )
    informing = text_field(
        _("How does this person want to be kept informed?"),
        rows=2,
        is_required=False,
        help_text=_("For example: by e-mail, not in the morning."),
    )
    inform_weeks = forms.TypedChoiceField(
        label=_("How often does this person hear from us?"),
        required=False,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]
        choices=[(0, _("nothing agreed")), (1, _("every week")), (2, _("every two weeks")), (4, _("every four weeks"))],
        help_text=_("Then it stands in My work when it is time, counted from the last talk or exchange."),
    )

    def __init__(self, *args: Any, known: Mapping[str, Any], knows_filer: bool, **kwargs: Any) -> None:
        """known: what the file says now. knows_filer: False where somebody is shielded, or nobody is known."""
        kwargs["initial"] = {**kwargs["initial"], **known, **{BEGAN + name: value for name, value in known.items()}}
        super().__init__(*args, **kwargs)
        if not knows_filer:
            del self.fields["preferred_contact"]
        weeks = int(known["inform_weeks"])
        if weeks not in dict(self.fields["inform_weeks"].choices):  # type: ignore[attr-defined]
            self.fields["inform_weeks"].choices += [(weeks, _("every %(n)s weeks") % {"n": weeks})]  # type: ignore[attr-defined]
        asked = [name for name in self.QUESTIONS if name in self.fields]
        self.fields |= {BEGAN + name: forms.CharField(required=False, widget=forms.HiddenInput) for name in asked}

    def changes(self) -> dict[str, Any]:
        """What was touched, as the flow takes it. After `is_valid`."""
        given = self.cleaned_data
        asked = [name for name in self.QUESTIONS if name in self.fields]
        touched = {name: given[name] for name in asked if text_of(given[name]) != text_of(given[BEGAN + name])}
        if "preferred_contact" in touched:
            touched["filer"] = {"preferred_contact": PreferredContact(touched.pop("preferred_contact"))}
        return touched


class MessageForm(forms.Form):
    hides_optional = True
    message = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=_("What did you do?"),
        choices=[("ANSWERED", _("I answered this person")), ("READ", _("I read it; nothing has to be answered"))],
        widget=forms.RadioSelect,
    )
    way = forms.TypedChoiceField(
        label=_("How did you answer?"), coerce=ContactWay, required=False, choices=ContactWay.choices, initial=ContactWay.EMAIL
    )
    answered_at = MomentField(label=_("When did you answer?"))
    text = text_field(_("What you answered"), rows=3, is_required=False, help_text=_("In short, for the file."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_at"].required = False


class NoteForm(AddingForm):
    text = text_field(_("Note"), rows=6, help_text=_("For colleagues. The person who complains may ask to read it."))


class ExtendForm(StepForm):
    weeks = forms.TypedChoiceField(label=_("For how long"), coerce=int, widget=forms.RadioSelect)
    complainant_sent_on = DayField(label=_("On which day did the letter to the complainant go?"))
    subject_sent_on = DayField(
        label=_("On which day did the letter to whom it is about go?"),
        required=False,
        help_text=_("More people? Everybody gets a letter; give the day of the last one."),
    )
    no_subject = forms.TypedChoiceField(
        label=_("Nobody to write to? Say why"), coerce=NoSubject, empty_value=NoSubject.SOMEBODY, required=False, choices=NoSubject.choices
    )
    reason = text_field(_("Why is it not ready in time?"), rows=3, help_text=_("As it stands in the letters."))
    late_reason = text_field(_("Why is it recorded only now?"), rows=2, is_required=False, help_text=_("The last day is over."))

    def __init__(
        self, *args: Any, weeks: Sequence[tuple[str, str]], has_subject: bool, is_recorded_late: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_recorded_late:
            del self.fields["late_reason"]
        self.fields["weeks"].choices = list(weeks)  # type: ignore[attr-defined]
        if has_subject:
            del self.fields["no_subject"]


class PostponeForm(StepForm):
    starts_on = DayField(label=_("First day of the postponement"), required=False)
    ends_on = DayField(
        label=_("Last day of the postponement"), required=False, help_text=_("So many days the term gets longer; both days count.")
    )
    until = DayField(
        label=_("Or: by which day it is closed"), required=False, help_text=_("Did you agree on one day, then leave both days above empty.")
    )
    consent = forms.ChoiceField(
        label=_("Where does the complainant agree?"),
        required=False,
        help_text=_("A mail that says so is enough. Told by phone is not (article 9:11(3))."),
    )
    consented_on = DayField(
        label=_("On which day did the complainant agree?"), required=False, help_text=_("Empty: the day on which the mail came in.")
    )
    is_far_agreed = forms.BooleanField(label=_("The day is more than a year away, and that is what was agreed on"), required=False)
    reason = text_field(_("Why is more time needed?"), rows=3, is_required=False)
    late_reason = text_field(_("Why is it recorded only now?"), rows=2, is_required=False, help_text=_("The last day is over."))

    def __init__(self, *args: Any, consents: Sequence[tuple[str, str]], today: date, is_recorded_late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not any(self._is_far(name, today=today) for name in ("until", "ends_on")):
            del self.fields["is_far_agreed"]
        if not is_recorded_late:
            del self.fields["late_reason"]
        self.fields["consent"].choices = [NOT_CHOSEN, *consents]  # type: ignore[attr-defined]
        if not consents:
            self.fields["consent"].help_text = _(
                "This file has no document or mail yet. Add the one in which the complainant agrees first."
            )

    def _is_far(self, name: str, *, today: date) -> bool:
        """Whether a day was typed so far away that it is asked whether that was meant."""
        try:
            typed = self.fields[name].clean(self.data.get(name))
        except ValidationError:
            return False
        return typed is not None and is_far(typed, today=today)


class PromiseForm(AddingForm):
    """by_user: "user:" or "unit:" with its id; empty: whoever is named in by_name."""

    text = text_field(_("What was promised"), rows=3, help_text=_("As it was said to this person."))
    by_user = forms.ChoiceField(label=_("Who promised it"), required=False)
    by_name = forms.CharField(
        label=_("Somebody else: the name"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    due_on = DayField(label=_("To be done by"), help_text=_("Three working days before, whoever handles the file is reminded."))
    said_on = DayField(label=_("When it was said to this person"), required=False, help_text=_("Empty: today."))

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (_("Colleagues"), [(f"user:{key}", name) for key, name in colleagues]),
            (_("Units"), [(f"unit:{key}", name) for key, name in units]),
        ]
        choices = [("", _("somebody else: write the name below")), *((name, rows) for name, rows in groups if rows)]
        self.fields["by_user"].choices = choices  # type: ignore[attr-defined]


class KeepPromiseForm(StepForm):
    kept_on = DayField(label=_("When it was done"), required=False, help_text=_("Empty: today."))
    told_by = forms.TypedChoiceField(
        label=_("How this person was told"),
        coerce=ContactWay,
        empty_value=None,
        required=False,
        choices=[("", _("not told yet")), *ContactWay.choices],
    )
    remark = text_field(_("What there is to say of it"), rows=2, is_required=False)


class BreakPromiseForm(StepForm):
    reason = text_field(_("Why was it not done?"), rows=3, help_text=_("The person who complains may ask to read it."))
    told_on = DayField(label=_("When this person was told"), required=False, help_text=_("Empty: today."))
    new_due_on = DayField(
        label=_("To be done now by"),
        required=False,
        help_text=_("A new promise then follows this one. Empty: it will not be done any more."),
    )


class CloseForm(StepForm):
    outcome = forms.ChoiceField(label=_("Outcome"))
    closed_on = DayField(label=_("Closed on"), required=False, help_text=_("Empty: the day of the letter that ends it, else today."))
    complainants_words = text_field(
        _("What the person said about it"),
        rows=3,
        is_required=False,
        help_text=_("In their own words: only they can say so (article 9:5)."),
    )
    confirmed_on = DayField(label=_("On which day the person said so"), required=False)
    confirmed_by = forms.ChoiceField(
        label=_("Who said so?"), required=False, choices=[NOT_CHOSEN, *((code.value, name) for code, name in SAYERS.items())]
    )
    confirmed_way = forms.TypedChoiceField(
        label=_("How did this person say so?"),
        required=False,
        coerce=ContactWay,
        empty_value=None,
        choices=[NOT_CHOSEN, *ContactWay.choices],
    )
    is_asked_if_solved = forms.BooleanField(
        label=_("I asked: is it solved the way you hoped, and is everything dealt with?"),
        required=False,
        help_text=_(
            "And said that the person can always come back. Does nobody answer, and did the letter with the judgment go? Leave it empty."
        ),
    )
    ground = forms.ChoiceField(
        label=_("Ground for not handling it"),
        required=False,
        choices=[("", _("does not apply")), *((code.value, name) for code, name in NON_HANDLING_GROUNDS.items())],
    )
    earlier_handling = text_field(
        _("The earlier complaint"), rows=2, is_required=False, help_text=_("Its number, or where and when it was handled.")
    )
    conduct_on = DayField(label=_("On which day was the conduct?"), required=False, help_text=_("Did it last? Then its last day."))
    decision = text_field(_("Which decision?"), rows=2, is_required=False)
    decision_announced_on = DayField(label=_("On which day was it sent or handed over?"), required=False)
    is_decision_late = forms.BooleanField(label=_("It is about a decision that was not made in time"), required=False)
    court = forms.CharField(label=_("Which court?"), required=False, max_length=200)
    court_case = forms.CharField(label=_("Number of the case"), required=False, max_length=200)
    investigation = text_field(_("Which investigation or prosecution?"), rows=2, is_required=False)
    review_on = DayField(
        label=_("On which day do you look again?"),
        required=False,
        help_text=_("This ground holds only as long as the investigation runs. On that day it stands in My work."),
    )
    burden = text_field(_("Why is handling it too heavy a burden?"), rows=2, is_required=False)
    slightness = text_field(_("Why is it plain that the interest or the conduct is too slight?"), rows=2, is_required=False)
    notice_sent_on = DayField(label=_("On which day was the letter sent?"), required=False)
    names_ombudsman = forms.BooleanField(label=_("The letter names the ombudsman and the term of one year"), required=False)
    is_signed_by_mandate = forms.BooleanField(
        label=_("It offers no objection or appeal, and whoever signed it was allowed to"),
        required=False,
        help_text=_("Of a letter that was not sent from here."),
    )
    late_reason = text_field(
        _("Why so late?"), rows=2, is_required=False, help_text=_("Only when the letter was sent after the four weeks of article 9:8(3).")
    )
    explanation = text_field(
        _("Explanation"),
        rows=3,
        is_required=False,
        help_text=_(
            "Needed when there is no judgment, it is not taken up, the person cannot be reached, or a warm transfer ends without feedback."
            " Was policy explained? Then what you explained."
        ),
    )

    passed_to = forms.CharField(
        label=_("Who handles the objection?"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=_("Such as the objection unit, or the committee for objections."),
    )
    passed_on = DayField(
        label=_("On which day did the writing go there?"), required=False, help_text=_("With the day on which it came in (article 6:15).")
    )
    covers_all_points = forms.BooleanField(label=_("Each subject of this complaint goes along"), required=False)
    told_to = forms.ChoiceField(
        label=_("Who was told?"),
        required=False,
        choices=[NOT_CHOSEN, *((code.value, name) for code, name in SAYERS.items() if code in SPEAKING_FOR_THEMSELVES)],
    )
    told_way = forms.TypedChoiceField(
        label=_("How was this person told?"), required=False, coerce=ContactWay, empty_value=None, choices=[NOT_CHOSEN, *ContactWay.choices]
    )
    told_on = DayField(label=_("On which day was this person told?"), required=False)

    # Each with what the first of its fields is asked by.
    PARTS = (
        (_("When it is solved or withdrawn"), ("confirmed_by", "confirmed_way", "confirmed_on", "complainants_words")),
        (_("When it is not taken up"), ("ground",)),
        (_("When it goes on as an objection"), ("passed_to", "passed_on", "covers_all_points")),
        (_("When it goes on as an objection, or policy is explained"), ("told_to", "told_way", "told_on")),
    )
    GROUNDS = (
        (_("When it was handled before"), ("earlier_handling",)),
        (_("When it was longer than a year ago"), ("conduct_on",)),
        (_("When objection or appeal is the way"), ("decision", "decision_announced_on", "is_decision_late")),
        (_("When it is before another court"), ("court", "court_case")),
        (_("When there is a criminal investigation"), ("investigation", "review_on")),
        (_("When it is too slight"), ("burden", "slightness")),
    )
    LETTER = ("notice_sent_on", "names_ombudsman", "is_signed_by_mandate", "late_reason")

    def __init__(self, *args: Any, outcomes: list[tuple[str, str, Outcome]], has_more_points: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._outcomes = outcomes
        if not has_more_points:
            del self.fields["covers_all_points"]
        self.fields["outcome"].choices = [NOT_CHOSEN, *((key, text) for key, text, _code in outcomes)]  # type: ignore[attr-defined]

    def parts(self) -> list[dict[str, Any]]:
        """What one outcome alone asks for: with its title, the keys of those outcomes, and its fields."""
        return [
            {
                "title": title,
                "keys": " ".join(key for key, _text, code in self._outcomes if code in asking(names[0])),
                "fields": [self[name] for name in names if name in self.fields],
                "is_not_taken_up": names[0] == "ground",
                "is_confirmed": names[0] == "confirmed_by",
                "is_objection": names[0] == "passed_to",
            }
            for title, names in self.PARTS
        ]

    def grounds(self) -> list[dict[str, Any]]:
        """What one ground of 9:8 alone asks for: with its title, the grounds, and its fields."""
        return [
            {
                "title": title,
                "keys": " ".join(ground for ground, facts in FACTS_OF_GROUND.items() if facts[0] == names[0]),
                "fields": [self[name] for name in names],
            }
            for title, names in self.GROUNDS
        ]

    def letter(self) -> list[Any]:
        """What every ground asks for."""
        return [self[name] for name in self.LETTER]

    def ending(self) -> Ending:
        """After `is_valid`. Without what the page filled in for another outcome and nobody touched: where no script runs it is sent too."""
        outcome = next((code for key, _text, code in self._outcomes if key == self.cleaned_data["outcome"]), None)
        of_others = {name for _title, names in self.PARTS if outcome not in asking(names[0]) for name in names}
        untouched = of_others - set(self.changed_data)
        facts = NotTakenUpFacts(**{one.name: self.cleaned_data[one.name] for one in fields(NotTakenUpFacts)})
        told = {one.name: self.cleaned_data[one.name] for one in fields(Ending) if one.name in self.cleaned_data}
        told = {name: value for name, value in told.items() if name not in untouched}
        return Ending(**told, not_taken_up=facts)


class DecisionForm(StepForm):
    what = text_field(_("Which decision?"), rows=2, help_text=_("Its subject, and its number or date where you know."))
    contested = forms.TypedChoiceField(
        label=_("What is this person against?"), coerce=Contested, choices=list(CONTESTED_NAMES.items()), widget=forms.RadioSelect
    )
    announcement = forms.TypedChoiceField(
        label=_("How did the decision reach this person?"),
        coerce=Announcement,
        choices=list(ANNOUNCEMENT_NAMES.items()),
        widget=forms.RadioSelect,
        help_text=_("Is there no decision yet? Then choose unknown."),
    )
    announced_on = DayField(
        label=_("On which day was it sent or handed over?"), required=False, help_text=_("Only of a decision in writing.")
    )


class ToldForm(StepForm):
    way = forms.TypedChoiceField(label=_("How"), coerce=ContactWay, choices=ContactWay.choices, widget=forms.RadioSelect)
    told_on = DayField(label=_("On which day"), required=False, help_text=_("Empty: today."))


class ReviewForm(StepForm):
    found = text_field(_("What did you find?"), rows=3, help_text=_("Whom did you ask, and does the investigation still run?"))
    review_on = DayField(
        label=_("Does it still run? Then on which day do you look again?"),
        required=False,
        help_text=_("Empty: it ended."),
    )
    not_resumed_because = text_field(
        _("It ended; is it not taken up? Then why not?"),
        rows=2,
        is_required=False,
        help_text=_(
            "Such as: this person does not want that any more. Empty: it stands in Mijn werk until you take the complaint up again."
        ),
    )


class ReturnForm(StepForm):
    reason = text_field(_("Why does the person come back?"), help_text=_("In their own words."))
    returned_on = DayField(label=_("On which day"), required=False, help_text=_("Empty: today. The new term runs from this day."))
    is_written = forms.TypedChoiceField(
        label=_("How the person came back"),
        required=False,
        coerce=lambda given: given == "written",
        empty_value=None,
        choices=[("", _("as the complaint came in")), ("written", _("in writing")), ("told", _("told to us, by phone or in person"))],
        help_text=_("In writing the term of the law runs."),
    )

    def __init__(self, *args: Any, is_resumed: bool = False, **kwargs: Any) -> None:
        """is_resumed: nobody came back; the investigation ended that stood in the way (9:8(1)(f))."""
        super().__init__(*args, **kwargs)
        if is_resumed:
            del self.fields["is_written"]
            self.fields["reason"].label = _("Why is the complaint taken up now?")
            self.fields["reason"].help_text = _("When the investigation ended, and who told so.")


class DuplicateForm(StepForm):
    of_reference = forms.CharField(label=_("Number of the file that counts"), max_length=100)
    reason = text_field(_("How do you know?"), rows=2)


class ReasonForm(StepForm):
    reason = text_field(_("Why?"), rows=3)


class SensitivityForm(StepForm):
    holds_sensitive_data = forms.BooleanField(
        label=_("It tells something of health, belief or a crime"), required=False, help_text=_("Then it leaves with no export.")
    )


class ReceiptForm(StepForm):
    received_at = MomentField(label=_("When it really came in"))
    reason = text_field(_("How do you know?"), rows=2)


class RevealForm(forms.Form):
    reason = text_field(_("Why do you have to know who this is?"), rows=2, help_text=_("Your name and this reason are kept."))


class ShieldedPersonForm(StepForm):
    """Who somebody shielded is, beside where it is shown."""

    PARTS = ("name", "phone", "email", "address", "identity", "preferred_contact")

    @classmethod
    def of(cls, party: Party, *, version: int, data: Any = None) -> ShieldedPersonForm:
        """The form of one of the people in a file, whose fields have addresses of their own."""
        known: dict[str, Any] = {} if data is not None else {name: getattr(party, name) for name in cls.PARTS}
        began = {BEGAN + name: value for name, value in known.items()}
        form = cls(data, initial=known | began | {"version": version}, auto_id=f"{party.role}_%s")
        form.fields |= {BEGAN + name: forms.CharField(required=False, widget=forms.HiddenInput) for name in cls.PARTS}
        return form

    def texts(self, party: Party) -> ThreeTexts:
        """What the page began with, what was typed, and what is known of this person now."""
        given = self.cleaned_data
        return ThreeTexts(
            began={name: given[BEGAN + name] for name in self.PARTS},
            typed={name: given[name] for name in self.PARTS},
            now={name: getattr(party, name) for name in self.PARTS},
        )

    name = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 200}))
    phone = forms.CharField(
        label=_("Phone"), required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "maxlength": 50})
    )
    email = forms.CharField(
        label=_("E-mail address"), required=False, widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off", "maxlength": 254})
    )
    address = forms.CharField(label=_("Address"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 500}))
    preferred_contact = forms.ChoiceField(
        label=_("How does this person want to be spoken to?"), required=False, choices=PreferredContact.choices
    )
    identity = forms.ChoiceField(
        label=_("Who may know who this is?"),
        required=False,
        choices=Identity.choices,
        help_text=_("Shielded: a colleague sees the name only after giving a reason."),
    )
