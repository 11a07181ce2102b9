"""How a guest wishes to be reached, by their own word."""

from django.conf import settings
from django.db import models


class GuestWishQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Like the corrections: for those who may change the account."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all:
            return self
        return self.filter(models.Q(relationship__owner=user) | models.Q(relationship__owner=None))

    def standing(self):
        return self.filter(ended=None)


class GuestWish(models.Model):
    """What `guest` asked of us about themselves. It holds at once; they take it back themselves, or a colleague sets
    it aside (`ended_by`) and says why, which the guest reads."""

    class Kind(models.TextChoices):
        NO_MAIL = "no mail", "not to be written to"
        NO_CALL = "no call", "never to be called"
        HOURS = "hours", "to be called only at certain hours"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="guest_wishes")
    link = models.ForeignKey("guests.GuestLink", models.CASCADE, related_name="wishes")
    guest = models.CharField(max_length=320, help_text="the address that was proved")
    person = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    said = models.DateField()
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="empty: the guest"
    )
    ended_why = models.CharField(max_length=300, blank=True, help_text="a sentence for the guest")

    objects = GuestWishQuerySet.as_manager()

    class Meta:
        verbose_name = "wish of a guest"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "guest", "kind"],
                condition=models.Q(ended=None),
                name="one_guest_wish_of_a_kind",
            )
        ]
