from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """Received by date of receipt; handled by date of closing. Two measures: they need not be equal in a year."""

    RECEIVED = "received", _("received")
    HANDLED = "handled", _("handled")


class HistoricalDimension(models.TextChoices):
    TOTAL = "total", _("total")
    MUNICIPALITY = "municipality", _("municipality")
    OUTCOME = "outcome", _("outcome")
    NATURE = "nature", _("subject")
    UNIT = "unit", _("unit")
    CHANNEL = "channel", _("channel")


class HistoricalTotal(models.Model):
    """A total of a year that is known only as totals, as the organisation published it ("overgenomen").

    label: null for the dimension `total`, and for "onbekend" in another dimension.
    """

    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=10, choices=Measure.choices)
    dimension = models.CharField(max_length=15, choices=HistoricalDimension.choices)
    label = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    taken_over_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "measure", "dimension", "label"], nulls_distinct=False, name="historical_cell_once"),
            models.CheckConstraint(condition=~Q(dimension="total") | Q(label__isnull=True), name="historical_total_has_no_label"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.measure} {self.dimension}"
