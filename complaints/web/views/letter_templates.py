"""The organisation's own texts for its letters, for an administrator: with an example beside them, as they are typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.flows.letter_templates import LetterTemplatesUnchanged, set_letter_templates
from complaints.letter_refusals import FACT_NAMES
from complaints.letter_template_checks import doubts_of_template, problems_of_template
from complaints.letter_writing import own_templates
from complaints.letters.catalogue import LETTERS, LetterCode
from complaints.letters.example import as_example
from complaints.letters.facts import SHAPES
from complaints.letters.language import TemplateFault, words_in
from complaints.web.wording import letter_title
from tenants.clock import read_clock
from tenants.errors import Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal

TEXTS = "texts."


class TemplatesForm(forms.Form):
    """The text of each block of a letter."""

    hides_optional = True

    def __init__(self, data: Any = None, *, code: LetterCode, own: dict[tuple[str, str], str]) -> None:
        super().__init__(data)
        for block in LETTERS[code].blocks:
            text = own.get((code.value, block.key), block.text)
            self.fields[f"{TEXTS}{block.key}"] = forms.CharField(
                label=block.title,
                required=False,
                help_text=block.article or gettext_lazy("May be left out."),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.initial[f"{TEXTS}{block.key}"] = text

    def texts(self) -> dict[str, str]:
        """By the key of each block. For a form that is valid."""
        return {name.removeprefix(TEXTS): text for name, text in self.cleaned_data.items()}


@require_safe
@requires(Permission.MANAGE_ORGANISATION)
def overview(request: HttpRequest) -> HttpResponse:
    """Every letter, with how many of its texts are the organisation's own."""
    own = own_templates()
    rows = [
        {"code": code, "name": letter_title(code), "title": letter.name, "own": sum(1 for of, _block in own if of == code.value)}
        for code, letter in LETTERS.items()
    ]
    return render(request, "complaints/letters/templates.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def change(request: HttpRequest, code: str) -> HttpResponse:
    letter_code = _code_or_404(code)
    form = TemplatesForm(request.POST or None, code=letter_code, own=own_templates())
    if request.method == "POST" and form.is_valid():
        try:
            set_letter_templates(actor=request.actor, code=letter_code, texts=form.texts(), now=read_clock())  # type: ignore[attr-defined]
        except LetterTemplatesUnchanged as refusal:
            messages.info(request, refusal.text)
            return redirect("change_letter_templates", code=code)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The texts of this letter were saved. Letters that are being written follow them."))
            return redirect("change_letter_templates", code=code)
    given = {name: str(form[name].value() or "") for name in form.fields}
    context = {
        "form": form,
        "code": letter_code,
        "title": letter_title(letter_code),
        "words": _words(letter_code),
        "parts": _example(letter_code, given),
    }
    return render(request, "complaints/letters/change_templates.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def example(request: HttpRequest, code: str) -> HttpResponse:
    """The letter as what is typed makes it, with an example of each fact; keeps nothing."""
    letter_code = _code_or_404(code)
    given = {f"{TEXTS}{block.key}": request.POST.get(f"{TEXTS}{block.key}", "") for block in LETTERS[letter_code].blocks}
    return render(request, "complaints/letters/example.html", {"parts": _example(letter_code, given)})


def _example(code: LetterCode, given: dict[str, str]) -> list[dict[str, Any]]:
    parts = []
    for block in LETTERS[code].blocks:
        template = given[f"{TEXTS}{block.key}"]
        problems = problems_of_template(block, template, code=code) + doubts_of_template(block, template, code=code)
        try:
            text = as_example(template, block=block)
        except TemplateFault:
            text = ""
        heading = "" if block.key == "opening" else block.title
        parts.append({"heading": heading, "text": text, "problems": [one.text for one in problems]})
    return parts


def _words(code: LetterCode) -> list[tuple[str, str]]:
    """The words a text of this letter may name, with what each is."""
    used = {word for block in LETTERS[code].blocks for word in words_in(block.text) | words_in(block.beside)}
    names = {shape.word: str(FACT_NAMES.get(fact, shape.word.replace("_", " "))) for fact, shape in SHAPES.items()}
    return sorted((word, names[word]) for word in used)


def _code_or_404(code: str) -> LetterCode:
    try:
        return LetterCode(code)
    except ValueError:
        raise Http404 from None
