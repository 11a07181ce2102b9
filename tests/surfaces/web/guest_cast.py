"""Guests of the pages: Jane of Orchard is invited by Ana; Priya of Birch must see nothing of Orchard."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from web_cast import account, contact

from sapwood.records.directory.models import Domain
from sapwood.records.guests.models import Correction, GuestLink, GuestWish
from sapwood.workflows.guests.invite import invite_guest


@pytest.fixture
def invited(cast, post):
    """Jane and Luis at Orchard and Priya at Birch, with links for Jane and Priya."""
    cast.jane = contact(cast.orchard, "Jane Doyle", "jane@orchard.example")
    cast.luis = contact(cast.orchard, "Luis Ortega", "luis@orchard.example")
    Domain.objects.create(name="orchard.example", organisation=cast.orchard.organisation)
    cast.birch = account("Birch", owner=cast.lea)
    cast.priya = contact(cast.birch, "Priya Nair", "priya@birch.example")
    Domain.objects.create(name="birch.example", organisation=cast.birch.organisation)
    orchard = invite_guest(cast.ana, cast.orchard, "jane@orchard.example", timezone.now())
    birch = invite_guest(cast.lea, cast.birch, "priya@birch.example", timezone.now())
    return SimpleNamespace(orchard=orchard.link, birch=birch.link, path=path(orchard), birch_path=path(birch))


def path(invitation) -> str:
    return invitation.url.removeprefix("http://localhost")


@pytest.fixture
def guest(invited, post):
    """A browser that came in by a link and the code sent for it; Jane's, where no other is named."""

    def come_in(where=None, browser=None):
        browser = browser or Client()
        where = where or invited.path
        assert browser.post(f"{where}codes/").status_code == 302
        answer = browser.post(f"{where}visits/", {"code": post.code()})
        assert answer["Location"] == "/g/held/"
        return browser

    return come_in


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def only_link() -> GuestLink:
    return GuestLink.objects.get(address="jane@orchard.example")


def link_of(relationship, user) -> GuestLink:
    """A link made by hand, which no mail announced."""
    now = timezone.now()
    return GuestLink.objects.create(
        relationship=relationship,
        address="jane@orchard.example",
        scope=["held"],
        digest="made by hand",
        by=user,
        made=now,
        expires=now + timedelta(days=14),
    )


def correction_of(link, kind="other", should="You call us twice a day.", **more) -> Correction:
    return Correction.objects.create(
        relationship=link.relationship,
        link=link,
        guest=link.address,
        made=timezone.now(),
        kind=kind,
        should=should,
        **more,
    )


def wish_of(link, kind="no call", **more) -> GuestWish:
    now = timezone.now()
    said = {"guest": link.address, "said": now.date(), "made": now, "kind": kind, **more}
    return GuestWish.objects.create(relationship=link.relationship, link=link, **said)
