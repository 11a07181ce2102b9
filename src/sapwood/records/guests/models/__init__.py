from .correction import Correction
from .link import GuestLink
from .tally import Tally
from .visit import Visit
from .wish import GuestWish

__all__ = ["Correction", "GuestLink", "GuestWish", "Tally", "Visit"]
