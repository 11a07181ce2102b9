"""A relationship: home with one account in one role, owned by a colleague."""

from django.conf import settings
from django.db import models


def seen_by(user, path: str = "", gathered: bool = False) -> models.Q:
    """The condition that `user` sees a relationship, for rows that lead to it by `path` ("relationship"). It asks of
    each row in turn, which suits the first few of an order; `gathered` looks up all they see at once, which suits a
    count."""
    if not user.is_authenticated or not user.is_active:
        return models.Q(pk__in=[])
    if user.sees_all:
        return models.Q()
    owner, number = (f"{path}__owner", f"{path}_id") if path else ("owner", "pk")
    took_part = Participation.objects.filter(user=user)
    covers = _covers(user)
    seen = models.Q(**{owner: user}) | models.Q(**{owner: None})
    if gathered:
        seen |= models.Q(**{f"{path or 'pk'}__in": took_part.values("relationship")})
        return seen | models.Q(**{f"{path or 'pk'}__in": covers.values("brief__relationship")})
    seen |= models.Exists(took_part.filter(relationship=models.OuterRef(number)))
    return seen | models.Exists(covers.filter(brief__relationship=models.OuterRef(number)))


def _covers(user):
    from .cover import Cover  # which knows this file

    return Cover.objects.of(user).order_by()


class RelationshipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Operators and leads see every relationship; a colleague sees those they own, those nobody owns,
        those they have taken part in, and those they cover while somebody is away."""
        return self.filter(seen_by(user))


class Relationship(models.Model):
    class Role(models.TextChoices):
        UNKNOWN = "unknown", "role not said yet"
        CUSTOMER = "customer", "customer"
        VENDOR = "vendor", "vendor"
        PARTNER = "partner", "partner"
        PROSPECT = "prospect", "prospect"
        COMPETITOR = "competitor", "competitor"

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="relationships")
    role = models.CharField(max_length=12, choices=Role, default=Role.UNKNOWN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="owns")
    since = models.DateField(null=True, blank=True)
    floor = models.PositiveSmallIntegerField(null=True, blank=True, help_text="days to leave them in peace, agreed")
    ceiling = models.PositiveSmallIntegerField(null=True, blank=True, help_text="days not to forget them for, agreed")
    tier = models.ForeignKey(
        "relationships.Tier", models.SET_NULL, null=True, blank=True, related_name="relationships"
    )

    sort_name = models.CharField(
        max_length=200, default="", editable=False, help_text="the organisation's name, folded; refresh keeps it"
    )

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sort_name", "id"], name="relationship_by_name"),
            models.Index(fields=["role", "sort_name", "id"], name="relationship_by_role"),
            models.Index(fields=["owner", "sort_name", "id"], name="relationship_by_owner"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "role"], name="one_relationship_per_role"),
            models.CheckConstraint(
                condition=models.Q(floor=None) | models.Q(ceiling=None) | models.Q(floor__lt=models.F("ceiling")),
                name="floor_below_ceiling",
            ),
        ]

    def __str__(self):
        return self.organisation.name


class Participation(models.Model):
    """That a user has taken part in touches with an account: found in the log, disposable, made anew by refresh."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="participations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "user"], name="one_participation")]
