"""The shared words: what happened between people, before anybody knows who they are."""

from dataclasses import dataclass
from datetime import datetime

CHANNELS = ("mail", "meeting", "call", "chat", "visit", "ticket")
ROLES = ("from", "to", "cc", "bcc", "invited", "declined", "list")
FLAGS = ("", "auto", "bulk", "list", "cancelled", "missed", "answer", "gone")
WORDS_OF_OTHERS = ("answer", "gone")  # flags of what is no interaction itself, but says something of others


@dataclass(frozen=True, slots=True)
class Participant:
    """One address on an interaction, as the source wrote it.

    `role` is one of ROLES. "from" is who wrote, called, opened the ticket or organised the meeting; "to" is
    who was addressed or accepted; "invited" was asked and did not accept, "declined" said no, and neither takes part
    in any measure; "list" marks the address of a mailing list the message went through.
    `address` is lower case and never empty; for a channel without mail addresses it is what identifies the
    person there (a telephone number, a chat handle).
    """

    role: str
    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Interaction:
    """One mail, meeting, call, chat, visit or ticket event: a fact, never edited.

    `identity` is the text that makes it this interaction and no other ("mid:" + Message-ID, or "sha:" + a
    digest of the content where the source gives none). `when` is aware and in UTC; `offset_minutes` is the
    sender's own offset from UTC, None where the source named no zone. `references` are identities of earlier
    interactions, oldest first, the one replied to last. `topic` is the subject without Re:, Fwd: and the like.
    `own` holds the writer's own words: quotes, signatures and disclaimers are gone. `flag` is one of FLAGS;
    `flag_reason` says why in fixed words that hold no name. `minutes` is a duration, None where there is none.
    `left` names what was left unread because a limit was met. `revision` tells which of two states of the same
    interaction is the later (facts/revision.py), 0 where the source gives none. `only_known` marks one that says
    something of what was known before, such as a date taken out of a series, and is nothing by itself.

    Of meetings: `series` is what all under one UID share, and `shape` the rule that named this one, as a text that is
    equal where the rule is; "" where that is not told. A row flagged "answer" says what one person answers to the
    meeting it refers to (`references`) or to all of a series; `shape` is the SEQUENCE it answers. One flagged "gone"
    says that a whole calendar does not have the series any more, noticed at `when`.
    """

    identity: str
    when: datetime
    offset_minutes: int | None
    channel: str
    participants: tuple[Participant, ...]
    subject: str = ""
    topic: str = ""
    references: tuple[str, ...] = ()
    own: str = ""
    words: int = 0
    questions: int = 0
    flag: str = ""
    flag_reason: str = ""
    minutes: float | None = None
    left: tuple[str, ...] = ()
    revision: int = 0
    only_known: bool = False
    series: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be read: where it stands, and what is wrong with it, in a sentence."""

    where: str
    what: str
