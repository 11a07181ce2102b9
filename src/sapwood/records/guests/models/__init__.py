from .correction import Correction
from .link import GuestLink
from .tally import Tally
from .visit import Visit

__all__ = ["Correction", "GuestLink", "Tally", "Visit"]
