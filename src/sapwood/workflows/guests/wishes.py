"""How guests wish to be reached: saying it, taking it back, and a colleague setting it aside with a sentence for
them. It holds at once, and comes before what anybody else says of it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from sapwood.identity.address import canonical
from sapwood.planning.wished import Wished
from sapwood.planning.zones import is_zone
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address
from sapwood.records.guests.models import GuestLink, GuestWish, Visit
from sapwood.records.relationships.models import Relationship
from sapwood.store.rows import address_key

from .. import clock
from ..audit import audit
from ..installation import log_secret
from ..listed import listed
from ..permission import require
from . import limits
from .log import note

Kind = GuestWish.Kind
WORDS = {Kind.NO_MAIL: "Do not write to me", Kind.NO_CALL: "Never call me", Kind.HOURS: "Call me only at these hours"}


def say(
    visit: Visit,
    kind: str,
    client: str,
    now: datetime,
    opens: time | None = None,
    closes: time | None = None,
    zone: str = "",
) -> GuestWish:
    """From now on it holds; of one kind the newer ends the older, and the same twice is said once. Raises ValueError
    with a sentence, or TooOften."""
    link, zone = visit.link, zone.strip()
    if kind not in Kind.values:
        raise ValueError("This cannot be wished for here. Nothing was kept.")
    if kind == Kind.HOURS:
        if opens is None or closes is None or closes <= opens:
            raise ValueError("Say from when until when you may be called, the earlier first. Nothing was kept.")
        if not is_zone(zone):
            raise ValueError("Say in which time zone, such as Europe/Lisbon. Nothing was kept.")
    else:
        opens, closes, zone = None, None, ""
    limits.CORRECTIONS.admit(link.pk, now)
    with transaction.atomic():
        GuestLink.objects.select_for_update().get(pk=link.pk)  # a double click meets itself here
        before = own(visit).filter(kind=kind).first()
        if before and (before.opens, before.closes, before.zone) == (opens, closes, zone):
            return before
        if before:
            before.ended = now
            before.save(update_fields=["ended"])
        made = GuestWish.objects.create(
            relationship=link.relationship,
            link=link,
            guest=link.address,
            person_id=_person(link),
            kind=kind,
            opens=opens,
            closes=closes,
            zone=zone,
            said=clock.today(),
            made=now,
        )
        note(link, "say how to be reached", client, wish=made.pk, kind=kind)
        _plan(link.relationship)
    return made


def take_back(visit: Visit, kind: str, client: str, now: datetime) -> None:
    """By the guest. Twice changes nothing."""
    with transaction.atomic():
        for one in own(visit).select_for_update().filter(kind=kind):
            one.ended = now
            one.save(update_fields=["ended"])
            note(visit.link, "take back how to be reached", client, wish=one.pk, kind=kind)
        _plan(visit.link.relationship)


def set_aside(user: User, wish: GuestWish, why: str, door: str = "page") -> GuestWish:
    """By a colleague, with a sentence that the guest reads. Twice changes nothing. Raises Refused, or ValueError with
    a sentence."""
    require(user, "change", wish.relationship)
    why = " ".join(why.replace("\0", "").split())
    if not 1 <= len(why) <= 300:
        raise ValueError("It is their own wish. Say in 1 to 300 characters why it does not hold; they read it.")
    with transaction.atomic():
        locked = GuestWish.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=wish.pk)
        if locked.ended is None:
            locked.ended, locked.ended_by, locked.ended_why = timezone.now(), user, why
            locked.save(update_fields=["ended", "ended_by", "ended_why"])
            audit(user, door, "set aside how to be reached", locked, account=locked.relationship_id, kind=locked.kind)
            _plan(locked.relationship)
    return locked


def own(visit: Visit):
    """What this guest wishes, through this link or an earlier one."""
    return GuestWish.objects.standing().filter(relationship=visit.link.relationship, guest=visit.link.address)


def answered(visit: Visit):
    """What of theirs a colleague set aside, the newest first."""
    rows = GuestWish.objects.filter(relationship=visit.link.relationship, guest=visit.link.address)
    return rows.exclude(ended_by=None).select_related("ended_by")


def wished_by(relationships: Collection[int]) -> dict[int, tuple[Wished, ...]]:
    """By relationship, what its contacts wish, for planning."""
    rows = GuestWish.objects.standing().filter(person__isnull=False).select_related("person").order_by("pk")
    if len(relationships) < 2_000:
        rows = rows.filter(relationship__in=listed(relationships))
    of: defaultdict[tuple[int, int], list[GuestWish]] = defaultdict(list)
    for row in rows:
        of[row.relationship_id, row.person_id].append(row)
    found: defaultdict[int, tuple[Wished, ...]] = defaultdict(tuple)
    for (number, person), several in of.items():
        kinds = {one.kind: one for one in several}
        at = kinds.get(Kind.HOURS)
        found[number] += (
            Wished(
                person,
                str(several[0].person),
                max(one.said for one in several),
                Kind.NO_MAIL in kinds,
                Kind.NO_CALL in kinds,
                at.opens if at else None,
                at.closes if at else None,
                at.zone if at else "",
            ),
        )
    return dict(found)


def not_written_to() -> dict[int, str]:
    """By the log's key of an address, why it is not written to: by the word of who proved it, for all of theirs."""
    rows = list(GuestWish.objects.standing().filter(kind=Kind.NO_MAIL))
    if not rows:
        return {}
    said = {row.person_id: _no_mail(row.said) for row in rows if row.person_id}
    theirs = Address.objects.mail().filter(person__in=list(said)).values_list("key", "person_id")
    secret = log_secret()
    return {key: said[person] for key, person in theirs} | {
        address_key(secret, canonical(row.guest)): _no_mail(row.said) for row in rows
    }


def _no_mail(said: date) -> str:
    return f"They asked not to be written to, on {said} (by their own word, as a guest)."


def _person(link: GuestLink) -> int | None:
    there = Address.objects.filter(address=canonical(link.address), organisation=link.relationship.organisation_id)
    return there.exclude(person=None).values_list("person", flat=True).first()


def _plan(relationship: Relationship) -> None:
    from ..judge_again import plan_again  # which plans by what this file says

    plan_again(relationship)
