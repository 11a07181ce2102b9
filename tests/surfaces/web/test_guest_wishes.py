"""Guests say how they wish to be reached: it holds at once, comes first, and is not overwritten in silence."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta

import pytest
from guest_cast import text
from web_cast import AS_OF

from sapwood.planning.hours import Hours
from sapwood.planning.wished import Wished, hours, sentence, unreachable, way
from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Address
from sapwood.records.guests.models import GuestWish
from sapwood.workflows.contact_hours import say_hours
from sapwood.workflows.guests.wishes import not_written_to, set_aside, wished_by
from sapwood.workflows.notes.check import check
from sapwood.workflows.notes.understand import understand
from sapwood.workflows.permission import Refused

POST = "/g/held/wishes/"
DAY = date(2026, 3, 3)


def test_the_way_and_the_hours_are_theirs():
    silent = Wished(1, "Jane Doyle", DAY, no_mail=True, no_call=True)
    early = Wished(2, "Luis Ortega", DAY, opens=time(9), closes=time(11), zone="Europe/Lisbon")
    assert [way("call", silent), way("mail", silent), way("meeting", silent)] == ["meeting"] * 3
    assert (
        way("call", Wished(1, "J", DAY, no_call=True)) == "mail" and way("mail", Wished(1, "J", DAY, True)) == "call"
    )
    assert way("mail", None) == "mail" and unreachable([silent, early]) == {1}
    theirs = Hours("Europe/Berlin", said="said by Ana")
    assert hours(None, theirs) is theirs and hours(silent, theirs) is theirs
    assert (hours(early, theirs).zone, hours(early, None).closes) == ("Europe/Lisbon", time(11))
    assert sentence(early) == "Luis Ortega said as a guest on 3 March 2026: call me only from 9:00 to 11:00."


@pytest.fixture
def jane(guest, invited):
    return guest()


def test_it_holds_at_once_and_a_colleague_cannot_overwrite_it_in_silence(jane, as_, cast):
    page = text(jane.post(POST, {"kind": "no call"}, follow=True))
    assert "You asked never to be called, on " in page
    jane.post(POST, {"kind": "no call"})
    wish = GuestWish.objects.get()
    assert (wish.guest, wish.said, wish.ended) == ("jane@orchard.example", AS_OF, None)
    for wrong in (
        {},
        {"opens": "11:00", "closes": "09:00", "zone": "Europe/Lisbon"},
        {"opens": "09:00", "closes": "11:00"},
    ):
        answer = jane.post(POST, {"kind": "hours", **wrong})
        assert answer.status_code == 422 and "Nothing was kept." in text(answer)
    assert jane.post(POST, {"kind": "gold"}).status_code == 422
    jane.post(POST, {"kind": "hours", "opens": "09:00", "closes": "11:00", "zone": "Europe/Lisbon"})
    with zipfile.ZipFile(io.BytesIO(jane.get("/g/held/take-along.zip").content)) as packed:
        held = json.loads(packed.read("what-is-held.json"))["held"]["reached"]
    taken = {row["data"]["wish"]: row["data"] for row in held}
    assert (taken["hours"]["from"], taken["hours"]["zone"]) == ("09:00", "Europe/Lisbon") and "no call" in taken
    say_hours(cast.ana, cast.orchard, "Europe/Lisbon", time(8), time(20))
    assert GuestWish.objects.standing().count() == 2, "what a colleague says ends none of it"
    for where in (f"/accounts/{cast.orchard.pk}/guests/", f"/accounts/{cast.orchard.pk}/days-off/"):
        shown = text(as_(cast.ana).get(where))
        assert "asked never to be called" in shown and "9:00 to 11:00 (Europe/Lisbon)" in shown
    with pytest.raises(ValueError, match="they read it"):
        set_aside(cast.ana, wish, " ")
    with pytest.raises(Refused):
        set_aside(cast.tom, wish, "We must.")
    as_(cast.ana).post(f"/guest-wishes/{wish.pk}/set-aside/", {"why": "You are the emergency contact."})
    page = text(jane.get("/g/held/"))
    assert "Ana set aside your wish never to be called: “You are the emergency contact.”" in page
    jane.post(POST, {"kind": "hours", "back": "1"})
    assert not GuestWish.objects.standing().exists()
    acts = set(AuditLine.objects.values_list("act", flat=True))
    assert {"say how to be reached", "take back how to be reached", "set aside how to be reached"} <= acts


def test_a_call_against_their_wish_says_so_when_it_is_noted_down(jane, cast):
    jane.post(POST, {"kind": "hours", "opens": "09:00", "closes": "11:00", "zone": "Europe/Lisbon"})

    def doubts(written, hour):
        now = datetime(AS_OF.year, AS_OF.month, AS_OF.day, hour, 30, tzinfo=UTC)
        draft = check(cast.ana, understand(cast.ana, written, now, cast.orchard), now)
        assert [str(who.person) for who in draft.people] == ["Jane Doyle"]
        return [said for said in draft.doubts if "Mind it next time." in said]

    (said,) = doubts("called Jane at Orchard", 15)
    assert "call me only from 9:00 to 11:00. Mind it next time." in said
    assert not doubts("called Jane at Orchard", 9), "within their hours"
    assert not doubts("called Jane at Orchard yesterday", 15), "at which hour nobody said"
    assert not doubts("met Jane at Orchard", 15) and not doubts("Jane from Orchard called me", 15)
    jane.post(POST, {"kind": "no call"})
    (said,) = doubts("called Jane at Orchard yesterday", 15)
    assert "never call me" in said


def test_the_mailer_is_told_no_for_all_of_their_addresses(jane, cast):
    jane.post(POST, {"kind": "no mail"})
    wish = GuestWish.objects.get()
    keys = set(Address.objects.filter(address="jane@orchard.example").values_list("key", flat=True))
    said = not_written_to()
    assert keys <= set(said) and "by their own word, as a guest" in next(iter(said.values()))
    if wish.person_id:
        [known] = wished_by([cast.orchard.pk])[cast.orchard.pk]
        assert known.no_mail and known.said == AS_OF + timedelta(0)
    jane.post(POST, {"kind": "no mail", "back": "1"})
    assert not not_written_to()
