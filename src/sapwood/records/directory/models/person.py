"""People: contacts at accounts and colleagues at home."""

from django.db import models


class PersonQuerySet(models.QuerySet):
    def present(self):
        """Those who stand for themselves: not merged into somebody else."""
        return self.filter(merged_into=None)

    def waiting(self):
        """Those of whom it was not asked yet who else they may be."""
        return self.present().filter(compared=False)


class Person(models.Model):
    """Read through the relationships of their organisation, which know who may see them. One who turned out to be
    somebody else keeps an empty row, so that undoing the merge brings back exactly who they were."""

    name = models.CharField(max_length=200)
    named_by_person = models.BooleanField(default=False)
    organisation = models.ForeignKey("directory.Organisation", models.SET_NULL, null=True, related_name="people")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    compared = models.BooleanField(default=False, help_text="whether it was asked who else, anywhere, this may be")
    counted = models.BooleanField(
        default=False,
        help_text="whether their names count for how rare a name is; everybody's do before anybody's are compared",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["merged_into", "counted"], condition=models.Q(compared=False), name="person_waits")
        ]

    def __str__(self):
        return self.name

    def now(self):
        """Who this person is today."""
        person = self
        while person.merged_into_id:
            person = person.merged_into
        return person
