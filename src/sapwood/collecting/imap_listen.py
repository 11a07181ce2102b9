"""Waiting for a mailbox to say that something came (IDLE, RFC 2177)."""

from collections.abc import Callable

from .imap import Server, answers, connected

STEP_S = 2.0
RENEWED_S = 20 * 60  # a server may drop who has said nothing for half an hour


def listen(server: Server, on_news: Callable[[], None], stopping: Callable[[], bool]) -> bool:
    """Calls `on_news` whenever something arrives in INBOX, until `stopping` or the line breaks (Unreachable). False
    at once where the server cannot call."""
    with connected(server) as mailbox, answers(server):
        if "IDLE" not in mailbox.client.capabilities:
            return False
        mailbox.folder.set("INBOX", readonly=True)
        while not stopping():
            mailbox.idle.start()
            waited = 0.0
            while waited < RENEWED_S and not stopping():
                if any(b"EXISTS" in line for line in mailbox.idle.poll(STEP_S)):
                    on_news()
                waited += STEP_S
            mailbox.idle.stop()
    return True
