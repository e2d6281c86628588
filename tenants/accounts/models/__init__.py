from tenants.accounts.models.membership import ROLE_ONCE, Membership, MembershipEvent
from tenants.accounts.models.user import User

__all__ = ["ROLE_ONCE", "Membership", "MembershipEvent", "User"]
