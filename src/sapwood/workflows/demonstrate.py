"""Loading one home of the demonstration: its people, its accounts and what they agreed, its mail and its journal."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from sapwood.identity.organisation import organisation_domain
from sapwood.records.access.models import Installation, User
from sapwood.records.directory.models import Domain, Organisation
from sapwood.records.relationships.models import Relationship

from .change_relationship import change
from .home import call_home
from .imports import ask_import
from .installation import operator
from .refresh import refresh
from .set_up import give_address, invite
from .take_in.flow import take_in

DOOR = "demonstration"


def load(folder: Path) -> Iterator[str]:
    """Does it all, with a sentence for each part. A home that is in already is left as it is."""
    if Installation.get().set_up:
        yield "The demonstration is in already."
        return
    told = json.loads((folder / "home.json").read_text())
    people = _people(told)
    call_home(operator(), told["domains"], DOOR, name=told["name"])
    for account in told["accounts"]:
        _account(account, people)
    running = ask_import(operator(), [folder / "mail", folder / "journal.jsonl"], door=DOOR, queue=False)
    take_in(running, DOOR)
    yield f"{running.added:,} interactions of {told['name']} are in."
    judged = refresh(date.fromisoformat(told["as_of"]))
    Installation.objects.filter(pk=1).update(set_up=timezone.now())
    yield f"{judged} relationships stand as of {told['as_of']}."


@transaction.atomic
def _people(told: dict) -> dict[str, User]:
    people = {}
    for colleague in told["colleagues"]:
        if colleague["role"] == User.Role.OPERATOR:
            user = operator()
            user.email, user.name = colleague["address"], colleague["name"]
            user.save()
            give_address(user, colleague["address"])
        else:
            user = invite(operator(), colleague["address"], colleague["name"], colleague["role"], DOOR)
        people[colleague["address"]] = user
    return people


def _account(told: dict, people: dict[str, User]) -> None:
    domains = [organisation_domain(domain) or domain for domain in told["domains"]]
    with transaction.atomic():
        known = Domain.objects.filter(name__in=domains).select_related("organisation").first()
        organisation = (
            known.organisation if known else Organisation.objects.create(name=told["name"], named_by_person=True)
        )
        for domain in domains:
            Domain.objects.get_or_create(name=domain, defaults={"organisation": organisation})
        relationship = Relationship.objects.create(organisation=organisation, role=told["role"])
    since = told.get("since")
    change(
        operator(),
        relationship,
        DOOR,
        name=told["name"],
        owner=people.get(told.get("owner")),
        since=date.fromisoformat(since) if since else None,
        floor=told.get("floor"),
        ceiling=told.get("ceiling"),
    )
