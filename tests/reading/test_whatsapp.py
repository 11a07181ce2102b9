"""WhatsApp's text export: the orders of dates, the clocks, notices in many languages, several lines."""

from datetime import UTC, datetime

import pytest

from sapwood.reading.chat.whatsapp import is_whatsapp, read_whatsapp

LATEST = datetime(2026, 1, 1, tzinfo=UTC)


def read(text, where="WhatsApp Chat with Orchard.txt", region=""):
    return list(read_whatsapp(text.encode(), where, LATEST, region))


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("5/13/24, 9:15 PM - Ana Brandt: Hi", "2024-05-13T21:15"),
        ("5/13/24, 9:15\u202fPM - Ana Brandt: Hi", "2024-05-13T21:15"),
        ("13/5/24, 12:15 a. m. - Ana Brandt: Hi", "2024-05-13T00:15"),
        ("13.05.24, 21:15 - Ana Brandt: Hi", "2024-05-13T21:15"),
        ("13/05/2024 21:15 - Ana Brandt: Hi", "2024-05-13T21:15"),
        ("2024-05-13, 21:15 - Ana Brandt: Hi", "2024-05-13T21:15"),
        ("[13.05.24, 21:15:03] Ana Brandt: Hi", "2024-05-13T21:15:03"),
        ("\u200e[5/13/24, 9:15:03 PM] Ana Brandt: Hi", "2024-05-13T21:15:03"),
        ("[2024/05/13, 21:15:03] Ana Brandt: Hi", "2024-05-13T21:15:03"),
        ("[13/5/24 21.15.03] Ana Brandt: Hi", "2024-05-13T21:15:03"),
    ],
)
def test_dates_and_clocks(line, when):
    assert is_whatsapp(f"{line}\n".encode())
    [found] = read(line)
    assert found.when == datetime.fromisoformat(when).replace(tzinfo=UTC)
    assert (found.channel, found.own, found.participants[0].address) == ("chat", "Hi", "speaker:ana brandt")


def test_the_order_of_dates_is_the_one_in_which_time_does_not_go_back():
    american = "4/5/24, 09:00 - Ana Brandt: a\n4/6/24, 09:00 - Ana Brandt: b\n5/1/24, 09:00 - Ana Brandt: c\n"
    assert [item.when.month for item in read(american)] == [4, 4, 5]
    european = "4/5/24, 09:00 - Ana Brandt: a\n5/5/24, 09:00 - Ana Brandt: b\n1/6/24, 09:00 - Ana Brandt: c\n"
    assert [item.when.month for item in read(european)] == [5, 5, 6]


@pytest.mark.parametrize(
    "notice",
    [
        "Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        "Tom left",
        "Ana hat Jane hinzugefügt",
        "Tom a quitté",
        "Ana añadió a Jane",
        "Anaはグループを退出しました",
        'Jane changed the subject from "A: b" to "c"',
    ],
)
def test_notices_are_no_messages(notice):
    found = read(f"13.05.24, 21:00 - {notice}\n13.05.24, 21:15 - Ana Brandt: Hi\nthere: you\n")
    assert [item.own for item in found] == ["Hi\nthere: you"]


@pytest.mark.parametrize("media", ["<Media omitted>", "<Medien ausgeschlossen>", "IMG-1.jpg (file attached)"])
def test_pictures_say_no_words(media):
    [found] = read(f"13.05.24, 21:15 - Ana Brandt: {media}")
    assert (found.own, found.words) == ("", 0)


def test_numbers_and_who_is_meant():
    text = "13.05.24, 21:15 - Ana Brandt: Hi\n13.05.24, 21:16 - +49 170 1234567: Hello\n13.05.24, 21:17 - Tom: Yo\n"
    found = read(text)
    assert {who.address for item in found for who in item.participants} == {
        "speaker:ana brandt",
        "tel:+491701234567",
        next(who.address for item in found for who in item.participants if who.name == "Tom"),
    }
    assert [who.role for who in found[0].participants] == ["from", "to", "to"]


def test_the_other_of_two_who_never_answered_is_known_by_the_files_name():
    [found] = read("13.05.24, 21:15 - Ana Brandt: Hi", "WhatsApp Chat - Jane Doyle.zip/_chat.txt")
    assert [(who.role, who.address) for who in found.participants] == [
        ("from", "speaker:ana brandt"),
        ("to", "speaker:jane doyle"),
    ]


def test_a_longer_export_repeats_nothing():
    line = "13.05.24, 21:15 - Ana Brandt: Hi\n"
    assert [i.identity for i in read(line)] == [i.identity for i in read(line + "13.05.24, 21:18 - Ana Brandt: ?\n")]


def test_impossible_dates_are_said():
    found = read("13.05.24, 21:15 - Ana Brandt: Hi\n45.05.24, 21:15 - Ana Brandt: Ho\n")
    assert found[0].own == "Hi"
    assert "One message has an impossible date" in found[1].what
