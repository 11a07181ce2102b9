"""Saving standings: one disposable row a relationship, and who took part in which."""

from collections.abc import Iterable

from django.db.models import Q

from sapwood.measures.standing import Standing as Measured
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import CoverBrief, Participation, Relationship, Standing

from .audit import audit
from .insert_rows import insert_rows
from .measure import Measurements
from .tables.told import told_of


def meet(measured: Measurements, looked_at: set[int] | None = None) -> None:
    """Saves the relationships with whom home met for the first time, their role not said yet; one without a touch
    that nobody wrote about goes, such as an undone import leaves. `looked_at`: these organisations only."""
    fresh = [one for one, _ in measured if one.pk is None]
    Relationship.objects.bulk_create(fresh, batch_size=1000)
    among = _of(Relationship.objects, "organisation", looked_at)
    untold = among.filter(
        role=Relationship.Role.UNKNOWN,
        owner=None,
        since=None,
        floor=None,
        ceiling=None,
        tier=None,
        taggings=None,
        wishes=None,
        organisation__named_by_person=False,
        decisions=None,
        guest_links=None,
        rests=None,
        listenings=None,
        hand_overs=None,
    ).exclude(cover_briefs__in=CoverBrief.objects.filter(Q(words__isnull=False) | Q(covers__isnull=False)))
    met = {one.pk for one, _ in measured}
    told = told_of()
    gone = [pk for pk, who in untold.values_list("pk", "organisation") if pk not in met and who not in told]
    Relationship.objects.filter(pk__in=gone).delete()
    if fresh or gone:
        audit(None, "refresh", "meet organisations", "relationships", met=len(fresh), gone=len(gone))


def save_standings(measured: Measurements, looked_at: set[int] | None = None) -> None:
    """In place of what was saved before; `looked_at`: of these organisations only."""
    _of(Standing.objects, "relationship__organisation", looked_at).delete()
    insert_rows(_row(r, s) for r, s in measured)
    users = _users()
    _of(Participation.objects, "relationship__organisation", looked_at).delete()
    insert_rows(
        Participation(relationship=one, user=user)
        for one, standing in measured
        for user in {users[tie["colleague"]] for tie in standing.reach.get("ties", ()) if tie["colleague"] in users}
    )


def _of(rows, path: str, looked_at: set[int] | None):
    return rows.all() if looked_at is None else rows.filter(**{f"{path}__in": looked_at})


def _users() -> dict[int, User]:
    """Users by the person they are, through any of their addresses."""
    keys = {key: user for user in User.objects.prefetch_related("addresses") for key in _keys(user)}
    found = Address.objects.filter(key__in=list(keys)).exclude(person=None).values_list("person_id", "key")
    return {person: keys[key] for person, key in found}


def _keys(user: User) -> Iterable[int]:
    return [address.key for address in user.addresses.all()]


def _row(relationship: Relationship, s: Measured) -> Standing:
    return Standing(
        relationship=relationship,
        as_of=s.as_of,
        state=s.state,
        why=s.why,
        touches=s.touches,
        touch_days=s.touch_days,
        first_touch=s.first_touch,
        last_touch=s.last_touch,
        silent_days=s.silent_days,
        usual_gap_days=s.usual_gap and list(s.usual_gap),
        silence_rank=s.silence_rank,
        p_touch_30d=s.p_touch_30d,
        expected_30d=s.expected_30d,
        arithmetic=s.arithmetic,
        balance=s.balance,
        reach=s.reach,
        quarters=s.quarters,
        meetings=s.meetings,
        recent=s.recent.to_bytes(),
    )
