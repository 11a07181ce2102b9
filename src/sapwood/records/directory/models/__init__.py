from .address import Address
from .organisation import Domain, Organisation
from .person import Person

__all__ = ["Address", "Domain", "Organisation", "Person"]
