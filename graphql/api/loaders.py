"""One batch per kind of row and request: a list of three costs the statements of a list of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from graphql_sync_dataloaders import SyncDataLoader

from api.deadlines.queries import Deadline, as_deadline
from complaints.access import visible_complaints
from complaints.advising import advises_on
from complaints.judging import ombudsman_until_of, told_end_of
from complaints.letters.catalogue import OF_EXTENSION
from complaints.linking import LinkedFile, documents_shown, kept_from, linked_files
from complaints.models import (
    Advice,
    AgreedDate,
    Apology,
    BehaviourRule,
    Closing,
    Complaint,
    ComplaintEvent,
    ContactRecord,
    CopyToSubject,
    Document,
    Extension,
    FilePerson,
    HandOver,
    Hearing,
    HearingWaiver,
    Identity,
    Improvement,
    IncomingMessage,
    InvolvedPerson,
    Judgment,
    Lesson,
    Letter,
    Mediation,
    MentionedDecision,
    Note,
    OmbudsmanEntry,
    Party,
    Postponement,
    Promise,
    ReactionRequest,
    RedactionMark,
    Round,
    SentMessage,
    Transfer,
)
from complaints.next_steps import next_step
from complaints.selectors import (
    TERM_CHANGES,
    ShownMessage,
    ShownParty,
    as_shown,
    clock_of_round,
    current_round,
    inform_by_of,
    klaagschrift_lacks,
    rounds_of,
    shown_incoming,
    shown_sent,
)
from complaints.term_changes import load_told_extensions
from complaints.work.suggesting import Suggestion, suggested_handlers
from providers.directory.models import Provider
from tenants.accounts.selectors import names_here
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.organisation.models import AdvisoryCommittee, Authority, OrganisationSettings
from tenants.selectors import current_statutory_calendar

# Under what the history of a file keeps the number of another: which it is double with, shares people with, or a mail answered.
OTHER_FILES = ("of", "with", "came_for")


class Loaders:
    """Made anew for each request, so nothing is shared between people or tenants. actor: who asks."""

    def __init__(self, *, actor: Actor) -> None:
        self._actor = actor
        self.events: Any = SyncDataLoader(self._events)
        self.messages: Any = SyncDataLoader(partial(_messages, actor))
        self.documents: Any = SyncDataLoader(self._documents)
        self.marks: Any = SyncDataLoader(_marks)
        self.reactions: Any = SyncDataLoader(_reactions)
        self.people: Any = SyncDataLoader(_people)
        self.linked: Any = SyncDataLoader(self._linked)
        self.letters: Any = SyncDataLoader(_letters)
        self.parties: Any = SyncDataLoader(_parties)
        self.lacking: Any = SyncDataLoader(_lacking)
        self.involved: Any = SyncDataLoader(_involved)
        self.inform_days: Any = SyncDataLoader(_inform_days)
        self.ombudsman_days: Any = SyncDataLoader(_ombudsman_days)
        self.next_steps: Any = SyncDataLoader(partial(_next_steps, actor))
        self.contacts: Any = SyncDataLoader(partial(_of_rounds, ContactRecord))
        self.copies: Any = SyncDataLoader(partial(_of_rounds, CopyToSubject))
        self.hearings: Any = SyncDataLoader(partial(_of_rounds, Hearing, also=("letter__messages",)))
        self.hearing_waivers: Any = SyncDataLoader(partial(_of_rounds, HearingWaiver))
        self.mediations: Any = SyncDataLoader(partial(_of_rounds, Mediation))
        self.apologies: Any = SyncDataLoader(_apologies)
        self.lessons: Any = SyncDataLoader(_lessons)
        self.measures: Any = SyncDataLoader(_measures)
        self.hand_overs: Any = SyncDataLoader(_hand_overs)
        self.transfers: Any = SyncDataLoader(_transfers)
        self.behaviour_rules: Any = SyncDataLoader(_behaviour_rules)
        self.ombudsman_entries: Any = SyncDataLoader(_ombudsman_entries)
        self.notes: Any = SyncDataLoader(_notes)
        self.promises: Any = SyncDataLoader(_promises)
        self.providers: Any = SyncDataLoader(_providers)
        self.authorities: Any = SyncDataLoader(_authorities)
        self.advices: Any = SyncDataLoader(self._advices)
        self.committees: Any = SyncDataLoader(_committees)
        self.judgments: Any = SyncDataLoader(_judgments)
        self.closings: Any = SyncDataLoader(_closings)
        self.extensions: Any = SyncDataLoader(_extensions)
        self.postponements: Any = SyncDataLoader(_postponements)
        self.decisions: Any = SyncDataLoader(_decisions)
        self.originals: Any = SyncDataLoader(self._originals)
        self.suggestions: Any = SyncDataLoader(partial(_suggestions, actor))
        self.names: Any = SyncDataLoader(_names)
        self.clocks: Any = SyncDataLoader(self._clocks)
        self.calendar = cache(current_statutory_calendar)

    def _events(self, complaint_ids: list[UUID]) -> list[list[ComplaintEvent]]:
        """Newest first. The number of another file is left out where whoever asks may not see that one."""
        of_files = ComplaintEvent.objects.filter(complaint_id__in=complaint_ids)
        events = list(of_files.select_related("actor").order_by("-happened_at", "-pk"))
        named = {event.data[name] for event in events for name in OTHER_FILES if event.data.get(name)}
        if named:
            seen = set(visible_complaints(actor=self._actor).filter(reference__in=named).values_list("reference", flat=True))
            hidden = named - seen
            for event in events:
                event.data = {name: value for name, value in event.data.items() if name not in OTHER_FILES or value not in hidden}
        _give_return_reasons([event for event in events if event.code == "returned"])
        return _by_complaint(events, complaint_ids)

    def _advices(self, round_ids: list[int]) -> list[Advice | None]:
        """What was given; a draft for members of the committee alone."""
        found = {
            one.round_id: one for one in Advice.objects.filter(round_id__in=round_ids).select_related("round").prefetch_related("points")
        }
        theirs = advises_on(self._actor)
        shown = {key: one for key, one in found.items() if one.is_given or one.round.committee_id in theirs}
        return [shown.get(round_id) for round_id in round_ids]

    def _originals(self, complaint_ids: list[UUID]) -> list[str | None]:
        """The references of those files that whoever asks may see."""
        seen = visible_complaints(actor=self._actor).filter(pk__in=complaint_ids).values_list("pk", "reference")
        references = dict(seen)
        return [references.get(complaint_id) for complaint_id in complaint_ids]

    def _documents(self, complaint_ids: list[UUID]) -> list[list[Document]]:
        """Newest first, those of the letter a file was split from last."""
        files = Complaint.objects.filter(pk__in=complaint_ids).only("pk", "reference")
        found = documents_shown(actor=self._actor, complaints=list(files))
        return [found.get(complaint_id, []) for complaint_id in complaint_ids]

    def _linked(self, complaint_ids: list[UUID]) -> list[list[LinkedFile]]:
        found = linked_files(actor=self._actor, complaint_ids=complaint_ids)
        return [found.get(complaint_id, []) for complaint_id in complaint_ids]

    def _clocks(self, rounds: list[Round]) -> list[Deadline | None]:
        """By round. A list shows nothing of what moved a term, so that is loaded here."""
        prefetch_related_objects(rounds, *TERM_CHANGES, "letters__messages", "judgment")
        oral_is_norm = OrganisationSettings.objects.get().oral_complaints_have_norm
        clocks = [clock_of_round(one, handled_on=told_end_of(one), calendar=self.calendar(), oral_is_norm=oral_is_norm) for one in rounds]
        return [as_deadline(clock, contact=one.contact_due_on) if clock else None for clock, one in zip(clocks, rounds, strict=True)]


def _give_return_reasons(events: list[ComplaintEvent]) -> None:
    """Why somebody came back is kept with the round that opened."""
    if events:
        rounds = Round.objects.filter(complaint_id__in={event.complaint_id for event in events})
        reasons = {(one.complaint_id, one.number): one.return_reason for one in rounds}
        for event in events:
            reason = reasons.get((event.complaint_id, event.data.get("opened")))
            event.personal = (event.personal or {}) | ({"reason": reason} if reason else {})


def _extensions(round_ids: list[int]) -> list[list[Extension]]:
    return _by_round(Extension.objects.filter(round__in=round_ids), round_ids)


def _postponements(round_ids: list[int]) -> list[list[Postponement | AgreedDate]]:
    found = (model.objects.filter(round__in=round_ids).order_by("pk") for model in (Postponement, AgreedDate))
    return _by_round(chain.from_iterable(found), round_ids)


def _by_round(rows: Iterable[Any], round_ids: list[int]) -> list[list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.round_id].append(row)
    return [found[round_id] for round_id in round_ids]


def _lacking(complaint_ids: list[UUID]) -> list[list[str]]:
    files = Complaint.objects.prefetch_related("parties").in_bulk(complaint_ids)
    return [list(klaagschrift_lacks(files[complaint_id])) for complaint_id in complaint_ids]


def _involved(complaint_ids: list[UUID]) -> list[list[InvolvedPerson]]:
    return _by_complaint(InvolvedPerson.objects.filter(complaint_id__in=complaint_ids).order_by("pk"), complaint_ids)


def _of_rounds(model: Any, complaint_ids: list[UUID], *, also: Sequence[str] = ()) -> list[list[Any]]:
    """Rows that belong to a round, by file, in the order of the model. also: what is loaded with them."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in model.objects.filter(round__complaint_id__in=complaint_ids).select_related("round").prefetch_related(*also):
        found[row.round.complaint_id].append(row)
    return [found[complaint_id] for complaint_id in complaint_ids]


def _inform_days(complaints: list[Complaint]) -> list[date | None]:
    """By file: by when whoever complains hears from us."""
    prefetch_related_objects([handling for one in complaints for handling in rounds_of(one)], "contacts")
    return [inform_by_of(one) for one in complaints]


def _ombudsman_days(rounds: list[Round]) -> list[date | None]:
    """By round: until when the ombudsman may be asked."""
    prefetch_related_objects(rounds, "letters__messages", "judgment")
    today = dutch_date(read_clock())
    return [ombudsman_until_of(one, today=today) for one in rounds]


def _next_steps(actor: Actor, complaints: list[Complaint]) -> list[str | None]:
    rounds = [current_round(one) for one in complaints]
    prefetch_related_objects(rounds, "letters__messages", "extensions", "judgment", "advice", "closing__not_taken_up")
    told = [one for one in rounds if any(letter.code in OF_EXTENSION and letter.is_sent for letter in one.letters.all())]
    load_told_extensions([one for one in rounds if one in told or one.extensions.all()])
    today = dutch_date(read_clock())
    found = (next_step(actor=actor, complaint=one, today=today) for one in complaints)
    return [step.value if step is not None else None for step in found]


def _apologies(complaint_ids: list[UUID]) -> list[list[Apology]]:
    return _by_complaint(Apology.objects.filter(complaint_id__in=complaint_ids), complaint_ids)


def _people(complaint_ids: list[UUID]) -> list[list[FilePerson]]:
    """Without names where somebody in the file is shielded."""
    shielded = set(Party.objects.filter(complaint__in=complaint_ids, identity=Identity.SHIELDED).values_list("complaint_id", flat=True))
    rows = list(FilePerson.objects.filter(complaint_id__in=complaint_ids))
    for row in rows:
        if row.complaint_id in shielded:
            row.name = row.phone = row.email = row.address = ""
    return _by_complaint(rows, complaint_ids)


def _marks(document_ids: list[UUID]) -> list[list[RedactionMark]]:
    found: dict[UUID, list[RedactionMark]] = {one: [] for one in document_ids}
    for mark in RedactionMark.objects.filter(document__in=document_ids):
        found[mark.document_id].append(mark)
    return [found[one] for one in document_ids]


def _reactions(complaint_ids: list[UUID]) -> list[list[ReactionRequest]]:
    return _by_complaint(ReactionRequest.objects.filter(complaint_id__in=complaint_ids), complaint_ids)


def _lessons(complaint_ids: list[UUID]) -> list[list[Lesson]]:
    return _by_complaint(Lesson.objects.filter(complaint_id__in=complaint_ids), complaint_ids)


def _measures(complaint_ids: list[UUID]) -> list[list[Improvement]]:
    return _by_complaint(Improvement.objects.filter(complaint_id__in=complaint_ids), complaint_ids)


def _hand_overs(complaint_ids: list[UUID]) -> list[list[HandOver]]:
    return _by_complaint(HandOver.objects.filter(complaint_id__in=complaint_ids), complaint_ids)


def _transfers(complaint_ids: list[UUID]) -> list[list[Transfer]]:
    found: dict[UUID, list[Transfer]] = defaultdict(list)
    transfers = Transfer.objects.filter(round__complaint_id__in=complaint_ids)
    for one in transfers.select_related("round", "provider").prefetch_related("chases"):
        found[one.round.complaint_id].append(one)
    return [found[complaint_id] for complaint_id in complaint_ids]


def _behaviour_rules(complaint_ids: list[UUID]) -> list[list[BehaviourRule]]:
    return _by_complaint(BehaviourRule.objects.filter(complaint_id__in=complaint_ids), complaint_ids)


def _ombudsman_entries(complaint_ids: list[UUID]) -> list[list[OmbudsmanEntry]]:
    return _by_complaint(OmbudsmanEntry.objects.filter(complaint_id__in=complaint_ids), complaint_ids)


def _notes(complaint_ids: list[UUID]) -> list[list[Note]]:
    return _by_complaint(Note.objects.filter(complaint_id__in=complaint_ids), complaint_ids)


def _promises(complaint_ids: list[UUID]) -> list[list[Promise]]:
    return _by_complaint(Promise.objects.filter(complaint_id__in=complaint_ids).select_related("unit"), complaint_ids)


def _providers(provider_ids: list[int]) -> list[Provider | None]:
    found = Provider.objects.in_bulk(provider_ids)
    return [found.get(provider_id) for provider_id in provider_ids]


def _authorities(authority_ids: list[int]) -> list[str]:
    found = dict(Authority.objects.filter(pk__in=authority_ids).values_list("pk", "name"))
    return [found[authority_id] for authority_id in authority_ids]


def _closings(round_ids: list[int]) -> list[Closing | None]:
    found = {one.round_id: one for one in Closing.objects.filter(round_id__in=round_ids).select_related("not_taken_up")}
    return [found.get(round_id) for round_id in round_ids]


def _decisions(complaint_ids: list[UUID]) -> list[list[MentionedDecision]]:
    """In the order in which they were recorded."""
    found: dict[UUID, list[MentionedDecision]] = {}
    for one in MentionedDecision.objects.filter(complaint_id__in=complaint_ids).select_related("complaint"):
        found.setdefault(one.complaint_id, []).append(one)
    return [found.get(complaint_id, []) for complaint_id in complaint_ids]


def _committees(committee_ids: list[int]) -> list[str | None]:
    names = dict(AdvisoryCommittee.objects.filter(pk__in=committee_ids).values_list("pk", "name"))
    return [names.get(committee_id) for committee_id in committee_ids]


def _judgments(round_ids: list[int]) -> list[Judgment | None]:
    found = {one.round_id: one for one in Judgment.objects.filter(round_id__in=round_ids).prefetch_related("points")}
    return [found.get(round_id) for round_id in round_ids]


def _messages(actor: Actor, complaint_ids: list[UUID]) -> list[list[ShownMessage]]:
    """Mails, newest first, without those that stay from whoever is involved in a file that was split off.

    Of whoever sent one in a file in which somebody is shielded nothing is told.
    """
    parties = Party.objects.filter(complaint_id__in=complaint_ids, identity=Identity.SHIELDED)
    shielded = set(parties.values_list("complaint_id", flat=True))
    kept = kept_from(actor=actor, complaint_ids=complaint_ids)
    incoming = IncomingMessage.objects.filter(complaint_id__in=complaint_ids)
    shown_here = [one for one in incoming if one.complaint_id not in kept or one.arrived_at > kept[one.complaint_id]]
    came = _by_complaint(shown_here, complaint_ids)
    sent = _by_complaint(SentMessage.objects.filter(complaint_id__in=complaint_ids), complaint_ids)
    shown = (
        [*(shown_incoming(one, is_shielded=one.complaint_id in shielded) for one in theirs), *(shown_sent(one) for one in ours)]
        for theirs, ours in zip(came, sent, strict=True)
    )
    return [sorted(messages, key=lambda one: one.moment, reverse=True) for messages in shown]


def _letters(complaint_ids: list[UUID]) -> list[list[Letter]]:
    found = Letter.objects.filter(complaint_id__in=complaint_ids).select_related("round").prefetch_related("looks")
    return _by_complaint(found.order_by("-begun_at", "pk"), complaint_ids)


def _parties(complaint_ids: list[UUID]) -> list[list[ShownParty]]:
    found = _by_complaint(Party.objects.filter(complaint_id__in=complaint_ids).order_by("pk"), complaint_ids)
    return [[as_shown(party) for party in parties] for parties in found]


def _suggestions(actor: Actor, complaint_ids: list[UUID]) -> list[Suggestion | None]:
    found = suggested_handlers(actor=actor, complaint_ids=complaint_ids, today=dutch_date(read_clock()))
    return [found.get(complaint_id) for complaint_id in complaint_ids]


def _names(user_ids: list[int]) -> list[str | None]:
    """How colleagues are called here, also whose role ended."""
    found = names_here(user_ids)
    return [found.get(user_id) for user_id in user_ids]


def _by_complaint(rows: Any, complaint_ids: list[UUID]) -> list[list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.complaint_id].append(row)
    return [found[complaint_id] for complaint_id in complaint_ids]
