#!/usr/bin/env python3
"""Counts touches a second time, from the headers alone, to check what Sapwood says about the same mail.

Nothing here comes from Sapwood: Python's own `email`, and rules short enough to check by eye. A mail is a touch
of an outside domain when

  - its sender is at home and somebody of that domain is in To, Cc or Bcc, or
    its sender is of that domain and somebody at home is in To, Cc or Bcc, or (with --own-mailbox) it came
    through no list and lies in a mailbox of home's all the same: a blind copy, or a group's address;
  - nobody but a person wrote it: automatic and bulk mail does not count (`is_machine_mail`);
  - the sender and the addressed are people, not mailing lists or robots (`is_nobody`).

Copies of one mail (same sender, second, subject and addressed) count once. A domain is the last two labels of
the host, three under co.uk and the like; free mail such as gmail.com is nobody's domain.

    script/independent_count.py --home-domain home.example mail.tar.gz
    sapwood accounts --as-of 2003-01-01 --json > accounts.json
    script/independent_count.py --home-domain home.example --as-of 2003-01-01 --compare accounts.json mail.tar.gz

Exit: 0 printed or agreed; 1 something differs among the busiest; 2 wrong use. Only mail is counted: meetings
and calls that Sapwood was given as well show up as differences.
"""

import argparse
import gzip
import json
import mailbox
import re
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

FREE_MAIL = set(
    """
    aol.com att.net bellsouth.net charter.net comcast.net compuserve.com cox.net cs.com earthlink.net
    fastmail.fm freenet.de icloud.com juno.com mac.com mail.com mail.ru me.com mindspring.com msn.com
    netzero.net prodigy.net proton.me protonmail.com qq.com rr.com sbcglobal.net sina.com swbell.net
    t-online.de usa.net verizon.net wanadoo.fr web.de 126.com 163.com freemail.test
    """.split()  # noqa: SIM905
)
# These services have a domain per country: yahoo.co.uk, hotmail.fr, gmx.de.
FREE_MAIL_EVERYWHERE = {"gmail", "googlemail", "gmx", "hotmail", "live", "outlook", "yahoo", "ymail"}
SECOND_LEVEL = {"ac", "co", "com", "edu", "gob", "gov", "gv", "id", "ne", "net", "or", "org"}  # co.uk, com.au …

ROBOT = re.compile(
    r"no[._-]?reply|do[._-]?not[._-]?reply|no\.address|mailer-daemon|postmaster|bounces?\b|notifications?\b"
    r"|[._-]bot\d*$|news(letters?)?$"
)
LIST = re.compile(r"all[._-]|dl-|owner-|everyone$|\d*participants$|.*-(announce|users|devel|dev|discuss|list)$")
LIST_HOSTS = ("lists.", "listserv.", "vger.kernel.org", "googlegroups.com", "yahoogroups.com")
PREFIX = re.compile(r"^\s*((re|fwd?|aw|wg|sv|antw)\s*(\[\d+\])?:|\[[^\]]*\])\s*", re.IGNORECASE)


def messages(path: Path) -> Iterator[Message]:
    """Every file of a folder or tar archive as one mail, or as many where it is an mbox."""
    if path.is_dir():
        for file in sorted(file for file in path.rglob("*") if file.is_file()):
            yield from messages(file)
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile():
                    yield message_from_bytes(archive.extractfile(member).read())
    elif path.read_bytes()[:5] == b"From ":
        yield from mailbox.mbox(path, create=False)
    elif path.suffix not in (".jsonl", ".json"):
        raw = path.read_bytes()
        yield message_from_bytes(gzip.decompress(raw) if path.suffix == ".gz" else raw)


def registrable(address: str) -> str:
    """jane@mail.orchard.co.uk -> orchard.co.uk; "" for free mail and hosts without a dot."""
    labels = address.rpartition("@")[2].strip(" .>").split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return ""
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 2
    domain = ".".join(labels[-size:])
    return "" if domain in FREE_MAIL or labels[-size] in FREE_MAIL_EVERYWHERE else domain


def is_nobody(address: str, lists: set[str]) -> bool:
    """Mailing lists and robots: nobody writes from there, and nobody in particular is reached there."""
    local, _, host = address.rpartition("@")
    return address in lists or bool(ROBOT.search(local)) or bool(LIST.match(local)) or host.startswith(LIST_HOSTS)


def addresses(message: Message, *headers: str) -> list[str]:
    """Addresses of these headers in the order written, in lower case; only those with an "@"."""
    values = [str(value) for header in headers for value in message.get_all(header, [])]
    return [address.lower() for _, address in getaddresses(values) if "@" in address]


def lists_of(message: Message) -> set[str]:
    """The discussion lists a mail went through: who answers, answers people there."""
    named = " ".join(str(message.get(header, "")) for header in ("List-Post", "X-Mailing-List", "X-BeenThere"))
    found = {address.lower() for address in re.findall(r"[\w.+-]+@[\w.-]+", named)}
    list_id = str(message.get("List-Id", "")).lower()
    return found | {one for one in addresses(message, "To", "Cc") if f"<{one.replace('@', '.')}>" in list_id}


def is_machine_mail(message: Message, sender: str, lists: set[str]) -> bool:
    if str(message.get("Auto-Submitted", "no")).strip().lower() != "no":
        return True
    if message.get_content_type() == "multipart/report" or str(message.get("Return-Path", "")).strip() == "<>":
        return True
    bulk = str(message.get("Precedence", "")).strip().lower() in ("bulk", "junk") or "List-Unsubscribe" in message
    return bool(ROBOT.search(sender.rpartition("@")[0])) or (bulk and not lists)


def moment(message: Message) -> datetime | None:
    """When it was sent, in UTC; where the Date is missing or absurd, when the last server received it."""
    received = message.get_all("Received", [])
    for text in [message.get("Date"), *[str(line).rpartition(";")[2] for line in received[:1]]]:
        try:
            when = parsedate_to_datetime(str(text))
        except (TypeError, ValueError, IndexError):
            continue
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        if when.year >= 1980:
            return when
    return None


def bare_subject(message: Message) -> str:
    subject = " ".join(str(message.get("Subject", "")).split())
    while (shorter := PREFIX.sub("", subject)) != subject and shorter:
        subject = shorter
    return subject.casefold()


def count(
    mails: Iterator[Message],
    homes: set[str],
    until: datetime | None,
    same_account: dict[str, str],
    own_mailbox: bool = False,
) -> dict[str, tuple[int, datetime]]:
    """Touches and the last touch of each outside domain; domains of one account (`same_account`) count together."""
    seen: set[tuple[object, ...]] = set()
    touches: dict[str, tuple[int, datetime]] = {}
    for message in mails:
        sender = next(iter(addresses(message, "From")), "")
        when = moment(message)
        lists = lists_of(message)
        if not sender or when is None or (until and when >= until) or is_machine_mail(message, sender, lists):
            continue
        addressed = [one for one in addresses(message, "To", "Cc", "Bcc") if not is_nobody(one, lists)]
        copy = (
            sender,
            when.replace(microsecond=0),
            bare_subject(message),
            frozenset(addresses(message, "To", "Cc", "Bcc")),
        )
        if copy in seen or is_nobody(sender, lists):
            continue
        seen.add(copy)
        reached = {registrable(one) for one in addressed}
        if registrable(sender) in homes:
            outside = reached - homes
        else:
            ours = bool(reached & homes) or (own_mailbox and not lists)
            outside = {registrable(sender)} if ours else set()
        for account in {same_account.get(domain, domain) for domain in outside - {""}}:
            times, last = touches.get(account, (0, when))
            touches[account] = (times + 1, max(last, when))
    return touches


def compare(ours: dict[str, tuple[int, datetime]], accounts: list[dict[str, object]], top: int) -> int:
    """Prints both counts for the busiest `top` domains of either side; how many differ."""
    theirs = {
        min(account["domains"]): (
            account["touches"],
            datetime.fromisoformat(str(account["last_touch"])).astimezone(UTC),
        )
        for account in accounts
        if account["domains"] and account["touches"]
    }
    busiest = {d for side in (ours, theirs) for d in sorted(side, key=lambda d: (-side[d][0], d))[:top]}
    different = 0
    print(f"{'domain':32} {'independent':>28} {'sapwood':>28}")
    for domain in sorted(busiest, key=lambda d: (-ours.get(d, (0,))[0], d)):
        both = [_shown(side.get(domain)) for side in (ours, theirs)]
        different += both[0] != both[1]
        print(f"{domain:32} {both[0]:>28} {both[1]:>28}{'' if both[0] == both[1] else '   differs'}")
    print(f"{len(busiest) - different} of the {len(busiest)} busiest domains agree in touches and last touch.")
    return different


def _shown(found: tuple[int, datetime] | None) -> str:
    return f"{found[0]:,}  {found[1]:%Y-%m-%d %H:%M:%S}" if found else "none"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folder, tar archive, mbox or mail")
    options.add_argument("--home-domain", action="append", required=True, metavar="D")
    options.add_argument("--own-mailbox", action="store_true", help="the mail lies in mailboxes of people at home")
    options.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the last day that counts (UTC)")
    options.add_argument("--json", action="store_true")
    options.add_argument(
        "--compare", type=Path, metavar="ACCOUNTS.json", help="what `sapwood accounts --json` printed"
    )
    options.add_argument("--top", type=int, default=20, help="how many of the busiest domains to compare")
    given = options.parse_args()
    accounts = json.loads(given.compare.read_text("utf-8")) if given.compare else []
    same_account = {domain: min(account["domains"]) for account in accounts for domain in account["domains"]}
    until = datetime.combine(given.as_of, time.max, UTC) if given.as_of else None
    homes = {registrable("@" + domain.lower()) for domain in given.home_domain}
    mails = (message for path in given.paths for message in messages(path))
    touches = count(mails, homes, until, same_account, given.own_mailbox)
    if given.compare:
        return 1 if compare(touches, accounts, given.top) else 0
    ranked = sorted(touches.items(), key=lambda entry: (-entry[1][0], entry[0]))
    if given.json:
        rows = [{"domains": [d], "touches": times, "last_touch": last.isoformat()} for d, (times, last) in ranked]
        print(json.dumps(rows, indent=1))
    else:
        for domain, (times, last) in ranked:
            print(f"{times:6}  {last:%Y-%m-%d %H:%M:%S}  {domain}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
