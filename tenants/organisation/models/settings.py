from django.db import models


class OrganisationSettings(models.Model):
    """The organisation's own norms and looks: one row.

    Norms are service norms, in working days; they are not terms in a statute and the Awb clock never reads them.
    primary_colour: #rrggbb; refused when white text on it, or it on white, falls below contrast 4.5:1 (WCAG 1.4.3).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    contact_norm_days = models.PositiveSmallIntegerField(default=5)
    contact_norm_skips_decreed_days = models.BooleanField(default=True)
    acknowledgement_norm_days = models.PositiveSmallIntegerField(default=5)
    signal_norm_days = models.PositiveSmallIntegerField(default=10)
    oral_complaints_have_norm = models.BooleanField(default=True)
    primary_colour = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=30, blank=True)
    logo_text = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="organisation_settings_one_row"),
            models.CheckConstraint(
                condition=models.Q(primary_colour="") | models.Q(primary_colour__regex=r"^#[0-9a-f]{6}$"), name="primary_colour_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return "settings"
