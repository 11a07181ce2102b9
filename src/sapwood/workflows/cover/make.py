"""Making cover briefs: for each account that hangs on a colleague who will be away. Made when the absence is said,
and anew by every refresh until it begins; from then on they stand."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from sapwood.records.access.models import Absence
from sapwood.records.relationships.models import Cover, CoverBrief, Hanging
from sapwood.workflows.audit import audit
from sapwood.workflows.insert_rows import insert_values
from sapwood.workflows.listed import listed
from sapwood.workflows.plan_day import persons_of_users

COLUMNS = ("absence_id", "relationship_id", "made", "looked", "hangs")


def make_briefs(absence: Absence, day: date) -> None:
    """Those that it lacks; of those there are, which still hang on them. What nobody wrote anything about goes, where
    it does not."""
    person = persons_of_users().get(absence.user_id)
    hanging = Hanging.objects.filter(side=Hanging.Side.OURS, person=person) if person else Hanging.objects.none()
    wanted = set(hanging.order_by().values_list("relationship", flat=True))
    there = set(absence.briefs.order_by().values_list("relationship", flat=True))
    loose = absence.briefs.filter(relationship__in=listed(there - wanted))
    loose.filter(covers=None, words=None, readings=None).delete()
    loose.update(hangs=False)
    absence.briefs.filter(relationship__in=listed(there & wanted)).update(hangs=True)
    absence.briefs.update(looked=day)
    now = timezone.now()
    insert_values(CoverBrief, COLUMNS, ((absence.pk, one, now, day, True) for one in sorted(wanted - there)))


def make_due_briefs(day: date) -> None:
    """Of every absence that has not begun, or had not when its briefs were last looked at. Covers of absences that
    are over end."""
    for absence in Absence.objects.in_force().filter(until__gte=day):
        if absence.since > day or absence.briefs.filter(looked__lt=absence.since).exists():
            make_briefs(absence, day)
    over = Q(brief__absence__until__lt=day) | Q(brief__absence__ended__isnull=False)
    end_covers(Cover.objects.filter(over, ended=None).values_list("pk", flat=True))


def end_covers(numbers: Iterable[int]) -> int:
    """With the absence, by nobody; each says whose cover ended. How many ended."""
    over = list(Cover.objects.filter(pk__in=list(numbers), ended=None).select_related("brief", "colleague"))
    Cover.objects.filter(pk__in=[cover.pk for cover in over], ended=None).update(ended=timezone.now())
    for cover in over:
        audit(None, "absence", "end cover", cover.brief, covers=[cover.colleague.email, ""])
    return len(over)
