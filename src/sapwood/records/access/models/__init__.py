from .absence import Absence
from .audit import AuditLine
from .installation import Installation
from .minutes import Minutes
from .sign_in_link import SignInLink
from .user import User, UserAddress

__all__ = ["Absence", "AuditLine", "Installation", "Minutes", "SignInLink", "User", "UserAddress"]
