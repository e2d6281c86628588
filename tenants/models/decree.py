from django.db import models


class Decree(models.Model):
    """A Royal Decree under article 3(3) of the Algemene termijnenwet, loaded after release; the shipped ones stand in code."""

    source = models.CharField(max_length=300, unique=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last_year__gte=models.F("first_year")), name="decree_years_in_order"),
        ]

    def __str__(self) -> str:
        return self.source


class DecreedDay(models.Model):
    """A day that a decree equates with a feestdag."""

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decree", "day"], name="decreed_day_once")]

    def __str__(self) -> str:
        return self.day.isoformat()
