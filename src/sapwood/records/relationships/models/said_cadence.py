"""What people say about how often to be in touch. Nothing said is ever overwritten: the newer ends the older."""

from django.conf import settings
from django.db import models


class SaidQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended=None)


class SaidCadence(models.Model):
    """Days to leave in peace (floor) and days not to forget for (ceiling), at least one of them."""

    floor = models.PositiveSmallIntegerField(null=True, help_text="days to leave in peace")
    ceiling = models.PositiveSmallIntegerField(null=True, help_text="days not to forget for")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SaidQuerySet.as_manager()

    class Meta:
        abstract = True


class Wish(SaidCadence):
    """What they asked of us, heard by `by` from `contact` on the day `heard`; it counts until the day `until`."""

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="wishes")
    words = models.CharField(max_length=300, blank=True, help_text="in whose words it was asked")
    contact = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="+")
    heard = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["relationship"], condition=models.Q(ended=None), name="one_wish_in_force")
        ]


class Policy(SaidCadence):
    """What holds for every account of one tier, or with one tag, where nobody asked or agreed anything else."""

    tier = models.ForeignKey("relationships.Tier", models.CASCADE, null=True, related_name="policies")
    tag = models.ForeignKey("relationships.Tag", models.CASCADE, null=True, related_name="policies")
    said = models.DateField(help_text="the day it was said on")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tier=None, tag__isnull=False) | models.Q(tier__isnull=False, tag=None),
                name="policy_of_one_tier_or_tag",
            ),
            models.UniqueConstraint(
                fields=["tier"], condition=models.Q(ended=None, tag=None), name="one_policy_of_a_tier"
            ),
            models.UniqueConstraint(
                fields=["tag"], condition=models.Q(ended=None, tier=None), name="one_policy_of_a_tag"
            ),
        ]

    @property
    def about(self):
        return self.tier or self.tag
