"""A calendar from its file to the account: what counts, what is known again, what replaces what, and undone again."""

import io
import zipfile
from datetime import date

from cast import ana, bring, mail, tom  # noqa: F401

from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import Relationship
from sapwood.surfaces.web.meeting_facts import meeting_facts
from sapwood.workflows.account import timeline
from sapwood.workflows.accounts import accounts_as_of
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import counting_imports, log
from sapwood.workflows.meetings import meetings_of
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address

DAY = date(2024, 3, 1)
ANA = "ORGANIZER;CN=Ana Brandt:mailto:ana@home.example"
HOME = "X-WR-CALNAME:ana@home.example"


def attendee(address, status="ACCEPTED"):
    return f"ATTENDEE;PARTSTAT={status}:mailto:{address}"


JANE, LUIS, PRIYA = map(attendee, ("jane@orchard.example", "luis@orchard.example", "priya@birch.example"))


def event(uid, day, *lines, sequence=0, title="Volumes"):
    when = [f"DTSTART:2024{day}T100000Z", "DURATION:PT1H", f"SEQUENCE:{sequence}"]
    return ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *when, *lines, "END:VEVENT"]


def calendar(*events):
    return "\r\n".join(["BEGIN:VCALENDAR", HOME, *(x for one in events for x in one), "END:VCALENDAR", ""]).encode()


def figures(done):
    return done.status, done.read, done.added, done.known, done.troubles.count()


def accounts():
    refresh(DAY)
    return {row["account"]: (row["touches"], row["last_touch"][:10]) for row in accounts_as_of(DAY)}


def test_from_the_file_to_the_account_and_back(bring):  # noqa: F811
    first = bring(
        data=calendar(
            event("a", "0102", ANA, JANE),
            event("b", "0103", ANA, JANE, PRIYA),
            event("c", "0104", ANA, attendee("luis@orchard.example", "DECLINED")),
            event("d", "0105", ANA, JANE, "STATUS:CANCELLED"),
            event("e", "0106"),
            event("f", "0230"),
        ),
        home_domains=(),
    )
    assert first.status == "done" and first.added == 5 and first.troubles.count() == 1
    assert "Took home.example for home" in first.said and "meetings" in first.said
    assert "Mailbox of ana@home.example" in first.said
    assert accounts() == {"Orchard": (2, "2024-01-03"), "Birch": (1, "2024-01-03")}
    assert Address.objects.get(address="luis@orchard.example").kind == "person"  # who was asked is known

    moved = event("b", "0110", ANA, LUIS, sequence=1)
    second = bring(data=calendar(event("a", "0102", ANA, JANE), moved, event("g", "0111", ANA, LUIS)))
    assert figures(second) == ("done", 3, 1, 2, 0)
    assert accounts() == {"Orchard": (3, "2024-01-11")}  # Birch is at none of them any more
    assert figures(bring(data=calendar(moved))) == ("done", 1, 0, 1, 0)
    assert figures(bring(data=calendar(event("b", "0103", ANA, PRIYA)))) == ("done", 1, 0, 1, 0)  # an older state
    assert accounts() == {"Orchard": (3, "2024-01-11")}

    called_off = bring(data=calendar(event("g", "0111", ANA, LUIS, "STATUS:CANCELLED", sequence=2)))
    assert figures(called_off) == ("done", 1, 0, 1, 0)
    assert accounts() == {"Orchard": (2, "2024-01-10")}
    undo_import(called_off.by, called_off)
    assert accounts() == {"Orchard": (3, "2024-01-11")}
    undo_import(second.by, second)
    assert accounts() == {"Orchard": (1, "2024-01-02"), "Birch": (1, "2024-01-03")}  # the newest state that remains


def test_several_states_in_one_import_and_beside_mail_in_an_archive(bring):  # noqa: F811
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("post/one.eml", mail(1, day=1))
        archive.writestr("later.ics", calendar(event("a", "0110", ANA, JANE, sequence=2)))
        archive.writestr(
            "earlier.ics", calendar(event("a", "0104", ANA, JANE), event("a", "0107", ANA, JANE, sequence=1))
        )
    done = bring(data=box.getvalue())
    assert figures(done) == ("done", 3, 2, 1, 0)  # of the two in one file its reader takes the later
    assert accounts() == {"Orchard": (2, "2024-01-10")}


def test_dates_taken_out_of_a_series_are_no_meetings_any_more(bring):  # noqa: F811
    weekly = event("a", "0102", ANA, JANE, "RRULE:FREQ=WEEKLY;UNTIL=20240213T235959Z")
    shorter = event("a", "0102", ANA, JANE, "RRULE:FREQ=WEEKLY;UNTIL=20240123T235959Z", "EXDATE:20240109T100000Z")
    assert figures(bring(data=calendar(weekly))) == ("done", 7, 7, 0, 0)
    assert accounts() == {"Orchard": (7, "2024-02-13")}
    changed = [*shorter[:-1], "LAST-MODIFIED:20240201T000000Z", "END:VEVENT"]
    second = bring(data=calendar(changed))
    assert (second.added, second.troubles.count()) == (0, 0)
    assert accounts() == {"Orchard": (3, "2024-01-23")}
    undo_import(second.by, second)
    assert accounts() == {"Orchard": (7, "2024-02-13")}


def test_two_mailboxes_and_the_later_subject_in_ones_own(bring, ana, tom):  # noqa: F811
    guests = [ANA, attendee("tom@home.example"), JANE]
    bring(data=calendar(event("a", "0102", *guests)), mailbox="ana@home.example")
    both = bring(data=calendar(event("a", "0102", *guests)), mailbox="tom@home.example")
    assert figures(both) == ("done", 1, 0, 1, 0)
    assert log().sightings(log().known(counting_imports()).everywhere.tolist(), counting_imports()).num_rows == 2
    bring(data=calendar(event("a", "0102", *guests, title="Prices", sequence=1)), mailbox="ana@home.example")
    refresh(DAY)
    orchard = Relationship.objects.get(organisation__name="Orchard")
    for user, subject in ((ana, "Prices"), (tom, "Volumes")):  # what Tom's own calendar says comes first for him
        give_address(user, user.email)
        orchard.participations.get_or_create(user=user)
        assert [event.subject for event in timeline(user, orchard)] == [subject]


def test_when_we_last_met_and_when_we_meet_next(bring, ana, tom):  # noqa: F811
    ahead = [event("b", "0610", ANA, attendee("jane@orchard.example", "NEEDS-ACTION"), title="Prices")]
    bring(data=calendar(event("a", "0102", ANA, JANE), *ahead), mailbox="ana@home.example")
    refresh(DAY)
    orchard = Relationship.objects.get(organisation__name="Orchard")
    for user in (ana, tom):
        give_address(user, user.email)
        orchard.participations.get_or_create(user=user)
    hers, his = meetings_of(ana, orchard), meetings_of(tom, orchard)
    assert (hers["last"].subject, hers["next"].subject, hers["next"].agreed) == ("Volumes", "Prices", False)
    assert all(one.hidden and one.subject is None for one in his.values())
    assert [fact.value for fact in meeting_facts(hers, DAY, set())] == ["59 days ago", "in 101 days"]
    assert meeting_facts(hers, DAY, set())[1].note == "10 Jun, not yet accepted"
    assert [fact.value for fact in meeting_facts({}, DAY, set())] == ["unknown", "none planned"]
    bring(mail(1, day=40))  # what comes is added to what was counted; the next meeting stays
    refresh(DAY)
    orchard.refresh_from_db()
    assert meetings_of(ana, orchard)["next"].when.day == 10
    bring(data=calendar(event("b", "0612", ANA, JANE, title="Prices", sequence=1)), mailbox="ana@home.example")
    refresh(DAY)
    orchard.refresh_from_db()
    moved = meetings_of(ana, orchard)["next"]
    assert (moved.agreed, moved.when.day) == (True, 12)
