"""After what weighs or holds back has changed: the day of whatever is offered."""

from sapwood.records.relationships.models import DayItem

from ..judge_again import judge_many


def plan_all_again() -> None:
    offered = DayItem.objects.filter(section=DayItem.Section.TOUCH)
    judge_many(list(offered.values_list("relationship", flat=True)), {"owner"})
