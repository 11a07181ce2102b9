"""A small SMTP receiver (RFC 5321): takes mail for addresses of ours, relays nothing. With a certificate it offers
STARTTLS (RFC 3207), and nothing older than TLS 1.2."""

import asyncio
import ssl
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MOST_BYTES = 25 << 20
MOST_RECIPIENTS = 10
TIMEOUT_S = 60.0

Admit = Callable[[str, str], str]
"""(sender, recipient) → "" to take it, or the answer that refuses it, with its SMTP code."""
Keep = Callable[[str, list[str], bytes], str]
"""(sender, recipients, mail) → the answer, once it is safe on the disk or refused."""


class Door:
    """What is said at the door; what decides works in threads beside it."""

    def __init__(self, admit: Admit, keep: Keep) -> None:
        self.admit, self.keep = admit, keep

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        refused = await asyncio.to_thread(self.admit, envelope.mail_from or "", address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        return await asyncio.to_thread(self.keep, envelope.mail_from or "", list(envelope.rcpt_tos), raw)

    async def handle_exception(self, error: Exception) -> str:
        return "451 4.3.0 Try again later"


def open_door(
    host: str,
    port: int,
    admit: Admit,
    keep: Keep,
    certificate: tuple[str, str] | None = None,
    encrypted_only: bool = False,
) -> Controller:
    """Begins to listen, in a thread of its own; the caller stops it. `certificate` is its file and its key's;
    `encrypted_only` answers 530 to all that comes before STARTTLS. Raises OSError where the port is taken or the
    certificate cannot be read, ValueError where it is to be encrypted without one."""
    if encrypted_only and not certificate:
        raise ValueError("Without a certificate nothing can be encrypted.")
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(*certificate, password=str)
    door = Controller(
        Door(admit, keep),
        hostname=host,
        port=port,
        data_size_limit=MOST_BYTES,
        timeout=TIMEOUT_S,
        ident="Sapwood",
        enable_SMTPUTF8=True,
        tls_context=context,
        require_starttls=encrypted_only,
    )
    door.start()
    return door
