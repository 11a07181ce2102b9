"""What of a chat is one interaction: a burst, what one person wrote in one conversation without a pause of more than
half an hour. Why not a message, and why not a whole conversation: docs/decisions/0020.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sapwood.facts.interaction import Interaction, Participant
from sapwood.facts.revision import revision_of
from sapwood.language.counting import count_questions, count_words
from sapwood.language.own_words import MOST_CHARACTERS

from .. import left as limits
from ..charset import plain
from ..thread import topic_of

PAUSE = timedelta(minutes=30)
MOST_MESSAGES = 1000  # in one burst: a machine that never pauses
MOST_PEOPLE = 1000
MOST_AT_ONCE = 50  # people writing within half an hour; of more, who began first is taken as having ended


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `key` names it in its source; `thread` the conversation within its room; `parent` the key of the
    message that a thread answers, which is `answered`; `addressed` are those it names."""

    key: str
    when: datetime
    sender: Participant
    text: str
    thread: str = ""
    parent: str = ""
    addressed: tuple[Participant, ...] = ()
    machine: bool = False
    answered: bool = False


@dataclass(slots=True)
class Burst:
    """Messages of one sender; `others` wrote or were named while it lasted, by address."""

    first: Message
    last: datetime
    count: int = 1
    letters: int = 0
    cut: bool = False
    texts: list[str] = field(default_factory=list)
    others: dict[str, Participant] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        room = MOST_CHARACTERS - self.letters
        self.cut = self.cut or len(message.text) > room
        if message.text and room > 0:
            self.texts.append(message.text[:room])
            self.letters += len(self.texts[-1]) + 1
        for who in message.addressed:
            self.others.setdefault(who.address, who)


def bursts(messages: Iterable[Message], begun: dict[str, str] | None = None) -> Iterator[Burst]:
    """Bursts of one room, whose messages come in their order, each as it ends. Who wrote between half an hour before
    a burst and its end belongs to its `others`. `begun` learns with which message the burst of one that is answered
    began."""
    open_: dict[tuple[str, str], Burst] = {}
    recent: dict[tuple[str, str], Message] = {}  # the latest of everybody in each thread
    for message in messages:
        if len(open_) >= MOST_AT_ONCE:
            yield from _ended(open_, message.when)
            if len(open_) >= MOST_AT_ONCE:
                yield open_.pop(next(iter(open_)))
        if len(recent) >= MOST_AT_ONCE:
            recent = {at: one for at, one in recent.items() if message.when - one.when <= PAUSE}
            while len(recent) >= MOST_AT_ONCE:
                del recent[next(iter(recent))]
        at = (message.thread, message.sender.address)
        burst = open_.get(at)
        if burst and (message.when - burst.last > PAUSE or burst.count >= MOST_MESSAGES):
            yield open_.pop(at)
            burst = None
        if burst is None:
            burst = open_[at] = Burst(message, message.when)
            for (thread, address), one in recent.items():
                if thread == message.thread and address != at[1] and message.when - one.when <= PAUSE:
                    burst.others.setdefault(address, one.sender)
        else:
            burst.count += 1
            burst.last = max(burst.last, message.when)
        burst.add(message)
        if begun is not None and message.answered:
            begun[message.key] = burst.first.key
        for (thread, address), other in open_.items() if not message.machine else ():
            if thread == message.thread and address != at[1] and message.when - other.last <= PAUSE:
                other.others.setdefault(at[1], message.sender)
        if not message.machine:
            recent[at] = message
    yield from open_.values()


def interaction(
    burst: Burst,
    identity: Callable[[str], str],
    members: Iterable[Participant],
    subject: str = "",
    offset: int | None = None,
) -> Interaction:
    """The burst as an interaction. Addressed ("to") are those it names and those who wrote with its sender;
    `members`, who could have read it, are "cc". `identity` makes an identity of a message's key."""
    first, sender = burst.first, burst.first.sender
    people = {sender.address: Participant("from", sender.address, sender.name)}
    for who in burst.others.values():
        people.setdefault(who.address, Participant("to", who.address, who.name))
    others = [who for who in members if who.address != sender.address]
    silent = "to" if len(others) == 1 else "cc"
    for who in others:
        people.setdefault(who.address, Participant(silent, who.address, who.name))
    listed = sorted(people.values(), key=lambda who: ("from", "to", "cc").index(who.role))
    own = plain("\n".join(burst.texts))
    subject = plain(subject)
    left = [limits.WORDS] if burst.cut else []
    left += [limits.PEOPLE] if len(listed) > MOST_PEOPLE else []
    return Interaction(
        identity=identity(first.key),
        when=first.when.astimezone(UTC),
        offset_minutes=offset,
        channel="chat",
        participants=tuple(listed[:MOST_PEOPLE]),
        subject=subject,
        topic=topic_of(subject),
        references=(identity(first.parent),) if first.parent else (),
        own=own,
        words=count_words(own),
        questions=count_questions(own),
        flag="auto" if first.machine else "",
        flag_reason="written by a program" if first.machine else "",
        left=tuple(left),
        revision=revision_of(0, burst.last, str(burst.count)),
    )


def _ended(open_: dict[tuple[str, str], Burst], now: datetime) -> Iterator[Burst]:
    for at in [at for at, burst in open_.items() if now - burst.last > PAUSE]:
        yield open_.pop(at)
