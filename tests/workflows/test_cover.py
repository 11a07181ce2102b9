"""Accounts that hang on one person, and the briefs for who covers while that person is away. Tom knows Orchard all
alone; Birch hangs on Priya at their end, and on nobody of ours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from cast import ANA, JANE, LUIS, PRIYA, TOM, mail

from sapwood.records.access.models import AuditLine, User
from sapwood.records.relationships.models import Cover, CoverBrief, DayItem, Hanging, Relationship
from sapwood.workflows.absences import end_absence, move_absence, say_absence
from sapwood.workflows.change_relationship import change
from sapwood.workflows.counted import Counts
from sapwood.workflows.cover.hanging import hanging_for, sides_of
from sapwood.workflows.cover.look import briefs_of, covering, lines_of, offered, open_brief, tallies
from sapwood.workflows.cover.say import add_words, say_cover, say_read
from sapwood.workflows.forget.flow import ask_forgetting
from sapwood.workflows.forget.flow import run as forget
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused, may
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address

DAY = date(2024, 3, 1)
SINCE, UNTIL = date(2024, 3, 11), date(2024, 4, 11)


@pytest.fixture
def house(bring, settings, ana, tom, lead):
    """Tom wrote with Jane week by week, Ana once, long ago; with Priya both did."""
    settings.SAPWOOD_AS_OF = DAY
    for user in (ana, tom, lead):
        give_address(user, user.email)
    bring(mail("old", sender=ANA, to=JANE, day=0))
    week = [mail(f"t{n}", sender=(TOM, JANE)[n % 2], to=(JANE, TOM)[n % 2], day=7 * n) for n in range(8)]
    both = [mail(f"b{n}", sender=(ANA, TOM)[n % 2], to=PRIYA, day=7 * n) for n in range(8)]
    bring(*week, *both)
    refresh(DAY)


def account(name):
    return Relationship.objects.get(organisation__name=name)


def hangs(side="ours"):
    rows = Hanging.objects.filter(side=side).select_related("relationship__organisation", "person")
    return {str(one.relationship): str(one.person) for one in rows}


def away(user, since=SINCE, until=UNTIL, by=None):
    return say_absence(by or user, user, since, until)


def brief_of(absence):
    return absence.briefs.select_related("relationship__organisation", "absence__user").get()


def test_what_hangs_on_one_person(house, lead, ana, tom):
    assert hangs() == {"Orchard": "Tom Keller"}
    assert hangs("theirs") == {"Orchard": "Jane Doyle", "Birch": "Priya Nair"}
    [one] = hanging_for(lead, "ours")
    assert (str(one.next), one.since) == ("Ana Brandt", date(2024, 1, 1))
    assert one.share + one.next_share == pytest.approx(1)
    change(lead, account("Orchard"), owner=tom)
    assert [str(one.relationship) for one in hanging_for(ana, "ours")] == ["Orchard"], "she took part"
    stranger = User.objects.create_user("olaf@home.example", "Olaf")
    assert not hanging_for(stranger, "ours").exists()
    ours, theirs = sides_of(lead, account("Orchard"))
    assert [str(person) for person, _ in ours.holders] == ["Tom Keller", "Ana Brandt"]
    assert len(ours.touches) == 8 and ours.whole == pytest.approx(theirs.whole)
    with pytest.raises(Refused):
        sides_of(stranger, account("Orchard"))


def test_before_the_first_touch_nothing_is_known(house, lead):
    refresh(date(2023, 12, 31))
    assert not Hanging.objects.exists()


def test_it_follows_what_comes_in_and_what_is_undone(house, bring):
    before = sorted(Hanging.objects.values_list("relationship", "side", "person", "share", "next", "since"))
    more = bring(*(mail(f"a{n}", sender=ANA, to=LUIS, day=50 + n) for n in range(9)))
    refresh(DAY)
    assert "Orchard" not in hangs() and "Orchard" not in hangs("theirs")
    undo_import(operator(), more, queue=False)
    refresh(DAY)
    assert sorted(Hanging.objects.values_list("relationship", "side", "person", "share", "next", "since")) == before


def test_a_brief_comes_with_the_absence_and_is_made_anew_until_it_begins(house, bring, tom, lead, settings):
    absence = away(tom)
    brief = brief_of(absence)
    assert str(brief.relationship) == "Orchard" and brief.looked == DAY
    more = bring(*(mail(f"a{n}", sender=ANA, to=LUIS, day=50 + n) for n in range(9)))
    refresh(DAY)
    assert not absence.briefs.exists(), "it does not hang on him any more, and nobody wrote anything about it"
    undo_import(operator(), more, queue=False)
    refresh(DAY)
    brief = brief_of(absence)
    add_words(tom, brief, "They count in bushels.")
    bring(*(mail(f"c{n}", sender=ANA, to=LUIS, day=50 + n) for n in range(9)))
    refresh(DAY)
    assert brief_of(absence).hangs is False, "what he wrote stays"
    settings.SAPWOOD_AS_OF = SINCE + timedelta(days=2)  # nobody looked on the day it began
    refresh(SINCE + timedelta(days=2))
    assert brief_of(absence).looked == SINCE + timedelta(days=2)
    refresh(SINCE + timedelta(days=3))
    assert brief_of(absence).looked == SINCE + timedelta(days=2), "from then on it stands"


def test_who_covers(house, ana, tom, lead):
    absence = away(tom)
    brief = brief_of(absence)
    assert offered([brief], absence) == {brief.pk: ana}, "who knows them next best"
    [tally] = tallies(lead, [absence])
    assert (tally.hang, tally.covered, tally.open) == (1, 0, 1)
    made = say_cover(tom, brief, ana)
    assert say_cover(tom, brief, ana) == made, "saying it twice changes nothing"
    assert tallies(lead, [absence])[0].open == 0
    say_cover(lead, brief, None)
    assert Cover.objects.get().ended_by == lead
    say_cover(lead, brief, lead)
    with pytest.raises(Refused):
        say_cover(ana, brief, ana)
    with pytest.raises(ValueError, match="is who will be away"):
        say_cover(lead, brief, tom)
    away(ana, UNTIL, UNTIL + timedelta(days=9))
    with pytest.raises(ValueError, match="Ana Brandt is away themselves from 2024-04-11"):
        say_cover(lead, brief, ana)
    assert offered([brief], absence) == {}, "nor is she offered"
    closed = User.objects.create_user("gone@home.example", "Gone", is_active=False)
    with pytest.raises(ValueError, match="has no login any more"):
        say_cover(lead, brief, closed)


def test_whoever_covers_sees_the_account_until_it_is_over(house, tom, ana, lead, settings):
    orchard = account("Orchard")
    change(lead, orchard, owner=ana)
    olaf = User.objects.create_user("olaf@home.example", "Olaf Moe")
    give_address(olaf, olaf.email)
    brief = brief_of(away(tom))
    with pytest.raises(ValueError, match="Olaf Moe does not see Orchard, and only its owner or a lead"):
        say_cover(tom, brief, olaf)
    assert not Relationship.objects.visible_to(olaf).filter(pk=orchard.pk).exists()
    say_cover(lead, brief, olaf)
    assert Relationship.objects.visible_to(olaf).get(pk=orchard.pk)
    assert CoverBrief.objects.filter(pk=brief.pk).visible_to(olaf).exists()
    seen = open_brief(olaf, brief, DAY)
    assert len(seen.touches) == 8 and all(event.hidden for event in seen.touches), "never what he may not read"
    assert not any(event.subject or event.snippet for event in seen.touches)
    assert not any(event.hidden for event in open_brief(tom, brief, DAY).touches[:7])
    assert [line.brief for line in covering(olaf, DAY)] == [brief]
    refresh(UNTIL + timedelta(days=1))
    settings.SAPWOOD_AS_OF = UNTIL + timedelta(days=1)
    assert not Relationship.objects.visible_to(olaf).filter(pk=orchard.pk).exists()
    assert Cover.objects.get().ended_by is None
    (line,) = AuditLine.objects.filter(act="end cover")
    assert line.actor is None and line.detail == {"covers": [olaf.email, ""]}


def test_without_a_refresh_a_cover_ends_all_the_same(house, tom, ana, lead, settings, monkeypatch):
    orchard = account("Orchard")
    change(lead, orchard, owner=ana)
    orchard.refresh_from_db()
    olaf = User.objects.create_user("olaf@home.example", "Olaf Moe")
    give_address(olaf, olaf.email)
    brief = brief_of(away(tom))
    say_cover(lead, brief, olaf)
    absence = brief.absence

    def shown():
        ((tally,), (line,)) = tallies(lead, [absence]), lines_of([brief], absence)
        return tally.covered, line.cover and str(line.cover.colleague), open_brief(lead, brief, UNTIL).cover

    settings.SAPWOOD_AS_OF = UNTIL
    assert shown() == (1, "Olaf Moe", Cover.objects.get())
    assert Counts("olaf")("accounts", lambda: 1) == Counts("olaf")("accounts", lambda: 0) == 1
    assert Relationship.objects.visible_to(olaf).filter(pk=orchard.pk).exists() and may(olaf, "see", orchard)
    settings.SAPWOOD_AS_OF = UNTIL + timedelta(days=1)
    assert shown() == (0, None, None)
    assert Counts("olaf")("accounts", lambda: 0) == 0, "what was kept goes with the right to see it"
    assert not Relationship.objects.visible_to(olaf).filter(pk=orchard.pk).exists()
    assert not may(olaf, "see", orchard) and Cover.objects.get().ended is None
    settings.SAPWOOD_AS_OF = None
    after = datetime.combine(UNTIL + timedelta(days=1), time(), UTC)
    for moment, seen in ((after + timedelta(hours=11), True), (after + timedelta(hours=12), False)):
        monkeypatch.setattr("sapwood.records.relationships.models.cover.timezone.now", lambda moment=moment: moment)
        assert may(olaf, "see", orchard).yes is seen, "until the day is over everywhere"


def test_today_is_of_who_covers(house, bring, tom, ana, lead, settings):
    bring(mail("ask", sender=JANE, to=TOM, day=65, text="Could you send the volumes? By when?"))
    brief = brief_of(away(tom))
    say_cover(tom, brief, lead)
    settings.SAPWOOD_AS_OF = SINCE
    bring(mail("lea", sender="Lea Holm <lea@home.example>", to=PRIYA, day=60))
    refresh(SINCE)
    item = DayItem.objects.get(relationship=brief.relationship, section="touch")
    assert str(item.colleague) == "Lea Holm", "not Ana, who knows them next best"
    assert item.note == "Tom Keller is away until 11 April; Lea Holm covers."
    assert item.cover_brief == brief.pk
    say_cover(tom, brief, ana)
    item = DayItem.objects.get(relationship=brief.relationship, section="touch")
    assert str(item.colleague) == "Ana Brandt" and "Ana Brandt covers" in item.note


def test_moved_and_ended(house, tom, ana, lead):
    absence = away(tom)
    brief = brief_of(absence)
    say_cover(tom, brief, ana)
    moved = move_absence(tom, absence, SINCE + timedelta(days=7), UNTIL + timedelta(days=7))
    absence.refresh_from_db()
    assert absence.ended and brief_of(moved) == brief
    assert Cover.objects.get(ended=None).colleague == ana, "who covers moves along"
    away(ana, date(2024, 5, 1), date(2024, 5, 3))
    with pytest.raises(ValueError, match="is before"):
        move_absence(tom, moved, UNTIL, SINCE)
    with pytest.raises(ValueError, match="back already"):
        move_absence(tom, absence, SINCE, UNTIL)
    with pytest.raises(Refused):
        move_absence(ana, moved, SINCE, UNTIL)
    again = move_absence(lead, moved, date(2024, 4, 20), date(2024, 5, 20))
    assert not Cover.objects.filter(ended=None).exists(), "she is away in these days herself"
    [line] = lines_of(briefs_of(lead, again), again)
    assert line.cover is None and line.offered is None
    say_cover(lead, brief_of(again), lead)
    end_absence(tom, again)
    assert not Cover.objects.filter(ended=None).exists()
    assert not CoverBrief.objects.in_force(DAY).exists()


def test_words_and_who_has_read_them(house, tom, ana, lead):
    brief = brief_of(away(tom))
    say_cover(tom, brief, ana)
    assert open_brief(lead, brief, DAY).unread == [ana]
    first = say_read(ana, brief)
    assert say_read(ana, brief) == first
    assert open_brief(ana, brief, DAY).unread == [] and open_brief(ana, brief, DAY).mine_read
    add_words(tom, brief, "They count in bushels.")
    seen = open_brief(ana, brief, DAY)
    assert seen.words.words == "They count in bushels." and seen.unread == [ana]
    assert say_read(ana, brief) != first
    with pytest.raises(Refused):
        add_words(lead, brief, "Not mine to say.")
    with pytest.raises(ValueError, match="longer than 2,000"):
        add_words(tom, brief, "x" * 2001)
    assert brief.words.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_is_named_nowhere(house, tom, ana, lead):
    brief = brief_of(away(tom))
    say_cover(tom, brief, ana)
    add_words(tom, brief, "Jane Doyle counts in bushels; Ana Brandt knows.")
    for address in ("jane@orchard.example", "ana@home.example"):
        forget(ask_forgetting(operator(), [address], queue=False))
    refresh(DAY)
    assert "Doyle" not in brief.words.get().words and "Brandt" not in brief.words.get().words
    assert not Cover.objects.filter(ended=None).exists()
    seen = open_brief(lead, brief, DAY)
    assert seen.cover is None and "Jane Doyle" not in [str(one) for one in seen.people.contacts]
