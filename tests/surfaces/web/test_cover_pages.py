"""The pages of cover: lists in order, what they say to whom, and bad input in a sentence."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from web_cast import AS_OF, account, contact
from web_cover import brief_of

from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Cover, Hanging, Standing
from sapwood.workflows.absences import say_absence
from sapwood.workflows.set_up import give_address


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def hung(cast):
    """Ten accounts hang on Ana, each a little more; Tom is next best."""
    give_address(cast.ana, cast.ana.email)
    tom = Person.objects.create(name="Tom Keller", organisation=cast.home)
    for number in range(10):
        one = account(f"Account {number}", owner=cast.ana)
        jane = contact(one, f"Jane {number}", f"jane{number}@a{number}.example")
        ties = [{"colleague": cast.person.pk, "contact": jane.pk, "touches": 9, "last": "2026-06-01", "strength": 4}]
        ties += [{"colleague": tom.pk, "contact": jane.pk, "touches": 1, "last": "2026-01-01", "strength": 1}]
        Standing.objects.filter(relationship=one).update(reach={"ties": ties})
        Hanging.objects.create(
            relationship=one,
            side="ours",
            person=cast.person,
            share=0.8 + number / 100,
            next=tom,
            next_share=0.2 - number / 100,
            since=date(2026, 1, 1) - timedelta(days=number),
        )
    return cast


def test_the_list_in_each_order_and_of_one_person(as_, hung):
    page = as_(hung.lea).get(reverse("cover"))
    assert "Ten accounts hang on one person of ours" in text(page)
    assert [str(one.relationship) for one in page.context["page"]][:2] == ["Account 9", "Account 8"]
    for sort, first in (
        ("account", "Account 0"),
        ("-account", "Account 9"),
        ("since", "Account 9"),
        ("x", "Account 9"),
    ):
        found = as_(hung.lea).get(reverse("cover"), {"sort": sort}).context["page"]
        assert str(found[0].relationship) == first, sort
    one = as_(hung.lea).get(reverse("cover"), {"person": hung.person.pk})
    assert "Ten accounts hang on Ana Brandt" in text(one)
    assert as_(hung.lea).get(reverse("cover"), {"person": "0"}).status_code == 404
    assert "No account hangs on one person, as far as we know" in text(as_(hung.olaf).get(reverse("cover")))
    theirs = text(as_(hung.lea).get(reverse("cover"), {"side": "theirs", "person": hung.person.pk}))
    assert "None, as far as we know." in theirs


def test_what_it_asks_does_not_grow(as_, hung, django_assert_max_num_queries):
    with django_assert_max_num_queries(27):
        assert as_(hung.lea).get(reverse("cover")).status_code == 200


def test_the_arithmetic(as_, hung):
    one = Hanging.objects.order_by("pk").first().relationship
    page = text(as_(hung.lea).get(reverse("account_reach", args=[one.pk])))
    assert "It hangs on <b>Ana Brandt</b>, who holds 80 %. Nobody else was in touch since 1 Jan." in page
    assert "Nobody else ever was in touch" in page, "Jane, at their end"
    unknown = account("Silent", owner=hung.ana)
    assert "Unknown: no colleague" in text(as_(hung.lea).get(reverse("account_reach", args=[unknown.pk])))


def test_nine_have_a_cover(as_, hung):
    hung.tom.name = "Tom Keller"
    hung.tom.save()
    give_address(hung.tom, hung.tom.email)
    absence = say_absence(hung.ana, hung.ana, AS_OF, AS_OF + timedelta(days=20))
    briefs = [brief_of(absence, one.relationship) for one in Hanging.objects.all()]
    for brief in briefs[:9]:
        Cover.objects.create(brief=brief, colleague=hung.tom, by=hung.lea, made=absence.made)
    page = text(as_(hung.ana).get(reverse("absence_cover", args=[absence.pk])))
    assert "Ten accounts hang on you" in page and "9 have a cover, 1 does not." in page
    assert "10 accounts: 9 have a cover, 1 does not" in text(as_(hung.ana).get(reverse("absences")))
    brief = briefs[9]
    where = reverse("brief_covers", args=[brief.pk])
    for asked, said in (
        (hung.ana.pk, "is who will be away"),
        ("0", "Only a colleague with a login"),
        ("guest@orchard.example", "Only a colleague with a login"),
        (hung.olaf.pk, "Olaf covers Account 9"),  # Ana owns it, so she may open it to him
    ):
        assert said in text(as_(hung.ana).post(where, {"colleague": asked}, follow=True))
    assert "You cover one account" in text(as_(hung.olaf).get(reverse("my_covers")))
    part = text(as_(hung.olaf).get(reverse("my_covers"), headers={"HX-Request": "true"}))
    assert "You cover one account" in part and "brief not read yet" in part and "<html" not in part
    move = reverse("move_absence", args=[absence.pk])
    assert "which is before" in text(
        as_(hung.ana).post(move, {"since": "2026-07-02", "until": "2026-07-01"}, follow=True)
    )
    assert "Say both days" in text(as_(hung.ana).post(move, {"since": "soon"}, follow=True))
