"""In which blocks somebody stands: who shares one with them may be the same."""

from django.db import models


class Block(models.Model):
    """A block is the keyed hash of its name: nothing about anybody can be read here. Disposable: comparing makes
    it anew."""

    name = models.BigIntegerField()
    person = models.ForeignKey("directory.Person", models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["name", "person", "organisation"], name="block_by_name")]
