"""One account as a user may see it: that there was a touch, everybody; what was written, only who took part."""

from datetime import date

import pytest
from cast import ANA, JANE, LUIS, TOM, mail

from sapwood.records.relationships.models import Relationship
from sapwood.workflows.account import people_of, timeline
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address

DAY = date(2024, 3, 1)


@pytest.fixture
def orchard(bring, ana, tom, lead):
    give_address(ana, "ana@home.example")
    give_address(tom, "tom@home.example")
    bring(
        mail(1, sender=JANE, to=ANA, day=1, subject="For Ana", text="Between the two of us."),
        mail(3, sender=ANA, to=JANE, day=9, subject="Re: For Ana", text="Thank you, Jane."),
        mailbox="ana@home.example",
    )
    bring(mail(2, sender=TOM, to=LUIS, day=5, subject="From Tom", text="The report."), mailbox="tom@home.example")
    refresh(DAY)
    return Relationship.objects.select_related("standing").get()


def test_each_reads_their_own_mail_and_sees_that_there_was_more(orchard, ana, tom, lead):
    def read(user):
        return [(event.subject, event.hidden) for event in timeline(user, orchard)]

    assert read(ana) == [("Re: For Ana", False), (None, True), ("For Ana", False)]
    assert read(tom) == [(None, True), ("From Tom", False), (None, True)]
    assert read(lead) == [(None, True)] * 3, "a lead sees every relationship, and nobody else's words"


def test_the_mailbox_that_held_it_may_read_it(bring, tom):
    give_address(tom, "tom@home.example")
    bring(mail(1, sender=JANE, to=ANA, subject="Forwarded to Tom"), mailbox="tom@home.example")
    refresh(DAY)
    (event,) = timeline(tom, Relationship.objects.select_related("standing").get())
    assert event.subject == "Forwarded to Tom"


def test_who_knows_whom(orchard, ana):
    found = people_of(ana, orchard)
    assert [str(c) for c in found.colleagues] == ["Ana Brandt", "Tom Keller"]
    assert [str(c) for c in found.contacts] == ["Jane Doyle", "Luis Ortega"]
    jane, luis = found.contacts
    cells = dict(found.rows())
    assert cells[jane][0].touches == 2 and cells[jane][1] is None
    assert cells[luis][0] is None and cells[luis][1].touches == 1


def test_an_outsider_reads_nothing(orchard, ana, bring):
    from sapwood.records.access.models import User

    mei = User.objects.create_user("mei@home.example", "Mei Lin")
    Relationship.objects.update(owner=ana)
    with pytest.raises(Refused):
        timeline(mei, Relationship.objects.get())
