"""Inviting a guest, and taking the invitation back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from sapwood.identity.address import canonical, domain_of
from sapwood.identity.kind import kind_of
from sapwood.identity.organisation import organisation_domain
from sapwood.records.access.models import User, UserAddress
from sapwood.records.directory.models import Domain, Organisation
from sapwood.records.guests.models import GuestLink, Visit
from sapwood.records.relationships.models import Relationship

from .. import mailing
from ..audit import audit
from ..forget.flow import forgetting_of
from ..home import home_domains
from ..permission import require
from . import limits
from .letters import invitation
from .tokens import digest, new_token

USUAL_DAYS, MOST_DAYS = 14, 90
HELD = "held"
PAGES = {HELD: "what is held about their firm"}  # later capabilities add their pages here


class Unsure(ValueError):
    """The invitation may go astray; who invites has to say that it is meant."""


@dataclass(frozen=True)
class Invitation:
    """`url` is shown once and not kept. `said` is empty where the mail with it was handed over."""

    link: GuestLink
    url: str
    said: str


def invite_guest(
    user: User,
    relationship: Relationship,
    address: str,
    now: datetime,
    days: int = USUAL_DAYS,
    sure: bool = False,
    scope: tuple[str, ...] = (HELD,),
    door: str = "page",
) -> Invitation:
    """A link for one person of the account, sent to them by mail. Raises Refused; Unsure where the address is not
    evidently one person's at the account and `sure` is not said; ValueError with a sentence; TooOften."""
    require(user, "change", relationship)
    if not mailing.switched_on():
        raise ValueError(mailing.OFF)
    address = _checked(address)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"A link opens for 1 to {MOST_DAYS} days; {days} is not. Nothing was changed.")
    if unknown := set(scope) - set(PAGES):
        raise ValueError(f"There is no page {', '.join(sorted(unknown))} for guests.")
    if not sure and (doubt := _doubt(address, relationship)):
        raise Unsure(doubt)
    limits.INVITATIONS.admit(user.pk, now)
    token = new_token()
    url = f"{settings.SAPWOOD_URL}/g/{token}/"
    with transaction.atomic():
        link = GuestLink.objects.create(
            relationship=relationship,
            address=address,
            scope=list(scope),
            digest=digest(token),
            by=user,
            made=now,
            expires=now + timedelta(days=days),
        )
        audit(user, door, "invite guest", link, account=relationship.pk, guest=address, days=days)
    return Invitation(link, url, _send(link, url, now))


def _send(link: GuestLink, url: str, now: datetime) -> str:
    """Outside the transaction: a slow mail server must not hold the records. What went wrong, or ""."""
    home = Organisation.of_home()
    try:
        mailing.send(link.address, **invitation(link, url, str(home or "Sapwood")))
    except mailing.NotSent as error:
        return str(error)
    GuestLink.objects.filter(pk=link.pk).update(sent=now)
    link.sent = now
    return ""


def revoke(user: User, link: GuestLink, now: datetime, door: str = "page") -> None:
    """The link opens nothing from now on, and who is inside is outside. Revoking twice changes nothing."""
    require(user, "change", link.relationship)
    with transaction.atomic():
        if GuestLink.objects.filter(pk=link.pk, revoked=None).update(revoked=now, revoked_by=user):
            Visit.objects.filter(link=link, ended=None).update(ended=now)
            audit(user, door, "revoke guest link", link, account=link.relationship_id, guest=link.address)


def _checked(address: str) -> str:
    address = canonical(address)
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValueError(f"{address!r} is not a mail address. Nothing was changed.") from error
    domain = domain_of(address)
    if (organisation_domain(domain) or domain) in home_domains() or UserAddress.objects.filter(
        address=address
    ).exists():
        raise ValueError(
            f"{address} is one of us. A guest comes from outside; colleagues get a login from the operator. "
            "Nothing was changed."
        )
    if forgetting_of(address):
        raise ValueError(
            f"{address} was erased here and is kept out. Nothing was changed. An operator can lift that first."
        )
    if (kind := kind_of(address)) in ("list", "robot"):
        raise ValueError(f"{address} is a {kind}’s address, and nobody’s own. Invite a person. Nothing was changed.")
    return address


def _doubt(address: str, relationship: Relationship) -> str:
    domain = domain_of(address)
    theirs = Domain.objects.filter(organisation=relationship.organisation, name=organisation_domain(domain) or domain)
    if not theirs.exists():
        return (
            f"{domain} is not a domain of {relationship}. Whoever reads {address} would see what is held about "
            f"{relationship}. Say that it is meant, or correct the address."
        )
    if kind_of(address) == "shared":
        return (
            f"{address} looks like a mailbox that several people read. Each of them could come in. "
            "Say that it is meant, or invite one person."
        )
    return ""
