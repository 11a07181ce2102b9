"""A real mail server on a free port, which keeps what it is given."""

import re
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller


class Box:
    """Takes every mail, or refuses them while `refuses` is set."""

    def __init__(self):
        self.mails, self.refuses = [], False

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            return "451 Try again later"
        message = message_from_bytes(envelope.content, policy=policy.default)
        message.sent_to = envelope.rcpt_tos
        self.mails.append(message)
        return "250 Kept"

    def text(self, number=-1) -> str:
        return self.mails[number].get_content()

    def link(self) -> str:
        """The path of the newest link that was sent."""
        found = [re.search(r"https?://[^/\s]+(/g/\S+)", mail.get_content()) for mail in reversed(self.mails)]
        return next(match[1] for match in found if match)

    def code(self) -> str:
        """The newest code, as it stands in the mail."""
        found = [re.search(r"Your code is (\d{3} \d{3})", mail.get_content()) for mail in reversed(self.mails)]
        return next(match[1] for match in found if match)


def smtp(port: int) -> dict:
    return {"host": "127.0.0.1", "port": port, "username": "", "password": "", "use_ssl": False, "use_tls": False}


@pytest.fixture
def post(settings):
    """Mail is switched on, and this is where it arrives."""
    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.SAPWOOD_SMTP = smtp(port) | {"timeout": 5}
    settings.SAPWOOD_MAIL_FROM = "sapwood@home.example"
    settings.SAPWOOD_URL = "http://localhost"
    yield box
    server.stop()
