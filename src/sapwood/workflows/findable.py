"""Keeping what a search looks through, and what a list sorts names by, as the names are now."""

from collections import defaultdict
from collections.abc import Collection

from sapwood.identity.folding import folded
from sapwood.records.directory.models import Domain, Person
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
    before = dict(known.values_list("relationship_id", "words").iterator(AT_ONCE))
    renamed: list[Relationship] = []
    changed: list[Findable] = []
    for pk, organisation, name, sort_name in rows.iterator(AT_ONCE):
        first = folded(name)[:200]
        said = "\n".join(dict.fromkeys([first, *map(folded, words.get(organisation, ()))]))
        if first != sort_name:
            renamed.append(Relationship(pk=pk, sort_name=first))
        if before.get(pk) != said:
            changed.append(Findable(relationship_id=pk, words=said))
    Relationship.objects.bulk_update(renamed, ["sort_name"], batch_size=200)
    Findable.objects.bulk_create(
        changed,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["relationship"],
        update_fields=["words"],
    )
    return len({row.pk for row in (*renamed, *changed)})
