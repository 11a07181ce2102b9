"""Service events and tickets, with what is known of each from all imports that count."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import Relationship
from sapwood.records.trade.models import Holding

from .said import AffectedSaid
from .telling import Telling


class ServiceEventQuerySet(models.QuerySet):
    def present(self):
        """Those that an import that counts tells of."""
        return self.filter(Exists(Telling.objects.counting().filter(event=OuterRef("pk"))))

    def visible_to(self, user):
        """Leads and operators see all; a colleague sees what they brought, and what affects an account they see."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all:
            return self.present()
        mine = Telling.objects.counting().filter(event=OuterRef("pk"), of__by=user)
        seen = Relationship.objects.visible_to(user).exclude(organisation__home=True).values("organisation")
        return self.present().filter(Exists(mine) | self.affecting(seen))

    @staticmethod
    def affecting(organisations) -> Q:
        """The condition that an event affects one of `organisations` (a query or a list of their numbers)."""
        said = AffectedSaid.objects.standing().filter(event=OuterRef("pk"), organisation__in=organisations)
        theirs = Q(asker__in=Address.objects.filter(organisation__in=organisations).values("key"))
        theirs |= Q(organisation__in=organisations)
        held = Holding.objects.present().filter(organisation__in=organisations).exclude(name_key="")
        about = EventProduct.objects.filter(event=OuterRef("pk"))
        named = about.filter(name_key__in=held.values("name_key"))
        no_ticket = Q(kind=ServiceEvent.Kind.EVENT)
        tickets = ServiceEvent.objects.filter(theirs, kind=ServiceEvent.Kind.TICKET).present()
        alike = EventProduct.objects.filter(event__in=tickets.values("pk")).values("name_key")
        written = Q(Exists(about.filter(name_key__in=alike)))
        written |= Exists(tickets.filter(about=OuterRef("number")).exclude(about=""))
        return theirs | Exists(said.filter(affected=True)) | no_ticket & (Exists(named) | written)


class ServiceEvent(models.Model):
    """`key` is what makes it this case and no other. From `number` on everything is disposable: what its tellings say
    together, made anew when one comes or goes. `opened` is when it began, or (not `opened_said`) the first heard of
    it; `resolved` is None while it is open, and where it is `over` at an unknown time. `asker` is the key of the
    address that opened a ticket, `organisation` whom a ticket names that names no such address."""

    class Kind(models.TextChoices):
        EVENT = "event", "service event"
        TICKET = "ticket", "ticket"

    key = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    system = models.CharField(max_length=100)
    number = models.CharField(max_length=100, db_index=True)
    page = models.CharField(max_length=250, blank=True, help_text="what the source calls itself")
    status = models.CharField(max_length=200, blank=True)
    impact = models.CharField(max_length=200, blank=True)
    priority = models.CharField(max_length=100, blank=True)
    opened = models.DateTimeField(null=True, db_index=True)
    opened_said = models.BooleanField(default=False)
    changed = models.DateTimeField(null=True)
    resolved = models.DateTimeField(null=True)
    over = models.BooleanField(default=False)
    reopened = models.PositiveIntegerField(default=0)
    asker = models.BigIntegerField(null=True, db_index=True)
    organisation = models.ForeignKey("directory.Organisation", models.SET_NULL, null=True, related_name="+")
    about = models.CharField(max_length=100, blank=True, db_index=True, help_text="the event a ticket belongs to")

    objects = ServiceEventQuerySet.as_manager()

    class Meta:
        ordering = ["-opened", "-id"]
        indexes = [models.Index(fields=["over", "kind", "-opened", "-id"], name="event_open_newest_first")]

    def __str__(self):
        return f"{self.get_kind_display().capitalize()} {self.number}"


class EventProduct(models.Model):
    """A product or component that an event names, and by which keys a holding of it is known: its name without
    blanks, signs and case, and that of what it is a part of ("Web - Home" is a part of "Web")."""

    event = models.ForeignKey(ServiceEvent, models.CASCADE, related_name="products")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)

    class Meta:
        ordering = ["id"]
