"""Where a source is, looked at before it is kept: one function a kind, each a sentence where it will not do."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings

from sapwood.records.sources.models import Source

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39}")
SECURITY = {"tls": 993, "starttls": 143, "plain": 143}
Place = tuple[dict[str, Any], str]


def checked(kind: str, where: dict[str, Any], mailbox: str) -> Place:
    """`where` with nothing but what its kind needs, and whose mailbox it is. Raises ValueError with a sentence."""
    return CHECKS[kind](where, mailbox.strip().lower())


def _imap(where: dict[str, Any], mailbox: str) -> Place:
    security = where.get("security") or "tls"
    if security not in SECURITY:
        raise ValueError("The line is encrypted by TLS, by STARTTLS, or plain.")
    user, token = _user(where), where.get("token") or ""
    if token and token not in settings.SAPWOOD_TOKEN_COMMANDS:
        raise ValueError(f"SAPWOOD_TOKEN_COMMANDS has no command called {token}. The operator may add it.")
    folders = [str(name) for name in where.get("folders") or []][:500]
    port = _port(where.get("port") or SECURITY[security])
    place = {"host": _host(where), "port": port, "security": security, "user": user, "token": token}
    return place | {"folders": folders}, user.lower() if "@" in user and not mailbox else mailbox


def _host(where: dict[str, Any]) -> str:
    host = str(where.get("host") or "").strip().lower()
    if not HOST.fullmatch(host):
        raise ValueError("Name the server, such as imap.home.example, without https:// or a path.")
    return host


def _user(where: dict[str, Any]) -> str:
    user = str(where.get("user") or "").strip()
    if not user or not user.isprintable() or user.startswith("-"):
        raise ValueError("Say the user name by which one signs in there.")
    return user[:320]


def _port(given: Any) -> int:
    if not str(given).isdecimal() or not 1 <= int(given) <= 65535:
        raise ValueError("The port is a number from 1 to 65535.")
    return int(given)


CHECKS: dict[str, Callable[[dict[str, Any], str], Place]] = {Source.Kind.IMAP: _imap}
