"""Tiers and tags: making them, and saying which account has which."""

from django.db import transaction
from django.db.models import Max, Value
from django.utils import timezone

from sapwood.identity.folding import folded
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Tag, Tagging, Tier

from .audit import audit
from .judge_again import judge_again
from .permission import require

LONGEST = 60
MOST_TAGS = 30  # an account has; more say nothing


def add_tier(user: User, name: str, door: str = "page") -> Tier:
    """The last of them all. Raises Refused, or ValueError with a sentence."""
    require(user, "set policy")
    name = _named(name)
    with transaction.atomic():
        if found := Tier.objects.filter(folded=folded(name)).first():
            return found
        last = Tier.objects.aggregate(last=Max("place"))["last"]
        tier = Tier.objects.create(name=name, folded=folded(name), place=1 if last is None else last + 1)
        audit(user, door, "add tier", tier, name=name)
    return tier


def tiers_and_tags() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(number, name) of each tier and of each tag, in their order, by one question: many pages offer both."""
    tiers = Tier.objects.order_by().values_list(Value(0), "place", "pk", "name")
    tags = Tag.objects.order_by().values_list(Value(1), Value(0), "pk", "name")
    rows = sorted(tiers.union(tags, all=True), key=lambda row: (row[0], row[1], folded(row[3])))
    found = [[(str(pk), name) for kind, _, pk, name in rows if kind == which] for which in (0, 1)]
    return found[0], found[1]


def tag_named(name: str) -> Tag:
    """The tag of that name, made where there is none."""
    name = _named(name)
    return Tag.objects.get_or_create(folded=folded(name), defaults={"name": name})[0]


def tag(user: User, relationship: Relationship, name: str, door: str = "page") -> Tagging:
    """Tagging twice changes nothing. Raises Refused, or ValueError with a sentence."""
    with transaction.atomic():
        require(user, "change", Relationship.objects.select_for_update().get(pk=relationship.pk))
        which = tag_named(name)
        if found := relationship.taggings.filter(tag=which, ended=None).first():
            return found
        if relationship.taggings.filter(ended=None).count() >= MOST_TAGS:
            raise ValueError(f"{relationship} has {MOST_TAGS} tags already. Take one off first; nothing was changed.")
        tagging = relationship.taggings.create(tag=which, by=user, made=timezone.now())
        judge_again(relationship)
        audit(user, door, "tag", relationship, tag=which.name)
    return tagging


def untag(user: User, tagging: Tagging, door: str = "page") -> Tagging:
    """Taking off twice changes nothing."""
    with transaction.atomic():
        locked = (
            Tagging.objects.select_for_update(of=("self",)).select_related("relationship", "tag").get(pk=tagging.pk)
        )
        require(user, "change", locked.relationship)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            judge_again(locked.relationship)
            audit(user, door, "untag", locked.relationship, tag=locked.tag.name)
    return locked


def _named(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not 1 <= len(name) <= LONGEST or not folded(name):
        raise ValueError(f"A name has 1 to {LONGEST} characters. Nothing was changed.")
    return name
