"""What an import of tables changed of accounts that people look after too, so that it can be taken back."""

from django.db import models


class AccountChange(models.Model):
    """`field` is "made" (the relationship came with the import), "name", "role" or "domain"."""

    of = models.ForeignKey("imports.Import", models.CASCADE, related_name="account_changes")
    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="+")
    field = models.CharField(max_length=10)
    before = models.CharField(max_length=253, blank=True)
    after = models.CharField(max_length=253, blank=True)

    class Meta:
        ordering = ["id"]
