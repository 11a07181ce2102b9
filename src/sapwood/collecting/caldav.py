"""Calendars on a server, by CalDAV (RFC 4791): what changed since the last look (RFC 6578), as .ics files. Fetches
bytes, changes nothing there."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from caldav.davclient import DAVClient
from caldav.elements import dav
from caldav.lib.error import AuthorizationError, DAVError
from niquests.exceptions import ConnectionError as NoConnection
from niquests.exceptions import RequestException, SSLError, Timeout

from sapwood.reading.vanished import calendar_of_vanished

from .catch import MOST_BYTES, MOST_MESSAGES, Catch, Tell, Unreachable
from .unreachable import shown

UID = re.compile(rb"(?m)^UID:(.*(?:\r?\n[ \t].*)*)")
TAKEN_OUT = "what was to take place after that, or within the 31 days before, is called off."
TIMEOUT_S = 30
AT_ONCE = 50
logging.getLogger("caldav").setLevel(logging.CRITICAL)  # what is wrong is said to people, in a sentence


@dataclass(frozen=True)
class CalendarServer:
    url: str
    host: str
    user: str
    secret: str = field(repr=False)
    token: bool = False
    timeout_s: int = TIMEOUT_S


@dataclass(frozen=True)
class Listed:
    """A calendar: its address on the server, and its name."""

    url: str
    name: str
    calendar: Any = field(repr=False, compare=False, default=None)


@contextmanager
def answers(server: CalendarServer) -> Iterator[None]:
    """Turns whatever goes wrong on the way into Unreachable with its sentence."""
    try:
        yield
    except AuthorizationError as error:
        what = "access token" if server.token else "password"
        raise Unreachable(
            f"{server.host} refused the user name {server.user} or the {what}. Look at both; it is tried again later"
            " by itself."
        ) from error
    except SSLError as error:
        raise Unreachable(
            f"The certificate of {server.host} does not hold, or it does not speak TLS there. Nothing was sent."
        ) from error
    except Timeout as error:
        raise Unreachable(f"{server.host} did not answer in time. It is tried again later by itself.") from error
    except NoConnection as error:
        raise Unreachable(
            f"{server.host} was not found, or nothing answers there. Look whether the address is right and the server"
            " runs."
        ) from error
    except (DAVError, RequestException, ValueError, AttributeError, KeyError, TypeError) as error:
        # the library fails in many ways on what is no CalDAV server
        said = shown(getattr(error, "reason", None) or error).replace(server.secret, "…")
        raise Unreachable(f"{server.host} answered what is not understood as calendars: {said}.") from error


@contextmanager
def client_of(server: CalendarServer) -> Iterator[DAVClient]:
    auth = {"auth_type": "bearer", "password": server.secret} if server.token else {}
    auth = auth or {"username": server.user, "password": server.secret}
    trusted = os.environ.get("SSL_CERT_FILE") or True
    with answers(server):
        client = DAVClient(
            server.url, timeout=server.timeout_s, enable_rfc6764=False, ssl_verify_cert=trusted, **auth
        )
    try:
        yield client
    finally:
        client.close()


def calendars(client: DAVClient) -> list[Listed]:
    """The user's calendars that hold events, by name."""
    found = []
    for calendar in client.principal().get_calendars():
        kinds = calendar.get_supported_components() or ["VEVENT"]
        if "VEVENT" in kinds:
            name = calendar.get_property(dav.DisplayName()) or str(calendar.url).rstrip("/").rpartition("/")[2]
            found.append(Listed(str(calendar.url), str(name)[:200], calendar))
    return sorted(found, key=lambda one: (one.name, one.url))


def catches(
    server: CalendarServer, wanted: list[str], state: dict[str, Any], into: Path, now: datetime, tell: Tell
) -> Iterator[Catch]:
    """What was added, changed or taken away by `now` in the calendars wished for (by address; all of them where none
    is named)."""
    with client_of(server) as client:
        found = _catches(client, wanted, state, into, now, tell)
        while True:
            with answers(server):
                one = next(found, None)
            if one is None:
                return
            yield one


@dataclass
class _Moved:
    """UIDs that are missing in one calendar and may have come to `there` in another; where these calendars go on is
    remembered once both are known."""

    missing: list[str] = field(default_factory=list)
    there: set[str] = field(default_factory=set)
    places: dict[str, Any] = field(default_factory=dict)


def _catches(
    client: DAVClient, wanted: list[str], state: dict[str, Any], into: Path, now: datetime, tell: Tell
) -> Iterator[Catch]:
    listed, moved = calendars(client), _Moved()
    for number, one in enumerate(listed):
        if not wanted or one.url in wanted:
            yield from _calendar(one, state.get(one.url) or {}, into / f"{number}", moved, tell)
    if moved.places:
        files, gone = into / "gone", [uid for uid in moved.missing if uid not in moved.there]
        files.mkdir(parents=True, exist_ok=True, mode=0o700)
        (files / "gone.ics").write_bytes(calendar_of_vanished(gone, now))
        yield Catch([(files, "what is gone")] if gone else [], moved.places)
    there = {one.url for one in listed}
    if missing := [url for url in wanted if url not in there]:
        yield Catch(notes=[f"{len(missing)} of the calendars that were chosen are not there any more."])


def _calendar(one: Listed, before: dict[str, Any], into: Path, moved: "_Moved", tell: Tell) -> Iterator[Catch]:
    changed = one.calendar.get_objects_by_sync_token(before.get("token"), load_objects=False)
    gone = {url.canonical() for url in changed.deleted_urls} if changed.deleted_urls else set()
    there = [item for item in changed if item.url.canonical() not in gone]
    urls, batch, size, lost = [item.url for item in there], 0, 0, 0
    files, count = _fresh(into, batch), 0
    odd: dict[str, str] = dict(before.get("odd") or {})  # the few files that are not called after their UID
    missing = [odd.pop(name, "") or unquote(name).removesuffix(".ics") for name in map(_file_of, gone)]
    missing = missing if before else []
    notes = [f"{len(missing)} events are gone from {one.name}: {TAKEN_OUT}"] if missing else []
    for start in range(0, len(urls), AT_ONCE):
        tell(f"Fetching {one.name}", len(urls))
        some = urls[start : start + AT_ONCE]
        loaded = [item for item in one.calendar.multiget(some) if item.data]
        lost += len(some) - len(loaded)
        for item in loaded:
            raw = item.data.encode("utf-8", "replace") if isinstance(item.data, str) else item.data
            files.mkdir(parents=True, exist_ok=True, mode=0o700)
            (files / f"event {count + 1}.ics").write_bytes(raw)
            uid, name = _uid_of(raw), _file_of(item.url)
            moved.there.add(uid)
            if uid and name != f"{uid}.ics" and unquote(name) != f"{uid}.ics":
                odd[name] = uid
            count, size = count + 1, size + len(raw)
        if count >= MOST_MESSAGES or size >= MOST_BYTES:
            yield Catch([(files, one.name)], {}, notes, count)
            batch += 1
            files, count, size, notes = _fresh(into, batch), 0, 0, []
    if lost:
        notes.append(f"{lost} events of {one.name} were gone before they could be fetched.")
    token = str(changed.sync_token) if changed.sync_token else None
    place = {one.url: {"token": token, "name": one.name} | ({"odd": odd} if odd else {})}
    if missing:
        moved.missing += missing
        moved.places |= place
        place = {}
    if count or notes or place.get(one.url) != before:
        yield Catch([(files, one.name)] if count else [], place, notes, count)


def _file_of(url: Any) -> str:
    return str(url).rstrip("/").rpartition("/")[2]


def _uid_of(raw: bytes) -> str:
    found = UID.search(raw)
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _fresh(into: Path, number: int) -> Path:
    return into / f"{number}"
