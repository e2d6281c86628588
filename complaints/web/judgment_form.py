"""The form of the judgment: what was established, a verdict on each subject, why, and the letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import PROPRIETY_NORMS, VERDICTS, Verdict
from complaints.judging import JudgmentTold, VerdictTold
from complaints.models import ComplaintPoint, Judgment, NoSubject
from complaints.web.step_forms import StepForm, text_field
from tenants.web.forms.organisation import DayField

TESTED = [("", _("not tested")), ("yes", _("yes")), ("no", _("no"))]
NORMS = [(value, tuple(norms.items())) for value, norms in PROPRIETY_NORMS.items()]
TEXTS = ("findings", "reasoning", "conclusions")
# Only where a committee advised.
OF_ADVICE = ("deviation", "encloses_advice")
# Only where the file names nobody it is about.
OF_NOBODY = ("no_subject", "no_subject_reason")
OF_LETTER = ("letter_sent_on", "names_ombudsman", "is_signed_by_mandate")


class JudgmentForm(StepForm):
    """points: of the complaint, the main one first; each has fields of its own, named after its place."""

    findings = text_field(_("What was established?"), rows=6, is_required=False, help_text=_("The findings: what happened, by both sides."))
    reasoning = text_field(_("Why do you find this?"), rows=5, is_required=False)
    conclusions = text_field(
        _("What follows from it?"), rows=3, is_required=False, help_text=_("Such as excuses, something put right, or a measure.")
    )
    letter_sent_on = DayField(
        label=_("Was the letter with the judgment sent elsewhere? Then on which day?"),
        required=False,
        help_text=_("Empty when you send it from this file, or later."),
    )
    deviation = text_field(
        _("Do you find otherwise than the committee advised? Then why?"),
        rows=3,
        is_required=False,
        help_text=_("The complainant reads this, with the advice (article 9:16). Empty: you follow the advice."),
    )
    encloses_advice = forms.BooleanField(label=_("The advice went along with that letter"), required=False)
    no_subject = forms.TypedChoiceField(
        label=_("Is it about nobody in person?"),
        coerce=NoSubject,
        empty_value=NoSubject.SOMEBODY,
        required=False,
        choices=NoSubject.choices,
        help_text=_("The file names nobody it is about. Is it somebody? Then record who first: that person is sent a copy and heard."),
    )
    no_subject_reason = text_field(
        _("Why is that so?"), rows=2, is_required=False, help_text=_("Whom you asked, or why it is about the organisation as a whole.")
    )
    why_anew = text_field(
        _("Do you find otherwise than the letter told? Then why?"),
        rows=3,
        is_required=False,
        help_text=_("The letter that went stays in the file. A new one replaces it, and the file is closed only after that went."),
    )
    names_ombudsman = forms.BooleanField(label=_("That letter names the ombudsman and the term of one year"), required=False)
    is_signed_by_mandate = forms.BooleanField(
        label=_("It offers no objection or appeal, and whoever signed it was allowed to"),
        required=False,
        help_text=_("Of a letter that was not sent from here."),
    )

    def __init__(
        self,
        *args: Any,
        points: Sequence[ComplaintPoint],
        has_subject: bool,
        has_advice: bool = False,
        is_told: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(points)
        if not is_told:
            del self.fields["why_anew"]
        if not has_advice:
            del self.fields["deviation"], self.fields["encloses_advice"]
        if has_subject:
            del self.fields["no_subject"], self.fields["no_subject_reason"]
        for place, _point in enumerate(self.points):
            self.fields[f"verdicts.{place}.verdict"] = forms.ChoiceField(
                label=_("What do you find of it?"),
                required=False,
                choices=[("", _("no verdict yet")), *((code.value, name) for code, name in VERDICTS.items())],
            )
            self.fields[f"verdicts.{place}.lawful"] = forms.ChoiceField(label=_("Was it lawful?"), required=False, choices=TESTED)
            self.fields[f"verdicts.{place}.proper"] = forms.ChoiceField(
                label=_("Was it proper?"),
                required=False,
                choices=TESTED,
            )
            self.fields[f"verdicts.{place}.norms"] = forms.MultipleChoiceField(
                label=_("Which norms were not kept?"),
                required=False,
                choices=NORMS,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("From the Behoorlijkheidswijzer."),
            )

    @classmethod
    def start(cls, judgment: Judgment | None, points: Sequence[ComplaintPoint]) -> dict[str, Any]:
        """What the form begins with: what was recorded already."""
        if judgment is None:
            return {}
        start: dict[str, Any] = {name: getattr(judgment, name) for name in (*TEXTS, *OF_ADVICE, *OF_NOBODY, *OF_LETTER)}
        found = {one.point_id: one for one in judgment.points.all()}
        for place, point in enumerate(points):
            if one := found.get(point.pk):
                start |= {f"verdicts.{place}.verdict": one.verdict, f"verdicts.{place}.norms": one.norms}
                start |= {f"verdicts.{place}.lawful": _as_answer(one.lawful), f"verdicts.{place}.proper": _as_answer(one.proper)}
        return start

    def texts(self) -> list[Any]:
        return [self[name] for name in TEXTS]

    def nobody(self) -> list[Any]:
        """Why nobody is heard on the other side; empty where the file names somebody."""
        return [self[name] for name in OF_NOBODY if name in self.fields]

    def letter(self) -> list[Any]:
        return [self[name] for name in (*OF_LETTER, "encloses_advice") if name in self.fields]

    def parts(self) -> list[dict[str, Any]]:
        """Each subject with its fields. is_doubtful: it is found unfounded, though not proper."""
        return [
            {
                "point": point,
                "verdict": self[f"verdicts.{place}.verdict"],
                "tests": [self[f"verdicts.{place}.{name}"] for name in ("lawful", "proper")],
                "norms": self[f"verdicts.{place}.norms"],
                "is_doubtful": self[f"verdicts.{place}.verdict"].value() == Verdict.NOT_UPHELD
                and self[f"verdicts.{place}.proper"].value() == _as_answer(False),
            }
            for place, point in enumerate(self.points)
        ]

    def told(self) -> JudgmentTold:
        """After `is_valid`."""
        given = self.cleaned_data
        return JudgmentTold(
            **{name: given[name] for name in (*TEXTS, *OF_ADVICE, *OF_NOBODY) if name in given},
            verdicts=tuple(
                VerdictTold(
                    point_id=point.pk,
                    verdict=Verdict(given[f"verdicts.{place}.verdict"]) if given[f"verdicts.{place}.verdict"] else None,
                    lawful=_as_fact(given[f"verdicts.{place}.lawful"]),
                    proper=_as_fact(given[f"verdicts.{place}.proper"]),
                    norms=tuple(given[f"verdicts.{place}.norms"]),
                )
                for place, point in enumerate(self.points)
            ),
            why_anew=given.get("why_anew", ""),
            **{name: given[name] for name in OF_LETTER},
        )


def _as_answer(fact: bool | None) -> str:
    return "" if fact is None else "yes" if fact else "no"


def _as_fact(answer: str) -> bool | None:
    return None if not answer else answer == "yes"
