"""A newsletter that a mailer planned for Jane of Orchard, and that was released once."""

from datetime import timedelta

from django.utils import timezone
from web_cast import AS_OF

from sapwood.identity.address import canonical
from sapwood.records.directory.models import Domain
from sapwood.records.outreach.models import MailerToken, TouchPlan
from sapwood.records.relationships.models import Relationship
from sapwood.store.rows import address_key
from sapwood.workflows import clock
from sapwood.workflows.installation import log_secret


def touch_plan_of(user, address="jane@orchard.example"):
    token = MailerToken.objects.create(name="Mailer", digest="made by hand", by=user, made=timezone.now())
    plan = TouchPlan.objects.create(
        name="Letter",
        folded="letter",
        purpose="promotional",
        day=AS_OF + timedelta(days=2),
        by=user,
        token=token,
        made=clock.now() - timedelta(days=3),
    )
    orchard = Relationship.objects.get(organisation__name="Orchard")
    Domain.objects.get_or_create(name="orchard.example", defaults={"organisation": orchard.organisation})
    key = address_key(log_secret(), canonical(address))
    plan.recipients.create(key=key, address=address, domain="orchard.example")
    plan.left.create(line=3, said="=nobody", why="This is no mail address.")
    return plan


def released(plan, relationship, user):
    return plan.releases.create(
        organisation=relationship.organisation, reason="They asked for it", by=user, made=timezone.now()
    )
