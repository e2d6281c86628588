from tenants.accounts.models.membership import Membership, MembershipEvent
from tenants.accounts.models.user import User

__all__ = ["Membership", "MembershipEvent", "User"]
