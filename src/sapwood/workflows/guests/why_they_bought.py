"""What an accepted correction does to why they bought: other words, or whether it has come true."""

from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.guests.models import Correction
from sapwood.records.sale.models import Reason

from .. import clock
from ..sale.reasons import answer, end_reason, say_reason

GONE = "That reason is struck out meanwhile, so nothing can be changed about it. Refuse it with a sentence."


def correct_reason(user: User, correction: Correction, contact: Person | None, door: str) -> None:
    """Their words take the place of ours; of what a table says, which is not ours to change, they stand beside it.
    Raises Refused, or ValueError with a sentence."""
    reason, key = _named(correction)
    heard = min(correction.made.date(), clock.today())
    say_reason(user, correction.relationship, correction.should, heard, contact, reason.key if reason else key, door)
    if reason is not None and reason.words != correction.should:
        end_reason(user, reason, door)


def keep_answer(user: User, correction: Correction, door: str) -> None:
    """Whether it has come true, by their word. Raises Refused, or ValueError with a sentence."""
    reason, key = _named(correction)
    said, _, words = correction.should.partition(": ")
    answer(user, correction.relationship, said, words or f"Said by {correction.guest}.", reason, key, door=door)


def _named(correction: Correction) -> tuple[Reason | None, int | None]:
    """The reason that a person wrote down, or the key of the deal whose own it is."""
    what, _, number = correction.about.partition(" ")
    if what == "deal":
        return None, int(number)
    reason = Reason.objects.standing().filter(relationship=correction.relationship, pk=number or None).first()
    if reason is None:
        raise ValueError(GONE)
    return reason, None
