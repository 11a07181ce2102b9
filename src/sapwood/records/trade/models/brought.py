"""What every row of a table becomes: a version of something, never edited. The newest that counts is what is so."""

from django.db import models

from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship


class BroughtQuerySet(models.QuerySet):
    def present(self):
        """The newest version of each thing, of imports that count: an undone import brings back what was before."""
        counting = self.model._base_manager.filter(sheet__of__status=Import.Status.DONE)
        newer = counting.filter(key=models.OuterRef("key"), pk__gt=models.OuterRef("pk"))
        return self.filter(sheet__of__status=Import.Status.DONE).exclude(models.Exists(newer))

    def visible_to(self, user):
        """What is about an account is for those who see it; what names no account, for leads and operators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all:
            return self
        seen = Relationship.objects.visible_to(user).filter(organisation=models.OuterRef("organisation"))
        return self.filter(models.Exists(seen))


class Brought(models.Model):
    """`key` is what makes it this thing and no other (a keyed hash: of the source's own number, else of its content),
    `digest` tells whether a later row says the same."""

    sheet = models.ForeignKey("trade.Sheet", models.CASCADE, related_name="+")
    line = models.PositiveIntegerField()
    key = models.BigIntegerField()
    digest = models.BigIntegerField()

    objects = BroughtQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["id"]
        indexes = [models.Index(fields=["key", "id"], name="%(class)s_by_key")]

    @property
    def source(self) -> str:
        return f"{self.sheet.where}, line {self.line:,}"
