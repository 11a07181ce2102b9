"""People at two organisations: proposed with a probability and its arithmetic, moved or with two addresses, merged by
people alone, and undone after whatever came later."""

from datetime import date

import pytest
from cast import ANA, mail

from sapwood.records.directory.models import Address, Match, Person
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.account import people_of
from sapwood.workflows.forget.flow import all_of, ask_forgetting, run
from sapwood.workflows.installation import operator
from sapwood.workflows.merge_people import accept, merge_by_hand, refuse, undo
from sapwood.workflows.people import addresses_seen, match_for, people_at, person_for
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.who_is_who.look import look_across_firms
from sapwood.workflows.who_is_who.moved_on import moved_on
from sapwood.workflows.who_is_who.review import open_to, pairs

AT_ORCHARD = "Jane Doyle <jane@orchard.example>"
AT_BIRCH = "Jane Doyle <jane.doyle@birch.example>"
MOVE = [mail(1, sender=AT_ORCHARD), mail(2, sender=AT_ORCHARD, day=40), mail(3, sender=AT_BIRCH, day=90)]


@pytest.fixture
def bring(bring):
    """With what the worker does afterwards."""

    def bring_and_compare(*messages, **options):
        done = bring(*messages, **options)
        look_across_firms()
        return done

    return bring_and_compare


def person(address):
    return Address.objects.get(address=address).person


def test_who_is_silent_at_one_and_appears_at_the_other_has_moved(bring):
    bring(*MOVE)
    match = Match.objects.get()
    assert (match.kind, match.organisation.name, match.other_organisation.name) == ("moved", "Birch", "Orchard")
    assert (match.last_there, match.first_here) == (date(2024, 2, 10), date(2024, 3, 31))
    assert match.merged is None, "nothing across organisations merges by itself"
    assert match.evidence == [
        "Both are called Jane Doyle, and nobody else of the 3 people here.",
        "Last in touch from Orchard on 10 February 2024; from Birch since 31 March 2024.",
    ]
    assert match.probability == pytest.approx(1 / (1 + 2 ** -sum(match.bits.values())), abs=0.001)


def test_a_move_keeps_the_history_there_and_the_person_here_and_is_undone_after_further_imports(bring):
    bring(*MOVE)
    refresh(date(2024, 4, 1))
    match = accept(operator(), Match.objects.get())
    refresh(date(2024, 4, 1))
    orchard, birch = (Relationship.objects.get(organisation__name=name) for name in ("Orchard", "Birch"))
    assert [c.name for c in people_of(operator(), orchard).contacts] == ["Jane Doyle"], "what was, stays"
    assert orchard.standing.touches == 2
    assert birch.standing.touches == 1
    assert match.kept.organisation == birch.organisation
    assert moved_on() == {match.kept_id: {orchard.organisation_id}}
    bring(mail(4, sender=AT_BIRCH, day=95), mail(5, sender="J. Doyle <j.doyle@birch.example>", day=96))
    undo(operator(), match)
    there, here = person("jane@orchard.example"), person("jane.doyle@birch.example")
    assert (there.organisation, here.organisation) == (orchard.organisation, birch.organisation)
    assert {a.address for a in there.addresses.all()} == {"jane@orchard.example"}
    refresh(date(2024, 4, 20))
    assert [
        (r.organisation.name, r.standing.touches) for r in Relationship.objects.order_by("organisation__name")
    ] == [
        ("Birch", 3),
        ("Orchard", 2),
    ]
    bring(mail(6, sender=AT_ORCHARD, day=100))
    assert not Match.objects.open().filter(other_organisation__isnull=False).exists(), "not offered again"


def test_who_merged_later_because_of_one_side_goes_back_with_it(bring):
    bring(
        mail(1, sender="Jane Doyle <jane.doyle@orchard.example>"),
        mail(2, sender="Ina Berg <ina.berg@orchard.example>"),
    )
    jane, ina = person("jane.doyle@orchard.example"), person("ina.berg@orchard.example")
    wrong = merge_by_hand(operator(), jane, ina)
    bring(mail(3, sender="Ina Berg <iberg@orchard.example>", day=2))
    assert person("iberg@orchard.example") == person("jane.doyle@orchard.example"), "Ina was taken for Jane"
    undo(operator(), wrong)
    assert person("iberg@orchard.example") == person("ina.berg@orchard.example") == ina
    assert person("jane.doyle@orchard.example") == jane


def test_a_common_name_and_a_role_mailbox_are_not_proposed(bring):
    many = [mail(n, sender=f"John Smith <john{n}@firm{n}.example>", day=n) for n in range(12)]
    bring(*many, mail(20, sender="Sales <sales@orchard.example>"), mail(21, sender="Sales <sales@birch.example>"))
    assert not Match.objects.exists()


def test_free_mail_belongs_where_its_person_does_until_that_is_undone(bring):
    bring(mail(1, sender=AT_ORCHARD), mail(2, sender="Jane Doyle <jd1978@gmail.com>", day=1))
    refresh(date(2024, 2, 1))
    match = accept(operator(), Match.objects.get())
    refresh(date(2024, 2, 1))
    assert Relationship.objects.get().standing.touches == 2
    undo(operator(), match)
    refresh(date(2024, 2, 1))
    assert Relationship.objects.get().standing.touches == 1
    assert Address.objects.get(address="jd1978@gmail.com").organisation is None


def test_private_mail_is_not_shown_to_whoever_sees_the_account(bring, ana, lead):
    bring(mail(1, sender=AT_ORCHARD), mail(2, sender="Jane Doyle <jd1978@gmail.com>", day=1))
    refresh(date(2024, 2, 1))
    match = Match.objects.get()
    assert match_for(operator(), match.pk) == match
    for user in (ana, lead):  # an account that nobody owns, seen by all, from an import of the operator's
        assert match_for(user, match.pk) is None
        assert not open_to(user).exists()
    assert not Match.objects.open().within().exists(), "nor counted on the account's page"
    Import.objects.update(by=lead)
    assert match_for(lead, match.pk) == match


def test_only_who_sees_both_organisations_learns_of_a_pair(bring, ana, tom):
    bring(*MOVE)
    refresh(date(2024, 4, 1))
    Relationship.objects.filter(organisation__name="Orchard").update(owner=ana)
    Relationship.objects.filter(organisation__name="Birch").update(owner=tom)
    match = Match.objects.get()
    for user in (ana, tom):
        assert match_for(user, match.pk) is None
        assert not open_to(user).exists()
        with pytest.raises(Refused):
            accept(user, match)
    (pair,) = pairs(operator(), list(open_to(operator())))
    assert [(side.touches, str(side.organisation)) for side in pair.sides] == [(1, "Birch"), (2, "Orchard")]
    accept(operator(), match)
    moved = person("jane@orchard.example")
    assert [a.address for a in addresses_seen(ana, person_for(ana, moved.pk))] == ["jane@orchard.example"]
    assert [a.address for a in addresses_seen(tom, person_for(tom, moved.pk))] == ["jane.doyle@birch.example"]
    (at_orchard,) = people_at(Relationship.objects.get(organisation__name="Orchard").organisation)
    assert [a.address for a in at_orchard.addresses.all()] == ["jane@orchard.example"]


@pytest.mark.django_db(transaction=True)
def test_who_was_erased_is_proposed_no_more_and_what_was_refused_neither(bring):
    bring(*MOVE)
    begun = ask_forgetting(operator(), all_of("jane@orchard.example"), queue=False)
    run(begun)
    assert not Match.objects.exists()
    assert not Person.objects.filter(addresses=None).exists()
    bring(
        *MOVE,
        mail(7, sender="Ida Holm <ida@orchard.example>"),
        mail(8, sender="Ida Holm <ida@birch.example>", day=70),
    )
    match = Match.objects.get()
    assert match.kept.name == "Ida Holm"
    refuse(operator(), match)
    Address.objects.update(compared=False)
    bring(mail(9, sender=ANA, to="ida@birch.example", day=80))
    assert Match.objects.count() == 1


def test_the_pair_of_one_who_came_home_since_is_answered_by_a_sentence(bring):
    bring(*MOVE)
    match = Match.objects.get()
    match.other_organisation.__class__.objects.filter(pk=match.organisation_id).update(home=True)
    with pytest.raises(ValueError, match="nobody there is one with somebody elsewhere"):
        accept(operator(), Match.objects.get())


def test_who_belongs_to_an_organisation_stays_whoever_was_chosen(bring):
    bring(mail(1, sender=AT_ORCHARD), mail(2, sender="Jane Doyle <jd1978@gmail.com>", day=1))
    match = accept(operator(), Match.objects.get(), survivor=person("jd1978@gmail.com").pk)
    assert match.kept.organisation.name == "Orchard"
    assert person("jd1978@gmail.com") == match.kept


def test_one_who_falls_silent_only_after_the_offer_is_offered_as_moved(bring):
    both = [mail(1, sender=AT_ORCHARD), mail(2, sender=AT_BIRCH, day=30), mail(3, sender=AT_ORCHARD, day=45)]
    bring(*both)
    refresh(date(2024, 3, 1))
    match = Match.objects.get()
    assert match.kind == "same", "last heard of from where they were"
    look_across_firms()
    match.refresh_from_db()
    assert match.kind == "same", "nothing new, nothing said"
    bring(mail(4, sender=AT_BIRCH, day=80))
    refresh(date(2024, 4, 1))
    look_across_firms()
    match.refresh_from_db()
    assert (match.kind, match.organisation.name, match.other_organisation.name) == ("moved", "Birch", "Orchard")
    assert (match.kept.addresses.get().address, match.last_there) == ("jane.doyle@birch.example", date(2024, 2, 15))
    assert match.evidence[-1].startswith("Last in touch from Orchard on 15 February 2024")
    assert match.seen[str(match.kept_id)]["last"] == "2024-03-21"
    accept(operator(), match)
    assert moved_on() == {match.kept_id: {match.other_organisation_id}}


def test_one_who_writes_from_both_for_months_has_not_moved(bring):
    bring(mail(1, sender=AT_ORCHARD), mail(2, sender=AT_BIRCH, day=10), mail(3, sender=AT_ORCHARD, day=30))
    refresh(date(2024, 3, 1))
    bring(mail(4, sender=AT_ORCHARD, day=70), mail(5, sender=AT_BIRCH, day=90))
    refresh(date(2024, 4, 1))
    look_across_firms()
    match = Match.objects.get()
    assert match.kind == "same"
    assert match.against == ["Both were in touch over the same months."]
