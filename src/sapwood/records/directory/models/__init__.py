from .address import Address
from .block import Block
from .firm_match import FirmMatch
from .forgetting import Forgetting, Suppression
from .match import Match
from .organisation import Domain, Organisation
from .person import Person

__all__ = [
    "Address",
    "Block",
    "Domain",
    "FirmMatch",
    "Forgetting",
    "Match",
    "Organisation",
    "Person",
    "Suppression",
]
