"""The list as a sentence: "12 open klachten over Bejegening, bij Werk, te laat". Each narrowing can be taken out by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from complaints.code_lists import LAWS
from complaints.finding.filters import ComplaintFilters, ListState
from complaints.finding.periods import Period
from complaints.finding.sorting import Sort
from tenants.organisation.core_lists import KINDS, Kind
from tenants.templatetags.polsslag import day

# An adjective before the noun; the other states stand after it.
BEFORE_NOUN: dict[str, Promise] = {
    ListState.OPEN: gettext_lazy("open"),
    ListState.LATE: gettext_lazy("open"),
    ListState.DUE_THIS_WEEK: gettext_lazy("open"),
    ListState.CLOSED: gettext_lazy("closed"),
}
AFTER_NOUN: dict[str, Promise] = {
    ListState.LATE: gettext_lazy("too late"),
    ListState.DUE_THIS_WEEK: gettext_lazy("with the last day within a week"),
}
PERIOD_TEXTS: dict[str, Promise] = {
    Period.THIS_WEEK: gettext_lazy("received this week"),
    Period.THIS_MONTH: gettext_lazy("received this month"),
    Period.THIS_QUARTER: gettext_lazy("received this quarter"),
    Period.THIS_YEAR: gettext_lazy("received this year"),
    Period.LAST_YEAR: gettext_lazy("received last year"),
}
SORT_TEXTS: dict[Sort, Promise] = {
    Sort.NEWEST: gettext_lazy("newest receipt first"),
    Sort.OLDEST: gettext_lazy("oldest receipt first"),
    Sort.DUE: gettext_lazy("last day soonest"),
    Sort.REFERENCE: gettext_lazy("by number"),
    Sort.CHANGED: gettext_lazy("last worked on first"),
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """A narrowing in words. name: what it is called in the address; becomes: what stands there when it is taken out.

    comma: whether one stands before it, also straight after the noun.
    """

    text: str
    name: str
    comma: bool = False
    becomes: str = ""


@dataclass(frozen=True, kw_only=True)
class ListSentence:
    """ "12" "open" "klachten" and what follows. state: None where every state is meant."""

    count: str
    state: Part | None
    noun: str
    parts: list[Part]

    @property
    def text(self) -> str:
        head = " ".join(filter(None, [self.count, self.state.text if self.state else "", self.noun]))
        return head + "".join(f"{',' if part.comma else ''} {part.text}" for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class Names:
    """How the people and providers of filters are called: by the number that stands in the address."""

    handlers: Mapping[int, str]
    providers: Mapping[int, str]


def list_sentence(
    *, filters: ComplaintFilters, total: int, is_more: bool = False, names: Names, looks_alike: bool = False, shows_words: bool = True
) -> ListSentence:
    """The list in one sentence. is_more: there are more than `total`. shows_words: False where the words would leave the page."""
    left_out = ngettext("that is left out of the figures", "that are left out of the figures", total)
    parts = [
        *_who(filters, names),
        *([Part(name="stand", text=left_out)] if filters.state == ListState.LEFT_OUT else []),
        *_about(filters, names),
        *_when(filters),
        *([Part(name="zoek", text=_words(filters.text, looks_alike=looks_alike, shows_words=shows_words))] if filters.text else []),
        *_state(filters),
    ]
    state = BEFORE_NOUN.get(filters.state or "")
    return ListSentence(
        count=_count(total, is_more=is_more),
        state=Part(text=str(state), name="stand") if state else None,
        noun=ngettext("complaint", "complaints", total),
        # Only the first may stand straight after the noun; the others are an enumeration.
        parts=[
            part if place == 0 else Part(text=part.text, name=part.name, becomes=part.becomes, comma=True)
            for place, part in enumerate(parts)
        ],
    )


def _count(total: int, *, is_more: bool) -> str:
    if total == 0:
        return pgettext("how many", "No")
    shown = number_format(total, force_grouping=True)
    return _("More than %(n)s") % {"n": shown} if is_more else str(shown)


def _who(filters: ComplaintFilters, names: Names) -> list[Part]:
    parts = []
    if filters.mine:
        parts.append(Part(name="behandelaar", text=_("that you handle")))
    if filters.without_handler:
        parts.append(Part(name="behandelaar", text=_("without a handler")))
    if filters.handler_id is not None:
        who = names.handlers.get(filters.handler_id, _("somebody else"))
        parts.append(Part(name="behandelaar", text=_("with %(what)s as handler") % {"what": who}))
    return parts


def _about(filters: ComplaintFilters, names: Names) -> list[Part]:
    provider = None if filters.provider_id is None else names.providers.get(filters.provider_id, _("unknown"))
    kind = KINDS[Kind(filters.derived_kind)] if filters.derived_kind else None
    told = [
        Part(name="onderwerp", text=_("about %(what)s") % {"what": filters.nature}) if filters.nature else None,
        Part(name="aanbieder", text=_("about provider %(what)s") % {"what": provider}) if provider else None,
        Part(name="afdeling", text=_("at %(what)s") % {"what": filters.unit}) if filters.unit else None,
        Part(name="gemeente", text=_("from %(what)s") % {"what": filters.municipality}) if filters.municipality else None,
        Part(name="wet", text=_law(filters.law)) if filters.law else None,
        Part(name="soort", text=_("of the kind %(what)s") % {"what": filters.kind}) if filters.kind else None,
        Part(name="feiten", text=_("by the facts: %(what)s") % {"what": kind}, comma=True) if kind else None,
        Part(name="kanaal", text=_("came in by %(what)s") % {"what": filters.channel}, comma=True) if filters.channel else None,
    ]
    return [part for part in told if part is not None]


def _when(filters: ComplaintFilters) -> list[Part]:
    parts = []
    if filters.period:
        parts.append(Part(name="periode", text=str(PERIOD_TEXTS[filters.period]), comma=True))
    if filters.received_from:
        parts.append(Part(name="van", text=_("received from %(what)s") % {"what": day(filters.received_from)}, comma=True))
    if filters.received_until:
        text = _("up to and including %(what)s") if filters.received_from else _("received up to and including %(what)s")
        parts.append(Part(name="tot", text=text % {"what": day(filters.received_until)}, comma=True))
    return parts


def _state(filters: ComplaintFilters) -> list[Part]:
    text = AFTER_NOUN.get(filters.state or "")
    return [Part(name="stand", text=str(text), comma=True, becomes=ListState.OPEN.value)] if text else []


def _law(code: str) -> str:
    if code == "NONE":
        return _("under no law")
    if code == "OTHER":
        return _("under another law")
    return (_("under the decree %(what)s") if code == "BBZ" else _("under the law %(what)s")) % {"what": LAWS[code]}


def _words(text: str, *, looks_alike: bool, shows_words: bool) -> str:
    if not shows_words:
        return _("found by search words")
    return (_("with something like “%(what)s”") if looks_alike else _("with “%(what)s”")) % {"what": text}
