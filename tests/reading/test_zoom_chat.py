"""The chat of a Zoom meeting, in the forms in which Zoom saved it."""

from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.chat.zoom import is_zoom, read_zoom
from sapwood.reading.mailbox import kind_of

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
WHERE = "2024-05-03 13.30.00 Volumes for autumn 123456789/meeting_saved_chat.txt"
OLD = "13:31:02 From Ana Brandt to Everyone : Which volumes?\n13:32:10 From Jane Doyle to Everyone : All of: them\n"
OLDEST = "13:31:02\t From  Ana Brandt : to Everyone"
NEW = (
    "13:31:02 From Ana Brandt To Everyone:\r\n\tWhich volumes?\r\n"
    "13:32:10 From Jane Doyle To Everyone:\r\n\tAll of: them\r\n"
)


def read(text, where=WHERE, on=""):
    return list(read_zoom(text.encode(), where, LATEST, on))


@pytest.mark.parametrize("text", [OLD, NEW, NEW.replace("\t", "    "), OLD.replace(" From ", "\t From  ")])
def test_both_forms_say_the_same(text):
    assert kind_of(text.encode()) == "zoom chat"
    ana, jane = read(text)
    assert (ana.own, jane.own) == ("Which volumes?", "All of: them")
    assert [(who.role, who.address) for who in ana.participants] == [
        ("from", "speaker:ana brandt"), ("to", "speaker:jane doyle"),
    ]  # fmt: skip
    assert ana.when == datetime(2024, 5, 3, 13, 31, 2, tzinfo=UTC)
    assert (ana.channel, ana.subject, ana.questions) == ("chat", "Volumes for autumn", 1)
    assert [one.identity for one in read(OLD)] == [ana.identity, jane.identity]


def test_a_private_message_is_between_two():
    chat = OLD + "13:33:00 From Ana Brandt to Tom Ash(Direct Message):\n\tCan we?\n"
    *_, private = read(chat)
    assert private.own == "Can we?"
    assert [(who.role, who.address) for who in private.participants] == [
        ("from", "speaker:ana brandt"), ("to", "speaker:tom ash"),
    ]  # fmt: skip
    assert all("ash" not in who.address for one in read(chat)[:-1] for who in one.participants)


@pytest.mark.parametrize("to", ["Everyone", "everyone", "Hosts and panelists", "Waiting Room Participants"])
def test_all_are_nobody(to):
    (one,) = read(f"13:31:02 From Ana Brandt to {to}:\n\tHi")
    assert [who.address for who in one.participants] == ["speaker:ana brandt"]


def test_reactions_and_what_is_answered_are_not_their_words():
    text = OLD + '13:33:00 From Jane Doyle to Everyone:\n\tReplying to "Which volumes?"\n\t\n\tOurs.\n'
    text += '13:34:00 From Tom Ash to Everyone:\n\tReacted to "Which volumes?" with 👍\n'
    text += '13:34:05 From Tom Ash to Everyone:\n\tRemoved a 👍 reaction from "Which volumes?"\n'
    found = read(text)
    assert [one.own for one in found] == ["Which volumes?", "All of: them\nOurs."]


def test_several_lines_and_past_midnight():
    text = "23:59:50 From Ana Brandt to Everyone:\n\tOne\n\ttwo\n00:00:10 From Jane Doyle to Everyone:\n\tThree\n"
    ana, jane = read(text)
    assert ana.own == "One\ntwo"
    assert jane.when == datetime(2024, 5, 4, 0, 0, 10, tzinfo=UTC)


def test_the_day_is_asked_for_where_nothing_says_it():
    (trouble,) = read(OLD, where="meeting_saved_chat.txt")
    assert isinstance(trouble, Trouble)
    assert "--on" in trouble.what
    assert read(OLD, where="meeting_saved_chat.txt", on="2024-05-03")[0].when.day == 3
    assert "still to come" in read(OLD, where="2031-05-03/chat.txt")[0].what


@pytest.mark.parametrize(
    "text",
    [
        OLDEST,
        "13:31:02 Ana Brandt: Hi",
        "From ana@home.example Fri May  3 13:30:00 2024\nFrom: a",
        "13:31 From A to B: x",
    ],
)
def test_what_is_none(text):
    assert not is_zoom(text.encode())


@pytest.mark.parametrize(
    "text", ["", "\n\n", "nothing", "99:99:99 From : to :", "99:00:00 From A to B: x", "13:31:02 From / to /: x"]
)
def test_bad_input(text):
    for one in read(text):
        assert isinstance(one, Interaction) or one.what.endswith(".")
