from complaints.models.complaint import Complaint, ComplaintPoint, Exclusion, Party, PartyRole, ReferenceCounter
from complaints.models.event import ComplaintEvent
from complaints.models.historical_total import HistoricalDimension, HistoricalTotal, Measure
from complaints.models.import_run import ImportRun, ImportState
from complaints.models.round import Postponement, Regime, Round, SourceTerm

__all__ = [
    "Complaint",
    "ComplaintEvent",
    "ComplaintPoint",
    "Exclusion",
    "HistoricalDimension",
    "HistoricalTotal",
    "ImportRun",
    "ImportState",
    "Measure",
    "Party",
    "PartyRole",
    "Postponement",
    "ReferenceCounter",
    "Regime",
    "Round",
    "SourceTerm",
]
