"""Plans of touches: a newsletter, a mailing, a letter to many, with everybody it is to reach."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from sapwood.records.directory.models import Address, Domain
from sapwood.records.relationships.models import Relationship


class TouchPlanQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn=None)

    def visible_to(self, user):
        """Leads and operators see all; a colleague sees those that are to reach an account they see."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all:
            return self
        seen = Relationship.objects.visible_to(user).exclude(organisation__home=True).values("organisation")
        return self.filter(Exists(Recipient.objects.of_accounts(seen).filter(plan=OuterRef("pk"))))


class TouchPlan(models.Model):
    """`name` and `purpose` on `day` make it this plan. Taking it back is a record too."""

    class Purpose(models.TextChoices):
        PROMOTIONAL = "promotional", "promotional"
        SERVICE = "service", "about service"
        PERSONAL = "personal", "personal"

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, help_text="the name as it is compared")
    purpose = models.CharField(max_length=12, choices=Purpose)
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    token = models.ForeignKey("outreach.MailerToken", models.PROTECT, null=True, related_name="plans")
    made = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = TouchPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-id"]
        verbose_name = "plan of touches"
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "purpose", "day"], condition=models.Q(withdrawn=None), name="one_plan_of_a_name"
            )
        ]

    def __str__(self):
        return self.name


class RecipientQuerySet(models.QuerySet):
    def with_account(self):
        """`account`: the organisation their address belongs to by now, else their domain; None where it is nobody's
        we know."""
        known = Address.objects.filter(key=OuterRef("key")).values("organisation")
        firm = Domain.objects.filter(name=OuterRef("domain")).values("organisation")
        return self.annotate(account=Coalesce(Subquery(known), Subquery(firm)))

    def of_accounts(self, organisations):
        """Those that `organisations` (a query or numbers) may be the account of; with_account says whether it is."""
        keys = Address.objects.filter(organisation__in=organisations).values("key")
        names = Domain.objects.filter(organisation__in=organisations).values("name")
        return self.filter(models.Q(key__in=keys) | models.Q(domain__in=names))


class Recipient(models.Model):
    """Whom a plan is to reach: `key` is the log's of the address, `domain` the registrable one, empty for free
    mail."""

    plan = models.ForeignKey(TouchPlan, models.CASCADE, related_name="recipients")
    key = models.BigIntegerField(db_index=True)
    address = models.CharField(max_length=320)
    domain = models.CharField(max_length=253, blank=True, db_index=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="one_recipient_of_a_plan")]


class LeftRecipient(models.Model):
    """A row of an upload that names nobody to reach, and why."""

    plan = models.ForeignKey(TouchPlan, models.CASCADE, related_name="left")
    line = models.PositiveIntegerField()
    said = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200)

    class Meta:
        ordering = ["line", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "line", "said"], name="one_left_row_of_a_plan")]


class Release(models.Model):
    """That a person lets what is held of one account go out all the same: of one service event, or (`event` empty) of
    the days they are to be left in peace. Taking it back is a record too."""

    plan = models.ForeignKey(TouchPlan, models.CASCADE, related_name="releases")
    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="+")
    event = models.ForeignKey("service.ServiceEvent", models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
