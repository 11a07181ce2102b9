"""What each key of the log stands for: key → address → person → organisation."""

from django.db import models


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
        default=False, db_index=True, help_text="whether it was asked whose other address this may be"
    )

    def __str__(self):
        return self.address
