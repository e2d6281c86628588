from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F


class SearchEntry(models.Model):
    """What a file is found by. Text marked as sensitive and people who are shielded are not in it (complaints.searching).

    vector: Dutch full text, without accents. words: references, names, numbers and the beginning of the text in lower case,
    for fragments and typing errors.
    """

    complaint = models.OneToOneField("complaints.Complaint", primary_key=True, on_delete=models.CASCADE, related_name="search_entry")
    vector = SearchVectorField()
    words = models.TextField()

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="search_by_word"),
            GinIndex(OpClass(F("words"), name="gin_trgm_ops"), name="search_by_fragment"),
        ]

    def __str__(self) -> str:
        return f"search entry {self.pk}"
