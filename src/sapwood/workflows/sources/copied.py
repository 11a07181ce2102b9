"""Mail that a colleague copies to an address of their own (Bcc) is filed as an import of theirs.

An address is `copy-NUMBER-TOKEN@domain`; the token follows from the installation's secret and the source's number, so
there is nothing to keep, and a source that is removed leaves an address that nobody has.
"""

import os
import re
import secrets
import time
from base64 import b32encode
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from sapwood.identity.address import canonical
from sapwood.reading.addresses import mailboxes
from sapwood.records.access.models import User
from sapwood.records.sources.models import Refusal, Source

from ..guests.limits import HOUR, Limit, TooOften

ADDRESS = re.compile(r"copy-(\d{1,18})-([a-z2-7]{24})@(.+)", re.IGNORECASE)
UNKNOWN = "550 5.1.1 No such address here"
MAILS = Limit("mails copied to one address", 200, HOUR)
REFUSALS = Limit("refusals noted of one address", 50, HOUR)
MOST_REFUSALS = 100


def address_of(source: Source) -> str:
    """Where its owner copies mail to."""
    return f"copy-{source.pk}-{_token(source.pk)}@{settings.SAPWOOD_COPY_DOMAIN}"


def admit(sender: str, recipient: str) -> str:
    """ "" where mail from `sender` to this address is taken; else the SMTP answer that refuses it. An address that is
    no colleague's says nothing of who has one."""
    source = source_at(recipient)
    if source is None:
        return UNKNOWN
    if canonical(sender) not in _own(source.owner):
        _refuse(source, f"A mail sent by {sender or 'nobody'} was refused: that is none of your addresses.")
        return "550 5.7.1 Only your own mail can be copied to this address"
    try:
        MAILS.admit(source.pk, timezone.now())
    except TooOften:
        _refuse(source, f"More than {MAILS.most} mails came within an hour; the rest was put off.")
        return "450 4.7.0 Too many mails; try again later"
    return ""


def keep(sender: str, recipients: list[str], raw: bytes) -> str:
    """Lays the mail down where the next look takes it from, on the disk before it says so."""
    filed = 0
    for source in filter(None, map(source_at, recipients)):
        if _written_by(raw) & _own(source.owner):
            _lay_down(source, raw)
            Source.objects.filter(pk=source.pk).update(due=None)
            filed += 1
        else:
            _refuse(source, "A mail was refused: its From line names none of your addresses.")
    return "250 2.0.0 Filed" if filed else "550 5.7.1 Only your own mail can be copied to this address"


def waiting_in(source: Source) -> Path:
    return Path(settings.MEDIA_ROOT) / f"copied-{source.pk}"


def source_at(recipient: str) -> Source | None:
    found = ADDRESS.fullmatch(recipient.strip("<> "))
    if not found or found[3].lower() != settings.SAPWOOD_COPY_DOMAIN:
        return None
    number = int(found[1])
    if not constant_time_compare(found[2].lower(), _token(number)):
        return None
    standing = Source.objects.standing().filter(kind=Source.Kind.COPY, owner__is_active=True)
    return standing.filter(pk=number).select_related("owner").first()


def _token(number: int) -> str:
    return (
        b32encode(salted_hmac("sapwood copy address", str(number), algorithm="sha256").digest())[:24].decode().lower()
    )


def _own(user: User) -> set[str]:
    return {canonical(address) for address in (user.email, *user.addresses.values_list("address", flat=True))}


def _written_by(raw: bytes) -> set[str]:
    """Whom the one From line names; nobody where there are several, for two readers would take two."""
    fields = BytesHeaderParser().parsebytes(raw[: 512 * 1024]).get_all("From", [])
    return {canonical(address) for address, _ in mailboxes(str(fields[0]))} if len(fields) == 1 else set()


def _lay_down(source: Source, raw: bytes) -> None:
    folder = waiting_in(source)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{time.time_ns()}-{secrets.token_hex(4)}"
    draft = folder / f".{name}"
    received = f"Received: by Sapwood; {format_datetime(datetime.now(UTC))}\r\n".encode()
    with draft.open("wb") as file:
        file.write(received + raw)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / f"{name}.eml")


def _refuse(source: Source, what: str) -> None:
    try:
        REFUSALS.admit(source.pk, timezone.now())
    except TooOften:
        return
    Refusal.objects.create(source=source, when=timezone.now(), what=what[:500])
    old = source.refusals.order_by("-pk").values_list("pk", flat=True)[MOST_REFUSALS:]
    Refusal.objects.filter(pk__in=list(old)).delete()
