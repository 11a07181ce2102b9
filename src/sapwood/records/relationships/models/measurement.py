"""What the saved standings rest on, and what has changed under them since. Both are disposable: without them,
everything is measured anew."""

from django.db import models


class Measurement(models.Model):
    """The last time everything was measured, and the imports that the standings know by now. One row, or none."""

    as_of = models.DateField()
    made = models.DateTimeField()
    imports = models.JSONField(help_text="numbers of the imports that count in the standings")
    learned = models.JSONField(default=dict, help_text="the population's rhythm; what changed since is judged by it")
    relationships = models.PositiveIntegerField()
    past = models.JSONField(default=list, help_text="names of the files that hold what was counted, oldest first")


class Outdated(models.Model):
    """An organisation whose standing no longer tells what the log and the directory say; without one: all of them.
    Written with what outdated it, in one transaction; taken away by the refresh that measured it again."""

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, null=True, related_name="+")
