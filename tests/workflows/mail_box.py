"""One user's mailbox on the server of the tests, as their mail program sees it."""

import contextlib
import imaplib

from imap_tools.utils import encode_folder

PASSWORD = "Quincewort-password"


class Box:
    def __init__(self, server, user: str):
        self.server, self.user = server, user

    @contextlib.contextmanager
    def client(self):
        client = imaplib.IMAP4("127.0.0.1", self.server.port, timeout=10)
        client.login(self.user, PASSWORD)
        yield client
        client.logout()

    def put(self, *messages: bytes, folder="INBOX"):
        with self.client() as client:
            name = encode_folder(folder).decode()
            client.create(name)
            for message in messages:
                assert client.append(name, None, None, message)[0] == "OK"

    def take_away(self, numbers: str, folder="INBOX"):
        with self.client() as client:
            client.select(folder)
            client.store(numbers, "+FLAGS", r"(\Deleted)")
            client.expunge()

    def number_anew(self, folder="INBOX"):
        """As after a restored backup: the same mail under another UIDVALIDITY."""
        messages = []
        with self.client() as client:
            client.select(folder)
            _, found = client.fetch("1:*", "(BODY.PEEK[])")
            messages = [part[1] for part in found if isinstance(part, tuple)]
        place = self.server.folder / "mail" / self.user
        for name in (
            "dovecot-uidlist",
            "dovecot-uidvalidity",
            "dovecot.index.log",
            "dovecot.index",
            "dovecot.index.cache",
        ):
            (place / name).unlink(missing_ok=True)
        for left in place.glob("dovecot-uidvalidity.*"):
            left.unlink()
        assert messages
