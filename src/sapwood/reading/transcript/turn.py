"""What somebody said before somebody else spoke."""

from dataclasses import dataclass, field
from datetime import datetime

MOST_TURNS = 100_000
MOST_NAME = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """`speaker` as the file names them, "" where it names nobody. `start` and `end` in seconds from the beginning
    of the recording, None where the file does not say."""

    speaker: str
    start: float | None
    end: float | None
    text: str


@dataclass
class Said:
    """A transcript: its turns, and what the file says about the meeting itself. `attended` maps a name to the mail
    address that the file gives for it; `organiser` is a name or an address; `cut` tells that turns were left out."""

    turns: list[Turn] = field(default_factory=list)
    title: str = ""
    when: datetime | None = None
    minutes: float | None = None
    organiser: str = ""
    attended: dict[str, str] = field(default_factory=dict)
    cut: bool = False

    def add(self, speaker: str, start: float | None, end: float | None, text: str) -> None:
        """Takes one piece of speech in; who goes on speaking within the same breath goes on with the same turn."""
        text = " ".join(text.split())
        if not text or len(self.turns) >= MOST_TURNS:
            self.cut = self.cut or bool(text)
            return
        speaker = " ".join(speaker.split())[:MOST_NAME]
        self.turns.append(Turn(speaker, start, end if end is None or start is None or end >= start else start, text))
