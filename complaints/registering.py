"""What a submission becomes at this organisation, and back: its labels, authority, people and kind, or everything in the way.

What registration and change share. Opens no transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.advising import AdvisedSubjectStays
from complaints.code_lists import FilerRole, HandlingWish, LadderStep
from complaints.intake import (
    FormerNameUnknown,
    InvolvedTold,
    NameOfColleague,
    NameWasOfAnother,
    Person,
    PointTold,
    Submission,
    UnknownColleague,
    UnknownProvider,
    UnknownWord,
)
from complaints.judging import JudgedSubjectStays
from complaints.kinds import (
    KIND_OF_WISH,
    IntakeFacts,
    derive_kind,
    has_statutory_term,
    is_written_by_channel,
    missing_for_klaagschrift,
    regime_at_registration,
)
from complaints.models import (
    Compartment,
    Complaint,
    ComplaintPoint,
    HistoricalTotal,
    Identity,
    InvolvedPerson,
    Measure,
    Party,
    PointAdvice,
    PointJudgment,
    PreferredContact,
    Round,
)
from complaints.records import add_round, allocate_references
from complaints.searching import index_complaints
from providers.directory.models import Provider
from tenants.accounts.selectors import ever_here, namesakes_here, only_with_role
from tenants.errors import Refusal
from tenants.organisation.checks import in_force
from tenants.organisation.core_lists import Dimension, HandlingMode, Kind
from tenants.organisation.models import Authority, AuthorityKind, Label, OrganisationSettings
from tenants.organisation.records import label_for
from tenants.permissions import COUNCIL_SIDE


class UnknownAuthority(Refusal):
    code = "unknown_authority"
    message = _("There is no such authority on the day of receipt. Choose another.")


class CouncilFollows(Refusal):
    code = "council_follows"
    message = _(
        "This file stays about the council: the council is its authority, or somebody it is about is a council member or of the"
        " registry. Choose another authority or take that person out first."
    )


class YearKnownAsTotals(Refusal):
    code = "year_known_as_totals"
    message = _("The year %(year)s is known as totals only. Remove those totals first, or check the day of receipt.")


@dataclass(frozen=True, kw_only=True)
class ResolvedPoint:
    nature: Label | None
    unit: Label | None
    description: str


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """A submission with everything found that it names, and what follows from its facts.

    missing: codes of what a klaagschrift still lacks (Awb 9:4).
    """

    submission: Submission
    facts: IntakeFacts
    received_on: date
    authority: Authority
    channel: Label | None
    municipality: Label | None
    points: tuple[ResolvedPoint, ...]
    kind: Kind
    missing: tuple[str, ...]
    regime: str
    has_statutory_term: bool
    is_written: bool | None
    mode: HandlingMode
    ladder_step: LadderStep
    compartment: Compartment


def resolve(
    submission: Submission,
    *,
    received_on: date,
    problems: list[Refusal],
    involved_before: Collection[InvolvedTold] = (),
    names_kept: Collection[str] = (),
    rows_before: Sequence[InvolvedPerson] = (),
) -> Resolved:
    """Find everything a submission names; what is not there is added to `problems`.

    involved_before: who stands in the file already; of a name among these nobody asks again whether a colleague is meant. names_kept:
    under which something is kept of somebody it is or was about. rows_before: the rows of who stands in the file.
    """
    channel = _label(Dimension.CHANNEL, submission.channel, field="channel", problems=problems)
    facts = submission.facts(channel_code=channel.core_code if channel else None)
    regime, is_statutory = term_of(facts)
    authority = _authority(submission.authority_id, received_on=received_on, problems=problems)
    _check_colleagues(submission.involved, before=involved_before, problems=problems)
    _check_former_names(submission.involved, before=involved_before, names_kept=names_kept, rows=rows_before, problems=problems)
    _check_provider(submission.provider_id, problems=problems)
    _check_year(received_on, problems=problems)
    return Resolved(
        submission=submission,
        facts=facts,
        received_on=received_on,
        authority=authority,
        channel=channel,
        municipality=_label(Dimension.MUNICIPALITY, submission.municipality, field="municipality", problems=problems),
        points=_points(submission.points or (PointTold(),), problems=problems),
        kind=derive_kind(facts),
        missing=missing_for_klaagschrift(facts) if facts.wish is HandlingWish.HANDLE else (),
        regime=regime,
        has_statutory_term=is_statutory,
        is_written=facts.is_written,
        mode=HandlingMode.FORMAL if submission.wants_judgment else HandlingMode.INFORMAL,
        ladder_step=LadderStep.HANDLER,
        compartment=Compartment.COUNCIL if submission.is_about_council else Compartment.NONE,
    )


def in_its_compartment(submission: Submission, *, today: date) -> Submission:
    """The submission, about the council where its authority is the council, or a subject of it holds no role but of the council's side.

    Nobody has to tick what follows from what they said. A tick for anything else stands.
    """
    of_council = Authority.objects.filter(pk=submission.authority_id or 0, kind=AuthorityKind.COUNCIL)
    subjects = {one.user_id for one in submission.involved if one.is_subject and one.user_id is not None}
    follows = of_council.exists() or bool(subjects & only_with_role(roles=COUNCIL_SIDE, today=today))
    return replace(submission, is_about_council=submission.is_about_council or follows)


def with_council_as_authority(submission: Submission, *, received_on: date) -> Submission:
    """Where it is about the council, the council answers for it, as long as nobody chose another authority than the default one."""
    councils = list(Authority.objects.filter(in_force(day=received_on), kind=AuthorityKind.COUNCIL)[:2])
    is_chosen = submission.authority_id is not None and not Authority.objects.filter(pk=submission.authority_id, is_default=True).exists()
    if not submission.is_about_council or is_chosen or len(councils) != 1:
        return submission
    return replace(submission, authority_id=councils[0].pk)


def term_of(facts: IntakeFacts) -> tuple[str, bool]:
    """Which term runs by these facts, as Round stores it: the regime, and whether the law sets it."""
    oral_has_norm = OrganisationSettings.objects.get().oral_complaints_have_norm
    return regime_at_registration(facts, oral_has_norm=oral_has_norm), has_statutory_term(facts)


def facts_of_return(facts: IntakeFacts, *, one: Round) -> IntakeFacts:
    """What the term of this round rests on: the facts of the file, but a later round came in its own way."""
    return facts if one.is_written is None else replace(facts, is_written=one.is_written)


def facts_of(complaint: Complaint) -> IntakeFacts:
    """What kind and term of a file rest on now."""
    return told_by(complaint).facts(channel_code=complaint.channel.core_code if complaint.channel else None)


def told_by(complaint: Complaint) -> Submission:
    """The submission a file stands for now, so that a change is a new submission beside the old."""
    people = {party.role: party for party in complaint.parties.all()}
    affected = people.pop(Party.AFFECTED_PERSON, None)
    filer = next(iter(people.values()), None)
    last = complaint.rounds.order_by("-number")[0]
    return Submission(
        story=complaint.story,
        wish=complaint.wish,
        meaning=complaint.meaning,
        informing=complaint.informing,
        inform_weeks=complaint.inform_weeks,
        handling_wish=HandlingWish(complaint.handling_wish or _wish_of(complaint.derived_kind)),
        channel=str(complaint.channel_id or ""),
        filer=person_of(filer) if filer else Person(),
        filer_role=FilerRole(filer.role) if filer else FilerRole.COMPLAINANT,
        affected_person=person_of(affected) if affected else None,
        authority_id=complaint.authority_id,
        municipality=str(complaint.municipality_id or ""),
        law=complaint.law,
        points=tuple(
            PointTold(nature=str(point.nature_id or ""), unit=str(point.unit_id or ""), description=point.description)
            for point in complaint.points.all()
        ),
        involved=tuple(
            InvolvedTold(user_id=one.user_id, name=one.name, is_subject=one.is_subject) for one in complaint.involved_people.order_by("pk")
        ),
        provider_id=complaint.provider_id,
        other_body=complaint.other_body,
        is_about_council=complaint.compartment == Compartment.COUNCIL,
        is_written=_told_is_written(complaint),
        is_towards_filer=complaint.is_towards_filer,
        is_signed=complaint.is_signed,
        wants_judgment=last.mode == HandlingMode.FORMAL,
        has_sensitive_text=complaint.has_sensitive_text,
    )


def columns_of(resolved: Resolved) -> dict[str, Any]:
    """What of it stands in the file itself."""
    told = resolved.submission
    return {
        "authority": resolved.authority,
        "derived_kind": resolved.kind,
        "channel": resolved.channel,
        "municipality": resolved.municipality,
        "story": told.story,
        "wish": told.wish,
        "meaning": told.meaning,
        "informing": told.informing,
        "inform_weeks": told.inform_weeks,
        "handling_wish": told.handling_wish,
        "is_written": resolved.is_written,
        "is_towards_filer": told.is_towards_filer,
        "is_signed": told.is_signed,
        "law": told.law,
        "provider_id": told.provider_id,
        "other_body": told.other_body,
        "compartment": resolved.compartment,
        "has_sensitive_text": told.has_sensitive_text,
    }


def write_new_file(
    resolved: Resolved, *, received_at: datetime | None, registered_by_id: int | None, now: datetime
) -> tuple[Complaint, Round]:
    """A new file with its people, points, index and first round, whose clock runs from the day of receipt. Its history is the flow's.

    received_at: None where only the day is known.
    """
    received_on = resolved.received_on
    complaint = Complaint.objects.create(
        reference=next(allocate_references(count_by_year={received_on.year: 1})[received_on.year]),
        received_on=received_on,
        received_at=received_at,
        created_at=now,
        registered_by_id=registered_by_id,
        **columns_of(resolved),
    )
    write_people(complaint, resolved.submission)
    write_points(complaint, resolved.points)
    index_complaints([complaint.pk])
    opened = add_round(
        complaint=complaint,
        number=1,
        opened_on=received_on,
        regime=resolved.regime,
        has_statutory_term=resolved.has_statutory_term,
        mode=resolved.mode,
        ladder_step=resolved.ladder_step,
    )
    return complaint, opened


def told_in_history(resolved: Resolved, opened: Round) -> dict[str, object]:
    """What the history says of a file that was registered."""
    told = resolved.submission.is_written
    history: dict[str, object] = {
        "channel": resolved.channel.core_code if resolved.channel else None,
        "kind": resolved.kind.value,
        "wish": resolved.submission.handling_wish.value,
        "authority": resolved.authority.pk,
        "points": [
            {"nature": str(point.nature.pk) if point.nature else None, "unit": str(point.unit.pk) if point.unit else None}
            for point in resolved.points
        ],
        "regime": opened.regime,
        "due_on": opened.due_on.isoformat(),
    }
    return history if told is None else history | {"is_written": told}


def write_people(complaint: Complaint, told: Submission, *, now: datetime | None = None) -> None:
    """The filer, whom it befell, and who of ours was involved, as they are now. now: of a change; None at the start."""
    given = {} if told.filer.is_blank else {str(told.filer_role): told.filer}
    if told.affected_person is not None and not told.affected_person.is_blank:
        given[Party.AFFECTED_PERSON] = told.affected_person
    complaint.parties.exclude(role__in=given).delete()
    for role, person in given.items():
        Party.objects.update_or_create(complaint=complaint, role=role, defaults=asdict(person))
    kept, rows = set(), list(complaint.involved_people.order_by("pk"))
    for one in told.involved:
        was = _row_named(one.was, rows)
        row = _row_of(one, rows) or InvolvedPerson(complaint=complaint)
        if one.is_subject and not (row.pk and row.is_subject):
            row.subject_since = now
        row.user_id, row.name, row.is_subject = one.user_id, one.name, one.is_subject
        if one.was:
            row.former_names = [*dict.fromkeys([*row.former_names, *(was.former_names if was else []), one.was])]
        row.save()
        rows.append(row)
        kept.add(row.pk)
    complaint.involved_people.exclude(pk__in=kept).delete()


def _row_of(one: InvolvedTold, rows: Iterable[InvolvedPerson]) -> InvolvedPerson | None:
    """The row of somebody, as they are told: of their account or name, else of the name the file had for them."""
    if one.user_id is not None:
        same = next((row for row in rows if row.user_id == one.user_id), None)
    else:
        same = _row_named(one.name, rows)
    return same or _row_named(one.was, rows)


def _row_named(name: str, rows: Iterable[InvolvedPerson]) -> InvolvedPerson | None:
    return next((row for row in rows if name and row.user_id is None and row.name == name), None)


def write_points(complaint: Complaint, points: Sequence[ResolvedPoint]) -> None:
    """The points in their order, the first as the main one; each keeps its row, with what was advised and found of it."""
    rows = list(complaint.points.all())
    found = _rows_of(points, rows=rows)
    complaint.points.exclude(pk__in=[row.pk for row in found.values()]).delete()
    complaint.points.update(is_main=False)
    for place, point in enumerate(points):
        row = found.get(place) or ComplaintPoint(complaint=complaint)
        row.nature, row.unit, row.description, row.position, row.is_main = point.nature, point.unit, point.description, place, place == 0
        row.save()


def problems_of_points(complaint: Complaint, points: Sequence[ResolvedPoint]) -> list[Refusal]:
    """What a committee advised on stays in its words (9:14), and so does what there is a verdict on (9:12)."""
    rows = list(complaint.points.select_related("nature"))
    kept = {row.pk: points[place] for place, row in _rows_of(points, rows=rows).items()}
    advised = set(PointAdvice.objects.filter(point__in=rows, advice__given_on__isnull=False).values_list("point_id", flat=True))
    judged = set(PointJudgment.objects.filter(point__in=rows).values_list("point_id", flat=True))
    gone = {row.pk for row in rows if row.pk not in kept or _named(kept[row.pk]) != _named(row)}
    problems: list[Refusal] = [AdvisedSubjectStays(field="points")] if advised & gone else []
    return problems + ([JudgedSubjectStays(field="points")] if (judged - advised) & gone else [])


def _rows_of(points: Sequence[ResolvedPoint], *, rows: Sequence[ComplaintPoint]) -> dict[int, ComplaintPoint]:
    """The row of each point by its place: the one that says just this, else one described so, else the first that is left."""
    left, found = list(rows), dict[int, ComplaintPoint]()
    for is_row in (_is_same, _is_described_so, lambda _row, _point: True):
        for place, point in enumerate(points):
            row = next((row for row in left if place not in found and is_row(row, point)), None)
            if row is not None:
                left.remove(row)
                found[place] = row
    return found


def _is_same(row: ComplaintPoint, point: ResolvedPoint) -> bool:
    labels = tuple(label.pk if label else None for label in (point.nature, point.unit))
    return (row.nature_id, row.unit_id, row.description) == (*labels, point.description)


def _is_described_so(row: ComplaintPoint, point: ResolvedPoint) -> bool:
    return bool(point.description) and row.description == point.description


def _named(point: ComplaintPoint | ResolvedPoint) -> str:
    """As letters and reports name it."""
    return point.description or (point.nature.text if point.nature else "")


def person_of(party: Party) -> Person:
    return Person(
        name=party.name,
        phone=party.phone,
        email=party.email,
        address=party.address,
        identity=Identity(party.identity),
        preferred_contact=PreferredContact(party.preferred_contact),
    )


def _told_is_written(complaint: Complaint) -> bool | None:
    """Whether somebody said so beside the channel; None where the channel tells, so that a corrected channel tells anew."""
    by_channel = is_written_by_channel(complaint.channel.core_code if complaint.channel else None)
    return None if complaint.is_written == by_channel else complaint.is_written


def _wish_of(kind: str | None) -> HandlingWish:
    """For files that were taken over: what their kind says somebody wanted."""
    return next((wish for wish, of_wish in KIND_OF_WISH.items() if of_wish == kind), HandlingWish.HANDLE)


def _label(dimension: Dimension, given: str, *, field: str, problems: list[Refusal]) -> Label | None:
    if not given:
        return None
    found = label_for(dimension=dimension, given=given)
    if found is None:
        problems.append(UnknownWord(field=field))
    return found


def _points(points: Sequence[PointTold], *, problems: list[Refusal]) -> tuple[ResolvedPoint, ...]:
    return tuple(
        ResolvedPoint(
            nature=_label(Dimension.NATURE, point.nature, field=f"points.{place}.nature", problems=problems),
            unit=_label(Dimension.UNIT, point.unit, field=f"points.{place}.unit", problems=problems),
            description=point.description,
        )
        for place, point in enumerate(points)
    )


def _authority(authority_id: int | None, *, received_on: date, problems: list[Refusal]) -> Authority:
    default = Authority.objects.get(is_default=True)
    if authority_id is None:
        return default
    found = Authority.objects.filter(in_force(day=received_on), pk=authority_id).first()
    if found is None:
        problems.append(UnknownAuthority(field="authority_id"))
    return found or default


def _check_colleagues(involved: Sequence[InvolvedTold], *, before: Collection[InvolvedTold], problems: list[Refusal]) -> None:
    """Colleagues are known here, and nobody is recorded by name who is meant to lose the file by their account (Awb 9:7)."""
    named = {one.user_id for one in involved if one.user_id is not None}
    known = ever_here(named)
    for place, one in enumerate(involved):
        if one.user_id is not None and one.user_id not in known:
            problems.append(UnknownColleague(field=f"involved.{place}"))
    names_before = {one.name for one in before if one.user_id is None}
    asked = {
        place: one.name
        for place, one in enumerate(involved)
        if one.user_id is None and one.name and not one.is_somebody_else and one.name not in names_before
    }
    for place, colleague in namesakes_here(asked).items():
        problems.append(NameOfColleague(field=f"involved.{place}", name=colleague))


def _check_former_names(
    involved: Sequence[InvolvedTold],
    *,
    before: Collection[InvolvedTold],
    names_kept: Collection[str],
    rows: Sequence[InvolvedPerson],
    problems: list[Refusal],
) -> None:
    """What is kept of a name is of one person, who was in the file."""
    places = [(place, row) for place, one in enumerate(involved) if (row := _row_of(one, rows)) is not None]
    known = {*names_kept, *(one.name for one in before if one.user_id is None)}
    for place, one in enumerate(involved):
        others = [*involved[:place], *involved[place + 1 :]]
        is_theirs = any(one.was in ("" if each.user_id else each.name, each.was) for each in others)
        of_others = {name for owner, row in places if owner != place for name in row.former_names}
        if one.user_id is None and one.name in of_others and _row_named(one.name, rows) is None:
            problems.append(NameWasOfAnother(field=f"involved.{place}"))
        if one.was and (one.was not in known or is_theirs or one.was in of_others):
            problems.append(FormerNameUnknown(field=f"involved.{place}.was"))


def _check_provider(provider_id: int | None, *, problems: list[Refusal]) -> None:
    if provider_id is not None and not Provider.objects.filter(pk=provider_id).exists():
        problems.append(UnknownProvider(field="provider_id"))


def _check_year(received_on: date, *, problems: list[Refusal]) -> None:
    if HistoricalTotal.objects.filter(measure=Measure.RECEIVED, year=received_on.year).exists():
        problems.append(YearKnownAsTotals(field="received_at", year=received_on.year))
