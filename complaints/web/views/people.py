"""People beside whoever complains: who they are, their mandate, and what each is told."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.people import MandateTold, PersonTold, decide_telling, record_mandate, record_person
from complaints.models import Complaint, FilePerson, Party, Who
from complaints.people import is_shielded, speaks_for_another
from complaints.selectors import documents_of_others
from complaints.statuses import Step
from complaints.web.people_forms import MandateForm, PersonForm, TellingForm
from complaints.web.views.step_page import METHODS, file_or_404, seen, step_page, who
from complaints.web.wording import person_title
from tenants.permissions import Permission, requires


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def person(request: HttpRequest, reference: str, person_id: uuid.UUID | None = None) -> HttpResponse:
    of = file_or_404(request, reference)
    known: dict[str, Any] = {}
    if person_id is not None:
        row = of.file_people.filter(pk=person_id, who=Who.OTHER).first()
        if row is None or is_shielded(of):
            raise Http404
        known = {name: getattr(row, name) for name in PersonForm.base_fields if name != "version"}
    form = PersonForm(request.POST or None, initial=seen(of) | known)
    return step_page(
        request,
        of,
        Step.RECORD_PERSON,
        form,
        lambda given: record_person(
            **who(request, of),
            told=PersonTold(**{name: value for name, value in given.items() if name != "version"}),
            person_id=person_id,
            seen_version=given["version"],
        ),
        title=_("Correct who this is") if person_id else _("Somebody beside whoever complains"),
        lead=_("A representative, a client supporter or confidant, the other parent, a child. They get nothing by being recorded."),
        button=_("Record"),
        done=_("This person is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def mandate(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    of = file_or_404(request, reference)
    row = _row_or_404(of, person)
    if not speaks_for_another(of, row):
        raise Http404
    documents = [(str(one.pk), one.name) for one in documents_of_others(actor=request.actor, complaint=of)]  # type: ignore[attr-defined]
    known = {"given_on": row.mandate_on, "ends_on": row.mandate_ends_on, "scope": row.mandate_scope, "document_id": row.mandate_document_id}
    form = MandateForm(request.POST or None, documents=documents, initial=seen(of) | known)
    return step_page(
        request,
        of,
        Step.RECORD_PERSON,
        form,
        lambda given: record_mandate(
            **who(request, of),
            person=person,
            told=MandateTold(**{name: value for name, value in given.items() if name != "version"}),
            seen_version=given["version"],
        ),
        title=_("Mandate: %(who)s") % {"who": person_title(row)},
        lead=_("With a mandate, our letters to whoever complains go to a representative. A complaint is handled without it all the same."),
        button=_("Record"),
        done=_("The mandate is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def telling(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    of = file_or_404(request, reference)
    row = _row_or_404(of, person)
    form = TellingForm(request.POST or None, initial=seen(of) | {"telling": row.telling, "reason": row.telling_reason})
    return step_page(
        request,
        of,
        Step.RECORD_PERSON,
        form,
        lambda given: decide_telling(
            **who(request, of), person=person, telling=given["telling"], reason=given["reason"], seen_version=given["version"]
        ),
        title=_("Who is told what: %(who)s") % {"who": person_title(row)},
        lead=_("A letter that tells this person more is refused. The history keeps each decision with its reason."),
        button=_("Record"),
        done=_("The decision is in the file."),
    )


def _row_or_404(of: Complaint, person: str) -> FilePerson:
    """What was recorded of somebody; of a party that has nothing yet an empty row."""
    if person in (Who.FILER, Who.AFFECTED_PERSON):
        is_affected = person == Who.AFFECTED_PERSON
        if not any((one.role == Party.AFFECTED_PERSON) == is_affected for one in of.parties.all()):
            raise Http404
        return of.file_people.filter(who=person).first() or FilePerson(complaint=of, who=person)
    try:
        row = of.file_people.filter(pk=uuid.UUID(person)).first()
    except ValueError:
        row = None
    if row is None:
        raise Http404
    return row
