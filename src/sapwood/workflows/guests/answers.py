"""A colleague answers a correction: accepting it changes what it is about, in the same transaction."""

from datetime import datetime

from django.db import transaction

from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Person
from sapwood.records.guests.models import Correction

from .. import clock
from ..audit import audit
from ..change_relationship import change
from ..permission import require
from ..wishes import say_wish
from .contacts import disown, mark_left, rename
from .why_they_bought import correct_reason, keep_answer

Kind, Answer = Correction.Kind, Correction.Answer


def answer(
    user: User, correction: Correction, answer: str, now: datetime, reply: str = "", door: str = "page"
) -> Correction:
    """Accepts or refuses, once. A refusal needs a sentence for the guest. Raises Refused, or ValueError with a
    sentence where it was answered already or cannot be done; then nothing is changed."""
    require(user, "change", correction.relationship)
    reply = " ".join(reply.replace("\0", "").split())[:500]
    if answer not in Answer.values:
        raise ValueError("Say accepted or refused. Nothing was changed.")
    if answer == Answer.REFUSED and not reply:
        raise ValueError("A refusal needs a sentence, which the guest reads. Nothing was changed.")
    with transaction.atomic():
        locked = (
            Correction.objects.select_for_update(of=("self",))
            .select_related("relationship__organisation", "person", "address")
            .get(pk=correction.pk)
        )
        if locked.answered:
            raise ValueError(f"{locked.answered_by} has answered it already: {locked.get_answer_display()}.")
        locked.answered, locked.answered_by, locked.answer, locked.reply = now, user, answer, reply
        locked.save(update_fields=["answered", "answered_by", "answer", "reply"])
        kind = {"kind": locked.kind, "account": locked.relationship_id, "guest": locked.guest}
        audit(user, door, "accept correction" if answer == Answer.ACCEPTED else "refuse correction", locked, **kind)
        if answer == Answer.ACCEPTED:
            _apply(user, locked, now, door)
    return locked


def _apply(user: User, correction: Correction, now: datetime, door: str) -> None:
    relationship, should = correction.relationship, correction.should
    match correction.kind:
        case Kind.FIRM_NAME:
            change(user, relationship, door, name=should)
        case Kind.AT_MOST:
            _asked(user, correction, now, door, floor=int(should))
        case Kind.AT_LEAST:
            _asked(user, correction, now, door, ceiling=int(should))
        case Kind.PERSON_NAME:
            rename(user, relationship, correction.person, should, door)
        case Kind.LEFT:
            mark_left(user, relationship, correction.person, now, door)
        case Kind.NOT_OURS:
            disown(user, relationship, correction.address, door)
        case Kind.REASON:
            correct_reason(user, correction, _contact(correction), door)
        case Kind.COME_TRUE:
            keep_answer(user, correction, door)
        case Kind.OTHER:
            pass  # a note: who accepts it has seen to it by hand


def _asked(user: User, correction: Correction, now: datetime, door: str, **days: int) -> None:
    """What they asked, beside what they asked before as far as both can be kept; it counts before what was agreed."""
    relationship = correction.relationship
    before = relationship.wishes.in_force().first()
    floor, ceiling = ((days.get(side) or (before and getattr(before, side))) for side in ("floor", "ceiling"))
    if floor and ceiling and floor >= ceiling:
        floor, ceiling = days.get("floor"), days.get("ceiling")
    heard = min(correction.made.date(), clock.today())
    words = f"Said by {correction.guest} as a guest."
    say_wish(user, relationship, floor, ceiling, words, _contact(correction), heard, door=door)


def _contact(correction: Correction) -> Person | None:
    """Who the guest is among their people."""
    there = Address.objects.filter(address=correction.guest, organisation=correction.relationship.organisation)
    return next((one.person for one in there.exclude(person=None).select_related("person")), None)
