"""Sending mail, to guests and to colleagues who asked for it: a connection that the operator switches on
(docs/operating.md). Nothing else is sent."""

import logging
from email.utils import formataddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

SMTP = "django.core.mail.backends.smtp.EmailBackend"
OFF = (
    "No mail leaves this installation, and a guest proves their address by a code sent to it. Nothing was changed. "
    "The operator can switch mail on: set SAPWOOD_SMTP_URL, SAPWOOD_MAIL_FROM and SAPWOOD_URL."
)


class NotSent(Exception):
    """The mail server did not take a mail; the sentence is for who wanted to send it."""


def switched_on() -> bool:
    return settings.SAPWOOD_SMTP is not None


def send(
    to: str,
    subject: str,
    text: str,
    sender: str = "",
    reply_to: str = "",
    html: str = "",
    headers: dict[str, str] | None = None,
) -> None:
    """Hands one mail to the mail server; with `html`, that says the same as the text. Raises NotSent with a
    sentence."""
    if not switched_on():
        raise NotSent(OFF)
    message = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=text,
        from_email=formataddr((_one_line(sender), settings.SAPWOOD_MAIL_FROM)),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"} | (headers or {}),
        connection=get_connection(SMTP, **settings.SAPWOOD_SMTP),
    )
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (OSError, SMTPException) as error:
        logging.getLogger("sapwood").warning("The mail server did not take a mail: %s", type(error).__name__)
        raise NotSent(
            "The mail server did not take the mail. Nobody got a code or a link by it. Try again in a few minutes; "
            "if it fails again, the operator finds the reason in the server’s log."
        ) from error


def _one_line(text: str) -> str:
    return " ".join(text.split())
