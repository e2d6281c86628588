"""What somebody typed that a complaint does not need: told gently, and refused nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.imports.masking import holds_possible_bsn
from complaints.intake import Person
from complaints.models import NAMELESS, Complaint
from complaints.shielding import Tells, in_words, what_tells, who_stays_out
from tenants.accounts.selectors import names_here

WHO_IT_IS = ("name", "phone", "email", "address")


def notice_of_unneeded(form: forms.BaseForm) -> dict[str, str]:
    """For the answer to what is kept while somebody types; empty where there is nothing to say. What was typed is in no answer."""
    told = []
    if _may_hold_bsn(form):
        told.append(_("There may be a BSN in what you type. A complaint does not need one: take it out, unless it has to stay."))
    told += _who_is_told(form)
    return {"notice": " ".join(told)} if told else {}


def tell_unneeded(request: HttpRequest, form: forms.BaseForm, *, of: Complaint | None = None) -> None:
    """After it was sent, also for whoever has no script. of: the file it stands in now, where its form holds nobody."""
    if _may_hold_bsn(form):
        messages.warning(request, _("There may be a BSN in what you typed. A complaint does not need one: take it out where you can."))
    for told in _who_is_told(form):
        messages.warning(request, told)
    if of is not None and (kinds := _kinds_told_of_file(form, of)):
        text = _(
            "In what you sent stands %(what)s of who is shielded or wants to stay anonymous. Whoever sees the file reads that. Write “this"
            " person” there next time."
        )
        messages.warning(request, text % {"what": in_words(kinds)})


def _kinds_told_of_file(form: forms.BaseForm, of: Complaint) -> dict[Tells, None]:
    """What a text tells of who is shielded in a file. Only of what was sent, which stays in its history: while somebody types nobody's
    name is found by guessing.
    """
    stays_out = who_stays_out(of)
    if stays_out is None:
        return {}
    involved = list(of.involved_people.all())
    names = names_here({one.user_id for one in involved if one.user_id is not None})
    ours = [names.get(one.user_id or 0) or one.name for one in involved]
    texts = [str(field.data or "") for field in form if _is_of_the_story(field) and field.name not in WHO_IT_IS]
    return dict.fromkeys(kind for text in texts for kind in stays_out.told_in(text, ours=ours))


def _may_hold_bsn(form: forms.BaseForm) -> bool:
    texts = [field for field in form if isinstance(field.field.widget, forms.Textarea)]
    return any(holds_possible_bsn(str(field.data or ""), fewest=9) for field in texts)


def _who_is_told(form: forms.BaseForm) -> Iterator[str]:
    """Where a text tells who is shielded, by what this form holds of them: what it does not show is not found by guessing."""
    if _typed(form, "identity") not in NAMELESS:
        return
    name, phone, email, address = (_typed(form, one) for one in WHO_IT_IS)
    who = what_tells([Person(name=name, phone=phone, email=email, address=address)])
    texts = [str(field.data or "") for field in form if _is_of_the_story(field)]
    kinds = dict.fromkeys(kind for text in texts for kind in who.told_in(text, ours=_our_names(form)))
    if kinds:
        yield _(
            "Your text tells who is shielded or wants to stay anonymous: %(what)s stands in it. Rather write “I” or “this person” there."
        ) % {"what": in_words(kinds)}


def _typed(form: forms.BaseForm, name: str) -> str:
    return str(form[name].data or "") if name in form.fields else ""


def _is_of_the_story(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.Textarea) or field.name.startswith("description_")


def _our_names(form: forms.BaseForm) -> list[str]:
    """Colleagues that the form names."""
    chosen = [field for field in form if field.name.startswith("colleague_")]
    return [str(dict(getattr(one.field, "choices", ())).get(one.data, one.data) or "") for one in chosen]
