from tenants.models.decree import Decree, DecreedDay
from tenants.models.municipality import Municipality, Participation
from tenants.models.outbox import OutboxMessage
from tenants.models.tenant import Domain, Tenant, TenantKind

__all__ = ["Decree", "DecreedDay", "Domain", "Municipality", "OutboxMessage", "Participation", "Tenant", "TenantKind"]
