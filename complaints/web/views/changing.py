"""Change what is known of a complaint. When a colleague was first: side by side, nothing overwritten, nothing typed lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.access import access_complaint
from complaints.flows.updating import NothingChanged, update_complaint
from complaints.hearing import names_kept
from complaints.intake import InvolvedTold, Submission, involved_accounts
from complaints.intake_choices import intake_choices
from complaints.models import Compartment, Complaint, Identity
from complaints.registering import told_by
from complaints.selectors import state_of_file
from complaints.statuses import Step, allows
from complaints.steps import ChangedMeanwhile
from complaints.web.comparing import BEGAN, CHOSEN, DISPUTED, OURS, THEIRS, ThreeTexts, disputed_by_shifting, text_of, with_both_added
from complaints.web.registration_form import (
    PARTS_OF_AFFECTED,
    PARTS_OF_FILER,
    POINT_PLACES,
    RegistrationForm,
    content_of,
    field_on_page,
    involved_in,
    involved_reason_field,
    part_of_submission,
)
from complaints.web.step_draft import answer_typing, forget_typed, typed_so_far
from complaints.web.unneeded import tell_unneeded
from complaints.web.views.step_page import back_to_file, file_or_404, not_now, shown_of_file
from complaints.web.wording import compared_row
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HANDLE_COMPLAINTS)
def change(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    before = told_by(of)
    form = _form(request, of, before, data=_sent(request, content_of(before)) or None)
    answer = _instead(request, of, form)
    if answer is not None:
        return answer
    version, is_anew = str(of.version), request.method != "POST"
    rows: list[dict[str, Any]] = []
    if request.method == "POST":
        version = request.POST.get("version", "0")
        if form.is_valid():
            texts = _three_texts(request, form, before)
            undecided = [name for name in _disputed_before(request, form) if request.POST.get(CHOSEN + name) not in (THEIRS, OURS)]
            if undecided:
                form.add_error(None, _("Choose at each line what should stand."))
            else:
                texts = _as_chosen(request, form, texts)
                try:
                    given = _save(request, of, before, form, texts, version=version)
                except ChangedMeanwhile as refusal:
                    version = str(refusal.details["version"])
                    before = told_by(file_or_404(request, reference))
                    form, rows = _side_by_side(request, of, before, replace(texts, now=content_of(before)))
                    is_anew = True
                    form.add_error(None, refusal.text)
                except NothingChanged as refusal:
                    forget_typed(request, of, Step.UPDATE)
                    messages.info(request, refusal.text)
                    return redirect("complaint", reference=of.reference)
                except Refusal as refusal:
                    add_refusal(form, refusal, place=field_on_page)
                else:
                    forget_typed(request, of, Step.UPDATE)
                    tell_unneeded(request, form)
                    messages.success(request, _what_was_done(request, of, given))
                    return back_to_file(request, of.reference)
        if not is_anew:
            rows = _still_disputed(request, form, before)
    typed = typed_so_far(request, of, Step.UPDATE, form)
    began = _carried(request, form, content_of(before), is_anew=is_anew)
    context = {
        "complaint": of,
        "form": form,
        "typed": typed,
        "version": typed.carried.get("version", version),
        "began": began | {name: value for name, value in typed.carried.items() if name in began},
        "compared": rows,
        "is_shielded": _is_shielded(before),
    }
    return shown_of_file(request, of, "complaints/steps/change.html", context)


def _instead(request: HttpRequest, of: Complaint, form: RegistrationForm) -> HttpResponse | None:
    """The answer where the page is not shown: the file takes no change, or it is about what is typed so far."""
    if request.method != "POST" and not allows(state_of_file(of), Step.UPDATE):
        return not_now(request, of, title=_("Change the facts"))
    # Never of a part that the page has no more: who is shielded by now.
    carried = {
        name: str(value)
        for name, value in request.POST.items()
        if name == "version" or (name.startswith(BEGAN) and name.removeprefix(BEGAN) in form.fields)
    }
    return answer_typing(request, of, Step.UPDATE, form, carried=carried)


NOTHING_MORE: Mapping[str, Any] = {}


def _form(
    request: HttpRequest, of: Complaint, before: Submission, *, data: Any = None, places: Mapping[str, Any] = NOTHING_MORE
) -> RegistrationForm:
    """The form of registration without what has no place here: receipt has its own step, who is shielded stays so.

    places: what else the page has places for, by the names of the fields.
    """
    choices = intake_choices(actor=request.actor, today=dutch_date(read_clock()), kept=before)  # type: ignore[attr-defined]
    form = RegistrationForm(data, initial={**places, **content_of(before)}, choices=choices)
    for name in ("received_at", "confirm_later", *_hidden_parts(before)):
        del form.fields[name]
    form.ask_former_names(names_kept(of))
    if involved_accounts(before):
        form.fields["involved_reason"] = involved_reason_field()
    return form


def _hidden_parts(before: Submission) -> tuple[str, ...]:
    hidden = PARTS_OF_FILER if before.filer.identity == Identity.SHIELDED else ()
    affected = before.affected_person
    return (*hidden, *(PARTS_OF_AFFECTED if affected is not None and affected.identity == Identity.SHIELDED else ()))


def _is_shielded(before: Submission) -> bool:
    return bool(_hidden_parts(before))


def _was_on_page(request: HttpRequest, name: str) -> bool:
    """Whether the page that was sent had this field. A colleague may have made more subjects meanwhile, or lifted a shield."""
    return name in request.POST or BEGAN + name in request.POST


def _sent(request: HttpRequest, now: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, with what stands in the file in the fields that the page did not have. Empty when nothing was sent."""
    missed = {name: value for name, value in now.items() if value not in (None, "", False) and not _was_on_page(request, name)}
    return {**missed, **request.POST.dict()} if request.POST else {}


def _three_texts(request: HttpRequest, form: RegistrationForm, before: Submission) -> ThreeTexts:
    """Nobody began with, or typed, what their page did not have."""
    now = content_of(before)
    missed = {name: "" for name in now if not _was_on_page(request, name)}
    return ThreeTexts(began={**_began(request, now), **missed}, typed={**_typed(request, form, before), **missed}, now=now)


def _began(request: HttpRequest, now: Mapping[str, Any]) -> dict[str, Any]:
    """What the page began with; a page that does not say began with what stands there now."""
    return {**now, **{name.removeprefix(BEGAN): value for name, value in request.POST.items() if name.startswith(BEGAN)}}


def _typed(request: HttpRequest, form: RegistrationForm, before: Submission) -> dict[str, Any]:
    """What was typed, also in fields that the page had and that are hidden by now."""
    hidden = {name: request.POST[name] for name in _hidden_parts(before) if name in request.POST and BEGAN + name in request.POST}
    return {**hidden, **form.cleaned_data}


def _carried(request: HttpRequest, form: RegistrationForm, now: Mapping[str, Any], *, is_anew: bool) -> dict[str, str]:
    """What the page carries along as what it began with: after a comparison that is the file as it is now."""
    began = now if is_anew else _began(request, now)
    return {BEGAN + name: text_of(began.get(name)) for name in form.fields}


def _disputed_before(request: HttpRequest, form: RegistrationForm) -> list[str]:
    return [name for name in request.POST.getlist(DISPUTED) if name in form.fields]


def _still_disputed(request: HttpRequest, form: RegistrationForm, before: Submission) -> list[dict[str, Any]]:
    """The lines of the comparison that was sent, with what was chosen: a page that comes back for another reason loses none."""
    names = _disputed_before(request, form)
    texts = _three_texts(request, form, before) if names else None
    return [compared_row(form[name], texts, is_choice=True, chosen=request.POST.get(CHOSEN + name)) for name in names if texts]


def _as_chosen(request: HttpRequest, form: RegistrationForm, texts: ThreeTexts) -> ThreeTexts:
    """A line at which the file's text was chosen is not touched."""
    given_up = [name for name in _disputed_before(request, form) if request.POST.get(CHOSEN + name) == THEIRS]
    return replace(texts, typed={**texts.typed, **{name: texts.began.get(name) for name in given_up}})


def _save(
    request: HttpRequest, of: Complaint, before: Submission, form: RegistrationForm, texts: ThreeTexts, *, version: str
) -> Submission:
    """Change what was touched, and nothing else. Returns what the file tells now."""
    for name in form.cleaned_data:
        if not texts.is_touched(name):
            form.cleaned_data[name] = texts.now.get(name, form.fields[name].clean(None))
    given = _as_submission(form, before)
    given = replace(given, involved=_merged_involved(texts, before))
    parts = {part_of_submission(name) for name in form.fields if texts.is_touched(name)}
    update_complaint(
        actor=request.actor,  # type: ignore[attr-defined]
        reference=of.reference,
        changes={part: getattr(given, part) for part in parts if part != "involved_reason"},
        involved_reason=form.cleaned_data.get("involved_reason", ""),
        seen_version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        now=read_clock(),
    )
    return given


def _what_was_done(request: HttpRequest, of: Complaint, given: Submission) -> str:
    """That it is changed; whoever lost the file by it is told who has it now. of: the file as it was before."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        access_complaint(actor=actor, reference=of.reference)
    except NotFound:
        pass
    else:
        return _("The facts are changed.")
    told = {"reference": of.reference}
    if actor.user_id in involved_accounts(given):
        return _("%(reference)s is changed. You do not see it any more: a colleague who was not involved handles it.") % told
    if of.compartment == Compartment.COUNCIL:
        return _("%(reference)s is changed. You do not see it any more: the complaint team handles it.") % told
    return _("%(reference)s is changed. You do not see it any more: it is about the council, so its registry handles it.") % told


def _as_submission(form: RegistrationForm, before: Submission) -> Submission:
    hidden = _hidden_parts(before)
    given = form.as_submission(
        filer=before.filer if PARTS_OF_FILER[0] in hidden else None,
        affected=before.affected_person if PARTS_OF_AFFECTED[0] in hidden else None,
    )
    if before.affected_person is not None and given.affected_person is not None:
        # What the page does not show of this person stays.
        kept = replace(before.affected_person, name=given.affected_person.name, phone=given.affected_person.phone)
        given = replace(given, affected_person=kept)
    if given.authority_id is None:
        given = replace(given, authority_id=before.authority_id)
    return given


def _merged_involved(texts: ThreeTexts, before: Submission) -> tuple[InvolvedTold, ...]:
    """Everybody in the file now, without whom this person took out, with whom they added."""
    began, typed = _named(involved_in(texts.began)), _named(involved_in(texts.typed))
    removed, added = began.keys() - typed.keys(), [key for key in typed if key not in began]
    now = _named(before.involved)
    kept = [replace(one, was=typed[key].was) if key in typed else one for key, one in now.items() if key not in removed]
    return (*kept, *(typed[key] for key in added if key not in now))


def _named(involved: Iterable[InvolvedTold]) -> dict[tuple[int | None, str], InvolvedTold]:
    """By who it is; of a colleague the account says so, whatever name was told."""
    return {(one.user_id, "" if one.user_id else one.name.strip()): one for one in involved}


def _is_of_people(name: str) -> bool:
    return part_of_submission(name) == "involved"


def _side_by_side(
    request: HttpRequest, of: Complaint, before: Submission, texts: ThreeTexts
) -> tuple[RegistrationForm, list[dict[str, Any]]]:
    """The form as it is now with what this person touched, and a line for each field that a colleague changed."""
    texts = with_both_added(texts, places=POINT_PLACES)
    together = replace(before, involved=_merged_involved(texts, before))
    named = {name: value for name, value in content_of(together).items() if _is_of_people(name)}
    data = named | {name: texts.merged(name) for name in {**texts.now, **texts.typed} if not _is_of_people(name)}
    form = _form(
        request, of, together, data={name: value for name, value in data.items() if value not in (None, False)}, places=texts.began
    )
    form.is_valid()
    disputed = {name for name in form.fields if not _is_of_people(name) and texts.is_disputed(name)}
    disputed |= set(disputed_by_shifting(texts, places=POINT_PLACES))
    rows = [
        compared_row(form[name], texts, is_choice=name in disputed)
        for name in form.fields
        if name in disputed or texts.is_changed_by_others(name)
    ]
    # Shielded by now, so there is no field for it: what was typed is still shown to whoever typed it.
    rows += [
        {"name": name, "label": _("not kept, for this person is shielded now"), "ours": text_of(texts.typed[name]), "theirs": ""}
        for name in _hidden_parts(before)
        if name in texts.typed and texts.is_touched(name)
    ]
    return form, rows
