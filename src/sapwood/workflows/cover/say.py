"""Who covers an account while somebody is away, what they add in their own words, and who has read it."""

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import Absence, User
from sapwood.records.relationships.models import Cover, CoverBrief, CoverReading, CoverWords, Relationship

from ..audit import audit
from ..judge_again import plan_again
from ..permission import may, require

MOST = 2000


def say_cover(user: User, brief: CoverBrief, colleague: User | None, door: str = "page") -> Cover | None:
    """From now on `colleague` covers (None: nobody does), in place of who did. Saying the same twice changes nothing.
    Raises Refused, or ValueError with a sentence."""
    require(user, "say cover", brief)
    with transaction.atomic():
        locked = CoverBrief.objects.select_for_update(of=("self",)).select_related("absence__user").get(pk=brief.pk)
        before = locked.covers.filter(ended=None).select_related("colleague").first()
        if colleague is not None:
            _may_cover(user, locked, colleague)
            if before and before.colleague == colleague:
                return before
        elif before is None:
            return None
        if before:
            before.ended, before.ended_by = timezone.now(), user
            before.save(update_fields=["ended", "ended_by"])
        made = locked.covers.create(colleague=colleague, by=user, made=timezone.now()) if colleague else None
        said = colleague.email if colleague else ""
        audit(user, door, "say cover", locked, covers=[before.colleague.email if before else "", said])
        plan_again(locked.relationship)
    return made


def trouble_with(brief: CoverBrief, colleague: User) -> str:
    """Why this colleague cannot cover in these days; "" where they can."""
    absence = brief.absence
    if colleague.pk == absence.user_id:
        return f"{colleague} is who will be away, so somebody else covers."
    if not colleague.is_active:
        return f"{colleague} has no login any more, so they cannot cover."
    other = away_meanwhile(absence).filter(user=colleague).first()
    if other:
        return f"{colleague} is away themselves from {other.since} to {other.until}, within the same days."
    return ""


def away_meanwhile(absence: Absence):
    """Absences of others that meet its days."""
    meets = Absence.objects.in_force().filter(since__lte=absence.until, until__gte=absence.since)
    return meets.exclude(user=absence.user_id)


def _may_cover(user: User, brief: CoverBrief, colleague: User) -> None:
    if trouble := trouble_with(brief, colleague):
        raise ValueError(f"{trouble} Nothing was changed.")
    account = brief.relationship
    sees = Relationship.objects.visible_to(colleague).filter(pk=account.pk).exists()
    if not sees and not may(user, "change", account):
        raise ValueError(
            f"{colleague} does not see {account}, and only its owner or a lead may open it to them. Ask one of them, "
            "or choose somebody who sees it; nothing was changed."
        )


def add_words(user: User, brief: CoverBrief, words: str, door: str = "page") -> CoverWords | None:
    """In place of what they said before, which stays as a record. Raises Refused, or ValueError with a sentence."""
    require(user, "add to brief", brief)
    words = "\n".join(line.rstrip() for line in words.strip().splitlines())
    if len(words) > MOST:
        raise ValueError(f"That is longer than {MOST:,} characters. Say it shorter; nothing was changed.")
    with transaction.atomic():
        locked = CoverBrief.objects.select_for_update(of=("self",)).get(pk=brief.pk)
        before = locked.words.first()
        if (before.words if before else "") == words:
            return before
        made = locked.words.create(by=user, made=timezone.now(), words=words)
        audit(user, door, "add to cover brief", locked, characters=len(words))
    return made


def say_read(user: User, brief: CoverBrief, door: str = "page") -> CoverReading:
    """Once more only where words were added since. Raises Refused."""
    require(user, "see", brief.relationship)
    with transaction.atomic():
        CoverBrief.objects.select_for_update(of=("self",)).get(pk=brief.pk)
        last, said = brief.readings.filter(user=user).first(), brief.words.first()
        if last and (said is None or said.made <= last.read):
            return last
        made = brief.readings.create(user=user, read=timezone.now())
        audit(user, door, "read cover brief", brief)
    return made
