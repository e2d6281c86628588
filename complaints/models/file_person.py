from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Who(models.TextChoices):
    """Whose row it is. Who came to us and whom it befell are parties of the file; OTHER: somebody beside them."""

    FILER = "FILER", _("who complains")
    AFFECTED_PERSON = "AFFECTED_PERSON", _("whom it befell")
    OTHER = "OTHER", _("somebody beside them")


class PersonRole(models.TextChoices):
    """What somebody beside whoever complains is in the matter (Awb 2:1)."""

    REPRESENTATIVE = "REPRESENTATIVE", _("representative (gemachtigde)")
    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE", _("legal representative")
    LAWYER = "LAWYER", _("lawyer")
    CLIENT_SUPPORTER = "CLIENT_SUPPORTER", _("client supporter")
    CONFIDANT = "CONFIDANT", _("confidant")
    FAMILY_CARER = "FAMILY_CARER", _("family carer")
    OTHER_PARENT = "OTHER_PARENT", _("the other parent")
    CHILD = "CHILD", _("child")


class Telling(models.TextChoices):
    """What somebody is told of the complaint, as was decided with a reason."""

    UNDECIDED = "", _("not decided")
    EVERYTHING = "EVERYTHING", _("everything")
    OUTCOME = "OUTCOME", _("only how it ended")
    NOTHING = "NOTHING", _("nothing")


# With a mandate our letters to whoever complains go to them.
SPEAKS_FOR = frozenset({PersonRole.REPRESENTATIVE, PersonRole.LEGAL_REPRESENTATIVE, PersonRole.LAWYER})


class FilePerson(models.Model):
    """Somebody in a file: who they are beside the parties, by which mandate they speak, and what they are told. Personal data.

    role, name, phone, email, address: of OTHER alone; the others are parties. mandate_on: the day it was given, in mandate_document,
    or as whoever complains said it where there is none; mandate_ends_on: its last day, null for as long as it takes; mandate_scope:
    what it is for. telling: decided, with telling_reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="file_people")
    who = models.CharField(max_length=15, choices=Who.choices, default=Who.OTHER)
    role = models.CharField(max_length=20, blank=True, choices=PersonRole.choices)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=500, blank=True)
    mandate_on = models.DateField(null=True, blank=True)
    mandate_ends_on = models.DateField(null=True, blank=True)
    mandate_scope = models.TextField(blank=True)
    mandate_document = models.ForeignKey("complaints.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    telling = models.CharField(max_length=10, blank=True, choices=Telling.choices, default=Telling.UNDECIDED)
    telling_reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["complaint", "who"], condition=~Q(who="OTHER"), name="one_row_of_a_party")]

    def __str__(self) -> str:
        return f"person {self.pk}"

    def has_mandate(self, *, on: date, is_written: bool) -> bool:
        """Whether there is one on this day. is_written: a mandate that was only said does not count."""
        if self.mandate_on is None or self.mandate_on > on:
            return False
        is_over = self.mandate_ends_on is not None and self.mandate_ends_on < on
        return not is_over and (self.mandate_document_id is not None or not is_written)
