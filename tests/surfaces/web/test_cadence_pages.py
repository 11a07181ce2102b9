"""How often: on the account, for tiers and tags, and who is away."""

from datetime import date

import pytest
from django.urls import reverse
from web_cast import AS_OF, account, contact, offer

from sapwood.records.access.models import Absence, UserAddress
from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import (
    BulkChange,
    Closure,
    DayItem,
    Policy,
    Relationship,
    Standing,
    Tag,
    Tier,
    Wish,
)
from sapwood.workflows.change_many import change_many
from sapwood.workflows.policies import set_policy
from sapwood.workflows.tiers import add_tier, tag


def text(answer):
    return " ".join(answer.content.decode().split())


def test_an_account_says_which_cadence_counts_and_who_said_what(as_, cast):
    page = as_(cast.ana)
    address = reverse("account", args=[cast.orchard.pk])
    assert "Nothing was asked or agreed, so their own rhythm counts." in text(page.get(address))
    jane = contact(cast.orchard, "Jane Doyle", "jane@orchard.example")
    standing = cast.orchard.standing
    standing.reach = {"ties": [{"colleague": cast.person.pk, "contact": jane.pk, "touches": 3, "last": "2026-05-05",
                                "strength": 3.0}]}  # fmt: skip
    standing.save()
    wish = {"ceiling": "60", "words": "Once in two months.", "contact": jane.pk, "heard": "2026-05-04", "until": ""}
    said = page.post(reverse("wishes", args=[cast.orchard.pk]), wish, follow=True)
    assert "What Orchard asked on 4 May 2026 counts from now on." in text(said)
    assert "They asked on 4 May 2026 to hear from us at least every 60 days; silent for <b>41 days</b>." in text(said)
    assert "Jane Doyle said: “Once in two months.” Heard by Ana, 4 May." in text(said)
    assert page.post(address, {"name": "Orchard", "role": "customer", "ceiling": "20"}).status_code == 302
    assert "Written down by Ana, " in text(page.get(address))
    ended = page.post(reverse("end_wish", args=[Wish.objects.get().pk]), follow=True)
    assert "Agreed at least every 20 days" in text(ended)
    assert "Asked before" in text(ended)


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"floor": "30", "ceiling": "20"}, "The floor must be below the ceiling."),
        ({"ceiling": "10000"}, "less than or equal to 3650"),
        ({"ceiling": "0"}, "greater than or equal to 1"),
        ({"ceiling": "9", "heard": "2026-06-16"}, "still to come"),
        ({"ceiling": "9", "heard": "31 June"}, "Enter a valid date"),
    ],
)
def test_a_wish_that_cannot_be_is_said_and_not_kept(as_, cast, wish, why):
    assert why in text(as_(cast.ana).post(reverse("wishes", args=[cast.orchard.pk]), wish, follow=True))
    assert not Wish.objects.exists()


def test_a_policy_shows_what_it_would_change_and_then_changes_it(as_, cast):
    page = as_(cast.lea)
    assert "There is a tier A." in text(page.post(reverse("cadence"), {"name": "A"}, follow=True))
    Relationship.objects.update(tier=(best := Tier.objects.get()))
    account("Birch", tier=best, state="green", silent=3)
    address = reverse("policy", args=["tier", best.pk])
    shown = page.post(address, {"floor": "7", "ceiling": "60"})
    assert "2 accounts would be judged by it." in text(shown)
    assert "1 account turns from red to green." in text(shown)
    assert "1 account comes into peace: <a" in text(shown)
    assert not Policy.objects.exists()
    again = page.post(address, {"floor": "8", "ceiling": "60", "go": "7-60"})
    assert "What would change today" in text(again) and not Policy.objects.exists(), "other days than were shown"
    page.post(address, {"floor": "7", "ceiling": "60", "go": "7-60"})
    assert Standing.objects.get(relationship=cast.orchard).why.startswith("Policy of tier A: at least every 60 days;")
    assert DayItem.objects.get(section="peace").until == date(2026, 6, 19)
    listed = text(page.get(reverse("cadence")))
    assert f'<a href="/accounts/?tier={best.pk}">2</a></td><td>7 days</td><td>60 days</td>' in listed
    assert page.post(address, {"floor": "60", "ceiling": "7"}).status_code == 422
    assert page.get("/cadence/owner/1/").status_code == 404
    assert "Only a lead or an operator may say what holds" in text(as_(cast.olaf).get(address))


def test_numbers_of_accounts_are_those_that_one_sees(as_, cast):
    tagged = tag(cast.ana, cast.orchard, "Renewal").tag
    assert "none" in text(as_(cast.olaf).get(reverse("cadence")))
    assert f"?tag={tagged.pk}" in text(as_(cast.tom).get(reverse("cadence")))


def test_accounts_by_tier_and_tag_and_many_at_once(as_, cast):
    page = as_(cast.lea)
    account("Birch", silent=3)
    tagged, best = tag(cast.ana, cast.orchard, "Renewal").tag, add_tier(cast.lea, "A")
    Standing.objects.filter(relationship=cast.orchard).update(silence_rank=0.99)
    set_policy(cast.lea, tagged, None, 60)
    assert [row in text(page.get(f"/accounts/?tag={tagged.pk}")) for row in (">Orchard<", ">Birch<")] == [True, False]
    assert "No account fits that" in text(page.get(f"/accounts/?tier={best.pk}"))
    assert "There is no tier" in text(page.get("/accounts/?tier=best"))
    asked = {"which": "all", "tier": best.pk, "untag": tagged.pk}
    shown = text(page.post(reverse("bulk_changes"), asked))
    assert "2 accounts get tier A and no longer the tag Renewal." in shown
    assert "1 account turns from green to red." in shown
    done = text(page.post(reverse("bulk_changes"), asked | {"go": "2"}, follow=True))
    assert "no tier → tier A; no longer the tag Renewal" in done
    assert [Relationship.objects.filter(tier=best).count(), tagged.taggings.filter(ended=None).count()] == [2, 0]
    page.post(reverse("undo_bulk_change", args=[BulkChange.objects.get(undone=None).pk]))
    assert [Relationship.objects.filter(tier=best).count(), tagged.taggings.filter(ended=None).count()] == [0, 1]
    assert Standing.objects.get(relationship=cast.orchard).state == "green"
    change_many(cast.lea, Relationship.objects.filter(pk=cast.orchard.pk), {"tier": best.pk})
    listed = text(page.get("/accounts/?sort=tier"))
    assert listed.index(">Orchard<") < listed.index(">Birch<") and '<td class="wider">A</td>' in listed
    listed = text(page.get("/accounts/?sort=-tier"))
    assert listed.index(">Orchard<") < listed.index(">Birch<"), "what is unknown stays last"
    taken = b"".join(page.get("/accounts/export.csv")).decode()
    assert [line.rpartition(",60,")[2] for line in taken.splitlines() if "Orchard" in line] == ["policy,A,Renewal"]
    other = Tag.objects.create(name="Press", folded="press")
    both = text(page.post(reverse("bulk_changes"), {"which": "all", "tag": other.pk, "untag": other.pk}, follow=True))
    assert "cannot be given and taken off at once" in both


def test_days_off_are_said_and_taken_back(as_, cast):
    page, address = as_(cast.ana), reverse("days_off", args=[cast.orchard.pk])
    cast.orchard.organisation.domains.create(name="orchard.de")
    assert "They are in Germany" in text(page.get(address)), "offered, not taken"
    assert cast.orchard.organisation.country == ""
    assert "Public holidays of Germany are off" in text(page.post(address, {"country": "DE"}, follow=True))
    page.post(reverse("account", args=[cast.orchard.pk]), {"name": "Orchard", "role": "customer", "ceiling": "40"})
    standing = Standing.objects.get(relationship=cast.orchard)
    assert standing.why == (
        "Agreed at least every 40 days; silent for 41 days"
        " (2 of them off the clock: Ascension Day, Pentecost Monday), 1 day left."
    )
    assert "has no part" in text(page.post(address, {"country": "DE", "subdivision": "XX"}, follow=True))
    assert "are not known" in text(page.post(address, {"country": "XX"}, follow=True))
    closed = {"since": "2026-06-01", "until": "2026-06-14", "why": "works holidays"}
    assert "these days do not count" in text(
        page.post(reverse("closures", args=[cast.orchard.pk]), closed, follow=True)
    )
    assert Standing.objects.get(relationship=cast.orchard).state == "green"
    wrong = page.post(reverse("closures", args=[cast.orchard.pk]), closed | {"until": "2026-05-01"})
    assert (wrong.status_code, "which is before" in text(wrong)) == (422, True)
    page.post(reverse("end_closure", args=[Closure.objects.get().pk]))
    assert Standing.objects.get(relationship=cast.orchard).state == "amber"


def test_who_is_away_has_an_empty_day_and_their_items_go_to_others(as_, cast):
    for user, number in ((cast.ana, 7001), (cast.tom, 7002)):
        UserAddress.objects.create(user=user, address=user.email, key=number)
    tom = cast.home.people.create(name="Tom Keller")
    for person, number in ((cast.person, 7001), (tom, 7002)):
        Address.objects.create(key=number, address=f"{number}@home.example", kind="person", organisation=cast.home,
                               person=person)  # fmt: skip
    ties = [{"colleague": one.pk, "contact": None, "strength": 3.0 - one.pk / 100} for one in (cast.person, tom)]
    Standing.objects.filter(relationship=cast.orchard).update(reach={"ties": ties})
    offer(cast.orchard, colleague=cast.person)
    page, away = as_(cast.ana), {"since": AS_OF, "until": "2026-06-20"}
    assert "Ana is away until 20 Jun." in text(page.post(reverse("absences"), away, follow=True))
    item = DayItem.objects.get(relationship=cast.orchard)
    assert (item.colleague, item.note) == (tom, "Ana is away until 20 June; offered to who knows them next best.")
    assert "You are away until 20 Jun" in text(page.get("/"))
    assert "offered to who knows them next best" in text(as_(cast.tom).get("/"))
    assert "Orchard" in text(as_(cast.ana).get("/?anyway=1"))
    for wrong, why in (
        ({"since": "2026-06-18", "until": "2026-06-30"}, "is away from 2026-06-15 to 2026-06-20 already"),
        ({"since": "2026-07-02", "until": "2026-07-01"}, "which is before"),
        ({"since": "2026-01-02", "until": "2026-02-01"}, "is over already"),
    ):
        assert why in text(as_(cast.ana).post(reverse("absences"), wrong))
    as_(cast.ana).post(reverse("end_absence", args=[Absence.objects.get().pk]))
    assert DayItem.objects.get(relationship=cast.orchard).colleague == cast.person
    lead = {"colleague": cast.tom.pk, "since": AS_OF, "until": AS_OF}
    as_(cast.lea).post(reverse("absences"), lead)
    assert Absence.objects.in_force().get().user == cast.tom
