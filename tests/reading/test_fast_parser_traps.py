"""What the fast parser gets silently wrong or refuses: one test for each, with what we make of it instead."""

from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.email import MOST_PEOPLE, read_message

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = b"From: Jane <jane@orchard.example>\nMessage-ID: <1@orchard.example>\n"


def read(text: bytes) -> Interaction:
    found = read_message(text, "one.eml", LATEST)
    assert isinstance(found, Interaction), found
    return found


def with_date(date: bytes) -> Interaction | Trouble:
    return read_message(HEAD + b"To: ana@home.example\nDate: " + date + b"\n\nHello", "one.eml", LATEST)


def with_to(to: bytes) -> list[str]:
    found = read(HEAD + b"Date: Thu, 12 Mar 2020 10:11:12 +0100\n" + to + b"\n\nHello")
    return [person.address for person in found.participants if person.role != "from"]


def body(content: bytes) -> str:
    return read(HEAD + b"Date: Thu, 12 Mar 2020 10:11:12 +0100\nTo: ana@home.example\n" + content).own


def test_utf8_without_a_charset_is_not_garbled():
    assert body("\nDie Straße für Zoë\n".encode()) == "Die Straße für Zoë"
    assert body("MIME-Version: 1.0\nContent-Type: text/plain\n\nGrüße\n".encode()) == "Grüße"


def test_other_bytes_without_a_charset_are_windows_1252():
    assert body("\nGrüße – „bald“\n".encode("cp1252")) == "Grüße – „bald“"


def test_a_lying_charset_is_found_out():
    assert body("Content-Type: text/plain; charset=us-ascii\n\nGrüße\n".encode()) == "Grüße"
    assert body("Content-Type: text/plain; charset=utf-8\n\nGrüße\n".encode("cp1252")) == "Grüße"
    assert body("Content-Type: text/plain; charset=x-unknown\n\nGrüße\n".encode()) == "Grüße"
    assert body("Content-Type: text/plain; charset=idna\n\nGrüße\n".encode()) == "Grüße"


def test_groups_are_opened():
    to = b"To: Buyers: jane@birch.example, Priya <priya@birch.example>;, ana@home.example"
    assert with_to(to) == ["jane@birch.example", "priya@birch.example", "ana@home.example"]
    assert with_to(b"To: undisclosed-recipients:;\nCc: ana@home.example") == ["ana@home.example"]


def test_stray_commas_cost_no_address():
    assert with_to(b"To: , ana@home.example,, ,Tom <tom@home.example>,") == ["ana@home.example", "tom@home.example"]


@pytest.mark.parametrize(
    "bad", [b"nobody at all", b"<>", b'"unclosed <x', b"@home.example", b"x@", b"(comment", b"=?utf-8?B?////?="]
)
def test_one_bad_mailbox_does_not_empty_the_field(bad):
    found = with_to(b"To: ana@home.example, " + bad + b", tom@home.example")
    assert {"ana@home.example", "tom@home.example"} <= set(found)


def test_a_second_to_counts():
    assert with_to(b"To: ana@home.example\nTo: tom@home.example") == ["ana@home.example", "tom@home.example"]


def test_the_31st_of_february_is_no_date():
    found = with_date(b"Mon, 31 Feb 2020 10:11:12 +0100")
    assert isinstance(found, Trouble)
    assert "cannot be read" in found.what


def test_a_date_without_a_zone_keeps_that_it_had_none():
    found = with_date(b"Thu, 12 Mar 2020 10:11:12")
    assert (found.when, found.offset_minutes) == (datetime(2020, 3, 12, 10, 11, 12, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("date", "offset"),
    [
        (b"Thu, 12 Mar 2020 11:11:12 +0100 (CET)", 60),
        (b"Thu, 12 Mar 2020 11:11:12 CET", 60),
        (b"Thu Mar 12 10:11:12 2020", None),
        (b"2020-03-12T11:11:12+01:00", 60),
        (b"2020-03-12 11:11:12 +0100", 60),
    ],
)
def test_refused_dates_are_read(date, offset):
    found = with_date(date)
    assert (found.when, found.offset_minutes) == (datetime(2020, 3, 12, 10, 11, 12, tzinfo=UTC), offset)


def test_the_year_99999_is_a_trouble():
    assert isinstance(with_date(b"Thu, 12 Mar 99999 10:11:12 +0100"), Trouble)


def test_a_byte_order_mark_does_not_hide_the_sender():
    found = read(b"\xef\xbb\xbf" + HEAD + b"Date: Thu, 12 Mar 2020 10:11:12 +0100\n\nHello")
    assert found.participants[0].address == "jane@orchard.example"


def test_bad_base64_keeps_what_decodes():
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    assert body(head + b"SGVsbG8gQW5h!!!\n====\n") == "Hello Ana"
    assert body(head + b"SGVsbG8gQW5hL\n").startswith("Hello Ana")


def test_bad_quoted_printable_keeps_what_decodes():
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    assert body(head + b"Caf=C3=A9 =ZZ at ten=\n") == "Café =ZZ at ten"


def test_no_content_type_or_a_broken_one_is_plain_text():
    assert body(b"Content-Transfer-Encoding: quoted-printable\n\nCaf=C3=A9 at ten\n") == "Café at ten"
    assert body(b"Content-Type: text\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n") == "Hello"
    parts = b"--b\nContent-Type: \n\nHello\n--b\n\nAna\n--b--\n"
    assert body(b"Content-Type: multipart/mixed; boundary=b\n\n" + parts).split() == ["Hello", "Ana"]


def test_one_bad_part_does_not_cost_the_others():
    content = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello Ana\n"
        b"--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nA\n--b--\n"
    )
    assert body(content).startswith("Hello Ana")


def test_names_of_fields_may_be_written_in_any_case():
    found = read(b"FROM: jane@orchard.example\nto: ana@home.example\ndAtE: Thu, 12 Mar 2020 10:11:12 +0100\n\nHello")
    assert [person.address for person in found.participants] == ["jane@orchard.example", "ana@home.example"]


def test_receivers_are_capped_and_it_is_said():
    to = b"To: " + b", ".join(b"person%d@birch.example" % number for number in range(3 * MOST_PEOPLE))
    found = read(HEAD + b"Date: Thu, 12 Mar 2020 10:11:12 +0100\n" + to + b"\n\nHello")
    assert len(found.participants) == MOST_PEOPLE + 1
    assert (found.flag, found.flag_reason) == ("bulk", "more than 1000 recipients")


def test_headers_are_capped():
    found = read(HEAD + b"Date: Thu, 12 Mar 2020 10:11:12 +0100\n" + b"X-Filler: x\n" * 200_000 + b"\nHello")
    assert found.own == "Hello"


def test_parts_within_parts_without_end_are_survived():
    parts = b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(20_000))
    assert body(b"Content-Type: multipart/mixed; boundary=b0\n\n" + parts) == ""
