"""Saying which standings are out of date. What changes who an address is, or what counts, says so in its own
transaction, so that a refresh that was killed, or never began, is made up for by the next."""

from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import Outdated


def outdate(organisation: Organisation | None) -> None:
    """What changed at home changed every account."""
    if organisation is not None:
        Outdated.objects.create(organisation=None if organisation.home else organisation)


def outdate_all() -> None:
    Outdated.objects.create(organisation=None)
