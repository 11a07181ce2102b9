"""A mail as bytes: headers, greeting and signature, the quoted answer, HTML where the writer likes it."""

import base64
import quopri
from datetime import UTC, datetime
from textwrap import wrap

from cast import Organisation, Person, World
from clock import zone
from threads import Mail, Someone

GREETINGS = ("Hi {},", "Hello {},", "{},", "Dear {},", "Good morning {},", "Hi {} -")
FAREWELLS = ("Best,", "Thanks,", "Regards,", "Kind regards,", "Many thanks,", "Best regards,")
QUOTED_LINES = 28  # enough of the history to be realistic, not the whole of it


def domain(address: str) -> str:
    return address.partition("@")[2]


def header_word(text: str) -> str:
    if text.isascii():
        return text
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


def mailbox(world: World, someone: Someone) -> str:
    """An address as a header shows it, with the firm's way of writing names."""
    if isinstance(someone, str):
        return someone
    name = someone.name
    if world.organisations[someone.organisation].last_first:
        first, _, last = name.rpartition(" ")
        name = f'"{last}, {first}"' if name.isascii() else header_word(f"{last}, {first}")
        return f"{name} <{someone.address}>"
    return f"{header_word(name)} <{someone.address}>"


def address(someone: Someone) -> str:
    return someone if isinstance(someone, str) else someone.address


def signature(person: Person, firm: Organisation) -> str:
    full = [person.name, person.title[:1].upper() + person.title[1:], firm.name]
    if firm.phone:
        full.append(f"{firm.phone}{person.habit:02d}")
    if person.habit % 5 == 0:
        return "Sent from my phone"
    if person.habit % 3 == 0:
        return "\n".join(full)
    return "-- \n" + "\n".join(full)


def own_text(mail: Mail, world: World) -> str:
    """Greeting, paragraphs, farewell, signature, disclaimer."""
    if isinstance(mail.sender, str):
        return "\n\n".join(mail.text)
    me, firm = mail.sender, world.organisations[mail.sender.organisation]
    paragraphs = ["\n".join(wrap(" ".join(mail.text), 76))]
    if len(mail.text) > 2:
        paragraphs = ["\n".join(wrap(" ".join(mail.text[:2]), 76)), "\n".join(wrap(" ".join(mail.text[2:]), 76))]
    to = mail.to[0]
    greeting = GREETINGS[me.habit % len(GREETINGS)].format(to.first if isinstance(to, Person) else "all")
    short = mail.parent is not None and me.habit % 7 == 1
    parts = paragraphs if short else [greeting, *paragraphs, FAREWELLS[me.habit % 6] + "\n" + me.first]
    parts.append(signature(me, firm))
    if firm.disclaimer and domain(address(to)) != firm.domain:
        parts.append("\n".join(wrap(firm.disclaimer, 76)))
    return "\n\n".join(parts)


def quote(mail: Mail, world: World, depth: int = 0) -> str:
    """What stands under a reply, in the manner of the writer's mail program."""
    parent = mail.parent
    if parent is None or depth > 2 or mail.kind in ("auto", "bounce") or not isinstance(mail.sender, Person):
        return ""
    text = own_text(parent, world) + quote(parent, world, depth + 1)
    lines = text.split("\n")[:QUOTED_LINES]
    name, when = world_name(parent.sender), parent.when.astimezone(zone(mail.sender.zone))
    match mail.sender.habit % 4:
        case 0:  # Outlook
            to = "; ".join(world_name(one) for one in parent.to)
            head = (
                f"From: {name}\nSent: {when:%A, %B} {when.day}, {when:%Y %H:%M}\nTo: {to}\nSubject: {parent.subject}"
            )
            return f"\n\n-----Original Message-----\n{head}\n\n" + "\n".join(lines)
        case 1 if mail.sender.zone == "Europe/Berlin":
            head = f"Am {when:%d.%m.%Y} um {when:%H:%M} schrieb {name}:"
        case 2:
            head = f"{name} wrote on {when:%Y-%m-%d %H:%M}:"
        case _:
            head = f"On {when:%a, %b} {when.day}, {when:%Y} at {when:%H:%M}, {name} <{address(parent.sender)}> wrote:"
    return f"\n\n{head}\n" + "\n".join(f"> {line}" if line[:1] != ">" else f">{line}" for line in lines)


def world_name(someone: Someone) -> str:
    return someone if isinstance(someone, str) else someone.name


def _encoded(kind: str, text: str, habit: int) -> tuple[list[str], bytes]:
    """Headers and bytes of one text part; people's programs differ in how they write an é."""
    if text.isascii():
        return [f"Content-Type: {kind}; charset=us-ascii", "Content-Transfer-Encoding: 7bit"], text.encode()
    if habit % 2:
        return [f"Content-Type: {kind}; charset=utf-8", "Content-Transfer-Encoding: 8bit"], text.encode()
    charset = "iso-8859-1" if habit % 4 == 0 and all(ord(c) < 256 for c in text) else "utf-8"
    body = quopri.encodestring(text.encode(charset))
    return [f"Content-Type: {kind}; charset={charset}", "Content-Transfer-Encoding: quoted-printable"], body


def html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    paragraphs = "".join(f"<p>{part}</p>\n" for part in escaped.replace("\n", "<br>\n").split("<br>\n<br>\n"))
    return f"<html><body>\n{paragraphs}</body></html>\n"


def to_bytes(mail: Mail, world: World) -> bytes:
    """The message as its sender's program wrote it (no Received lines yet)."""
    person = mail.sender if isinstance(mail.sender, Person) else None
    habit = person.habit if person else 1
    offset = f"{mail.when:%a, %d %b %Y %H:%M:%S %z}"
    lines = [f"From: {mailbox(world, mail.sender)}", f"To: {', '.join(mailbox(world, one) for one in mail.to)}"]
    if mail.cc:
        lines.append("Cc: " + ",\n ".join(mailbox(world, one) for one in mail.cc))
    lines += [f"Subject: {header_word(mail.subject)}", f"Date: {offset}", f"Message-ID: <{mail.id}>"]
    chain, ancestor = [], mail.parent
    while ancestor:
        chain.insert(0, f"<{ancestor.id}>")
        ancestor = ancestor.parent
    if chain:
        lines += [f"In-Reply-To: {chain[-1]}", "References: " + "\n ".join(chain)]
    lines += [f"{name}: {value}" for name, value in mail.headers.items()]
    lines.append("MIME-Version: 1.0")
    text = own_text(mail, world) + quote(mail, world) + "\n"
    head, body = _encoded("text/plain", text, habit)
    if mail.kind == "bulk":
        head, body = _encoded("text/html", html(text), 1)
    elif (person and habit % 6 == 2) or mail.attached:
        mark = f"=_{mail.id[:16]}"
        if mail.attached:
            rows = "".join(f"{row},{len(mail.attached) * row % 97}\n" for row in range(1, 6)).encode()
            other = [
                'Content-Type: text/csv; name="figures.csv"',
                'Content-Disposition: attachment; filename="figures.csv"',
                "Content-Transfer-Encoding: base64",
            ]
            second, sort = base64.encodebytes(rows), "mixed"
        else:
            other, second = _encoded("text/html", html(text), habit)
            sort = "alternative"
        parts = [
            f"--{mark}\n".encode() + "\n".join(h).encode() + b"\n\n" + b for h, b in ((head, body), (other, second))
        ]
        body = b"\n".join(parts) + f"\n--{mark}--\n".encode()
        head = [f'Content-Type: multipart/{sort}; boundary="{mark}"']
    return "\n".join(lines + head).encode() + b"\n\n" + body


def received(raw: bytes, mail: Mail, world: World, reader: str) -> bytes:
    """The copy that arrives in `reader`'s mailbox."""
    at = mail.when.astimezone(UTC)
    sent_by, got_by = domain(address(mail.sender)), domain(reader)
    trace = f"Received: from mx.{sent_by} by mail.{got_by}; {at:%a, %d %b %Y %H:%M:%S} +0000\n"
    return f"Delivered-To: {reader}\n{trace}".encode() + raw


def in_mbox(raw: bytes, sender: str, when: datetime) -> bytes:
    """One message of an mbox, quoted the mboxrd way."""
    body = b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in raw.split(b"\n"))
    return f"From {sender} {when.astimezone(UTC):%a %b %d %H:%M:%S %Y}\n".encode() + body.rstrip(b"\n") + b"\n\n"
