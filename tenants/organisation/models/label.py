import uuid

from django.db import models

from tenants.organisation.core_lists import DIMENSIONS_WITHOUT_CORE_LIST, Dimension, label_key


class Label(models.Model):
    """A word of the organisation itself for a subject, unit, channel, kind, procedure, outcome or municipality.

    text: the first spelling seen; it stays. core_code: the code of the core list it is mapped onto, a CBS code for a
    municipality, null while it is "nog in te delen". position: the organisation's own order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dimension = models.CharField(max_length=20, choices=[(dimension.value, dimension.value) for dimension in Dimension])
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=200, editable=False)
    core_code = models.CharField(max_length=40, null=True, blank=True)
    position = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["dimension", "position", "text"]
        constraints = [models.UniqueConstraint(fields=["dimension", "key"], name="label_once_per_dimension")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = label_key(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_mapped(self) -> bool:
        """False for "nog in te delen". Units and "handled by" map onto nothing, so they are never to be mapped."""
        return self.core_code is not None or Dimension(self.dimension) in DIMENSIONS_WITHOUT_CORE_LIST
