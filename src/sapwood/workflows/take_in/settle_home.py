"""Home, before an import begins: as it was given, as it is known, or as the mail itself shows it."""

from collections.abc import Sequence
from datetime import datetime

from sapwood.collecting.folder import Piece
from sapwood.records.imports.models import Import

from ..home import call_home, home_domains
from .erased import Erased
from .sample_mail import Sample, look_at


def settle_home(running: Import, pieces: Sequence[Piece], latest: datetime, erased: Erased) -> Sample:
    """What a sample of the mail shows; what was taken for home, and whose mailboxes these are, is said in
    `running.said`. A mailbox of somebody who was erased is nobody's."""
    if given := running.options.get("home_domains"):
        call_home(running.by, given, "import")
    sample = look_at(pieces, home_domains(), latest)
    sample.owners = {folder: owner for folder, owner in sample.owners.items() if not erased.holds(owner)}
    said = []
    if sample.guesses:
        best = sample.guesses[0]
        call_home(running.by, [best.domain], "import", inferred=True, evidence=best.sentence)
        said.append(f"Took {best.domain} for home: {best.sentence} Say so if it is not.")
    elif not home_domains() and pieces:
        said.append("No domain could be taken for home, so nobody is an account yet. Name your home domain.")
    if not running.options.get("mailbox") and sample.owners:
        said.append(f"Mailbox of {', '.join(sorted(set(sample.owners.values()))[:5])}.")
    running.said = " ".join(said)
    return sample
