from tenants.history import HistoryEntry


class OrganisationEvent(HistoryEntry):
    """History of the organisation's own settings: labels, authorities, norms, looks."""

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"
