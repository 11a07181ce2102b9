"""People: contacts at accounts and colleagues at home."""

from django.db import models


class Person(models.Model):
    """Read through the relationships of their organisation, which know who may see them."""

    name = models.CharField(max_length=200)
    named_by_person = models.BooleanField(default=False)
    organisation = models.ForeignKey("directory.Organisation", models.SET_NULL, null=True, related_name="people")

    def __str__(self):
        return self.name
