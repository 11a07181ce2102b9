"""Voices: names of speakers, chat handles and telephone numbers that an import brought, where they were heard, and
whose they are. Asked once, remembered for every later import."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from sapwood.records.access.models import UserAddress
from sapwood.records.imports.models import Import


class VoiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those heard in what the user brought or took part in; an operator sees what every import brought."""
        heard = Heard.objects.visible_to(user).filter(voice=OuterRef("pk"))
        return self.filter(Exists(heard))

    def open(self):
        """Those nobody has said anything about; who was merged into somebody of a firm has been said to be them."""
        return self.filter(address__organisation=None).exclude(
            Exists(Identification.objects.standing().filter(voice=OuterRef("pk")))
        )


class Voice(models.Model):
    """An address of the log's that is no mail address; it goes with its address."""

    address = models.OneToOneField("directory.Address", models.CASCADE, related_name="voice")

    objects = VoiceQuerySet.as_manager()

    def __str__(self):
        return self.address.name or self.address.address.partition(":")[2].partition("@")[0]


class HeardQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated or not user.is_active:
            return self.none()
        counting = self.filter(of__status=Import.Status.DONE)
        if user.role == "operator":
            return counting
        mine = UserAddress.objects.filter(user=user).values("key")
        return counting.filter(Q(of__by=user) | Q(beside__in=mine) | Q(voice__address__in=mine)).distinct()


class Heard(models.Model):
    """That a voice took part in an interaction, with whom, brought by an import; the newest few of each."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="heard")
    of = models.ForeignKey("imports.Import", models.CASCADE, related_name="+")
    interaction = models.BigIntegerField()
    when = models.DateTimeField()
    channel = models.CharField(max_length=10)
    minutes = models.FloatField(null=True)
    beside = models.ManyToManyField("directory.Address", related_name="+")

    objects = HeardQuerySet.as_manager()

    class Meta:
        ordering = ["-when", "id"]
        constraints = [models.UniqueConstraint(fields=["voice", "of", "interaction"], name="heard_once")]


class IdentificationQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone=None)


class Identification(models.Model):
    """That a voice is a person's, or nobody's whom anybody here needs to know (no person). Without `by` it was found
    by itself, for the reason in `why`."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="identifications")
    person = models.ForeignKey("directory.Person", models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    said = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict, help_text="what undoing puts back")

    objects = IdentificationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["voice"], condition=models.Q(undone=None), name="one_standing_answer")
        ]
