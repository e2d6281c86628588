"""People in a file: who a letter to whoever complains goes to, and whether they may be told what is in it. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from complaints.code_lists import FilerRole, Sayer
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.letters.facts import Fact, Value
from complaints.models import SPEAKS_FOR, Complaint, FilePerson, Identity, Letter, Party, PersonRole, Round, Telling, Who
from tenants.errors import Refusal
from tenants.organisation.core_lists import Kind
from tenants.organisation.models import OrganisationSettings

# What tells how it ended.
OUTCOME_LETTERS = frozenset({LetterCode.SETTLED, LetterCode.NOT_TAKEN_UP, LetterCode.DECISION, LetterCode.FORWARDING})
# What tells nothing of the complaint itself.
WITHOUT_CONTENT = frozenset({LetterCode.CONFIRMATION, LetterCode.COMPLETION})
# No mandate makes them speak for who complains: what they are told is decided in each file.
DECIDED_FIRST = frozenset({PersonRole.OTHER_PARENT, PersonRole.CHILD})
FILERS_WITH_MANDATE = frozenset({FilerRole.REPRESENTATIVE, FilerRole.LAWYER})
# Who came to us for somebody else: the complaint is that person's.
FILERS_FOR_ANOTHER = FILERS_WITH_MANDATE | {
    *(FilerRole.LEGAL_REPRESENTATIVE, FilerRole.CLIENT_SUPPORTER, FilerRole.CONFIDANT, FilerRole.FAMILY_CARER, FilerRole.ADVISER),
}


class TellingUndecided(Refusal):
    code = "telling_undecided"
    message = _(
        "Decide first what this person is told, with the reason, or record their mandate: of nobody beside whoever complains it is a matter"
        " of course."
    )


class HearsByLaw(Refusal):
    code = "hears_by_law"
    message = _(
        "Whoever complains hears everything by law: that it came in, and what came of it (9:6, 9:12). Is the address to be kept safe? Then"
        " shield who it is."
    )


class NotToBeTold(Refusal):
    code = "not_to_be_told"
    message = _("It was decided that this person is told nothing. Choose somebody else, or decide anew with the reason.")


class OutcomeAlone(Refusal):
    code = "outcome_alone"
    message = _("It was decided that this person is told only how it ended; this letter tells more. Choose somebody else or decide anew.")


class MandateMissing(Refusal):
    code = "mandate_missing"
    message = _(
        "There is no written mandate of this representative for this day, and your organisation asks for one. Ask for it (letter L02), or"
        " write to whoever complains."
    )


class NobodyMaySpeak(Refusal):
    code = "nobody_may_speak"
    message = _(
        "This file has nobody who may speak for whoever complains on that day. Is there somebody? Record who it is, with the mandate"
        " (People), then go on. Else ask the person."
    )


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who gets a letter that is meant for whoever complains. name, address: empty where nothing may stand on it. is_filer: it is them.

    person: what was decided of them, where anything was.
    """

    name: str
    address: str
    is_filer: bool
    person: FilePerson | None


def speaks_for_another(complaint: Complaint, row: FilePerson) -> bool:
    """Whether there can be a mandate: of somebody beside whoever complains, or who came to us for somebody else."""
    if row.who == Who.OTHER:
        return row.role not in DECIDED_FIRST
    return row.who == Who.FILER and complaint.parties.exclude(role__in=(Party.AFFECTED_PERSON, FilerRole.COMPLAINANT)).exists()


def hears_by_law(complaint: Complaint, row: FilePerson) -> bool:
    """Whether nobody decides what they hear: who filed a klaagschrift for themselves (9:6, 9:12)."""
    is_klaagschrift = complaint.derived_kind == Kind.FORMAL_COMPLAINT
    return row.who == Who.FILER and is_klaagschrift and not speaks_for_another(complaint, row)


def recipient_of(letter: Letter, *, on: date) -> Recipient:
    """Who was chosen; else the representative with a mandate on this day (Awb 2:1), else who came to us."""
    complaint, rows = letter.complaint, list(letter.complaint.file_people.all())
    chosen = next((one for one in rows if one.pk == letter.person_id), None) or _mandated(rows, on=on)
    if chosen is not None and chosen.who == Who.OTHER:
        is_named = not is_shielded(complaint)
        return Recipient(name=chosen.name if is_named else "", address=chosen.address if is_named else "", is_filer=False, person=chosen)
    is_affected = chosen is not None and chosen.who == Who.AFFECTED_PERSON
    party = next((one for one in complaint.parties.all() if (one.role == Party.AFFECTED_PERSON) == is_affected), None)
    is_known = party is not None and party.identity == Identity.KNOWN
    decided = chosen or next((one for one in rows if one.who == Who.FILER), None)
    return Recipient(
        name=party.name if party and is_known else "",
        address=party.address if party and is_known else "",
        is_filer=not is_affected,
        person=decided,
    )


def postal_address_of(letter: Letter, *, on: date) -> str:
    """Where a letter to who complains, or to somebody for or beside them, is posted: of who is shielded it stands on no letter, and whoever
    posts it looks it up. "": the file does not know."""
    recipient = recipient_of(letter, on=on)
    if recipient.person is not None and recipient.person.who == Who.OTHER:
        return recipient.person.address.strip()
    party = next((one for one in letter.complaint.parties.all() if (one.role != Party.AFFECTED_PERSON) == recipient.is_filer), None)
    return party.address.strip() if party is not None else ""


def read_by(complaint: Complaint, recipient: Recipient, *, on: date) -> dict[Fact, Value]:
    """How a letter speaks of the complaint to somebody else than who complains, on whose behalf they read it, and whether they are told
    only how it ended; nothing to who complains themselves. Of somebody shielded no name.
    """
    person, is_filed_for_another, whose = recipient.person, _is_filed_for_another(complaint), _whose(complaint)
    is_affected = person is not None and person.who == Who.AFFECTED_PERSON
    if is_affected if is_filed_for_another else recipient.is_filer:
        return {}
    name = whose.name if whose is not None and whose.identity == Identity.KNOWN and not is_shielded(complaint) else ""
    of_whom = name or "degene voor wie u optreedt"
    if recipient.is_filer:
        return _read_as(f"de klacht die u namens {of_whom} indiende", name, on_behalf_of=of_whom)
    if person is not None and _represents(person, on=on):
        return _read_as(f"de klacht van {of_whom}", name, on_behalf_of=of_whom)
    if person is not None and person.who == Who.OTHER and not person.telling:
        # Who is only asked for a mandate is not told who complains.
        return _read_as("een klacht van iemand voor wie u optreedt", "")
    alone: dict[Fact, Value] = {Fact.OUTCOME_ALONE: "ja"} if person is not None and person.telling == Telling.OUTCOME else {}
    return _read_as(f"de klacht van {name}" if name else "deze klacht", name) | alone


def told_that_it_is_solved(complaint: Complaint, opened: Round, recipient: Recipient, *, on: date) -> dict[Fact, Value]:
    """Who said at the closing that it is solved (9:5), as a letter tells it to who reads it; nothing where nobody said so there, and to
    who complains where they said it themselves.
    """
    closing = getattr(opened, "closing", None)
    said_by = closing.confirmed_by if closing is not None else ""
    is_filed_for_another, reads = _is_filed_for_another(complaint), read_by(complaint, recipient, on=on)
    if said_by == Sayer.REPRESENTATIVE or (said_by == Sayer.COMPLAINANT and is_filed_for_another):
        is_only_one = is_filed_for_another + len(_representing(complaint, on=on)) == 1
        if Fact.ON_BEHALF_OF in reads and (is_only_one or (said_by == Sayer.COMPLAINANT and recipient.is_filer)):
            return {Fact.TOLD_BY_READER: "ja"}
        return {Fact.TOLD_BY: "een vertegenwoordiger" if reads else "uw vertegenwoordiger"}
    if said_by == Sayer.AFFECTED_PERSON and not is_filed_for_another:
        is_reader = recipient.person is not None and recipient.person.who == Who.AFFECTED_PERSON
        return {Fact.TOLD_BY: "u" if is_reader else "degene om wie het gaat"}
    if said_by in (Sayer.COMPLAINANT, Sayer.AFFECTED_PERSON) and reads:
        return {Fact.TOLD_BY: reads.get(Fact.ON_BEHALF_OF, reads[Fact.COMPLAINANT])}
    return {}


def problems_of_recipient(letter: Letter, *, on: date, is_in_writing: bool | None = None) -> list[Refusal]:
    """Why this person does not get this letter; nothing where it is meant for somebody else than whoever complains. is_in_writing: how the
    organisation wants a mandate; None: looked up."""
    if letter.addressee != Addressee.COMPLAINANT:
        return []
    recipient, code = recipient_of(letter, on=on), LetterCode(letter.code)
    person, problems = recipient.person, list[Refusal]()
    telling = person.telling if person else Telling.UNDECIDED
    if telling == Telling.NOTHING:
        problems.append(NotToBeTold(field="person"))
    elif telling == Telling.OUTCOME and code not in OUTCOME_LETTERS:
        problems.append(OutcomeAlone(field="person"))
    if code not in WITHOUT_CONTENT and not _may_speak(letter.complaint, recipient, on=on, is_in_writing=is_in_writing):
        problems.append(MandateMissing(field="person"))
    elif (
        telling == Telling.UNDECIDED
        and person is not None
        and person.who == Who.OTHER
        and not _may_know(person, code, on=on, is_in_writing=is_in_writing)
    ):
        problems.append(TellingUndecided(field="person"))
    return problems


def lacks_mandate(complaint: Complaint, person: FilePerson | None, *, on: date, is_in_writing: bool | None = None) -> bool:
    """Whether a representative has no mandate on this day, or none in writing where the organisation asks for that (is_in_writing; None:
    looked up). person: None for who came to us.
    """
    is_written = asks_mandate_in_writing() if is_in_writing is None else is_in_writing
    if person is not None and person.who == Who.OTHER:
        return person.role in (PersonRole.REPRESENTATIVE, PersonRole.LAWYER) and not person.has_mandate(on=on, is_written=is_written)
    represents = any(one.role in FILERS_WITH_MANDATE for one in complaint.parties.all())
    rows = [one for one in complaint.file_people.all() if one.who == Who.FILER]
    return is_written and represents and not any(one.has_mandate(on=on, is_written=True) for one in rows)


def needs_decision(person: FilePerson) -> bool:
    """Whether nothing says yet that somebody beside whoever complains may know of it: no decision, and no mandate."""
    may_have_mandate = person.role not in DECIDED_FIRST
    return person.who == Who.OTHER and not person.telling and not (may_have_mandate and person.mandate_on)


def problems_of_representative(complaint: Complaint, said_by: str, *, on: date | None, field: str) -> list[Refusal]:
    """What is refused where a representative is said to have spoken, and the file has none by law or by a mandate on that day.

    Uses what is loaded.
    """
    if said_by != Sayer.REPRESENTATIVE or on is None or _is_filed_for_another(complaint):
        return []
    beside = [one for one in complaint.file_people.all() if one.who == Who.OTHER and one.role == PersonRole.LEGAL_REPRESENTATIVE]
    is_spoken_for = any(one.telling != Telling.NOTHING for one in beside) or bool(_representing(complaint, on=on))
    return [] if is_spoken_for else [NobodyMaySpeak(field=field)]


def is_shielded(complaint: Complaint) -> bool:
    """Whether somebody in it is: then everybody beside them is shown without name. Uses what is loaded."""
    return any(party.identity == Identity.SHIELDED for party in complaint.parties.all())


def _is_filed_for_another(complaint: Complaint) -> bool:
    """Whether who came to us speaks for somebody else. Uses what is loaded."""
    return any(one.role in FILERS_FOR_ANOTHER for one in complaint.parties.all())


def _whose(complaint: Complaint) -> Party | None:
    """Whose complaint it is: of who came to us, or of whom they speak for. Uses what is loaded."""
    is_for_another = _is_filed_for_another(complaint)
    return next((one for one in complaint.parties.all() if (one.role == Party.AFFECTED_PERSON) == is_for_another), None)


def _read_as(the_complaint: str, complainant: str, *, on_behalf_of: str = "") -> dict[Fact, Value]:
    told: dict[Fact, Value] = {Fact.THE_COMPLAINT: the_complaint, Fact.COMPLAINANT: complainant or "de klager"}
    return told | ({Fact.ON_BEHALF_OF: on_behalf_of} if on_behalf_of else {})


def _represents(person: FilePerson, *, on: date) -> bool:
    """Whether they speak for who complains: by a mandate on this day, or by law."""
    if person.who != Who.OTHER or person.role in DECIDED_FIRST:
        return False
    is_by_law = person.role == PersonRole.LEGAL_REPRESENTATIVE and person.telling not in (Telling.UNDECIDED, Telling.NOTHING)
    return is_by_law or person.has_mandate(on=on, is_written=False)


def _representing(complaint: Complaint, *, on: date) -> list[FilePerson]:
    return [one for one in complaint.file_people.all() if _represents(one, on=on)]


def _mandated(rows: list[FilePerson], *, on: date) -> FilePerson | None:
    """Whoever speaks for who complains on this day; the one recorded last."""
    speaking = [one for one in rows if one.role in SPEAKS_FOR and one.has_mandate(on=on, is_written=False)]
    return speaking[-1] if speaking else None


def _may_know(person: FilePerson, code: LetterCode, *, on: date, is_in_writing: bool | None) -> bool:
    """Whether somebody beside whoever complains gets this letter without a decision: by a mandate, or to be asked for it."""
    if person.role in DECIDED_FIRST:
        return False
    is_written = code not in WITHOUT_CONTENT and (asks_mandate_in_writing() if is_in_writing is None else is_in_writing)
    return code == LetterCode.COMPLETION or person.has_mandate(on=on, is_written=is_written)


def asks_mandate_in_writing() -> bool:
    """Whether the organisation asks for that. One query."""
    return OrganisationSettings.objects.only("requires_written_mandate").get().requires_written_mandate


def _may_speak(complaint: Complaint, recipient: Recipient, *, on: date, is_in_writing: bool | None) -> bool:
    """A representative has a mandate in writing, where the organisation asks for one."""
    person = recipient.person
    if recipient.is_filer:
        filer = next((one for one in complaint.parties.all() if one.role != Party.AFFECTED_PERSON), None)
        speaks = filer is not None and filer.role in FILERS_WITH_MANDATE
    else:
        speaks = person is not None and person.role in (PersonRole.REPRESENTATIVE, PersonRole.LAWYER)
    if not speaks or not (asks_mandate_in_writing() if is_in_writing is None else is_in_writing):
        return True
    return person is not None and person.has_mandate(on=on, is_written=True)
