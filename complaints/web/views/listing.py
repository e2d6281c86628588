"""The list: narrowed, sorted and paged by its address, and the one search box that leads to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from complaints.access import visible_complaints
from complaints.finding.choices import labels_called
from complaints.finding.columns import COLUMN_NAMES, Column, Value, beside, cell
from complaints.finding.listing import ComplaintPage
from complaints.finding.matches import Match, where_found
from complaints.finding.sorting import UnusableCursor
from complaints.finding.wording import SORT_TEXTS, ListSentence, Part, list_sentence
from complaints.flows.list_columns import choose_columns
from complaints.flows.looking import search_files
from complaints.models import Complaint
from complaints.searching import checked_words, is_index_behind
from complaints.selectors import current_round, search_complaint
from complaints.web.forms import LABEL_FILTERS, ColumnsForm
from complaints.web.kept_words import keep_words
from complaints.web.list_question import COLUMNS, PLACE, WORDS, ListQuestion, read_question
from complaints.web.wording import state_of
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Permission, requires
from tenants.templatetags.polsslag import day

ON_A_PAGE = 25
# A longer one is broken where the column ends; a word of Dutch is not.
LONGEST_WORD = 26
# Further on the sentence says "more than": counting two hundred thousand files takes longer than finding those of a page.
COUNTED = 10_000
COUNTED_WITH_WORDS = 1_000
_FILTER_OF = {dimension: name for name, (_filter, dimension, _label) in LABEL_FILTERS.items()}
_LISTS = {
    Dimension.NATURE: gettext_lazy("The complaints about %(name)s"),
    Dimension.UNIT: gettext_lazy("The complaints at %(name)s"),
    Dimension.MUNICIPALITY: gettext_lazy("The complaints from %(name)s"),
}


@require_safe
@requires(Permission.SEE_COMPLAINTS)
def complaints(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = read_clock()
    today = dutch_date(now)
    question = read_question(request)
    try:
        page = search_files(
            actor=actor,
            filters=question.filters,
            today=today,
            sort=question.sort,
            after=question.after,
            before=question.before,
            size=ON_A_PAGE,
            count_up_to=COUNTED_WITH_WORDS if question.words else COUNTED,
            now=now,
        )
    except UnusableCursor as refusal:
        messages.warning(request, refusal.text)
        return redirect(question.address(request.path))
    if not _is_whole(page, question):
        return redirect(question.address(request.path))
    found = where_found(page.items, question.words, actor=actor, is_alike=page.looks_alike)
    context = {
        "question": question,
        "form": question.form,
        "words": question.words,
        "looks_alike": page.looks_alike,
        "is_index_behind": bool(question.words) and is_index_behind(visible_complaints(actor=actor)),
        "lists_by_name": _lists_by_name(question.words, path=request.path),
        "can_register": actor.may(Permission.REGISTER_COMPLAINTS),
        "can_export": actor.may(Permission.EXPORT_COMPLAINTS),
        "columns_form": ColumnsForm(there_are=question.there_are, initial={"kolom": [column.value for column in question.columns]}),
        "headings": [str(COLUMN_NAMES[column]) for column in question.columns],
        "sentence": _sentence(question, page, path=request.path),
        "order": str(SORT_TEXTS[question.sort]),
        "rows": _rows(page.items, question, found, actor=actor, today=today),
        "hidden": {name: value for name, value in question.kept.items() if name in (WORDS, COLUMNS)},
        "columns_address": question.address(reverse("list_columns"), without=(*PLACE, COLUMNS)),
        "export_address": question.address(reverse("export_complaints")),
        "next_address": question.address(request.path, na=page.next_cursor) if page.next_cursor else "",
        "previous_address": question.address(request.path, voor=page.previous_cursor) if page.previous_cursor else "",
        "first_address": question.address(request.path) if question.after or question.before else "",
    }
    return render(request, "complaints/list.html", context)


@require_POST
@requires(Permission.SEE_COMPLAINTS)
def columns(request: HttpRequest) -> HttpResponse:
    """Keep the columns and go back to the list as it was; its address then names them, so that it can be sent along."""
    question = read_question(request)
    chosen = choose_columns(actor=request.actor, chosen=request.POST.getlist("kolom"))  # type: ignore[attr-defined]
    messages.success(request, _("The list now has the columns that you chose."))
    return redirect(question.address(reverse("complaints"), kolommen=",".join(chosen)))


@require_POST
@requires(Permission.SEE_COMPLAINTS)
def search(request: HttpRequest) -> HttpResponse:
    """By POST: whoever looks for somebody types a name, and an address is kept in many places."""
    try:
        words = checked_words(request.POST.get("words"))
    except Refusal as refusal:
        messages.warning(request, refusal.text)
        return redirect("complaints")
    if not words:
        messages.info(request, _("Type a number, a name or a few words to look for."))
        return redirect("complaints")
    try:
        found = search_complaint(actor=request.actor, number=words)  # type: ignore[attr-defined]
    except NotFound:
        key = keep_words(request.session, words)
        return redirect(f"{reverse('complaints')}?{WORDS}={key}")
    return redirect("complaint", reference=found.reference)


def _is_whole(page: ComplaintPage, question: ListQuestion) -> bool:
    """Whoever goes back past the beginning, or on past the end, is shown the beginning."""
    if question.before:
        return page.previous_cursor is not None or len(page.items) == ON_A_PAGE
    return bool(page.items) or not question.after


def _sentence(question: ListQuestion, page: ComplaintPage, *, path: str) -> dict[str, Any]:
    """The sentence in pieces, each narrowing with the address that takes it out."""
    told: ListSentence = list_sentence(
        filters=question.filters, total=page.total or 0, is_more=page.is_more, names=question.names, looks_alike=page.looks_alike
    )
    without = {"address": "", "text": ""}
    return {
        "count": told.count,
        "noun": told.noun,
        "state": _removable(told.state, question, path=path) if told.state else without,
        "parts": [_removable(part, question, path=path) for part in told.parts],
    }


def _lists_by_name(words: str, *, path: str) -> list[dict[str, str]]:
    """The lists that somebody may have meant: of a subject, a unit or a municipality that is called so."""
    found = [(Dimension(label.dimension), label.text) for label in labels_called(words)]
    return [{"text": _LISTS[of] % {"name": name}, "address": f"{path}?{urlencode({_FILTER_OF[of]: name})}"} for of, name in found]


def _removable(part: Part, question: ListQuestion, *, path: str) -> dict[str, Any]:
    address = question.address(path, without=(*PLACE, part.name), **({part.name: part.becomes} if part.becomes else {}))
    return {"text": part.text, "comma": part.comma, "address": address}


def _rows(files: list[Complaint], question: ListQuestion, found: dict[UUID, Match], *, actor: Actor, today: date) -> list[dict[str, Any]]:
    with_ = beside(files, question.columns, actor=actor, today=today)
    rows = []
    for one in files:
        last = current_round(one)
        shape, words = state_of(last, today=today)
        cells = [_cell(cell(one, column, with_), column) for column in question.columns]
        rows.append({"complaint": one, "round": last, "shape": shape, "words": words, "cells": cells, "match": found.get(one.pk)})
    return rows


def _cell(value: Value, column: Column) -> dict[str, Any]:
    shown = day(value) if isinstance(value, date) else value
    is_typed = column is Column.DESCRIPTION or any(len(word) > LONGEST_WORD for word in str(shown or "").split())
    return {
        "code": column.value,
        "name": str(COLUMN_NAMES[column]),
        "text": shown or "",
        "is_day": isinstance(value, date),
        "is_typed": is_typed,
    }
