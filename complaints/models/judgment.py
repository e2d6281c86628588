from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from complaints.code_lists import VERDICTS
from complaints.models.round import NoSubject


class Judgment(models.Model):
    """What was found in a round and what is thought of it, before it is closed (Awb 9:12).

    findings: what happened, as it was established. reasoning: why the verdicts are what they are. conclusions: what follows from it.
    letter_sent_on, names_ombudsman, encloses_advice: of a letter that was not sent from here; is_signed_by_mandate: who recorded it says
    that it offers no objection (9:3) and that whoever signed it was allowed to.
    deviation: why it differs from what a committee advised (9:16).
    decided_anew_at: since when it replaces what a letter told before; null where no letter went, or the judgment stands as it went.
    replaced_sent_on: the day of a letter that was not sent from here either, and that this judgment replaces.
    no_subject, no_subject_reason: of a file that names nobody it is about, why nobody was sent a copy or heard on that side (9:9, 9:10).
    """

    round = models.OneToOneField("complaints.Round", on_delete=models.CASCADE, related_name="judgment")
    findings = models.TextField(blank=True)
    reasoning = models.TextField(blank=True)
    conclusions = models.TextField(blank=True)
    deviation = models.TextField(blank=True, db_default="")
    letter_sent_on = models.DateField(null=True, blank=True)
    names_ombudsman = models.BooleanField(default=False)
    is_signed_by_mandate = models.BooleanField(default=False, db_default=False)
    encloses_advice = models.BooleanField(default=False, db_default=False)
    no_subject = models.CharField(max_length=10, blank=True, db_default="", choices=NoSubject.choices, default=NoSubject.SOMEBODY)
    no_subject_reason = models.TextField(blank=True, db_default="")
    decided_anew_at = models.DateTimeField(null=True, blank=True)
    replaced_sent_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"judgment {self.pk}"


class PointJudgment(models.Model):
    """The verdict on one klachtonderdeel, and by which norms. lawful, proper: null where that was not tested.

    norms: codes of the Behoorlijkheidswijzer that were not kept.
    """

    judgment = models.ForeignKey(Judgment, on_delete=models.CASCADE, related_name="points")
    point = models.ForeignKey("complaints.ComplaintPoint", on_delete=models.CASCADE, related_name="judgments")
    verdict = models.CharField(max_length=15, choices=[(code.value, name) for code, name in VERDICTS.items()])
    lawful = models.BooleanField(null=True, blank=True)
    proper = models.BooleanField(null=True, blank=True)
    norms = ArrayField(models.CharField(max_length=2), default=list, blank=True)

    class Meta:
        ordering = ["judgment_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["judgment", "point"], name="one_verdict_on_a_point")]

    def __str__(self) -> str:
        return f"verdict {self.pk}"
