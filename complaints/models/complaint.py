from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.organisation.core_lists import Kind


class Exclusion(models.TextChoices):
    """Why a file counts in no figure. The reference stays."""

    NONE = "", _("counts")
    DUPLICATE = "DUPLICATE_OF", _("double file")
    REGISTERED_IN_ERROR = "REGISTERED_IN_ERROR", _("registered by mistake")


class Complaint(models.Model):
    """A file: one expression of discontent (Awb 9:1, 9:2), whatever its kind.

    reference: ours, `2024-00001`, gapless per year of receipt. source_reference: the one it had in the system it was
    taken over from. received_on: the date in Amsterdam, day 0 of every term; received_at: the moment, where known.
    kind: the organisation's own word; derived_kind: what the facts make of it (null: unknown).
    taken_over_at: when an import brought it in; null for files registered here.
    """

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
    exclusion = models.CharField(max_length=20, blank=True, choices=Exclusion.choices, default=Exclusion.NONE)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    taken_over_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_on", "-reference"]
        indexes = [models.Index(F("received_on").desc(), F("reference").desc(), name="complaint_newest_first")]
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
    """A klachtonderdeel: one subject within a complaint. Figures count the main one, so that tables add up."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="points")
    nature = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint"], condition=Q(is_main=True), name="one_main_point")]

    def __str__(self) -> str:
        return f"point {self.pk}"


class PartyRole(models.TextChoices):
    """What somebody is in a complaint (filer_role of the code lists)."""

    COMPLAINANT = "COMPLAINANT", _("complainant")


class Party(models.Model):
    """A person in a complaint, with what is known of them. Personal data: never in a log, title, address or cache key."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=30, choices=PartyRole.choices)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"party {self.pk}"
