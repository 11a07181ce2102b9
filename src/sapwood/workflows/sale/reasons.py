"""Why they bought, in their words; and whether it has come true. What has not is a next step of ours."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from sapwood.language.note.said import OUT, US
from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.notes.models import NextStep
from sapwood.records.relationships.models import Relationship
from sapwood.records.sale.models import Answer, Reason
from sapwood.records.trade.models import Deal

from .. import clock
from ..audit import audit
from ..judge_again import plan_again
from ..notes.draft import Draft, Next
from ..notes.save import save
from ..notes.undo import close_step
from ..permission import require
from .sales import won

LONGEST = 300
MOST = 20  # reasons of an account that stand
SEE_TO_IT = timedelta(days=7)


def say_reason(
    user: User,
    relationship: Relationship,
    words: str,
    heard: date | None = None,
    contact: Person | None = None,
    key: int | None = None,
    door: str = "page",
) -> Reason:
    """`key` is the sale's it is about (None: of all). The same twice is kept once. Raises Refused, or ValueError
    with a sentence."""
    require(user, "log", relationship)
    today, words = clock.today(), _words(words)
    heard = heard or today
    if not words:
        raise ValueError("Write down why they bought, in their words. Nothing was kept.")
    if not date(1990, 1, 1) <= heard <= today:
        raise ValueError(f"It cannot have been said on {heard}. Nothing was kept.")
    if contact is not None and contact.organisation_id != relationship.organisation_id:
        raise ValueError(f"{contact} is not one of their people. Nothing was kept.")
    if key is not None and not won({relationship.organisation_id}).filter(key=key).exists():
        raise ValueError("That sale is not on record any more. Nothing was kept.")
    with transaction.atomic():
        Relationship.objects.select_for_update().get(pk=relationship.pk)
        standing = relationship.sale_reasons.standing()
        if found := standing.filter(words=words, contact=contact, key=key).first():
            return found
        if standing.count() >= MOST:
            raise ValueError(f"There are {MOST} reasons already. Strike one out first; nothing was kept.")
        made = relationship.sale_reasons.create(
            words=words, contact=contact, key=key, heard=heard, by=user, made=timezone.now()
        )
        audit(user, door, "say why they bought", relationship, reason=made.pk)
        plan_again(relationship)
    return made


def end_reason(user: User, reason: Reason, door: str = "page") -> Reason:
    """It was none: struck out, with its answers. Who said it, or who may change the account. Raises Refused."""
    if reason.by_id != user.pk:
        require(user, "change", reason.relationship)
    with transaction.atomic():
        locked = Reason.objects.select_for_update().get(pk=reason.pk)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            audit(user, door, "strike out why they bought", locked.relationship, reason=locked.pk)
            plan_again(locked.relationship)
    return locked


def answer(
    user: User,
    relationship: Relationship,
    said: str,
    words: str = "",
    reason: Reason | None = None,
    key: int | None = None,
    due: date | None = None,
    door: str = "page",
) -> Answer:
    """Whether `reason`, or the one that the table gives for the sale `key`, has come true. Not yet and no become a
    next step of ours, `due` in a week where no day is said; a later answer takes the place of an earlier one, and
    closes what that one left to do. The same twice is one. Raises Refused, or ValueError with a sentence."""
    require(user, "log", relationship)
    today, words = clock.today(), _words(words)
    if said not in Answer.Said.values:
        raise ValueError("Say yes, not yet or no. Nothing was kept.")
    about = _about(relationship, reason, key)
    due = due or today + SEE_TO_IT
    if not today <= due <= today + timedelta(days=366):
        raise ValueError("What is left to do is due within a year from today. Nothing was kept.")
    with transaction.atomic():
        Relationship.objects.select_for_update().get(pk=relationship.pk)
        of = {"reason": reason, "key": None if reason else key}
        before = relationship.sale_answers.filter(**of).select_related("step").first()
        if before and (before.said, before.words, before.day, before.by_id) == (said, words, today, user.pk):
            return before
        step = None
        if said != Answer.Said.YES:
            step = _step(user, relationship, about, said, words, due, door)
        if before and before.step and before.step.closed is None:
            done = NextStep.Closing.DONE if said == Answer.Said.YES else NextStep.Closing.DROPPED
            close_step(user, before.step, done, door)
        made = relationship.sale_answers.create(
            **of, said=said, words=words, day=today, by=user, made=timezone.now(), step=step
        )
        audit(user, door, "say whether it came true", relationship, answer=made.pk, said=said)
        plan_again(relationship)
    return made


def _about(relationship: Relationship, reason: Reason | None, key: int | None) -> str:
    """The words of the reason."""
    if reason is not None:
        if reason.relationship_id != relationship.pk or reason.ended:
            raise ValueError("That reason is struck out. Nothing was kept.")
        return reason.words
    told = Deal.objects.present().filter(organisation=relationship.organisation_id, key=key).exclude(reason="")
    deal = told.first() if key is not None else None
    if deal is None:
        raise ValueError("That reason is not on record any more. Nothing was kept.")
    return deal.reason


def _step(
    user: User, relationship: Relationship, about: str, said: str, words: str, due: date, door: str
) -> NextStep:
    """As a plan of the user's own: what comes next has one form everywhere."""
    told = f" They say: {words}" if words else ""
    what = f"See to it that “{about}” comes true ({said}).{told}"
    what = what if len(what) <= LONGEST else f"{what[: LONGEST - 1]}…"
    draft = Draft(
        text=what,
        account=relationship,
        channel="call",
        direction=OUT,
        when=clock.now(),
        planned=True,
        steps=[Next(what, US, due)],
    )
    return save(user, draft, door).next_steps.get()


def _words(words: str) -> str:
    words = " ".join(words.replace("\0", "").split())
    if len(words) > LONGEST:
        raise ValueError(f"Say it in at most {LONGEST} characters. Nothing was kept.")
    return words
