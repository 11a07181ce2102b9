"""Three ways to keep what was written: for those who took part, for all who see the account, or not at all."""

from datetime import date

import pytest
from cast import ANA, JANE, LUIS, PRIYA, TOM, mail

from sapwood.records.access.models import AuditLine, User
from sapwood.records.relationships.models import Relationship, Sharing, Standing
from sapwood.workflows.account import timeline
from sapwood.workflows.change_text import change_text
from sapwood.workflows.installation import counting_imports, log, operator, texts
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.repair import sweep
from sapwood.workflows.set_up import give_address
from sapwood.workflows.share import share, take_back

DAY = date(2024, 3, 1)
ANAS = [
    mail(1, sender=JANE, to=ANA, day=1, subject="For Ana"),
    mail(3, sender=ANA, to=JANE, day=9, subject="From Ana"),
    mail("x", sender=JANE, to=f"{ANA}, {TOM}", day=4, subject="For both"),
    mail("b", sender=PRIYA, to=ANA, day=6, subject="Of Birch"),
]
TOMS = [mail(2, sender=TOM, to=LUIS, day=5, subject="From Tom"), ANAS[2]]


@pytest.fixture(autouse=True)
def addresses(ana, tom, db):
    give_address(ana, "ana@home.example")
    give_address(tom, "tom@home.example")


@pytest.fixture
def sources(bring):
    return (bring(*ANAS, mailbox="ana@home.example"), bring(*TOMS, mailbox="tom@home.example"))


def account(name="Orchard"):
    return Relationship.objects.select_related("standing", "organisation").get(organisation__name=name)


@pytest.fixture
def orchard(sources):
    refresh(DAY)
    return account()


def read(user, name="Orchard"):
    return [event.subject for event in timeline(user, account(name))]


def kept():
    """Of how many sightings something is kept."""
    seen = log().sightings(log().known(counting_imports()).everywhere.tolist(), counting_imports()).to_pylist()
    return len(texts().read((s["id"], s["import_id"], s["mailbox"]) for s in seen))


PRIVATE = ["From Ana", None, "For both", "For Ana"]


def test_private_is_how_it_begins(orchard, ana, tom, lead):
    assert read(ana) == PRIVATE
    assert read(tom) == [None, "From Tom", "For both", None]
    assert read(lead) == read(operator()) == [None] * 4


def test_who_took_part_shares_their_own_with_all_who_see_the_account(orchard, ana, tom, lead):
    said = share(ana, orchard, "shared")
    assert read(lead) == read(operator()) == ["From Ana", None, "For both", "For Ana"]
    assert read(tom) == ["From Ana", "From Tom", "For both", "For Ana"]
    assert read(lead, "Birch") == [None], "with this account, and no other"
    take_back(ana, said)
    assert read(lead) == [None] * 4
    said.refresh_from_db()
    assert (said.by, said.undone_by) == (ana, ana) and said.made <= said.undone
    lines = [(line.act, line.actor) for line in AuditLine.objects.filter(thing=f"relationship {orchard.pk}")]
    assert lines == [("take sharing back", ana), ("share own words", ana)]


def test_what_was_shared_with_one_is_not_theirs_to_share_on(orchard, ana, tom, lead):
    share(tom, orchard, "shared")
    assert read(lead) == [None, "From Tom", "For both", None]
    Sharing.objects.update(undone="2024-01-01T00:00Z")
    share(ana, orchard, "shared")
    assert read(tom)[0] == "From Ana"
    Sharing.objects.filter(by=ana).update(undone="2024-01-01T00:00Z")
    share(tom, orchard, "shared")
    assert read(lead)[0] is None


def test_only_who_took_part_shares(orchard, ana, lead):
    with pytest.raises(Refused, match="nothing of yours to share"):
        share(lead, orchard, "shared")
    with pytest.raises(ValueError, match="is not a way to share"):
        share(ana, orchard, "public")
    said = share(ana, orchard, "shared")
    with pytest.raises(Refused, match="Only who said so"):
        take_back(lead, said)
    assert share(ana, orchard, "shared") == said, "twice changes nothing"
    take_back(operator(), said)
    assert read(lead) == [None] * 4


def test_kept_to_who_and_when_nobody_reads_ones_own_copies_and_they_are_deleted(orchard, ana, tom, lead):
    share(tom, orchard, "shared")
    said = share(ana, orchard, "none")
    assert read(ana) == [None, "From Tom", "For both", None], "what Tom's mailbox held names her"
    assert read(tom) == [None, "From Tom", "For both", None], "and is his"
    assert read(lead) == [None, "From Tom", None, None]
    assert read(ana, "Birch") == ["Of Birch"]
    assert kept() == 6
    sweep()
    assert kept() == 3
    take_back(ana, said)
    assert read(ana) == [None, "From Tom", "For both", None], "what was deleted does not come back"
    with pytest.raises(Refused):
        take_back(operator(), share(ana, orchard, "none"))


def test_a_later_import_of_a_closed_account_keeps_nothing(orchard, bring, ana):
    share(ana, orchard, "none")
    bring(mail(9, sender=JANE, to=ANA, day=20, subject="Later"), mailbox="ana@home.example")
    refresh(DAY)
    assert read(ana)[0] is None
    sweep()
    before = kept()
    Sharing.objects.update(undone="2024-01-01T00:00Z")
    assert read(ana)[0] is None and before == 3


def test_one_says_one_thing_at_a_time(orchard, ana):
    first, second = share(ana, orchard, "shared"), share(ana, orchard, "none")
    first.refresh_from_db()
    assert first.undone and not second.undone
    assert list(orchard.sharings.in_force()) == [second]


def test_a_source_is_shared_closed_or_kept_to_who_and_when(orchard, sources, ana, tom, lead):
    anas, toms = sources
    change_text(operator(), anas, "shared", queue=False)
    assert read(lead) == ["From Ana", None, "For both", "For Ana"]
    assert read(lead, "Birch") == ["Of Birch"]
    change_text(operator(), anas, "private", queue=False)
    assert read(lead) == [None] * 4
    change_text(operator(), anas, "none", queue=False)
    assert read(ana) == [None, None, "For both", None], "at once, and only Tom's copy is left"
    sweep()
    assert texts().imports_in() == {toms.pk}
    with pytest.raises(ValueError, match="Bring the files again"):
        change_text(operator(), anas, "private", queue=False)
    assert [c.text for c in anas.text_changes.all()] == ["private", "shared", "private", "none"]
    assert AuditLine.objects.filter(act="change who may read", thing=f"import {anas.pk}").count() == 3


def test_running_the_installation_opens_nobodys_mail(orchard, sources, ana):
    anas, _ = sources
    anas.by = ana
    anas.save()
    with pytest.raises(Refused, match="opens nobody's mail"):
        change_text(operator(), anas, "shared")
    change_text(ana, anas, "shared", queue=False)
    change_text(operator(), anas, "private", queue=False)
    other = User.objects.create_user("mei@home.example", "Mei Lin")
    with pytest.raises(Refused):
        change_text(other, anas, "none")


def test_asked_for_with_the_import(bring, ana, lead):
    bring(*ANAS, mailbox="ana@home.example", text="none")
    refresh(DAY)
    assert read(ana) == [None, None, None]
    assert texts().imports_in() == set()
    assert [event.hidden for event in timeline(ana, account())] == [False] * 3, "she took part; nothing was kept"
    bring(*ANAS, mailbox="ana@home.example", text="shared")
    assert read(lead) == ["From Ana", "For both", "For Ana"], "brought again, its words are kept"
    with pytest.raises(ValueError, match="does not say who may read"):
        bring(mail(1), text="public")


def test_standings_are_the_same_whatever_may_be_read(sources, ana, tom):
    def measured():
        refresh(DAY)
        rows = Standing.objects.order_by("relationship__organisation__name").values()
        return [{k: v for k, v in row.items() if k not in ("id", "relationship_id")} for row in rows]

    private = measured()
    assert len(private) == 2
    share(ana, account(), "shared")
    assert measured() == private
    share(ana, account(), "none")
    sweep()
    assert measured() == private
    for done in sources:
        change_text(operator(), done, "none", queue=False)
    sweep()
    assert measured() == private


def test_the_rhythm_counts_what_was_never_kept(bring, sources):
    refresh(DAY)
    private = Standing.objects.get(relationship=account()).touches
    from sapwood.workflows.imports import undo_import

    for done in sources:
        undo_import(operator(), done, queue=False)
    bring(*ANAS, *TOMS, mailbox="ana@home.example", text="none")
    refresh(DAY)
    assert Standing.objects.get(relationship=account()).touches == private == 4
