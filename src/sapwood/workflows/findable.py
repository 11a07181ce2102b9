"""Keeping what a search looks through, and what a list sorts names by, as the names are now."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection
from django.db.models import F

from sapwood.identity.folding import folded
from sapwood.records.directory.models import Address, Domain, Person
from sapwood.records.relationships.models import Findable, Relationship

AT_ONCE = 2000


def learn_names(organisations: Collection[int] | None = None) -> int:
    """Brings the words and sort names of all relationships (of these organisations) up to date, writing only what
    has changed. Returns how many had changed."""
    rows = Relationship.objects.values_list("pk", "organisation_id", "organisation__name", "sort_name")
    known = Findable.objects.all()
    domains, people = Domain.objects.all(), Person.objects.all()
    if organisations is not None:
        rows, known = (
            rows.filter(organisation__in=organisations),
            known.filter(relationship__organisation__in=organisations),
        )
        domains, people = (some.filter(organisation__in=organisations) for some in (domains, people))
    words: defaultdict[int, list[str]] = defaultdict(list)
    for some in (domains, people):
        found = some.filter(organisation__home=False).order_by("pk").values_list("organisation_id", "name")
        for organisation, name in found.iterator(AT_ONCE):
            words[organisation].append(name)
    elsewhere = Address.objects.exclude(person=None).exclude(organisation=None)
    elsewhere = elsewhere.exclude(person__organisation=F("organisation"))
    if organisations is not None:
        elsewhere = elsewhere.filter(organisation__in=organisations)
    for organisation, name in elsewhere.order_by("pk").values_list("organisation_id", "person__name"):
        words[organisation].append(name)  # who was there, or is there too
    before = dict(known.values_list("relationship_id", "words").iterator(AT_ONCE))
    renamed: list[tuple[str, int]] = []
    changed: list[Findable] = []
    for pk, organisation, name, sort_name in rows.iterator(AT_ONCE):
        first = folded(name)[:200]
        said = "\n".join(dict.fromkeys([first, *map(folded, words.get(organisation, ()))]))
        if first != sort_name:
            renamed.append((first, pk))
        if before.get(pk) != said:
            changed.append(Findable(relationship_id=pk, words=said))
    _rename(renamed)
    Findable.objects.bulk_create(
        changed,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["relationship"],
        update_fields=["words"],
    )
    return len({pk for _, pk in renamed} | {row.pk for row in changed})


def _rename(renamed: list[tuple[str, int]]) -> None:
    """One prepared statement for all rows: thousands of different values in one CASE take a database minutes."""
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {Relationship._meta.db_table} SET sort_name = %s WHERE id = %s", renamed)  # noqa: S608
