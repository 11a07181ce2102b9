from .asked import AskedNot
from .plan import LeftRecipient, Recipient, Release, TouchPlan
from .token import MailerToken

__all__ = ["AskedNot", "LeftRecipient", "MailerToken", "Recipient", "Release", "TouchPlan"]
