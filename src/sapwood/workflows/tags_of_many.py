"""Giving a tag to many accounts at once, or taking it off, so that it can be taken back. As a field of a change of
many: the value of "tag" is the tag where an account has it, that of "untag" where it has not, else None."""

from collections.abc import Collection, Iterable, Mapping

from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Tagging

from .said_of_cadence import Said, said_about

TAGS = {"tag", "untag"}
AT_ONCE = 500
Values = Mapping[str, int | str | None]


class Tagged:
    """Who has the tags that a change is about."""

    def __init__(self, fields: Values):
        self.fields = fields
        self.having: dict[str, set[int]] = {}
        for name in TAGS & fields.keys():
            rows = Tagging.objects.filter(tag=fields[name], ended=None)
            self.having[name] = set(rows.order_by().values_list("relationship", flat=True))

    def value(self, relationship: int, name: str) -> int | str | None:
        has = relationship in self.having[name]
        return self.fields[name] if has == (name == "tag") else None

    def would_say(self, numbers: Iterable[int]) -> Said:
        """All that is said about cadences, were these relationships tagged so."""
        said = said_about()
        for number in numbers if self.having else ():
            if "tag" in self.fields:
                said.tags[number].add(self.fields["tag"])  # type: ignore[arg-type]
            if "untag" in self.fields:
                said.tags[number].discard(self.fields["untag"])  # type: ignore[arg-type]
        return said


def set_tags(numbers: Collection[int], values: Values, asked: Values, user: User) -> None:
    """Brings these relationships to `values`, of the tags that were `asked`."""
    for name, value in values.items():
        gets = (value is not None) == (name == "tag")
        for some in _slices(list(numbers)):
            _give(some, asked[name], user) if gets else _take_off(some, asked[name], user)


def _give(numbers: list[int], tag: object, user: User) -> None:
    now = timezone.now()
    rows = (Tagging(relationship_id=number, tag_id=tag, by=user, made=now) for number in numbers)
    Tagging.objects.bulk_create(rows, ignore_conflicts=True)  # who got it meanwhile has it


def _take_off(numbers: list[int], tag: object, user: User) -> None:
    having = Tagging.objects.filter(relationship__in=numbers, tag=tag, ended=None)
    having.update(ended=timezone.now(), ended_by=user)


def _slices(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))
