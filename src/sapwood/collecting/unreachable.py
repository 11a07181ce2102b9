"""What went wrong on the way to a server, in one sentence that says what to do."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from .catch import Unreachable

MOST_SAID = 200


@contextmanager
def said_plainly(host: str, port: int) -> Iterator[None]:
    """Turns every error of the network into Unreachable with its sentence."""
    try:
        yield
    except OSError as error:
        raise Unreachable(sentence(error, host, port)) from error


def sentence(error: OSError, host: str, port: int) -> str:
    """What an error of the network means to a person."""
    if isinstance(error, socket.gaierror):
        return f"The name {host} was not found. Look whether it is spelled right and this machine is online."
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"The certificate of {host} does not hold: {shown(error.verify_message)}. Nothing was sent there. Use the"
            " name the certificate was made for, or let this machine trust who signed it."
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return f"{host} does not speak TLS on port {port}. Look which port is for TLS, or choose STARTTLS."
    if isinstance(error, TimeoutError):
        return f"{host} did not answer in time on port {port}. It is tried again later by itself."
    if isinstance(error, ConnectionRefusedError):
        return f"Nothing answers at {host} on port {port}. Look whether the port is right and the server runs."
    return f"The line to {host} broke off ({shown(error.strerror or str(error) or type(error).__name__)})."


def shown(text: object) -> str:
    """What a server said, short and printable."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    clean = " ".join("".join(c if c.isprintable() else " " for c in str(text)[: MOST_SAID * 2]).split())
    return clean[:MOST_SAID].rstrip(". ")
