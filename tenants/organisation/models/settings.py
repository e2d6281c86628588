from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


def days_before() -> list[int]:
    return [10, 3]


def days_after() -> list[int]:
    return [1]


# What stands in every organisation until its archivist confirmed a class. Dutch, for it goes into files and declarations.
CLASS_TO_CONFIRM = "Selectielijst gemeenten en intergemeentelijke organen 2020, procestype 13 Geschillen behandelen (nog te bevestigen)"


class OrganisationSettings(models.Model):
    """The organisation's own norms and looks: one row.

    Norms are service norms, in working days; they are not terms in a statute and the Awb clock never reads them.
    feedback_norm_days: within so many working days a provider or another body that took a complaint over tells what came of it;
    six weeks, the term that the Wkkgz gives a care provider (article 17).
    retention_class, retention_years: the class of the selection list and how many years after closing a file is kept; an
    archivist confirms both when the organisation begins. retention_confirmed_by, _on: who did and when; empty: nobody yet.
    substitute_coordinator: who takes a file in which the coordinator is involved.
    reminder_*: on which days before and after the last day (calendar or working days), and half-way, colleagues are reminded;
    contact_reminder_days: working days before the norm of first contact, 0 for never. mail_from_hour, mail_until_hour: between
    which hours of a working day colleagues get mail.
    phone, phone_hours, email: how people reach the organisation about a complaint, as the confirmation of receipt tells them.
    decisions_need_second_look: a letter that decides goes once somebody who did not write it approved its text.
    primary_colour: #rrggbb; refused when white text on it, or it on white, falls below contrast 4.5:1 (WCAG 1.4.3).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    contact_norm_days = models.PositiveSmallIntegerField(default=5)
    contact_norm_skips_decreed_days = models.BooleanField(default=True)
    acknowledgement_norm_days = models.PositiveSmallIntegerField(default=5)
    signal_norm_days = models.PositiveSmallIntegerField(default=10)
    feedback_norm_days = models.PositiveSmallIntegerField(default=30, db_default=30)
    oral_complaints_have_norm = models.BooleanField(default=True)
    requires_written_mandate = models.BooleanField(default=False, db_default=False)
    retention_class = models.CharField(max_length=200, blank=True, default=CLASS_TO_CONFIRM)
    retention_years = models.PositiveSmallIntegerField(default=5)
    retention_confirmed_by = models.CharField(max_length=100, blank=True)
    retention_confirmed_on = models.DateField(null=True, blank=True)
    substitute_coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+"
    )
    reminder_days_before = ArrayField(models.PositiveSmallIntegerField(), default=days_before)
    reminder_days_after = ArrayField(models.PositiveSmallIntegerField(), default=days_after)
    reminder_half_way = models.BooleanField(default=True)
    reminders_in_working_days = models.BooleanField(default=False)
    contact_reminder_days = models.PositiveSmallIntegerField(default=1)
    mail_from_hour = models.PositiveSmallIntegerField(default=8)
    mail_until_hour = models.PositiveSmallIntegerField(default=18)
    phone = models.CharField(max_length=30, blank=True, db_default="")
    phone_hours = models.CharField(max_length=100, blank=True, db_default="")
    email = models.EmailField(blank=True, db_default="")
    decisions_need_second_look = models.BooleanField(default=False, db_default=False)
    primary_colour = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=30, blank=True)
    logo_text = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="organisation_settings_one_row"),
            models.CheckConstraint(
                condition=models.Q(mail_from_hour__lt=F("mail_until_hour"), mail_until_hour__lte=24), name="mail_hours_are_a_stretch"
            ),
            models.CheckConstraint(
                condition=models.Q(primary_colour="") | models.Q(primary_colour__regex=r"^#[0-9a-f]{6}$"), name="primary_colour_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return "settings"


class Absence(models.Model):
    """Days on which somebody is away, and who does the work meanwhile. Both days included."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["first_day", "pk"]
        indexes = [models.Index(fields=["substitute", "first_day"], name="absence_of_substitute")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(user=F("substitute")), name="nobody_substitutes_themselves"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
