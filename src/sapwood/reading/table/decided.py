"""What a look at all values of a column decided about how they are written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decided:
    """`style` is how to read the column, the likelier one where `asked` is true: then no value tells, and a person
    has to. `why` is a sentence, `examples` a few of the values it rests on; `unread` counts values that are none."""

    style: str
    asked: bool
    why: str
    examples: tuple[str, ...] = ()
    unread: int = 0
