"""Who covers which account on a day, for the plan of the day."""

from collections.abc import Mapping
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from sapwood.planning.relationship import Cover as Covering
from sapwood.records.relationships.models import Cover


def covers_on(day: date, persons: Mapping[int | None, int]) -> dict[int, Covering]:
    """By relationship; `persons` says which person of the directory each user is."""
    rows = _on(day).select_related("colleague", "brief").order_by("-pk")
    found = {one.brief.relationship_id: one for one in rows if one.colleague_id in persons}
    return {
        account: Covering(persons[one.colleague_id], str(one.colleague), one.brief_id)
        for account, one in found.items()
    }


def who_covers(day: date) -> Subquery:
    """The user who covers the account of a row of standings."""
    rows = _on(day).filter(brief__relationship=OuterRef("relationship")).order_by("pk")
    return Subquery(rows.values("colleague")[:1])


def _on(day: date) -> QuerySet[Cover]:
    return Cover.objects.filter(
        ended=None, brief__absence__ended=None, brief__absence__since__lte=day, brief__absence__until__gte=day
    )
