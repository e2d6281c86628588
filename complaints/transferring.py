"""What a transfer has to say, what may become of one, and what closing with one asks. The one place for page, API and flow.

Forwarding (doorzending): to the authority whose it is, at once, with the day of receipt, telling the sender at the same time (Awb
2:3(1), 6:15). Warm transfer: a provider is no authority, so nothing goes there without the agreement of whoever complains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

from complaints.awb.working_days import contact_due
from complaints.checks import ToldWayMissing, check_day, checked_text
from complaints.code_lists import SPEAKING_FOR_THEMSELVES, Sayer
from complaints.intake import TextTooLong, UnknownProvider
from complaints.letters.wording import plain
from complaints.models import Complaint, ContactWay, Identity, Round, Transfer, TransferEnd, TransferKind
from complaints.passages import stands_in
from complaints.people import problems_of_representative
from complaints.selectors import filer_of
from complaints.shielding import problems_of_passages, problems_of_texts
from providers.directory.models import Provider
from tenants.connections import current_schema
from tenants.errors import Findings, Refusal
from tenants.models import Tenant
from tenants.organisation.core_lists import Outcome
from tenants.organisation.models import Authority, AuthorityKind, OrganisationSettings
from tenants.statutory_calendar import StatutoryCalendar

MOST_YEARS = 1
LONGEST_NAME = 200
TEXTS = ("body", "contact", "why", "note", "told_remark")
_GOES_ALONG = ("why", "note")

# What may become of a transfer: the graph as data. "" is one of which feedback is awaited, or none was asked.
ENDS: dict[str, frozenset[TransferEnd]] = {
    "": frozenset(TransferEnd),
    # What was told is corrected by telling it again.
    TransferEnd.FEEDBACK: frozenset({TransferEnd.FEEDBACK, TransferEnd.WITHDRAWN}),
    # Feedback that comes late is feedback all the same.
    TransferEnd.GIVEN_UP: frozenset({TransferEnd.FEEDBACK, TransferEnd.WITHDRAWN}),
    TransferEnd.WITHDRAWN: frozenset(),
}
# What says of a name only which kind of provider it is of.
_KINDS_OF_PROVIDER = frozenset(
    {"stichting", "vereniging", "coöperatie", "bv", "nv", "zorgaanbieder", "aanbieder", "zorginstelling", "instelling", "thuiszorg", "zorg"}
)
_BETWEEN_BRACKETS = re.compile(r"\([^()]*\)")
# What may stand between the name of an organisation and that of a part of it.
_BEFORE_DEPARTMENT = tuple(",(;:/-–")
CLOSES_WITH: dict[Outcome, TransferKind] = {Outcome.FORWARDED: TransferKind.FORWARDED, Outcome.WARM_TRANSFERRED: TransferKind.WARM}


class ReceiverMissing(Refusal):
    code = "receiver_missing"
    message = _("To whom does it go? Choose a provider, or write which body: one of the two.")


class ProviderIsNoAuthority(Refusal):
    code = "provider_is_no_authority"
    message = _("A care provider is no authority, so nothing is forwarded to it. Transfer it warmly, with the person's agreement.")


class ContactMissing(Refusal):
    code = "contact_missing"
    message = _("Who takes it there? Call first, and write down who it is and how to reach them.")


class AgreementMissing(Refusal):
    code = "agreement_missing"
    message = _("Who agreed to this? Without the agreement of whoever complains nothing goes to somebody else.")


class AgreementNotTheirs(Refusal):
    code = "agreement_not_theirs"
    message = _("A colleague, or silence, cannot agree for this person. Ask the person first, then hand it over.")


class AgreementDayMissing(Refusal):
    code = "agreement_day_missing"
    message = _("On which day did the person agree?")


class AgreementWayMissing(Refusal):
    code = "agreement_way_missing"
    message = _("How did the person agree: by phone, by mail, at the desk?")


class AgreedAfterTransfer(Refusal):
    code = "agreed_after_transfer"
    message = _("It went there on %(handed_on)s, before the person agreed. Check both days: first the agreement, then the transfer.")


class HandedWayMissing(Refusal):
    code = "handed_way_missing"
    message = _("How did it go there: by phone, by mail, by letter?")


class SenderStaysOut(Refusal):
    code = "sender_stays_out"
    message = _("This person is shielded or wants to stay anonymous: who it is does not go along. Leave the sender out.")


class PassageNotTold(Refusal):
    code = "passage_not_told"
    message = _("This does not stand in what the person told. Choose from that; your own words go in the note.")


class NothingTravels(Refusal):
    code = "nothing_travels"
    message = _("Choose at least one passage, or write what they were told. Else the person has to tell it all over again.")


class SenderNotTold(Refusal):
    code = "sender_not_told"
    message = _(
        "Whoever forwards tells the sender at the same time (article 2:3(1)). Was it another day, or can nobody be reached? Write down why."
    )


class ReceiverIsUs(Refusal):
    code = "receiver_is_us"
    message = _(
        "This is our own organisation, so nothing leaves it. Is another authority of ours competent? Choose that one in the file (Change"
        " the facts). Else handle the complaint here."
    )


class TransferIsOpen(Refusal):
    code = "transfer_is_open"
    message = _(
        "This went to %(receiver)s on %(handed_on)s already, and nobody told yet what came of it. Is there an answer, or do you wait no"
        " longer? Record that first, in the file. Was it recorded by mistake? Take it back there. Then record this."
    )


class FeedbackDayNeeded(Refusal):
    code = "feedback_day_needed"
    message = _("By which day do they tell what came of it? Agree on one with them.")


class FeedbackDueTooEarly(Refusal):
    code = "feedback_due_too_early"
    message = _("Feedback comes after it went there on %(handed_on)s. Check both days.")


class FeedbackDueTooFar(Refusal):
    code = "feedback_due_too_far"
    message = _("This day is more than a year away. Choose an earlier one; you can ask for more time later.")


class ForwardingMissing(Refusal):
    code = "forwarding_missing"
    message = _("Record first to whom it was forwarded, and that the sender was told (article 2:3(1)). Then close.")


class WarmTransferMissing(Refusal):
    code = "warm_transfer_missing"
    message = _("Record the warm transfer first: to whom, and that the person agreed. Then close.")


class FeedbackNotTold(Refusal):
    code = "feedback_not_told"
    message = _("Tell whoever complains first what came of it, and record on which day, or why they are not told. Then close.")


class FeedbackNotIn(Refusal):
    code = "feedback_not_in"
    message = _("%(receiver)s has not told yet what came of it. Record that, or write down why you close without it.")


@dataclass(frozen=True, kw_only=True)
class TransferTold:
    """provider_id, body: to whom, one of the two. agreed_by: one of Sayer. handed_on: None for today. due_on: by when feedback is due;
    None for a warm transfer: by the organisation's norm.
    """

    kind: TransferKind
    why: str
    provider_id: int | None = None
    body: str = ""
    contact: str = ""
    agreed_by: str = ""
    agreed_on: date | None = None
    agreed_way: ContactWay | None = None
    shares_sender: bool = False
    passages: tuple[str, ...] = ()
    note: str = ""
    handed_on: date | None = None
    handed_way: ContactWay | None = None
    told_on: date | None = None
    told_way: ContactWay | None = None
    told_remark: str = ""
    due_on: date | None = None


def told_texts(complaint: Complaint) -> tuple[str, ...]:
    """What whoever complains told, of which passages may go along."""
    return tuple(text for text in (complaint.story, complaint.meaning, complaint.wish) if text)


def may_share_sender(complaint: Complaint) -> bool:
    """Whether who complains may go along: they are known, and nobody shields them."""
    filer = filer_of(complaint)
    return filer is not None and filer.identity == Identity.KNOWN


def feedback_norm(*, handed_on: date, calendar: StatutoryCalendar) -> date:
    """By when feedback is due by the organisation's norm."""
    settings = OrganisationSettings.objects.only("feedback_norm_days", "contact_norm_skips_decreed_days").get()
    return contact_due(
        received_on=handed_on,
        calendar=calendar,
        working_days=settings.feedback_norm_days,
        skip_decreed=settings.contact_norm_skips_decreed_days,
    ).result


def checked_texts(told: TransferTold, *, findings: Findings) -> dict[str, str]:
    """The texts without white space around them; what is wrong with them goes to findings."""
    texts = dict.fromkeys(TEXTS, "")
    for name in TEXTS:
        with findings.noting():
            texts[name] = checked_text(getattr(told, name), field=name, is_needed=name == "why")
            if name == "body" and len(texts[name]) > LONGEST_NAME:
                raise TextTooLong(field=name, length=len(texts[name]), most=LONGEST_NAME)
    return texts


def problems_of_transfer(
    told: TransferTold, texts: dict[str, str], *, in_round: Round, handed_on: date, due_on: date | None, today: date
) -> list[Refusal]:
    """What is missing or wrong, all at once. due_on: by when feedback is due, the norm filled in."""
    is_warm, of = told.kind is TransferKind.WARM, in_round.complaint
    problems = _problems_of_receiver(told, texts["body"], of=of) or _problems_of_open_one(told, texts["body"], in_round=in_round)
    problems += _problems_of_day(handed_on, field="handed_on", of=of, today=today)
    if told.handed_way is None:
        problems.append(HandedWayMissing(field="handed_way"))
    if is_warm:
        if not texts["contact"]:
            problems.append(ContactMissing(field="contact"))
        problems += _problems_of_agreement(told, of=of, handed_on=handed_on, today=today)
        if not told.passages and not texts["note"]:
            problems.append(NothingTravels(field="passages"))
    else:
        problems += _problems_of_telling(told, texts["told_remark"], of=of, handed_on=handed_on, today=today)
    if told.shares_sender and not may_share_sender(of):
        problems.append(SenderStaysOut(field="shares_sender"))
    if not all(stands_in(one, told_texts(of)) for one in told.passages):
        problems.append(PassageNotTold(field="passages"))
    else:
        problems += problems_of_passages(told.passages, of=of)
    problems += problems_of_texts({name: texts[name] for name in _GOES_ALONG}, of=of)
    if due_on is not None and due_on <= handed_on:
        problems.append(FeedbackDueTooEarly(field="due_on", handed_on=handed_on))
    return problems + problems_of_far_day(due_on, field="due_on", today=today)


def problems_of_far_day(day: date | None, *, field: str, today: date) -> list[Refusal]:
    """A year is no year: whoever needs that long is asked again before."""
    return [FeedbackDueTooFar(field=field)] if day is not None and day > today + relativedelta(years=MOST_YEARS) else []


def problems_of_closing_with(outcome: Outcome, *, in_round: Round, explanation: str) -> list[Refusal]:
    """What stands in the way of closing as forwarded, or as warmly transferred. Silence of whoever took it takes a reason."""
    kind = CLOSES_WITH.get(outcome)
    if kind is None:
        return []
    transfers = list(in_round.transfers.standing().filter(kind=kind).select_related("provider"))
    if not transfers:
        return [ForwardingMissing(field="outcome") if kind is TransferKind.FORWARDED else WarmTransferMissing(field="outcome")]
    awaited = next((one for one in transfers if not one.end), None)
    if kind is TransferKind.WARM and awaited is not None and not explanation:
        return [FeedbackNotIn(field="explanation", receiver=awaited.receiver)]
    if any(one.end == TransferEnd.FEEDBACK and one.person_told_on is None and not one.not_told_because for one in transfers):
        return [FeedbackNotTold(field="outcome")]
    return []


def awaited_at_closing(outcome: str | None, *, in_round: Round) -> list[Transfer]:
    """The warm transfers of which nobody waits for feedback any more once this is closed. outcome: its code."""
    if outcome != Outcome.WARM_TRANSFERRED:
        return []
    return list(in_round.transfers.filter(kind=TransferKind.WARM, end=""))


def _problems_of_receiver(told: TransferTold, body: str, *, of: Complaint) -> list[Refusal]:
    if told.kind is TransferKind.FORWARDED and told.provider_id is not None:
        return [ProviderIsNoAuthority(field="provider_id")]
    if told.kind is TransferKind.FORWARDED and _is_provider(body, of=of):
        return [ProviderIsNoAuthority(field="body")]
    if (told.provider_id is None) == (not body):
        return [ReceiverMissing(field="body")]
    if body and _is_ours(body):
        return [ReceiverIsUs(field="body")]
    if told.provider_id is not None and not Provider.objects.filter(pk=told.provider_id).exists():
        return [UnknownProvider(field="provider_id")]
    return []


def _problems_of_open_one(told: TransferTold, body: str, *, in_round: Round) -> list[Refusal]:
    """What lies with somebody does not go there once more."""
    there = in_round.transfers.filter(end="").select_related("provider")
    if told.provider_id is not None:
        field, same = "provider_id", next((one for one in there if one.provider_id == told.provider_id), None)
    else:
        field, same = "body", next((one for one in there if plain(one.receiver) == plain(body)), None)
    return [TransferIsOpen(field=field, receiver=same.receiver, handed_on=same.handed_on)] if same is not None else []


def _is_provider(body: str, *, of: Complaint) -> bool:
    """Whether this is the name of a care provider: that of the file, however short it is written, or one of the directory."""
    said = " ".join(body.split())
    own = of.provider.name if of.provider is not None else ""
    return bool(said) and (_bare_name(own) == _bare_name(said) or Provider.objects.filter(name__iexact=said).exists())


def _bare_name(name: str) -> str:
    """A provider's name without what kind of organisation it is, or what stands between brackets; "Stichting De Linde (Almere)" and
    "zorgaanbieder de Linde" are the same."""
    words = plain(_BETWEEN_BRACKETS.sub(" ", name) or name).replace(".", "").split()
    return " ".join([word for word in words if word not in _KINDS_OF_PROVIDER] or words)


def _is_ours(body: str) -> bool:
    """Whether this is our organisation or an authority of ours, a department behind its name or not. Not a participant's college."""
    own = [Tenant.objects.get(schema_name=current_schema()).name]
    own += Authority.objects.exclude(kind=AuthorityKind.PARTICIPANT_EXECUTIVE).values_list("name", flat=True)
    said = plain(body)
    names = [plain(name) for name in own]
    return any(said == name or (said.startswith(name) and said[len(name) :].lstrip()[:1] in _BEFORE_DEPARTMENT) for name in names)


def _problems_of_agreement(told: TransferTold, *, of: Complaint, handed_on: date, today: date) -> list[Refusal]:
    if told.agreed_by in (Sayer.COLLEAGUE, Sayer.NOBODY):
        return [AgreementNotTheirs(field="agreed_by")]
    problems: list[Refusal] = []
    if told.agreed_by not in SPEAKING_FOR_THEMSELVES:
        problems.append(AgreementMissing(field="agreed_by"))
    if told.agreed_way is None:
        problems.append(AgreementWayMissing(field="agreed_way"))
    if told.agreed_on is None:
        return [*problems, AgreementDayMissing(field="agreed_on")]
    problems += problems_of_representative(of, told.agreed_by, on=told.agreed_on, field="agreed_by")
    problems += _problems_of_day(told.agreed_on, field="agreed_on", of=of, today=today)
    if handed_on < told.agreed_on <= today:
        problems.append(AgreedAfterTransfer(field="agreed_on", handed_on=handed_on))
    return problems


def _problems_of_telling(told: TransferTold, remark: str, *, of: Complaint, handed_on: date, today: date) -> list[Refusal]:
    problems: list[Refusal] = []
    if told.told_on is not None:
        problems += _problems_of_day(told.told_on, field="told_on", of=of, today=today)
        if told.told_way is None:
            problems.append(ToldWayMissing(field="told_way"))
    if told.told_on != handed_on and not remark and not problems:
        problems.append(SenderNotTold(field="told_on"))
    return problems


def _problems_of_day(day: date, *, field: str, of: Complaint, today: date) -> list[Refusal]:
    try:
        check_day(day, field=field, opened_on=of.received_on, today=today)
    except Refusal as refusal:
        return [refusal]
    return []
