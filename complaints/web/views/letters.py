"""Letters in a file: choose one, write it with what it still lacks in sight, see it as PDF, send it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.documents.kinds import KINDS
from complaints.flows.letters import (
    Sending,
    begin_letter,
    discard_letter,
    keep_final_letter,
    letter_to_finish,
    preview_letter,
    save_letter,
    send_final_letter,
    send_letter,
)
from complaints.flows.looking import record_openings
from complaints.hearing import Heard
from complaints.judging import decided_on, judgment_of
from complaints.keeping import SentFile
from complaints.letter_drafts import LetterAlreadySent, LetterChangedMeanwhile, LetterLapsed
from complaints.letter_going import LetterMakesNoSenseNow, problems_of_going
from complaints.letter_refusals import lacks_elsewhere, refusals_of
from complaints.letter_writing import (
    WrittenLetter,
    documents_to_put_with,
    has_lapsed,
    letter_of_file,
    letters_of_file,
    letters_to_people,
    may_go_by_mail,
    offered_letters,
    written_letter,
)
from complaints.letters.catalogue import LETTERS, Addressee, LetterCode, name_of
from complaints.letters.facts import Fact
from complaints.models import Complaint, ContactWay, Document, HeardSide, InvolvedPerson, Letter, Who
from complaints.people import is_shielded, needs_decision, postal_address_of, recipient_of
from complaints.repeated_requests import request_key
from complaints.second_look import digest_of, needs_look
from complaints.selectors import current_round, documents_of_file, state_of_file
from complaints.statuses import Step, allows
from complaints.term_changes import first_told_extension
from complaints.web.letter_form import TEXTS, FinalLetterForm, KeepFinalForm, LetterForm, SendLetterForm
from complaints.web.look_wording import shown_look
from complaints.web.views.documents import SEALED
from complaints.web.views.step_page import METHODS, back_to_file, file_or_404, not_now
from complaints.web.wording import ADDRESSEE_NAMES, letter_title, letter_to, person_title, shown_letters
from tenants.accounts.selectors import names_here
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal, Refusals
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal
from tenants.web.uploads import takes_upload


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """The letters that make sense now, and those that are being written."""
    of = file_or_404(request, reference)
    if not allows(state_of_file(of), Step.WRITE_LETTER):
        return not_now(request, of, title=_("Write a letter"))
    actor = request.actor  # type: ignore[attr-defined]
    said = ""
    if request.method == "POST":
        try:
            code, to, reader = _chosen(request, of)
            letter = _begun_once(request, of, code=code, addressee=to, **reader)
        except Refusal as refusal:
            said = refusal.text
        else:
            return redirect("write_letter", reference=of.reference, letter_id=letter.pk)
    record_openings(actor=actor, complaint_ids=[of.pk], now=read_clock())
    offered = offered_letters(of, today=dutch_date(read_clock()))
    usually_to = _usually_to(of)
    subjects = _subjects_to_choose(of)
    choices = [
        {
            "value": value,
            "name": letter_title(code),
            "title": name_of(code, to=to, values={}),
            "to": usually_to if to is Addressee.COMPLAINANT else f"{ADDRESSEE_NAMES[to]}{name}",
        }
        for code, to in offered
        for value, name in ([(f"{code}:{to}:{pk}", name) for pk, name in subjects] if to is Addressee.SUBJECT else [(f"{code}:{to}", "")])
    ]
    letters = letters_of_file(actor=actor, complaint=of)
    drafts = shown_letters((one for one in letters if not one.is_sent), today=dutch_date(read_clock()))
    opened = current_round(of)
    # A judgment without its letter: that is the letter to write.
    is_judged = judgment_of(opened) is not None and decided_on(opened) is None
    usual = f"{LetterCode.DECISION}:{Addressee.COMPLAINANT}" if is_judged else ""
    if (extended := first_told_extension(opened)) is not None:
        # Of an extension that is not recorded yet the other letter still goes.
        is_first = extended.code == LetterCode.EXTENSION
        other = (LetterCode.EXTENSION_TO_SUBJECT, Addressee.SUBJECT) if is_first else (LetterCode.EXTENSION, Addressee.COMPLAINANT)
        usual = ":".join(other)
    chosen = request.GET.get("brief", usual)
    # Of several it is about the first is no more meant than another.
    meant = [one["value"] for one in choices if one["value"].startswith(f"{chosen}:")]
    chosen = meant[0] if len(meant) == 1 else chosen
    context = {
        "complaint": of,
        "choices": choices,
        "drafts": drafts,
        "said": said,
        "people": _people_to_choose(of),
        "chosen": chosen,
        "number": _number_of_page(request) or uuid.uuid4(),
    }
    return render(request, "complaints/letters/choose.html", context, status=422 if said else 200)


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def write(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """The letter as it stands. Sent as a whole it is kept, then shown anew or taken on to sending."""
    of, letter = letter_or_404(request, reference, letter_id)
    if letter.is_sent:
        messages.info(request, LetterAlreadySent().text)
        return back_to_file(request, of.reference)
    if not allows(state_of_file(of), Step.WRITE_LETTER):
        return not_now(request, of, title=_("Write a letter"))
    actor = request.actor  # type: ignore[attr-defined]
    written = written_letter(letter, actor=actor, on=dutch_date(read_clock()))
    if has_lapsed(letter, today=dutch_date(read_clock())):
        return _lapsed(request, of, letter, written)
    form = LetterForm(request.POST if request.method == "POST" else None, letter=letter, written=written)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            save_letter(**_whose(request, of, letter), draft=form.draft(), seen_version=form.cleaned_data["version"], now=read_clock())
        except LetterChangedMeanwhile as refusal:
            form.ask_again(refusal.text, version=refusal.details["version"])
            theirs = form.differs_from(written)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            if "send" in request.POST:
                return redirect("send_letter", reference=of.reference, letter_id=letter.pk)
            messages.success(request, _("The letter is kept."))
            return redirect("write_letter", reference=of.reference, letter_id=letter.pk)
    record_openings(actor=actor, complaint_ids=[of.pk], now=read_clock())
    context = _shown(of, letter, written) | {"form": form, "theirs": theirs, "look": shown_look(letter, written, actor=actor)}
    return render(request, "complaints/letters/write.html", context, status=422 if form.errors else 200)


def _lapsed(request: HttpRequest, of: Complaint, letter: Letter, written: WrittenLetter) -> HttpResponse:
    """What was written of a letter that goes no more, to read and to throw away."""
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=read_clock())  # type: ignore[attr-defined]
    # What was typed while a colleague closed the file is not lost.
    parts = [(block.title, request.POST.get(f"{TEXTS}{block.key}", written.texts[block.key])) for block in written.blocks]
    context = _shown(of, letter, written) | {"why": LetterLapsed().text, "parts": parts}
    return render(request, "complaints/letters/lapsed.html", context, status=409 if request.method == "POST" else 200)


@require_POST
@requires(Permission.HANDLE_COMPLAINTS)
def keep(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """What the page saves while somebody types: answers with the version to go on from, or why it was not kept."""
    of, letter = letter_or_404(request, reference, letter_id)
    written = written_letter(letter, actor=request.actor, on=dutch_date(read_clock()))  # type: ignore[attr-defined]
    form = LetterForm(request.POST, letter=letter, written=written)
    if not form.is_valid():
        told = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return JsonResponse({"code": "unreadable", "message": told}, status=422)
    try:
        kept = save_letter(**_whose(request, of, letter), draft=form.draft(), seen_version=form.cleaned_data["version"], now=read_clock())
    except LetterChangedMeanwhile as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.text}, status=409)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.text}, status=422)
    return JsonResponse({"version": kept.version})


@never_cache
@require_safe
@requires(Permission.HANDLE_COMPLAINTS)
def preview(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """The letter as PDF, as it was last kept."""
    of, letter = letter_or_404(request, reference, letter_id)
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=read_clock())  # type: ignore[attr-defined]
    try:
        content = preview_letter(**_whose(request, of, letter), now=read_clock())
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("write_letter", reference=of.reference, letter_id=letter.pk)
    name = f"{letter.code}-{of.reference}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": SEALED, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def send(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    of, letter = letter_or_404(request, reference, letter_id)
    if letter.is_sent:
        messages.info(request, LetterAlreadySent().text)
        return back_to_file(request, of.reference)
    if not allows(state_of_file(of), Step.WRITE_LETTER):
        return not_now(request, of, title=_("Send the letter"))
    if has_lapsed(letter, today=dutch_date(read_clock())):
        return redirect("write_letter", reference=of.reference, letter_id=letter.pk)
    if letter.final is not None:
        return redirect("finish_letter", reference=of.reference, letter_id=letter.pk)
    actor = request.actor  # type: ignore[attr-defined]
    written = written_letter(letter, actor=actor, on=dutch_date(read_clock()))
    is_mail = settings.MAIL_RELAY_IS_SECURE and may_go_by_mail(letter, on=dutch_date(read_clock()))
    shown = {"version": letter.version, "digest": digest_of(written)}
    form = SendLetterForm(request.POST or None, may_be_mailed=is_mail, written=written, initial=shown)
    # What stood in the way of the press stands with it, not once more above.
    is_told = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sending = Sending(way=given["way"], sent_on=given["sent_on"], has_agreed_to_mail=given.get("has_agreed_to_mail", False))
        try:
            send_letter(
                **_whose(request, of, letter),
                sending=sending,
                meant=given.get("meant", ()),
                seen_version=given["version"],
                seen_digest=given["digest"],
                now=read_clock(),
            )
        except LetterChangedMeanwhile as refusal:
            form.ask_again(refusal.text, version=refusal.details["version"])
            form.data = dict(form.data.items()) | {"digest": digest_of(written)}
        except Refusal as refusal:
            add_refusal(form, refusal)
            is_told = True
        else:
            by_mail, on_paper = _("The letter goes by e-mail now."), _("The letter is in the file. Print the PDF and send it.")
            messages.success(request, by_mail if sending.way is ContactWay.EMAIL else on_paper)
            _say_what_goes_along(request, of, letter, way=sending.way)
            return back_to_file(request, of.reference)
    record_openings(actor=actor, complaint_ids=[of.pk], now=read_clock())
    look = shown_look(letter, written, actor=actor)
    context = _shown(of, letter, written) | {"form": form, "is_mail": is_mail, "look": look, "is_told": is_told}
    context |= {"goes_along": _goes_along(letter, actor=actor), "is_without_address": _is_without_address(letter)}
    return render(request, "complaints/letters/send.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@requires(Permission.HANDLE_COMPLAINTS)
def take_along(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """The draft as a Word file, as it was last kept."""
    of, letter = letter_or_404(request, reference, letter_id)
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=read_clock())  # type: ignore[attr-defined]
    try:
        content = letter_to_finish(**_whose(request, of, letter), now=read_clock())
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return back_to_file(request, of.reference)
    headers = {"Content-Disposition": f'attachment; filename="{letter.code}-{of.reference}.docx"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=KINDS["docx"].media_type, headers=headers)


@never_cache
@require_http_methods(METHODS)
@takes_upload
@requires(Permission.HANDLE_COMPLAINTS)
def finish(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """A letter that was finished elsewhere comes back, and is sent as it came; where four eyes are wanted a colleague looks first."""
    of, letter = letter_or_404(request, reference, letter_id)
    if letter.is_sent:
        messages.info(request, LetterAlreadySent().text)
        return back_to_file(request, of.reference)
    if not allows(state_of_file(of), Step.WRITE_LETTER):
        return not_now(request, of, title=_("Add the finished letter"))
    if has_lapsed(letter, today=dutch_date(read_clock())):
        return redirect("write_letter", reference=of.reference, letter_id=letter.pk)
    actor = request.actor  # type: ignore[attr-defined]
    written = written_letter(letter, actor=actor, on=dutch_date(read_clock()))
    look = shown_look(letter, written, actor=actor)
    if needs_look(letter) and not (letter.final is not None and look is not None and look["may_go"]):
        return _keep_final(request, of, letter, written, look)
    is_mail = settings.MAIL_RELAY_IS_SECURE and may_go_by_mail(letter, on=dutch_date(read_clock()))
    form = FinalLetterForm(
        request.POST or None,
        request.FILES or None,
        may_be_mailed=is_mail,
        letter=letter,
        written=written,
        initial={"version": letter.version},
    )
    is_told = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sending = Sending(way=given["way"], sent_on=given["sent_on"], has_agreed_to_mail=given.get("has_agreed_to_mail", False))
        final = _uploaded(given.get("final"))
        try:
            gone = send_final_letter(
                **_whose(request, of, letter),
                final=final,
                ticked=given["ticked"],
                sending=sending,
                meant=given.get("meant", ()),
                seen_version=given["version"],
                now=read_clock(),
            )
        except LetterChangedMeanwhile as refusal:
            form.ask_again(refusal.text, version=refusal.details["version"])
        except Refusal as refusal:
            told = refusal.refusals if isinstance(refusal, Refusals) else [refusal]
            form.ask_what_is_asked(told)
            add_refusal(form, refusal, place=lambda field: "final" if field == "document" else field)
            is_told = True
        else:
            messages.success(request, _("The letter is in the file as it was sent."))
            if not gone.was_read:
                messages.warning(request, _("No text could be read in this document, as on a scan: only what you ticked was looked at."))
            _say_what_goes_along(request, of, letter, way=sending.way)
            return back_to_file(request, of.reference)
    record_openings(actor=actor, complaint_ids=[of.pk], now=read_clock())
    shown = {"form": form, "look": look, "button": _("Make it final"), "is_told": is_told}
    # With both the file knows of the invitation once it goes.
    shown["lacks_moment"] = letter.code == LetterCode.HEARING_INVITATION and not {Fact.HEARING_ON, Fact.HEARING_PLACE} <= {*written.values}
    context = _shown(of, letter, written, is_elsewhere=True) | shown
    context |= {"goes_along": _goes_along(letter, actor=actor), "is_without_address": _is_without_address(letter)}
    return render(request, "complaints/letters/finish.html", context, status=422 if form.errors else 200)


def _keep_final(request: HttpRequest, of: Complaint, letter: Letter, written: WrittenLetter, look: dict[str, Any] | None) -> HttpResponse:
    """The document is kept first: a colleague looks at it, then it goes."""
    form = KeepFinalForm(request.POST or None, request.FILES or None, initial={"version": letter.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            keep_final_letter(
                **_whose(request, of, letter), final=_uploaded(given["final"]), seen_version=given["version"], now=read_clock()
            )
        except LetterChangedMeanwhile as refusal:
            form.ask_again(refusal.text, version=refusal.details["version"])
        except Refusal as refusal:
            add_refusal(form, refusal, place=lambda field: "final" if field == "document" else field)
        else:
            messages.success(request, _("The document is kept. Ask a colleague to look at it; then it may go."))
            return redirect("finish_letter", reference=of.reference, letter_id=letter.pk)
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=read_clock())  # type: ignore[attr-defined]
    button = _("Keep another document instead") if letter.final else _("Keep it for a colleague to look at")
    context = _shown(of, letter, written, is_elsewhere=True) | {"form": form, "look": look, "button": button}
    return render(request, "complaints/letters/finish.html", context, status=422 if form.errors else 200)


def _uploaded(given: Any) -> SentFile | None:
    return SentFile(content=given.file, name=given.name) if given else None


@require_POST
@requires(Permission.HANDLE_COMPLAINTS)
def discard(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """Throw the draft away as its page showed it; what was written in it since is looked at first."""
    of, letter = letter_or_404(request, reference, letter_id)
    seen = request.POST.get("version", "")
    try:
        discard_letter(**_whose(request, of, letter), seen_version=int(seen) if seen.isdecimal() else 0, now=read_clock())
    except LetterChangedMeanwhile as refusal:
        messages.error(request, refusal.text)
        return redirect("write_letter", reference=of.reference, letter_id=letter.pk)
    except Refusal as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The draft was thrown away."))
    return back_to_file(request, of.reference)


def _shown(of: Complaint, letter: Letter, written: WrittenLetter, *, is_elsewhere: bool = False) -> dict[str, Any]:
    """is_elsewhere: its words stand in a document that was finished elsewhere."""
    code, today = LetterCode(letter.code), dutch_date(read_clock())
    lacks = refusals_of(lacks_elsewhere(written.lacks) if is_elsewhere else written.lacks, code=code, blocks_there=written.blocks)
    return {
        "complaint": of,
        "letter": letter,
        "written": written,
        "title": letter_title(letter.code),
        "to": letter_to(letter),
        "lacks": problems_of_going(letter, written, found=lacks, way=None, sent_on=today, today=today),
        "doubts": refusals_of(written.doubts, code=code, blocks_there=written.blocks),
        "keep_address": reverse("keep_letter", args=[of.reference, letter.pk]),
    }


def _goes_along(letter: Letter, *, actor: Actor) -> list[Document]:
    """The documents to put with a letter, named as the file names them."""
    wanted = documents_to_put_with(letter)
    return [one for one in documents_of_file(actor=actor, complaint=letter.complaint) if one.pk in wanted] if wanted else []


def _is_without_address(letter: Letter) -> bool:
    """Whether the file knows no postal address of who complains, or who gets it beside them."""
    return letter.addressee == Addressee.COMPLAINANT and not postal_address_of(letter, on=dutch_date(read_clock()))


def _say_what_goes_along(request: HttpRequest, of: Complaint, letter: Letter, *, way: ContactWay) -> None:
    with_it, on_paper = (
        _("Put this document with it: {}. It does not go along by itself."),
        _("Post this document too, or hand it over: {}. It did not go along with the mail."),
    )
    for one in _goes_along(letter, actor=request.actor):  # type: ignore[attr-defined]
        address = reverse("complaint_document", args=[of.reference, one.pk])
        document = format_html('<a class="link" href="{}">{}</a>', address, one.name) if one.may_be_opened else one.name
        messages.warning(request, format_html(on_paper if way is ContactWay.EMAIL else with_it, document))


def _begun_once(request: HttpRequest, of: Complaint, **what: Any) -> Letter:
    """A letter that is chosen twice on one page is begun once; whoever goes back there to choose another, or the same once it went,
    begins that one."""
    number, same = _number_of_page(request), {"actor": request.actor, "reference": of.reference, "now": read_clock()}  # type: ignore[attr-defined]
    asked = {"address": request.path, "letter": request.POST.get("letter", "")}
    what_is_begun = asked["letter"]
    while number is not None:
        try:
            begun = begin_letter(**same, **what, request_key=request_key(f"page:{uuid.uuid5(number, what_is_begun)}", asked=asked))
        except NotFound:
            # Begun on this page, and thrown away since.
            break
        if not begun.is_sent:
            return begun
        what_is_begun = f"{asked['letter']} {begun.pk}"
    return begin_letter(**same, **what)


def _number_of_page(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("number", ""))
    except ValueError:
        return None


def _chosen(request: HttpRequest, of: Complaint) -> tuple[LetterCode, Addressee, dict[str, Any]]:
    """The letter, whom it is for, and who of the complainant's side or of those it is about gets it where that was chosen."""
    code, _colon, rest = request.POST.get("letter", "").partition(":")
    to, _colon, person = rest.partition(":")
    try:
        if person and to == Addressee.SUBJECT:
            one = of.involved_people.get(pk=int(person), is_subject=True)
            name = "" if one.user_id else one.name
            return LetterCode(code), Addressee(to), {"subject": Heard(side=HeardSide.SUBJECT, user_id=one.user_id, name=name)}
        return LetterCode(code), Addressee(to), {"person_id": uuid.UUID(person) if person else None}
    except (ValueError, OverflowError, InvolvedPerson.DoesNotExist):
        raise LetterMakesNoSenseNow(field="code") from None


def _subjects_to_choose(of: Complaint) -> list[tuple[int, str]]:
    """Those it is about, with their names where there are several."""
    people = sorted((one for one in of.involved_people.all() if one.is_subject), key=lambda one: one.pk)
    names = names_here({one.user_id for one in people if one.user_id is not None})
    several = len(people) > 1
    return [(one.pk, f": {names[one.user_id] if one.user_id is not None else one.name}" if several else "") for one in people]


def _usually_to(of: Complaint) -> str:
    """Who gets a letter to who complains when nobody is chosen: whoever has a mandate for them, or they themselves."""
    letter = Letter(complaint=of, addressee=Addressee.COMPLAINANT)
    recipient = recipient_of(letter, on=dutch_date(read_clock()))
    letter.person = None if recipient.is_filer else recipient.person
    return letter_to(letter)


def _people_to_choose(of: Complaint) -> list[dict[str, Any]]:
    """Everybody else in the file, with the letters they may get, or why there is none."""
    is_hidden = is_shielded(of)
    return [
        {
            "title": person_title(one) if is_hidden or not one.name else f"{person_title(one)}: {one.name}",
            "key": one.pk if one.who == Who.OTHER else one.who,
            "letters": [
                {"value": f"{code}:{Addressee.COMPLAINANT}:{one.pk}", "name": letter_title(code), "title": _title_beside(code)}
                for code in codes
            ],
            "asks_decision": needs_decision(one),
            "why": " ".join(refusal.text for refusal in why),
        }
        for one, codes, why in letters_to_people(of, today=dutch_date(read_clock()))
    ]


def _title_beside(code: LetterCode) -> str:
    return LETTERS[code].name_beside or LETTERS[code].name


def letter_or_404(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> tuple[Complaint, Letter]:
    """The letter with its file, for whoever may see both."""
    of = file_or_404(request, reference)
    letter = letter_of_file(actor=request.actor, complaint=of, letter_id=letter_id)  # type: ignore[attr-defined]
    if letter is None:
        raise Http404
    return of, letter


def _whose(request: HttpRequest, of: Complaint, letter: Letter) -> dict[str, Any]:
    return {"actor": request.actor, "reference": of.reference, "letter_id": letter.pk}  # type: ignore[attr-defined]
