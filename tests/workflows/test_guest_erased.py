"""Erasing a guest closes their links, strikes their address out, and keeps them out; merging keeps who left."""

import pytest
from cast import LUIS, mail
from django.utils import timezone

from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Address
from sapwood.records.guests.models import Correction, GuestLink, GuestWish, Visit
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.forget.flow import ask_forgetting, run
from sapwood.workflows.guests.contacts import left
from sapwood.workflows.guests.door import ask_code, enter_code, link_for, visit_for
from sapwood.workflows.guests.invite import invite_guest
from sapwood.workflows.installation import operator
from sapwood.workflows.merge_people import merge_by_hand
from sapwood.workflows.refresh import refresh

pytestmark = pytest.mark.django_db(transaction=True)
JANE = "jane@orchard.example"


@pytest.fixture
def orchard(bring):
    bring(mail(1), mail(2, sender=LUIS, day=1))
    refresh()
    return Relationship.objects.get()


def test_an_erased_guest_has_no_door_and_no_name(orchard, post):
    now = timezone.now()
    token = invite_guest(operator(), orchard, JANE, now).url.split("/")[-2]
    link = GuestLink.objects.get()
    cookie = enter_code(link, ask_code(link, "", now), post.code(), "", now)
    Correction.objects.create(
        relationship=orchard, link=link, guest=JANE, made=now, kind="other", should=f"Write to {JANE}"
    )
    assert visit_for(cookie, "held", now)
    run(ask_forgetting(operator(), [JANE], queue=False))
    assert visit_for(cookie, "held", now) is None
    assert link_for(token, "", now) is None
    for model in (GuestLink, Visit, Correction, AuditLine):
        assert JANE not in str(list(model.objects.values()))
    with pytest.raises(ValueError, match="was erased here and is kept out"):
        invite_guest(operator(), orchard, JANE, now)


def test_wishes_of_erased_guests_go_with_them(orchard, post):
    now = timezone.now()
    for address in (JANE, "luis@orchard.example"):
        link = invite_guest(operator(), orchard, address, now).link
        link.wishes.create(relationship=orchard, guest=address, kind="no mail", said=now.date(), made=now)
    run(ask_forgetting(operator(), [JANE, "luis@orchard.example"], queue=False))
    assert not GuestWish.objects.exists()


def test_who_left_has_left_as_part_of_somebody_else_too(orchard, post):
    now = timezone.now()
    link = invite_guest(operator(), orchard, JANE, now).link
    jane, luis = (Address.objects.get(address__startswith=name).person for name in ("jane", "luis"))
    Correction.objects.create(
        relationship=orchard,
        link=link,
        guest=JANE,
        made=now,
        kind="left",
        person=luis,
        answer="accepted",
        answered=now,
    )
    kept = merge_by_hand(operator(), jane, luis).kept
    assert set(left([kept.pk])) == {kept.pk}
