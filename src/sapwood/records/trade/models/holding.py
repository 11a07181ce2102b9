"""Holdings: what an account has from us, and until when. Notices: what becomes of a product it may have."""

from django.db import models

from .brought import Brought
from .product import ProductQuerySet


class Holding(Brought):
    class Kind(models.TextChoices):
        INSTALLED = "installed", "installed"
        LICENCE = "licence", "licence"
        WARRANTY = "warranty", "warranty"
        SUPPORT = "support", "support contract"

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="holdings")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INSTALLED)
    product = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True, db_index=True)
    serial = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=100, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True, db_index=True)

    def __str__(self):
        return self.product or self.serial


class Notice(Brought):
    """About a product, whoever has it."""

    class Kind(models.TextChoices):
        PATCH = "patch", "patch"
        END_OF_SALE = "end of sale", "end of sale"
        END_OF_SUPPORT = "end of support", "end of support"
        END_OF_LIFE = "end of life", "end of life"

    kind = models.CharField(max_length=15, choices=Kind)
    product = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    day = models.DateField(db_index=True)
    what = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=100, blank=True, help_text="which it is about; empty: every one")

    objects = ProductQuerySet.as_manager()
