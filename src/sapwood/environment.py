"""What the environment says, read and checked: a value that is no good stops the start with a sentence. The table of
all variables stands in settings.py."""

import os
import secrets
import shlex
import sys
from datetime import date, timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext, SSLError
from urllib.parse import unquote, urlsplit

import dj_database_url

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def stop(sentence: str) -> None:
    sys.exit(f"Sapwood did not start. {sentence} Nothing was changed.")


def home() -> Path:
    home = Path(os.environ.get("SAPWOOD_HOME") or "~/.local/share/sapwood").expanduser().absolute()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        stop(
            f"SAPWOOD_HOME is {home}, which cannot be used as a folder ({error.strerror}). Name one you may write to."
        )
    return home


def secret(home: Path) -> str:
    """The secret from the environment, else from home; two first starts at once agree on one."""
    given = os.environ.get("SAPWOOD_SECRET_KEY")
    if given is not None:
        if len(given) < 32:
            stop("SAPWOOD_SECRET_KEY has fewer than 32 characters. Set a longer one, or unset it to have one made.")
        return given
    file = home / "secret.key"
    if not file.exists():
        draft = home / f"secret.key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, file)  # refuses where another process was first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def region() -> str:
    given = os.environ.get("SAPWOOD_REGION", "").strip().upper()
    if given and not (len(given) == 2 and given.isascii() and given.isalpha()):
        stop(f"SAPWOOD_REGION is {given!r}, which is not a country of two letters like DE.")
    return given


def as_of() -> date | None:
    given = os.environ.get("SAPWOOD_AS_OF")
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        stop(f"SAPWOOD_AS_OF is {given!r}, which is not a date like 2026-06-15.")


def keep_text_days() -> int | None:
    given = os.environ.get("SAPWOOD_KEEP_TEXT_DAYS", "90")
    if given == "forever":
        return None
    if not given.isdecimal():
        stop(f"SAPWOOD_KEEP_TEXT_DAYS is {given!r}. Give a number of days, 0 for never, or 'forever'.")
    return int(given)


def workers() -> int:
    given = os.environ.get("SAPWOOD_WORKERS", "2")
    if not given.isdecimal() or not 1 <= int(given) <= 64:
        stop(f"SAPWOOD_WORKERS is {given!r}. Give a number from 1 to 64.")
    return int(given)


def url() -> str:
    """The address of the pages as guests reach them, without a slash at its end; "" where none is given."""
    given = os.environ.get("SAPWOOD_URL", "").strip().rstrip("/")
    if not given:
        return ""
    parts = split("SAPWOOD_URL", given)
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or parts.path or parts.query or parts.username or not (plain or parts.scheme == "https"):
        stop(
            f"SAPWOOD_URL is {given!r}. Give the address of the pages such as https://sapwood.home.example; "
            "http is for this machine alone, since guests come over the open net."
        )
    return given


def smtp(url: str) -> dict | None:
    """How mail to guests leaves, as Django's SMTP backend wants it; None where the operator has not switched it
    on. Encrypted everywhere but on this machine itself. No sentence repeats the address: it holds a password."""
    given = os.environ.get("SAPWOOD_SMTP_URL", "").strip()
    if not given:
        return None
    parts = split("SAPWOOD_SMTP_URL", given, show=False)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
        stop("SAPWOOD_SMTP_URL is not an address such as smtp://user:password@mail.home.example:587.")
    if not url:
        stop("SAPWOOD_SMTP_URL is set, but SAPWOOD_URL is not: a mail to a guest needs an address to lead to.")
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25 if parts.hostname in LOOPBACK else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and parts.hostname not in LOOPBACK,
        "timeout": 10,
    }


def split(name: str, given: str, show: bool = True):
    """The parts of an address; its port, which is read late, is looked at here."""
    try:
        parts = urlsplit(given)
        parts.port  # noqa: B018
    except ValueError:
        stop(f"{name} is {given!r}, which is no address." if show else f"{name} is no address that can be read.")
    return parts


def mail_from() -> str:
    given = os.environ.get("SAPWOOD_MAIL_FROM", "").strip()
    if not given and not os.environ.get("SAPWOOD_SMTP_URL", "").strip():
        return ""
    local, at, domain = given.rpartition("@")
    if not (local and at and domain) or not given.isprintable() or set(given) & set(' <>,;"'):
        stop(f"SAPWOOD_MAIL_FROM is {given!r}. Give the sender of mail to guests, such as sapwood@home.example.")
    return given


def proxies() -> int:
    given = os.environ.get("SAPWOOD_PROXIES", "0")
    if not given.isdecimal() or int(given) > 9:
        stop(f"SAPWOOD_PROXIES is {given!r}. Give how many reverse proxies stand in front, from 0 to 9.")
    return int(given)


def web_workers() -> int:
    given = os.environ.get("SAPWOOD_WEB_WORKERS") or str(min(os.cpu_count() or 1, 4))
    if not given.isdecimal() or not 1 <= int(given) <= 64:
        stop(f"SAPWOOD_WEB_WORKERS is {given!r}. Give a number from 1 to 64.")
    return int(given)


def engine() -> str:
    given = os.environ.get("SAPWOOD_ENGINE", "duckdb")
    if given != "duckdb":
        stop(f"SAPWOOD_ENGINE is {given!r}. This version computes on 'duckdb' only.")
    return given


def database(home: Path) -> dict:
    url = os.environ.get("SAPWOOD_DATABASE_URL") or f"sqlite:///{home}/records.sqlite3"
    try:
        database = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError):
        stop("SAPWOOD_DATABASE_URL is not an address that is understood, such as postgres://user@host/name.")
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",  # a writer waits for its turn at the start, where waiting is safe
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; "
            "PRAGMA secure_delete=ON;",
        }
    elif not database["ENGINE"].endswith("postgresql"):
        stop("SAPWOOD_DATABASE_URL names a database that is not supported. Use SQLite or PostgreSQL.")
    return database


def source_hosts() -> frozenset[str]:
    """The servers that any colleague may connect a source to; to others only an operator may."""
    given = os.environ.get("SAPWOOD_SOURCE_HOSTS", "").replace(",", " ").split()
    if wrong := [host for host in given if "/" in host or ":" in host]:
        stop(f"SAPWOOD_SOURCE_HOSTS holds {wrong[0]!r}. Give names of servers such as imap.home.example.")
    return frozenset(host.lower() for host in given)


def token_commands() -> dict[str, str]:
    """Commands that print an access token, by the name people choose them by."""
    found = {}
    for part in filter(str.strip, os.environ.get("SAPWOOD_TOKEN_COMMANDS", "").split(";")):
        name, given, command = part.partition("=")
        if not given or not command.strip() or not name.strip().replace("-", "").isalnum():
            stop("SAPWOOD_TOKEN_COMMANDS is not like google=/usr/local/bin/google-token {user}; microsoft=….")
        try:
            shlex.split(command)
        except ValueError:
            stop(f"The command for {name.strip()} in SAPWOOD_TOKEN_COMMANDS has a quote that does not end.")
        found[name.strip()] = command.strip()
    return found


def source_every() -> timedelta:
    given = os.environ.get("SAPWOOD_SOURCE_MINUTES", "10")
    if not given.isdecimal() or not 1 <= int(given) <= 1440:
        stop(f"SAPWOOD_SOURCE_MINUTES is {given!r}. Give a number of minutes from 1 to 1440.")
    return timedelta(minutes=int(given))


def copy_listen() -> tuple[str, int] | None:
    """Where the receiver of copied mail listens; None where it is not switched on."""
    given = os.environ.get("SAPWOOD_COPY_LISTEN", "").strip()
    if not given:
        return None
    host, colon, port = given.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
        stop(f"SAPWOOD_COPY_LISTEN is {given!r}. Give an address and a port, such as 127.0.0.1:2525.")
    return host.strip("[]"), int(port)


def copy_domain(listen: tuple[str, int] | None) -> str:
    """What stands behind the @ of addresses to copy mail to; "" where that is not switched on."""
    given = os.environ.get("SAPWOOD_COPY_DOMAIN", "").strip().lower()
    if listen and not given:
        stop("SAPWOOD_COPY_LISTEN is set, but SAPWOOD_COPY_DOMAIN is not: addresses need a domain.")
    if given and (set(given) & set(" @/:,") or "." not in given):
        stop(f"SAPWOOD_COPY_DOMAIN is {given!r}. Give a domain of yours such as copy.home.example.")
    return given if listen else ""


def copy_certificate() -> tuple[str, str] | None:
    """The files of the certificate and the key with which the receiver of copied mail offers STARTTLS; None where it
    offers none."""
    certificate, key = (os.environ.get(name, "").strip() for name in ("SAPWOOD_COPY_CERT", "SAPWOOD_COPY_KEY"))
    if not certificate and not key:
        return None
    if not certificate or not key:
        stop("SAPWOOD_COPY_CERT and SAPWOOD_COPY_KEY go together: a certificate needs its key.")
    try:
        SSLContext(PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=str)
    except OSError as error:
        why = "they do not fit together" if isinstance(error, SSLError) else str(error.strerror).lower()
        stop(
            f"SAPWOOD_COPY_CERT and SAPWOOD_COPY_KEY cannot be used: {why}. "
            "Give two PEM files, the key without a password."
        )
    return certificate, key


def copy_tls_required(certificate: tuple[str, str] | None) -> bool:
    """Whether the receiver of copied mail takes nothing before STARTTLS."""
    given = os.environ.get("SAPWOOD_COPY_TLS", "").strip().lower() or "offered"
    if given not in ("offered", "required"):
        stop(f"SAPWOOD_COPY_TLS is {given!r}. Say offered or required.")
    if given == "required" and certificate is None:
        stop("SAPWOOD_COPY_TLS is required, but SAPWOOD_COPY_CERT and SAPWOOD_COPY_KEY are not: name a certificate.")
    return given == "required"
