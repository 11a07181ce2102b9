"""Organisations: proposed as one or as part of one another, merged and undone with everything that hangs on them."""

from datetime import date, timedelta

import pytest
from cast import mail
from django.utils import timezone

from sapwood.records.directory.models import Address, FirmMatch, Organisation
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.change_relationship import change
from sapwood.workflows.installation import operator
from sapwood.workflows.merge_firms import accept, refuse, say_by_hand, undo
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.who_is_who.firms_review import firm_pairs, firms_open_to
from sapwood.workflows.who_is_who.look import look_across_firms

AS_OF = date(2024, 3, 1)
BOTH = [
    mail(1, sender="Jane Doyle <jane@rowan-mills.de>"),
    mail(2, sender="Jane Doyle <jane@rowan-mills.de>", day=9),
    mail(3, sender="Luis Ortega <luis@rowanmills.com>", day=3),
]


@pytest.fixture
def bring(bring):
    """With what the worker does afterwards."""

    def bring_and_compare(*messages, **options):
        done = bring(*messages, **options)
        look_across_firms()
        return done

    return bring_and_compare


def account(domain):
    return Relationship.objects.get(organisation__domains__name=domain)


def state():
    """Everything that people wrote and that hangs on an account, in words."""
    return [
        (
            r.organisation.name,
            r.role,
            r.owner and r.owner.email,
            r.floor,
            r.ceiling,
            sorted(r.organisation.domains.values_list("name", flat=True)),
            sorted(r.organisation.people.present().values_list("name", flat=True)),
            sorted(Address.objects.filter(organisation=r.organisation).values_list("address", flat=True)),
            sorted(r.guest_links.values_list("address", flat=True)),
            sorted(r.decisions.values_list("kind", flat=True)),
            sorted((s.by.email, s.kind) for s in r.sharings.all()),
            r.standing.touches,
        )
        for r in Relationship.objects.order_by("organisation__name", "pk")
    ]


@pytest.fixture
def two(bring, ana, tom):
    """Two accounts of one firm: one owned, with an agreement and a guest; the other owned by another."""
    bring(*BOTH)
    refresh(AS_OF)
    german, other = account("rowan-mills.de"), account("rowanmills.com")
    change(operator(), german, role="customer", owner=ana, ceiling=30)
    change(operator(), other, role="customer", owner=tom, floor=5)
    now = timezone.now()
    other.guest_links.create(address="luis@rowanmills.com", digest="d", by=ana, made=now, expires=now + timedelta(14))
    for one in (german, other):
        one.sharings.create(kind="shared", by=ana, made=timezone.now())
        one.decisions.create(kind="done", by=ana, decided=timezone.now(), day=AS_OF)
    refresh(AS_OF)
    return FirmMatch.objects.get()


def test_one_name_under_two_endings_is_proposed_and_never_merged_by_itself(bring):
    bring(*BOTH)
    match = FirmMatch.objects.get()
    assert (match.kind, match.accepted) == ("same", None)
    assert match.probability > 0.9
    assert "Their domains are the same but for the ending: rowanmills." in match.evidence


def test_everything_follows_and_everything_comes_back_after_further_imports(two, bring, ana):
    before = state()
    old = {one.pk for one in Relationship.objects.all()}
    accept(operator(), two)
    refresh(AS_OF)
    ((_, role, owner, floor, ceiling, domains, people, addresses, guests, done, shared, touches),) = state()
    assert (role, owner, floor, ceiling, touches) == ("customer", "ana@home.example", None, 30, 3)
    assert (domains, len(people), len(addresses)) == (["rowan-mills.de", "rowanmills.com"], 2, 2)
    assert (guests, done, shared) == (["luis@rowanmills.com"], ["done", "done"], [("ana@home.example", "shared")])
    bring(
        mail(4, sender="Ina Berg <ina@rowanmills.com>", day=12),
        mail(5, sender="Tara Voss <tara@rowan-mills.de>", day=13),
    )
    refresh(AS_OF)
    assert Relationship.objects.count() == 1, "what comes under either domain belongs to the one"
    undo(operator(), two)
    refresh(AS_OF)
    assert {one.pk for one in Relationship.objects.all()} == old, "links to either lead where they led"
    after = {row[5][0]: row for row in state()}
    for row in before:
        assert row[:6] == after[row[5][0]][:6]
        assert row[8:11] == after[row[5][0]][8:11]
    assert after["rowanmills.com"][6:8] == (
        ["Ina Berg", "Luis Ortega"],
        ["ina@rowanmills.com", "luis@rowanmills.com"],
    )
    assert after["rowan-mills.de"][7] == ["jane@rowan-mills.de", "tara@rowan-mills.de"]
    assert (after["rowanmills.com"][11], after["rowan-mills.de"][11]) == (2, 3)
    look_across_firms()
    assert FirmMatch.objects.count() == 1, "not offered again"


def test_an_account_whose_role_nobody_said_becomes_part_of_the_one_that_is_known(bring, ana):
    bring(*BOTH)
    refresh(AS_OF)
    change(operator(), account("rowanmills.com"), role="vendor", owner=ana)
    match = FirmMatch.objects.get()
    accept(operator(), match, survivor=account("rowan-mills.de").organisation_id)
    (one,) = Relationship.objects.all()
    assert (one.role, one.owner, one.organisation.domains.count()) == ("vendor", ana, 2)
    undo(operator(), match)
    assert (account("rowan-mills.de").role, account("rowan-mills.de").owner) == ("unknown", None)
    assert account("rowanmills.com").role == "vendor"


def test_a_part_is_a_relation_and_no_merge(bring):
    bring(
        mail(1, sender="Jane Doyle <jane@tidewater.example>"),
        mail(2, sender="Luis Ortega <luis@heronfoundry.example>"),
    )
    refresh(AS_OF)
    change(operator(), account("heronfoundry.example"), name="Heron Foundry, a Tidewater company")
    look_across_firms()
    match = FirmMatch.objects.get()
    assert (match.kind, match.kept.name) == ("part", "Tidewater")
    accept(operator(), match)
    assert Relationship.objects.count() == 2
    undo(operator(), match)
    assert FirmMatch.objects.in_force().count() == 0


def test_who_may_change_one_account_alone_neither_sees_nor_merges(two, ana, tom):
    assert not firms_open_to(ana).exists(), "Tom's account is not hers to see"
    with pytest.raises(Refused):
        accept(ana, two)
    with pytest.raises(Refused):
        refuse(tom, two)
    (pair,) = firm_pairs(operator(), list(firms_open_to(operator())))
    assert {side.organisation.name for side in pair.sides} == {"Rowan Mills", "Rowanmills"}
    assert [side.touches for side in pair.sides] == [2, 1]
    refuse(operator(), two)
    assert not firms_open_to(operator()).exists()


def test_home_is_nobodys_other_name(bring):
    bring(*BOTH)
    with pytest.raises(Refused):
        say_by_hand(operator(), account_of("rowan-mills.de"), Organisation.of_home(), "same")


def account_of(domain):
    return Organisation.objects.get(domains__name=domain)


def test_a_later_agreement_is_not_taken_back(two):
    accept(operator(), two)
    (one,) = Relationship.objects.all()
    change(operator(), one, ceiling=45, since=AS_OF - timedelta(days=9))
    undo(operator(), two)
    assert Relationship.objects.get(pk=one.pk).ceiling == 45


def test_a_parent_that_a_table_names_is_offered(bring):
    rows = (
        "Company,Website,Parent company\nTidewater,tidewater.example,\nHeron Foundry,heronfoundry.example,Tidewater\n"
    )
    bring(name="firms.csv", data=rows.encode())
    match = FirmMatch.objects.get()
    assert (match.kind, match.kept.name, match.other.name) == ("part", "Tidewater", "Heron Foundry")
    assert match.evidence[0].endswith("names Tidewater as the parent of Heron Foundry.")
