from tenants.models.decree import Decree, DecreedDay
from tenants.models.municipality import Municipality, Participation
from tenants.models.nightly_check import NightlyCheck
from tenants.models.outbox import OutboxMessage
from tenants.models.tenant import Domain, Tenant, TenantKind

__all__ = ["Decree", "DecreedDay", "Domain", "Municipality", "NightlyCheck", "OutboxMessage", "Participation", "Tenant", "TenantKind"]
