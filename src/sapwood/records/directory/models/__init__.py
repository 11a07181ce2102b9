from .address import Address
from .forgetting import Forgetting, Suppression
from .match import Match
from .organisation import Domain, Organisation
from .person import Person

__all__ = ["Address", "Domain", "Forgetting", "Match", "Organisation", "Person", "Suppression"]
