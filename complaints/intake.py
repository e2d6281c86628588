"""What somebody tells us, as page, API and mail hand it over; and everything that is wrong with it, at once.

Nothing is demanded but a way to begin: what happened, or how to reach whoever has something to tell. What a klaagschrift
lacks is shown (complaints.kinds), never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.code_lists import LAWS, FilerRole, HandlingWish
from complaints.kinds import IntakeFacts, is_written_by_channel
from complaints.models import Identity, PreferredContact
from complaints.visible_text import visible_text
from tenants.errors import Refusal

LONGEST_STORY = 100_000
LONGEST_LINE = 200
SHORTEST_PHONE = 3
# Of a Dutch mobile number, after its 06.
REST_OF_MOBILE = 8
LONGEST = {"name": 200, "phone": 50, "email": 254, "address": 500}
MOST_POINTS = 20
MOST_INVOLVED = 20
MOST_INFORM_WEEKS = 12
FIRST_YEAR = 1990
# Enough to see that it cannot be an address; whether it works, only a mail tells.
EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")


class NothingTold(Refusal):
    code = "nothing_told"
    message = _("Write down what happened, or how to reach this person. One of the two is enough to begin.")


class TextTooLong(Refusal):
    code = "text_too_long"
    message = _("This text has %(length)s characters; at most %(most)s fit. Shorten it, or attach it as a document.")


class UnreadableCharacter(Refusal):
    code = "unreadable_character"
    message = _("There is a character here that is no text. Type the text again.")


class EmailUnusable(Refusal):
    code = "email_unusable"
    message = _("This cannot be an e-mail address. Correct it or leave it empty.")


class PhoneUnusable(Refusal):
    code = "phone_unusable"
    message = _("This phone number is too short to be dialled. Correct it, or leave it empty and write down what you know of it.")


class ReceivedInFuture(Refusal):
    code = "received_in_future"
    message = _("This moment lies in the future. Say when the complaint came in.")


class ReceivedTooLongAgo(Refusal):
    code = "received_too_long_ago"
    message = _("This day is before 1990. Check the year.")


class NameOfUnknown(Refusal):
    code = "name_of_unknown"
    message = _("There is a name, so this person is not unknown. Say that they are known, or shielded, or leave out the name.")


class InformWeeksUnusable(Refusal):
    code = "inform_weeks_unusable"
    message = _("Agree on hearing from us every 1 to %(most)s weeks, or choose that nothing was agreed (0).")


class TooManyPoints(Refusal):
    code = "too_many_points"
    message = _("At most 20 parts fit in one complaint. Put the others together, or register a second complaint.")


class TooManyInvolved(Refusal):
    code = "too_many_involved"
    message = _("At most 20 people fit. Name the unit instead.")


class InvolvedPersonMissing(Refusal):
    code = "involved_person_missing"
    message = _("Choose a colleague or write a name.")


class UnknownCode(Refusal):
    code = "unknown_code"
    message = _('"%(given)s" is not in the list. Choose one of: %(known)s.')


class UnknownWord(Refusal):
    code = "unknown_word"
    message = _("Your organisation does not know this word. Choose one from the list.")


class UnknownColleague(Refusal):
    code = "unknown_colleague"
    message = _("This person has no role here. Choose a colleague, or write the name.")


class UnknownPersonHere(Refusal):
    code = "unknown_person_here"
    message = _("Nobody who has or had a role here has this number. Choose a colleague from the list.")


class FormerNameUnknown(Refusal):
    code = "former_name_unknown"
    message = _("Under this name the file knew nobody it was about, or it is still somebody else's here. Choose another name, or none.")


class NameWasOfAnother(Refusal):
    code = "name_was_of_another"
    message = _(
        "Under this name the file had somebody else before, and what went to that person stands under it. Write this name in full, so that"
        " the two differ."
    )


class NameOfColleague(Refusal):
    code = "name_of_colleague"
    message = _(
        "%(name)s works here and has this name or e-mail address. Choose this colleague from the list: only then the file is closed"
        " to them. Is it somebody else? Then say so."
    )


class UnknownProvider(Refusal):
    code = "unknown_provider"
    message = _("We do not know this provider. Choose one from the list.")


class Told:
    """Part of what somebody tells. A text of which nothing can be seen is not given: it is empty from here on."""

    def __post_init__(self) -> None:
        for part in fields(self):  # type: ignore[arg-type]
            text = getattr(self, part.name)
            if isinstance(text, str) and text and not visible_text(text):
                object.__setattr__(self, part.name, "")


@dataclass(frozen=True, kw_only=True)
class Person(Told):
    """Somebody as far as known. Every part may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    identity: Identity = Identity.KNOWN
    preferred_contact: PreferredContact = PreferredContact.ANY

    @property
    def is_reachable(self) -> bool:
        return bool(self.phone or self.email or self.address)

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.is_reachable or self.identity)


@dataclass(frozen=True, kw_only=True)
class PointTold(Told):
    """A klachtonderdeel. nature, unit: a label by id, core code or text; "" for not known."""

    nature: str = ""
    unit: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class InvolvedTold(Told):
    """Somebody of ours it is about: a user of this organisation, or a name as it was told.

    is_somebody_else: said of a name that a colleague has too; it is about another person. Not kept. was: the name under which the file
    had the same person before.
    """

    user_id: int | None = None
    name: str = ""
    is_subject: bool = True
    was: str = ""
    is_somebody_else: bool = field(default=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Submission(Told):
    """What is known of a complaint at registration. points: the first is the main one.

    meaning: what it meant for them. informing: how they want to be kept informed, inform_weeks: at least how often (0: not agreed).
    channel, municipality: a label by id, core code or text. authority_id: None for the default one.
    is_written: None where the channel tells. is_about_council: about the council, a member or its registry.
    wants_judgment: whoever complains asks for a judgment rather than a solution first.
    """

    story: str = ""
    wish: str = ""
    meaning: str = ""
    informing: str = ""
    inform_weeks: int = 0
    handling_wish: HandlingWish = HandlingWish.HANDLE
    channel: str = ""
    filer: Person = field(default_factory=Person)
    filer_role: FilerRole = FilerRole.COMPLAINANT
    affected_person: Person | None = None
    authority_id: int | None = None
    municipality: str = ""
    law: str = ""
    points: tuple[PointTold, ...] = ()
    involved: tuple[InvolvedTold, ...] = ()
    provider_id: int | None = None
    other_body: str = ""
    is_about_council: bool = False
    is_written: bool | None = None
    is_towards_filer: bool | None = None
    is_signed: bool | None = None
    wants_judgment: bool = False
    has_sensitive_text: bool = False

    def facts(self, *, channel_code: str | None) -> IntakeFacts:
        """What kind and term rest on. A document in writing is dated by its receipt at the latest."""
        is_written = self.is_written if self.is_written is not None else is_written_by_channel(channel_code)
        return IntakeFacts(
            wish=self.handling_wish,
            filer_role=self.filer_role,
            is_written=is_written,
            is_towards_filer=self.is_towards_filer,
            is_signed=self.is_signed,
            has_name=bool(self.filer.name),
            has_address=bool(self.filer.address),
            is_dated=bool(is_written),
            is_described=bool(self.story),
        )


def problems_of(submission: Submission, *, received_at: datetime, now: datetime) -> list[Refusal]:
    """Everything that is wrong with it by itself, each with its field. What depends on the organisation is judged by the flow."""
    return [*_problems_of_told(submission), *problems_of_receipt(received_at, now=now)]


def problems_of_change(before: Submission, after: Submission) -> list[Refusal]:
    """What a change makes wrong. What was so already is not judged: of files that were taken over much is missing, and a
    colleague who turns out to be involved has to lose such a file all the same."""
    wrong_already = {(one.code, one.field, _value_at(before, one.field)) for one in _problems_of_told(before)}
    return [one for one in _problems_of_told(after) if (one.code, one.field, _value_at(after, one.field)) not in wrong_already]


def problems_of_receipt(received_at: datetime, *, now: datetime) -> list[Refusal]:
    """What is wrong with a moment of receipt by itself."""
    if received_at > now:
        return [ReceivedInFuture(field="received_at")]
    return [ReceivedTooLongAgo(field="received_at")] if received_at.year < FIRST_YEAR else []


def involved_accounts(submission: Submission) -> list[int]:
    """Who of the colleagues with an account was involved, as history keeps it among what is personal."""
    return sorted(one.user_id for one in submission.involved if one.user_id is not None)


def _problems_of_told(submission: Submission) -> list[Refusal]:
    found = [*_problems_of_texts(submission), *_problems_of_lists(submission)]
    if not submission.story and not submission.filer.is_reachable:
        found.append(NothingTold(field="story"))
    return found


def _value_at(submission: Submission, field: str | None) -> Any:
    """What stands in the field of a problem of this submission: `filer.email`, `points.0.description`."""
    value: Any = submission
    for part in (field or "").split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)
    return value


def _problems_of_lists(submission: Submission) -> Iterator[Refusal]:
    if submission.law and submission.law not in LAWS:
        yield UnknownCode(field="law", given=submission.law[:40], known=", ".join(LAWS))
    if not 0 <= submission.inform_weeks <= MOST_INFORM_WEEKS:
        yield InformWeeksUnusable(field="inform_weeks", most=MOST_INFORM_WEEKS)
    if len(submission.points) > MOST_POINTS:
        yield TooManyPoints(field="points")
    if len(submission.involved) > MOST_INVOLVED:
        yield TooManyInvolved(field="involved")
    for place, one in enumerate(submission.involved):
        if one.user_id is None and not one.name:
            yield InvolvedPersonMissing(field=f"involved.{place}")


def _can_be_dialled(phone: str) -> bool:
    """Short numbers exist (112, 14 030) and words may stand beside one; but a mobile number has ten digits, and none has two."""
    digits = "".join(sign for sign in phone if sign.isdecimal())
    mobile = re.match(r"(?:0|31|0031)6", digits)
    return len(digits) >= SHORTEST_PHONE and (mobile is None or len(digits) - mobile.end() >= REST_OF_MOBILE)


def _problems_of_texts(submission: Submission) -> Iterator[Refusal]:
    texts = [("story", submission.story, LONGEST_STORY), ("wish", submission.wish, LONGEST_STORY)]
    texts += [("meaning", submission.meaning, LONGEST_STORY), ("informing", submission.informing, LONGEST_STORY)]
    texts.append(("other_body", submission.other_body, LONGEST_LINE))
    for prefix, person in (("filer", submission.filer), ("affected_person", submission.affected_person or Person())):
        texts += [(f"{prefix}.{part}", getattr(person, part), most) for part, most in LONGEST.items()]
        if person.name and person.identity == Identity.UNKNOWN:
            yield NameOfUnknown(field=f"{prefix}.name")
        if person.email and not EMAIL.fullmatch(person.email):
            yield EmailUnusable(field=f"{prefix}.email")
        if person.phone and not _can_be_dialled(person.phone):
            yield PhoneUnusable(field=f"{prefix}.phone")
    texts += [(f"points.{place}.description", point.description, LONGEST_STORY) for place, point in enumerate(submission.points)]
    texts += [(f"involved.{place}.name", one.name, LONGEST_LINE) for place, one in enumerate(submission.involved)]
    for name, text, most in texts:
        if len(text) > most:
            yield TextTooLong(field=name, length=len(text), most=most)
        if "\x00" in text:
            yield UnreadableCharacter(field=name)
