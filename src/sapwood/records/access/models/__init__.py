from .audit import AuditLine
from .installation import Installation
from .sign_in_link import SignInLink
from .user import User, UserAddress

__all__ = ["AuditLine", "Installation", "SignInLink", "User", "UserAddress"]
