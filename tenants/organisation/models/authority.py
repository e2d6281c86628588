from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


def _no_two_at_once(name: str) -> ExclusionConstraint:
    both_days_included = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    days = Func("valid_from", "valid_until", both_days_included, function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(name=name, expressions=[("authority", RangeOperators.EQUAL), (days, RangeOperators.OVERLAPS)])


class AuthorityKind(models.TextChoices):
    """What kind of bestuursorgaan (Awb 1:1) answers for the conduct."""

    EXECUTIVE = "executive", _("municipal executive (college)")
    MAYOR = "mayor", _("mayor")
    COUNCIL = "council", _("municipal council")
    GENERAL_BOARD = "general_board", _("general board")
    EXECUTIVE_BOARD = "executive_board", _("executive board")
    CHAIR = "chair", _("chair")
    PARTICIPANT_EXECUTIVE = "participant_executive", _("executive of a participating municipality")


class Authority(models.Model):
    """A bestuursorgaan of this organisation, or a participant's college where the task is mandated."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=25, choices=AuthorityKind.choices)
    municipality = models.ForeignKey("tenants.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_authority"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="authority_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind="participant_executive") | Q(municipality__isnull=False), name="participant_executive_has_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CompetentOmbudsman(models.Model):
    """The ombudsvoorziening (Awb 9:17) that may be turned to about an authority, between two dates; never two at once."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="ombudsmen")
    name = models.CharField(max_length=200)
    contact = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [_no_two_at_once("one_ombudsman_at_a_time")]

    def __str__(self) -> str:
        return self.name


class AdvisoryCommittee(models.Model):
    """A committee or person under Awb 9:14: only with one does the ten-week term of 9:11(1) exist."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="committees")
    name = models.CharField(max_length=200)
    appointed_by = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [_no_two_at_once("one_committee_at_a_time")]

    def __str__(self) -> str:
        return self.name


class CommitteeSeat(models.Model):
    """Somebody who sits on a committee: these people alone hear and advise (Awb 9:14, 9:15). left_on: None while they do."""

    committee = models.ForeignKey(AdvisoryCommittee, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    is_chair = models.BooleanField(default=False)
    seated_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_chair", "seated_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "user"], condition=Q(left_on__isnull=True), name="one_seat_for_a_person"),
            models.UniqueConstraint(fields=["committee"], condition=Q(left_on__isnull=True, is_chair=True), name="one_chair"),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"


class SigningMandate(models.Model):
    """Who may sign what for an authority, from when. what: a letter code (L01-L14) or "*" for every letter."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="mandates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    function_title = models.CharField(max_length=200)
    letter_code = models.CharField(max_length=4, default="*")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "user", "letter_code", "valid_from"], name="signing_mandate_once"),
            models.CheckConstraint(condition=Q(letter_code__regex=r"^(\*|L(0[1-9]|1[0-4])[ab]?)$"), name="signing_mandate_letter_known"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_code} {self.pk}"
