"""What each key of the log stands for: key → address → person → organisation."""

from django.db import models

VOICES = ("speaker:", "tel:", "slack:", "teams:")


class AddressQuerySet(models.QuerySet):
    def voices(self):
        """What identifies somebody who spoke, called or chatted, and is no mail address."""
        found = models.Q()
        for prefix in VOICES:
            found |= models.Q(address__startswith=prefix)
        return self.filter(found, kind=Address.Kind.PERSON)

    def mail(self):
        """Those that mail can be sent to."""
        return self.filter(address__contains="@").exclude(address__contains=":")


class Address(models.Model):
    """One mail address (or what identifies a person on another channel). Deleting the row is forgetting it:
    the log itself knows only the key."""

    class Kind(models.TextChoices):
        PERSON = "person", "a person"
        SHARED = "shared", "a shared mailbox"
        LIST = "list", "a mailing list"
        ROBOT = "robot", "a robot"

    key = models.BigIntegerField(primary_key=True)
    address = models.CharField(max_length=320, unique=True)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="addresses")
    organisation = models.ForeignKey("directory.Organisation", models.SET_NULL, null=True, related_name="addresses")

    compared = models.BooleanField(
        default=False, db_index=True, help_text="whether it was asked whom else of its organisation this may be"
    )

    objects = AddressQuerySet.as_manager()

    def __str__(self):
        return self.address
