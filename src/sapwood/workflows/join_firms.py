"""What a merge of two organisations moves, and how it is put back: domains, addresses, people, and the relationships
with everything that hangs on them. The log stays as it is."""

from collections.abc import Iterator
from typing import Any

from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from sapwood.records.directory.models import Address, Block, FirmMatch, Organisation, Person
from sapwood.records.relationships.models import (
    DayItem,
    Findable,
    Hanging,
    Participation,
    Relationship,
    Rest,
    Standing,
)
from sapwood.records.sale.models import HeardAfter

from .clock import today
from .findable import learn_names
from .outdated import outdate

MADE_ANEW = (Block, DayItem, Findable, Hanging, HeardAfter, Participation, Standing)  # by the next refresh
FILLED = ("owner_id", "since", "floor", "ceiling", "tier_id")


def join(match: FirmMatch) -> None:
    """`other` becomes part of `kept`. Where both have a relationship in one role, or one whose role was not said yet,
    it becomes one: what people decided about either hangs on it, and what one of them lacks the other gives."""
    kept, other = match.kept, match.other
    theirs = list(other.relationships.order_by("pk"))
    joined = [_join_relationship(one, target) for one in theirs if (target := _target(one, kept, theirs))]
    moved = {label: _move(rows, field, kept) for label, field, rows in pointing_at(other, FirmMatch, Organisation)}
    match.before = {"moved": moved, "joined": joined, "name": kept.name, "named_by_person": kept.named_by_person}
    if other.named_by_person and not kept.named_by_person:
        kept.name, kept.named_by_person = other.name, True
    match.before["became"] = kept.name
    Address.objects.filter(pk__in=moved.get("directory.Address.organisation", ())).update(compared=False)
    kept.compared, other.merged_into = False, kept
    kept.save(update_fields=["name", "named_by_person", "compared"])
    other.save(update_fields=["merged_into"])
    match.save(update_fields=["before"])
    _follow(kept)


def part(match: FirmMatch) -> None:
    """Two again. What came later under a domain goes where the domain goes; what was decided later stays."""
    other, before = match.other, match.before
    holder = match.kept.now()
    other.merged_into = None
    other.compared = holder.compared = False
    other.save(update_fields=["merged_into", "compared"])
    if match.kept.name == before["became"]:
        match.kept.name, match.kept.named_by_person = before["name"], before["named_by_person"]
        match.kept.save(update_fields=["name", "named_by_person"])
    for label, field, rows in pointing_at(holder, FirmMatch, Organisation):
        _put_back(rows, field, before["moved"].get(label, ()), other)
    for joined in reversed(before["joined"]):
        _part_relationship(joined)
    _later_ones_follow(holder, other)
    Organisation.objects.filter(pk=holder.pk).update(compared=False)
    _follow(holder)
    _follow(other)


def pointing_at(thing: models.Model, *but: type[models.Model]) -> Iterator[tuple[str, str, models.QuerySet]]:
    """(label, field, rows) of every table that points at `thing`, whatever a later capability adds."""
    for relation in thing._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model not in (*MADE_ANEW, *but):
            field = relation.field.name
            rows = relation.related_model._base_manager.filter(**{field: thing.pk})
            yield f"{relation.related_model._meta.label}.{field}", field, rows


def _target(one: Relationship, kept: Organisation, theirs: list[Relationship]) -> Relationship | None:
    """The relationship of `kept` that `one` becomes part of; None where it stands beside those."""
    ours = list(kept.relationships.order_by("pk"))
    for target in ours:
        if target.role == one.role:
            return target
    unsaid = Relationship.Role.UNKNOWN
    if ours and (one.role == unsaid or (len(ours) == len(theirs) == 1 and ours[0].role == unsaid)):
        return ours[0]
    return None


def _join_relationship(one: Relationship, target: Relationship) -> dict[str, Any]:
    """Moves what hangs on `one` to `target` and takes its row away; what cannot hang there is kept as text."""
    moved, left = {}, []
    rests = Rest.objects.in_force().filter(relationship__in=(one, target))
    if rests.count() == 1:  # nobody put the other to rest
        rests.update(ended=timezone.now(), until=today())
    for label, field, rows in pointing_at(one):
        moved[label] = _move(rows, field, target)
        left += rows.all()  # what could not be moved
    kept_rows = serializers.serialize("python", [one, *left])
    filled = {}
    for field in FILLED:
        if getattr(target, field) is None and getattr(one, field) is not None and _may_fill(target, field):
            filled[field] = getattr(one, field)
    if target.role == Relationship.Role.UNKNOWN and one.role != target.role:
        filled["role"] = one.role
    for field, value in filled.items():
        setattr(target, field, value)
    one.delete()
    target.save()
    text = {field: value if isinstance(value, int | str) else value.isoformat() for field, value in filled.items()}
    return {"target": target.pk, "moved": moved, "rows": _plain(kept_rows), "filled": text}


def _may_fill(target: Relationship, field: str) -> bool:
    """A floor beside another account's ceiling would be an agreement that nobody made."""
    return field not in ("floor", "ceiling") or (target.floor is None and target.ceiling is None)


def _part_relationship(joined: dict[str, Any]) -> None:
    target = Relationship.objects.filter(pk=joined["target"]).first()
    rows = list(serializers.deserialize("python", joined["rows"]))
    for row in rows[:1]:
        row.save()
    if target is None:
        return
    for field, value in joined["filled"].items():
        now = getattr(target, field)
        if str(now) == str(value):
            setattr(target, field, Relationship.Role.UNKNOWN if field == "role" else None)
    target.save()
    for label, field, pointing in pointing_at(target):
        _put_back(pointing, field, joined["moved"].get(label, ()), rows[0].object)
    for row in rows[1:]:
        row.save()


def _move(rows: models.QuerySet, field: str, target: models.Model) -> list[Any]:
    """Moves what may stand there; one at a time where some may not."""
    numbers = list(rows.values_list("pk", flat=True))
    if not numbers:
        return []
    model = rows.model._base_manager
    try:
        with transaction.atomic():
            model.filter(pk__in=numbers).update(**{field: target})
        return numbers
    except IntegrityError:
        moved = []
        for number in numbers:
            try:
                with transaction.atomic():
                    model.filter(pk=number).update(**{field: target})
                moved.append(number)
            except IntegrityError:
                continue
        return moved


def _put_back(rows: models.QuerySet, field: str, numbers: list[Any], target: models.Model) -> None:
    rows.filter(pk__in=numbers).update(**{field: target})


def _later_ones_follow(holder: Organisation, other: Organisation) -> None:
    """Addresses learnt since, under the domains that went back, and the people who have no others."""
    for name in other.domains.values_list("name", flat=True):
        later = Address.objects.filter(organisation=holder)
        later = later.filter(models.Q(address__endswith=f"@{name}") | models.Q(address__endswith=f".{name}"))
        later.update(organisation=other)
    theirs = Address.objects.filter(organisation=other, person=models.OuterRef("pk"))
    ours = Address.objects.filter(organisation=holder, person=models.OuterRef("pk"))
    people = Person.objects.filter(models.Exists(theirs), ~models.Exists(ours), organisation=holder)
    people.update(organisation=other)


def _follow(organisation: Organisation) -> None:
    learn_names([organisation.pk])
    outdate(organisation)


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As JSON can hold it; Django reads the same back."""
    for row in rows:
        for name, value in row["fields"].items():
            if hasattr(value, "isoformat"):
                row["fields"][name] = value.isoformat()
    return rows
