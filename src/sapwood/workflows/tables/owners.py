"""Owners that a table names, given to all accounts that nobody owns yet in one step, which can be taken back."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import BulkChange, Relationship
from sapwood.records.trade.models import Deal, Firm, TeamMember

from ..change_many import change_many
from ..names_of_users import users_by_name
from ..permission import require

AT_ONCE = 5000  # accounts named in one question to the database
Named = Mapping[User, list[int]]


def owners_named(user: User, brought: Import) -> Named:
    """By colleague, the relationships without an owner that this import's tables name them for: as the owner of the
    account, in a team, or on its newest deal. Only those that `user` sees; a name without a login names nobody."""
    said = _said(brought)
    user_called = users_by_name()
    meant = {number: user_called(name) for number, name in said.items()}
    unowned = Relationship.objects.visible_to(user).filter(owner=None)
    found: defaultdict[User, list[int]] = defaultdict(list)
    numbers = sorted(number for number, owner in meant.items() if owner is not None)
    for at in range(0, len(numbers), AT_ONCE):
        rows = unowned.filter(organisation__in=numbers[at : at + AT_ONCE]).values_list("organisation_id", "pk")
        for number, pk in rows.order_by("pk"):
            owner = meant[number]
            assert owner is not None
            found[owner].append(pk)
    return dict(sorted(found.items(), key=lambda one: str(one[0])))


def give_owners(user: User, brought: Import, door: str = "page") -> list[BulkChange]:
    """All of `owners_named`, in one transaction. Giving them twice changes nothing. Raises Refused."""
    require(user, "see import", brought)
    require(user, "import tables")
    made = []
    with transaction.atomic():
        for owner, accounts in owners_named(user, brought).items():
            for at in range(0, len(accounts), AT_ONCE):
                some = Relationship.objects.visible_to(user).filter(pk__in=accounts[at : at + AT_ONCE], owner=None)
                made.append(change_many(user, some, {"owner": owner.pk}, door))
    return [change for change in made if change is not None]


def _said(brought: Import) -> dict[int, str]:
    """Organisation -> the name that the import's rows give for whoever looks after it; the best source last."""
    found: dict[int, str] = {}
    deals = Deal.objects.present().filter(sheet__of=brought).exclude(colleague="").exclude(organisation=None)
    newest: dict[int, tuple[date, int]] = {}
    for number, name, closed, opened, pk in deals.values_list("organisation", "colleague", "closed", "opened", "pk"):
        when = (closed or opened or date.min, pk)
        if when >= newest.get(number, (date.min, 0)):
            newest[number], found[number] = when, name
    team = TeamMember.objects.present().filter(sheet__of=brought).exclude(organisation=None).exclude(colleague="")
    found |= dict(team.order_by("pk").values_list("organisation", "colleague"))
    firms = Firm.objects.present().filter(sheet__of=brought).exclude(owner="")
    return found | dict(firms.order_by("pk").values_list("organisation", "owner"))
