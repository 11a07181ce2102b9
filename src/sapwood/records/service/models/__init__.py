from .duty import Duty
from .event import EventProduct, ServiceEvent
from .said import AffectedSaid
from .telling import Telling

__all__ = ["AffectedSaid", "Duty", "EventProduct", "ServiceEvent", "Telling"]
