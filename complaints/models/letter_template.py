from __future__ import annotations

from django.conf import settings
from django.db import models

from complaints.letters.catalogue import LetterCode


class LetterTemplate(models.Model):
    """What the organisation writes in a block of a letter instead of our text; "" leaves out a block that may be left out.

    text: in the language of `complaints.letters.language`. Holds no personal data.
    """

    code = models.CharField(max_length=4, choices=[(code.value, code.value) for code in LetterCode])
    block = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "block"], name="letter_template_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.block}"
