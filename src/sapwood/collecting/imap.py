"""A mailbox on a server, by IMAP (RFC 3501, RFC 9051): the way in. Fetches bytes, changes nothing there."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from .catch import Unreachable
from .unreachable import said_plainly, shown

TIMEOUT_S = 30.0
MOST_LITERAL = 16 << 20  # no answer that was asked for is larger
TLS, STARTTLS, PLAIN = "tls", "starttls", "plain"
PORTS = {TLS: 993, STARTTLS: 143, PLAIN: 143}
ENDED = (imaplib.IMAP4.abort, EOFError)


@dataclass(frozen=True)
class Server:
    """Where a mailbox is and how to come in: `secret` is a password, or with `token` an access token (XOAUTH2)."""

    host: str
    port: int
    security: str
    user: str
    secret: str = field(repr=False)
    token: bool = False
    timeout_s: float = TIMEOUT_S


class _Bounded:
    """A server that announces more than anybody asked for is not believed."""

    def read(self, size: int) -> bytes:
        if size > MOST_LITERAL:
            raise imaplib.IMAP4.abort(f"the server announced {size} bytes at once")
        data: bytes = super().read(size)  # type: ignore[misc]
        if len(data) < size:
            raise imaplib.IMAP4.abort("the line ended in the middle of a message")
        return data


class _Plain(_Bounded, imaplib.IMAP4):
    pass


class _Tls(_Bounded, imaplib.IMAP4_SSL):
    pass


class Mailbox(BaseMailBox):
    """One connection, not yet signed in."""

    def __init__(self, server: Server) -> None:
        self.server = server
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        server, context = self.server, ssl.create_default_context()
        if server.security == TLS:
            return _Tls(server.host, server.port, ssl_context=context, timeout=server.timeout_s)
        client = _Plain(server.host, server.port, timeout=server.timeout_s)
        if server.security == STARTTLS:
            if "STARTTLS" not in client.capabilities:
                client.shutdown()
                raise Unreachable(
                    f"{server.host} offers no encryption (STARTTLS) on port {server.port}, so the password was not"
                    f" sent. Try TLS on port {PORTS[TLS]}."
                )
            client.starttls(context)
        return client

    def said(self, name: str) -> list[bytes]:
        """What the server said of itself unasked under this name, such as UIDVALIDITY."""
        return [part for part in self.client.untagged_responses.get(name, []) if isinstance(part, bytes)]


@contextmanager
def connected(server: Server) -> Iterator[Mailbox]:
    """A mailbox one is signed in to, closed at the end. Raises Unreachable with a sentence where one cannot."""
    mailbox: Mailbox | None = None
    try:
        with answers(server):
            mailbox = Mailbox(server)
            _sign_in(mailbox, server)
        yield mailbox
    finally:
        if mailbox is not None:
            with suppress(*ENDED, OSError, imaplib.IMAP4.error, ImapToolsError):
                mailbox.client.sock.settimeout(2)  # whoever does not answer by now is not waited for
                mailbox.client.logout()


def _sign_in(mailbox: Mailbox, server: Server) -> None:
    if "LOGINDISABLED" in mailbox.client.capabilities and not server.token:
        raise Unreachable(f"{server.host} takes no password over an unencrypted line. Choose TLS or STARTTLS.")
    try:
        if server.token:
            mailbox.xoauth2(server.user, server.secret, initial_folder=None)
        elif (server.user + server.secret).isascii():
            mailbox.login(server.user, server.secret, initial_folder=None)
        else:
            mailbox.login_utf8(server.user, server.secret, initial_folder=None)
    except ENDED:
        raise
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        what = "access token" if server.token else "password"
        answer = shown(_answer(error)).replace(server.secret, "…")
        raise Unreachable(
            f"{server.host} refused the user name {server.user} or the {what} (it said: {answer}). Look at both; it"
            " is tried again later by itself."
        ) from error


@contextmanager
def answers(server: Server) -> Iterator[None]:
    """Turns whatever goes wrong on the line, or in what the server says, into Unreachable with its sentence."""
    try:
        with said_plainly(server.host, server.port):
            yield
    except ENDED as error:
        raise Unreachable(f"The line to {server.host} broke off ({shown(error)}).") from error
    except (imaplib.IMAP4.error, ImapToolsError, UnicodeError) as error:
        raise Unreachable(f"{server.host} answered what is not understood: {shown(_answer(error))}.") from error


def _answer(error: BaseException) -> Any:
    """The server's own words in an error of the library."""
    result = getattr(error, "command_result", None)
    words = result[1] if result else error.args[:1]
    return words[0] if isinstance(words, list | tuple) and words else words or error
