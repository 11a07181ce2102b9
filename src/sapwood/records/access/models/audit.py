"""The audit: a line for every write, kept for good."""

from django.db import models


class AuditLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Operators read all of it; everybody else reads what they did themselves."""
        if not user.is_authenticated:
            return self.none()
        return self if user.role == "operator" else self.filter(actor=user)


class AuditLine(models.Model):
    """Who did what to which thing, when, through which door. Holds no text of any mail."""

    when = models.DateTimeField(db_index=True)
    actor = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=20, help_text="page, command line, worker or API")
    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    objects = AuditLineQuerySet.as_manager()

    class Meta:
        ordering = ["-when", "-id"]

    def __str__(self):
        return f"{self.when:%Y-%m-%d %H:%M} {self.actor or 'the system'} {self.act} {self.thing}"
