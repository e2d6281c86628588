"""What letters tell: each fact with its kind and the word it has in a template (pure). The words are Dutch, as the letters are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from babel.dates import format_date

Value = str | date | int
Values = Mapping["Fact", Value]


class FactKind(StrEnum):
    """How somebody gives a fact: a day, a number, a line, a text of more lines, or one of a list."""

    DAY = "DAY"
    NUMBER = "NUMBER"
    LINE = "LINE"
    TEXT = "TEXT"
    GROUND = "GROUND"


class Fact(StrEnum):
    """Something a letter tells. The value is its name in the API and on the page."""

    NAME = "name"
    ADDRESSEE = "addressee"
    REFERENCE = "reference"
    ORGANISATION = "organisation"
    AUTHORITY = "authority"
    PHONE = "phone"
    PHONE_HOURS = "phone_hours"
    EMAIL = "email"
    RECEIVED_ON = "received_on"
    HANDLER = "handler"
    DUE_ON = "due_on"
    COMMITTEE = "committee"
    OMBUDSMAN = "ombudsman"
    OMBUDSMAN_CONTACT = "ombudsman_contact"
    POINTS = "points"
    MISSING_PARTS = "missing_parts"
    REPLY_BY = "reply_by"
    ENCLOSED = "enclosed"
    HEARING_ON = "hearing_on"
    HEARING_PLACE = "hearing_place"
    MOMENT_AGREED_ON = "moment_agreed_on"
    HEARD_ON = "heard_on"
    PRESENT = "present"
    SAID_BY_COMPLAINANT = "said_by_complainant"
    SAID_BY_SUBJECT = "said_by_subject"
    GROUND = "ground"
    GROUND_FACTS = "ground_facts"
    CONDUCT_ON = "conduct_on"
    DECISION_ANNOUNCED_ON = "decision_announced_on"
    REVIEW_ON = "review_on"
    LATE_REASON = "late_reason"
    MOTIVATION = "motivation"
    AGREED = "agreed"
    REASON = "reason"
    WEEKS = "weeks"
    NEW_DUE_ON = "new_due_on"
    CONSENTED_ON = "consented_on"
    CONSENT_TEXT = "consent_text"
    CONSENT_APART = "consent_apart"
    FINDINGS = "findings"
    JUDGMENT = "judgment"
    CONCLUSIONS = "conclusions"
    MEASURES = "measures"
    ADVICE = "advice"
    ADVICE_REPORT = "advice_report"
    DEVIATION = "deviation"
    HEARING_REPORT = "hearing_report"
    RECOMMENDATION = "recommendation"
    RECOMMENDED_ON = "recommended_on"
    FOLLOWED = "followed"
    YEAR = "year"
    OVERVIEW = "overview"
    FORWARDED_TO = "forwarded_to"
    FORWARDED_ON = "forwarded_on"
    WHY_FORWARDED = "why_forwarded"
    WARM = "warm"
    TRANSFER_AGREED_ON = "transfer_agreed_on"
    FEEDBACK_BY = "feedback_by"
    NEXT_CONTACT = "next_contact"
    OBJECTION_UNTIL = "objection_until"
    OBJECTION_UNDATED = "objection_undated"
    DECISION_BY_PHONE = "decision_by_phone"
    OBJECTION_AFTER_TERM = "objection_after_term"
    DECISION_OVERDUE = "decision_overdue"
    ORAL = "oral"
    MANNER_ALONE = "manner_alone"
    THE_COMPLAINT = "the_complaint"
    COMPLAINANT = "complainant"
    ON_BEHALF_OF = "on_behalf_of"
    TOLD_BY = "told_by"
    TOLD_BY_READER = "told_by_reader"
    CLOSED_ON = "closed_on"
    TERM_OVER = "term_over"
    TOLD_LATE = "told_late"
    SENDER_TOLD_ON = "sender_told_on"
    OUTCOME_ALONE = "outcome_alone"
    REPLACES = "replaces"
    WHY_ANEW = "why_anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactShape:
    """word: how a template names it."""

    word: str
    kind: FactKind = FactKind.TEXT


_DAY, _LINE, _NUMBER = FactKind.DAY, FactKind.LINE, FactKind.NUMBER

SHAPES: dict[Fact, FactShape] = {
    Fact.NAME: FactShape(word="naam", kind=_LINE),
    Fact.ADDRESSEE: FactShape(word="geadresseerde"),
    Fact.REFERENCE: FactShape(word="kenmerk", kind=_LINE),
    Fact.ORGANISATION: FactShape(word="organisatie", kind=_LINE),
    Fact.AUTHORITY: FactShape(word="bestuursorgaan", kind=_LINE),
    Fact.PHONE: FactShape(word="telefoon", kind=_LINE),
    Fact.PHONE_HOURS: FactShape(word="beltijden", kind=_LINE),
    Fact.EMAIL: FactShape(word="mailadres", kind=_LINE),
    Fact.RECEIVED_ON: FactShape(word="ontvangen_op", kind=_DAY),
    Fact.HANDLER: FactShape(word="behandelaar", kind=_LINE),
    Fact.DUE_ON: FactShape(word="uiterste_dag", kind=_DAY),
    Fact.COMMITTEE: FactShape(word="commissie", kind=_LINE),
    Fact.OMBUDSMAN: FactShape(word="ombudsman", kind=_LINE),
    Fact.OMBUDSMAN_CONTACT: FactShape(word="ombudsman_bereiken"),
    Fact.POINTS: FactShape(word="klachtonderdelen"),
    Fact.MISSING_PARTS: FactShape(word="wat_ontbreekt"),
    Fact.REPLY_BY: FactShape(word="reageren_voor", kind=_DAY),
    Fact.ENCLOSED: FactShape(word="bijlagen"),
    Fact.HEARING_ON: FactShape(word="gesprek_op", kind=_DAY),
    Fact.HEARING_PLACE: FactShape(word="tijd_en_plaats", kind=_LINE),
    Fact.MOMENT_AGREED_ON: FactShape(word="gesprek_afgesproken_op", kind=_DAY),
    Fact.HEARD_ON: FactShape(word="gehoord_op", kind=_DAY),
    Fact.PRESENT: FactShape(word="aanwezigen"),
    Fact.SAID_BY_COMPLAINANT: FactShape(word="klager_zei"),
    Fact.SAID_BY_SUBJECT: FactShape(word="betrokkene_zei"),
    Fact.GROUND: FactShape(word="grond", kind=FactKind.GROUND),
    Fact.GROUND_FACTS: FactShape(word="feiten_van_de_grond"),
    Fact.CONDUCT_ON: FactShape(word="dag_van_de_gedraging", kind=_DAY),
    Fact.DECISION_ANNOUNCED_ON: FactShape(word="dag_van_het_besluit", kind=_DAY),
    Fact.REVIEW_ON: FactShape(word="opnieuw_kijken_op", kind=_DAY),
    Fact.LATE_REASON: FactShape(word="waarom_zo_laat"),
    Fact.MOTIVATION: FactShape(word="motivering"),
    Fact.AGREED: FactShape(word="afspraken"),
    Fact.REASON: FactShape(word="reden"),
    Fact.WEEKS: FactShape(word="weken", kind=_NUMBER),
    Fact.NEW_DUE_ON: FactShape(word="nieuwe_uiterste_dag", kind=_DAY),
    Fact.CONSENTED_ON: FactShape(word="ingestemd_op", kind=_DAY),
    Fact.CONSENT_TEXT: FactShape(word="bericht_met_instemming"),
    Fact.CONSENT_APART: FactShape(word="instemming_apart", kind=_LINE),
    Fact.FINDINGS: FactShape(word="bevindingen"),
    Fact.JUDGMENT: FactShape(word="oordeel"),
    Fact.CONCLUSIONS: FactShape(word="conclusies"),
    Fact.MEASURES: FactShape(word="maatregelen"),
    Fact.ADVICE: FactShape(word="advies"),
    Fact.ADVICE_REPORT: FactShape(word="rapport_en_advies"),
    Fact.DEVIATION: FactShape(word="reden_van_afwijken"),
    Fact.HEARING_REPORT: FactShape(word="verslag_van_het_horen"),
    Fact.RECOMMENDATION: FactShape(word="aanbeveling"),
    Fact.RECOMMENDED_ON: FactShape(word="aanbevolen_op", kind=_DAY),
    Fact.FOLLOWED: FactShape(word="wat_wij_ermee_doen"),
    Fact.YEAR: FactShape(word="jaar", kind=_NUMBER),
    Fact.OVERVIEW: FactShape(word="overzicht"),
    Fact.FORWARDED_TO: FactShape(word="doorgestuurd_naar", kind=_LINE),
    Fact.FORWARDED_ON: FactShape(word="doorgestuurd_op", kind=_DAY),
    Fact.WHY_FORWARDED: FactShape(word="waarom_doorgestuurd"),
    Fact.WARM: FactShape(word="warme_overdracht", kind=_LINE),
    Fact.TRANSFER_AGREED_ON: FactShape(word="overdracht_afgesproken_op", kind=_DAY),
    Fact.FEEDBACK_BY: FactShape(word="terugkoppeling_uiterlijk", kind=_DAY),
    Fact.NEXT_CONTACT: FactShape(word="wie_contact_opneemt"),
    Fact.OBJECTION_UNTIL: FactShape(word="bezwaar_tot_en_met", kind=_DAY),
    Fact.OBJECTION_UNDATED: FactShape(word="bezwaar_zonder_dag", kind=_LINE),
    Fact.DECISION_BY_PHONE: FactShape(word="besluit_alleen_verteld", kind=_LINE),
    Fact.OBJECTION_AFTER_TERM: FactShape(word="bezwaar_na_de_termijn", kind=_LINE),
    Fact.DECISION_OVERDUE: FactShape(word="besluit_te_laat", kind=_LINE),
    Fact.ORAL: FactShape(word="mondeling", kind=_LINE),
    Fact.MANNER_ALONE: FactShape(word="alleen_hoe_het_ging", kind=_LINE),
    Fact.THE_COMPLAINT: FactShape(word="de_klacht", kind=_LINE),
    Fact.COMPLAINANT: FactShape(word="klager", kind=_LINE),
    Fact.ON_BEHALF_OF: FactShape(word="namens", kind=_LINE),
    Fact.TOLD_BY: FactShape(word="verteld_door", kind=_LINE),
    Fact.TOLD_BY_READER: FactShape(word="u_vertelde", kind=_LINE),
    Fact.CLOSED_ON: FactShape(word="afgesloten_op", kind=_DAY),
    Fact.TERM_OVER: FactShape(word="termijn_voorbij", kind=_LINE),
    Fact.TOLD_LATE: FactShape(word="later_verteld", kind=_LINE),
    Fact.SENDER_TOLD_ON: FactShape(word="klager_verteld_op", kind=_DAY),
    Fact.OUTCOME_ALONE: FactShape(word="alleen_de_afloop", kind=_LINE),
    Fact.REPLACES: FactShape(word="in_plaats_van_brief_van", kind=_DAY),
    Fact.WHY_ANEW: FactShape(word="waarom_opnieuw"),
}

# What a ground of article 9:8 is called in a letter.
GROUND_WORDS = {
    "9_8_1_A": "u hebt hierover al eerder een klacht ingediend, en die hebben wij toen behandeld (artikel 9:8, eerste lid, onder a)",
    "9_8_1_B": "het gebeurde langer dan een jaar voordat u uw klacht indiende (artikel 9:8, eerste lid, onder b)",
    "9_8_1_C": "u had bezwaar kunnen maken (artikel 9:8, eerste lid, onder c)",
    "9_8_1_D": "u kunt of kon hierover naar de bestuursrechter (artikel 9:8, eerste lid, onder d)",
    "9_8_1_E": "een andere rechter behandelt deze zaak of heeft dat gedaan (artikel 9:8, eerste lid, onder e)",
    "9_8_1_F": "er loopt een strafrechtelijk onderzoek (artikel 9:8, eerste lid, onder f)",
    "9_8_2": "uw belang of het gewicht van wat er gebeurde is duidelijk te klein (artikel 9:8, tweede lid)",
}

# The same to somebody else than who complains.
GROUND_WORDS_BESIDE = GROUND_WORDS | {
    "9_8_1_A": "hierover is al eerder een klacht ingediend, en die hebben wij toen behandeld (artikel 9:8, eerste lid, onder a)",
    "9_8_1_B": "het gebeurde langer dan een jaar voordat de klacht werd ingediend (artikel 9:8, eerste lid, onder b)",
    "9_8_1_C": "bezwaar maken had gekund (artikel 9:8, eerste lid, onder c)",
    "9_8_1_D": "naar de bestuursrechter gaan kan of kon hierover (artikel 9:8, eerste lid, onder d)",
    "9_8_2": "het belang of het gewicht van wat er gebeurde is duidelijk te klein (artikel 9:8, tweede lid)",
}

# What a klaagschrift may lack (article 9:4), as a letter asks for it.
MISSING_WORDS = {
    "in_writing": "uw klacht op papier of per mail",
    "towards_filer": "of het uzelf is overkomen",
    "signature": "uw handtekening",
    "name": "uw naam",
    "address": "uw adres",
    "date": "de datum",
    "description": "wat er is gebeurd",
}

# What a representative without a mandate is asked for (article 2:1).
MANDATE_WORDS = "een machtiging: een brief met een handtekening, waarin staat dat u in deze klacht voor iemand anders mag optreden"


# "om 10.00 uur", "van 10 tot 11 uur"; else a bare "10:00", for "10.00" may be a room. "Half 11 uur" and "10 voor 11" are no eleven and no
# ten. Before seven is in no office: "om 3 uur" is meant as 15.00, or is a slip.
_HOUR = r"(?P<hour>[01]?\d|2[0-3])"
_MINUTE = r"[.:](?P<minute>[0-5]\d)"
_SAID = [
    rf"\bom\s+{_HOUR}(?:{_MINUTE}|(?![.:]\d|\s+(?:minuten\s+)?(?:voor|over)\b))\b",
    rf"\b{_HOUR}(?:{_MINUTE})?\s*(?:(?:tot|en|-)\s*\d{{1,2}}(?:[.:]\d\d)?\s*)?(?:uur|u)\b",
    rf"\b{_HOUR}:(?P<minute>[0-5]\d)\b",
]
_NOT_THE_HOUR = re.compile(r"\b(?:half|kwart|voor|over)\s+$", re.IGNORECASE)
_TIMES = [re.compile(pattern, re.IGNORECASE) for pattern in _SAID]
_FIRST_HOUR = 7


def time_in(text: str) -> time | None:
    """The time of day that a text tells, such as "om 10.00 uur in het stadhuis"; None where it tells none of the day."""
    found = next((found for pattern in _TIMES if (found := pattern.search(text))), None)
    if found is None or int(found["hour"]) < _FIRST_HOUR or _NOT_THE_HOUR.search(text[: found.start("hour")]):
        return None
    return time(int(found["hour"]), int(found["minute"] or 0))


_FORMS = {
    **dict.fromkeys(("mevrouw", "mevr", "mevr.", "mw", "mw."), "mevrouw"),
    **dict.fromkeys(("meneer", "dhr", "dhr.", "de heer", "heer"), "meneer"),
    **dict.fromkeys(("familie", "fam.", "de familie"), "familie"),
}
_FORM = re.compile(r"(?P<form>" + "|".join(re.escape(one) for one in sorted(_FORMS, key=len, reverse=True)) + r")\s+", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:[A-Z][a-z]?\.\s*)+(?=\S)|^(?:[A-Z]\s+)+(?=\S)")
_TITLES = re.compile(r"^(?:(?:prof|dr|drs|mr|ir|ing)\.?\s+)+", re.IGNORECASE)
# What a surname may begin with before its own word, as in "van den Berg".
_BEFORE_SURNAME = frozenset(
    {
        *("van", "von", "der", "den", "de", "het", "'t", "’t", "ter", "ten", "te", "in", "op", "aan", "onder", "uit", "over", "bij", "tot"),
        *("voor", "'s", "’s", "el", "al", "la", "le", "du", "da", "di", "dos", "del", "della", "af", "zu", "zum"),
    }
)
_ONE_SURNAME = re.compile(r"[\w'’.]+-(?:van|de|der|den|'t|ten|ter)$", re.IGNORECASE)
# Of more people than one, or written as in a list: that stays as it is.
_NOT_ONE_NAME = re.compile(
    r"[,()/&\d]|(?:^|\s)[-–](?:\s|$)|(?:^|\s)(?:en|e\.o\.|geb\.?|geboren)(?:\s|$)|\b(?:mevrouw|meneer)\b", re.IGNORECASE
)


def greeted(name: str) -> str:
    """How a letter greets somebody: "mevrouw Jansen" of who wrote "Mevr. J. Jansen", "meneer Van den Berg" of "meneer Pieter van den
    Berg". Of "mevrouw Garcia Marquez" nobody knows which is the surname: all of it stays, as does a name without a form of address."""
    name = name.strip()
    found = _FORM.match(name)
    return f"{_FORMS[found['form'].lower()]} {_surname(name[found.end() :])}" if found else name


def _surname(name: str) -> str:
    """The name after a form of address: with a capital, without titles, initials and the first name before "van den"."""
    name = _TITLES.sub("", name)
    bare = _INITIALS.sub("", name)
    if _NOT_ONE_NAME.search(bare):
        return bare
    words = bare.split()
    # One word before "van den" is a first name. After initials, and of more words, all of it may be the surname.
    has_first_name = bare == name and len(words) > 2 and words[0].lower() not in _BEFORE_SURNAME and _begins_surname(words[1])
    surname = " ".join(words[1:] if has_first_name else words)
    return surname[:1].upper() + surname[1:]


def _begins_surname(word: str) -> bool:
    return word in _BEFORE_SURNAME or _ONE_SURNAME.match(word) is not None


def is_beside(values: Values) -> bool:
    """Whether somebody else than who complains reads it, such as a representative or the other parent."""
    return Fact.THE_COMPLAINT in values


def is_bystander(values: Values) -> bool:
    """Whether they read it for themselves, such as the other parent: what went to them did not go to who complains."""
    return is_beside(values) and Fact.ON_BEHALF_OF not in values


def as_told(fact: Fact, value: Value, *, beside: bool = False) -> str:
    """A fact as a letter writes it: a day as "21 november 2026", a ground in words. beside: to somebody else than who complains."""
    if isinstance(value, date):
        return format_date(value, "d MMMM y", locale="nl")
    if fact is Fact.GROUND:
        return (GROUND_WORDS_BESIDE if beside else GROUND_WORDS).get(str(value), "")
    if fact is Fact.WEEKS:
        return f"{value} week" if value == 1 else f"{value} weken"
    return str(value)


def read_fact(fact: Fact, text: str) -> Value | None:
    """A fact from how it is stored or sent: a day as 2026-11-21. None for nothing. Raises ValueError."""
    text = text.strip()
    if not text:
        return None
    if SHAPES[fact].kind is FactKind.DAY:
        return date.fromisoformat(text)
    if SHAPES[fact].kind is FactKind.NUMBER:
        return int(text)
    if SHAPES[fact].kind is FactKind.GROUND and text not in GROUND_WORDS:
        raise ValueError
    return text


def as_stored(value: Value) -> str:
    """The other way round."""
    return value.isoformat() if isinstance(value, date) else str(value)


def words_of(values: Values) -> dict[str, str]:
    """The facts that are known, by their words in a template."""
    beside = is_beside(values)
    return {SHAPES[fact].word: as_told(fact, value, beside=beside) for fact, value in values.items() if value not in ("", None)}
