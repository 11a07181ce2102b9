"""Files of each kind that is no mail: COUNT interactions each, in all of which one person takes part."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from made_msg import made_msg

COUNT = 30
WHO, NAME = "zyxwvut.qponmlk@orchard.example", "Zyxwvut Qponmlk"
NUMBER = "+4930123456"
BEGIN = datetime(2024, 3, 1, 9, tzinfo=UTC)


def calendar(folder: Path) -> Path:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@orchard.example\r\nDTSTART:{BEGIN + timedelta(days=n):%Y%m%dT%H%M%SZ}\r\n"
        f"SUMMARY:Volumes {n} with {NAME}\r\nORGANIZER;CN=Ana Brandt:mailto:ana@home.example\r\n"
        f"ATTENDEE;CN={NAME};PARTSTAT=ACCEPTED:mailto:{WHO}\r\nEND:VEVENT\r\n"
        for n in range(COUNT)
    )
    return _file(folder, "plans.ics", f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode())


def transcript(folder: Path) -> Path:
    talk = "WEBVTT\n\n00:00:01.000 --> 00:01:00.000\n<v Ana Brandt>How is press {}?</v>\n\n"
    talk += f"00:01:00.000 --> 00:02:00.000\n<v {NAME}>Loud.</v>\n"
    return _zip(
        folder, "talks.zip", {f"{BEGIN.date() + timedelta(days=n)} 09.00.vtt": talk.format(n) for n in range(COUNT)}
    )


def chat(folder: Path) -> Path:
    said = "".join(
        f"[{BEGIN + timedelta(hours=n):%d.%m.%Y, %H:%M:%S}] {NAME if n % 2 else 'Ana Brandt'}: Number {n}\n"
        for n in range(COUNT)
    )
    return _file(folder, "_chat.txt", said.encode())


def calls(folder: Path) -> Path:
    rows = "".join(
        f"{BEGIN + timedelta(days=n):%Y-%m-%d %H:%M:%S},ana@home.example,{NUMBER},{NAME},60\n" for n in range(COUNT)
    )
    return _file(folder, "calls.csv", f"Date,From,To,Name,Duration\n{rows}".encode())


def outlook(folder: Path) -> Path:
    receiver = {0x3001: NAME, 0x3003: WHO, 0xC15: 1, 0x5FFF: 3}
    mails = {
        f"{n}.msg": made_msg(
            {
                0x1A: "IPM.Note", 0x37: f"Volumes {n}", 0x39: BEGIN + timedelta(days=n),
                0x1035: f"<{n}@out.example>", 0x65: "ana@home.example", 0x1000: f"Dear {NAME}",
            },
            [receiver],
        )
        for n in range(COUNT)
    }  # fmt: skip
    return _zip(folder, "mails.zip", mails)


KINDS = {"calendar": calendar, "transcript": transcript, "chat": chat, "calls": calls, "outlook": outlook}


def _file(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def _zip(folder: Path, name: str, members) -> Path:
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return _file(folder, name, out.getvalue())
