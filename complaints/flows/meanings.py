"""A word of the organisation got another meaning: the files that were taken over with it follow, and of a channel those with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from complaints.access import lock_complaints
from complaints.following import kind_and_term, what_followed, write_term
from complaints.kinds import derive_imported_kind, derive_kind, is_written_by_channel, regime_of
from complaints.models import Complaint, ComplaintEvent, Regime, Round
from complaints.recomputing import CHUNK, MovedTerm, Recomputation, recompute_rounds
from complaints.records import lock_register_for_import
from complaints.registering import facts_of, told_by
from complaints.selectors import TERM_CHANGES
from complaints.work.notifying import tell_takers
from tenants.actors import Actor, guard
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import AdvisoryCommittee, Label, OrganisationEvent
from tenants.organisation.selectors import last_mapping
from tenants.permissions import Permission


def follow_meaning(*, actor: Actor, label_id: UUID, now: datetime) -> Recomputation:
    """Derive kind, regime and dates anew for the files taken over with this word. Run twice, the second changes nothing.

    Of a word for a channel: for the files that came in by it, where it says something else of being in writing now and nobody
    said that apart. Whose work they are is told where the term became another.

    Closed files too: the yearly figures rest on them. Files registered here are left alone, and so is what facts that were
    recorded here decided of the others: kind and term come from those. A word that is gone, or of a dimension no term rests
    on, changes nothing.
    """
    guard(actor, Permission.MANAGE_LABELS)
    with transaction.atomic(durable=True):
        lock_register_for_import()
        label = Label.objects.filter(pk=label_id).first()
        if label is not None and label.dimension == Dimension.CHANNEL:
            return _follow_channel(label, actor=actor, now=now)
        if label is None or label.dimension not in (Dimension.KIND, Dimension.PROCEDURE):
            return Recomputation()
        ids = set(_rounds_with(label).values_list("complaint_id", flat=True))
        if label.dimension == Dimension.KIND:
            ids |= set(_files_of_kind(label).values_list("pk", flat=True))
        lock_complaints(ids)
        if label.dimension == Dimension.KIND:
            _derive_kind_anew(label, actor=actor, now=now)
        return recompute_rounds(_rounds_that_follow(label), actor=actor, now=now, code="meaning_followed", also=("regime",))


def _follow_channel(label: Label, *, actor: Actor, now: datetime) -> Recomputation:
    """In writing or not, and with that kind and terms. Closed files too: the yearly figures rest on them."""
    mapped = last_mapping(label)
    result, told = Recomputation(), []
    if mapped is None:
        return result
    was, is_written = (is_written_by_channel(code) for code in (mapped.data["before"], label.core_code))
    if was == is_written:
        return result
    files = _files_of_channel(label, is_written=was, mapped=mapped)
    lock_complaints(files.values_list("pk", flat=True))
    for complaint in files.order_by("pk"):
        last = complaint.rounds.order_by("-number")[0]
        before = kind_and_term(complaint, last=last)
        _write_facts(complaint, last, is_written=is_written, label=label)
        follows = what_followed(before, kind_and_term(complaint, last=last))
        data = {"is_written": is_written, "label": str(label.pk), "follows": follows}
        ComplaintEvent.objects.create(
            complaint=complaint, happened_at=now, actor_kind=actor.kind, actor_id=actor.user_id, code="channel_followed", data=data
        )
        if last.closed_on is None and not complaint.exclusion and {"has_statutory_term", "due_on"} & follows.keys():
            told.append(last)
            due_before = date.fromisoformat(before["due_on"])
            result.moved.append(MovedTerm(reference=complaint.reference, due_before=due_before, due_now=last.due_on))
    tell_takers(told, actor=actor, occasion=f"{label.pk}:{mapped.pk}", now=now)
    return result


def _files_of_channel(label: Label, *, is_written: bool | None, mapped: OrganisationEvent) -> QuerySet[Complaint]:
    """The files from before the word got its meaning that are as the channel said; of what was taken over nothing is known."""
    of_file = ComplaintEvent.objects.filter(complaint=OuterRef("pk"))
    said_apart = Q(code="registered", data__has_key="is_written") | Q(code="updated", data__fields__contains="is_written")
    followed = Q(code="channel_followed", happened_at__gte=mapped.happened_at)
    # Before a word without a meaning told nothing, it was taken to be oral.
    as_said = Q(is_written=is_written) if is_written is not None else ~Q(is_written=True)
    files = Complaint.objects.filter(as_said, channel=label, taken_over_at=None, destroyed_at=None, created_at__lte=mapped.happened_at)
    return files.exclude(Exists(of_file.filter(said_apart | followed)))


def _write_facts(complaint: Complaint, last: Round, *, is_written: bool | None, label: Label) -> None:
    facts_before = facts_of(complaint)
    facts = replace(told_by(complaint), is_written=is_written).facts(channel_code=label.core_code)
    complaint.is_written, complaint.derived_kind = is_written, derive_kind(facts)
    complaint.save(update_fields=["is_written", "derived_kind"])
    for one in (last, *complaint.rounds.exclude(pk=last.pk)):
        write_term(one, facts, facts_before=facts_before)


def _derive_kind_anew(label: Label, *, actor: Actor, now: datetime) -> None:
    """Figures rest on the kind, so each file whose kind changes says so in its history."""
    kind = derive_imported_kind(kind_code=label.core_code)
    files = _files_of_kind(label)
    other = files.filter(derived_kind__isnull=False) if kind is None else files.exclude(derived_kind=kind)
    changing = list(other.order_by("pk").values_list("pk", "derived_kind"))
    files.filter(pk__in=[pk for pk, _before in changing]).update(derived_kind=kind)
    ComplaintEvent.objects.bulk_create(
        (
            ComplaintEvent(
                complaint_id=pk,
                happened_at=now,
                actor_kind=actor.kind,
                actor_id=actor.user_id,
                code="kind_followed",
                data={"derived_kind": [before, kind], "label": str(label.pk)},
            )
            for pk, before in changing
        ),
        batch_size=CHUNK,
    )


def _files_of_kind(label: Label) -> QuerySet[Complaint]:
    """The files whose kind the word decides. Of what was taken over nothing is known to be in writing until a fact decides."""
    return Complaint.objects.filter(kind=label, taken_over_at__isnull=False, is_written__isnull=True)


def _rounds_with(label: Label) -> QuerySet[Round]:
    """The rounds whose regime the word decides."""
    if label.dimension == Dimension.KIND:
        return Round.objects.filter(complaint__in=_files_of_kind(label), has_statutory_term__isnull=True)
    taken_over = Round.objects.filter(procedure=label, complaint__taken_over_at__isnull=False)
    # A committee may be appointed whatever the facts are, but it makes no term of law of what is none.
    return taken_over.exclude(regime=Regime.NORM, has_statutory_term__isnull=False)


def _rounds_that_follow(label: Label) -> list[Round]:
    """The rounds whose regime the word decides and that have another now, with the new one set on them."""
    rounds = (
        _rounds_with(label)
        .select_for_update(of=("self",), no_key=True)
        .select_related("complaint__kind", "complaint__channel", "procedure")
        .prefetch_related(*TERM_CHANGES)
        .order_by("pk")
    )
    committees = list(AdvisoryCommittee.objects.all())
    following = []
    for one in rounds.iterator(chunk_size=CHUNK):
        regime = regime_of(
            kind=one.complaint.derived_kind,
            procedure_code=one.procedure.core_code if one.procedure else None,
            has_committee=any(
                committee.authority_id == one.complaint.authority_id
                and committee.valid_from <= one.opened_on
                and (committee.valid_until is None or one.opened_on <= committee.valid_until)
                for committee in committees
            ),
        )
        if one.regime != regime:
            one.regime = Regime(regime)
            following.append(one)
    return following
