from .address import Address
from .forgetting import Forgetting, Suppression
from .organisation import Domain, Organisation
from .person import Person

__all__ = ["Address", "Domain", "Forgetting", "Organisation", "Person", "Suppression"]
