"""What mutations take, and how it becomes what a flow takes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import graphene
from django.utils.translation import gettext_lazy as _

from complaints import code_lists, models
from complaints.awb import triage
from complaints.hearing import Heard, HearingNotFound
from complaints.intake import InvolvedTold, Person, PointTold
from tenants.clock import AMSTERDAM
from tenants.errors import NotFound, Refusal

HandlingWish = graphene.Enum.from_enum(code_lists.HandlingWish, description=lambda _member: None)
FilerRole = graphene.Enum.from_enum(code_lists.FilerRole, description=lambda _member: None)
HandOverKind = graphene.Enum.from_enum(code_lists.HandOverKind, description=lambda _member: None)
RedactionReason = graphene.Enum.from_enum(code_lists.RedactionReason, description=lambda _member: None)
ConductOf = graphene.Enum.from_enum(code_lists.ConductOf, description=lambda _member: None)
Contested = graphene.Enum.from_enum(triage.Contested, description=lambda _member: None)
Announcement = graphene.Enum.from_enum(triage.Announcement, description=lambda _member: None)
ContactWay = graphene.Enum("ContactWay", [(member.name, member.value) for member in models.ContactWay])
HeardSide = graphene.Enum("HeardSide", [(member.name, member.value) for member in models.HeardSide])
HearingResult = graphene.Enum("HearingResult", [(member.name, member.value) for member in models.HearingResult if member.value])
ContactResult = graphene.Enum("ContactResult", [(member.name, member.value) for member in models.ContactResult])
NoSubject = graphene.Enum("NoSubject", [(member.name, member.value) for member in models.NoSubject if member.value])
Identity = graphene.Enum("Identity", [(member.name, member.value) for member in models.Identity])
Sayer = graphene.Enum.from_enum(code_lists.Sayer, description=lambda _member: None)
MediationProposer = graphene.Enum.from_enum(models.MediationProposer, description=lambda _member: None)
MediationOutcome = graphene.Enum.from_enum(models.MediationOutcome, description=lambda _member: None)
LessonLevel = graphene.Enum("LessonLevel", [(member.name, member.value) for member in models.LessonLevel])
Effect = graphene.Enum("Effect", [(member.name, member.value) for member in models.Effect])
OmbudsmanStep = graphene.Enum("OmbudsmanStep", [(member.name, member.value) for member in models.OmbudsmanStep])
PersonRole = graphene.Enum("PersonRole", [(member.name, member.value) for member in models.PersonRole])
Telling = graphene.Enum("Telling", [(member.name, member.value) for member in models.Telling if member.value])
LinkReason = graphene.Enum("LinkReason", [(one.name, one.value) for one in (models.LinkKind.RELATED, models.LinkKind.MIRROR)])
TransferKind = graphene.Enum("TransferKind", [(member.name, member.value) for member in models.TransferKind])
PreferredContact = graphene.Enum("PreferredContact", [(member.name, member.value) for member in models.PreferredContact])


class PersonInput(graphene.InputObjectType):
    """Somebody as far as known; every part may be left out."""

    name = graphene.String()
    phone = graphene.String()
    email = graphene.String()
    address = graphene.String()
    identity = Identity()
    preferred_contact = PreferredContact()


class PointInput(graphene.InputObjectType):
    """A klachtonderdeel. nature, unit: the organisation's own word, its id, or a code of the core list."""

    nature = graphene.String()
    unit = graphene.String()
    description = graphene.String()


class InvolvedInput(graphene.InputObjectType):
    """Somebody of the organisation it is about: a user here, or a name as it was told."""

    user_id = graphene.Int()
    name = graphene.String()
    is_subject = graphene.Boolean()
    is_somebody_else = graphene.Boolean(
        description="Of a name that a colleague has too: another person is meant. Without it such a name is refused (name_of_colleague)."
    )
    was = graphene.String(
        description="The name under which this file had the same person before: what was sent to them, and their talk, stay theirs."
    )


class SubmissionInput(graphene.InputObjectType):
    """What is known of a complaint. Nothing is demanded but a way to begin: a story, or how to reach somebody.

    null is the same as leaving out, everywhere in it.
    """

    story = graphene.String(description="What happened, in their words.")
    wish = graphene.String(description="What they want, in their words.")
    meaning = graphene.String(description="What it meant for them, in their words.")
    informing = graphene.String(description="How they want to be kept informed, in their words.")
    inform_weeks = graphene.Int(description="They hear from us at least every so many weeks; 0: nothing agreed.")
    handling_wish = HandlingWish(description="What that comes down to; the kind follows from it.")
    channel = graphene.String(description="The organisation's own word, its id, or a code of the core list.")
    filer = PersonInput()
    filer_role = FilerRole()
    affected_person = PersonInput(description="Whom it befell, when that is somebody else.")
    authority_id = graphene.Int(description="Left out: the default authority.")
    municipality = graphene.String(description="The word, its id, or a CBS code such as GM0321.")
    law = graphene.String()
    points = graphene.List(graphene.NonNull(PointInput), description="The first is the main one.")
    involved = graphene.List(graphene.NonNull(InvolvedInput))
    provider_id = graphene.Int()
    other_body = graphene.String()
    is_about_council = graphene.Boolean(description="About the council, a member or its registry: the registry handles it.")
    is_written = graphene.Boolean(description="Left out: as the channel tells; where it does not, the term of the law runs.")
    is_towards_filer = graphene.Boolean()
    is_signed = graphene.Boolean()
    wants_judgment = graphene.Boolean()
    has_sensitive_text = graphene.Boolean()


def as_submission_parts(given: dict[str, Any], *, is_partial: bool = False) -> dict[str, Any]:
    """The parts that were given, as the flow's own objects. null means the same as leaving out, everywhere.

    is_partial: of a person the parts that were named, for a change of those alone.
    """
    parts = {name: value for name, value in given.items() if value is not None}
    for name in ("filer", "affected_person"):
        if name in parts:
            parts[name] = _person(parts[name], is_partial=is_partial)
    if "points" in parts:
        parts["points"] = tuple(PointTold(**_told(point)) for point in parts["points"])
    if "involved" in parts:
        parts["involved"] = tuple(InvolvedTold(**_told(one)) for one in parts["involved"])
    for name, of in (("handling_wish", code_lists.HandlingWish), ("filer_role", code_lists.FilerRole)):
        if name in parts:
            parts[name] = of(plain(parts[name]))
    return parts


class Emptied(graphene.Enum):
    """What has no value of its own to say that it is not known. Anything else is emptied by an empty text or list."""

    AFFECTED_PERSON = "affected_person"
    PROVIDER = "provider_id"
    IS_WRITTEN = "is_written"
    IS_TOWARDS_FILER = "is_towards_filer"
    IS_SIGNED = "is_signed"


class ChangedAndEmptied(Refusal):
    code = "changed_and_emptied"
    message = _("This is both changed and emptied. Say one of the two.")


def as_changes(given: dict[str, Any], *, emptied: list[Any]) -> dict[str, Any]:
    """What changes, with None for what is emptied. Raises ChangedAndEmptied."""
    changes = as_submission_parts(given, is_partial=True)
    for name in map(plain, emptied):
        if name in changes:
            raise ChangedAndEmptied(field=name)
        changes[name] = None
    return changes


def plain(value: Any) -> Any:
    """The value of a member of an enumeration, whichever way graphene hands it over."""
    return getattr(value, "value", value)


def _person(given: Any, *, is_partial: bool) -> Person | dict[str, Any]:
    told = {name: plain(value) for name, value in _told(given).items()}
    if "identity" in told:
        told["identity"] = models.Identity(told["identity"])
    if "preferred_contact" in told:
        told["preferred_contact"] = models.PreferredContact(told["preferred_contact"])
    return told if is_partial else Person(**told)


def _told(given: Any) -> dict[str, Any]:
    return {name: value for name, value in dict(given).items() if value is not None}


def as_message_id(given: str) -> UUID:
    """The number of a mail in a file. Raises NotFound: what is no number is the number of nothing."""
    try:
        return UUID(given)
    except ValueError:
        raise NotFound(field="message_id") from None


def as_row(given: str, *, field: str) -> UUID:
    """The id of a part of a file. Raises NotFound: what is no id is the id of nothing."""
    try:
        return UUID(given)
    except ValueError:
        raise NotFound(field=field) from None


def as_row_id(given: str | None, *, field: str) -> UUID | None:
    """The id of what is corrected; None for something new. Raises NotFound: what is no id is the id of nothing."""
    return None if given is None else as_row(given, field=field)


class MomentOutOfReach(Refusal):
    code = "moment_out_of_reach"
    message = _("There is no such moment on the clock in the Netherlands. Check day and time, or send it with its offset.")


def as_moment(given: datetime, *, field: str) -> datetime:
    """A moment without an offset is one on the clock in the Netherlands. Raises MomentOutOfReach."""
    moment = given.replace(tzinfo=AMSTERDAM) if given.tzinfo is None else given
    try:
        moment.astimezone(AMSTERDAM)
        on_the_clock = moment.astimezone(UTC).astimezone(moment.tzinfo)
    except OverflowError:
        raise MomentOutOfReach(field=field) from None
    # In the night the clock goes forward an hour is skipped.
    if on_the_clock.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise MomentOutOfReach(field=field)
    return moment


def as_hearing_id(given: str) -> UUID:
    """Raises HearingNotFound for what is no id at all."""
    try:
        return UUID(given)
    except ValueError:
        raise HearingNotFound(field="hearing_id") from None


def as_way(given: Any) -> models.ContactWay | None:
    """How there was contact; None where nothing was said."""
    return None if given is None else models.ContactWay(plain(given))


def as_heard(given: dict[str, Any], *, side: models.HeardSide) -> Heard:
    """Who is heard or sent a copy, by userId or name."""
    return Heard(side=side, user_id=given.get("user_id"), name=given.get("name") or "")
