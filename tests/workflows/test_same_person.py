"""One person with several addresses: merged where it is certain, offered where it is not, always undone."""

from datetime import date

import pytest
from cast import ANA, JANE, LUIS, mail

from sapwood.records.access.models import User, UserAddress
from sapwood.records.directory.models import Address, Match, Person
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.account import people_of
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import log, operator
from sapwood.workflows.merge_people import accept, merge_by_hand, refuse, rename, undo
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address

JDOYLE = "Doyle, Jane <jdoyle@orchard.example>"
JANE_DOYLE = "Jane Doyle <jane.doyle@orchard.example>"
J = "jdoyle@orchard.example"  # no name


def person(address):
    return Address.objects.get(address=address).person


def whose():
    return dict(Address.objects.values_list("address", "person__name"))


def test_the_same_full_name_and_fitting_addresses_are_one_person_by_itself(bring):
    bring(mail(1, sender=JDOYLE), mail(2, sender=JANE_DOYLE, day=1))
    assert person("jdoyle@orchard.example") == person("jane.doyle@orchard.example")
    match = Match.objects.get()
    assert (match.certain, match.merged_by, match.undone) == (True, None, None)
    assert match.evidence[0] == "Both are called Jane Doyle."
    assert match.against == []


def test_a_merge_becomes_one_row_of_who_knows_whom(bring):
    bring(mail(1, sender=JDOYLE), mail(2, sender=JANE_DOYLE, day=1))
    refresh(date(2024, 2, 1))
    known = people_of(operator(), Relationship.objects.get())
    assert [c.name for c in known.contacts] == ["Jane Doyle"]
    (cell,) = known.cells.values()
    assert cell.touches == 2


@pytest.mark.parametrize(
    "other",
    [
        "John Smith <john.smith2@orchard.example>",
        "John Smith Jr. <johnsmith@orchard.example>",
        "John B. Smith <john.b.smith@orchard.example>",
        "Jack Smith <jack.smith@orchard.example>",
        "John Smith <trivial@orchard.example>",
    ],
)
def test_two_who_may_be_father_and_son_are_never_merged_by_themselves(bring, other):
    bring(mail(1, sender="John Smith <john.smith@orchard.example>"), mail(2, sender=other, day=1))
    match = Match.objects.get()
    assert (match.merged, match.certain) == (None, False)
    assert match.against or "short for one another" in match.evidence[0]


def test_addressed_side_by_side_is_evidence_against(bring):
    bring(mail(1, sender=ANA, to=f"{JDOYLE}, {JANE_DOYLE}"))
    match = Match.objects.get()
    assert match.merged is None
    assert match.against == ["Both were addressed side by side in one mail."]


def test_answering_for_the_other_is_evidence(bring):
    bring(mail(1, sender=ANA, to=J), mail(2, sender=JANE_DOYLE, day=1, In_Reply_To="<1@test.example>"))
    match = Match.objects.get()
    assert match.evidence == [
        f"{J} fits the name Jane Doyle, and nobody else’s there.",
        "One answered one mail that had been sent to the other alone.",
    ]


def test_undoing_puts_everything_back_and_no_import_merges_them_again(bring):
    messages = [mail(1, sender=JDOYLE), mail(2, sender=JANE_DOYLE, day=1)]
    first = bring(*messages)
    rows = log().dataset().to_table().to_pylist()
    undo(operator(), Match.objects.get())
    assert person("jdoyle@orchard.example") != person("jane.doyle@orchard.example")
    assert {person.merged_into for person in Person.objects.all()} == {None}
    bring(*messages, mail(3, sender=JDOYLE, day=2), mail(4, sender="Jane Doyle <janed@orchard.example>", day=3))
    one, other = person("jdoyle@orchard.example"), person("jane.doyle@orchard.example")
    assert one != other
    assert [row for row in log().dataset().to_table().to_pylist() if row["import_id"] == first.pk] == rows


def test_a_refused_proposal_is_not_offered_again(bring):
    bring(mail(1, sender=ANA, to=J), mail(2, sender=JANE_DOYLE, day=1))
    refuse(operator(), Match.objects.get())
    bring(mail(3, sender=LUIS), mail(4, sender=JANE_DOYLE, day=2))
    Address.objects.update(compared=False)
    bring(mail(5, sender=LUIS, day=9))
    assert Match.objects.count() == 1
    with pytest.raises(ValueError, match="answered already"):
        accept(operator(), Match.objects.get())


def test_a_chain_of_merges_comes_apart_in_any_order(bring):
    bring(mail(1, sender=JANE), mail(2, sender=LUIS, day=1), mail(3, sender="Ines <ines@orchard.example>", day=2))
    before = whose()
    jane, luis, ines = (person(f"{name}@orchard.example") for name in ("jane", "luis", "ines"))
    first = merge_by_hand(operator(), jane, luis)
    second = merge_by_hand(operator(), ines, first.kept.now())
    assert len(set(whose().values())) == 2, "Ana, and one at Orchard"
    undo(operator(), first)
    assert person("luis@orchard.example").merged_into is None
    undo(operator(), second)
    assert whose() == before


def test_a_persons_own_name_wins_and_comes_back(bring):
    bring(mail(1, sender=JANE), mail(2, sender="JD <jd@orchard.example>", day=1))
    rename(operator(), person("jd@orchard.example"), "Jane Miller")
    match = merge_by_hand(operator(), person("jane@orchard.example"), person("jd@orchard.example"))
    assert match.kept.name == "Jane Miller"
    undo(operator(), match)
    assert (person("jane@orchard.example").name, person("jd@orchard.example").name) == ("Jane Doyle", "Jane Miller")


def test_at_home_nothing_merges_by_itself_and_an_operator_gives_the_login_its_other_address(bring, ana, lead):
    give_address(ana, "ana@home.example")
    bring(mail(1), mail(2, to="Ana Brandt <ana.brandt@home.example>", day=1))
    match = Match.objects.get()
    assert (match.certain, match.merged) == (True, None)
    with pytest.raises(Refused):
        accept(ana, match)
    with pytest.raises(Refused, match="Ask an operator"):
        accept(lead, match)
    accept(operator(), match)
    assert set(ana.addresses.values_list("address", flat=True)) == {"ana@home.example", "ana.brandt@home.example"}
    undo(operator(), match)
    assert list(UserAddress.objects.filter(user=ana).values_list("address", flat=True)) == ["ana@home.example"]


def test_two_logins_are_two_people(bring, ana, tom):
    give_address(ana, "ana@home.example")
    give_address(tom, "tom@home.example")
    bring(mail(1, to=f"{ANA}, tom@home.example"))
    with pytest.raises(ValueError, match="login of their own"):
        merge_by_hand(operator(), person("ana@home.example"), person("tom@home.example"))


def test_people_of_two_organisations_merge_by_hand_alone_and_never_with_home(bring):
    bring(mail(1), mail(2, sender=LUIS, day=1), mail(3, sender="Priya Nair <priya@birch.example>", day=2))
    assert not Match.objects.exists()
    with pytest.raises(ValueError, match="nobody there is one with somebody elsewhere"):
        merge_by_hand(operator(), person("ana@home.example"), person("jane@orchard.example"))
    match = merge_by_hand(operator(), person("jane@orchard.example"), person("priya@birch.example"))
    assert (match.kept.organisation.name, match.other_organisation.name) == ("Orchard", "Birch")


def test_an_outsider_may_not_say_who_is_who(bring, ana, tom):
    bring(mail(1), mail(2, sender=LUIS, day=1))
    refresh(date(2024, 2, 1))
    Relationship.objects.update(owner=ana)
    pair = person("jane@orchard.example"), person("luis@orchard.example")
    with pytest.raises(Refused):
        merge_by_hand(tom, *pair)
    assert merge_by_hand(ana, *pair).merged_by == ana
    assert User.objects.get(pk=ana.pk).addresses.count() == 0


def test_what_a_colleague_decided_moves_with_the_person_and_back(bring):
    bring(mail(1), mail(2, to="Ana Brandt <ana.brandt@home.example>", day=1))
    refresh(date(2024, 2, 1))
    mine = person("ana.brandt@home.example")
    decision = Relationship.objects.get().decisions.create(
        kind="done", by=operator(), decided="2024-02-01T08:00Z", day="2024-02-01", colleague=mine
    )
    match = accept(operator(), Match.objects.get())
    decision.refresh_from_db()
    assert decision.colleague == match.kept == person("ana@home.example")
    undo(operator(), match)
    decision.refresh_from_db()
    assert decision.colleague == mine


def test_undoing_the_import_takes_its_merge_along(bring):
    done = bring(mail(1, sender=JDOYLE), mail(2, sender=JANE_DOYLE, day=1))
    undo_import(operator(), done, queue=False)
    refresh(date(2024, 2, 1))
    assert not Relationship.objects.exists()
