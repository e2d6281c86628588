from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Now, Right, Upper
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import FILER_ROLES, LAWS, WISHES
from tenants.organisation.core_lists import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from complaints.models.round import Round


class Exclusion(models.TextChoices):
    """Why a file counts in no figure. The reference stays."""

    NONE = "", _("counts")
    DUPLICATE = "DUPLICATE_OF", _("double file")
    REGISTERED_IN_ERROR = "REGISTERED_IN_ERROR", _("registered by mistake")


class Compartment(models.TextChoices):
    """A part of the register that others than the complaint team handle."""

    NONE = "", _("the complaint team")
    COUNCIL = "COUNCIL", _("council, its members and its registry")


class Complaint(models.Model):
    """A file: one expression of discontent (Awb 9:1, 9:2), whatever its kind.

    reference: ours, `2024-00001`, gapless per year of receipt. source_reference: the one it had in the system it was
    taken over from. received_on: the date in Amsterdam, day 0 of every term; received_at: the moment, where known.
    kind: the organisation's own word; derived_kind: what the facts make of it (null: unknown).
    taken_over_at: when an import brought it in; null for files registered here.
    story: what happened, in their words. wish: what they want, in their words; handling_wish: what that comes down to.
    meaning: what it meant for them. informing: how they want to be kept informed; inform_weeks: at least every so many weeks (0:
    nothing agreed).
    is_written, is_towards_filer, is_signed: facts of Awb 9:4, null while nobody knows. provider, other_body: whom it is
    about, beside the units of its points. has_sensitive_text: special-category data in the text, kept from index and export.
    retention_class, destroy_after: set when the file is closed, or left out while open; destroyed_at: what was personal is gone, the
    row is a tombstone.
    version: one more with each change, so that two people never overwrite each other. changed_at: when somebody last did
    something with the file, so what its history ends with; dates computed anew do not count.
    loaded_rounds, loaded_points: what a row of a list has beside it (complaints.rows); None: to be asked for. loaded_take_backs: when an
    extension was taken back, the first time first (complaints.term_changes).
    """

    loaded_rounds: list[Round] | None = None
    loaded_points: list[ComplaintPoint] | None = None
    loaded_take_backs: list[datetime] | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    source_reference = models.CharField(max_length=100, null=True, blank=True, unique=True)
    source_digest = models.CharField(max_length=64, blank=True)
    received_on = models.DateField()
    received_at = models.DateTimeField(null=True, blank=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    derived_kind = models.CharField(max_length=30, null=True, blank=True, choices=[(kind.value, kind.value) for kind in Kind])
    channel = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)
    story = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    meaning = models.TextField(blank=True, db_default="")
    informing = models.TextField(blank=True, db_default="")
    inform_weeks = models.PositiveSmallIntegerField(default=0, db_default=0)
    handling_wish = models.CharField(max_length=10, blank=True, choices=[(code.value, name) for code, name in WISHES.items()])
    is_written = models.BooleanField(null=True, blank=True)
    is_towards_filer = models.BooleanField(null=True, blank=True)
    is_signed = models.BooleanField(null=True, blank=True)
    law = models.CharField(max_length=15, blank=True, choices=list(LAWS.items()))
    provider = models.ForeignKey("directory.Provider", null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    other_body = models.CharField(max_length=200, blank=True)
    compartment = models.CharField(max_length=10, blank=True, choices=Compartment.choices, default=Compartment.NONE)
    has_sensitive_text = models.BooleanField(default=False)
    exclusion = models.CharField(max_length=20, blank=True, choices=Exclusion.choices, default=Exclusion.NONE)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    exclusion_reason = models.TextField(blank=True)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    retention_class = models.CharField(max_length=200, blank=True)
    destroy_after = models.DateField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-received_on", "-reference"]
        indexes = [
            models.Index(F("received_on").desc(), F("reference").desc(), name="complaint_newest_first"),
            models.Index(F("changed_at").desc(), F("reference").desc(), name="complaint_last_changed"),
            models.Index(Upper("source_reference"), name="complaint_source_any_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(exclusion="DUPLICATE_OF", duplicate_of__isnull=False)
                | (~Q(exclusion="DUPLICATE_OF") & Q(duplicate_of__isnull=True)),
                name="duplicate_names_the_other_file",
            ),
            models.CheckConstraint(condition=Q(reference__regex=r"^[0-9]{4}-[0-9]{5,}$"), name="reference_has_its_shape"),
        ]

    def __str__(self) -> str:
        return self.reference


class ReferenceCounter(models.Model):
    """The last number given out in a year; its row lock keeps references gapless."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.year}: {self.last_number}"


class ComplaintPoint(models.Model):
    """A klachtonderdeel: one subject within a complaint. Figures count the main one, so that tables add up.

    description: what this part is about, in a line. position: the order in which they are shown, the main one first.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="points")
    nature = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_main = models.BooleanField(default=False)

    class Meta:
        ordering = ["complaint_id", "-is_main", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["complaint"], condition=Q(is_main=True), name="one_main_point")]

    def __str__(self) -> str:
        return f"point {self.pk}"


class Identity(models.TextChoices):
    """What is known of who somebody is, and who may know it. A shielded name is read only after a reason, which is logged."""

    KNOWN = "", _("known")
    UNKNOWN = "UNKNOWN", _("not known")
    ANONYMOUS = "ANONYMOUS", _("wants to stay anonymous")
    SHIELDED = "SHIELDED", _("shielded")


# Who does not want to be known: found by nothing, in no index, and named in no list.
NAMELESS = (Identity.ANONYMOUS, Identity.SHIELDED)


class PreferredContact(models.TextChoices):
    """How somebody wants to be spoken to."""

    ANY = "", _("no preference")
    PHONE = "PHONE", _("by phone")
    WRITING = "WRITING", _("in writing")


class Parties(models.QuerySet["Party"]):
    def filers(self) -> Parties:
        """Who came to us: at most one of a file."""
        return self.exclude(role=Party.AFFECTED_PERSON)


class Party(models.Model):
    """A person in a complaint, with what is known of them. Personal data: never in a log, title, address or cache key.

    The filer is who came to us; whoever it befell, when that is somebody else, is the affected person.
    phone_digits: the last nine digits of the number, however it was written.
    """

    AFFECTED_PERSON = "AFFECTED_PERSON"

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(
        max_length=30, choices=[*((code.value, name) for code, name in FILER_ROLES.items()), (AFFECTED_PERSON, "Wie het aangaat")]
    )
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=500, blank=True)
    identity = models.CharField(max_length=10, blank=True, choices=Identity.choices, default=Identity.KNOWN)
    preferred_contact = models.CharField(max_length=10, blank=True, choices=PreferredContact.choices, default=PreferredContact.ANY)
    phone_digits = models.GeneratedField(
        expression=Right(Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"), 9),
        output_field=models.CharField(max_length=9),
        db_persist=True,
    )

    objects = Parties.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["phone_digits"], name="party_by_phone"),
            models.Index(Lower("email"), name="party_by_email"),
            GinIndex(OpClass(Lower("name"), name="gin_trgm_ops"), name="party_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["complaint"], condition=~Q(role="AFFECTED_PERSON"), name="one_filer"),
            models.UniqueConstraint(fields=["complaint"], condition=Q(role="AFFECTED_PERSON"), name="one_affected_person"),
        ]

    def __str__(self) -> str:
        return f"party {self.pk}"


class InvolvedPerson(models.Model):
    """Somebody of the organisation whose conduct it is about, or who took part in it (Awb 9:7).

    user: where the person has an account here; the file is then gone for them, whatever their role.
    name: as it was told, for somebody without one. former_names: under which the file named this person before: what was sent to
    them and said by them under such a name is theirs. is_subject: the conduct complained about is this person's.
    handles_by_exception: may handle it all the same, since it is conduct of the authority itself, its chair or a member
    (Awb 9:7(2)). subject_since: when the file came to name them as such; None: from the start.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="involved_people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    former_names = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    is_subject = models.BooleanField(default=True)
    subject_since = models.DateTimeField(null=True, blank=True)
    handles_by_exception = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "user"], name="involved_once"),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(name=""), name="involved_person_is_somebody"),
        ]

    def __str__(self) -> str:
        return f"involved {self.pk}"
