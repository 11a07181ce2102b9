"""Undoing an import of tables, also weeks later. Its rows cease to count at once, and what they stood in for counts
again; accounts go back to what they were, unless somebody has changed them since or something else speaks of them."""

from sapwood.records.directory.models import Domain, Organisation
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship, Standing
from sapwood.records.trade.models import AccountChange, Sheet

from ..outdated import outdate_all
from .told import told_of

BATCH = 500
NAMED = 5


def take_back(done: Import) -> str:
    """Within the transaction of the undo. Returns a sentence about what stays, "" where nothing does."""
    if not Sheet.objects.filter(of=done).exists():
        return ""
    changes = list(AccountChange.objects.filter(of=done).select_related("relationship__organisation").order_by("-id"))
    stays = [name for change in changes if change.field != "made" and (name := _back(change))]
    told = told_of(but=done.pk)
    touched = set(Standing.objects.filter(touches__gt=0).values_list("relationship", flat=True))
    made = [change.relationship for change in changes if change.field == "made"]
    goes = [
        one for one in made if one.pk not in touched and one.organisation_id not in told and not _looked_after(one)
    ]
    gone = {one.pk for one in goes}
    stays += [one.organisation.name for one in made if one.pk not in gone]
    _delete(goes)
    outdate_all()
    if not stays:
        return ""
    named = sorted(set(stays))
    shown = ", ".join(named[:NAMED]) + (f" and {len(named) - NAMED:,} more" if len(named) > NAMED else "")
    return (
        f"What people have changed since, and what something else speaks of, stays: {shown}. "
        "Everything else is as it was before."
    )


def _back(change: AccountChange) -> str:
    """Puts one change back; the account's name where it stays, because it is not what the import made it."""
    one, organisation = change.relationship, change.relationship.organisation
    if change.field == "role":
        other = Relationship.objects.filter(organisation=organisation, role=change.before).exclude(pk=one.pk)
        if one.role != change.after or other.exists():
            return organisation.name
        Relationship.objects.filter(pk=one.pk).update(role=change.before)
    elif change.field == "name":
        unnamed = Organisation.objects.filter(pk=organisation.pk, name=change.after, named_by_person=False)
        if not unnamed.update(name=change.before):
            return organisation.name
    elif change.field == "domain":
        with_people = organisation.addresses.filter(address__endswith=f"@{change.after}")
        if with_people.exists():
            return organisation.name
        Domain.objects.filter(name=change.after, organisation=organisation).delete()
    return ""


def _looked_after(one: Relationship) -> bool:
    """Whether a person said or did something about an account that the import made."""
    said = one.owner_id or one.since or one.floor or one.ceiling or one.organisation.named_by_person
    some = (one.decisions, one.guest_links, one.sharings, one.rests, one.wishes, one.taggings)
    some += (one.listenings, one.listened, one.sale_reasons, one.sale_changes, one.sale_answers)
    return bool(said or one.tier_id) or any(rows.exists() for rows in (*some, one.organisation.closures))


def _delete(goes: list[Relationship]) -> None:
    for at in range(0, len(goes), BATCH):
        some = goes[at : at + BATCH]
        Relationship.objects.filter(pk__in=[one.pk for one in some]).delete()
        numbers = [one.organisation_id for one in some]
        idle = Organisation.objects.filter(
            pk__in=numbers, home=False, relationships=None, addresses=None, people=None, named_by_person=False
        )
        idle.delete()
