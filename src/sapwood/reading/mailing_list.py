"""The addresses of the mailing lists that a mail went through."""

from sapwood.reading.addresses import mailboxes
from sapwood.reading.headers import Fields, first


def lists_of(fields: Fields, addressed: list[str]) -> set[str]:
    """List addresses named by List-Post, X-Mailing-List, X-BeenThere or Mailing-List, and those among `addressed`
    (To and Cc) that a List-Id (RFC 2919: the address with a dot for its @) or an owner's Sender stands for.
    """
    found: set[str] = set()
    post = first(fields, "list-post")
    if "mailto:" in post.lower():
        start = post.lower().index("mailto:") + 7
        found.update(address for address, _ in mailboxes(post[start:].partition(">")[0].partition("?")[0]))
    for name in ("x-mailing-list", "x-beenthere"):
        if name in fields:
            found.update(address for address, _ in mailboxes(first(fields, name)))
    if "mailing-list" in fields:  # Mailing-List: list a@b; contact c@d
        words = first(fields, "mailing-list").replace(";", " ").split()
        if len(words) > 1 and words[0].lower() == "list" and "@" in words[1]:
            found.add(words[1].lower())
    if "list-id" in fields:
        value = first(fields, "list-id")
        name = (value.rpartition("<")[2].partition(">")[0] if "<" in value else value).strip().lower()
        found.update(
            address for address in addressed if len(address) == len(name) and address.replace("@", ".") == name
        )
    if "sender" in fields and not found:
        sender = next((address for address, _ in mailboxes(first(fields, "sender"))), "")
        local, _, domain = sender.partition("@")
        for bare in (local.removeprefix("owner-"), local.removesuffix("-owner"), local.removesuffix("-bounces")):
            if bare != local and f"{bare}@{domain}" in addressed:
                found.add(f"{bare}@{domain}")
    return found
