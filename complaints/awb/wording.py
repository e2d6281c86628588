"""Dutch and English sentences for the clock: one home for the texts of steps, warnings and refusals. No Django, no locale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tenants.statutory_calendar import NonDay

Param = date | NonDay | int | str
LANGUAGES = ("nl", "en")

WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
# The names of parameters that are amounts: (one, more).
AMOUNTS = {
    "nl": {"weeks": ("week", "weken"), "days": ("dag", "dagen"), "working_days": ("werkdag", "werkdagen")},
    "en": {"weeks": ("week", "weeks"), "days": ("day", "days"), "working_days": ("working day", "working days")},
}


def known_language(language: str) -> str:
    """ "nl" or "en" for a language code as Django has it ("nl", "nl-nl", "en-gb"); Dutch for every other."""
    primary = language.lower().replace("_", "-").split("-")[0]
    return primary if primary in LANGUAGES else "nl"


def full_date(on: date, *, language: str) -> str:
    """ "vrijdag 7 maart 2025" or "Friday 7 March 2025"."""
    return f"{WEEKDAYS[language][on.weekday()]} {on.day} {MONTHS[language][on.month - 1]} {on.year}"


def atw_article(article: str, *, language: str) -> str:
    """ "art. 3 lid 2 Atw" or "art. 3(2) Atw" for "3(2)"."""
    if language == "en":
        return f"art. {article} Atw"
    return f"art. {article.replace('(', ' lid ').replace(')', '')} Atw"


def name_of_non_day(non_day: NonDay, *, language: str) -> str:
    """ "een zaterdag", "Goede Vrijdag"."""
    name = non_day.name(language=language)
    if non_day.is_weekend:
        name = f"een {name}" if language == "nl" else f"a {name}"
    return name


def _non_day(non_day: NonDay, *, language: str) -> str:
    return f"{name_of_non_day(non_day, language=language)} ({atw_article(non_day.article, language=language)})"


def fill(template: str, *, params: Mapping[str, Param], language: str) -> str:
    """The template with its %(name)s places filled: dates in full, amounts with their noun, non-days with their article."""
    filled: dict[str, str] = {}
    for name, value in params.items():
        if isinstance(value, NonDay):
            filled[name] = _non_day(value, language=language)
        elif isinstance(value, date):
            filled[name] = full_date(value, language=language)
        elif isinstance(value, int) and name in AMOUNTS[language]:
            one, more = AMOUNTS[language][name]
            filled[name] = f"{value} {one if value == 1 else more}"
        else:
            filled[name] = str(value)
    return template % filled
