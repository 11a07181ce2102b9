"""Whose installation this is, as far as the mail itself shows it: the home domain and a mailbox's owner.

A proposal with its evidence, for a person to confirm: nothing here decides.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from sapwood.facts.interaction import Interaction
from sapwood.identity.address import domain_of
from sapwood.identity.kind import kind_of
from sapwood.identity.organisation import organisation_domain

HALF = 0.5
# Below half of the mail the lead must be clear: half as much again as the next person, and a third of the mail.
CLEAR_LEAD, A_THIRD = 1.5, 1 / 3
# Above half a near tie still says nothing: two people who are on nearly every mail.
NEAR_TIE = 0.9


@dataclass(frozen=True, slots=True)
class HomeGuess:
    """`domain` takes part in `share` (0 to 1) of the mail between people; `sentence` says so to a person."""

    domain: str
    share: float
    sentence: str


def infer_home(messages: Iterable[Interaction], called: str = "messages") -> list[HomeGuess]:
    """Organisation domains by the share of the mail they take part in, largest first; half of it at least.

    Counts interactions that are neither automatic nor bulk and have a writer and somebody addressed; a list's own
    address, and robots', take no part. Free mail is never home. Mail of one person with one firm only ties: then
    the domain with more people comes first, and the sentence says how close the next one is. Empty where no
    domain reaches half (a list's archive between many firms): then somebody has to say.
    """
    counted, mails, people = 0, Counter[str](), Counter[str]()
    seen: set[str] = set()
    for message in messages:
        if message.flag in ("auto", "bulk", "cancelled", "answer", "gone") or not (
            taking_part := _taking_part(message)
        ):
            continue
        counted += 1
        mails.update({domain for address in taking_part if (domain := organisation_domain(domain_of(address)))})
        for address in taking_part - seen:
            people[organisation_domain(domain_of(address)) or ""] += 1
        seen |= taking_part
    ranked = sorted(mails, key=lambda domain: (-mails[domain], -people[domain], domain))
    guesses = []
    for place, domain in enumerate(ranked):
        share = mails[domain] / counted
        if share < HALF:
            break
        sentence = f"{domain} takes part in {_percent(share)} of {counted:,} {called} between people"
        if place + 1 < len(ranked):
            following = ranked[place + 1]
            sentence += f"; next comes {following} with {_percent(mails[following] / counted)}"
        guesses.append(HomeGuess(domain, share, sentence + "."))
    return guesses


def infer_mailbox(
    interactions: Iterable[Interaction], home_domains: Collection[str] = ()
) -> tuple[str, float] | None:
    """Whose mailbox these interactions come from, and on what share of them that address stands; None where unclear.

    Only people at home qualify where `home_domains` are given. Mail through a list, automatic and bulk mail
    and mail that addresses nobody by name (calendar entries) say nothing about the owner and are left out. The
    owner stands on at least half of the rest with nobody close behind (NEAR_TIE), or on a third of it with a
    clear lead (CLEAR_LEAD).
    """
    homes = {organisation_domain(domain) or domain for domain in home_domains}
    counted, mails = 0, Counter[str]()
    for interaction in interactions:
        if interaction.flag or not (taking_part := _taking_part(interaction)):
            continue
        counted += 1
        mails.update(taking_part)
    candidates = [(address, times) for address, times in mails.items() if _may_own(address, homes)]
    candidates.sort(key=lambda entry: (-entry[1], entry[0]))
    if not candidates:
        return None
    owner, share = candidates[0][0], candidates[0][1] / counted
    runner_up = candidates[1][1] / counted if len(candidates) > 1 else 0.0
    certain = share >= HALF and runner_up <= NEAR_TIE * share
    leading = share >= A_THIRD and runner_up * CLEAR_LEAD <= share
    return (owner, share) if certain or leading else None


def _taking_part(interaction: Interaction) -> set[str]:
    """People and shared mailboxes that write or are addressed; empty unless there is at least one of each."""
    counting = [who for who in interaction.participants if who.role != "list" and _counts(who.address)]
    writers = {who.address for who in counting if who.role == "from"}
    addressed = {who.address for who in counting if who.role != "from"}
    return writers | addressed if writers and addressed else set()


@lru_cache(maxsize=65536)
def _counts(address: str) -> bool:
    return kind_of(address) in ("person", "shared")


def _may_own(address: str, homes: set[str]) -> bool:
    return kind_of(address) == "person" and (not homes or organisation_domain(domain_of(address)) in homes)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
