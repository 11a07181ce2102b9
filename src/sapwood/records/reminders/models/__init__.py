from .digest import DigestChoice, DigestMail
from .feed import Feed

__all__ = ["DigestChoice", "DigestMail", "Feed"]
