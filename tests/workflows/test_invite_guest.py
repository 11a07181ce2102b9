"""Inviting a guest: who may, whom, for how long; mail is sent only where the operator switched it on."""

from datetime import timedelta

import pytest
from cast import mail
from django.utils import timezone

from sapwood.records.access.models import AuditLine
from sapwood.records.guests.models import GuestLink
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import mailing
from sapwood.workflows.change_relationship import change
from sapwood.workflows.guests.invite import Unsure, invite_guest, revoke
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh

NOW = timezone.now()


@pytest.fixture
def orchard(bring):
    bring(mail(1))
    refresh()
    change(operator(), Relationship.objects.get(), owner=operator())
    return Relationship.objects.get()


def test_the_mail_arrives_and_says_who_invites(orchard, post):
    invitation = invite_guest(operator(), orchard, "Jane@Orchard.example", NOW)
    (letter,) = post.mails
    assert letter.sent_to == ["jane@orchard.example"]
    assert letter["From"] == "Operator at Home <sapwood@home.example>"
    assert letter["Subject"] == "What Home holds about Orchard"
    assert invitation.url in letter.get_content() and invitation.said == ""
    link = GuestLink.objects.get()
    assert (link.address, link.scope, link.sent is not None) == ("jane@orchard.example", ["held"], True)
    assert link.expires - link.made == timedelta(days=14)
    line = AuditLine.objects.get(act="invite guest")
    assert line.detail == {"account": orchard.pk, "guest": "jane@orchard.example", "days": 14}


def test_without_mail_nobody_is_invited(orchard):
    with pytest.raises(ValueError, match="No mail leaves this installation"):
        invite_guest(operator(), orchard, "jane@orchard.example", NOW)
    with pytest.raises(mailing.NotSent):
        mailing.send("jane@orchard.example", "x", "y")
    assert not GuestLink.objects.exists()


def test_the_mail_server_refuses_and_the_link_stands(orchard, post):
    post.refuses = True
    invitation = invite_guest(operator(), orchard, "jane@orchard.example", NOW)
    assert "did not take the mail" in invitation.said
    assert GuestLink.objects.get().sent is None


def test_no_mail_server_there_at_all(orchard, post, settings):
    settings.SAPWOOD_SMTP = settings.SAPWOOD_SMTP | {"port": 9, "password": "a-secret-nobody-reads"}
    assert "did not take the mail" in invite_guest(operator(), orchard, "jane@orchard.example", NOW).said


def test_what_went_wrong_is_logged_without_the_password(orchard, post, settings, caplog):
    settings.SAPWOOD_SMTP = settings.SAPWOOD_SMTP | {"username": "ana", "password": "a-secret-nobody-reads"}
    invite_guest(operator(), orchard, "jane@orchard.example", NOW)
    assert "did not take a mail" in caplog.text and "secret" not in caplog.text


@pytest.mark.parametrize(
    ("address", "days", "said"),
    [
        ("jane", 14, "is not a mail address"),
        ("tom@home.example", 14, "is one of us"),
        ("tom@mail.home.example", 14, "is one of us"),
        ("no-reply@orchard.example", 14, "nobody’s own"),
        ("jane@orchard.example", 0, "1 to 90 days"),
        ("jane@orchard.example", 91, "1 to 90 days"),
        ("jane@orchard.example\nBcc: all@birch.example", 14, "is not a mail address"),
    ],
)
def test_whom_one_cannot_invite(orchard, post, address, days, said):
    with pytest.raises(ValueError, match=said):
        invite_guest(operator(), orchard, address, NOW, days=days, sure=True)
    assert not GuestLink.objects.exists() and not post.mails


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("jane@birch.example", "is not a domain of Orchard"),
        ("jane@gmail.com", "is not a domain of Orchard"),
        ("info@orchard.example", "several people read"),
    ],
)
def test_a_doubtful_address_has_to_be_meant(orchard, post, address, said):
    with pytest.raises(Unsure, match=said):
        invite_guest(operator(), orchard, address, NOW)
    assert invite_guest(operator(), orchard, address, NOW, sure=True).link.address == address


def test_a_subdomain_of_theirs_is_theirs(orchard, post):
    assert invite_guest(operator(), orchard, "jane@mail.orchard.example", NOW)


def test_only_who_may_change_the_account_invites_and_revokes(orchard, post, tom, lead):
    with pytest.raises(Refused):
        invite_guest(tom, orchard, "jane@orchard.example", NOW)
    link = invite_guest(lead, orchard, "jane@orchard.example", NOW).link
    with pytest.raises(Refused):
        revoke(tom, link, NOW)
    assert list(GuestLink.objects.visible_to(tom)) == []
    assert list(GuestLink.objects.visible_to(lead)) == [link]


def test_revoking_twice_is_revoking_once(orchard, post, lead):
    link = invite_guest(operator(), orchard, "jane@orchard.example", NOW).link
    revoke(operator(), link, NOW)
    revoke(lead, link, NOW + timedelta(days=1))
    link.refresh_from_db()
    assert (link.revoked, link.revoked_by) == (NOW, operator())
    assert AuditLine.objects.filter(act="revoke guest link").count() == 1
