"""The form that marks passages in a document, and what it offers to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import REDACTION_REASONS
from complaints.documents.pages import Rectangle, Word
from complaints.documents.wanted import joined
from complaints.models import RedactionMark
from complaints.redacting import Passage, Place, Words
from complaints.web.step_forms import AddingForm

EDGES = ("left", "top", "right", "bottom")
# A passage chosen from the page says what it is: a word of it, a box, or a stretch of text; then its place in numbers.
WORD, BOX, PASSAGE = "word", "box", "text"


def _percent(label: Any) -> forms.DecimalField:
    limits = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]
    return forms.DecimalField(
        label=label, required=False, localize=True, validators=limits, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )


class MarkForm(AddingForm):
    """left, top, right, bottom: in percent. chosen: from the page itself, as `choice_of` wrote it."""

    words = forms.CharField(
        label=_("Cover these words"),
        required=False,
        max_length=200,
        help_text=_("Such as a name. Whole words; capitals do not count."),
    )
    only_here = forms.BooleanField(label=_("On this page only"), required=False)
    left, top = _percent(_("From the left")), _percent(_("From the top"))
    right, bottom = _percent(_("Up to, from the left")), _percent(_("Up to, from the top"))
    reason = forms.ChoiceField(label=_("Why is this not for everybody?"), choices=list(REDACTION_REASONS.items()), widget=forms.RadioSelect)
    reason_text = forms.CharField(label=_("In a few words, with Anders"), required=False, max_length=200)

    def __init__(self, *args: Any, has_pages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_pages:
            for name in ("only_here", *EDGES):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        edges = [cleaned.get(name) for name in EDGES]
        if any(one is not None for one in edges) and any(one is None for one in edges) and not any(name in self.errors for name in EDGES):
            self.add_error("left", _("Give all four edges of the box, or none."))
        return cleaned


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A word or stretch of text that can be ticked. value: what is sent for it; is_marked: all of it is covered already.

    parts: of a line, its text in pieces, each covered or not.
    """

    value: str
    text: str
    is_marked: bool
    parts: tuple[tuple[str, bool], ...] = ()


def word_choices(words: Sequence[Word], marks: Iterable[RedactionMark]) -> list[Choice]:
    covered = [(one.left or 0, one.top or 0, one.right or 0, one.bottom or 0) for one in marks]
    return [
        Choice(
            value=choice_of(WORD, number, *(getattr(place, edge) for place in word.places for edge in EDGES)),
            text=word.text,
            is_marked=all(any(_covers(one, place) for one in covered) for place in word.places),
        )
        for number, word in enumerate(words)
    ]


def passage_choices(text: str, marks: Iterable[RedactionMark]) -> list[Choice]:
    """The lines of a text, each with its place in the whole."""
    covered, found, place = [(one.start or 0, one.end or 0) for one in marks], list[Choice](), 0
    for line in text.split("\n"):
        if line.strip():
            parts = _parts(line, [(start - place, end - place) for start, end in covered])
            is_marked = all(is_covered for part, is_covered in parts if part.strip())
            found.append(Choice(value=choice_of(PASSAGE, place, place + len(line)), text=line, is_marked=is_marked, parts=parts))
        place += len(line) + 1
    return found


def _parts(line: str, covered: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    parts, done = list[tuple[str, bool]](), 0
    for start, end in sorted(covered):
        start, end = max(start, done), min(end, len(line))
        if start < end:
            parts += [(line[done:start], False), (line[start:end], True)]
            done = end
    return tuple(part for part in (*parts, (line[done:], False)) if part[0])


def choice_of(kind: str, *numbers: int) -> str:
    return ".".join([kind, *map(str, numbers)])


def words_under(mark: RedactionMark, words: Iterable[Word]) -> str:
    """What can be read under a mark, to know which one it is."""
    box = (mark.left or 0, mark.top or 0, mark.right or 0, mark.bottom or 0)
    return " ".join(word.text for word in words if any(_covers(box, place) for place in word.places))


def places_asked(given: dict[str, Any], chosen: Iterable[str], *, page: int) -> list[Place]:
    """What somebody wants covered, of a sent form and what they chose from the page. What they cannot have meant is left out."""
    places: list[Place] = []
    if given.get("words"):
        places.append(Words(text=given["words"], page=page if given.get("only_here") else None))
    if all(given.get(name) is not None for name in EDGES):
        places.append(Rectangle(page=page, **{name: int(given[name] * 100) for name in EDGES}))
    words: list[tuple[int, list[Rectangle]]] = []
    for one in chosen:
        kind, *numbers = one.split(".")
        place = _numbers(numbers)
        if kind == WORD and len(place) % 4 == 1:
            boxes = [place[first : first + 4] for first in range(1, len(place), 4)]
            words.append((place[0], [Rectangle(page=page, **dict(zip(EDGES, box, strict=True))) for box in boxes]))
        elif kind == BOX and len(place) == 4:
            places.append(Rectangle(page=page, **dict(zip(EDGES, place, strict=True))))
        elif kind == PASSAGE and len(place) == 2:
            places.append(Passage(start=place[0], end=place[1]))
    return [*places, *_in_runs(words)]


def _in_runs(words: Iterable[tuple[int, list[Rectangle]]]) -> list[Rectangle]:
    """Words that follow each other as one box on each line."""
    runs: list[list[Rectangle]] = []
    before = None
    for number, places in sorted(words):
        if before is None or number != before + 1:
            runs.append([])
        runs[-1] += places
        before = number
    return [place for run in runs for place in joined(run)]


def _numbers(given: Sequence[str]) -> list[int]:
    return [int(one) for one in given if one.isdecimal() and len(one) <= 7]


def _covers(box: tuple[int, int, int, int], place: Rectangle) -> bool:
    across, down = (place.left + place.right) // 2, (place.top + place.bottom) // 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
