"""Accounts change hands: who had them is known, the new owner owes an introduction, and 500 at once do not flood."""

from collections import Counter
from datetime import date, timedelta

import pytest
from cast import ANA, JANE, START, TOM, bring, mail  # noqa: F401

from sapwood.planning.introduction import A_DAY
from sapwood.records.access.models import User
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import DayItem, HandOver, Relationship
from sapwood.workflows.change_many import change_many, undo_many
from sapwood.workflows.change_relationship import change
from sapwood.workflows.decide import decide
from sapwood.workflows.decide import undo as take_back
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address
from sapwood.workflows.today import today_as_of

DAY = date(2024, 4, 2)  # a Tuesday


@pytest.fixture
def orchard(bring, ana, tom, settings):  # noqa: F811
    """Tom's, who wrote last on 25 March."""
    bring(*(mail(n, TOM, JANE, day=28 * n, text="The volumes are in.") for n in range(4)))
    for user in (ana, tom):
        give_address(user, user.email)
    refresh(DAY)
    settings.SAPWOOD_AS_OF = DAY
    return Relationship.objects.get()


def owed(day) -> list[tuple[str, str]]:
    """(kind, whose) of what Today offers of it, the same saved and afresh."""
    refresh(day)
    items = DayItem.objects.filter(section="touch").select_related("colleague")
    afresh = [item["kind"] for item in today_as_of(day)]
    assert sorted(item.kind for item in items) == sorted(afresh)
    return [(item.kind, str(item.colleague)) for item in items]


@pytest.mark.django_db(transaction=True)
def test_handed_over_until_the_new_owner_is_in_touch(orchard, bring, ana, tom, lead, settings):  # noqa: F811
    change(lead, orchard, owner=tom)
    first = HandOver.objects.get()
    assert (first.before, first.owner, first.offered) == (None, tom, None), "it never was anybody's"
    settings.SAPWOOD_AS_OF = DAY + timedelta(days=1)
    refresh(DAY + timedelta(days=1))
    orchard.refresh_from_db()
    change(lead, orchard, owner=ana)
    made = HandOver.objects.in_force().get()
    assert (made.before, made.since, made.owner, made.by) == (tom, DAY, ana, lead)
    assert made.offered == DAY + timedelta(days=1)
    [item] = DayItem.objects.filter(section="touch")
    assert (item.kind, str(item.colleague), str(item.contact)) == ("hand-over", "Ana Brandt", "Jane Doyle"), "at once"
    assert item.why == "Introduce yourself: Tom Keller handed this over on 3 April 2024."
    assert "Who of ours knows them: Tom Keller." in item.arithmetic
    later = DAY + timedelta(days=8)
    assert owed(later) == [("hand-over", "Ana Brandt")]
    orchard.refresh_from_db()
    done = decide(ana, orchard, "done", later, item_kind="hand-over")
    assert ("hand-over", "Ana Brandt") not in owed(later + timedelta(days=1))
    take_back(ana, done)
    bring(mail(50, JANE, ANA, day=96, text="Welcome."), mail(51, TOM, JANE, day=97, text="Farewell."))
    assert owed(later) == [("hand-over", "Ana Brandt")], "no touch of hers"
    bring(mail(52, ANA, JANE, day=98, text="I am Ana."))
    assert ("hand-over", "Ana Brandt") not in owed(later)
    settings.SAPWOOD_AS_OF = later
    change(lead, orchard, owner=tom)
    assert owed(later) == [("hand-over", "Tom Keller")], "back again, and she was introduced"


@pytest.mark.django_db(transaction=True)
def test_what_was_known_before_there_were_records_and_nobodys_for_a_while(orchard, ana, tom, lead, settings):
    change(lead, orchard, owner=tom)
    HandOver.objects.all().delete()  # as in an installation that is older than they are
    change(lead, orchard, owner=None)
    assert HandOver.objects.in_force().get().before == tom
    settings.SAPWOOD_AS_OF = DAY + timedelta(days=1)
    refresh(DAY + timedelta(days=1))
    orchard.refresh_from_db()
    change(lead, orchard, owner=ana)
    made = HandOver.objects.in_force().get()
    assert made.before == tom and made.since is not None and made.offered is not None
    assert [kind for kind, _ in owed(DAY + timedelta(days=1))] == ["hand-over"]
    change(lead, orchard, owner=tom)
    assert HandOver.objects.in_force().get().offered is None, "given back before she was introduced"


@pytest.mark.django_db
def test_five_hundred_at_once_come_up_five_a_day_and_go_back(orchard, tom, lead, settings):
    firms = Organisation.objects.bulk_create(Organisation(name=f"Firm {n:03}") for n in range(499))
    Relationship.objects.bulk_create(Relationship(organisation=firm, owner=tom, role="customer") for firm in firms)
    Relationship.objects.filter(pk=orchard.pk).update(owner=tom)
    settings.SAPWOOD_AS_OF = day = DAY + timedelta(days=1)
    refresh(day)
    nina = User.objects.create_user("nina@home.example", "Nina Weiss", "colleague")  # who has written nothing yet
    made = change_many(lead, Relationship.objects.all(), {"owner": nina.pk})
    days = Counter(HandOver.objects.in_force().values_list("offered", flat=True))
    assert set(days.values()) == {A_DAY} and len(days) == 500 // A_DAY
    assert all(one.weekday() < 5 for one in days) and min(days) == day
    assert HandOver.objects.get(relationship=orchard).offered == day, "whom we know best comes first"
    items = DayItem.objects.filter(kind="hand-over", section="touch")
    assert {str(item.colleague) for item in items.select_related("colleague")} == {"Nina Weiss"}
    assert (items.filter(held="").count(), items.exclude(held="").count()) == (A_DAY, 500 - A_DAY)
    assert items.exclude(held="").order_by("rank").first().held.startswith("Its day is 4 April 2024")
    undo_many(lead, made)
    assert not HandOver.objects.owing(day).exists() and not items.all().exists(), "as if it had not been"
