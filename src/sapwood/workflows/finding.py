"""What a look after the installation found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that was not as it should be, and what was or can be done about it."""

    what: str
    mend: str
    mended: bool
