"""Which organisations a table that counts speaks of: they stand as accounts where there was no touch yet."""

from sapwood.records.imports.models import Import
from sapwood.records.trade.models import Contact, Deal, Firm, Holding, TeamMember

MODELS = (Firm, Contact, Deal, Holding, TeamMember)


def told_of(but: int | None = None) -> set[int]:
    """`but`: leaving out what this import says."""
    found: set[int] = set()
    for model in MODELS:
        rows = model.objects.filter(sheet__of__status=Import.Status.DONE).exclude(organisation=None).order_by()
        rows = rows if but is None else rows.exclude(sheet__of=but)
        found.update(rows.values_list("organisation", flat=True).distinct())
    return found
