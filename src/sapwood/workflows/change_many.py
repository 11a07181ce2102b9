"""Changing owner, role, cadence, tier or tags of many accounts at once: looked at first, one transaction, taken back
whole."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.relationships.models import BulkChange, BulkChangeLine, Relationship, Tag, Tier

from .audit import audit
from .cadence_limits import cadence_trouble
from .hand_over.note import Changed, note_owners
from .judge_again import CADENCE, judge_many
from .permission import may, require
from .tags_of_many import TAGS, Tagged, set_tags
from .would import Outcome, would

FIELDS = ("owner", "role", "floor", "ceiling", "tier", "tag", "untag")
COLUMN = {"owner": "owner_id", "tier": "tier_id"}
AT_ONCE = 500
LINE, ROW = ("change", "before"), ("organisation_id", "owner_id", "role", "floor", "ceiling", "tier_id")
Values = Mapping[str, int | str | None]


@dataclass
class Preview:
    """What a change would do to `found` accounts: `lines` holds (account, what changes of it, as it is now); `same`
    have these values already, `refused` are not the user's to change, `cannot` counts why others cannot be."""

    fields: Values
    found: int = 0
    lines: list[tuple[int, Values]] = field(default_factory=list)
    same: int = 0
    refused: int = 0
    cannot: Counter = field(default_factory=Counter)
    outcome: Outcome = field(default_factory=Outcome)


def preview(user: User, accounts: QuerySet, fields: Values, colours: bool = True) -> Preview:
    """`accounts` are what the user may see; `fields` of FIELDS with their new values, owner, tier and tags by
    number. Raises ValueError with a sentence where a value cannot be."""
    _check(fields)
    shown = Preview(fields)
    taken, tagged = _taken(fields), Tagged(fields)
    rows = accounts.order_by("pk").only(*ROW)
    for row in rows.iterator(2000):
        shown.found += 1
        before = {name: _value(row, name, tagged) for name in fields}
        changing = {name: value for name, value in before.items() if value != fields[name]}
        if not changing:
            shown.same += 1
        elif not may(user, "change", row):
            shown.refused += 1
        elif why := _cannot(row, fields, changing, taken):
            shown.cannot[why] += 1
        else:
            shown.lines.append((row.pk, changing))
            if "role" in changing:
                taken.add(row.organisation_id)
    if colours and CADENCE & fields.keys():
        numbers = [pk for pk, _ in shown.lines]
        shown.outcome = would(numbers, tagged.would_say(numbers), partial(_give, fields))
    return shown


def change_many(user: User, accounts: QuerySet, fields: Values, door: str = "page") -> BulkChange | None:
    """All of `preview`, in one transaction; None where nothing would change. Raises ValueError."""
    with transaction.atomic():
        shown = preview(user, accounts.select_for_update(of=("self",)), fields, colours=False)
        if not shown.lines:
            return None
        change = BulkChange.objects.create(by=user, when=timezone.now(), asked=dict(fields))
        BulkChangeLine.objects.bulk_create(
            (BulkChangeLine(change=change, relationship_id=pk, before=before) for pk, before in shown.lines),
            batch_size=2000,
        )
        _set(((pk, {name: fields[name] for name in before}) for pk, before in shown.lines), fields, user)
        numbers = [pk for pk, _ in shown.lines]
        note_owners(user, [Changed(pk, was["owner"], fields["owner"]) for pk, was in shown.lines if "owner" in was])
        judge_many(numbers, fields.keys())
        audit(user, door, "change accounts", change, number=len(numbers), accounts=ranges(numbers), **_said(fields))
    return change


def undo_many(user: User, change: BulkChange, door: str = "page") -> BulkChange:
    """Each account goes back to what it was, unless somebody has changed it since, or it can no longer be what it
    was; those stay as they are. Undoing twice changes nothing."""
    require(user, "undo bulk change", change)
    with transaction.atomic():
        locked = BulkChange.objects.select_for_update().get(pk=change.pk)
        if locked.undone is not None:
            return locked
        back: list[tuple[int, Values]] = []
        line_of: list[tuple[int, int]] = []
        taken: dict[str, set[int]] = {}
        tagged = Tagged(locked.asked)
        lines = locked.lines.select_related("relationship").only(*LINE, *(f"relationship__{n}" for n in ROW))
        for line in lines.iterator(2000):
            row, before = line.relationship, line.before
            line_of.append((line.pk, row.pk))
            if any(_value(row, name, tagged) != locked.asked[name] for name in before):
                continue
            if "role" in before and before["role"] not in taken:
                taken[before["role"]] = _taken(before)
            if not _cannot(row, before, before, taken.get(before.get("role"), set())):
                back.append((row.pk, before))
        back = _with_owners_that_are(back)
        _set(back, locked.asked, user)
        numbers = [pk for pk, _ in back]
        asked = locked.asked
        note_owners(user, [Changed(pk, asked["owner"], was["owner"]) for pk, was in back if "owner" in was])
        judge_many(numbers, asked.keys())
        there = set(numbers)
        locked.lines.update(restored=False)
        for some in _slices([line for line, account in line_of if account in there]):
            BulkChangeLine.objects.filter(pk__in=some).update(restored=True)
        locked.undone, locked.undone_by = timezone.now(), user
        locked.save(update_fields=["undone", "undone_by"])
        audit(user, door, "undo change accounts", locked, number=len(numbers), accounts=ranges(numbers))
    return locked


def ranges(numbers: Iterable[int]) -> str:
    """ "3, 7-12" of 3, 7, 8, 9, 10, 11, 12: a list of thousands that a person can still read."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def _check(fields: Values) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise ValueError(f"Many accounts at once have no {', '.join(sorted(unknown))}.")
    if not fields:
        raise ValueError("Say what is to change: an owner, a role, a cadence, a tier or a tag. Nothing was changed.")
    if "role" in fields and fields["role"] not in Relationship.Role.values:
        raise ValueError(f"{fields['role']!r} is not a role. Choose one of {', '.join(Relationship.Role.values)}.")
    if fields.get("owner") is not None and not User.objects.filter(pk=fields["owner"], is_active=True).exists():
        raise ValueError("This owner has no open login here. Choose somebody else; nothing was changed.")
    if fields.get("tier") is not None and not Tier.objects.filter(pk=fields["tier"]).exists():
        raise ValueError("There is no such tier. Choose another; nothing was changed.")
    tags = {fields[name] for name in TAGS if name in fields}
    if Tag.objects.filter(pk__in=tags).count() < len(tags):
        raise ValueError("There is no such tag. Choose another; nothing was changed.")
    if len(tags) < len(TAGS & fields.keys()):
        raise ValueError("A tag cannot be given and taken off at once. Choose one of both; nothing was changed.")
    if trouble := cadence_trouble(fields.get("floor"), fields.get("ceiling")):  # type: ignore[arg-type]
        raise ValueError(trouble)


def _value(row: Relationship, name: str, tagged: Tagged) -> int | str | None:
    if name in TAGS:
        return tagged.value(row.pk, name)
    return getattr(row, COLUMN.get(name, name))


def _taken(fields: Values) -> set[int]:
    """Organisations that have a relationship in this role already; a second one cannot be."""
    if "role" not in fields:
        return set()
    return set(Relationship.objects.filter(role=fields["role"]).values_list("organisation_id", flat=True))


def _cannot(row: Relationship, fields: Values, changing: Values, taken: set[int]) -> str:
    if "role" in changing and row.organisation_id in taken:
        return "The organisation has a relationship in this role already."
    floor, ceiling = (fields.get(name, getattr(row, name)) for name in ("floor", "ceiling"))
    if {"floor", "ceiling"} & changing.keys() and cadence_trouble(floor, ceiling):  # type: ignore[arg-type]
        return (
            "What is agreed with them besides cannot be kept together with this: the floor must be below the ceiling."
        )
    return ""


def _with_owners_that_are(back: list[tuple[int, Values]]) -> list[tuple[int, Values]]:
    """Leaves out accounts whose owner of then is gone."""
    there = set(User.objects.values_list("pk", flat=True)) | {None}
    return [(pk, before) for pk, before in back if before.get("owner") in there]


def _set(values: Iterable[tuple[int, Values]], asked: Values, user: User) -> None:
    """The same values at once: what was asked is one group, what was before are a few."""
    groups: defaultdict[tuple, list[int]] = defaultdict(list)
    for pk, named in values:
        groups[tuple(sorted(named.items()))].append(pk)
    for named, numbers in groups.items():
        columns = {COLUMN.get(name, name): value for name, value in named if name not in TAGS}
        set_tags(numbers, {name: value for name, value in named if name in TAGS}, asked, user)
        for some in _slices(numbers) if columns else ():
            Relationship.objects.filter(pk__in=some).update(**columns)


def _give(fields: Values, row: Relationship) -> None:
    for name in fields.keys() - TAGS:
        setattr(row, COLUMN.get(name, name), fields[name])


def _slices(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))


def _said(fields: Values) -> dict[str, object]:
    """As an audit line says it: people by their mail address, tiers and tags by their names."""
    said: dict[str, object] = dict(fields)
    for name, model in (("tier", Tier), ("tag", Tag), ("untag", Tag)):
        if fields.get(name):
            said[name] = str(model.objects.get(pk=fields[name]))
    if "owner" in fields:
        owner = User.objects.filter(pk=fields["owner"]).first() if fields["owner"] else None
        said["owner"] = owner.email if owner else None
    return said
