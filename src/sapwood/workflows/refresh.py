"""Refreshing: the log and the map of people become a saved standing per relationship. Deleting them loses nothing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import pyarrow as pa
from django.db import transaction

from sapwood.measures.standing import Standing as Measured
from sapwood.measures.standing import standings
from sapwood.measures.touches import touches
from sapwood.records.access.models import Installation, User
from sapwood.records.directory.models import Address, Organisation
from sapwood.records.relationships.models import Participation, Relationship, Standing
from sapwood.store.duckdb import DuckDB

from .audit import audit
from .clock import today
from .findable import learn_names
from .installation import counting_imports, log
from .plan_day import plan_day

EVER = date(9000, 1, 1)
PEOPLE = ("key", "person_id", "organisation_id", "kind", "organisation__home")


def engine() -> DuckDB:
    """The engine over what counts: rows of finished imports, and what each key stands for now."""
    rows = list(Address.objects.values_list(*PEOPLE))
    columns = list(zip(*rows, strict=True)) or [[]] * 5
    types = (pa.int64(), pa.int64(), pa.int64(), pa.string(), pa.bool_())
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    arrays[4] = arrays[4].fill_null(False)
    people = pa.table(arrays, ["key", "person", "organisation", "kind", "home"])
    return DuckDB(log().files(), people, counting_imports())


def measure(as_of: date, source: DuckDB | None = None) -> list[tuple[Relationship, Measured]]:
    """Every relationship with its standing as of a date; nothing is saved. One that people wrote down stands
    even where there was no touch yet, any other from its first touch on."""
    source = source or engine()
    layers = _layers(Relationship.objects.select_related("organisation", "owner").order_by("pk"))
    measured = []
    for layer in layers:
        cadences = {o: (r.floor, r.ceiling) for o, r in layer.items()}
        found = {s.organisation: s for s in standings(source, as_of, cadences, set(layer))}
        measured += [(r, found[o]) for o, r in layer.items() if o in found and (found[o].touches or _written(r))]
    return measured


def _written(relationship: Relationship) -> bool:
    """Whether people said anything about it; else it begins with its first touch."""
    return relationship.role != Relationship.Role.UNKNOWN or bool(relationship.floor or relationship.ceiling)


def _layers(relationships: Iterable[Relationship]) -> list[dict[int, Relationship]]:
    """Relationships by organisation; the second of one organisation, with a cadence of its own, in a second layer."""
    layers: list[dict[int, Relationship]] = []
    place: defaultdict[int, int] = defaultdict(int)
    for relationship in relationships:
        depth = place[relationship.organisation_id]
        place[relationship.organisation_id] += 1
        if depth == len(layers):
            layers.append({})
        layers[depth][relationship.organisation_id] = relationship
    return layers


def meet_organisations(source: DuckDB) -> int:
    """A relationship for every outside organisation that home has been in touch with, its role not said yet;
    one that an undone import brought and nobody wrote about goes. Returns how many came."""
    met = touches(EVER).select("organisation").distinct()
    seen = set(source.run(met)["organisation"].to_pylist())
    with transaction.atomic():
        have = set(Relationship.objects.values_list("organisation_id", flat=True))
        home = set(Organisation.objects.filter(home=True).values_list("pk", flat=True))
        fresh = sorted(seen - have - home)
        Relationship.objects.bulk_create(Relationship(organisation_id=o) for o in fresh)
        untold = Relationship.objects.filter(
            role=Relationship.Role.UNKNOWN,
            owner=None,
            since=None,
            floor=None,
            ceiling=None,
            organisation__named_by_person=False,
            decisions=None,
            guest_links=None,
        )
        gone = [r.pk for r in untold if r.organisation_id not in seen]
        Relationship.objects.filter(pk__in=gone).delete()
        if fresh or gone:
            audit(None, "refresh", "meet organisations", "relationships", met=len(fresh), gone=len(gone))
    return len(fresh)


def refresh(as_of: date | None = None) -> int:
    """Saves the standings and the day's plan as of a date (today). Returns the number of relationships."""
    as_of = as_of or today()
    source = engine()
    with transaction.atomic():
        _one_at_a_time()
        meet_organisations(source)
        learn_names()
    measured = measure(as_of, source)
    with transaction.atomic():
        _one_at_a_time()
        Standing.objects.all().delete()
        Standing.objects.bulk_create((_row(r, s) for r, s in measured), batch_size=500)
        _participations(measured)
        plan_day(as_of, measured)
    return len(measured)


def _one_at_a_time() -> None:
    """Two refreshes at once would each put back what the other took away; the later one waits here."""
    Installation.objects.select_for_update().get(pk=Installation.get().pk)


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
        recent=[touch | {"when": touch["when"].isoformat()} for touch in s.recent],
    )


def _participations(measured: list[tuple[Relationship, Measured]]) -> None:
    """Which users have taken part in which relationship, through any of their addresses."""
    users = {
        person: user
        for user in User.objects.prefetch_related("addresses")
        for person in Address.objects.filter(key__in=[a.key for a in user.addresses.all()]).values_list(
            "person_id", flat=True
        )
        if person
    }
    Participation.objects.all().delete()
    Participation.objects.bulk_create(
        (
            Participation(relationship=relationship, user=user)
            for relationship, standing in measured
            for user in {
                users[tie["colleague"]] for tie in standing.reach.get("ties", ()) if tie["colleague"] in users
            }
        ),
        batch_size=1000,
    )
