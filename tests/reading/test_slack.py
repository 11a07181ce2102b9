"""Slack's export: who wrote to whom in which burst, and what is left out."""

import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.chat.slack import is_slack, read_slack

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
T = 1714741200  # 2024-05-03 13:00 UTC
USERS = [
    {"id": "U1", "team_id": "T1", "profile": {"real_name": "Ana Brandt", "email": "Ana@home.example"}},
    {"id": "U2", "team_id": "T1", "profile": {"real_name": "Jane Doyle"}},
    {"id": "U3", "team_id": "T1", "profile": {"real_name": "Tom Keller", "email": "tom@home.example"}},
    {"id": "B1", "team_id": "T1", "is_bot": True, "profile": {"real_name": "Tickets"}},
]
CHANNELS = [{"id": "C1", "name": "orchard", "members": ["U1", "U2", "U3", "B1"]}]


def said(user, minute, text, **more):
    return {"type": "message", "user": user, "ts": f"{T + round(minute * 60)}.000100", "text": text} | more


def export(messages, folder="orchard", top="", **files):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, value in {"users": USERS, "channels": CHANNELS, **files}.items():
            archive.writestr(f"{top}{name}.json", json.dumps(value))
        archive.writestr(f"{top}{folder}/2024-05-03.json", json.dumps(messages))
    file.seek(0)
    return file


def read(*messages, **options):
    return list(read_slack(export(messages, **options), "slack.zip", LATEST))


def people(item):
    return [(who.role, who.address) for who in item.participants]


def test_a_burst_is_what_one_person_wrote_without_a_pause():
    found = read(
        said("U1", 0, "Morning <@U2>, is the <https://x.example|press> &amp; paper here?"),
        said("U2", 1, "Yes"),
        said("U1", 2, "Great"),
        said("U1", 31.5, "One more thing"),
        said("U2", 62, "Tell me"),
    )
    own = {(item.participants[0].address, item.own) for item in found}
    assert own == {
        ("ana@home.example", "Morning @Jane Doyle, is the press & paper here?\nGreat\nOne more thing"),
        ("slack:t1/u2", "Yes"),
        ("slack:t1/u2", "Tell me"),
    }
    by_identity = {item.identity: item for item in found}
    first = by_identity[f"slack:t1/C1/{T}.000100"]
    assert people(first) == [("from", "ana@home.example"), ("to", "slack:t1/u2"), ("cc", "tom@home.example")]
    assert (first.channel, first.subject, first.questions, first.flag) == ("chat", "#orchard", 1, "")
    assert people(by_identity[f"slack:t1/C1/{T + 60}.000100"])[:2] == [
        ("from", "slack:t1/u2"),
        ("to", "ana@home.example"),
    ]


def test_a_thread_is_a_conversation_of_its_own():
    root = f"{T + 60}.000100"
    found = read(
        said("U1", 0, "Before"),
        said("U1", 1, "Shall we?", thread_ts=root, reply_count=1),
        said("U2", 600, "Yes", thread_ts=root),
    )
    begun, answer = sorted(found, key=lambda item: item.when)
    assert answer.references == (begun.identity,)
    assert people(answer)[0] == ("from", "slack:t1/u2")


def test_a_longer_export_updates_and_does_not_repeat():
    short, long = read(said("U1", 0, "One")), read(said("U1", 0, "One"), said("U1", 5, "Two"))
    assert [item.identity for item in short] == [item.identity for item in long]
    assert long[0].revision > short[0].revision > 0


def test_machines_and_notices():
    found = read(
        said("U2", 0, "has joined", subtype="channel_join"),
        said("B1", 1, "Case 5 closed", subtype="bot_message"),
        said("U1", 2, "Thanks"),
    )
    machine, thanks = found
    assert (machine.flag, machine.own) == ("auto", "Case 5 closed")
    assert ("to", "slack:t1/b1") not in people(thanks)


def test_a_chat_of_two_is_addressed_to_the_other():
    dms = [{"id": "D1", "members": ["U1", "U2"]}]
    [found] = read(said("U2", 0, "Psst"), folder="D1", dms=dms)
    assert people(found) == [("from", "slack:t1/u2"), ("to", "ana@home.example")]
    assert found.subject == ""


def test_one_folder_down():
    file = export([said("U1", 0, "One")], top="Home export/")
    assert is_slack(zipfile.ZipFile(file).namelist())
    assert len(list(read_slack(file, "slack.zip", LATEST))) == 1


def test_what_is_broken_is_named_and_the_rest_is_in():
    file = export([said("U1", 0, "One"), said("U1", 60 * 24 * 900, "2026"), {"ts": "soon"}, {"type": "message"}])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("orchard/2024-05-04.json", b"[{")
        archive.writestr("../orchard/2024-05-05.json", b"[]")
    file.seek(0)
    found = list(read_slack(file, "slack.zip", LATEST))
    assert [item.own for item in found if isinstance(item, Interaction)] == ["One"]
    assert [item.where for item in found if isinstance(item, Trouble)] == ["slack.zip/orchard/2024-05-04.json"]


def test_no_zip():
    [found] = read_slack(BytesIO(b"PK\x03\x04nothing"), "slack.zip", LATEST)
    assert isinstance(found, Trouble)
