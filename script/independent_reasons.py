#!/usr/bin/env python3
"""Works out a second time, from the raw mail, what Sapwood's Today says about one account on one day.

Nothing here comes from Sapwood: Python's own `email`, and its sibling `independent_count.py`, which says what a
touch is. For a domain and a day (its end, UTC) it prints

  - the last touch, and how many days ago that was;
  - each mail of theirs that somebody at home is named in the To of, and that nobody at home has answered: when, to
    how many, in a running conversation or starting one, how many sentences of it end in a question mark, and how
    many working days (Monday to Friday, from the day it was written up to the day before) it has waited.

Answered means that somebody at home wrote to that domain later, either naming the mail in In-Reply-To or
References, or under the same subject without Re: and the like.

    script/independent_reasons.py --home-domain home.example --domain orchard.example --as-of 2003-01-01 mail.tar.gz

Exit: 0 printed; 1 no touch until that day; 2 wrong use.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from email.message import Message
from pathlib import Path

from independent_count import addresses, bare_subject, count, is_machine_mail, lists_of, messages, moment, registrable

ENDS_OWN_WORDS = re.compile(
    r"^\s*(-+ ?(original message|forwarded by|forwarded message)|_{10,}|-- ?$|on .{5,100} wrote:\s*$|from: )", re.I
)
QUESTION = re.compile(r"\?+(?=[\s\"')\]]|$)")
IDENTITY = re.compile(r"<([^<>\s]+)>")


def text_of(message: Message) -> str:
    """The first plain text of a mail."""
    part = next((one for one in message.walk() if one.get_content_type() == "text/plain"), None)
    content = part.get_payload(decode=True) if part else None
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def questions(message: Message) -> int:
    """Sentences that end in a question mark, above the first quoted mail or signature, ">" lines left out."""
    own = []
    for line in text_of(message).splitlines():
        if ENDS_OWN_WORDS.match(line):
            break
        if not line.lstrip().startswith(">"):
            own.append(line)
    return len(QUESTION.findall("\n".join(own)))


def names(message: Message, *headers: str) -> set[str]:
    """The Message-IDs in these headers."""
    return {found for header in headers for found in IDENTITY.findall(str(message.get(header, "")))}


def working_days(since: date, until: date) -> int:
    """Mondays to Fridays from `since` up to the day before `until`."""
    return sum((since + timedelta(days=n)).weekday() < 5 for n in range((until - since).days))


def unanswered(mails: Iterable[Message], homes: set[str], domain: str, as_of: date) -> list[dict[str, object]]:
    """Their mails to somebody at home by name that nobody at home has answered, newest first."""
    until = datetime.combine(as_of, time.max, UTC)
    theirs, ours = {}, []
    for message in mails:
        when, sender = moment(message), next(iter(addresses(message, "From")), "")
        if when is None or when > until or is_machine_mail(message, sender, lists_of(message)):
            continue
        reached = {registrable(one) for one in addresses(message, "To", "Cc", "Bcc")}
        if registrable(sender) in homes and domain in reached:
            ours.append((when, names(message, "In-Reply-To", "References"), bare_subject(message)))
        elif registrable(sender) == domain and homes & {registrable(one) for one in addresses(message, "To")}:
            theirs[sender, when, bare_subject(message)] = message  # copies once
    found = []
    for (_, when, subject), message in sorted(theirs.items(), key=lambda one: one[0][1], reverse=True):
        own = names(message, "Message-ID")
        if any(later > when and (own & named or under == subject) for later, named, under in ours):
            continue
        found.append(
            {
                "when": when.isoformat(),
                "addressed": len(set(addresses(message, "To", "Cc", "Bcc"))),
                "starts": not names(message, "In-Reply-To", "References"),
                "questions": questions(message),
                "working_days": working_days(when.date(), as_of),
            }
        )
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folder, tar archive, mbox or mail")
    options.add_argument("--home-domain", action="append", required=True, metavar="D")
    options.add_argument(
        "--domain", action="append", required=True, metavar="D", help="the account's; may be repeated"
    )
    options.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DATE")
    options.add_argument("--own-mailbox", action="store_true", help="the mail lies in mailboxes of people at home")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    homes = {registrable("@" + one.lower()) for one in given.home_domain}
    mails = [message for path in given.paths for message in messages(path)]
    touches = count(mails, homes, datetime.combine(given.as_of, time.max, UTC), {}, given.own_mailbox)
    found = {}
    for domain in sorted(set(given.domain)):
        last = touches[domain][1] if domain in touches else None
        found[domain] = {
            "last_touch": last and last.isoformat(),
            "silent_days": last and (given.as_of - last.date()).days,
            "unanswered": unanswered(mails, homes, domain, given.as_of),
        }
    if given.json:
        print(json.dumps(found, indent=1))
    else:
        for domain, one in found.items():
            print(f"{domain}: last touch {one['last_touch']}, silent for {one['silent_days']} days")
            for mail in one["unanswered"]:
                print("  unanswered: " + ", ".join(f"{name} {value}" for name, value in mail.items()))
    return 0 if all(one["last_touch"] for one in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
