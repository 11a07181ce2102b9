"""The door: a link is known, a code is asked for and entered, a visit goes on until it ends."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from sapwood.records.directory.models import Organisation
from sapwood.records.guests.models import GuestLink, Visit

from .. import mailing
from . import limits
from .letters import code_letter
from .log import note
from .tokens import code_digest, digest, new_code, new_token, same

CODE_MINUTES = 10
TRIES_PER_CODE = 5
WRONG_CODES_PER_LINK = 30  # of a million: whoever has the link but not the mailbox gets in once in 33,000 times
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=8)


def link_for(token: str, client: str, now: datetime) -> GuestLink | None:
    """The link that opens with `token`. Unknown, expired and revoked ones take the same one query and all are None.
    Raises TooOften, before looking."""
    limits.KNOCKS.admit(limits.whole_client(client), now)
    found = GuestLink.objects.live(now).select_related("relationship__organisation", "by")
    return found.filter(digest=digest(token)).first()


def ask_code(link: GuestLink, client: str, now: datetime) -> str:
    """Sends a code to the link's address. Returns the token for the cookie of the browser that asked: the code works
    there alone. Raises TooOften, or NotSent with a sentence."""
    limits.CODES_FOR_A_CLIENT.admit(limits.whole_client(client), now)
    limits.CODES_OF_A_LINK.admit(link.pk, now)
    token, code = new_token(), new_code()
    with transaction.atomic():
        visit = Visit.objects.create(
            link=link,
            digest=digest(token),
            asked=now,
            seen=now,
            code=code_digest(digest(token), code),
            code_expires=now + timedelta(minutes=CODE_MINUTES),
            client=limits.short_client(client),
        )
        note(link, "ask for a code", client, proved=False)
    try:  # outside the transaction: a slow mail server must not hold the records
        mailing.send(link.address, **code_letter(link, code, str(Organisation.of_home() or "Sapwood"), CODE_MINUTES))
    except mailing.NotSent:
        with transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(ended=now)
            note(link, "code not sent", client, proved=False)
        raise
    return token


def asked_visit(link: GuestLink, token: str | None, now: datetime) -> Visit | None:
    """The visit of this browser that waits for its code, if there is one whose code may still be tried."""
    waiting = Visit.objects.filter(link=link, digest=digest(token or ""), proved=None, ended=None)
    return waiting.filter(code_expires__gt=now, tries__lt=TRIES_PER_CODE).first()


def enter_code(link: GuestLink, token: str | None, code: str, client: str, now: datetime) -> str | None:
    """A new token for the cookie where the code is right, which makes the visit the guest's; else None. A try is
    counted before it is looked at, so that tries at once do not outrun the count. Raises TooOften."""
    limits.TRIES.admit(limits.whole_client(client), now)
    visit = asked_visit(link, token, now)
    if visit is None:
        return None
    waiting = Visit.objects.filter(
        pk=visit.pk, proved=None, ended=None, code_expires__gt=now, tries__lt=TRIES_PER_CODE
    )
    counted = waiting.update(tries=F("tries") + 1)
    given = "".join(letter for letter in code if letter.isdecimal())
    if not same(visit.code, code_digest(visit.digest, given)) or not counted:
        if counted:
            _wrong(link, client, now)
        return None
    fresh = new_token()
    with transaction.atomic():
        mine = Visit.objects.filter(pk=visit.pk, proved=None, ended=None, link__revoked=None)
        if not mine.update(proved=now, seen=now, digest=digest(fresh)):
            return None
        note(link, "come in", client)
    return fresh


def _wrong(link: GuestLink, client: str, now: datetime) -> None:
    with transaction.atomic():
        note(link, "wrong code", client, proved=False)
        GuestLink.objects.filter(pk=link.pk).update(wrong_codes=F("wrong_codes") + 1)
        why = f"closed by itself after {WRONG_CODES_PER_LINK} wrong codes"
        too_many = GuestLink.objects.filter(pk=link.pk, revoked=None, wrong_codes__gte=WRONG_CODES_PER_LINK)
        if too_many.update(revoked=now, revoked_why=why):
            Visit.objects.filter(link=link, ended=None).update(ended=now)
            note(link, "close link", client, proved=False, why=why)


def visit_for(token: str | None, page: str, now: datetime) -> Visit | None:
    """The visit whose cookie this is, if it may see `page` now; every other case is the same None."""
    found = Visit.objects.select_related("link__relationship__organisation", "link__by")
    visit = found.filter(digest=digest(token or "")).first()
    if visit is None or visit.proved is None or visit.ended or not visit.link.is_live(now):
        return None
    if visit.seen + IDLE <= now or visit.proved + LONGEST <= now or page not in visit.link.scope:
        return None
    if visit.seen + timedelta(minutes=1) <= now:
        Visit.objects.filter(pk=visit.pk).update(seen=now)
    limits.PAGES.admit(visit.pk, now)
    return visit


def leave(visit: Visit, client: str, now: datetime) -> None:
    with transaction.atomic():
        if Visit.objects.filter(pk=visit.pk, ended=None).update(ended=now):
            note(visit.link, "leave", client)


def masked(address: str) -> str:
    """ "j…@orchard.example": enough for who owns it, too little for who does not."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def opened(link: GuestLink, client: str) -> None:
    """Somebody has followed the link; who, nobody knows yet. A mail server that looks links over does so too."""
    note(link, "open link", client, proved=False)


def seen(visit: Visit, page: str, client: str) -> None:
    note(visit.link, "see page", client, page=page)
