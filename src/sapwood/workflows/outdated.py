"""Saying which standings are out of date. What changes who an address is, or what counts, says so in its own
transaction, so that a refresh that was killed, or never began, is made up for by the next."""

from collections.abc import Iterable

from sapwood.records.relationships.models import Outdated


def outdate(organisations: Iterable[int | None]) -> None:
    Outdated.objects.bulk_create(Outdated(organisation_id=o) for o in {*organisations} - {None})


def outdate_all() -> None:
    Outdated.objects.create(organisation=None)
