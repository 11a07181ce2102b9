"""Where a source is, looked at before it is kept: one function a kind, each a sentence where it will not do."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
    user, token = _user(where), _token(where)
    port = _port(where.get("port") or SECURITY[security])
    place = {"host": _host(where), "port": port, "security": security, "user": user, "token": token}
    return place | {"folders": _parts(where)}, mailbox or (user.lower() if "@" in user else "")


def _caldav(where: dict[str, Any], mailbox: str) -> Place:
    url = str(where.get("url") or "").strip()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("https", "http") or parts.username or not url.isprintable():
        raise ValueError("Give the address of the calendars, such as https://cloud.home.example/remote.php/dav/.")
    user, token = _user(where), _token(where)
    security = "tls" if parts.scheme == "https" else "plain"
    place = {"url": url, "host": _host({"host": host}), "port": port or (443 if security == "tls" else 80)}
    place |= {"security": security, "user": user, "token": token, "folders": _parts(where)}
    return place, mailbox or (user.lower() if "@" in user else "")


def _folder(where: dict[str, Any], mailbox: str) -> Place:
    given = str(where.get("path") or "").strip()
    path = Path(given).expanduser()
    if not given or not path.is_absolute():
        raise ValueError("Give the whole path of the folder, from the root on.")
    if not path.is_dir():
        raise ValueError(f"There is no folder {path} on this machine, or Sapwood may not open it.")
    home = Path(settings.SAPWOOD_HOME).resolve()
    if path.resolve() == home or path.resolve().is_relative_to(home) or home.is_relative_to(path.resolve()):
        raise ValueError("That folder holds Sapwood's own state, or lies within it. Choose another.")
    return {"path": str(path)}, mailbox


def _copies(where: dict[str, Any], mailbox: str) -> Place:
    if not settings.SAPWOOD_COPY_DOMAIN:
        raise ValueError("Copying by mail is not switched on. Your operator may do so (SAPWOOD_COPY_LISTEN).")
    return {}, mailbox


def _token(where: dict[str, Any]) -> str:
    token = where.get("token") or ""
    if token and token not in settings.SAPWOOD_TOKEN_COMMANDS:
        raise ValueError(f"SAPWOOD_TOKEN_COMMANDS has no command called {token}. The operator may add it.")
    return token


def _parts(where: dict[str, Any]) -> list[str]:
    return [str(name)[:1000] for name in where.get("folders") or []][:500]


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


CHECKS: dict[str, Callable[[dict[str, Any], str], Place]] = {
    Source.Kind.IMAP: _imap,
    Source.Kind.CALDAV: _caldav,
    Source.Kind.FOLDER: _folder,
    Source.Kind.COPY: _copies,
}
