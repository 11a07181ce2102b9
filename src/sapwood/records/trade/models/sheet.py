"""Tables as they came: what each was taken for, what people changed about that, and the rows that stayed out."""

from django.conf import settings
from django.db import models

from sapwood.records.imports.models import Import


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(of__in=Import.objects.visible_to(user))


class Sheet(models.Model):
    """One table of an import. `mapping` is field: column number; `styles` column number: how its dates or numbers are
    written; `look` is what looking at all of it found (samples, problems, matches), emptied once it is in."""

    of = models.ForeignKey("imports.Import", models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField(help_text="its place among the tables of the import, from 1")
    where = models.CharField(max_length=1000)
    kind = models.CharField(
        max_length=12, blank=True, help_text="accounts, contacts, deals…; empty: nobody knows yet"
    )
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    styles = models.JSONField(default=dict)
    answers = models.JSONField(default=dict, help_text="what a person said: the role of new accounts, a currency…")
    look = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["of", "number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="one_sheet_per_number")]

    def __str__(self):
        return self.where


class Fix(models.Model):
    """A person's correction: every cell of `column` that says `was`, or the one on `line`, says `becomes`. Accepting
    a cell as it is makes it become itself."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="fixes")
    column = models.PositiveSmallIntegerField()
    line = models.PositiveIntegerField(null=True)
    was = models.TextField(blank=True)
    becomes = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Choice(models.Model):
    """What a person decided about one match: rows that name `reference` are left out ("skip"), go to the account that
    was found ("update") or to a new one ("create"). An empty reference decides for all others."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="choices")
    reference = models.CharField(max_length=300, blank=True)
    act = models.CharField(max_length=6)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "reference"], name="one_choice_per_reference")]


class LeftRow(models.Model):
    """A row that stayed out, as it came, and why: handed back as a file to mend and bring again."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="left")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    why = models.CharField(max_length=500)

    class Meta:
        ordering = ["line", "id"]
