"""Why a date is what it is: the steps of a computation as data, and their sentences in Dutch and English.

A step is made while the date is computed and never afterwards, so an explanation cannot disagree with its date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from complaints.awb.wording import Param, fill, known_language


class TermName(Enum):
    """Which date a step belongs to. The value is stable: column name, API name."""

    DUE_BASE = "due_base"
    DUE_AFTER_EXTENSION = "due_after_extension"
    NOTICE_9_8_3_DUE = "notice_9_8_3_due"
    OMBUDSMAN_UNTIL = "ombudsman_until"
    CONTACT_DUE = "contact_due"
    OBJECTION_LAST_DAY = "objection_last_day"
    OBJECTION_BY_POST = "objection_by_post"
    TERM = "term"


class StepCode(Enum):
    """What happened in a step. The value is stable."""

    WEEKS_AFTER = "weeks_after"
    DAYS_AFTER = "days_after"
    WORKING_DAYS_AFTER = "working_days_after"
    YEAR_AFTER_END = "year_after_end"
    YEAR_AFTER_DUE = "year_after_due"
    REGIME_CHANGED = "regime_changed"
    EXTENDED = "extended"
    POSTPONED = "postponed"
    DATE_AGREED = "date_agreed"
    AGREED_DATE_STANDS = "agreed_date_stands"
    HELD_TWO_DAYS = "held_two_days"
    ENDS_ON_NON_DAY = "ends_on_non_day"
    SKIPS_HOLIDAY = "skips_holiday"
    SKIPS_WEEKEND_DAY = "skips_weekend_day"
    MOVED_TO = "moved_to"
    NOT_MOVED = "not_moved"
    NO_DECREE_KNOWN = "no_decree_known"


class WarningCode(Enum):
    """What a handler should know about a lawful clock. The value is stable."""

    DECIDE_BEFORE_WEEKEND = "decide_before_weekend"
    EXTENSION_WITHOUT_EFFECT = "extension_without_effect"
    PROVISIONAL = "provisional"


TERM_NAMES: Mapping[str, Mapping[TermName, str]] = {
    "nl": {
        TermName.DUE_BASE: "Termijn (art. 9:11 Awb)",
        TermName.DUE_AFTER_EXTENSION: "Na verdaging of uitstel (art. 9:11 Awb)",
        TermName.NOTICE_9_8_3_DUE: "Bericht van niet in behandeling nemen (art. 9:8 lid 3 Awb)",
        TermName.OMBUDSMAN_UNTIL: "Naar de ombudsman (art. 9:24 Awb)",
        TermName.CONTACT_DUE: "Eerste contact (norm)",
        TermName.OBJECTION_LAST_DAY: "Bezwaartermijn (art. 6:7 Awb)",
        TermName.OBJECTION_BY_POST: "Bezwaar per post ontvangen (art. 6:9 lid 2 Awb)",
        TermName.TERM: "Termijn",
    },
    "en": {
        TermName.DUE_BASE: "Term (art. 9:11 Awb)",
        TermName.DUE_AFTER_EXTENSION: "After extension or postponement (art. 9:11 Awb)",
        TermName.NOTICE_9_8_3_DUE: "Notice that the complaint is not taken up (art. 9:8(3) Awb)",
        TermName.OMBUDSMAN_UNTIL: "To the ombudsman (art. 9:24 Awb)",
        TermName.CONTACT_DUE: "First contact (norm)",
        TermName.OBJECTION_LAST_DAY: "Objection term (art. 6:7 Awb)",
        TermName.OBJECTION_BY_POST: "Objection received by post (art. 6:9(2) Awb)",
        TermName.TERM: "Term",
    },
}

STEPS: Mapping[str, Mapping[StepCode, str]] = {
    "nl": {
        StepCode.WEEKS_AFTER: "%(weeks)s na %(start)s is %(end)s",
        StepCode.DAYS_AFTER: "%(days)s na %(start)s is %(end)s",
        StepCode.WORKING_DAYS_AFTER: "%(working_days)s na %(start)s, de dag van ontvangst niet meegeteld",
        StepCode.YEAR_AFTER_END: "een jaar na het einde van de behandeling op %(start)s is %(end)s",
        StepCode.YEAR_AFTER_DUE: "zolang de klacht niet is afgehandeld: een jaar na de uiterste datum %(start)s is %(end)s",
        StepCode.REGIME_CHANGED: "de klachtencommissie adviseert sinds %(changed_on)s: %(weeks)s na %(start)s is %(end)s",
        StepCode.EXTENDED: "%(weeks)s verdaging vanaf %(start)s is %(end)s (art. 9:11 lid 2 Awb)",
        StepCode.POSTPONED: "%(days)s uitstel van %(starts_on)s tot en met %(ends_on)s maakt het %(end)s (art. 9:11 lid 3 Awb)",
        StepCode.DATE_AGREED: "op %(agreed_on)s schriftelijk afgesproken: uiterlijk %(end)s (art. 9:11 lid 3 Awb)",
        StepCode.AGREED_DATE_STANDS: "de afgesproken datum %(end)s blijft staan en verschuift niet",
        StepCode.HELD_TWO_DAYS: "de termijn bevat dan nog geen twee gewone dagen (art. 2 Atw)",
        StepCode.ENDS_ON_NON_DAY: "dat is %(non_day)s",
        StepCode.SKIPS_HOLIDAY: "%(day)s is %(non_day)s",
        StepCode.SKIPS_WEEKEND_DAY: "%(day)s valt in het weekend (art. 1 lid 1 Atw)",
        StepCode.MOVED_TO: "dus %(result)s",
        StepCode.NOT_MOVED: "deze termijn verschuift niet voor weekend of feestdag (art. 4 onder a Atw)",
        StepCode.NO_DECREE_KNOWN: "voorlopig: voor %(year)s is het koninklijk besluit van art. 3 lid 3 Atw niet bekend",
    },
    "en": {
        StepCode.WEEKS_AFTER: "%(weeks)s after %(start)s is %(end)s",
        StepCode.DAYS_AFTER: "%(days)s after %(start)s is %(end)s",
        StepCode.WORKING_DAYS_AFTER: "%(working_days)s after %(start)s, the day of receipt not counted",
        StepCode.YEAR_AFTER_END: "one year after handling ended on %(start)s is %(end)s",
        StepCode.YEAR_AFTER_DUE: "while handling has not ended: one year after the due date %(start)s is %(end)s",
        StepCode.REGIME_CHANGED: "the complaints committee advises since %(changed_on)s: %(weeks)s after %(start)s is %(end)s",
        StepCode.EXTENDED: "%(weeks)s of extension from %(start)s is %(end)s (art. 9:11(2) Awb)",
        StepCode.POSTPONED: "%(days)s of postponement, %(starts_on)s to %(ends_on)s included, makes it %(end)s (art. 9:11(3) Awb)",
        StepCode.DATE_AGREED: "agreed in writing on %(agreed_on)s: %(end)s at the latest (art. 9:11(3) Awb)",
        StepCode.AGREED_DATE_STANDS: "the agreed date %(end)s stands and does not move",
        StepCode.HELD_TWO_DAYS: "the term does not yet hold two ordinary days (art. 2 Atw)",
        StepCode.ENDS_ON_NON_DAY: "that is %(non_day)s",
        StepCode.SKIPS_HOLIDAY: "%(day)s is %(non_day)s",
        StepCode.SKIPS_WEEKEND_DAY: "%(day)s is in the weekend (art. 1(1) Atw)",
        StepCode.MOVED_TO: "so %(result)s",
        StepCode.NOT_MOVED: "this term does not move for a weekend or public holiday (art. 4(a) Atw)",
        StepCode.NO_DECREE_KNOWN: "provisional: the Royal Decree of art. 3(3) Atw for %(year)s is not known",
    },
}

WARNINGS: Mapping[str, Mapping[WarningCode, str]] = {
    "nl": {
        WarningCode.DECIDE_BEFORE_WEEKEND: (
            "Samen duren de termijn en de verdaging meer dan twaalf weken. Of de laatste dag dan verschuift is niet zeker: "
            "handel de klacht uiterlijk %(decide_by)s af."
        ),
        WarningCode.EXTENSION_WITHOUT_EFFECT: (
            "De verdaging eindigt vóór de datum die al was afgesproken. De afgesproken datum %(end)s blijft staan."
        ),
        WarningCode.PROVISIONAL: (
            "Deze datums zijn voorlopig: voor %(year)s is niet bekend welke dagen met een feestdag gelijkstaan. "
            "Reken er niet op dat de datum later wordt."
        ),
    },
    "en": {
        WarningCode.DECIDE_BEFORE_WEEKEND: (
            "The term and its extension last more than twelve weeks together. Whether the last day then moves is not certain: "
            "decide by %(decide_by)s."
        ),
        WarningCode.EXTENSION_WITHOUT_EFFECT: "The extension ends before the date that was already agreed. The agreed date %(end)s stands.",
        WarningCode.PROVISIONAL: (
            "These dates are provisional: which days of %(year)s are equated with a public holiday is not known. "
            "Do not count on a later date."
        ),
    },
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation. `params` keeps dates as dates; `template` is the English sentence with %(name)s places."""

    code: StepCode
    about: TermName
    params: Mapping[str, Param]

    @property
    def template(self) -> str:
        return STEPS["en"][self.code]

    def text(self, *, language: str) -> str:
        """The sentence, without capital or full stop. `language` as Django has it; Dutch when it is neither nl nor en."""
        known = known_language(language)
        return fill(STEPS[known][self.code], params=self.params, language=known)


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """Something a handler should know about a lawful clock."""

    code: WarningCode
    params: Mapping[str, Param]

    @property
    def template(self) -> str:
        return WARNINGS["en"][self.code]

    def text(self, *, language: str) -> str:
        """The sentence in full. `language` as Django has it; Dutch when it is neither nl nor en."""
        known = known_language(language)
        return fill(WARNINGS[known][self.code], params=self.params, language=known)


# An oral complaint runs the same date, as a norm: art. 9:2 Awb names no number.
NORM_NAMES: Mapping[str, Mapping[TermName, str]] = {
    "nl": {TermName.DUE_BASE: "Norm voor een mondelinge klacht (art. 9:2 Awb)", TermName.DUE_AFTER_EXTENSION: "Norm na uitstel"},
    "en": {TermName.DUE_BASE: "Norm for an oral complaint (art. 9:2 Awb)", TermName.DUE_AFTER_EXTENSION: "Norm after postponement"},
}


def explanation_lines(steps: Iterable[Step], *, language: str, is_norm: bool = False) -> list[str]:
    """One line for each date the steps are about, in their order: "Term (art. 9:11 Awb): 6 weeks after ... is ...; so ...".

    `language` as Django has it; Dutch when it is neither nl nor en. is_norm: the date is a norm, and is named so.
    """
    known = known_language(language)
    names = {**TERM_NAMES[known], **(NORM_NAMES[known] if is_norm else {})}
    sentences: dict[TermName, list[str]] = {}
    for step in steps:
        sentences.setdefault(step.about, []).append(step.text(language=known))
    return [f"{names[about]}: {'; '.join(texts)}." for about, texts in sentences.items()]
