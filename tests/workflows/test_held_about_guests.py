"""How much text is kept about a firm, counted from real imports; and a whole life of what a guest is told."""

from datetime import date

import pytest
from cast import ANA, LUIS, PRIYA, mail
from django.utils import timezone

from sapwood.records.directory.models import Address
from sapwood.records.guests.models import GuestLink
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.guests.answers import answer
from sapwood.workflows.guests.contacts import left
from sapwood.workflows.guests.corrections import Correction
from sapwood.workflows.guests.held import sections
from sapwood.workflows.guests.invite import invite_guest
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.sale.reasons import answer as come_true
from sapwood.workflows.sale.reasons import say_reason

DAY = date(2024, 3, 1)


@pytest.fixture
def link(bring, post):
    first = [mail(n, day=n, subject=f"Number {n}") for n in range(4)]
    first += [mail(8, sender=PRIYA, day=3), mail(9, sender=ANA, to=PRIYA, day=4, text="x"), mail(10, day=9, text="")]
    link_bring = bring(*first)
    refresh(DAY)
    orchard = Relationship.objects.get(organisation__name="Orchard")
    invite_guest(operator(), orchard, "jane@orchard.example", timezone.now())
    link = GuestLink.objects.select_related("relationship__organisation").get()
    link.first_import = link_bring
    return link


def told(link, key) -> dict[str, object]:
    (section,) = [s for s in sections(link, DAY) if s.key == key]
    return {row.name: row.data for row in section.rows}


def test_why_they_bought_is_theirs_to_see(link, settings):
    settings.SAPWOOD_AS_OF = DAY
    made = say_reason(operator(), link.relationship, "delivery in two days")
    assert told(link, "bought") == {"“delivery in two days”": {"answers": [], "heard": DAY}}
    come_true(operator(), link.relationship, "yes", "mostly", made)
    (row,) = next(one.rows for one in sections(link, DAY) if one.key == "bought")
    assert row.value == "Has it come true? Yes, 1 March 2024: mostly"
    assert row.data["answers"] == [{"said": "yes", "words": "mostly", "day": DAY}]


def test_texts_are_counted_and_never_opened(link, bring):
    assert told(link, "texts") == {"Subjects": 5, "Words": 4}
    bring(mail(1, day=1, subject="Number 1"), mail(20, sender=LUIS, day=12))
    assert told(link, "texts") == {"Subjects": 6, "Words": 5}, "a mail that two imports brought is one"
    until = [row.note for s in sections(link, DAY) if s.key == "texts" for row in s.rows][1]
    assert until.startswith("Until ") and until.endswith(" at the latest.")
    undo_import(operator(), link.first_import, queue=False)
    assert told(link, "texts")["Words"] == 1, "what only the undone one brought is gone"


def test_no_words_are_kept_where_the_operator_keeps_none(link, settings):
    settings.SAPWOOD_KEEP_TEXT_DAYS = None
    notes = [row.note for s in sections(link, DAY) if s.key == "texts" for row in s.rows]
    assert notes == ["", "Kept without an end."]


def test_figures_come_from_the_mail(link):
    assert told(link, "touches")["Touches"] == 5
    assert set(told(link, "acquaintances")) == {"Jane Doyle"}
    assert set(told(link, "people")) == {"Jane Doyle"}


def test_numbers_and_voices_are_said_as_people_say_them(link):
    for key, address in enumerate(("tel:+4930123456", "speaker:nora whitfield", "slack:t1/u2")):
        Address.objects.create(key=key, address=address, kind="person", organisation=link.relationship.organisation)
    (section,) = [s for s in sections(link, DAY) if s.key == "people"]
    said = {row.value: row.name for row in section.rows}
    assert said.pop("jane@orchard.example") == "Jane Doyle"
    assert set(said) == set(said.values()) == {"telephone +4930123456", "the name “nora whitfield”", "Slack t1/u2"}


def correct(link, kind, **more):
    correction = Correction.objects.create(
        relationship=link.relationship, link=link, guest=link.address, made=timezone.now(), kind=kind, **more
    )
    return answer(operator(), correction, "accepted", timezone.now())


def test_an_address_that_is_not_theirs_counts_no_more(link, bring):
    bring(mail(20, sender=LUIS, day=12))
    correct(link, "not ours", address=Address.objects.get(address="luis@orchard.example"))
    refresh(DAY)
    link = GuestLink.objects.select_related("relationship__standing").get()
    assert told(link, "touches")["Touches"] == 5
    bring(mail(21, sender=LUIS, day=13))
    refresh(DAY)
    link = GuestLink.objects.select_related("relationship__standing").get()
    assert told(link, "touches")["Touches"] == 5, "nor after the next import"


def test_who_left_is_left_after_the_next_refresh_too(link):
    jane = Address.objects.get(address="jane@orchard.example").person
    correct(link, "left", person=jane)
    refresh(DAY)
    assert not link.relationship.decisions.exists()
    from sapwood.records.relationships.models import DayItem

    assert DayItem.objects.filter(relationship=link.relationship).exists()
    assert not DayItem.objects.filter(contact=jane).exists()
    assert list(left([jane.pk])) == [jane.pk]


def test_an_account_with_guests_outlives_the_import_that_brought_it(link):
    undo_import(operator(), link.first_import, queue=False)
    refresh(DAY)
    assert Relationship.objects.filter(pk=link.relationship_id).exists()
