"""What an address of the list asks: filters, order, place, columns, and the key of the search words. And back to an address."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from complaints.finding.columns import Column, columns_there_are, in_order, own_columns
from complaints.finding.filters import ComplaintFilters
from complaints.finding.sorting import Sort
from complaints.finding.wording import Names
from complaints.web.forms import LIST_NAMES, ListForm
from complaints.web.kept_words import words_of
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock

AFTER, BEFORE, WORDS, COLUMNS = "na", "voor", "zoek", "kolommen"
PLACE = (AFTER, BEFORE)
LONGEST_CODE = 20


@dataclass(frozen=True, kw_only=True)
class ListQuestion:
    """What is asked, as far as it can be read; problems: what cannot, in words. The rest of the address stands."""

    form: ListForm
    filters: ComplaintFilters
    sort: Sort
    after: str | None
    before: str | None
    words: str
    there_are: tuple[Column, ...]
    columns: tuple[Column, ...]
    problems: list[str]
    kept: dict[str, str]

    @property
    def is_narrowed(self) -> bool:
        return self.filters != ComplaintFilters()

    @property
    def names(self) -> Names:
        """How the people and providers of its filters are called."""
        return Names(handlers=dict(self.form.handlers), providers=dict(self.form.providers))

    def query(self, *, without: tuple[str, ...] = (), **changed: str) -> str:
        """The part of an address after the question mark."""
        kept = {name: value for name, value in self.kept.items() if name not in without}
        return urlencode(kept | {name: value for name, value in changed.items() if value}, safe=",")

    def address(self, path: str, *, without: tuple[str, ...] = PLACE, **changed: str) -> str:
        """An address of the list with something taken out or changed. Another choice begins at the top."""
        query = self.query(without=without, **changed)
        return f"{path}?{query}" if query else path


def read_question(request: HttpRequest) -> ListQuestion:
    """What this address asks of this person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    question = question_of(request.GET, actor=actor, session=request.session, today=dutch_date(read_clock()))
    unknown = [name for name in request.GET if name not in {*LIST_NAMES, *PLACE, WORDS, COLUMNS}]
    question.problems.extend(_means_nothing(name) for name in unknown)
    return question


def question_of(given: QueryDict, *, actor: Actor, session: MutableMapping[str, Any], today: date) -> ListQuestion:
    """What is asked, from an address or from the fields of a form that carries one along."""
    form = ListForm(given, actor=actor, today=today)
    form.full_clean()
    problems = [f"{form.fields[name].label}: {error}" for name, errors in form.errors.items() for error in errors]
    # A list that this organisation does not have, or nothing yet to choose from.
    problems += [_means_nothing(name) for name in LIST_NAMES if given.get(name) and name not in form.fields]
    words, key = "", given.get(WORDS, "")
    if key:
        found = words_of(session, key)
        words = found or ""
        if found is None:
            problems.append(_("Your search words are no longer kept. Type them again at the top of the page."))
    there_are = columns_there_are()
    asked = [code for code in given.get(COLUMNS, "").split(",") if code]
    unknown = [code for code in asked if code not in there_are]
    if unknown:
        problems.append(_("There is no column “%(code)s”.") % {"code": unknown[0][:LONGEST_CODE]})
    columns = in_order(asked, there_are=there_are) if asked else own_columns(actor=actor, there_are=there_are)
    known = {*LIST_NAMES, *PLACE, WORDS}
    unread = {*form.errors, *(set(LIST_NAMES) - form.fields.keys()), *(() if words else (WORDS,))}
    kept = {name: str(value) for name, value in given.items() if value and name in known and name not in unread}
    if asked:
        kept[COLUMNS] = ",".join(columns)
    return ListQuestion(
        form=form,
        filters=form.as_filters(words=words),
        sort=form.as_sort(),
        after=given.get(AFTER) or None,
        before=given.get(BEFORE) or None,
        words=words,
        problems=problems,
        there_are=there_are,
        columns=columns,
        kept=kept,
    )


def _means_nothing(name: str) -> str:
    return _("“%(name)s” in the address means nothing here; it narrows nothing.") % {"name": name[:LONGEST_CODE]}
